//! The fields of a message: each member of an object by its name, in the order of the fields' numbers.

use super::misfit::Misfit;
use super::output::Output;
use super::{Unknown, any, known};
use crate::diagnostic::{Diagnostic, Place};
use crate::message::MAX_LEVELS;
use crate::message::findings::Findings;
use crate::message::json::tree::{Kind as Json, NodeId, Tree};
use crate::message::places::{JsonPlaces, ROOT, Step};
use crate::schema::Root;
use crate::schema::types::{Field, Form, Kind, Message, MessageId, Shape, Types};
use crate::text::Span;
use crate::wire::WireType;

/// How many fields behind the last one are compared with a key before it is looked for: members mostly stand in the order of
/// their fields, and some are left out.
const NEAR: usize = 3;

/// The numbers of an item of a message set, and of what is in it: encoding guide, "Message Sets".
const ITEM: u32 = 1;
const TYPE_ID: u32 = 2;
const ITEM_MESSAGE: u32 = 3;

/// The walk over a text's tree.
pub(super) struct Walk<'a> {
    pub tree: &'a Tree<'a>,
    pub types: &'a Types,
    /// The bytes; of no use once there is an error.
    pub out: Output,
    /// Where the fields stand.
    pub places: JsonPlaces,
    /// What is wrong.
    pub findings: Findings,
    /// What to do with what the schema does not know.
    pub unknown: Unknown,
    /// How many values of `google.protobuf.Value` there are.
    pub dynamic: usize,
    /// The members of the objects that are being read: fields by their index, those of the innermost last.
    members: Vec<(u32, NodeId)>,
    /// The oneofs of those objects that have a value, and the members that gave it.
    oneofs: Vec<(u32, NodeId)>,
}

/// What became of a value: whether it is written, and is the default of its kind.
pub(super) type Written = Option<IsDefault>;
pub(super) type IsDefault = bool;

/// Which members of an object are none of the message's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Besides {
    Nothing,
    /// `@type`, which says what type it is.
    TypeUrl,
}

