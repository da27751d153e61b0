//! What an option itself says about where it may stand: `targets`, and the editions that support it.
//!
//! Both are options of the option's own declaration (`FieldOptions.targets`, `FieldOptions.feature_support`), so this reads
//! settings of settings, without interpreting them.

use super::Session;
use super::kinds::Found;
use crate::diagnostic::Severity;
use crate::schema::linked::Target;
use crate::schema::model::{Setting, Syntax, ValueKind};
use crate::schema::names::Symbol;
use crate::syntax::ast::AggregateField;
use crate::syntax::{Kind, Node, Tree, literal};

impl Target {
    /// Its value in `FieldOptions.OptionTargetType`, and the word for it.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Target::File => ("TARGET_TYPE_FILE", "file"),
            Target::ExtensionRange => ("TARGET_TYPE_EXTENSION_RANGE", "extension range"),
            Target::Message => ("TARGET_TYPE_MESSAGE", "message"),
            Target::Field => ("TARGET_TYPE_FIELD", "field"),
            Target::Oneof => ("TARGET_TYPE_ONEOF", "oneof"),
            Target::Enum => ("TARGET_TYPE_ENUM", "enum"),
            Target::EnumValue => ("TARGET_TYPE_ENUM_ENTRY", "enum value"),
            Target::Service => ("TARGET_TYPE_SERVICE", "service"),
            Target::Method => ("TARGET_TYPE_METHOD", "method"),
        }
    }
}

/// Checks that a field of options may be set on the present target and in the present edition; reports at `name`.
pub(super) fn check<'a>(session: &mut Session<'a>, found: Found<'a>, name: Node<'a>) {
    let Some(unit) = session.world.unit(found.symbol.id.unit) else { return };
    let mut targets = targets(&found.field.options, &unit.tree).peekable();
    let (wanted, word) = session.target.names();
    if targets.peek().is_some() && !targets.any(|target| target == wanted) {
        let full_name = found.full_name(session.world);
        let article = if word.starts_with(['e', 'o']) { "an" } else { "a" };
        let text = format!("option '{full_name}' can't be set on {article} {word}");
        session.error("proto-option-target", name, text).help =
            Some("see the `targets` where it is declared".to_owned());
    }
    if found.field.extendee.is_some()
        && found.symbol.id.unit == session.unit.index
        && found.container(session.world).is_some_and(|it| session.world.full_name(it) == "google.protobuf.FeatureSet")
    {
        let text = format!("feature '{}' can't be used in the file that declares it", found.full_name(session.world));
        session.error("proto-option-target", name, text).help =
            Some("declare it in a file of its own, and import that".to_owned());
    }
    check_lifetime(session, found.symbol, &found.field.options, name);
}

/// The values of `targets`, as single settings or as a list in one.
fn targets<'a>(settings: &'a [Setting], tree: &'a Tree) -> impl Iterator<Item = &'a str> {
    let is_targets = |setting: &&Setting| is_named(setting, "targets");
    settings.iter().filter(is_targets).map(|setting| tree.node(setting.value.node).text())
}

fn is_named(setting: &Setting, name: &str) -> bool {
    matches!(setting.parts.first(), Some(part) if !part.is_extension && part.name.text == name)
}

/// Checks that a field or a value of an enum may be used in the present edition.
pub(super) fn check_lifetime<'a>(session: &mut Session<'a>, symbol: &Symbol, settings: &[Setting], name: Node<'a>) {
    let Some(unit) = session.world.unit(symbol.id.unit) else { return };
    let support = Support::read(settings, &unit.tree);
    let here = number_of(session.unit.file.syntax);
    let full_name = || session.world.full_name(symbol);
    let edition = title(here);
    if let Some(introduced) = support.introduced.filter(|&introduced| introduced > here) {
        let text = format!("'{}' is there from {} on, found {edition}", full_name(), title(introduced));
        session.error("proto-option-edition", name, text).help = Some("remove it, or use the later edition".to_owned());
    } else if support.removed.is_some_and(|removed| removed <= here) {
        let text = format!("'{}' is not there any more in {edition}", full_name());
        let help = support.error.unwrap_or_else(|| "remove it".to_owned());
        session.error("proto-option-edition", name, text).help = Some(help);
    } else if support.deprecated.is_some_and(|deprecated| deprecated <= here) {
        let text = format!("'{}' is deprecated in {edition}", full_name());
        let diagnostic = session.error("proto-option-deprecated", name, text);
        diagnostic.severity = Severity::Warning;
        diagnostic.help = support.warning;
    }
}

