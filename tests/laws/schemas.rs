//! Random schemas: any kind of field in any kind of message, types in circles, required fields in chains.

use std::fmt::Write as _;

use proptest::prelude::*;

/// The scalar kinds.
const SCALARS: [&str; 15] = [
    "double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
    "sfixed64", "bool", "string", "bytes",
];
/// Those that a map's key can have.
const KEYS: [&str; 6] = ["int32", "uint64", "sint64", "fixed32", "bool", "string"];
/// The types of `google/protobuf` that JSON has forms for.
const KNOWN: [&str; 9] =
    ["Any", "Timestamp", "Duration", "FieldMask", "Struct", "Value", "ListValue", "Int64Value", "Empty"];
/// Names that promise something, and such that do not.
const NAMES: [&str; 16] = [
    "id",
    "name",
    "user_email",
    "created_at",
    "price_cents",
    "latitude",
    "tags",
    "phone",
    "update_mask",
    "Zip",
    "x",
    "__proto__",
    "url",
    "fooBar",
    "count",
    "expires_unix_nanos",
];
/// How many messages a schema has.
const MESSAGES: usize = 4;

/// A field: its label, its type and its name, by numbers that are taken as far as they go.
type Field = (usize, usize, usize, usize);

/// The text of a file of the package `law` with the messages `M0` to `M3`.
pub fn schemas() -> impl Strategy<Value = String> {
    let field = (0..8usize, 0..64usize, 0..64usize, 0..NAMES.len());
    let messages = prop::collection::vec(prop::collection::vec(field, 0..9), MESSAGES);
    (0..3usize, messages).prop_map(|(edition, messages)| text(edition, &messages))
}

fn text(edition: usize, messages: &[Vec<Field>]) -> String {
    let head = ["syntax = \"proto2\";", "syntax = \"proto3\";", "edition = \"2023\";"][edition];
    let mut out = format!("{head}\npackage law;\n");
    for file in ["any", "timestamp", "duration", "field_mask", "struct", "wrappers", "empty"] {
        let _ = writeln!(out, "import \"google/protobuf/{file}.proto\";");
    }
    for (at, fields) in messages.iter().enumerate() {
        let _ = writeln!(out, "message M{at} {{");
        for (number, field) in fields.iter().enumerate() {
            let _ = writeln!(out, "  {}", declared(edition, number + 1, *field));
        }
        if edition != 1 {
            out.push_str("  extensions 100 to 200;\n");
        }
        out.push_str("}\n");
    }
    out.push_str("enum E { ZERO = 0; ONE = 1; MINUS = -1; TOP = 2147483647; }\n");
    if edition != 1 {
        let label = if edition == 0 { "optional " } else { "" };
        let _ = writeln!(out, "extend M0 {{ repeated M1 ext_a = 100; {label}string ext_email = 101; }}");
    }
    out
}

fn declared(edition: usize, number: usize, (label, kind, key, name): Field) -> String {
    let message = format!("M{}", key % MESSAGES);
    let known = format!("google.protobuf.{}", KNOWN[key % KNOWN.len()]);
    let kind = match kind {
        0..20 => message,
        20..30 => known,
        30..34 => "E".to_owned(),
        at => SCALARS[at % SCALARS.len()].to_owned(),
    };
    let name = format!("{}_{number}", NAMES[name]);
    let key = KEYS[key % KEYS.len()];
    match (label, edition) {
        (0, _) => format!("map<{key}, {kind}> {name} = {number};"),
        (1 | 2, _) => format!("repeated {kind} {name} = {number};"),
        (3, _) => format!("oneof o{number} {{ {kind} {name} = {number}; string other{number} = {}; }}", number + 40),
        (4, 0) => format!("required {kind} {name} = {number};"),
        (4, 2) => format!("{kind} {name} = {number} [features.field_presence = LEGACY_REQUIRED];"),
        (5, 0) => format!("optional group G{number} = {number} {{ optional {kind} {name} = 1; }}"),
        (5, 2) if kind.starts_with('M') => format!("{kind} {name} = {number} [features.message_encoding = DELIMITED];"),
        (_, 0) | (6, 1) => format!("optional {kind} {name} = {number};"),
        _ => format!("{kind} {name} = {number};"),
    }
}
