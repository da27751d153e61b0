//! What is refused though protoc might take it: files and names that are too long to be handled in a page.
//!
//! How deep things may be nested is the parser's matter.

use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// The longest text of a file that is compiled, in bytes. The longest of googleapis has half as many.
pub const MAX_FILE_BYTES: usize = 8 << 20;

/// How long a full name may be, in bytes: with the package and the messages around it. Descriptors hold the full name of
/// every declaration several times.
pub const MAX_FULL_NAME: usize = 1000;

/// The reason not to read a text at all, if there is one.
pub(super) fn too_large(index: usize, text: &str) -> Option<Diagnostic> {
    (text.len() > MAX_FILE_BYTES).then(|| {
        let message = format!("expected at most {} MiB of text, found {} bytes", MAX_FILE_BYTES >> 20, text.len());
        let help = "split the file; a smaller one can import the other";
        Diagnostic::error("proto-limit", Place::file(index, Span::at(0)), message).with_help(help)
    })
}

/// The reason not to declare a name at a place: in a scope whose full name has `scope` bytes it would be too long.
pub(super) fn too_long(place: Place, scope: usize, name: usize) -> Option<Diagnostic> {
    (scope + 1 + name > MAX_FULL_NAME).then(|| {
        let message = format!("expected full names of at most {MAX_FULL_NAME} bytes, found a longer one");
        let help = "a full name is made of the package, the messages around and the name itself; shorten one of them";
        Diagnostic::error("proto-limit", place, message).with_help(help)
    })
}
