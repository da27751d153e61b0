//! Where rules put what they find: a diagnostic is begun at a node and gets help, labels and fixes as it goes.
//!
//! Knows no rule.

use super::super::fixes;
use super::super::unit::Unit;
use super::super::world::FIRST_BUNDLED;
use crate::diagnostic::{Diagnostic, Fix, Label, Place, Source};
use crate::syntax::{Kind, Node, NodeId};
use crate::text::Span;

/// What rules found in a file, in the order in which they looked.
pub struct Findings<'u> {
    unit: &'u Unit,
    list: Vec<Diagnostic>,
}

impl<'u> Findings<'u> {
    /// None yet.
    pub fn new(unit: &'u Unit) -> Findings<'u> {
        Findings { unit, list: Vec::new() }
    }

    /// The file they are found in.
    pub fn unit(&self) -> &'u Unit {
        self.unit
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// An error at a node.
    pub fn error(&mut self, code: &str, node: NodeId, message: impl Into<String>) -> Finding<'_> {
        let place = self.unit.place(node);
        self.push(Diagnostic::error(code, place, message))
    }

    /// A warning at a node.
    pub fn warning(&mut self, code: &str, node: NodeId, message: impl Into<String>) -> Finding<'_> {
        let place = self.unit.place(node);
        self.push(Diagnostic::warning(code, place, message))
    }

    fn push(&mut self, diagnostic: Diagnostic) -> Finding<'_> {
        let at = self.list.len();
        self.list.push(diagnostic);
        Finding { unit: self.unit, diagnostic: &mut self.list[at] }
    }

    /// All of them in the order of the text.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        crate::order::sort_by_key(&mut self.list, |diagnostic| diagnostic.place.span.start);
        self.list
    }
}

/// A diagnostic that is being written.
pub struct Finding<'f> {
    unit: &'f Unit,
    diagnostic: &'f mut Diagnostic,
}

impl<'f> Finding<'f> {
    /// The file it is found in.
    pub fn unit(&self) -> &'f Unit {
        self.unit
    }

    /// How to mend it.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.diagnostic.help = Some(help.into());
        self
    }

    /// What the name at the place should be: it is renamed wherever it is used.
    pub fn rename(self, name: impl Into<String>) -> Self {
        self.diagnostic.rename = Some(name.into());
        self
    }

    /// Another place in the same file that explains it.
    pub fn label(self, node: NodeId, message: impl Into<String>) -> Self {
        let place = self.unit.place(node);
        self.label_at(place, message)
    }

    /// Another place that explains it, in whatever file. What comes with Wirelens can't be shown, so it gets none.
    pub fn label_at(self, place: Place, message: impl Into<String>) -> Self {
        if matches!(place.source, Source::File(file) if file >= FIRST_BUNDLED) {
            return self;
        }
        self.diagnostic.labels.push(Label { place, message: message.into() });
        self
    }

    /// An edit of a span of the file.
    pub fn fix(self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.edits(title, vec![(span, text.into())])
    }

    /// Several edits at once; they do not overlap.
    pub fn edits(self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        let file = self.unit.index as usize;
        let edits = edits.into_iter().map(|(span, text)| (Place::file(file, span), text)).collect();
        self.diagnostic.fixes.push(Fix { title: title.into(), edits });
        self
    }

    /// An edit that puts a text in the place of a node.
    pub fn replace(self, node: NodeId, text: impl Into<String>) -> Self {
        let (span, text) = (self.unit.span(node), text.into());
        self.fix(format!("replace by `{text}`"), span, text)
    }

    /// An edit that puts a text before a node.
    pub fn insert_before(self, title: impl Into<String>, node: NodeId, text: impl Into<String>) -> Self {
        let start = self.unit.span(node).start as usize;
        self.fix(title, Span::at(start), text)
    }

    /// An edit that removes a node and the white space behind it: a word before others.
    pub fn remove_word(self, node: NodeId) -> Self {
        let node = self.unit.tree.node(node);
        let title = format!("remove `{}`", node.text());
        let end = match behind(node) {
            Some(space) if space.kind() == Kind::Whitespace => space.span().end,
            _ => node.span().end,
        };
        self.fix(title, Span::new(node.span().start as usize, end as usize), "")
    }

    /// An edit that removes a statement, with its line where it stands alone on one.
    pub fn remove_statement(self, title: impl Into<String>, node: NodeId) -> Self {
        let span = fixes::removed(self.unit, node);
        self.fix(title, span, "")
    }

    /// An edit that removes a setting: a statement, or a part of a list in brackets together with its comma, or the brackets
    /// where nothing is left.
    pub fn remove_setting(self, node: NodeId) -> Self {
        let setting = self.unit.tree.node(node);
        let title = "remove the option";
        if setting.kind() != Kind::CompactOption {
            return self.remove_statement(title, node);
        }
        let span = setting.span();
        let (before, behind) = (before(setting), behind_all(setting));
        let is = |node: Option<Node<'_>>, kind| node.is_some_and(|node| node.kind() == kind);
        let (start, end) = if is(behind, Kind::Comma) {
            // With the blank behind the comma.
            let comma = behind.map_or(span, Node::span);
            let blank = behind.and_then(Node::leaf_behind).filter(|leaf| leaf.kind() == Kind::Whitespace);
            (span.start, blank.map_or(comma.end, |blank| blank.span().end))
        } else if is(before, Kind::Comma) {
            (before.map_or(span.start, |comma| comma.span().start), span.end)
        } else {
            let list = setting.parent().map_or(span, Node::span);
            let blank = setting.parent().and_then(Node::leaf_before).filter(|leaf| leaf.kind() == Kind::Whitespace);
            (blank.map_or(list.start, |blank| blank.span().start), list.end)
        };
        self.fix(title, Span::new(start as usize, end as usize), "")
    }
}

fn behind(node: Node<'_>) -> Option<Node<'_>> {
    node.leaf_behind()
}

/// The next leaf that is no trivia.
fn behind_all(node: Node<'_>) -> Option<Node<'_>> {
    std::iter::successors(node.leaf_behind(), |leaf| leaf.leaf_behind()).find(|leaf| !leaf.kind().is_trivia())
}

/// The leaf before that is no trivia.
fn before(node: Node<'_>) -> Option<Node<'_>> {
    std::iter::successors(node.leaf_before(), |leaf| leaf.leaf_before()).find(|leaf| !leaf.kind().is_trivia())
}
