//! Names and numbers of new declarations: what follows from those that are there.

use super::{Job, plain, rank};
use crate::language::data::{Completion, CompletionKind};
use crate::language::numbers;
use crate::schema::lint::case::Case;
use crate::syntax::ast;
use crate::syntax::{Kind, Node};

impl<'a> Job<'a, '_> {
    /// The declaration that an open block belongs to, the innermost of these kinds.
    fn around(&self, kinds: &[Kind]) -> Option<Node<'a>> {
        let declared = |open: Node<'a>| {
            let body = open.parent().filter(|node| node.kind() == Kind::Body)?;
            body.parent().filter(|node| kinds.contains(&node.kind()))
        };
        self.cursor.blocks.iter().rev().filter_map(|block| block.open).find_map(declared)
    }

    /// The number for the next field of the message or the extend around.
    pub(super) fn next_number(&self) -> i64 {
        self.free_numbers().0
    }

    fn free_numbers(&self) -> (i64, Option<i64>) {
        let around = self.around(&[Kind::Message, Kind::Group, Kind::Extend]);
        match around {
            Some(node) if node.kind() == Kind::Extend => (self.next_extension(node), None),
            Some(node) => numbers::free_fields(node, self.cursor.offset),
            None => (1, None),
        }
    }

    /// A number that the extended message sets aside, behind those that are used here.
    fn next_extension(&self, extend: Node<'_>) -> i64 {
        let used = numbers::greatest(ast::members(extend), self.cursor.offset);
        if let Some(used) = used {
            return used + 1;
        }
        let extendee = extend.part(Kind::TypeName).map(ast::dotted).unwrap_or_default();
        let found = self.space.resolve(&self.from, &extendee, &|symbol| self.space.is_type(symbol));
        let Some(node) = found.and_then(|found| self.space.node(found)) else { return numbers::FIRST_OPTION };
        let is_option = found.is_some_and(|found| self.space.full_name(found).starts_with("google.protobuf."));
        if is_option { numbers::FIRST_OPTION } else { numbers::first_extension(node).unwrap_or(1) }
    }

    /// The next number, and the lowest one that was left out.
    pub(super) fn field_numbers(&mut self) {
        let (next, gap) = self.free_numbers();
        self.number(rank::BEST, next, "next number");
        if let Some(gap) = gap {
            self.number(rank::GOOD, gap, "lowest number that is free");
        }
    }

    /// The next number of an enum.
    pub(super) fn enum_numbers(&mut self) {
        let next = self.around(&[Kind::Enum]).map_or(0, |node| numbers::next_value(node, self.cursor.offset));
        self.number(rank::BEST, next, "next number");
    }

    fn number(&mut self, rank: u8, number: i64, detail: &str) {
        let mut completion = plain(&number.to_string(), CompletionKind::Value, detail);
        completion.insert.push_str(self.end());
        self.push(rank, completion);
    }

    /// A name for a field of a type.
    pub(super) fn field_names(&mut self, type_name: &str, is_repeated: bool) {
        let simple = type_name.rsplit('.').next().unwrap_or_default();
        if crate::schema::model::Scalar::of(simple).is_some() || simple.is_empty() {
            return;
        }
        let Some(mut name) = Case::LowerSnake.of(simple) else { return };
        if is_repeated {
            name = plural(&name);
        }
        let message = self.around(&[Kind::Message, Kind::Group]);
        let taken = |name: &str| {
            message.is_some_and(|node| numbers::fields(node).any(|field| is_named(field, name, self.cursor.offset)))
        };
        if taken(&name) {
            return;
        }
        self.declare(rank::BEST, &name, "named after its type", self.next_number());
    }

    /// Names for the values of an enum: its own in capitals before them, as the style guide has it.
    pub(super) fn enum_values(&mut self) {
        let Some(node) = self.around(&[Kind::Enum]) else { return };
        let Some(name) = node.part(Kind::Ident) else { return };
        let Some(prefix) = Case::UpperSnake.of(name.text()).map(|name| name + "_") else { return };
        let offset = self.cursor.offset;
        let mut values = ast::members(node).filter(|part| {
            part.kind() == Kind::EnumValue && !part.span().contains(offset) && part.span().end as usize != offset
        });
        let next = numbers::next_value(node, offset);
        match values.next() {
            None => self.declare(rank::BEST, &format!("{prefix}UNSPECIFIED"), "the value of what is not set", 0),
            Some(first) if first.text().starts_with(&prefix) && self.is_free() => {
                let insert = format!("{prefix}${{NAME}} = {next};");
                let base = plain(&prefix, CompletionKind::Value, "next value");
                self.push(rank::BEST, Completion { insert, is_snippet: true, ..base });
            }
            Some(_) => {}
        }
    }

    /// A name, and its number where nothing follows.
    fn declare(&mut self, rank: u8, name: &str, detail: &str, number: i64) {
        let mut completion = plain(name, CompletionKind::Text, detail);
        if self.is_free() {
            completion.insert = format!("{name} = {number};");
        }
        self.push(rank, completion);
    }
}

/// Whether a field has a name, and is not the one that is being typed.
fn is_named(field: Node<'_>, name: &str, offset: usize) -> bool {
    field
        .part(Kind::Ident)
        .is_some_and(|own| own.text() == name && own.span().end as usize != offset && !own.span().contains(offset))
}

/// The plural of an English word, mostly.
fn plural(name: &str) -> String {
    let vowel_before_y = || matches!(name.chars().rev().nth(1), Some('a' | 'e' | 'i' | 'o' | 'u'));
    if name.ends_with('y') && !vowel_before_y() {
        format!("{}ies", &name[..name.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end)) {
        format!("{name}es")
    } else {
        format!("{name}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_becomes_many() {
        for (one, many) in
            [("user", "users"), ("address", "addresses"), ("city", "cities"), ("day", "days"), ("box", "boxes")]
        {
            assert_eq!(plural(one), many);
        }
    }
}
