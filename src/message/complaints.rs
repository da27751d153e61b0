//! What a message's JSON may have too much or too little of: unknown fields, keys that stand twice, oneofs, required fields.

use std::collections::HashMap;

use prost_reflect::{DynamicMessage, ExtensionDescriptor, FieldDescriptor, MessageDescriptor};

use super::check::{Walk, opening};
use super::json::{self, Member, cut, quoted};
use crate::diagnostic::{Diagnostic, Fix, Label, Place};
use crate::schema::suggest::closest;
use crate::text::Span;

/// How many fields a help lists.
const LISTED: usize = 8;

impl Walk {
    /// A key that is no field.
    pub fn unknown_key(&mut self, message: &MessageDescriptor, member: &Member<'_>) {
        let text = format!("message {} has no field '{}'", message.full_name(), cut(&member.key));
        let mut diagnostic = self.unknown.diagnostic("json-unknown-field", member.key_span, text);
        if self.findings.may_help() {
            let fields: Vec<FieldDescriptor> = message.fields().collect();
            let extensions: Vec<ExtensionDescriptor> = message.extensions().collect();
            let names = fields.iter().flat_map(|field| [field.json_name(), field.name()]);
            let names = names.chain(extensions.iter().map(ExtensionDescriptor::json_name));
            if let Some(meant) = closest(&member.key, names) {
                let edits = vec![(Place::json(member.key_span), quoted(meant))];
                diagnostic.fixes.push(Fix { title: format!("replace by \"{meant}\""), edits });
                diagnostic.help = Some(format!("did you mean \"{meant}\"?"));
            } else if fields.is_empty() {
                diagnostic.help = Some("it has no fields; write {}".to_owned());
            } else if fields.len() <= LISTED {
                let names: Vec<String> = fields.iter().map(|field| format!("\"{}\"", field.json_name())).collect();
                diagnostic.help = Some(format!("its fields are {}", names.join(", ")));
            } else {
                diagnostic.help = Some(format!("add the field to message {}, or remove it here", message.name()));
            }
        }
        self.findings.report(diagnostic);
    }

    /// A key that stands twice in an object, maybe as `fooBar` and `foo_bar`.
    pub fn repeated(&mut self, first: &Member<'_>, member: &Member<'_>) {
        let text = if first.key == member.key {
            format!("the key \"{}\" is there twice", cut(&member.key))
        } else {
            format!("\"{}\" and \"{}\" mean the same", cut(&first.key), cut(&member.key))
        };
        let mut diagnostic = Diagnostic::error("json-duplicate-key", Place::json(member.key_span), text);
        diagnostic.labels.push(Label { place: Place::json(first.key_span), message: "first here".to_owned() });
        self.findings.report(diagnostic.with_help("remove one of them"));
    }

    /// A second field of a oneof.
    pub fn second_of_oneof(&mut self, oneof: &str, first: &Member<'_>, member: &Member<'_>) {
        let text = format!("oneof '{oneof}' has a value already, found '{}', too", cut(&member.key));
        let mut diagnostic = Diagnostic::error("json-oneof", Place::json(member.key_span), text);
        diagnostic.labels.push(Label { place: Place::json(first.key_span), message: "its value is here".to_owned() });
        self.findings.report(diagnostic.with_help("of the fields of a oneof only one can be set; remove the others"));
    }

    /// Warns of required fields that are not there; one with an error is there.
    pub fn missing(
        &mut self,
        descriptor: &MessageDescriptor,
        message: &DynamicMessage,
        object: Span,
        seen: &HashMap<u32, &Member<'_>>,
    ) {
        // One that could not be shown is not looked for, either.
        if self.findings.is_full() {
            return;
        }
        for field in self.required.of(descriptor).iter().filter(|field| !message.has_field(field)) {
            if !seen.get(&field.number()).is_some_and(|member| member.value.kind != json::Kind::Null) {
                let text = format!("required field '{}' of {} is missing", field.name(), descriptor.full_name());
                let diagnostic = Diagnostic::warning("json-required", Place::json(opening(object)), text);
                self.findings.report(diagnostic.with_help("a reader may refuse the message without it"));
            }
        }
    }
}
