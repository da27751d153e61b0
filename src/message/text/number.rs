//! Where a number ends, what form it has, and what is wrong with it.
//!
//! A number that runs into letters or points is one wrong number here, so that there is one error. Knows no type: which values
//! fit is `scalar`'s matter.

use super::tree::Form;

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// `0x`
    NoHexDigits,
    /// `08`
    NoOctalDigit,
    /// `01.5`
    LeadingZero,
    /// `1e`
    NoExponent,
    /// `1.2.3`
    SecondPoint,
    /// `1_000`
    Grouped,
    /// `10abc`
    Letters,
}

/// How many bytes the number at the start of `bytes` has, wrong ones with all that runs into it: digits, letters, `_` and points,
/// and the sign of an exponent.
pub(super) fn length(bytes: &[u8]) -> usize {
    let mut at = 0;
    let mut is_plain = true;
    while let Some(&byte) = bytes.get(at) {
        let is_exponent = matches!(byte, b'e' | b'E') && is_plain;
        match byte {
            b'0'..=b'9' | b'.' => {}
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => is_plain = false,
            _ => break,
        }
        at += 1;
        at += usize::from(is_exponent && matches!(bytes.get(at), Some(b'+' | b'-')));
    }
    at
}

/// The form of a number.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn form(text: &str) -> Result<Form, Fault> {
    let bytes = text.as_bytes();
    if let [b'0', b'x' | b'X', digits @ ..] = bytes {
        return match digits {
            [] => Err(Fault::NoHexDigits),
            _ if digits.iter().all(u8::is_ascii_hexdigit) => Ok(Form::Based),
            _ => Err(Fault::Letters),
        };
    }
    if bytes.len() > 1 && bytes.starts_with(b"0") && is_digits(text) {
        return if text.contains(['8', '9']) { Err(Fault::NoOctalDigit) } else { Ok(Form::Based) };
    }
    if is_digits(text) { Ok(Form::Decimal) } else { float(text) }
}

/// `float_lit` of the specification, and whole numbers with the suffix `f`.
fn float(text: &str) -> Result<Form, Fault> {
    let number = text.strip_suffix(['f', 'F']).unwrap_or(text);
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (number, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_empty_or_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_digits = !whole.is_empty() || !fraction.is_empty();
    if text.contains('_') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') {
        return Err(Fault::Grouped);
    }
    if fraction.contains('.') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return Err(Fault::SecondPoint);
    }
    if !has_digits || !is_empty_or_digits(whole) || !is_empty_or_digits(fraction) {
        return Err(Fault::Letters);
    }
    match exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent)) {
        Some("") => return Err(Fault::NoExponent),
        Some(digits) if !is_digits(digits) => return Err(Fault::Letters),
        _ => {}
    }
    if whole.len() > 1 && whole.starts_with('0') { Err(Fault::LeadingZero) } else { Ok(Form::Float) }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What to say of a wrong number: what was expected, how to mend it, and what to write instead where that is clear.
pub(super) fn told(fault: Fault, text: &str) -> (String, &'static str, Option<String>) {
    let message = |expected: &str| format!("expected {expected}, found `{}`", crate::message::json::cut(text));
    match fault {
        Fault::NoHexDigits => (message("hexadecimal digits behind `0x`"), "write the digits, such as `0x1f`", None),
        Fault::NoOctalDigit => (
            message("the digits 0 to 7 in an octal number"),
            "a leading 0 makes a number octal; remove it",
            Some(trimmed(text)),
        ),
        Fault::LeadingZero => {
            (message("a number without a leading 0"), "only octal numbers begin with 0", Some(trimmed(text)))
        }
        Fault::NoExponent => {
            (message("digits in the exponent"), "write the exponent, such as `1e6`, or remove the `e`", None)
        }
        Fault::SecondPoint => {
            (message("a number with one decimal point"), "put versions, dates and the like in quotes", None)
        }
        Fault::Grouped => (message("digits only"), "digits are not grouped with `_`", Some(text.replace('_', ""))),
        Fault::Letters => (message("a number"), "put a space or a `,` between a number and what follows it", None),
    }
}

fn trimmed(text: &str) -> String {
    let trimmed = text.trim_start_matches('0');
    if trimmed.starts_with(|first: char| first.is_ascii_digit()) { trimmed.to_owned() } else { format!("0{trimmed}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_forms() {
        for text in ["0", "7", "1234567890123456789012345"] {
            assert_eq!(form(text), Ok(Form::Decimal), "{text}");
        }
        for text in ["00", "017", "0x0", "0XfF"] {
            assert_eq!(form(text), Ok(Form::Based), "{text}");
        }
        for text in ["1.", "1.5", ".5", "0.5", "1e3", "1.e3", ".5E-7", "1E+3f", "0f", "12F", ".5f"] {
            assert_eq!(form(text), Ok(Form::Float), "{text}");
            assert_eq!(length(format!("{text} x").as_bytes()), text.len(), "{text}");
        }
    }

    #[test]
    fn wrong_numbers_have_reasons() {
        for (text, fault) in [
            ("0x", Fault::NoHexDigits),
            ("0xfg", Fault::Letters),
            ("08", Fault::NoOctalDigit),
            ("01.5", Fault::LeadingZero),
            ("00f", Fault::LeadingZero),
            ("1e", Fault::NoExponent),
            ("1e+", Fault::NoExponent),
            ("1.2.3", Fault::SecondPoint),
            ("1_000", Fault::Grouped),
            ("10abc", Fault::Letters),
            ("10f2", Fault::Letters),
            ("5ff", Fault::Letters),
            ("1e5.2", Fault::Letters),
            ("1efe", Fault::Letters),
            (".", Fault::Letters),
        ] {
            assert_eq!(form(text), Err(fault), "{text}");
            assert_eq!(length(format!("{text};").as_bytes()), text.len(), "{text}");
        }
        assert_eq!(length(b"0x1e+5"), 4, "a hexadecimal number has no exponent");
    }
}
