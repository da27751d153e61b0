//! gzip (RFC 1952), zlib (RFC 1950) and DEFLATE alone (RFC 1951).

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::{Found, Inside, Layer, MAX_SIZE, Outer};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;
use crate::wire::scan;

/// ID1, ID2 and CM of RFC 1952, section 2.3.1.
const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 8];
/// Those with FLG, MTIME, XFL and OS.
const GZIP_HEADER: usize = 10;
/// CRC32 and ISIZE.
const GZIP_TRAILER: usize = 8;

/// The bits of FLG.
const HEADER_CRC: u8 = 1 << 1;
const EXTRA: u8 = 1 << 2;
const NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;

/// CMF, FLG and Adler-32 of RFC 1950, section 2.2.
const ZLIB_HEADER: usize = 2;
const ZLIB_METHOD: u8 = 8;
const ZLIB_METHOD_BITS: u8 = 0x0f;
const ZLIB_CHECK: u16 = 31;
const ZLIB_DICTIONARY: u8 = 1 << 5;

/// So many bytes happen to be DEFLATE by chance.
const LEAST_DEFLATE: usize = 8;

/// How much is inflated before it is asked whether there is more.
const FIRST_CHUNK: usize = 4096;

/// How a compressed part ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    /// The input ended before.
    Cut,
    /// It is none from about here on.
    Damaged,
    /// What is inside does not agree with the checksum or the length behind it.
    Checksum,
    /// More than [`MAX_SIZE`].
    TooLarge,
}

/// What a compressed part holds, up to a fault.
struct Inflated {
    bytes: Vec<u8>,
    /// How much of the input was used.
    used: usize,
    end: End,
}

/// Inflates one DEFLATE stream, with zlib's header and trailer or without, behind what is in `bytes`.
fn inflate(input: &[u8], zlib: bool, mut bytes: Vec<u8>) -> Inflated {
    let mut stream = Decompress::new(zlib);
    let end = loop {
        if bytes.len() > MAX_SIZE {
            break End::TooLarge;
        }
        // Twice as much as before, but one byte more than is allowed is enough to tell.
        bytes.reserve_exact(bytes.len().max(FIRST_CHUNK).min(MAX_SIZE + 1 - bytes.len()));
        let before = (stream.total_in(), bytes.len());
        let rest = input.get(stream.total_in() as usize..).unwrap_or_default();
        match stream.decompress_vec(rest, &mut bytes, FlushDecompress::None) {
            Ok(Status::StreamEnd) => break End::Whole,
            Ok(_) if before == (stream.total_in(), bytes.len()) => break End::Cut,
            Ok(_) => {}
            Err(_) => break End::Damaged,
        }
    };
    Inflated { used: stream.total_in() as usize, bytes, end }
}

pub(super) fn gzip(outer: &Outer<'_>) -> Option<Found> {
    let input = outer.bytes;
    input.starts_with(&GZIP_MAGIC).then(|| found(Layer::Gzip, outer, members(input)))
}

/// What gzip data hold, where somebody said that they are that.
///
/// # Errors
/// Why it can't be told, in words.
pub fn ungzip(input: &[u8]) -> Result<Vec<u8>, String> {
    if !input.starts_with(&GZIP_MAGIC) {
        return Err("expected gzip data, found something else".to_owned());
    }
    let all = members(input);
    match all.end {
        End::Whole if all.used == input.len() => Ok(all.bytes),
        End::Whole => {
            Err(format!("expected the end behind the gzip data, found {} more bytes", input.len() - all.used))
        }
        End::Cut => Err("expected the rest of the gzip data, found the end".to_owned()),
        End::Damaged => Err("expected gzip data, found something else: they are damaged".to_owned()),
        End::Checksum => Err("expected the checksum of what is inside the gzip data, found another one".to_owned()),
        End::TooLarge => Err(format!("expected at most {} MiB inside the gzip data, found more", MAX_SIZE >> 20)),
    }
}

/// Section 2.2: a file is a series of members.
fn members(input: &[u8]) -> Inflated {
    let mut all = Inflated { bytes: Vec::new(), used: 0, end: End::Whole };
    while all.end == End::Whole && input.get(all.used..).is_some_and(|it| it.starts_with(&GZIP_MAGIC)) {
        all = member(input, all);
    }
    all
}

/// Reads the member that begins where the ones before ended.
fn member(input: &[u8], before: Inflated) -> Inflated {
    let (start, length) = (before.used, before.bytes.len());
    let Some(data) = gzip_header(input, start) else { return Inflated { used: input.len(), end: End::Cut, ..before } };
    let mut inflated = inflate(input.get(data..).unwrap_or_default(), false, before.bytes);
    inflated.used += data;
    if inflated.end == End::Whole {
        let mut crc = Crc::new();
        crc.update(inflated.bytes.get(length..).unwrap_or_default());
        let expected = [crc.sum().to_le_bytes(), crc.amount().to_le_bytes()].concat();
        let found = input.get(inflated.used..).unwrap_or_default();
        inflated.end = match found.get(..GZIP_TRAILER) {
            Some(found) if found == expected => End::Whole,
            Some(_) => End::Checksum,
            None => End::Cut,
        };
        inflated.used = (inflated.used + GZIP_TRAILER).min(input.len());
    }
    inflated
}

