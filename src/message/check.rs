//! JSON text under a message type → the message, every error with its place, and where each field stands.
//!
//! One walk does all three, so that they cannot disagree. After an error it goes on: the next one is found, too. Nothing is
//! dropped in silence: a key that is no field is an error.

use std::collections::HashMap;

use prost_reflect::{DynamicMessage, EnumDescriptor, Kind, MessageDescriptor, Value};

use super::findings::Findings;
use super::json::{self, Member};
use super::paths::Segment;
use super::places::{JsonPlaces, ROOT};
use super::required::Required;
use super::scalar::{self, Misfit};
use super::slot::Slot;
use super::{any, wellknown};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// The longest JSON text that is read, in bytes.
pub const MAX_JSON_BYTES: usize = 8 << 20;
/// How deep messages may be nested, what an Any holds included. Readers of the binary format stop at 100, too.
pub const MAX_LEVELS: usize = 100;

/// What [`from_json`] makes of a text. Not `Debug`: prost-reflect prints a message with its type, and a recursive one for ever.
#[derive(Clone)]
pub struct Parsed {
    /// The message; `None` if there is an error.
    pub message: Option<DynamicMessage>,
    /// Errors and warnings in the order of the text; their places are [`Place::json`].
    pub diagnostics: Vec<Diagnostic>,
    /// Where the fields stand, also those beside an error; empty if the text is no JSON.
    pub places: JsonPlaces,
}

/// Reads a JSON text as a message of a type.
pub fn from_json(root: &MessageDescriptor, text: &str) -> Parsed {
    parsed(root, text, Unknown::Refused)
}

/// The same, but fields and values of enums that the schema does not know are warnings, and not read: for JSON of a newer
/// schema ("JSON Options: Ignore unknown fields").
pub fn from_newer_json(root: &MessageDescriptor, text: &str) -> Parsed {
    parsed(root, text, Unknown::Ignored)
}

fn parsed(root: &MessageDescriptor, text: &str, unknown: Unknown) -> Parsed {
    let failed = |diagnostic| Parsed { message: None, diagnostics: vec![diagnostic], places: JsonPlaces::default() };
    if text.len() > MAX_JSON_BYTES {
        let message = format!("expected at most {} MiB of JSON, found {} bytes", MAX_JSON_BYTES >> 20, text.len());
        return failed(Diagnostic::error("json-size", Place::json(Span::at(0)), message));
    }
    let tree = match json::read(text) {
        Ok(tree) => tree,
        Err(diagnostic) => return failed(*diagnostic),
    };
    let mut walk = Walk { unknown, ..Walk::default() };
    walk.places.root(tree.span);
    let message = walk.message(root, &tree, 1, ROOT);
    walk.places.finish();
    let message = message.filter(|_| walk.findings.errors() == 0);
    Parsed { message, diagnostics: walk.findings.finish("json-more", Place::json), places: walk.places }
}

/// The field or extension that a key names: by either name of a field, by an extension's full name in brackets.
fn slot(message: &MessageDescriptor, key: &str) -> Option<Slot> {
    match key.strip_prefix('[').and_then(|key| key.strip_suffix(']')) {
        Some(name) => Slot::extension(message, name),
        None => message.get_field_by_json_name(key).or_else(|| message.get_field_by_name(key)).map(Slot::Field),
    }
}

fn segment(slot: &Slot) -> Segment {
    match slot {
        Slot::Field(field) => Segment::name(field.name()),
        Slot::Extension(extension) => Segment::name(extension.json_name()),
    }
}

/// What to do with what the schema does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Unknown {
    /// It is an error.
    #[default]
    Refused,
    /// It is a warning.
    Ignored,
}

impl Unknown {
    /// A diagnostic about it.
    pub fn diagnostic(self, code: &str, span: Span, message: String) -> Diagnostic {
        match self {
            Unknown::Refused => Diagnostic::error(code, Place::json(span), message),
            Unknown::Ignored => Diagnostic::warning(code, Place::json(span), message),
        }
    }
}

