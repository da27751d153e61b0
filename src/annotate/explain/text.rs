//! UTF-8: the characters of a text, and where bytes are none (RFC 3629).

use super::bits::{self, BitRole};
use super::{About, Part, Rule, code};
use crate::annotate::value::bytes_text;
use crate::text::Span;

/// How many characters of a text are spelled out.
const SHOWN_CHARS: usize = 5;

/// How many bits of a code point a byte holds that goes on with a character.
const CONTINUATION_BITS: u32 = 6;

pub(super) fn text(about: &About) -> Part {
    let payload = about.node.payload().of(about.bytes);
    let Ok(text) = std::str::from_utf8(payload) else { return Part::default() };
    let rule = Some(Rule::Utf8);
    if text.is_empty() {
        return Part { rule, ..Part::default() };
    }
    let count = text.chars().count();
    let shown: Vec<String> = text
        .chars()
        .take(SHOWN_CHARS)
        .map(|it| format!("{} is {}", code(it.encode_utf8(&mut [0; 4]).as_bytes()), character(it)))
        .collect();
    let more = if count > SHOWN_CHARS { " …" } else { "." };
    let characters = if count == 1 { "1 character".to_owned() } else { format!("{count} characters") };
    let bytes = bytes_text(payload.len());
    let sentence = format!("{bytes} of UTF-8, {characters}: {}{more}", shown.join(", "));
    Part { sentences: vec![sentence], rule, ..Part::default() }
}

/// Which character the byte at `offset` is, or is a part of.
pub(super) fn in_text(about: &About, offset: usize) -> Option<(Span, Part)> {
    let payload = about.node.payload();
    let text = std::str::from_utf8(payload.of(about.bytes)).ok()?;
    let at = crate::text::floor_boundary(text, offset - payload.start as usize);
    let found = text.get(at..)?.chars().next()?;
    let before = text.get(..at)?.chars().count();
    let start = payload.start as usize + at;
    let len = found.len_utf8();
    let span = Span::new(start, start + len);
    let own = code(Span::new(offset, offset + 1).of(about.bytes));
    let number = u32::from(found);
    let of = match len {
        1 => String::new(),
        len => format!("byte {} of {len} of ", offset - start + 1),
    };
    let sentence = format!(
        "{own} is {of}{}, U+{number:04X}, {}: character {} of the text.",
        character(found),
        category(found),
        before + 1
    );
    let say = |at: usize, bit: u32, on: bool| {
        if bit >= u8::BITS - marks(len, at) {
            let does = match (len, at) {
                (1, _) => "says that the character has one byte".to_owned(),
                (len, 0) => format!("is one of {} that say that a character of {len} bytes begins", marks(len, 0)),
                _ => "is one of two that say that the character goes on".to_owned(),
            };
            return (BitRole::Mark, does);
        }
        let bit = bit + CONTINUATION_BITS * (len - 1 - at.min(len - 1)) as u32;
        (BitRole::Value, bits::adds(bit, on, "the code point"))
    };
    let digits: Vec<String> = (0..)
        .zip(span.of(about.bytes))
        .map(|(at, byte)| {
            let width = (u8::BITS - marks(len, at)) as usize;
            format!("{:0width$b}", byte & ((1u16 << width) - 1) as u8)
        })
        .collect();
    let steps = vec![format!("{} = {number} = U+{number:04X}", digits.join(" "))];
    let bits = bits::forwards(about.bytes, span, &say);
    Some((span, Part { sentences: vec![sentence], bits, steps, rule: Some(Rule::Utf8) }))
}

/// How many of a byte's bits are marks, where it is the one at this index of a character with `len` bytes: the first has as
/// many ones as there are bytes, and a zero; the others have `10`.
fn marks(len: usize, at: usize) -> u32 {
    match (len, at) {
        (1, _) => 1,
        (len, 0) => len as u32 + 1,
        _ => 2,
    }
}

/// A character as code; one that can't be seen by its number.
pub(super) fn character(it: char) -> String {
    match it {
        '`' | ' ' => format!("U+{:04X}", u32::from(it)),
        _ if it.is_control() || it.is_whitespace() => format!("U+{:04X}", u32::from(it)),
        _ => format!("`{it}`"),
    }
}

/// What sort of character it is, without its name.
fn category(it: char) -> &'static str {
    match it {
        _ if it.is_control() => "a control character",
        _ if it.is_whitespace() => "white space",
        _ if it.is_ascii_digit() => "a digit",
        _ if it.is_ascii_punctuation() => "a punctuation mark or symbol",
        _ if it.is_lowercase() => "a lower-case letter",
        _ if it.is_uppercase() => "an upper-case letter",
        _ if it.is_alphabetic() => "a letter",
        _ if it.is_numeric() => "a number",
        '\u{fffd}' => "what stands for bytes that could not be read",
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => "a character for private use",
        _ => "a symbol or mark",
    }
}

/// The first byte that is no UTF-8, as its index, and what is wrong there; `None` of a text.
pub(super) fn first_wrong(bytes: &[u8]) -> Option<(usize, String)> {
    let at = std::str::from_utf8(bytes).err()?.valid_up_to();
    let wrong = bytes.get(at..)?;
    let first = *wrong.first()?;
    let len = match first {
        0x80..0xc0 => return Some((at, "it goes on with a character that no byte began".into())),
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return Some((at, "this byte occurs in no UTF-8".into())),
    };
    let why = match (first, wrong.get(1)) {
        (_, None) => format!("it begins a character of {len} bytes, and the text ends"),
        (0xe0, Some(0x80..0xa0)) | (0xf0, Some(0x80..0x90)) => "the character is longer than it has to be".into(),
        (0xed, Some(0xa0..0xc0)) => "it is half of a pair of UTF-16, which is no character".into(),
        (0xf4, Some(0x90..0xc0)) => "it is beyond U+10FFFF, the last character there is".into(),
        _ => format!("it begins a character of {len} bytes, and not all of them go on with it"),
    };
    Some((at, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_told_by_its_first_byte() {
        let wrong = |bytes: &[u8]| first_wrong(bytes).map(|(at, why)| format!("{at}: {why}")).unwrap_or_default();
        assert_eq!(wrong("Zürich".as_bytes()), "");
        assert_eq!(wrong(b"a\x80"), "1: it goes on with a character that no byte began");
        assert_eq!(wrong(b"\xc0\x80"), "0: this byte occurs in no UTF-8");
        assert_eq!(wrong(b"ab\xc3"), "2: it begins a character of 2 bytes, and the text ends");
        assert_eq!(wrong(b"\xe0\x80\x80"), "0: the character is longer than it has to be");
        assert_eq!(wrong(b"\xed\xa0\x80"), "0: it is half of a pair of UTF-16, which is no character");
        assert_eq!(wrong(b"\xf4\x90\x80\x80"), "0: it is beyond U+10FFFF, the last character there is");
        assert_eq!(wrong(b"\xe2\x82a"), "0: it begins a character of 3 bytes, and not all of them go on with it");
    }

    #[test]
    fn characters_have_a_category() {
        assert_eq!(
            ['a', 'Ü', '字', '7', '½', ' ', '\n', '!', '€', '😀', '\u{e000}'].map(category),
            [
                "a lower-case letter",
                "an upper-case letter",
                "a letter",
                "a digit",
                "a number",
                "white space",
                "a control character",
                "a punctuation mark or symbol",
                "a symbol or mark",
                "a symbol or mark",
                "a character for private use",
            ]
        );
    }
}
