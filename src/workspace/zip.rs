//! Zip archives (PKWARE's APPNOTE.TXT): as much as is needed to read the files of one and to write one.
//!
//! Only the central directory is trusted to say what there is, and nothing is inflated before it is asked for, up to a limit
//! the caller names. No encryption, no ZIP64, no parts on other disks. Knows nothing of what the files are.
//!
//! By hand, since DEFLATE and CRC-32 are here for the share link already, and the rest is a few fixed headers.

use std::{
    fmt,
    io::{Read, Write},
};

use flate2::{Compression, Crc, read::DeflateDecoder, write::DeflateEncoder};

/// How many entries an archive may have.
pub const MAX_ENTRIES: usize = 20_000;

/// What an archive of one or more files begins with.
const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const LOCAL_SIZE: usize = 30;
const CENTRAL_SIZE: usize = 46;
const END_SIZE: usize = 22;
/// The longest comment that may follow the end record.
const MAX_COMMENT: usize = u16::MAX as usize;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// General purpose bit 0.
const ENCRYPTED: u16 = 1;
/// General purpose bit 11: the name is UTF-8.
const UTF8: u16 = 1 << 11;
/// The version that a reader needs, 2.0: folders and DEFLATE.
const VERSION: u16 = 20;
/// The first of January 1980, the earliest there is: no clock here.
const DATE: u16 = 1 << 5 | 1;

/// Why an archive or an entry can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZipError {
    /// There is no end record: not a zip archive, or one cut short.
    NoEnd,
    /// A header is not where it should be, or the content is not what its checksum says.
    Damaged,
    /// More than [`MAX_ENTRIES`] entries.
    TooMany,
    /// Its sizes need ZIP64.
    Zip64,
    /// The entry is encrypted.
    Encrypted,
    /// The entry is compressed in another way than DEFLATE.
    Method(u16),
    /// The entry is larger than the limit.
    TooLarge,
}

impl fmt::Display for ZipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ZipError::NoEnd => f.write_str("it is no zip archive, or was cut short"),
            ZipError::Damaged => f.write_str("it is damaged"),
            ZipError::TooMany => write!(f, "it has more than {MAX_ENTRIES} entries"),
            ZipError::Zip64 => f.write_str("it needs ZIP64, which is not read here"),
            ZipError::Encrypted => f.write_str("it is encrypted"),
            ZipError::Method(method) => write!(f, "it is compressed by method {method}; only DEFLATE is read"),
            ZipError::TooLarge => f.write_str("it is too large"),
        }
    }
}

/// Whether bytes begin like an archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(&LOCAL) || bytes.starts_with(&END)
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path, with slashes at it is told.
    pub name: String,
    /// How many bytes it claims to have.
    pub size: usize,
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    /// Of its local header.
    offset: usize,
}

/// The files of an archive, without the folders.
///
/// # Errors
/// Where it is none, or one of a kind not read here.
pub fn entries(bytes: &[u8]) -> Result<Vec<Entry>, ZipError> {
    let end = end_record(bytes).ok_or(ZipError::NoEnd)?;
    let record = &bytes[end..];
    let count = usize::from(u16_at(record, 10)?);
    let (size, offset) = (u32_at(record, 12)?, u32_at(record, 16)?);
    if count == usize::from(u16::MAX) || size == u32::MAX || offset == u32::MAX {
        return Err(ZipError::Zip64);
    }
    if count > MAX_ENTRIES {
        return Err(ZipError::TooMany);
    }
    let start = end.checked_sub(size as usize).ok_or(ZipError::Damaged)?;
    // A program that unpacks itself has something in front, which the offsets don't count.
    let shift = start.checked_sub(offset as usize).ok_or(ZipError::Damaged)?;
    let mut entries = Vec::new();
    let mut at = start;
    for _ in 0..count {
        let header = bytes.get(at..end).filter(|header| header.starts_with(&CENTRAL)).ok_or(ZipError::Damaged)?;
        let [name, extra, comment] = [28, 30, 32].map(|field| u16_at(header, field).map(usize::from));
        let name = header.get(CENTRAL_SIZE..CENTRAL_SIZE + name?).ok_or(ZipError::Damaged)?;
        let [packed, size, offset] = [20, 24, 42].map(|field| u32_at(header, field));
        let (packed, size, offset) = (packed?, size?, offset?);
        if [packed, size, offset].contains(&u32::MAX) {
            return Err(ZipError::Zip64);
        }
        if !name.ends_with(b"/") {
            entries.push(Entry {
                name: String::from_utf8_lossy(name).into_owned(),
                size: size as usize,
                flags: u16_at(header, 8)?,
                method: u16_at(header, 10)?,
                crc: u32_at(header, 16)?,
                packed: packed as usize,
                offset: (offset as usize).checked_add(shift).ok_or(ZipError::Damaged)?,
            });
        }
        at += CENTRAL_SIZE + name.len() + extra? + comment?;
    }
    Ok(entries)
}

