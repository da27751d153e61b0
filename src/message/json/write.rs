//! Strings and numbers as JSON text: one text for each, the one `JSON.stringify` writes, but for -0.

use std::fmt::{self, Write as _};

/// JavaScript writes whole numbers with so many digits at most, greater ones with an exponent: ECMA-262, Number::toString.
const MAX_WHOLE_DIGITS: i32 = 21;
/// And so many zeros at most behind the point.
const MAX_LEADING_ZEROS: i32 = 5;
/// The shortest text that tells a double from all others has no more digits.
const MAX_DIGITS: usize = 17;

/// A text as a JSON string.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(text, &mut out);
    out
}

/// Appends a text as a JSON string.
pub fn push_quoted(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(plain) = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\') || byte < 0x20) {
        let (before, from) = rest.split_at(plain);
        out.push_str(before);
        // What is escaped is one byte.
        let (escaped, behind) = from.split_at(1);
        match escaped {
            "\u{8}" => out.push_str("\\b"),
            "\u{c}" => out.push_str("\\f"),
            "\n" => out.push_str("\\n"),
            "\r" => out.push_str("\\r"),
            "\t" => out.push_str("\\t"),
            "\"" | "\\" => {
                out.push('\\');
                out.push_str(escaped);
            }
            control => {
                // Writing to a string does not fail.
                let _ = control.bytes().try_for_each(|byte| write!(out, "\\u{byte:04x}"));
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out.push('"');
}

/// Appends a whole number: what the standard library does, without its machinery for formats.
pub fn push_unsigned(mut value: u64, out: &mut String) {
    /// As many digits as the greatest has.
    const LONGEST: usize = 20;
    let mut digits = [b'0'; LONGEST];
    let mut start = LONGEST;
    loop {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 || start == 0 {
            break;
        }
    }
    out.extend(digits[start..].iter().map(|&digit| char::from(digit)));
}

/// Appends a whole number with its sign.
pub fn push_signed(value: i64, out: &mut String) {
    if value < 0 {
        out.push('-');
    }
    push_unsigned(value.unsigned_abs(), out);
}

/// The shortest text that reads back as the same double; `None` if it is no JSON number, being infinite or not a number.
pub fn number(value: f64) -> Option<String> {
    let mut out = String::new();
    push_number(value, &mut out).then_some(out)
}

/// The shortest text that reads back as the same float, `0.1` where the double would be `0.10000000149011612`.
pub fn number32(value: f32) -> Option<String> {
    let mut out = String::new();
    push_number32(value, &mut out).then_some(out)
}

/// Appends what [`number`] gives; whether there is anything.
pub fn push_number(value: f64, out: &mut String) -> bool {
    /// Below, doubles that are whole have no other digits than the whole number has.
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    if value.abs() < MAX_EXACT && value.fract() == 0.0 && (value != 0.0 || value.is_sign_positive()) {
        push_signed(value as i64, out);
    } else if value.is_finite() {
        push_scientific(format_args!("{value:e}"), out);
    }
    value.is_finite()
}

/// Appends what [`number32`] gives; whether there is anything.
pub fn push_number32(value: f32, out: &mut String) -> bool {
    if value.is_finite() {
        push_scientific(format_args!("{value:e}"), out);
    }
    value.is_finite()
}

/// What ProtoJSON writes, in quotes, for a value that is no JSON number.
pub fn no_number(value: f64) -> &'static str {
    match value {
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        _ => "NaN",
    }
}

/// `-1.25e3` → `-1250`.
fn push_scientific(scientific: fmt::Arguments<'_>, out: &mut String) {
    let start = out.len();
    // Writing to a string does not fail.
    let _ = out.write_fmt(scientific);
    let text = out.get(start..).unwrap_or_default();
    let is_negative = text.starts_with('-');
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once('e').unwrap_or((unsigned, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let (first, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if mantissa == "0" {
        // Some readers take -0 for a whole number, which has no sign.
        out.truncate(start);
        return out.push_str(if is_negative { "-0.0" } else { "0" });
    }
    let mantissa_length = mantissa.len();
    // The digits without the point.
    let mut digits = [0; MAX_DIGITS];
    let mut count = 0;
    for (slot, byte) in digits.iter_mut().zip(first.bytes().chain(behind.bytes())) {
        *slot = byte;
        count += 1;
    }
    let digits = digits.get(..count).and_then(|it| std::str::from_utf8(it).ok()).unwrap_or_default();
    // Where the point is: behind so many digits.
    let point = exponent + 1;
    let laid_out = (-MAX_LEADING_ZEROS..=MAX_WHOLE_DIGITS).contains(&point);
    if !laid_out {
        if exponent >= 0 {
            let at = start + usize::from(is_negative) + mantissa_length + 1;
            out.insert(at, '+');
        }
        return;
    }
    out.truncate(start + usize::from(is_negative));
    let zeros = |count: i32, out: &mut String| (0..count).for_each(|_| out.push('0'));
    match digits.split_at_checked(point.max(0) as usize) {
        _ if point <= 0 => {
            out.push_str("0.");
            zeros(-point, out);
            out.push_str(digits);
        }
        Some((whole, fraction)) if !fraction.is_empty() => {
            out.push_str(whole);
            out.push('.');
            out.push_str(fraction);
        }
        _ => {
            out.push_str(digits);
            zeros(point - count as i32, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_javascripts() {
        // What `node -p` says.
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (100.0, "100"),
            (123.456, "123.456"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e20, "100000000000000000000"),
            (123456789012345680000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (1.5e300, "1.5e+300"),
            (0.000001, "0.000001"),
            (0.00000123, "0.00000123"),
            (0.0000001, "1e-7"),
            (1.25e-7, "1.25e-7"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
            (9007199254740993.0, "9007199254740992"),
        ] {
            assert_eq!(number(value).unwrap(), text);
        }
        // What JavaScript writes as 0.
        assert_eq!(number(-0.0).unwrap(), "-0.0");
        assert_eq!(number(f64::NAN), None);
        assert_eq!(number32(f32::INFINITY), None);
        assert_eq!(number32(0.1).unwrap(), "0.1");
        assert_eq!(number32(f32::MAX).unwrap(), "3.4028235e+38");
        assert_eq!(number32(16777216.0).unwrap(), "16777216");
        assert_eq!(number32(f32::from_bits(1)).unwrap(), "1e-45");
    }

    proptest! {
        #[test]
        fn numbers_read_back(bits in any::<u64>()) {
            let double = f64::from_bits(bits);
            if let Some(text) = number(double) {
                prop_assert!(super::super::is_number(&text), "{}", text);
                prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), bits);
                prop_assert_eq!(serde_json::from_str::<f64>(&text).unwrap().to_bits(), bits);
            }
            let float = f32::from_bits(bits as u32);
            if let Some(text) = number32(float) {
                prop_assert_eq!(text.parse::<f32>().unwrap().to_bits(), bits as u32);
            }
        }

        #[test]
        fn strings_are_serde_jsons(text in any::<String>(), controls in "[\u{0}-\u{20}\"\\\\\u{7f}a]{0,20}") {
            for text in [text, controls] {
                prop_assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }
}
