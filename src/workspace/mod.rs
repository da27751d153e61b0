//! The workspace as something that comes and goes.
//!
//! - `form`: an input as a message, which the saved form keeps, with `script` for a call's; `link`: the same in the fragment of an address
//! - `pick`: what is worth reading of what the user dropped; [`import()`]: files from it, by way of [`zip`], [`set`],
//!   `decode` (bytes as text), `head` and `roots` (the names they are imported by) and `name` (which names there can be)
//!
//! Knows no browser, and nothing of what is done with the files.

mod decode;
mod form;
mod head;
mod import;
mod link;
mod name;
mod pick;
mod roots;
mod script;
pub mod set;
pub mod zip;

pub use form::{input, message, proto};
pub use import::{Imported, import};
pub use link::{MAX_LINK, ShareError, from_link, to_link};
pub use name::{name_fault, to_name};
pub use pick::{Kind, Picked};

/// How many files a workspace may have.
pub const MAX_FILES: usize = 1000;
