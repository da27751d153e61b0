//! How much of a message is read and written.

/// The longest JSON text that is read, in bytes.
pub const MAX_JSON_BYTES: usize = 8 << 20;
/// How deep messages may be nested, what an Any holds included. Readers of the binary format stop at 100, too.
pub const MAX_LEVELS: usize = 100;
