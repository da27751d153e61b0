//! The way through the payload, a step at a time.

use super::wanted::{By, Number, Segment, Wanted, segments};
use crate::annotate::{Kind, Node, NodeId, Nodes, Value};
use crate::text::Span;
use crate::wire::varint;

/// How many places are kept; there may be more of them.
pub const MAX_HITS: usize = 1_000_000;

/// How much is looked through in one step, in bytes, where a node counts as many: short enough to be waited for.
const STEP: usize = 4 << 20;
const NODE: usize = 16;

/// How much is sorted at once.
const PIECE: usize = 1 << 16;

/// A search and what it has found so far.
#[derive(Clone, Debug)]
pub struct Search {
    by: By,
    text: String,
    wanted: Result<Wanted, String>,
    /// Everything that begins before here was looked at.
    at: usize,
    node: NodeId,
    hits: Vec<Span>,
    done: bool,
}

/// Where to go among what is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Step {
    /// To the first at or behind an offset, or the first of all.
    From(u32),
    /// To the first behind an offset, or the first of all.
    Next(u32),
    /// To the last before an offset, or the last of all.
    Back(u32),
}

impl Search {
    /// A search for what a text asks for; nothing is looked at yet.
    pub fn new(by: By, text: &str) -> Search {
        let wanted = Wanted::read(by, text);
        let done = matches!(wanted, Err(_) | Ok(Wanted::Nothing));
        Search { by, text: text.to_owned(), wanted, at: 0, node: 0, hits: Vec::new(), done }
    }

    /// The same search, from the beginning.
    pub fn again(&self) -> Search {
        Search::new(self.by, &self.text)
    }

    /// Whether it is one for this.
    pub fn is_for(&self, by: By, text: &str) -> bool {
        self.by == by && self.text == text
    }

    /// Why the text can't be looked for.
    pub fn refusal(&self) -> Option<&str> {
        self.wanted.as_ref().err().map(String::as_str)
    }

    /// What was found, in order of where it begins. Some may overlap.
    pub fn hits(&self) -> &[Span] {
        &self.hits
    }

    /// Whether all was looked at, or as much as is kept.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Up to which offset all was looked at.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// What was found that has a byte in `window`.
    pub fn hits_in(&self, window: Span) -> impl Iterator<Item = Span> + '_ {
        // A hit may be long, as a message is: but of those that begin earlier the nearest few are enough to mark.
        const BEFORE: usize = 64;
        let from = self.hits.partition_point(|hit| hit.start < window.start).saturating_sub(BEFORE);
        let near = self.hits.get(from..).unwrap_or_default();
        near.iter().copied().take_while(move |hit| hit.start < window.end).filter(move |hit| hit.end > window.start)
    }

    /// Where a step leads: the index and the place; nothing where there is none, or none yet.
    pub fn go(&self, step: Step) -> Option<(usize, Span)> {
        let hits = &self.hits;
        let found = match step {
            Step::From(at) => Some(hits.partition_point(|hit| hit.start < at)),
            Step::Next(at) => Some(hits.partition_point(|hit| hit.start <= at)),
            Step::Back(at) if self.done || self.at as u64 >= u64::from(at) => {
                hits.partition_point(|hit| hit.start < at).checked_sub(1)
            }
            Step::Back(_) => return None,
        };
        let end = if matches!(step, Step::Back(_)) { hits.len().checked_sub(1) } else { Some(0) };
        let index = found.filter(|&it| it < hits.len()).or(end.filter(|_| self.done))?;
        Some((index, *hits.get(index)?))
    }

    /// Looks at the next part of a payload, which has to be the same each time.
    pub fn step(&mut self, bytes: &[u8], nodes: &Nodes) {
        let Ok(wanted) = self.wanted.clone() else { return };
        let mut left = STEP;
        while !self.done && left > 0 {
            let end = (self.at + PIECE).min(bytes.len());
            let mut cost = end - self.at;
            let from = self.hits.len();
            match &wanted {
                Wanted::Nothing => {}
                Wanted::Offset(at) => {
                    let place = Span { start: *at, end: at.saturating_add(1) };
                    self.hits.extend(Some(place).filter(|_| (*at as usize) < bytes.len()));
                    self.done = true;
                }
                Wanted::Bytes(pattern) => {
                    let is = |at: usize| {
                        let rest = bytes.get(at..at + pattern.len());
                        rest.is_some_and(|rest| rest.iter().zip(pattern).all(|(byte, (is, bits))| byte & bits == *is))
                    };
                    self.hits.extend((self.at..end).filter(|&at| is(at)).map(|at| Span::new(at, at + pattern.len())));
                }
                Wanted::Value(lower, text, number) => {
                    if let Some((first, others)) = lower.split_first() {
                        let is = |at: usize| {
                            bytes.get(at).is_some_and(|it| it.eq_ignore_ascii_case(first))
                                && bytes.get(at + 1..at + lower.len()).is_some_and(|it| it.eq_ignore_ascii_case(others))
                        };
                        let found = (self.at..end).filter(|&at| is(at));
                        self.hits.extend(found.map(|at| Span::new(at, at + lower.len())));
                    }
                    cost += self.nodes_before(end, nodes, |id, node| {
                        is_value(bytes, nodes, id, node, text, *number).then(|| node.payload())
                    });
                }
                Wanted::Path(path) => {
                    cost += self
                        .nodes_before(end, nodes, |id, node| is_at(bytes, nodes, id, node, path).then_some(node.span));
                }
            }
            if let Some(new) = self.hits.get_mut(from..) {
                new.sort_unstable();
            }
            self.at = end;
            if self.hits.len() >= MAX_HITS {
                self.hits.truncate(MAX_HITS);
                self.done = true;
            }
            self.done |= end == bytes.len();
            left = left.saturating_sub(cost);
        }
    }

    /// Looks at the nodes that begin before an offset; returns what that cost.
    fn nodes_before(&mut self, end: usize, nodes: &Nodes, hit: impl Fn(NodeId, &Node) -> Option<Span>) -> usize {
        let first = self.node;
        while let Some(node) = nodes.get(self.node).filter(|node| (node.span.start as usize) < end) {
            self.hits.extend(hit(self.node, &node));
            self.node += 1;
        }
        (self.node - first) as usize * NODE
    }
}

