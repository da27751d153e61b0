//! Literals: texts, bytes and numbers between quotes and without.
//!
//! Each function says in whose way it writes. Knows no schema.

use std::fmt::Write as _;

/// A text between double quotes, as most languages read it: a backslash before quotes and itself, `\n`, `\r`, `\t`; other control
/// characters, and what is not seen or turns the line around, by `escape`.
pub(super) fn text(text: &str, escape: fn(char, &mut String)) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            hidden if is_hidden(hidden) => escape(hidden, &mut out),
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// Controls, blanks of no width, marks of direction, separators of lines, the byte order mark.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// `\u00ad`, in UTF-16 as Java, C# and JavaScript count.
pub(super) fn utf16(character: char, out: &mut String) {
    let mut units = [0; 2];
    for unit in character.encode_utf16(&mut units) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// `\u00ad`, `\U0010ffff`: Go and Python.
pub(super) fn code_point(character: char, out: &mut String) {
    let number = u32::from(character);
    let _ = if number < 0x1_0000 { write!(out, "\\u{number:04x}") } else { write!(out, "\\U{number:08x}") };
}

/// `\u{ad}`: Rust.
pub(super) fn braced(character: char, out: &mut String) {
    let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
}

/// Bytes between double quotes, as Go, Python and Rust read them: ASCII that is seen as it is, others as `\xff`.
pub(super) fn bytes(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for &byte in bytes {
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b' '..=b'~' => out.push(char::from(byte)),
            other => {
                let _ = write!(out, "\\x{other:02x}");
            }
        }
    }
    out.push('"');
    out
}

/// Bytes as pairs of hex digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A word between single quotes, as shells read it.
pub(super) fn shell(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// How a language writes the numbers that are none.
pub(super) struct Odd {
    pub infinity: &'static str,
    pub minus_infinity: &'static str,
    pub nan: &'static str,
}

/// The shortest that is read as this number again, with a point or an exponent.
pub(super) fn double(value: f64, odd: &Odd) -> String {
    strange(value, odd).unwrap_or_else(|| format!("{value:?}"))
}

/// The same of a `float`.
pub(super) fn float(value: f32, odd: &Odd) -> String {
    strange(f64::from(value), odd).unwrap_or_else(|| format!("{value:?}"))
}

fn strange(value: f64, odd: &Odd) -> Option<String> {
    let name = match value {
        f64::INFINITY => odd.infinity,
        f64::NEG_INFINITY => odd.minus_infinity,
        value if value.is_nan() => odd.nan,
        _ => return None,
    };
    Some(name.to_owned())
}
