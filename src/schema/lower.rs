//! A file's syntax tree → what it declares: [`model::File`].
//!
//! A statement with a syntax error is left out with all that is in it, so that the rest can be compiled; its name is kept, so
//! that names that lead to it are not called unknown. Of what has a body (messages, enums, oneofs, extends, services) only the
//! parts with errors are left out. Integers that can't be put into the model are reported here; everything else about what is
//! declared is `check`'s matter.

use std::sync::Arc;

use super::features;
use super::limits::{self, MAX_FULL_NAME};
use super::model::{
    Broken, Enum, EnumValue, ExtensionRange, Field, File, Import, ImportKind, Label, Message, Method, Name, Number,
    Oneof, Origin, Range, ReservedName, Scalar, Service, Setting, SettingPart, Syntax, Type, Value, ValueKind,
    Visibility,
};
use crate::diagnostic::{Diagnostic, Place};
use crate::syntax::ast::{self, dotted, members};
use crate::syntax::{Kind, Node, Tree, literal};
use crate::text::floor_boundary;

/// The greatest field number, and the end of `to max`.
pub const MAX_FIELD_NUMBER: i64 = (1 << 29) - 1;

/// What becomes of a tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Lowered {
    /// What the file declares.
    pub file: File,
    /// What could not be put into the model.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads what the file of an index declares off its tree.
pub(super) fn lower(index: usize, name: &str, tree: &Tree) -> Lowered {
    let mut lower = Lower { index, scope: 0, diagnostics: Vec::new() };
    let file = lower.file(name, tree.root());
    Lowered { file, diagnostics: lower.diagnostics }
}

/// Whether a syntax error lies in a statement itself or in a part of it that is no statement.
fn is_broken(node: Node<'_>) -> bool {
    node.is_broken()
        || node.nodes().any(|part| part.kind() == Kind::Error || !part.kind().is_statement() && is_broken(part))
}

/// Whether something that is no statement is in the braces: it may be a half typed one.
fn has_junk(node: Node<'_>) -> bool {
    members(node).any(|part| part.kind() == Kind::Error || part.kind().is_statement() && is_broken(part))
}

fn name_of(node: Node<'_>) -> Name {
    Name { text: node.text().to_owned(), node: node.id() }
}

/// A dotted name. One that is longer than any declared name is cut, since each field of an `extend` has it.
fn reference(node: Node<'_>) -> Name {
    let mut text = dotted(node);
    text.truncate(floor_boundary(&text, 2 * MAX_FULL_NAME));
    Name { text, node: node.id() }
}

fn left_out(node: Node<'_>) -> Option<Broken> {
    Some(Broken { name: name_of(node.part(Kind::Ident)?), node: node.id() })
}

