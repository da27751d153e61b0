//! What people write in place of a value, and what they mean by it; and what of a number a float can't keep.

use crate::message::json::tree::{Kind as Json, NodeId, Tree};
use crate::message::json::{is_number, number, number32, quoted};
use crate::message::mask;
use crate::message::time::{self, Time};

/// Whole numbers up to so many digits are exact in a double.
const DOUBLE_DIGITS: usize = 15;
/// A double may have so many digits.
const MAX_DOUBLE_DIGITS: usize = 17;
/// Numbers of so many digits are exact in a float.
const FLOAT_DIGITS: usize = 6;

/// Seconds since the epoch are fewer than this for three thousand years; greater ones are milliseconds.
const MILLISECONDS: i64 = 100_000_000_000;

/// Units of a span of time, and how many nanoseconds they are.
const UNITS: [(&str, i64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("ms", 1_000_000),
    ("min", 60_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
];
const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// `true` or `false` for `"true"`, `"False"`, `1`, `"no"` and the like.
pub(super) fn truth(tree: &Tree<'_>, value: NodeId) -> Option<&'static str> {
    let text = match tree.kind(value) {
        Json::String | Json::Number => tree.string(value),
        _ => return None,
    };
    let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(&text));
    if is_one_of(&["true", "yes", "on", "1"]) {
        Some("true")
    } else if is_one_of(&["false", "no", "off", "0"]) {
        Some("false")
    } else {
        None
    }
}

/// A number with white space around it or marks between its digits: `" 12"`, `"1,000"`, `"1_000"`.
pub(super) fn integer(text: &str) -> Option<String> {
    let number: String = text.trim().chars().filter(|mark| !matches!(mark, ',' | '_' | ' ' | '\'')).collect();
    let number = number.strip_prefix('+').unwrap_or(&number);
    is_number(number).then(|| number.to_owned())
}

/// `"inf"`, `"-infinity"`, `"nan"`; a number with white space around it.
pub(super) fn float(text: &str) -> Option<String> {
    let (sign, name) = text.strip_prefix('-').map_or(("", text.trim_start_matches('+')), |name| ("-", name));
    if name.eq_ignore_ascii_case("inf") || name.eq_ignore_ascii_case("infinity") || name == "∞" {
        return Some(format!("\"{sign}Infinity\""));
    }
    if name.eq_ignore_ascii_case("nan") {
        return Some("\"NaN\"".to_owned());
    }
    integer(text)
}

/// Bytes that are an array of numbers.
pub(super) fn bytes(tree: &Tree<'_>, value: NodeId) -> Option<Vec<u8>> {
    let byte = |item: NodeId| tree.raw(item).parse().ok();
    if tree.kind(value) == Json::Array { tree.children(value).map(byte).collect() } else { None }
}

/// The seconds and nanoseconds of an object that is written as the message is declared.
fn fields(tree: &Tree<'_>, value: NodeId) -> Option<Time> {
    if tree.kind(value) != Json::Object {
        return None;
    }
    let mut time = Time { seconds: 0, nanos: 0 };
    for member in tree.children(value) {
        let number = tree.string(tree.value(member));
        match tree.key(member).as_ref() {
            "seconds" => time.seconds = number.parse().ok()?,
            "nanos" => time.nanos = number.parse().ok()?,
            _ => return None,
        }
    }
    Some(time)
}

/// The JSON of a timestamp, of a date, of one with a blank, without a zone, or of seconds or milliseconds since the epoch.
pub(super) fn timestamp(tree: &Tree<'_>, value: NodeId) -> Option<String> {
    if let Some(time) = fields(tree, value) {
        return time::timestamp_text(time).ok().map(|text| quoted(&text));
    }
    let text = tree.string(value);
    if is_number(&text) {
        let number: i64 = text.parse().ok()?;
        let (seconds, millis) = match number.abs() < MILLISECONDS {
            true => (number, 0),
            false => (number.div_euclid(1000), number.rem_euclid(1000)),
        };
        return time::timestamp_text(Time { seconds, nanos: millis as i32 * 1_000_000 }).ok().map(|text| quoted(&text));
    }
    let text = text.trim().to_ascii_uppercase().replacen(' ', "T", 1).replace(' ', "").replace("UTC", "Z");
    let guesses = [text.clone(), format!("{text}Z"), format!("{text}T00:00:00Z"), format!("{text}:00Z")];
    guesses.into_iter().find(|guess| time::read_timestamp(guess).is_ok()).map(|text| quoted(&text))
}

/// The JSON of a span of time, of a number of seconds or of one with another unit.
pub(super) fn duration(tree: &Tree<'_>, value: NodeId) -> Option<String> {
    if let Some(time) = fields(tree, value) {
        return time::duration_text(time).ok().map(|text| quoted(&text));
    }
    let text = tree.string(value);
    let text = text.trim();
    let seconds = format!("{}s", text.trim_end_matches(['s', 'e', 'c', ' ']));
    if time::read_duration(&seconds).is_ok() {
        return Some(quoted(&seconds));
    }
    let (count, nanos) = UNITS.iter().find_map(|(unit, nanos)| Some((text.strip_suffix(unit)?.trim_end(), *nanos)))?;
    let nanos = count.parse::<i64>().ok()?.checked_mul(nanos)?;
    let time = Time { seconds: nanos / NANOS_PER_SECOND, nanos: (nanos % NANOS_PER_SECOND) as i32 };
    time::duration_text(time).ok().map(|text| quoted(&text))
}

/// The JSON of a field mask, of paths with underscores or of an array of paths.
pub(super) fn field_mask(tree: &Tree<'_>, value: NodeId) -> Option<String> {
    let joined = match tree.kind(value) {
        Json::Array => tree.children(value).map(|path| tree.string(path).into_owned()).collect::<Vec<_>>().join(","),
        _ => tree.string(value).into_owned(),
    };
    let paths = joined.split(',').map(str::trim).filter(|path| !path.is_empty());
    let camel: Option<Vec<String>> = paths
        .map(|path| match mask::read(path) {
            Ok(_) => Some(path.to_owned()),
            Err(_) => mask::text(std::iter::once(path)).ok(),
        })
        .collect();
    camel.map(|paths| quoted(&paths.join(",")))
}

/// What a double keeps of a number, if that is another one: a whole number of more than 53 bits, or more digits than it has.
pub(super) fn lost_by_double(raw: &str, read: f64) -> Option<String> {
    if raw.len() <= DOUBLE_DIGITS {
        return None;
    }
    let is_whole = raw.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let most = if is_whole { DOUBLE_DIGITS } else { MAX_DOUBLE_DIGITS };
    // What is no digit: a sign, and a point or an `e`.
    let signs = usize::from(raw.starts_with('-')) + usize::from(!is_whole);
    if raw.len() - signs <= most || significant(raw).0.len() <= most {
        return None;
    }
    let kept = number(read)?;
    (significant(&kept) != significant(raw)).then_some(kept)
}

/// The same of a float. A double's text that is a float is no loss: JSON has no other numbers.
pub(super) fn lost_by_float(raw: &str, read: f32) -> Option<String> {
    if raw.len() <= FLOAT_DIGITS || raw.parse::<f64>() == Ok(f64::from(read)) {
        return None;
    }
    if significant(raw).0.len() <= FLOAT_DIGITS {
        return None;
    }
    let kept = number32(read)?;
    (significant(&kept) != significant(raw)).then_some(kept)
}

/// The digits of a number without zeros around them, and the power of ten behind the first: the same for all texts of a number.
fn significant(raw: &str) -> (String, i64) {
    let raw = raw.trim_start_matches('-');
    let (mantissa, exponent) = raw.split_once(['e', 'E']).unwrap_or((raw, "0"));
    let (before, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{before}{behind}");
    let trimmed = digits.trim_start_matches('0');
    let leading = digits.len() - trimmed.len();
    let power = exponent.parse::<i64>().unwrap_or_default().saturating_add(before.len() as i64 - leading as i64);
    let digits = trimmed.trim_end_matches('0');
    (digits.to_owned(), if digits.is_empty() { 0 } else { power })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::json;

    fn of(read: fn(&Tree<'_>, NodeId) -> Option<String>, text: &str) -> Option<String> {
        let (tree, _) = json::parse(text);
        read(&tree, tree.root().unwrap())
    }

    #[test]
    fn times_are_guessed() {
        for (text, meant) in [
            ("\"2024-02-29 12:30:00Z\"", Some("\"2024-02-29T12:30:00Z\"")),
            ("\"2024-02-29t12:30:00z\"", Some("\"2024-02-29T12:30:00Z\"")),
            ("\"2024-02-29T12:30:00\"", Some("\"2024-02-29T12:30:00Z\"")),
            ("\"2024-02-29 12:30\"", Some("\"2024-02-29T12:30:00Z\"")),
            ("\"2024-02-29\"", Some("\"2024-02-29T00:00:00Z\"")),
            ("\"2024-02-29 12:30:00 +01:00\"", Some("\"2024-02-29T12:30:00+01:00\"")),
            ("1700000000", Some("\"2023-11-14T22:13:20Z\"")),
            ("1700000000123", Some("\"2023-11-14T22:13:20.123Z\"")),
            ("\"yesterday\"", None),
            ("\"2024-02-30\"", None),
            ("{\"seconds\": \"5\", \"nanos\": 500000000}", Some("\"1970-01-01T00:00:05.500Z\"")),
            ("{\"hours\": 5}", None),
        ] {
            assert_eq!(of(timestamp, text).as_deref(), meant, "{text}");
        }
        for (text, meant) in [
            ("5", Some("\"5s\"")),
            ("1.5", Some("\"1.5s\"")),
            ("\"1.5\"", Some("\"1.5s\"")),
            ("\"3 sec\"", Some("\"3s\"")),
            ("\"250ms\"", Some("\"0.250s\"")),
            ("\"-5 min\"", Some("\"-300s\"")),
            ("\"2h\"", Some("\"7200s\"")),
            ("\"soon\"", None),
        ] {
            assert_eq!(of(duration, text).as_deref(), meant, "{text}");
        }
        assert_eq!(of(field_mask, "\"user_name, a\"").as_deref(), Some("\"userName,a\""));
        assert_eq!(of(field_mask, "[\"a\", \"b.c_d\"]").as_deref(), Some("\"a,b.cD\""));
    }

    #[test]
    fn losses_are_known() {
        for (raw, kept) in [
            ("9007199254740993", Some("9007199254740992")),
            ("9007199254740992", None),
            ("100000000000000000000", None),
            ("0.1", None),
            ("0.30000000000000004", None),
            ("1.7976931348623157e+308", None),
            ("3.14159265358979323846", Some("3.141592653589793")),
            ("0.00000000000000000000", None),
        ] {
            assert_eq!(lost_by_double(raw, raw.parse().unwrap()).as_deref(), kept, "{raw}");
        }
        for (raw, kept) in [
            ("16777217", Some("16777216")),
            ("16777216", None),
            ("0.1", None),
            ("0.10000000149011612", None),
            ("52.52000812", Some("52.520008")),
            ("52.520008", None),
            ("3.4028235e+38", None),
        ] {
            assert_eq!(lost_by_float(raw, raw.parse().unwrap()).as_deref(), kept, "{raw}");
        }
    }
}
