//! What a value looks like before anybody fills it in: a sample of each kind that readers take, and whole messages of them.
//!
//! Knows no cursor and nothing of what is set already.

use super::site::{TYPE, Want};
use super::snippet::Snippet;
use crate::schema::types::{Enum, Field, Form, Kind, Message, MessageId, Types};

/// How many fields a skeleton has.
const MAX_FIELDS: usize = 80;
/// How deep a skeleton goes into messages.
const MAX_DEPTH: usize = 4;

/// A point in time, as ProtoJSON writes it.
pub(super) const TIMESTAMP: &str = "2026-01-31T12:30:00Z";
/// A span of time.
pub(super) const DURATION: &str = "1.5s";

/// How much of a message is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// The fields it can't be without, and a place for others.
    Needed,
    /// All fields, of a oneof the first, and the same of the messages in them.
    Whole,
}

/// How blanks are laid out and named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether members stand on lines of their own.
    pub is_on_lines: bool,
    /// Whether fields go by the names of the .proto rather than those of JSON.
    pub has_original_names: bool,
}

impl Style {
    /// What a field is called.
    pub fn name(self, field: &Field) -> &str {
        if self.has_original_names { &field.name } else { &field.json_name }
    }
}

/// Writes blanks, as long as there is room.
pub(super) struct Blank<'t> {
    /// What is written.
    pub out: Snippet,
    types: &'t Types,
    extent: Extent,
    style: Style,
    /// How many more fields there may be.
    room: usize,
    /// The types that are being written, the outermost first.
    around: Vec<MessageId>,
    /// Whether the name of an enum's value is left out, since the list of them comes next.
    is_asked: bool,
}

impl<'t> Blank<'t> {
    /// The beginning.
    pub fn new(types: &'t Types, extent: Extent, style: Style) -> Blank<'t> {
        let out = Snippet::new(style.is_on_lines);
        Blank { out, types, extent, style, room: MAX_FIELDS, around: Vec::new(), is_asked: false }
    }

    /// A value of this sort.
    pub fn value(&mut self, want: Want) {
        self.is_asked = self.extent == Extent::Needed && self.around.is_empty();
        match want {
            Want::One(kind) => self.one(kind),
            Want::List(kind) => self.list(kind),
            Want::Map(entry) => {
                let Some((key, value)) = self.types.message(entry).entry() else { return };
                self.out.open("{");
                self.out.part(0, " ");
                self.entry(key, value);
                self.out.close("}", " ");
            }
            Want::Url => self.text(""),
            Want::Free => self.out.stop("null"),
        }
    }

    /// The members for these fields, as the first parts of an object.
    pub fn members(&mut self, fields: &[&Field]) {
        for (index, field) in fields.iter().enumerate() {
            self.out.part(index, " ");
            self.member(field);
        }
    }

    /// The member for a field: its name, a colon and its value.
    pub fn member(&mut self, field: &Field) {
        self.room = self.room.saturating_sub(1);
        self.out.string(self.style.name(field));
        self.out.put(": ");
        self.value(Want::of(field));
    }

    /// A key of a map and its value.
    pub fn entry(&mut self, key: &Field, value: &Field) {
        self.is_asked = false;
        self.text(match key.kind {
            Kind::String => "key",
            Kind::Bool => "true",
            _ => "1",
        });
        self.out.put(": ");
        self.one(value.kind);
    }

    /// A part to fill in, in quotes.
    pub fn text(&mut self, so_far: &str) {
        self.out.put("\"");
        self.out.stop(so_far);
        self.out.put("\"");
    }

    fn one(&mut self, kind: Kind) {
        match kind {
            Kind::Message(id) | Kind::Group(id) => self.message(self.types.message(id)),
            Kind::Enum(id) => match self.types.enumeration(id) {
                found if found.is_null => self.out.put("null"),
                _ if self.is_asked => self.text(""),
                found => self.text(likely(found)),
            },
            Kind::Bool => self.out.stop("true"),
            Kind::String | Kind::Bytes => self.text(""),
            Kind::Int64 | Kind::Uint64 | Kind::Sint64 | Kind::Fixed64 | Kind::Sfixed64 => self.text("0"),
            _ => self.out.stop("0"),
        }
    }

    fn list(&mut self, kind: Kind) {
        let is_object = kind.message().is_some_and(|id| self.types.message(id).form == Form::Fields);
        if is_object {
            self.out.open("[");
            self.out.part(0, "");
            self.one(kind);
            self.out.close("]", "");
        } else {
            self.out.put("[");
            self.one(kind);
            self.out.put("]");
        }
    }

    fn message(&mut self, message: &Message) {
        match message.form {
            Form::Fields => self.fields(message),
            Form::Empty => self.out.put("{}"),
            Form::Any => {
                self.out.open("{");
                self.out.part(0, " ");
                self.out.string(TYPE);
                self.out.put(": ");
                self.text("");
                self.out.close("}", " ");
            }
            Form::Timestamp => self.text(TIMESTAMP),
            Form::Duration => self.text(DURATION),
            Form::Mask => self.text(""),
            Form::Wrapper => match message.fields().first() {
                Some(field) => self.one(field.kind),
                None => self.out.stop("null"),
            },
            Form::Struct => self.empty("{", "}"),
            Form::List => self.empty("[", "]"),
            Form::Value => self.out.stop("null"),
        }
    }

    fn fields(&mut self, message: &Message) {
        let is_cut = self.around.contains(&message.id) || self.around.len() >= MAX_DEPTH || self.room == 0;
        let fields: Vec<&Field> = match self.extent {
            _ if is_cut => Vec::new(),
            Extent::Whole => together(message.fields().iter().filter(|field| !field.is_extension)),
            Extent::Needed => message.fields().iter().filter(|field| field.is_required).collect(),
        };
        if message.fields().is_empty() {
            self.out.put("{}");
        } else if !fields.is_empty() {
            self.around.push(message.id);
            self.out.open("{");
            self.members(&fields);
            self.out.close("}", " ");
            self.around.pop();
        } else if self.extent == Extent::Whole {
            self.empty("{", "}");
        } else {
            self.out.open("{");
            self.out.part(0, "");
            self.out.stop("");
            self.out.close("}", "");
        }
    }

    fn empty(&mut self, open: &str, close: &str) {
        self.out.put(open);
        self.out.stop("");
        self.out.put(close);
    }
}

/// The fields that can be set together: of each oneof the first.
pub(super) fn together<'f>(fields: impl Iterator<Item = &'f Field>) -> Vec<&'f Field> {
    let mut seen = Vec::new();
    fields
        .filter(|field| {
            let is_taken = field.oneof.is_some() && seen.contains(&field.oneof);
            seen.push(field.oneof);
            !is_taken
        })
        .collect()
}

/// A value that says something: the first that is not the default.
fn likely(found: &Enum) -> &str {
    let other = found.values().find(|(number, _)| *number != found.default);
    other.or_else(|| found.values().next()).map_or("", |(_, name)| name)
}
