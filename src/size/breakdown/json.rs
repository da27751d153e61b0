//! The side of the JSON: each character but white space for its field, by what it is.

use super::{TOP, Table};
use crate::message::json::tree::{Kind, NodeId, Tree};
use crate::message::json::{self};
use crate::schema::types::{self, Field, Form, Root, Shape, Types};

/// The two quotes around a text.
const QUOTES: usize = 2;

/// The fields of a map's entry.
const KEY: (u32, &str) = (1, "key");
const VALUE: (u32, &str) = (2, "value");

pub(super) fn count(root: Option<&Root>, text: &str, table: &mut Table) {
    let (tree, _) = json::parse(text);
    let Some(value) = tree.root() else { return };
    let kind = root.map(|root| types::Kind::Message(root.id()));
    Walk { tree: &tree, types: root.map(Root::types), table }.value(value, TOP, kind);
}

struct Walk<'a> {
    tree: &'a Tree<'a>,
    types: Option<&'a Types>,
    table: &'a mut Table,
}

impl Walk<'_> {
    /// A value of a kind, or of any. Recurses as deep as the tree is, which its reader limits.
    fn value(&mut self, id: NodeId, at: usize, kind: Option<types::Kind>) {
        match self.tree.kind(id) {
            Kind::Object => {
                let message = kind.and_then(types::Kind::message).zip(self.types).map(|(id, types)| types.message(id));
                let message = message.filter(|message| message.form == Form::Fields);
                self.list(id, at, |walk, member| {
                    let field =
                        message.and_then(|message| message.fields().get(message.named(&walk.tree.key(member))?));
                    match field {
                        Some(field) => {
                            let place = walk.table.field(at, field.number, || field.name.to_string());
                            walk.key(member, place);
                            walk.field(walk.tree.value(member), place, field);
                            place
                        }
                        None => {
                            walk.key(member, at);
                            walk.value(walk.tree.value(member), at, None);
                            at
                        }
                    }
                });
            }
            Kind::Array => self.list(id, at, |walk, item| {
                walk.value(item, at, kind);
                at
            }),
            Kind::String => self.string(id, at, kind),
            Kind::Number => self.table.json(at).digits += self.tree.span(id).len(),
            Kind::Null | Kind::Bool(_) => self.table.json(at).words += self.tree.span(id).len(),
            Kind::Member | Kind::Broken => {}
        }
    }

    /// A field's value: all of a list or a map.
    fn field(&mut self, id: NodeId, at: usize, field: &Field) {
        let entry = field.kind.message().zip(self.types).and_then(|(id, types)| types.message(id).entry());
        let Some((_, value)) = entry.filter(|_| field.shape == Shape::Map && self.tree.kind(id) == Kind::Object) else {
            return self.value(id, at, Some(field.kind));
        };
        self.list(id, at, |walk, member| {
            let key = walk.table.field(at, KEY.0, || KEY.1.to_owned());
            walk.key(member, key);
            let place = walk.table.field(at, VALUE.0, || VALUE.1.to_owned());
            walk.value(walk.tree.value(member), place, Some(value.kind));
            key
        });
    }

    /// Brackets, and what is between them with its commas: `each` says whose the comma before is.
    fn list(&mut self, id: NodeId, at: usize, mut each: impl FnMut(&mut Self, NodeId) -> usize) {
        let tree = self.tree;
        self.table.json(at).punctuation += 2;
        for (index, child) in tree.children(id).enumerate() {
            let whose = each(self, child);
            self.table.json(whose).punctuation += usize::from(index > 0);
        }
    }

    /// The key of a member and its colon.
    fn key(&mut self, member: NodeId, at: usize) {
        let json = self.table.json(at);
        json.keys += self.tree.key_span(member).len().saturating_sub(QUOTES);
        json.quotes += QUOTES;
        json.punctuation += 1;
    }

    fn string(&mut self, id: NodeId, at: usize, kind: Option<types::Kind>) {
        let len = self.tree.span(id).len().saturating_sub(QUOTES);
        let json = self.table.json(at);
        json.quotes += QUOTES;
        // Numbers of 64 bits are quoted, since JavaScript's have 53.
        let is_number = kind.is_some_and(|kind| kind.is_packable() && !matches!(kind, types::Kind::Enum(_)));
        *(if is_number { &mut json.digits } else { &mut json.text }) += len;
    }
}
