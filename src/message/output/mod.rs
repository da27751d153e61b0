//! Bytes → ProtoJSON text, without a message in between.
//!
//! Fields stand in the order of their numbers, extensions among them, map entries in the order of their keys, so that a message
//! has one text. What it says is what official parsers read: the last of several values counts, messages are merged, packed and
//! expanded numbers are both read, a member of a oneof takes the place of the others, and a record with another wire type than
//! its field's, or a number that a closed enum does not know, is an unknown field. Unknown fields have no JSON and are left out.
//!
//! 1. `items`: the records of a message in the order of its fields
//! 2. `number`: numbers; `forms`: the types with a JSON form of their own; `map`: maps
//! 3. `layout`: commas and line breaks

mod forms;
mod items;
mod layout;
mod map;
mod number;

use super::JsonOptions;
use super::findings::Findings;
use super::json::push_base64;
use super::limits::{MAX_JSON_BYTES, MAX_LEVELS};
use crate::diagnostic::{Diagnostic, Place};
use crate::schema::Root;
use crate::schema::types::{Field, Form, Kind, Message, MessageId, Shape, Types};
use crate::text::Span;
use items::{Item, Items, Pieces};
pub use layout::Layout;
use layout::{Object, Writer};

/// A message as JSON.
#[derive(Clone, Debug)]
pub struct Json {
    /// The text.
    pub text: String,
    /// What of the bytes it is without, because no parser reads it; places are in the bytes.
    pub diagnostics: Vec<Diagnostic>,
}

/// Writes the message that bytes are. What of them can't be read is left out and told.
///
/// # Errors
///
/// A sentence, if the message has no JSON form: an Any whose type is not in the schema or whose value can't be read, a Timestamp
/// out of its range, and the like; or if it is nested more than [`MAX_LEVELS`] deep, or its JSON is longer than
/// [`MAX_JSON_BYTES`]: long names may make gigabytes of a megabyte, and nothing could read them.
pub fn json_of(root: &Root, bytes: &[u8], options: JsonOptions, layout: Layout) -> Result<Json, String> {
    let mut printer = Printer {
        types: root.types(),
        bytes,
        options,
        out: Writer::new(layout),
        items: Items::new(bytes),
        entries: Vec::new(),
        findings: Findings::default(),
        held: None,
    };
    printer.message(root.id(), Pieces::One(Span::new(0, bytes.len())), 1)?;
    Ok(Json { text: printer.out.finish()?, diagnostics: printer.findings.finish("bytes-more", Place::bytes) })
}

fn too_long() -> String {
    format!("the message is longer than {} MiB as JSON, so it is not shown as JSON", MAX_JSON_BYTES >> 20)
}

fn too_deep() -> String {
    format!("the message is nested more than {MAX_LEVELS} levels deep, so it is not shown as JSON")
}

/// A value that is no message, as its bytes say it.
#[derive(Clone, Copy)]
enum Value<'a> {
    Number(u64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl Value<'_> {
    /// Whether it is that of an absent field without presence. Such an enum's is 0, too.
    fn is_default(self) -> bool {
        match self {
            Value::Number(value) => value == 0,
            Value::Text(text) => text.is_empty(),
            Value::Bytes(bytes) => bytes.is_empty(),
        }
    }
}

struct Printer<'a> {
    types: &'a Types,
    bytes: &'a [u8],
    options: JsonOptions,
    out: Writer,
    items: Items<'a>,
    /// The entries of all maps that are open, those of the innermost at the end.
    entries: Vec<map::Entry>,
    findings: Findings,
    /// The type of what the innermost Any around holds.
    held: Option<MessageId>,
}

impl<'a> Printer<'a> {
    /// A message as a value. Recurses as deep as messages are nested, at most [`MAX_LEVELS`].
    fn message(&mut self, id: MessageId, pieces: Pieces, level: usize) -> Result<(), String> {
        if level > MAX_LEVELS {
            return Err(too_deep());
        }
        let message = self.types.message(id);
        if message.form != Form::Fields && message.form != Form::Empty {
            return self.form(message, pieces, level);
        }
        let mut object = self.out.object();
        self.fields(message, pieces, &mut object, level)?;
        self.out.close(&object);
        Ok(())
    }

