//! Which fields of a message are set, and how deep it goes: the walk over the types.
//!
//! Room is a number of bytes, handed down: a message takes what its own fields need and shares the rest among those that hold
//! messages, so that no branch starves the others and a type with a thousand fields of a thousand fields ends. Required fields
//! are set whatever the room. Knows nothing of what values are like.

use std::collections::HashMap;
use std::rc::Rc;

use prost_reflect::{Kind, MessageDescriptor};

use super::super::json::quoted;
use super::super::{MAX_LEVELS, any, wellknown};
use super::Shape;
use super::extreme;
use super::known;
use super::member::{Count, Member, can_be_held, members};
use super::need::{Needs, VALUE};
use super::person::About;
use super::typical::{self, Scene};
use crate::chance::Chance;

/// How far a sample goes.
struct Limits {
    /// How many bytes of JSON, roughly; those of required fields come on top.
    room: usize,
    /// How deep messages are nested that need not be there.
    levels: usize,
    /// How often a type may be inside itself.
    again: usize,
    /// How many elements a list has, of scalars and of messages.
    scalars: usize,
    messages: usize,
    /// How many entries a map has.
    entries: usize,
}

impl Limits {
    fn of(shape: Shape) -> Limits {
        match shape {
            Shape::Minimal => Limits { room: 0, levels: 0, again: 0, scalars: 0, messages: 0, entries: 0 },
            Shape::Typical => Limits { room: 4 << 10, levels: 8, again: 1, scalars: 4, messages: 3, entries: 3 },
            Shape::Extreme => Limits {
                room: 16 << 10,
                levels: 24,
                again: 6,
                scalars: usize::MAX,
                messages: 3,
                entries: extreme::MOST_KEYS,
            },
        }
    }
}

/// What is set aside for a message that need not be there, in bytes: one without fields says little.
const NESTED: usize = 3 * VALUE;

/// Whatever its type, a schema may have a hundred thousand; among so many one is looked for that an Any can hold.
const MOST_TYPES: usize = 500;

/// The JSON of a sample, without white space that matters.
pub(super) fn build(root: &MessageDescriptor, shape: Shape, seed: u64) -> String {
    let limits = Limits::of(shape);
    let chance = Chance::new(seed);
    let place = Place { level: 1, room: limits.room, about: About::new(chance.split(0)), chance, field: "" };
    let mut build = Build {
        shape,
        limits,
        root: root.clone(),
        needs: Needs::default(),
        members: HashMap::new(),
        open: Vec::new(),
        holdable: None,
        out: String::new(),
    };
    build.message(root, place);
    build.out
}

struct Build {
    shape: Shape,
    limits: Limits,
    root: MessageDescriptor,
    needs: Needs,
    // The fields of the types that were met: some have a hundred thousand.
    members: HashMap<String, Rc<[Member]>>,
    // The messages around, outermost first.
    open: Vec<MessageDescriptor>,
    // What an Any may hold, once that is known.
    holdable: Option<Vec<MessageDescriptor>>,
    out: String,
}

/// Where a value is.
#[derive(Clone, Copy)]
struct Place<'a> {
    // The level of the message that is there or around it, 1 for the outermost.
    level: usize,
    room: usize,
    about: About,
    chance: Chance,
    field: &'a str,
}

impl Build {
    fn message(&mut self, message: &MessageDescriptor, place: Place<'_>) {
        if let Some(form) = wellknown::form(message) {
            let around = self.open.last();
            let is_deep = place.level + known::DYNAMIC_LEVELS > MAX_LEVELS;
            let text = match self.shape {
                Shape::Typical if !is_deep => known::typical(form, message, around, self.scene(place)),
                Shape::Extreme if !is_deep => known::extreme(form, message, around, place.chance),
                _ => known::minimal(form, message),
            };
            return self.out.push_str(&text);
        }
        self.out.push('{');
        if message.full_name() == any::FULL_NAME {
            self.any(message, place);
        } else {
            self.members(message, place, true);
        }
        self.out.push('}');
    }

    fn any(&mut self, any: &MessageDescriptor, place: Place<'_>) {
        if self.shape == Shape::Minimal {
            return;
        }
        self.open.push(any.clone());
        let candidates = self.holdable();
        let mut chance = place.chance;
        let first = chance.below(candidates.len());
        let order = candidates.iter().cycle().skip(first).take(candidates.len());
        if let Some(held) = order.into_iter().find(|held| self.fits(held, place)) {
            let url = format!("type.googleapis.com/{}", held.full_name());
            self.out.push_str(&format!("{}:{}", quoted(any::TYPE), quoted(&url)));
            let place = Place { level: place.level + 1, ..place };
            if any::stands_in_value(held) {
                self.out.push_str(&format!(",{}:", quoted(any::VALUE)));
                self.message(held, place);
            } else {
                self.members(held, place, false);
            }
        }
        self.open.pop();
    }

