//! The header that every frame has, and the numbers of RFC 9113 that frames are made of.
//!
//! Knows no payload.

/// What a client sends before its first frame (RFC 9113, section 3.4).
pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A frame's length: 24 bits (section 4.1).
pub const LENGTH_SIZE: usize = 3;
/// Its type.
pub const KIND_SIZE: usize = 1;
/// Its flags.
pub const FLAGS_SIZE: usize = 1;
/// Its stream, with the reserved bit.
pub const STREAM_SIZE: usize = 4;
/// All of them.
pub const HEADER_SIZE: usize = LENGTH_SIZE + KIND_SIZE + FLAGS_SIZE + STREAM_SIZE;

/// The bit before a stream's number, or an increment: it is sent as 0 and not looked at.
pub const RESERVED: u32 = 1 << 31;

/// The largest payload a peer takes that has not said otherwise (section 6.5.2).
pub const DEFAULT_MAX_SIZE: u32 = 1 << 14;
/// The largest payload a peer may say that it takes.
pub const MAX_SIZE: u32 = (1 << 24) - 1;

/// Types of frames (section 6).
pub mod kind {
    /// What a stream carries.
    pub const DATA: u8 = 0;
    /// A header list, or its beginning.
    pub const HEADERS: u8 = 1;
    /// Nobody heeds it any more.
    pub const PRIORITY: u8 = 2;
    /// A stream is over at once.
    pub const RST_STREAM: u8 = 3;
    /// What the sender can do and wants.
    pub const SETTINGS: u8 = 4;
    /// A response nobody has asked for yet.
    pub const PUSH_PROMISE: u8 = 5;
    /// To be sent back.
    pub const PING: u8 = 6;
    /// No more streams.
    pub const GOAWAY: u8 = 7;
    /// More may be sent.
    pub const WINDOW_UPDATE: u8 = 8;
    /// How a header list goes on.
    pub const CONTINUATION: u8 = 9;
}

/// Flags (section 6). What a flag means depends on the type.
pub mod flag {
    /// SETTINGS and PING: this is the answer.
    pub const ACK: u8 = 1;
    /// DATA and HEADERS: the sender sends no more on this stream.
    pub const END_STREAM: u8 = 1;
    /// HEADERS, PUSH_PROMISE and CONTINUATION: the header list ends here.
    pub const END_HEADERS: u8 = 1 << 2;
    /// DATA, HEADERS and PUSH_PROMISE: there is padding.
    pub const PADDED: u8 = 1 << 3;
    /// HEADERS: a priority comes first.
    pub const PRIORITY: u8 = 1 << 5;
}

/// Error codes of RST_STREAM and GOAWAY (section 7).
pub mod error {
    /// No error: all went well.
    pub const NO_ERROR: u32 = 0;
    /// The peer breaks the protocol.
    pub const PROTOCOL_ERROR: u32 = 1;
    /// Something is wrong here.
    pub const INTERNAL_ERROR: u32 = 2;
    /// More came than the window allows.
    pub const FLOW_CONTROL_ERROR: u32 = 3;
    /// Settings were not acknowledged in time.
    pub const SETTINGS_TIMEOUT: u32 = 4;
    /// A frame came for a half-closed stream.
    pub const STREAM_CLOSED: u32 = 5;
    /// A frame has the wrong size.
    pub const FRAME_SIZE_ERROR: u32 = 6;
    /// The stream was not looked at, so that it may be tried again.
    pub const REFUSED_STREAM: u32 = 7;
    /// The stream isn't wanted any more.
    pub const CANCEL: u32 = 8;
    /// The header compression can't be kept up.
    pub const COMPRESSION_ERROR: u32 = 9;
    /// The connection of a CONNECT request was broken.
    pub const CONNECT_ERROR: u32 = 10;
    /// The peer does too much that may do harm.
    pub const ENHANCE_YOUR_CALM: u32 = 11;
    /// The encryption is too weak.
    pub const INADEQUATE_SECURITY: u32 = 12;
    /// HTTP/1.1 is to be used.
    pub const HTTP_1_1_REQUIRED: u32 = 13;
}

