//! Default values: that a field may have one, that it is of the field's type, and its text in the descriptor.
//!
//! Which values an enum has is `fields`' matter, once the names are resolved; here an enum's default is any word.

use super::super::features;
use super::super::model::{Field, Scalar, Setting, Syntax, Type, ValueKind};
use super::declared::Declared;
use super::findings::Findings;
use crate::schema::numbers;
use crate::syntax::{Kind, Node, Tree};

/// Why a value is no default of a type.
struct Fault {
    expected: String,
    help: Option<String>,
}

impl Fault {
    fn new(expected: impl Into<String>) -> Fault {
        Fault { expected: expected.into(), help: None }
    }

    fn with_help(expected: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { expected: expected.into(), help: Some(help.into()) }
    }
}

/// The setting of a field's default value.
pub fn setting(field: &Field) -> Option<&Setting> {
    features::setting(&field.options, "default")
}

/// The default value as `FieldDescriptorProto.default_value` has it, where it suits the field's type. Of an enum it is the
/// value's name, whether there is such a one or not.
pub fn text(field: &Field, tree: &Tree) -> Option<Vec<u8>> {
    let setting = setting(field)?;
    match &field.kind {
        Type::Scalar(scalar) => scalar_text(*scalar, setting, tree).ok(),
        Type::Named(_) => match &setting.value.kind {
            ValueKind::Ident(word, false) => Some(word.clone().into_bytes()),
            _ => None,
        },
        Type::Own(_) => None,
    }
}

/// Holds the default values of a file against the types of their fields.
pub fn check(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    let unit = findings.unit();
    for (field, _) in declared.fields() {
        let Some(setting) = setting(field) else { continue };
        twice(field, "default", findings);
        let node = setting.value.node;
        let name = &field.name.text;
        if field.is_map || matches!(field.label, Some((super::super::model::Label::Repeated, _))) {
            findings
                .error("proto-default", node, format!("expected no default on '{name}', which is repeated"))
                .help("a list that is not set is empty")
                .remove_setting(setting.node);
        } else if field.is_group {
            findings
                .error("proto-default", node, format!("expected no default on '{name}', which is a group"))
                .help("fields of messages have no default but the empty message")
                .remove_setting(setting.node);
        } else if declared.file.syntax == Syntax::Proto3 {
            findings
                .error("proto-default", node, format!("expected no default on '{name}' in proto3"))
                .help("in proto3 the default is always 0, false, empty or an enum's first value")
                .remove_setting(setting.node);
        } else if let Type::Scalar(scalar) = field.kind {
            if let Err(fault) = scalar_text(scalar, setting, &unit.tree) {
                let found = unit.tree.node(node).text();
                let text = format!("expected {} as the default of '{name}', found {}", fault.expected, short(found));
                let finding = findings.error("proto-default", node, text);
                if let Some(help) = fault.help {
                    finding.help(help);
                }
            }
        } else if !matches!(setting.value.kind, ValueKind::Ident(_, false)) {
            let found = unit.tree.node(node).text();
            let text = format!("expected a value's name as the default of '{name}', found {}", short(found));
            findings.error("proto-default", node, text).help("the default of an enum is one of its values by name");
        }
    }
}

/// `default` and `json_name` are set once.
pub fn twice(field: &Field, name: &str, findings: &mut Findings<'_>) {
    let mut settings = field
        .options
        .iter()
        .filter(|setting| matches!(setting.parts.as_slice(), [part] if !part.is_extension && part.name.text == name));
    let Some(first) = settings.next() else { return };
    for second in settings {
        findings
            .error("proto-option-twice", second.parts[0].name.node, format!("`{name}` is set already"))
            .label(first.parts[0].name.node, "first set here")
            .help("set it once")
            .remove_setting(second.node);
    }
}

fn short(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(MOST) {
        None if line.len() == text.len() => format!("`{line}`"),
        None => format!("`{line} …`"),
        Some((end, _)) => format!("`{} …`", &line[..end]),
    }
}

fn scalar_text(scalar: Scalar, setting: &Setting, tree: &Tree) -> Result<Vec<u8>, Fault> {
    let node = tree.node(setting.value.node);
    match scalar {
        Scalar::Int32 | Scalar::Sint32 | Scalar::Sfixed32 => {
            let text = integer(node, i128::from(i32::MIN), i128::from(i32::MAX))?;
            Ok(text.into_bytes())
        }
        Scalar::Int64 | Scalar::Sint64 | Scalar::Sfixed64 => {
            let text = integer(node, i128::from(i64::MIN), i128::from(i64::MAX))?;
            Ok(text.into_bytes())
        }
        Scalar::Uint32 | Scalar::Fixed32 => Ok(integer(node, 0, i128::from(u32::MAX))?.into_bytes()),
        Scalar::Uint64 | Scalar::Fixed64 => Ok(integer(node, 0, i128::from(u64::MAX))?.into_bytes()),
        Scalar::Double => Ok(double_text(float(node)?).into_bytes()),
        Scalar::Float => Ok(float_text(float(node)? as f32).into_bytes()),
        Scalar::Bool => match &setting.value.kind {
            ValueKind::Ident(word, false) if word == "true" || word == "false" => Ok(word.clone().into_bytes()),
            ValueKind::Ident(word, false) if ["true", "false"].contains(&word.to_ascii_lowercase().as_str()) => {
                Err(Fault::with_help("`true` or `false`", format!("write `{}`", word.to_ascii_lowercase())))
            }
            _ => Err(Fault::new("`true` or `false`")),
        },
        Scalar::String => match &setting.value.kind {
            ValueKind::String(bytes) => Ok(bytes.clone()),
            _ => Err(Fault::with_help("a string", "put it in quotes")),
        },
        Scalar::Bytes => match &setting.value.kind {
            ValueKind::String(bytes) => Ok(escaped(bytes)),
            _ => Err(Fault::with_help("bytes as a string", "put them in quotes")),
        },
    }
}

