//! Several messages in a row: gRPC's frames, with gRPC-Web's trailers, and messages behind their lengths as varints.
//!
//! A stream is walked, not kept: a large one has millions of messages.

use super::{Found, Inside, Layer, Outer, Taking};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;
use crate::wire::frame::{self, Frame, FrameFault};
use crate::wire::{scan, varint};

/// Lengths of frames above this are none: no server takes messages of more than a few megabytes.
const MAX_FRAME: u32 = 1 << 26;

/// How much of the trailers is told, in characters.
const MAX_TRAILERS: usize = 300;

pub(super) fn grpc(outer: &Outer<'_>, taking: &Taking) -> Option<Found> {
    let bytes = outer.bytes;
    let mut at = 0;
    let (mut count, mut has_content) = (0u32, false);
    let mut trailers = None;
    let fault = loop {
        if at == bytes.len() {
            break None;
        }
        match frame::read(bytes, at) {
            Ok(frame) => {
                at = frame.message.end as usize;
                has_content |= !frame.message.is_empty();
                if frame.trailers {
                    trailers = trailers.or(Some(frame));
                } else {
                    count += 1;
                }
            }
            Err(fault) => break Some(fault),
        }
    };
    let is_cut = |fault: FrameFault| match fault {
        FrameFault::MessageCutShort { length, left } => length <= MAX_FRAME && (left > 0 || has_content),
        // Zeros alone are frames, too.
        FrameFault::HeaderCutShort(_) | FrameFault::Flag(_) => has_content,
    };
    if bytes.is_empty() || fault.is_some_and(|it| !is_cut(it)) {
        return None;
    }
    let mut rest = None;
    if let Some(FrameFault::MessageCutShort { .. }) = fault {
        count += 1;
        rest = Some(Frame {
            compressed: bytes.get(at) == Some(&1),
            trailers: false,
            message: Span::new(at + frame::HEADER_SIZE, bytes.len()),
        });
    }
    let chosen = taking.message(outer.depth, count);
    let frame = frames(bytes).filter(|it| !it.trailers).nth(chosen as usize).or(rest);
    let message = frame.map_or(Span::at(bytes.len()), |it| it.message);
    let diagnostics = fault.map(|fault| broken(fault, Span::new(at, bytes.len()))).into_iter().collect();
    Some(Found {
        messages: Some(count),
        chosen,
        note: trailers.map(|it| told(it, bytes)),
        diagnostics,
        compressed: frame.is_some_and(|it| it.compressed),
        ..Found::new(Layer::Grpc, Inside::Part(message))
    })
}

fn frames(bytes: &[u8]) -> impl Iterator<Item = Frame> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let frame = frame::read(bytes, at).ok()?;
        at = frame.message.end as usize;
        Some(frame)
    })
}

/// The trailers as gRPC-Web has them: lines of a name, a colon and a value.
fn told(trailers: Frame, bytes: &[u8]) -> String {
    if trailers.compressed {
        return format!("trailers, compressed, {} bytes", trailers.message.len());
    }
    let text = String::from_utf8_lossy(trailers.message.of(bytes));
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    format!("trailers: {}", lines.join(", ").chars().take(MAX_TRAILERS).collect::<String>())
}

fn broken(fault: FrameFault, rest: Span) -> Diagnostic {
    Diagnostic::error("layer-frame", Place::bytes(rest), fault.message())
        .with_help("the stream of gRPC frames is cut off or damaged here; the frames before it are whole")
}

pub(super) fn delimited(outer: &Outer<'_>, taking: &Taking) -> Option<Found> {
    let bytes = outer.bytes;
    let mut at = 0;
    let (mut count, mut has_content) = (0u32, false);
    for message in lengths(bytes) {
        if !scan::is_clean(bytes, message) {
            return None;
        }
        has_content |= !message.is_empty();
        count += 1;
        at = message.end as usize;
    }
    let is_whole = at == bytes.len();
    // A message may begin with its own length by chance: one alone is too few to tell where anything speaks against it.
    if !has_content || count == 0 || (count == 1 && !is_whole) {
        return None;
    }
    let is_clean = outer.is_clean();
    if is_clean && (count == 1 || !is_whole) {
        return None;
    }
    let chosen = taking.message(outer.depth, count);
    let message = lengths(bytes).nth(chosen as usize)?;
    let cut = (!is_whole).then(|| {
        let text = format!("expected a length and as many bytes, found fewer: {} in all", bytes.len() - at);
        Diagnostic::error("layer-stream", Place::bytes(Span::new(at, bytes.len())), text)
            .with_help("the stream is cut off here; the messages before it are whole")
    });
    Some(Found {
        sure: !is_clean,
        messages: Some(count),
        chosen,
        diagnostics: cut.into_iter().collect(),
        ..Found::new(Layer::Delimited, Inside::Part(message))
    })
}

/// The messages behind their lengths, up to the first that is not whole.
fn lengths(bytes: &[u8]) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let length = varint::read(bytes, at).ok().filter(|it| !it.is_overlong() && !it.overflow)?;
        let start = at + usize::from(length.len);
        let end = start.checked_add(usize::try_from(length.value).ok()?).filter(|&it| it <= bytes.len())?;
        at = end;
        Some(Span::new(start, end))
    })
}
