//! What people type → JSON, and the JSON that a field begins with.
//!
//! What is no value of the type becomes a JSON string: it is kept, and the message's reader says what is wrong with it.
//! Knows no text around it.

use super::super::json::{is_number, parse, quoted, tree};
use super::super::{mask, time};
use super::data::{Refusal, Typed};
use super::duration::seconds;
use super::layout::Fragment;
use super::spot::{Ground, HELD, Spot, TYPE, stands_in_value};
use super::value::{base64, scalar};
use crate::diagnostic::Diagnostic;
use crate::schema::types::{Enum, Field, Form, Kind, Message, Shape, Types};

/// Greater integers are not exact where numbers are doubles, so they stand in quotes: RFC 8259, section 6.
const MAX_EXACT: u64 = 1 << 53;
/// What type URLs begin with unless someone chose another prefix.
pub(super) const PREFIX: &str = "type.googleapis.com";

/// What was typed at a place; nothing where a number was emptied.
pub(super) fn fragment(ground: Ground<'_>, spot: &Spot<'_>, typed: &Typed) -> Result<Option<Fragment>, Refusal> {
    let types = ground.types();
    let Some(kind) = scalar(types, spot) else {
        return match (ground.message(spot).map(|message| message.form), typed) {
            (Some(form), Typed::Text(text)) => {
                known(form, text, spot.value.map_or("", |value| ground.tree.raw(value))).map(Some)
            }
            _ => Err(unfit()),
        };
    };
    let text = match typed {
        Typed::Text(text) => text,
        Typed::Characters(_) | Typed::Hex(_) | Typed::Base64(_) | Typed::File(_) if kind != Kind::Bytes => {
            return Err(Refusal("only bytes are written in this way".to_owned()));
        }
        Typed::Characters(text) => return Ok(Some(Fragment::string(&base64(text.as_bytes())))),
        Typed::Hex(text) => return hex(text).map(|bytes| Some(Fragment::string(&base64(&bytes)))),
        Typed::Base64(text) => return Ok(Some(Fragment::string(text.trim()))),
        Typed::File(bytes) => return Ok(Some(Fragment::string(&base64(bytes)))),
    };
    let trimmed = text.trim();
    let raw = match kind {
        Kind::String => quoted(text),
        Kind::Bytes => quoted(trimmed),
        Kind::Bool if matches!(trimmed, "true" | "false") => trimmed.to_owned(),
        Kind::Enum(id) => enum_value(types.enumeration(id), trimmed),
        _ if trimmed.is_empty() => return Ok(None),
        Kind::Float | Kind::Double => float(trimmed),
        Kind::Bool => quoted(text),
        _ => integer(kind, trimmed, spot.value.map(|value| ground.tree.kind(value))),
    };
    Ok(Some(Fragment::Raw(raw)))
}

fn unfit() -> Refusal {
    Refusal("this is edited by what is inside of it".to_owned())
}

/// A whole number, written as the one before was, if that is exact.
fn integer(kind: Kind, text: &str, before: Option<tree::Kind>) -> String {
    let is_wide = matches!(kind, Kind::Int64 | Kind::Uint64 | Kind::Sint64 | Kind::Fixed64 | Kind::Sfixed64);
    let number = match whole(text) {
        Some(number) => number.to_string(),
        None if is_number(text) => text.to_owned(),
        None => return quoted(text),
    };
    let is_exact = number.parse::<i128>().is_ok_and(|number| number.unsigned_abs() <= u128::from(MAX_EXACT));
    let is_quoted = match before {
        Some(tree::Kind::Number) => !is_exact,
        Some(tree::Kind::String) => is_wide,
        _ => is_wide,
    };
    if is_quoted { quoted(&number) } else { number }
}

/// Decimal digits, also behind a plus or zeros, or hexadecimal ones behind `0x`.
fn whole(text: &str) -> Option<i128> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, digits) = match digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        Some(digits) => (16, digits),
        None => (10, digits),
    };
    // The sign is read already.
    let digits = Some(digits).filter(|digits| digits.starts_with(|first: char| first.is_digit(radix)))?;
    Some(sign * i128::from(u64::from_str_radix(digits, radix).ok()?))
}

