//! Extension declarations: the ranges of a message may say beforehand which extension has which number, name and type.
//!
//! See the comments at `ExtensionRangeOptions` in descriptor.proto. Reads the settings as they are written.

use std::collections::{HashMap, HashSet};

use super::super::features;
use super::super::model::{ExtensionRange, Field, Label, Message, Scalar, ValueKind};
use super::super::unit::Unit;
use super::findings::Findings;
use super::linked::{FieldType, Found, Linked, range_end};
use crate::syntax::ast::AggregateField;
use crate::syntax::literal;
use crate::syntax::{Kind, NodeId};

/// The file whose messages nobody holds against their declarations: they are Google's register.
const DESCRIPTOR: &str = "google/protobuf/descriptor.proto";

/// One `declaration = { … }`.
#[derive(Debug, Default)]
struct Declaration {
    node: NodeId,
    number: i64,
    full_name: Option<String>,
    kind: Option<String>,
    is_reserved: bool,
    is_repeated: bool,
}

/// The declarations of a range.
fn declarations(range: &ExtensionRange, unit: &Unit) -> Vec<Declaration> {
    let is_declaration = |name: &str| name == "declaration";
    let settings = range.options.iter().filter(
        |setting| matches!(setting.parts.as_slice(), [part] if !part.is_extension && is_declaration(&part.name.text)),
    );
    let braces = settings.filter(|setting| matches!(setting.value.kind, ValueKind::Aggregate));
    braces.map(|setting| declaration(setting.value.node, unit)).collect()
}

fn declaration(node: NodeId, unit: &Unit) -> Declaration {
    let mut declaration = Declaration { node, ..Declaration::default() };
    for field in unit.tree.node(node).nodes().filter_map(AggregateField::cast) {
        let (Some(name), Some(value)) = (field.name(), field.value()) else { continue };
        let text = || {
            (value.kind() == Kind::Strings).then(|| String::from_utf8_lossy(&literal::concatenated(value)).into_owned())
        };
        let is_true = || matches!(value.text(), "true" | "True" | "t" | "1");
        match name.text() {
            "number" => {
                let number = literal::int(value.text()).and_then(|number| i64::try_from(number).ok());
                declaration.number = number.unwrap_or(-1);
            }
            "full_name" => declaration.full_name = text(),
            "type" => declaration.kind = text(),
            "reserved" => declaration.is_reserved = is_true(),
            "repeated" => declaration.is_repeated = is_true(),
            _ => {}
        }
    }
    declaration
}

/// The `verification` of a range, if it is written.
fn verification(range: &ExtensionRange) -> Option<(&str, NodeId)> {
    let setting = features::setting(&range.options, "verification")?;
    match &setting.value.kind {
        ValueKind::Ident(word, false) => Some((word, setting.node)),
        _ => None,
    }
}

/// What is wrong with the declarations of a file's messages by themselves.
pub fn check(linked: &Linked<'_>, findings: &mut Findings<'_>) {
    for message in linked.declared.messages.iter().map(|message| message.part) {
        let mut names: HashMap<String, NodeId> = HashMap::new();
        for range in &message.extension_ranges {
            let declarations = declarations(range, linked.unit);
            let Some(first) = declarations.first() else { continue };
            if let Some(("UNVERIFIED", node)) = verification(range) {
                findings
                    .error(
                        "proto-declaration",
                        node,
                        "expected `verification = DECLARATION` or nothing where extensions are declared",
                    )
                    .label(first.node, "an extension is declared here")
                    .help("what is declared is verified")
                    .remove_setting(node);
                break;
            }
            range_declarations(message, range, &declarations, linked.unit, &mut names, findings);
        }
    }
}

fn range_declarations(
    message: &Message,
    range: &ExtensionRange,
    declarations: &[Declaration],
    unit: &Unit,
    names: &mut HashMap<String, NodeId>,
    findings: &mut Findings<'_>,
) {
    let mut numbers = HashSet::new();
    let within = range.range.start.value..=range_end(message, &range.range, unit);
    for declaration in declarations {
        let (number, node) = (declaration.number, declaration.node);
        if !within.contains(&number) {
            let text = format!("expected a number in {} to {}, found {number}", within.start(), within.end());
            findings
                .error("proto-declaration", range.range.node, text)
                .label(node, "declared here")
                .help("a declaration speaks of its own range only");
        }
        if !numbers.insert(number) {
            findings
                .error(
                    "proto-declaration",
                    range.range.node,
                    format!("the extension number {number} is declared twice"),
                )
                .label(node, "declared again here");
        }
        let (Some(full_name), Some(kind)) = (&declaration.full_name, &declaration.kind) else {
            if declaration.full_name.is_some() != declaration.kind.is_some() || !declaration.is_reserved {
                findings
                    .error("proto-declaration", node, "expected both `full_name` and `type` in the declaration")
                    .help("only a number that is `reserved: true` needs neither");
            }
            continue;
        };
        if let Some(&first) = names.get(full_name) {
            findings
                .error("proto-declaration", node, format!("the extension '{full_name}' is declared twice"))
                .label(first, "first declared here");
            return;
        }
        names.insert(full_name.clone(), node);
        name(full_name, "full_name", node, findings);
        if !is_scalar(kind) {
            name(kind, "type", node, findings);
        }
    }
}

