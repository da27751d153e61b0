//! A text under a message type → the message, and every error with its place.
//!
//! After an error it goes on: the next one is found, too. Nothing is dropped in silence: a name that is no field is an error,
//! a reserved one a warning.

use std::collections::{HashMap, HashSet};

use prost_reflect::{DynamicMessage, Kind as Type, MapKey, MessageDescriptor, ReflectMessage as _, Value as Held};

use super::places::{ROOT, TextPlaces};
use super::reader::Reader;
use super::tree::{Field, Kind, Name, Value};
use super::{MAX_TEXT_BYTES, any, scalar};
use crate::diagnostic::{Diagnostic, Place};
use crate::message::MAX_LEVELS;
use crate::message::findings::Findings;
use crate::message::paths::Segment;
use crate::message::required::Required;
use crate::message::scalar::{Misfit, word};
use crate::message::slot::Slot;
use crate::text::Span;

/// Numbers of the fields of a map's entry.
const KEY_NUMBER: u32 = 1;
const VALUE_NUMBER: u32 = 2;

/// What [`read`] makes of a text. Not `Debug`, see the other [`Parsed`](crate::message::Parsed).
#[derive(Clone)]
pub struct Parsed {
    /// The message; `None` if there is an error.
    pub message: Option<DynamicMessage>,
    /// Errors and warnings in the order of the text; their places are [`Place::text`].
    pub diagnostics: Vec<Diagnostic>,
    /// What in the text stands for which field, as far as it is one.
    pub places: TextPlaces,
}

/// Reads a text as a message of a type.
pub fn read(root: &MessageDescriptor, text: &str) -> Parsed {
    if text.len() > MAX_TEXT_BYTES {
        let message = format!("expected at most {} MiB of text, found {} bytes", MAX_TEXT_BYTES >> 20, text.len());
        let diagnostic = Diagnostic::error("text-size", Place::text(Span::at(0)), message);
        return Parsed { message: None, diagnostics: vec![diagnostic], places: TextPlaces::default() };
    }
    let mut reader = Reader::new(text);
    let fields = reader.whole();
    let mut walk = Walk {
        text,
        findings: reader.findings,
        places: TextPlaces::default(),
        around: ROOT,
        required: Required::default(),
        reserved: HashMap::new(),
    };
    let message = walk.message(root, &fields, Span::at(0), 1);
    let message = message.filter(|_| walk.findings.errors() == 0);
    Parsed { message, diagnostics: walk.findings.finish("text-more", Place::text), places: walk.places }
}

/// The walk over a text's fields.
pub(super) struct Walk<'a> {
    /// The text.
    pub text: &'a str,
    /// What is wrong.
    pub findings: Findings,
    /// What stands where.
    pub places: TextPlaces,
    /// The place of the field whose value is read.
    pub around: u32,
    /// The required fields of each message type that was met.
    pub required: Required,
    /// The reserved names of each message type of which one was looked for.
    pub reserved: HashMap<String, HashSet<String>>,
}

