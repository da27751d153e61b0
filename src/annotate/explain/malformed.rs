//! Bytes that can't be read: how far they can be, what stops a parser there, and what is behind it.

use super::bits::{self, BitRole};
use super::tag::tag;
use super::{About, Part, Rule, code};
use crate::text::Span;
use crate::wire::scan::MAX_TAG_LEN;
use crate::wire::varint;
use crate::wire::{Fault, FaultKind};

/// What a run of bytes is that can't be read as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// A tag that is sound.
    Tag,
    /// What lies between a group's tag and the fault inside it.
    Between,
    /// What the fault is about.
    Broken,
    /// What is behind it.
    Behind,
}

/// The pieces of an unreadable run, in order; they partition it.
fn pieces(bytes: &[u8], all: Span, fault: Fault) -> [(Span, Piece); 4] {
    let bytes = Span { start: 0, end: all.end }.of(bytes);
    let clamp = |at: usize| (at as u32).clamp(all.start, all.end);
    let broken = clamp(fault.at as usize);
    let varint_end = |at: u32| match varint::read(bytes, at as usize) {
        Ok(it) => clamp(at as usize + usize::from(it.len)),
        Err(_) => clamp(at as usize + varint::MAX_LEN),
    };
    let tag_end = if broken > all.start { varint_end(all.start).min(broken) } else { all.start };
    let broken_end = match fault.kind {
        FaultKind::FixedCutShort { .. } => all.end,
        _ => varint_end(broken),
    };
    [
        (Span { start: all.start, end: tag_end }, Piece::Tag),
        (Span { start: tag_end, end: broken }, Piece::Between),
        (Span { start: broken, end: broken_end }, Piece::Broken),
        (Span { start: broken_end, end: all.end }, Piece::Behind),
    ]
}

/// A run that can't be read.
pub(super) fn junk(about: &About) -> Part {
    let all = about.node.span;
    let mut sentences = Vec::new();
    match about.nodes.fault(about.bytes, about.id) {
        Some(fault) => {
            let [(sound, _), _, (broken, _), _] = pieces(about.bytes, all, fault);
            let these = if all.len() == 1 { "This byte".to_owned() } else { format!("These {} bytes", all.len()) };
            sentences.push(format!("{these} can't be read."));
            if !sound.is_empty() {
                sentences.extend(tag(about.bytes, sound).sentences);
            }
            sentences.push(match broken.is_empty() {
                true => "Behind it the bytes end.".to_owned(),
                false => format!("At byte {} {} is {}.", fault.at, code(broken.of(about.bytes)), what(fault.kind)),
            });
        }
        None => {
            let run = about.nodes.field(about.node.parent).map_or("value", |it| match it.shape.wire().width() {
                Some(4) => "value of 4 bytes",
                Some(_) => "value of 8 bytes",
                None => "varint",
            });
            let left = if all.len() == 1 { "1 byte is".to_owned() } else { format!("{} bytes are", all.len()) };
            sentences.push(format!("The packed run ends within a {run}: {left} left over."));
        }
    }
    Part { sentences, rule: Some(Rule::Malformed), ..Part::default() }
}

/// One byte of such a run.
pub(super) fn in_junk(about: &About, offset: usize) -> Option<(Span, Part)> {
    let fault = about.nodes.fault(about.bytes, about.id)?;
    let (span, piece) =
        pieces(about.bytes, about.node.span, fault).into_iter().find(|(span, _)| span.contains(offset))?;
    let own = code(Span::new(offset, offset + 1).of(about.bytes));
    let rule = Some(Rule::Malformed);
    let one = Span::new(offset, offset + 1);
    let (span, sentence) = match piece {
        Piece::Tag => {
            let mut part = tag(about.bytes, span);
            part.sentences.push("What follows it can't be read.".to_owned());
            return Some((span, Part { rule, ..part }));
        }
        Piece::Between => (one, format!("{own} is inside a group that can't be read to its end.")),
        Piece::Broken if span.len() > 1 => {
            let at = offset - span.start as usize + 1;
            (span, format!("{own} is byte {at} of {} of {}.", span.len(), what(fault.kind)))
        }
        Piece::Broken => (span, format!("{own} is {}.", what(fault.kind))),
        Piece::Behind => {
            let at = offset - span.start as usize + 1;
            let sentence = match fault.kind {
                FaultKind::LengthPastEnd { length, .. } => {
                    format!("{own} is byte {at} of {length} that the length announces; {} are there.", span.len())
                }
                _ => format!("{own} is behind what can't be read: where the next record begins, nobody knows."),
            };
            (one, sentence)
        }
    };
    let bits = match piece {
        Piece::Broken if is_tag(fault.kind) => bits::tag(about.bytes, span),
        Piece::Broken if !matches!(fault.kind, FaultKind::FixedCutShort { .. }) => {
            bits::varint(about.bytes, span, &bits::plain("the number"))
        }
        _ => bits::forwards(about.bytes, span, &|_, bit, on| (BitRole::Value, bits::adds(bit, on, "the byte"))),
    };
    Some((span, Part { sentences: vec![sentence], bits, rule, ..Part::default() }))
}

/// Whether the fault is one of a tag rather than of what is behind it.
fn is_tag(kind: FaultKind) -> bool {
    use FaultKind::*;
    match kind {
        TagTruncated | TagTooLong | NumberZero | NumberTooLarge(_) | WireTypeReserved(..) => true,
        EndWithoutStart(_) | GroupUnclosed(_) | GroupMismatch { .. } => true,
        VarintTruncated | VarintTooLong | LengthTruncated | LengthTooLong => false,
        LengthPastEnd { .. } | FixedCutShort { .. } => false,
    }
}

/// What stands where the fault is, as a noun.
fn what(kind: FaultKind) -> String {
    use FaultKind::*;
    match kind {
        TagTruncated => "a tag that goes on behind the end".into(),
        TagTooLong => format!("a tag of more than {MAX_TAG_LEN} bytes"),
        NumberZero => "a tag of field 0, which does not exist".into(),
        NumberTooLarge(number) => format!("a tag of field {number}, which is beyond the last there can be"),
        WireTypeReserved(wire, number) => {
            format!("a tag of field {number} with wire type {wire}, which is not defined")
        }
        VarintTruncated => "a varint that goes on behind the end".into(),
        VarintTooLong => "a varint that goes on after ten bytes".into(),
        LengthTruncated => "a length that goes on behind the end".into(),
        LengthTooLong => "a length that goes on after ten bytes".into(),
        LengthPastEnd { length, left } => format!("a length of {length}, and {} behind it", are_left(left)),
        FixedCutShort { width, left } => format!("a value of {width} bytes, of which {left} are there"),
        EndWithoutStart(number) => format!("the end of group {number}, which has no start"),
        GroupUnclosed(number) => format!("the start of group {number}, which has no end"),
        GroupMismatch { open, close } => format!("the end of group {close}, where group {open} is open"),
    }
}

fn are_left(count: u32) -> String {
    if count == 1 { "1 byte is".to_owned() } else { format!("{count} bytes are") }
}
