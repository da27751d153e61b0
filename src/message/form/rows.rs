//! The rows of a form: what the type has, beside what the text says of it.
//!
//! Only what is open has rows inside, so a type that holds itself is no trouble. Knows no edits.

use std::collections::{HashMap, HashSet};

use super::super::json::quoted;
use super::super::json::tree::{Kind as Node, NodeId};
use super::data::{Asked, FIELDS_PAGE, Form, MAX_ROWS, PAGE, Presence, Row, Value, Widget};
use super::spot::{Ground, Role, Spot, TYPE, canonical};
use super::{declared, edit, value};
use crate::schema::Schema;
use crate::schema::types::{self, EnumId, Field, Message};
use crate::text::Span;

/// How deep rows are inside of rows at most: lists, maps and messages in turn, as deep as messages may be nested.
const MAX_DEPTH: u32 = 200;
/// How many bytes of values a form shows; those behind are told by their length.
const MAX_SHOWN_BYTES: usize = 1 << 20;

/// The rows, and for each that is in the text where it is: more than once where a field is written twice.
pub(super) fn rows(schema: &Schema, ground: Ground<'_>, asked: &Asked) -> (Form, Vec<(usize, Span)>) {
    let open = asked.open.iter().map(|opened| (opened.path.as_str(), opened.pages.max(1))).collect();
    let mut walk =
        Walk { schema, ground, open, form: Form::default(), places: Vec::new(), enums: HashMap::new(), shown: 0 };
    let top = ground.top();
    let is_locked = top.value.is_some_and(|value| !edit::is_regular(ground.tree, value));
    match ground.message(&top) {
        Some(message) if matches!(message.form, types::Form::Fields | types::Form::Empty) => {
            walk.fields(&top, message, At { path: "", depth: 0, is_locked });
        }
        _ => {
            let label = ground.root.message().full_name().rsplit('.').next().unwrap_or_default().to_owned();
            walk.row(&top, label, At { path: "", depth: 0, is_locked: false }, Presence::Held, None, None);
        }
    }
    walk.form.root = ground.root.message().full_name().to_owned();
    if walk.form.rows.iter().any(|row| row.widget == Widget::Any) {
        walk.form.types = declared::type_names(schema, ground.types());
    }
    (walk.form, walk.places)
}

struct Walk<'t> {
    schema: &'t Schema,
    ground: Ground<'t>,
    /// How many pages of each open row.
    open: HashMap<&'t str, u32>,
    form: Form,
    places: Vec<(usize, Span)>,
    enums: HashMap<EnumId, u32>,
    /// How many bytes of values there are so far.
    shown: usize,
}

/// Where a row is: the path of itself, or of what is around those to come.
#[derive(Clone, Copy)]
struct At<'p> {
    path: &'p str,
    depth: u32,
    is_locked: bool,
}

impl<'t> Walk<'t> {
    /// The rows of the fields of a message.
    fn fields(&mut self, spot: &Spot<'t>, message: &'t Message, at: At<'_>) {
        let tree = self.ground.tree;
        let mut members: HashMap<usize, Vec<NodeId>> = HashMap::new();
        let mut strays = Vec::new();
        let mut keys = HashSet::new();
        for member in self.ground.members(spot) {
            let key = tree.key(member);
            match message.named(&key) {
                Some(field) => members.entry(field).or_default().push(member),
                None if key == TYPE && matches!(spot.role, Role::Held) => {}
                // One that is written twice is one row.
                None => strays.extend(keys.insert(key).then_some(member)),
            }
        }
        let mut rest = self.limit(at.path, FIELDS_PAGE);
        let mut told = HashSet::new();
        let order = declared::order(message);
        let mut hidden = 0;
        for &index in &order {
            let Some(field) = message.fields().get(index) else { continue };
            let group: Vec<usize> = match field.oneof {
                None => vec![index],
                Some(oneof) if told.insert(oneof) => {
                    let is_member =
                        |&&other: &&usize| message.fields().get(other).is_some_and(|it| it.oneof == Some(oneof));
                    order.iter().filter(is_member).copied().collect()
                }
                Some(_) => continue,
            };
            if rest == 0 {
                hidden += group.len();
                continue;
            }
            rest = rest.saturating_sub(group.len());
            let mut at = at;
            if let Some(oneof) = field.oneof {
                self.oneof(message, oneof, &group, &members, at);
                at.depth += 1;
            }
            for index in group {
                let Some(field) = message.fields().get(index) else { continue };
                self.field(message, field, members.get(&index).map_or(&[], Vec::as_slice), at);
            }
        }
        for member in strays {
            let key = tree.key(member);
            let path = format!("{}[{}]", at.path, quoted(&key));
            let spot = self.ground.stray(member);
            self.row(&spot, key.into_owned(), At { path: &path, ..at }, Presence::Unknown, None, None);
        }
        self.more(hidden, at);
    }

