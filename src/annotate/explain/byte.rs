//! A single byte: which part of its record it is, and which part of that.

use super::bits::{self, BitRole};
use super::text::{self, character, in_text};
use super::{About, Explanation, Part, Rule, code, explain, malformed, place, superscript};
use crate::annotate::leaves::{Leaf, Role};
use crate::annotate::node::{Kind, Nodes};
use crate::annotate::problem::Problem;
use crate::text::Span;
use crate::wire::varint::{BITS, MORE};

/// The byte at `offset`; `None` past the end.
pub fn explain_byte(nodes: &Nodes, bytes: &[u8], offset: usize) -> Option<Explanation> {
    let leaf = nodes.leaf_at(offset)?;
    let node = nodes.get(leaf.node)?;
    let about = About { nodes, bytes, id: leaf.node, node };
    let is_long = leaf.span.len() > 1;
    let own = match (leaf.role, node.kind) {
        (Role::Junk, _) => malformed::in_junk(&about, offset),
        (Role::Payload, Kind::Text) => in_text(&about, offset),
        (Role::Payload, Kind::Bytes) => Some(in_bytes(&about, offset)),
        (Role::Payload, Kind::I32 | Kind::I64) => in_fixed(&about, offset),
        (Role::Payload, Kind::Varint) | (Role::Tag | Role::Length | Role::EndTag, _) if is_long => {
            in_varint(&about, &leaf, offset)
        }
        _ => None,
    };
    let explanation = match own {
        Some((span, part)) => {
            let within = match leaf.role {
                Role::Tag => " in the tag of ",
                Role::Length => " in the length of ",
                Role::EndTag => " in the end of ",
                Role::Payload => " in ",
                Role::Junk => ", ",
            };
            let own = place(Span::new(offset, offset + 1));
            let title = format!("{own}{within}{}", nodes.name_text(bytes, leaf.node));
            Explanation { title, ..about.explanation(span, Some(leaf.role), part) }
        }
        None => explain(nodes, bytes, leaf.node, Some(leaf.role))?,
    };
    Some(Explanation { byte: u32::try_from(offset).ok(), ..explanation })
}

fn in_bytes(about: &About, offset: usize) -> (Span, Part) {
    let payload = about.node.payload();
    let span = Span::new(offset, offset + 1);
    let own = span.of(about.bytes);
    let value = own.first().copied().unwrap_or_default();
    let ascii = match char::from(value) {
        it if it.is_ascii_graphic() => format!(", in ASCII {}", character(it)),
        _ => String::new(),
    };
    let at = offset - payload.start as usize;
    let mut sentence = format!("{} is {value}{ascii}: byte {} of {}.", code(own), at + 1, payload.len());
    let is_no_text = matches!(about.node.problem, Some(Problem::NotUtf8 | Problem::NotUtf8Proto2));
    if let Some((_, why)) = text::first_wrong(payload.of(about.bytes)).filter(|&(wrong, _)| is_no_text && wrong == at) {
        sentence.push_str(&format!(" It is no UTF-8: {why}."));
    }
    let say = |_: usize, bit: u32, on: bool| (BitRole::Value, bits::adds(bit, on, "the byte"));
    let bits = bits::forwards(about.bytes, span, &say);
    (span, Part { sentences: vec![sentence], bits, rule: Some(Rule::LengthDelimited), ..Part::default() })
}

/// What it adds to the value of a tag, a length or a number.
fn in_varint(about: &About, leaf: &Leaf, offset: usize) -> Option<(Span, Part)> {
    let byte = *about.bytes.get(offset)?;
    let at = offset - leaf.span.start as usize;
    let whole = explain(about.nodes, about.bytes, about.id, Some(leaf.role))?;
    let low = u64::from(byte & !MORE);
    let more = if byte & MORE == 0 { "it is the last byte" } else { "another byte follows" };
    // Of the tenth byte only the lowest bit is within 64.
    let adds = low.checked_shl(BITS * at as u32).unwrap_or(0);
    let sentence = format!(
        "{} is byte {} of {}. Its lower seven bits, {low:07b}, are {low} × 2{} = {adds}; the top bit is {}: {more}.",
        code(&[byte]),
        at + 1,
        leaf.span.len(),
        superscript(BITS as i32 * at as i32),
        byte >> BITS
    );
    let part = Part { sentences: vec![sentence], bits: whole.bits, steps: whole.steps, rule: whole.rule };
    Some((leaf.span, part))
}

/// Which bits of a number of fixed width it holds.
fn in_fixed(about: &About, offset: usize) -> Option<(Span, Part)> {
    let payload = about.node.payload();
    let at = offset - payload.start as usize;
    let whole = explain(about.nodes, about.bytes, about.id, Some(Role::Payload))?;
    let low = at * u8::BITS as usize;
    let rank = match at {
        0 => ", the lowest: the first byte holds",
        _ if at + 1 == payload.len() => ", the highest: the last byte holds",
        _ => ": it holds",
    };
    let sentence = format!(
        "{} is byte {} of {}{rank} bits {low} to {} of the number.",
        code(Span::new(offset, offset + 1).of(about.bytes)),
        at + 1,
        payload.len(),
        low + u8::BITS as usize - 1
    );
    let part = Part { sentences: vec![sentence], bits: whole.bits, steps: whole.steps, rule: whole.rule };
    Some((payload, part))
}
