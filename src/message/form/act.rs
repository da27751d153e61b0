//! What people do in a form → edits of the JSON text.
//!
//! Each act is the smallest edit there is for it. Where the text is broken so that an edit might break more, it is refused.

use std::collections::HashSet;

use super::super::json;
use super::super::json::tree::{Kind as Node, NodeId};
use super::super::paths::Segment;
use super::data::{Act, Direction, Done, Presence, Refusal, Typed};
use super::declared::presence;
use super::edit::{self, Edits};
use super::layout::{Fragment, Style};
use super::spot::{Ground, Role, Spot, canonical};
use super::typed;
use crate::schema::types::{Form, Kind, Root, Shape};

/// How many steps a path has at most: more than messages may be nested, each in a list.
const MAX_STEPS: usize = 250;
/// How many members that are one too many are taken out in one go.
const MAX_ROUNDS: usize = 100;

/// What comes of an act.
pub(super) enum Step {
    /// It is done.
    Done(Done),
    /// This comes first, and then the act again.
    First(Edits),
}

/// What an act on the row with a path comes to.
pub(super) fn act(root: &Root, text: &str, path: &[Segment], act: &Act) -> Result<Done, Refusal> {
    let mut first = None;
    for _ in 0..MAX_ROUNDS {
        let now = first.as_deref().unwrap_or(text);
        let (tree, problems) = json::parse(now);
        let trail = Ground { root, tree: &tree }.trail(path).filter(|trail| trail.len() <= MAX_STEPS);
        let trail = trail.ok_or_else(|| Refusal("there is no such field any more".to_owned()))?;
        let deed = Deed { ground: Ground { root, tree: &tree }, style: Style::of(&tree), trail, path };
        let step = deed.step(act)?;
        let (Step::Done(Done { edits, .. }) | Step::First(edits)) = &step;
        let after = edit::edited(now, edits);
        // Whatever the text was like, nobody wants a form that breaks it.
        if !edits.is_empty() && json::parse(&after).1.len() > problems.len() {
            return Err(broken());
        }
        match step {
            Step::Done(done) if first.is_none() => return Ok(done),
            Step::Done(done) => return Ok(Done { edits: edit::difference(text, &after), ..done }),
            Step::First(_) => first = Some(after),
        }
    }
    Err(broken())
}

pub(super) fn broken() -> Refusal {
    Refusal("the JSON is broken here: mend it in the text first".to_owned())
}

pub(super) fn refused<T>(why: &str) -> Result<T, Refusal> {
    Err(Refusal(why.to_owned()))
}

/// An act in the making.
pub(super) struct Deed<'t> {
    pub ground: Ground<'t>,
    pub style: Style<'t>,
    /// The message itself, and the place of each step of the path.
    pub trail: Vec<Spot<'t>>,
    pub path: &'t [Segment],
}

impl<'t> Deed<'t> {
    fn step(&self, act: &Act) -> Result<Step, Refusal> {
        let Some(spot) = self.trail.last() else { return Err(broken()) };
        match (act, spot.role) {
            (Act::Remove, Role::Oneof(_)) => self.choose_none(),
            (Act::Remove, _) => self.remove(spot),
            (_, Role::Oneof(_) | Role::Unknown) => refused("this is no field to be set"),
            (Act::Set(typed), _) => self.set(spot, typed),
            (Act::Add, _) => self.add(spot),
            (Act::Move(direction), Role::Element) => self.exchange(spot, *direction),
            (Act::Move(_), _) => refused("only elements of a list can be moved"),
            (Act::Rename(key), Role::Entry(kind)) => self.rename(spot, kind, &typed::key(kind, key)),
            (Act::Rename(_), _) => refused("only keys of a map can be renamed"),
            (Act::Retype(url), _) if self.is_any(spot) => self.retype(spot, url.trim()),
            (Act::Retype(_), _) => refused("only an Any has a type to be chosen"),
        }
    }

    /// Done, with the row staying where it is.
    pub fn done(&self, edits: Edits) -> Step {
        self.done_at(self.path, None, edits)
    }

    fn done_at(&self, path: &[Segment], last: Option<&Segment>, edits: Edits) -> Step {
        let mut text = String::new();
        path.iter().chain(last).for_each(|segment| segment.write(&mut text));
        Step::Done(Done { edits, path: text })
    }

