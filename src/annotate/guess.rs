//! What a record could be where no schema says it: every plausible reading, the likeliest first, each with its reason.
//!
//! The wire type leaves few possibilities, and encoders leave habits: they start messages with small field numbers, write
//! short varints, and put no control characters into text. A score is an opinion, comparable only among the readings of one
//! record.

use serde::{Deserialize, Serialize};

use super::node::Kind;
use super::table::Scalar;
use super::value::{bytes_text, quoted, scalar, shown_bytes};
use crate::text::Span;
use crate::wire::{Part, Record, Records, WireType, varint};

/// One reading of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The type, as a .proto file says it.
    pub kind: String,
    /// What the payload says under it.
    pub text: String,
    /// How plausible it is: 0 to 100.
    pub score: u8,
    /// Why it is, or why hardly.
    pub reason: String,
}

impl Reading {
    fn new(kind: &str, text: impl Into<String>, score: u8, reason: impl Into<String>) -> Reading {
        Reading { kind: kind.to_owned(), text: text.into(), score, reason: reason.into() }
    }
}

/// The readings of a payload behind a tag with this wire type, the likeliest first.
pub fn readings(bytes: &[u8], wire: WireType, payload: Span) -> Vec<Reading> {
    let mut readings = match wire {
        WireType::Varint => varint_readings(payload.of(bytes)),
        WireType::I32 => i32_readings(payload.of(bytes)),
        WireType::I64 => i64_readings(payload.of(bytes)),
        WireType::Len => len_readings(bytes, payload),
        WireType::SGroup | WireType::EGroup => {
            vec![Reading::new("group", bytes_text(payload.len()), 100, "start and end tags say so")]
        }
    };
    // Stable: of equally likely ones the order above decides.
    crate::order::sort_by_key(&mut readings, |it| std::cmp::Reverse(it.score));
    readings
}

/// Whether a LEN's payload is most likely a message, text or bytes. Linear in the payload only as far as it is a message;
/// of text a beginning is looked at, so that nested payloads are not read over and over.
pub fn likeliest(bytes: &[u8], payload: Span) -> Kind {
    likelier(bytes, payload, message_score(bytes, payload))
}

/// The same of a payload that is cut short: the last record may be, too.
pub fn likeliest_beginning(bytes: &[u8], payload: Span) -> Kind {
    likelier(bytes, payload, beginning_score(bytes, payload))
}

fn likelier(bytes: &[u8], payload: Span, message: u8) -> Kind {
    let text = text_score(payload.of(bytes), message > 0);
    match (message, text) {
        (message, text) if message.max(text) < BYTES_SCORE => Kind::Bytes,
        (message, text) if message > text => Kind::Message,
        _ => Kind::Text,
    }
}

fn varint_readings(payload: &[u8]) -> Vec<Reading> {
    let Ok(varint) = varint::read(payload, 0) else { return Vec::new() };
    let value = varint.value;
    let signed = value as i64;
    let mut readings = Vec::new();
    if signed < 0 {
        let reason = "ten bytes: so encoders write a negative number, sign-extended to 64 bits";
        if let Ok(small) = i32::try_from(signed) {
            readings.push(Reading::new("int32", small.to_string(), 90, reason));
        }
        readings.push(Reading::new("int64", signed.to_string(), 85, reason));
        readings.push(Reading::new("uint64", value.to_string(), 30, "needs all 64 bits"));
    } else {
        readings.push(Reading::new(
            "uint64",
            value.to_string(),
            80,
            "a number that is not negative, under any integer type",
        ));
    }
    readings.push(Reading::new("sint64", varint::unzigzag(value).to_string(), 40, "if zigzag-encoded"));
    if value <= 1 {
        readings.push(Reading::new("bool", (value == 1).to_string(), 60, "0 and 1 are all a bool can be"));
    }
    if value < 1000 {
        readings.push(Reading::new("enum", value.to_string(), 35, "enums have small numbers"));
    }
    if let Some((date, unit)) = instant(value) {
        readings.push(Reading::new("time", date, 45, format!("if these are {unit} since 1970")));
    }
    readings
}

fn i32_readings(payload: &[u8]) -> Vec<Reading> {
    let Some(&four) = payload.first_chunk::<4>() else { return Vec::new() };
    let (float, fixed) = (f32::from_le_bytes(four), u32::from_le_bytes(four));
    let usual = (1e-6..1e9).contains(&float.abs());
    vec![
        number("float", Scalar::Float, payload, if usual { 85 } else { 30 }, of_usual_size(usual)),
        number("fixed32", Scalar::Fixed32, payload, if fixed < 1 << 24 { 70 } else { 40 }, "four bytes, lowest first"),
        number("sfixed32", Scalar::Sfixed32, payload, if fixed >> 31 == 1 { 45 } else { 35 }, "the same with a sign"),
    ]
}

