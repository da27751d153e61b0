//! Scalar values: JSON's numbers, strings and literals → bytes.
//!
//! The rules are ProtoJSON's: an integer may be written `1`, `1.0`, `1e0` or in quotes, a float also "NaN" and "Infinity",
//! bytes are base64 of either alphabet, padded or not.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD as BASE64;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::meant;
use super::misfit::Misfit;
use super::output::Output;
use super::walk::{Walk, Written};
use super::whole::{Whole, small, whole};
use crate::diagnostic::{Diagnostic, Place};
use crate::message::json::tree::{Kind as Json, NodeId};
use crate::message::json::{cut, is_number, quoted};
use crate::message::places::Step;
use crate::schema::types::{EnumId, Kind, Types};

impl Walk<'_> {
    /// A number, string or the like, without a tag.
    pub fn scalar(&mut self, kind: Kind, value: NodeId) -> Written {
        let (tree, json) = (self.tree, self.tree.kind(value));
        let result = match (kind, json) {
            (_, Json::Broken) => return None,
            (Kind::String, Json::String) => {
                if let Some(text) = tree.plain_string(value) {
                    self.out.delimited(text);
                    return Some(text.is_empty());
                }
                let text = tree.string(value);
                self.out.delimited(text.as_bytes());
                return Some(text.is_empty());
            }
            (Kind::Bytes, Json::String) => base64(&tree.string(value), &mut self.out),
            (Kind::Bool, Json::Bool(value)) => {
                self.out.varint(u64::from(value));
                return Some(!value);
            }
            (Kind::Enum(id), _) => return self.enumeration(id, value),
            (Kind::Double | Kind::Float, Json::Number) => return self.float(kind, tree.raw(value), value),
            (Kind::Double | Kind::Float, Json::String) => return self.quoted_float(kind, value),
            (Kind::String | Kind::Bytes | Kind::Bool | Kind::Message(_) | Kind::Group(_), _) => {
                Err(self.wrong(kind, value))
            }
            (_, Json::Number) => integer(self.types, kind, tree.raw(value), &mut self.out),
            (_, Json::String) => match tree.string(value) {
                text if is_number(&text) => integer(self.types, kind, &text, &mut self.out),
                _ => Err(self.wrong(kind, value)),
            },
            _ => Err(self.wrong(kind, value)),
        };
        match result {
            Ok(is_default) => Some(is_default),
            Err(misfit) => self.fail("json-type", value, misfit),
        }
    }

    /// A value of another type.
    #[cold]
    fn wrong(&self, kind: Kind, value: NodeId) -> Misfit {
        let tree = self.tree;
        let misfit = Misfit::new(format!("expected {}, found {}", self.types.word(kind), tree.described(value)));
        match (kind, tree.kind(value)) {
            (Kind::Bool, _) => {
                let misfit = misfit.help("write true or false, without quotes");
                match meant::truth(tree, value) {
                    Some(truth) => misfit.replace(truth),
                    None => misfit,
                }
            }
            (Kind::String, Json::Number | Json::Bool(_)) => {
                let text = quoted(tree.raw(value));
                misfit.help(format!("write it in quotes: {}", cut(&text))).fix("put it in quotes", text)
            }
            (Kind::Bytes, _) => {
                let misfit = misfit.help("write the bytes as base64 in quotes, such as \"aGk=\"");
                match meant::bytes(tree, value) {
                    Some(bytes) => misfit.replace(quoted(&BASE64.encode(bytes))),
                    None => misfit,
                }
            }
            (Kind::Double | Kind::Float, Json::String) => {
                let misfit = misfit.help("write a number, or \"NaN\", \"Infinity\" or \"-Infinity\"");
                match meant::float(&tree.string(value)) {
                    Some(text) => misfit.replace(text),
                    None => misfit,
                }
            }
            (Kind::Double | Kind::Float, Json::Bool(_)) | (Kind::String | Kind::Message(_) | Kind::Group(_), _) => {
                misfit
            }
            (_, Json::Bool(truth)) => misfit.replace(if truth { "1" } else { "0" }),
            (_, Json::String) => match meant::integer(&tree.string(value)) {
                Some(number) => misfit.replace(number),
                None => misfit.help("write a whole number"),
            },
            _ => misfit,
        }
    }

    fn quoted_float(&mut self, kind: Kind, value: NodeId) -> Written {
        let text = self.tree.string(value);
        let special = match text.as_ref() {
            "NaN" => f64::NAN,
            "Infinity" => f64::INFINITY,
            "-Infinity" => f64::NEG_INFINITY,
            text if is_number(text) => return self.float(kind, text, value),
            _ => {
                let misfit = self.wrong(kind, value);
                return self.fail("json-type", value, misfit);
            }
        };
        match kind {
            Kind::Float => self.out.slice(&(special as f32).to_le_bytes()),
            _ => self.out.slice(&special.to_le_bytes()),
        }
        Some(false)
    }

    /// A float or a double, as `raw` says; each precision is rounded from the text, not one from the other.
    fn float(&mut self, kind: Kind, raw: &str, value: NodeId) -> Written {
        let (is_infinite, is_default, kept) = if kind == Kind::Float {
            let read: f32 = raw.parse().unwrap_or(f32::NAN);
            self.out.slice(&read.to_le_bytes());
            (read.is_infinite(), read.to_bits() == 0, meant::lost_by_float(raw, read))
        } else {
            let read: f64 = raw.parse().unwrap_or(f64::NAN);
            self.out.slice(&read.to_le_bytes());
            (read.is_infinite(), read.to_bits() == 0, meant::lost_by_double(raw, read))
        };
        if is_infinite {
            let word = self.types.word(kind);
            let misfit = Misfit::new(format!("expected {word}, found {}, which is out of its range", cut(raw)))
                .help("the greatest float is about 3.4e38, the greatest double about 1.8e308");
            return self.fail("json-type", value, misfit);
        }
        if let Some(kept) = kept {
            self.imprecise(kind, raw, &kept, value);
        }
        Some(is_default)
    }

    #[cold]
    fn imprecise(&mut self, kind: Kind, raw: &str, kept: &str, value: NodeId) {
        let word = self.types.word(kind);
        let message = format!("{} has more digits than a {word} keeps: it becomes {kept}", cut(raw));
        let help = match kind {
            Kind::Float => "a float keeps about 7 digits, a double 15 to 17",
            _ => "a double keeps 15 to 17 digits; declare an int64, or a string, to keep them all",
        };
        let span = self.tree.span(value);
        let misfit = Misfit::new(message.clone()).help(help).replace(kept);
        self.findings
            .report(misfit.into_diagnostic(Diagnostic::warning("json-precision", Place::json(span), message), span));
    }

    fn enumeration(&mut self, id: EnumId, value: NodeId) -> Written {
        let found = self.types.enumeration(id);
        let tree = self.tree;
        let number = match tree.kind(value) {
            Json::String => found.number(&tree.string(value)),
            Json::Null if found.is_null => Some(0),
            Json::Number => match whole(tree.raw(value)) {
                Whole::Number(number) => i32::try_from(number).ok(),
                Whole::TooLarge | Whole::Fraction => None,
            },
            _ => None,
        };
        let Some(number) = number else { return self.no_enum_value(found, value) };
        if tree.kind(value) == Json::Number && found.name(number).is_none() {
            let message = format!("enum {} has no value with the number {number}", found.full_name);
            self.findings.report(Diagnostic::warning("json-enum", Place::json(tree.span(value)), message));
        }
        // Negative values are written as 64 bits, ten bytes: encoding guide, "Signed Integers".
        self.out.varint(i64::from(number) as u64);
        Some(number == 0)
    }
}

