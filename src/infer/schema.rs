//! Payloads → a .proto that fits them all.

use super::conclude::Conclusions;
use super::observe::Place;
use super::print::{self, ROOT};
use crate::text::Span;
use crate::wire::{Junk, Part, Records};

/// How many bytes of all payloads are looked at. What is behind them seldom has another type, and nobody waits for ever.
pub const MAX_BYTES: usize = 4 << 20;

/// A schema made of payloads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inferred {
    /// The .proto file.
    pub text: String,
    /// The full name of the message that the payloads are.
    pub root: String,
}

/// The schema of some payloads that are messages of one type, declared in `package`. It is a guess, but all of them can be read
/// by it and are written by it again; of a payload that is no message that holds of the records that can be read.
pub fn schema(payloads: &[&[u8]], package: &str) -> Inferred {
    let mut room = MAX_BYTES;
    let mut messages = Vec::new();
    let mut notes = Vec::new();
    for (payload, bytes) in (0u32..).zip(payloads) {
        let (span, note) = readable(bytes, room);
        room = room.saturating_sub(span.len());
        let which = if payloads.len() == 1 { "The payload".to_owned() } else { format!("Payload {}", payload + 1) };
        notes.extend(note.map(|note| format!("{which} {note}.")));
        messages.push(Place { payload, message: payload, span });
    }
    let message = Conclusions::new(payloads).message(&messages, 0);
    let total: usize = payloads.iter().map(|bytes| bytes.len()).sum();
    let mut head = vec![
        format!("Inferred from {}, without a schema.", counted(payloads.len(), total)),
        "All that was read fits. Names are made up; types are guesses, with the reasons beside them.".to_owned(),
    ];
    head.extend(notes);
    Inferred { text: print::print(package, &head, &message), root: format!("{package}.{ROOT}") }
}

fn counted(payloads: usize, bytes: usize) -> String {
    let bytes = if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") };
    match payloads {
        1 => format!("a payload of {bytes}"),
        count => format!("{count} payloads, {bytes} in all"),
    }
}

/// The whole parts at the beginning, of about `room` bytes, and what of them or behind them is not read.
pub(super) fn readable(bytes: &[u8], room: usize) -> (Span, Option<String>) {
    let mut end = 0;
    let mut fault = None;
    for part in Records::new(bytes, Span::new(0, bytes.len())) {
        if part.span().end as usize > room {
            return (Span::new(0, end), Some(format!("is looked at up to byte {end} only: there are too many")));
        }
        end = part.span().end as usize;
        if let Part::Broken(_, why) | Part::Junk(Junk { fault: why, .. }) = part {
            fault.get_or_insert(why);
        }
    }
    let told = fault.map(|fault| format!("can't be read as a whole: at byte {}, {}", fault.at, fault.kind.message()));
    (Span::new(0, end), told)
}