    /// The items of a message, and where they begin; whoever asks takes them away again.
    fn items(&mut self, message: &Message, pieces: Pieces) -> Result<usize, String> {
        let start = self.items.len();
        self.items.add(self.types, message, pieces);
        while let Some(span) = self.items.broken.pop() {
            self.unreadable(
                span,
                || format!("a record of {}", message.full_name()),
                "its bytes break off or are no record",
            )?;
        }
        Ok(start)
    }

    /// The fields of a message as members of an object.
    fn fields(&mut self, message: &Message, pieces: Pieces, object: &mut Object, level: usize) -> Result<(), String> {
        let start = self.items(message, pieces)?;
        let end = self.items.len();
        let mut at = start;
        // The fields up to here are written, or have nothing to write.
        let mut next = 0;
        while let Some(item) = (at < end).then(|| self.items.get(at)).flatten() {
            let upto = self.items.end_of_field(at).min(end);
            self.defaults(message, next..item.field as usize, object)?;
            if let Some(field) = message.fields().get(item.field as usize) {
                self.field(message, field, at..upto, object, level)?;
            }
            next = item.field as usize + 1;
            at = upto;
        }
        self.defaults(message, next..message.fields().len(), object)?;
        self.items.truncate(start);
        Ok(())
    }

    fn key(&mut self, object: &mut Object, field: &Field) -> Result<(), String> {
        match self.options.original_names {
            // An identifier, and dots and brackets.
            true => self.out.plain_key(object, &field.name),
            false if field.is_plain => self.out.plain_key(object, &field.json_name),
            false => self.out.key(object, &field.json_name),
        }
    }

    /// A field of which there are records.
    fn field(
        &mut self,
        message: &Message,
        field: &Field,
        items: std::ops::Range<usize>,
        object: &mut Object,
        level: usize,
    ) -> Result<(), String> {
        match (field.shape, field.kind) {
            (Shape::Map, _) => {
                let before = self.entries.len();
                self.entries(field, items)?;
                if self.entries.len() > before || self.options.defaults {
                    self.key(object, field)?;
                    self.map(field, before, level)?;
                }
                Ok(())
            }
            (Shape::List, _) => {
                if !self.options.defaults && !self.has_elements(field, items.clone()) {
                    return Ok(());
                }
                self.key(object, field)?;
                self.list(message, field, items, level)
            }
            (Shape::Single, Kind::Message(id) | Kind::Group(id)) => {
                self.key(object, field)?;
                self.message(id, Pieces::Items(items.start, items.end), level + 1)
            }
            (Shape::Single, kind) => {
                let Some(item) = self.items.get(items.end - 1) else { return Ok(()) };
                let Some(value) = self.value(message, field, item.payload)? else { return Ok(()) };
                if field.has_presence || self.options.defaults || !value.is_default() {
                    self.key(object, field)?;
                    self.scalar(kind, value);
                }
                Ok(())
            }
        }
    }

    /// Those of some absent fields that are shown with their default values.
    fn defaults(
        &mut self,
        message: &Message,
        fields: std::ops::Range<usize>,
        object: &mut Object,
    ) -> Result<(), String> {
        if !self.options.defaults {
            return Ok(());
        }
        for field in message.fields().get(fields).unwrap_or_default() {
            if field.has_presence || field.is_extension {
                continue;
            }
            self.key(object, field)?;
            match field.shape {
                Shape::Map => self.out.word("{}"),
                Shape::List => self.out.word("[]"),
                Shape::Single => self.default(field.kind),
            }
        }
        Ok(())
    }

    /// The value of an absent field that is no message.
    fn default(&mut self, kind: Kind) {
        match kind {
            Kind::String | Kind::Bytes => self.out.word("\"\""),
            Kind::Enum(id) => {
                let value = self.types.enumeration(id).default;
                self.number(kind, i64::from(value) as u64);
            }
            kind => self.number(kind, 0),
        }
    }

    fn number(&mut self, kind: Kind, value: u64) {
        number::write(kind, value, self.types, self.options.enums_as_numbers, self.out.value());
    }

    /// A value that is no message.
    fn scalar(&mut self, kind: Kind, value: Value<'_>) {
        match value {
            Value::Number(value) => self.number(kind, value),
            Value::Text(text) => self.out.string(text),
            Value::Bytes(bytes) => {
                let out = self.out.value();
                out.push(b'"');
                push_base64(bytes, out);
                out.push(b'"');
            }
        }
    }

