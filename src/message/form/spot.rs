//! A place in a message by its path: what its type says may be there, and what the JSON text has there.
//!
//! Descends both at once, and goes on where the text has nothing. Knows no rows and no edits.

use std::borrow::Cow;

use super::super::json::tree::{self, NodeId, Tree};
use super::super::paths::Segment;
use crate::schema::types::{Field, Form, Kind, Message, MessageId, Root, Shape, Types};

/// The member that names the type of what an Any holds.
pub(super) const TYPE: &str = "@type";
/// The member of an Any, and the field, that holds the value.
pub(super) const HELD: &str = "value";

/// The types and the text.
#[derive(Clone, Copy)]
pub(super) struct Ground<'t> {
    pub root: &'t Root,
    pub tree: &'t Tree<'t>,
}

/// What a place is to what is around it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Role<'t> {
    /// The message itself.
    Root,
    /// A field or an extension.
    Field(&'t Field),
    /// A oneof, by its index.
    Oneof(u32),
    /// An element of a list.
    Element,
    /// An entry of a map with keys of that kind.
    Entry(Kind),
    /// What an Any holds.
    Held,
    /// A member that is no field.
    Unknown,
}

/// A place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'t> {
    pub role: Role<'t>,
    /// What each value is; nothing where no type says it.
    pub kind: Option<Kind>,
    pub shape: Shape,
    /// Key and value, or the element, where the text has it.
    pub member: Option<NodeId>,
    /// The value.
    pub value: Option<NodeId>,
}

