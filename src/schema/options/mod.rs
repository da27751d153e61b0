//! What the options of a file's declarations mean: each becomes a field of its `google.protobuf.…Options` message, in bytes.
//!
//! 1. `path`: the name of an option → the field it leads to, extensions included
//! 2. `value`, `aggregate`: its value → bytes, in the two notations there are
//! 3. `draft`: the bytes in the order in which protoc writes them
//! 4. `default`: the two settings that look like options and are none
//! 5. `support`: what an option says about where it may stand
//!
//! `google/protobuf/descriptor.proto` is a file like any other here: no option is known by name but `default`, `json_name` and
//! `uninterpreted_option`. What an option's value means for its declaration is `check`'s matter.

mod aggregate;
mod default;
mod draft;
mod kinds;
mod path;
pub(super) mod support;
mod value;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::linked::Target;
use super::model::{Enum, ExtensionRange, Field, Message, Origin, Setting, ValueKind};
use super::names::SymbolId;
use super::resolve::Around;
use super::unit::Unit;
use super::world::{Scope, World};
use crate::diagnostic::{Diagnostic, Fix, Label, Place};
use crate::suggest::closest;
use crate::syntax::{Node, NodeId};
use crate::text::Span;
use value::Wrong;

/// The options of a file.
#[derive(Debug, Default)]
pub(super) struct Interpreted {
    /// See [`Linked::options`](super::linked::Linked::options).
    pub options: HashMap<(Target, NodeId), Vec<u8>>,
    /// See [`Linked::defaults`](super::linked::Linked::defaults).
    pub defaults: HashMap<NodeId, Vec<u8>>,
    /// See [`Linked::json_names`](super::linked::Linked::json_names).
    pub json_names: HashMap<NodeId, String>,
    /// The files whose declarations they are made of.
    pub used: HashSet<u32>,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
}

/// Interprets the options of a file.
///
/// The names of types have to be resolved in it and in all files that it imports, however far.
pub(super) fn interpret(world: &World, unit: &Unit) -> Interpreted {
    let mut scope = world.scope(unit.index).cloned().unwrap_or_default();
    scope.visible.append(&mut scope.for_options);
    scope.visible.sort_unstable();
    let mut session = Session {
        world,
        unit,
        scope,
        target: Target::File,
        around: Around::new(&unit.file.package.text),
        keeps_all: false,
        guesses: Guesses(Cell::new(MAX_GUESSES)),
        required: HashMap::new(),
        out: Interpreted::default(),
    };
    session.file();
    session.out
}

