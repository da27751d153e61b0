//! Where in a JSON text a cursor is: which objects and arrays are around it, and what could stand there.
//!
//! A text that is being typed is broken most of the time, so it is not parsed but walked, token by token: up to the cursor for
//! what is around it, and a little further for what stands beside it. Knows no schema.

use super::token::{self, Kind, Token};
use super::walk::{Around, Expects, Frame, Walk};
use crate::text::Span;

/// How far behind the cursor is looked for what stands beside it, in bytes.
const MAX_AHEAD: usize = 1 << 18;

/// What could stand at a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing: a colon, a comma or a comment is there, or all is said.
    Nothing,
    /// The key of a member.
    Key,
    /// A value.
    Value,
}

/// What follows a place, comments left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A colon.
    Colon,
    /// A comma, the end of the object or array, or of the text.
    End,
    /// Something that a comma has to part from what comes before; whether it follows at once, with no blank between.
    Other {
        /// Whether nothing is between.
        is_near: bool,
    },
}

/// The part of a word or a string that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    /// From its first letter up to the cursor; a quote before it is not in it.
    pub span: Span,
    /// The quote before it.
    pub quote: Option<u8>,
    /// What is left of it behind the cursor, the closing quote included.
    pub rest: Span,
}

/// A cursor's surroundings.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    /// The text.
    pub text: &'a str,
    /// What is around, the whole text first.
    pub frames: Vec<Frame>,
    /// What could stand there.
    pub place: Place,
    /// What is typed of it.
    pub typed: Typed,
    /// Where a comma is missing before it.
    pub comma: Option<usize>,
    /// What follows.
    pub next: Next,
}

