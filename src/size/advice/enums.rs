//! Texts that are words out of a few: an enum has a number for each.
//!
//! Which texts are such words can only be guessed: by the field's name, or because the same ones come again and again.

use std::collections::BTreeMap;

use super::declared::Declared;
use super::observe::Observed;
use super::texts::Texts;
use super::{Candidate, Kind};
use crate::message::json::quoted;
use crate::schema::fixes;
use crate::syntax::{Kind as Syntax, Node};
use crate::text::Span;

/// An enum of more values would be a guess.
const MAX_VALUES: usize = 16;

/// Words of a list have hardly more letters.
const MAX_LETTERS: usize = 32;

/// From so many values on repetition counts.
const MIN_REPEATED: usize = 4;

/// The last words of names whose values are most often out of a list.
const LISTED: [&str; 34] = [
    "action",
    "category",
    "channel",
    "color",
    "colour",
    "country",
    "currency",
    "direction",
    "env",
    "environment",
    "event",
    "format",
    "gender",
    "genre",
    "kind",
    "language",
    "level",
    "locale",
    "method",
    "mode",
    "phase",
    "plan",
    "priority",
    "protocol",
    "reason",
    "region",
    "role",
    "severity",
    "stage",
    "state",
    "status",
    "tier",
    "type",
    "unit",
];

/// The change to an enum, without its title.
pub(super) fn enumerated(texts: &Texts<'_>, observed: &Observed<'_>, declared: &Declared<'_>) -> Option<Candidate> {
    let mut distinct: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, text) in &texts.values {
        *distinct.entry(text).or_default() += 1;
        if distinct.len() > MAX_VALUES || !is_word(text) {
            return None;
        }
    }
    let field = &declared.field.name.text;
    let name = declared.shown();
    let name = name.strip_suffix(".value").unwrap_or(field);
    let single = singular(name, observed.field.is_list || declared.is_in_map());
    let is_listed = LISTED.contains(&single.rsplit('_').next().unwrap_or_default());
    let count = texts.values.len();
    let is_repeated = count >= MIN_REPEATED && 2 * distinct.len() <= count;
    if !is_listed && !is_repeated {
        return None;
    }
    let prefix = upper(single);
    let names: BTreeMap<&str, String> =
        distinct.keys().map(|&text| (text, format!("{prefix}_{}", upper(text)))).collect();
    // A value that is called like the one that stands for none would be that one.
    let unspecified = format!("{prefix}_UNSPECIFIED");
    if names.values().any(|name| *name == unspecified) {
        return None;
    }
    let values = texts.rewritten(|text| names.get(text).map(|name| quoted(name)))?;
    let type_name = pascal(single);
    let (at, indent, is_inline) = place(declared)?;
    let numbered = std::iter::once(&unspecified).chain(names.values()).enumerate();
    let lines: Vec<String> = numbered.map(|(number, name)| format!("{name} = {number};")).collect();
    let text = if is_inline {
        format!(" enum {type_name} {{ {} }}", lines.join(" "))
    } else {
        let lines: String = lines.iter().map(|line| format!("\n{indent}  {line}")).collect();
        format!("\n{indent}enum {type_name} {{{lines}\n{indent}}}")
    };
    let all: Vec<String> = distinct.keys().map(|text| format!("`{text}`")).collect();
    let why = match (count, distinct.len()) {
        (1, _) => format!("the value is {}, and by its name it is out of a list", all.concat()),
        (count, 1) => format!("all {count} values are {}", all.concat()),
        (count, words) => format!("its {count} values are {words} words: {}", all.join(", ")),
    };
    let edits = vec![declared.replace(declared.field.type_node, type_name), declared.edit(Span::at(at), text)];
    Some(Candidate { kind: Kind::Enum, field: String::new(), title: String::new(), why, edits, values })
}

/// Where an enum of the message is declared: behind the statement the field is in, with the indentation of that; and whether
/// other statements are on the same line.
fn place<'w>(declared: &Declared<'w>) -> Option<(usize, &'w str, bool)> {
    let statement = declared.unit.tree.node(declared.field.node);
    let is_member = |node: &Node<'_>| {
        let body = node.parent().filter(|it| it.kind() == Syntax::Body);
        body.and_then(Node::parent).is_some_and(|around| around.kind() == Syntax::Message)
    };
    let statement = std::iter::once(statement).chain(statement.ancestors()).find(is_member)?;
    let end = fixes::line_end(statement);
    let text = declared.unit.tree.text();
    let before = text.get(..statement.span().start as usize)?;
    let line = before.rsplit('\n').next().unwrap_or(before);
    let is_inline = !line.trim().is_empty();
    Some((end, if is_inline { "" } else { line }, is_inline))
}

/// Whether a text may be the name of a value with other signs for what names can't have.
fn is_word(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.' | '/' | ' ');
    text.len() <= MAX_LETTERS
        && text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.chars().all(allowed)
}

/// The name of one value of a list or a map.
fn singular(name: &str, has_several: bool) -> &str {
    let shorter =
        name.strip_suffix('s').filter(|shorter| has_several && !shorter.is_empty() && !shorter.ends_with('s'));
    shorter.unwrap_or(name)
}

/// `userRole`, `user-role` → `USER_ROLE`.
fn upper(text: &str) -> String {
    let mut out = String::new();
    let mut after_small = false;
    for letter in text.chars() {
        let letter = if letter.is_ascii_alphanumeric() { letter } else { '_' };
        if after_small && letter.is_ascii_uppercase() {
            out.push('_');
        }
        after_small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        out.push(letter.to_ascii_uppercase());
    }
    out
}

/// `user_role` → `UserRole`.
fn pascal(text: &str) -> String {
    let capital = |part: &str| {
        let mut letters = part.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    text.split('_').map(capital).collect()
}
