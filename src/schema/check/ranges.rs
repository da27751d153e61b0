//! Reserved ranges and names, extension ranges: what is wrong with them by themselves, among each other and with the fields.
//!
//! Sorts rather than compares each with each, so that a thousand ranges cost little. Knows the file alone.

use std::collections::HashMap;

use super::super::model::{Enum, ExtensionRange, Message, Range, ReservedName, Syntax};
use super::declared::Declared;
use super::findings::Findings;
use super::free;
use crate::syntax::NodeId;

/// Ranges of messages and enums.
pub fn check(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    for message in declared.messages.iter().filter(|message| message.is_closed) {
        let message = message.part;
        let extensions: Vec<Range> = message.extension_ranges.iter().map(|part| part.range).collect();
        bounded(&extensions, findings);
        bounded(&message.reserved_ranges, findings);
        positive(&extensions, "extension", findings);
        positive(&message.reserved_ranges, "reserved", findings);
        inverted(&extensions, findings);
        inverted(&message.reserved_ranges, findings);
        overlaps(&message.reserved_ranges, findings);
        overlaps(&extensions, findings);
        crossing(&extensions, &message.reserved_ranges, findings);
        names(&message.reserved_names, findings);
        fields(message, &extensions, findings);
    }
    for part in &declared.enums {
        inverted(&part.part.reserved_ranges, findings);
        overlaps(&part.part.reserved_ranges, findings);
        names(&part.part.reserved_names, findings);
        values(part.part, findings);
    }
}

/// Extension ranges where the syntax has none.
pub fn syntax(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    if declared.file.syntax != Syntax::Proto3 {
        return;
    }
    for range in declared.messages.iter().filter_map(|message| message.part.extension_ranges.first()) {
        let node = findings.unit().tree.node(range.range.node).parent().map_or(range.range.node, |around| around.id());
        findings
            .error("proto-extension-range", range.range.node, "expected no extension range in proto3")
            .help("proto3 extends the options of descriptor.proto only; hold other messages in a `google.protobuf.Any`")
            .remove_statement("remove the extension ranges", node);
    }
}

/// Extension numbers beyond the greatest.
pub fn limits(message: &Message, most: i64, findings: &mut Findings<'_>) {
    for ExtensionRange { range, .. } in &message.extension_ranges {
        if range.end.value > most && range.start.value <= range.end.value {
            let text = format!("expected extension numbers up to {most}, found {}", range.end.value);
            let finding = findings.error("proto-extension-range", range.end.node, text);
            if range.start.node != range.end.node && range.start.value <= most {
                finding.replace(range.end.node, "max");
            }
        }
    }
}

pub(super) fn said(range: &Range) -> String {
    match range.start.value == range.end.value {
        true => range.start.value.to_string(),
        false => format!("{} to {}", range.start.value, range.end.value),
    }
}

fn positive(ranges: &[Range], what: &str, findings: &mut Findings<'_>) {
    for range in ranges.iter().filter(|range| range.start.value < 1) {
        let text = format!("expected {what} numbers from 1 on, found {}", range.start.value);
        let finding = findings.error("proto-range", range.start.node, text).help("field numbers are positive");
        if range.end.value >= 1 && range.start.node != range.end.node {
            finding.replace(range.start.node, "1");
        }
    }
}

/// The end of a range of fields is kept as the number behind it, which must be one of 32 bits.
fn bounded(ranges: &[Range], findings: &mut Findings<'_>) {
    for range in ranges.iter().filter(|range| range.end.value >= i64::from(i32::MAX)) {
        let text = format!("expected a number up to {}, found {}", i32::MAX - 1, range.end.value);
        findings
            .error("proto-range", range.end.node, text)
            .help("`max` stands for the greatest number a field can have");
    }
}

fn inverted(ranges: &[Range], findings: &mut Findings<'_>) {
    for range in ranges.iter().filter(|range| range.end.value < range.start.value) {
        let text = format!("expected a range whose end is not before its start, found {}", said(range));
        findings
            .error("proto-range", range.node, text)
            .help("both ends of a range are within it")
            .replace(range.node, format!("{} to {}", range.end.value, range.start.value));
    }
}

/// Ranges in the order of their starts, the inverted ones left out.
fn ordered(ranges: &[Range]) -> Vec<&Range> {
    let mut ordered: Vec<&Range> = ranges.iter().filter(|range| range.start.value <= range.end.value).collect();
    crate::order::sort_by_key(&mut ordered, |range| range.start.value);
    ordered
}

/// Ranges of one kind that share numbers. The place is that of the earlier one, as with protoc.
fn overlaps(ranges: &[Range], findings: &mut Findings<'_>) {
    let mut furthest: Option<&Range> = None;
    for range in ordered(ranges) {
        if let Some(before) = furthest.filter(|before| before.end.value >= range.start.value) {
            let (first, second) = if before.node < range.node { (before, range) } else { (range, before) };
            let text = format!("the ranges {} and {} overlap", said(first), said(second));
            findings
                .error("proto-range", first.node, text)
                .label(second.node, "the other one")
                .help("let each number be in one range only");
        }
        if furthest.is_none_or(|before| before.end.value < range.end.value) {
            furthest = Some(range);
        }
    }
}

