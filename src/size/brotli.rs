//! What brotli makes of bytes.
//!
//! Apart from the rest of this module, so that a program can do without: the compressor brings a dictionary of its own.

use brotli::BrotliCompress;
use brotli::enc::BrotliEncoderParams;

/// The window, as a power of two: the largest that every decoder takes (RFC 7932, section 9.1), less than which saves memory only.
const WINDOW: i32 = 22;

/// The strongest compression there is.
const QUALITY: i32 = 11;

/// How many bytes are left of `bytes` with brotli as hard as it can.
pub fn brotli(bytes: &[u8]) -> usize {
    let params = BrotliEncoderParams { quality: QUALITY, lgwin: WINDOW, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    // Slices and vectors never fail.
    BrotliCompress(&mut &*bytes, &mut out, &params).unwrap_or_default();
    out.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sizes that Node's zlib gives, which has the reference's compressor.
    #[test]
    fn sizes_are_those_of_the_reference() {
        let json = br#"{"name":"Alice","age":300,"home":{"city":"Oslo"}}"#;
        let repeated = json.repeat(20);
        assert_eq!([&b""[..], json, &repeated].map(brotli), [1, 53, 62]);
    }
}
