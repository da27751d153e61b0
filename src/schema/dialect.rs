//! Descriptors as prost-reflect understands them, which knows proto2 and proto3 and no editions.
//!
//! A file says the one of the two that its fields' presence needs; what features make of a declaration is written out:
//! `proto3_optional`, `required`, `packed`, groups. What prost-reflect has no word for (whether strings must be UTF-8, whether
//! an enum is closed) stands in records of our own in the options, under a number that no extension can have. Nothing else is in
//! the options, and nothing in the files but what is needed: no reserved ranges, which it compares with every field (their
//! names cost nothing, and the text format passes over them), no names of oneofs that stand for `optional`, no options of the
//! user's. See [`is_utf8`], [`is_closed`] and [`is_message_set`] for reading.

use std::collections::HashSet;

use prost_reflect::{
    DynamicMessage, EnumDescriptor, ExtensionDescriptor, FieldDescriptor, FileDescriptor, MessageDescriptor,
    UnknownField,
};

use super::check::{json, linked};
use super::descriptor::{
    self, Writer, enum_options, enum_value, enumeration, extension_range, field, field_options, kind, label, message,
    message_options, oneof,
};
use super::features::{EnumType, Features, MessageEncoding, Presence, RepeatedEncoding, Utf8Validation};
use super::linked::Target;
use super::lower::MAX_FIELD_NUMBER;
use super::model::{Enum, Field, File, Label, Message, Name, Origin, Scalar, Syntax, Type};
use super::names::{Symbol, SymbolKind};
use super::reach::{Part, Reach};
use super::unit::Unit;
use super::world::World;

/// The number of our records in options, to which what they say is added; their values mean nothing. No declaration can have
/// the numbers 19000 to 19999.
const OWN: u32 = 19_000;
/// Strings must be UTF-8: of a field or, where it says nothing, of its file.
const UTF8: u32 = 1;
/// Enums are closed: of an enum or, where it says nothing, of its file.
const CLOSED: u32 = 2;
/// Extensions are items of a message set: of a message.
const MESSAGE_SET: u32 = 4;

/// Where the messages of options are declared.
pub(super) const DESCRIPTOR: &str = "google/protobuf/descriptor.proto";
/// prost-reflect reads options by these messages. Their names are enough: a message keeps what it does not know.
const OPTIONS: [&str; 4] = ["FileOptions", "MessageOptions", "FieldOptions", "EnumOptions"];

/// A file in this dialect.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DialectFile {
    /// The name it is imported by.
    pub name: String,
    /// Its descriptor.
    pub bytes: Vec<u8>,
}

/// What is needed of the files, each behind those that it refers to. Where they have errors (`is_flawed`), what prost-reflect
/// would refuse is left out.
pub(super) fn files(world: &World, reach: &Reach, is_flawed: bool) -> Vec<DialectFile> {
    let descriptor = world.units().find(|unit| unit.file.name == DESCRIPTOR).map(|unit| unit.index);
    let nothing = Part::default();
    let mut names = is_flawed.then(HashSet::new);
    let mut files = Vec::new();
    for unit in descriptor.into_iter().chain(order(reach).into_iter().filter(|unit| Some(*unit) != descriptor)) {
        let part = reach.parts.get(&unit).unwrap_or(&nothing);
        let Some(unit) = world.unit(unit) else { continue };
        let mut encoder = Encoder {
            world,
            unit,
            part,
            out: Writer::default(),
            scope: unit.file.package.text.clone(),
            is_proto3: has_implicit(unit, part),
            names: names.take(),
        };
        encoder.file(&unit.file);
        names = encoder.names.take();
        files.push(DialectFile { name: unit.file.name.clone(), bytes: encoder.out.finish() });
    }
    files
}

/// The files in an order in which each comes behind those it refers to; in a circle somewhere.
fn order(reach: &Reach) -> Vec<u32> {
    let mut order = Vec::new();
    let mut seen = HashSet::new();
    for &start in reach.parts.keys() {
        // A stack of our own: the way may be as long as there are files.
        let mut open = vec![(start, false)];
        while let Some((unit, is_done)) = open.pop() {
            if is_done {
                order.push(unit);
            } else if seen.insert(unit) {
                open.push((unit, true));
                let uses = reach.parts.get(&unit).into_iter().flat_map(|part| &part.uses);
                open.extend(uses.map(|&used| (used, false)));
            }
        }
    }
    order
}