struct Lower {
    index: usize,
    /// How long the full name of the scope is.
    scope: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Lower {
    fn place(&self, node: Node<'_>) -> Place {
        Place::file(self.index, node.span())
    }

    fn error(&mut self, code: &str, node: Node<'_>, message: impl Into<String>, help: &str) {
        self.diagnostics.push(Diagnostic::error(code, self.place(node), message).with_help(help));
    }

    /// The name that a declaration gives; nothing, and it is reported, where the full name would be too long.
    fn declared(&mut self, name: Option<Node<'_>>) -> Option<Name> {
        let name = name?;
        let found = limits::too_long(self.place(name), self.scope, name.span().len());
        let fits = found.is_none();
        self.diagnostics.extend(found);
        fits.then(|| name_of(name))
    }

    fn file(&mut self, name: &str, root: Node<'_>) -> File {
        let mut file = File { name: name.to_owned(), ..File::default() };
        for node in root.nodes() {
            match node.kind() {
                Kind::Syntax | Kind::Edition => self.syntax(&mut file, node),
                Kind::Package => self.package(&mut file, node),
                Kind::Import => file.imports.extend(self.import(node)),
                Kind::Option => file.options.extend(self.setting(node)),
                Kind::Message => self.message(&mut file.messages, &mut file.broken, node),
                Kind::Enum => self.enumeration(&mut file.enums, &mut file.broken, node),
                Kind::Extend => {
                    self.extend(&mut file.extensions, &mut file.messages, &mut file.broken, node);
                }
                Kind::Service => self.service(&mut file, node),
                _ => {}
            }
        }
        file
    }

    fn syntax(&mut self, file: &mut File, node: Node<'_>) {
        file.syntax_node.get_or_insert(node.id());
        let Some(statement) = ast::Syntax::cast(node) else { return };
        let Some(value) = statement.value() else {
            // What comes closest raises the fewest errors that follow.
            let is_proto2 = statement.node().text().contains("proto2");
            file.syntax = if is_proto2 { Syntax::Proto2 } else { Syntax::Proto3 };
            return;
        };
        let word = String::from_utf8_lossy(&literal::concatenated(value)).into_owned();
        let is_edition = statement.is_edition();
        file.syntax = match (is_edition, word.as_str()) {
            (false, "proto2") => Syntax::Proto2,
            (true, "2023") => Syntax::Edition2023,
            (true, "2026") => Syntax::Edition2026,
            // The parser has reported the others.
            (false, _) => Syntax::Proto3,
            (true, _) => Syntax::Edition2024,
        };
    }

    fn package(&mut self, file: &mut File, node: Node<'_>) {
        let name = ast::Package::cast(node).and_then(ast::Package::name);
        let Some(name) = name.filter(|_| file.package.text.is_empty()) else { return };
        match limits::too_long(self.place(name), 0, name.span().len()) {
            Some(found) => self.diagnostics.push(found),
            None => {
                // A half typed one may lack parts.
                let Name { text, node } = reference(name);
                let parts: Vec<&str> = text.split('.').filter(|part| !part.is_empty()).collect();
                file.package = Name { text: parts.join("."), node };
            }
        }
        self.scope = file.package.text.len();
    }

    fn import(&mut self, node: Node<'_>) -> Option<Import> {
        let import = ast::Import::cast(node).filter(|_| !is_broken(node))?;
        let path = import.path()?;
        let kind = match import.modifier().map(Node::text) {
            None => ImportKind::Plain,
            Some("public") => ImportKind::Public,
            Some("weak") => ImportKind::Weak,
            Some(_) => ImportKind::Option,
        };
        let text = String::from_utf8_lossy(&literal::concatenated(path)).into_owned();
        Some(Import { path: Name { text, node: path.id() }, kind, node: node.id() })
    }

    fn message(&mut self, messages: &mut Vec<Message>, broken: &mut Vec<Broken>, node: Node<'_>) {
        let Some(view) = ast::Message::cast(node) else { return };
        let Some(name) = self.declared(view.name().filter(|_| node.part(Kind::Body).is_some())) else {
            broken.extend(left_out(node));
            return;
        };
        let visibility = view.visibility().map(visibility);
        let mut message = Message { name, node: node.id(), visibility, ..Message::default() };
        self.body(&mut message, node);
        messages.push(message);
    }

    /// What stands in the braces of a message or a group.
    fn body(&mut self, message: &mut Message, node: Node<'_>) {
        let around = self.scope;
        self.scope += 1 + message.name.text.len();
        for part in members(node) {
            match part.kind() {
                Kind::Message => self.message(&mut message.messages, &mut message.broken, part),
                Kind::Enum => self.enumeration(&mut message.enums, &mut message.broken, part),
                Kind::Field | Kind::MapField | Kind::Group => {
                    let field = self.field(part, &mut message.messages, &mut message.broken);
                    message.fields.extend(field);
                }
                Kind::Oneof => self.oneof(message, part),
                Kind::Extend => {
                    self.extend(&mut message.extensions, &mut message.messages, &mut message.broken, part);
                }
                Kind::Extensions => self.extension_ranges(message, part),
                Kind::Reserved => {
                    self.reserved(&mut message.reserved_ranges, &mut message.reserved_names, part, MAX_FIELD_NUMBER);
                }
                Kind::Option => message.options.extend(self.setting(part)),
                _ => {}
            }
        }
        self.scope = around;
        if features::flag(&message.options, "message_set_wire_format") == Some(true) {
            // The extensions of a message set are no fields, so their numbers may have 31 bits.
            for range in message.extension_ranges.iter_mut().map(|range| &mut range.range) {
                if node.tree().node(range.end.node).kind() == Kind::Keyword {
                    range.end.value = i64::from(i32::MAX) - 1;
                }
            }
        }
    }

    fn oneof(&mut self, message: &mut Message, node: Node<'_>) {
        let name = ast::Oneof::cast(node).and_then(ast::Oneof::name).filter(|_| node.part(Kind::Body).is_some());
        let Some(name) = self.declared(name) else {
            message.broken.extend(left_out(node));
            return;
        };
        let index = message.oneofs.len() as u32;
        let mut oneof =
            Oneof { name, node: node.id(), options: Vec::new(), is_partial: is_broken(node) || has_junk(node) };
        for part in members(node) {
            match part.kind() {
                Kind::Option => oneof.options.extend(self.setting(part)),
                Kind::Field | Kind::MapField | Kind::Group => {
                    match self.field(part, &mut message.messages, &mut message.broken) {
                        Some(field) => message.fields.push(Field { oneof: Some(index), ..field }),
                        None => oneof.is_partial = true,
                    }
                }
                _ => {}
            }
        }
        message.oneofs.push(oneof);
    }

    /// A field or an extension; `messages` takes the message of a group or a map.
    fn field(&mut self, node: Node<'_>, messages: &mut Vec<Message>, broken: &mut Vec<Broken>) -> Option<Field> {
        let field = self.whole_field(node, messages);
        if field.is_none() {
            broken.extend(left_out(node));
        }
        field
    }

    fn whole_field(&mut self, node: Node<'_>, messages: &mut Vec<Message>) -> Option<Field> {
        let view = ast::Field::cast(node)?;
        let (name, is_group) = (view.name()?, view.is_group());
        if is_broken(node) && !(is_group && node.part(Kind::Body).is_some()) {
            return None;
        }
        let number = self.number(view.number()?, Limits::FIELD)?;
        let own = Type::Own(messages.len() as u32);
        let mut field_name = self.declared(Some(name))?;
        let (kind, type_node) = if is_group {
            let keyword = node.parts_of(Kind::Keyword).find(|word| word.text() == "group")?;
            let mut message =
                Message { name: name_of(name), node: node.id(), origin: Origin::Group, ..Message::default() };
            self.body(&mut message, node);
            messages.push(message);
            field_name.text.make_ascii_lowercase();
            (own, keyword.id())
        } else if let Some(types) = view.map_types() {
            let [key, value] = types;
            messages.push(map_entry(node, name, key?, value?));
            (own, node.part(Kind::MapType)?.id())
        } else {
            let type_name = view.type_name()?;
            (type_of(type_name), type_name.id())
        };
        Some(Field {
            name: field_name,
            node: node.id(),
            label: view.label().map(|word| (label(word), word.id())),
            kind,
            type_node,
            is_map: node.kind() == Kind::MapField,
            is_group,
            number,
            oneof: None,
            extendee: None,
            options: self.compact_options(node),
        })
    }

    fn extend(
        &mut self,
        extensions: &mut Vec<Field>,
        messages: &mut Vec<Message>,
        broken: &mut Vec<Broken>,
        node: Node<'_>,
    ) {
        let Some(extendee) = ast::Extend::cast(node).and_then(ast::Extend::extendee) else { return };
        for part in members(node) {
            if ast::Field::cast(part).is_some() {
                let field = self.field(part, messages, broken);
                extensions.extend(field.map(|field| Field { extendee: Some(reference(extendee)), ..field }));
            }
        }
    }

    fn extension_ranges(&mut self, message: &mut Message, node: Node<'_>) {
        let Some(view) = ast::Extensions::cast(node).filter(|_| !is_broken(node)) else { return };
        let options: Arc<[Setting]> = self.compact_options(node).into();
        for part in view.ranges() {
            let range = self.range(part, MAX_FIELD_NUMBER, Limits::FIELD);
            message.extension_ranges.extend(range.map(|range| ExtensionRange { range, options: options.clone() }));
        }
    }

    /// `max` is what the word stands for: of an enum it is another number than of a message.
    fn reserved(&mut self, ranges: &mut Vec<Range>, names: &mut Vec<ReservedName>, node: Node<'_>, max: i64) {
        let Some(view) = ast::Reserved::cast(node).filter(|_| !is_broken(node)) else { return };
        let limits = if max == MAX_FIELD_NUMBER { Limits::FIELD } else { Limits::ENUM };
        for part in view.ranges() {
            ranges.extend(self.range(part, max, limits));
        }
        for part in view.names() {
            let is_identifier = part.kind() == Kind::Ident;
            let text = match is_identifier {
                true => part.text().to_owned(),
                false => String::from_utf8_lossy(&literal::concatenated(part)).into_owned(),
            };
            names.push(ReservedName { name: Name { text, node: part.id() }, is_identifier });
        }
    }

    fn range(&mut self, view: ast::Range<'_>, max: i64, limits: Limits) -> Option<Range> {
        let start = self.number(view.start()?, limits)?;
        let end = match view.end() {
            None => start,
            Some(end) if end.kind() == Kind::Keyword => Number { value: max, node: end.id() },
            Some(end) => self.number(end, limits)?,
        };
        Some(Range { start, end, node: view.node().id() })
    }

    fn enumeration(&mut self, enums: &mut Vec<Enum>, broken: &mut Vec<Broken>, node: Node<'_>) {
        let Some(view) = ast::Enum::cast(node) else { return };
        let Some(name) = self.declared(view.name().filter(|_| node.part(Kind::Body).is_some())) else {
            broken.extend(left_out(node));
            return;
        };
        let mut declared = Enum {
            name,
            node: node.id(),
            visibility: view.visibility().map(visibility),
            is_partial: is_broken(node) || has_junk(node),
            ..Enum::default()
        };
        for part in members(node) {
            match part.kind() {
                Kind::EnumValue => match self.enum_value(part) {
                    Some(value) => declared.values.push(value),
                    None => {
                        declared.is_partial = true;
                        broken.extend(left_out(part));
                    }
                },
                Kind::Reserved => {
                    let max = i64::from(i32::MAX);
                    self.reserved(&mut declared.reserved_ranges, &mut declared.reserved_names, part, max);
                }
                Kind::Option => declared.options.extend(self.setting(part)),
                _ => {}
            }
        }
        enums.push(declared);
    }

    fn enum_value(&mut self, node: Node<'_>) -> Option<EnumValue> {
        let view = ast::EnumValue::cast(node).filter(|_| !is_broken(node))?;
        let number = self.number(view.number()?, Limits::ENUM)?;
        let name = self.declared(view.name())?;
        Some(EnumValue { name, node: node.id(), number, options: self.compact_options(node) })
    }

    fn service(&mut self, file: &mut File, node: Node<'_>) {
        let name = ast::Service::cast(node).and_then(ast::Service::name).filter(|_| node.part(Kind::Body).is_some());
        let Some(name) = self.declared(name) else {
            file.broken.extend(left_out(node));
            return;
        };
        let around = self.scope;
        self.scope += 1 + name.text.len();
        let mut service = Service { name, node: node.id(), methods: Vec::new(), options: Vec::new() };
        for part in members(node) {
            match part.kind() {
                Kind::Rpc => service.methods.extend(self.method(part)),
                Kind::Option => service.options.extend(self.setting(part)),
                _ => {}
            }
        }
        self.scope = around;
        file.services.push(service);
    }

    fn method(&mut self, node: Node<'_>) -> Option<Method> {
        let view = ast::Rpc::cast(node).filter(|_| node.part(Kind::Body).is_some() || !is_broken(node))?;
        let (request, response) = (view.request()?, view.response()?);
        let options = members(node).filter(|part| part.kind() == Kind::Option);
        Some(Method {
            name: self.declared(view.name())?,
            node: node.id(),
            request: reference(request.type_name()?),
            client_streaming: request.is_stream(),
            response: reference(response.type_name()?),
            server_streaming: response.is_stream(),
            options: options.filter_map(|part| self.setting(part)).collect(),
        })
    }

    fn compact_options(&mut self, node: Node<'_>) -> Vec<Setting> {
        let lists = node.parts_of(Kind::CompactOptions).flat_map(|list| list.parts_of(Kind::CompactOption));
        lists.filter_map(|part| self.setting(part)).collect()
    }

    fn setting(&mut self, node: Node<'_>) -> Option<Setting> {
        let view = ast::Setting::cast(node).filter(|_| !is_broken(node))?;
        let part = |part: ast::OptionPart<'_>| {
            let name = part.name()?;
            Some(SettingPart { name: reference_or_word(name), is_extension: part.is_extension() })
        };
        let parts: Vec<SettingPart> = view.parts().map(part).collect::<Option<_>>()?;
        let value = self.value(view.value()?)?;
        (!parts.is_empty()).then(|| Setting { parts, value, node: node.id() })
    }

