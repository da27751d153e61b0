//! Messages broken on purpose, each with what official parsers make of it, and why.
//!
//! A breakage does one thing and nothing else: where bytes come or go inside a message, the lengths around it are put right, so
//! that it is not a second one. What parsers do is said by rule; that the rules hold is what the tests ask prost-reflect of
//! random messages.
//!
//! Knows the bytes and what they mean; nothing of who wants them broken, or of how that is taken back.

mod change;
mod damage;
mod scene;

use serde::{Deserialize, Serialize};

use self::scene::Scene;
use crate::{
    annotate::{self, Nodes, Verdict},
    diagnostic::Severity,
    schema::Root,
    text::Span,
    wire::Splice,
};

/// A way to break a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Way {
    /// Its end is cut off.
    Truncate,
    /// A tag gets another wire type.
    WireType,
    /// A byte of a string becomes one that is in no UTF-8.
    Utf8,
    /// A varint gets a byte more than it needs.
    Overlong,
    /// A record comes twice.
    Duplicate,
    /// A field that is not declared is appended.
    Unknown,
    /// Two records change places.
    Swap,
}

impl Way {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Way; 7] =
        [Way::Truncate, Way::WireType, Way::Utf8, Way::Overlong, Way::Duplicate, Way::Unknown, Way::Swap];

    /// What it does, as an imperative.
    pub fn name(self) -> &'static str {
        match self {
            Way::Truncate => "Truncate",
            Way::WireType => "Flip the wire type",
            Way::Utf8 => "Spoil the UTF-8",
            Way::Overlong => "Make a varint over-long",
            Way::Duplicate => "Duplicate a field",
            Way::Unknown => "Append an unknown field",
            Way::Swap => "Swap two fields",
        }
    }
}

/// What official parsers make of the broken message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// They refuse it.
    Refused,
    /// It is the same message.
    Same,
    /// What is declared is the same, but not what they keep as unknown.
    Unknown,
    /// They take it for another message.
    Other,
}

/// A broken message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakage {
    /// What breaks it, to be made in this order.
    pub splices: Vec<Splice>,
    /// What was broken, in the broken bytes; never empty, unless all bytes went.
    pub focus: Span,
    /// What parsers do with it.
    pub effect: Effect,
    /// What was done, what parsers do with it, and why: sentences.
    pub said: String,
}

/// A breakage before anybody has looked at the broken bytes.
struct Plan {
    splices: Vec<Splice>,
    focus: Span,
    /// Where it would be done, in a few words.
    place: String,
    /// What was done: the beginning of a sentence, which a full stop ends.
    done: String,
    /// What parsers do, unless the bytes themselves say that they refuse it.
    effect: Effect,
    /// Why: sentences. If parsers refuse it, they come behind what is wrong.
    why: String,
}

/// Where a message of type `root` would be broken that way, with the byte at `at` chosen: a few words.
///
/// # Errors
/// Why it can't be, in a few words.
pub fn place(way: Way, bytes: &[u8], nodes: &Nodes, root: Option<&Root>, at: u32) -> Result<String, String> {
    plan(way, bytes, nodes, root, at).map(|plan| plan.place)
}

/// Breaks a message of type `root` that way, with the byte at `at` chosen.
///
/// # Errors
/// Why it can't be, in a few words.
pub fn breakage(way: Way, bytes: &[u8], nodes: &Nodes, root: Option<&Root>, at: u32) -> Result<Breakage, String> {
    let Plan { splices, focus, done, effect, why, .. } = plan(way, bytes, nodes, root, at)?;
    let mut broken = bytes.to_vec();
    for splice in &splices {
        splice.apply(&mut broken);
    }
    let after = annotate::annotate(&broken, root);
    let refused = (after.verdict() == Verdict::Refused).then(|| fault(&after, &broken));
    let done = capitalized(&done);
    let (effect, said) = match (refused, effect) {
        (Some(fault), _) => (Effect::Refused, format!("{done}. Parsers refuse the whole message: {fault}. {why}")),
        (None, Effect::Refused) => (Effect::Other, format!("{done}. {}", damage::BY_CHANCE)),
        (None, effect) => (effect, format!("{done}. {why}")),
    };
    Ok(Breakage { splices, focus, effect, said })
}

fn plan(way: Way, bytes: &[u8], nodes: &Nodes, root: Option<&Root>, at: u32) -> Result<Plan, String> {
    match nodes.verdict() {
        Verdict::Valid => {}
        Verdict::Refused => return Err("parsers refuse these bytes already: mend them first".to_owned()),
        Verdict::Unread => return Err("not all of these bytes were read".to_owned()),
    }
    let scene = Scene::new(bytes, nodes, root, at);
    match way {
        Way::Truncate => damage::truncate(&scene),
        Way::WireType => damage::wire_type(&scene),
        Way::Utf8 => damage::utf8(&scene),
        Way::Overlong => damage::overlong(&scene),
        Way::Duplicate => change::duplicate(&scene),
        Way::Unknown => change::unknown(&scene),
        Way::Swap => change::swap(&scene),
    }
}

/// The same as the beginning of a sentence.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The first reason why parsers refuse these bytes.
fn fault(nodes: &Nodes, bytes: &[u8]) -> String {
    let errors = nodes.problems().filter(|(_, problem)| problem.severity() == Severity::Error);
    // Of one inside another the inner one says what is wrong.
    let found: Vec<_> = errors.take(8).filter_map(|(id, _)| nodes.diagnostic(bytes, id)).collect();
    let inner = found.iter().filter(|it| it.code != "bytes-broken-inside").min_by_key(|it| it.place.span.start);
    inner.or(found.first()).map_or_else(|| "it can't be read".to_owned(), |it| it.message.clone())
}
