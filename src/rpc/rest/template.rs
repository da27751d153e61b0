//! `google.api.http`: how an option of a method says what its request line is.
//!
//! The grammar is the one `google/api/http.proto` states: `"/" Segments [ Verb ]`, where a segment is text, `*`, `**` or
//! `{field.path = Segments}`. Knows no message: values are asked for by their paths.

use crate::text::Span;
use crate::wire::{Part, Record, WireType, scan};

/// The extension of `google.protobuf.MethodOptions`, by its number in `google/api/annotations.proto`.
const HTTP: u32 = 72_295_728;

/// Fields of `HttpRule` that hold a pattern, and the verbs they stand for.
const VERBS: [(u32, &str); 5] = [(2, "GET"), (3, "PUT"), (4, "POST"), (5, "DELETE"), (6, "PATCH")];
/// Its field `body`.
const BODY: u32 = 7;
/// Its field `custom`, a message of the verb and the path.
const CUSTOM: u32 = 8;
const CUSTOM_KIND: u32 = 1;
const CUSTOM_PATH: u32 = 2;

/// What an `HttpRule` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// `GET`.
    pub verb: String,
    /// `/v1/{name=shelves/*}/books`.
    pub pattern: String,
    /// The field that is the body: `*` for all that are not in the path, empty for none.
    pub body: String,
}

/// The rule of a method; `options` are the bytes of its `MethodOptions`. Other bindings than the first are not heeded.
pub fn rule(options: &[u8]) -> Option<Rule> {
    let rule = last(options, HTTP)?;
    let mut found = Rule { body: text(last(rule, BODY).unwrap_or_default()), ..Rule::default() };
    for (number, verb) in VERBS {
        if let Some(pattern) = last(rule, number) {
            (found.verb, found.pattern) = (verb.to_owned(), text(pattern));
        }
    }
    if let Some(custom) = last(rule, CUSTOM) {
        let part = |number| text(last(custom, number).unwrap_or_default());
        (found.verb, found.pattern) = (part(CUSTOM_KIND), part(CUSTOM_PATH));
    }
    (found.pattern.starts_with('/') && !found.verb.is_empty()).then_some(found)
}

/// The payload of the last record of a number that has a length.
fn last(bytes: &[u8], number: u32) -> Option<&[u8]> {
    let is_one = |record: &Record| record.number == number && record.wire == WireType::Len;
    let mut records = scan(bytes, Span::new(0, bytes.len())).into_iter().filter_map(|part| match part {
        Part::Record(record) => Some(record),
        _ => None,
    });
    records.rfind(is_one).map(|record| record.payload.of(bytes))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The path a pattern comes to, with `value` of each field path in it.
pub fn filled(pattern: &str, mut value: impl FnMut(&str) -> String) -> String {
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((variable, after)) = behind.split_once('}') else { break };
        path.push_str(before);
        let (field, segments) = variable.split_once('=').unwrap_or((variable, "*"));
        // What stands for one segment has its slashes escaped; what stands for several keeps them.
        let is_one = !segments.contains('/') && segments != "**";
        path.push_str(&escaped(&value(field), |byte| byte == b'/' && !is_one));
        rest = after;
    }
    path + rest
}

/// A text as it may stand in a path or a query: all but the unreserved letters of RFC 3986, section 2.3 becomes `%` and two
/// digits a byte.
pub fn escaped(text: &str, may_stand: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ if may_stand(byte) => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
