//! A message in braces: the text format within a setting's value, read off the tree.
//!
//! As protoc reads it: fields by name, groups by the name of their message, extensions and the type of an Any in brackets,
//! numbers for enums, several words for booleans. The result is what protoc writes: fields by number, runs packed, entries
//! that are zero without presence left out. The parser has bounded the depth, so this recurses.

use std::collections::HashMap;
use std::rc::Rc;

use super::draft::{Draft, Step, Wire};
use super::kinds::{FieldKind, Found};
use super::value::{self, Wrong};
use super::{Session, list, support};
use crate::schema::features::{EnumType, Presence};
use crate::schema::linked::Target;
use crate::schema::model::{Enum, Field, Label, Message, Origin, Scalar, Type};
use crate::schema::names::{Symbol, SymbolKind};
use crate::schema::report::MAX_DIAGNOSTICS;
use crate::schema::resolve::{Around, Outcome, look_up};
use crate::syntax::ast::{AggregateField, dotted};
use crate::syntax::{Kind, Node, literal};

/// Where the fields and oneofs that have one value only were set.
#[derive(Default)]
struct Taken<'t> {
    fields: HashMap<u32, Node<'t>>,
    /// Of each oneof the number of the field, too.
    oneofs: HashMap<u32, (u32, Node<'t>)>,
}

/// A field that is read.
#[derive(Clone, Copy)]
struct Entry<'a> {
    found: Found<'a>,
    kind: FieldKind<'a>,
    step: Step,
    /// Zero is the same as not set.
    is_implicit: bool,
}

impl<'a> Session<'a> {
    /// Reads the braces at `node` as a message; what is wrong in them is reported, and that field left out.
    fn aggregate(&mut self, node: Node<'a>, symbol: &'a Symbol, message: &'a Message) -> Draft {
        let mut read = Draft::default();
        let mut taken = Taken::default();
        let errors = self.out.diagnostics.len();
        let full_name = self.world.full_name(symbol);
        for part in node.parts_of(Kind::AggregateField) {
            let Some(view) = AggregateField::cast(part).filter(|_| !part.is_broken()) else { continue };
            let (Some(name), Some(value)) = (view.name(), view.value()) else { continue };
            if name.part(Kind::Slash).is_some() {
                self.any(&mut read, &full_name, name, value);
                continue;
            }
            let Some(found) = self.member(symbol, message, &full_name, name) else { continue };
            let (Some(number), Some(kind)) = (found.number(), found.kind(self.world)) else { continue };
            support::check(self, found, name);
            let is_first = self.is_first(&mut taken, found, message, number, name);
            let mut step = found.step(self.world, kind, number);
            step.is_source &= !self.keeps_all;
            let is_implicit = message.origin != Origin::MapEntry && found.is_implicit(self.world);
            // What is set a second time is looked at, though not taken.
            let mut unused = Draft::default();
            let draft = if is_first { &mut read } else { &mut unused };
            self.entry(draft, Entry { found, kind, step, is_implicit }, part, value);
        }
        if message.origin == Origin::MapEntry {
            self.whole_entry(&mut read, symbol, message);
        }
        // Where something in it is wrong, it may be the very field that seems to be missing.
        // More than can be shown need not be looked for, one message's fields after the other's.
        if errors == self.out.diagnostics.len() && errors < MAX_DIAGNOSTICS {
            self.required(node, symbol, message, &read);
        }
        read
    }

    /// Reads braces in which nothing may be left out for its retention.
    pub(super) fn inside(
        &mut self,
        keeps_all: bool,
        node: Node<'a>,
        symbol: &'a Symbol,
        message: &'a Message,
    ) -> Draft {
        let outside = self.keeps_all;
        self.keeps_all |= keeps_all;
        let read = self.aggregate(node, symbol, message);
        self.keeps_all = outside;
        read
    }

