//! Whole records that come twice, come anew or change places: bytes that every parser reads, and what they mean.

use prost_reflect::MessageDescriptor;

use super::damage::count;
use super::scene::{Scene, Target};
use super::{Effect, Plan};
use crate::{
    annotate::{Kind, NodeId, TOP},
    text::Span,
    wire::{Splice, WireType, fault::MAX_FIELD_NUMBER, scan, varint},
};

/// How many records of one message are looked at.
const MAX_SIBLINGS: usize = 100_000;

/// Numbers that are set aside for implementations ("Assigning Field Numbers" in the language guide).
const SET_ASIDE: std::ops::RangeInclusive<u32> = 19_000..=19_999;

/// A record, or a value of a packed run, comes twice in a row.
pub(super) fn duplicate(scene: &Scene) -> Result<Plan, String> {
    let target = scene.record()?;
    let span = target.node.span;
    let copy = span.of(scene.bytes).to_vec();
    let (splices, moved) = scene.within(target.node.parent, Splice::new(Span::at(span.end as usize), copy));
    let name = scene.name(&target);
    let field = scene.nodes.field(target.id).filter(|_| !scene.is_unknown(&target));
    let (effect, why) = match field {
        None => (
            Effect::Unknown,
            "No field of this number and wire type is declared, so parsers keep both among the unknown fields.".to_owned(),
        ),
        Some(field) if field.is_map => (
            Effect::Same,
            format!("Parsers accept it: of entries with one key the last one counts, so it is the same message, {} longer.", count(span.len())),
        ),
        Some(field) if field.is_list && target.node.kind == Kind::Packed && target.node.payload().is_empty() => {
            (Effect::Same, "Parsers accept it: the run is empty, and two of them hold no more values than one.".to_owned())
        }
        Some(field) if field.is_list => (
            Effect::Other,
            "Parsers accept it: the field is repeated, so its list is longer. Nothing tells a value that was meant twice from one that was sent twice.".to_owned(),
        ),
        Some(_) if matches!(target.node.kind, Kind::Message | Kind::Group) => match grown(scene, target.id) {
            None => (
                Effect::Same,
                "Parsers accept it and merge the two, field by field: of each field the last value counts, so it is the same message.".to_owned(),
            ),
            Some(inner) => (
                Effect::Other,
                format!("Parsers accept it and merge the two, field by field. What holds many values is joined, so {} has each of them twice.", scene.name(&inner)),
            ),
        },
        Some(_) => (
            Effect::Same,
            format!("Parsers accept it: of a field that holds one value the last one counts, so it is the same message, {} longer. So can a value be replaced by appending another.", count(span.len())),
        ),
    };
    Ok(Plan {
        splices,
        focus: Scene::moved(Span { start: span.end, end: span.end + span.len() as u32 }, moved),
        place: format!("{}, {} more", scene.plain_name(&target), count(span.len())),
        done: format!("{name} stands twice in a row"),
        effect,
        why,
    })
}

/// The first field inside a message that has more values after the message was merged with itself.
fn grown(scene: &Scene, message: NodeId) -> Option<Target> {
    let end = scene.nodes.get(message)?.next;
    let mut at = message + 1;
    while at < end {
        let target = scene.get(at)?;
        let field = scene.nodes.field(at).filter(|_| !scene.is_unknown(&target));
        let is_empty_run = target.node.kind == Kind::Packed && target.node.payload().is_empty();
        match field {
            None => return Some(target),
            Some(field) if field.is_list && !is_empty_run => return Some(target),
            // An entry replaces the one before as a whole.
            Some(field) if field.is_map => at = target.node.next,
            Some(_) if matches!(target.node.kind, Kind::Message | Kind::Group) && !is_any_value(scene, at) => at += 1,
            Some(_) => at = target.node.next,
        }
    }
    None
}

/// What an Any holds is declared as bytes: parsers replace it.
fn is_any_value(scene: &Scene, id: NodeId) -> bool {
    scene.nodes.field(id).is_some_and(|field| field.message().is_none())
}

/// A field that the message does not declare comes at its end.
pub(super) fn unknown(scene: &Scene) -> Result<Plan, String> {
    let root = scene.root.ok_or("without a schema all fields are unknown")?;
    let parent = match scene.record() {
        Ok(target) if target.node.is_element() => scene.nodes.get(target.node.parent).map_or(TOP, |run| run.parent),
        Ok(target) => target.node.parent,
        // No bytes are a message, too.
        Err(_) => TOP,
    };
    let around = scene.get(parent);
    let descriptor = match around {
        None => root.descriptor().clone(),
        Some(_) => { scene.nodes.message_name(parent) }
            .and_then(|name| root.parent_pool().get_message_by_name(name))
            .ok_or("the type of the message around it is not known")?,
    };
    let used = scene.nodes.children(parent).take(MAX_SIBLINGS).filter_map(|id| Some(scene.nodes.get(id)?.number)).max();
    let number = free_number(&descriptor, used.unwrap_or(0)).ok_or("all field numbers are taken")?;
    let mut record = Vec::new();
    varint::write(u64::from(number) << scan::WIRE_TYPE_BITS | WireType::Varint as u64, &mut record);
    varint::write(1, &mut record);
    let end = around.map_or(scene.bytes.len() as u32, |around| around.node.payload().end);
    let len = record.len() as u32;
    let (splices, moved) = scene.within(parent, Splice::new(Span { start: end, end }, record));
    let (within, plain) = match around {
        Some(around) => (format!(" to {}", scene.name(&around)), scene.plain_name(&around)),
        None => (String::new(), "the message".to_owned()),
    };
    Ok(Plan {
        splices,
        focus: Scene::moved(Span { start: end, end: end + len }, moved),
        place: format!("field {number}, at the end of {plain}"),
        done: format!("Field {number} with the value 1 is appended{within}, and `{}` declares no such field", descriptor.full_name()),
        effect: Effect::Unknown,
        why: "Parsers accept it and keep it among the unknown fields: written again it is still there, in JSON it is not. So programs with an older schema read and pass on what newer ones send.".to_owned(),
    })
}