/// The walk over a text's tree.
#[derive(Default)]
pub(super) struct Walk {
    /// Where the fields stand.
    pub places: JsonPlaces,
    /// How many values of `google.protobuf.Value` there are.
    pub dynamic: usize,
    /// What is wrong.
    pub findings: Findings,
    /// What to do with what the schema does not know.
    pub unknown: Unknown,
    /// The required fields of each message type that was met.
    pub required: Required,
}

impl Walk {
    /// Adds an error; the result stands for the missing value.
    pub fn fail<T>(&mut self, code: &str, span: Span, misfit: Misfit) -> Option<T> {
        let mut diagnostic = Diagnostic::error(code, Place::json(span), misfit.message);
        diagnostic.help = misfit.help;
        self.findings.report(diagnostic);
        None
    }

    /// A message. `level` is 1 for the outermost; `node` is where `places` has the value.
    pub fn message(
        &mut self,
        message: &MessageDescriptor,
        value: &json::Value<'_>,
        level: usize,
        node: u32,
    ) -> Option<DynamicMessage> {
        if !self.has_level(level, value.span) {
            return None;
        }
        if let Some(form) = wellknown::form(message) {
            return wellknown::read(self, form, message, value, level, node);
        }
        if message.full_name() == any::FULL_NAME {
            return any::read(self, message, value, level, node);
        }
        let json::Kind::Object(members) = &value.kind else {
            let message = format!("expected an object for {}, found {}", message.full_name(), value.described());
            return self.fail("json-type", value.span, Misfit { message, help: None });
        };
        let mut built = DynamicMessage::new(message.clone());
        self.fields(&mut built, members.iter(), value.span, level, node);
        Some(built)
    }

    /// Whether messages may be nested so deep; reports it if not.
    pub fn has_level(&mut self, level: usize, span: Span) -> bool {
        if level > MAX_LEVELS {
            let message = format!("messages are nested more than {MAX_LEVELS} levels deep");
            let help = Some("readers of the binary format stop there, too; write fewer levels".to_owned());
            self.fail::<()>("json-depth", opening(span), Misfit { message, help });
        }
        level <= MAX_LEVELS
    }

