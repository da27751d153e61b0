//! Fields and values that were there and are gone, while their numbers are free for others: who has old messages, or an old
//! program, would read them wrongly.
//!
//! What was there is what the versions before declared. A declaration counts from its second version on, so that what is
//! half typed does not; in a file that is new, at once.

use std::collections::{BTreeMap, HashMap};

use super::super::fixes::line_end;
use super::super::model::{Enum, Message, Origin, Range, ReservedName, Syntax};
use super::super::unit::Unit;
use crate::diagnostic::{Diagnostic, Fix, Place, STYLE};
use crate::syntax::{Kind, Node, NodeId, Tree};
use crate::text::Span;

/// The versions before, in short.
#[derive(Clone, Debug, Default)]
pub struct History {
    files: HashMap<String, File>,
}

#[derive(Clone, Debug)]
struct File {
    tree: Tree,
    /// Messages and enums by their full names.
    types: HashMap<String, Numbers>,
    /// Whether all that was there in the last version counts.
    is_settled: bool,
}

#[derive(Clone, Debug, Default)]
struct Numbers {
    /// Those of the last version.
    last: BTreeMap<i64, String>,
    /// Those that count.
    settled: BTreeMap<i64, String>,
}

impl History {
    /// Takes note of the next version of the user's files; none of them has an error.
    pub fn note<'u>(&mut self, units: impl Iterator<Item = &'u Unit>) {
        let mut before = std::mem::take(&mut self.files);
        for unit in units {
            let mut old = before.remove(&unit.file.name).filter(|old| goes_on(old.tree.text(), unit.tree.text()));
            let is_same = old.as_ref().is_some_and(|old| std::ptr::eq(old.tree.text(), unit.tree.text()));
            if let Some(old) = old.take_if(|old| is_same && old.is_settled) {
                self.files.insert(unit.file.name.clone(), old);
                continue;
            }
            let is_new = old.is_none();
            let mut old = old.map(|old| old.types).unwrap_or_default();
            let mut types = HashMap::new();
            for part in parts(unit) {
                let last = part.numbers();
                let mut numbers = old.remove(&part.full_name).unwrap_or_default();
                let stays = |(number, name): &(&i64, &String)| is_new || numbers.last.get(number) == Some(name);
                let settled: Vec<_> = last.iter().filter(stays).map(|(number, name)| (*number, name.clone())).collect();
                numbers.settled.extend(settled);
                // What has another name now was renamed.
                numbers.settled.retain(|number, name| last.get(number).is_none_or(|now| now == name));
                numbers.last = last;
                types.insert(part.full_name, numbers);
            }
            self.files
                .insert(unit.file.name.clone(), File { tree: unit.tree.clone(), types, is_settled: is_new || is_same });
        }
    }

    /// What to say about a file that was noted.
    pub fn removed(&self, unit: &Unit) -> Vec<Diagnostic> {
        let Some(file) = self.files.get(&unit.file.name) else { return Vec::new() };
        parts(unit).into_iter().filter_map(|part| removed(unit, &part, file.types.get(&part.full_name)?)).collect()
    }
}

/// Whether a text is another version of one rather than another text: half of it is the same.
fn goes_on(old: &str, new: &str) -> bool {
    // Most often it is the very same.
    if std::ptr::eq(old, new) {
        return true;
    }
    let same = |(old, new): &(u8, u8)| old == new;
    let head = old.bytes().zip(new.bytes()).take_while(same).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.bytes().rev().zip(new.bytes().rev()).take(rest).take_while(same).count();
    (head + tail) * 2 >= old.len()
}

fn removed(unit: &Unit, part: &Part<'_>, numbers: &Numbers) -> Option<Diagnostic> {
    let now = part.numbers();
    let is_reserved = |number: i64, name: &str| {
        part.ranges.iter().any(|range| (range.start.value..=range.end.value).contains(&number))
            || part.reserved.iter().any(|reserved| reserved.name.text == name)
    };
    let gone: Vec<(i64, &str)> = numbers
        .settled
        .iter()
        .filter(|(number, name)| !now.contains_key(number) && !now.values().any(|other| other == *name))
        .map(|(number, name)| (*number, name.as_str()))
        .filter(|(number, name)| !is_reserved(*number, name))
        .collect();
    let what = part.what;
    let (message, title) = match gone.as_slice() {
        [] => return None,
        [(number, name)] => (
            format!("{what} {number} '{name}' was removed and is not reserved"),
            format!("reserve {number} and '{name}'"),
        ),
        [(number, name), more @ ..] => (
            format!("{what} {number} '{name}' and {} more were removed and are not reserved", more.len()),
            format!("reserve {} numbers and their names", gone.len()),
        ),
    };
    let help = format!("reserve number and name, so that no other {what} gets them while old messages are about");
    let mut diagnostic = Diagnostic::info(&format!("{STYLE}reserve"), unit.place(part.name), message).with_help(help);
    diagnostic.fixes.push(Fix { title, edits: vec![reservation(unit, part, &gone)?] });
    Some(diagnostic)
}

