//! A file as protoc writes it: its `FileDescriptorProto` in bytes, without source code info.
//!
//! Fields come in the order of their numbers, as protoc's own do. What is not whole is left out: fields whose types are
//! not resolved. Knows no rule; what has been linked is taken as it is.

use std::collections::HashSet;

use super::check::json;
use super::descriptor::{
    self, Writer, enum_value, enumeration, extension_range, field, field_options, kind, label, message,
    message_options, method, oneof, reserved_range, service,
};
use super::linked::{Linked, Target};
use super::model::{
    Enum, ExtensionRange, Field, File, Import, ImportKind, Label, Message, Method, Name, Origin, Range, ReservedName,
    Service, Syntax, Type, Visibility,
};
use super::names::SymbolKind;
use super::unit::Unit;
use super::world::World;
use crate::syntax::{Kind, NodeId};

/// `Edition` in descriptor.proto.
const EDITION_2023: u64 = 1000;
const EDITION_2024: u64 = 1001;
const EDITION_2026: u64 = 1002;

/// Encodes a file.
pub(super) fn encode(world: &World, unit: &Unit, linked: &Linked) -> Vec<u8> {
    let mut encoder = Encoder { world, unit, linked, out: Writer::default(), scope: unit.file.package.text.clone() };
    encoder.file(&unit.file);
    encoder.out.finish()
}

struct Encoder<'a> {
    world: &'a World,
    unit: &'a Unit,
    linked: &'a Linked,
    out: Writer,
    /// The full name of what is being written.
    scope: String,
}

