//! A message written by one schema and read by another: which value means something else afterwards.
//!
//! Both readings are compared as JSON, field by field: in bytes a field is found by its number, in JSON by its name. What the
//! reader's own programs write for the same thing, where it is known, tells a field that was renamed from a number that was
//! given to something else. Recurses as deep as messages are nested, which JSON's writer limits.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::words::code;
use crate::{
    annotate,
    diagnostic::Severity,
    learn::contract,
    message::{
        self, JsonOptions, Layout,
        json::{
            self,
            tree::{self, NodeId, Tree},
        },
    },
    schema::{
        Root,
        types::{Field, Form, Kind, Message, MessageId, Shape, Types},
    },
};

/// Who wrote and who reads.
pub(super) struct Reader<'a> {
    pub writer: &'a Root,
    pub reader: &'a Root,
    /// Whether they exchange JSON.
    pub as_json: bool,
}

/// What came of it.
pub(super) struct Tried {
    /// What was written, as JSON.
    pub written: String,
    /// What was read, as JSON; nothing if it was refused.
    pub read: Option<String>,
    /// What went wrong, as a part of a sentence with its full stop.
    pub slip: Option<String>,
}

impl Reader<'_> {
    /// Reads what the writer encoded; `own` is what the reader's programs write for the same.
    pub fn read(&self, bytes: &[u8], own: Option<&str>) -> Tried {
        let text = |root: &Root, bytes: &[u8]| {
            message::json_of(root, bytes, JsonOptions::default(), Layout::Compact).map(|it| it.text)
        };
        let written = text(self.writer, bytes).unwrap_or_default();
        let read = match self.as_json {
            true => self.received_json(&written),
            false => self.received_bytes(bytes),
        };
        let read = match read.and_then(|bytes| text(self.reader, &bytes)) {
            Ok(read) => read,
            Err(error) => return Tried { written, read: None, slip: Some(format!("{error}.")) },
        };
        let own = own.and_then(|it| text(self.reader, &contract::encode(self.reader, it).ok()?).ok());
        let (a, b) = (json::parse(&written).0, json::parse(&read).0);
        let own = own.as_deref().map(|it| json::parse(it).0);
        let pair = Pair { writer: self.writer.types(), reader: self.reader.types(), as_json: self.as_json };
        let slip = a.root().zip(b.root()).and_then(|(at, other)| {
            let own = own.as_ref().and_then(|tree| Some(Value { tree, at: tree.root()? }));
            let (a, b) = (Value { tree: &a, at }, Value { tree: &b, at: other });
            pair.message(self.writer.id(), self.reader.id(), a, b, own)
        });
        Tried { written, read: Some(read), slip }
    }

    fn received_bytes(&self, bytes: &[u8]) -> Result<Vec<u8>, String> {
        let nodes = annotate::annotate(bytes, Some(self.reader));
        match nodes.verdict() {
            annotate::Verdict::Valid => Ok(bytes.to_vec()),
            _ => {
                let mut problems = nodes.problems().filter_map(|(id, _)| nodes.diagnostic(bytes, id));
                let error = problems.find(|it| it.severity == Severity::Error);
                Err(error.map_or_else(|| "these bytes can't be read".to_owned(), |it| it.message))
            }
        }
    }

    /// As parsers read by default: a key or an enum's value that is not known is an error.
    fn received_json(&self, text: &str) -> Result<Vec<u8>, String> {
        let parsed = message::from_json(self.reader, text);
        parsed.bytes.ok_or_else(|| {
            let error = parsed.diagnostics.iter().find(|it| it.severity == Severity::Error);
            error.map_or_else(|| "this JSON can't be read".to_owned(), |it| it.message.clone())
        })
    }
}

/// A value in a JSON text.
#[derive(Clone, Copy)]
struct Value<'a> {
    tree: &'a Tree<'a>,
    at: NodeId,
}

