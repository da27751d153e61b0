//! Which lesson says more about what the playground and Calls show. Each of these links leads somewhere; a test follows them.
//!
//! [`Rule::lesson`](crate::annotate::explain::Rule::lesson) has those of the encoding's rules.

use crate::rpc::status::Code;

/// A link to a lesson, or to a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it is about, as the link says it.
    pub name: &'static str,
    /// Where it leads: `#/learn/…`.
    pub href: &'static str,
}

const fn to(name: &'static str, href: &'static str) -> Link {
    Link { name, href }
}

/// What the codes of problems begin with, and where those problems are explained.
pub const PROBLEMS: [(&[&str], Link); 21] = [
    (
        &["proto-number", "proto-field-number", "proto-duplicate-number"],
        to("Field numbers", "#/learn/types/field-numbers"),
    ),
    (&["proto-type", "proto-missing-type"], to("Types and field numbers", "#/learn/types")),
    (&["proto-enum", "proto-alias"], to("Names for a few values", "#/learn/types/names-for-a-few-values")),
    (&["proto-oneof", "bytes-oneof"], to("One of several", "#/learn/types/messages-lists-maps-and-one-of-several")),
    (&["proto-reserved", "proto-range"], to("Removing a field safely", "#/learn/changing/removing-a-field")),
    (&["bytes-enum-value"], to("Changing enums", "#/learn/changing/lists-oneofs-and-enums")),
    (
        &["proto-rpc", "proto-returns", "proto-missing-parenthesis", "proto-import", "proto-package", "proto-syntax"],
        to("A .proto file, line by line", "#/learn/contract/a-file-line-by-line"),
    ),
    (&["proto-presence", "proto-optional", "proto-label"], to("Presence and defaults", "#/learn/presence")),
    (
        &["proto-default", "json-required", "text-required", "bytes-required"],
        to("Presence in proto2", "#/learn/presence/proto2-and-editions"),
    ),
    (&["proto-packed", "bytes-packed"], to("How packed runs work", "#/learn/packed")),
    (&["proto-map"], to("How maps work", "#/learn/maps")),
    (&["proto-group", "bytes-group"], to("How groups work", "#/learn/groups")),
    (&["json-any", "text-any", "bytes-any"], to("How Any works", "#/learn/any")),
    (&["bytes-wire-type"], to("How tags work", "#/learn/tags/skipping-what-one-does-not-know")),
    (
        &["bytes-overlong", "bytes-overflow", "bytes-narrowed"],
        to("How long varints get", "#/learn/varints/how-long-it-gets"),
    ),
    (&["bytes-no-utf8"], to("How strings work", "#/learn/length-delimited/strings")),
    (&["bytes-no-message", "bytes-long-length"], to("How lengths work", "#/learn/length-delimited")),
    (&["bytes-repeated"], to("Changing lists", "#/learn/changing/lists-oneofs-and-enums")),
    (&["json-"], to("JSON and Protocol Buffers", "#/learn/json")),
    (&["payload-cut"], to("What parsers refuse", "#/learn/malformed")),
    (&["bytes-"], to("What parsers refuse", "#/learn/malformed")),
];

/// Where problems with this code are explained, if they are.
pub fn problem(code: &str) -> Option<Link> {
    // The longest beginning counts: what is said of all problems of bytes is not said of those that have a lesson of their own.
    let begins = |(starts, link): &(&[&str], Link)| {
        let longest = starts.iter().filter(|start| code.starts_with(**start)).map(|start| start.len()).max()?;
        Some((longest, *link))
    };
    PROBLEMS.iter().filter_map(begins).max_by_key(|(length, _)| *length).map(|(_, link)| link)
}

/// Where a status is explained.
pub fn status(code: Code) -> Link {
    match code {
        Code::DeadlineExceeded => to("Deadlines", "#/learn/deadlines/deadlines"),
        Code::Cancelled => to("Cancellation", "#/learn/deadlines/cancellation"),
        Code::Unavailable => to("Retries", "#/learn/deadlines/retries"),
        _ => to("What each status says", "#/learn/status/the-codes"),
    }
}

/// Where an HTTP/2 frame of this type is explained.
pub fn frame(kind: &str) -> Link {
    match kind {
        "HEADERS" | "CONTINUATION" => to("Headers that shrink", "#/learn/http2/headers-that-shrink"),
        "WINDOW_UPDATE" => to("Flow control", "#/learn/http2/flow-control"),
        _ => to("Frames and streams", "#/learn/http2/frames-and-streams"),
    }
}

/// Where the sizes of messages are compared.
pub const SIZES: Link = to("The same call, both ways", "#/learn/why-grpc/the-same-call-both-ways");

/// Where the kinds of methods are explained.
pub const KINDS: Link = to("The four kinds of call", "#/learn/four-kinds");

/// All links, for the test that follows them.
pub fn all() -> impl Iterator<Item = Link> {
    let problems = PROBLEMS.into_iter().map(|(_, link)| link);
    let frames = ["HEADERS", "WINDOW_UPDATE", "DATA"].into_iter().map(frame);
    problems.chain(Code::ALL.into_iter().map(status)).chain(frames).chain([SIZES, KINDS])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_beginning_counts() {
        let href = |code| problem(code).map(|link| link.href);
        assert_eq!(href("bytes-packed-cut-short"), Some("#/learn/packed"));
        assert_eq!(href("bytes-cut-short"), Some("#/learn/malformed"));
        assert_eq!(href("json-any-type"), Some("#/learn/any"));
        assert_eq!(href("json-unknown-field"), Some("#/learn/json"));
        assert_eq!(href("proto-hash-comment"), None);
    }
}