    /// What an Any may hold: other types of the root's package, else the user's, else those with a JSON form of their own.
    fn holdable(&mut self) -> Vec<MessageDescriptor> {
        let root = &self.root;
        let found = self.holdable.get_or_insert_with(|| {
            let rank = |it: &MessageDescriptor| match it.full_name() {
                _ if it.package_name() == root.package_name() => 0,
                name if !name.starts_with("google.protobuf.") => 1,
                _ if wellknown::form(it).is_some() => 2,
                _ => 3,
            };
            let is_fit = |it: &MessageDescriptor| {
                !it.is_map_entry() && it.full_name() != any::FULL_NAME && it != root && can_be_held(it)
            };
            let all = root.parent_pool().all_messages().take(MOST_TYPES).filter(is_fit);
            let mut ranked: Vec<_> = all.map(|it| (rank(&it), it)).collect();
            let least = ranked.iter().map(|(rank, _)| *rank).min();
            ranked.retain(|(rank, _)| Some(*rank) == least);
            ranked.into_iter().map(|(_, it)| it).collect()
        });
        found.clone()
    }

    /// Whether a message that need not be there may be.
    fn fits(&mut self, message: &MessageDescriptor, place: Place<'_>) -> bool {
        let Some(need) = self.needs.of(message) else { return false };
        let again = self.open.iter().filter(|open| *open == message).count();
        place.level < self.limits.levels
            && place.level + need.levels <= MAX_LEVELS
            && need.bytes <= place.room
            && again <= self.limits.again
    }

    /// How many bytes are set aside for a value; nothing where there can't be one.
    fn cost(&mut self, kind: &Kind, is_required: bool) -> Option<usize> {
        match kind.as_message() {
            Some(entry) if entry.is_map_entry() => {
                let value = entry.map_entry_value_field().kind();
                self.cost(&value, false).map(|cost| cost.saturating_add(VALUE))
            }
            Some(message) => {
                let need = self.needs.of(message)?.bytes;
                Some(if is_required { need } else { need.max(NESTED) })
            }
            None => Some(VALUE),
        }
    }

    /// The fields that are set.
    fn chosen(&mut self, message: &MessageDescriptor, place: Place<'_>) -> (Vec<Member>, usize) {
        let mut room = place.room;
        let mut chosen: Vec<(u64, &Member, usize)> = Vec::new();
        let mut oneofs: HashMap<&str, Vec<(u64, &Member, usize)>> = HashMap::new();
        let all = self.members.entry(message.full_name().to_owned()).or_insert_with(|| members(message).into());
        let all = Rc::clone(all);
        for member in all.iter() {
            let Some(cost) = self.cost(&member.kind, member.is_required()) else { continue };
            let cost = cost.saturating_add(member.key.len()).saturating_add("\"\":,".len());
            let mut chance = place.chance.split(u64::from(member.number));
            let rank = chance.bits();
            if member.is_required() {
                room = room.saturating_sub(cost);
                // Those first.
                chosen.push((0, member, 0));
            } else if self.is_wanted(member, place, chance) {
                match &member.oneof {
                    Some(oneof) => oneofs.entry(oneof).or_default().push((rank, member, cost)),
                    None => chosen.push((rank.max(1), member, cost)),
                }
            }
        }
        chosen.extend(oneofs.into_values().filter_map(|of| of.into_iter().min_by_key(|(rank, ..)| *rank)));
        // What there is no room for is left out at random.
        crate::order::sort_by_key(&mut chosen, |(rank, member, _)| (*rank, member.number));
        chosen.retain(|(_, _, cost)| {
            let fits = *cost <= room;
            room -= if fits { *cost } else { 0 };
            fits
        });
        crate::order::sort_by_key(&mut chosen, |(_, member, _)| member.number);
        (chosen.into_iter().map(|(_, member, _)| member.clone()).collect(), room)
    }

    fn is_wanted(&mut self, member: &Member, place: Place<'_>, mut chance: Chance) -> bool {
        let inner = member.kind.as_message().map(|message| {
            let value = message.is_map_entry().then(|| message.map_entry_value_field().kind());
            value.map_or(Some(message.clone()), |kind| kind.as_message().cloned())
        });
        let is_there = match self.shape {
            Shape::Minimal => false,
            Shape::Extreme => true,
            // Where people say that it may be absent, it sometimes is.
            Shape::Typical => !member.is_optional || chance.happens(7, 8),
        };
        is_there && inner.flatten().is_none_or(|message| self.fits(&message, place))
    }

