//! Lengths and what is behind them: text, bytes, messages, map entries, packed runs.

use super::{About, Part, Rule, bits, code, raw};
use crate::annotate::guess;
use crate::annotate::node::Kind;
use crate::annotate::value::bytes_text;
use crate::wire::varint;

/// How many characters of a text are spelled out.
const SHOWN_CHARS: usize = 5;

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
    let mut sentences = vec![match count {
        0 => format!("{} is the length: nothing is behind it.", code(span.of(about.bytes))),
        1 => format!("{} is the length: the next byte {what}.", code(span.of(about.bytes))),
        _ => format!("{} is the length: the next {count} bytes {what}.", code(span.of(about.bytes))),
    }];
    if varint.is_overlong() {
        let least = varint::minimal_len(count);
        sentences.push(format!("It has {} bytes where {least} would do.", varint.len));
    }
    let sum = format!("{} = {count}", bits::sevens(span.of(about.bytes)).join(" "));
    Part { sentences, bits: bits::varint(about.bytes, span), sum: Some(sum), rule: Some(Rule::LengthDelimited) }
}

fn singular(what: &str) -> String {
    match what.split_once(' ') {
        Some(("are", rest)) => format!("is {rest}"),
        Some(("read", rest)) => format!("reads {rest}"),
        Some(("belong", rest)) => format!("belongs {rest}"),
        _ => what.to_owned(),
    }
}

pub(super) fn text(about: &About) -> Part {
    let payload = about.node.payload().of(about.bytes);
    let Ok(text) = std::str::from_utf8(payload) else { return Part::default() };
    let count = text.chars().count();
    let sentences = match text.chars().next() {
        None => Vec::new(),
        Some(_) => {
            let shown: Vec<String> = text
                .chars()
                .take(SHOWN_CHARS)
                .map(|it| format!("{} is {}", code(it.encode_utf8(&mut [0; 4]).as_bytes()), character(it)))
                .collect();
            let more = if count > SHOWN_CHARS { " …" } else { "." };
            let characters = if count == 1 { "1 character".to_owned() } else { format!("{count} characters") };
            let bytes = bytes_text(payload.len());
            vec![format!("{bytes} of UTF-8, {characters}: {}{more}", shown.join(", "))]
        }
    };
    Part { sentences, rule: Some(Rule::LengthDelimited), ..Part::default() }
}

/// A character as code; one that can't be seen by its number.
pub(super) fn character(it: char) -> String {
    match it {
        '`' | ' ' => format!("U+{:04X}", u32::from(it)),
        _ if it.is_control() || it.is_whitespace() => format!("U+{:04X}", u32::from(it)),
        _ => format!("`{it}`"),
    }
}

pub(super) fn bytes(about: &About) -> Part {
    let payload = about.node.payload().of(about.bytes);
    let sentences = match (payload.is_empty(), about.nodes.declared(about.id)) {
        (true, _) => Vec::new(),
        (false, Some(_)) => vec![format!("{} stand as they are: `bytes` have no encoding of their own.", raw(payload))],
        (false, None) => {
            let likeliest =
                guess::readings(about.bytes, about.nodes.wire(about.id), about.node.payload()).into_iter().next();
            likeliest.map(|it| format!("{}: most likely {}.", raw(payload), it.kind)).into_iter().collect()
        }
    };
    Part { sentences, rule: Some(Rule::LengthDelimited), ..Part::default() }
}

pub(super) fn message(about: &About) -> Part {
    let count = about.nodes.children(about.id).count();
    let sentences = match (count, about.node.guessed) {
        (0, _) => vec!["An empty message is one whose fields all have their defaults.".to_owned()],
        (_, true) => vec![format!("They are {} from first to last byte, so it may be a message.", records(count))],
        (_, false) => vec![format!("It has {}, by the same rules as the message around it.", records(count))],
    };
    Part { sentences, rule: Some(Rule::LengthDelimited), ..Part::default() }
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