impl Encoder<'_> {
    fn file(&mut self, file: &File) {
        use descriptor::file as number;
        let is_option = |import: &&Import| import.kind == ImportKind::Option;
        self.out.text(number::NAME, &file.name);
        if !file.package.text.is_empty() {
            self.out.text(number::PACKAGE, &file.package.text);
        }
        for import in file.imports.iter().filter(|import| !is_option(import)) {
            self.out.text(number::DEPENDENCY, &import.path.text);
        }
        for message in &file.messages {
            self.message(number::MESSAGE_TYPE, message);
        }
        for declared in &file.enums {
            self.enumeration(number::ENUM_TYPE, declared);
        }
        for service in &file.services {
            self.service(number::SERVICE, service);
        }
        for extension in &file.extensions {
            self.field(number::EXTENSION, extension, None, &file.messages);
        }
        self.options(number::OPTIONS, Target::File, self.unit.tree.root().id());
        for (at, import) in (0..).zip(file.imports.iter().filter(|import| !is_option(import))) {
            if import.kind == ImportKind::Public {
                self.out.number(number::PUBLIC_DEPENDENCY, at);
            }
        }
        for (at, import) in (0..).zip(file.imports.iter().filter(|import| !is_option(import))) {
            if import.kind == ImportKind::Weak {
                self.out.number(number::WEAK_DEPENDENCY, at);
            }
        }
        match file.syntax {
            Syntax::Proto2 => {}
            Syntax::Proto3 => self.out.text(number::SYNTAX, "proto3"),
            Syntax::Edition2023 => self.edition(EDITION_2023),
            Syntax::Edition2024 => self.edition(EDITION_2024),
            Syntax::Edition2026 => self.edition(EDITION_2026),
        }
        for import in file.imports.iter().filter(is_option) {
            self.out.text(number::OPTION_DEPENDENCY, &import.path.text);
        }
    }

    fn edition(&mut self, edition: u64) {
        use descriptor::file as number;
        self.out.text(number::SYNTAX, "editions");
        self.out.number(number::EDITION, edition);
    }

    fn options(&mut self, number: u32, target: Target, node: NodeId) {
        if let Some(bytes) = self.linked.options.get(&(target, node)) {
            self.out.bytes(number, bytes);
        }
    }

    fn visibility(&mut self, number: u32, visibility: Option<Visibility>) {
        match visibility {
            None => {}
            Some(Visibility::Local) => self.out.number(number, descriptor::visibility::LOCAL),
            Some(Visibility::Export) => self.out.number(number, descriptor::visibility::EXPORT),
        }
    }

    /// Goes into a scope and returns what leads back out.
    fn enter(&mut self, name: &str) -> usize {
        let before = self.scope.len();
        if before > 0 {
            self.scope.push('.');
        }
        self.scope.push_str(name);
        before
    }

    fn leave(&mut self, before: usize) {
        self.scope.truncate(before);
    }

    /// Recurses as deep as messages are nested, which the tree bounds.
    fn message(&mut self, number: u32, declared: &Message) {
        let open = self.out.open(number);
        let around = self.enter(&declared.name.text);
        self.out.text(message::NAME, &declared.name.text);
        let synthetic = self.synthetic_oneofs(declared);
        let mut next = declared.oneofs.len() as u32;
        for field in &declared.fields {
            let mut oneof = field.oneof;
            if is_proto3_optional(self.unit.file.syntax, field) {
                oneof = Some(next);
                next += 1;
            }
            self.field(message::FIELD, field, oneof, &declared.messages);
        }
        for nested in &declared.messages {
            match nested.origin {
                Origin::MapEntry => self.map_entry(nested),
                _ => self.message(message::NESTED_TYPE, nested),
            }
        }
        for nested in &declared.enums {
            self.enumeration(message::ENUM_TYPE, nested);
        }
        for ExtensionRange { range, .. } in &declared.extension_ranges {
            let open = self.out.open(message::EXTENSION_RANGE);
            self.out.int(extension_range::START, range.start.value);
            self.out.int(extension_range::END, range.end.value + 1);
            self.options(extension_range::OPTIONS, Target::ExtensionRange, range.node);
            self.out.close(open);
        }
        for extension in &declared.extensions {
            self.field(message::EXTENSION, extension, None, &declared.messages);
        }
        self.options(message::OPTIONS, Target::Message, declared.node);
        for written in &declared.oneofs {
            let open = self.out.open(message::ONEOF_DECL);
            self.out.text(oneof::NAME, &written.name.text);
            self.options(oneof::OPTIONS, Target::Oneof, written.node);
            self.out.close(open);
        }
        for name in synthetic {
            let open = self.out.open(message::ONEOF_DECL);
            self.out.text(oneof::NAME, &name);
            self.out.close(open);
        }
        self.reserved(message::RESERVED_RANGE, &declared.reserved_ranges, 1);
        self.reserved_names(message::RESERVED_NAME, &declared.reserved_names);
        self.visibility(message::VISIBILITY, declared.visibility);
        self.leave(around);
        self.out.close(open);
    }

    /// The message of a map's entries. Its node is that of the map's field, so that field's options lie under it; of these
    /// the features are those of key and value, too.
    fn map_entry(&mut self, entry: &Message) {
        let open = self.out.open(message::NESTED_TYPE);
        self.out.text(message::NAME, &entry.name.text);
        let options = self.linked.options.get(&(Target::Field, entry.node));
        let features =
            options.map(|options| descriptor::records_of(options, field_options::FEATURES)).unwrap_or_default();
        for declared in &entry.fields {
            let Some((kind, type_name)) = self.kind(declared, &[]) else { continue };
            let open = self.out.open(message::FIELD);
            self.out.text(field::NAME, &declared.name.text);
            self.out.int(field::NUMBER, declared.number.value);
            self.out.number(field::LABEL, label::OPTIONAL);
            self.out.number(field::TYPE, kind);
            if let Some(type_name) = type_name {
                self.out.type_name(field::TYPE_NAME, &type_name);
            }
            if !features.is_empty() {
                self.out.bytes(field::OPTIONS, &features);
            }
            self.out.text(field::JSON_NAME, &declared.name.text);
            self.out.close(open);
        }
        let options = self.out.open(message::OPTIONS);
        self.out.truth(message_options::MAP_ENTRY);
        self.out.close(options);
        self.out.close(open);
    }

    /// The names of the oneofs that stand for proto3's `optional`: that of the field with `_` before it, with an `X` before
    /// that where the name is taken.
    fn synthetic_oneofs(&self, message: &Message) -> Vec<String> {
        let syntax = self.unit.file.syntax;
        let wanted = message.fields.iter().filter(|field| is_proto3_optional(syntax, field));
        let mut synthetic: Vec<String> = Vec::new();
        let mut taken: HashSet<String> = HashSet::new();
        for field in wanted {
            if taken.is_empty() {
                let oneofs = message.oneofs.iter().map(|oneof| &oneof.name.text);
                taken.extend(message.fields.iter().map(|field| &field.name.text).chain(oneofs).cloned());
            }
            let mut name = field.name.text.clone();
            if !name.starts_with('_') {
                name.insert(0, '_');
            }
            while taken.contains(&name) {
                name.insert(0, 'X');
            }
            taken.insert(name.clone());
            synthetic.push(name);
        }
        synthetic
    }

    /// `end` is 1 where the end is written exclusive.
    fn reserved(&mut self, number: u32, ranges: &[Range], end: i64) {
        for range in ranges {
            let open = self.out.open(number);
            self.out.int(reserved_range::START, range.start.value);
            self.out.int(reserved_range::END, range.end.value + end);
            self.out.close(open);
        }
    }

    fn reserved_names(&mut self, number: u32, names: &[ReservedName]) {
        for name in names {
            self.out.text(number, &name.name.text);
        }
    }

    /// A field or an extension; `oneof` is the index of the oneof it is in, written or synthetic, and `messages` those beside
    /// it.
    fn field(&mut self, number: u32, declared: &Field, oneof: Option<u32>, messages: &[Message]) {
        let Some((kind, type_name)) = self.kind(declared, messages) else { return };
        let extendee = declared.extendee.as_ref().map(|name| self.referred(name));
        if let Some(None) = extendee {
            return;
        }
        let open = self.out.open(number);
        self.out.text(field::NAME, &declared.name.text);
        if let Some((_, extendee)) = extendee.flatten() {
            self.out.type_name(field::EXTENDEE, &extendee);
        }
        self.out.int(field::NUMBER, declared.number.value);
        self.out.number(field::LABEL, label_of(declared));
        self.out.number(field::TYPE, kind);
        if let Some(type_name) = type_name {
            self.out.type_name(field::TYPE_NAME, &type_name);
        }
        if let Some(default) = self.linked.defaults.get(&declared.node) {
            self.out.bytes(field::DEFAULT_VALUE, default);
        }
        self.options(field::OPTIONS, Target::Field, declared.node);
        if let Some(oneof) = oneof {
            self.out.number(field::ONEOF_INDEX, u64::from(oneof));
        }
        match self.linked.json_names.get(&declared.node) {
            Some(name) => self.out.text(field::JSON_NAME, name),
            None => self.out.text(field::JSON_NAME, &json::default_name(&declared.name.text)),
        }
        if is_proto3_optional(self.unit.file.syntax, declared) {
            self.out.truth(field::PROTO3_OPTIONAL);
        }
        self.out.close(open);
    }

    /// The number of a field's type, and its full name where it has one.
    fn kind(&self, declared: &Field, messages: &[Message]) -> Option<(u64, Option<String>)> {
        match &declared.kind {
            Type::Scalar(scalar) => Some((*scalar as u64, None)),
            Type::Named(name) => {
                let (symbol, full_name) = self.referred(name)?;
                Some((if symbol == SymbolKind::Enum { kind::ENUM } else { kind::MESSAGE }, Some(full_name)))
            }
            Type::Own(at) => {
                let name = &messages.get(*at as usize)?.name.text;
                let dot = if self.scope.is_empty() { "" } else { "." };
                let kind = if declared.is_group { kind::GROUP } else { kind::MESSAGE };
                Some((kind, Some([&self.scope, dot, name].concat())))
            }
        }
    }

    fn referred(&self, name: &Name) -> Option<(SymbolKind, String)> {
        let symbol = self.world.get(self.linked.references.get(name.node)?)?;
        Some((symbol.kind, self.world.full_name(symbol)))
    }

    fn enumeration(&mut self, number: u32, declared: &Enum) {
        let open = self.out.open(number);
        self.out.text(enumeration::NAME, &declared.name.text);
        for value in &declared.values {
            let open = self.out.open(enumeration::VALUE);
            self.out.text(enum_value::NAME, &value.name.text);
            self.out.int(enum_value::NUMBER, value.number.value);
            self.options(enum_value::OPTIONS, Target::EnumValue, value.node);
            self.out.close(open);
        }
        self.options(enumeration::OPTIONS, Target::Enum, declared.node);
        self.reserved(enumeration::RESERVED_RANGE, &declared.reserved_ranges, 0);
        self.reserved_names(enumeration::RESERVED_NAME, &declared.reserved_names);
        self.visibility(enumeration::VISIBILITY, declared.visibility);
        self.out.close(open);
    }

    fn service(&mut self, number: u32, declared: &Service) {
        let open = self.out.open(number);
        self.out.text(service::NAME, &declared.name.text);
        for method in &declared.methods {
            self.method(method);
        }
        self.options(service::OPTIONS, Target::Service, declared.node);
        self.out.close(open);
    }

    fn method(&mut self, declared: &Method) {
        let (Some((_, request)), Some((_, response))) =
            (self.referred(&declared.request), self.referred(&declared.response))
        else {
            return;
        };
        let open = self.out.open(service::METHOD);
        self.out.text(method::NAME, &declared.name.text);
        self.out.type_name(method::INPUT_TYPE, &request);
        self.out.type_name(method::OUTPUT_TYPE, &response);
        match self.linked.options.get(&(Target::Method, declared.node)) {
            Some(bytes) => self.out.bytes(method::OPTIONS, bytes),
            // Braces are options even where none are in them; but not where all in them is for the compiler alone.
            None if declared.options.is_empty() && self.unit.tree.node(declared.node).part(Kind::Body).is_some() => {
                self.out.bytes(method::OPTIONS, &[])
            }
            None => {}
        }
        if declared.client_streaming {
            self.out.truth(method::CLIENT_STREAMING);
        }
        if declared.server_streaming {
            self.out.truth(method::SERVER_STREAMING);
        }
        self.out.close(open);
    }
}

fn label_of(declared: &Field) -> u64 {
    match declared.label {
        _ if declared.is_map => label::REPEATED,
        None | Some((Label::Optional, _)) => label::OPTIONAL,
        Some((Label::Required, _)) => label::REQUIRED,
        Some((Label::Repeated, _)) => label::REPEATED,
    }
}

/// Whether a field is `optional` in proto3. Only within a message that makes a oneof.
fn is_proto3_optional(syntax: Syntax, declared: &Field) -> bool {
    syntax == Syntax::Proto3 && matches!(declared.label, Some((Label::Optional, _)))
}
