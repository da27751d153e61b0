//! The canonical white space of a JSON text, as edits that touch nothing else.
//!
//! Members and elements stand on lines of their own, indented by two blanks, as [`to_json`](crate::message::to_json) writes them. Arrays of
//! scalars are on one line if they fit. So is an object that was put on one line, unless the whole text is one. Comments stay
//! where they are, and so does a blank line between members. Works on broken texts, too: words keep their order, and none is
//! joined with another.

use super::data::Edits;
use super::token::{self, Kind, Token};
use crate::message::MAX_JSON_BYTES;
use crate::message::json::MAX_DEPTH;
use crate::text::Span;

/// How long a line may get that an array or an object is put on, in characters.
const WIDTH: usize = 80;
const INDENT: usize = 2;
/// Edits that are more are made as one.
const MAX_EDITS: usize = 2000;

/// The edits that bring a JSON text into its canonical form: white space only, in order; none where it has that form.
///
/// # Errors
///
/// A sentence. Where a string is not closed in its line, nobody knows which blanks are its own; and a text nested deep would be
/// little else than indentation.
pub fn format(text: &str) -> Result<Edits, String> {
    let tokens: Vec<Token> = token::tokens(text).filter(|token| token.kind != Kind::Space).collect();
    if tokens.iter().any(|token| token.kind == Kind::String { closed: false }) {
        return Err("A string is not closed in its line, so nothing was formatted.".to_owned());
    }
    let mut length = text.len();
    let mut edits = Vec::new();
    let mut printer = Printer::new(text, &tokens);
    let mut end = token::start(text);
    for (index, token) in tokens.iter().enumerate() {
        let gap = Span::new(end, token.span.start as usize);
        let wanted = printer.before(&tokens, index, gap.of_str(text));
        length += wanted.len();
        if printer.groups.len() > MAX_DEPTH || length > MAX_JSON_BYTES {
            return Err(format!(
                "With its lines indented the JSON would be longer than {} MiB or nested deeper than {MAX_DEPTH} levels, so nothing was formatted.",
                MAX_JSON_BYTES >> 20
            ));
        }
        if wanted != gap.of_str(text) {
            edits.push((gap, wanted));
        }
        end = token.span.end as usize;
    }
    let gap = Span::new(end, text.len());
    // Who ends the last line ends it still.
    let wanted = if gap.of_str(text).contains('\n') { printer.line_break } else { "" };
    if wanted != gap.of_str(text) {
        edits.push((gap, wanted.to_owned()));
    }
    Ok(if edits.len() > MAX_EDITS { joined(text, &edits) } else { edits })
}

/// The same edits as one.
fn joined(text: &str, edits: &Edits) -> Edits {
    let (Some((first, _)), Some((last, _))) = (edits.first(), edits.last()) else { return Vec::new() };
    let mut all = String::new();
    let mut at = first.start as usize;
    for (span, new) in edits {
        all.push_str(Span::new(at, span.start as usize).of_str(text));
        all.push_str(new);
        at = span.end as usize;
    }
    vec![(Span::new(first.start as usize, last.end as usize), all)]
}

/// An object or an array that is being printed.
#[derive(Clone, Copy)]
struct Group {
    is_object: bool,
    is_on_one_line: bool,
}

impl Group {
    /// What stands behind its first bracket and before its second.
    fn padding(self) -> &'static str {
        if self.is_object { " " } else { "" }
    }
}

struct Printer<'a> {
    text: &'a str,
    /// How wide the object or array that a token begins is on one line; none if it can't be on one.
    widths: Vec<Option<u32>>,
    line_break: &'static str,
    groups: Vec<Group>,
    /// How many characters the line has.
    column: usize,
}

