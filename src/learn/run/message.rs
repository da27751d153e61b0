//! Messages and their bytes: encoded, measured, read, refused.
//!
//! Knows no question.

use super::{Decode, Dump, VersionsAt, number, path};
use crate::{
    annotate,
    diagnostic::Severity,
    learn::{contract, live::Sheet},
    message::{self, JsonOptions, Layout},
    schema::Root,
    size,
    text::Span,
};

/// What is said of bytes that a parser takes.
pub const ACCEPTED: &str = "accepted";

/// The message's JSON without white space.
pub fn compact(sheet: &Sheet) -> Result<String, String> {
    // What is no message of this type has no size to speak of.
    sheet.encode()?;
    message::minify(&sheet.message()).ok_or_else(|| "this is no JSON".to_owned())
}

/// How many bytes the message takes behind gzip.
pub fn gzip_size(sheet: &Sheet) -> Result<usize, String> {
    Ok(size::gzip(&sheet.encode()?).len())
}

/// Whether a message is one: `yes`, or the first error.
pub fn accepts(sheet: &Sheet) -> Result<String, String> {
    let root = sheet.of.message_type()?;
    Ok(contract::encode(&root, &sheet.message()).map_or_else(|error| error, |_| super::YES.to_owned()))
}

/// What a reader makes of bytes.
pub fn decode(ask: &Decode) -> Result<String, String> {
    let json = read(&ask.of.message_type()?, &number::bytes(&ask.hex)?)?;
    Ok(path::at(&json, &ask.path))
}

/// What the reader of another version makes of a message.
pub fn versions(ask: &VersionsAt) -> Result<String, String> {
    let written = contract::encode(&ask.of.writer.message_type()?, &ask.of.json)?;
    let json = read(&ask.of.reader.message_type()?, &written)?;
    Ok(path::at(&json, &ask.path))
}

/// Bytes as JSON without white space.
///
/// # Errors
/// Why a parser refuses them, or why there is no JSON.
pub fn read(root: &Root, bytes: &[u8]) -> Result<String, String> {
    match refusal(Some(root), bytes) {
        Some(why) => Err(why),
        None => Ok(message::json_of(root, bytes, JsonOptions::default(), Layout::Compact)?.text),
    }
}

/// Bytes in Protoscope's notation.
pub fn protoscope(dump: &Dump) -> Result<String, String> {
    let (root, bytes) = given(dump)?;
    let nodes = annotate::annotate(&bytes, root.as_ref());
    Ok(nodes.protoscope(&bytes, Span::new(0, bytes.len())).trim_end().to_owned())
}

/// Why a parser refuses bytes, or [`ACCEPTED`].
pub fn parse(dump: &Dump) -> Result<String, String> {
    let (root, bytes) = given(dump)?;
    Ok(refusal(root.as_ref(), &bytes).unwrap_or_else(|| ACCEPTED.to_owned()))
}

fn given(dump: &Dump) -> Result<(Option<Root>, Vec<u8>), String> {
    let root = dump.of.as_ref().map(|of| of.message_type()).transpose()?;
    Ok((root, number::bytes(&dump.hex)?))
}

/// The first error in bytes; nothing if a parser takes them.
fn refusal(root: Option<&Root>, bytes: &[u8]) -> Option<String> {
    let nodes = annotate::annotate(bytes, root);
    let (id, problem) = nodes.problems().find(|(_, it)| it.severity() == Severity::Error)?;
    Some(nodes.diagnostic(bytes, id).map_or_else(|| problem.message().to_owned(), |it| it.message))
}
