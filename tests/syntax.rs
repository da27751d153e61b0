//! The parser at its boundary: trees, errors with their carets, and the laws that hold for every text.
#![cfg(test)]

#[path = "syntax/errors.rs"]
mod errors;
#[path = "laws/mutate.rs"]
#[allow(dead_code, reason = "shared with the laws of the pipeline")]
mod mutate;
#[path = "syntax/render.rs"]
mod render;
#[path = "syntax/trees.rs"]
mod trees;

use mutate::{PROTO, edits, mutated};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wirelens::syntax::{Kind, Node, Parsed, parse};
use wirelens::{bundled, examples};

/// The same cases in every run.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() }
}

/// Texts that protoc accepts.
fn valid() -> Vec<&'static str> {
    let examples = examples::all().iter().filter(|example| !example.fails);
    let examples = examples.flat_map(|example| example.files.iter().map(|&(_, text)| text));
    examples.chain(bundled::names().filter_map(bundled::get)).collect()
}

/// What holds for the tree and the errors of any text.
fn hold(text: &str) -> Parsed {
    let parsed = parse(3, text);
    let leaves: String = parsed.tree.leaves().map(Node::text).collect();
    assert_eq!(leaves, text, "the leaves are the text");
    for node in parsed.tree.all() {
        let (first, last) = (node.elements().next(), node.elements().last());
        if node.kind().is_token() {
            assert!(first.is_none() && !node.span().is_empty(), "{node:?}");
            continue;
        }
        let mut end = node.span().start;
        for part in node.elements() {
            assert_eq!(part.parent(), Some(node));
            assert!(part.span().start >= end && node.span().covers(part.span()), "{part:?} in {node:?}");
            end = part.span().end;
        }
        if node.kind() != Kind::File {
            assert!(!node.span().is_empty(), "{node:?} is empty");
            let is_trivia = |part: Option<Node<'_>>| part.is_some_and(|part| part.kind().is_trivia());
            assert!(!is_trivia(first) && !is_trivia(last), "{node:?} has trivia at its edge");
        }
        assert!(node.ancestors().count() < wirelens::syntax::MAX_DEPTH);
    }
    for diagnostic in &parsed.diagnostics {
        let spans = diagnostic.labels.iter().map(|label| label.place);
        let edits = diagnostic.fixes.iter().flat_map(|fix| fix.edits.iter().map(|(place, _)| *place));
        for place in spans.chain(edits).chain([diagnostic.place]) {
            assert!(text.get(place.span.range()).is_some(), "{diagnostic:?}");
            assert_eq!(place.source, wirelens::diagnostic::Source::File(3));
        }
    }
    assert!(parsed.diagnostics.is_sorted_by_key(|it| it.place.span.start));
    let is_broken = parsed.tree.all().any(Node::is_broken);
    assert!(!is_broken || !parsed.diagnostics.is_empty(), "what is broken is told");
    parsed
}

#[test]
fn whole_files_have_no_errors() {
    for text in valid() {
        let parsed = hold(text);
        assert_eq!(parsed.diagnostics, [], "{text}");
        assert!(!parsed.tree.all().any(|node| matches!(node.kind(), Kind::Error | Kind::Unknown)), "{text}");
    }
}

#[test]
fn line_breaks_mean_nothing() {
    for text in valid() {
        let parsed = parse(0, text);
        let leaves = parsed.tree.leaves().map(|leaf| if leaf.kind() == Kind::Whitespace { "\n" } else { leaf.text() });
        // A line comment needs its line break.
        let broken: String = leaves.flat_map(|leaf| [leaf, "\n"]).collect();
        assert_eq!(hold(&broken).diagnostics, [], "{broken}");
    }
}

/// Texts that would be slow, or deep, if anything here were quadratic or recursed without a limit.
fn hostile() -> Vec<String> {
    let long = |piece: &str| piece.repeat(40_000 / piece.len());
    let in_message = |piece: &str| format!("message A {{ {}", long(piece));
    vec![
        "{".repeat(10_000),
        "{".repeat(10_000) + &"}".repeat(10_000),
        long("message A {"),
        long("message A {\n"),
        long("message A { oneof b { optional group C = 1 { extend D { "),
        "message A { oneof b { optional group C = 1 { option (d) = { e [{".repeat(30),
        format!("option (a) = {};", "{b [<c ".repeat(1_000)),
        format!("option (a) = {{b: {}", "[".repeat(10_000)),
        long("option (opt).r = 1;\n"),
        long("}\n"),
        long("foo bar @ "),
        long("“‘"),
        long("\u{a0}ä "),
        long("# \n"),
        long("/*"),
        long("package a.\n"),
        format!("package {}", long("a.\n")),
        in_message("string a = 1 @\n"),
        in_message("string a = 1 (\n"),
        in_message("string a = 1 ( "),
        in_message("a\n"),
        in_message("a."),
        in_message("map<"),
        in_message("string a;\n"),
        in_message("string a = 1 [b = 1 "),
        in_message("reserved 1 to 2 "),
        in_message("  }\n  a\n"),
    ]
}

#[test]
fn hostile_texts_are_parsed_on_a_small_stack() {
    // Half of what wasm gives a program by default; debug builds need more than others.
    const STACK: usize = 1 << 19;
    let work = || hostile().iter().for_each(|text| drop(hold(text)));
    std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn laws_hold_for_any_text(text in "\\PC{0,200}") {
        hold(&text);
    }

    #[test]
    fn laws_hold_for_pieces(pieces in prop::collection::vec(prop::sample::select(PROTO), 0..60), space in "[ \n]?") {
        hold(&pieces.join(&space));
    }

    #[test]
    fn laws_hold_for_edited_files(text in prop::sample::select(valid()), edits in edits(PROTO, 12)) {
        hold(&mutated(text, &edits));
    }
}