    /// The path of what is around the row.
    fn around(&self) -> &'t [Segment] {
        self.path.split_last().map_or(&[], |(_, around)| around)
    }

    fn is_any(&self, spot: &Spot<'t>) -> bool {
        self.ground.message(spot).is_some_and(|message| message.form == Form::Any)
    }

    fn set(&self, spot: &Spot<'t>, typed: &Typed) -> Result<Step, Refusal> {
        match (typed::fragment(self.ground, spot, typed)?, spot.role) {
            (Some(fragment), _) => self.put(fragment),
            (None, Role::Field(field)) if presence(field) == Presence::Implicit => match self.remove(spot)? {
                Step::Done(done) => Ok(self.done(done.edits)),
                first => Ok(first),
            },
            (None, _) => self.put(Fragment::string("")),
        }
    }

    fn add(&self, spot: &Spot<'t>) -> Result<Step, Refusal> {
        let types = self.ground.types();
        let kind = spot.kind.ok_or_else(broken)?;
        match spot.shape {
            Shape::Single if self.ground.is_set(spot) => match self.others_of_oneof(self.path.len()).last() {
                Some(&other) => self.without(other).map(Step::First),
                None => Ok(self.done(Vec::new())),
            },
            Shape::Single => {
                let (message, field) = match (spot.role, self.trail.len().checked_sub(2)) {
                    (Role::Field(field), Some(around)) => {
                        (self.trail.get(around).and_then(|around| self.ground.message(around)), Some(field))
                    }
                    _ => (None, None),
                };
                self.put(typed::initial(types, message, field, kind, Shape::Single))
            }
            Shape::List => {
                let element = typed::initial(types, None, None, kind, Shape::Single);
                let count = self.ground.elements(spot).count();
                let index = Segment::Index(u32::try_from(count).map_err(|_| broken())?);
                self.extend(spot, Node::Array, count, None, element, &index)
            }
            Shape::Map => {
                let (key_kind, value) = self.ground.entry_kinds(spot).ok_or_else(broken)?;
                let tree = self.ground.tree;
                let key = |member| canonical(key_kind, &tree.key(member)).into_owned();
                let taken: HashSet<String> = self.ground.members(spot).map(key).collect();
                let Some(key) = typed::free_key(key_kind, |key| taken.contains(key)) else {
                    return refused("there is an entry for each key already");
                };
                let value = typed::initial(types, None, None, value, Shape::Single);
                let count = self.ground.members(spot).count();
                self.extend(spot, Node::Object, count, Some(&key), value, &Segment::Key(key.as_str().into()))
            }
        }
    }

    /// Adds an element or an entry behind the others, or as the first one.
    fn extend(
        &self,
        spot: &Spot<'t>,
        kind: Node,
        count: usize,
        key: Option<&str>,
        value: Fragment,
        segment: &Segment,
    ) -> Result<Step, Refusal> {
        let added = match spot.value.filter(|&node| self.ground.tree.kind(node) == kind) {
            Some(node) => {
                let edits = edit::insert(self.ground.tree, &self.style, node, count, key, &value);
                self.done(edits.ok_or_else(broken)?)
            }
            None if self.ground.is_set(spot) => return refused("the text has something else here: remove that first"),
            None => self.put(match key {
                Some(key) => Fragment::Object(vec![(key.to_owned(), value)]),
                None => Fragment::Array(vec![value]),
            })?,
        };
        Ok(match added {
            Step::Done(done) => self.done_at(self.path, Some(segment), done.edits),
            first => first,
        })
    }

    fn remove(&self, spot: &Spot<'t>) -> Result<Step, Refusal> {
        let around = self.path.len().checked_sub(1).and_then(|before| self.trail.get(before));
        let (Some(around), Some(member)) = (around, spot.member) else {
            return match (spot.role, spot.kind) {
                (Role::Root, Some(kind)) => {
                    self.put(typed::initial(self.ground.types(), None, None, kind, Shape::Single))
                }
                _ => Ok(self.done_at(self.around(), None, Vec::new())),
            };
        };
        if matches!(spot.role, Role::Held) && spot.value == around.value {
            return refused("what an Any holds goes with its type");
        }
        if let Some(twin) = self.twins(around, spot).last() {
            return self.without(twin).map(Step::First);
        }
        let edits = self.without(member)?;
        Ok(self.done_at(self.around(), None, edits))
    }

    /// The other members that stand for the same field or entry.
    fn twins(&self, around: &Spot<'t>, spot: &Spot<'t>) -> impl Iterator<Item = NodeId> {
        let tree = self.ground.tree;
        let message = self.ground.message(around);
        let own = spot.member.filter(|&member| tree.kind(member) == Node::Member);
        let key = own.map(|member| tree.key(member)).unwrap_or_default();
        let role = spot.role;
        let same = move |other: &str| match (role, message) {
            (Role::Field(field), Some(message)) => {
                message.named(other).and_then(|at| message.fields().get(at)).is_some_and(|it| it.number == field.number)
            }
            (Role::Entry(kind), _) => canonical(kind, other) == canonical(kind, &key),
            _ => other == key,
        };
        let members = self.ground.members(around).filter(move |&member| Some(member) != own && own.is_some());
        members.filter(move |&member| same(&tree.key(member)))
    }

    /// Takes out a member or an element.
    pub fn without(&self, member: NodeId) -> Result<Edits, Refusal> {
        let container = self.ground.tree.parent(member);
        container.and_then(|container| edit::remove(self.ground.tree, container, member)).ok_or_else(broken)
    }

    fn choose_none(&self) -> Result<Step, Refusal> {
        let chosen = self.others_of_oneof(self.path.len());
        match chosen.split_last() {
            None => Ok(self.done(Vec::new())),
            Some((&only, [])) => self.without(only).map(|edits| self.done(edits)),
            Some((&last, _)) => self.without(last).map(Step::First),
        }
    }

    fn exchange(&self, spot: &Spot<'t>, direction: Direction) -> Result<Step, Refusal> {
        let tree = self.ground.tree;
        let (Some(member), Some(Segment::Index(index))) = (spot.member, self.path.last()) else { return Err(broken()) };
        let list = tree.parent(member).filter(|&list| edit::is_regular(tree, list)).ok_or_else(broken)?;
        let to = match direction {
            Direction::Up => index.checked_sub(1),
            Direction::Down => index.checked_add(1),
        };
        let Some((to, other)) = to.and_then(|to| Some((to, tree.children(list).nth(to as usize)?))) else {
            return refused("it is at the end already");
        };
        let edits = edit::exchange(tree, member.min(other), member.max(other));
        Ok(self.done_at(self.around(), Some(&Segment::Index(to)), edits))
    }

    fn rename(&self, spot: &Spot<'t>, kind: Kind, key: &str) -> Result<Step, Refusal> {
        let tree = self.ground.tree;
        let member = spot.member.ok_or_else(|| Refusal("there is no such entry any more".to_owned()))?;
        let map = tree.parent(member).filter(|&map| edit::is_regular(tree, map)).ok_or_else(broken)?;
        let wanted = canonical(kind, key);
        if tree.children(map).any(|other| other != member && canonical(kind, &tree.key(other)) == wanted) {
            return refused("there is an entry with this key already");
        }
        let edits = if tree.key(member) == key { Vec::new() } else { edit::replace_key(tree, member, key) };
        Ok(self.done_at(self.around(), Some(&Segment::Key(wanted.as_ref().into())), edits))
    }

    fn retype(&self, spot: &Spot<'t>, typed: &str) -> Result<Step, Refusal> {
        let tree = self.ground.tree;
        if typed.is_empty() {
            return self.put(Fragment::Object(Vec::new()));
        }
        let before = self.ground.url(spot).unwrap_or_default();
        let (prefix, name) = before.rsplit_once('/').unwrap_or((typed::PREFIX, ""));
        let url = if typed.contains('/') { typed.to_owned() } else { [prefix, "/", typed].concat() };
        match self.ground.type_member(spot) {
            Some(_) if url == *before => Ok(self.done(Vec::new())),
            Some(member) if url.rsplit('/').next() == Some(name) => {
                Ok(self.done(edit::replace(tree, &self.style, tree.value(member), &Fragment::string(&url))))
            }
            _ => self.put(typed::any(self.ground.types(), &url)),
        }
    }
}