/// The number behind all that are declared or used, or else the first that is free.
fn free_number(message: &MessageDescriptor, used: u32) -> Option<u32> {
    let declared = message.fields().map(|it| it.number()).chain(message.extensions().map(|it| it.number()));
    let declared: Vec<u32> = declared.chain([used]).collect();
    let is_free = |number: &u32| {
        !SET_ASIDE.contains(number)
            && !declared.contains(number)
            && !message.extension_ranges().any(|range| range.contains(number))
    };
    let most = declared.iter().copied().max().unwrap_or(0);
    // Some dozens of numbers behind the last are tried; if a range takes them all, one at the beginning is.
    (most + 1..=MAX_FIELD_NUMBER).take(64).find(is_free).or_else(|| (1..=MAX_FIELD_NUMBER).take(100_000).find(is_free))
}

/// A record and its neighbour change places; better one of another field.
pub(super) fn swap(scene: &Scene) -> Result<Plan, String> {
    let target = scene.record()?;
    let (mut before, mut after, mut found) = (None, None, false);
    for id in scene.nodes.children(target.node.parent).take(MAX_SIBLINGS) {
        match scene.get(id) {
            _ if id == target.id => found = true,
            sibling if found => {
                after = sibling;
                break;
            }
            sibling => before = sibling,
        }
    }
    if !found {
        return Err("there are too many records here".to_owned());
    }
    let pairs = [after.map(|after| [target, after]), before.map(|before| [before, target])];
    let mut pairs: Vec<[Target; 2]> = pairs.into_iter().flatten().collect();
    if pairs.is_empty() {
        return Err("its message has no other field".to_owned());
    }
    crate::order::sort_by_key(&mut pairs, |[first, second]| first.node.number == second.node.number);
    let swapped = { pairs.iter() }.find_map(|[first, second]| Some((first, second, exchanged(scene, first, second)?)));
    let (first, second, (effect, why)) =
        swapped.ok_or("which of its values counts depends on more than two records")?;
    let (one, other) = (first.node.span, second.node.span);
    let bytes = [other.of(scene.bytes), one.of(scene.bytes)].concat();
    let both = Span { start: one.start, end: other.end };
    Ok(Plan {
        splices: vec![Splice::new(both, bytes)],
        focus: both,
        place: format!("{} and {}", scene.plain_name(first), scene.plain_name(second)),
        done: format!("{} and {} have changed places", scene.name(first), scene.name(second)),
        effect,
        why,
    })
}

/// What it means that two neighbours change places; nothing where that depends on others.
fn exchanged(scene: &Scene, first: &Target, second: &Target) -> Option<(Effect, String)> {
    let is_unknown = [first, second].map(|it| scene.is_unknown(it));
    if is_unknown == [true, true] {
        let why = "Both are unknown to the schema, so parsers keep them in their new order and make nothing of it.";
        return Some((Effect::Unknown, why.to_owned()));
    }
    let any_order = || {
        let why = "Parsers accept fields in any order, so it is the same message. Encoders write them by number, but a reader must not count on it.";
        Some((Effect::Same, why.to_owned()))
    };
    if is_unknown.contains(&true) {
        return any_order();
    }
    let (one, other) = (scene.nodes.field(first.id)?, scene.nodes.field(second.id)?);
    if first.node.number != second.node.number {
        if one.oneof.is_none() || one.oneof != other.oneof {
            return any_order();
        }
        let is_member = |id: &NodeId| scene.nodes.field(*id).is_some_and(|field| field.oneof == one.oneof);
        let members = scene.nodes.children(first.node.parent).take(MAX_SIBLINGS).filter(is_member).count();
        let why = format!(
            "Both are members of one oneof, of which the last one counts: now that is {} instead of {}.",
            scene.name(first),
            scene.name(second)
        );
        return (members == 2).then_some((Effect::Other, why));
    }
    let is_same = scene.nodes.value_text(scene.bytes, first.id) == scene.nodes.value_text(scene.bytes, second.id)
        && first.node.payload().of(scene.bytes) == second.node.payload().of(scene.bytes);
    if one.is_map {
        // With one key the last one counts.
        let is_one_key = scene.name(first) == scene.name(second);
        return if is_one_key { None } else { any_order() };
    }
    if !one.is_list || first.node.kind != second.node.kind {
        return None;
    }
    Some(if is_same {
        (Effect::Same, "The two values are the same, so nobody can tell.".to_owned())
    } else {
        let why = "Parsers accept it, but it is another message: a repeated field has the order of its records.";
        (Effect::Other, why.to_owned())
    })
}
