//! Evidence in words: parts of the comment beside a field.
//!
//! A comment ends with its line, so whatever comes from a payload is escaped here.

use super::observe::{FieldSeen, Numbers, Place};
use crate::annotate::guess;
use crate::message::json;
use crate::text::Span;
use crate::wire::{Part, Records, WireType, varint};

/// How many texts are shown, how much of each, and how many are looked at to find different ones.
const SHOWN: usize = 3;
const SHOWN_CHARS: usize = 40;
const LOOKED_AT: usize = 1000;

/// How many numbers an enum that is guessed may have.
const MAX_VALUES: usize = 8;

/// How often the field occurs; nothing where that is once in the only message.
pub(super) fn occurrence(seen: &FieldSeen, messages: u32) -> Option<String> {
    let often = if seen.most > 1 { format!("up to {} in one message", seen.most) } else { String::new() };
    match (messages, seen.most) {
        (1, 1) => None,
        (1, most) => Some(format!("{most} times")),
        (_, 1) => Some(format!("in {} of {messages} messages", seen.messages)),
        _ => Some(format!("in {} of {messages} messages, {often}", seen.messages)),
    }
}

/// From the least to the greatest number.
pub(super) fn range(numbers: &Numbers) -> String {
    let (least, most) = numbers.signed;
    between(numbers.count, least.to_string(), most.to_string())
}

/// The same of numbers of fixed width, without a sign.
pub(super) fn unsigned(numbers: &Numbers, is_four: bool) -> String {
    let (least, most) = numbers.signed;
    let text = |number: i64| if is_four { (number as u32).to_string() } else { (number as u64).to_string() };
    // With the sign cast away the order changes: what was below zero is above all others.
    if least < 0 && most >= 0 {
        format!("all {} bits", if is_four { 32 } else { 64 })
    } else {
        between(numbers.count, text(least), text(most))
    }
}

/// The same of floats.
pub(super) fn floats(numbers: &Numbers, is_four: bool) -> String {
    let text = |number: f64| {
        let text = if is_four { json::number32(number as f32) } else { json::number(number) };
        text.unwrap_or_else(|| json::no_number(number).to_owned())
    };
    let (least, most) = numbers.floats;
    format!("{}, of usual size", between(numbers.count, text(least), text(most)))
}

fn between(count: u32, least: String, most: String) -> String {
    match count {
        1 => least,
        _ if least == most => format!("always {least}"),
        _ => format!("from {least} to {most}"),
    }
}

/// What zeros and ones are.
pub(super) fn bools(numbers: &Numbers) -> String {
    if numbers.zeros > 0 {
        "only 0 and 1".to_owned()
    } else {
        "only 1: a bool, or a number that is always 1".to_owned()
    }
}

/// A remark where numbers are few, small and repeated.
pub(super) fn likely_enum(numbers: &Numbers) -> Option<String> {
    let values = numbers.only_small()?;
    let is_few = values.len() <= MAX_VALUES && values.len() * 3 <= numbers.count as usize && values.len() > 1;
    is_few.then(|| {
        let values: Vec<String> = values.iter().map(u32::to_string).collect();
        format!("only {}: an enum?", values.join(", "))
    })
}

/// Whether a number can be a date of our days, in seconds since 1970.
pub(super) fn is_recent(seconds: u64) -> bool {
    seconds < 1 << 33 && date(seconds).is_some()
}

/// A remark where all numbers can be dates.
pub(super) fn instants(numbers: &Numbers) -> Option<String> {
    let (least, most) = (u64::try_from(numbers.signed.0).ok()?, u64::try_from(numbers.signed.1).ok()?);
    let first = date(least)?;
    // Seconds and milliseconds are far apart.
    let unit = if least < 1 << 33 && most < 1 << 33 { "seconds" } else { "milliseconds" };
    date(most).filter(|_| least > 1 << 33 || most < 1 << 33).map(|_| format!("as {unit} since 1970 from {first}"))
}

fn date(number: u64) -> Option<String> {
    let mut bytes = Vec::new();
    varint::write(number, &mut bytes);
    let readings = guess::readings(&bytes, WireType::Varint, Span::new(0, bytes.len()));
    readings.into_iter().find(|reading| reading.kind == "time").map(|reading| reading.text)
}

/// What the Timestamps say, by the first of them.
pub(super) fn timestamps(payloads: &[&[u8]], lens: &[Place]) -> String {
    let first = lens.first().and_then(|place| {
        let bytes = place.of(payloads);
        let Some(Part::Record(record)) = Records::new(bytes, Span::new(0, bytes.len())).next() else { return None };
        date(varint::read(bytes, record.payload.start as usize).ok()?.value)
    });
    format!("seconds since 1970 and nanoseconds, such as {}", first.unwrap_or_default())
}

/// Some of the texts.
pub(super) fn texts(payloads: &[&[u8]], lens: &[Place]) -> String {
    let mut shown: Vec<&str> = Vec::new();
    for place in lens.iter().take(LOOKED_AT) {
        let text = std::str::from_utf8(place.of(payloads)).unwrap_or_default();
        if !shown.contains(&text) {
            shown.push(text);
        }
        if shown.len() == SHOWN {
            break;
        }
    }
    let shown: Vec<String> = shown.into_iter().map(quoted).collect();
    format!("text: {}", shown.join(", "))
}

fn quoted(text: &str) -> String {
    let cut = text.char_indices().nth(SHOWN_CHARS).map_or(text.len(), |(at, _)| at);
    let (begin, rest) = text.split_at(cut);
    format!("\"{}{}\"", begin.escape_debug(), if rest.is_empty() { "" } else { "…" })
}

/// How long the bytes are.
pub(super) fn sizes(seen: &FieldSeen) -> String {
    let lens = || seen.lens.iter().map(|place| place.span.len());
    let least = if seen.empty > 0 { 0 } else { lens().min().unwrap_or_default() };
    let most = lens().max().unwrap_or_default();
    let count = (seen.lens.len() as u32).saturating_add(seen.empty);
    format!("{} {}", between(count, least.to_string(), most.to_string()), if most == 1 { "byte" } else { "bytes" })
}

/// The types that messages name, where they look like a `google.protobuf.Any`: two are enough to know that there are several.
pub(super) fn type_urls(payloads: &[&[u8]], lens: &[Place]) -> Vec<String> {
    let mut types: Vec<&str> = Vec::new();
    for place in lens {
        let bytes = place.of(payloads);
        let Some(Part::Record(record)) = Records::new(bytes, Span::new(0, bytes.len())).next() else {
            return Vec::new();
        };
        let url = std::str::from_utf8(record.payload.of(bytes)).unwrap_or_default();
        let is_url = (record.number, record.wire) == (1, WireType::Len) && url.starts_with("type.googleapis.com/");
        let Some(named) = url.rsplit('/').next().filter(|_| is_url) else { return Vec::new() };
        if types.len() < 2 && !types.contains(&named) {
            types.push(named);
        }
    }
    types.into_iter().map(quoted).collect()
}