    fn value(&mut self, node: Node<'_>) -> Option<Value> {
        let kind = match node.kind() {
            Kind::Strings => ValueKind::String(literal::concatenated(node)),
            Kind::Aggregate => ValueKind::Aggregate,
            Kind::List => ValueKind::List,
            _ => self.literal(node)?,
        };
        Some(Value { kind, node: node.id() })
    }

    /// A word or a number. A decimal integer of more than 64 bits is a floating point number, which only some options take.
    fn literal(&mut self, node: Node<'_>) -> Option<ValueKind> {
        let is_negative = node.part(Kind::Minus).is_some();
        let is_literal = |part: &Node<'_>| matches!(part.kind(), Kind::Ident | Kind::Keyword | Kind::Int | Kind::Float);
        let token = node.parts().find(is_literal)?;
        let magnitude = if token.kind() == Kind::Int { literal::int(token.text()) } else { None };
        let integer = magnitude.and_then(|magnitude| match is_negative {
            true => 0i64.checked_sub_unsigned(magnitude).map(ValueKind::Negative),
            false => Some(ValueKind::Positive(magnitude)),
        });
        match token.kind() {
            Kind::Int if magnitude.is_none() && token.text().starts_with('0') => {
                let message = format!("expected an integer of 64 bits, found `{}`", node.text());
                let help = "write a smaller one, or a decimal one for a floating point number";
                self.error("proto-number", node, message, help);
                None
            }
            Kind::Int | Kind::Float => integer.or_else(|| {
                let value = literal::float(token.text()).unwrap_or(f64::INFINITY);
                Some(ValueKind::Float(if is_negative { -value } else { value }))
            }),
            _ => Some(ValueKind::Ident(token.text().to_owned(), is_negative)),
        }
    }

