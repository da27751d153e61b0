//! One file of the workspace, read by itself: its tree, what it declares, and what is wrong with its text.
//!
//! It is made of nothing but the file's index, name and text, so it is kept until one of them changes. Knows no other file.

use super::features::FileFeatures;
use super::lower::{self, Lowered};
use super::model;
use super::names::Symbols;
use crate::diagnostic::{Diagnostic, Place};
use crate::syntax::{NodeId, Tree};
use crate::text::Span;

/// A file, read.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its index in the workspace's files; those of the bundled files come behind the user's.
    pub index: u32,
    /// Its text and structure.
    pub tree: Tree,
    /// What it declares.
    pub file: model::File,
    /// Every name it declares, with the broken ones.
    pub symbols: Symbols,
    /// The features of what it declares.
    pub features: FileFeatures,
    /// What is wrong with the text by itself.
    pub diagnostics: Vec<Diagnostic>,
}

impl Unit {
    /// Reads the file of an index and a name off what the parser made of its text.
    pub fn new(index: usize, name: &str, tree: Tree, mut diagnostics: Vec<Diagnostic>) -> Unit {
        let Lowered { file, diagnostics: found } = lower::lower(index, name, &tree);
        diagnostics.extend(found);
        let symbols = Symbols::new(index as u32, &file);
        let features = FileFeatures::new(&file, &tree);
        Unit { index: index as u32, tree, file, symbols, features, diagnostics }
    }

    /// The bytes a node covers.
    pub fn span(&self, node: NodeId) -> Span {
        self.tree.node(node).span()
    }

    /// The place of a node.
    pub fn place(&self, node: NodeId) -> Place {
        Place::file(self.index as usize, self.span(node))
    }
}
