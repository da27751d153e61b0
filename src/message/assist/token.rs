//! JSON text → tokens, whatever the text is: every byte belongs to one token, in order.
//!
//! [`json`](crate::message::json) reads what is JSON and says what is not. Here only the words count: half of a string is one, too,
//! and so are comments, single quotes and bare names. Knows neither nesting nor values.

use std::borrow::Cow;

use crate::text::Span;

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it is; never empty.
    pub span: Span,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Blanks, tabs and line breaks.
    Space,
    /// From `//` or `#` up to the end of the line.
    LineComment,
    /// From `/*` up to `*/`, or to the end of the text.
    BlockComment,
    /// `{`
    OpenObject,
    /// `[`
    OpenArray,
    /// `}`
    CloseObject,
    /// `]`
    CloseArray,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// In quotes, single ones perhaps. One that is not closed ends with its line.
    String {
        /// Whether its second quote is there.
        closed: bool,
    },
    /// Anything else: numbers, literals, bare names.
    Word,
}

impl Kind {
    /// Whether readers pass it over.
    pub fn is_trivia(self) -> bool {
        matches!(self, Kind::Space | Kind::LineComment | Kind::BlockComment)
    }

    /// Whether it is a comment.
    pub fn is_comment(self) -> bool {
        matches!(self, Kind::LineComment | Kind::BlockComment)
    }

    /// Whether it begins an object or an array.
    pub fn is_open(self) -> bool {
        matches!(self, Kind::OpenObject | Kind::OpenArray)
    }

    /// Whether it ends one.
    pub fn is_close(self) -> bool {
        matches!(self, Kind::CloseObject | Kind::CloseArray)
    }
}

/// Where the tokens begin: behind a byte order mark.
pub(super) fn start(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// All tokens.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut at = start(text);
    std::iter::from_fn(move || {
        let token = next(text, at)?;
        at = token.span.end as usize;
        Some(token)
    })
}

/// The token that begins at an offset; nothing at the end.
pub(super) fn next(text: &str, at: usize) -> Option<Token> {
    let rest = text.as_bytes().get(at..).filter(|rest| !rest.is_empty())?;
    let (kind, length) = match rest {
        [b'{', ..] => (Kind::OpenObject, 1),
        [b'[', ..] => (Kind::OpenArray, 1),
        [b'}', ..] => (Kind::CloseObject, 1),
        [b']', ..] => (Kind::CloseArray, 1),
        [b':', ..] => (Kind::Colon, 1),
        [b',', ..] => (Kind::Comma, 1),
        [b'"' | b'\'', ..] => string(rest),
        [b'#', ..] | [b'/', b'/', ..] => (Kind::LineComment, line(rest)),
        [b'/', b'*', ..] => {
            let end = rest.windows(2).skip(2).position(|pair| pair == b"*/").map(|at| at + 4);
            (Kind::BlockComment, end.unwrap_or(rest.len()))
        }
        _ => match rest.iter().take_while(|byte| is_space(**byte)).count() {
            // A slash that begins no comment is a word of its own, so that there is always one.
            0 => (Kind::Word, rest.iter().skip(1).take_while(|byte| is_wordy(**byte)).count() + 1),
            length => (Kind::Space, length),
        },
    };
    Some(Token { kind, span: Span::new(at, at + length) })
}

/// The first token from an offset on that is neither white space nor a comment.
pub(super) fn significant(text: &str, mut at: usize) -> Option<Token> {
    loop {
        let token = next(text, at)?;
        if !token.kind.is_trivia() {
            return Some(token);
        }
        at = token.span.end as usize;
    }
}

/// What a string or a bare word says.
pub(super) fn unquoted(text: &str, span: Span) -> Cow<'_, str> {
    let raw = span.of_str(text);
    let Some(quote) = raw.chars().next().filter(|first| matches!(first, '"' | '\'')) else {
        return Cow::Borrowed(raw);
    };
    let inner = raw.get(1..).unwrap_or_default();
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    // What is no JSON string stands for itself: it names nothing anyway.
    serde_json::from_str(&format!("\"{inner}\"")).map_or(Cow::Borrowed(inner), Cow::Owned)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_wordy(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'{' | b'}' | b'[' | b']' | b':' | b',' | b'"' | b'\'' | b'#' | b'/')
}

/// How long the line is, its break left out.
fn line(rest: &[u8]) -> usize {
    let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    if rest.get(..end).is_some_and(|line| line.ends_with(b"\r")) { end - 1 } else { end }
}

fn string(rest: &[u8]) -> (Kind, usize) {
    let quote = rest.first().copied();
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        if Some(byte) == quote {
            return (Kind::String { closed: true }, at + 1);
        }
        match (byte, rest.get(at + 1)) {
            (b'\n', _) | (b'\r', Some(b'\n')) => break,
            (b'\\', Some(next)) if !matches!(next, b'\n' | b'\r') => at += 2,
            _ => at += 1,
        }
    }
    (Kind::String { closed: false }, at.min(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        let found: Vec<(Kind, &str)> = tokens(text).map(|token| (token.kind, token.span.of_str(text))).collect();
        assert_eq!(found.iter().map(|(_, part)| *part).collect::<String>(), text[start(text)..]);
        found.into_iter().filter(|(kind, _)| *kind != Kind::Space).collect()
    }

    #[test]
    fn every_text_is_tokens() {
        let closed = Kind::String { closed: true };
        let open = Kind::String { closed: false };
        assert_eq!(
            kinds("\u{feff}{\"a\\\"\": -1.5e3, // c\r\n 'b': nül}"),
            [
                (Kind::OpenObject, "{"),
                (closed, "\"a\\\"\""),
                (Kind::Colon, ":"),
                (Kind::Word, "-1.5e3"),
                (Kind::Comma, ","),
                (Kind::LineComment, "// c"),
                (closed, "'b'"),
                (Kind::Colon, ":"),
                (Kind::Word, "nül"),
                (Kind::CloseObject, "}"),
            ]
        );
        assert_eq!(kinds("\"a\r\n\"b\\"), [(open, "\"a"), (open, "\"b\\")]);
        assert_eq!(kinds("a/b /* x"), [(Kind::Word, "a"), (Kind::Word, "/b"), (Kind::BlockComment, "/* x")]);
        assert_eq!(kinds("/*/ */1"), [(Kind::BlockComment, "/*/ */"), (Kind::Word, "1")]);
    }
}
