//! A walk over the tokens of a JSON text: which objects and arrays are open, and what each of them expects next.
//!
//! Where something is missing it takes what comes for what it most likely is. Knows no cursor.

use super::token::{self, Kind, Token};
use crate::text::Span;

/// An object, an array, or the whole text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    /// Which of them.
    pub around: Around,
    /// Where its bracket is.
    pub open: usize,
    /// The key of the member that was begun last.
    pub key: Option<Span>,
    /// The keys of all members, as far as they are known.
    pub keys: Vec<Span>,
    /// The value of the member `@type`, if it is a string.
    pub url: Option<Span>,
    /// What comes next.
    pub expects: Expects,
    /// Where its last value ends.
    pub end: usize,
    /// Whether it was looked at to its end.
    pub is_whole: bool,
}

/// What is around a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// Nothing: the text is one value.
    Text,
    /// `{…}`
    Object,
    /// `[…]`
    Array,
}

/// What comes next in an object, an array or a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expects {
    /// A key.
    Key,
    /// The colon behind it.
    Colon,
    /// A value.
    Value,
    /// A comma, or the end.
    Comma,
}

impl Frame {
    fn new(around: Around, open: usize) -> Frame {
        let expects = if around == Around::Object { Expects::Key } else { Expects::Value };
        Frame { around, open, key: None, keys: Vec::new(), url: None, expects, end: open, is_whole: false }
    }

    fn begin(&mut self, key: Span) {
        (self.key, self.expects) = (Some(key), Expects::Colon);
        self.keys.push(key);
    }

    fn value(&mut self, span: Span) {
        (self.expects, self.end) = (Expects::Comma, span.end as usize);
    }
}

/// A walk over the tokens.
pub(super) struct Walk<'a> {
    /// The text.
    pub text: &'a str,
    /// How far it has come.
    pub at: usize,
    /// What is open, the text first, which never ends.
    pub frames: Vec<Frame>,
    /// The frame that ended last.
    pub closed: Option<Frame>,
}

impl<'a> Walk<'a> {
    /// At the beginning.
    pub fn new(text: &'a str) -> Walk<'a> {
        Walk { text, at: token::start(text), frames: vec![Frame::new(Around::Text, 0)], closed: None }
    }

    /// Goes past the next token.
    pub fn take(&mut self, token: Token) {
        let Token { kind, span } = token;
        self.at = span.end as usize;
        let is_key = matches!(kind, Kind::Word | Kind::String { .. })
            && token::significant(self.text, self.at).is_some_and(|next| next.kind == Kind::Colon);
        let Some(top) = self.frames.last_mut() else { return };
        let in_object = top.around == Around::Object;
        match kind {
            Kind::Space | Kind::LineComment | Kind::BlockComment => {}
            Kind::OpenObject => self.frames.push(Frame::new(Around::Object, span.start as usize)),
            Kind::OpenArray => self.frames.push(Frame::new(Around::Array, span.start as usize)),
            Kind::CloseObject => self.close(Around::Object, span),
            Kind::CloseArray => self.close(Around::Array, span),
            Kind::Colon if in_object && matches!(top.expects, Expects::Colon | Expects::Key) => {
                top.expects = Expects::Value;
            }
            Kind::Comma if in_object => (top.key, top.expects) = (None, Expects::Key),
            Kind::Comma if top.around == Around::Array => top.expects = Expects::Value,
            Kind::Colon | Kind::Comma => {}
            Kind::Word | Kind::String { .. } => match top.expects {
                Expects::Key => top.begin(span),
                // A colon or a value is missing before the next member, or a comma.
                _ if in_object && is_key => top.begin(span),
                Expects::Comma if in_object => top.begin(span),
                _ => {
                    if kind != Kind::Word && top.key.is_some_and(|key| token::unquoted(self.text, key) == "@type") {
                        top.url = Some(span);
                    }
                    top.value(span);
                }
            },
        }
    }

    /// Ends the innermost object or array of that kind, and what is open in it. One that was never begun ends nothing.
    fn close(&mut self, around: Around, span: Span) {
        let Some(index) = self.frames.iter().rposition(|frame| frame.around == around) else { return };
        while self.frames.len() > index {
            self.closed = self.frames.pop();
        }
        let Some(top) = self.frames.last_mut() else { return };
        top.value(span);
    }
}
