//! What the text of a literal stands for, by the rules of protoc's tokenizer.
//!
//! Never fails on text: where the lexer has reported a fault, something is returned for it all the same.

use super::{Kind, Node};

/// The value of an integer literal: decimal, `0x…` or octal `0…`. None if it is greater than [`u64::MAX`], or no such literal.
pub fn int(text: &str) -> Option<u64> {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (&text[2..], 16),
        [b'0', _, ..] => (&text[1..], 8),
        _ => (text, 10),
    };
    let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_number { u64::from_str_radix(digits, radix).ok() } else { None }
}

/// The value of a number in the place of a floating point literal: a Float, or an Int of any size and base. Decimal ones that are
/// too large are infinite. None if it is no such literal.
pub fn float(text: &str) -> Option<f64> {
    match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => int(text).map(|value| value as f64),
        [b'0', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
            int(text).map(|value| value as f64)
        }
        [b'0'..=b'9' | b'.', ..] => text.parse().ok(),
        _ => None,
    }
}

/// The bytes that a string literal stands for, its quotes included in `text`.
pub fn string(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    append(text, &mut bytes);
    bytes
}

/// The bytes that a [`Kind::Strings`] node stands for: its literals one after the other.
pub fn concatenated(node: Node<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for literal in node.parts_of(Kind::String) {
        append(literal.text(), &mut bytes);
    }
    bytes
}

/// The body of a literal without its quotes; a missing closing one is no harm.
fn body(text: &str) -> &str {
    let mut characters = text.chars();
    let Some(open) = characters.next() else { return "" };
    let rest = characters.as_str();
    let is_smart = !open.is_ascii();
    match rest.chars().next_back() {
        Some(close) if close == open || is_smart && (!close.is_ascii() || matches!(close, '"' | '\'')) => {
            &rest[..rest.len() - close.len_utf8()]
        }
        _ => rest,
    }
}

fn append(text: &str, bytes: &mut Vec<u8>) {
    let mut rest = body(text).as_bytes();
    while let Some(at) = rest.iter().position(|&byte| byte == b'\\') {
        bytes.extend_from_slice(&rest[..at]);
        rest = escape(&rest[at + 1..], bytes);
    }
    bytes.extend_from_slice(rest);
}

/// Decodes the escape behind a backslash, and returns what follows it.
fn escape<'a>(rest: &'a [u8], bytes: &mut Vec<u8>) -> &'a [u8] {
    let Some((&letter, behind)) = rest.split_first() else {
        bytes.push(b'\\');
        return rest;
    };
    let simple = match letter {
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0b,
        b'0'..=b'7' => {
            let (value, length) = digits(rest, 8, 3);
            // Of a value above a byte the low bits count.
            bytes.push(value as u8);
            return &rest[length..];
        }
        b'x' | b'X' => {
            let (value, length) = digits(behind, 16, 2);
            bytes.push(value as u8);
            return &behind[length..];
        }
        b'u' | b'U' => return unicode(letter, behind, bytes),
        // Quotes, the backslash and the question mark stand for themselves.
        other => other,
    };
    bytes.push(simple);
    behind
}

/// The value of at most `most` digits, and how many there are.
fn digits(bytes: &[u8], radix: u32, most: usize) -> (u32, usize) {
    let mut value = 0;
    let mut length = 0;
    while length < most
        && let Some(digit) = bytes.get(length).and_then(|&byte| char::from(byte).to_digit(radix))
    {
        value = value * radix + digit;
        length += 1;
    }
    (value, length)
}

const HEAD_SURROGATES: std::ops::Range<u32> = 0xd800..0xdc00;
const TRAIL_SURROGATES: std::ops::Range<u32> = 0xdc00..0xe000;
const LAST_CODE_POINT: u32 = 0x10_ffff;

