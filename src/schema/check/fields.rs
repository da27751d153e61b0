//! Fields by their types: options and features that only some fields may have, maps, closed enums.

use super::super::features::{self, EnumType, MessageEncoding, Presence};
use super::super::linked::Target;
use super::super::model::{Field, Origin, Scalar, Syntax, Type, ValueKind};
use super::defaults;
use super::findings::Findings;
use super::json;
use super::linked::{FieldType, Linked, is_list, is_message_set};
use crate::syntax::Kind;

/// A field with what the rules ask of it.
struct Subject<'w> {
    field: &'w Field,
    name: &'w str,
    kind: FieldType<'w>,
    is_repeated: bool,
    /// What is set at it and around it.
    features: features::Features,
}

/// Rules on the options and features of fields.
pub fn check(linked: &Linked<'_>, findings: &mut Findings<'_>) {
    for (field, around) in linked.declared.fields() {
        let message = around.and_then(|at| linked.declared.messages.get(at)).map(|message| message.part);
        if message.is_some_and(|message| message.origin == Origin::MapEntry) {
            if linked.unit.file.syntax == Syntax::Proto3 {
                open_enum("in a map", field, linked.type_of(field, around), findings);
            }
            continue;
        }
        let Some(kind) = linked.type_of(field, around) else { continue };
        let subject = Subject {
            field,
            name: &field.name.text,
            kind,
            is_repeated: is_list(field),
            features: linked.unit.features.of(Target::Field, field.node),
        };
        if linked.unit.file.syntax == Syntax::Proto3 {
            open_enum(&format!("as the type of '{}'", field.name.text), field, Some(kind), findings);
        }
        if linked.unit.file.syntax.is_edition() {
            presence(&subject, findings);
            explicit(&subject, linked, findings);
        }
        options(&subject, linked.unit.file.syntax, findings);
        if message.is_some_and(is_message_set) && field.extendee.is_none() {
            findings
                .error(
                    "proto-message-set",
                    field.name.node,
                    format!("expected no field in a message set, found '{}'", subject.name),
                )
                .help("a message set has nothing but extensions");
        }
        map_types(&subject, linked, around, findings);
        jstype(&subject, findings);
        json_name(&subject, findings);
    }
}

/// In proto3 every enum has a zero that is the default.
fn open_enum(place: &str, field: &Field, kind: Option<FieldType<'_>>, findings: &mut Findings<'_>) {
    let Some(FieldType::Enum(found)) = kind.filter(|kind| match kind {
        FieldType::Enum(found) => found.features().enum_type == EnumType::Closed,
        _ => false,
    }) else {
        return;
    };
    let text = format!("expected an open enum {place}, found '{}', which is closed", found.part.name.text);
    findings
        .error("proto-enum-type", field.type_node, text)
        .help(format!("proto3 has open enums only, and '{}' declares a closed one", found.unit.file.name));
}

/// What follows from implicit presence.
fn presence(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let field = subject.field;
    let is_implicit = subject.features.field_presence == Presence::Implicit
        && !subject.is_repeated
        && field.oneof.is_none()
        && field.extendee.is_none()
        && !subject.kind.is_message();
    if is_implicit {
        if let Some(setting) = defaults::setting(field) {
            findings
                .error("proto-presence", field.name.node, format!("expected no default on '{}', whose presence is implicit", subject.name))
                .label(setting.node, "the default")
                .help("with implicit presence 0, false or empty is the same as not set; say `features.field_presence = EXPLICIT`")
                .remove_setting(setting.node);
        }
        if let FieldType::Enum(found) = subject.kind
            && found.features().enum_type == EnumType::Closed
        {
            let text = format!(
                "expected an open enum as the type of '{}', whose presence is implicit, found '{}'",
                subject.name, found.part.name.text
            );
            findings
                .error("proto-presence", field.name.node, text)
                .help("let the field's presence be explicit, or the enum be open");
        }
    }
    if field.extendee.is_some() && subject.features.field_presence == Presence::LegacyRequired && !subject.is_repeated {
        findings
            .error(
                "proto-presence",
                field.name.node,
                format!("expected an extension that may be missing, found '{}' required", subject.name),
            )
            .help("who does not know an extension can't set it, so none is required");
    }
}