/// Whether a needed message of a file has a field without presence, which only proto3 knows.
fn has_implicit(unit: &Unit, part: &Part) -> bool {
    fn any(unit: &Unit, part: &Part, messages: &[Message], is_around: bool) -> bool {
        messages.iter().any(|message| {
            let is_own = is_around && message.origin == Origin::Group;
            let is_needed = is_own || part.messages.contains(&message.node);
            is_needed && message.fields.iter().any(|field| is_implicit(unit, field))
                || any(unit, part, &message.messages, is_needed)
        })
    }
    unit.file.syntax != Syntax::Proto2 && any(unit, part, &unit.file.messages, false)
}

/// Of a message the reader finds no presence; whether a named type is one does not matter here, since prost-reflect gives
/// messages presence whatever the file says.
fn is_implicit(unit: &Unit, field: &Field) -> bool {
    !field.is_map
        && !field.is_group
        && field.oneof.is_none()
        && !matches!(field.label, Some((Label::Repeated, _)))
        && presence(unit, field) == Presence::Implicit
}

/// proto3's `optional` is no feature.
fn presence(unit: &Unit, field: &Field) -> Presence {
    match field.label {
        Some((Label::Optional, _)) => Presence::Explicit,
        _ => unit.features.of(Target::Field, field.node).field_presence,
    }
}

fn flags(features: Features) -> u32 {
    let utf8 = if features.utf8_validation == Utf8Validation::Verify { UTF8 } else { 0 };
    utf8 | if features.enum_type == EnumType::Closed { CLOSED } else { 0 }
}

struct Encoder<'a> {
    world: &'a World,
    unit: &'a Unit,
    part: &'a Part,
    out: Writer,
    /// The full name of what is being written.
    scope: String,
    is_proto3: bool,
    /// The full names so far, where a second one may come.
    names: Option<HashSet<String>>,
}

