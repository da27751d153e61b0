//! JSON numbers as whole ones, exactly: `1e2` is 100, `1.50e1` is 15.

/// A JSON number as a whole one.
pub(super) enum Whole {
    /// It is one.
    Number(i128),
    /// It has more digits than any 64-bit number.
    TooLarge,
    /// It is none.
    Fraction,
}

/// Reads a text that is a number in JSON's grammar.
pub(super) fn whole(raw: &str) -> Whole {
    /// More digits than any 64-bit number has.
    const MAX_DIGITS: i64 = 20;
    let (negative, rest) = raw.strip_prefix('-').map_or((false, raw), |rest| (true, rest));
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (before, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{before}{behind}");
    let trimmed = digits.trim_end_matches('0');
    let significant = trimmed.trim_start_matches('0');
    if significant.is_empty() {
        return Whole::Number(0);
    }
    // An exponent that does not fit is saturated: no text is long enough to make up for it.
    let huge = if exponent.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
    let exponent = exponent.parse::<i64>().unwrap_or(huge).clamp(i64::MIN / 2, i64::MAX / 2);
    let scale = exponent - behind.len() as i64 + (digits.len() - trimmed.len()) as i64;
    if scale < 0 {
        return Whole::Fraction;
    }
    if significant.len() as i64 + scale > MAX_DIGITS {
        return Whole::TooLarge;
    }
    let number = significant.bytes().fold(0_i128, |number, digit| number * 10 + i128::from(digit - b'0'));
    let number = number * 10_i128.pow(scale as u32);
    Whole::Number(if negative { -number } else { number })
}

/// The same for what most numbers are, a few digits; nothing for others.
#[inline]
pub(super) fn small(raw: &str) -> Option<i64> {
    /// So many digits fit into 63 bits.
    const MAX_DIGITS: usize = 18;
    let bytes = raw.as_bytes();
    let (is_negative, digits) = match bytes.split_first()? {
        (b'-', digits) => (true, digits),
        _ => (false, bytes),
    };
    if digits.is_empty() || digits.len() > MAX_DIGITS {
        return None;
    }
    let mut number = 0;
    for &digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i64::from(digit - b'0');
    }
    Some(if is_negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact() {
        assert_eq!(small("-123456789012345678"), Some(-123456789012345678));
        assert_eq!([small(""), small("-"), small("1e2"), small("1234567890123456789")], [None; 4]);
        let shown = |raw: &str| match whole(raw) {
            Whole::Number(number) => number.to_string(),
            Whole::TooLarge => "too large".to_owned(),
            Whole::Fraction => "fraction".to_owned(),
        };
        for (raw, expected) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0e5", "0"),
            ("1e2", "100"),
            ("1.50e1", "15"),
            ("1500e-2", "15"),
            ("15e-1", "fraction"),
            ("0.5", "fraction"),
            ("18446744073709551615", "18446744073709551615"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("9007199254740993", "9007199254740993"),
            ("1e400", "too large"),
            ("1e99999999999999999999", "too large"),
            ("1e-99999999999999999999", "fraction"),
            ("0e99999999999999999999", "0"),
            ("100000000000000000000000000000e-29", "1"),
        ] {
            assert_eq!(shown(raw), expected, "{raw}");
        }
    }
}
