//! The language services: what an editor asks about a .proto text, answered from the trees and names of the workspace.
//!
//! 1. [`complete()`]: what could be typed at a cursor
//! 2. [`hover()`]: what is said of the thing under the pointer
//! 3. [`definition`], [`references`]: where it is declared and used
//! 4. [`prepare_rename`], [`rename`]: another name for it
//! 5. [`format()`]: the canonical white space
//! 6. [`outline()`], [`folds()`], [`colours()`]: how a file is built
//! 7. [`describe`], [`place`], [`note`]: the same of a declaration by its full name, for other texts that stand for it
//!
//! All of them work while texts are broken. Spans are bytes. Knows no editor, no browser and no descriptors.

mod colours;
mod complete;
mod cursor;
mod data;
mod expect;
mod folds;
mod format;
mod grammar;
mod holds;
mod hover;
mod named;
mod numbers;
mod outline;
mod references;
mod rename;
mod scope;
mod space;
mod thing;
mod words;

pub use colours::colours;
pub use complete::{MAX_CHOICES, complete};
pub use data::{Colour, Completion, CompletionKind, Completions, Edit, Hover, InFile, Spot, Symbol};
pub use folds::folds;
pub use format::format;
pub use hover::hover;
pub use named::{Note, describe, note, place};
pub use outline::outline;
pub use references::{definition, references};
pub use rename::{prepare_rename, rename, renamed_name};
pub use space::Space;
