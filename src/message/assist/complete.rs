//! What could be typed at a cursor: names of fields with what their values look like, names of values, types, whole messages.
//!
//! A choice brings the quotes, the colon and the commas that are missing around it. What is set already is not offered, and what
//! excludes what is set comes last. Fields go by the names that the text uses.

use super::blank::{Blank, DURATION, Extent, Style, TIMESTAMP, together};
use super::cursor::{Around, Cursor, Next, Place};
use super::data::{Choice, Choices, Edits};
use super::site::{self, Members, TYPE, VALUE, Want};
use super::snippet::escaped;
use super::token;
use crate::language::{self, CompletionKind, Note, Space};
use crate::message::json::quoted;
use crate::schema::types::{Field, Form, Kind, Message, Root, Shape};
use crate::text::Span;

/// How many choices are offered.
pub const MAX_CHOICES: usize = 300;

/// What stands before the name in most type URLs.
const URL_PREFIX: &str = "type.googleapis.com/";

/// What could be typed at a byte offset of a JSON text that is a message of a type; `space` has what the declarations say.
pub fn complete(space: &Space<'_>, root: &Root, text: &str, offset: usize) -> Choices {
    let mut cursor = Cursor::new(text, offset);
    let last = cursor.frames.len() - 1;
    let mut choices = Vec::new();
    let mut is_all = false;
    match cursor.place {
        Place::Nothing => {}
        Place::Key => {
            cursor.look_ahead(last);
            if let Some((members, field)) = site::members(root, &mut cursor) {
                choices = Keys { job: Job::new(space, root, &cursor), field }.choices(members);
            }
        }
        Place::Value => {
            if let Some(site) = site::value(root, &mut cursor) {
                let job = Job::new(space, root, &cursor);
                (choices, is_all) = (job.values(site.want), job.is_closed(site.want));
            }
        }
    }
    choices.sort_by_key(|(rank, _)| *rank);
    let is_complete = choices.len() <= MAX_CHOICES;
    if !is_complete {
        let typed = cursor.typed.span.of_str(text).to_lowercase();
        choices.retain(|(_, choice)| choice.label.to_lowercase().contains(&typed));
        choices.truncate(MAX_CHOICES);
    }
    let list = choices.into_iter().map(|(_, choice)| choice).collect();
    Choices { span: cursor.typed.span, list, is_complete, is_all }
}

/// A choice and its rank: the lowest comes first. Those of one rank stay in the order they were found in.
type Ranked = (u8, Choice);

/// Ranks of choices at one place.
mod rank {
    /// What can be had at once.
    pub const FIRST: u8 = 0;
    /// What is declared in the user's files.
    pub const OWN: u8 = 1;
    /// Several at once.
    pub const MANY: u8 = 2;
    /// What few want.
    pub const LATE: u8 = 3;
    /// What is discouraged, or excludes what is set.
    pub const LAST: u8 = 4;
}

struct Job<'a, 'c, 's> {
    space: &'s Space<'a>,
    root: &'s Root,
    cursor: &'c Cursor<'c>,
    style: Style,
}

impl<'a, 'c, 's> Job<'a, 'c, 's> {
    fn new(space: &'s Space<'a>, root: &'s Root, cursor: &'c Cursor<'c>) -> Self {
        Job { space, root, cursor, style: style(cursor) }
    }

