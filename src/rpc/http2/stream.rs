//! Where gRPC's messages lie in the DATA frames of a stream: neither begins where the other does.

use std::collections::BTreeMap;

use super::{
    frame::kind,
    read::{Frame, Message},
};
use crate::text::Span;
use crate::wire::frame::{FLAG_SIZE, HEADER_SIZE};

/// How far a stream is in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Within {
    prefix: [u8; HEADER_SIZE],
    /// How many bytes of the prefix have come.
    have: u8,
    /// How many bytes of the message are to come, once the prefix is whole.
    left: u32,
}

/// What bytes of a stream are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The compressed flag of a prefix.
    Flag,
    /// The length in a prefix, or a part of it; with all that is known of it: its value, if the prefix ends here.
    Length(Option<u32>),
    /// Bytes of a message, and how many come after them.
    Message(u32),
}

impl Within {
    /// Passes over `data`.
    pub fn pass(&mut self, data: &[u8]) {
        let mut at = 0;
        while let Some((_, end)) = self.next(data, at) {
            at = end;
        }
    }

    /// What comes at `at` in `data`, and where it ends; nothing at the end. After an empty message the next prefix begins.
    pub fn next(&mut self, data: &[u8], at: usize) -> Option<(Role, usize)> {
        let rest = data.get(at..).filter(|it| !it.is_empty())?;
        let have = usize::from(self.have);
        if have < HEADER_SIZE {
            let size = rest.len().min(if have < FLAG_SIZE { FLAG_SIZE } else { HEADER_SIZE - have });
            for (to, from) in self.prefix.iter_mut().skip(have).zip(&rest[..size]) {
                *to = *from;
            }
            self.have += size as u8;
            if have < FLAG_SIZE {
                return Some((Role::Flag, at + size));
            }
            let is_whole = usize::from(self.have) == HEADER_SIZE;
            let [_, length @ ..] = self.prefix;
            if is_whole {
                self.left = u32::from_be_bytes(length);
                self.rest();
            }
            return Some((Role::Length(is_whole.then(|| u32::from_be_bytes(length))), at + size));
        }
        let size = rest.len().min(self.left as usize);
        self.left -= size as u32;
        let left = self.left;
        self.rest();
        Some((Role::Message(left), at + size))
    }

    /// Waits for the next prefix where a message has ended.
    fn rest(&mut self) {
        if self.left == 0 {
            self.have = 0;
        }
    }

    /// Whether the message that is read, or was read last, says that it is compressed.
    pub fn is_compressed(self) -> bool {
        self.prefix[0] & 1 != 0
    }

    /// Whether nothing of a message has come that is not whole.
    pub fn is_between(self) -> bool {
        self.have == 0
    }
}

/// The whole messages in frames, in the order of their last bytes.
pub(super) fn messages(bytes: &[u8], frames: &[Frame]) -> Vec<Message> {
    let mut found = Vec::new();
    let mut parts: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
    for (index, frame) in (0u32..).zip(frames).filter(|(_, it)| it.head.kind == kind::DATA) {
        let (Some(mut within), Some(layout)) = (frame.within, frame.layout) else { continue };
        let data = layout.content.of(bytes);
        let mut at = 0;
        while let Some((role, end)) = within.next(data, at) {
            let part = parts.entry(frame.head.stream).or_default();
            if let Role::Message(_) = role {
                part.extend_from_slice(Span::new(at, end).of(data));
            }
            if matches!(role, Role::Message(0) | Role::Length(Some(0))) {
                let is_compressed = within.is_compressed();
                let content = std::mem::take(part);
                found.push(Message { stream: frame.head.stream, frame: index, is_compressed, content });
            }
            at = end;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_anywhere_it_is_the_same() {
        let stream = b"\0\0\0\0\x03abc\0\0\0\0\0\x01\0\0\0\x01z";
        let mut whole = Within::default();
        whole.pass(stream);
        assert!(whole.is_between());
        for at in 0..stream.len() {
            let (first, second) = stream.split_at(at);
            let mut within = Within::default();
            within.pass(first);
            assert_eq!(within.is_between(), [0, 8, 13].contains(&at), "{at}");
            within.pass(second);
            assert_eq!(within, whole);
        }
    }

    #[test]
    fn roles() {
        let mut within = Within::default();
        within.pass(b"\0\0\0");
        assert_eq!(within.next(b"\0\x02a", 0), Some((Role::Length(Some(2)), 2)));
        assert_eq!(within.next(b"\0\x02a", 2), Some((Role::Message(1), 3)));
        assert_eq!(within.next(b"\0\x02a", 3), None);
    }
}
