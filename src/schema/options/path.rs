//! The name of an option → the field it leads to: `deprecated`, `features.field_presence`, `(a.b).c.(d)`.
//!
//! Names in parentheses are extensions, looked up from the scope around what the option is set on; the others are fields of
//! the message so far. As in protoc's `OptionInterpreter::InterpretSingleOption`. Knows nothing of values.

use super::aggregate::is_zero;
use super::draft::{Draft, Step, Wire};
use super::kinds::{FieldKind, Found};
use super::{Session, is_pseudo, support, value};
use crate::schema::features::is_features;
use crate::schema::linked::Target;
use crate::schema::model::{Message, Setting, SettingPart, ValueKind};
use crate::schema::names::{Symbol, SymbolKind};
use crate::schema::resolve::{Outcome, look_up, may_be_hidden};
use crate::syntax::{Kind, Node, NodeId};

impl Target {
    /// The message its options are.
    fn options(self) -> &'static str {
        match self {
            Target::File => "google.protobuf.FileOptions",
            Target::Message => "google.protobuf.MessageOptions",
            Target::Field => "google.protobuf.FieldOptions",
            Target::Oneof => "google.protobuf.OneofOptions",
            Target::ExtensionRange => "google.protobuf.ExtensionRangeOptions",
            Target::Enum => "google.protobuf.EnumOptions",
            Target::EnumValue => "google.protobuf.EnumValueOptions",
            Target::Service => "google.protobuf.ServiceOptions",
            Target::Method => "google.protobuf.MethodOptions",
        }
    }
}

/// Where the name of an option leads.
struct Led<'a> {
    path: Vec<Step>,
    last: Step,
    /// Whether it leads into a group, where nothing is left out for its retention.
    keeps_all: bool,
    found: Found<'a>,
    kind: FieldKind<'a>,
}

impl<'a> Session<'a> {
    /// Interprets the settings of one declaration.
    pub(super) fn settings(&mut self, target: Target, node: NodeId, settings: &'a [Setting]) {
        let is_field = target == Target::Field;
        let is_option =
            |setting: &&Setting| !(is_field && (is_pseudo(setting, "default") || is_pseudo(setting, "json_name")));
        let mut settings = settings.iter().filter(is_option).peekable();
        if settings.peek().is_none() {
            return;
        }
        let world = self.world;
        let is_message = |symbol: &&Symbol| symbol.kind == SymbolKind::Message;
        let Some(symbol) = world.named(target.options()).find(is_message) else { return };
        let Some(message) = world.message(symbol) else { return };
        self.target = target;
        self.out.used.insert(symbol.id.unit);
        let mut draft = Draft::default();
        for setting in settings {
            if let Some(led) = self.lead(setting, symbol, message) {
                self.set(&mut draft, setting, led);
            }
        }
        // Where all that was set is for the compiler alone, protoc writes no options at all.
        let is_empty = draft.is_empty();
        let bytes = draft.finish();
        if is_empty || !bytes.is_empty() {
            self.out.options.insert((target, node), bytes);
        }
    }

