//! Text → nodes: arrays, objects and what is between their values. Each function starts at its first character and ends behind
//! its last.
//!
//! It goes on behind whatever is wrong, and guesses what was meant by what is there: a comma that is missing, a bracket of the
//! wrong kind, a member that is half typed. Every byte is looked at a few times at most.

use super::mistake::Mistake;
use super::tree::{Kind, Node, Spelling};
use super::{MAX_DEPTH, SPACE, cut, quoted, strings};
use crate::message::findings::Findings;
use crate::text::Span;

/// How many open brackets a message points at.
const LABELLED: usize = 4;

/// A text and how far it is read.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub at: usize,
    pub nodes: Vec<Node>,
    pub findings: Findings,
    /// Whether a string reaches to the end of the text, so that what is not closed behind it is no wonder.
    pub is_cut_short: bool,
    /// The end of the value before the position.
    end: usize,
    /// How many arrays and objects are open.
    arrays: usize,
    objects: usize,
    is_too_deep: bool,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Reader<'a> {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Reader {
            text,
            at,
            // A guess: a value in every so many bytes.
            nodes: Vec::with_capacity(text.len() / 8),
            findings: Findings::default(),
            is_cut_short: false,
            end: at,
            arrays: 0,
            objects: 0,
            is_too_deep: false,
        }
    }

    /// Reads a text that is one value.
    pub fn whole(&mut self) {
        self.skip_space();
        if self.at == self.text.len() {
            let mistake = Mistake::new(Span::at(0), "expected a JSON value, found an empty text");
            return self.report(mistake.help("write {} for an empty message").fix("write `{}`", Span::at(0), "{}"));
        }
        if matches!(self.peek(), Some(b',' | b']' | b'}')) {
            let mistake = self.expected("a value").help("write a value here, or remove what asks for one");
            self.report(mistake);
            self.add(Kind::Broken, self.at, 0, Spelling::Plain);
        } else {
            self.value(0, 0);
        }
        self.skip_space();
        if self.at < self.text.len() && self.nodes.first().is_some_and(|root| root.start < root.end) {
            let mistake = self.expected("the end of the text").help("the text is one value; remove what is behind it");
            let mistake = match self.rest().chars().all(|it| matches!(it, ']' | '}') || SPACE.contains(&it)) {
                true => mistake.fix("remove it", Span::new(self.at, self.text.trim_end_matches(SPACE).len()), ""),
                false => mistake,
            };
            self.report(mistake);
        }
    }

    pub fn report(&mut self, mistake: Mistake) {
        self.findings.report(mistake.0);
    }

    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    #[inline(always)]
    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The word or the character at the position.
    pub fn here(&self) -> Span {
        let rest = self.rest();
        let word = rest.bytes().take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'_').count();
        let length = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
        Span::new(self.at, self.at + length)
    }

    pub fn found(&self) -> String {
        match self.here().of_str(self.text) {
            "" => "the end of the text".to_owned(),
            "'" => "a single quote".to_owned(),
            text if text.starts_with([' ', '\t', '\n', '\r']) => "white space".to_owned(),
            text if text.starts_with(char::is_control) => {
                text.chars().map(|it| format!("U+{:04X}", u32::from(it))).collect()
            }
            text => format!("'{}'", cut(text)),
        }
    }

    pub fn expected(&self, what: &str) -> Mistake {
        Mistake::new(self.here(), format!("expected {what}, found {}", self.found()))
    }

    /// Adds a node from `start` to the position.
    #[inline(always)]
    pub fn add(&mut self, kind: Kind, start: usize, around: u32, spelling: Spelling) {
        self.nodes.push(Node { start: start as u32, end: self.at as u32, around, aux: 0, kind, spelling });
    }

    /// Passes over white space, and comments, which are reported.
    #[inline(always)]
    pub fn skip_space(&mut self) {
        // Mostly there is none.
        if self.peek().is_some_and(|byte| byte <= b' ' || byte == b'/' || byte == b'#') {
            self.skip_some_space();
        }
    }

    fn skip_some_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                b'/' | b'#' if self.comment() => {}
                _ => return,
            }
        }
    }

    fn comment(&mut self) -> bool {
        let rest = self.rest();
        let end = if rest.starts_with("//") || rest.starts_with('#') {
            rest.find('\n')
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|end| end + 2)
        } else {
            return false;
        };
        let span = Span::new(self.at, end.map_or(self.text.len(), |end| self.at + end));
        let mistake = Mistake::new(span, "expected JSON, found a comment").help("JSON has no comments; remove it");
        self.report(mistake.fix("remove the comment", span, ""));
        self.at = span.end as usize;
        true
    }

    /// A value; the position is at none of `,`, `]`, `}` and not at the end. Recurses as deep as arrays and objects are nested,
    /// at most [`MAX_DEPTH`].
    fn value(&mut self, around: u32, depth: usize) {
        match self.peek() {
            Some(b'{' | b'[') if depth == MAX_DEPTH => self.too_deep(around),
            Some(b'{') => self.container(Kind::Object, around, depth),
            Some(b'[') => self.container(Kind::Array, around, depth),
            _ => self.atom(around),
        }
    }

    /// Passes over an array or object that is nested too deep, up to its closing bracket.
    fn too_deep(&mut self, around: u32) {
        if !self.is_too_deep {
            self.is_too_deep = true;
            let message = format!("arrays and objects are nested more than {MAX_DEPTH} levels deep");
            self.report(Mistake::new(self.here(), message).help("write the message with fewer levels"));
        }
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut open = 0_usize;
        while let Some(&byte) = bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                b'"' => {
                    let mut is_escaped = false;
                    let closes = |&byte: &u8| {
                        let closes = byte == b'\n' || (byte == b'"' && !is_escaped);
                        is_escaped = byte == b'\\' && !is_escaped;
                        closes
                    };
                    let rest = bytes.get(self.at..).unwrap_or_default();
                    self.at += rest.iter().position(closes).map_or(rest.len(), |end| end + 1);
                }
                _ => {}
            }
            if open == 0 {
                break;
            }
        }
        self.is_cut_short |= open > 0;
        self.add(Kind::Broken, start, around, Spelling::Plain);
    }

    /// An array or an object.
    fn container(&mut self, kind: Kind, around: u32, depth: usize) {
        let is_object = kind == Kind::Object;
        let closing = if is_object { b'}' } else { b']' };
        let id = self.nodes.len();
        self.add(kind, self.at, around, Spelling::Plain);
        self.at += 1;
        self.end = self.at;
        *(if is_object { &mut self.objects } else { &mut self.arrays }) += 1;
        // A comma that nothing has come behind yet.
        let mut comma = None;
        loop {
            self.skip_space();
            let Some(byte) = self.peek() else {
                self.unclosed(id);
                break;
            };
            if byte == closing {
                if let Some(comma) = comma {
                    self.trailing(comma, closing);
                }
                self.at += 1;
                break;
            }
            match byte {
                b',' => self.no_value_before_comma(is_object),
                b'}' | b']' => {
                    self.other_bracket(id, closing);
                    break;
                }
                _ if !is_object => {
                    self.value(id as u32, depth + 1);
                    comma = self.separator(closing);
                }
                _ if self.is_key_start(byte) => {
                    self.member(id as u32, depth + 1);
                    comma = self.separator(closing);
                }
                _ => {
                    let mistake = self.expected("a key in double quotes");
                    self.skip_junk();
                    self.report(mistake);
                }
            }
        }
        *(if is_object { &mut self.objects } else { &mut self.arrays }) -= 1;
        let behind = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(id) {
            (node.end, node.aux) = (self.at as u32, behind);
        }
    }

    /// What follows a member or an element; where a comma is there, its place.
    #[inline]
    fn separator(&mut self, closing: u8) -> Option<usize> {
        let end = self.at;
        self.end = end;
        self.skip_space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Some(self.at - 1)
            }
            None | Some(b'}' | b']') => None,
            Some(byte) => {
                self.no_comma(end, byte, closing);
                None
            }
        }
    }

    fn trailing(&mut self, comma: usize, closing: u8) {
        let span = Span::new(comma, comma + 1);
        let what = if closing == b'}' { "a member" } else { "a value" };
        let mistake = Mistake::new(span, format!("expected {what} behind ',', found '{}'", char::from(closing)));
        self.report(mistake.help("remove the `,`").fix("remove the `,`", span, ""));
    }

    fn no_value_before_comma(&mut self, is_object: bool) {
        let mistake = match is_object {
            true => self.expected("a key in double quotes").help("remove the `,`"),
            false => self.expected("a value").help("write a value here, or remove the `,`"),
        };
        let here = self.here();
        self.report(mistake.fix("remove the `,`", here, ""));
        self.at += 1;
    }

    /// Something behind a value that starts at `end`, which is neither a comma nor a bracket that closes.
    fn no_comma(&mut self, end: usize, byte: u8, closing: u8) {
        if byte == b':' && closing == b'}' && self.is_key() {
            return;
        }
        let mistake = self.expected(&format!("',' or '{}'", char::from(closing)));
        let here = self.here();
        match byte {
            b';' => {
                self.at += 1;
                self.report(mistake.help("separate values with `,`").fix("replace by `,`", here, ","));
            }
            b':' => {
                self.at += 1;
                self.report(mistake.help("a key and its value stand in an object: {\"key\": value}"));
            }
            b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'\'' => {
                let gap = self.text.get(end..self.at).unwrap_or_default();
                // The comma belongs at the end of the line before.
                let mistake = if gap.contains('\n') { mistake.at(Span::at(end)) } else { mistake };
                self.report(mistake.help("separate values with `,`").fix("insert `,`", Span::at(end), ","));
            }
            _ => {
                self.skip_junk();
                let span = Span::new(here.start as usize, self.at);
                self.report(mistake.help("remove it").fix("remove it", span, ""));
            }
        }
    }

    /// Whether the string before a colon is no value but the next member's key, which is then read again as one.
    fn is_key(&mut self) -> bool {
        let Some([.., member, value]) = self.nodes.get_mut(..) else { return false };
        if member.kind != Kind::Member || value.kind != Kind::String || value.start == value.end {
            return false;
        }
        let (start, key_end) = (value.start as usize, member.aux as usize);
        let between = self.text.get(key_end..start).unwrap_or_default();
        if !between.contains('\n') {
            return false;
        }
        // Behind the colon, if there is one.
        let end = key_end + between.find(':').map_or(0, |colon| colon + 1);
        *value = Node { start: end as u32, end: end as u32, kind: Kind::Broken, ..*value };
        member.end = end as u32;
        self.at = start;
        let message = "expected a value, found the next member";
        self.report(Mistake::new(Span::new(key_end, end), message).help("write a value behind the key"));
        true
    }

    /// A bracket that closes something else than what it is in, which ends there. Where something around it is open that the
    /// bracket closes, it is left for that.
    fn other_bracket(&mut self, id: usize, closing: u8) {
        let here = self.here();
        let closing = char::from(closing);
        let outer = if closing == ']' { self.objects } else { self.arrays };
        let open = self.nodes.get(id).map_or(0, |node| node.start as usize);
        let bracket = if closing == ']' { '[' } else { '{' };
        let mistake = self
            .expected(&format!("',' or '{closing}'"))
            .label(Span::new(open, open + 1), format!("this '{bracket}' is open"))
            .help(format!("close it with '{closing}'"));
        if outer > 0 && !(closing == ']' && self.goes_on_with_member()) {
            self.report(mistake.fix(format!("insert `{closing}`"), Span::at(self.end), closing));
        } else {
            self.at += 1;
            self.report(mistake.fix(format!("replace by `{closing}`"), here, closing));
        }
    }

    /// Whether a comma and another member stand behind the bracket at the position: then what is around an array goes on, and the
    /// bracket was meant to close the array.
    fn goes_on_with_member(&self) -> bool {
        let behind = self.rest().get(1..).unwrap_or_default().trim_start_matches(SPACE);
        let Some(quote) = behind.strip_prefix(',').map(|behind| behind.trim_start_matches(SPACE)) else { return false };
        let Some(key) = quote.strip_prefix('"') else { return false };
        let key = key.get(strings::plain(key.as_bytes())..).unwrap_or_default();
        key.strip_prefix('"').is_some_and(|behind| behind.trim_start_matches(SPACE).starts_with(':'))
    }

    /// The end of the text in an array or object; told once, of the innermost.
    fn unclosed(&mut self, id: usize) {
        if self.is_cut_short {
            return;
        }
        self.is_cut_short = true;
        let mut open = Vec::new();
        let mut closing = String::new();
        let mut at = id;
        while let Some(node) = self.nodes.get(at) {
            if node.kind != Kind::Member {
                closing.push(if node.kind == Kind::Object { '}' } else { ']' });
                open.push(Span::new(node.start as usize, node.start as usize + 1));
            }
            if at == 0 {
                break;
            }
            at = node.around as usize;
        }
        let bracket = |span: &Span| span.of_str(self.text);
        let Some((inner, outer)) = open.split_first() else { return };
        let first = closing.chars().next().unwrap_or_default();
        let message = format!("expected '{first}' to close this '{}', found the end of the text", bracket(inner));
        let mut mistake = Mistake::new(*inner, message).help(match outer {
            [] => format!("add a '{first}'"),
            _ => format!("add {}", if closing.len() > 2 * LABELLED { "what closes them all" } else { &closing }),
        });
        for outer in outer.iter().take(LABELLED) {
            mistake = mistake.label(*outer, format!("this '{}' is open, too", bracket(outer)));
        }
        let title = if closing.len() > 2 * LABELLED { "close all".to_owned() } else { format!("add `{closing}`") };
        let end = self.text.trim_end_matches(SPACE).len();
        self.report(mistake.fix(title, Span::at(end), closing));
    }

    /// Whether a member may begin so, with whatever is meant as its key or without one.
    fn is_key_start(&self, byte: u8) -> bool {
        matches!(byte, b'"' | b':' | b'{' | b'[' | b'-' | b'_' | b'$')
            || byte.is_ascii_alphanumeric()
            || self.rest().chars().next().and_then(strings::foreign).is_some()
    }

    /// A member of an object, which begins as [`Reader::is_key_start`] says.
    fn member(&mut self, around: u32, depth: usize) {
        let id = self.nodes.len();
        let start = self.at;
        self.add(Kind::Member, start, around, Spelling::Plain);
        let spelling = if self.peek() == Some(b'"') { self.string() } else { self.no_key() };
        let key_end = self.at;
        if let Some(member) = self.nodes.get_mut(id) {
            (member.aux, member.spelling) = (key_end as u32, spelling);
        }
        self.skip_space();
        let has_colon = self.peek() == Some(b':');
        if has_colon {
            self.at += 1;
            self.skip_space();
        } else if start < key_end {
            self.no_colon(start, key_end);
        }
        if matches!(self.peek(), Some(b',' | b'}' | b']') | None) {
            // Right behind the colon, where one would go on typing.
            let at = self
                .text
                .get(key_end..self.at)
                .and_then(|gap| gap.find(':'))
                .map_or(key_end, |colon| key_end + colon + 1);
            if has_colon {
                let mistake = self.expected("a value").help("write a value behind the key, or remove the key");
                self.report(mistake);
            }
            let here = std::mem::replace(&mut self.at, at);
            self.add(Kind::Broken, at, id as u32, Spelling::Plain);
            // The white space behind belongs to nobody.
            self.end_member(id);
            self.at = here;
            return;
        }
        self.value(id as u32, depth);
        self.end_member(id);
    }

    #[inline]
    fn end_member(&mut self, id: usize) {
        let end = self.at as u32;
        if let Some(member) = self.nodes.get_mut(id) {
            member.end = end;
        }
    }

    /// What stands where a key should: passes over it if it is meant as one.
    fn no_key(&mut self) -> Spelling {
        let here = self.here();
        let word = here.of_str(self.text);
        if let Some(closing) = word.chars().next().and_then(strings::foreign) {
            return self.foreign_string(closing, "a key");
        }
        // Also `foo-bar` and `foo.bar`.
        let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$');
        let length = self.rest().bytes().take_while(is_key).count();
        if length == 0 {
            let mistake = self.expected("a key in double quotes");
            self.report(mistake.help("a member is written `\"key\": value`"));
        } else {
            let span = Span::new(self.at, self.at + length);
            let found = cut(span.of_str(self.text));
            let mistake = Mistake::new(span, format!("expected a key in double quotes, found '{found}'"));
            let text = quoted(span.of_str(self.text));
            let help = format!("write it in quotes: {}", cut(&text));
            self.report(mistake.help(help).fix("put it in quotes", span, text));
            self.at += length;
        }
        Spelling::Odd
    }

    /// A key without a colon behind it; what was written in its place is passed over.
    fn no_colon(&mut self, start: usize, key_end: usize) {
        let key = self.text.get(start..key_end).unwrap_or_default();
        let key = strings::read(key, Spelling::Odd);
        let mistake = self.expected(&format!("':' behind the key \"{}\"", cut(&key)));
        let mistake = mistake.help("a member is written `\"key\": value`");
        let rest = self.rest();
        let foreign = ["=>", ":=", "=", ";"].into_iter().find(|foreign| rest.starts_with(foreign));
        let mistake = match foreign {
            Some(foreign) => {
                let span = Span::new(self.at, self.at + foreign.len());
                self.at += foreign.len();
                self.skip_space();
                mistake.fix("replace by `:`", span, ":")
            }
            None if matches!(rest.bytes().next(), Some(b',' | b'}' | b']') | None) => mistake,
            None => mistake.fix("insert `:`", Span::at(key_end), ":"),
        };
        self.report(mistake);
    }
}
