//! A value at the end of a path, with all that is missing around it: put in beside what is there, in the order of the fields.

use super::super::json::tree::{Kind as Node, NodeId};
use super::super::paths::Segment;
use super::act::{Deed, Step, broken, refused};
use super::data::Refusal;
use super::declared;
use super::edit::{self, Edits};
use super::layout::Fragment;
use super::spot::{HELD, Role, TYPE};
use crate::schema::types::{Field, Message};

impl Deed<'_> {
    /// Writes a value where the path ends. Of a oneof, in place of the member that is set.
    pub fn put(&self, mut fragment: Fragment) -> Result<Step, Refusal> {
        let tree = self.ground.tree;
        let end = self.path.len();
        // From the end to the closest place that the text has.
        for (at, spot) in self.trail.iter().enumerate().rev() {
            let Some(node) = spot.value else {
                if at < end {
                    fragment = Fragment::Object(vec![(self.key(at + 1)?, fragment)]);
                }
                continue;
            };
            return match tree.kind(node) {
                Node::Object if at < end => self.put_member(at, node, &fragment),
                Node::Null if !self.ground.is_set(spot) => {
                    if let Some(&other) = self.others_of_oneof(at).last() {
                        return self.without(other).map(Step::First);
                    }
                    if at < end {
                        fragment = Fragment::Object(vec![(self.key(at + 1)?, fragment)]);
                    }
                    Ok(self.done(edit::replace(tree, &self.style, node, &fragment)))
                }
                _ if at < end => refused("the text has something else around this: remove that first"),
                _ => Ok(self.done(edit::replace(tree, &self.style, node, &fragment))),
            };
        }
        Ok(self.done(edit::begin(tree, &self.style, &fragment)))
    }

    /// Puts what comes behind a step of the path into the object there.
    fn put_member(&self, at: usize, object: NodeId, fragment: &Fragment) -> Result<Step, Refusal> {
        let tree = self.ground.tree;
        let key = self.key(at + 1)?;
        match *self.others_of_oneof(at + 1) {
            [] => self.insert(at, object, &key, fragment).map(|edits| self.done(edits)),
            [other] => Ok(self.done(edit::replace_member(tree, &self.style, other, &key, fragment))),
            [.., last] => self.without(last).map(Step::First),
        }
    }

    fn insert(&self, at: usize, object: NodeId, key: &str, fragment: &Fragment) -> Result<Edits, Refusal> {
        let tree = self.ground.tree;
        let index = match (self.trail.get(at + 1).map(|spot| spot.role), self.trail.get(at)) {
            (Some(Role::Field(field)), Some(around)) => {
                let message = self.ground.message(around).ok_or_else(broken)?;
                self.index(message, field, object)
            }
            _ => tree.children(object).count(),
        };
        edit::insert(tree, &self.style, object, index, Some(key), fragment).ok_or_else(broken)
    }

    /// Where a field belongs among the members of an object: behind the closest of those declared before it.
    fn index(&self, message: &Message, field: &Field, object: NodeId) -> usize {
        let tree = self.ground.tree;
        let mut ranks = vec![0; message.fields().len()];
        for (rank, index) in declared::order(message).into_iter().enumerate() {
            if let Some(slot) = ranks.get_mut(index) {
                *slot = rank + 1;
            }
        }
        let rank = |index: usize| ranks.get(index).copied();
        let own = message.index(field.number).and_then(rank).unwrap_or(usize::MAX);
        let members = tree.children(object).enumerate();
        let ranked = members.filter_map(|(at, member)| {
            let key = tree.key(member);
            // The type of an Any comes first.
            if key == TYPE { Some((at, 0)) } else { Some((at, rank(message.named(&key)?)?)) }
        });
        let ranked: Vec<(usize, usize)> = ranked.collect();
        let before = ranked.iter().filter(|(_, rank)| *rank < own).max_by_key(|(_, rank)| *rank);
        let behind = ranked.iter().filter(|(_, rank)| *rank > own).min_by_key(|(_, rank)| *rank);
        match (before, behind) {
            (Some((at, _)), _) => at + 1,
            (None, Some((at, _))) => *at,
            (None, None) => tree.children(object).count(),
        }
    }

    /// The key of a step of the path.
    fn key(&self, at: usize) -> Result<String, Refusal> {
        let role = self.trail.get(at).map(|spot| spot.role);
        Ok(match (role, at.checked_sub(1).and_then(|before| self.path.get(before))) {
            (Some(Role::Field(field)), _) if self.uses_declared_names(at) => (*field.name).to_owned(),
            (Some(Role::Field(field)), _) => (*field.json_name).to_owned(),
            (Some(Role::Held), _) => HELD.to_owned(),
            (Some(Role::Entry(_)), Some(Segment::Key(key))) => (**key).to_owned(),
            (Some(Role::Entry(_)), Some(Segment::Index(index))) => index.to_string(),
            _ => return Err(broken()),
        })
    }

    /// Whether the text has `foo_bar` rather than `fooBar`, as far as the closest field that is called differently says.
    fn uses_declared_names(&self, at: usize) -> bool {
        let tree = self.ground.tree;
        for around in self.trail.iter().take(at).rev() {
            let Some(message) = self.ground.message(around) else { continue };
            for member in self.ground.members(around) {
                let key = tree.key(member);
                let field = message.named(&key).and_then(|index| message.fields().get(index));
                if let Some(field) = field.filter(|field| field.name != field.json_name) {
                    return *field.name == *key;
                }
            }
        }
        false
    }

    /// The members that are set of the oneof that a step of the path is, or is in; itself left out.
    pub fn others_of_oneof(&self, at: usize) -> Vec<NodeId> {
        let (Some(spot), Some(around)) = (self.trail.get(at), at.checked_sub(1).and_then(|at| self.trail.get(at)))
        else {
            return Vec::new();
        };
        let (oneof, own) = match spot.role {
            Role::Oneof(oneof) => (oneof, None),
            Role::Field(Field { oneof: Some(oneof), number, .. }) => (*oneof, Some(*number)),
            _ => return Vec::new(),
        };
        let Some(message) = self.ground.message(around) else { return Vec::new() };
        let is_other = |&member: &NodeId| {
            let index = message.named(&self.ground.tree.key(member));
            let field = index.and_then(|index| message.fields().get(index));
            field.is_some_and(|field| {
                field.oneof == Some(oneof)
                    && Some(field.number) != own
                    && self.ground.is_set(&self.ground.field(field, Some(member)))
            })
        };
        self.ground.members(around).filter(is_other).collect()
    }
}