    /// The members of an object as the fields of a message, whose value has the place `object`.
    pub fn fields<'v, 't: 'v>(
        &mut self,
        message: &mut DynamicMessage,
        members: impl Iterator<Item = &'v Member<'t>>,
        object: Span,
        level: usize,
        node: u32,
    ) {
        let descriptor = prost_reflect::ReflectMessage::descriptor(message);
        let mut seen: HashMap<u32, &Member<'_>> = HashMap::new();
        let mut oneofs: HashMap<String, &Member<'_>> = HashMap::new();
        for member in members {
            let Some(slot) = slot(&descriptor, &member.key) else {
                self.unknown_key(&descriptor, member);
                continue;
            };
            let inner = self.places.add(node, segment(&slot), member.span(), member.value.span);
            if let Some(first) = seen.insert(slot.number(), member) {
                self.repeated(first, member);
                continue;
            }
            if member.value.kind == json::Kind::Null && !takes_null(&slot.kind(), slot.is_list()) {
                continue;
            }
            if let Some(oneof) = slot.oneof() {
                if let Some(first) = oneofs.get(&oneof) {
                    self.second_of_oneof(&oneof, first, member);
                } else {
                    oneofs.insert(oneof, member);
                }
            }
            if let Some(value) = self.field(&slot, &member.value, level, inner) {
                slot.set(message, value);
            }
        }
        self.missing(&descriptor, message, object, &seen);
    }

    fn field(&mut self, slot: &Slot, value: &json::Value<'_>, level: usize, node: u32) -> Option<Value> {
        let kind = slot.kind();
        if slot.is_map() {
            self.map(&kind, value, level, node)
        } else if slot.is_list() {
            self.list(&kind, value, level, node)
        } else {
            self.single(&kind, value, level, node)
        }
    }

    fn single(&mut self, kind: &Kind, value: &json::Value<'_>, level: usize, node: u32) -> Option<Value> {
        if let Kind::Message(message) = kind {
            return self.message(message, value, level + 1, node).map(Value::Message);
        }
        match scalar::read(kind, value) {
            Ok(read) => {
                if let (Kind::Enum(found), Value::EnumNumber(number)) = (kind, &read)
                    && found.get_value(*number).is_none()
                {
                    let message = format!("enum {} has no value with the number {number}", found.full_name());
                    self.findings.report(Diagnostic::warning("json-enum", Place::json(value.span), message));
                }
                Some(read)
            }
            Err(mut misfit) => {
                if let Kind::Enum(found) = kind
                    && self.findings.may_help()
                {
                    misfit.help = misfit.help.or_else(|| Some(enum_help(found, value)));
                }
                if let (Kind::Enum(_), json::Kind::String(_)) = (kind, &value.kind) {
                    let mut diagnostic = self.unknown.diagnostic("json-type", value.span, misfit.message);
                    diagnostic.help = misfit.help;
                    self.findings.report(diagnostic);
                    return None;
                }
                self.fail("json-type", value.span, misfit)
            }
        }
    }

    fn list(&mut self, kind: &Kind, value: &json::Value<'_>, level: usize, node: u32) -> Option<Value> {
        let json::Kind::Array(items) = &value.kind else {
            let message = format!("expected an array of {}, found {}", scalar::word(kind), value.described());
            return self.fail(
                "json-type",
                value.span,
                Misfit { message, help: Some("the field is repeated: […]".into()) },
            );
        };
        let mut list = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let inner = self.places.add(node, Segment::Index(at as u32), item.span, item.span);
            if item.kind == json::Kind::Null && !takes_null(kind, false) {
                let message = format!("expected {}, found null in an array", scalar::word(kind));
                let help = Some("a repeated field has no absent elements; remove it".to_owned());
                self.fail::<()>("json-null", item.span, Misfit { message, help });
            } else if let Some(item) = self.single(kind, item, level, inner) {
                list.push(item);
            }
        }
        Some(Value::List(list))
    }

    fn map(&mut self, kind: &Kind, value: &json::Value<'_>, level: usize, node: u32) -> Option<Value> {
        let entry = kind.as_message().filter(|entry| entry.is_map_entry())?;
        let (key_kind, value_kind) = (entry.map_entry_key_field().kind(), entry.map_entry_value_field().kind());
        let json::Kind::Object(members) = &value.kind else {
            let message = format!("expected an object for a map, found {}", value.described());
            return self.fail("json-type", value.span, Misfit { message, help: Some("write {\"key\": value}".into()) });
        };
        let mut entries = HashMap::with_capacity(members.len());
        let mut seen: HashMap<String, &Member<'_>> = HashMap::new();
        for member in members {
            let key = match scalar::key(&key_kind, &member.key) {
                Ok(key) => key,
                Err(misfit) => {
                    self.fail::<()>("json-type", member.key_span, misfit);
                    continue;
                }
            };
            let text = scalar::key_text(&key);
            let segment = Segment::Key(text.as_str().into());
            let inner = self.places.add(node, segment, member.span(), member.value.span);
            if let Some(first) = seen.insert(text, member) {
                self.repeated(first, member);
                continue;
            }
            if member.value.kind == json::Kind::Null && !takes_null(&value_kind, false) {
                let message = format!("expected {}, found null in a map", scalar::word(&value_kind));
                let help = Some("a map has no absent values; remove the entry".to_owned());
                self.fail::<()>("json-null", member.value.span, Misfit { message, help });
            } else if let Some(value) = self.single(&value_kind, &member.value, level, inner) {
                entries.insert(key, value);
            }
        }
        Some(Value::Map(entries))
    }
}

/// The bracket an object or array begins with.
pub(super) fn opening(span: Span) -> Span {
    Span::new(span.start as usize, (span.start as usize + 1).min(span.end as usize))
}

fn enum_help(found: &EnumDescriptor, value: &json::Value<'_>) -> String {
    let name = if let json::Kind::String(name) = &value.kind { name.as_ref() } else { "" };
    scalar::enum_help(found, name, '"')
}

/// Whether `null` is a value of the kind instead of an absent field.
fn takes_null(kind: &Kind, is_list: bool) -> bool {
    !is_list
        && match kind {
            Kind::Message(message) => message.full_name() == wellknown::VALUE,
            Kind::Enum(found) => found.full_name() == scalar::NULL_VALUE,
            _ => false,
        }
}
