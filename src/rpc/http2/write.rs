//! Writes what one side of a connection sends.
//!
//! Knows no streams' lives and no windows: whoever calls it says what is sent, and in which order.

use super::{
    frame::{DEFAULT_MAX_SIZE, HEADER_SIZE, Head, MAX_SIZE, PREFACE, flag, kind},
    hpack::{Encoder, Field},
    settings::{HEADER_TABLE_SIZE, MAX_FRAME_SIZE, Setting},
};
use crate::rpc::timeline::Header;
use crate::text::Span;

/// All bytes one side has sent over a connection, and the state of its header compression.
pub struct Writer {
    bytes: Vec<u8>,
    encoder: Encoder,
    max_frame: u32,
}

/// A frame that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The frame with its header, in [`Writer::bytes`].
    pub bytes: Span,
    /// Its type.
    pub kind: u8,
    /// Its flags.
    pub flags: u8,
    /// Its stream.
    pub stream: u32,
}

/// A header list that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// HEADERS, then a CONTINUATION for whatever does not fit a frame.
    pub frames: Vec<Written>,
    /// The fields. Where one goes on in the next frame, its bytes hold that one's header.
    pub headers: Vec<Header>,
}

/// Whether a frame is its sender's last on the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// More follows.
    Open,
    /// END_STREAM: nothing follows.
    Stream,
}

impl Default for Writer {
    fn default() -> Writer {
        Writer { bytes: Vec::new(), encoder: Encoder::default(), max_frame: DEFAULT_MAX_SIZE }
    }
}

impl Writer {
    /// Everything that was written.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Everything that was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The largest payload of a frame the peer takes, in bytes.
    pub fn max_frame(&self) -> usize {
        self.max_frame as usize
    }

    /// Heeds the peer's settings, as far as they change what is written; its windows and streams are the caller's to count.
    /// Values that a setting may not have are not heeded.
    pub fn heed(&mut self, settings: &[Setting]) {
        for setting in settings.iter().filter(|it| it.is_valid()) {
            match setting.id {
                HEADER_TABLE_SIZE => self.encoder.resize(setting.value),
                MAX_FRAME_SIZE => self.max_frame = setting.value,
                _ => {}
            }
        }
    }

    /// What a client sends before everything else (RFC 9113, section 3.4).
    pub fn preface(&mut self) -> Span {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(PREFACE);
        Span::new(start, self.bytes.len())
    }

    /// SETTINGS (section 6.5).
    pub fn settings(&mut self, settings: &[Setting]) -> Written {
        let payload: Vec<u8> = settings.iter().flat_map(|it| it.write()).collect();
        self.frame(kind::SETTINGS, 0, 0, &payload)
    }

    /// The answer to SETTINGS.
    pub fn settings_ack(&mut self) -> Written {
        self.frame(kind::SETTINGS, flag::ACK, 0, &[])
    }

    /// A header list: HEADERS (section 6.2) and as many CONTINUATION (section 6.10) as it takes.
    pub fn headers(&mut self, stream: u32, fields: &[Field], end: End) -> Block {
        let mut block = Vec::new();
        let written = self.encoder.encode(fields, &mut block);
        let (max, start) = (self.max_frame(), self.bytes.len());
        let mut frames = Vec::new();
        let mut rest = block.as_slice();
        loop {
            let (now, later) = rest.split_at(rest.len().min(max));
            rest = later;
            let first = frames.is_empty();
            let mut flags = if first && end == End::Stream { flag::END_STREAM } else { 0 };
            if rest.is_empty() {
                flags |= flag::END_HEADERS;
            }
            frames.push(self.frame(if first { kind::HEADERS } else { kind::CONTINUATION }, flags, stream, now));
            if rest.is_empty() {
                break;
            }
        }
        // Behind as many frames' headers as there are up to it.
        let place = |at: usize| start + at + HEADER_SIZE * (at / max + 1);
        let headers = fields
            .iter()
            .zip(written)
            .map(|(field, (form, span))| Header {
                name: field.name.clone(),
                value: field.value.clone(),
                form,
                bytes: Span::new(place(span.start as usize), place((span.end as usize).saturating_sub(1)) + 1),
            })
            .collect();
        Block { frames, headers }
    }

    /// DATA (section 6.1): at most [`Writer::max_frame`] bytes, and no more than both windows allow.
    pub fn data(&mut self, stream: u32, data: &[u8], end: End) -> Written {
        debug_assert!(data.len() <= self.max_frame());
        self.frame(kind::DATA, if end == End::Stream { flag::END_STREAM } else { 0 }, stream, data)
    }

