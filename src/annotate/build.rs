//! The walk that makes the nodes: one pass, a stack of the messages that are open instead of recursion.
//!
//! Each byte is looked at a fixed number of times: by the scan of its own level, by the check whether the payload around it
//! is a message, and by the value it belongs to. Groups, whose end has to be looked for, are walked through once more.

use super::frame::{Counts, Frame, Open};
use super::node::{FieldId, Kind, NodeId, Nodes, TOP, Verdict};
use super::problem::Problem;
use super::reading::{broken, note, number_kind};
use super::store::{Entry, Store};
use super::table::{Shape, Table};
use crate::diagnostic::Severity;
use crate::schema::Root;
use crate::text::Span;
use crate::wire::scan::MAX_TAG_LEN;
use crate::wire::varint;
use crate::wire::{Fault, GroupEnds, Part, Record};

/// How many messages are opened inside the payload's own: the limit of the official C++, Java and Go parsers' defaults.
pub const MAX_DEPTH: usize = 100;

/// How many nodes there are at most: the records of 64 MiB, since one has two bytes at least. Only a packed run can have more
/// values in as many bytes. What is behind them is shown as bytes.
pub const MAX_NODES: usize = 32 << 20;

/// Reads `bytes` as a message of type `root`, or without a schema. Never fails.
pub fn annotate(bytes: &[u8], root: Option<&Root>) -> Nodes {
    annotate_up_to(bytes, root, MAX_NODES)
}

/// [`annotate`] that tells now and then up to which offset it has come.
pub fn annotate_telling(bytes: &[u8], root: Option<&Root>, tell: &mut dyn FnMut(usize)) -> Nodes {
    walk(bytes, root, MAX_NODES, tell)
}

/// [`annotate`] with another limit than [`MAX_NODES`]. There may be a node more for each message that is open where the
/// limit is met.
pub fn annotate_up_to(bytes: &[u8], root: Option<&Root>, limit: usize) -> Nodes {
    walk(bytes, root, limit, &mut |_| {})
}

/// How many steps are taken between two words on how far they have led.
const TELL_EVERY: u32 = 1 << 16;

fn walk(bytes: &[u8], root: Option<&Root>, limit: usize, tell: &mut dyn FnMut(usize)) -> Nodes {
    let mut table = Table::new(root);
    let message = table.root();
    let nodes = Nodes { root: message, len: bytes.len() as u32, ..Nodes::default() };
    let mut builder =
        Builder { bytes, limit, store: Store::default(), table, ends: GroupEnds::default(), nodes, depth: 0 };
    let payload = Span::new(0, bytes.len());
    let mut frames = vec![builder.frame(Open { node: TOP, payload, message, hue: 0, is_any: false })];
    let mut steps = 0u32;
    loop {
        builder.depth = frames.len();
        let Some(frame) = frames.last_mut() else { break };
        steps = steps.wrapping_add(1);
        if steps.is_multiple_of(TELL_EVERY) {
            tell(frame.records.offset());
        }
        match builder.step(frame) {
            Step::Next => {}
            Step::Open(open) if builder.depth > MAX_DEPTH => builder.leave_unread(&open),
            Step::Open(open) => frames.push(builder.frame(open)),
            Step::End => {
                builder.close(frame);
                frames.pop();
            }
        }
    }
    Nodes { store: builder.store, table: builder.table, ..builder.nodes }
}

enum Step {
    Next,
    Open(Open),
    End,
}

pub(super) struct Builder<'a> {
    pub bytes: &'a [u8],
    limit: usize,
    store: Store,
    pub table: Table,
    ends: GroupEnds,
    // All but store and table.
    nodes: Nodes,
    /// How many messages are open.
    depth: usize,
}