fn i64_readings(payload: &[u8]) -> Vec<Reading> {
    let Some(&eight) = payload.first_chunk::<8>() else { return Vec::new() };
    let (double, fixed) = (f64::from_le_bytes(eight), u64::from_le_bytes(eight));
    let usual = (1e-9..1e15).contains(&double.abs());
    vec![
        number("double", Scalar::Double, payload, if usual { 85 } else { 30 }, of_usual_size(usual)),
        number("fixed64", Scalar::Fixed64, payload, if fixed < 1 << 48 { 70 } else { 40 }, "eight bytes, lowest first"),
        number("sfixed64", Scalar::Sfixed64, payload, if fixed >> 63 == 1 { 45 } else { 35 }, "the same with a sign"),
    ]
}

fn of_usual_size(usual: bool) -> &'static str {
    if usual { "a number of usual size" } else { "a number of unusual size" }
}

fn number(kind: &str, as_scalar: Scalar, payload: &[u8], score: u8, reason: &str) -> Reading {
    Reading::new(kind, scalar(as_scalar, payload).map_or_else(String::new, |it| it.to_string()), score, reason)
}

/// What bytes are that look like nothing else.
const BYTES_SCORE: u8 = 20;

/// How many elements of a packed run are shown.
const SHOWN_ELEMENTS: usize = 8;

fn len_readings(bytes: &[u8], payload: Span) -> Vec<Reading> {
    let body = payload.of(bytes);
    let size = bytes_text(body.len());
    let message = message_score(bytes, payload);
    let text = text_score(body, message > 0);
    let mut readings = Vec::new();
    if body.is_empty() {
        readings.push(Reading::new("bytes", "empty", 60, "nothing is in it"));
        readings.push(Reading::new("string", "\"\"", 50, "nothing is in it"));
        readings.push(Reading::new("message", "all defaults", 50, "a message may be empty"));
        return readings;
    }
    if message > 0 {
        let count = Records::new(bytes, payload).count();
        let records = if count == 1 { "1 record".to_owned() } else { format!("{count} records") };
        readings.push(Reading::new("message", size.clone(), message, format!("{records} from first to last byte")));
    }
    if let Ok(valid) = std::str::from_utf8(body) {
        let reason = if text > BYTES_SCORE { "UTF-8, and printable" } else { "UTF-8, though hardly printable" };
        readings.push(Reading::new("string", quoted(valid), text.max(5), reason));
    }
    readings.extend(packed_readings(body));
    readings.push(Reading::new("bytes", shown_bytes(body), BYTES_SCORE, "any bytes are bytes"));
    readings
}

/// How much a payload looks like a message: 0 if it is none.
fn message_score(bytes: &[u8], payload: Span) -> u8 {
    if payload.is_empty() {
        return 0;
    }
    let mut score = 70u8;
    for part in Records::new(bytes, payload) {
        let Part::Record(record) = part else { return 0 };
        score = score.min(record_score(bytes, &record));
    }
    score
}

/// How much a payload looks like the beginning of a message: at least a record, and what is broken is the last.
fn beginning_score(bytes: &[u8], payload: Span) -> u8 {
    let mut score = 70u8;
    let mut count = 0;
    for part in Records::new(bytes, payload) {
        match part {
            Part::Record(record) => score = score.min(record_score(bytes, &record)),
            Part::Broken(record, fault) if fault.kind.is_cut() => score = score.min(record_score(bytes, &record)),
            Part::Junk(junk) if count > 0 && junk.fault.kind.is_cut() => break,
            Part::Broken(..) | Part::Junk(_) => return 0,
        }
        count += 1;
    }
    if count == 0 { 0 } else { score }
}

/// How usual a record is.
fn record_score(bytes: &[u8], record: &Record) -> u8 {
    let is_overlong =
        |span: Span| varint::read(bytes, span.start as usize).is_ok_and(|it| it.is_overlong() || it.overflow);
    let overlong = is_overlong(record.tag)
        || (record.wire == WireType::Len && is_overlong(record.length))
        || (record.wire == WireType::Varint && is_overlong(record.payload));
    match record.number {
        _ if overlong => 10,
        100_000.. => 10,
        // Reserved for protobuf itself.
        19_000..20_000 => 10,
        _ if record.wire == WireType::SGroup => 40,
        2_000.. => 30,
        _ => 70,
    }
}