    /// The field a name stands for.
    fn member(
        &mut self,
        symbol: &'a Symbol,
        message: &'a Message,
        full_name: &str,
        name: Node<'a>,
    ) -> Option<Found<'a>> {
        let world = self.world;
        if let Some(extension) = name.part(Kind::Name) {
            let written = dotted(extension);
            // Looked up from where the message is declared, not from here.
            let around = Around::new(full_name.rsplit_once('.').map_or("", |(scope, _)| scope));
            let outcome = look_up(world, &self.scope, &around, &written, false);
            let id = match outcome {
                Outcome::Found(found) => Some(found.id),
                Outcome::Silent => return None,
                Outcome::Failed(_) => None,
            };
            let found = id.and_then(|id| Found::new(self.world, world.get(id)?));
            let extends = |found: &Found<'a>| {
                found.field.extendee.is_some()
                    && found.container(self.world).is_none_or(|container| container.id == symbol.id)
            };
            let found = found.filter(extends);
            self.out.used.extend(found.map(|found| found.symbol.id.unit));
            if found.is_none() {
                let text = format!("expected an extension of '{full_name}', found '{written}'");
                let help = "declare it with `extend`, or import the file that does";
                self.error("proto-option-name", extension, text).help = Some(help.to_owned());
            }
            return found;
        }
        let written = name.text();
        let named = || world.own_part(symbol, SymbolKind::Field, written);
        let like_a_group = || {
            world.own_part(symbol, SymbolKind::Message, written)?;
            let is_it =
                |field: &Field| field.name.text.eq_ignore_ascii_case(written) && is_group_like(message, field, written);
            world.field_symbol(symbol, message.fields.iter().position(is_it)?)
        };
        let found = named().or_else(like_a_group).and_then(|field| Found::new(world, field));
        if found.is_none() {
            // A name that is broken where it is declared is no news here.
            let is_broken = world.own_part(symbol, SymbolKind::Broken, written).is_some();
            if !is_broken {
                let text = format!("message '{full_name}' has no field '{written}'");
                let near = self.guesses.closest(written, message.fields.iter().map(|field| field.name.text.as_str()));
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its fields are {}", list(message.fields.iter().map(|it| it.name.text.as_str()))),
                };
                let near = near.map(str::to_owned);
                self.error("proto-option-name", name, text).help = Some(help);
                if let Some(near) = near {
                    self.fix(format!("replace by `{near}`"), name, near);
                }
            }
        }
        found
    }

    /// Whether a field may be set here; else it is reported.
    fn is_first(
        &mut self,
        taken: &mut Taken<'a>,
        found: Found<'a>,
        message: &'a Message,
        number: u32,
        name: Node<'a>,
    ) -> bool {
        let written = &found.field.name.text;
        if !found.is_repeated()
            && let Some(first) = taken.fields.insert(number, name)
        {
            self.error("proto-option-twice", name, format!("field '{written}' is set twice")).help =
                Some("remove one of the two".to_owned());
            self.label(first, "set here first");
            return false;
        }
        let Some(oneof) = found.field.oneof else { return true };
        match taken.oneofs.insert(oneof, (number, name)) {
            Some((other, first)) if other != number => {
                let oneof = message.oneofs.get(oneof as usize).map_or("", |oneof| &oneof.name.text);
                let text = format!("expected one field of oneof '{oneof}', found a second: '{written}'");
                self.error("proto-option-twice", name, text).help = Some("remove one of the two".to_owned());
                self.label(first, "the first one");
                false
            }
            _ => true,
        }
    }

    fn entry(&mut self, draft: &mut Draft, entry: Entry<'a>, part: Node<'a>, value: Node<'a>) {
        let Entry { found, kind, .. } = entry;
        let is_message = matches!(kind, FieldKind::Message(..));
        if !is_message && part.part(Kind::Colon).is_none() {
            self.error("proto-option-value", value, "expected `:` between the field and its value").help =
                Some("only messages go without it".to_owned());
            if let Some(name) = part.part(Kind::AggregateName) {
                self.insert_behind(name, ":");
            }
            return;
        }
        if value.kind() == Kind::List {
            if !found.is_repeated() {
                let what = kind.describe(self.world);
                self.error("proto-option-value", value, format!("expected one value of {what}, found a list")).help =
                    Some(format!("'{}' is not repeated; write its value without brackets", found.field.name.text));
                return;
            }
            for element in value.nodes().filter(|node| node.kind().is_value()) {
                self.single(draft, entry, element);
            }
            return;
        }
        self.single(draft, entry, value);
    }

    fn single(&mut self, draft: &mut Draft, entry: Entry<'a>, value: Node<'a>) {
        let Entry { found, kind, step, is_implicit } = entry;
        match kind {
            FieldKind::Message(symbol, message) => {
                if value.kind() != Kind::Aggregate {
                    let what = kind.describe(self.world);
                    let text = format!("expected {what} in braces, found {}", shown(value));
                    self.error("proto-option-value", value, text).help = Some("write its fields in `{ … }`".to_owned());
                    return;
                }
                let inner = self.inside(step.is_group, value, symbol, message);
                if !found.is_repeated() {
                    return draft.put(step, inner);
                }
                let bytes = inner.finish();
                draft.add(step, if step.is_group { Wire::Group(bytes) } else { Wire::Len(bytes) });
            }
            FieldKind::Scalar(scalar) => match read_scalar(scalar, value) {
                Ok(wire) if is_implicit && is_zero(&wire) => {}
                Ok(wire) => draft.add(step, wire),
                Err(wrong) => self.wrong(wrong, value),
            },
            FieldKind::Enum(symbol, declared) => match self.enum_number(symbol, declared, value) {
                Ok(wire) if is_implicit && is_zero(&wire) => {}
                Ok(wire) => draft.add(step, wire),
                Err(wrong) => self.wrong(wrong, value),
            },
        }
    }

    /// By name, or by number; a closed enum has only the numbers it names.
    fn enum_number(&self, symbol: &Symbol, declared: &Enum, value: Node<'_>) -> Result<Wire, Wrong> {
        let full_name = self.world.full_name(symbol);
        if let Some(word) = word(value) {
            return value::enum_value(self.world, symbol, word)
                .ok_or_else(|| value::unknown_value(self.world, symbol, declared, word, &self.guesses));
        }
        let Some(number) = whole(value) else {
            return Err(Wrong::expected(format!("a value of enum '{full_name}', without quotes")));
        };
        let names = || list(declared.values.iter().map(|value| value.name.text.as_str()));
        let is_named = || declared.values.iter().any(|value| i128::from(value.number.value) == number);
        let is_open = self.world.unit(symbol.id.unit).map(|unit| &unit.features).is_some_and(|features| {
            let features = features.of(Target::Enum, symbol.node);
            features.enum_type == EnumType::Open
        });
        match value::integer(Scalar::Int32, number) {
            Some(wire) if is_open || is_named() => Ok(wire),
            _ => {
                Err(Wrong::expected(format!("a number of enum '{full_name}'"))
                    .help(format!("its values are {}", names())))
            }
        }
    }

    /// `[type.googleapis.com/a.B] { … }` in a `google.protobuf.Any`.
    fn any(&mut self, read: &mut Draft, full_name: &str, name: Node<'a>, value: Node<'a>) {
        const PREFIXES: [&str; 2] = ["type.googleapis.com", "type.googleprod.com"];
        const ANY: &str = "google.protobuf.Any";
        let mut names = name.parts_of(Kind::Name);
        let (Some(host), Some(type_name)) = (names.next(), names.next()) else { return };
        let (host_text, written) = (dotted(host), dotted(type_name));
        if full_name != ANY {
            let text = format!("expected a field of '{full_name}', found the URL of a type");
            self.error("proto-option-name", name, text).help =
                Some(format!("only a {ANY} is written as `[type.googleapis.com/its.Type] {{ … }}`"));
            return;
        }
        if !PREFIXES.contains(&host_text.as_str()) {
            let text = format!("expected `{}`, found `{host_text}`", PREFIXES[0]);
            self.error("proto-option-name", host, text).help =
                Some("the compiler knows the types of no other host".to_owned());
            self.fix(format!("replace by `{}`", PREFIXES[0]), host, PREFIXES[0].to_owned());
            return;
        }
        let scope = &self.scope;
        let world = self.world;
        let visible = |symbol: &&Symbol| symbol.kind == SymbolKind::Message && scope.sees(symbol.id.unit);
        let id = world.named(&written).find(visible).map(|symbol| symbol.id);
        let symbol = id.and_then(|id| world.get(id));
        let Some((symbol, message)) = symbol.and_then(|symbol| Some((symbol, world.message(symbol)?))) else {
            let text = format!("expected the full name of a message, found '{written}'");
            self.error("proto-option-name", type_name, text).help =
                Some("it has to be declared in this file or in one that is imported".to_owned());
            return;
        };
        if value.kind() != Kind::Aggregate {
            self.error("proto-option-value", value, format!("expected message '{written}' in braces")).help =
                Some("write its fields in `{ … }`".to_owned());
            return;
        }
        if !read.is_empty() {
            self.error("proto-option-twice", name, "expected one type in the Any, found a second").help =
                Some("remove one of the two".to_owned());
            return;
        }
        self.out.used.insert(symbol.id.unit);
        let bytes = self.inside(true, value, symbol, message).finish();
        read.add(plain(1), Wire::Len(format!("{host_text}/{written}").into_bytes()));
        if !bytes.is_empty() {
            read.add(plain(2), Wire::Len(bytes));
        }
    }

    /// An entry of a map is always written with its key and its value.
    fn whole_entry(&mut self, read: &mut Draft, symbol: &'a Symbol, message: &'a Message) {
        for index in 0..message.fields.len() {
            let symbol = self.world.field_symbol(symbol, index);
            let Some(found) = symbol.and_then(|symbol| Found::new(self.world, symbol)) else { continue };
            let (Some(number), Some(kind)) = (found.number(), found.kind(self.world)) else { continue };
            if !read.holds([number]) {
                read.add(plain(number), zero(kind));
            }
        }
    }

    /// Reports fields that must be set and are not.
    fn required(&mut self, node: Node<'a>, symbol: &'a Symbol, message: &'a Message, read: &Draft) {
        let required = match self.required.get(&symbol.id) {
            Some(known) => known.clone(),
            None => {
                let fields = message.fields.iter().filter(|field| self.is_required(symbol, field));
                let numbered = fields
                    .filter_map(|field| Some((u32::try_from(field.number.value).ok()?, field.name.text.as_str())));
                let found: Rc<[_]> = numbered.collect();
                self.required.insert(symbol.id, found.clone());
                found
            }
        };
        let missing: Vec<&str> =
            required.iter().filter(|(number, _)| !read.holds([*number])).map(|&(_, name)| name).collect();
        if !missing.is_empty() {
            let text = format!("required fields are missing: {}", list(missing.into_iter()));
            self.error("proto-option-required", node, text).help = Some("set them in the braces".to_owned());
        }
    }

    fn is_required(&self, symbol: &Symbol, field: &Field) -> bool {
        let features = self.world.unit(symbol.id.unit).map(|unit| &unit.features);
        matches!(field.label, Some((Label::Required, _)))
            || features.is_some_and(|features| {
                features.of(Target::Field, field.node).field_presence == Presence::LegacyRequired
            })
    }
}