/// The sign and the token of a literal with nothing else in it.
fn literal(node: Node<'_>) -> Option<(bool, Node<'_>)> {
    if node.kind() != Kind::Literal {
        return None;
    }
    let mut parts = node.parts();
    let first = parts.next()?;
    let (is_negative, token) = if first.kind() == Kind::Minus { (true, parts.next()?) } else { (false, first) };
    parts.next().is_none().then_some((is_negative, token))
}

/// An integer within limits, in decimal digits. The token is read anew: between the limits of types, signs matter.
fn integer(node: Node<'_>, least: i128, most: i128) -> Result<String, Fault> {
    let what = || format!("an integer from {least} to {most}");
    let Some((is_negative, token)) = literal(node).filter(|(_, token)| token.kind() == Kind::Int) else {
        return Err(Fault::new("an integer"));
    };
    if is_negative && least == 0 {
        return Err(Fault::with_help(what(), "the type has no sign"));
    }
    let Some(magnitude) = numbers::int(token.text()) else { return Err(Fault::new(what())) };
    let value = if is_negative { -i128::from(magnitude) } else { i128::from(magnitude) };
    if (least..=most).contains(&value) { Ok(value.to_string()) } else { Err(Fault::new(what())) }
}

fn float(node: Node<'_>) -> Result<f64, Fault> {
    let fault = || Fault::with_help("a number", "`inf` and `nan` are numbers, too");
    let (is_negative, token) = literal(node).ok_or_else(fault)?;
    let magnitude = match (token.kind(), token.text()) {
        (Kind::Float, text) => numbers::float(text),
        (Kind::Int, text) => match numbers::int(text) {
            Some(value) => value as f64,
            // Decimal digits beyond 64 bits are a number nonetheless.
            None if !text.starts_with('0') => text.parse().map_err(|_| fault())?,
            None => return Err(Fault::new("a number of 64 bits")),
        },
        (_, "inf") => f64::INFINITY,
        (_, "nan") => return Ok(f64::NAN),
        _ => return Err(fault()),
    };
    Ok(if is_negative { -magnitude } else { magnitude })
}

/// A double as protoc prints it: 15 significant digits if they are enough to read it back, else 17.
fn double_text(value: f64) -> String {
    special(value).unwrap_or_else(|| {
        let short = general(value, 15);
        if short.parse() == Ok(value) { short } else { general(value, 17) }
    })
}

/// A float as protoc prints it: 6 significant digits if they are enough to read it back, else 9.
fn float_text(value: f32) -> String {
    special(f64::from(value)).unwrap_or_else(|| {
        let short = general(f64::from(value), 6);
        if short.parse() == Ok(value) { short } else { general(f64::from(value), 9) }
    })
}

fn special(value: f64) -> Option<String> {
    match value {
        _ if value.is_nan() => Some("nan".to_owned()),
        _ if value.is_infinite() => Some(if value > 0.0 { "inf" } else { "-inf" }.to_owned()),
        _ => None,
    }
}

/// A number as C's `%.*g` prints it.
fn general(value: f64, digits: usize) -> String {
    let scientific = format!("{value:.*e}", digits - 1);
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let trimmed = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if exponent < -4 || exponent >= digits as i32 {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trimmed(mantissa), exponent.unsigned_abs());
    }
    let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
    trimmed(&format!("{value:.decimals$}"))
}

/// Bytes as the descriptor holds them: C's escapes, octal for what has none.
pub fn escaped(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b'\n' => text.extend(b"\\n"),
            b'\r' => text.extend(b"\\r"),
            b'\t' => text.extend(b"\\t"),
            b'"' | b'\'' | b'\\' => text.extend([b'\\', byte]),
            b' '..=b'~' => text.push(byte),
            _ => text.extend(format!("\\{byte:03o}").into_bytes()),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_protoc_does() {
        let doubles = [
            (0.1, "0.1"),
            (-0.0, "-0"),
            (123456789012345678901234567890.0, "1.2345678901234568e+29"),
            (std::f64::consts::PI, "3.1415926535897931"),
            (1e15, "1e+15"),
            (1e6, "1000000"),
            (123456.789e3, "123456789"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (123456789012345678.0, "1.2345678901234568e+17"),
            (2.2250738585072014e-308, "2.2250738585072014e-308"),
            (f64::NEG_INFINITY, "-inf"),
        ];
        for (value, text) in doubles {
            assert_eq!(double_text(value), text);
        }
        let floats =
            [(0.3, "0.3"), (16777217.0, "16777216"), (1.17549435e-38, "1.17549435e-38"), (f32::MAX, "3.40282347e+38")];
        for (value, text) in floats {
            assert_eq!(float_text(value), text);
        }
    }

    #[test]
    fn bytes_are_escaped() {
        assert_eq!(escaped(b"\x00z\n\"'\\\xff?"), b"\\000z\\n\\\"\\'\\\\\\377?");
    }
}