/// The key of a map's entry: a JSON object's keys are strings, so numbers and booleans are in quotes. In the order of entries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    /// `false` and `true`.
    Bool(bool),
    /// A number with a sign, or without one if it is less than 2^63.
    Integer(i64),
    /// A greater number.
    Large(u64),
    /// A string.
    Text(Cow<'a, str>),
}

impl<'a> Key<'a> {
    /// Reads the key of an entry.
    pub fn read(types: &Types, kind: Kind, text: Cow<'a, str>) -> Result<Key<'a>, Misfit> {
        let wrong = || Misfit::new(format!("expected a key of kind {}, found \"{}\"", types.word(kind), cut(&text)));
        match kind {
            Kind::String => Ok(Key::Text(text)),
            Kind::Bool => match text.as_ref() {
                "true" => Ok(Key::Bool(true)),
                "false" => Ok(Key::Bool(false)),
                _ => Err(wrong().help("the keys are \"true\" and \"false\"")),
            },
            _ if is_number(&text) => {
                let bits = in_range(types, kind, &text)?;
                let is_signed = range(kind).is_some_and(|(least, _)| least < 0);
                Ok(i64::try_from(bits).map_or_else(
                    |_| if is_signed { Key::Integer(bits as i64) } else { Key::Large(bits) },
                    Key::Integer,
                ))
            }
            _ => Err(wrong().help("write the number in quotes, such as \"12\"")),
        }
    }

    /// Writes it, without a tag.
    pub fn write(&self, kind: Kind, out: &mut Output) {
        match self {
            Key::Bool(value) => out.varint(u64::from(*value)),
            Key::Integer(value) => write_integer(kind, *value as u64, out),
            Key::Large(value) => write_integer(kind, *value, out),
            Key::Text(text) => out.delimited(text.as_bytes()),
        }
    }

    /// Gives its text, as in a path, to a function.
    pub fn with_text(&self, take: impl FnOnce(&str) -> Step) -> Step {
        match self {
            Key::Bool(value) => take(if *value { "true" } else { "false" }),
            Key::Integer(value) => take(&value.to_string()),
            Key::Large(value) => take(&value.to_string()),
            Key::Text(text) => take(text),
        }
    }
}

/// The least and the greatest value of a kind that is an integer.
fn range(kind: Kind) -> Option<(i64, u64)> {
    Some(match kind {
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => (i64::from(i32::MIN), i32::MAX as u64),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => (i64::MIN, i64::MAX as u64),
        Kind::Uint32 | Kind::Fixed32 => (0, u64::from(u32::MAX)),
        Kind::Uint64 | Kind::Fixed64 => (0, u64::MAX),
        _ => return None,
    })
}

fn integer(types: &Types, kind: Kind, raw: &str, out: &mut Output) -> Result<bool, Misfit> {
    let bits = in_range(types, kind, raw)?;
    write_integer(kind, bits, out);
    Ok(bits == 0)
}

/// A JSON number as an integer of a kind, in two's complement.
fn in_range(types: &Types, kind: Kind, raw: &str) -> Result<u64, Misfit> {
    let Some((least, greatest)) = range(kind) else {
        return Err(Misfit::new(format!("expected {}, found number {}", types.word(kind), cut(raw))));
    };
    if let Some(number) = small(raw)
        && number >= least
        && (number < 0 || number as u64 <= greatest)
    {
        return Ok(number as u64);
    }
    let misfit = match whole(raw) {
        Whole::Number(number) if number >= i128::from(least) && number <= i128::from(greatest) => {
            return Ok(number as u64);
        }
        Whole::Fraction => {
            Misfit::new(format!("expected {}, found number {} with a fraction", types.word(kind), cut(raw)))
                .help("write a whole number")
        }
        Whole::Number(_) | Whole::TooLarge => {
            let word = types.word(kind);
            Misfit::new(format!("expected {word}, found {}, which is out of its range", cut(raw)))
                .help(format!("{word} goes from {least} to {greatest}"))
        }
    };
    Err(misfit)
}

/// The payload of an integer, given in two's complement.
fn write_integer(kind: Kind, bits: u64, out: &mut Output) {
    match kind {
        Kind::Sint32 | Kind::Sint64 => {
            let value = bits as i64;
            out.varint(((value << 1) ^ (value >> 63)) as u64);
        }
        Kind::Fixed32 | Kind::Sfixed32 => out.slice(&(bits as u32).to_le_bytes()),
        Kind::Fixed64 | Kind::Sfixed64 => out.slice(&bits.to_le_bytes()),
        _ => out.varint(bits),
    }
}

/// Bytes and their length.
fn base64(text: &str, out: &mut Output) -> Result<bool, Misfit> {
    const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
    const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);
    let engine = if text.bytes().any(|byte| byte == b'-' || byte == b'_') { URL_SAFE } else { STANDARD };
    let open = out.open(text.len());
    let start = out.len();
    let result = engine.decode_vec(text, &mut out.bytes);
    let is_empty = out.len() == start;
    out.close(open);
    let Err(error) = result else { return Ok(is_empty) };
    let reason = match error {
        base64::DecodeError::InvalidByte(at, _) => match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(character) => format!("'{}' as character {}", character.escape_debug(), at + 1),
            None => "a character that is none of it".to_owned(),
        },
        base64::DecodeError::InvalidLength(length) => format!("{length} characters, which is no possible length"),
        _ => "a wrong end".to_owned(),
    };
    let meant = BASE64.encode(text);
    Err(Misfit::new(format!("expected base64, found {reason}"))
        .help("bytes are written as base64, such as \"aGk=\"")
        .fix("write the text's bytes as base64", quoted(&meant)))
}
