//! Two readings of a message → the first record of the one that says something else than the other.
//!
//! Records are matched by number, whatever their order. Recurses as deep as the expected message does, never as deep as
//! somebody's bytes.

use super::{
    bytes::Read,
    numbers,
    slips::{self, Place},
    words::code,
};
use crate::{
    annotate::{Kind, NodeId, TOP, Value},
    schema::{
        Root,
        types::{Field, MessageId, Shape, Types},
    },
    text::Span,
};

/// What differs, as a sentence, and where in the bytes that were found.
pub(super) struct Slip {
    pub text: String,
    pub span: Span,
}

/// The first record that differs; nothing if none does.
pub(super) fn first_slip(root: &Root, expected: &Read, found: &Read) -> Option<Slip> {
    let pair = Pair { types: root.types(), expected, found };
    let whole = Span::new(0, found.bytes.len());
    pair.message(Some(root.id()), Around { expected: TOP, found: TOP, within: whole, is_entry: false })
}

/// Fields that both have, once packed and once not, or that only the found bytes have.
pub(super) fn written_otherwise(expected: &Read, found: &Read) -> Vec<Slip> {
    let all =
        |read: &Read| read.nodes.children(TOP).filter_map(|id| Some((id, read.nodes.get(id)?))).collect::<Vec<_>>();
    let (expected_nodes, mut seen, mut slips) = (all(expected), Vec::new(), Vec::new());
    let found_nodes = all(found);
    let runs = |number: u32| found_nodes.iter().filter(|(_, it)| it.number == number).count();
    for &(id, node) in &found_nodes {
        if seen.contains(&node.number) {
            continue;
        }
        seen.push(node.number);
        let name = code(&found.nodes.field(id).map_or_else(String::new, |it| it.name.clone()));
        let other = expected_nodes.iter().find(|(_, it)| it.number == node.number);
        let text = match other {
            None => format!("{name} is written though it has its default; an encoder leaves it out."),
            Some((_, other)) if other.kind == Kind::Packed && node.kind != Kind::Packed => {
                format!("{name} has a record for each value; an encoder packs them behind one tag. Readers take both.")
            }
            Some((_, other)) if other.kind != Kind::Packed && node.kind == Kind::Packed => {
                format!("{name} is packed; an encoder writes a record for each value here. Readers take both.")
            }
            Some((_, other)) if other.kind == Kind::Packed && runs(node.number) > 1 => {
                format!("{name} comes in several runs; an encoder writes one. Readers put them together.")
            }
            Some(_) => continue,
        };
        slips.push(Slip { text, span: node.span });
    }
    slips
}

/// A sentence that is about this message, or one that says which message inside it is meant.
enum Told {
    Here(Slip),
    Inside(Slip),
}

struct Pair<'a> {
    types: &'a Types,
    expected: &'a Read,
    found: &'a Read,
}

/// A message of both readings.
#[derive(Clone, Copy)]
struct Around {
    expected: NodeId,
    found: NodeId,
    /// Where it is in the found bytes.
    within: Span,
    is_entry: bool,
}

