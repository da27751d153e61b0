//! JSON text under a message type → the message, every error with its place, and where each field stands.
//!
//! One walk does all three, so that they cannot disagree. After an error it goes on: the next one is found, too. Nothing is
//! dropped in silence: a key that is no field is an error.

use std::collections::HashMap;
use std::rc::Rc;

use prost_reflect::{DynamicMessage, ExtensionDescriptor, FieldDescriptor, Kind, MessageDescriptor, Value};

use super::complaints::MAX_HELPS;
use super::json::{self, Member};
use super::paths::Segment;
use super::places::{JsonPlaces, ROOT};
use super::scalar::{self, Misfit};
use super::{any, wellknown};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::text::Span;

/// The longest JSON text that is read, in bytes.
pub const MAX_JSON_BYTES: usize = 8 << 20;
/// How deep messages may be nested, what an Any holds included. Readers of the binary format stop at 100, too.
pub const MAX_LEVELS: usize = 100;
/// How many diagnostics [`from_json`] returns at most.
pub const MAX_DIAGNOSTICS: usize = 1000;

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
    let failed = |diagnostic| Parsed { message: None, diagnostics: vec![diagnostic], places: JsonPlaces::default() };
    if text.len() > MAX_JSON_BYTES {
        let message = format!("expected at most {} MiB of JSON, found {} bytes", MAX_JSON_BYTES >> 20, text.len());
        return failed(Diagnostic::error("json-size", Place::json(Span::at(0)), message));
    }
    let tree = match json::read(text) {
        Ok(tree) => tree,
        Err(diagnostic) => return failed(*diagnostic),
    };
    let mut walk = Walk::default();
    walk.places.root(tree.span);
    let message = walk.message(root, &tree, 1, ROOT);
    walk.places.finish();
    walk.diagnostics.sort_by_key(|diagnostic| diagnostic.place);
    if walk.more > 0 {
        let place = walk.diagnostics.last().map_or(Place::json(Span::at(0)), |last| last.place);
        let message = format!("{} more problems are not shown", walk.more);
        walk.diagnostics.push(Diagnostic::info("json-more", place, message));
    }
    Parsed { message: message.filter(|_| walk.errors == 0), diagnostics: walk.diagnostics, places: walk.places }
}

/// A field or an extension.
enum Slot {
    Field(FieldDescriptor),
    Extension(ExtensionDescriptor),
}

impl Slot {
    fn find(message: &MessageDescriptor, key: &str) -> Option<Slot> {
        if let Some(name) = key.strip_prefix('[').and_then(|key| key.strip_suffix(']')) {
            let extension = message.parent_pool().get_extension_by_name(name)?;
            return (extension.containing_message() == *message).then_some(Slot::Extension(extension));
        }
        message.get_field_by_json_name(key).or_else(|| message.get_field_by_name(key)).map(Slot::Field)
    }

    fn segment(&self) -> Segment {
        match self {
            Slot::Field(field) => Segment::name(field.name()),
            Slot::Extension(extension) => Segment::name(extension.json_name()),
        }
    }

    fn number(&self) -> u32 {
        match self {
            Slot::Field(field) => field.number(),
            Slot::Extension(extension) => extension.number(),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Slot::Field(field) => field.kind(),
            Slot::Extension(extension) => extension.kind(),
        }
    }

    fn is_list(&self) -> bool {
        match self {
            Slot::Field(field) => field.is_list(),
            Slot::Extension(extension) => extension.is_list(),
        }
    }

    fn is_map(&self) -> bool {
        matches!(self, Slot::Field(field) if field.is_map())
    }

    /// The oneof, unless it is the one that stands for proto3's `optional`.
    fn oneof(&self) -> Option<String> {
        let Slot::Field(field) = self else { return None };
        let oneof = field.containing_oneof()?;
        (oneof.fields().len() > 1).then(|| oneof.name().to_owned())
    }

    /// Sets the value; one of another kind is left out, but `Walk` makes none.
    fn set(&self, message: &mut DynamicMessage, value: Value) {
        match self {
            Slot::Field(field) => {
                let set = message.try_set_field(field, value);
                debug_assert!(set.is_ok(), "a value of another kind");
            }
            Slot::Extension(extension) if value.is_valid_for_extension(extension) => {
                message.set_extension(extension, value);
            }
            _ => debug_assert!(false, "a value of another kind"),
        }
    }
}

/// The walk over a text's tree.
#[derive(Default)]
pub(super) struct Walk {
    /// Where the fields stand.
    pub places: JsonPlaces,
    /// How many errors there are.
    pub errors: usize,
    /// How many values of `google.protobuf.Value` there are.
    pub dynamic: usize,
    /// The required fields of each message type that was met: to look for them in each of a million objects takes minutes.
    pub required: HashMap<String, Rc<[FieldDescriptor]>>,
    diagnostics: Vec<Diagnostic>,
    more: usize,
}

impl Walk {
    /// Adds a diagnostic, if there is room.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.errors += usize::from(diagnostic.severity == Severity::Error);
        if self.is_full() {
            self.more += 1;
        } else {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether another diagnostic would only be counted.
    pub fn is_full(&self) -> bool {
        self.diagnostics.len() + 1 >= MAX_DIAGNOSTICS
    }

    /// Adds an error; the result stands for the missing value.
    pub fn fail<T>(&mut self, code: &str, span: Span, misfit: Misfit) -> Option<T> {
        let mut diagnostic = Diagnostic::error(code, Place::json(span), misfit.message);
        diagnostic.help = misfit.help;
        self.report(diagnostic);
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
            let Some(slot) = Slot::find(&descriptor, &member.key) else {
                self.unknown(&descriptor, member);
                continue;
            };
            let inner = self.places.add(node, slot.segment(), member.span(), member.value.span);
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
                    self.report(Diagnostic::warning("json-enum", Place::json(value.span), message));
                }
                Some(read)
            }
            Err(mut misfit) => {
                if let Kind::Enum(found) = kind
                    && self.errors < MAX_HELPS
                {
                    misfit.help = misfit.help.or_else(|| Some(scalar::enum_help(found, value)));
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

/// Whether `null` is a value of the kind instead of an absent field.
fn takes_null(kind: &Kind, is_list: bool) -> bool {
    !is_list
        && match kind {
            Kind::Message(message) => message.full_name() == wellknown::VALUE,
            Kind::Enum(found) => found.full_name() == scalar::NULL_VALUE,
            _ => false,
        }
}
