//! Payloads side by side: a row for each path, a cell for each payload, and whether the values differ.
//!
//! A value is what a parser makes of the bytes, so a longer varint of the same number is no difference, nor is another order of
//! fields. Of a singular field that occurs twice the last value counts.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::annotate::{self, Kind, NodeId, Nodes};
use crate::schema::Root;
use crate::text::Span;
use crate::wire::varint;

/// How many rows are made.
pub const MAX_ROWS: usize = 500;

/// How many nodes of one payload are compared.
const MAX_NODES: usize = 20_000;

/// How many rows of one field a new one is put behind: with more, the order matters less than the time.
const MAX_STEPS: usize = 200;

/// The number of the key in a map's entry.
const KEY: u32 = 1;

/// What there is to see of payloads side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// At most [`MAX_ROWS`], in the order of the bytes.
    pub rows: Vec<Row>,
    /// How many there are in all.
    pub total: u32,
    /// How many of them have values that differ.
    pub differing: u32,
    /// Whether a payload has more fields than are compared.
    pub is_cut: bool,
}

/// A field and its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its path, such as `home.city`.
    pub path: String,
    /// How many messages are around it.
    pub depth: u8,
    /// Its value in each payload, where it has one.
    pub cells: Vec<Option<Cell>>,
    /// Whether they differ; of a message, whether anything in it does.
    pub differs: bool,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The value in short.
    pub text: String,
    /// Its bytes in its payload, with tag and length.
    pub span: Span,
}

struct Line {
    path: String,
    nodes: Vec<Option<NodeId>>,
    next: Option<usize>,
}

/// Puts payloads side by side, read as messages of type `root` or without a schema. Rows whose values are all equal are left
/// out where `only_differing`.
pub fn compare(payloads: &[&[u8]], root: Option<&Root>, only_differing: bool) -> Compared {
    let read: Vec<Nodes> = payloads.iter().map(|bytes| annotate::annotate_up_to(bytes, root, MAX_NODES)).collect();
    let (lines, first) = lines(payloads, &read);
    let mut compared = Compared { is_cut: read.iter().any(|nodes| nodes.len() >= MAX_NODES), ..Compared::default() };
    let mut at = first;
    while let Some(line) = at.and_then(|at| lines.get(at)) {
        at = line.next;
        let differs = differ(payloads, &read, &line.nodes);
        compared.total += 1;
        compared.differing += u32::from(differs);
        if compared.rows.len() < MAX_ROWS && (differs || !only_differing) {
            compared.rows.push(row(payloads, &read, line, differs));
        }
    }
    compared
}

/// The paths of all payloads, chained in an order that keeps that of each, as far as they agree.
fn lines(payloads: &[&[u8]], read: &[Nodes]) -> (Vec<Line>, Option<usize>) {
    let mut lines: Vec<Line> = Vec::new();
    let mut by_path: HashMap<String, usize> = HashMap::new();
    let mut first = None;
    for (payload, (nodes, bytes)) in read.iter().zip(payloads).enumerate() {
        let mut before: Option<usize> = None;
        for (id, node) in nodes.iter() {
            let parent = nodes.get(node.parent).map(|it| it.kind);
            if parent == Some(Kind::MapEntry) && node.number == KEY {
                continue;
            }
            let path = nodes.path(bytes, id);
            let at = match by_path.get(&path) {
                Some(&known) => known,
                None => {
                    let at = lines.len();
                    let before = before.map(|before| behind(&lines, before, &path));
                    let next = match before.and_then(|before| lines.get_mut(before)) {
                        Some(before) => before.next.replace(at),
                        None => first.replace(at),
                    };
                    lines.push(Line { path: path.clone(), nodes: vec![None; payloads.len()], next });
                    by_path.insert(path, at);
                    at
                }
            };
            if let Some(slot) = lines.get_mut(at).and_then(|line| line.nodes.get_mut(payload)) {
                *slot = Some(id);
            }
            before = Some(at);
        }
    }
    (lines, first)
}

/// The line that a new path comes behind, if it comes behind `before`: what else there is of the same top-level field stays
/// together, unless the path is part of it.
fn behind(lines: &[Line], before: usize, path: &str) -> usize {
    let field = |path: &str| path.split(['.', '[']).next().unwrap_or_default().len();
    let is_same = |one: &str, other: &str| one.get(..field(one)) == other.get(..field(other));
    let (mut at, mut steps) = (before, 0);
    while let Some(line) = lines.get(at)
        && let Some(next) = line.next
        && let Some(following) = lines.get(next)
        && is_same(&line.path, &following.path)
        && !is_same(&line.path, path)
        && steps < MAX_STEPS
    {
        at = next;
        steps += 1;
    }
    at
}

/// A value as far as it can be told from others.
#[derive(PartialEq, Eq)]
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

fn value<'a>(nodes: &Nodes, bytes: &'a [u8], id: NodeId) -> Option<Value<'a>> {
    let node = nodes.get(id)?;
    let payload = node.payload();
    Some(match node.kind {
        Kind::Varint => Value::Number(varint::read(bytes, payload.start as usize).ok()?.value),
        _ => Value::Bytes(payload.of(bytes)),
    })
}

fn differ(payloads: &[&[u8]], read: &[Nodes], ids: &[Option<NodeId>]) -> bool {
    let values = ids.iter().zip(read.iter().zip(payloads));
    let mut values = values.map(|(id, (nodes, bytes))| id.and_then(|id| value(nodes, bytes, id)));
    let first = values.next();
    values.any(|value| Some(value) != first)
}

fn row(payloads: &[&[u8]], read: &[Nodes], line: &Line, differs: bool) -> Row {
    let cells = line.nodes.iter().zip(read.iter().zip(payloads)).map(|(id, (nodes, bytes))| {
        let id = (*id)?;
        Some(Cell { text: nodes.value_text(bytes, id), span: nodes.get(id)?.span })
    });
    let depths = line.nodes.iter().zip(read).filter_map(|(id, nodes)| Some(nodes.get((*id)?)?.depth));
    Row { path: line.path.clone(), depth: depths.min().unwrap_or(0), cells: cells.collect(), differs }
}
