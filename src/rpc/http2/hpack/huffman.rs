//! Reads Huffman's code (RFC 7541, section 5.2 and appendix B).
//!
//! The code is the library's table. Its own reader is not used: it takes padding that the RFC forbids, and a reader of bytes
//! must tell.

use std::sync::LazyLock;

use httlib_huffman::encoder::table::ENCODE_TABLE;

/// The longest code, in bits.
const LONGEST: usize = 30;

/// More than so many bits at the end are no padding.
const MOST_PADDING: u32 = 7;

/// Why a string can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It holds the code that ends strings.
    End,
    /// It ends in bits that are neither a character nor seven ones at most.
    Padding,
}

/// The code by length: it is canonical, so the codes of a length are successive numbers.
struct Code {
    /// For each length the first code, how many there are, and where their characters begin.
    lengths: [(u32, u32, u32); LONGEST + 1],
    characters: Vec<u16>,
}

static CODE: LazyLock<Code> = LazyLock::new(|| {
    let mut code = Code { lengths: [(0, 0, 0); LONGEST + 1], characters: Vec::with_capacity(ENCODE_TABLE.len()) };
    for (length, place) in code.lengths.iter_mut().enumerate() {
        let start = code.characters.len();
        let of_length = (0u16..).zip(&ENCODE_TABLE).filter(|(_, it)| usize::from(it.0) == length);
        code.characters.extend(of_length.clone().map(|(character, _)| character));
        let first = of_length.map(|(_, it)| it.1).min().unwrap_or_default();
        *place = (first, (code.characters.len() - start) as u32, start as u32);
    }
    code
});

/// The bytes that are written so.
///
/// # Errors
/// Why they can't be read.
pub fn decode(coded: &[u8]) -> Result<Vec<u8>, Fault> {
    let code = &*CODE;
    let mut bytes = Vec::with_capacity(coded.len() * 3 / 2);
    let (mut value, mut length) = (0u32, 0u32);
    for bit in coded.iter().flat_map(|byte| (0..8).rev().map(move |at| u32::from(byte >> at & 1))) {
        value = value << 1 | bit;
        length += 1;
        let Some(&(first, count, start)) = code.lengths.get(length as usize) else { return Err(Fault::End) };
        let Some(at) = value.checked_sub(first).filter(|&at| at < count) else { continue };
        match code.characters.get((start + at) as usize).and_then(|&it| u8::try_from(it).ok()) {
            Some(character) => bytes.push(character),
            // The 257th: it ends a string, and only its first bits may be there, as padding.
            None => return Err(Fault::End),
        }
        (value, length) = (0, 0);
    }
    // The first bits of the end's code are ones.
    if length > MOST_PADDING || value != (1 << length) - 1 {
        return Err(Fault::Padding);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_the_rfc() {
        // RFC 7541, appendices C.4.1 and C.6.1.
        assert_eq!(decode(b"\xf1\xe3\xc2\xe5\xf2\x3a\x6b\xa0\xab\x90\xf4\xff").unwrap(), b"www.example.com");
        let date = b"\xd0\x7a\xbe\x94\x10\x54\xd4\x44\xa8\x20\x05\x95\x04\x0b\x81\x66\xe0\x82\xa6\x2d\x1b\xff";
        assert_eq!(decode(date).unwrap(), b"Mon, 21 Oct 2013 20:13:21 GMT");
        assert_eq!(decode(b""), Ok(Vec::new()));
    }

    #[test]
    fn each_character() {
        let all: Vec<u8> = (0..=255).collect();
        let mut coded = Vec::new();
        httlib_huffman::encode(&all, &mut coded).unwrap();
        assert_eq!(decode(&coded).unwrap(), all);
    }

    #[test]
    fn padding_is_a_few_ones() {
        // `a` is 00011.
        assert_eq!(decode(&[0b0001_1111]).unwrap(), b"a");
        assert_eq!(decode(&[0b0001_1000]), Err(Fault::Padding));
        assert_eq!(decode(&[0b0001_1111, 0xff]), Err(Fault::Padding));
        assert_eq!(decode(&[0xff]), Err(Fault::Padding));
        assert_eq!(decode(&[0xff; 4]), Err(Fault::End));
    }
}
