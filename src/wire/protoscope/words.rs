//! Numbers and literals as Protoscope writes them. Knows nothing of records.

use super::print::Shape;
use crate::wire::scan::WireType;
use crate::wire::varint::{self, Varint, minimal_len, unzigzag};

/// How many bytes of hex are written between two backticks.
const HEX_LINE: usize = 32;

/// How many characters of a string are written on a line, if it has more than this.
const TEXT_LINE: usize = 80;

/// How many numbers of a packed run are written on a line.
const RUN_LINE: usize = 16;

/// What is between the braces of a LEN that is no message.
pub(super) enum Words<'a> {
    /// Numbers.
    Run(Vec<String>),
    /// A string.
    Text(&'a str),
    /// Bytes.
    Hex(&'a [u8]),
}

impl<'a> Words<'a> {
    /// Text, where it is text.
    pub fn text(bytes: &'a [u8]) -> Option<Words<'a>> {
        std::str::from_utf8(bytes).ok().filter(|text| is_mostly_print(text)).map(Words::Text)
    }

    /// A packed run, where it is one.
    pub fn packed(bytes: &'a [u8], wire: WireType, shape: Shape) -> Option<Words<'a>> {
        let mut run = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let mut word = String::new();
            at = match wire.width() {
                Some(width) => {
                    let end = at + width;
                    fixed(bytes.get(at..end)?, wire, shape, &mut word);
                    end
                }
                None => {
                    let varint = varint::read(bytes, at).ok().filter(|it| !it.overflow)?;
                    long_form(varint, &mut word);
                    self::varint(varint.value, shape, &mut word);
                    at + usize::from(varint.len)
                }
            };
            run.push(word);
        }
        Some(Words::Run(run))
    }

    /// The words, a line of moderate length each; none where there is nothing to write.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Words::Run(run) => run.chunks(RUN_LINE).map(|words| words.join(" ")).collect(),
            Words::Text(text) => quoted(text),
            Words::Hex(bytes) => {
                let line = |bytes: &[u8]| {
                    let mut line = String::new();
                    hex(bytes, &mut line);
                    line
                };
                bytes.chunks(HEX_LINE).map(line).collect()
            }
        }
    }
}

/// The name of a wire type; those that do not exist have a number.
pub(super) fn wire_type(bits: u8) -> String {
    WireType::from_bits(bits).map_or_else(|| bits.to_string(), |wire| wire.name().to_owned())
}

/// How many bytes more than it needs a varint has, if it has.
pub(super) fn long_form(varint: Varint, out: &mut String) {
    let more = varint.len - minimal_len(varint.value);
    if more > 0 {
        out.push_str(&format!("long-form:{more} "));
    }
}

/// A number that is assembled to the varint of this value.
pub(super) fn varint(value: u64, shape: Shape, out: &mut String) {
    match (shape, value) {
        (Shape::Bool, 0) => out.push_str("false"),
        (Shape::Bool, 1) => out.push_str("true"),
        (Shape::ZigZag, _) => out.push_str(&format!("{}z", unzigzag(value))),
        (Shape::Unsigned, _) => out.push_str(&value.to_string()),
        _ => out.push_str(&(value as i64).to_string()),
    }
}

/// Four or eight bytes, as many as `wire` has.
pub(super) fn fixed(bytes: &[u8], wire: WireType, shape: Shape, out: &mut String) {
    if let (WireType::I32, Some(&four)) = (wire, bytes.first_chunk::<4>()) {
        let value = u32::from_le_bytes(four);
        let float = f32::from_bits(value);
        match shape {
            Shape::Unsigned => out.push_str(&format!("{value}i32")),
            Shape::Float if float.is_nan() => out.push_str(&format!("{value:#x}i32")),
            Shape::Float if float.is_infinite() => out.push_str(if float > 0.0 { "inf32" } else { "-inf32" }),
            Shape::Float => out.push_str(&format!("{}i32", with_fraction(format!("{float:?}")))),
            Shape::Guess if is_usual(f64::from(float)) => out.push_str(&format!("{float:?}i32")),
            _ => out.push_str(&format!("{}i32", value as i32)),
        }
    } else if let (WireType::I64, Some(&eight)) = (wire, bytes.first_chunk::<8>()) {
        let value = u64::from_le_bytes(eight);
        let float = f64::from_bits(value);
        match shape {
            Shape::Unsigned => out.push_str(&format!("{value}i64")),
            Shape::Float if float.is_nan() => out.push_str(&format!("{value:#x}i64")),
            Shape::Float if float.is_infinite() => out.push_str(if float > 0.0 { "inf64" } else { "-inf64" }),
            Shape::Float => out.push_str(&with_fraction(format!("{float:?}"))),
            Shape::Guess if is_usual(float) => out.push_str(&format!("{float:?}")),
            _ => out.push_str(&format!("{}i64", value as i64)),
        }
    }
}

/// Whether a number has the size of one that somebody wrote; integers that are taken for one hardly ever have. Zero is both.
fn is_usual(number: f64) -> bool {
    (1e-4..1e15).contains(&number.abs())
}

/// Rust leaves the fraction out where an exponent follows, Protoscope does not.
fn with_fraction(number: String) -> String {
    match number.split_once('e') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0e{exponent}"),
        _ => number,
    }
}

/// Hex between backticks.
pub(super) fn hex(bytes: &[u8], out: &mut String) {
    out.push('`');
    for byte in bytes {
        for nibble in [byte >> 4, byte & 0xf] {
            out.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    out.push('`');
}

/// Whether bytes are text and show all they are.
pub(super) fn is_print(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_visible))
}

/// Whether at most a quarter of the characters has to be escaped.
fn is_mostly_print(text: &str) -> bool {
    let (all, hidden) = text.chars().fold((0usize, 0usize), |(all, hidden), char| {
        (all + 1, hidden + usize::from(!is_visible(char) && char != '\n'))
    });
    hidden * 4 <= all
}

/// Whether a character shows that it is there, and does not change how others are shown: Unicode's format characters do.
fn is_visible(char: char) -> bool {
    !char.is_control()
        && !matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A string in quotes; a long one on several lines, cut behind line breaks.
fn quoted(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut length = 0usize;
    let is_long = text.len() > TEXT_LINE;
    for char in text.chars() {
        match char {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            char if is_visible(char) => line.push(char),
            char => {
                for byte in char.encode_utf8(&mut [0; 4]).bytes() {
                    line.push_str(&format!("\\x{byte:02x}"));
                }
            }
        }
        length += 1;
        if is_long && (char == '\n' || length >= TEXT_LINE) {
            lines.push(format!("\"{line}\""));
            line.clear();
            length = 0;
        }
    }
    if !line.is_empty() {
        lines.push(format!("\"{line}\""));
    }
    lines
}