pub(super) fn is_zero(wire: &Wire) -> bool {
    match wire {
        Wire::Varint(value) | Wire::I64(value) => *value == 0,
        Wire::I32(value) => *value == 0,
        Wire::Len(bytes) | Wire::Group(bytes) => bytes.is_empty(),
    }
}

/// What a field has that is not set.
fn zero(kind: FieldKind<'_>) -> Wire {
    match kind {
        FieldKind::Message(..) | FieldKind::Scalar(Scalar::String | Scalar::Bytes) => Wire::Len(Vec::new()),
        FieldKind::Scalar(scalar @ (Scalar::Double | Scalar::Float)) => value::float(scalar, 0.0),
        FieldKind::Scalar(scalar) => value::integer(scalar, 0).unwrap_or(Wire::Varint(0)),
        FieldKind::Enum(_, declared) => Wire::Varint(declared.values.first().map_or(0, |it| it.number.value as u64)),
    }
}

/// A field without anything special.
fn plain(number: u32) -> Step {
    Step { number, is_group: false, is_packed: false, is_source: false, is_item: false, oneof: None }
}

/// Whether a field may be named by its message, as a group is: one of its own, and of the same name but for the case.
fn is_group_like(message: &Message, field: &Field, written: &str) -> bool {
    match &field.kind {
        Type::Own(index) => message.messages.get(*index as usize).is_some_and(|group| group.name.text == written),
        Type::Named(name) => name.text == written && message.messages.iter().any(|inner| inner.name.text == written),
        Type::Scalar(_) => false,
    }
}