    /// Whether a list has an element that is shown: a packed run may be empty, or hold nothing that a closed enum knows.
    fn has_elements(&self, field: &Field, items: std::ops::Range<usize>) -> bool {
        items.filter_map(|at| self.items.get(at)).any(|item| match field.kind.is_packable() {
            true => Run::new(self.bytes, self.types, field.kind, &item).next().is_some(),
            false => true,
        })
    }

    fn list(
        &mut self,
        message: &Message,
        field: &Field,
        items: std::ops::Range<usize>,
        level: usize,
    ) -> Result<(), String> {
        let mut array = self.out.array();
        for item in items {
            let Some(Item { payload, .. }) = self.items.get(item) else { break };
            match field.kind {
                Kind::Message(id) | Kind::Group(id) => {
                    let start = self.out.element(&mut array)?;
                    self.message(id, Pieces::One(payload), level + 1)?;
                    self.out.element_end(&mut array, start);
                }
                kind if kind.is_packable() => {
                    let Some(item) = self.items.get(item) else { break };
                    let mut run = Run::new(self.bytes, self.types, kind, &item);
                    for value in run.by_ref() {
                        let start = self.out.element(&mut array)?;
                        self.number(kind, value);
                        self.out.element_end(&mut array, start);
                    }
                    if let Some(rest) = run.broken() {
                        self.unreadable(rest, || named(message, field), "a packed number breaks off")?;
                    }
                }
                kind => {
                    if let Some(value) = self.value(message, field, payload)? {
                        let start = self.out.element(&mut array)?;
                        self.scalar(kind, value);
                        self.out.element_end(&mut array, start);
                    }
                }
            }
        }
        self.out.close_array(&array);
        Ok(())
    }

    /// A value that is no message; `None`, which is told, of a text that is none.
    fn value(&mut self, message: &Message, field: &Field, payload: Span) -> Result<Option<Value<'a>>, String> {
        let bytes = payload.of(self.bytes);
        match field.kind {
            Kind::Bytes => Ok(Some(Value::Bytes(bytes))),
            Kind::String => {
                if let Ok(text) = std::str::from_utf8(bytes) {
                    return Ok(Some(Value::Text(text)));
                }
                self.unreadable(payload, || named(message, field), "its text is not UTF-8")?;
                Ok(None)
            }
            kind => {
                let read = number::read(kind, self.bytes, payload.start as usize);
                Ok(Some(Value::Number(read.map_or(0, |(value, _)| value))))
            }
        }
    }

    /// Tells what is left out.
    ///
    /// # Errors
    ///
    /// In an Any, which is shown as a whole or not at all.
    fn unreadable(&mut self, span: Span, what: impl Fn() -> String, why: &str) -> Result<(), String> {
        if let Some(held) = self.held {
            return Err(format!("an Any holds bytes that are no {}", self.types.message(held).full_name()));
        }
        let message = format!("{} can't be read: {why}", what());
        let help = "the JSON is without it; the bytes and their explanation show it";
        self.findings.report(Diagnostic::error("bytes-record", Place::bytes(span), message).with_help(help));
        Ok(())
    }
}

fn named(message: &Message, field: &Field) -> String {
    format!("field '{}' of {}", field.name, message.full_name())
}

/// The numbers of an item: one, or those of a packed run. Those that a closed enum does not know are passed over.
struct Run<'a> {
    bytes: &'a [u8],
    types: &'a Types,
    kind: Kind,
    at: usize,
    end: usize,
}

impl<'a> Run<'a> {
    fn new(bytes: &'a [u8], types: &'a Types, kind: Kind, item: &Item) -> Run<'a> {
        let end = item.payload.end as usize;
        Run { bytes: bytes.get(..end).unwrap_or_default(), types, kind, at: item.payload.start as usize, end }
    }

    /// What is left behind the last number.
    fn broken(&self) -> Option<Span> {
        (self.at < self.end).then(|| Span::new(self.at, self.end))
    }
}

impl Iterator for Run<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        loop {
            let (value, end) = number::read(self.kind, self.bytes, self.at)?;
            self.at = end;
            match self.kind {
                Kind::Enum(id) => {
                    let found = self.types.enumeration(id);
                    if !found.is_closed || found.name(value as i32).is_some() {
                        return Some(value);
                    }
                }
                _ => return Some(value),
            }
        }
    }
}
