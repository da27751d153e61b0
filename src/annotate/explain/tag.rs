//! Tags: of a record, and of a group's end.

use super::{About, Part, Rule, bits, code};
use crate::annotate::node::Node;
use crate::text::Span;
use crate::wire::WireType;
use crate::wire::scan::WIRE_TYPE_BITS;
use crate::wire::varint::{self, Varint};

pub(super) fn tag(bytes: &[u8], span: Span) -> Part {
    let Ok(varint) = varint::read(bytes, span.start as usize) else { return Part::default() };
    let what =
        if span.len() == 1 { "is the tag".to_owned() } else { format!("is the tag, the varint {}", varint.value) };
    part(bytes, span, varint, &what)
}

pub(super) fn end(bytes: &[u8], node: &Node) -> Part {
    let span = node.end_tag();
    let Ok(varint) = varint::read(bytes, span.start as usize) else { return Part::default() };
    let is_its_own = varint.value >> WIRE_TYPE_BITS == u64::from(node.number);
    let what = if is_its_own { "closes the group" } else { "closes another group than is open" };
    Part { rule: Some(Rule::Group), ..part(bytes, span, varint, what) }
}

fn part(bytes: &[u8], span: Span, varint: Varint, what: &str) -> Part {
    let number = varint.value >> WIRE_TYPE_BITS;
    let wire = (varint.value & ((1 << WIRE_TYPE_BITS) - 1)) as u8;
    let mut sentence = format!(
        "{} {what}: field {number} × {} + wire type {wire} ({}).",
        code(span.of(bytes)),
        1 << WIRE_TYPE_BITS,
        WireType::from_bits(wire).map_or("none", plain)
    );
    let least = varint::minimal_len(varint.value);
    if varint.is_overlong() {
        sentence.push_str(&format!(" It has {} bytes where {least} would do.", varint.len));
    }
    // The value's bits, highest first, parted where the wire type begins.
    let mut sum = bits::sevens(span.of(bytes)).join(" ");
    sum.insert(sum.len().saturating_sub(WIRE_TYPE_BITS as usize), ' ');
    sum.push_str(&format!(" = field {number}, wire type {wire}"));
    let steps = vec![sum, format!("{number} << {WIRE_TYPE_BITS} | {wire} = {}", varint.value)];
    Part { sentences: vec![sentence], bits: bits::tag(bytes, span), steps, rule: Some(Rule::Tag) }
}

/// The wire type in a sentence.
fn plain(wire: WireType) -> &'static str {
    match wire {
        WireType::Varint => "varint",
        other => other.name(),
    }
}

pub(super) fn group(about: &About) -> Part {
    let inside = about.node.payload();
    if about.node.end_tag().is_empty() {
        let sentence = "It begins a group, which has an end instead of a length; its end is missing.".to_owned();
        return Part { sentences: vec![sentence], rule: Some(Rule::Group), ..Part::default() };
    }
    let closes = code(about.node.end_tag().of(about.bytes));
    let sentence = match inside.len() {
        0 => format!("Nothing is between it and {closes}, which closes the group."),
        count => format!(
            "The {count} {} up to {closes}, which closes the group, are {}; a group has an end instead of a length.",
            if count == 1 { "byte" } else { "bytes" },
            about.noun()
        ),
    };
    Part { sentences: vec![sentence], rule: Some(Rule::Group), ..Part::default() }
}