fn float(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let (sign, rest) = match lower.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", lower.strip_prefix('+').unwrap_or(&lower)),
    };
    match rest {
        "nan" => return quoted("NaN"),
        "inf" | "infinity" | "∞" => return quoted(&format!("{sign}Infinity")),
        _ => {}
    }
    if is_number(text) {
        return text.to_owned();
    }
    // As people write them: `.5`, `+1`, `007`, `1.`, `1.e5`.
    let (mantissa, exponent) =
        rest.split_once('e').map_or((rest, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let (whole, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.trim_start_matches('0');
    let mut number = format!("{sign}{}", if whole.is_empty() { "0" } else { whole });
    if !behind.is_empty() {
        number = format!("{number}.{behind}");
    }
    if let Some(exponent) = exponent {
        number = format!("{number}e{exponent}");
    }
    let has_digit = mantissa.bytes().any(|byte| byte.is_ascii_digit());
    if has_digit && is_number(&number) { number } else { quoted(text) }
}

fn enum_value(enumeration: &Enum, text: &str) -> String {
    match text.parse::<i32>() {
        _ if enumeration.is_null => "null".to_owned(),
        Ok(number) if enumeration.number(text).is_none() => number.to_string(),
        _ => quoted(text),
    }
}

/// Digits, two a byte.
fn hex(text: &str) -> Result<Vec<u8>, Refusal> {
    let mut digits = Vec::with_capacity(text.len());
    for word in text.split(|it: char| it.is_whitespace() || matches!(it, ':' | ',' | '-')) {
        let word = word.strip_prefix("0x").or(word.strip_prefix("0X")).unwrap_or(word);
        for letter in word.chars() {
            match letter.to_digit(16) {
                Some(digit) => digits.push(digit as u8),
                None => return Err(Refusal(format!("expected hexadecimal digits, found '{}'", letter.escape_debug()))),
            }
        }
    }
    if digits.len() % 2 == 1 {
        return Err(Refusal(format!("expected two hexadecimal digits a byte, found {} digits", digits.len())));
    }
    Ok(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

/// A message with a JSON form of its own, a wrapper left out.
fn known(form: Form, text: &str, before: &str) -> Result<Fragment, Refusal> {
    let trimmed = text.trim();
    Ok(match form {
        Form::Timestamp => Fragment::string(&timestamp(trimmed)),
        Form::Duration => Fragment::string(&seconds(trimmed).unwrap_or_else(|| trimmed.to_owned())),
        Form::Mask => Fragment::string(&field_mask(trimmed)),
        Form::Struct | Form::List | Form::Value => match not_json(trimmed, before) {
            None => Fragment::Raw(trimmed.to_owned()),
            Some(problem) => return Err(Refusal(problem)),
        },
        Form::Fields | Form::Empty | Form::Any | Form::Wrapper => return Err(unfit()),
    })
}

/// Why a text is not to be put in the place of another one: what it has that is no JSON, but for comments that were there before.
fn not_json(text: &str, before: &str) -> Option<String> {
    let comments = |problems: &[Diagnostic], text: &str| {
        let is_comment = |it: &&Diagnostic| it.place.span.of_str(text).starts_with(['/', '#']);
        problems.iter().filter(is_comment).count()
    };
    let (tree, problems) = parse(text);
    let first = problems.first()?;
    // One at the end could take in what comes behind it.
    let is_whole = tree.root().is_some_and(|root| tree.raw(root) == text);
    let found = comments(&problems, text);
    let is_as_before = found == problems.len() && found <= comments(&parse(before).1, before);
    (!is_whole || !is_as_before).then(|| first.message.clone())
}

/// Date and time in a looser form: seconds and zone may be missing, there may be a blank for the `T`.
fn timestamp(text: &str) -> String {
    if time::read_timestamp(text).is_ok() || !text.is_ascii() {
        return text.to_owned();
    }
    let (date, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, "00:00"));
    let time = time.trim().to_ascii_uppercase();
    let end = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(end);
    let seconds = if clock.matches(':').count() == 1 { ":00" } else { "" };
    let zone = if zone.is_empty() { "Z" } else { zone };
    let loose = format!("{date}T{}{seconds}{zone}", clock.trim_end());
    if time::read_timestamp(&loose).is_ok() { loose } else { text.to_owned() }
}

/// Paths with the .proto's names, or as JSON has them.
fn field_mask(text: &str) -> String {
    let paths = text.split(|it: char| it == ',' || it.is_whitespace()).filter(|path| !path.is_empty());
    let paths: Vec<&str> = paths.collect();
    match mask::text(paths.iter().copied()) {
        Ok(text) => text,
        Err(_) => paths.join(","),
    }
}

/// What a field is at first: its default; a message is empty.
pub(super) fn initial(
    types: &Types,
    message: Option<&Message>,
    field: Option<&Field>,
    kind: Kind,
    shape: Shape,
) -> Fragment {
    match shape {
        Shape::List => return Fragment::Array(Vec::new()),
        Shape::Map => return Fragment::Object(Vec::new()),
        Shape::Single => {}
    }
    if let Some(default) = message.zip(field).and_then(|(message, field)| super::value::default(types, message, field))
    {
        return Fragment::Raw(scalar_text(types, kind, &default));
    }
    match kind {
        Kind::Message(id) | Kind::Group(id) => {
            let message = types.message(id);
            match message.form {
                Form::Fields | Form::Empty | Form::Any | Form::Struct => Fragment::Object(Vec::new()),
                Form::Timestamp => Fragment::string("1970-01-01T00:00:00Z"),
                Form::Duration => Fragment::string("0s"),
                Form::Mask => Fragment::string(""),
                Form::List => Fragment::Array(Vec::new()),
                Form::Value => Fragment::Raw("null".to_owned()),
                Form::Wrapper => match super::value::wrapped(message) {
                    Some(kind) => initial(types, None, None, kind, Shape::Single),
                    None => Fragment::Object(Vec::new()),
                },
            }
        }
        Kind::Bool => Fragment::Raw("false".to_owned()),
        Kind::String | Kind::Bytes => Fragment::string(""),
        Kind::Enum(id) => {
            let enumeration = types.enumeration(id);
            let name = enumeration.name(enumeration.default);
            Fragment::Raw(scalar_text(types, kind, name.unwrap_or("0")))
        }
        number => Fragment::Raw(scalar_text(types, number, "0")),
    }
}

fn scalar_text(types: &Types, kind: Kind, text: &str) -> String {
    match kind {
        Kind::Bool => text.to_owned(),
        Kind::String | Kind::Bytes => quoted(text),
        Kind::Enum(id) => enum_value(types.enumeration(id), text),
        Kind::Float | Kind::Double => float(text),
        _ => integer(kind, text, None),
    }
}

/// An Any of a type, which is empty or has its default.
pub(super) fn any(types: &Types, url: &str) -> Fragment {
    let mut members = vec![(TYPE.to_owned(), Fragment::string(url))];
    let held = url.rsplit_once('/').and_then(|(_, name)| types.find(name));
    if let Some(id) = held.filter(|&id| stands_in_value(types.message(id))) {
        members.push((HELD.to_owned(), initial(types, None, None, Kind::Message(id), Shape::Single)));
    }
    Fragment::Object(members)
}

/// The key of an entry, as the text has it.
pub(super) fn key(kind: Kind, text: &str) -> String {
    match kind {
        Kind::String => text.to_owned(),
        Kind::Bool => text.trim().to_owned(),
        _ => whole(text.trim()).map_or_else(|| text.trim().to_owned(), |number| number.to_string()),
    }
}

/// A key that no entry has.
pub(super) fn free_key(kind: Kind, is_taken: impl Fn(&str) -> bool) -> Option<String> {
    let mut candidates: Box<dyn Iterator<Item = String>> = match kind {
        Kind::Bool => Box::new(["false", "true"].into_iter().map(str::to_owned)),
        Kind::String => Box::new((1_u32..).map(|at| if at == 1 { "key".to_owned() } else { format!("key{at}") })),
        _ => Box::new((0_u32..).map(|number| number.to_string())),
    };
    candidates.find(|key| !is_taken(key))
}
