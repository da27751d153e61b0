//! Bytes as text to take away: hex, base64, and the literals of programming languages.
//!
//! What is written is for people and compilers, and [`super::input`] reads it again. Knows nothing of what the bytes
//! mean; [`protoscope`](super::protoscope) writes down what they are.

mod literal;

use serde::{Deserialize, Serialize};

use super::input;

/// A way to write bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Notation {
    /// Two digits a byte, a space between two, sixteen a line.
    Hex,
    /// RFC 4648, section 4, with padding.
    Base64,
    /// RFC 4648, section 5, without padding.
    Base64Url,
    /// An array of `unsigned char`.
    C,
    /// A slice of bytes.
    Go,
    /// An array of `u8`.
    Rust,
    /// A literal of bytes.
    Python,
    /// An array of bytes, which have a sign there.
    Java,
}

impl Notation {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Notation; 8] = [
        Notation::Hex,
        Notation::Base64,
        Notation::Base64Url,
        Notation::C,
        Notation::Go,
        Notation::Rust,
        Notation::Python,
        Notation::Java,
    ];

    /// The name shown, as it reads behind “as”.
    pub fn name(self) -> &'static str {
        match self {
            Notation::Hex => "hex",
            Notation::Base64 => "base64",
            Notation::Base64Url => "base64url",
            Notation::C => "C code",
            Notation::Go => "Go code",
            Notation::Rust => "Rust code",
            Notation::Python => "Python code",
            Notation::Java => "Java code",
        }
    }
}

/// `bytes` in a notation; one of several lines ends with a line break.
pub fn write(bytes: &[u8], notation: Notation) -> String {
    match notation {
        Notation::Hex => input::hex(bytes),
        Notation::Base64 => input::base64(bytes),
        Notation::Base64Url => literal::base64url(bytes),
        Notation::C => literal::c(bytes),
        Notation::Go => literal::go(bytes),
        Notation::Rust => literal::rust(bytes),
        Notation::Python => literal::python(bytes),
        Notation::Java => literal::java(bytes),
    }
}
