//! How a field is written on the wire and read again.
//!
//! Sources: the encoding guide (tags, wire types, packed), the field presence note, and the ProtoJSON format for names.

use super::super::holds::Holds;
use super::super::numbers;
use super::super::outline::word;
use super::super::space::Space;
use super::super::words::{self, LEN, START_GROUP, VARINT};
use super::{hex, type_fact, varint_of, written_type};
use crate::schema::check::json;
use crate::schema::features::{MessageEncoding, Presence, RepeatedEncoding};
use crate::schema::linked::Target;
use crate::schema::model::Scalar;
use crate::schema::names::Symbol;
use crate::syntax::ast::{self, Field, dotted};
use crate::syntax::{Kind, Node, literal};

/// What is known of a field beside its declaration.
pub(super) fn facts(space: &Space<'_>, symbol: Symbol, node: Node<'_>) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let (Some(unit), Some(view)) = (space.unit(symbol.id.unit), Field::cast(node)) else { return facts };
    let holds = space.value_of(symbol);
    if let Some(extend) = node.ancestors().find(|node| node.kind() == Kind::Extend).filter(|_| is_extension(node)) {
        let written = extend.part(Kind::TypeName).map(dotted).unwrap_or_default();
        let found = space.resolve(&space.around(symbol), &written, &|found| space.is_type(found));
        facts.push(("extends".to_owned(), found.map_or(written, |found| space.full_name(found))));
    }
    if let Some(Holds::Message(found) | Holds::Enum(found)) = holds.filter(|_| node.kind() == Kind::Field) {
        facts.extend(type_fact(space, found, &written_type(node)));
    }
    let mut fact = |label: &str, text: String| facts.push((label.to_owned(), text));
    let features = unit.features.of(Target::Field, node.id());
    let repeated = view.label().is_some_and(|label| label.text() == "repeated") || node.kind() == Kind::MapField;
    let delimited = features.message_encoding == MessageEncoding::Delimited && node.kind() != Kind::MapField;
    let element = match holds {
        Some(Holds::Scalar(scalar)) => Some(words::wire_type(scalar)),
        Some(Holds::Enum(_)) => Some(VARINT),
        Some(Holds::Message(_)) if delimited => Some(START_GROUP),
        Some(Holds::Message(_)) => Some(LEN),
        None => None,
    };
    let packs = repeated && features.repeated_field_encoding == RepeatedEncoding::Packed;
    let is_packed = packs && element.is_some_and(|element| element != LEN && element != START_GROUP);
    if let Some((name, wire_type)) = if is_packed { Some(LEN) } else { element } {
        fact("wire type", format!("{name} ({wire_type})"));
        if let Some(number) = view.number().and_then(numbers::value).filter(|number| *number > 0) {
            let tag = (number << TAG_TYPE_BITS) | i64::from(wire_type);
            fact("tag", format!("{} = {number} << {TAG_TYPE_BITS} | {wire_type}", hex(varint_of(tag))));
        }
    }
    match element {
        _ if node.kind() == Kind::MapField => {
            fact("entries", "one record each, in any order; key = 1, value = 2".to_owned())
        }
        Some(LEN | START_GROUP) | None => {}
        _ if is_packed => fact("packed", "yes: one tag and one length before all values".to_owned()),
        _ if repeated => fact("packed", "no: a tag before every value".to_owned()),
        _ => {}
    }
    if !repeated {
        fact("presence", presence(node, view, holds, features.field_presence).to_owned());
        if let Some(default) = default(space, view, holds) {
            fact("default", default);
        }
    }
    if let Some(name) = json_name(node, space, symbol) {
        fact("JSON name", name);
    }
    facts
}

fn is_extension(node: Node<'_>) -> bool {
    word(node) == Some("extension")
}

/// How many bits of a tag hold the wire type.
const TAG_TYPE_BITS: u32 = 3;

fn presence(node: Node<'_>, view: Field<'_>, holds: Option<Holds>, feature: Presence) -> &'static str {
    let around = node.ancestors().find(|node| node.kind() != Kind::Body).map(Node::kind);
    let label = view.label().map(Node::text);
    match feature {
        _ if label == Some("required") => REQUIRED,
        Presence::LegacyRequired => REQUIRED,
        _ if around == Some(Kind::Oneof) => "explicit: it is known which field of the oneof is set",
        Presence::Implicit
            if label != Some("optional")
                && around != Some(Kind::Extend)
                && !matches!(holds, Some(Holds::Message(_))) =>
        {
            "implicit: the default is not sent, so it is the same as not set"
        }
        _ => "explicit: it is known whether it was set",
    }
}

const REQUIRED: &str = "required: a message without it can't be read";

/// What it reads as when it is not there.
fn default(space: &Space<'_>, view: Field<'_>, holds: Option<Holds>) -> Option<String> {
    let written =
        ast::settings(view.node()).find(|setting| setting.name().is_some_and(|name| name.text() == "default"));
    if let Some(value) = written.and_then(ast::Setting::value) {
        return Some(value.text().to_owned());
    }
    Some(match holds? {
        Holds::Scalar(Scalar::String) => "\"\"".to_owned(),
        Holds::Scalar(Scalar::Bytes) => "no bytes".to_owned(),
        Holds::Scalar(Scalar::Bool) => "false".to_owned(),
        Holds::Scalar(_) => "0".to_owned(),
        Holds::Enum(found) => {
            let first = ast::members(space.node(found)?).find(|part| part.kind() == Kind::EnumValue)?;
            first.part(Kind::Ident)?.text().to_owned()
        }
        Holds::Message(_) => return None,
    })
}

/// The name in JSON where it is another one.
fn json_name(node: Node<'_>, space: &Space<'_>, symbol: Symbol) -> Option<String> {
    if is_extension(node) {
        return Some(format!("[{}]", space.full_name(symbol)));
    }
    let written = ast::settings(node).find(|setting| setting.name().is_some_and(|name| name.text() == "json_name"));
    if let Some(value) = written.and_then(ast::Setting::value).filter(|value| value.kind() == Kind::Strings) {
        return Some(String::from_utf8_lossy(&literal::concatenated(value)).into_owned());
    }
    let name = node.part(Kind::Ident)?.text();
    Some(json::default_name(name)).filter(|json| json != name)
}
