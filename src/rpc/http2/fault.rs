//! What can be wrong with a connection's bytes, as data.

use super::{
    frame::{DEFAULT_MAX_SIZE, HEADER_SIZE, PREFACE, error, kind, kind_name},
    hpack,
    settings::Setting,
};
use crate::text::Span;

/// A fault and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its place in the connection's bytes.
    pub bytes: Span,
    /// What it is.
    pub fault: Fault,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A client does not begin with the preface.
    Preface,
    /// This is HTTP/1.1.
    Http1,
    /// Fewer bytes than a frame's header: how many.
    HeaderCutShort(usize),
    /// A frame's length reaches beyond the end.
    CutShort {
        /// How many bytes it announces.
        length: u32,
        /// How many there are.
        left: usize,
    },
    /// A frame is larger than its receiver takes.
    TooLarge {
        /// How large it is.
        length: u32,
        /// What is taken.
        most: u32,
    },
    /// A frame of this type belongs to a stream, and has none.
    NoStream(u8),
    /// A frame of this type belongs to the connection, and has a stream.
    Stream(u8),
    /// A frame of this type has another length than it may.
    Length {
        /// The type.
        kind: u8,
        /// The length.
        length: u32,
    },
    /// The padding is longer than what there is to pad.
    Padding,
    /// Between the frames of a header list there is another one.
    Interrupted,
    /// CONTINUATION continues nothing.
    Unexpected,
    /// A window grows by nothing.
    NoIncrement,
    /// A setting has a value that it may not have.
    Setting(Setting),
    /// A header block can't be read on.
    Hpack(hpack::decode::Fault),
}

impl Fault {
    /// The error code by which a receiver says so (RFC 9113, section 7); nothing where only more bytes are missing.
    pub fn error(self) -> Option<u32> {
        Some(match self {
            Fault::HeaderCutShort(_) | Fault::CutShort { .. } => return None,
            Fault::TooLarge { .. } | Fault::Length { .. } => error::FRAME_SIZE_ERROR,
            Fault::Hpack(_) => error::COMPRESSION_ERROR,
            Fault::Setting(setting) if setting.id == super::settings::INITIAL_WINDOW_SIZE => error::FLOW_CONTROL_ERROR,
            _ => error::PROTOCOL_ERROR,
        })
    }

    /// What was expected and what was found.
    pub fn message(self) -> String {
        let name = |kind| kind_name(kind).unwrap_or("unknown");
        match self {
            Fault::Preface => {
                format!("expected the connection preface of {} bytes, found something else", PREFACE.len())
            }
            Fault::Http1 => "expected HTTP/2 frames, found HTTP/1.1".to_owned(),
            Fault::HeaderCutShort(left) => format!("expected a frame header of {HEADER_SIZE} bytes, found {left}"),
            Fault::CutShort { length, left } => format!("expected a payload of {length} bytes, found {left}"),
            Fault::TooLarge { length, most } => format!("expected a payload of at most {most} bytes, found {length}"),
            Fault::NoStream(kind) => format!("expected a {} frame on a stream, found it on the connection", name(kind)),
            Fault::Stream(kind) => format!("expected a {} frame on the connection, found it on a stream", name(kind)),
            Fault::Length { kind, length } => {
                format!("expected a {} frame of {}, found {length}", name(kind), length_of(kind))
            }
            Fault::Padding => "expected no more padding than there is payload, found more".to_owned(),
            Fault::Interrupted => {
                "expected a CONTINUATION frame, since the header list has not ended, found another".to_owned()
            }
            Fault::Unexpected => "expected a header list before CONTINUATION, found none that goes on".to_owned(),
            Fault::NoIncrement => "expected an increment from 1, found 0".to_owned(),
            Fault::Setting(setting) => {
                let (least, most) = setting.range();
                let (name, value) = (setting.name().unwrap_or("a setting"), setting.value);
                format!("expected {name} from {least} to {most}, found {value}")
            }
            Fault::Hpack(fault) => fault.message(),
        }
    }

    /// How to mend it, where that is known.
    pub fn help(self) -> Option<&'static str> {
        Some(match self {
            Fault::Preface => {
                "a client has to know beforehand that the server speaks HTTP/2; a browser's or curl's HTTP/1.1 request begins otherwise"
            }
            Fault::Http1 => {
                "the peer speaks HTTP/1.1: the port may be another service's, or a proxy in between does not pass HTTP/2"
            }
            Fault::TooLarge { length, .. } if length > DEFAULT_MAX_SIZE => {
                "the receiver can take more by SETTINGS_MAX_FRAME_SIZE; or these are no frames"
            }
            Fault::Hpack(_) => {
                "what the connection's later header lists refer to can't be trusted, so a receiver closes the connection"
            }
            _ => return None,
        })
    }
}

fn length_of(kind: u8) -> &'static str {
    match kind {
        kind::PRIORITY => "5 bytes",
        kind::PING => "8 bytes",
        kind::SETTINGS => "6 bytes a setting, and none with ACK",
        kind::GOAWAY => "at least 8 bytes",
        kind::RST_STREAM | kind::WINDOW_UPDATE | kind::PUSH_PROMISE => "4 bytes",
        _ => "at least its fixed fields",
    }
}