    /// WINDOW_UPDATE (section 6.9): so many bytes more may be sent on the stream, or on the connection by 0.
    pub fn window_update(&mut self, stream: u32, increment: u32) -> Written {
        self.frame(kind::WINDOW_UPDATE, 0, stream, &increment.to_be_bytes())
    }

    /// PING (section 6.7).
    pub fn ping(&mut self, data: [u8; 8]) -> Written {
        self.frame(kind::PING, 0, 0, &data)
    }

    /// The answer to PING, with the same data.
    pub fn ping_ack(&mut self, data: [u8; 8]) -> Written {
        self.frame(kind::PING, flag::ACK, 0, &data)
    }

    /// RST_STREAM (section 6.4), with a code of [`error`](super::frame::error).
    pub fn rst_stream(&mut self, stream: u32, code: u32) -> Written {
        self.frame(kind::RST_STREAM, 0, stream, &code.to_be_bytes())
    }

    /// GOAWAY (section 6.8): the last stream that is still looked at, a code of [`error`](super::frame::error), and what people who debug are told.
    pub fn goaway(&mut self, last: u32, code: u32, debug: &str) -> Written {
        let payload = [&last.to_be_bytes()[..], &code.to_be_bytes(), debug.as_bytes()].concat();
        self.frame(kind::GOAWAY, 0, 0, &payload)
    }

    fn frame(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Written {
        let start = self.bytes.len();
        let length = u32::try_from(payload.len()).unwrap_or(u32::MAX).min(MAX_SIZE);
        self.bytes.extend_from_slice(&Head { length, kind, flags, is_reserved: false, stream }.write());
        self.bytes.extend_from_slice(payload);
        Written { bytes: Span::new(start, self.bytes.len()), kind, flags, stream }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::frame::error, *};

    #[test]
    fn the_beginning_of_a_connection() {
        let mut writer = Writer::default();
        assert_eq!(writer.preface(), Span::new(0, 24));
        let settings = writer.settings(&[Setting { id: MAX_FRAME_SIZE, value: 1 << 14 }]);
        assert_eq!(settings.bytes, Span::new(24, 24 + 9 + 6));
        assert_eq!(settings.bytes.of(writer.bytes()), [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0x40, 0]);
        assert_eq!(writer.settings_ack().bytes.of(writer.bytes()), [0, 0, 0, 4, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn small_frames() {
        let mut writer = Writer::default();
        let frame = writer.rst_stream(3, error::CANCEL);
        assert_eq!(frame.bytes.of(writer.bytes()), [0, 0, 4, 3, 0, 0, 0, 0, 3, 0, 0, 0, 8]);
        let frame = writer.goaway(1, error::NO_ERROR, "bye");
        assert_eq!(frame.bytes.of(writer.bytes()), b"\0\0\x0b\x07\0\0\0\0\0\0\0\0\x01\0\0\0\0bye");
        let frame = writer.data(1, b"abc", End::Stream);
        assert_eq!(frame.bytes.of(writer.bytes()), b"\0\0\x03\0\x01\0\0\0\x01abc");
    }

    #[test]
    fn a_header_list_goes_on_in_the_next_frame() {
        let mut writer = Writer::default();
        writer.preface();
        let long = Field::new("x-long", "~".repeat(22_000));
        let block =
            writer.headers(1, &[Field::new(":method", "POST"), long, Field::new("te", "trailers")], End::Stream);
        let kinds: Vec<_> = block.frames.iter().map(|it| (it.kind, it.flags)).collect();
        assert_eq!(
            kinds,
            [(kind::HEADERS, flag::END_STREAM), (kind::CONTINUATION, 0), (kind::CONTINUATION, flag::END_HEADERS)]
        );
        // Of the fields, headers of frames and the preface each byte is one's.
        assert_eq!(block.headers[0].bytes, Span::new(24 + 9, 24 + 10));
        assert_eq!(block.headers[1].bytes.start, 24 + 10);
        assert_eq!(block.headers[1].bytes.end, block.headers[2].bytes.start);
        assert_eq!(block.headers[2].bytes.end as usize, writer.bytes().len());
    }

    #[test]
    fn an_empty_header_list_is_a_frame() {
        let block = Writer::default().headers(1, &[], End::Open);
        assert_eq!(block.frames.len(), 1);
        assert_eq!(block.frames[0].flags, flag::END_HEADERS);
    }
}
