//! The bytes of a message as they are written: tags, varints, and lengths that are known only afterwards.

use crate::wire::WireType;

/// Bytes so far.
#[derive(Default)]
pub(super) struct Output {
    pub bytes: Vec<u8>,
}

/// A length that is not known yet: where it stands, and how many bytes are kept for it.
#[derive(Clone, Copy)]
pub(super) struct Open {
    at: usize,
    room: usize,
}

/// Varints below take one byte.
const ONE_BYTE: u64 = 0x80;

/// How many bytes a varint takes: seven bits in each.
fn varint_length(value: u64) -> usize {
    let bits = u64::BITS - (value | 1).leading_zeros();
    bits.div_ceil(7) as usize
}

impl Output {
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Takes back what was written behind a point.
    pub fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
    }

    #[inline(always)]
    pub fn varint(&mut self, value: u64) {
        if value < ONE_BYTE {
            self.bytes.push(value as u8);
        } else {
            self.long_varint(value);
        }
    }

    fn long_varint(&mut self, mut value: u64) {
        while value >= ONE_BYTE {
            self.bytes.push(value as u8 | ONE_BYTE as u8);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    #[inline]
    pub fn tag(&mut self, number: u32, wire: WireType) {
        self.varint(u64::from(number) << 3 | wire as u64);
    }

    pub fn slice(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A length and as many bytes.
    #[inline]
    pub fn delimited(&mut self, bytes: &[u8]) {
        self.varint(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// Begins what has a length. `json` is how long it is as JSON, by which its bytes are guessed: about half. Where the guess is
    /// wrong, they are moved.
    pub fn open(&mut self, json: usize) -> Open {
        let open = Open { at: self.bytes.len(), room: varint_length(json as u64 / 2) };
        self.bytes.resize(open.at + open.room, 0);
        open
    }

    /// Ends it.
    pub fn close(&mut self, open: Open) {
        let Open { at, room } = open;
        let length = self.bytes.len() - at - room;
        let needed = varint_length(length as u64);
        if needed > room {
            self.bytes.resize(self.bytes.len() + needed - room, 0);
        }
        if needed != room {
            self.bytes.copy_within(at + room..at + room + length, at + needed);
            self.bytes.truncate(at + needed + length);
        }
        let mut rest = length;
        for byte in self.bytes.iter_mut().skip(at).take(needed) {
            *byte = rest as u8 | ONE_BYTE as u8;
            rest >>= 7;
        }
        if let Some(last) = self.bytes.get_mut(at + needed - 1) {
            *last &= !(ONE_BYTE as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lengths_are_right_whatever_was_guessed(length in 0..40_000_usize, json in 0..100_000_usize) {
            let mut output = Output { bytes: vec![7] };
            let open = output.open(json);
            output.slice(&vec![9; length]);
            output.close(open);
            let mut expected = Output { bytes: vec![7] };
            expected.delimited(&vec![9; length]);
            prop_assert_eq!(output.bytes, expected.bytes);
        }
    }
}