impl<'a> Printer<'a> {
    fn new(text: &'a str, tokens: &[Token]) -> Printer<'a> {
        let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Printer { text, widths: widths(text, tokens), line_break, groups: Vec::new(), column: 0 }
    }

    /// The white space before the token with this index, where `gap` is what is there.
    fn before(&mut self, tokens: &[Token], index: usize, gap: &str) -> String {
        let Some(&token) = tokens.get(index) else { return String::new() };
        let last = index.checked_sub(1).and_then(|last| tokens.get(last));
        let closed = if token.kind.is_close() { self.groups.pop() } else { None };
        let space = last.map_or_else(String::new, |last| self.between(last.kind, token.kind, closed, gap));
        match space.rfind('\n') {
            Some(at) => self.column = space.len() - at - 1,
            None => self.column += space.len(),
        }
        if token.kind.is_open() {
            let width = self.widths.get(index).copied().flatten();
            let is_on_one_line = width.is_some_and(|width| self.column + (width as usize) < WIDTH);
            self.groups.push(Group { is_object: token.kind == Kind::OpenObject, is_on_one_line });
        }
        let said = token.span.of_str(self.text);
        self.column += said.chars().count();
        if let Some((_, line)) = said.rsplit_once('\n') {
            self.column = line.chars().count();
        }
        space
    }

    fn between(&self, last: Kind, kind: Kind, closed: Option<Group>, gap: &str) -> String {
        let line = || self.line(gap, last, kind);
        let as_it_is = || if gap.contains('\n') { line() } else { " ".to_owned() };
        let in_group = |group: Option<&Group>, blank: fn(Group) -> &'static str| match group {
            Some(group) if group.is_on_one_line => blank(*group).to_owned(),
            _ => line(),
        };
        match (last, kind) {
            // What comes next would be part of it.
            (Kind::LineComment, _) => line(),
            (_, Kind::LineComment | Kind::BlockComment) => as_it_is(),
            (_, Kind::Comma | Kind::Colon) => String::new(),
            (last, kind) if last.is_open() && kind.is_close() => String::new(),
            (_, kind) if kind.is_close() => in_group(closed.as_ref(), Group::padding),
            (last, _) if last.is_open() => in_group(self.groups.last(), Group::padding),
            (Kind::Colon, _) => " ".to_owned(),
            (Kind::Comma, _) => in_group(self.groups.last(), |_| " "),
            // A comment is before it, or something is missing between two values.
            _ => as_it_is(),
        }
    }

    /// A line break and the indentation, after one blank line if there is one between members.
    fn line(&self, gap: &str, last: Kind, kind: Kind) -> String {
        let is_apart = gap.matches('\n').count() > 1 && !last.is_open() && !kind.is_close();
        self.line_break.repeat(if is_apart { 2 } else { 1 }) + &" ".repeat(INDENT * self.groups.len())
    }
}

/// What was counted up to a bracket that is open.
struct Opened {
    index: usize,
    kind: Kind,
    column: u32,
    line: usize,
    opened: usize,
    breaks: usize,
}

/// How wide the object or array that each token begins is on one line; none where it is not to be on one.
fn widths(text: &str, tokens: &[Token]) -> Vec<Option<u32>> {
    let is_one_line = !text.trim().contains('\n');
    let mut widths = vec![None; tokens.len()];
    let mut around: Vec<Opened> = Vec::new();
    let (mut column, mut line, mut opened, mut breaks) = (0, 0, 0, 0);
    let mut last: Option<Token> = None;
    for (index, token) in tokens.iter().enumerate() {
        let (kind, span) = (token.kind, token.span);
        if let Some(last) = last {
            column += blank_between(last.kind, kind);
            line += Span::new(last.span.end as usize, span.start as usize).of_str(text).matches('\n').count();
        }
        breaks += usize::from(kind.is_comment());
        if kind.is_open() {
            opened += 1;
            around.push(Opened { index, kind, column, line, opened, breaks });
        }
        column += span.of_str(text).chars().count() as u32;
        let partner = match kind {
            Kind::CloseObject => Kind::OpenObject,
            Kind::CloseArray => Kind::OpenArray,
            _ => Kind::Space,
        };
        if kind.is_close()
            && let Some(open) = around.pop()
            && open.kind == partner
        {
            let is_flat = partner == Kind::OpenArray && open.opened == opened;
            let was_on_one_line = open.line == line && !is_one_line;
            let is_empty = open.index + 1 == index;
            if open.breaks == breaks && (is_flat || was_on_one_line || is_empty) {
                widths[open.index] = Some(column - open.column);
            }
        }
        last = Some(*token);
    }
    widths
}

/// How many blanks are between two tokens of a line.
fn blank_between(last: Kind, kind: Kind) -> u32 {
    match (last, kind) {
        (_, Kind::Comma | Kind::Colon | Kind::CloseArray) | (Kind::OpenArray, _) => 0,
        (Kind::OpenObject, Kind::CloseObject) => 0,
        _ => 1,
    }
}