/// The interpretation of one file's options.
struct Session<'a> {
    world: &'a World,
    unit: &'a Unit,
    /// Whose names may be used in options.
    scope: Scope,
    /// What the present options are set on.
    target: Target,
    /// The scopes around what they are set on.
    around: Around,
    /// Whether what is read now is in an Any or a group, where protoc leaves nothing out for its retention.
    keeps_all: bool,
    guesses: Guesses,
    /// The numbers and names of the required fields of messages that were asked for.
    required: HashMap<SymbolId, Rc<[(u32, &'a str)]>>,
    out: Interpreted,
}

impl<'a> Session<'a> {
    fn file(&mut self) {
        let file = &self.unit.file;
        self.settings(Target::File, 0, &file.options);
        for message in &file.messages {
            self.message(message);
        }
        for declared in &file.enums {
            self.enumeration(declared);
        }
        for extension in &file.extensions {
            self.field(extension);
        }
        for service in &file.services {
            self.settings(Target::Service, service.node, &service.options);
            self.around.enter(&service.name.text);
            for method in &service.methods {
                self.settings(Target::Method, method.node, &method.options);
            }
            self.around.leave();
        }
    }

    /// Recurses as deep as messages are nested, which the tree bounds.
    fn message(&mut self, message: &'a Message) {
        if message.origin == Origin::MapEntry {
            return;
        }
        self.settings(Target::Message, message.node, &message.options);
        let mut last: Option<&ExtensionRange> = None;
        for range in &message.extension_ranges {
            // All ranges of a statement have its options.
            match last.filter(|last| std::sync::Arc::ptr_eq(&last.options, &range.options)) {
                None => self.settings(Target::ExtensionRange, range.range.node, &range.options),
                Some(last) => {
                    let key = (Target::ExtensionRange, last.range.node);
                    if let Some(bytes) = self.out.options.get(&key).cloned() {
                        self.out.options.insert((Target::ExtensionRange, range.range.node), bytes);
                    }
                }
            }
            last = Some(range);
        }
        self.around.enter(&message.name.text);
        for oneof in &message.oneofs {
            self.settings(Target::Oneof, oneof.node, &oneof.options);
        }
        for field in message.fields.iter().chain(&message.extensions) {
            self.field(field);
        }
        for message in &message.messages {
            self.message(message);
        }
        for declared in &message.enums {
            self.enumeration(declared);
        }
        self.around.leave();
    }

    fn enumeration(&mut self, declared: &'a Enum) {
        self.settings(Target::Enum, declared.node, &declared.options);
        for value in &declared.values {
            self.settings(Target::EnumValue, value.node, &value.options);
        }
    }

    fn field(&mut self, field: &'a Field) {
        let pseudo = |name: &'static str| field.options.iter().filter(move |setting| is_pseudo(setting, name));
        if let Some(setting) = pseudo("default").next() {
            self.default(field, setting);
        }
        if let Some(setting) = pseudo("json_name").next() {
            match &setting.value.kind {
                ValueKind::String(bytes) => {
                    let name = String::from_utf8_lossy(bytes).into_owned();
                    self.out.json_names.insert(field.node, name);
                }
                _ => {
                    let value = self.node(setting.value.node);
                    self.wrong(
                        Wrong::expected("the JSON name in quotes").instead(format!("\"{}\"", value.text())),
                        value,
                    );
                }
            }
        }
        for name in ["default", "json_name"] {
            for again in pseudo(name).skip(1) {
                let node = self.node(again.node);
                self.error("proto-option-twice", node, format!("`{name}` is set twice")).help =
                    Some("remove one of the two".to_owned());
            }
        }
        self.settings(Target::Field, field.node, &field.options);
    }

    fn default(&mut self, field: &'a Field, setting: &'a Setting) {
        let kind = kinds::kind_in(self.world, self.unit.index, &field.kind);
        match kind.and_then(|kind| default::read(self.world, kind, &setting.value, &self.guesses)) {
            Some(Ok(text)) => {
                self.out.defaults.insert(field.node, text);
            }
            Some(Err(wrong)) => {
                let value = self.node(setting.value.node);
                self.wrong(wrong, value);
            }
            None => {}
        }
    }

    fn node(&self, id: NodeId) -> Node<'a> {
        self.unit.tree.node(id)
    }

    fn place(&self, span: Span) -> Place {
        Place::file(self.unit.index as usize, span)
    }

    /// Reports an error; what is returned takes the help.
    fn error(&mut self, code: &str, node: Node<'_>, message: impl Into<String>) -> &mut Diagnostic {
        let diagnostic = Diagnostic::error(code, self.place(node.span()), message);
        let found = &mut self.out.diagnostics;
        found.push(diagnostic);
        let last = found.len() - 1;
        &mut found[last]
    }

    /// Another place that explains the last error.
    fn label(&mut self, node: Node<'_>, message: &str) {
        let place = self.place(node.span());
        if let Some(last) = self.out.diagnostics.last_mut() {
            last.labels.push(Label { place, message: message.to_owned() });
        }
    }

    /// An edit that mends the last error: a node is replaced.
    fn fix(&mut self, title: String, node: Node<'_>, text: String) {
        self.edit(title, node.span(), text);
    }

    fn insert_behind(&mut self, node: Node<'_>, text: &str) {
        let end = Span::at(node.span().end as usize);
        self.edit(format!("insert `{text}`"), end, text.to_owned());
    }

    fn edit(&mut self, title: String, span: Span, text: String) {
        let edits = vec![(self.place(span), text)];
        if let Some(last) = self.out.diagnostics.last_mut() {
            last.fixes.push(Fix { title, edits });
        }
    }

    /// Reports what is wrong with a value.
    fn wrong(&mut self, wrong: Wrong, value: Node<'a>) {
        let found = aggregate::shown(value);
        self.error("proto-option-value", value, format!("expected {}, found {found}", wrong.expected)).help =
            wrong.help;
        if let Some(instead) = wrong.instead {
            self.fix(format!("replace by `{instead}`"), value, instead);
        }
    }
}

/// Whether a setting is `default` or `json_name` of a field, which is no option.
fn is_pseudo(setting: &Setting, name: &str) -> bool {
    matches!(setting.parts.as_slice(), [part] if !part.is_extension && part.name.text == name)
}

/// How many names a list of choices shows.
const MAX_LISTED: usize = 8;

/// How many names of a file that nothing has get a suggestion; finding one costs a look at every candidate.
const MAX_GUESSES: usize = 20;

/// Did you mean, as often as that is worth its time.
#[derive(Debug)]
struct Guesses(Cell<usize>);

impl Guesses {
    /// See [`closest`].
    fn closest<'c>(&self, name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        let left = self.0.get().checked_sub(1)?;
        self.0.set(left);
        closest(name, candidates)
    }

    /// Whether there are any left.
    fn are_left(&self) -> bool {
        self.0.get() > 0
    }
}

/// Names for a reader: `a`, `b` and 3 more.
fn list<'a>(mut names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for name in names.by_ref().take(MAX_LISTED) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push('`');
        text.push_str(name);
        text.push('`');
    }
    match names.len() {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}