/// The statements that reserve numbers and names: behind those there are, else first in the braces.
fn reservation(unit: &Unit, part: &Part<'_>, gone: &[(i64, &str)]) -> Option<(Place, String)> {
    let node = unit.tree.node(part.node);
    let body = node.part(Kind::Body)?;
    let before = body.parts_of(Kind::Reserved).last().or_else(|| body.part(Kind::LBrace))?;
    let numbers: Vec<_> = gone.iter().map(|(number, _)| number.to_string()).collect();
    let is_edition = unit.file.syntax >= Syntax::Edition2023;
    let quoted = |name: &str| if is_edition { name.to_owned() } else { format!("\"{name}\"") };
    let names: Vec<_> = gone.iter().map(|(_, name)| quoted(name)).collect();
    let text = unit.tree.text();
    let at = line_end(before);
    let outer = indent(text, node);
    let mut lines = format!("\n{outer}  reserved {};\n{outer}  reserved {};", numbers.join(", "), names.join(", "));
    // What else stands on the line goes on the next one.
    let behind = text.get(at..).unwrap_or_default().trim_start_matches([' ', '\t', '\r']);
    if !behind.starts_with('\n') {
        lines += &format!("\n{outer}{}", if behind.starts_with('}') { "" } else { "  " });
    }
    let gap = text.len() - at - behind.len();
    let span = if behind.starts_with('\n') { Span::at(at) } else { Span::new(at, at + gap) };
    Some((Place::file(unit.index as usize, span), lines))
}

/// The white space before the line of a node.
fn indent<'t>(text: &'t str, node: Node<'_>) -> &'t str {
    let before = text.get(..node.span().start as usize).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(line..).unwrap_or_default();
    let width = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest.get(..width).unwrap_or_default()
}

/// A message or an enum.
struct Part<'u> {
    full_name: String,
    node: NodeId,
    name: NodeId,
    /// What has the numbers.
    what: &'static str,
    numbers: Vec<(i64, &'u str)>,
    ranges: &'u [Range],
    reserved: &'u [ReservedName],
}

impl<'u> Part<'u> {
    fn message(scope: &str, message: &'u Message) -> Part<'u> {
        Part {
            full_name: join(scope, &message.name.text),
            node: message.node,
            name: message.name.node,
            what: "field",
            numbers: message.fields.iter().map(|field| (field.number.value, field.name.text.as_str())).collect(),
            ranges: &message.reserved_ranges,
            reserved: &message.reserved_names,
        }
    }

    fn enumeration(scope: &str, declared: &'u Enum) -> Part<'u> {
        Part {
            full_name: join(scope, &declared.name.text),
            node: declared.node,
            name: declared.name.node,
            what: "value",
            numbers: declared.values.iter().map(|value| (value.number.value, value.name.text.as_str())).collect(),
            ranges: &declared.reserved_ranges,
            reserved: &declared.reserved_names,
        }
    }

    fn numbers(&self) -> BTreeMap<i64, String> {
        self.numbers.iter().map(|&(number, name)| (number, name.to_owned())).collect()
    }
}

fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

fn parts(unit: &Unit) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let package = &unit.file.package.text;
    unit.file.messages.iter().for_each(|message| collect(package, message, &mut found));
    found.extend(unit.file.enums.iter().map(|declared| Part::enumeration(package, declared)));
    found
}

fn collect<'u>(scope: &str, message: &'u Message, found: &mut Vec<Part<'u>>) {
    if message.origin == Origin::MapEntry {
        return;
    }
    let part = Part::message(scope, message);
    let inner = part.full_name.clone();
    found.push(part);
    found.extend(message.enums.iter().map(|declared| Part::enumeration(&inner, declared)));
    message.messages.iter().for_each(|message| collect(&inner, message, found));
}