/// A value as it is written, in short.
pub(super) fn shown(value: Node<'_>) -> String {
    match value.kind() {
        Kind::Aggregate => "a message".to_owned(),
        Kind::List => "a list".to_owned(),
        _ => format!("`{}`", shortened(value.text())),
    }
}

/// A literal without a sign that is a word.
fn word(value: Node<'_>) -> Option<&str> {
    let token = value.parts().next().filter(|_| value.kind() == Kind::Literal)?;
    matches!(token.kind(), Kind::Ident | Kind::Keyword).then(|| token.text())
}

/// The sign of a literal and its last token.
fn signed(value: Node<'_>) -> Option<(bool, Node<'_>)> {
    let last = value.parts().last().filter(|_| value.kind() == Kind::Literal)?;
    value.part(Kind::Plus).is_none().then(|| (value.part(Kind::Minus).is_some(), last))
}

/// An integer.
fn whole(value: Node<'_>) -> Option<i128> {
    let (is_negative, token) = signed(value)?;
    let magnitude = i128::from(literal::int(token.text()).filter(|_| token.kind() == Kind::Int)?);
    Some(if is_negative { -magnitude } else { magnitude })
}

/// An integer without a sign; not even 0 has one where only such are.
fn unsigned(value: Node<'_>) -> Option<i128> {
    whole(value).filter(|_| value.part(Kind::Minus).is_none())
}

