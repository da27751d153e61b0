//! Frames in a body: a byte of flags, a length of four, the content. gRPC-Web and Connect's streams have the same.

use crate::text::Span;
use crate::wire::frame::{self, HEADER_SIZE};

/// The content is compressed.
pub const COMPRESSED: u8 = 1;
/// Connect: the stream ends, and the content is JSON.
pub const END_STREAM: u8 = 1 << 1;
/// gRPC-Web: the content is trailers.
pub const TRAILERS: u8 = frame::TRAILERS;

/// A frame that has arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// Its place in the body.
    pub place: Span,
    /// Its flags.
    pub flags: u8,
    /// Its content.
    pub content: Vec<u8>,
}

/// A frame around `content`; nothing where that is 4 GiB long or more.
pub fn write(flags: u8, content: &[u8]) -> Option<Vec<u8>> {
    let mut framed = frame::write(content)?;
    if let Some(first) = framed.first_mut() {
        *first = flags;
    }
    Some(framed)
}

/// Reads frames as their bytes arrive, in whatever pieces.
#[derive(Clone, Debug)]
pub struct Reader {
    /// What has arrived and is in no whole frame yet.
    held: Vec<u8>,
    /// How much of the body came before that.
    before: usize,
    /// The largest content that is taken.
    most: usize,
    /// The length of a frame that is larger: nothing behind it is read.
    too_large: Option<u32>,
}

impl Reader {
    /// One that takes contents of so many bytes at most.
    pub fn new(most: usize) -> Reader {
        Reader { held: Vec::new(), before: 0, most, too_large: None }
    }

    /// Takes a piece of the body; gives the frames it completes.
    pub fn push(&mut self, piece: &[u8]) -> Vec<Envelope> {
        if self.too_large.is_some() {
            return Vec::new();
        }
        self.held.extend_from_slice(piece);
        let mut frames = Vec::new();
        let mut at = 0;
        while let Some(&[flags, ref length @ ..]) = self.held.get(at..).and_then(|it| it.first_chunk::<HEADER_SIZE>()) {
            let length = u32::from_be_bytes(*length);
            if length as usize > self.most {
                self.too_large = Some(length);
                break;
            }
            let start = at + HEADER_SIZE;
            let end = start + length as usize;
            let Some(content) = self.held.get(start..end) else { break };
            let place = Span::new(self.before + at, self.before + end);
            frames.push(Envelope { place, flags, content: content.to_vec() });
            at = end;
        }
        self.held.drain(..at);
        self.before += at;
        frames
    }

    /// The bytes that are in no whole frame.
    pub fn rest(&self) -> &[u8] {
        &self.held
    }

    /// The length of a frame that was not taken, because it is larger than what is.
    pub fn too_large(&self) -> Option<u32> {
        self.too_large
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_whatever_pieces() {
        let body =
            [write(0, b"abc").unwrap(), write(TRAILERS, b"").unwrap(), write(END_STREAM, b"{}").unwrap()].concat();
        let whole = Reader::new(10).push(&body);
        assert_eq!(whole.iter().map(|it| it.flags).collect::<Vec<_>>(), [0, 0x80, 2]);
        assert_eq!(whole[2].place, Span::new(13, 20));
        for size in 1..body.len() {
            let mut reader = Reader::new(10);
            let frames: Vec<_> = body.chunks(size).flat_map(|it| reader.push(it)).collect();
            assert_eq!(frames, whole);
            assert!(reader.rest().is_empty());
        }
    }

    #[test]
    fn what_is_too_large_is_not_waited_for() {
        let mut reader = Reader::new(2);
        assert_eq!(reader.push(&write(0, b"abc").unwrap()), []);
        assert_eq!(reader.too_large(), Some(3));
        assert_eq!(reader.push(&[0; 100]), []);
        assert_eq!(reader.rest().len(), 8);
    }
}