impl Walk<'_> {
    /// Adds an error; the result stands for the missing value.
    pub fn fail<T>(&mut self, code: &str, span: Span, misfit: Misfit) -> Option<T> {
        let mut diagnostic = Diagnostic::error(code, Place::text(span), misfit.message);
        diagnostic.help = misfit.help;
        self.findings.report(diagnostic);
        None
    }

    /// A message whose value has the place `span`. `level` is 1 for the outermost.
    pub fn message(
        &mut self,
        descriptor: &MessageDescriptor,
        fields: &[Field<'_>],
        span: Span,
        level: usize,
    ) -> Option<DynamicMessage> {
        if level > MAX_LEVELS {
            let misfit = Misfit::new(format!("messages are nested more than {MAX_LEVELS} levels deep"))
                .help("readers of the binary format stop there, too; write fewer levels");
            return self.fail("text-depth", opening(span), misfit);
        }
        if any::is_expanded(descriptor, fields) {
            return any::read(self, descriptor, fields, level);
        }
        let mut built = DynamicMessage::new(descriptor.clone());
        self.fields(&mut built, fields, span, level);
        Some(built)
    }

    /// The fields of a message. An entry of a map is read like one.
    pub fn fields(&mut self, message: &mut DynamicMessage, fields: &[Field<'_>], span: Span, level: usize) {
        let descriptor = message.descriptor();
        let around = self.around;
        let mut lists: HashMap<u32, List> = HashMap::new();
        let mut seen: HashMap<u32, Span> = HashMap::new();
        let mut oneofs: HashMap<String, Span> = HashMap::new();
        for field in fields {
            let Some(slot) = self.slot(&descriptor, field) else { continue };
            let is_many = slot.is_list() || slot.is_map();
            if let Some(first) = seen.insert(slot.number(), field.span).filter(|_| !is_many) {
                self.repeated(&slot, first, field.span);
                continue;
            }
            if let Some(oneof) = slot.oneof() {
                if let Some(&first) = oneofs.get(&oneof) {
                    self.second_of_oneof(&oneof, first, field.span);
                } else {
                    oneofs.insert(oneof, field.span);
                }
            }
            if !field.has_colon && matches!(field.value.kind, Kind::List(_)) && slot.kind().as_message().is_none() {
                self.missing_colon(field);
            }
            let member = Span { start: field.span.start, end: field.value.span.end.max(field.span.end) };
            let mut add = || self.places.add(around, Segment::name(&slot.name()), member, field.value.span);
            if is_many {
                let list = lists.entry(slot.number()).or_insert_with(|| List { place: add(), len: 0 });
                match &field.value.kind {
                    Kind::List(items) => {
                        items.iter().for_each(|item| self.element(message, &slot, (item, item.span), list, level));
                    }
                    _ => self.element(message, &slot, (&field.value, member), list, level),
                }
            } else {
                // An entry of a map has the path of its value.
                let is_held = descriptor.is_map_entry() && slot.number() == VALUE_NUMBER;
                self.around = if is_held { around } else { add() };
                if let Some(value) = self.single(&slot.kind(), &field.value, level) {
                    slot.set(message, value);
                }
            }
            self.around = around;
        }
        self.missing(&descriptor, &seen, opening(span));
    }

    /// One value of a repeated field or one entry of a map, with the place it is found by.
    fn element(
        &mut self,
        message: &mut DynamicMessage,
        slot: &Slot,
        (value, member): (&Value<'_>, Span),
        list: &mut List,
        level: usize,
    ) {
        let kind = slot.kind();
        let place = self.places.add(list.place, Segment::Index(list.len), member, value.span);
        list.len += 1;
        self.around = place;
        if !slot.is_map() {
            if let Some(element) = self.single(&kind, value, level) {
                slot.push(message, element);
            }
            return;
        }
        let Some((key, held)) = self.entry(&kind, value, level) else { return };
        self.places.set_key(place, &key_text(&key));
        if slot.insert(message, key, held).is_some() {
            let text = "the key of this entry is there before";
            let diagnostic = Diagnostic::warning("text-duplicate-key", Place::text(value.span), text);
            self.findings.report(diagnostic.with_help("the last one counts; remove the others"));
        }
    }

    /// Key and value of a map's entry; what is not there has its default.
    fn entry(&mut self, kind: &Type, value: &Value<'_>, level: usize) -> Option<(MapKey, Held)> {
        let entry = kind.as_message().filter(|entry| entry.is_map_entry())?;
        let fields = match &value.kind {
            Kind::Message(fields) => fields,
            Kind::Lost => return None,
            _ => {
                let misfit = Misfit::new(format!("expected an entry of the map, found {}", value.described()));
                return self.fail("text-type", value.span, misfit.help("write `{ key: … value: … }`"));
            }
        };
        let mut built = DynamicMessage::new(entry.clone());
        let errors = self.findings.errors();
        self.fields(&mut built, fields, value.span, level);
        if self.findings.errors() > errors {
            return None;
        }
        let held = |number| built.get_field_by_number(number).map(|value| value.into_owned());
        Some((held(KEY_NUMBER)?.into_map_key()?, held(VALUE_NUMBER)?))
    }

    /// A value of a field that has one, or one of several.
    fn single(&mut self, kind: &Type, value: &Value<'_>, level: usize) -> Option<Held> {
        let misfit = match (kind, &value.kind) {
            (_, Kind::Lost) => return None,
            (Type::Message(message), Kind::Message(fields)) => {
                return self.message(message, fields, value.span, level + 1).map(Held::Message);
            }
            (_, Kind::List(_)) => Misfit::new(format!("expected one value of {}, found a list", word(kind)))
                .help("only a repeated field has a list, and no list is in another"),
            (Type::Message(message), _) => Misfit::new(format!(
                "expected a message {} in braces, found {}",
                message.full_name(),
                value.described()
            ))
            .help("write its fields in `{ … }`"),
            (Type::String, Kind::String(bytes)) => match String::from_utf8(bytes.to_vec()) {
                Ok(text) => return Some(Held::String(text)),
                Err(error) => return self.no_utf8(value.span, error.utf8_error().valid_up_to()),
            },
            (Type::Enum(found), _) => match scalar::enum_number(found, value) {
                Ok(number) => return Some(self.enum_value(found, number, value.span)),
                Err(misfit) => self.enum_misfit(found, value, misfit),
            },
            _ => match scalar::read(kind, value) {
                Ok(read) => return Some(read),
                Err(misfit) => misfit,
            },
        };
        self.fail("text-type", value.span, misfit)
    }
}

/// A list or a map while its values are read.
struct List {
    /// Where it stands: where its first value does.
    place: u32,
    /// How many values it has so far.
    len: u32,
}

/// A map's key as a path has it.
fn key_text(key: &MapKey) -> String {
    match key {
        MapKey::Bool(key) => key.to_string(),
        MapKey::I32(key) => key.to_string(),
        MapKey::I64(key) => key.to_string(),
        MapKey::U32(key) => key.to_string(),
        MapKey::U64(key) => key.to_string(),
        MapKey::String(key) => key.clone(),
    }
}

/// The bracket a message begins with; of the outermost one nothing.
fn opening(span: Span) -> Span {
    Span::new(span.start as usize, (span.start as usize + 1).min(span.end as usize))
}

/// The extension or field a name stands for.
pub(super) fn slot(message: &MessageDescriptor, name: &Name<'_>) -> Option<Slot> {
    match name {
        Name::Field(name) => message.get_field_by_name(name).or_else(|| group(message, name)).map(Slot::Field),
        Name::Extension(name) => Slot::extension(message, name),
        Name::Type(_) | Name::Lost => None,
    }
}

/// A group by the name of its message: "`group` Fields". Of editions so is a delimited field that could have come from one.
fn group(message: &MessageDescriptor, name: &str) -> Option<prost_reflect::FieldDescriptor> {
    let field = message.get_field_by_name(&name.to_ascii_lowercase())?;
    super::write::group_name(&field).is_some_and(|group| group == name).then_some(field)
}
