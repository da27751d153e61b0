//! `descriptors.bin.gz`: protoc's descriptors of the good cases, and of the files that come with protoc.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::GzDecoder;

/// The title under which protoc's own files are.
pub const BUNDLED: &str = "google/protobuf";

/// Title → encoded `google.protobuf.FileDescriptorSet`.
///
/// # Errors
/// When the archive is broken, in words.
pub fn read(packed: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let mut rest = bytes.as_slice();
    let mut sets = BTreeMap::new();
    while !rest.is_empty() {
        let title = String::from_utf8(delimited(&mut rest)?.to_vec()).map_err(|error| error.to_string())?;
        sets.insert(title, delimited(&mut rest)?.to_vec());
    }
    Ok(sets)
}

fn delimited<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], String> {
    let mut length = 0usize;
    for shift in (0..usize::BITS).step_by(7) {
        let (&byte, after) = rest.split_first().ok_or("the archive ends early")?;
        *rest = after;
        length |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    let (bytes, after) = rest.split_at_checked(length).ok_or("the archive ends early")?;
    *rest = after;
    Ok(bytes)
}
