//! Spans of time as people say them: `1h 30m`, `250ms`, `2 days`.

/// Names of a unit, and how many nanoseconds it has.
const UNITS: [(&[&str], u128); 8] = [
    (&["ns", "nanosecond", "nanoseconds"], 1),
    (&["us", "µs", "μs", "microsecond", "microseconds"], 1_000),
    (&["ms", "millisecond", "milliseconds"], 1_000_000),
    (&["s", "sec", "secs", "second", "seconds"], NANOS_PER_SECOND),
    (&["m", "min", "mins", "minute", "minutes"], 60 * NANOS_PER_SECOND),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600 * NANOS_PER_SECOND),
    (&["d", "day", "days"], 86_400 * NANOS_PER_SECOND),
    (&["w", "week", "weeks"], 604_800 * NANOS_PER_SECOND),
];
const NANOS_PER_SECOND: u128 = 1_000_000_000;
/// More than a Duration may have, which is ten thousand years of seconds: the reader says so.
const MAX_DIGITS: usize = 15;

/// The seconds with an `s`, as ProtoJSON has them; nothing if it is no span of time. A number alone is one of seconds.
pub(super) fn seconds(text: &str) -> Option<String> {
    let (sign, mut rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest.trim_start()));
    let mut nanos: u128 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(rest.len());
        let (number, behind) = rest.split_at(end);
        let behind = behind.trim_start();
        let end = behind.find(|it: char| !it.is_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(end);
        let unit = match unit {
            "" if rest.len() == number.len() && nanos == 0 => NANOS_PER_SECOND,
            unit => UNITS.iter().find(|(names, _)| names.contains(&unit))?.1,
        };
        nanos = nanos.checked_add(nanos_of(number, unit)?)?;
        rest = behind.trim_start();
    }
    let (whole, fraction) = (nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    if fraction == 0 {
        return Some(format!("{sign}{whole}s"));
    }
    let digits = format!("{fraction:09}");
    Some(format!("{sign}{whole}.{}s", digits.trim_end_matches('0')))
}

/// Nothing where it is no number, or no whole number of nanoseconds.
fn nanos_of(number: &str, unit: u128) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.len() + fraction.len() > MAX_DIGITS + 9
        || whole.len() > MAX_DIGITS
        || whole.is_empty() && fraction.is_empty()
    {
        return None;
    }
    let digits = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<u128>().ok() };
    let part = digits(fraction)?.checked_mul(unit)?;
    let scale = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    if part % scale != 0 {
        return None;
    }
    digits(whole)?.checked_mul(unit)?.checked_add(part / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_understood() {
        for (text, expected) in [
            ("1.5s", "1.5s"),
            ("90", "90s"),
            ("-2", "-2s"),
            ("1h 30m", "5400s"),
            ("1h30m", "5400s"),
            ("2 min", "120s"),
            ("250ms", "0.25s"),
            ("-1.5 days", "-129600s"),
            ("1 ns", "0.000000001s"),
            (".5s", "0.5s"),
            ("3.000000001s", "3.000000001s"),
            ("315576000001s", "315576000001s"),
        ] {
            assert_eq!(seconds(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "-", "s", ".", "1.2.3s", "1x", "0.5ns", "1h 30", "90 90", "9999999999999999999999999s", "1e3s"]
        {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