/// How many bytes of a text are looked at.
const LOOKED_AT: usize = 4096;

/// How much a payload looks like text: 0 if it is not UTF-8.
fn text_score(body: &[u8], is_message: bool) -> u8 {
    let begin = body.get(..LOOKED_AT).unwrap_or(body);
    let valid = match std::str::from_utf8(begin) {
        Ok(all) => all,
        // A character that the cut went through is no mistake.
        Err(error) if begin.len() < body.len() && error.error_len().is_none() => {
            begin.get(..error.valid_up_to()).and_then(|it| std::str::from_utf8(it).ok()).unwrap_or_default()
        }
        Err(_) => return 0,
    };
    let is_odd = |it: char| it == '\u{fffd}' || (it.is_control() && !matches!(it, '\n' | '\r' | '\t'));
    let all = valid.chars().count();
    let odd = valid.chars().filter(|&it| is_odd(it)).count();
    if all == 0 || odd * 10 > all {
        return 0;
    }
    if odd > 0 {
        return 25;
    }
    // `\n` is the tag of a LEN in field 1, `\r` and `\t` are tags as well: few texts begin with one, most messages do.
    if is_message && valid.starts_with(['\n', '\r', '\t']) { 50 } else { 90 }
}

fn packed_readings(body: &[u8]) -> Vec<Reading> {
    let mut readings = Vec::new();
    let list = |as_scalar, width: usize| {
        let shown =
            body.chunks(width).take(SHOWN_ELEMENTS).filter_map(|it| scalar(as_scalar, it)).map(|it| it.to_string());
        joined(shown.collect(), body.len() / width)
    };
    if let Some((count, shown)) = varints(body) {
        let score = if count > 1 { 15 } else { 8 };
        readings.push(Reading::new("packed varints", joined(shown, count), score, "varints from first to last byte"));
    }
    for (name, as_scalar, width) in [
        ("packed float", Scalar::Float, 4),
        ("packed fixed32", Scalar::Fixed32, 4),
        ("packed double", Scalar::Double, 8),
    ] {
        if body.len().is_multiple_of(width) {
            readings.push(Reading::new(name, list(as_scalar, width), 10, format!("a whole number of {width} bytes")));
        }
    }
    readings
}

/// How many varints there are and the first of them, if there is nothing else.
fn varints(body: &[u8]) -> Option<(usize, Vec<String>)> {
    let (mut at, mut count, mut shown) = (0, 0, Vec::new());
    while at < body.len() {
        let varint = varint::read(body, at).ok()?;
        if count < SHOWN_ELEMENTS {
            shown.push(varint.value.to_string());
        }
        count += 1;
        at += usize::from(varint.len);
    }
    Some((count, shown))
}

fn joined(shown: Vec<String>, count: usize) -> String {
    let more = if shown.len() < count { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

const DAY_SECONDS: u64 = 86_400;

/// The date behind a number of seconds or milliseconds since 1970, between 2001 and 2100.
fn instant(value: u64) -> Option<(String, &'static str)> {
    let years = 1_000_000_000..4_102_444_800;
    let (seconds, unit) = match value {
        it if years.contains(&it) => (it, "seconds"),
        it if years.contains(&(it / 1000)) => (it / 1000, "milliseconds"),
        _ => return None,
    };
    let (year, month, day) = civil(seconds / DAY_SECONDS);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    Some((format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC"), unit))
}

/// The Gregorian date a number of days behind 1970-01-01, counted in eras of 400 years that begin on 1 March.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(instant(1_700_000_000), Some(("2023-11-14 22:13:20 UTC".to_owned(), "seconds")));
        assert_eq!(instant(1_709_164_800_000), Some(("2024-02-29 00:00:00 UTC".to_owned(), "milliseconds")));
        assert_eq!(instant(300), None);
    }

    fn of(payload: &[u8]) -> Kind {
        likeliest(payload, Span::new(0, payload.len()))
    }

    #[test]
    fn text_messages_and_bytes_are_told_apart() {
        assert_eq!(of(b"Hi"), Kind::Text);
        assert_eq!(of("Zürich".as_bytes()), Kind::Text);
        assert_eq!(of(b"\x0a\x05Alice"), Kind::Message);
        assert_eq!(of(b"\x0a\x20abcdefghijklmnopqrstuvwxyzabcdef"), Kind::Message);
        assert_eq!(of(b"\x08\x01"), Kind::Message);
        assert_eq!(of(b"\xff\xfe\x00\x01"), Kind::Bytes);
        assert_eq!(of(b""), Kind::Bytes);
    }
}
