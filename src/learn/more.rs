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
pub const PROBLEMS: [(&[&str], Link); 15] = [
    (
        &["proto-number", "proto-field-number", "proto-duplicate-number", "proto-type", "proto-enum"],
        to("Types and field numbers", "#/learn/types"),
    ),
    (&["proto-reserved", "proto-range"], to("Changing a schema safely", "#/learn/changing")),
    (
        &["proto-rpc", "proto-returns", "proto-missing-parenthesis", "proto-import", "proto-package", "proto-syntax"],
        to("The contract", "#/learn/contract"),
    ),
    (
        &[
            "proto-presence",
            "proto-optional",
            "proto-label",
            "proto-default",
            "proto-oneof",
            "json-required",
            "text-required",
            "bytes-required",
            "bytes-oneof",
        ],
        to("Presence and defaults", "#/learn/presence"),
    ),
    (&["proto-packed", "bytes-packed"], to("How packed runs work", "#/learn/packed")),
    (&["proto-map"], to("How maps work", "#/learn/maps")),
    (&["proto-group", "bytes-group"], to("How groups work", "#/learn/groups")),
    (&["json-any", "text-any", "bytes-any"], to("How Any works", "#/learn/any")),
    (&["bytes-wire-type"], to("How tags work", "#/learn/tags")),
    (&["bytes-overlong", "bytes-overflow", "bytes-narrowed"], to("How varints work", "#/learn/varints")),
    (&["bytes-no-utf8", "bytes-long-length"], to("How lengths work", "#/learn/length-delimited")),
    (&["bytes-enum-value"], to("Changing a schema safely", "#/learn/changing")),
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
        Code::DeadlineExceeded | Code::Cancelled => to("Deadlines and cancellation", "#/learn/deadlines"),
        _ => to("What a status says", "#/learn/status"),
    }
}

/// Where the sizes of messages are compared.
pub const SIZES: Link = to("Where the bytes go", "#/learn/why-grpc/the-same-call-both-ways");

/// Where the frames of calls are explained.
pub const FRAMES: Link = to("What HTTP/2 adds", "#/learn/http2");

/// Where the kinds of methods are explained.
pub const KINDS: Link = to("The four kinds of call", "#/learn/four-kinds");

/// All links, for the test that follows them.
pub fn all() -> impl Iterator<Item = Link> {
    let problems = PROBLEMS.into_iter().map(|(_, link)| link);
    problems.chain(Code::ALL.into_iter().map(status)).chain([SIZES, FRAMES, KINDS])
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