/// The number of a syntax in `google.protobuf.Edition`.
fn number_of(syntax: Syntax) -> i32 {
    match syntax {
        Syntax::Proto2 => 998,
        Syntax::Proto3 => 999,
        Syntax::Edition2023 => 1000,
        Syntax::Edition2024 => 1001,
        Syntax::Edition2026 => 1002,
    }
}

/// Editions by their names in `google.protobuf.Edition`.
const EDITIONS: [(&str, i32, &str); 6] = [
    ("EDITION_LEGACY", 900, "the first versions"),
    ("EDITION_PROTO2", 998, "proto2"),
    ("EDITION_PROTO3", 999, "proto3"),
    ("EDITION_2023", 1000, "edition 2023"),
    ("EDITION_2024", 1001, "edition 2024"),
    ("EDITION_2026", 1002, "edition 2026"),
];

fn title(number: i32) -> &'static str {
    EDITIONS.iter().find(|edition| edition.1 == number).map_or("a later edition", |edition| edition.2)
}

/// `FieldOptions.FeatureSupport`.
#[derive(Default)]
pub(in crate::schema) struct Support {
    introduced: Option<i32>,
    deprecated: Option<i32>,
    removed: Option<i32>,
    warning: Option<String>,
    error: Option<String>,
}

impl Support {
    /// Reads it off the settings of a declaration.
    pub(in crate::schema) fn read(settings: &[Setting], tree: &Tree) -> Support {
        let mut support = Support::default();
        for setting in settings.iter().filter(|setting| is_named(setting, "feature_support")) {
            let value = tree.node(setting.value.node);
            match (setting.parts.get(1), &setting.value.kind) {
                (Some(part), _) => support.set(&part.name.text, value),
                (None, ValueKind::Aggregate) => {
                    for field in value.parts_of(Kind::AggregateField).filter_map(AggregateField::cast) {
                        if let (Some(name), Some(value)) = (field.name(), field.value()) {
                            support.set(name.text(), value);
                        }
                    }
                }
                _ => {}
            }
        }
        support
    }

    /// What contradicts itself in it, and how to mend that.
    pub(in crate::schema) fn fault(&self) -> Option<(&'static str, &'static str)> {
        let order = "an edition introduces it first, a later one deprecates it, and a later one yet removes it";
        let (introduced, deprecated, removed) = (self.introduced, self.deprecated, self.removed);
        if deprecated.is_some() && deprecated < introduced {
            return Some(("is deprecated before it is introduced", order));
        }
        match (deprecated, &self.warning) {
            (Some(_), None) => return Some(("is deprecated without a warning", "add a `deprecation_warning`")),
            (None, Some(_)) => return Some(("has a warning, but is never deprecated", "add an `edition_deprecated`")),
            _ => {}
        }
        if removed.is_some() && removed < introduced {
            return Some(("is removed before it is introduced", order));
        }
        if removed.is_some() && deprecated.is_some() && removed <= deprecated {
            return Some(("is deprecated after it is removed", order));
        }
        match (removed, &self.error) {
            (Some(_), None) => Some(("is removed without an error", "add a `removal_error`")),
            (None, Some(_)) => Some(("has an error, but is never removed", "add an `edition_removed`")),
            _ => None,
        }
    }

    fn set(&mut self, name: &str, value: Node<'_>) {
        let edition = || {
            let text = value.text();
            let known = EDITIONS.iter().find(|edition| edition.0 == text).map(|edition| edition.1);
            let none = (text == "EDITION_UNKNOWN").then_some(0);
            known.or(none).or_else(|| text.parse().ok()).or(Some(i32::MAX))
        };
        let text = || Some(String::from_utf8_lossy(&literal::concatenated(value)).into_owned());
        match name {
            "edition_introduced" => self.introduced = edition(),
            "edition_deprecated" => self.deprecated = edition(),
            "edition_removed" => self.removed = edition(),
            "deprecation_warning" => self.warning = text(),
            "removal_error" => self.error = text(),
            _ => {}
        }
    }
}