impl Encoder<'_> {
    fn file(&mut self, file: &File) {
        use descriptor::file as number;
        self.out.text(number::NAME, &file.name);
        if !file.package.text.is_empty() {
            self.out.text(number::PACKAGE, &file.package.text);
        }
        for used in self.part.uses.iter().filter_map(|&used| self.world.unit(used)) {
            self.out.text(number::DEPENDENCY, &used.file.name);
        }
        self.messages(number::MESSAGE_TYPE, &file.messages, false);
        if file.name == DESCRIPTOR {
            let missing = |message: &&Message| {
                OPTIONS.contains(&&*message.name.text) && !self.part.messages.contains(&message.node)
            };
            let shells: Vec<&Message> =
                file.messages.iter().filter(missing).filter(|it| !self.part.shells.contains(&it.node)).collect();
            for shell in shells {
                let open = self.out.open(number::MESSAGE_TYPE);
                self.out.text(message::NAME, &shell.name.text);
                self.out.close(open);
            }
        }
        self.enums(number::ENUM_TYPE, &file.enums);
        self.extensions(number::EXTENSION, &file.extensions, &file.messages);
        let open = self.out.open(number::OPTIONS);
        self.out.truth(OWN | flags(self.unit.features.file()));
        self.out.close(open);
        if self.is_proto3 {
            self.out.text(number::SYNTAX, "proto3");
        }
    }

    fn enter(&mut self, name: &str) -> usize {
        let before = self.scope.len();
        if before > 0 {
            self.scope.push('.');
        }
        self.scope.push_str(name);
        before
    }

    /// Whether a name in the present scope is the first of its kind.
    fn is_first(&mut self, name: &str) -> bool {
        let Some(names) = &mut self.names else { return true };
        let dot = if self.scope.is_empty() { "" } else { "." };
        names.insert([&self.scope, dot, name].concat())
    }

    /// Recurses as deep as messages are nested, which the tree bounds. `is_whole` says that the message around is.
    fn messages(&mut self, number: u32, messages: &[Message], is_whole: bool) {
        for message in messages {
            let is_own = is_whole && message.origin != Origin::Declared;
            let is_whole = is_own || self.part.messages.contains(&message.node);
            if (is_whole || self.part.shells.contains(&message.node)) && self.is_first(&message.name.text) {
                let open = self.out.open(number);
                let around = self.enter(&message.name.text);
                self.message(message, is_whole);
                self.scope.truncate(around);
                self.out.close(open);
            }
        }
    }

    fn message(&mut self, declared: &Message, is_whole: bool) {
        self.out.text(message::NAME, &declared.name.text);
        if is_whole {
            self.fields(declared);
        }
        self.messages(message::NESTED_TYPE, &declared.messages, is_whole);
        self.enums(message::ENUM_TYPE, &declared.enums);
        self.extensions(message::EXTENSION, &declared.extensions, &declared.messages);
        let is_entry = declared.origin == Origin::MapEntry;
        if is_entry || is_whole && linked::is_message_set(declared) {
            let open = self.out.open(message::OPTIONS);
            self.out.truth(if is_entry { message_options::MAP_ENTRY } else { OWN | MESSAGE_SET });
            self.out.close(open);
        }
        if is_whole {
            for reserved in &declared.reserved_names {
                self.out.text(message::RESERVED_NAME, &reserved.name.text);
            }
            for oneof in &declared.oneofs {
                let open = self.out.open(message::ONEOF_DECL);
                self.out.text(oneof::NAME, &oneof.name.text);
                self.out.close(open);
            }
        }
    }

    fn fields(&mut self, declared: &Message) {
        let extended = self.part.extended.get(&declared.node);
        for &number in extended.into_iter().flatten() {
            let open = self.out.open(message::EXTENSION_RANGE);
            self.out.int(extension_range::START, number);
            self.out.int(extension_range::END, number + 1);
            self.out.close(open);
        }
        let mut numbers: HashSet<i64> = extended.into_iter().flatten().copied().collect();
        let mut json_names = HashSet::new();
        for field in &declared.fields {
            let is_new = self.names.is_none() || is_valid(field.number.value) && !numbers.contains(&field.number.value);
            if !is_new || !self.is_first(&field.name.text) {
                continue;
            }
            let mut json_name = match json::written_name(field) {
                Some((name, _)) => String::from_utf8_lossy(name).into_owned(),
                None => json::default_name(&field.name.text),
            };
            // protoc only warns where two fields of a proto2 message share one.
            if json_names.contains(&json_name) {
                json_name.clone_from(&field.name.text);
            }
            let Some(open) = self.field(message::FIELD, field, &declared.messages, declared.origin) else { continue };
            if let Some(oneof) = field.oneof {
                self.out.number(field::ONEOF_INDEX, u64::from(oneof));
            }
            self.out.text(field::JSON_NAME, &json_name);
            self.out.close(open);
            json_names.insert(json_name);
            numbers.insert(field.number.value);
        }
    }

    fn extensions(&mut self, number: u32, extensions: &[Field], messages: &[Message]) {
        for extension in extensions.iter().filter(|extension| self.part.extensions.contains(&extension.node)) {
            let extendee = extension.extendee.as_ref().and_then(|name| self.referred(name));
            let Some((_, extendee)) = extendee.filter(|_| is_valid(extension.number.value)) else { continue };
            if !self.is_first(&extension.name.text) {
                continue;
            }
            let Some(open) = self.field(number, extension, messages, Origin::Declared) else { continue };
            self.out.type_name(field::EXTENDEE, &extendee);
            self.out.close(open);
        }
    }

    /// Begins a field or an extension; nothing if its type is none that can be written. `origin` is that of the message.
    fn field(
        &mut self,
        number: u32,
        declared: &Field,
        messages: &[Message],
        origin: Origin,
    ) -> Option<descriptor::Open> {
        let (kind, type_name, default) = self.kind(declared, messages)?;
        let features = self.unit.features.of(Target::Field, declared.node);
        let is_list = declared.is_map || matches!(declared.label, Some((Label::Repeated, _)));
        let open = self.out.open(number);
        self.out.text(field::NAME, &declared.name.text);
        self.out.int(field::NUMBER, declared.number.value);
        self.out.number(
            field::LABEL,
            match features.field_presence {
                _ if is_list => label::REPEATED,
                Presence::LegacyRequired if origin == Origin::Declared || origin == Origin::Group => label::REQUIRED,
                _ => label::OPTIONAL,
            },
        );
        let is_delimited = declared.is_group || features.message_encoding == MessageEncoding::Delimited;
        let is_group = kind == kind::MESSAGE && is_delimited && !declared.is_map && origin != Origin::MapEntry;
        self.out.number(field::TYPE, if is_group { kind::GROUP } else { kind });
        if let Some(type_name) = &type_name {
            self.out.type_name(field::TYPE_NAME, type_name);
        }
        match self.world.linked(self.unit.index).and_then(|linked| linked.defaults.get(&declared.node)) {
            Some(text) if origin != Origin::MapEntry => {
                self.out.text(field::DEFAULT_VALUE, &String::from_utf8_lossy(text));
            }
            _ => {
                if let Some(default) = default {
                    self.out.text(field::DEFAULT_VALUE, &default);
                }
            }
        }
        let is_singular = !is_list && declared.oneof.is_none();
        // A required field has presence, too.
        if self.is_proto3 && is_singular && presence(self.unit, declared) != Presence::Implicit && kind != kind::MESSAGE
        {
            self.out.truth(field::PROTO3_OPTIONAL);
        }
        let is_packed = is_list && is_packable(kind) && features.repeated_field_encoding == RepeatedEncoding::Packed;
        let packed = (is_list && is_packable(kind) && is_packed != self.is_proto3).then_some(is_packed);
        let own = flags(features);
        let own = (own != flags(self.unit.features.file())).then_some(own);
        if packed.is_some() || own.is_some() {
            let options = self.out.open(field::OPTIONS);
            if let Some(packed) = packed {
                self.out.number(field_options::PACKED, u64::from(packed));
            }
            if let Some(own) = own {
                self.out.truth(OWN | own);
            }
            self.out.close(options);
        }
        Some(open)
    }

    /// The number of a field's type, its full name where it has one, and a default value that has to be said.
    fn kind(&self, declared: &Field, messages: &[Message]) -> Option<(u64, Option<String>, Option<String>)> {
        match &declared.kind {
            Type::Scalar(scalar) => Some((*scalar as u64, None, None)),
            Type::Named(name) => {
                let (symbol, full_name) = self.referred(name)?;
                if symbol.kind != SymbolKind::Enum {
                    return Some((kind::MESSAGE, Some(full_name), None));
                }
                let first = self.world.enumeration(symbol)?.values.first()?;
                // The default of an enum is its first value, of an open one for prost-reflect 0.
                let default = (self.is_proto3
                    && first.number.value != 0
                    && declared.label.is_none_or(|(label, _)| label != Label::Repeated))
                .then(|| first.name.text.clone());
                Some((kind::ENUM, Some(full_name), default))
            }
            Type::Own(at) => {
                let own = messages.get(*at as usize)?;
                // prost-reflect counts on both, a key and a value.
                let is_entry = || {
                    own.fields.first().is_some_and(is_key) && own.fields.iter().all(|it| self.kind(it, &[]).is_some())
                };
                if declared.is_map && !is_entry() {
                    return None;
                }
                let dot = if self.scope.is_empty() { "" } else { "." };
                Some((kind::MESSAGE, Some([&self.scope, dot, &own.name.text].concat()), None))
            }
        }
    }

    fn referred(&self, name: &Name) -> Option<(&Symbol, String)> {
        let linked = self.world.linked(self.unit.index)?;
        let symbol = self.world.get(linked.references.get(name.node)?)?;
        Some((symbol, self.world.full_name(symbol)))
    }

    fn enums(&mut self, number: u32, enums: &[Enum]) {
        for declared in enums.iter().filter(|declared| self.part.enums.contains(&declared.node)) {
            if declared.values.is_empty() || !self.is_first(&declared.name.text) {
                continue;
            }
            let open = self.out.open(number);
            self.out.text(enumeration::NAME, &declared.name.text);
            // prost-reflect wants 0 first in proto3.
            let zero = declared.values.iter().position(|value| value.number.value == 0).filter(|_| self.is_proto3);
            let values = zero.map(|at| &declared.values[at]);
            let others = (0..).zip(&declared.values).filter(|(at, _)| Some(*at) != zero).map(|(_, value)| value);
            let mut numbers = HashSet::new();
            let mut has_aliases = false;
            for value in values.into_iter().chain(others) {
                if !self.is_first(&value.name.text) {
                    continue;
                }
                has_aliases |= !numbers.insert(value.number.value);
                let open = self.out.open(enumeration::VALUE);
                self.out.text(enum_value::NAME, &value.name.text);
                self.out.int(enum_value::NUMBER, value.number.value);
                self.out.close(open);
            }
            let own = flags(self.unit.features.of(Target::Enum, declared.node));
            let own = (own != flags(self.unit.features.file())).then_some(own);
            if has_aliases || own.is_some() {
                let options = self.out.open(enumeration::OPTIONS);
                if has_aliases {
                    self.out.truth(enum_options::ALLOW_ALIAS);
                }
                if let Some(own) = own {
                    self.out.truth(OWN | own);
                }
                self.out.close(options);
            }
            self.out.close(open);
        }
    }
}