fn read_scalar(scalar: Scalar, value: Node<'_>) -> Result<Wire, Wrong> {
    use Scalar as S;
    match scalar {
        S::String | S::Bytes => match value.kind() {
            Kind::Strings => Ok(Wire::Len(literal::concatenated(value))),
            _ => {
                let wrong = Wrong::expected("a string in quotes");
                Err(word(value).into_iter().fold(wrong, |wrong, word| wrong.instead(format!("\"{word}\""))))
            }
        },
        S::Bool => match (word(value), unsigned(value)) {
            (Some("true" | "True" | "t"), _) | (_, Some(1)) => Ok(Wire::Varint(1)),
            (Some("false" | "False" | "f"), _) | (_, Some(0)) => Ok(Wire::Varint(0)),
            _ => Err(Wrong::expected("`true` or `false`")),
        },
        S::Double | S::Float => real(value).map(|number| value::float(scalar, number)),
        _ => {
            let number = if value::range(scalar).0 == 0 { unsigned(value) } else { whole(value) };
            number.and_then(|number| value::integer(scalar, number)).ok_or_else(|| value::out_of_range(scalar))
        }
    }
}

fn real(value: Node<'_>) -> Result<f64, Wrong> {
    let Some((is_negative, token)) = signed(value) else { return Err(Wrong::expected("a number, `inf` or `nan`")) };
    let text = token.text();
    let number = match token.kind() {
        Kind::Int if text.len() > 1 && text.starts_with('0') => {
            return Err(Wrong::expected("a decimal number")
                .help("in braces a floating point number is neither octal nor hexadecimal"));
        }
        Kind::Float | Kind::Int => literal::float(text).unwrap_or_default(),
        Kind::Ident | Kind::Keyword if is_any(text, &["inf", "infinity"]) => f64::INFINITY,
        Kind::Ident | Kind::Keyword if is_any(text, &["nan"]) => f64::NAN,
        _ => return Err(Wrong::expected("a number, `inf` or `nan`")),
    };
    Ok(if is_negative { -number } else { number })
}

fn is_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// How much of a value a message shows, in characters.
const MAX_SHOWN: usize = 40;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
