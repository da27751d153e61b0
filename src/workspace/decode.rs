//! The bytes of a dropped file as text. What is no text is replaced, and told of with its place.

use std::fmt::Write;

use crate::text::{LineIndex, Span};

/// A file's text, and what of it is not as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// What is wrong with it, as the end of a sentence that begins with the file's name.
    pub fault: Option<String>,
    /// Where to look first.
    pub place: Option<Span>,
}

/// Decodes UTF-8, or UTF-16 where a byte order mark says so. A mark of UTF-8 is kept: the compiler knows it.
pub fn decode(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut first = None;
    let mut count = 0usize;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            first.get_or_insert((Span::new(start, text.len()), chunk.invalid()));
            count += 1;
        }
    }
    let Some((place, broken)) = first else { return Decoded { text, ..Decoded::default() } };
    let at = LineIndex::new(&text).line_column(place.start as usize);
    let mut hex = String::new();
    for byte in broken {
        let _ = write!(hex, " {byte:02x}");
    }
    let more = match count {
        1 => "it is".to_owned(),
        2 => "that and another place are".to_owned(),
        _ => format!("that and {} more places are", count - 1),
    };
    let fault = format!("is not UTF-8 at {}:{}, where it has{hex}; {more} shown as �", at.line, at.column);
    Decoded { text, fault: Some(fault), place: Some(place) }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text: String = char::decode_utf16(pairs.iter().copied().map(unit))
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let fault = "was UTF-16, which compilers refuse; here it is UTF-8".to_owned();
    Decoded { text, fault: Some(fault), place: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_utf8_is_located() {
        assert_eq!(decode("é".as_bytes()), Decoded { text: "é".into(), ..Decoded::default() });
        let decoded = decode(b"a\nb \xff\xfe c \xc3");
        assert_eq!(decoded.text, "a\nb �� c �");
        assert_eq!(
            decoded.fault.as_deref(),
            Some("is not UTF-8 at 2:3, where it has ff; that and 2 more places are shown as �")
        );
        assert_eq!(decoded.place, Some(Span::new(4, 7)));
        assert_eq!(
            decode(b"\xe2\x82 x").fault.as_deref(),
            Some("is not UTF-8 at 1:1, where it has e2 82; it is shown as �")
        );
    }

    #[test]
    fn what_windows_saved_is_read() {
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain("aé".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain("aé".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!((decode(&little).text, decode(&big).text), ("aé".to_owned(), "aé".to_owned()));
        assert_eq!(decode(&little[..little.len() - 1]).text, "a�");
    }
}