/// Whether prost-reflect takes a field's number.
fn is_valid(number: i64) -> bool {
    (1..=MAX_FIELD_NUMBER).contains(&number) && !(19_000..20_000).contains(&number)
}

/// Whether a map's keys may be of the type of a field.
fn is_key(field: &Field) -> bool {
    !matches!(field.kind, Type::Named(_) | Type::Own(_) | Type::Scalar(Scalar::Double | Scalar::Float | Scalar::Bytes))
}

fn is_packable(kind: u64) -> bool {
    kind != kind::MESSAGE && kind != Scalar::String as u64 && kind != Scalar::Bytes as u64
}

/// Whether the strings of a field must be UTF-8, where the field says so itself; else [`is_file_utf8`] of its file holds, which
/// is the same for all its fields.
pub fn is_utf8(field: &FieldDescriptor) -> Option<bool> {
    own(&field.options()).map(|flags| flags & UTF8 != 0)
}

/// Whether the strings of a file's fields must be UTF-8, unless they say it themselves.
pub fn is_file_utf8(file: &FileDescriptor) -> bool {
    of_file(file) & UTF8 != 0
}

/// Whether the strings of an extension must be UTF-8.
pub fn is_extension_utf8(extension: &ExtensionDescriptor) -> bool {
    own(&extension.options()).unwrap_or_else(|| of_file(&extension.parent_file())) & UTF8 != 0
}

/// Whether an enum knows no numbers but those of its values.
pub fn is_closed(enumeration: &EnumDescriptor) -> bool {
    own(&enumeration.options()).unwrap_or_else(|| of_file(&enumeration.parent_file())) & CLOSED != 0
}

/// Whether the extensions of a message are the items of a message set.
pub fn is_message_set(message: &MessageDescriptor) -> bool {
    message.options().unknown_fields().any(|it| it.number() == OWN | MESSAGE_SET)
}

/// What a file says; of descriptors that are not ours, what its syntax does.
fn of_file(file: &FileDescriptor) -> u32 {
    own(&file.options()).unwrap_or(match file.syntax() {
        prost_reflect::Syntax::Proto2 => CLOSED,
        prost_reflect::Syntax::Proto3 => UTF8,
    })
}

fn own(options: &DynamicMessage) -> Option<u32> {
    let mut numbers = options.unknown_fields().map(UnknownField::number);
    numbers.find(|number| (OWN..=OWN | UTF8 | CLOSED).contains(number)).map(|number| number & (UTF8 | CLOSED))
}
