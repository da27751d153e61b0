//! The laws of the JSON reader: any text is a tape whose nodes are in each other and in order, all that is wrong with it has a
//! place in the text, and what nothing is wrong with is a message.

use std::sync::LazyLock;

use wirelens::diagnostic::{Diagnostic, Severity, Source};
use wirelens::message::json::{self, tree::Kind, tree::NodeId, tree::Tree};
use wirelens::message::{Parsed, from_json, from_newer_json};
use wirelens::schema::{self, Schema};
use wirelens::text::{File, Span};

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = schema::compile(&vec![
        file("new.proto", include_str!("output/new.proto")),
        file("old.proto", include_str!("output/old.proto")),
    ]);
    match compiled.schema {
        Some(schema) if compiled.diagnostics.is_empty() => schema,
        _ => panic!("{:?}", compiled.diagnostics),
    }
});

/// Holds the laws for a text.
pub fn is_read(text: &str) {
    is_a_tree(text);
    for name in ["t.All", "old.All"] {
        let Some(root) = SCHEMA.root(name) else { panic!("no {name}") };
        let parsed = from_json(&root, text);
        is_told(text, &parsed);
        let newer = from_newer_json(&root, text);
        is_told(text, &newer);
        // What is read strictly is read the same otherwise.
        assert!(parsed.bytes.is_none() || parsed.bytes == newer.bytes);
        for offset in 0..=text.len().min(100) {
            if let Some(path) = parsed.places.at(offset) {
                // Of a key that stands twice only the first is found.
                let is_found = parsed.bytes.is_none() || parsed.places.member(&path).is_some();
                assert!(is_found && parsed.places.nearest(&path).is_some(), "{path} has no place");
            }
        }
    }
}

/// There are bytes or there is an error; everything is placed, and in its order.
fn is_told(text: &str, parsed: &Parsed) {
    let Parsed { bytes, diagnostics, .. } = parsed;
    diagnostics.iter().for_each(|diagnostic| is_placed(text, diagnostic));
    assert!(diagnostics.is_sorted_by_key(|diagnostic| diagnostic.place));
    assert_eq!(bytes.is_none(), diagnostics.iter().any(|it| it.severity == Severity::Error));
    assert!(bytes.is_none() || parsed.message().is_some(), "bytes that are no message");
}

fn is_a_tree(text: &str) {
    let (tree, diagnostics) = json::parse(text);
    diagnostics.iter().for_each(|diagnostic| is_placed(text, diagnostic));
    let Some(root) = tree.root() else {
        assert!(!diagnostics.is_empty(), "neither a value nor an error");
        return;
    };
    assert_eq!(tree.parent(root), None);
    let mut count = 0;
    is_nested(&tree, root, &mut count);
    assert_eq!(count, tree.len(), "a node that is in none");
    for offset in 0..=text.len().min(200) {
        if let Some(at) = tree.at(offset) {
            let span = tree.span(at);
            assert!(span.start as usize <= offset && offset <= span.end as usize);
            assert!(tree.children(at).all(|child| !tree.span(child).contains(offset)), "not the innermost");
        }
    }
}

/// Whether a node is one, and so is all that is in it; counts them.
fn is_nested(tree: &Tree<'_>, id: NodeId, count: &mut usize) {
    *count += 1;
    let (span, kind) = (tree.span(id), tree.kind(id));
    assert!(is_in(tree.text(), span));
    let mut last = span.start;
    for child in tree.children(id) {
        let inner = tree.span(child);
        assert!(last <= inner.start && inner.end <= span.end, "{kind:?} {span:?} around {inner:?}");
        assert_eq!(tree.parent(child), Some(id));
        assert_eq!(tree.kind(child) == Kind::Member, kind == Kind::Object);
        last = inner.end;
        is_nested(tree, child, count);
    }
    match kind {
        Kind::Member => {
            let key = tree.key_span(id);
            assert!(key.start == span.start && key.end <= tree.span(tree.value(id)).start);
            assert_eq!(tree.children(id).collect::<Vec<_>>(), [tree.value(id)]);
            let _ = tree.key(id);
        }
        Kind::String => drop(tree.string(id)),
        Kind::Null | Kind::Bool(_) | Kind::Number => assert!(!tree.raw(id).is_empty()),
        Kind::Array | Kind::Object | Kind::Broken => {}
    }
}

/// Whether a diagnostic and its edits are in the text.
pub fn is_placed(text: &str, diagnostic: &Diagnostic) {
    assert_eq!(diagnostic.place.source, Source::Json);
    assert!(is_in(text, diagnostic.place.span), "{diagnostic:?}");
    assert!(diagnostic.labels.iter().all(|label| is_in(text, label.place.span)), "{diagnostic:?}");
    let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
    edits.for_each(|(place, by)| assert!(is_in(text, place.span) && place.span.of_str(text) != by, "{diagnostic:?}"));
}

fn is_in(text: &str, span: Span) -> bool {
    text.get(span.range()).is_some()
}
