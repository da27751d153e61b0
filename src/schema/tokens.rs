//! A scanner of `.proto` text: words, numbers, strings and punctuation with their places, comments left out.
//!
//! It agrees with protox's lexer about where comments and strings end, which is what the limits rely on. It knows no grammar
//! and reports nothing.

use crate::text::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, digits and `_`, the first no digit.
    Word,
    /// Begins with a digit.
    Number,
    /// A string with its quotes; one that is never closed ends with its line.
    Text,
    /// A single other character.
    Mark(u8),
}

/// A token and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where, in bytes.
    pub span: Span,
}

impl Token {
    /// Its text.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.span.range()).unwrap_or_default()
    }
}

/// The tokens of `text`, in order.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { bytes: text.as_bytes(), at: 0 }
}

/// See [`tokens`].
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_space();
        let start = self.at;
        let &first = self.bytes.get(start)?;
        let kind = match first {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => {
                self.run(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                Kind::Word
            }
            b'0'..=b'9' => {
                self.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
                Kind::Number
            }
            b'"' | b'\'' => {
                self.string(first);
                Kind::Text
            }
            _ => {
                self.at += 1;
                // The rest of a character that is more than one byte long.
                self.run(|byte| (0x80..0xc0).contains(&byte));
                Kind::Mark(first)
            }
        };
        Some(Token { kind, span: Span::new(start, self.at) })
    }
}

impl Tokens<'_> {
    fn run(&mut self, belongs: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|&byte| belongs(byte)) {
            self.at += 1;
        }
    }

    fn skip_space(&mut self) {
        loop {
            self.run(|byte| byte.is_ascii_whitespace() || byte == 0x0b);
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            if rest.starts_with(b"//") || rest.starts_with(b"#") {
                self.run(|byte| byte != b'\n');
            } else if rest.starts_with(b"/*") {
                self.at += 2;
                while self.at < self.bytes.len() && !self.bytes[self.at..].starts_with(b"*/") {
                    self.at += 1;
                }
                self.at = (self.at + 2).min(self.bytes.len());
            } else {
                return;
            }
        }
    }

    fn string(&mut self, quote: u8) {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => return,
                b'\\' if self.bytes.get(self.at + 1).is_some_and(|&next| next != b'\n') => self.at += 2,
                _ => self.at += 1,
            }
            if byte == quote {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).map(|token| token.text(text)).collect()
    }

    #[test]
    fn comments_and_strings_hide_what_is_in_them() {
        assert_eq!(
            texts("a // {\n/* [ */ b \"{ \\\" }\" 'x\\''; # {\n12.5e7ä"),
            ["a", "b", "\"{ \\\" }\"", "'x\\''", ";", "12.5e7", "ä"]
        );
        assert_eq!(texts("/*/ { */ a"), ["a"]);
        assert_eq!(texts("\"open\n{"), ["\"open", "{"]);
        assert_eq!(texts("/* open {"), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn tokens_are_in_order_and_on_boundaries(text in "[a1{\"'/*#\\\\\n ä😀]{0,60}") {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.span.start as usize >= end && !token.span.is_empty());
                prop_assert!(text.get(token.span.range()).is_some());
                end = token.span.end as usize;
            }
            prop_assert!(end <= text.len());
        }
    }
}
