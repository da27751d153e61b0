//! One file of the workspace, read by itself: its tree, what it declares, and what is wrong with its text.
//!
//! It is made of nothing but the file's number, name and text, so it is kept until one of them changes. Knows no other file.

use super::check;
use super::features::FileFeatures;
use super::fingerprint::{self, Fingerprint};
use super::junk::Junk;
use super::limits;
use super::lower::{self, Lowered};
use super::model;
use super::names::Symbols;
use crate::diagnostic::{Diagnostic, Place};
use crate::syntax::{self, Builder, NodeId, Parsed, Tree};
use crate::text::Span;

/// A file, read.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its number: of a file of the user its index among them, of a bundled one
    /// [`FIRST_BUNDLED`](super::world::FIRST_BUNDLED) and its place among those.
    pub index: u32,
    /// Its text and structure.
    pub tree: Tree,
    /// What it declares.
    pub file: model::File,
    /// Every name it declares, with the broken ones.
    pub symbols: Symbols,
    /// The features of what it declares.
    pub features: FileFeatures,
    /// What it may declare where it is broken.
    pub junk: Junk,
    /// What is wrong with the text by itself.
    pub diagnostics: Vec<Diagnostic>,
    /// What others may depend on.
    pub fingerprint: Fingerprint,
}

impl Unit {
    /// Reads the file of a number, a name and a text.
    pub fn read(index: usize, name: &str, text: &str) -> Unit {
        let Parsed { tree, mut diagnostics } = match limits::too_large(index, text) {
            None => syntax::parse(index, text),
            Some(found) => Parsed { tree: Builder::new(text, 1).finish(), diagnostics: vec![found] },
        };
        let Lowered { file, diagnostics: found } = lower::lower(index, name, &tree);
        diagnostics.extend(found);
        let symbols = Symbols::new(index as u32, &file);
        let features = FileFeatures::new(&file, &tree);
        let junk = if diagnostics.is_empty() { Junk::default() } else { Junk::new(&tree) };
        let fingerprint = fingerprint::fingerprint(&file, &tree, &junk);
        let mut unit = Unit { index: index as u32, tree, file, symbols, features, junk, diagnostics, fingerprint };
        let found = check::alone(&unit);
        unit.diagnostics.extend(found);
        unit
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
