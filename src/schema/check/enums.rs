//! Enums: that there is a value, zero first where it must be, aliases, and names that differ by the enum's prefix only.
//!
//! Knows the file alone.

use std::collections::{HashMap, HashSet};

use super::super::features::{self, EnumType, FileFeatures};
use super::super::fixes;
use super::super::linked::Target;
use super::super::model::{Enum, EnumValue, Syntax};
use super::declared::Declared;
use super::findings::Findings;
use super::free;
use crate::syntax::Kind;
use crate::text::Span;

/// `allow_alias` where it does nothing: protoc's parser refuses it.
pub fn aliases(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    for part in declared.enums.iter().map(|part| part.part) {
        let Some(setting) = features::setting(&part.options, "allow_alias") else { continue };
        let name = &part.name.text;
        match features::flag(&part.options, "allow_alias") {
            Some(true) => {
                let mut numbers = HashSet::new();
                let is_shared = part.values.iter().any(|value| !numbers.insert(value.number.value));
                if !is_shared && !part.is_partial {
                    findings
                        .error("proto-alias", setting.node, format!("no two values of '{name}' share a number"))
                        .help("without aliases, `allow_alias` must not be set")
                        .remove_setting(setting.node);
                }
            }
            _ => {
                findings
                    .error("proto-alias", setting.node, format!("expected `allow_alias = true` in '{name}' or nothing"))
                    .help("aliases are not allowed by default, so there is nothing to turn off")
                    .remove_setting(setting.node);
            }
        }
    }
}

/// Enums without a value.
pub fn empty(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    for part in declared.enums.iter().map(|part| part.part) {
        if !part.values.is_empty() || part.is_partial {
            continue;
        }
        let value = zero_of(part);
        let body = findings.unit().tree.node(part.node).part(Kind::Body).map(|body| body.span());
        let finding = findings
            .error("proto-enum", part.name.node, format!("expected a value in the enum '{}'", part.name.text))
            .help("the first value is the default");
        if let Some(body) = body {
            let at = Span::at(body.start as usize + 1);
            finding.fix(format!("insert `{value}`"), at, format!(" {value} "));
        }
    }
}

/// `HttpMethod` → `HTTP_METHOD_UNSPECIFIED = 0;`
fn zero_of(part: &Enum) -> String {
    format!("{}_UNSPECIFIED = 0;", free::value_prefix(&part.name.text))
}

/// What depends on the options of an enum: names without the prefix, zero first, numbers that are there twice.
pub fn check(declared: &Declared<'_>, features: &FileFeatures, findings: &mut Findings<'_>) {
    for part in declared.enums.iter().map(|part| part.part) {
        stripped(part, declared.file.syntax, findings);
        let is_open = features.of(Target::Enum, part.node).enum_type == EnumType::Open;
        if is_open && !part.is_partial {
            zero_first(part, findings);
        }
        if features::flag(&part.options, "allow_alias") != Some(true) {
            numbers(part, findings);
        }
    }
}

fn zero_first(part: &Enum, findings: &mut Findings<'_>) {
    let Some(first) = part.values.first().filter(|first| first.number.value != 0) else { return };
    let unit = findings.unit();
    let text = format!(
        "expected the first value of '{}' to be 0, found '{} = {}'",
        part.name.text, first.name.text, first.number.value
    );
    let finding = findings
        .error("proto-enum-zero", first.number.node, text)
        .help("the first value stands for \"not set\", which is 0 in the bytes");
    let start = Span::at(unit.span(first.node).start as usize);
    let indent = line_indent(unit.tree.text(), start.start as usize);
    match part.values.iter().find(|value| value.number.value == 0) {
        Some(zero) => {
            let span = unit.span(zero.node);
            let title = format!("move `{}` to the top", zero.name.text);
            let moved = format!("{}{indent}", span.of_str(unit.tree.text()));
            let edits = vec![(start, moved), (fixes::removed(unit, zero.node), String::new())];
            finding.edits(title, edits);
        }
        None => {
            let value = zero_of(part);
            finding.fix(format!("insert `{value}`"), start, format!("{value}{indent}"));
        }
    }
}

