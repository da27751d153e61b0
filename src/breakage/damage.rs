//! Damage to the bytes of one record: cut off, another wire type, bad UTF-8, a varint longer than it need be.

use super::scene::{Scene, Target};
use super::{Effect, Plan};
use crate::{
    annotate::{Kind, Shape},
    text::Span,
    wire::{Splice, WireType, scan, varint},
};

/// What is to be said where a tag was spoilt and parsers accept the message all the same.
pub(super) const BY_CHANCE: &str = "By chance the bytes behind it can still be read as records, so parsers accept a message that nobody sent. Nothing in the format would tell them: there is no checksum.";

/// How many records are searched for a string.
const MAX_SEARCHED: usize = 10_000;

/// The lowest bits of a tag.
const WIRE_TYPE_MASK: u8 = (1 << scan::WIRE_TYPE_BITS) - 1;

/// A byte that no UTF-8 text has (RFC 3629, section 1).
const NEVER: u8 = 0xff;

/// The most bytes a length has that no parser refuses.
const MAX_LENGTH_LEN: usize = 5;

/// Everything from the chosen byte on goes; from the last byte of its record, where it is the first of one.
pub(super) fn truncate(scene: &Scene) -> Result<Plan, String> {
    let target = scene.target()?;
    let mut top = target;
    while let Some(parent) = scene.get(top.node.parent) {
        top = parent;
    }
    // Cut between two records of the payload, nobody would notice.
    let cut = if scene.at > top.node.span.start { scene.at } else { target.node.span.end - 1 };
    let all = scene.bytes.len() as u32;
    let gone = Span { start: cut, end: all };
    let inside = scene.plain_name(&top);
    Ok(Plan {
        splices: vec![Splice::new(gone, Vec::new())],
        focus: Span { start: cut - 1, end: cut },
        place: format!("inside {inside}, before byte {cut:04x}"),
        done: format!("The last {} are gone, in the middle of {}", count(gone.len()), scene.name(&top)),
        effect: Effect::Refused,
        why: "Cut between two fields it would have passed, with the fields behind the cut missing: a message has no end mark, whoever sends it has to say how long it is.".to_owned(),
    })
}

/// The wire type in a tag becomes another one: what was a length is taken for a number, or the other way round.
pub(super) fn wire_type(scene: &Scene) -> Result<Plan, String> {
    let mut target = scene.record()?;
    if target.node.is_element() {
        target = scene.get(target.node.parent).ok_or("a value of a packed run has no tag")?;
    }
    let tag = target.node.tag();
    let first = tag.of(scene.bytes).first().copied().ok_or("there is no tag here")?;
    let old = WireType::from_bits(first & WIRE_TYPE_MASK).ok_or("there is no tag here")?;
    let (new, taken) = match old {
        WireType::Varint => (WireType::Len, "the number is taken for a length"),
        WireType::Len => (WireType::Varint, "the length is taken for the value, and what it spans for further records"),
        WireType::I32 => (WireType::I64, "four bytes too many are taken"),
        WireType::I64 => (WireType::I32, "four bytes are left over, and taken for further records"),
        WireType::SGroup | WireType::EGroup => {
            (WireType::Len, "the first byte of the group is taken for a length, and its end tag is left over")
        }
    };
    let byte = first & !WIRE_TYPE_MASK | new as u8;
    let start = tag.start as usize;
    Ok(Plan {
        splices: vec![Splice::new(Span::new(start, start + 1), vec![byte])],
        focus: tag,
        place: format!("{}: {} becomes {}", scene.plain_name(&target), old.name(), new.name()),
        done: format!(
            "The tag of {} says {} instead of {}, so {taken}",
            scene.name(&target),
            new.name(),
            old.name()
        ),
        effect: Effect::Refused,
        why: "A parser finds the end of a record by the wire type alone, whatever is declared: one wrong bit, and it is out of step with all that follows.".to_owned(),
    })
}

/// A byte of a string becomes one that is in no UTF-8.
pub(super) fn utf8(scene: &Scene) -> Result<Plan, String> {
    if scene.root.is_none() {
        return Err("without a schema nobody knows what is text".to_owned());
    }
    let is_text = |target: &Target| {
        let is_string = scene.nodes.declared(target.id).is_some_and(|field| field.shape == Shape::Text);
        is_string && target.node.kind == Kind::Text && !target.node.payload().is_empty()
    };
    let chosen = scene.target().ok().filter(is_text);
    // Of the first string, where none is chosen; one that parsers look at.
    let first = || {
        let texts = scene.nodes.iter().take(MAX_SEARCHED).map(|(id, node)| Target { id, node }).filter(is_text);
        { texts }.find(|text| {
            let inside = Scene { at: text.node.span.start, ..*scene };
            inside.target().is_ok_and(|target| target.id == text.id)
        })
    };
    let target = chosen.or_else(first).ok_or("there is no string with a character in it")?;
    let payload = target.node.payload();
    let at = if payload.contains(scene.at as usize) { scene.at } else { payload.start };
    let byte = Span { start: at, end: at + 1 };
    let is_strict = scene.nodes.field(target.id).is_some_and(|field| field.is_strict);
    let name = scene.name(&target);
    let done = format!("A byte of {name} is `ff`, which no UTF-8 text has");
    let (effect, why) = if is_strict {
        (
            Effect::Refused,
            "Strings of proto3 and of editions are checked by the parser; a field of type bytes would take it.",
        )
    } else {
        (
            Effect::Other,
            "It is a string of proto2, whose parsers do not check it: most accept it as it is, and whoever shows or stores the text meets it later. proto3 would refuse the whole message.",
        )
    };
    Ok(Plan {
        splices: vec![Splice::new(byte, vec![NEVER])],
        focus: byte,
        place: format!("in {}, byte {at:04x}", scene.plain_name(&target)),
        done,
        effect,
        why: why.to_owned(),
    })
}

/// A varint goes on with a group of zeros.
pub(super) fn overlong(scene: &Scene) -> Result<Plan, String> {
    let target = scene.target()?;
    let node = &target.node;
    let value = if node.kind == Kind::Varint { node.payload() } else { Span::default() };
    let candidates = [
        (value, varint::MAX_LEN, "number"),
        (node.length(), MAX_LENGTH_LEN, "length"),
        (node.tag(), scan::MAX_TAG_LEN.into(), "tag"),
    ];
    let can_grow = |(span, most, _): &(Span, usize, &str)| !span.is_empty() && span.len() < *most;
    let (span, _, what) =
        candidates.into_iter().find(can_grow).ok_or("its varints have all the bytes they can have")?;
    let mut bytes = span.of(scene.bytes).to_vec();
    if let Some(last) = bytes.last_mut() {
        *last |= varint::MORE;
    }
    bytes.push(0);
    let len = bytes.len();
    let (splices, moved) = scene.within(node.parent, Splice::new(span, bytes));
    let name = scene.name(&target);
    Ok(Plan {
        splices,
        focus: Scene::moved(Span { start: span.start, end: span.end + 1 }, moved),
        place: format!("the {what} of {}: {} instead of {}", scene.plain_name(&target), count(len), span.len()),
        done: format!("The {what} of {name} takes {} instead of {}, the last of them all zeros", count(len), span.len()),
        effect: Effect::Same,
        why: "Parsers accept it as the same number, so it is the same message; no encoder writes it. One message can stand in many bytes: to compare or to sign messages, compare what they mean.".to_owned(),
    })
}

pub(super) fn count(bytes: usize) -> String {
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}