/// Features that are set at the field itself.
fn explicit(subject: &Subject<'_>, linked: &Linked<'_>, findings: &mut Findings<'_>) {
    let field = subject.field;
    for (feature, value, node) in features::explicit(&field.options, &linked.unit.tree) {
        let fault = match feature {
            "field_presence" => presence_fault(subject, value),
            "repeated_field_encoding" if !subject.is_repeated => Some(("a list", "only lists are packed or expanded")),
            "repeated_field_encoding" if !is_packable(subject) && matches!(value, "PACKED" | "1") => {
                Some(("a list of numbers", "strings, bytes and messages can't be packed"))
            }
            "utf8_validation" if !has_strings(subject) => Some(("a string", "other types are no text")),
            "message_encoding" if !subject.kind.is_message() || field.is_map => {
                Some(("a message", "only messages are delimited or length prefixed"))
            }
            _ => None,
        };
        let Some((expected, help)) = fault else { continue };
        let text = format!("expected {expected} for `features.{feature}`, found '{}'", subject.name);
        let finding = findings.error("proto-feature", field.name.node, text).label(node, "set here").help(help);
        // One in braces may stand beside others.
        if linked.unit.tree.node(node).kind() != Kind::AggregateField {
            finding.remove_setting(node);
        }
    }
}

fn presence_fault(subject: &Subject<'_>, value: &str) -> Option<(&'static str, &'static str)> {
    let field = subject.field;
    if field.oneof.is_some() {
        return Some(("a field outside of oneofs", "a oneof knows which of its fields is set"));
    }
    if subject.is_repeated {
        return Some(("a field that is no list", "a list is not set when it is empty"));
    }
    let is = |name: &str, number: &str| value == name || value == number;
    if field.extendee.is_some() && !is("LEGACY_REQUIRED", "3") {
        return Some(("a field of a message", "an extension always knows whether it is set"));
    }
    (subject.kind.is_message() && is("IMPLICIT", "2"))
        .then_some(("a field that is no message", "a field of a message always knows whether it is set"))
}

fn is_packable(subject: &Subject<'_>) -> bool {
    subject.is_repeated && subject.kind.is_packable()
}

/// A string, or a map from or to strings.
fn has_strings(subject: &Subject<'_>) -> bool {
    let is_string = |kind: &Type| matches!(kind, Type::Scalar(Scalar::String));
    match subject.kind {
        FieldType::Scalar(scalar) => scalar == Scalar::String,
        FieldType::Own(entry) => {
            entry.origin == Origin::MapEntry && entry.fields.iter().any(|field| is_string(&field.kind))
        }
        _ => false,
    }
}

/// Built-in options that only some fields may have.
fn options(subject: &Subject<'_>, syntax: Syntax, findings: &mut Findings<'_>) {
    let field = subject.field;
    let set = |name: &str| {
        features::setting(&field.options, name).filter(|_| features::flag(&field.options, name) == Some(true))
    };
    if let Some(setting) = features::setting(&field.options, "packed") {
        if syntax.is_edition() {
            let encoding = if features::flag(&field.options, "packed") == Some(true) { "PACKED" } else { "EXPANDED" };
            let feature = format!("features.repeated_field_encoding = {encoding}");
            let text = format!("expected a feature on '{}', found the option `packed`", subject.name);
            let finding = findings
                .error("proto-packed", field.name.node, text)
                .label(setting.node, "set here")
                .help(format!("in editions it is `{feature}`"));
            if is_packable(subject) {
                finding.replace(setting.node, feature);
            } else {
                finding.remove_setting(setting.node);
            }
        } else if set("packed").is_some() && !is_packable(subject) {
            findings
                .error(
                    "proto-packed",
                    field.type_node,
                    format!("expected a list of numbers to be packed, found '{}'", subject.name),
                )
                .label(setting.node, "set here")
                .help("only repeated numbers, bools and enums can be packed")
                .remove_setting(setting.node);
        }
    }
    if let Some(setting) = features::setting(&field.options, "ctype").filter(|_| syntax >= Syntax::Edition2024) {
        findings
            .error("proto-ctype", field.type_node, format!("expected no `ctype` on '{}', which edition 2024 has no longer", subject.name))
            .label(setting.node, "set here")
            .help("say `features.(pb.cpp).string_type` instead, with `import option \"google/protobuf/cpp_features.proto\";`")
            .remove_setting(setting.node);
    }
    let is_delimited =
        field.is_group || subject.features.message_encoding == MessageEncoding::Delimited && !field.is_map;
    for name in ["lazy", "unverified_lazy"] {
        let Some(setting) = set(name) else { continue };
        if !subject.kind.is_message() || is_delimited {
            let found = if subject.kind.is_message() { "a message written as a group" } else { "another type" };
            findings
                .error(
                    "proto-lazy",
                    field.type_node,
                    format!("expected a message for `{name}` on '{}', found {found}", subject.name),
                )
                .label(setting.node, "set here")
                .help("only messages behind their length are parsed later")
                .remove_setting(setting.node);
        } else if name == "unverified_lazy" && field.extendee.is_some() {
            findings
                .error(
                    "proto-lazy",
                    field.type_node,
                    format!("expected no `unverified_lazy` on the extension '{}'", subject.name),
                )
                .remove_setting(setting.node);
        }
    }
}

