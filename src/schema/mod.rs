//! `.proto` files → descriptors, places of the declarations, and every error there is, located.
//!
//! 1. [`compile()`]: the files → [`Schema`] and diagnostics
//! 2. `tokens`: a scanner that is just good enough to find statements and to count brackets
//! 3. `limits`: what must not reach the compiler, because it would not come back
//! 4. `google`: the files that come with Wirelens
//! 5. `imports`: which file needs which; missing ones, cycles, the order to compile in
//! 6. `report`, `hints`, `names`: protox's errors as our diagnostics, with places, helps and fixes
//! 7. `places`: where each name is declared, and what is declared at an offset
//!
//! Knows nothing of messages, JSON or bytes. It does not read the editions (`edition = "2023"`); protox cannot.

pub mod check;
mod clashes;
mod compile;
#[allow(dead_code, reason = "the descriptor set follows")]
mod descriptor;
#[allow(dead_code, reason = "the descriptor set follows")]
mod encode;
mod export;
pub mod features;
mod fingerprint;
pub mod fixes;
mod google;
mod hints;
mod imports;
pub mod junk;
pub mod library;
mod limits;
mod link;
pub mod linked;
pub mod lint;
mod lower;
mod mends;
pub mod model;
#[allow(dead_code, reason = "the schema reads it")]
pub mod names;
mod old_compile;
mod old_imports;
mod old_report;
mod options;
mod places;
mod report;
#[allow(dead_code, reason = "options read it")]
mod resolve;
mod tokens;
pub mod unit;
mod unresolved;
pub mod visibility;
#[allow(dead_code, reason = "the schema reads it")]
pub mod world;

use std::fmt;
use std::sync::Arc;

use prost_reflect::{DescriptorPool, MessageDescriptor};

use crate::diagnostic::{Diagnostic, Place, Severity};
use places::Places;

pub use crate::suggest;
pub use compile::Compiler;
pub use export::{descriptors, known};
pub use limits::{MAX_FILE_BYTES, MAX_FULL_NAME, MAX_NAME_PARTS, MAX_NESTING, MAX_RANGES};
pub use old_compile::compile;
pub use report::MAX_DIAGNOSTICS;

/// The compiled files: descriptors, and where each of them is declared. Cloning is cheap.
#[derive(Clone)]
pub struct Schema {
    inner: Arc<Inner>,
}

/// prost-reflect prints the types of fields, and a recursive one for ever.
impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").field("messages", &self.inner.messages).finish_non_exhaustive()
    }
}

struct Inner {
    pool: DescriptorPool,
    messages: Vec<String>,
    places: Places,
}

/// What [`compile()`] makes of the files.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The files that compile, together with the bundled Google files. A file with an error, and a file that needs such a
    /// one, is not in it; it is `None` if there are files and none of them compiles.
    pub schema: Option<Schema>,
    /// What is wrong with the files, in their order; at most [`MAX_DIAGNOSTICS`], the last of which says how many more.
    pub diagnostics: Vec<Diagnostic>,
}

impl Compiled {
    /// Whether every file is in the schema.
    pub fn is_complete(&self) -> bool {
        self.schema.is_some() && self.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }
}

impl Schema {
    /// All descriptors: those of the user's files and of the Google files that come with Wirelens.
    pub fn pool(&self) -> &DescriptorPool {
        &self.inner.pool
    }

    /// The full names of the message types the user's files declare, nested ones behind the one around them, in the order of
    /// files and declarations. Map entries are not among them.
    pub fn message_types(&self) -> Vec<String> {
        self.inner.messages.clone()
    }

    /// A message type by its full name, such as `demo.User` or `google.protobuf.Timestamp`.
    pub fn message(&self, full_name: &str) -> Option<MessageDescriptor> {
        self.inner.pool.get_message_by_name(full_name)
    }

    /// The type to show when nobody chose one: the first of [`Schema::message_types`].
    pub fn default_root(&self) -> Option<String> {
        self.inner.messages.first().cloned()
    }

    /// The whole statement that declares a message, field, oneof, enum, enum value, service, method or extension, such as
    /// `demo.User.name`, without the comments before it. `None` for names of the bundled files.
    pub fn place(&self, full_name: &str) -> Option<Place> {
        self.inner.places.get(full_name).map(|declared| declared.whole)
    }

    /// The name's own token in that statement.
    pub fn name_place(&self, full_name: &str) -> Option<Place> {
        self.inner.places.get(full_name).map(|declared| declared.name)
    }

    /// The comment before the declaration, else the one behind it, without the comment's marks.
    pub fn doc(&self, full_name: &str) -> Option<&str> {
        self.inner.places.get(full_name)?.doc.as_deref()
    }

    /// The full name of the innermost declaration around a byte offset of a file (its index in `Files`).
    pub fn declaration_at(&self, file: usize, offset: usize) -> Option<&str> {
        self.inner.places.at(file, offset)
    }
}