/// What separates statements where one begins: a line break with its indentation, or a blank.
fn line_indent(text: &str, start: usize) -> String {
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line..start];
    if before.bytes().all(|byte| matches!(byte, b' ' | b'\t')) { format!("\n{before}") } else { " ".to_owned() }
}

fn numbers(part: &Enum, findings: &mut Findings<'_>) {
    let mut seen: HashMap<i64, &EnumValue> = HashMap::new();
    let free = free::enum_number(part);
    let unit = findings.unit();
    let body = unit.tree.node(part.node).part(Kind::Body).map(|body| body.span());
    let is_settable = features::setting(&part.options, "allow_alias").is_none();
    for value in &part.values {
        let number = value.number.value;
        let Some(first) = seen.get(&number) else {
            seen.insert(number, value);
            continue;
        };
        let text = format!(
            "the number {number} is used twice in '{}': by '{}' and by '{}'",
            part.name.text, first.name.text, value.name.text
        );
        let mut finding = findings
            .error("proto-duplicate-number", value.number.node, text)
            .label(first.number.node, "first used here")
            .help("give it another number, or set `option allow_alias = true;` if both names mean the same");
        if let Some(free) = free {
            finding = finding.replace(value.number.node, free.to_string());
        }
        if let Some(body) = body.filter(|_| is_settable) {
            let at = Span::at(body.start as usize + 1);
            let separator = line_indent(unit.tree.text(), unit.span(first.node).start as usize);
            finding.fix("allow aliases", at, format!("{separator}option allow_alias = true;"));
        }
    }
}

/// Names that are one when letter case and the enum's prefix do not count, as generated code may have it.
fn stripped(part: &Enum, syntax: Syntax, findings: &mut Findings<'_>) {
    let prefix: String = part.name.text.chars().filter(|&letter| letter != '_').collect();
    let is_legacy = features::flag(&part.options, "deprecated_legacy_json_field_conflicts") == Some(true);
    let mut seen: HashMap<String, &EnumValue> = HashMap::new();
    for value in &part.values {
        let name = pascal_case(without_prefix(&value.name.text, &prefix));
        let Some(first) = seen.get(name.as_str()) else {
            seen.insert(name, value);
            continue;
        };
        if first.name.text == value.name.text || first.number.value == value.number.value {
            continue;
        }
        let text = format!(
            "'{}' and '{}' are the same name but for the prefix '{}' and the case of letters",
            value.name.text, first.name.text, part.name.text
        );
        let finding = match is_legacy && syntax == Syntax::Proto2 {
            true => findings.warning("proto-enum-prefix", value.name.node, text),
            false => findings.error("proto-enum-prefix", value.name.node, text),
        };
        finding
            .label(first.name.node, "the other one")
            .help("generated code may drop the prefix; name one of them otherwise");
    }
}

/// The name behind the enum's, where underscores and letter case do not count; the whole name if nothing would be left.
fn without_prefix<'n>(name: &'n str, prefix: &str) -> &'n str {
    let mut letters = name.char_indices().filter(|&(_, letter)| letter != '_');
    for wanted in prefix.chars() {
        if !letters.next().is_some_and(|(_, letter)| letter.eq_ignore_ascii_case(&wanted)) {
            return name;
        }
    }
    letters.next().map_or(name, |(at, _)| &name[at..])
}

/// `foo_BAR` → `FooBar`
fn pascal_case(name: &str) -> String {
    let mut result = String::with_capacity(name.len());
    let mut is_first = true;
    for letter in name.chars() {
        if letter == '_' {
            is_first = true;
            continue;
        }
        result.push(if is_first { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() });
        is_first = false;
    }
    result
}
