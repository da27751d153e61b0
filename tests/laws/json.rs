//! The laws of the JSON reader: any text is a tape whose nodes are in each other and in order, and all that is wrong with it has a
//! place in the text.

use wirelens::diagnostic::{Diagnostic, Source};
use wirelens::message::json::{self, tree::Kind, tree::NodeId, tree::Tree};
use wirelens::text::Span;

/// Holds the laws for a text.
pub fn is_read(text: &str) {
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
    if diagnostics.is_empty() {
        assert!(serde_json::from_str::<serde::de::IgnoredAny>(text.trim_start_matches('\u{feff}')).is_ok());
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
        Kind::Array | Kind::Object | Kind::Broken => {}
        Kind::Null | Kind::Bool(_) | Kind::Number => assert!(serde_json::from_str::<Valid>(tree.raw(id)).is_ok()),
    }
}

/// Any value; serde_json refuses numbers that are no doubles.
type Valid = serde::de::IgnoredAny;

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