    /// The value of a Number within limits; else it is reported, and what it belongs to is left out.
    fn number(&mut self, node: Node<'_>, limits: Limits) -> Option<Number> {
        let digits = node.part(Kind::Int)?;
        let magnitude = literal::int(digits.text()).and_then(|magnitude| i64::try_from(magnitude).ok());
        let is_negative = node.part(Kind::Minus).is_some();
        let value = magnitude.map(|magnitude| if is_negative { -magnitude } else { magnitude });
        match value {
            Some(value) if limits.least <= value && value <= limits.most => Some(Number { value, node: node.id() }),
            _ => {
                let message = format!("expected {}, found {}", limits.what, node.text());
                self.error("proto-number", node, message, limits.help);
                None
            }
        }
    }
}

/// Which integers the parser of protoc takes: 32 bits wherever one stands; what of them makes sense is checked later.
#[derive(Clone, Copy)]
struct Limits {
    least: i64,
    most: i64,
    what: &'static str,
    help: &'static str,
}

impl Limits {
    const FIELD: Limits = Limits {
        least: 0,
        most: i32::MAX as i64,
        what: "a number from 1 to 536870911",
        help: "field numbers have at most 29 bits",
    };
    const ENUM: Limits = Limits {
        least: i32::MIN as i64,
        most: i32::MAX as i64,
        what: "an integer of 32 bits",
        help: "numbers of enums lie between -2147483648 and 2147483647",
    };
}