impl<'a> Value<'a> {
    fn raw(self) -> &'a str {
        self.tree.raw(self.at)
    }

    /// The members of an object, the elements of an array.
    fn members(self) -> impl Iterator<Item = (String, Value<'a>)> {
        let Value { tree, at } = self;
        let is_object = tree.kind(at) == tree::Kind::Object;
        tree.children(at).map(move |it| match is_object {
            true => (tree.key(it).into_owned(), Value { tree, at: tree.value(it) }),
            false => (String::new(), Value { tree, at: it }),
        })
    }

    fn member(self, name: &str) -> Option<Value<'a>> {
        self.members().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// A value that a field has that is not set.
    fn is_default(self) -> bool {
        matches!(self.raw(), "0" | "\"0\"" | "\"\"" | "false" | "[]" | "{}")
    }
}

/// The types of both.
struct Pair<'a> {
    writer: &'a Types,
    reader: &'a Types,
    as_json: bool,
}

/// What a value says, apart from its type.
#[derive(PartialEq)]
enum Plain {
    Number(String),
    Bytes(Vec<u8>),
}

impl Pair<'_> {
    /// The first member of a message that means something else to the reader.
    fn message(&self, by: MessageId, to: MessageId, a: Value, b: Value, own: Option<Value>) -> Option<String> {
        let (by, to) = (self.writer.message(by), self.reader.message(to));
        if by.form != Form::Fields || to.form != Form::Fields {
            return (a.raw() != b.raw()).then(|| format!("{} is not {}.", code(b.raw()), code(a.raw())));
        }
        for (key, value) in a.members() {
            let field = by.named(&key).and_then(|at| by.fields().get(at));
            if let Some(slip) = field.and_then(|it| self.member(it, to, value, b, own)) {
                return Some(slip);
            }
        }
        // What the reader's own programs say in another place.
        let missed = own?.members().find(|(key, value)| {
            b.member(key).is_none() && !value.is_default() && a.members().any(|(_, it)| it.raw() == value.raw())
        });
        let (key, value) = missed?;
        Some(format!("it looks for {} in {}, and finds nothing there.", code(value.raw()), code(&key)))
    }

    fn member(&self, field: &Field, to: &Message, value: Value, read: Value, own: Option<Value>) -> Option<String> {
        let name = code(&field.name);
        let by_name = |name: &str| to.named(name).and_then(|at| to.fields().get(at));
        let found = match self.as_json {
            true => by_name(&field.json_name),
            false => to.field(field.number),
        };
        let Some(found) = found else {
            // Harmless, unless the reader only looks elsewhere.
            let elsewhere = by_name(&field.name)?.number;
            let number = field.number;
            return Some(format!(
                "{name} was written as field {number}, and the reader looks for it in field {elsewhere}."
            ));
        };
        let other = code(&found.name);
        let Some(seen) = read.member(&found.json_name) else {
            return match value.is_default() && !found.has_presence {
                true => None,
                false => Some(self.lost(field, found)),
            };
        };
        if !self.as_json && found.name != field.name {
            if by_name(&field.name).is_some() {
                return Some(format!("what was written as {name} is taken for {other}, which has that number now."));
            }
            let meant = own.and_then(|it| it.member(&found.json_name));
            if own.is_some() && meant.is_none_or(|it| self.value(field, found, value, it).is_some()) {
                return Some(format!("number {} was {name} to the writer and is {other} to the reader.", field.number));
            }
        }
        let own = own.and_then(|it| it.member(&found.json_name));
        self.values(field, found, value, seen, own)
    }

    /// Why a field has no value though it was written.
    fn lost(&self, field: &Field, found: &Field) -> String {
        let name = code(&found.name);
        let wire = match field.is_packed && field.shape == Shape::List {
            true => crate::wire::WireType::Len,
            false => field.kind.wire(),
        };
        if !self.as_json && !found.takes(wire) {
            let expects = found.kind.wire().name();
            return format!(
                "field {} is written as {} and {name} expects {expects}, so it is skipped.",
                field.number,
                wire.name()
            );
        }
        match (found.oneof, found.kind) {
            (Some(_), _) => format!("{name} is lost, for another member of its oneof came later."),
            (_, Kind::Enum(_)) => format!("{name} is lost, for its enum does not have that value."),
            _ => format!("{name} is lost."),
        }
    }

    /// What differs in the values of a field, however many it has.
    fn values(&self, by: &Field, to: &Field, a: Value, b: Value, own: Option<Value>) -> Option<String> {
        let name = code(&to.name);
        let entry = |types: &'_ Types, field: &Field| {
            field.kind.message().and_then(|it| types.message(it).entry().map(|(_, value)| value.clone()))
        };
        match (by.shape, to.shape) {
            (Shape::Map, Shape::Map) => {
                let (by, to) = (entry(self.writer, by)?, entry(self.reader, to)?);
                a.members().find_map(|(key, value)| match b.member(&key) {
                    Some(seen) => self.value(&by, &to, value, seen),
                    None => Some(format!("{name} has no {} any more.", code(&key))),
                })
            }
            // A map is a list of entries on the wire.
            (Shape::Map, _) | (_, Shape::Map) => {
                (a.members().count() != b.members().count()).then(|| format!("{name} differs."))
            }
            (Shape::List, Shape::Single) => {
                let (count, last) = (a.members().count(), a.members().last()?);
                match count {
                    1 => self.value(by, to, last.1, b),
                    _ => Some(format!("{name} holds one value, and the last one counts: {}.", code(b.raw()))),
                }
            }
            (Shape::Single, Shape::List) => match b.members().count() {
                1 => self.value(by, to, a, b.members().next()?.1),
                _ => Some(format!("{name} is {}, and {} was written.", code(b.raw()), code(a.raw()))),
            },
            (Shape::List, Shape::List) => {
                let pairs = || a.members().zip(b.members());
                match a.members().count() == b.members().count() {
                    true => pairs().find_map(|((_, a), (_, b))| self.value(by, to, a, b)),
                    false => Some(format!("{name} is {}, and {} was written.", code(b.raw()), code(a.raw()))),
                }
            }
            (Shape::Single, Shape::Single) => match (by.kind.message(), to.kind.message()) {
                (Some(by), Some(to)) => self.message(by, to, a, b, own),
                _ => self.value(by, to, a, b),
            },
        }
    }

    /// What differs in one value.
    fn value(&self, by: &Field, to: &Field, a: Value, b: Value) -> Option<String> {
        let name = code(&to.name);
        match (by.kind, to.kind) {
            (Kind::Message(by) | Kind::Group(by), Kind::Message(to) | Kind::Group(to)) => {
                return self.message(by, to, a, b, None);
            }
            // The message's bytes are kept as they are.
            (Kind::Message(_), Kind::Bytes) | (Kind::Bytes, Kind::Message(_)) if !self.as_json => return None,
            (Kind::Enum(one), Kind::Enum(other)) if !self.as_json => {
                let (one, other) = (self.writer.enumeration(one), self.reader.enumeration(other));
                let (a, b) = (a.tree.string(a.at), b.tree.string(b.at));
                if a != b && other.number(&a).is_some() && one.number(&a) != other.number(&a) {
                    return Some(format!("{} was written, and {name} is {}.", code(&a), code(&b)));
                }
            }
            _ => {}
        }
        let (one, other) = (plain(self.writer, by.kind, a), plain(self.reader, to.kind, b));
        let is_same = one.is_some() && one == other;
        (!is_same).then(|| format!("{} was written, and {name} is {}.", code(a.raw()), code(b.raw())))
    }
}

/// What a value says, whatever its type is called.
fn plain(types: &Types, kind: Kind, value: Value) -> Option<Plain> {
    let text = value.tree.string(value.at);
    Some(match kind {
        Kind::Bool => Plain::Number(u8::from(text == "true").to_string()),
        Kind::Enum(id) => match types.enumeration(id).number(&text) {
            Some(number) => Plain::Number(number.to_string()),
            None => Plain::Number(text.into_owned()),
        },
        Kind::String => Plain::Bytes(text.into_owned().into_bytes()),
        Kind::Bytes => Plain::Bytes(STANDARD.decode(text.as_bytes()).ok()?),
        Kind::Message(_) | Kind::Group(_) => return None,
        _ => Plain::Number(text.into_owned()),
    })
}
