//! Numbers of fields: their range, and that each is there once.
//!
//! Knows the file alone, so not the numbers of extensions in the messages they extend.

use std::collections::HashMap;

use super::super::model::{Field, Message, Origin};
use super::declared::{Declared, Inside};
use super::findings::{Finding, Findings};
use super::free::{self, LIBRARY_NUMBERS, MAX_FIELD_NUMBER};

/// How many faults of a kind get a fix; finding a free number costs a look at all that are taken.
const MAX_FIXES: usize = 100;

/// Numbers that no field can have.
pub fn range(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    for (field, around) in declared.fields() {
        let is_helped = field.extendee.is_none() && findings.count() < MAX_FIXES;
        let message = around.map(|at| declared.messages[at].part).filter(|_| is_helped);
        let number = field.number.value;
        if number < 1 {
            let text = format!("expected a number from 1 on for '{}', found {number}", field.name.text);
            let finding = findings.error("proto-field-number", field.number.node, text);
            suggest(finding.help("field numbers are positive"), field, message);
        } else if number > MAX_FIELD_NUMBER && field.extendee.is_none() {
            let text = format!("expected a number up to {MAX_FIELD_NUMBER} for '{}', found {number}", field.name.text);
            let finding = findings.error("proto-field-number", field.number.node, text);
            suggest(finding.help("field numbers have at most 29 bits"), field, message);
        }
    }
}

/// Numbers that are kept for the implementation of Protocol Buffers.
pub fn library(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    for (field, around) in declared.fields().filter(|(field, _)| LIBRARY_NUMBERS.contains(&field.number.value)) {
        let is_helped = field.extendee.is_none() && findings.count() < MAX_FIXES;
        let message = around.map(|at| declared.messages[at].part).filter(|_| is_helped);
        let text = format!(
            "expected a number outside of {} to {} for '{}', found {}",
            LIBRARY_NUMBERS.start(),
            LIBRARY_NUMBERS.end(),
            field.name.text,
            field.number.value
        );
        let finding = findings.error("proto-field-number", field.number.node, text);
        suggest(finding.help("these numbers are kept for the implementation of Protocol Buffers"), field, message);
    }
}

/// Two fields of a message with one number.
pub fn duplicates(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    let is_own = |message: &&Inside<'_, Message>| message.is_closed && message.part.origin != Origin::MapEntry;
    for message in declared.messages.iter().filter(is_own) {
        let mut seen: HashMap<i64, &Field> = HashMap::new();
        for field in &message.part.fields {
            let number = field.number.value;
            let Some(first) = seen.get(&number) else {
                seen.insert(number, field);
                continue;
            };
            let text = format!(
                "the number {number} is used twice in '{}': by '{}' and by '{}'",
                message.part.name.text, first.name.text, field.name.text
            );
            let message = (findings.count() < MAX_FIXES).then_some(message.part);
            let finding = findings
                .error("proto-duplicate-number", field.number.node, text)
                .label(first.number.node, "first used here");
            suggest(finding.help("each field of a message has a number of its own"), field, message);
        }
    }
}

fn suggest(finding: Finding<'_>, field: &Field, message: Option<&Message>) {
    if let Some(number) = message.and_then(free::field_number) {
        finding.replace(field.number.node, number.to_string());
    }
}