fn map_types(subject: &Subject<'_>, linked: &Linked<'_>, around: Option<usize>, findings: &mut Findings<'_>) {
    let field = subject.field;
    if !field.is_map {
        if subject.kind.is_map_entry() {
            findings
                .error(
                    "proto-map",
                    field.type_node,
                    format!("expected a type for '{}', found the entries of a map", subject.name),
                )
                .help("that message is made by the map; write `map<Key, Value>` or declare a message of your own");
        }
        return;
    }
    let FieldType::Own(entry) = subject.kind else { return };
    let [key, value] = entry.fields.as_slice() else { return };
    let type_of = |field| linked.type_of(field, around);
    let is_bad = match type_of(key) {
        Some(FieldType::Scalar(scalar)) => matches!(scalar, Scalar::Float | Scalar::Double | Scalar::Bytes),
        Some(_) => true,
        None => false,
    };
    if is_bad {
        let found = linked.unit.tree.node(key.type_node).text();
        findings
            .error(
                "proto-map",
                key.type_node,
                format!("expected an integer, `bool` or `string` as a map's key, found `{found}`"),
            )
            .help("only what is compared exactly can be a key");
    }
    if let Some(FieldType::Enum(found)) = type_of(value)
        && let Some(first) = found.part.values.first().filter(|first| first.number.value != 0 && !found.part.is_partial)
    {
        let text = format!("expected an enum whose first value is 0 in a map, found '{}'", found.part.name.text);
        findings.error("proto-map", value.type_node, text).help(format!(
            "its first value is `{} = {}`; an entry without a value has the first, and it is 0 on the wire",
            first.name.text, first.number.value
        ));
    }
}

fn jstype(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let field = subject.field;
    let Some(setting) = features::setting(&field.options, "jstype") else { return };
    let ValueKind::Ident(word, false) = &setting.value.kind else { return };
    let is_long = matches!(
        subject.kind,
        FieldType::Scalar(Scalar::Int64 | Scalar::Uint64 | Scalar::Sint64 | Scalar::Fixed64 | Scalar::Sfixed64)
    );
    if !is_long && (word == "JS_STRING" || word == "JS_NUMBER") {
        findings
            .error(
                "proto-jstype",
                field.type_node,
                format!("expected an integer of 64 bits for `jstype`, found '{}'", subject.name),
            )
            .label(setting.node, "set here")
            .help("JavaScript's numbers hold all other types exactly")
            .remove_setting(setting.node);
    }
}

fn json_name(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let field = subject.field;
    let Some((name, node)) = json::written_name(field) else { return };
    if field.extendee.is_some() && name != json::default_name(&field.name.text).as_bytes() {
        findings
            .error("proto-json-name", node, format!("expected no `json_name` on the extension '{}'", subject.name))
            .help("in JSON an extension has its full name in brackets")
            .remove_setting(node);
    } else if name.contains(&0) {
        findings.error("proto-json-name", node, "expected a JSON name without NUL in it");
    }
}
