//! Default values: which fields may have one. What the value itself must be is `options`' matter.

use super::super::features;
use super::super::model::{Field, Setting, Syntax};
use super::findings::Findings;
use super::linked::{Linked, is_list};

/// The setting of a field's default value.
pub fn setting(field: &Field) -> Option<&Setting> {
    features::setting(&field.options, "default")
}

/// Default values of fields that can't have one.
pub fn check(linked: &Linked<'_>, findings: &mut Findings<'_>) {
    for (field, around) in linked.declared.fields() {
        let Some(setting) = setting(field) else { continue };
        let (why, help) = if is_list(field) {
            ("which is repeated", "a list that is not set is empty")
        } else if linked.type_of(field, around).is_some_and(|kind| kind.is_message()) {
            ("which is a message", "fields of messages have no default but the empty message")
        } else if linked.unit.file.syntax == Syntax::Proto3 {
            ("since this is proto3", "in proto3 the default is always 0, false, empty or an enum's first value")
        } else {
            continue;
        };
        let text = format!("expected no default on '{}', {why}", field.name.text);
        findings.error("proto-default", setting.value.node, text).help(help).remove_setting(setting.node);
    }
}