impl Pair<'_> {
    fn message(&self, id: Option<MessageId>, around: Around) -> Option<Slip> {
        let field = |number: u32| self.types.message(id?).field(number);
        let mut pending = values(self.expected, around.expected);
        let found = values(self.found, around.found);
        for (at, &value) in found.iter().enumerate() {
            let Some(node) = self.found.nodes.get(value) else { continue };
            let declared = field(node.number);
            let is_same = |&it: &NodeId| self.is_same(it, value, declared);
            let same = match declared.is_some_and(|it| it.shape == Shape::List) {
                // Of a list only the next value will do.
                true => {
                    pending.iter().position(|&it| self.number(it) == node.number).filter(|&at| is_same(&pending[at]))
                }
                false => pending.iter().position(is_same),
            };
            if let Some(same) = same {
                pending.remove(same);
                continue;
            }
            let is_expected = pending.iter().any(|&it| self.number(it) == node.number);
            if self.is_harmless(value, declared, is_expected, found.get(at + 1..).unwrap_or_default()) {
                continue;
            }
            return Some(self.slip(value, &pending, declared, around));
        }
        let missing = pending.into_iter().find(|&it| !(around.is_entry && is_default(self.expected, it)))?;
        Some(self.missing(missing, around))
    }

    /// The field of an expected record.
    fn number(&self, expected: NodeId) -> u32 {
        self.expected.nodes.get(expected).map_or(0, |it| it.number)
    }

    /// Whether two records say the same.
    fn is_same(&self, expected: NodeId, found: NodeId, declared: Option<&Field>) -> bool {
        let (Some(one), Some(other)) = (self.expected.nodes.get(expected), self.found.nodes.get(found)) else {
            return false;
        };
        if one.number != other.number || one.kind != other.kind || other.mismatched || other.guessed {
            return false;
        }
        if other.kind == Kind::Message || other.kind == Kind::Group || other.kind == Kind::MapEntry {
            return self.inside(expected, found, declared).is_none() && !self.is_broken(found);
        }
        let of = |read: &Read, id| read.nodes.get(id).map(|it| it.payload().of(&read.bytes).to_vec());
        of(self.expected, expected) == of(self.found, found)
            || self.expected.nodes.value(&self.expected.bytes, expected)
                == self.found.nodes.value(&self.found.bytes, found)
                && self.found.nodes.value(&self.found.bytes, found).is_some()
    }

    fn is_broken(&self, found: NodeId) -> bool {
        self.found.nodes.fault(&self.found.bytes, found).is_some()
    }

    fn inside(&self, expected: NodeId, found: NodeId, declared: Option<&Field>) -> Option<Slip> {
        let node = self.found.nodes.get(found)?;
        let around = Around { expected, found, within: node.payload(), is_entry: node.kind == Kind::MapEntry };
        self.message(declared.and_then(|it| it.kind.message()), around)
    }

    /// Whether it makes no difference that a record is there: it holds a default where nothing else is expected, or a later
    /// one takes its place.
    fn is_harmless(&self, value: NodeId, declared: Option<&Field>, is_expected: bool, later: &[NodeId]) -> bool {
        let (Some(field), Some(node)) = (declared, self.found.nodes.get(value)) else { return false };
        if node.mismatched || self.is_broken(value) || field.shape != Shape::Single {
            return node.kind == Kind::Packed && node.payload().is_empty() && field.shape == Shape::List;
        }
        let is_replaced = || {
            let again = later.iter().filter_map(|&it| self.found.nodes.get(it)).any(|it| it.number == node.number);
            again && node.kind != Kind::Message && node.kind != Kind::Group
        };
        !is_expected && !field.has_presence && is_default(self.found, value) || is_replaced()
    }

    /// What is to be said of a record that is none of those that are expected.
    fn slip(&self, value: NodeId, pending: &[NodeId], declared: Option<&Field>, around: Around) -> Slip {
        let Some(node) = self.found.nodes.get(value) else {
            return Slip { text: String::new(), span: around.within };
        };
        let of_number = pending.iter().copied().find(|&it| self.number(it) == node.number);
        let meant = of_number.or(pending.first().copied());
        let Some(meant) = meant else {
            let text = match node.kind {
                Kind::Junk => format!("{} more than the message has.", plural(node.span)),
                _ => format!(
                    "The message is complete before byte {}, where another record begins: field {}.",
                    node.span.start + 1,
                    node.number
                ),
            };
            return Slip { text: self.located(around, text), span: node.span };
        };
        let slip = self.told(meant, value, declared, around);
        match slip {
            // What is inside has said where already.
            Told::Inside(slip) => slip,
            Told::Here(slip) => Slip { text: self.located(around, slip.text), ..slip },
        }
    }

    /// In what a record differs from the one that is meant.
    fn told(&self, meant: NodeId, value: NodeId, declared: Option<&Field>, around: Around) -> Told {
        let (Some(one), Some(other)) = (self.expected.nodes.get(meant), self.found.nodes.get(value)) else {
            return Told::Here(Slip { text: String::new(), span: around.within });
        };
        let place = |meant, at: Span| Place {
            expected: self.expected,
            meant,
            found: self.found,
            at: at.start as usize,
            end: around.within.end as usize,
        };
        let run = |found: NodeId| self.found.nodes.get(found).map_or(around.within, |it| it.span);
        let is_value = |it: Kind| matches!(it, Kind::Varint | Kind::I32 | Kind::I64);
        match (one.is_element(), other.is_element()) {
            (true, true) => {
                let length = slips::length(&place(one.parent, run(other.parent)));
                Told::Here(length.unwrap_or_else(|| numbers::slip(&place(meant, other.span))))
            }
            (true, false) if one.number == other.number && is_value(other.kind) && !other.mismatched => {
                let run = place(one.parent, other.span);
                Told::Here(slips::unmarked_run(&run).unwrap_or_else(|| numbers::slip(&place(meant, other.payload()))))
            }
            (true, false) if one.number != other.number && one.index > 0 => {
                Told::Here(slips::next_value(&place(meant, other.span)))
            }
            (true, false) => Told::Here(slips::record(&place(one.parent, other.span))),
            (false, true) => Told::Here(numbers::slip(&place(meant, other.span))),
            (false, false) => {
                let here = place(meant, other.span);
                // Two messages with the right length: the difference is inside.
                let is_container = matches!(other.kind, Kind::Message | Kind::Group | Kind::MapEntry);
                let is_pair = is_container && one.kind == other.kind && one.number == other.number && !other.mismatched;
                let inside = || self.inside(meant, value, declared);
                match is_pair && slips::length(&here).is_none() {
                    true => inside().map_or_else(|| Told::Here(slips::record(&here)), Told::Inside),
                    false => Told::Here(slips::record(&here)),
                }
            }
        }
    }

    fn missing(&self, meant: NodeId, around: Around) -> Slip {
        let Some(node) = self.expected.nodes.get(meant) else {
            return Slip { text: String::new(), span: around.within };
        };
        let name = code(&self.expected.nodes.name_text(&self.expected.bytes, meant));
        let value = code(&self.expected.nodes.value_text(&self.expected.bytes, meant));
        let text = match (self.found.bytes.is_empty(), around.found == TOP) {
            (true, _) => "Nothing is typed yet.".to_owned(),
            (_, true) => format!("All that is there is right. Field {}, {name}, is missing: {value}.", node.number),
            (_, false) if is_default(self.expected, meant) => format!(
                "Field {}, {name}, is missing: {value}. Whether it is set is tracked, so even its default is written.",
                node.number
            ),
            (_, false) => format!("Field {}, {name}, is missing: {value}.", node.number),
        };
        Slip { text: self.located(around, text), span: Span::at(around.within.end as usize) }
    }

    /// A sentence, and which message it is about.
    fn located(&self, around: Around, text: String) -> String {
        match around.expected {
            TOP => text,
            inside => {
                let path = self.expected.nodes.path(&self.expected.bytes, inside);
                format!("Inside {}: {text}", code(&path))
            }
        }
    }
}