/// Where the data of the member at `start` begin.
fn gzip_header(input: &[u8], start: usize) -> Option<usize> {
    let flags = *input.get(start + GZIP_MAGIC.len())?;
    let mut at = start + GZIP_HEADER;
    if flags & EXTRA != 0 {
        let [low, high] = *input.get(at..)?.first_chunk::<2>()?;
        at += 2 + usize::from(u16::from_le_bytes([low, high]));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            at += input.get(at..)?.iter().position(|&it| it == 0)? + 1;
        }
    }
    at += if flags & HEADER_CRC != 0 { 2 } else { 0 };
    (at <= input.len()).then_some(at)
}

pub(super) fn zlib(outer: &Outer<'_>) -> Option<Found> {
    let &[method, flags] = outer.bytes.first_chunk::<ZLIB_HEADER>()?;
    let is_header = method & ZLIB_METHOD_BITS == ZLIB_METHOD
        && u16::from_be_bytes([method, flags]).is_multiple_of(ZLIB_CHECK)
        && flags & ZLIB_DICTIONARY == 0;
    if !is_header {
        return None;
    }
    let inflated = inflate(outer.bytes, true, Vec::new());
    // `x` is a tag as well, so only the checksum at the end tells for sure.
    let is_one = inflated.end == End::Whole || (!inflated.bytes.is_empty() && !outer.is_clean());
    is_one.then(|| found(Layer::Zlib, outer, inflated))
}

pub(super) fn deflate(outer: &Outer<'_>) -> Option<Found> {
    if !outer.compressed && outer.bytes.len() < LEAST_DEFLATE {
        return None;
    }
    let inflated = inflate(outer.bytes, false, Vec::new());
    // It says nothing of itself: only an end where the bytes end, with records inside, tells it from noise.
    let is_whole = inflated.end == End::Whole && inflated.used == outer.bytes.len() && !inflated.bytes.is_empty();
    let is_clean = || scan::is_clean(&inflated.bytes, Span::new(0, inflated.bytes.len()));
    (is_whole && (outer.compressed || (is_clean() && !outer.is_clean())))
        .then(|| found(Layer::Deflate, outer, inflated))
}

fn found(layer: Layer, outer: &Outer<'_>, inflated: Inflated) -> Found {
    let Inflated { bytes, used, end } = inflated;
    let (name, length) = (layer.name(), outer.bytes.len());
    let so_far = format!("what comes before is shown, {} bytes", bytes.len());
    let at_end = Place::bytes(Span::new(length.saturating_sub(1), length));
    let diagnostic = match end {
        End::Whole if used == length => None,
        End::Whole => {
            let place = Place::bytes(Span::new(used, length));
            let message = format!("expected the end behind the {name} data, found {} more bytes", length - used);
            Some(
                Diagnostic::warning("layer-end", place, message)
                    .with_help("they are not shown; switch the step off to see them"),
            )
        }
        End::Cut => {
            let message = format!("expected the rest of the {name} data, found the end");
            Some(Diagnostic::error("layer-cut", at_end, message).with_help(so_far))
        }
        End::Damaged => {
            let place = Place::bytes(Span::new(used.min(length.saturating_sub(1)), length));
            let message = format!("expected {name} data, found something else: they are damaged about here");
            Some(Diagnostic::error("layer-damaged", place, message).with_help(so_far))
        }
        End::Checksum => {
            let place = Place::bytes(Span::new(used.saturating_sub(GZIP_TRAILER), used));
            let message = format!("expected the checksum of what is inside the {name} data, found another one");
            Some(Diagnostic::error("layer-checksum", place, message).with_help("the data were changed on their way"))
        }
        End::TooLarge => {
            let message = format!("expected at most {} MiB inside the {name} data, found more", MAX_SIZE >> 20);
            let place = Place::bytes(Span::new(0, length));
            let why = format!("inflates to more than {} MiB, so it is left as it is", MAX_SIZE >> 20);
            let diagnostic =
                Diagnostic::error("layer-size", place, message).with_help("unpack it outside, and open a part of it");
            return Found { diagnostics: vec![diagnostic], ..Found::new(layer, Inside::Refused(why)) };
        }
    };
    Found { diagnostics: diagnostic.into_iter().collect(), ..Found::new(layer, Inside::Bytes(bytes)) }
}