impl<'t> Ground<'t> {
    /// The table of types.
    pub fn types(self) -> &'t Types {
        self.root.types()
    }

    /// The message itself.
    pub fn top(self) -> Spot<'t> {
        let value = self.tree.root();
        let kind = Some(Kind::Message(self.root.id()));
        Spot { role: Role::Root, kind, shape: Shape::Single, member: value, value }
    }

    /// All places along a path, the message itself first; nothing where there is no such place.
    pub fn trail(self, path: &[Segment]) -> Option<Vec<Spot<'t>>> {
        let mut trail = vec![self.top()];
        for segment in path {
            trail.push(self.inside(trail.last()?, segment)?);
        }
        Some(trail)
    }

    fn inside(self, around: &Spot<'t>, segment: &Segment) -> Option<Spot<'t>> {
        match (around.shape, segment) {
            (Shape::List, Segment::Index(index)) => {
                let element = self.elements(around).nth(*index as usize)?;
                Some(self.element(around, Some(element)))
            }
            (Shape::Map, Segment::Key(key)) => self.entry_of(around, key),
            (Shape::Map, Segment::Index(index)) => self.entry_of(around, &index.to_string()),
            (Shape::Single, _) => {
                let message = self.message(around)?;
                match (message.form, segment) {
                    (Form::Fields | Form::Empty, Segment::Name(name)) => self.named(around, message, name),
                    (Form::Fields | Form::Empty, Segment::Key(key)) => self.unknown(around, message, key),
                    (Form::Any, Segment::Name(name)) if **name == *HELD => self.held(around),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn named(self, around: &Spot<'t>, message: &'t Message, name: &str) -> Option<Spot<'t>> {
        if let Some((at, field)) = message.fields().iter().enumerate().find(|(_, field)| *field.name == *name) {
            let member = self.members(around).find(|&member| message.named(&self.tree.key(member)) == Some(at));
            return Some(self.field(field, member));
        }
        let is_oneof = |full_name: &&str| full_name.rsplit('.').next() == Some(name);
        let oneof = (0..).zip(message.oneofs.iter()).find(|(_, full_name)| is_oneof(&&***full_name))?.0;
        Some(Spot {
            role: Role::Oneof(oneof),
            kind: None,
            shape: Shape::Single,
            member: around.member,
            value: around.value,
        })
    }

    fn unknown(self, around: &Spot<'t>, message: &'t Message, key: &str) -> Option<Spot<'t>> {
        let mut members = self.members(around);
        let member =
            members.find(|&member| self.tree.key(member) == key && message.named(key).is_none() && key != TYPE)?;
        Some(self.stray(member))
    }

    fn entry_of(self, map: &Spot<'t>, key: &str) -> Option<Spot<'t>> {
        let (key_kind, _) = self.entry_kinds(map)?;
        let member = self.members(map).find(|&member| canonical(key_kind, &self.tree.key(member)) == key);
        self.entry(map, member)
    }

    /// A field with its member.
    pub fn field(self, field: &'t Field, member: Option<NodeId>) -> Spot<'t> {
        let value = member.map(|member| self.tree.value(member));
        Spot { role: Role::Field(field), kind: Some(field.kind), shape: field.shape, member, value }
    }

    /// An element of a list.
    pub fn element(self, list: &Spot<'t>, element: Option<NodeId>) -> Spot<'t> {
        Spot { role: Role::Element, shape: Shape::Single, member: element, value: element, kind: list.kind }
    }

    /// An entry of a map.
    pub fn entry(self, map: &Spot<'t>, member: Option<NodeId>) -> Option<Spot<'t>> {
        let (key, value) = self.entry_kinds(map)?;
        let node = member.map(|member| self.tree.value(member));
        Some(Spot { role: Role::Entry(key), kind: Some(value), shape: Shape::Single, member, value: node })
    }

    /// A member that is no field.
    pub fn stray(self, member: NodeId) -> Spot<'t> {
        let value = Some(self.tree.value(member));
        Spot { role: Role::Unknown, kind: None, shape: Shape::Single, member: Some(member), value }
    }

    /// What an Any holds; nothing if its type is not known.
    pub fn held(self, any: &Spot<'t>) -> Option<Spot<'t>> {
        let held = self.held_type(any)?;
        let kind = Some(Kind::Message(held.id));
        let (member, value) = if stands_in_value(held) {
            let member = self.members(any).find(|&member| self.tree.key(member) == HELD);
            (member, member.map(|member| self.tree.value(member)))
        } else {
            // The fields stand beside the type.
            (any.member, any.value)
        };
        Some(Spot { role: Role::Held, kind, shape: Shape::Single, member, value })
    }

    /// The type of what an Any holds.
    pub fn held_type(self, any: &Spot<'t>) -> Option<&'t Message> {
        let url = self.url(any)?;
        let (_, name) = url.rsplit_once('/')?;
        let id = self.types().find(name)?;
        Some(self.types().message(id)).filter(|held| !held.descriptor().is_map_entry())
    }

    /// The type URL of an Any.
    pub fn url(self, any: &Spot<'t>) -> Option<Cow<'t, str>> {
        let value = self.tree.value(self.type_member(any)?);
        (self.tree.kind(value) == tree::Kind::String).then(|| self.tree.string(value))
    }

    /// The member with the type URL of an Any.
    pub fn type_member(self, any: &Spot<'t>) -> Option<NodeId> {
        self.members(any).find(|&member| self.tree.key(member) == TYPE)
    }

    /// The message type of a place that is one message.
    pub fn message(self, spot: &Spot<'t>) -> Option<&'t Message> {
        let id = spot.kind.filter(|_| spot.shape == Shape::Single)?.message()?;
        Some(self.types().message(id))
    }

    /// Key and value of a map.
    pub fn entry_kinds(self, map: &Spot<'t>) -> Option<(Kind, Kind)> {
        let entry: MessageId = map.kind.filter(|_| map.shape == Shape::Map)?.message()?;
        self.types().message(entry).entry().map(|(key, value)| (key.kind, value.kind))
    }

    /// The members of an object; none of what is no object.
    pub fn members(self, spot: &Spot<'t>) -> impl Iterator<Item = NodeId> + use<'t> {
        self.children(spot, tree::Kind::Object)
    }

    /// The elements of an array.
    pub fn elements(self, spot: &Spot<'t>) -> impl Iterator<Item = NodeId> + use<'t> {
        self.children(spot, tree::Kind::Array)
    }

    fn children(self, spot: &Spot<'t>, kind: tree::Kind) -> impl Iterator<Item = NodeId> + use<'t> {
        let tree = self.tree;
        let container = spot.value.filter(|&value| tree.kind(value) == kind);
        container.into_iter().flat_map(move |value| tree.children(value))
    }

    /// Whether the text has a value there; `null` is one only where the type has it.
    pub fn is_set(self, spot: &Spot<'t>) -> bool {
        spot.value.is_some_and(|value| self.tree.kind(value) != tree::Kind::Null || self.takes_null(spot))
    }

    fn takes_null(self, spot: &Spot<'t>) -> bool {
        match spot.kind {
            _ if matches!(spot.role, Role::Unknown | Role::Element | Role::Entry(_)) => true,
            Some(Kind::Enum(id)) => spot.shape == Shape::Single && self.types().enumeration(id).is_null,
            Some(Kind::Message(id)) => spot.shape == Shape::Single && self.types().message(id).form == Form::Value,
            _ => false,
        }
    }
}

/// Whether what an Any holds stands in a member of its own, rather than beside the type.
pub(super) fn stands_in_value(held: &Message) -> bool {
    held.form != Form::Fields
}

/// A map's key as it is told apart: numbers may be written in several ways.
pub(super) fn canonical(kind: Kind, key: &str) -> Cow<'_, str> {
    let is_number = key.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    match key.parse::<i128>() {
        Ok(number) if is_number && !matches!(kind, Kind::String | Kind::Bool) => number.to_string().into(),
        _ => key.into(),
    }
}
