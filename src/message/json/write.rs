//! Strings and numbers as JSON text: one text for each, the one `JSON.stringify` writes, but for -0.

use std::fmt::Write as _;

/// JavaScript writes whole numbers with so many digits at most, greater ones with an exponent: ECMA-262, Number::toString.
const MAX_WHOLE_DIGITS: i32 = 21;
/// And so many zeros at most behind the point.
const MAX_LEADING_ZEROS: i32 = 5;

/// A text as a JSON string.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
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
    out
}

/// The shortest text that reads back as the same double; `None` if it is no JSON number, being infinite or not a number.
pub fn number(value: f64) -> Option<String> {
    value.is_finite().then(|| laid_out(&format!("{value:e}")))
}

/// The shortest text that reads back as the same float, `0.1` where the double would be `0.10000000149011612`.
pub fn number32(value: f32) -> Option<String> {
    value.is_finite().then(|| laid_out(&format!("{value:e}")))
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
fn laid_out(scientific: &str) -> String {
    let (sign, unsigned) = scientific.split_at(usize::from(scientific.starts_with('-')));
    let (mantissa, exponent) = unsigned.split_once('e').unwrap_or((unsigned, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let digits = mantissa.replace('.', "");
    let zeros = |count: i32| "0".repeat(count.max(0) as usize);
    // Where the point is: behind so many digits.
    let point = exponent + 1;
    match point {
        // Some readers take -0 for a whole number, which has no sign.
        _ if digits == "0" => format!("{sign}{}", if sign.is_empty() { "0" } else { "0.0" }),
        1..=MAX_WHOLE_DIGITS => match digits.split_at_checked(point as usize) {
            Some((whole, fraction)) if !fraction.is_empty() => format!("{sign}{whole}.{fraction}"),
            _ => format!("{sign}{digits}{}", zeros(point - digits.len() as i32)),
        },
        _ if (-MAX_LEADING_ZEROS..=0).contains(&point) => format!("{sign}0.{}{digits}", zeros(-point)),
        _ => format!("{sign}{mantissa}e{exponent:+}"),
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
