//! What a LEN field is declared as, from all its payloads: message, map, Timestamp, text, a run of numbers, or bytes.
//!
//! One payload may be a message by chance, and many a text is; all payloads of a field seldom are. What each alone looks like
//! is the opinion of `annotate::guess`.

use std::collections::HashSet;

use super::conclude::{Conclusions, Kind, Label, Message, scalar};
use super::evidence;
use super::observe::{FieldSeen, Numbers, Place};
use crate::annotate::{self, Scalar, guess};
use crate::wire::{Part, Record, Records, WireType, scan, varint};

/// What a LEN field holds.
pub(super) enum LenKind {
    /// Runs of numbers.
    Packed(Scalar),
    Text,
    Bytes,
    Timestamp,
    Message(Message),
    /// From text to this.
    Map(Kind),
}

/// What the payloads look like one by one.
#[derive(Default)]
struct Votes {
    message: usize,
    text: usize,
    all_messages: bool,
    all_text: bool,
}

impl Conclusions<'_> {
    /// What the LENs of a field are, and why. `open` makes the type of what is in them; it is asked only if they `may_open`.
    pub(super) fn len_kind(
        &mut self,
        seen: &FieldSeen,
        may_open: bool,
        open: impl FnOnce(&mut Self, &[Place]) -> Message,
    ) -> (LenKind, Vec<String>) {
        let payloads = self.payloads;
        if seen.lens.is_empty() {
            let why = "always empty: a message without fields, or text or bytes with presence".to_owned();
            return match seen.most {
                ..=1 => (LenKind::Message(Message::default()), vec![why]),
                _ => (LenKind::Text, vec!["always empty".to_owned()]),
            };
        }
        let votes = votes(payloads, &seen.lens);
        let mut too_deep = None;
        if votes.is_message(seen.lens.len()) {
            if seen.empty == 0 && is_timestamp(payloads, &seen.lens) {
                return (LenKind::Timestamp, vec![evidence::timestamps(payloads, &seen.lens)]);
            }
            if may_open {
                let before = *self;
                let message = open(self, &messages(seen));
                // Text that happens to be records happens to be of several types.
                if message.left_out.is_empty() || !votes.all_text {
                    return self.map_or_message(seen, message);
                }
                *self = before;
            } else {
                too_deep = Some("records to the last byte, and too deep to be declared".to_owned());
            }
        }
        if votes.all_text && votes.text * 2 >= seen.lens.len() {
            return (LenKind::Text, vec![evidence::texts(payloads, &seen.lens)]);
        }
        // Encoders put all numbers of a message into one run, and write none where there are no numbers.
        if too_deep.is_none()
            && seen.most == 1
            && seen.empty == 0
            && let Some((scalar, why)) = packed(payloads, &seen.lens)
        {
            return (LenKind::Packed(scalar), why);
        }
        let why = too_deep.unwrap_or_else(|| "neither text nor records nor a run of numbers".to_owned());
        (LenKind::Bytes, vec![evidence::sizes(seen), why])
    }

    fn map_or_message(&mut self, seen: &FieldSeen, message: Message) -> (LenKind, Vec<String>) {
        let is_map = seen.empty == 0 && seen.most > 1 && has_distinct_keys(self.payloads, &seen.lens);
        let mut message = message;
        if is_map && let [key, value] = message.fields.as_slice() {
            let fits = matches!(key.kind, Kind::Text)
                && value.label != Label::Many
                && !matches!(value.kind, Kind::Group(_) | Kind::Map(_) | Kind::Itself);
            if let (true, Some(value)) = (fits, message.fields.pop()) {
                let mut why =
                    vec!["each has a key of its own and a value: a map, or a repeated message like it".to_owned()];
                why.extend(value.evidence.into_iter().map(|it| format!("values: {it}")));
                return (LenKind::Map(value.kind), why);
            }
        }
        let mut why = vec!["records to the last byte".to_owned()];
        let urls = evidence::type_urls(self.payloads, &seen.lens);
        if let Some(url) = urls.first() {
            why.push(format!("looks like an Any of {url}"));
        }
        if let (2.., Some(value)) =
            (urls.len(), message.fields.iter_mut().find(|it| it.number == 2 && matches!(it.kind, Kind::Message(_))))
        {
            // What is in it has another type each time.
            value.kind = Kind::Bytes;
            value.evidence = vec!["what it is depends on the type in field 1".to_owned()];
        }
        // Numbered things have numbers of their own, too.
        if is_map && message.fields.first().is_some_and(|key| matches!(key.kind, Kind::Scalar(_))) {
            why.push("each has a first field of its own: perhaps a map".to_owned());
        }
        (LenKind::Message(message), why)
    }
}

impl Votes {
    /// Whether messages are the best that can be made of all of them.
    fn is_message(&self, count: usize) -> bool {
        match (self.all_messages, self.all_text) {
            (false, _) => false,
            (true, true) => self.message > self.text,
            // What is taken for text here is a message that happens to be readable.
            (true, false) => (self.message + self.text) * 2 >= count,
        }
    }
}

