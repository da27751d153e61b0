//! The naming style that editions enforce since 2024, as protoc applies it, and the limits since 2026.
//!
//! Knows the file alone. Style that nobody enforces is not its matter.

use std::collections::HashSet;

use super::super::features::{FileFeatures, NamingStyle, ProtoLimits};
use super::super::linked::Target;
use super::super::model::{Message, Name, Origin};
use super::declared::Declared;
use super::findings::Findings;
use super::free;
use super::linked::Linked;

/// How a kind of name is written.
#[derive(Clone, Copy, PartialEq)]
pub enum Case {
    /// `TitleCase`
    Title,
    /// `lower_snake_case`
    LowerSnake,
    /// `UPPER_SNAKE_CASE`
    UpperSnake,
}

/// What is wrong with a name, in words behind 'expected …'; nothing if it follows.
pub fn fault(name: &str, case: Case) -> Option<&'static str> {
    let first = name.bytes().next()?;
    let all = |allowed: fn(u8) -> bool| name.bytes().all(allowed);
    match case {
        Case::Title if !all(|byte| byte.is_ascii_alphanumeric()) => Some("TitleCase"),
        Case::Title if !first.is_ascii_uppercase() => Some("TitleCase with a capital first"),
        Case::Title => None,
        Case::LowerSnake
            if !all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.".contains(&byte)) =>
        {
            Some("lower_snake_case")
        }
        Case::LowerSnake if !first.is_ascii_lowercase() => Some("lower_snake_case with a letter first"),
        Case::UpperSnake if !all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_') => {
            Some("UPPER_SNAKE_CASE")
        }
        Case::UpperSnake if !first.is_ascii_uppercase() => Some("UPPER_SNAKE_CASE with a letter first"),
        Case::LowerSnake | Case::UpperSnake => has_odd_underscore(name).then_some("a letter behind each underscore"),
    }
}

/// An underscore with no letter behind.
fn has_odd_underscore(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut at = bytes.iter().enumerate().filter(|&(_, &byte)| byte == b'_').map(|(at, _)| at);
    at.any(|at| !bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic))
}

/// A name in a style, if that is possible.
pub fn restyled(name: &str, case: Case) -> Option<String> {
    let snake = free::value_prefix(name);
    let words = snake.split(['_', '.']).filter(|word| !word.is_empty());
    let mut result = String::new();
    for word in words {
        match case {
            Case::Title => {
                let (first, rest) = word.split_at(1);
                result.push_str(first);
                result.push_str(&rest.to_ascii_lowercase());
            }
            // A digit can't begin a word of its own.
            _ if !result.is_empty() && word.starts_with(|letter: char| letter.is_ascii_digit()) => {
                result.push_str(word)
            }
            _ if !result.is_empty() => {
                result.push('_');
                result.push_str(word);
            }
            _ => result.push_str(word),
        }
    }
    if case == Case::LowerSnake {
        result.make_ascii_lowercase();
    }
    (!result.is_empty() && fault(&result, case).is_none()).then_some(result)
}

/// Holds all names against the style that is enforced where they are.
pub fn check(declared: &Declared<'_>, features: &FileFeatures, findings: &mut Findings<'_>) {
    let style = |target, node| features.of(target, node).enforce_naming_style;
    let file = declared.file;
    if !file.package.text.is_empty() {
        name(&file.package, "package", Case::LowerSnake, features.file().enforce_naming_style, findings);
    }
    for message in declared.messages.iter().map(|message| message.part) {
        if message.origin == Origin::MapEntry {
            continue;
        }
        name(&message.name, "message", Case::Title, style(Target::Message, message.node), findings);
        let collisions = Collisions::new(message);
        for oneof in &message.oneofs {
            let style = style(Target::Oneof, oneof.node);
            name(&oneof.name, "oneof", Case::LowerSnake, style, findings);
            collisions.check(&oneof.name, "oneof", style, findings);
        }
        for field in &message.fields {
            let style = style(Target::Field, field.node);
            name(&field.name, "field", Case::LowerSnake, style, findings);
            collisions.check(&field.name, "field", style, findings);
        }
        limits(message, features, findings);
    }
    for extension in &declared.extensions {
        let style = style(Target::Field, extension.part.node);
        name(&extension.part.name, "extension", Case::LowerSnake, style, findings);
    }
    for part in declared.enums.iter().map(|part| part.part) {
        name(&part.name, "enum", Case::Title, style(Target::Enum, part.node), findings);
        for value in &part.values {
            name(&value.name, "enum value", Case::UpperSnake, style(Target::EnumValue, value.node), findings);
        }
        if is_limited(features, Target::Enum, part.node) && part.values.len() > MAX_VALUES {
            limit(&part.name, "enum", part.values.len(), "values", MAX_VALUES, findings);
        }
    }
    for service in &file.services {
        name(&service.name, "service", Case::Title, style(Target::Service, service.node), findings);
        for method in &service.methods {
            name(&method.name, "method", Case::Title, style(Target::Method, method.node), findings);
        }
    }
}