impl<'a> Builder<'a> {
    fn frame(&mut self, open: Open) -> Frame<'a> {
        let around = self.store.open(open.node, open.payload.end);
        Frame::new(self.bytes, open, around)
    }

    fn step(&mut self, frame: &mut Frame) -> Step {
        let from = frame.records.offset() as u32;
        if self.store.len() >= self.limit && from < frame.open.payload.end {
            self.push(frame, &Entry::bare(from, Kind::Unread, Some(Problem::TooMany), frame.open.hue));
            // Whether what is required is in the rest, nobody knows.
            frame.open.message = None;
            return Step::End;
        }
        match frame.records.next_with(&mut self.ends) {
            None => Step::End,
            Some(Part::Junk(junk)) => {
                let problem = Some(Problem::Unreadable);
                self.push(frame, &Entry::bare(junk.span.start, Kind::Junk, problem, frame.open.hue));
                Step::Next
            }
            Some(Part::Record(record)) => self.record(frame, &record, None),
            Some(Part::Broken(record, fault)) => self.record(frame, &record, Some(fault)),
        }
    }

    fn record(&mut self, frame: &mut Frame, record: &Record, fault: Option<Fault>) -> Step {
        let field = frame.open.message.and_then(|it| self.table.find(it, record.number));
        let reading = self.read(frame, field, record, fault.is_some());
        let mismatched = reading.problem == Some(Problem::WireMismatch);
        let counts = if field.is_some() && !mismatched { &mut frame.known } else { &mut frame.unknown };
        let slot = counts.slot(record.number);
        let index = *slot;
        *slot = index.saturating_add(1);
        let mut problem = fault.map(|it| broken(record, it));
        if let Some(other) = reading.problem {
            note(&mut problem, other);
        }
        if let Some(field) = field.filter(|_| !mismatched).and_then(|it| self.table.field(it)) {
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
        if record.length.len() > usize::from(MAX_TAG_LEN) {
            note(&mut problem, Problem::LongLength);
        }
        if frame.is_out_of_order(record.number) {
            note(&mut problem, Problem::OutOfOrder);
        }
        let id = self.push(
            frame,
            &Entry {
                start: record.tag.start,
                field: field.ok_or(record.number),
                index,
                kind: reading.kind,
                problem,
                hue: frame.hue(record.number),
                guessed: reading.guessed,
                mismatched,
                tag_len: record.tag.len() as u8,
                length_len: record.length.len() as u8,
                end_tag_len: record.end_tag.len() as u8,
            },
        );
        match reading.kind {
            Kind::Packed => {
                let next = self.packed(frame, id, field, record, index);
                *frame.known.slot(record.number) = next;
                Step::Next
            }
            Kind::Message | Kind::Group | Kind::MapEntry => {
                let is_any = frame.open.message.is_some_and(|it| self.table.is_any(it)) && reading.message.is_some();
                if let Some(message) = reading.message.filter(|_| is_any) {
                    self.table.set_any(id, message);
                }
                let open = Open {
                    node: id,
                    payload: record.payload,
                    message: reading.message,
                    hue: frame.hue(record.number),
                    is_any: is_any || frame.open.is_any,
                };
                if !record.payload.is_empty() {
                    return Step::Open(open);
                }
                match self.depth > MAX_DEPTH {
                    true => self.leave_unread(&open),
                    false => self.check_required(&open, &Counts::default()),
                }
                Step::Next
            }
            _ => Step::Next,
        }
    }

    /// The elements of a packed run; returns the index behind the last one.
    fn packed(&mut self, frame: &Frame, parent: NodeId, field: Option<FieldId>, record: &Record, first: u32) -> u32 {
        let Some((id, Shape::Scalar(scalar))) = field.and_then(|id| Some((id, self.table.field(id)?.shape))) else {
            return first;
        };
        if record.payload.is_empty() {
            return first;
        }
        let run = Span { start: 0, end: record.payload.end }.of(self.bytes);
        let (kind, hue) = (number_kind(scalar.wire()), frame.hue(record.number));
        let around = self.store.open(parent, record.payload.end);
        let (mut at, mut index) = (record.payload.start as usize, first);
        while at < run.len() {
            let len = match scalar.wire().width() {
                Some(width) => Some(width).filter(|&it| it <= run.len() - at),
                None => varint::read(run, at).ok().map(|it| usize::from(it.len)),
            };
            let start = at as u32;
            let entry = match len {
                _ if self.store.len() >= self.limit => Entry::bare(start, Kind::Unread, Some(Problem::TooMany), hue),
                None => Entry::bare(start, Kind::Junk, Some(Problem::PackedCutShort), hue),
                Some(len) => {
                    let problem = self.number_problem(id, scalar, Span::new(at, at + len));
                    Entry { field: Ok(id), index, ..Entry::bare(start, kind, problem, hue) }
                }
            };
            self.judge(entry.problem, frame.open.is_any);
            self.store.push(around, &entry);
            let Some(len) = len.filter(|_| entry.kind == kind) else { break };
            at += len;
            index = index.saturating_add(1);
        }
        self.store.close(around);
        index
    }

    /// A message that is not opened.
    fn leave_unread(&mut self, open: &Open) {
        self.store.set_kind(open.node, Kind::Unread);
        self.note(open, Problem::TooDeep);
    }

    /// A message is read to its end.
    fn close(&mut self, frame: &Frame) {
        self.store.close(frame.around);
        self.check_required(&frame.open, &frame.known);
    }

    fn check_required(&mut self, open: &Open, known: &Counts) {
        let required = open.message.map_or(&[][..], |it| self.table.required(it));
        if required.iter().any(|&it| !known.has(it)) {
            self.note(open, Problem::MissingRequired);
        }
    }

    /// Adds what is to be said about a message that was pushed before.
    fn note(&mut self, open: &Open, problem: Problem) {
        self.judge(Some(problem), open.is_any);
        let mut noted = if open.node == TOP { self.nodes.problem } else { self.store.problem(open.node) };
        note(&mut noted, problem);
        match noted {
            noted if open.node == TOP => self.nodes.problem = noted,
            Some(problem) => self.store.set_problem(open.node, problem),
            None => {}
        }
    }

    /// What a parser makes of the payload. It does not look into an Any.
    fn judge(&mut self, problem: Option<Problem>, is_any: bool) {
        match problem {
            Some(Problem::TooMany | Problem::TooDeep) if self.nodes.verdict == Verdict::Valid => {
                self.nodes.verdict = Verdict::Unread;
            }
            Some(problem) if !is_any && problem.severity() == Severity::Error => {
                self.nodes.verdict = Verdict::Refused;
            }
            _ => {}
        }
    }

    fn push(&mut self, frame: &Frame, entry: &Entry) -> NodeId {
        self.judge(entry.problem, frame.open.is_any);
        self.store.push(frame.around, entry)
    }
}
