//! Names of fields in JSON: two fields must not share one.
//!
//! Knows the file alone.

use std::collections::HashMap;

use super::super::features::{self, FileFeatures, JsonFormat};
use super::super::linked::Target;
use super::super::model::{Field, Message, Origin, ValueKind};
use super::declared::Declared;
use super::findings::Findings;
use crate::syntax::NodeId;

/// A field's JSON name by protoc's rule: `foo_bar` → `fooBar`.
pub fn default_name(field: &str) -> String {
    let mut name = String::with_capacity(field.len());
    let mut is_first = false;
    for letter in field.chars() {
        if letter == '_' {
            is_first = true;
            continue;
        }
        name.push(if is_first { letter.to_ascii_uppercase() } else { letter });
        is_first = false;
    }
    name
}

/// The `json_name` that is written at a field, and the node of its setting.
pub fn written_name(field: &Field) -> Option<(&[u8], NodeId)> {
    let setting = features::setting(&field.options, "json_name")?;
    match &setting.value.kind {
        ValueKind::String(name) => Some((name, setting.node)),
        _ => None,
    }
}

/// A field's name in JSON, and the node that gives it if it is not the default.
struct JsonName<'f> {
    field: &'f Field,
    custom: Option<NodeId>,
}

/// Fields of a message that share a name in JSON.
pub fn check(declared: &Declared<'_>, features: &FileFeatures, findings: &mut Findings<'_>) {
    for message in declared.messages.iter().filter(|message| message.is_closed).map(|message| message.part) {
        if message.origin == Origin::MapEntry
            || features::flag(&message.options, "deprecated_legacy_json_field_conflicts") == Some(true)
        {
            continue;
        }
        let is_legacy = features.of(Target::Message, message.node).json_format == JsonFormat::LegacyBestEffort;
        // Field masks know default names only, so those must be distinct whatever is written.
        conflicts(message, is_legacy, false, findings);
        if message.fields.iter().any(|field| written_name(field).is_some()) {
            conflicts(message, is_legacy, true, findings);
        }
    }
}

fn conflicts(message: &Message, is_legacy: bool, with_custom: bool, findings: &mut Findings<'_>) {
    let mut seen: HashMap<Vec<u8>, JsonName<'_>> = HashMap::new();
    for field in &message.fields {
        let default = default_name(&field.name.text).into_bytes();
        let custom = written_name(field).filter(|&(name, _)| with_custom && name != default);
        if let Some((name, node)) = custom.filter(|(name, _)| name.first() == Some(&b'[') && name.last() == Some(&b']'))
        {
            let text =
                format!("expected a JSON name without brackets around it, found \"{}\"", String::from_utf8_lossy(name));
            findings.error("proto-json-name", node, text).help("in JSON a name in brackets is that of an extension");
            continue;
        }
        let name = custom.map_or(default, |(name, _)| name.to_vec());
        let this = JsonName { field, custom: custom.map(|(_, node)| node) };
        let Some(first) = seen.get(&name) else {
            seen.insert(name, this);
            continue;
        };
        let is_reported = with_custom && this.custom.is_none() && first.custom.is_none();
        // Fields of one name are told by name.
        if is_reported || first.field.name.text == field.name.text {
            continue;
        }
        let text = format!(
            "'{}' and '{}' are both \"{}\" in JSON",
            first.field.name.text,
            field.name.text,
            String::from_utf8_lossy(&name)
        );
        let involves_default = this.custom.is_none() || first.custom.is_none();
        let finding = match is_legacy && involves_default {
            true => findings.warning("proto-json-name", field.name.node, text),
            false => findings.error("proto-json-name", field.name.node, text),
        };
        let help = match with_custom {
            true => "give one of them another `json_name`",
            false => {
                "name one of them otherwise: the names must differ in more than underscores, whatever `json_name` says"
            }
        };
        finding.label(first.field.name.node, "the other field").help(help);
    }
}