fn is_scalar(kind: &str) -> bool {
    kind == "enum" || Scalar::of(kind).is_some()
}

/// A full name is written with a dot before it.
fn name(name: &str, field: &str, node: NodeId, findings: &mut Findings<'_>) {
    let is_word =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match name.strip_prefix('.') {
        None => {
            findings
                .error(
                    "proto-declaration",
                    node,
                    format!("expected a dot before the full name in `{field}`, found \"{name}\""),
                )
                .help(format!("write \".{name}\""));
        }
        Some(parts) if !parts.split('.').all(is_word) => {
            findings.error("proto-declaration", node, format!("expected a full name in `{field}`, found \"{name}\""));
        }
        Some(_) => {}
    }
}

/// The declarations of ranges that were asked for, each read once: of a number that is declared twice the first.
#[derive(Debug, Default)]
pub struct Register(HashMap<(u32, NodeId), HashMap<i64, Declaration>>);

impl Register {
    fn of(&mut self, range: &ExtensionRange, unit: &Unit) -> &HashMap<i64, Declaration> {
        self.0.entry((unit.index, range.range.node)).or_insert_with(|| {
            let mut declared = HashMap::new();
            for declaration in declarations(range, unit) {
                declared.entry(declaration.number).or_insert(declaration);
            }
            declared
        })
    }
}

/// Whether an extension is what the message it extends has declared.
pub fn keeps(
    register: &mut Register,
    linked: &Linked<'_>,
    field: &Field,
    around: Option<usize>,
    extendee: Found<'_, Message>,
    findings: &mut Findings<'_>,
) {
    let number = field.number.value;
    let is_in = |part: &&ExtensionRange| {
        (part.range.start.value..=range_end(extendee.part, &part.range, extendee.unit)).contains(&number)
    };
    let Some(range) = extendee.part.extension_ranges.iter().find(is_in) else { return };
    if extendee.unit.file.name == DESCRIPTOR {
        return;
    }
    let Some(place) = field.extendee.as_ref().map(|name| name.node) else { return };
    let declarations = register.of(range, extendee.unit);
    let full_name = format!(".{}", linked.declared.full_name(around, &field.name.text));
    let Some(declaration) = declarations.get(&number) else {
        if !declarations.is_empty() || verification(range).is_some_and(|(word, _)| word == "DECLARATION") {
            let message = linked.world.full_name(extendee.symbol);
            findings
                .error("proto-declaration", place, format!("'{message}' does not declare an extension {number}"))
                .label(field.number.node, "the number")
                .help(format!("where some are declared, all are: `declaration = {{ number: {number} full_name: \"{full_name}\" … }}`"));
        }
        return;
    };
    if declaration.is_reserved {
        let message = linked.world.full_name(extendee.symbol);
        findings.error("proto-declaration", place, format!("the extension number {number} of '{message}' is reserved"));
        return;
    }
    let mut differs = |what: &str, expected: &str, found: &str| {
        let text = format!("expected {what} {expected} for the extension {number}, found {found}");
        findings
            .error("proto-declaration", place, text)
            .label(field.name.node, "the extension")
            .help("the message declares it otherwise");
    };
    if let (Some(kind), Some(found)) =
        (declaration.kind.as_deref().filter(|kind| !kind.is_empty()), type_name(linked, field, around))
    {
        let is_bare = !is_scalar(kind) && !kind.starts_with('.');
        let expected = if is_bare { format!(".{kind}") } else { kind.to_owned() };
        if expected != found {
            differs("the type", &format!("`{expected}`"), &format!("`{found}`"));
        }
    }
    if let Some(expected) = declaration.full_name.as_deref().filter(|name| !name.is_empty() && *name != full_name) {
        differs("the name", &format!("'{expected}'"), &format!("'{full_name}'"));
    }
    let is_repeated = matches!(field.label, Some((Label::Repeated, _)));
    if is_repeated != declaration.is_repeated {
        let word = |is_repeated| if is_repeated { "`repeated`" } else { "`optional`" };
        differs("the label", word(declaration.is_repeated), word(is_repeated));
    }
}

/// The type of a field as a declaration has it.
fn type_name(linked: &Linked<'_>, field: &Field, around: Option<usize>) -> Option<String> {
    let full_name = match linked.type_of(field, around)? {
        FieldType::Scalar(scalar) => return Some(scalar.word().to_owned()),
        FieldType::Message(found) => linked.world.full_name(found.symbol),
        FieldType::Enum(found) => linked.world.full_name(found.symbol),
        FieldType::Own(message) => linked.declared.full_name(around, &message.name.text),
    };
    Some(format!(".{full_name}"))
}
