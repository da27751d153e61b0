//! Lengths and what is behind them: bytes, messages, map entries, packed runs, what an Any holds; of text, see `text`.

use super::number::terms;
use super::{About, Part, Rule, bits, code, extent, raw, text};
use crate::annotate::guess;
use crate::annotate::node::Kind;
use crate::annotate::problem::Problem;
use crate::annotate::value::{bytes_text, short};
use crate::wire::varint;

const ANY: &str = "google.protobuf.Any";
const ANY_TYPE_URL: &str = "google.protobuf.Any.type_url";
const ANY_VALUE: &str = "google.protobuf.Any.value";

pub(super) fn length(about: &About) -> Part {
    let span = about.node.length();
    let Ok(varint) = varint::read(about.bytes, span.start as usize) else { return Part::default() };
    let what = match about.node.kind {
        Kind::Text => "are the text".to_owned(),
        Kind::Bytes if about.node.guessed => "are the payload".to_owned(),
        Kind::Bytes => "are the value".to_owned(),
        Kind::Packed => "are the packed run".to_owned(),
        Kind::MapEntry => "are the map entry".to_owned(),
        Kind::Message if about.node.guessed => "read as a message".to_owned(),
        Kind::Message => format!("are {}", about.noun()),
        _ => "belong to it".to_owned(),
    };
    let what = if varint.value == 1 { singular(&what) } else { what };
    let count = varint.value;
    let there = about.node.payload();
    let mut sentences = vec![match count {
        _ if there.len() as u64 != count => format!(
            "{} is the length: {} should follow, and {} there.",
            code(span.of(about.bytes)),
            if count == 1 { "1 byte".to_owned() } else { format!("{count} bytes") },
            match there.len() {
                0 => "none is".to_owned(),
                1 => "1 is".to_owned(),
                left => format!("{left} are"),
            },
        ),
        0 => format!("{} is the length: nothing is behind it.", code(span.of(about.bytes))),
        1 => format!("{} is the length: the next byte {what}.", code(span.of(about.bytes))),
        _ => {
            format!("{} is the length: the next {count} bytes, {}, {what}.", code(span.of(about.bytes)), extent(there))
        }
    }];
    if varint.is_overlong() {
        let least = varint::minimal_len(count);
        sentences.push(format!("It has {} bytes where {least} would do.", varint.len));
    }
    let steps = vec![terms(span.of(about.bytes), count)];
    let bits = bits::varint(about.bytes, span, &bits::plain("the length"));
    Part { sentences, bits, steps, rule: Some(Rule::LengthDelimited) }
}

fn singular(what: &str) -> String {
    match what.split_once(' ') {
        Some(("are", rest)) => format!("is {rest}"),
        Some(("read", rest)) => format!("reads {rest}"),
        Some(("belong", rest)) => format!("belongs {rest}"),
        _ => what.to_owned(),
    }
}

pub(super) fn bytes(about: &About) -> Part {
    let payload = about.node.payload().of(about.bytes);
    let rule = Some(Rule::LengthDelimited);
    if payload.is_empty() {
        return Part { rule, ..Part::default() };
    }
    if matches!(about.node.problem, Some(Problem::NotUtf8 | Problem::NotUtf8Proto2))
        && let Some((at, why)) = text::first_wrong(payload)
    {
        let own = code(payload.get(at..=at).unwrap_or_default());
        let place = about.node.payload().start as usize + at;
        let sentence = format!("At byte {place} stands {own}, which is no UTF-8: {why}.");
        return Part { sentences: vec![sentence], rule: Some(Rule::Utf8), ..Part::default() };
    }
    let sentence = match about.nodes.declared(about.id) {
        Some(field) if field.full_name == ANY_VALUE => {
            let sentence = format!("{} stay bytes: `type_url` names no message of this schema.", raw(payload));
            return Part { sentences: vec![sentence], rule: Some(Rule::Any), ..Part::default() };
        }
        Some(_) => Some(format!("{} stand as they are: `bytes` have no encoding of their own.", raw(payload))),
        None => guess::readings(about.bytes, about.nodes.wire(about.id), about.node.payload())
            .first()
            .map(|it| format!("{}: most likely {}.", raw(payload), it.kind)),
    };
    Part { sentences: sentence.into_iter().collect(), rule, ..Part::default() }
}

pub(super) fn message(about: &About) -> Part {
    let count = about.nodes.children(about.id).count();
    let name = about.nodes.message_name(about.id);
    let (sentence, rule) = match (count, about.node.guessed) {
        (0, _) => ("An empty message is one whose fields all have their defaults.".to_owned(), Rule::LengthDelimited),
        (_, true) => (
            format!("They are {} from first to last byte, so it may be a message.", records(count)),
            Rule::LengthDelimited,
        ),
        _ if name == Some(ANY) => (
            "An `Any` is a message of two fields: a URL that names a type, and the bytes of a message of that type."
                .to_owned(),
            Rule::Any,
        ),
        _ if about.nodes.declared(about.id).is_some_and(|it| it.full_name == ANY_VALUE) => (
            format!(
                "To the schema they are bytes; they are read as `{}` because `type_url` says so.",
                name.map(short).unwrap_or_default()
            ),
            Rule::Any,
        ),
        _ => (format!("It has {}, by the same rules as the message around it.", records(count)), Rule::LengthDelimited),
    };
    Part { sentences: vec![sentence], rule: Some(rule), ..Part::default() }
}

/// What is to be said of the text that names an Any's type.
pub(super) fn type_url(about: &About) -> Option<Part> {
    let is_url = about.nodes.declared(about.id)?.full_name == ANY_TYPE_URL;
    let sentence = "What is behind its last slash is the full name of the type that `value` holds.".to_owned();
    is_url.then(|| Part { sentences: vec![sentence], rule: Some(Rule::Any), ..Part::default() })
}

fn records(count: usize) -> String {
    if count == 1 { "1 record".to_owned() } else { format!("{count} records") }
}

pub(super) fn map_entry(about: &About) -> Part {
    let has = |number: u32| {
        about.nodes.children(about.id).any(|it| about.nodes.get(it).is_some_and(|it| it.number == number))
    };
    let missing = match (has(1), has(2)) {
        (true, true) => "",
        (false, true) => " The key is missing: it is the default.",
        (true, false) => " The value is missing: it is the default.",
        (false, false) => " Both are missing: they are the defaults.",
    };
    let sentence = format!(
        "A map entry is a message with `key = 1` and `value = 2`; a map is its entries, one behind the other.{missing}"
    );
    Part { sentences: vec![sentence], rule: Some(Rule::Map), ..Part::default() }
}

pub(super) fn packed(about: &About) -> Part {
    let node = about.node;
    let count =
        about.nodes.children(about.id).filter(|&it| about.nodes.get(it).is_some_and(|it| it.is_element())).count();
    let packed = node.span.len();
    // A tag has the same length packed and not: only the wire type in it differs.
    let unpacked = node.payload().len() + count * node.tag().len();
    let values = if count == 1 { "1 value".to_owned() } else { format!("{count} values") };
    let sentence = match count {
        0 if packed > node.tag().len() + node.length().len() => "No whole value is in it.".to_owned(),
        0 => "An empty run holds no values; encoders leave it out.".to_owned(),
        _ => format!(
            "{values} behind one tag: {} packed, {} if each had a tag of its own.",
            bytes_text(packed),
            bytes_text(unpacked)
        ),
    };
    Part { sentences: vec![sentence], rule: Some(Rule::Packed), ..Part::default() }
}
