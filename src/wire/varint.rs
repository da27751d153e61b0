//! Varints: seven bits a byte, lowest first; the top bit says that another byte follows.
//!
//! The rules are those of "Base 128 Varints" and "Signed Integers" in the encoding specification. Knows nothing of tags
//! and fields.

/// A varint is never longer: ten times seven bits hold 64 bits.
pub const MAX_LEN: usize = 10;

/// How many bits of value a byte holds.
pub const BITS: u32 = 7;

/// The bit that says that another byte follows.
pub const MORE: u8 = 0x80;

/// What only the tenth byte may hold: bit 63 of the value. Anything above is cut off by every parser.
const LAST_BYTE_MAX: u8 = 1;

/// A varint as it stands in the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Varint {
    /// Its value modulo 2⁶⁴, which is what parsers take.
    pub value: u64,
    /// How many bytes it has, 1 to [`MAX_LEN`].
    pub len: u8,
    /// Whether the tenth byte holds bits beyond the 64th; parsers drop them.
    pub overflow: bool,
}

impl Varint {
    /// Whether a shorter encoding of the same value exists. Parsers accept it, encoders do not write it.
    pub fn is_overlong(self) -> bool {
        self.len > minimal_len(self.value)
    }
}

/// Why there is no varint at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VarintFault {
    /// The bytes end while the top bit says that another byte follows.
    Truncated,
    /// The tenth byte says that another byte follows.
    TooLong,
}

/// Reads the varint at `at`; past the end of `bytes` it is truncated.
///
/// # Errors
/// The two ways in which bytes are no varint.
#[inline]
pub fn read(bytes: &[u8], at: usize) -> Result<Varint, VarintFault> {
    match bytes.get(at) {
        // The most frequent by far.
        Some(&byte) if byte < MORE => Ok(Varint { value: byte.into(), len: 1, overflow: false }),
        _ => read_on(bytes, at),
    }
}

fn read_on(bytes: &[u8], at: usize) -> Result<Varint, VarintFault> {
    let mut value = 0u64;
    let mut len = 0u8;
    for &byte in bytes.get(at..).unwrap_or_default().iter().take(MAX_LEN) {
        value |= u64::from(byte & !MORE) << (BITS * u32::from(len));
        len += 1;
        if byte & MORE == 0 {
            let overflow = usize::from(len) == MAX_LEN && byte > LAST_BYTE_MAX;
            return Ok(Varint { value, len, overflow });
        }
    }
    Err(if usize::from(len) == MAX_LEN { VarintFault::TooLong } else { VarintFault::Truncated })
}

/// Appends the shortest encoding of `value`.
pub fn write(mut value: u64, out: &mut Vec<u8>) {
    while value >= u64::from(MORE) {
        out.push(value as u8 | MORE);
        value >>= BITS;
    }
    out.push(value as u8);
}

/// How many bytes the shortest encoding of `value` has: 1 to [`MAX_LEN`].
pub fn minimal_len(value: u64) -> u8 {
    let bits = (u64::BITS - value.leading_zeros()).max(1);
    bits.div_ceil(BITS) as u8
}

/// Zigzag of a signed number: 0, −1, 1, −2 … become 0, 1, 2, 3 …
pub fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// The signed number behind a zigzag one: `(n >> 1) ^ -(n & 1)`.
pub fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// The same for `sint32`, which drops what lies above 32 bits before it undoes the zigzag.
pub fn unzigzag32(value: u64) -> i32 {
    let value = value as u32;
    (value >> 1) as i32 ^ -((value & 1) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_specification_s_own_numbers() {
        assert_eq!(read(&[0x96, 0x01], 0), Ok(Varint { value: 150, len: 2, overflow: false }));
        let minus_two = [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        assert_eq!(read(&minus_two, 0).map(|it| it.value as i64), Ok(-2));
        assert_eq!([0, -1, 1, -2, i64::from(i32::MAX)].map(zigzag), [0, 1, 2, 3, 0xffff_fffe]);
        assert_eq!(unzigzag(u64::MAX), i64::MIN);
        assert_eq!(unzigzag32(0xffff_ffff), i32::MIN);
    }

    #[test]
    fn what_is_no_varint() {
        assert_eq!(read(&[], 0), Err(VarintFault::Truncated));
        assert_eq!(read(&[0x01], 7), Err(VarintFault::Truncated));
        assert_eq!(read(&[0x80; 9], 0), Err(VarintFault::Truncated));
        assert_eq!(read(&[0x80; 10], 0), Err(VarintFault::TooLong));
        let mut eleven = [0x80; 11];
        eleven[10] = 0;
        assert_eq!(read(&eleven, 0), Err(VarintFault::TooLong));
    }

    #[test]
    fn overlong_and_overflowing_ones_are_read_and_known() {
        let zero = read(&[0x80, 0x80, 0x00], 0).unwrap();
        assert_eq!((zero.value, zero.len, zero.is_overlong()), (0, 3, true));
        let top = read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], 0).unwrap();
        assert_eq!((top.value, top.overflow, top.is_overlong()), (u64::MAX, true, false));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value: u64, shift in 0u32..64) {
            let value = value >> shift;
            let mut bytes = Vec::new();
            write(value, &mut bytes);
            prop_assert_eq!(bytes.len(), usize::from(minimal_len(value)));
            prop_assert_eq!(read(&bytes, 0), Ok(Varint { value, len: bytes.len() as u8, overflow: false }));
            prop_assert_eq!(zigzag(unzigzag(value)), value);
            prop_assert_eq!(i64::from(unzigzag32(zigzag(i64::from(value as i32)))), i64::from(value as i32));
        }
    }
}