/// The records of a message; of a packed run its values.
fn values(read: &Read, message: NodeId) -> Vec<NodeId> {
    let mut values = Vec::new();
    for id in read.nodes.children(message) {
        let is_packed = read.nodes.get(id).is_some_and(|it| it.kind == Kind::Packed);
        let elements: Vec<NodeId> = read.nodes.children(id).collect();
        let is_whole = elements.iter().all(|&it| read.nodes.get(it).is_some_and(|it| it.is_element()));
        match is_packed && is_whole && read.nodes.fault(&read.bytes, id).is_none() {
            true => values.extend(elements),
            false => values.push(id),
        }
    }
    values
}

/// Whether a number is 0, a text or bytes empty.
fn is_default(read: &Read, id: NodeId) -> bool {
    let is_zero =
        |it: NodeId| read.nodes.get(it).is_some_and(|it| it.payload().of(&read.bytes).iter().all(|&it| it & 0x7f == 0));
    match read.nodes.value(&read.bytes, id) {
        Some(Value::Text(text)) => text.is_empty(),
        Some(Value::Bytes(bytes)) => bytes.is_empty(),
        // Minus zero is no default, and has a bit set.
        Some(Value::F32(number)) => number.to_bits() == 0,
        Some(Value::F64(number)) => number.to_bits() == 0,
        Some(_) => is_zero(id),
        None => false,
    }
}

fn plural(span: Span) -> String {
    match span.len() {
        1 => format!("Byte {} is one", span.start + 1),
        _ => format!("From byte {} on there is", span.start + 1),
    }
}
