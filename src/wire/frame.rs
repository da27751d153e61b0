//! gRPC's length-prefixed message: a flag, a length, the message.
//!
//! The rule is `Length-Prefixed-Message → Compressed-Flag Message-Length Message` of the gRPC-over-HTTP/2 protocol. Knows
//! neither HTTP/2 nor what is in the message.

use crate::text::Span;

/// The compressed flag: one byte, 0 or 1.
pub const FLAG_SIZE: usize = 1;

/// The flag's bit that says that trailers follow: gRPC-Web's protocol, "Message framing".
pub const TRAILERS: u8 = 0x80;

/// The message's length: a big-endian number of 32 bits.
pub const LENGTH_SIZE: usize = 4;

/// What gRPC puts before every message.
pub const HEADER_SIZE: usize = FLAG_SIZE + LENGTH_SIZE;

/// A frame as it stands in the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Whether the message is compressed, by what the `grpc-encoding` header names.
    pub compressed: bool,
    /// Whether it holds trailers in place of a message, as gRPC-Web has them in the body.
    pub trailers: bool,
    /// The message's bytes.
    pub message: Span,
}

/// Why there is no frame at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameFault {
    /// Fewer than [`HEADER_SIZE`] bytes: how many there are.
    HeaderCutShort(usize),
    /// A compressed flag that is neither 0 nor 1, gRPC-Web's bit for trailers left out.
    Flag(u8),
    /// The length reaches beyond the end.
    MessageCutShort {
        /// How many bytes it announces.
        length: u32,
        /// How many there are.
        left: usize,
    },
}

impl FrameFault {
    /// What was expected and what was found, as a diagnostic says it.
    pub fn message(self) -> String {
        match self {
            FrameFault::HeaderCutShort(left) => format!("expected a header of {HEADER_SIZE} bytes, found {left}"),
            FrameFault::Flag(flag) => format!("expected the compressed flag to be 0 or 1, found {flag}"),
            FrameFault::MessageCutShort { length, left } => {
                format!("expected a message of {length} bytes, found {left}")
            }
        }
    }
}

/// The header of a message of `length` bytes that is not compressed.
pub fn header(length: u32) -> [u8; HEADER_SIZE] {
    let [a, b, c, d] = length.to_be_bytes();
    [0, a, b, c, d]
}

/// `message` in a frame, not compressed; `None` where its length does not fit 32 bits.
pub fn write(message: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(message.len()).ok()?;
    Some([&header(length)[..], message].concat())
}

/// Reads the frame at `at`.
///
/// # Errors
/// What is missing or wrong in it.
pub fn read(bytes: &[u8], at: usize) -> Result<Frame, FrameFault> {
    let rest = bytes.get(at..).unwrap_or_default();
    let Some((&[flag, a, b, c, d], body)) = rest.split_first_chunk::<HEADER_SIZE>() else {
        return Err(FrameFault::HeaderCutShort(rest.len()));
    };
    if flag & !TRAILERS > 1 {
        return Err(FrameFault::Flag(flag));
    }
    let length = u32::from_be_bytes([a, b, c, d]);
    if body.len() < length as usize {
        return Err(FrameFault::MessageCutShort { length, left: body.len() });
    }
    let start = at + HEADER_SIZE;
    Ok(Frame {
        compressed: flag & 1 == 1,
        trailers: flag & TRAILERS != 0,
        message: Span::new(start, start + length as usize),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_as_it_was_written() {
        let bytes = write(b"\x08\x96\x01").unwrap();
        assert_eq!(bytes, [0, 0, 0, 0, 3, 8, 0x96, 1]);
        assert_eq!(read(&bytes, 0), Ok(Frame { compressed: false, trailers: false, message: Span::new(5, 8) }));
    }

    #[test]
    fn what_is_no_frame() {
        assert_eq!(read(&[0, 0, 0], 0), Err(FrameFault::HeaderCutShort(3)));
        assert_eq!(read(&[8, 0x96, 1, 0, 0], 0), Err(FrameFault::Flag(8)));
        assert_eq!(read(&[1, 0, 0, 1, 0, 7], 0), Err(FrameFault::MessageCutShort { length: 256, left: 1 }));
        assert_eq!(read(&[], 9), Err(FrameFault::HeaderCutShort(0)));
    }
}
