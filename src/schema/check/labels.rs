//! What only some syntaxes have: labels, groups, reserved names as strings or as words.
//!
//! Knows the file alone.

use super::super::model::{Field, Label, Origin, Syntax};
use super::declared::Declared;
use super::findings::{Finding, Findings};
use crate::syntax::ast;
use crate::syntax::{Kind, Node, NodeId};
use crate::text::Span;

/// Holds a file against the rules of its syntax.
pub fn check(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    let mut unlabelled: Vec<&Field> = Vec::new();
    for (field, around) in declared.fields() {
        if around.is_some_and(|at| declared.messages[at].part.origin == Origin::MapEntry) {
            continue;
        }
        map(field, findings);
        group(field, declared.file.syntax, findings);
        match field.label {
            Some((label, node)) => labelled(field, label, node, declared.file.syntax, findings),
            None if declared.file.syntax != Syntax::Proto2 || field.oneof.is_some() || field.is_map => {}
            None => unlabelled.push(field),
        }
    }
    missing(&unlabelled, declared.file.syntax_node.is_some(), findings);
    for message in &declared.messages {
        reserved_names(declared.file.syntax, &message.part.reserved_names, findings);
    }
    for part in &declared.enums {
        reserved_names(declared.file.syntax, &part.part.reserved_names, findings);
    }
}

/// Fields of proto2 without a label. A file that does not say its syntax is proto2 by accident, so it is told once.
fn missing(fields: &[&Field], is_syntax_written: bool, findings: &mut Findings<'_>) {
    let unit = findings.unit();
    let shown = if is_syntax_written { fields.len() } else { fields.len().min(1) };
    for field in &fields[..shown] {
        let message = match fields.len() - shown {
            0 => format!("expected `optional`, `required` or `repeated` before the type of '{}'", field.name.text),
            more => format!(
                "expected `optional`, `required` or `repeated` before the type of '{}' and of {more} more field{}",
                field.name.text,
                if more == 1 { "" } else { "s" }
            ),
        };
        let finding = findings.error("proto-label", field.type_node, message);
        if is_syntax_written {
            finding
                .help("in proto2 every field has a label")
                .insert_before("insert `optional`", field.type_node, "optional ")
                .insert_before("insert `repeated`", field.type_node, "repeated ");
        } else {
            let start = unit.tree.root().nodes().next().map_or(0, |node| node.span().start as usize);
            finding
                .help("a file without `syntax` is proto2, where every field has a label; proto3 and editions need none")
                .fix("insert `syntax = \"proto3\";`", Span::at(start), "syntax = \"proto3\";\n\n");
        }
    }
}

fn labelled(field: &Field, label: Label, node: NodeId, syntax: Syntax, findings: &mut Findings<'_>) {
    let word = match label {
        Label::Optional => "optional",
        Label::Required => "required",
        Label::Repeated => "repeated",
    };
    let name = &field.name.text;
    if field.is_map {
        findings
            .error("proto-label", node, format!("expected no label on the map '{name}', found `{word}`"))
            .help("a map holds any number of entries by itself")
            .remove_word(node);
    } else if field.oneof.is_some() {
        let finding = findings.error(
            "proto-label",
            node,
            format!("expected no label on the field '{name}' of a oneof, found `{word}`"),
        );
        let finding = match label {
            Label::Repeated => finding.help("of a oneof one value is set at most; put the list into a message"),
            _ => finding.help("a oneof's fields are optional by themselves"),
        };
        finding.remove_word(node);
    } else if syntax.is_edition() && label == Label::Optional {
        findings
            .error("proto-label", node, format!("expected no label on '{name}', found `optional`"))
            .help(
                "in editions every field knows whether it was set; `features.field_presence = IMPLICIT` turns that off",
            )
            .remove_word(node);
    } else if syntax.is_edition() && label == Label::Required {
        let finding = findings
            .error("proto-label", node, format!("expected no label on '{name}', found `required`"))
            .help("in editions it is an option: `[features.field_presence = LEGACY_REQUIRED]`");
        set_feature(finding, field, node, "field_presence = LEGACY_REQUIRED");
    } else if field.extendee.is_some() && label == Label::Required {
        findings
            .error(
                "proto-label",
                node,
                format!("expected an extension that may be missing, found `required` on '{name}'"),
            )
            .help("who does not know an extension can't set it, so none is required")
            .replace(node, "optional");
    } else if syntax == Syntax::Proto3 && label == Label::Required {
        findings
            .error(
                "proto-label",
                node,
                format!("expected `optional`, `repeated` or no label on '{name}', found `required`"),
            )
            .help("proto3 has no required fields")
            .remove_word(node);
    }
}

