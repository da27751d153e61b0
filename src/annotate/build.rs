//! The walk that makes the nodes: one pass, a stack of the messages that are open instead of recursion.
//!
//! Each byte is looked at a fixed number of times: by the scan of its own level, by the check whether the payload around it
//! is a message, and by the value it belongs to. Groups, whose end has to be looked for, are walked through once more.

use prost_reflect::MessageDescriptor;

use super::frame::Frame;
use super::guess;
use super::node::{FieldId, Kind, Node, NodeId, Nodes, Problem, TOP};
use super::table::{MessageId, Scalar, Shape, Table};
use crate::text::Span;
use crate::wire::varint::{self, Varint};
use crate::wire::{GroupEnds, Part, Record, Records, WireType, scan};

/// How many messages are opened inside the payload's own: the limit of the official C++, Java and Go parsers' defaults.
pub const MAX_DEPTH: usize = 100;

/// How many nodes there are at most. What is behind them is shown as bytes.
pub const MAX_NODES: usize = 2_000_000;

const ANY_TYPE_URL: u32 = 1;
const ANY_VALUE: u32 = 2;

/// Reads `bytes` as a message of type `root`, or without a schema. Never fails.
pub fn annotate(bytes: &[u8], root: Option<&MessageDescriptor>) -> Nodes {
    annotate_up_to(bytes, root, MAX_NODES)
}

/// [`annotate`] that tells now and then up to which offset it has come.
pub fn annotate_telling(bytes: &[u8], root: Option<&MessageDescriptor>, tell: &mut dyn FnMut(usize)) -> Nodes {
    walk(bytes, root, MAX_NODES, tell)
}

/// [`annotate`] with another limit than [`MAX_NODES`]. There may be a node more for each message that is open where the
/// limit is met.
pub fn annotate_up_to(bytes: &[u8], root: Option<&MessageDescriptor>, limit: usize) -> Nodes {
    walk(bytes, root, limit, &mut |_| {})
}

/// How many steps are taken between two words on how far they have led.
const TELL_EVERY: u32 = 1 << 16;

fn walk(bytes: &[u8], root: Option<&MessageDescriptor>, limit: usize, tell: &mut dyn FnMut(usize)) -> Nodes {
    let mut table = Table::default();
    let message = root.map(|it| table.intern(it));
    let mut builder = Builder { bytes, limit, nodes: Vec::new(), table, ends: GroupEnds::default() };
    let all = Span::new(0, bytes.len());
    let mut frames = vec![Frame::new(bytes, all, TOP, message, 0)];
    let mut steps = 0u32;
    while let Some(frame) = frames.last_mut() {
        let node = frame.node;
        steps = steps.wrapping_add(1);
        if steps.is_multiple_of(TELL_EVERY) {
            tell(frame.records.offset());
        }
        match builder.step(frame) {
            Step::Next => {}
            Step::Open(open) if frames.len() > MAX_DEPTH => builder.leave_unread(open.node),
            Step::Open(open) => {
                let hue = builder.nodes.get(open.node as usize).map_or(0, |it| it.hue);
                frames.push(Frame::new(bytes, open.payload, open.node, open.message, hue));
            }
            Step::End => {
                builder.close(node);
                frames.pop();
            }
        }
    }
    Nodes { nodes: builder.nodes, table: builder.table, len: all.end }
}

enum Step {
    Next,
    Open(Open),
    End,
}

struct Open {
    node: NodeId,
    payload: Span,
    message: Option<MessageId>,
}

/// What a record is taken for.
struct Reading {
    kind: Kind,
    guessed: bool,
    problem: Option<Problem>,
    message: Option<MessageId>,
}

impl Reading {
    fn declared(kind: Kind, problem: Option<Problem>) -> Reading {
        Reading { kind, guessed: false, problem, message: None }
    }
}

struct Builder<'a> {
    bytes: &'a [u8],
    limit: usize,
    nodes: Vec<Node>,
    table: Table,
    ends: GroupEnds,
}