    /// The members of an object, without its braces.
    fn members(&mut self, message: &MessageDescriptor, place: Place<'_>, is_first: bool) {
        let (chosen, room) = self.chosen(message, place);
        self.open.push(message.clone());
        let holds = |member: &&Member| member.kind.as_message().is_some();
        let share = room / chosen.iter().filter(holds).count().max(1);
        for (at, member) in chosen.iter().enumerate() {
            self.out.push_str(if at > 0 || !is_first { "," } else { "" });
            self.out.push_str(&quoted(&member.key));
            self.out.push(':');
            let chance = place.chance.split(u64::from(member.number));
            let set_aside = self.cost(&member.kind, member.is_required()).unwrap_or_default();
            self.field(member, Place { room: share.saturating_add(set_aside), chance, field: &member.name, ..place });
        }
        self.open.pop();
    }

    fn field(&mut self, member: &Member, place: Place<'_>) {
        let kind = &member.kind;
        match (member.count, kind.as_message()) {
            (Count::Map, Some(entry)) => {
                let (key, value) = (entry.map_entry_key_field().kind(), entry.map_entry_value_field().kind());
                self.out.push('{');
                self.entries(&key, &value, place);
                self.out.push('}');
            }
            (Count::List, message) => {
                self.out.push('[');
                if message.is_some() {
                    self.messages(kind, place)
                } else {
                    self.scalars(kind, place)
                }
                self.out.push(']');
            }
            (_, Some(message)) => self.message(message, Place { level: place.level + 1, ..place }),
            _ => {
                let text = match self.shape {
                    Shape::Extreme => extreme::single(kind, place.chance),
                    _ => self.scalar(kind, place, 0),
                };
                self.out.push_str(&text);
            }
        }
    }

    fn messages(&mut self, kind: &Kind, place: Place<'_>) {
        let count = self.count(kind, place, self.limits.messages);
        for at in 0..count {
            self.out.push_str(if at > 0 { "," } else { "" });
            self.value(kind, of_many(place, at, count), at);
        }
    }

    /// Elements of which no two are the same.
    fn scalars(&mut self, kind: &Kind, place: Place<'_>) {
        let most = if self.shape == Shape::Extreme { extreme::count(kind) } else { self.limits.scalars };
        let mut texts: Vec<String> = Vec::new();
        for at in 0..self.count(kind, place, most) {
            let text = self.scalar(kind, of_many(place, at, 1), at);
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        self.out.push_str(&texts.join(","));
    }

    fn entries(&mut self, key: &Kind, value: &Kind, place: Place<'_>) {
        let most = if *key == Kind::Bool { self.limits.entries.min(2) } else { self.limits.entries };
        let count = self.count(value, place, most);
        for at in 0..count {
            let name = match self.shape {
                Shape::Typical => typical::key(key, self.scene(place), at),
                _ => extreme::key(key, at),
            };
            self.out.push_str(if at > 0 { "," } else { "" });
            self.out.push_str(&quoted(&name));
            self.out.push(':');
            self.value(value, of_many(place, at, count), at);
        }
    }

    /// How many elements there are: at least one, and no more than there is room for.
    fn count(&mut self, kind: &Kind, place: Place<'_>, most: usize) -> usize {
        let mut chance = place.chance.split(u64::MAX);
        let wanted = if self.shape == Shape::Extreme { most } else { 1 + chance.below(most) };
        let cost = self.cost(kind, false).unwrap_or(VALUE);
        if kind.as_message().is_some() { wanted.min(place.room / cost).max(1) } else { wanted }
    }

    /// A value; of several the one with this index.
    fn value(&mut self, kind: &Kind, place: Place<'_>, at: usize) {
        if let Kind::Message(message) = kind {
            return self.message(message, Place { level: place.level + 1, ..place });
        }
        let text = self.scalar(kind, place, at);
        self.out.push_str(&text);
    }

    fn scalar(&self, kind: &Kind, place: Place<'_>, at: usize) -> String {
        match self.shape {
            Shape::Minimal => known::least(kind),
            Shape::Typical => typical::value(kind, self.scene(place)),
            Shape::Extreme => extreme::value(kind, at),
        }
    }

    fn scene<'a>(&'a self, place: Place<'a>) -> Scene<'a> {
        let message = self.open.last().map_or("", |message| message.name());
        Scene { field: place.field, message, about: place.about, chance: place.chance }
    }
}

/// The place of one of several: each is about somebody else.
fn of_many(place: Place<'_>, at: usize, count: usize) -> Place<'_> {
    let chance = place.chance.split(at as u64);
    Place { room: place.room / count.max(1), about: place.about.other(chance.split(0)), chance, ..place }
}
