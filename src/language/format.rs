//! A file of the user with canonical white space.

use super::data::Edit;
use super::space::{Space, is_own};
use crate::syntax;

/// The edits that format a file; none where it is not the user's.
pub fn format(space: &Space<'_>, file: u32) -> Option<Vec<Edit>> {
    let tree = space.tree(file).filter(|_| is_own(file))?;
    let edits = syntax::format::format(tree);
    Some(edits.into_iter().map(|(span, text)| Edit { file, span, text }).collect())
}