    /// Follows the name of an option.
    fn lead(&mut self, setting: &'a Setting, symbol: &'a Symbol, message: &'a Message) -> Option<Led<'a>> {
        // Outside of editions there are none, which `check` reports.
        if is_features(setting) && !self.unit.file.syntax.is_edition() {
            return None;
        }
        let (mut symbol, mut message) = (symbol, message);
        let (mut path, mut keeps_all) = (Vec::new(), false);
        let count = setting.parts.len();
        for (index, part) in setting.parts.iter().enumerate() {
            let node = self.node(part.name.node);
            if index == 0 && !part.is_extension && part.name.text == "uninterpreted_option" {
                self.error(
                    "proto-option-name",
                    node,
                    "`uninterpreted_option` is the compiler's own, and can't be set",
                )
                .help = Some("remove it".to_owned());
                return None;
            }
            let found = match part.is_extension {
                true => self.extension(setting, index, symbol)?,
                false => self.own_field(setting, index, symbol, message)?,
            };
            let (number, kind) = (found.number()?, found.kind(self.world)?);
            support::check(self, found, node);
            let mut step = found.step(self.world, kind, number);
            step.is_source &= !keeps_all;
            keeps_all |= step.is_group;
            if index + 1 == count {
                return Some(Led { path, last: step, keeps_all, found, kind });
            }
            let FieldKind::Message(inner_symbol, inner) = kind else {
                let text = format!("'{}' is a {}, which has no fields", part.name.text, kind.describe(self.world));
                self.error("proto-option-name", node, text).help = Some("set it as a whole".to_owned());
                return None;
            };
            if found.is_repeated() {
                let text = format!("'{}' has many messages, so a field of one can't be set alone", part.name.text);
                self.error("proto-option-name", node, text).help =
                    Some(format!("write one whole: `{} = {{ … }}`", written(setting, index + 1)));
                return None;
            }
            (symbol, message) = (inner_symbol, inner);
            path.push(step);
        }
        None
    }

    fn own_field(
        &mut self,
        setting: &'a Setting,
        index: usize,
        symbol: &'a Symbol,
        message: &'a Message,
    ) -> Option<Found<'a>> {
        let name = &setting.parts[index].name;
        if let Some(field) = self.world.own_part(symbol, SymbolKind::Field, &name.text) {
            return Found::new(self.world, field);
        }
        if self.world.own_part(symbol, SymbolKind::Broken, &name.text).is_some() {
            return None;
        }
        let node = self.node(name.node);
        let full_name = self.world.full_name(symbol);
        let text = match index {
            0 => format!("unknown option '{}'", name.text),
            _ => format!("message '{full_name}' has no field '{}'", name.text),
        };
        // An extension of that name was meant, whose parentheses are missing.
        let extension =
            self.extension_named(&name.text).filter(|it| it.container(self.world).is_some_and(|it| it.id == symbol.id));
        if extension.is_some() {
            let better = format!("({})", name.text);
            self.error("proto-option-name", node, text).help =
                Some("custom options are written in parentheses".to_owned());
            self.fix(format!("replace by `{better}`"), node, better);
            return None;
        }
        let names = message.fields.iter().map(|field| field.name.text.as_str());
        let pseudo = if self.target == Target::Field && index == 0 { &["default", "json_name"][..] } else { &[] };
        let near = self.guesses.closest(&name.text, names.chain(pseudo.iter().copied())).map(str::to_owned);
        let help = match &near {
            Some(near) => format!("did you mean `{near}`?"),
            None if index == 0 => {
                "custom options are written in parentheses, and the file that declares them is imported".to_owned()
            }
            None => format!("its fields are {}", super::list(message.fields.iter().map(|it| it.name.text.as_str()))),
        };
        self.error("proto-option-name", node, text).help = Some(help);
        if let Some(near) = near {
            self.fix(format!("replace by `{near}`"), node, near);
        }
        None
    }

