//! What a message's JSON may have too much or too little of: unknown fields and values of enums, keys that stand twice, oneofs,
//! required fields.

use super::misfit::Misfit;
use super::walk::{Walk, Written};
use crate::diagnostic::{Diagnostic, Fix, Label, Place};
use crate::message::json::tree::{Kind as Json, NodeId};
use crate::message::json::{SPACE, cut, quoted};
use crate::schema::suggest::closest;
use crate::schema::types::{Enum, Field, Message};
use crate::text::Span;

/// How many fields a help lists.
const LISTED_FIELDS: usize = 8;
/// How many values of an enum.
const LISTED_VALUES: usize = 12;

impl Walk<'_> {
    /// A key that is no field. Of one that is missing or that nothing stands behind, that is told already.
    #[cold]
    pub fn unknown_key(&mut self, message: &Message, member: NodeId) {
        let tree = self.tree;
        let value = tree.value(member);
        let is_half = tree.kind(value) == Json::Broken && tree.span(value).is_empty();
        if is_half || tree.key_span(member).is_empty() {
            return;
        }
        let key = tree.key(member);
        let text = format!("message {} has no field '{}'", message.full_name(), cut(&key));
        let mut diagnostic = self.unknown.diagnostic("json-unknown-field", tree.key_span(member), text);
        let fields = message.fields();
        if self.findings.may_help() {
            let names = fields.iter().flat_map(|field| [&*field.json_name, &*field.name]);
            let declared = || fields.iter().filter(|field| !field.is_extension);
            if let Some(meant) = closest(&key, names) {
                diagnostic.help = Some(format!("did you mean \"{meant}\"?"));
                let edits = vec![(Place::json(tree.key_span(member)), quoted(meant))];
                diagnostic.fixes.push(Fix { title: format!("replace by \"{meant}\""), edits });
            } else if fields.is_empty() {
                diagnostic.help = Some("it has no fields; write {}".to_owned());
            } else if declared().count() <= LISTED_FIELDS {
                let names: Vec<String> = declared().map(|field| format!("\"{}\"", field.json_name)).collect();
                diagnostic.help = Some(format!("its fields are {}", names.join(", ")));
            } else {
                let name = message.descriptor().name();
                diagnostic.help = Some(format!("add the field to message {name}, or remove it here"));
            }
        }
        diagnostic.fixes.push(self.removing(member));
        self.findings.report(diagnostic);
    }

    /// A key that stands twice in an object, maybe as `fooBar` and `foo_bar`.
    #[cold]
    pub fn repeated(&mut self, first: NodeId, member: NodeId) {
        let (key, known) = (self.tree.key(member), self.tree.key(first));
        let text = if known == key {
            format!("the key \"{}\" is there twice", cut(&key))
        } else {
            format!("\"{}\" and \"{}\" mean the same", cut(&known), cut(&key))
        };
        self.two("json-duplicate-key", text, (first, "first here"), member, "remove one of them");
    }

    /// A second field of a oneof.
    #[cold]
    pub fn second_of_oneof(&mut self, message: &Message, oneof: u32, first: NodeId, member: NodeId) {
        let oneof = message.oneofs.get(oneof as usize).map_or("", |full_name| full_name);
        let name = oneof.rsplit('.').next().unwrap_or(oneof);
        let text = format!("oneof '{name}' has a value already, found '{}', too", cut(&self.tree.key(member)));
        let help = "of the fields of a oneof only one can be set; remove the others";
        self.two("json-oneof", text, (first, "its value is here"), member, help);
    }

    /// Of two members one is too many.
    fn two(&mut self, code: &str, text: String, first: (NodeId, &str), second: NodeId, help: &str) {
        let mut diagnostic = Diagnostic::error(code, Place::json(self.tree.key_span(second)), text).with_help(help);
        let place = Place::json(self.tree.key_span(first.0));
        diagnostic.labels.push(Label { place, message: first.1.to_owned() });
        diagnostic.fixes.push(Fix { title: "remove this one".to_owned(), ..self.removing(second) });
        diagnostic.fixes.push(Fix { title: "remove the first one".to_owned(), ..self.removing(first.0) });
        self.findings.report(diagnostic);
    }

    /// Warns of a required field that is not there.
    #[cold]
    pub fn missing_field(&mut self, message: &Message, field: &Field, object: NodeId) {
        let text = format!("required field '{}' of {} is missing", field.name, message.full_name());
        let diagnostic = Diagnostic::warning("json-required", Place::json(self.opening(object)), text);
        self.findings.report(diagnostic.with_help("a reader may refuse the message without it"));
    }

    /// What is no value of an enum. A name that is none may be of a newer schema.
    #[cold]
    pub fn no_enum_value(&mut self, found: &Enum, value: NodeId) -> Written {
        let tree = self.tree;
        let name = if tree.kind(value) == Json::String { tree.string(value) } else { "".into() };
        let message = format!("expected a value of enum {}, found {}", found.full_name, tree.described(value));
        let mut misfit = Misfit::new(message);
        if tree.kind(value) == Json::Number {
            misfit = misfit.help("the number of an enum value is an int32");
        } else if self.findings.may_help() {
            let by_number = name.parse().ok().and_then(|number| found.name(number));
            let meant = by_number.or_else(|| with_prefix(found, &name));
            misfit = match meant.or_else(|| closest(&name, found.values().map(|(_, name)| name))) {
                Some(meant) => misfit.help(format!("did you mean \"{meant}\"?")).replace(quoted(meant)),
                None => misfit.help(values_help(found)),
            };
        }
        if tree.kind(value) != Json::String {
            return self.fail("json-type", value, misfit);
        }
        let span = tree.span(value);
        let diagnostic = self.unknown.diagnostic("json-type", span, misfit.message.clone());
        self.findings.report(misfit.into_diagnostic(diagnostic, span));
        None
    }

    /// Adds an error about a value that can be mended by removing it, or the member it is the value of.
    #[cold]
    pub fn fail_removing(&mut self, code: &str, value: NodeId, removed: NodeId, misfit: Misfit) {
        let span = self.tree.span(value);
        let diagnostic = Diagnostic::error(code, Place::json(span), misfit.message.clone());
        let mut diagnostic = misfit.into_diagnostic(diagnostic, span);
        diagnostic.fixes.push(self.removing(removed));
        self.findings.report(diagnostic);
    }

    fn removing(&self, node: NodeId) -> Fix {
        Fix { title: "remove it".to_owned(), edits: vec![(Place::json(self.removal(node)), String::new())] }
    }

    /// A member or an element with a comma beside it: the one before it, else the one behind it.
    pub fn removal(&self, node: NodeId) -> Span {
        let span = self.tree.span(node);
        let (before, behind) = (span.start as usize, span.end as usize);
        let text = self.tree.text();
        let head = text.get(..before).unwrap_or_default().trim_end_matches(SPACE);
        if head.ends_with(',') {
            return Span::new(head.len() - 1, behind);
        }
        let rest = text.get(behind..).unwrap_or_default();
        match rest.trim_start_matches(SPACE).strip_prefix(',') {
            Some(next) => Span::new(before, text.len() - next.trim_start_matches(SPACE).len()),
            None => span,
        }
    }
}

/// The one value that is a name behind a prefix, as the style guide has them: `STATUS_PAID` for `paid`.
fn with_prefix<'e>(found: &'e Enum, name: &str) -> Option<&'e str> {
    let is_meant = |value: &str| {
        let prefix = value.len().checked_sub(name.len()).and_then(|at| value.split_at_checked(at));
        prefix.is_some_and(|(prefix, rest)| prefix.ends_with('_') && rest.eq_ignore_ascii_case(name))
    };
    let mut meant = found.values().map(|(_, value)| value).filter(|value| !name.is_empty() && is_meant(value));
    meant.next().filter(|_| meant.next().is_none())
}

/// The values of an enum, negative ones last.
fn values_help(found: &Enum) -> String {
    let is_negative = |&(number, _): &(i32, &str)| number < 0;
    let values = found.values().filter(|it| !is_negative(it)).chain(found.values().filter(is_negative));
    let listed: Vec<String> = values.take(LISTED_VALUES).map(|(_, name)| format!("\"{name}\"")).collect();
    match found.values().len().saturating_sub(LISTED_VALUES) {
        0 => format!("its values are {}", listed.join(", ")),
        more => format!("its values are {} and {more} more", listed.join(", ")),
    }
}