fn visibility(word: Node<'_>) -> Visibility {
    if word.text() == "export" { Visibility::Export } else { Visibility::Local }
}

fn label(word: Node<'_>) -> Label {
    match word.text() {
        "required" => Label::Required,
        "repeated" => Label::Repeated,
        _ => Label::Optional,
    }
}

/// The name of an option's part: a word, or a dotted name.
fn reference_or_word(name: Node<'_>) -> Name {
    if name.kind() == Kind::Name { reference(name) } else { name_of(name) }
}

fn type_of(name: Node<'_>) -> Type {
    let name = reference(name);
    match Scalar::of(&name.text) {
        Some(scalar) => Type::Scalar(scalar),
        None => Type::Named(name),
    }
}

/// The message of a map's entries, as protoc makes it.
fn map_entry(node: Node<'_>, name: Node<'_>, key: Node<'_>, value: Node<'_>) -> Message {
    let field = |text: &str, number: i64, type_name: Node<'_>| Field {
        name: Name { text: text.to_owned(), node: type_name.id() },
        node: node.id(),
        label: None,
        kind: type_of(type_name),
        type_node: type_name.id(),
        is_map: false,
        is_group: false,
        number: Number { value: number, node: type_name.id() },
        oneof: None,
        extendee: None,
        options: Vec::new(),
    };
    Message {
        name: Name { text: map_entry_name(name.text()), node: name.id() },
        node: node.id(),
        origin: Origin::MapEntry,
        fields: vec![field("key", 1, key), field("value", 2, value)],
        ..Message::default()
    }
}

/// `map_field` → `MapFieldEntry`, as descriptor.proto says at `MessageOptions.map_entry`.
fn map_entry_name(field: &str) -> String {
    let mut name = String::with_capacity(field.len() + "Entry".len());
    let mut is_first = true;
    for letter in field.chars() {
        if letter == '_' {
            is_first = true;
        } else {
            name.push(if is_first { letter.to_ascii_uppercase() } else { letter });
            is_first = false;
        }
    }
    name + "Entry"
}
