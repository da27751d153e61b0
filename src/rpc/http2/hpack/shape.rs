//! How one instruction of a header block is made up (RFC 7541, sections 5 and 6), without a table.
//!
//! Never fails beyond its fault: says where each part lies. Knows no names and values.

use crate::rpc::timeline::Form;
use crate::text::Span;

/// The bit of a string that says that it is in Huffman's code.
const HUFFMAN: u8 = 1 << 7;
/// How many bits of a string's first byte belong to its length.
const LENGTH_BITS: u32 = 7;
/// So many bytes behind the prefix hold 32 bits.
const MOST_CONTINUED: usize = 5;

/// Why a number, a string or an instruction can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The header block ends within.
    CutShort,
    /// A number takes more than 32 bits.
    TooLarge,
}

/// A number with its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its value.
    pub value: u32,
    /// Its bytes; the first one's upper bits are something else's.
    pub bytes: Span,
}

/// A string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its length in bytes, and the Huffman bit.
    pub length: Number,
    /// Whether it is in Huffman's code.
    pub is_huffman: bool,
    /// Its bytes.
    pub bytes: Span,
}

/// An instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// All of it.
    pub bytes: Span,
    /// What it does.
    pub deed: Deed,
    /// Its first number: an index, or a size.
    pub number: Number,
    /// The name, if it is not by an index.
    pub name: Option<Text>,
    /// The value, if it is not by an index.
    pub value: Option<Text>,
}

/// What an instruction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Gives a field, so.
    Field(Form),
    /// Changes the size of the dynamic table.
    Resize,
}

/// Reads the number at `at`, of which the first byte has so many bits.
///
/// # Errors
/// Why there is none.
pub fn number(block: &[u8], at: usize, bits: u32) -> Result<Number, Fault> {
    let first = *block.get(at).ok_or(Fault::CutShort)?;
    let most = (1u32 << bits) - 1;
    let mut value = u64::from(u32::from(first) & most);
    let mut end = at + 1;
    if value == u64::from(most) {
        for step in 0.. {
            if step == MOST_CONTINUED {
                return Err(Fault::TooLarge);
            }
            let byte = *block.get(end).ok_or(Fault::CutShort)?;
            end += 1;
            value += u64::from(byte & 0x7f) << (7 * step);
            if byte & 0x80 == 0 {
                break;
            }
        }
    }
    let value = u32::try_from(value).map_err(|_| Fault::TooLarge)?;
    Ok(Number { value, bytes: Span::new(at, end) })
}

fn text(block: &[u8], at: usize) -> Result<Text, Fault> {
    let length = number(block, at, LENGTH_BITS)?;
    let start = length.bytes.end as usize;
    let end = start.saturating_add(length.value as usize);
    if end > block.len() {
        return Err(Fault::CutShort);
    }
    let is_huffman = block.get(at).is_some_and(|first| first & HUFFMAN != 0);
    Ok(Text { length, is_huffman, bytes: Span::new(start, end) })
}

/// Reads the instruction at `at`.
///
/// # Errors
/// Why there is none.
pub fn read(block: &[u8], at: usize) -> Result<Shape, Fault> {
    let first = *block.get(at).ok_or(Fault::CutShort)?;
    let bits = match first {
        0x80.. => 7,
        0x40.. => 6,
        0x20.. => 5,
        _ => 4,
    };
    let number = number(block, at, bits)?;
    let index = (number.value > 0).then_some(number.value);
    let deed = match first {
        0x80.. => Deed::Field(Form::Indexed(number.value)),
        0x40.. => Deed::Field(Form::Added(index)),
        0x20.. => Deed::Resize,
        0x10.. => Deed::Field(Form::Never(index)),
        _ => Deed::Field(Form::NotAdded(index)),
    };
    let mut shape = Shape { bytes: number.bytes, deed, number, name: None, value: None };
    if first < 0x20 || (0x40..0x80).contains(&first) {
        let mut end = number.bytes.end as usize;
        if index.is_none() {
            let name = text(block, end)?;
            end = name.bytes.end as usize;
            shape.name = Some(name);
        }
        let value = text(block, end)?;
        shape.value = Some(value);
        shape.bytes.end = value.bytes.end;
    }
    Ok(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_rfc() {
        // RFC 7541, appendix C.1.
        assert_eq!(number(&[0x0a], 0, 5).unwrap().value, 10);
        assert_eq!(number(&[0x1f, 0x9a, 0x0a], 0, 5).unwrap(), Number { value: 1337, bytes: Span::new(0, 3) });
        assert_eq!(number(&[0x2a], 0, 8).unwrap().value, 42);
    }

    #[test]
    fn numbers_that_are_none() {
        assert_eq!(number(&[0x1f, 0x9a], 0, 5), Err(Fault::CutShort));
        assert_eq!(number(&[0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], 0, 8), Err(Fault::TooLarge));
        assert_eq!(number(&[0xff, 0x80, 0x80, 0x80, 0x80, 0x80, 0], 0, 8), Err(Fault::TooLarge));
    }

    #[test]
    fn instructions_of_the_rfc() {
        // Appendix C.2.1: custom-key: custom-header.
        let block = b"\x40\x0acustom-key\x0dcustom-header";
        let shape = read(block, 0).unwrap();
        assert_eq!(shape.deed, Deed::Field(Form::Added(None)));
        assert_eq!(shape.name.unwrap().bytes.of(block), b"custom-key");
        assert_eq!(shape.value.unwrap().bytes.of(block), b"custom-header");
        assert_eq!(shape.bytes.len(), block.len());
        // C.2.2 to C.2.4.
        assert_eq!(read(b"\x04\x0c/sample/path", 0).unwrap().deed, Deed::Field(Form::NotAdded(Some(4))));
        assert_eq!(read(b"\x10\x08password\x06secret", 0).unwrap().deed, Deed::Field(Form::Never(None)));
        assert_eq!(read(b"\x82", 0).unwrap().deed, Deed::Field(Form::Indexed(2)));
        assert_eq!(read(b"\x3f\xe1\x1f", 0).unwrap().number.value, 4096);
        assert_eq!(read(b"\x04\x0c/sample", 0), Err(Fault::CutShort));
    }
}
