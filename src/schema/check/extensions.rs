//! Extensions and the ranges they lie in: numbers, declarations, who may extend what.

use std::collections::HashMap;

use super::super::features::MessageEncoding;
use super::super::linked::Target;
use super::super::model::{Field, Label, Message, Range, Syntax};
use super::super::names::{SymbolId, SymbolKind};
use super::super::unit::Unit;
use super::super::world::{FIRST_BUNDLED, World};
use super::declarations::{self, Register};
use super::findings::Findings;
use super::linked::{FieldType, Found, Linked, is_lite, is_message_set, range_end};
use super::ranges;
use crate::diagnostic::Diagnostic;
use crate::syntax::Kind;
use crate::syntax::ast::members;

/// Numbers of extensions in the messages they extend.
pub fn numbers(linked: &Linked<'_>, findings: &mut Findings<'_>) {
    let mut seen: HashMap<(SymbolId, i64), &Field> = HashMap::new();
    for extension in linked.declared.extensions.iter().map(|extension| extension.part) {
        let Some(extendee) = extension.extendee.as_ref().and_then(|name| linked.message(name)) else { continue };
        let number = extension.number.value;
        if range_of(extendee, number).is_none() && !has_broken_ranges(extendee) {
            outside(linked, extension, extendee, findings);
        }
        let Some(first) = seen.get(&(extendee.symbol.id, number)) else {
            seen.insert((extendee.symbol.id, number), extension);
            continue;
        };
        let text = format!(
            "the number {number} is used twice in '{}': by '{}' and by '{}'",
            linked.world.full_name(extendee.symbol),
            first.name.text,
            extension.name.text
        );
        findings
            .error("proto-duplicate-number", extension.number.node, text)
            .label(first.number.node, "first used here")
            .help("each extension of a message has a number of its own");
    }
}

fn range_of<'w>(extendee: Found<'w, Message>, number: i64) -> Option<&'w Range> {
    let mut ranges = extendee.part.extension_ranges.iter().map(|part| &part.range);
    ranges.find(|range| (range.start.value..=range_end(extendee.part, range, extendee.unit)).contains(&number))
}

/// A range that is left out may have been the right one.
fn has_broken_ranges(extendee: Found<'_, Message>) -> bool {
    let node = extendee.unit.tree.node(extendee.part.node);
    members(node).any(|part| part.kind() == Kind::Error || part.is_broken())
}

fn outside(linked: &Linked<'_>, extension: &Field, extendee: Found<'_, Message>, findings: &mut Findings<'_>) {
    let full_name = linked.world.full_name(extendee.symbol);
    let ranges: Vec<String> =
        extendee.part.extension_ranges.iter().take(4).map(|part| ranges::said(&part.range)).collect();
    let place = extendee.unit.place(extendee.part.name.node);
    let text = format!("{} is no extension number of '{full_name}'", extension.number.value);
    let finding =
        findings.error("proto-extension-number", extension.number.node, text).label_at(place, "the message it extends");
    if ranges.is_empty() {
        finding.help(format!("'{full_name}' has no `extensions` range, so it can't be extended"));
    } else {
        finding.help(format!("its extensions have numbers in {}", ranges.join(", ")));
    }
}

/// Numbers that extensions of two files have in one message. protoc only warns, since there are such files; `order` is that
/// in which it reads them.
pub fn across(world: &World, order: &[u32]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen: HashMap<(SymbolId, i64), (&Unit, &Field)> = HashMap::new();
    for &index in order {
        let (Some(unit), Some(linked)) = (world.unit(index), world.linked(index)) else { continue };
        let extensions = unit.symbols.iter().filter(|symbol| symbol.kind == SymbolKind::Extension);
        for extension in extensions.filter_map(|symbol| world.field(symbol)) {
            let extendee = extension.extendee.as_ref().and_then(|name| linked.references.get(name.node));
            let Some(extendee) = extendee else { continue };
            let number = extension.number;
            let &mut (other, first) = seen.entry((extendee, number.value)).or_insert((unit, extension));
            if other.index == unit.index || unit.index >= FIRST_BUNDLED {
                continue;
            }
            let text = format!(
                "the number {} of the extension '{}' is used by '{}' in '{}', too",
                number.value, extension.name.text, first.name.text, other.file.name
            );
            let diagnostic = Diagnostic::warning("proto-duplicate-number", unit.place(number.node), text);
            found.push(
                diagnostic.with_help("who knows both files reads one for the other; give it a number of its own"),
            );
        }
    }
    found
}

/// What an extension must be like.
pub fn check(linked: &Linked<'_>, findings: &mut Findings<'_>) {
    let file = &linked.unit.file;
    let (is_lite_here, mut register) = (is_lite(file), Register::default());
    for extension in &linked.declared.extensions {
        let (field, around) = (extension.part, extension.around);
        let Some(name) = &field.extendee else { continue };
        let Some(extendee) = linked.message(name) else { continue };
        if file.syntax == Syntax::Proto3 && !is_options(&linked.world.full_name(extendee.symbol)) {
            findings
                .error(
                    "proto-extend",
                    name.node,
                    format!("expected options of descriptor.proto to extend, found '{}'", name.text),
                )
                .help("proto3 extends nothing else; hold other messages in a `google.protobuf.Any`");
        }
        if is_lite_here && !is_lite(&extendee.unit.file) {
            findings
                .error(
                    "proto-lite",
                    name.node,
                    format!("expected a message for the lite runtime to extend, found '{}'", name.text),
                )
                .help("this file has `optimize_for = LITE_RUNTIME`, that of the message has not");
        }
        if is_message_set(extendee.part) {
            in_message_set(linked, field, around, findings);
        }
        declarations::keeps(&mut register, linked, field, around, extendee, findings);
    }
}

fn in_message_set(linked: &Linked<'_>, field: &Field, around: Option<usize>, findings: &mut Findings<'_>) {
    let is_single = !matches!(field.label, Some((Label::Repeated | Label::Required, _)));
    let is_delimited =
        linked.unit.features.of(Target::Field, field.node).message_encoding == MessageEncoding::Delimited;
    let is_message = linked.type_of(field, around).is_none_or(|kind| matches!(kind, FieldType::Message(_)));
    if !is_single || !is_message || is_delimited {
        findings
            .error(
                "proto-message-set",
                field.type_node,
                format!("expected an optional message in a message set, found '{}'", field.name.text),
            )
            .help("the items of a message set are messages, each at most once");
    }
}

/// The messages of descriptor.proto that proto3 may extend.
fn is_options(full_name: &str) -> bool {
    let Some(name) = full_name.strip_prefix("google.protobuf.") else { return false };
    matches!(
        name,
        "FileOptions"
            | "MessageOptions"
            | "FieldOptions"
            | "OneofOptions"
            | "EnumOptions"
            | "EnumValueOptions"
            | "ServiceOptions"
            | "MethodOptions"
            | "StreamOptions"
            | "ExtensionRangeOptions"
    )
}