const KINDS: [&str; 10] = [
    "DATA",
    "HEADERS",
    "PRIORITY",
    "RST_STREAM",
    "SETTINGS",
    "PUSH_PROMISE",
    "PING",
    "GOAWAY",
    "WINDOW_UPDATE",
    "CONTINUATION",
];

const ERRORS: [&str; 14] = [
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED",
];

/// What a type of frame is called; nothing for one that RFC 9113 does not define.
pub fn kind_name(kind: u8) -> Option<&'static str> {
    KINDS.get(usize::from(kind)).copied()
}

/// What an error code is called; nothing for one that RFC 9113 does not define.
pub fn error_name(code: u32) -> Option<&'static str> {
    ERRORS.get(code as usize).copied()
}

/// The names of a frame's flags that are set, in the order of their bits; bits without a meaning for its type are left out.
pub fn flag_names(kind: u8, flags: u8) -> Vec<&'static str> {
    meanings(kind).iter().filter(|(bit, _)| flags & bit != 0).map(|&(_, name)| name).collect()
}

/// The flags of a type.
pub(super) fn meanings(kind: u8) -> &'static [(u8, &'static str)] {
    const END_STREAM: (u8, &str) = (flag::END_STREAM, "END_STREAM");
    const END_HEADERS: (u8, &str) = (flag::END_HEADERS, "END_HEADERS");
    const PADDED: (u8, &str) = (flag::PADDED, "PADDED");
    match kind {
        kind::DATA => &[END_STREAM, PADDED],
        kind::HEADERS => &[END_STREAM, END_HEADERS, PADDED, (flag::PRIORITY, "PRIORITY")],
        kind::PUSH_PROMISE => &[END_HEADERS, PADDED],
        kind::CONTINUATION => &[END_HEADERS],
        kind::SETTINGS | kind::PING => &[(flag::ACK, "ACK")],
        _ => &[],
    }
}

/// A frame's header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// How long the payload is, in bytes; at most [`MAX_SIZE`].
    pub length: u32,
    /// The type.
    pub kind: u8,
    /// The flags.
    pub flags: u8,
    /// Whether the reserved bit is set.
    pub is_reserved: bool,
    /// The stream; 0 is the connection.
    pub stream: u32,
}

impl Head {
    /// Reads the header at the beginning of `bytes`; nothing where they are too few.
    pub fn read(bytes: &[u8]) -> Option<Head> {
        let &[a, b, c, kind, flags, ref stream @ ..] = bytes.first_chunk::<HEADER_SIZE>()?;
        let stream = u32::from_be_bytes(*stream);
        Some(Head {
            length: u32::from_be_bytes([0, a, b, c]),
            kind,
            flags,
            is_reserved: stream & RESERVED != 0,
            stream: stream & !RESERVED,
        })
    }

    /// As it is written; of a length beyond [`MAX_SIZE`] the low bits.
    pub fn write(self) -> [u8; HEADER_SIZE] {
        let [_, a, b, c] = self.length.to_be_bytes();
        let [d, e, f, g] = (self.stream | if self.is_reserved { RESERVED } else { 0 }).to_be_bytes();
        [a, b, c, self.kind, self.flags, d, e, f, g]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_as_it_was_written() {
        let head =
            Head { length: 0x01_02_03, kind: kind::HEADERS, flags: flag::END_HEADERS, is_reserved: true, stream: 5 };
        assert_eq!(head.write(), [1, 2, 3, 1, 4, 0x80, 0, 0, 5]);
        assert_eq!(Head::read(&head.write()), Some(head));
        assert_eq!(Head::read(&[0; 8]), None);
    }

    #[test]
    fn names() {
        assert_eq!(kind_name(kind::CONTINUATION), Some("CONTINUATION"));
        assert_eq!(kind_name(10), None);
        assert_eq!(error_name(error::HTTP_1_1_REQUIRED), Some("HTTP_1_1_REQUIRED"));
        assert_eq!(flag_names(kind::HEADERS, 0xff), ["END_STREAM", "END_HEADERS", "PADDED", "PRIORITY"]);
        assert_eq!(flag_names(kind::PING, 1), ["ACK"]);
        assert!(flag_names(kind::GOAWAY, 0xff).is_empty());
    }
}