fn is_value(bytes: &[u8], nodes: &Nodes, id: NodeId, node: &Node, text: &str, number: Option<Number>) -> bool {
    match node.kind {
        Kind::Varint | Kind::I32 | Kind::I64 => {}
        _ => return false,
    }
    if node.guessed {
        return number.is_some_and(|number| could_be(node.payload().of(bytes), node.kind, number));
    }
    let whole = |value: i128| number.is_some_and(|it| it.whole == Some(value));
    match nodes.value(bytes, id) {
        Some(Value::Bool(it)) => text.eq_ignore_ascii_case(if it { "true" } else { "false" }),
        Some(Value::I32(it)) => whole(it.into()),
        Some(Value::I64(it)) => whole(it.into()),
        Some(Value::U32(it)) => whole(it.into()),
        Some(Value::U64(it)) => whole(it.into()),
        Some(Value::F32(it)) => number.is_some_and(|number| same(number.float as f32, it)),
        Some(Value::F64(it)) => number.is_some_and(|number| number.float == it || number.float.is_nan() && it.is_nan()),
        Some(Value::Enum(it)) => {
            let name = || nodes.declared(id)?.enumeration()?.get_value(it);
            whole(it.into()) || number.is_none() && name().is_some_and(|name| name.name() == text)
        }
        _ => false,
    }
}

fn same(one: f32, other: f32) -> bool {
    one == other || one.is_nan() && other.is_nan()
}

/// Whether a number read without the schema could be this one, by any type of its width.
fn could_be(payload: &[u8], kind: Kind, number: Number) -> bool {
    let whole = |value: i128| number.whole == Some(value);
    match kind {
        Kind::Varint => varint::read(payload, 0).is_ok_and(|it| {
            whole(it.value.into()) || whole((it.value as i64).into()) || whole(varint::unzigzag(it.value).into())
        }),
        Kind::I32 => payload.first_chunk().is_some_and(|&it| {
            let bits = u32::from_le_bytes(it);
            whole(bits.into()) || whole((bits as i32).into()) || same(number.float as f32, f32::from_bits(bits))
        }),
        _ => payload.first_chunk().is_some_and(|&it| {
            let bits = u64::from_le_bytes(it);
            whole(bits.into()) || whole((bits as i64).into()) || number.float == f64::from_bits(bits)
        }),
    }
}

