//! The words of Protoscope: numbers, tags, `long-form:` and the few names.

use super::assemble::MAX_LONG_FORM;
use super::float;
use super::lex::{Mistake, Tag, Token};
use crate::text::Span;
use crate::wire::scan::WIRE_TYPE_BITS;
use crate::wire::varint::zigzag;

/// Reads a word that stands at `span`.
pub(super) fn word(span: Span, word: &str) -> Result<Token, Mistake> {
    let negative = |bits: u64, sign: bool, top: u32| bits | u64::from(sign) << top;
    let is_minus = word.starts_with('-');
    match word.strip_prefix('-').unwrap_or(word) {
        "true" if !is_minus => return Ok(Token::Varint(1)),
        "false" if !is_minus => return Ok(Token::Varint(0)),
        "inf32" => return Ok(Token::Fixed32(f32::INFINITY.to_bits() | u32::from(is_minus) << 31)),
        "inf64" => return Ok(Token::Fixed64(negative(f64::INFINITY.to_bits(), is_minus, 63))),
        _ => {}
    }
    if let Some(count) = word.strip_prefix("long-form:") {
        return long_form(span, word, count);
    }
    match word.split_once(':') {
        Some((number, wire)) => tag(span, word, number, wire),
        None if word.contains('.') => fraction(span, word),
        None => integer(span, word),
    }
}

fn long_form(span: Span, word: &str, count: &str) -> Result<Token, Mistake> {
    let digits = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    match count.parse::<u8>() {
        Ok(count) if digits && count <= MAX_LONG_FORM => Ok(Token::LongForm(count)),
        _ => Err(Mistake::new(
            span,
            format!("expected a number of bytes from 0 to {MAX_LONG_FORM}, found `{}`", shown(word)),
            "`long-form:2` makes the next varint two bytes longer than it has to be",
        )),
    }
}

fn tag(span: Span, word: &str, number: &str, wire: &str) -> Result<Token, Mistake> {
    let (digits, zigzag) = match number.strip_suffix('z') {
        Some(digits) => (digits, true),
        None => (number, false),
    };
    let number = Integer::read(digits).ok_or_else(|| stranger(span, word))?;
    let value = number.value().filter(|&value| has_room(value)).ok_or_else(|| {
        Mistake::new(
            span,
            format!("expected a field number of at most 61 bits, found `{}`", shown(digits)),
            "a tag is a varint of 64 bits, of which the wire type takes three",
        )
    })?;
    Ok(Token::Tag(Tag { number: value, zigzag, wire: wire_type(span, wire)? }))
}

/// Whether the bits that the wire type pushes out say no more than the sign.
fn has_room(value: u64) -> bool {
    let top = (value as i64) >> (u64::BITS - WIRE_TYPE_BITS);
    top == 0 || top == -1
}

fn wire_type(span: Span, word: &str) -> Result<Option<u8>, Mistake> {
    let number = match word {
        "" => return Ok(None),
        "VARINT" => 0,
        "I64" => 1,
        "LEN" => 2,
        "SGROUP" => 3,
        "EGROUP" => 4,
        "I32" => 5,
        _ => Integer::read(word).filter(|it| !it.negative).and_then(|it| it.magnitude).unwrap_or(u64::MAX),
    };
    match u8::try_from(number) {
        Ok(number) if number >> WIRE_TYPE_BITS == 0 => Ok(Some(number)),
        _ => {
            let place = Span::new(span.end as usize - word.len(), span.end as usize);
            let names = "VARINT, I64, LEN, SGROUP, EGROUP, I32, or a number from 0 to 7";
            Err(Mistake::new(place, format!("expected a wire type, found `{}`", shown(word)), names))
        }
    }
}

fn integer(span: Span, word: &str) -> Result<Token, Mistake> {
    let suffix = ["i32", "i64", "z"].into_iter().find(|suffix| word.ends_with(suffix)).unwrap_or_default();
    let number = Integer::read(&word[..word.len() - suffix.len()]).ok_or_else(|| stranger(span, word))?;
    let token = match suffix {
        "i32" => number.value_32().map(Token::Fixed32),
        "i64" => number.value().map(Token::Fixed64),
        "z" => number.signed().map(|value| Token::Varint(zigzag(value))),
        _ => number.value().map(Token::Varint),
    };
    let bits = match suffix {
        "i32" => "32 bits",
        "z" => "64 bits with its sign",
        _ => "64 bits",
    };
    token.ok_or_else(|| {
        let help = "a negative number has one bit less; bytes of any length can be written in hex between backticks";
        Mistake::new(span, format!("expected a number of at most {bits}, found `{}`", shown(word)), help)
    })
}

/// A sign and digits.
struct Integer {
    negative: bool,
    /// Nothing where it has more than 64 bits.
    magnitude: Option<u64>,
}

impl Integer {
    fn read(text: &str) -> Option<Integer> {
        let (negative, text) = signed(text);
        let (digits, radix) = match text.strip_prefix("0x") {
            Some(digits) => (digits, 16),
            None => (text, 10),
        };
        let fine = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
        fine.then(|| Integer { negative, magnitude: u64::from_str_radix(digits, radix).ok() })
    }

    /// In two's complement.
    fn value(&self) -> Option<u64> {
        let magnitude = self.magnitude?;
        match self.negative {
            true => (magnitude <= i64::MIN.unsigned_abs()).then(|| magnitude.wrapping_neg()),
            false => Some(magnitude),
        }
    }

    fn value_32(&self) -> Option<u32> {
        let magnitude = u32::try_from(self.magnitude?).ok()?;
        match self.negative {
            true => (magnitude <= i32::MIN.unsigned_abs()).then(|| magnitude.wrapping_neg()),
            false => Some(magnitude),
        }
    }

    fn signed(&self) -> Option<i64> {
        match self.negative {
            true => self.value().map(|value| value as i64),
            false => i64::try_from(self.magnitude?).ok(),
        }
    }
}

fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

fn fraction(span: Span, word: &str) -> Result<Token, Mistake> {
    let (text, narrow) = match word.strip_suffix("i32") {
        Some(text) => (text, true),
        None => (word.strip_suffix("i64").unwrap_or(word), false),
    };
    let (negative, text) = signed(text);
    let format = if narrow { float::BINARY32 } else { float::BINARY64 };
    let bits = match text.strip_prefix("0x") {
        Some(text) => float::hex(text, format),
        None => float::decimal(text, format),
    };
    let bits = bits.ok_or_else(|| {
        let help = "digits on both sides of the point, then perhaps an exponent: `1.5e-3`, `0x1.8p5`";
        Mistake::new(span, format!("expected a number with a fraction, found `{}`", shown(word)), help)
    })?;
    if bits == format.infinity() {
        let help = "infinity is written `inf32` or `inf64`";
        return Err(Mistake::new(
            span,
            format!("expected a number that fits {} bits, found `{}`", format.bits, shown(word)),
            help,
        ));
    }
    let bits = bits | u64::from(negative) << (format.bits - 1);
    // The format says that no bit is above the 32nd.
    Ok(if narrow { Token::Fixed32(bits as u32) } else { Token::Fixed64(bits) })
}

fn stranger(span: Span, word: &str) -> Mistake {
    let help = "numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; \"strings\"; hex between backticks; braces";
    Mistake::new(span, format!("expected a word of Protoscope, found `{}`", shown(word)), help)
}

/// As much of a word as a sentence bears.
fn shown(word: &str) -> &str {
    &word[..crate::text::floor_boundary(word, 40)]
}
