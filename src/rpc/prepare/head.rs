//! What gRPC allows as metadata ("gRPC over HTTP2", Custom-Metadata) and as a retry policy (gRFC A6).

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};

use super::{Bag, Problem, Spot, error};
use crate::{
    diagnostic::Diagnostic,
    rpc::{
        script::{Retry, Script},
        status::Code,
    },
};

/// Names that are gRPC's own begin so.
const RESERVED: &str = "grpc-";

/// What is said behind the names of values that are bytes.
const BINARY: &str = "-bin";

/// Names that HTTP or gRPC gives a meaning of its own: libraries don't let custom metadata have them.
const TAKEN: [&str; 6] = ["te", "content-type", "user-agent", "host", "connection", "content-length"];

/// How many attempts A6 lets a policy have.
const ATTEMPTS: std::ops::RangeInclusive<u8> = 2..=5;

pub(super) fn check(script: &Script, problems: &mut Vec<Problem>) {
    let bags = [
        (Bag::Client, &script.client.metadata),
        (Bag::Initial, &script.server.metadata),
        (Bag::Trailing, &script.server.trailers),
    ];
    for (bag, entries) in bags {
        for (index, (name, value)) in (0..).zip(entries) {
            let at = Spot::Header(bag, index);
            let wrong = name_fault(name).or_else(|| value_fault(name, value));
            problems.extend(wrong.map(|diagnostic| Problem { at, diagnostic }));
        }
    }
    let wrong = script.client.retry.as_ref().and_then(retry_fault);
    problems.extend(wrong.map(|diagnostic| Problem { at: Spot::Retry, diagnostic }));
}

fn name_fault(name: &str) -> Option<Diagnostic> {
    let is_allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-.".contains(letter);
    let wrong = |message: String, help: Option<String>| Some(Diagnostic { help, ..error("call-metadata", message) });
    if name.is_empty() {
        return wrong("expected a name".to_owned(), None);
    }
    if let Some(letter) = name.chars().find(|&letter| !is_allowed(letter)) {
        let lower = name.to_ascii_lowercase();
        let help = lower.chars().all(is_allowed).then(|| format!("write '{lower}'"));
        let message =
            format!("expected small letters, digits, '_', '-' and '.' in a name, found '{}'", letter.escape_debug());
        return wrong(message, help);
    }
    if name.starts_with(RESERVED) || TAKEN.contains(&name) {
        let help = Some("put something of your own in front: 'x-'".to_owned());
        return wrong(format!("expected a name of your own, found '{name}', which is gRPC's or HTTP's"), help);
    }
    None
}

fn value_fault(name: &str, value: &str) -> Option<Diagnostic> {
    let wrong = |message: String, help: &str| {
        Some(Diagnostic { help: Some(help.to_owned()), ..error("call-metadata", message) })
    };
    if name.ends_with(BINARY) {
        let is_base64 = STANDARD.decode(value).is_ok() || STANDARD_NO_PAD.decode(value).is_ok();
        let message = || format!("expected base64 as the value of '{name}', since its name ends in '{BINARY}'");
        return if is_base64 { None } else { wrong(message(), "a text needs a name without '-bin'") };
    }
    let letter = value.chars().find(|letter| !matches!(letter, ' '..='~'))?;
    let message = format!("expected printable ASCII as the value of '{name}', found '{}'", letter.escape_debug());
    wrong(message, "other values go as base64 under a name that ends in '-bin'")
}

fn retry_fault(retry: &Retry) -> Option<Diagnostic> {
    let wrong = |message: String| Some(error("call-retry", message));
    if !ATTEMPTS.contains(&retry.attempts) {
        let (least, most) = (ATTEMPTS.start(), ATTEMPTS.end());
        return wrong(format!("expected {least} to {most} attempts, found {}", retry.attempts));
    }
    if retry.initial_backoff == 0 || retry.max_backoff == 0 || retry.multiplier == 0 {
        return wrong("expected a first wait, a longest wait and a growth greater than 0".to_owned());
    }
    if retry.codes.is_empty() || retry.codes.contains(&Code::Ok) {
        return wrong("expected the statuses to retry after: one at least, and not OK".to_owned());
    }
    None
}