    fn blank(&self, extent: Extent) -> Blank<'s> {
        Blank::new(self.root.types(), extent, self.style)
    }

    /// A choice of a snippet, which comes with what is missing around it. It may begin with a quote that is there already.
    fn choice(&self, label: &str, snippet: &str, detail: String, kind: CompletionKind) -> Choice {
        let (insert, also) = self.fitted(snippet);
        Choice { label: label.to_owned(), insert, detail, kind, doc: None, also, goes_on: false }
    }

    fn fitted(&self, snippet: &str) -> (String, Edits) {
        let Cursor { typed, comma, next, .. } = self.cursor;
        let mut also = Vec::new();
        if let Some(end) = *comma {
            let start = typed.span.start as usize - usize::from(typed.quote.is_some());
            also.push((Span::at(end), if end == start { ", " } else { "," }.to_owned()));
        }
        let mut insert = snippet.to_owned();
        if let Some(quote) = typed.quote {
            let before = Span::new(typed.span.start as usize - 1, typed.span.start as usize);
            match insert.strip_prefix('"') {
                Some(rest) if quote == b'"' => insert = rest.to_owned(),
                Some(rest) => {
                    insert = rest.to_owned();
                    also.push((before, "\"".to_owned()));
                }
                None => also.push((before, String::new())),
            }
        }
        if !typed.rest.is_empty() {
            also.push((typed.rest, String::new()));
        }
        if let Next::Other { is_near } = *next {
            insert.push_str(if is_near { ", " } else { "," });
        }
        (insert, also)
    }

    /// Whether there are no other values than those offered.
    fn is_closed(&self, want: Want) -> bool {
        matches!(want, Want::One(Kind::Bool | Kind::Enum(_)) | Want::Url)
    }

    fn values(&self, want: Want) -> Vec<Ranked> {
        let types = self.root.types();
        match want {
            Want::One(Kind::Bool) => self.literals(&["true", "false"]),
            Want::One(Kind::Float | Kind::Double) => self.texts(&["NaN", "Infinity", "-Infinity"], "float"),
            Want::One(Kind::Enum(id)) => {
                let found = types.enumeration(id);
                if found.is_null {
                    return self.literals(&["null"]);
                }
                let value = |(number, name): (i32, &str)| {
                    let note = language::note(self.space, &site::value_name(&found.full_name, name));
                    let detail = format!("= {number}");
                    let choice = self.choice(name, &escaped(&quoted(name)), detail, CompletionKind::Value);
                    let rank = if note.is_deprecated { rank::LAST } else { rank::FIRST };
                    (rank, Choice { doc: note.doc, ..choice })
                };
                found.values().map(value).collect()
            }
            Want::One(Kind::Message(id) | Kind::Group(id)) => self.message(types.message(id), want),
            Want::One(_) => Vec::new(),
            Want::List(kind) => {
                vec![self.whole("[…]", &format!("repeated {}", types.word(kind)), want, Extent::Needed)]
            }
            Want::Map(entry) => match types.message(entry).entry() {
                Some((key, value)) => {
                    let detail = format!("map<{}, {}>", types.word(key.kind), types.word(value.kind));
                    vec![self.whole("{…}", &detail, want, Extent::Needed)]
                }
                None => Vec::new(),
            },
            Want::Url => self.urls(),
            Want::Free => {
                let mut all = self.literals(&["null", "true", "false"]);
                all.extend([("{}", "{${1}}"), ("[]", "[${1}]"), ("\"\"", "\"${1}\"")].map(|(label, snippet)| {
                    (rank::OWN, self.choice(label, snippet, "any JSON".to_owned(), CompletionKind::Text))
                }));
                all
            }
        }
    }

    fn message(&self, message: &Message, want: Want) -> Vec<Ranked> {
        let name = message.full_name();
        match message.form {
            Form::Timestamp => self.texts(&[TIMESTAMP, "1970-01-01T00:00:00Z"], "RFC 3339, in UTC"),
            Form::Duration => self.texts(&[DURATION, "0.250s", "3600s"], "seconds"),
            Form::Mask => Vec::new(),
            Form::Wrapper => message.fields().first().map_or_else(Vec::new, |field| self.values(Want::of(field))),
            Form::Struct => vec![self.whole("{}", name, want, Extent::Needed)],
            Form::List => vec![self.whole("[]", name, want, Extent::Needed)],
            Form::Value => self.values(Want::Free),
            Form::Empty => vec![self.whole("{}", name, want, Extent::Needed)],
            Form::Any => vec![self.whole("{ \"@type\": … }", name, want, Extent::Needed)],
            Form::Fields => {
                let mut all = vec![self.whole("{}", name, want, Extent::Needed)];
                if !message.fields().is_empty() {
                    all.push(self.whole("{…}", "with all fields", want, Extent::Whole));
                }
                all
            }
        }
    }

    fn whole(&self, label: &str, detail: &str, want: Want, extent: Extent) -> Ranked {
        let mut blank = self.blank(extent);
        blank.value(want);
        let choice = self.choice(label, &blank.out.finish(), detail.to_owned(), CompletionKind::Message);
        (rank::FIRST, Choice { goes_on: extent == Extent::Needed && self.goes_on(want), ..choice })
    }

    /// Whether the blank of a value begins with a part that there are choices for.
    fn goes_on(&self, want: Want) -> bool {
        let types = self.root.types();
        match want {
            Want::One(Kind::Enum(id)) | Want::List(Kind::Enum(id)) => !types.enumeration(id).is_null,
            Want::One(kind) | Want::List(kind) => kind.message().is_some_and(|id| {
                let message = types.message(id);
                let is_blank = !message.fields().is_empty() && message.required.is_empty();
                message.form == Form::Any || message.form == Form::Fields && is_blank
            }),
            Want::Url => true,
            Want::Map(_) | Want::Free => false,
        }
    }

    fn literals(&self, words: &[&str]) -> Vec<Ranked> {
        let literal = |word: &&str| (rank::FIRST, self.choice(word, word, String::new(), CompletionKind::Keyword));
        words.iter().map(literal).collect()
    }

    fn texts(&self, texts: &[&str], detail: &str) -> Vec<Ranked> {
        let text =
            |text: &&str| (rank::FIRST, self.choice(text, &quoted(text), detail.to_owned(), CompletionKind::Text));
        texts.iter().map(text).collect()
    }

    /// The types that an Any may hold, by URLs with the prefix that is typed.
    fn urls(&self) -> Vec<Ranked> {
        let typed = self.cursor.typed.span.of_str(self.cursor.text);
        let prefix = typed.rfind('/').and_then(|at| typed.get(..=at)).unwrap_or(URL_PREFIX);
        let types = self.root.types();
        let mut all = Vec::new();
        for name in types.names() {
            let is_entry = types.find(name).is_some_and(|id| types.message(id).entry().is_some());
            if is_entry {
                continue;
            }
            let url = format!("{prefix}{name}");
            let rank = if name.starts_with("google.") { rank::LATE } else { rank::OWN };
            let choice = self.choice(&url, &escaped(&quoted(&url)), String::new(), CompletionKind::Message);
            all.push((rank, Choice { doc: language::note(self.space, name).doc, ..choice }));
        }
        all
    }
}

