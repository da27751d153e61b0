//! Characters that stand in no token: what they are taken for, and what is said of them.

use super::Kind;
use super::lex::{Lexer, mark};
use super::quoted;
use crate::text::Span;

impl Lexer<'_> {
    /// A word with letters that names may not have.
    pub(super) fn foreign_word(&mut self, start: usize) {
        let rest = &self.text[start..];
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.at = start + length;
        let word = &rest[..length];
        let foreign = word.char_indices().find(|(_, c)| !c.is_ascii());
        let (at, character) = foreign.unwrap_or((0, '?'));
        let span = Span::new(start + at, start + at + character.len_utf8());
        let message = format!("expected a name of ASCII letters, digits and `_`, found '{character}'");
        let mut entry = self.errors.add("proto-character", span, message);
        match look_alike(character) {
            Some(plain) => {
                entry.help(format!("this letter only looks like '{plain}'; type it anew"));
                entry.fix(format!("replace it by `{plain}`"), span, plain.to_string());
            }
            None => {
                entry.help("spell the name with the letters a to z");
            }
        }
        self.token(Kind::Unknown, start, true);
    }

    pub(super) fn foreign(&mut self) {
        let start = self.at;
        let Some(character) = self.text[start..].chars().next() else { return };
        if character.is_alphanumeric() {
            return self.foreign_word(start);
        }
        if quoted::is_smart(character) {
            return self.smart_string();
        }
        // Spaces that are none here, and their like: one error for a run of them.
        let rest = &self.text[start..];
        let belongs = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !quoted::is_smart(c);
        let length = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        self.at = start + length;
        let span = Span::new(start, self.at);
        let invisible = character.is_whitespace() || character.is_control() || is_invisible(character);
        if invisible {
            let message =
                format!("expected plain white space, found the invisible character U+{:04X}", character as u32);
            let mut entry = self.errors.add("proto-character", span, message);
            let space = if character.is_whitespace() { " " } else { "" };
            entry.help("replace it by a plain space, or remove it").fix("remove the invisible character", span, space);
            return self.trivia(Kind::Unknown);
        }
        let message = format!("expected ASCII outside of strings and comments, found '{character}'");
        let mut entry = self.errors.add("proto-character", span, message);
        match look_alike(character) {
            Some(plain) if length == character.len_utf8() => {
                entry.help(format!("this character only looks like `{plain}`; type it anew"));
                entry.fix(format!("replace it by `{plain}`"), span, plain.to_string());
                self.token(mark(plain as u8), start, false);
            }
            _ => {
                entry.help("remove it");
                self.trivia(Kind::Unknown);
            }
        }
    }

    fn smart_string(&mut self) {
        let start = self.at;
        let is_value = self.lexed.tokens.last().is_some_and(|token| token.kind == Kind::Equals);
        let (end, closed) = quoted::scan_smart(self.text, start);
        if closed || is_value {
            self.at = end;
            quoted::report_smart(self.errors, self.text, Span::new(start, end), closed);
            return self.token(Kind::String, start, !closed);
        }
        // An apostrophe, perhaps.
        let Some(character) = self.text[start..].chars().next() else { return };
        self.at += character.len_utf8();
        let message = format!("expected ASCII outside of strings and comments, found '{character}'");
        let span = Span::new(start, self.at);
        self.errors.add("proto-smart-quotes", span, message).help("strings stand in \" or ', comments behind `//`");
        self.token(Kind::Unknown, start, true);
    }
}

/// Format characters that show nothing: zero-width spaces, joiners, direction marks, a byte order mark in the middle.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Letters of Cyrillic and Greek with the shape of a Latin one, the Greek question mark, dashes.
const LOOKS: &str = "АВЕЅІЈКМНОРСТХаеорсухѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο\u{37e}–—−";
/// What each of them looks like.
const PLAIN: &str = "ABESIJKMHOPCTXaeopcyxsijABEZHIKMNOPTYXo;---";

/// The ASCII character that another one is easily taken for.
fn look_alike(c: char) -> Option<char> {
    // East Asian keyboards have all of ASCII once more, as wide as their own characters.
    const FULL_WIDTH: std::ops::RangeInclusive<char> = '\u{ff01}'..='\u{ff5e}';
    if FULL_WIDTH.contains(&c) {
        return char::from_u32(c as u32 - *FULL_WIDTH.start() as u32 + u32::from('!'));
    }
    LOOKS.chars().zip(PLAIN.chars()).find(|&(look, _)| look == c).map(|(_, plain)| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_look_has_its_plain_character() {
        assert_eq!(LOOKS.chars().count(), PLAIN.len());
        assert!(PLAIN.is_ascii() && LOOKS.chars().all(|c| !c.is_ascii()));
        assert_eq!(look_alike('；'), Some(';'));
        assert_eq!(look_alike('Ａ'), Some('A'));
        assert_eq!(look_alike('ö'), None);
    }
}
