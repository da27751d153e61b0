//! The programs that calls are written as do what the calls say: in Python, Node and Rust, as clients and as servers, against each
//! other and against a judge that knows no schema; and `buf curl` as a client.
//!
//! `cargo xtask snippets` installs what this needs and says where that is. What is not run here, for want of its tools: Go, Java,
//! C# and `grpcurl`.
#![cfg(test)]

#[path = "../../cases.rs"]
mod cases;
mod workshop;

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use wirelens::message;
use wirelens::rpc::snippets::Language;

use cases::Case;
use workshop::{Outcome, RUN, Workshop};

/// One program listens at a time.
fn workshop() -> MutexGuard<'static, Workshop> {
    static SHOP: LazyLock<Mutex<Workshop>> = LazyLock::new(|| Mutex::new(Workshop::open().unwrap()));
    SHOP.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The printed lines of hex say what these messages do.
fn assert_messages(case: &Case, root: &str, printed: &str, expected: &[Vec<u8>], who: &str) {
    let root = case.schema.root(root).unwrap();
    // Written again in one order: fields and entries of maps come as each language likes.
    let again = |bytes: &[u8]| {
        let decoded = message::decode(root.descriptor(), bytes, &[]);
        assert_eq!(decoded.diagnostics, [], "{} by {who}", case.name);
        message::encode(&decoded.message)
    };
    let bytes = |line: &str| -> Vec<u8> {
        (0..line.len() / 2).map(|at| u8::from_str_radix(&line[2 * at..2 * at + 2], 16).unwrap()).collect()
    };
    let printed: Vec<Vec<u8>> = printed.lines().map(|line| again(&bytes(line))).collect();
    let expected: Vec<Vec<u8>> = expected.iter().map(|bytes| again(bytes)).collect();
    assert_eq!(printed, expected, "{} by {who}", case.name);
}

fn is_bidirectional(case: &Case) -> bool {
    case.name == "Chat"
}

/// What a client receives.
fn received(case: &Case) -> Vec<Vec<u8>> {
    let times = if is_bidirectional(case) { case.call.requests.len() } else { 1 };
    case.call.replies.iter().cycle().take(times * case.call.replies.len()).cloned().collect()
}

fn succeeded(outcome: Outcome, who: &str) -> String {
    assert!(outcome.is_success, "{who}: {}{}", outcome.out, outcome.complaint);
    outcome.out
}

#[test]
fn every_client_understands_every_server() {
    let shop = workshop();
    for case in &shop.kinds {
        // What a program prints, it prints whoever the other is.
        let mut clients: Vec<Option<String>> = vec![None; RUN.len()];
        for server in RUN {
            let mut printed = None;
            for (client, known) in RUN.into_iter().zip(&mut clients) {
                let who = format!("{} of {client:?} at {server:?}", case.name);
                let running = shop.serve(case, server).unwrap();
                let out = succeeded(shop.call(case, client).unwrap(), &who);
                assert_eq!(known.get_or_insert_with(|| out.clone()), &out, "{who}");
                let out = running.end().unwrap();
                assert!(!out.is_empty(), "{who}");
                assert_eq!(printed.get_or_insert_with(|| out.clone()), &out, "{who}");
            }
        }
        assert!(clients.iter().all(|it| it.as_ref().is_some_and(|it| !it.trim().is_empty())), "{}", case.name);
    }
}

#[test]
fn the_messages_are_those_of_the_call() {
    let shop = workshop();
    for case in &shop.kinds {
        for language in RUN {
            let who = format!("{language:?}");
            let judge = shop.judge_serves(case, is_bidirectional(case)).unwrap();
            succeeded(shop.call(case, language).unwrap(), &who);
            assert_messages(case, &case.types.0, &judge.end().unwrap(), &case.call.requests, &who);

            let server = shop.serve(case, language).unwrap();
            let printed = succeeded(shop.judge_calls(case).unwrap(), &who);
            assert_messages(case, &case.types.1, &printed, &received(case), &who);
            drop(server);
        }
    }
}

#[test]
fn every_value_is_written_as_it_is() {
    let shop = workshop();
    for case in &shop.messages {
        for language in RUN {
            let who = format!("{language:?}");
            let judge = shop.judge_serves(case, false).unwrap();
            succeeded(shop.call(case, language).unwrap(), &format!("{} {who}", case.name));
            assert_messages(case, &case.types.0, &judge.end().unwrap(), &case.call.requests, &who);

            let server = shop.serve(case, language).unwrap();
            let printed = succeeded(shop.judge_calls(case).unwrap(), &format!("{} {who}", case.name));
            assert_messages(case, &case.types.1, &printed, &case.call.replies, &who);
            drop(server);
        }
    }
}

#[test]
fn a_status_is_told() {
    let shop = workshop();
    let case = &shop.failing;
    for server in RUN {
        let _running = shop.serve(case, server).unwrap();
        for client in RUN {
            let outcome = shop.call(case, client).unwrap();
            let who = format!("{client:?} at {server:?}: {outcome:?}");
            assert!(!outcome.is_success, "{who}");
            let status = if client == Language::Rust { "NotFound" } else { "NOT_FOUND" };
            assert!(outcome.complaint.contains(status) && outcome.complaint.contains("100% sure, {really}"), "{who}");
        }
    }
}

#[test]
fn a_command_line_is_a_client() {
    let shop = workshop();
    for case in shop.kinds.iter().chain(&shop.messages) {
        let _running = shop.serve(case, Language::Python).unwrap();
        let out = succeeded(shop.call(case, Language::Shell).unwrap(), &case.name);
        let root = case.schema.root(&case.types.1).unwrap();
        let replies = serde_json::Deserializer::from_str(&out).into_iter::<serde_json::Value>();
        let replies: Vec<Vec<u8>> =
            replies.map(|reply| message::from_json(&root, &reply.unwrap().to_string()).bytes.unwrap()).collect();
        assert_eq!(replies, received(case), "{}", case.name);
    }
}