/// Extension ranges that share numbers with reserved ones.
fn crossing(extensions: &[Range], reserved: &[Range], findings: &mut Findings<'_>) {
    let cover = Cover::new(reserved);
    for range in extensions.iter().filter(|range| range.start.value <= range.end.value) {
        if let Some(other) = cover.overlapping(range.start.value, range.end.value) {
            let text =
                format!("the extension range {} overlaps with the reserved numbers {}", said(range), said(other));
            findings
                .error("proto-range", range.node, text)
                .label(other.node, "reserved here")
                .help("a number is either reserved or one for extensions");
        }
    }
}

/// Ranges in which a number is found by halving, though they overlap.
struct Cover<'r> {
    /// In the order of starts, each with the range that reaches furthest up to it.
    list: Vec<(i64, &'r Range)>,
}

impl<'r> Cover<'r> {
    fn new(ranges: &'r [Range]) -> Cover<'r> {
        let mut list: Vec<(i64, &Range)> = Vec::with_capacity(ranges.len());
        for range in ordered(ranges) {
            let furthest = match list.last() {
                Some(&(_, before)) if before.end.value >= range.end.value => before,
                _ => range,
            };
            list.push((range.start.value, furthest));
        }
        Cover { list }
    }

    fn containing(&self, number: i64) -> Option<&'r Range> {
        self.overlapping(number, number)
    }

    fn overlapping(&self, start: i64, end: i64) -> Option<&'r Range> {
        let before = self.list.partition_point(|&(first, _)| first <= end);
        let (_, range) = self.list[..before].last()?;
        (range.end.value >= start).then_some(*range)
    }
}

fn names(names: &[ReservedName], findings: &mut Findings<'_>) {
    let mut seen: HashMap<&str, NodeId> = HashMap::new();
    for reserved in names {
        let name = &reserved.name;
        if let Some(&first) = seen.get(name.text.as_str()) {
            findings
                .error("proto-reserved", name.node, format!("the name '{}' is reserved already", name.text))
                .label(first, "first reserved here")
                .help("reserve each name once");
        } else {
            seen.insert(&name.text, name.node);
        }
    }
}

fn reserved_by_name(names: &[ReservedName]) -> HashMap<&str, NodeId> {
    names.iter().rev().map(|reserved| (reserved.name.text.as_str(), reserved.name.node)).collect()
}

/// Fields with numbers or names that are not theirs to have. The place is that of the range, as with protoc.
fn fields(message: &Message, extensions: &[Range], findings: &mut Findings<'_>) {
    if message.extension_ranges.is_empty() && message.reserved_ranges.is_empty() && message.reserved_names.is_empty() {
        return;
    }
    let (extensions, reserved) = (Cover::new(extensions), Cover::new(&message.reserved_ranges));
    let reserved_names = reserved_by_name(&message.reserved_names);
    let free = free::field_number(message);
    for field in &message.fields {
        let number = field.number.value;
        let taken = [(&extensions, "is in the range of extensions"), (&reserved, "is reserved")];
        for (cover, why) in taken {
            let Some(range) = cover.containing(number) else { continue };
            let text = format!("the number {number} {why}, but the field '{}' has it", field.name.text);
            let finding = findings
                .error("proto-reserved", range.node, text)
                .label(field.number.node, "used here")
                .help("give the field another number, or take the number out of the range");
            if let Some(free) = free {
                finding.replace(field.number.node, free.to_string());
            }
        }
        if let Some(&node) = reserved_names.get(field.name.text.as_str()) {
            findings
                .error("proto-reserved", field.name.node, format!("the name '{}' is reserved", field.name.text))
                .label(node, "reserved here")
                .help("name the field otherwise, or take the name out of the reserved ones");
        }
    }
}

fn values(part: &Enum, findings: &mut Findings<'_>) {
    if part.reserved_ranges.is_empty() && part.reserved_names.is_empty() {
        return;
    }
    let (reserved, names) = (Cover::new(&part.reserved_ranges), reserved_by_name(&part.reserved_names));
    let free = free::enum_number(part);
    for value in &part.values {
        let number = value.number.value;
        if let Some(range) = reserved.containing(number) {
            let text = format!("the number {number} is reserved, but the value '{}' has it", value.name.text);
            let finding = findings
                .error("proto-reserved", range.node, text)
                .label(value.number.node, "used here")
                .help("give the value another number, or take the number out of the range");
            if let Some(free) = free {
                finding.replace(value.number.node, free.to_string());
            }
        }
        if let Some(&node) = names.get(value.name.text.as_str()) {
            findings
                .error("proto-reserved", value.name.node, format!("the name '{}' is reserved", value.name.text))
                .label(node, "reserved here")
                .help("name the value otherwise, or take the name out of the reserved ones");
        }
    }
}
