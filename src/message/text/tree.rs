//! A text's fields and values as they are written, each with its place. Knows no message type.

use std::borrow::Cow;

use crate::message::json::cut;
use crate::text::Span;

/// A field: a name and a value.
#[derive(Debug)]
pub(super) struct Field<'a> {
    /// The name's place, brackets included.
    pub span: Span,
    /// The name.
    pub name: Name<'a>,
    /// Whether there is a `:` behind the name.
    pub has_colon: bool,
    /// The value.
    pub value: Value<'a>,
}

/// How a field is named.
#[derive(Debug)]
pub(super) enum Name<'a> {
    /// `name`
    Field(&'a str),
    /// `[package.extension]`; white space and comments are left out.
    Extension(Cow<'a, str>),
    /// `[host/package.Type]`, the type of what an Any holds.
    Type(Cow<'a, str>),
    /// It is wrong, which has been reported.
    Lost,
}

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Value<'a> {
    /// From its first byte to behind its last.
    pub span: Span,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    /// String literals, joined and without their escapes: any bytes.
    String(Cow<'a, [u8]>),
    /// A number without its sign.
    Number(Sign, Form, &'a str),
    /// A name without its sign.
    Word(Sign, &'a str),
    /// `{ … }` or `< … >`
    Message(Vec<Field<'a>>),
    /// `[ … ]`
    List(Vec<Value<'a>>),
    /// It is wrong or not there, which has been reported.
    Lost,
}

/// Whether a `-` stands before a number or a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// None.
    Plus,
    /// One.
    Minus,
}

/// The forms of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `12`
    Decimal,
    /// `0x1f`, `017`
    Based,
    /// `1.5`, `1e3`, `12f`
    Float,
}

impl Sign {
    /// As it is written.
    pub fn text(self) -> &'static str {
        match self {
            Sign::Plus => "",
            Sign::Minus => "-",
        }
    }
}

impl Value<'_> {
    /// The value in words, for messages: `"abc"`, `12`, `a list`.
    pub fn described(&self) -> String {
        match &self.kind {
            Kind::String(bytes) => format!("string {:?}", cut(&String::from_utf8_lossy(bytes))),
            Kind::Number(sign, _, text) => format!("number {}{}", sign.text(), cut(text)),
            Kind::Word(sign, text) => format!("`{}{}`", sign.text(), cut(text)),
            Kind::Message(_) => "a message".to_owned(),
            Kind::List(_) => "a list".to_owned(),
            Kind::Lost => "nothing".to_owned(),
        }
    }
}