/// Whether a node's path ends like this one.
fn is_at(bytes: &[u8], nodes: &Nodes, id: NodeId, node: &Node, path: &[Segment]) -> bool {
    let Some(last) = path.last() else { return false };
    // Most nodes are another field, which is seen without a word being written.
    let is_meant = match nodes.field(id).filter(|_| !node.mismatched) {
        Some(field) => field.name == last.name,
        None => last.name.strip_prefix('#').and_then(|it| it.parse().ok()) == Some(node.number),
    };
    if !is_meant || node.is_element() && last.index.is_none() {
        return false;
    }
    let Ok(own) = segments(&nodes.path(bytes, id)) else { return false };
    if own.len() < path.len() || is_held_by_entry(nodes, node) {
        return false;
    }
    let same = |(own, wanted): (&Segment, &Segment)| {
        own.name == wanted.name && (wanted.index.is_none() || wanted.index == own.index)
    };
    own.iter().rev().zip(path.iter().rev()).all(same)
}

/// Whether it is the value of a map's entry, which has the entry's path: one of them is enough.
fn is_held_by_entry(nodes: &Nodes, node: &Node) -> bool {
    node.number == 2 && nodes.get(node.parent).is_some_and(|it| it.kind == Kind::MapEntry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::annotate;
    use proptest::prelude::*;

    fn all(by: By, text: &str, bytes: &[u8]) -> Vec<Span> {
        let nodes = annotate(bytes, None);
        let mut search = Search::new(by, text);
        while !search.is_done() {
            search.step(bytes, &nodes);
        }
        search.hits().to_vec()
    }

    const USER: &[u8] = b"\x0a\x05Alice\x10\xac\x02\x1a\x06\x0a\x04Oslo";

    #[test]
    fn without_a_schema_numbers_are_found_by_any_reading() {
        assert_eq!(all(By::Value, "300", USER), [Span::new(8, 10)]);
        assert_eq!(all(By::Value, "150", USER), [Span::new(8, 10)], "zigzag");
        assert_eq!(all(By::Value, "1.5", b"\x0d\x00\x00\xc0\x3f"), [Span::new(1, 5)]);
    }

    #[test]
    fn text_hex_path_and_offset_are_found() {
        assert_eq!(all(By::Value, "OSLO", USER), [Span::new(14, 18)]);
        assert_eq!(all(By::Hex, "0a ?? 4?", USER), [Span::new(0, 3), Span::new(12, 15)]);
        assert_eq!(all(By::Path, "3.1", USER), [Span::new(12, 18)]);
        assert_eq!(all(By::Path, "1", USER), [Span::new(0, 7), Span::new(12, 18)]);
        assert_eq!(all(By::Offset, "b", USER), [Span::new(11, 12)]);
        assert_eq!(all(By::Offset, "ffff", USER), []);
    }

    #[test]
    fn steps_go_round() {
        let bytes = b"\x08\x07\x08\x07\x08\x07".as_slice();
        let nodes = annotate(bytes, None);
        let mut search = Search::new(By::Value, "7");
        assert_eq!(search.go(Step::From(0)), None, "nothing is found before something is looked at");
        search.step(bytes, &nodes);
        let at = |step| search.go(step).map(|(index, span)| (index, span.start));
        assert_eq!(at(Step::From(3)), Some((1, 3)));
        assert_eq!(at(Step::Next(3)), Some((2, 5)));
        assert_eq!(at(Step::Next(5)), Some((0, 1)));
        assert_eq!(at(Step::Back(3)), Some((0, 1)));
        assert_eq!(at(Step::Back(1)), Some((2, 5)));
    }

    #[test]
    fn a_long_payload_takes_steps_and_finds_as_much() {
        let bytes = b"\x08\x07".repeat(3 * STEP / NODE);
        let nodes = annotate(&bytes, None);
        let mut search = Search::new(By::Value, "7");
        search.step(&bytes, &nodes);
        assert!(!search.is_done() && search.offset() > 0);
        while !search.is_done() {
            search.step(&bytes, &nodes);
        }
        assert_eq!(search.hits().len(), (bytes.len() / 2).min(MAX_HITS));
    }

    proptest! {
        /// Any bytes, any text: it ends, what is found is in order and inside.
        #[test]
        fn every_search_ends(bytes in prop::collection::vec(any::<u8>(), 0..60), text in "[0-9a-f.#\\[\\]?]{0,6}", way in 0usize..4) {
            let hits = all(By::ALL[way], &text, &bytes);
            prop_assert!(hits.is_sorted_by_key(|hit| hit.start));
            prop_assert!(hits.iter().all(|hit| hit.start <= hit.end && hit.end as usize <= bytes.len()));
        }
    }
}