/// The members that could be added, or be another one's new name.
struct Keys<'a, 'c, 's> {
    job: Job<'a, 'c, 's>,
    /// The field whose value the object is.
    field: Option<String>,
}

impl<'t> Keys<'_, '_, 't> {
    fn choices(&self, members: Members<'t>) -> Vec<Ranked> {
        match members {
            Members::Fields(message) | Members::Held(message) => self.fields(message),
            Members::InValue(held) if held.form == Form::Empty || self.is_there(VALUE) => Vec::new(),
            Members::InValue(held) => {
                let want = Want::One(Kind::Message(held.id));
                vec![self.member(VALUE, want, held.full_name().to_owned())]
            }
            Members::Type if self.is_there(TYPE) => Vec::new(),
            Members::Type => vec![self.member(TYPE, Want::Url, "the type of what it holds".to_owned())],
            Members::Entries(key, value) => self.entries(key, value),
        }
    }

    fn keys(&self) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
        self.job.cursor.around().keys.iter().map(|key| token::unquoted(self.job.cursor.text, *key))
    }

    fn is_there(&self, name: &str) -> bool {
        self.keys().any(|key| key == name)
    }

    /// Whether a value stands behind the key already.
    fn is_named_only(&self) -> bool {
        self.job.cursor.next == Next::Colon
    }

    fn fields(&self, message: &'t Message) -> Vec<Ranked> {
        let set: Vec<usize> = self.keys().filter_map(|key| message.named(&key)).collect();
        let is_set = |at: usize| set.contains(&at);
        let of_oneof =
            |oneof: u32| set.iter().filter_map(|&at| message.fields().get(at)).find(|field| field.oneof == Some(oneof));
        let mut all = Vec::new();
        let mut open: Vec<&Field> = Vec::new();
        for (at, field) in message.fields().iter().enumerate().filter(|(at, _)| !is_set(*at)) {
            let other = field.oneof.and_then(of_oneof);
            let note = language::note(self.job.space, &site::full_name(message, field));
            if other.is_none() && !field.is_extension && !note.is_deprecated {
                open.push(field);
            }
            all.extend(self.field(field, other, note).into_iter().map(|(rank, choice)| ((rank, at), choice)));
        }
        all.sort_by_key(|(order, _)| *order);
        let mut all: Vec<Ranked> = all.into_iter().map(|((rank, _), choice)| (rank, choice)).collect();
        let open = together(open.into_iter());
        if open.len() > 1 && !self.is_named_only() {
            let mut blank = self.job.blank(Extent::Whole);
            // Its members are parts of an object that is there: nothing is to come before the first.
            for (index, field) in open.iter().enumerate() {
                if index > 0 {
                    blank.out.part(index, "");
                }
                blank.member(field);
            }
            let detail = format!("the {} that are not set", open.len());
            let choice = self.job.choice("all fields", &blank.out.finish(), detail, CompletionKind::Message);
            all.push((rank::MANY, choice));
        }
        all
    }

    /// A field, and for a message a second choice with all that is in it.
    fn field(&self, field: &Field, other: Option<&Field>, note: Note) -> Vec<Ranked> {
        let types = self.job.root.types();
        let word = match Want::of(field) {
            Want::List(kind) => format!("repeated {}", types.word(kind)),
            Want::Map(entry) => types.message(entry).entry().map_or_else(String::new, |(key, value)| {
                format!("map<{}, {}>", types.word(key.kind), types.word(value.kind))
            }),
            _ => types.word(field.kind).to_owned(),
        };
        let name = self.job.style.name(field);
        let mut detail = format!("{word} = {}", field.number);
        if let Some(other) = other {
            detail.push_str(&format!(", instead of {}", self.job.style.name(other)));
        } else if field.is_required {
            detail.push_str(", required");
        }
        let rank = match other {
            Some(_) => rank::LAST,
            None if note.is_deprecated => rank::LAST,
            None if field.is_required => rank::FIRST,
            None if field.is_extension => rank::LATE,
            None => rank::OWN,
        };
        let (_, choice) = self.member(name, Want::of(field), detail);
        let mut all = vec![(rank, Choice { doc: note.doc, ..choice })];
        let held = field.kind.message().map(|id| types.message(id));
        let is_nested = field.shape != Shape::Map
            && held.is_some_and(|held| held.form == Form::Fields && !held.fields().is_empty());
        if is_nested && !self.is_named_only() {
            let mut blank = self.job.blank(Extent::Whole);
            blank.member(field);
            let label = format!("{name} {{…}}");
            let detail = "with all fields".to_owned();
            all.push((rank, self.job.choice(&label, &blank.out.finish(), detail, CompletionKind::Message)));
        }
        all
    }

    /// A member of a name; its name alone where a value stands behind it.
    fn member(&self, name: &str, want: Want, detail: String) -> Ranked {
        let mut blank = self.job.blank(Extent::Needed);
        blank.out.string(name);
        if !self.is_named_only() {
            blank.out.put(": ");
            blank.value(want);
        }
        let choice = self.job.choice(name, &blank.out.finish(), detail, CompletionKind::Field);
        (rank::FIRST, Choice { goes_on: !self.is_named_only() && self.job.goes_on(want), ..choice })
    }

    fn entries(&self, key: &Field, value: &Field) -> Vec<Ranked> {
        let types = self.job.root.types();
        let is_bool = key.kind == Kind::Bool;
        let detail = format!("{} → {}", types.word(key.kind), types.word(value.kind));
        if is_bool {
            let names = ["true", "false"].into_iter().filter(|name| !self.is_there(name));
            return names.map(|name| self.member(name, Want::One(value.kind), detail.clone())).collect();
        }
        // Of a key that is being typed there is nothing to guess.
        let typed = self.job.cursor.typed;
        if !typed.span.is_empty() || !typed.rest.is_empty() && typed.rest.len() > 1 || self.is_named_only() {
            return Vec::new();
        }
        let mut blank = self.job.blank(Extent::Needed);
        blank.entry(key, value);
        let doc = self.field.as_ref().and_then(|field| language::note(self.job.space, field).doc);
        let choice = self.job.choice("new entry", &blank.out.finish(), detail, CompletionKind::Field);
        vec![(rank::FIRST, Choice { doc, ..choice })]
    }
}

/// How the text around is written.
fn style(cursor: &Cursor<'_>) -> Style {
    let around = cursor.around();
    let before = cursor.text.get(around.open..cursor.typed.span.start as usize).unwrap_or_default();
    let is_on_lines = around.around == Around::Text || before.contains('\n');
    let is_original = |key: &Span| token::unquoted(cursor.text, *key).contains('_');
    let typed = cursor.typed.span.of_str(cursor.text);
    // Names of JSON have no underscore; a map's keys may, but both names of a field are read anyway.
    let known = cursor.frames.iter().flat_map(|frame| frame.key.iter().chain(&frame.keys));
    Style { is_on_lines, has_original_names: typed.contains('_') || known.into_iter().any(is_original) }
}