    fn field(&mut self, message: &'t Message, field: &'t Field, members: &[NodeId], at: At<'_>) {
        let path = declared::joined(at.path, &field.name);
        // Of several the first that is no null.
        let is_null = |member: &&NodeId| self.ground.tree.kind(self.ground.tree.value(**member)) == Node::Null;
        let member = members.iter().find(|member| !is_null(member)).or(members.first()).copied();
        let spot = self.ground.field(field, member);
        let row = self.form.rows.len();
        self.row(
            &spot,
            (*field.name).to_owned(),
            At { path: &path, ..at },
            declared::presence(field),
            Some(message),
            Some(field),
        );
        if members.len() > 1 && row < self.form.rows.len() {
            self.places.extend(members.iter().map(|&member| (row, self.ground.tree.span(member))));
        }
    }

    fn oneof(
        &mut self,
        message: &'t Message,
        oneof: u32,
        group: &[usize],
        members: &HashMap<usize, Vec<NodeId>>,
        at: At<'_>,
    ) {
        let full_name = message.oneofs.get(oneof as usize).map_or("", |it| it);
        let name = full_name.rsplit('.').next().unwrap_or_default();
        let is_set = |index: &&usize| {
            let (Some(field), Some(members)) = (message.fields().get(**index), members.get(*index)) else {
                return false;
            };
            members.iter().any(|&member| self.ground.is_set(&self.ground.field(field, Some(member))))
        };
        let chosen = group.iter().find(is_set).and_then(|&index| message.fields().get(index));
        let value = chosen.map_or(Value::None, |field| Value::Chosen(declared::joined(at.path, &field.name)));
        let row = Row {
            doc: self.schema.doc(full_name),
            is_set: chosen.is_some(),
            count: chosen.is_some().into(),
            value,
            is_locked: at.is_locked,
            ..blank(declared::joined(at.path, name), at.depth, name.to_owned(), Presence::Oneof, Widget::Oneof)
        };
        self.push(row);
    }

    /// A row with what is inside of it, if that is open.
    fn row(
        &mut self,
        spot: &Spot<'t>,
        label: String,
        at: At<'_>,
        presence: Presence,
        message: Option<&'t Message>,
        field: Option<&'t Field>,
    ) {
        if self.form.rows.len() >= MAX_ROWS {
            self.form.is_cut = true;
            return;
        }
        let (types, tree) = (self.ground.types(), self.ground.tree);
        let (widget, type_word, type_name) = match spot.kind {
            Some(kind) => {
                let (words, name) = declared::type_words(self.ground, spot, kind);
                (value::widget(types, kind, spot.shape, &mut |id| self.enumeration(id)), words, name)
            }
            None => (Widget::Unknown, String::new(), None),
        };
        let (count, is_foldable) = self.inside(spot, &widget);
        let is_foldable = is_foldable && at.depth < MAX_DEPTH;
        let is_open = is_foldable && self.open.contains_key(at.path);
        let full_name = match (message, field) {
            (_, Some(field)) if field.is_extension => field.name.trim_matches(['[', ']']).to_owned(),
            (Some(message), Some(field)) => [message.full_name(), ".", &field.name].concat(),
            _ => String::new(),
        };
        let is_broken =
            spot.value.is_some_and(|value| tree.kind(value) == Node::Broken && !tree.span(value).is_empty());
        let row = Row {
            number: field.map(|field| field.number),
            type_word,
            type_name,
            doc: if full_name.is_empty() { None } else { self.schema.doc(&full_name) },
            is_set: self.ground.is_set(spot),
            value: self.shown(value::value(self.ground, spot, &widget)),
            default: message.zip(field).and_then(|(message, field)| value::default(types, message, field)),
            is_foldable,
            is_open,
            count,
            is_locked: at.is_locked || is_broken,
            span: spot.member.map(|member| tree.span(member)),
            ..blank(at.path.to_owned(), at.depth, label, presence, widget.clone())
        };
        self.places.extend(row.span.map(|span| (self.form.rows.len(), span)));
        self.push(row);
        if is_open {
            let is_locked = match spot.value.filter(|&value| matches!(tree.kind(value), Node::Array | Node::Object)) {
                Some(value) => !edit::is_regular(tree, value),
                None => at.is_locked,
            };
            self.open(spot, &widget, At { depth: at.depth + 1, is_locked, ..at });
        }
    }

    fn open(&mut self, spot: &Spot<'t>, widget: &Widget, at: At<'_>) {
        match widget {
            Widget::List => self.elements(spot, at),
            Widget::Map => self.entries(spot, at),
            Widget::Message => {
                if let Some(message) = self.ground.message(spot) {
                    self.fields(spot, message, at);
                }
            }
            Widget::Any => {
                let Some(held) = self.ground.held(spot) else { return };
                let path = declared::joined(at.path, super::spot::HELD);
                match self.ground.message(&held) {
                    Some(message) if message.form == types::Form::Fields => {
                        self.fields(&held, message, At { path: &path, ..at });
                    }
                    _ => self.row(
                        &held,
                        super::spot::HELD.to_owned(),
                        At { path: &path, ..at },
                        Presence::Held,
                        None,
                        None,
                    ),
                }
            }
            _ => {}
        }
    }