impl<'a> Cursor<'a> {
    /// The surroundings of a byte offset.
    pub fn new(text: &'a str, offset: usize) -> Cursor<'a> {
        let offset = crate::text::floor_boundary(text, offset).max(token::start(text).min(text.len()));
        let mut walk = Walk::new(text);
        let mut here = None;
        let mut in_comment = false;
        while let Some(token) = token::next(text, walk.at) {
            let span = token.span;
            let (start, end) = (span.start as usize, span.end as usize);
            if start >= offset {
                here = Some(token).filter(|_| start == offset);
                break;
            }
            // Behind its last letter a word is still being typed, and so is a line of a comment.
            let touches = match token.kind {
                Kind::Word | Kind::LineComment | Kind::String { closed: false } => offset <= end,
                Kind::BlockComment | Kind::String { .. } => offset < end,
                _ => false,
            };
            if touches {
                in_comment = token.kind.is_comment();
                here = Some(token);
                break;
            }
            walk.take(token);
        }
        let mut cursor = Cursor {
            text,
            frames: walk.frames,
            place: Place::Nothing,
            typed: Typed { span: Span::at(offset), quote: None, rest: Span::at(offset) },
            comma: None,
            next: Next::End,
        };
        if !in_comment {
            cursor.settle(here, offset);
        }
        cursor
    }

    /// The object, array or text right around.
    pub fn around(&self) -> &Frame {
        // The frame of the text is never taken away.
        &self.frames[self.frames.len() - 1]
    }

    fn settle(&mut self, here: Option<Token>, offset: usize) {
        let (around, expects, end) = (self.around().around, self.around().expects, self.around().end);
        let is_begun = here.is_some_and(|token| (token.span.start as usize) < offset);
        // The key of the next member is no value, though one is missing before it.
        let is_key = |token: Token| {
            let is_name = matches!(token.kind, Kind::Word | Kind::String { .. });
            let next = token::significant(self.text, token.span.end as usize);
            is_name && around == Around::Object && next.is_some_and(|next| next.kind == Kind::Colon)
        };
        self.place = match (around, expects) {
            (Around::Object, Expects::Key | Expects::Comma) => Place::Key,
            (Around::Object, Expects::Value) if is_begun && here.is_some_and(is_key) => Place::Key,
            (Around::Object | Around::Array | Around::Text, Expects::Value) => Place::Value,
            (Around::Array, Expects::Comma) => Place::Value,
            _ => Place::Nothing,
        };
        self.comma = (expects == Expects::Comma).then_some(end);
        let replaced = here.filter(|token| {
            let is_scalar = matches!(token.kind, Kind::Word | Kind::String { .. });
            is_scalar && (is_begun || self.place == Place::Value && around != Around::Array && !is_key(*token))
        });
        if let Some(token) = replaced {
            self.typed = typed(self.text, token, offset);
        }
        let rest = self.typed.rest.end as usize;
        let next = token::significant(self.text, rest);
        self.next = match next {
            None => Next::End,
            Some(next) => match next.kind {
                Kind::Colon => Next::Colon,
                Kind::Comma | Kind::CloseObject | Kind::CloseArray => Next::End,
                _ => Next::Other { is_near: next.span.start as usize == rest },
            },
        };
        // The value is there already, a little further on.
        let is_said = self.place == Place::Value
            && around != Around::Array
            && replaced.is_none()
            && next.is_some_and(|next| matches!(self.next, Next::Other { .. }) && !is_key(next));
        if is_said {
            self.place = Place::Nothing;
        }
    }

    /// Looks behind the cursor for what else is in the frame with this index. Returns whether that is news.
    pub fn look_ahead(&mut self, index: usize) -> bool {
        let Some(frame) = self.frames.get(index).filter(|frame| !frame.is_whole) else { return false };
        if frame.around == Around::Text {
            return false;
        }
        let at = self.typed.rest.end as usize;
        let mut walk = Walk { text: self.text, at, frames: self.frames.clone(), closed: None };
        if let Some(top) = walk.frames.last_mut() {
            top.expects = match (self.place, self.next) {
                (Place::Key, Next::Colon) => Expects::Colon,
                (Place::Nothing, _) => top.expects,
                _ => Expects::Comma,
            };
        }
        while walk.frames.len() > index && walk.at < at + MAX_AHEAD {
            let Some(token) = token::next(self.text, walk.at) else { break };
            walk.take(token);
        }
        let seen = if walk.frames.len() > index { walk.frames.into_iter().nth(index) } else { walk.closed };
        let (Some(frame), Some(seen)) = (self.frames.get_mut(index), seen) else { return false };
        (frame.keys, frame.url, frame.is_whole) = (seen.keys, seen.url, true);
        true
    }
}

/// The part of a token that is before the cursor, and what is left of it.
fn typed(text: &str, token: Token, offset: usize) -> Typed {
    let Span { start, end } = token.span;
    let quote = text.as_bytes().get(start as usize).copied().filter(|_| token.kind != Kind::Word);
    let is_begun = (start as usize) < offset;
    let first = start as usize + usize::from(is_begun && quote.is_some());
    // Of a string that is not closed, nobody knows how far it was meant to go.
    let end = if token.kind == (Kind::String { closed: false }) { offset } else { end as usize };
    Typed { span: Span::new(first, offset), quote: quote.filter(|_| is_begun), rest: Span::new(offset, end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of `|`, the keys on the way to it, what is typed, whether a comma is missing before it, and what follows.
    fn at(marked: &str) -> String {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let mut cursor = Cursor::new(&text, offset);
        let top = cursor.frames.len() - 1;
        cursor.look_ahead(top);
        let way: Vec<String> = cursor.frames[1..]
            .iter()
            .map(|frame| match frame.around {
                Around::Object => frame.key.map_or("{".into(), |key| token::unquoted(&text, key).into_owned()),
                _ => "[".into(),
            })
            .collect();
        let beside: Vec<_> = cursor.around().keys.iter().map(|key| token::unquoted(&text, *key)).collect();
        let typed = cursor.typed;
        let comma = if cursor.comma.is_some() { ", " } else { "" };
        let next = match cursor.next {
            Next::Colon => ":",
            Next::End => "",
            Next::Other { is_near: true } => "+",
            Next::Other { is_near: false } => " +",
        };
        format!(
            "{:?} {} {comma}<{}|{}>{next} {}",
            cursor.place,
            way.join("."),
            typed.span.of_str(&text),
            typed.rest.of_str(&text),
            beside.join(","),
        )
    }

    #[test]
    fn whole_texts() {
        assert_eq!(at("|"), "Value  <|> ");
        assert_eq!(at("{|}"), "Key { <|> ");
        assert_eq!(at("{\"a\": 1, |}"), "Key { <|> a");
        assert_eq!(at("{\"a\": 1|}"), "Value a <1|> a");
        assert_eq!(at("{\"a\": \"x|y\"}"), "Value a <x|y\"> a");
        assert_eq!(at("{\"a\": |\"x\"}"), "Value a <|\"x\"> a");
        assert_eq!(at("{\"a\": {\"b\": [1, {|}]}, \"c\": 2}"), "Key a.b.[.{ <|> ");
        assert_eq!(at("{\"a\"|: 1}"), "Nothing a <|>: a");
        assert_eq!(at("{} |"), "Nothing  , <|> ");
        assert_eq!(at("{ // {|\n}"), "Nothing { <|> ");
    }

    #[test]
    fn half_typed_texts() {
        assert_eq!(at("{na|"), "Key { <na|> ");
        assert_eq!(at("{\"na|\n\"b\": 1}"), "Key { <na|> + b");
        assert_eq!(at("{'na|me': 1, \"b\": 1}"), "Key { <na|me'>: b");
        assert_eq!(at("{\"a\": |\n\"b\": 1}"), "Value a <|> + a,b");
        assert_eq!(at("{\"a\": tr|\n\"b\": 1}"), "Value a <tr|> + a,b");
        assert_eq!(at("{\"a\": \n\"b|\": 1}"), "Key a <b|\">: a");
        assert_eq!(at("{\"a\": 1 |\"b\": 1}"), "Key a , <|>+ a,b");
        assert_eq!(at("{|\"b\": 1}"), "Key { <|>+ b");
        assert_eq!(at("{\"a\": | 5}"), "Nothing a <|> + a");
        assert_eq!(at("[1 |"), "Value [ , <|> ");
        assert_eq!(at("[| 1]"), "Value [ <|> + ");
        // The bracket ends the object and all that is open in it.
        assert_eq!(at("{\"a\": [1, 2}, \"b\": |"), "Nothing  , <|> ");
        assert_eq!(at("{\"a\": {\"b\": 1, |, \"c\": {\"d\": 2}}, \"e\": 1}"), "Key a.{ <|> b,c");
    }
}
