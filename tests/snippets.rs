//! Programs of calls, beside what is written down in `tests/snippets/golden/`: as text here, run by `tests/snippets/`.
#![cfg(test)]

#[allow(dead_code, reason = "what runs the programs needs more of a case")]
#[path = "snippets/cases.rs"]
mod cases;

use std::fmt::Write as _;

use cases::Case;
use expect_test::expect_file;
use wirelens::rpc::snippets::{Language, MAX_BYTES, Side, write};

const ADDRESS: &str = "localhost:50051";

fn show(out: &mut String, case: &Case, language: Language, side: Side) {
    for listing in write(&case.schema, &case.call, language, side).unwrap() {
        writeln!(out, "=== {} {side:?} {}\n{}", case.name, listing.name, listing.text).unwrap();
        assert!(listing.text.ends_with('\n') && !listing.text.ends_with("\n\n"), "{} {}", case.name, listing.name);
    }
}

#[test]
fn every_kind_in_every_language() {
    for language in Language::ALL {
        let mut out = String::new();
        for case in cases::kinds(ADDRESS).into_iter().chain([cases::failing(ADDRESS)]) {
            for side in [Side::Client, Side::Server] {
                show(&mut out, &case, language, side);
            }
        }
        expect_file![format!("snippets/golden/{language:?}.txt").to_lowercase()].assert_eq(&out);
    }
}

#[test]
fn every_example_in_every_language() {
    for language in Language::ALL {
        let mut out = String::new();
        for case in cases::messages(ADDRESS) {
            show(&mut out, &case, language, Side::Client);
        }
        expect_file![format!("snippets/golden/{language:?}-messages.txt").to_lowercase()].assert_eq(&out);
    }
}

#[test]
fn what_is_no_call_is_refused() {
    let mut case = cases::kinds(ADDRESS).remove(0);
    case.call.requests = vec![vec![0x0a; MAX_BYTES + 1]];
    let refused = |case: &Case| write(&case.schema, &case.call, Language::Go, Side::Client).unwrap_err();
    assert!(refused(&case).starts_with("The messages have 6"), "{}", refused(&case));
    for method in ["", "/", "GetParcel", "/delivery.DeliveryService/Missing", "/Missing/GetParcel"] {
        case.call.method = method.to_owned();
        assert_eq!(refused(&case), format!("There is no method {method} in the schema."));
    }
}
