//! Text → tokens. Knows only what they look like.

use super::wrong;
use crate::{diagnostic::Diagnostic, syntax::literal, text::Span};

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub what: What,
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A name or a word.
    Name,
    /// A whole number, without a sign.
    Int(u64),
    /// Another number.
    Float(f64),
    /// A text.
    Text(String),
    /// Bytes: `b"…"`.
    Bytes(Vec<u8>),
    /// One of [`SIGNS`].
    Sign(&'static str),
    /// Behind the last one.
    End,
}

/// The longer ones first.
const SIGNS: [&str; 17] = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ".", ",", "-", "="];

/// The tokens of a text, the last one [`What::End`].
///
/// # Errors
/// The first thing that is none.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, Box<Diagnostic>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (what, length) = token(&text[at..], at)?;
        tokens.push(Token { what, span: Span::new(at, at + length) });
        at += length;
    }
    tokens.push(Token { what: What::End, span: Span::at(text.len()) });
    Ok(tokens)
}

fn token(rest: &str, at: usize) -> Result<(What, usize), Box<Diagnostic>> {
    let mut letters = rest.chars();
    let first = letters.next().unwrap_or_default();
    let second = letters.next();
    match first {
        '"' | '\'' => quoted(rest, at).map(|(bytes, length)| (text(bytes), length)),
        'b' | 'B' if matches!(second, Some('"' | '\'')) => {
            quoted(&rest[1..], at + 1).map(|(bytes, length)| (What::Bytes(bytes), length + 1))
        }
        '0'..='9' => number(rest, at),
        '.' if second.is_some_and(|digit| digit.is_ascii_digit()) => number(rest, at),
        '_' | 'a'..='z' | 'A'..='Z' => {
            let length = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            Ok((What::Name, length.unwrap_or(rest.len())))
        }
        _ => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            Some(sign) => Ok((What::Sign(sign), sign.len())),
            None => {
                let span = Span::new(at, at + first.len_utf8());
                let message = format!("expected a condition, found '{}'", first.escape_debug());
                Err(wrong(span, message).with_help("such as `request.id == 123`").into())
            }
        },
    }
}

fn text(bytes: Vec<u8>) -> What {
    // Escapes can make what is no UTF-8, which no string field holds.
    What::Text(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The bytes of a text in quotes, and its length with these.
fn quoted(rest: &str, at: usize) -> Result<(Vec<u8>, usize), Box<Diagnostic>> {
    let quote = rest.chars().next().unwrap_or_default();
    let mut escaped = false;
    for (index, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => {
                let length = index + quote.len_utf8();
                return Ok((literal::string(&rest[..length]), length));
            }
            _ => {}
        }
    }
    Err(wrong(Span::new(at, at + rest.len()), format!("expected a closing {quote} behind the text")).into())
}

fn number(rest: &str, at: usize) -> Result<(What, usize), Box<Diagnostic>> {
    let mut length = 0;
    for (index, letter) in rest.char_indices() {
        let behind_exponent = matches!(rest.as_bytes().get(index.wrapping_sub(1)), Some(b'e' | b'E'));
        let goes_on = letter.is_ascii_alphanumeric()
            || letter == '.'
            || matches!(letter, '+' | '-') && behind_exponent && !rest.starts_with("0x");
        if !goes_on {
            break;
        }
        length = index + letter.len_utf8();
    }
    let written = &rest[..length];
    // CEL writes an unsigned number as `1u`.
    let digits = written.strip_suffix(['u', 'U']).unwrap_or(written);
    let is_octal = digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit());
    let whole = if is_octal { None } else { literal::int(digits) };
    let is_float = written.contains(['.', 'e', 'E']);
    let float = || if is_float { written.parse::<f64>().ok().filter(|it| it.is_finite()) } else { None };
    let what = whole.map(What::Int).or_else(|| float().map(What::Float));
    what.map(|what| (what, length))
        .ok_or_else(|| wrong(Span::new(at, at + length), format!("expected a number, found '{written}'")).into())
}
