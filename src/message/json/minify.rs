//! JSON text without white space.

use super::parse;
use super::tree::{Kind, NodeId, Tree};

/// The same JSON text without insignificant white space; strings and numbers stay as they are written. `None` if the text is
/// no JSON.
pub fn minify(text: &str) -> Option<String> {
    let (tree, wrong) = parse(text);
    let root = tree.root().filter(|_| wrong.is_empty())?;
    let mut out = String::with_capacity(text.len());
    write(&tree, root, &mut out);
    Some(out)
}

/// Recurses as deep as the tree is nested.
fn write(tree: &Tree<'_>, id: NodeId, out: &mut String) {
    let (open, close) = match tree.kind(id) {
        Kind::Array => ('[', ']'),
        Kind::Object => ('{', '}'),
        Kind::Member => {
            out.push_str(tree.key_span(id).of_str(tree.text()));
            out.push(':');
            return write(tree, tree.value(id), out);
        }
        _ => return out.push_str(tree.raw(id)),
    };
    out.push(open);
    for (at, child) in tree.children(id).enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        write(tree, child, out);
    }
    out.push(close);
}