    fn elements(&mut self, list: &Spot<'t>, at: At<'_>) {
        let limit = self.limit(at.path, PAGE);
        let mut hidden = 0;
        for (index, element) in self.ground.elements(list).enumerate() {
            if index >= limit {
                hidden += 1;
                continue;
            }
            let path = format!("{}[{index}]", at.path);
            let spot = self.ground.element(list, Some(element));
            self.row(&spot, index.to_string(), At { path: &path, ..at }, Presence::Element, None, None);
        }
        self.more(hidden, at);
    }

    fn entries(&mut self, map: &Spot<'t>, at: At<'_>) {
        let Some((key_kind, _)) = self.ground.entry_kinds(map) else { return };
        let limit = self.limit(at.path, PAGE);
        let mut keys = HashSet::new();
        let mut hidden = 0;
        for member in self.ground.members(map) {
            let written = self.ground.tree.key(member);
            let key = canonical(key_kind, &written).into_owned();
            if !keys.insert(key.clone()) {
                continue;
            }
            if keys.len() > limit {
                hidden += 1;
                continue;
            }
            let path = format!("{}[{}]", at.path, quoted(&key));
            let Some(spot) = self.ground.entry(map, Some(member)) else { continue };
            self.row(&spot, key, At { path: &path, ..at }, Presence::Entry, None, None);
        }
        self.more(hidden, at);
    }

    /// How many are inside, and whether there is something to open.
    fn inside(&self, spot: &Spot<'t>, widget: &Widget) -> (u32, bool) {
        let count = |nodes: &mut dyn Iterator<Item = NodeId>| nodes.count() as u32;
        let is_empty = || spot.value.is_none_or(|it| matches!(self.ground.tree.kind(it), Node::Object | Node::Null));
        match widget {
            Widget::List => {
                let count = count(&mut self.ground.elements(spot));
                (count, count > 0)
            }
            Widget::Map => {
                let count = count(&mut self.ground.members(spot));
                (count, count > 0)
            }
            Widget::Message => {
                let count = count(&mut self.ground.members(spot));
                let has_fields = self.ground.message(spot).is_some_and(|message| !message.fields().is_empty());
                (count, is_empty() && (has_fields || count > 0))
            }
            Widget::Any => {
                let count = count(&mut self.ground.members(spot)).saturating_sub(1);
                let Some(held) = self.ground.held_type(spot) else { return (count, false) };
                (
                    count,
                    held.form != types::Form::Empty && (held.form != types::Form::Fields || !held.fields().is_empty()),
                )
            }
            _ => (0, false),
        }
    }

    fn limit(&self, path: &str, page: u32) -> usize {
        let pages = self.open.get(path).copied().unwrap_or(1);
        page.saturating_mul(pages) as usize
    }

    fn more(&mut self, hidden: usize, at: At<'_>) {
        if hidden > 0 {
            let widget = Widget::More(u32::try_from(hidden).unwrap_or(u32::MAX));
            self.push(blank(at.path.to_owned(), at.depth, String::new(), Presence::Implicit, widget));
        }
    }

    fn push(&mut self, row: Row) {
        if self.form.rows.len() < MAX_ROWS {
            self.form.rows.push(row);
        } else {
            self.form.is_cut = true;
        }
    }

    /// A value, or how long it is where so much is shown already.
    fn shown(&mut self, value: Value) -> Value {
        let length = match &value {
            Value::Text(text) | Value::Misfit(text) => text.len(),
            Value::Bytes { base64, hex, text } => base64.len() + hex.len() + text.as_ref().map_or(0, String::len),
            _ => 0,
        };
        self.shown += length;
        if self.shown > MAX_SHOWN_BYTES && length > 0 {
            Value::Long(u32::try_from(length).unwrap_or(u32::MAX))
        } else {
            value
        }
    }

    fn enumeration(&mut self, id: EnumId) -> u32 {
        let next = self.form.enums.len() as u32;
        if let Some(&known) = self.enums.get(&id) {
            return known;
        }
        self.form.enums.push(declared::enumeration(self.ground.types(), id));
        self.enums.insert(id, next);
        next
    }
}

fn blank(path: String, depth: u32, label: String, presence: Presence, widget: Widget) -> Row {
    Row {
        path,
        depth,
        label,
        number: None,
        type_word: String::new(),
        type_name: None,
        doc: None,
        presence,
        is_set: false,
        widget,
        value: Value::None,
        default: None,
        is_foldable: false,
        is_open: false,
        count: 0,
        problem: None,
        is_locked: false,
        span: None,
    }
}
