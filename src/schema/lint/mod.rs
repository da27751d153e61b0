//! The style guide as hints: how names are written, and what is legal but better left out.
//!
//! The rules are those that Buf calls basic, and the two of its standard ones that are about the values of enums. Each is of one
//! file by itself. What else changes with a name is for the language services to find:
//! a hint only says what it should be.

pub mod case;
mod removed;

use super::model::{Enum, Field, File, ImportKind, Label, Message, Name, Origin, Service};
use super::unit::Unit;
use crate::diagnostic::{Diagnostic, Fix, STYLE};
use crate::syntax::NodeId;
use case::Case;

pub use removed::History;

/// What the zero value of an enum ends in.
const UNSPECIFIED: &str = "UNSPECIFIED";
/// Other words for it.
const SYNONYMS: [&str; 9] = ["UNKNOWN", "NONE", "UNDEFINED", "UNSET", "NOT_SET", "DEFAULT", "INVALID", "NULL", "ZERO"];

/// The hints about a file, in the order of its text.
pub fn style(unit: &Unit) -> Vec<Diagnostic> {
    let mut lint = Lint { unit, hints: Vec::new() };
    lint.file(&unit.file);
    crate::order::sort_by_key(&mut lint.hints, |hint| hint.place.span);
    lint.hints
}

struct Lint<'u> {
    unit: &'u Unit,
    hints: Vec<Diagnostic>,
}

impl Lint<'_> {
    fn file(&mut self, file: &File) {
        self.package(file);
        for import in &file.imports {
            match import.kind {
                ImportKind::Public => {
                    let help = "let each file import what it uses itself";
                    self.say("import-public", import.node, "a public import hides where names come from", help);
                }
                ImportKind::Weak => {
                    let help = "leave `weak` away; it has no meaning outside of Google";
                    self.say("import-weak", import.node, "a weak import is like any other", help);
                }
                ImportKind::Plain | ImportKind::Option => {}
            }
        }
        file.messages.iter().for_each(|message| self.message(message));
        file.enums.iter().for_each(|declared| self.enumeration(declared));
        file.extensions.iter().for_each(|field| self.field(field));
        file.services.iter().for_each(|service| self.service(service));
    }

    fn package(&mut self, file: &File) {
        let package = &file.package;
        if package.text.is_empty() {
            let declares = !(file.messages.is_empty() && file.enums.is_empty() && file.services.is_empty());
            let first = file.syntax_node.filter(|_| declares);
            if let Some(node) = first {
                let help = "a line such as `package shop.v1;` keeps these names apart from those of others";
                self.say("package-missing", node, "expected a package, found none", help);
            }
            return;
        }
        if !package.text.split('.').all(|part| Case::LowerSnake.fits(part)) {
            let parts: Option<Vec<_>> = package.text.split('.').map(|part| Case::LowerSnake.of(part)).collect();
            let better = parts.map(|parts| parts.join("."));
            let message = format!("expected the package in {}, found '{}'", Case::LowerSnake.name(), package.text);
            let help = better.as_deref().map_or_else(|| SMALL.to_owned(), |name| format!("write `{name}`"));
            // Other files may name its parts apart, so no rename is offered.
            self.say("package-case", package.node, message, help);
        }
    }

    fn message(&mut self, message: &Message) {
        if message.origin == Origin::Declared {
            self.name("message", &message.name, Case::Pascal);
        }
        message.fields.iter().for_each(|field| self.field(field));
        for oneof in &message.oneofs {
            self.name("oneof", &oneof.name, Case::LowerSnake);
        }
        if message.origin != Origin::MapEntry {
            message.messages.iter().for_each(|message| self.message(message));
        }
        message.enums.iter().for_each(|declared| self.enumeration(declared));
        message.extensions.iter().for_each(|field| self.field(field));
    }

    fn field(&mut self, field: &Field) {
        // A group's name is its message's.
        if !field.is_group {
            self.name("field", &field.name, Case::LowerSnake);
        }
        if let Some((Label::Required, label)) = field.label {
            let help =
                "make it optional; a required field can never be removed, since old readers refuse messages without it";
            let hint = self.say("required", label, format!("'{}' is required for ever", field.name.text), help);
            let edit = (hint.place, "optional".to_owned());
            hint.fixes.push(Fix { title: "make it `optional`".to_owned(), edits: vec![edit] });
        }
    }

    fn service(&mut self, service: &Service) {
        self.name("service", &service.name, Case::Pascal);
        for method in &service.methods {
            self.name("rpc", &method.name, Case::Pascal);
        }
    }

    fn enumeration(&mut self, declared: &Enum) {
        self.name("enum", &declared.name, Case::Pascal);
        let Some(prefix) = Case::UpperSnake.of(&declared.name.text).map(|name| name + "_") else { return };
        for value in &declared.values {
            let name = &value.name.text;
            let Some(upper) = Case::UpperSnake.of(name) else { continue };
            let own = upper.strip_prefix(&prefix).unwrap_or(&upper);
            let is_unspecified = own.ends_with(UNSPECIFIED);
            let is_zero = value.number.value == 0;
            let own = if is_zero && SYNONYMS.contains(&own) { UNSPECIFIED } else { own };
            let better = prefix.clone() + own;
            let (code, message) = if !Case::UpperSnake.fits(name) {
                ("value-case", format!("expected the value in {}, found '{name}'", Case::UpperSnake.name()))
            } else if !name.starts_with(&prefix) {
                ("value-prefix", format!("expected the value to begin with '{prefix}', found '{name}'"))
            } else if is_zero && !is_unspecified {
                ("zero-value", format!("expected the zero value to be '{prefix}{UNSPECIFIED}', found '{name}'"))
            } else {
                continue;
            };
            let help = match code {
                "value-prefix" => format!(
                    "write `{better}`; values share the scope around their enum, so two enums can't both have '{name}'"
                ),
                "zero-value" if own != UNSPECIFIED => {
                    "zero is what a reader finds where nothing was sent; keep it for \"not set\"".to_owned()
                }
                _ => format!("write `{better}`"),
            };
            let rename = (better != *name).then_some(better);
            self.say(code, value.name.node, message, help).rename = rename;
        }
    }

    /// A name that should be written in a certain way.
    fn name(&mut self, what: &str, name: &Name, case: Case) {
        if case.fits(&name.text) {
            return;
        }
        let better = case.of(&name.text);
        let message = format!("expected the {what} in {}, found '{}'", case.name(), name.text);
        let help = better.as_deref().map_or_else(|| SMALL.to_owned(), |name| format!("write `{name}`"));
        let hint = self.say(&format!("{what}-case"), name.node, message, help);
        hint.rename = better;
    }

    fn say(
        &mut self,
        code: &str,
        node: NodeId,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        let code = format!("{STYLE}{code}");
        let diagnostic = Diagnostic::info(&code, self.unit.place(node), message).with_help(help);
        self.hints.push(diagnostic);
        let last = self.hints.len() - 1;
        &mut self.hints[last]
    }
}

/// Said where no better name can be made of the letters there are.
const SMALL: &str = "choose a name of letters, digits and single `_`";
