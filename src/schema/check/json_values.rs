//! Names of enum values in JSON that are written by hand, with `(pb.enumvalue.json).string`.
//!
//! The option is that of `google/protobuf/json_enumvalue_options.proto`; it is read off the settings.

use std::collections::HashMap;

use super::super::features;
use super::super::model::{Enum, EnumValue, Setting, ValueKind};
use super::super::resolve::{Around, Outcome, look_up};
use super::findings::Findings;
use super::linked::Linked;
use crate::syntax::ast::AggregateField;
use crate::syntax::{Kind, NodeId, literal};

/// The full name of the extension.
const OPTION: &str = "pb.enumvalue.json";

/// A name that is written by hand, and where.
struct Custom {
    bytes: Vec<u8>,
    text: String,
    node: NodeId,
}

impl Custom {
    fn new(bytes: Vec<u8>, node: NodeId) -> Custom {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Custom { bytes, text, node }
    }
}

/// Holds the names in JSON of a file's enum values against each other and against the numbers.
pub fn check(linked: &Linked<'_>, findings: &mut Findings<'_>) {
    // The option's last part is in its every name, so most files are done here.
    let is_candidate = |setting: &Setting| {
        setting.parts.first().is_some_and(|part| part.is_extension && part.name.text.ends_with("json"))
    };
    for part in &linked.declared.enums {
        let part = (part.part, part.around);
        if !part.0.values.iter().any(|value| value.options.iter().any(is_candidate)) {
            continue;
        }
        let around = Around::new(&linked.declared.scope(part.1));
        let custom = |value: &EnumValue| value.options.iter().find_map(|setting| custom(linked, &around, setting));
        let values: Vec<(&EnumValue, Option<Custom>)> =
            part.0.values.iter().map(|value| (value, custom(value))).collect();
        conflicts(part.0, &values, findings);
        for (value, custom) in &values {
            if let Some(custom) = custom {
                alone(value, custom, findings);
            }
        }
    }
}

/// The string that a setting gives, if it is that option's.
fn custom(linked: &Linked<'_>, around: &Around, setting: &Setting) -> Option<Custom> {
    let first = setting.parts.first().filter(|part| part.is_extension)?;
    let scope = linked.world.scope(linked.unit.index)?;
    let Outcome::Found(symbol) = look_up(linked.world, scope, around, &first.name.text, false) else { return None };
    if linked.world.full_name(symbol) != OPTION {
        return None;
    }
    match (setting.parts.get(1), &setting.value.kind) {
        (Some(part), ValueKind::String(bytes)) if part.name.text == "string" => {
            Some(Custom::new(bytes.clone(), setting.value.node))
        }
        (None, ValueKind::Aggregate) => {
            let fields = linked.unit.tree.node(setting.value.node).nodes().filter_map(AggregateField::cast);
            let mut values = fields.filter(|field| field.name().is_some_and(|name| name.text() == "string"));
            let value = values.find_map(AggregateField::value).filter(|value| value.kind() == Kind::Strings)?;
            Some(Custom::new(literal::concatenated(value), value.id()))
        }
        _ => None,
    }
}

fn conflicts(part: &Enum, values: &[(&EnumValue, Option<Custom>)], findings: &mut Findings<'_>) {
    let has_aliases = features::flag(&part.options, "allow_alias") == Some(true);
    let mut by_number: HashMap<i64, usize> = HashMap::new();
    let mut by_name: HashMap<&str, &EnumValue> = HashMap::new();
    for (at, (value, custom)) in values.iter().enumerate() {
        let first = *by_number.entry(value.number.value).or_insert(at);
        let text = |custom: &Option<Custom>| custom.as_ref().map(|custom| custom.text.clone());
        if has_aliases && text(&values[first].1) != text(custom) {
            let first = values[first].0;
            findings
                .error(
                    "proto-json-name",
                    custom.as_ref().map_or(value.name.node, |custom| custom.node),
                    format!(
                        "expected one name in JSON for '{}' and '{}', which are one number",
                        first.name.text, value.name.text
                    ),
                )
                .label(first.node, "the other value")
                .help("give all aliases the same `(pb.enumvalue.json).string`");
        }
        let names = [(value.name.text.as_str(), value.name.node)];
        let names = names.into_iter().chain(custom.as_ref().map(|custom| (custom.text.as_str(), custom.node)));
        for (name, node) in names {
            let other = *by_name.entry(name).or_insert(value);
            if other.number.value != value.number.value {
                findings
                    .error(
                        "proto-json-name",
                        node,
                        format!("'{}' and '{}' are both \"{name}\" in JSON", other.name.text, value.name.text),
                    )
                    .label(other.node, "the other value")
                    .help("give one of them another name");
            }
        }
    }
}

fn alone(value: &EnumValue, custom: &Custom, findings: &mut Findings<'_>) {
    if custom.text.contains('\0') {
        findings.error("proto-json-name", custom.node, "expected a JSON name without NUL in it");
    }
    if std::str::from_utf8(&custom.bytes).is_err() {
        findings.error("proto-json-name", custom.node, "expected a JSON name of valid UTF-8");
    }
    let number = custom.text.trim_matches(|letter: char| letter.is_ascii_whitespace()).parse::<i32>();
    if number.is_ok_and(|number| i64::from(number) != value.number.value) {
        let text = format!("expected no number but {} as the JSON name of '{}'", value.number.value, value.name.text);
        findings
            .error("proto-json-name", custom.node, text)
            .help("JSON may have a value's number in the place of its name");
    }
}
