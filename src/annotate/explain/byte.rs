//! A single byte: which part of its record it is, and which part of that.

use super::bits::{BitRole, forwards};
use super::length::character;
use super::number::superscript;
use super::{About, Explanation, Part, Rule, code, explain, place};
use crate::annotate::leaves::Role;
use crate::annotate::node::{Kind, Nodes};
use crate::text::Span;
use crate::wire::varint::{BITS, MORE};

/// The byte at `offset`; `None` past the end.
pub fn explain_byte(nodes: &Nodes, bytes: &[u8], offset: usize) -> Option<Explanation> {
    let leaf = nodes.leaf_at(offset)?;
    let node = nodes.get(leaf.node)?;
    let about = About { nodes, bytes, id: leaf.node, node };
    let own = match (leaf.role, node.kind) {
        (Role::Payload, Kind::Text) => in_text(&about, offset),
        (Role::Payload, Kind::Bytes) => Some(in_bytes(&about, offset)),
        (Role::Payload, Kind::Varint) if leaf.span.len() > 1 => in_varint(&about, offset),
        _ => None,
    };
    match own {
        Some((span, part)) => {
            let title = format!("{} in {}", place(Span::new(offset, offset + 1)), nodes.name_text(bytes, leaf.node));
            Some(Explanation { title, ..about.explanation(span, Some(Role::Payload), part) })
        }
        None => explain(nodes, bytes, leaf.node, Some(leaf.role)),
    }
}

/// Which character it is, or is a part of.
fn in_text(about: &About, offset: usize) -> Option<(Span, Part)> {
    let payload = about.node.payload();
    let text = std::str::from_utf8(payload.of(about.bytes)).ok()?;
    let at = crate::text::floor_boundary(text, offset - payload.start as usize);
    let found = text.get(at..)?.chars().next()?;
    let before = text.get(..at)?.chars().count();
    let start = payload.start as usize + at;
    let span = Span::new(start, start + found.len_utf8());
    let own = code(Span::new(offset, offset + 1).of(about.bytes));
    let number = u32::from(found);
    let of = match found.len_utf8() {
        1 => String::new(),
        len => format!("byte {} of {len} of ", offset - start + 1),
    };
    let sentence = format!("{own} is {of}{}, U+{number:04X}, character {} of the text.", character(found), before + 1);
    // UTF-8 marks the first byte with as many ones as there are bytes, the others with `10`.
    let marks = |at: usize| match (found.len_utf8(), at) {
        (1, _) => 1,
        (len, 0) => len as u32 + 1,
        _ => 2,
    };
    let role = |at: usize, bit: u32| if bit >= u8::BITS - marks(at) { BitRole::Mark } else { BitRole::Value };
    let bits = forwards(about.bytes, span, role);
    let digits: Vec<String> = (0..)
        .zip(span.of(about.bytes))
        .map(|(at, byte)| {
            let width = (u8::BITS - marks(at)) as usize;
            format!("{:0width$b}", byte & ((1u16 << width) - 1) as u8)
        })
        .collect();
    let sum = Some(format!("{} = {number} = U+{number:04X}", digits.join(" ")));
    Some((span, Part { sentences: vec![sentence], bits, sum, rule: Some(Rule::LengthDelimited) }))
}

fn in_bytes(about: &About, offset: usize) -> (Span, Part) {
    let payload = about.node.payload();
    let span = Span::new(offset, offset + 1);
    let own = span.of(about.bytes);
    let value = own.first().copied().unwrap_or_default();
    let text = match char::from(value) {
        it if it.is_ascii_graphic() => format!(", in ASCII {}", character(it)),
        _ => String::new(),
    };
    let sentence =
        format!("{} is {value}{text}: byte {} of {}.", code(own), offset - payload.start as usize + 1, payload.len());
    let bits = forwards(about.bytes, span, |_, _| BitRole::Value);
    (span, Part { sentences: vec![sentence], bits, sum: None, rule: Some(Rule::LengthDelimited) })
}

/// What it adds to the value.
fn in_varint(about: &About, offset: usize) -> Option<(Span, Part)> {
    let payload = about.node.payload();
    let byte = *about.bytes.get(offset)?;
    let at = offset - payload.start as usize;
    let whole = explain(about.nodes, about.bytes, about.id, Some(Role::Payload))?;
    let low = u64::from(byte & !MORE);
    let more = if byte & MORE == 0 { "it is the last byte" } else { "another byte follows" };
    // Of the tenth byte only the lowest bit is within 64.
    let adds = low.checked_shl(BITS * at as u32).unwrap_or(0);
    let sentence = format!(
        "{} is byte {} of {}. Its lower seven bits, {low:07b}, are {low} × 2{} = {adds}; the top bit is {}: {more}.",
        code(&[byte]),
        at + 1,
        payload.len(),
        superscript(BITS as i32 * at as i32),
        byte >> BITS
    );
    Some((payload, Part { sentences: vec![sentence], bits: whole.bits, sum: whole.sum, rule: Some(Rule::Varint) }))
}
