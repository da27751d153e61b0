//! HPACK (RFC 7541): header lists as few bytes, both ways.
//!
//! The table, its eviction and Huffman's code are the library's; what is kept in the table is decided here. Knows no frames.

pub mod decode;
pub mod encode;
pub mod huffman;
pub mod shape;

pub use decode::Decoder;
pub use encode::Encoder;

/// One field of a header list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its name, in lower case; that of a pseudo-header field begins with a colon.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Whether nobody may keep it in a table (RFC 7541, section 7.1.3).
    pub is_sensitive: bool,
}

impl Field {
    /// One that may be kept.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Field {
        Field { name: name.into(), value: value.into(), is_sensitive: false }
    }

    /// What it counts in the table, and for SETTINGS_MAX_HEADER_LIST_SIZE (RFC 7541, section 4.1).
    pub fn size(&self) -> usize {
        self.name.len() + self.value.len() + ENTRY_OVERHEAD
    }
}

/// What an entry of the table counts beyond its name and value.
pub const ENTRY_OVERHEAD: usize = 32;
