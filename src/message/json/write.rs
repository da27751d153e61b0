//! Strings and numbers as JSON text: one text for each, the one `JSON.stringify` writes, but for -0.

use std::fmt;
use std::io::Write as _;

/// JavaScript writes whole numbers with so many digits at most, greater ones with an exponent: ECMA-262, Number::toString.
const MAX_WHOLE_DIGITS: i32 = 21;
/// And so many zeros at most behind the point.
const MAX_LEADING_ZEROS: i32 = 5;
/// The shortest text that tells a double from all others has no more digits.
const MAX_DIGITS: usize = 17;

/// A text as a JSON string.
pub fn quoted(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 2);
    push_quoted(text, &mut out);
    string(out)
}

/// What is put together here is UTF-8.
fn string(out: Vec<u8>) -> String {
    String::from_utf8(out).unwrap_or_default()
}

/// Appends bytes. In wasm the instruction that copies memory takes as long as a dozen bytes do one by one, and most names and
/// values are short.
pub fn append(bytes: &[u8], out: &mut Vec<u8>) {
    const FEW: usize = 12;
    if bytes.len() > FEW {
        return out.extend_from_slice(bytes);
    }
    for &byte in bytes {
        out.push(byte);
    }
}

/// Appends a text as a JSON string.
pub fn push_quoted(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        append(bytes.get(from..at).unwrap_or_default(), out);
        from = at + 1;
        out.push(b'\\');
        out.push(match byte {
            0x08 => b'b',
            0x0c => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            b'"' | b'\\' => byte,
            control => {
                // Writing to memory does not fail.
                let _ = write!(out, "u{control:04x}");
                continue;
            }
        });
    }
    append(bytes.get(from..).unwrap_or_default(), out);
    out.push(b'"');
}

/// Appends bytes as base64 in the alphabet of RFC 4648 with padding, without quotes.
pub fn push_base64(bytes: &[u8], out: &mut Vec<u8>) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    out.reserve(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let [one, two, three] = [0, 1, 2].map(|at| u32::from(chunk.get(at).copied().unwrap_or_default()));
        let bits = one << 16 | two << 8 | three;
        for at in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * at) & 0x3f) as usize];
            out.push(if at <= chunk.len() { letter } else { b'=' });
        }
    }
}

/// Appends a whole number: what the standard library does, without its machinery for formats.
pub fn push_unsigned(mut value: u64, out: &mut Vec<u8>) {
    /// As many digits as the greatest has.
    const LONGEST: usize = 20;
    let mut digits = [0; LONGEST];
    let mut start = LONGEST;
    // Division of 64 bits is slow in 32-bit code, and few numbers have so many.
    while value > u64::from(u32::MAX) {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
    }
    let mut value = value as u32;
    loop {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    for &digit in &digits[start..] {
        out.push(digit);
    }
}

/// Appends a whole number with its sign.
pub fn push_signed(value: i64, out: &mut Vec<u8>) {
    if value < 0 {
        out.push(b'-');
    }
    push_unsigned(value.unsigned_abs(), out);
}

/// The shortest text that reads back as the same double; `None` if it is no JSON number, being infinite or not a number.
pub fn number(value: f64) -> Option<String> {
    let mut out = Vec::new();
    push_number(value, &mut out).then(|| string(out))
}

/// The shortest text that reads back as the same float, `0.1` where the double would be `0.10000000149011612`.
pub fn number32(value: f32) -> Option<String> {
    let mut out = Vec::new();
    push_number32(value, &mut out).then(|| string(out))
}

/// Appends what [`number`] gives; whether there is anything.
pub fn push_number(value: f64, out: &mut Vec<u8>) -> bool {
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
pub fn push_number32(value: f32, out: &mut Vec<u8>) -> bool {
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

/// Appends `-1.25e3` as `-1250`.
fn push_scientific(scientific: fmt::Arguments<'_>, out: &mut Vec<u8>) {
    let start = out.len();
    // Writing to memory does not fail.
    let _ = out.write_fmt(scientific);
    let text = out.get(start..).and_then(|it| std::str::from_utf8(it).ok()).unwrap_or_default();
    let is_negative = text.starts_with('-');
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once('e').unwrap_or((unsigned, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if mantissa == "0" {
        // Some readers take -0 for a whole number, which has no sign.
        out.truncate(start);
        return append(if is_negative { b"-0.0" } else { b"0" }, out);
    }
    let mantissa_end = start + usize::from(is_negative) + mantissa.len();
    // The digits without the point.
    let mut digits = [0; MAX_DIGITS];
    let mut count = 0;
    for (slot, byte) in digits.iter_mut().zip(mantissa.bytes().filter(|&byte| byte != b'.')) {
        *slot = byte;
        count += 1;
    }
    let digits = digits.get(..count).unwrap_or_default();
    // Where the point is: behind so many digits.
    let point = exponent + 1;
    if !(-MAX_LEADING_ZEROS..=MAX_WHOLE_DIGITS).contains(&point) {
        if exponent >= 0 {
            out.insert(mantissa_end + 1, b'+');
        }
        return;
    }
    out.truncate(start + usize::from(is_negative));
    let zeros = |count: i32, out: &mut Vec<u8>| (0..count).for_each(|_| out.push(b'0'));
    match digits.split_at_checked(point.max(0) as usize) {
        _ if point <= 0 => {
            append(b"0.", out);
            zeros(-point, out);
            append(digits, out);
        }
        Some((whole, fraction)) if !fraction.is_empty() => {
            append(whole, out);
            out.push(b'.');
            append(fraction, out);
        }
        _ => {
            append(digits, out);
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
        fn base64_is_that_of_the_library(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            use base64::Engine as _;
            let mut out = Vec::new();
            push_base64(&bytes, &mut out);
            prop_assert_eq!(string(out), base64::engine::general_purpose::STANDARD.encode(&bytes));
        }

        #[test]
        fn whole_numbers_are_the_librarys(value in any::<i64>(), shift in 0..64) {
            for value in [value, value >> shift] {
                let mut out = Vec::new();
                push_signed(value, &mut out);
                out.push(b' ');
                push_unsigned(value as u64, &mut out);
                prop_assert_eq!(string(out), format!("{value} {}", value as u64));
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