impl Builder<'_> {
    fn step(&mut self, frame: &mut Frame) -> Step {
        let from = frame.records.offset() as u32;
        if self.nodes.len() >= self.limit && from < frame.span.end {
            let rest = Span { start: from, end: frame.span.end };
            self.push(Node { problem: Some(Problem::TooMany), ..self.leaf(rest, frame.node, Kind::Unread, frame.hue) });
            return Step::End;
        }
        match frame.records.next_with(&mut self.ends) {
            None => Step::End,
            Some(Part::Junk(junk)) => {
                let leaf = self.leaf(junk.span, frame.node, Kind::Junk, frame.hue);
                self.push(Node { problem: Some(Problem::Unreadable), ..leaf });
                Step::Next
            }
            Some(Part::Record(record)) => self.record(frame, &record),
        }
    }

    fn record(&mut self, frame: &mut Frame, record: &Record) -> Step {
        let field = frame.message.and_then(|it| self.table.find(it, record.number));
        let reading = self.read(frame, field, record);
        let counts = match field {
            Some(_) if reading.problem != Some(Problem::WireMismatch) => &mut frame.known,
            _ => &mut frame.unknown,
        };
        let index = *counts.slot(record.number);
        *counts.slot(record.number) = index.saturating_add(1);
        let mut problem = reading.problem;
        if let Some(field) =
            field.filter(|_| problem != Some(Problem::WireMismatch)).and_then(|it| self.table.field(it))
        {
            if index > 0 && !field.is_list && !field.is_map {
                note(&mut problem, Problem::Repeated);
            }
            if field.oneof.is_some_and(|it| frame.replaces(it, record.number)) {
                note(&mut problem, Problem::OneofReplaced);
            }
        }
        for span in [record.tag, record.length, record.end_tag] {
            self.check_varint(&mut problem, span);
        }
        let leaf = self.leaf(record.span(), frame.node, reading.kind, frame.hue(record.number));
        let id = self.push(Node {
            number: record.number,
            index,
            field,
            problem,
            guessed: reading.guessed,
            tag_len: record.tag.len() as u8,
            length_len: record.length.len() as u8,
            end_tag_len: record.end_tag.len() as u8,
            ..leaf
        });
        match reading.kind {
            Kind::Packed => {
                let next = self.packed(id, field, record.payload, index);
                *frame.known.slot(record.number) = next;
                self.close(id);
                Step::Next
            }
            Kind::Message | Kind::Group | Kind::MapEntry => {
                if let (Some(message), Some(true)) = (reading.message, frame.message.map(|it| self.table.is_any(it))) {
                    self.table.set_any(id, message);
                }
                Step::Open(Open { node: id, payload: record.payload, message: reading.message })
            }
            _ => Step::Next,
        }
    }

    fn read(&mut self, frame: &mut Frame, field: Option<FieldId>, record: &Record) -> Reading {
        let Some((id, declared)) = field.and_then(|id| Some((id, self.table.field(id)?))) else {
            return self.without_schema(record, None);
        };
        match declared.shape {
            Shape::Scalar(scalar) if scalar.wire() == record.wire => {
                let problem = self.number_problem(id, scalar, record.payload);
                Reading::declared(number_kind(record.wire), problem)
            }
            // Parsers accept packed and unpacked values of any packable field, whatever is declared.
            Shape::Scalar(_) if record.wire == WireType::Len && declared.is_list => {
                Reading::declared(Kind::Packed, None)
            }
            Shape::Text if record.wire == WireType::Len => {
                let problem = match std::str::from_utf8(record.payload.of(self.bytes)) {
                    Ok(_) => None,
                    Err(_) if declared.is_strict => Some(Problem::NotUtf8),
                    Err(_) => Some(Problem::NotUtf8Proto2),
                };
                let is_refused = problem == Some(Problem::NotUtf8);
                let kind = if problem.is_some() { Kind::Bytes } else { Kind::Text };
                Reading { kind, guessed: is_refused, problem, message: None }
            }
            Shape::Bytes if record.wire == WireType::Len => self.bytes_or_any(frame, record),
            Shape::Message if record.wire == WireType::Len => {
                let kind = if declared.is_map { Kind::MapEntry } else { Kind::Message };
                self.message(id, kind, record)
            }
            Shape::Group if record.wire == WireType::SGroup => {
                let message = self.table.message_of(id);
                Reading { message, ..Reading::declared(Kind::Group, None) }
            }
            _ => self.without_schema(record, Some(Problem::WireMismatch)),
        }
    }

    fn message(&mut self, id: FieldId, kind: Kind, record: &Record) -> Reading {
        let is_clean = scan::is_clean(self.bytes, record.payload);
        let is_text = || guess::likeliest(self.bytes, record.payload) == Kind::Text;
        let first = || Records::new(self.bytes, record.payload).next();
        if !is_clean && (is_text() || matches!(first(), Some(Part::Junk(_)))) {
            return self.without_schema(record, Some(Problem::NotMessage));
        }
        // A message that breaks off is shown up to where it does: that place is what one looks for.
        let problem = if is_clean { None } else { Some(Problem::BrokenInside) };
        let message = self.table.message_of(id);
        Reading { message, ..Reading::declared(kind, problem) }
    }

    fn bytes_or_any(&mut self, frame: &mut Frame, record: &Record) -> Reading {
        let Some(any) = frame.message.filter(|&it| self.table.is_any(it) && record.number == ANY_VALUE) else {
            return Reading::declared(Kind::Bytes, None);
        };
        let named = *frame.any.get_or_insert_with(|| {
            let url = type_url(self.bytes, frame.span)?;
            self.table.named(url.rsplit('/').next()?, any)
        });
        match named {
            None => Reading::declared(Kind::Bytes, None),
            Some(_) if !scan::is_clean(self.bytes, record.payload) => {
                Reading::declared(Kind::Bytes, Some(Problem::NotMessage))
            }
            message => Reading { message, ..Reading::declared(Kind::Message, None) },
        }
    }

    fn without_schema(&self, record: &Record, problem: Option<Problem>) -> Reading {
        let kind = match record.wire {
            WireType::SGroup => Kind::Group,
            WireType::Len => guess::likeliest(self.bytes, record.payload),
            number => number_kind(number),
        };
        let mut problem = problem;
        if kind == Kind::Varint {
            self.check_varint(&mut problem, record.payload);
        }
        Reading { kind, guessed: true, problem, message: None }
    }

    fn number_problem(&self, id: FieldId, scalar: Scalar, payload: Span) -> Option<Problem> {
        let varint = match scalar.wire() {
            WireType::Varint => varint::read(self.bytes, payload.start as usize).ok()?,
            _ => return None,
        };
        let mut problem = None;
        let value = varint.value;
        match scalar {
            Scalar::Enum => {
                let is_known = |it: &prost_reflect::EnumDescriptor| it.get_value(value as i32).is_some();
                if !self.table.field(id).and_then(|it| it.enumeration()).is_some_and(is_known) {
                    note(&mut problem, Problem::UnknownEnumValue);
                }
            }
            Scalar::Int32 if i32::try_from(value as i64).is_err() => note(&mut problem, Problem::Narrowed),
            Scalar::Uint32 | Scalar::Sint32 if u32::try_from(value).is_err() => note(&mut problem, Problem::Narrowed),
            Scalar::Bool if value > 1 => note(&mut problem, Problem::Narrowed),
            _ => {}
        }
        varint_problem(&mut problem, varint);
        problem
    }

    /// The elements of a packed run; returns the index behind the last one.
    fn packed(&mut self, parent: NodeId, field: Option<FieldId>, payload: Span, first: u32) -> u32 {
        let Some((id, Shape::Scalar(scalar))) = field.and_then(|id| Some((id, self.table.field(id)?.shape))) else {
            return first;
        };
        let run = Span { start: 0, end: payload.end }.of(self.bytes);
        let kind = number_kind(scalar.wire());
        let (number, hue) = self.nodes.get(parent as usize).map_or((0, 0), |it| (it.number, it.hue));
        let (mut at, mut index) = (payload.start as usize, first);
        while at < run.len() {
            let rest = Span::new(at, run.len());
            if self.nodes.len() >= self.limit {
                self.push(Node { problem: Some(Problem::TooMany), ..self.leaf(rest, parent, Kind::Unread, hue) });
                break;
            }
            let len = match scalar.wire().width() {
                Some(width) => Some(width).filter(|&it| it <= rest.len()),
                None => varint::read(run, at).ok().map(|it| usize::from(it.len)),
            };
            let Some(len) = len else {
                self.push(Node { problem: Some(Problem::PackedCutShort), ..self.leaf(rest, parent, Kind::Junk, hue) });
                break;
            };
            let span = Span::new(at, at + len);
            let problem = self.number_problem(id, scalar, span);
            self.push(Node { number, index, field, problem, ..self.leaf(span, parent, kind, hue) });
            at += len;
            index = index.saturating_add(1);
        }
        index
    }

    /// A message that is not opened.
    fn leave_unread(&mut self, id: NodeId) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.kind = Kind::Unread;
            note(&mut node.problem, Problem::TooDeep);
        }
    }

    fn check_varint(&self, slot: &mut Option<Problem>, span: Span) {
        // One byte is the least there is, and the most frequent.
        if span.len() > 1
            && let Ok(varint) = varint::read(self.bytes, span.start as usize)
        {
            varint_problem(slot, varint);
        }
    }

    fn leaf(&self, span: Span, parent: NodeId, kind: Kind, hue: u8) -> Node {
        Node {
            span,
            parent,
            next: self.nodes.len() as NodeId + 1,
            number: 0,
            index: 0,
            field: None,
            kind,
            problem: None,
            depth: self.nodes.get(parent as usize).map_or(0, |it| it.depth + 1),
            hue,
            guessed: false,
            tag_len: 0,
            length_len: 0,
            end_tag_len: 0,
        }
    }

    fn push(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        self.nodes.len() as NodeId - 1
    }

    fn close(&mut self, id: NodeId) {
        let next = self.nodes.len() as NodeId;
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.next = next;
        }
    }
}

/// Keeps the gravest problem, of equally grave ones the first.
fn note(slot: &mut Option<Problem>, problem: Problem) {
    if slot.is_none_or(|it| problem.severity() < it.severity()) {
        *slot = Some(problem);
    }
}

fn varint_problem(slot: &mut Option<Problem>, varint: Varint) {
    if varint.overflow {
        note(slot, Problem::Overflow);
    } else if varint.is_overlong() {
        note(slot, Problem::Overlong);
    }
}

fn number_kind(wire: WireType) -> Kind {
    match wire {
        WireType::I64 => Kind::I64,
        WireType::I32 => Kind::I32,
        _ => Kind::Varint,
    }
}

/// The type URL of an Any; the last one counts, as everywhere.
fn type_url(bytes: &[u8], any: Span) -> Option<&str> {
    let urls = Records::new(bytes, any).filter_map(|part| match part {
        Part::Record(it) if it.number == ANY_TYPE_URL && it.wire == WireType::Len => Some(it.payload),
        _ => None,
    });
    std::str::from_utf8(urls.last()?.of(bytes)).ok()
}
