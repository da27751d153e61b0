//! The values of repeated fields and of maps.

use super::misfit::Misfit;
use super::scalar;
use super::walk::Walk;
use crate::message::json::tree::{Kind as Json, NodeId};
use crate::message::places::Step;
use crate::schema::types::{Field, Kind, Shape};
use crate::wire::WireType;

/// Numbers of a map entry's fields.
const KEY_NUMBER: u32 = 1;
const VALUE_NUMBER: u32 = 2;

impl<'a> Walk<'a> {
    /// A repeated field, with its tags.
    pub fn list(&mut self, field: &Field, value: NodeId, level: usize, node: u32) {
        if self.tree.kind(value) != Json::Array {
            let message =
                format!("expected an array of {}, found {}", self.types.word(field.kind), self.tree.described(value));
            let misfit = Misfit::new(message).help("the field is repeated: […]");
            let misfit = misfit.fix("put it in an array", format!("[{}]", self.tree.raw(value)));
            self.fail("json-type", value, misfit);
            return;
        }
        if field.is_packed {
            return self.packed(field, value, node);
        }
        let tree = self.tree;
        for (at, item) in (0..).zip(tree.children(value)) {
            if let Some(inner) = self.element(field, item, at, node) {
                let start = self.out.len();
                if self.tagged(field.number, field.kind, item, level, inner).is_none() {
                    self.out.truncate(start);
                }
            }
        }
    }

    /// Numbers behind one tag and length; nothing if there are none.
    fn packed(&mut self, field: &Field, value: NodeId, node: u32) {
        let start = self.out.len();
        self.out.tag(field.number, WireType::Len);
        let tree = self.tree;
        let open = self.out.open(tree.span(value).len());
        let empty = self.out.len();
        for (at, item) in (0..).zip(tree.children(value)) {
            if self.element(field, item, at, node).is_some() {
                self.scalar(field.kind, item);
            }
        }
        if self.out.len() == empty {
            self.out.truncate(start);
        } else {
            self.out.close(open);
        }
    }

    /// The place of an element, unless that is no value.
    #[inline]
    fn element(&mut self, field: &Field, item: NodeId, at: u32, node: u32) -> Option<u32> {
        let span = self.tree.span(item);
        let inner = self.places.add(node, Step::Index(at), span, span.start);
        match self.tree.kind(item) {
            Json::Broken => None,
            Json::Null if !self.takes_null(field.kind, Shape::Single) => {
                let message = format!("expected {}, found null in an array", self.types.word(field.kind));
                let misfit = Misfit::new(message).help("a repeated field has no absent elements; remove it");
                self.fail_removing("json-null", item, item, misfit);
                None
            }
            _ => Some(inner),
        }
    }

    /// A map, with its tags.
    pub fn map(&mut self, field: &Field, value: NodeId, level: usize, node: u32) {
        let Some(entry) = field.kind.message().and_then(|id| self.types.message(id).entry()) else { return };
        let (key_kind, value_kind) = (entry.0.kind, entry.1.kind);
        if self.tree.kind(value) != Json::Object {
            let message = format!("expected an object for a map, found {}", self.tree.described(value));
            self.fail("json-type", value, Misfit::new(message).help("write {\"key\": value}"));
            return;
        }
        let mut entries = self.entries(key_kind, value);
        entries.sort_unstable();
        let mut first: Option<&(scalar::Key<'_>, NodeId)> = None;
        for entry in &entries {
            let (key, member) = entry;
            let step = key.with_text(|text| self.places.key(text));
            let inner = self.place(node, step, *member);
            if let Some((_, first)) = first.filter(|(first, _)| first == key) {
                self.repeated(*first, *member);
                continue;
            }
            first = Some(entry);
            self.entry(field.number, key, (key_kind, value_kind), self.tree.value(*member), level, inner);
        }
    }

    /// The entries of a map that have a key.
    fn entries(&mut self, kind: Kind, object: NodeId) -> Vec<(scalar::Key<'a>, NodeId)> {
        let tree = self.tree;
        let mut entries = Vec::new();
        for member in tree.children(object).filter(|&member| !tree.key_span(member).is_empty()) {
            match scalar::Key::read(self.types, kind, tree.key(member)) {
                Ok(key) => entries.push((key, member)),
                Err(misfit) => drop(self.fail_at("json-type", tree.key_span(member), misfit)),
            }
        }
        entries
    }

    fn entry(
        &mut self,
        number: u32,
        key: &scalar::Key<'_>,
        (key_kind, value_kind): (Kind, Kind),
        value: NodeId,
        level: usize,
        node: u32,
    ) {
        match self.tree.kind(value) {
            Json::Broken => return,
            Json::Null if !self.takes_null(value_kind, Shape::Single) => {
                let message = format!("expected {}, found null in a map", self.types.word(value_kind));
                let misfit = Misfit::new(message).help("a map has no absent values; remove the entry");
                let member = self.tree.parent(value).unwrap_or(value);
                self.fail_removing("json-null", value, member, misfit);
                return;
            }
            _ => {}
        }
        let start = self.out.len();
        self.out.tag(number, WireType::Len);
        let open = self.out.open(self.tree.span(value).len());
        self.out.tag(KEY_NUMBER, key_kind.wire());
        key.write(key_kind, &mut self.out);
        match self.tagged(VALUE_NUMBER, value_kind, value, level, node) {
            Some(_) => self.out.close(open),
            None => self.out.truncate(start),
        }
    }
}