    fn extension_named(&self, name: &str) -> Option<Found<'a>> {
        let id = match look_up(self.world, &self.scope, &self.around, name, false) {
            Outcome::Found(symbol) => symbol.id,
            _ => return None,
        };
        let symbol = self.world.get(id).filter(|symbol| symbol.kind == SymbolKind::Extension)?;
        Found::new(self.world, symbol)
    }

    fn extension(&mut self, setting: &'a Setting, index: usize, symbol: &'a Symbol) -> Option<Found<'a>> {
        let name = &setting.parts[index].name;
        let node = self.node(name.node);
        if let Some(found) = self.extension_named(&name.text) {
            let container = found.container(self.world)?;
            if container.id == symbol.id {
                self.out.used.insert(found.symbol.id.unit);
                return Some(found);
            }
            let world = self.world;
            let (extends, wanted) = (world.full_name(container), world.full_name(symbol));
            let text = format!("expected an extension of '{wanted}', found '{}', which extends '{extends}'", name.text);
            self.error("proto-option-name", node, text).help =
                Some(format!("declare one for here: `extend {wanted} {{ … }}`"));
            return None;
        }
        if matches!(look_up(self.world, &self.scope, &self.around, &name.text, false), Outcome::Silent) {
            return None;
        }
        self.unknown_extension(&name.text, node, symbol);
        None
    }

    fn unknown_extension(&mut self, name: &str, node: Node<'a>, symbol: &'a Symbol) {
        // What is missing may be declared in a file that is missing.
        if may_be_hidden(self.world, self.unit, &self.scope, name) {
            return;
        }
        let text = format!("unknown option '({name})'");
        if self.world.own_part(symbol, SymbolKind::Field, name).is_some() {
            self.error("proto-option-name", node, text).help =
                Some("it comes with the language, so it is written without parentheses".to_owned());
            if let Some(part) = node.parent() {
                self.fix(format!("replace by `{name}`"), part, name.to_owned());
            }
            return;
        }
        if !self.guesses.are_left() {
            self.error("proto-option-name", node, text).help =
                Some("declare it with `extend`, or import the file that does".to_owned());
            return;
        }
        let simple = name.rsplit('.').next().unwrap_or(name);
        let candidates: Vec<String> = self
            .scope
            .visible
            .iter()
            .filter_map(|&unit| self.world.unit(unit))
            .flat_map(|unit| unit.symbols.iter().map(move |symbol| (unit, symbol)))
            .filter(|(_, symbol)| symbol.kind == SymbolKind::Extension)
            .map(|(unit, symbol)| unit.symbols.full_name(symbol))
            .collect();
        let near = self.guesses.closest(name, candidates.iter().map(String::as_str)).or_else(|| {
            let simple_names = candidates.iter().map(|full| full.rsplit('.').next().unwrap_or(full));
            let near = self.guesses.closest(simple, simple_names.clone()).unwrap_or(simple);
            candidates.iter().zip(simple_names).find(|(_, name)| *name == near).map(|(full, _)| full.as_str())
        });
        let (help, near) = match near {
            Some(near) => (format!("did you mean `({near})`?"), Some(near.to_owned())),
            None => ("declare it with `extend`, or import the file that does".to_owned(), None),
        };
        self.error("proto-option-name", node, text).help = Some(help);
        if let Some(near) = near {
            self.fix(format!("replace by `{near}`"), node, near);
        }
    }

    fn set(&mut self, draft: &mut Draft, setting: &'a Setting, led: Led<'a>) {
        let Led { path, last, keeps_all, found, kind } = led;
        if !found.is_repeated() && draft.holds(path.iter().chain([&last]).map(|step| step.number)) {
            let name = written(setting, setting.parts.len());
            let node = self.node(setting.node);
            let node = node.part(Kind::OptionName).unwrap_or(node);
            self.error("proto-option-twice", node, format!("option '{name}' is set twice")).help =
                Some("remove one of the two".to_owned());
            return;
        }
        let value = self.node(setting.value.node);
        let FieldKind::Message(symbol, message) = kind else {
            match value::read(self.world, kind, &setting.value, &self.guesses) {
                Ok(wire) => {
                    let around = draft.message(&path);
                    match is_zero(&wire) && found.is_implicit(self.world) {
                        true => around.touch(last),
                        false => around.add(last, wire),
                    }
                    self.check_value(kind, setting);
                }
                Err(wrong) => self.wrong(wrong, value),
            }
            return;
        };
        if !matches!(setting.value.kind, ValueKind::Aggregate) {
            let what = kind.describe(self.world);
            let name = written(setting, setting.parts.len());
            let text = format!("expected {what} in braces, found {}", super::aggregate::shown(value));
            self.error("proto-option-value", value, text).help =
                Some(format!("write `{name} = {{ … }}`, or set one field: `{name}.field = …`"));
            return;
        }
        let whole = self.inside(keeps_all, value, symbol, message);
        let around = draft.message(&path);
        if found.is_repeated() {
            let bytes = whole.finish();
            around.add(last, if last.is_group { Wire::Group(bytes) } else { Wire::Len(bytes) });
        } else {
            around.put(last, whole);
        }
    }

    /// An enum's value may be of another edition.
    fn check_value(&mut self, kind: FieldKind<'a>, setting: &'a Setting) {
        let (FieldKind::Enum(symbol, _), ValueKind::Ident(word, _)) = (kind, &setting.value.kind) else {
            return;
        };
        self.out.used.insert(symbol.id.unit);
        if let Some(value) = self.world.value_named(symbol, word) {
            let node = self.node(setting.value.node);
            support::check_lifetime(self, symbol, &value.options, node);
        }
    }
}

/// The first parts of an option's name as they are written.
fn written(setting: &Setting, count: usize) -> String {
    let part = |part: &SettingPart| match part.is_extension {
        true => format!("({})", part.name.text),
        false => part.name.text.clone(),
    };
    setting.parts.iter().take(count).map(part).collect::<Vec<_>>().join(".")
}
