//! Base64 in pieces, as gRPC-Web's text has it: each piece may end in padding, and more follow behind it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// So many characters are whole bytes.
const GROUP: usize = 4;

/// Reads base64 as it arrives.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// Fewer characters than a group.
    held: Vec<u8>,
    /// Whether a group was none: nothing behind it is read.
    is_broken: bool,
}

impl Reader {
    /// Takes a piece; gives the bytes of the groups it completes.
    pub fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(piece.len() / GROUP * 3 + 3);
        self.held.extend_from_slice(piece);
        let (groups, rest) = self.held.as_chunks::<GROUP>();
        for group in groups {
            // One at a time, since any may end in padding.
            let before = bytes.len();
            self.is_broken = self.is_broken || STANDARD.decode_vec(group, &mut bytes).is_err();
            if self.is_broken {
                // What the decoder has made of a group before it saw that it is none.
                bytes.truncate(before);
                break;
            }
        }
        self.held = rest.to_vec();
        bytes
    }

    /// Whether all that has arrived is base64, and whole.
    pub fn is_whole(&self) -> bool {
        self.held.is_empty() && !self.is_broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_may_be_anywhere_between_groups() {
        for size in 1..14 {
            let mut reader = Reader::default();
            let bytes: Vec<u8> = b"YQ==YmM=ZGVm".chunks(size).flat_map(|it| reader.push(it)).collect();
            assert_eq!(bytes, b"abcdef");
            assert!(reader.is_whole());
        }
    }

    #[test]
    fn what_is_none() {
        for text in ["YQ=", "Y", "Y!==", "=YQ=", "<htm"] {
            let mut reader = Reader::default();
            reader.push(text.as_bytes());
            assert!(!reader.is_whole(), "{text}");
        }
    }
}