fn votes(payloads: &[&[u8]], lens: &[Place]) -> Votes {
    let mut votes = Votes { all_messages: true, all_text: true, ..Votes::default() };
    for place in lens {
        let bytes = payloads.get(place.payload as usize).copied().unwrap_or_default();
        match guess::likeliest(bytes, place.span) {
            annotate::Kind::Message => votes.message += 1,
            annotate::Kind::Text => votes.text += 1,
            _ => {}
        }
        votes.all_messages = votes.all_messages && scan::is_clean(bytes, place.span);
        votes.all_text = votes.all_text && std::str::from_utf8(place.span.of(bytes)).is_ok();
    }
    votes
}

/// Whether the LENs are rather messages than anything else.
pub(super) fn look_like_messages(payloads: &[&[u8]], lens: &[Place]) -> bool {
    votes(payloads, lens).is_message(lens.len())
}

/// Whether one of the LENs looks like text or a message.
pub(super) fn looks_meaningful(payloads: &[&[u8]], lens: &[Place]) -> bool {
    let votes = votes(payloads, lens);
    votes.text > 0 || votes.message > 0
}

/// The LENs as messages: those that are empty have no field, which matters where they are counted.
fn messages(seen: &FieldSeen) -> Vec<Place> {
    let empty = seen.lens.first().map(|place| Place { span: crate::text::Span::at(0), ..*place });
    seen.lens.iter().copied().chain(empty.into_iter().cycle().take(seen.empty as usize)).collect()
}

/// The records of a LEN that is clean.
fn records<'a>(payloads: &[&'a [u8]], place: Place) -> impl Iterator<Item = Record> + use<'a> {
    let bytes = payloads.get(place.payload as usize).copied().unwrap_or_default();
    Records::new(bytes, place.span).filter_map(|part| match part {
        Part::Record(record) => Some(record),
        Part::Broken(..) | Part::Junk(_) => None,
    })
}

/// Seconds in field 1, nanoseconds in field 2 if at all: `timestamp.proto`.
fn is_timestamp(payloads: &[&[u8]], lens: &[Place]) -> bool {
    const NANOS: std::ops::Range<u64> = 0..1_000_000_000;
    lens.iter().all(|&place| {
        let bytes = payloads.get(place.payload as usize).copied().unwrap_or_default();
        let mut numbers = records(payloads, place).map(|record| {
            let varint = varint::read(bytes, record.payload.start as usize).ok();
            (record.number, varint.filter(|it| record.wire == WireType::Varint && !it.is_overlong()).map(|it| it.value))
        });
        let is_seconds = matches!(numbers.next(), Some((1, Some(seconds))) if evidence::is_recent(seconds));
        is_seconds
            && numbers.next().is_none_or(|it| matches!(it, (2, Some(nanos)) if NANOS.contains(&nanos)))
            && numbers.next().is_none()
    })
}

/// Whether all have field 1 and field 2 and nothing else, as encoders write the entries of a map, and no two in one message
/// have the same field 1.
fn has_distinct_keys(payloads: &[&[u8]], lens: &[Place]) -> bool {
    lens.chunk_by(|one, other| one.message == other.message).all(|entries| {
        let mut keys = HashSet::new();
        entries.iter().all(|&place| {
            let mut records = records(payloads, place);
            let (key, value) = (records.next(), records.next());
            let bytes = payloads.get(place.payload as usize).copied().unwrap_or_default();
            let is_entry = value.is_some_and(|it| it.number == 2) && records.next().is_none();
            key.is_some_and(|it| it.number == 1 && is_entry && keys.insert(it.payload.of(bytes)))
        })
    })
}

/// Runs shorter than this are rather numbers than bytes: what is kept as bytes, such as keys and hashes, is longer.
const SHORT: usize = 8;

/// The type of runs of numbers that encoders write and that have something in common.
fn packed(payloads: &[&[u8]], lens: &[Place]) -> Option<(Scalar, Vec<String>)> {
    for wire in [WireType::I64, WireType::I32] {
        let mut numbers = Numbers::default();
        let are_runs = lens.iter().all(|place| numbers.add_run(wire, place.of(payloads)));
        // One number of usual size is no wonder, two are.
        if are_runs && numbers.usual > 1 && numbers.usual + numbers.zeros == numbers.count {
            let (scalar, mut why) = scalar(wire, &numbers);
            why.insert(0, format!("packed, a whole number of {} bytes", if wire == WireType::I64 { 8 } else { 4 }));
            return Some((scalar, why));
        }
    }
    let mut numbers = Numbers::default();
    if !lens.iter().all(|place| numbers.add_run(WireType::Varint, place.of(payloads))) {
        return None;
    }
    let bytes: usize = lens.iter().map(|place| place.span.len()).sum();
    let is_small = numbers.count as usize * 5 >= bytes * 4;
    let is_short = lens.iter().all(|place| place.span.len() < SHORT);
    let lengths = |number: i64| varint::minimal_len(number as u64);
    // Random bytes are varints of all lengths. Of numbers below zero nothing is concluded: they have ten bytes.
    let (least, most) = numbers.signed;
    let is_alike = least >= 0 && numbers.count > 2 && lengths(most) - lengths(least) <= 1;
    (is_small || is_short || is_alike).then(|| {
        let (scalar, mut why) = scalar(WireType::Varint, &numbers);
        why.insert(0, "packed, varints from first to last byte".to_owned());
        (scalar, why)
    })
}