impl Entry {
    /// The content, out of the archive that the entry is of. Never inflates more than `limit` bytes, whatever it claims.
    ///
    /// # Errors
    /// Where it can't be read, or is larger.
    pub fn read(&self, archive: &[u8], limit: usize) -> Result<Vec<u8>, ZipError> {
        if self.flags & ENCRYPTED != 0 {
            return Err(ZipError::Encrypted);
        }
        if self.size > limit {
            return Err(ZipError::TooLarge);
        }
        let header = archive.get(self.offset..).filter(|header| header.starts_with(&LOCAL)).ok_or(ZipError::Damaged)?;
        let start = LOCAL_SIZE + usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?);
        let packed = header.get(start..).and_then(|rest| rest.get(..self.packed)).ok_or(ZipError::Damaged)?;
        let content = match self.method {
            STORED => packed.to_vec(),
            DEFLATED => {
                let mut content = Vec::new();
                // One byte more, to notice that there is more.
                let inflate = DeflateDecoder::new(packed).take(self.size as u64 + 1);
                { inflate }.read_to_end(&mut content).map_err(|_| ZipError::Damaged)?;
                content
            }
            method => return Err(ZipError::Method(method)),
        };
        if content.len() != self.size || checksum(&content) != self.crc {
            return Err(ZipError::Damaged);
        }
        Ok(content)
    }
}

/// An archive of these files: path and content.
///
/// # Errors
/// [`ZipError::TooMany`] and [`ZipError::Zip64`], where the format has no room.
pub fn write<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, ZipError> {
    let (mut out, mut directory, mut count) = (Vec::new(), Vec::new(), 0u16);
    for (name, content) in files {
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
        let packed = deflate.write_all(content).and_then(|()| deflate.finish()).map_err(|_| ZipError::Zip64)?;
        let size = |length: usize| u32::try_from(length).ok().filter(|&it| it != u32::MAX).ok_or(ZipError::Zip64);
        let offset = size(out.len())?;
        // What both headers have in common, from the version that a reader needs to the length of the extra field.
        let mut common = Vec::new();
        for field in [VERSION, UTF8, DEFLATED, 0, DATE] {
            common.extend(field.to_le_bytes());
        }
        for field in [checksum(content), size(packed.len())?, size(content.len())?] {
            common.extend(field.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).map_err(|_| ZipError::Zip64)?.to_le_bytes());
        common.extend(0u16.to_le_bytes());

        out.extend(LOCAL.iter().chain(&common).chain(name.as_bytes()).chain(&packed));
        directory.extend(CENTRAL.iter().chain(&VERSION.to_le_bytes()).chain(&common));
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
        count = count.checked_add(1).filter(|&count| usize::from(count) <= MAX_ENTRIES).ok_or(ZipError::TooMany)?;
    }
    let [offset, size] = [out.len(), directory.len()].map(u32::try_from);
    out.extend(directory);
    out.extend(END.iter().chain(&[0; 4]));
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.map_err(|_| ZipError::Zip64)?.to_le_bytes());
    out.extend(offset.map_err(|_| ZipError::Zip64)?.to_le_bytes());
    out.extend(0u16.to_le_bytes());
    Ok(out)
}

/// Where the end record begins: the last one whose comment reaches to the end.
fn end_record(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_SIZE)?;
    let first = last.saturating_sub(MAX_COMMENT);
    (first..=last).rev().find(|&at| {
        let rest = &bytes[at..];
        rest.starts_with(&END) && u16_at(rest, 20).is_ok_and(|comment| END_SIZE + usize::from(comment) == rest.len())
    })
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, ZipError> {
    bytes.get(at..at + 2).and_then(|it| it.try_into().ok()).map(u16::from_le_bytes).ok_or(ZipError::Damaged)
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, ZipError> {
    bytes.get(at..at + 4).and_then(|it| it.try_into().ok()).map(u32::from_le_bytes).ok_or(ZipError::Damaged)
}