/// `\u` with four digits, `\U` with eight. Two surrogates are one character; a single one is encoded as it is.
fn unicode<'a>(letter: u8, rest: &'a [u8], bytes: &mut Vec<u8>) -> &'a [u8] {
    let count = if letter == b'u' { 4 } else { 8 };
    let (mut value, length) = digits(rest, 16, count);
    if length < count {
        bytes.push(letter);
        return rest;
    }
    let mut behind = &rest[count..];
    if HEAD_SURROGATES.contains(&value)
        && let Some(trail) = behind.strip_prefix(b"\\u")
    {
        let (low, length) = digits(trail, 16, 4);
        if length == 4 && TRAIL_SURROGATES.contains(&low) {
            value = 0x1_0000 + ((value - HEAD_SURROGATES.start) << 10) + (low - TRAIL_SURROGATES.start);
            behind = &trail[4..];
        }
    }
    push_code_point(value, bytes);
    behind
}

fn push_code_point(value: u32, bytes: &mut Vec<u8>) {
    let tail = |shift: u32| 0x80 | (value >> shift & 0x3f) as u8;
    match value {
        0..=0x7f => bytes.push(value as u8),
        0x80..=0x7ff => bytes.extend([0xc0 | (value >> 6) as u8, tail(0)]),
        0x800..=0xffff => bytes.extend([0xe0 | (value >> 12) as u8, tail(6), tail(0)]),
        0x1_0000..=LAST_CODE_POINT => bytes.extend([0xf0 | (value >> 18) as u8, tail(12), tail(6), tail(0)]),
        // protoc writes what is beyond Unicode as it was written.
        _ => bytes.extend(format!("\\U{value:08x}").into_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_have_three_bases_and_64_bits() {
        let values = [
            ("0", 0),
            ("00", 0),
            ("42", 42),
            ("0x2A", 42),
            ("0Xff", 255),
            ("017", 15),
            ("18446744073709551615", u64::MAX),
        ];
        for (text, value) in values {
            assert_eq!(int(text), Some(value), "{text}");
        }
        for text in [
            "18446744073709551616",
            "0x10000000000000000",
            "02000000000000000000000",
            "08",
            "0x",
            "",
            "1a",
            "+1",
            "1_0",
        ] {
            assert_eq!(int(text), None, "{text}");
        }
    }

    #[test]
    fn floats_take_integers_of_any_base() {
        let values =
            [("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("5.e-1", 0.5), ("1e3", 1000.0), ("1E+3", 1000.0), ("7", 7.0)];
        for (text, value) in values.into_iter().chain([("017", 15.0), ("0x10", 16.0), ("1e999", f64::INFINITY)]) {
            assert_eq!(float(text), Some(value), "{text}");
        }
        assert_eq!(float("18446744073709551616"), Some(18_446_744_073_709_551_616.0), "decimal ones have no limit");
        for text in ["0x10000000000000000", "08", "1e", "inf", "nan", "-1", ""] {
            assert_eq!(float(text), None, "{text}");
        }
    }

    fn check(literal: &str, bytes: &[u8]) {
        assert_eq!(string(literal), bytes, "{literal}");
    }

    // As protoc decodes them: its descriptors were compared for all of these.
    #[test]
    fn strings_have_the_escapes_of_c_and_of_unicode() {
        check(r#""a'\"b""#, b"a'\"b");
        check(r#"'a"\'b'"#, b"a\"'b");
        check(r#""\a\b\f\n\r\t\v\\\?""#, b"\x07\x08\x0c\n\r\t\x0b\\?");
        check(r#""\0\7\12\1234\377\777""#, b"\0\x07\x0a\x534\xff\xff");
        check(r#""\x4\X41\x411""#, b"\x04AA1");
        check(r#""\u00e9\u20AC\U0001F600""#, "é€😀".as_bytes());
        check(r#""\ud83d\ude00""#, "😀".as_bytes());
        check(r#""\ud83d!\ude00""#, b"\xed\xa0\xbd!\xed\xb8\x80");
        check(r#""\U0000d83d\ude00\ud83d\U0000de00""#, b"\xf0\x9f\x98\x80\xed\xa0\xbd\xed\xb8\x80");
        check(r#""\U00110000""#, b"\\U00110000");
        check("\"größe\"", "größe".as_bytes());
    }

    #[test]
    fn faulty_strings_are_something_all_the_same() {
        check("\"a", b"a");
        check("\"", b"");
        check("", b"");
        check("“a”", b"a");
        check("\"\\", b"\\");
        check(r#""\u12""#, b"u12");
        check(r#""\q\x""#, b"q\0");
    }
}