fn name(name: &Name, what: &str, case: Case, style: NamingStyle, findings: &mut Findings<'_>) {
    let Some(expected) = fault(&name.text, case).filter(|_| style != NamingStyle::Legacy) else { return };
    let text = format!("expected {expected} for the name of the {what}, found '{}'", name.text);
    let finding = findings.error("proto-naming-style", name.node, text);
    let off = "`features.enforce_naming_style = STYLE_LEGACY` turns this off";
    let Some(restyled) = restyled(&name.text, case) else {
        finding.help(format!("this edition enforces the style guide; {off}"));
        return;
    };
    let finding = finding.help(format!("rename it to `{restyled}`; {off}"));
    // A package is not of this file alone.
    if what != "package" {
        finding.rename(restyled);
    }
}

/// Names of fields that are those of functions in generated code.
struct Collisions<'m> {
    names: HashSet<&'m str>,
}

impl<'m> Collisions<'m> {
    fn new(message: &'m Message) -> Collisions<'m> {
        let fields = message.fields.iter().map(|field| field.name.text.as_str());
        Collisions { names: fields.chain(message.oneofs.iter().map(|oneof| oneof.name.text.as_str())).collect() }
    }

    fn check(&self, name: &Name, what: &str, style: NamingStyle, findings: &mut Findings<'_>) {
        if style != NamingStyle::Style2026 {
            return;
        }
        let text = name.text.as_str();
        let prefixes = ["has_", "get_", "set_", "clear_"].into_iter().filter_map(|prefix| text.strip_prefix(prefix));
        let other = prefixes.chain(text.strip_suffix("_value")).find(|rest| self.names.contains(rest));
        let message = match other {
            Some(other) => format!("the {what} '{text}' collides with what generated code has for '{other}'"),
            None if text == "descriptor" => format!("the {what} 'descriptor' collides with what generated code has"),
            None => return,
        };
        findings
            .error("proto-naming-style", name.node, message)
            .help("name it otherwise; `features.enforce_naming_style = STYLE2024` turns this off");
    }
}

/// Names of extensions that collide with what generated code has for the message they extend.
pub fn extensions(linked: &Linked<'_>, findings: &mut Findings<'_>) {
    for extension in linked.declared.extensions.iter().map(|extension| extension.part) {
        let style = linked.unit.features.of(Target::Field, extension.node).enforce_naming_style;
        if style != NamingStyle::Style2026 {
            continue;
        }
        if let Some(extendee) = extension.extendee.as_ref().and_then(|name| linked.message(name)) {
            Collisions::new(extendee.part).check(&extension.name, "extension", style, findings);
        }
    }
}

/// The greatest counts since edition 2026.
const MAX_FIELDS: usize = 1500;
const MAX_ONEOFS: usize = 1000;
const MAX_ONEOF_FIELDS: usize = 1200;
const MAX_VALUES: usize = 1700;

fn is_limited(features: &FileFeatures, target: Target, node: crate::syntax::NodeId) -> bool {
    features.of(target, node).enforce_proto_limits != ProtoLimits::Legacy
}

fn limits(message: &Message, features: &FileFeatures, findings: &mut Findings<'_>) {
    if is_limited(features, Target::Message, message.node) {
        if message.fields.len() > MAX_FIELDS {
            limit(&message.name, "message", message.fields.len(), "fields", MAX_FIELDS, findings);
        }
        if message.oneofs.len() > MAX_ONEOFS {
            limit(&message.name, "message", message.oneofs.len(), "oneofs", MAX_ONEOFS, findings);
        }
    }
    let mut counts = vec![0_usize; message.oneofs.len()];
    for count in message.fields.iter().filter_map(|field| field.oneof).map(|at| at as usize) {
        if let Some(count) = counts.get_mut(count) {
            *count += 1;
        }
    }
    for (oneof, count) in message.oneofs.iter().zip(counts) {
        if count > MAX_ONEOF_FIELDS && is_limited(features, Target::Oneof, oneof.node) {
            limit(&oneof.name, "oneof", count, "fields", MAX_ONEOF_FIELDS, findings);
        }
    }
}

fn limit(name: &Name, what: &str, count: usize, parts: &str, most: usize, findings: &mut Findings<'_>) {
    let text = format!("expected at most {most} {parts} in the {what} '{}', found {count}", name.text);
    findings
        .error("proto-limits", name.node, text)
        .help("`features.enforce_proto_limits = LEGACY_NO_EXPLICIT_LIMITS` turns this off");
}