/// Turns a label into a feature.
fn set_feature(finding: Finding<'_>, field: &Field, label: NodeId, feature: &str) {
    let unit = finding.unit();
    let node = unit.tree.node(field.node);
    let (at, text) = match node.part(Kind::CompactOptions) {
        Some(list) => (list.span().start + 1, format!("features.{feature}, ")),
        None => {
            let number = unit.span(field.number.node);
            (number.end, format!(" [features.{feature}]"))
        }
    };
    let label = unit.tree.node(label);
    let end = label.leaf_behind().filter(|leaf| leaf.kind() == Kind::Whitespace).unwrap_or(label).span().end;
    let title = format!("write `features.{feature}`");
    let label = Span::new(label.span().start as usize, end as usize);
    finding.edits(title, vec![(label, String::new()), (Span::at(at as usize), text)]);
}

fn map(field: &Field, findings: &mut Findings<'_>) {
    if !field.is_map {
        return;
    }
    let name = &field.name.text;
    if field.oneof.is_some() {
        findings
            .error("proto-map", field.type_node, format!("expected no map in a oneof, found '{name}'"))
            .help("put the map into a message of its own");
    } else if field.extendee.is_some() {
        findings
            .error("proto-map", field.type_node, format!("expected no map as an extension, found '{name}'"))
            .help("put the map into a message of its own");
    }
}

fn group(field: &Field, syntax: Syntax, findings: &mut Findings<'_>) {
    if !field.is_group {
        return;
    }
    let unit = findings.unit();
    let name = field_name(unit.tree.node(field.node));
    let text = name.map_or("", Node::text);
    if let Some(name) = name.filter(|_| !text.starts_with(|letter: char| letter.is_ascii_uppercase())) {
        let finding = findings
            .error("proto-group", name.id(), format!("expected a group's name with a capital first, found '{text}'"))
            .help("a group declares a message; its field has the name in lower case");
        let mut capital = text.to_owned();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        if capital != text {
            finding.replace(name.id(), capital);
        }
    }
    if syntax == Syntax::Proto2 {
        return;
    }
    let finding = if syntax == Syntax::Proto3 {
        findings
            .error("proto-group", field.type_node, format!("expected a message, found the group '{text}'"))
            .help("proto3 has no groups; declare a message and a field of its type")
    } else {
        findings
            .error("proto-group", field.type_node, format!("expected a message, found the group '{text}'"))
            .help("in editions a field is written as a group by `[features.message_encoding = DELIMITED]`")
    };
    as_message(finding, field, syntax);
}

/// `group G = 1 { … }` → `message G { … }` and a field of its type.
fn as_message(finding: Finding<'_>, field: &Field, syntax: Syntax) {
    let unit = finding.unit();
    let node = unit.tree.node(field.node);
    let (Some(name), Some(body)) = (field_name(node), node.part(Kind::Body)) else { return };
    // In a oneof or an extend no message can stand.
    if field.oneof.is_some() || field.extendee.is_some() || node.part(Kind::CompactOptions).is_some() {
        return;
    }
    let label = match field.label {
        Some((Label::Repeated, _)) => "repeated ",
        _ => "",
    };
    let feature = if syntax.is_edition() { " [features.message_encoding = DELIMITED]" } else { "" };
    let number = unit.tree.node(field.number.node).text();
    let declared = format!(" {label}{} {} = {number}{feature};", name.text(), field.name.text);
    let head = Span::new(node.span().start as usize, body.span().start as usize);
    let edits = vec![(head, format!("message {} ", name.text())), (Span::at(body.span().end as usize), declared)];
    finding.edits("declare a message and a field", edits);
}

fn field_name(node: Node<'_>) -> Option<Node<'_>> {
    ast::Field::cast(node).and_then(ast::Field::name)
}

fn reserved_names(syntax: Syntax, names: &[super::super::model::ReservedName], findings: &mut Findings<'_>) {
    for reserved in names {
        let name = &reserved.name;
        if syntax.is_edition() && !reserved.is_identifier {
            let finding = findings
                .error(
                    "proto-reserved",
                    name.node,
                    format!("expected a reserved name without quotes, found \"{}\"", name.text),
                )
                .help("in editions reserved names are identifiers");
            if is_identifier(&name.text) {
                finding.replace(name.node, name.text.clone());
            }
        } else if !syntax.is_edition() && reserved.is_identifier {
            findings
                .error(
                    "proto-reserved",
                    name.node,
                    format!("expected a reserved name in quotes, found `{}`", name.text),
                )
                .help("proto2 and proto3 reserve names as strings")
                .replace(name.node, format!("\"{}\"", name.text));
        } else if !is_identifier(&name.text) {
            findings
                .warning("proto-reserved", name.node, format!("the reserved name \"{}\" is no identifier", name.text))
                .help("no field could have it anyway");
        }
    }
}

/// Letters, digits and `_`, no digit first.
pub fn is_identifier(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.bytes().next().is_some_and(|byte| !byte.is_ascii_digit())
}