impl<'a> Walk<'a> {
    pub fn new(root: &'a Root, tree: &'a Tree<'a>, unknown: Unknown, syntax: Vec<Diagnostic>) -> Walk<'a> {
        let value = tree.root().map_or(Span::at(0), |value| tree.span(value));
        let mut findings = Findings::default();
        syntax.into_iter().for_each(|diagnostic| findings.report(diagnostic));
        Walk {
            tree,
            types: root.types(),
            out: Output { bytes: Vec::with_capacity(value.len() / 2) },
            // Of a member and its value one is a place.
            places: JsonPlaces::new(root.clone(), value, tree.len() / 2),
            findings,
            unknown,
            dynamic: 0,
            members: Vec::new(),
            oneofs: Vec::new(),
        }
    }

    /// Reads the text as a message of a type.
    pub fn whole(&mut self, message: MessageId, value: NodeId) {
        self.message(message, value, 1, ROOT);
    }

    /// Adds an error about a value.
    #[cold]
    pub fn fail(&mut self, code: &str, value: NodeId, misfit: Misfit) -> Written {
        self.fail_at(code, self.tree.span(value), misfit)
    }

    /// Adds an error.
    #[cold]
    pub fn fail_at(&mut self, code: &str, span: Span, misfit: Misfit) -> Written {
        let diagnostic = Diagnostic::error(code, Place::json(span), misfit.message.clone());
        self.findings.report(misfit.into_diagnostic(diagnostic, span));
        None
    }

    /// The fields of a message, without tag and length. `level` is 1 for the outermost; `node` is where `places` has the value.
    pub fn message(&mut self, id: MessageId, value: NodeId, level: usize, node: u32) -> Written {
        if !self.has_level(level, value) || self.tree.kind(value) == Json::Broken {
            return None;
        }
        let message = self.types.message(id);
        match message.form {
            Form::Fields | Form::Empty => {}
            Form::Any => return any::read(self, message, value, level, node),
            _ => return known::read(self, message, value, level, node),
        }
        if self.tree.kind(value) != Json::Object {
            let text = format!("expected an object for {}, found {}", message.full_name(), self.tree.described(value));
            return self.fail("json-type", value, Misfit::new(text));
        }
        self.fields(message, value, Besides::Nothing, level, node);
        Some(false)
    }

    /// Whether messages may be nested so deep; reports it if not.
    pub fn has_level(&mut self, level: usize, value: NodeId) -> bool {
        if level > MAX_LEVELS {
            let misfit = Misfit::new(format!("messages are nested more than {MAX_LEVELS} levels deep"))
                .help("readers of the binary format stop there, too; write fewer levels");
            self.fail_at("json-depth", self.opening(value), misfit);
        }
        level <= MAX_LEVELS
    }

    /// The bracket an object or array begins with.
    pub fn opening(&self, value: NodeId) -> Span {
        let Span { start, end } = self.tree.span(value);
        Span { start, end: end.min(start + 1) }
    }

    /// Adds the place of a member of an object.
    #[inline(always)]
    pub fn place(&mut self, around: u32, step: Step, member: NodeId) -> u32 {
        let span = self.tree.span(member);
        let value = self.tree.span(self.tree.value(member));
        self.places.add(around, step, span, value.start)
    }

    /// The members of an object as the fields of a message.
    pub fn fields(&mut self, message: &'a Message, object: NodeId, besides: Besides, level: usize, node: u32) {
        let (base, oneofs) = (self.members.len(), self.oneofs.len());
        self.find_members(message, object, besides);
        let end = self.members.len();
        let mut last = None;
        for at in base..end {
            let Some(&(index, member)) = self.members.get(at) else { break };
            let Some(field) = message.fields().get(index as usize) else { continue };
            let inner = self.place(node, Step::Field(message.id, index), member);
            if let Some((_, first)) = last.replace((index, member)).filter(|&(last, _)| last == index) {
                last = Some((index, first));
                self.repeated(first, member);
                continue;
            }
            let value = self.tree.value(member);
            if self.tree.kind(value) == Json::Null && !self.takes_null(field.kind, field.shape) {
                continue;
            }
            if let Some(oneof) = field.oneof {
                match self.oneofs.get(oneofs..).and_then(|set| set.iter().find(|(set, _)| *set == oneof)) {
                    Some(&(_, first)) => self.second_of_oneof(message, oneof, first.min(member), first.max(member)),
                    None => self.oneofs.push((oneof, member)),
                }
            }
            self.field(message, field, value, level, inner);
        }
        if !message.required.is_empty() {
            self.missing(message, object, base);
        }
        self.members.truncate(base);
        self.oneofs.truncate(oneofs);
    }

    /// Puts the members of an object, as far as they are fields, behind the others, in the order of their fields; those of one
    /// field in the order of the text.
    fn find_members(&mut self, message: &Message, object: NodeId, besides: Besides) {
        let tree = self.tree;
        let base = self.members.len();
        let fields = message.fields();
        let mut next = 0;
        let mut is_sorted = true;
        for member in tree.children(object) {
            let key = tree.plain_key(member);
            let is_key = |field: &&Field| key == Some(field.json_name.as_bytes());
            let near = fields.iter().skip(next).take(NEAR).position(|field| is_key(&field)).map(|at| next + at);
            let Some(index) = near.or_else(|| message.named(&tree.key(member))) else {
                if besides == Besides::Nothing || tree.key(member) != any::TYPE {
                    self.unknown_key(message, member);
                }
                continue;
            };
            is_sorted &= index >= next;
            next = index + 1;
            self.members.push((index as u32, member));
        }
        if !is_sorted && let Some(members) = self.members.get_mut(base..) {
            // The members of one field stay in the order of the text: so are their nodes.
            members.sort_unstable();
        }
    }

    /// Warns of required fields that are not there; one with an error is there. The object's members begin at `base`.
    fn missing(&mut self, message: &Message, object: NodeId, base: usize) {
        // One that could not be shown is not looked for, either.
        if self.findings.is_full() {
            return;
        }
        for &index in &message.required {
            let members = self.members.get(base..).unwrap_or_default();
            let member = members.binary_search_by_key(&index, |(index, _)| *index).ok().and_then(|at| members.get(at));
            let is_there = member.is_some_and(|&(_, member)| self.tree.kind(self.tree.value(member)) != Json::Null);
            if !is_there && let Some(field) = message.fields().get(index as usize) {
                self.missing_field(message, field, object);
            }
        }
    }

    /// The value of a field, with its tag.
    fn field(&mut self, message: &Message, field: &Field, value: NodeId, level: usize, node: u32) {
        if self.tree.kind(value) == Json::Broken {
            return;
        }
        match field.shape {
            Shape::Single if message.is_message_set && field.is_extension => self.item(field, value, level, node),
            Shape::Single => {
                let start = self.out.len();
                match self.tagged(field.number, field.kind, value, level, node) {
                    Some(true) if !field.has_presence => self.out.truncate(start),
                    Some(_) => {}
                    None => self.out.truncate(start),
                }
            }
            Shape::List => self.list(field, value, level, node),
            Shape::Map => self.map(field, value, level, node),
        }
    }

    /// An extension of a message set.
    fn item(&mut self, field: &Field, value: NodeId, level: usize, node: u32) {
        self.out.tag(ITEM, WireType::SGroup);
        self.out.tag(TYPE_ID, WireType::Varint);
        self.out.varint(u64::from(field.number));
        self.tagged(ITEM_MESSAGE, field.kind, value, level, node);
        self.out.tag(ITEM, WireType::EGroup);
    }

    /// One value behind its tag.
    pub fn tagged(&mut self, number: u32, kind: Kind, value: NodeId, level: usize, node: u32) -> Written {
        self.out.tag(number, kind.wire());
        match kind {
            Kind::Message(id) => {
                let open = self.out.open(self.tree.span(value).len());
                let written = self.message(id, value, level + 1, node);
                self.out.close(open);
                written
            }
            Kind::Group(id) => {
                let written = self.message(id, value, level + 1, node);
                self.out.tag(number, WireType::EGroup);
                written
            }
            scalar => self.scalar(scalar, value),
        }
    }

    /// Whether `null` is a value of the kind instead of an absent field.
    pub fn takes_null(&self, kind: Kind, shape: Shape) -> bool {
        shape == Shape::Single
            && match kind {
                Kind::Message(id) => self.types.message(id).form == Form::Value,
                Kind::Enum(id) => self.types.enumeration(id).is_null,
                _ => false,
            }
    }
}
