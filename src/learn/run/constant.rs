//! Values of specifications by name, as the code has them.
//!
//! Knows no unit: whoever asks says what is counted.

use crate::{
    message::MAX_LEVELS,
    rpc::{
        http2::{
            frame::{self, kind_name},
            settings,
        },
        rest::CONNECTIONS,
        scene::MAX_MESSAGE,
        status::{Code, from_http, to_http},
    },
    schema::{LIBRARY_NUMBERS, MAX_FIELD_NUMBER},
    wire::{
        WireType,
        frame::{FLAG_SIZE, HEADER_SIZE, LENGTH_SIZE},
        scan::{MAX_TAG_LEN, WIRE_TYPE_BITS},
        varint,
    },
};

/// The names that stand alone, with their values.
fn plain() -> [(&'static str, u64); 24] {
    [
        ("varint bits", varint::BITS.into()),
        ("varint max bytes", varint::MAX_LEN as u64),
        ("tag max bytes", MAX_TAG_LEN.into()),
        ("wire type bits", WIRE_TYPE_BITS.into()),
        ("wire types", WireType::ALL.len() as u64),
        ("field number max", MAX_FIELD_NUMBER as u64),
        ("field number reserved first", *LIBRARY_NUMBERS.start() as u64),
        ("field number reserved last", *LIBRARY_NUMBERS.end() as u64),
        ("message max levels", MAX_LEVELS as u64),
        ("grpc prefix", HEADER_SIZE as u64),
        ("grpc prefix flag", FLAG_SIZE as u64),
        ("grpc prefix length", LENGTH_SIZE as u64),
        ("grpc max message", MAX_MESSAGE.into()),
        ("grpc statuses", Code::ALL.len() as u64),
        ("http2 preface", frame::PREFACE.len() as u64),
        ("http2 frame header", frame::HEADER_SIZE as u64),
        ("http2 frame length", frame::LENGTH_SIZE as u64),
        ("http2 frame stream", frame::STREAM_SIZE as u64),
        ("http2 frame max", frame::DEFAULT_MAX_SIZE.into()),
        ("http2 setting", settings::SIZE as u64),
        ("http2 window", settings::DEFAULT_WINDOW.into()),
        ("hpack table", settings::DEFAULT_HEADER_TABLE_SIZE.into()),
        ("hpack static entries", STATIC_ENTRIES),
        ("http1 connections", CONNECTIONS.into()),
    ]
}

/// RFC 7541, appendix A.
const STATIC_ENTRIES: u64 = 61;

/// The value of that name: one that stands alone, or `wire type LEN`, `status NOT_FOUND`, `http of NOT_FOUND`,
/// `status of http 503`, `http2 frame type DATA`, whose last word is any there is.
///
/// # Errors
/// That there is none, with those there are.
pub fn constant(name: &str) -> Result<String, String> {
    let plain = plain();
    if let Some((_, value)) = plain.iter().find(|(known, _)| *known == name) {
        return Ok(value.to_string());
    }
    let found = name.rsplit_once(' ').and_then(|(what, word)| {
        Some(match what {
            "wire type" => (WireType::from_name(word)? as u8).to_string(),
            "status" => Code::from_name(word)?.number().to_string(),
            "http of" => to_http(Code::from_name(word)?).to_string(),
            "status of http" => from_http(word.parse().ok()?).name().to_owned(),
            "http2 frame type" => (0..=u8::MAX).find(|&it| kind_name(it) == Some(word))?.to_string(),
            _ => return None,
        })
    });
    found.ok_or_else(|| {
        let names: Vec<&str> = plain.iter().map(|(known, _)| *known).collect();
        format!("expected the name of a constant, found `{name}`; there are: {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_values() {
        let told = |name: &str| constant(name).unwrap();
        assert_eq!(told("field number reserved last"), "19999");
        assert_eq!(told("wire type I32"), "5");
        assert_eq!(told("status NOT_FOUND"), "5");
        assert_eq!(told("http of NOT_FOUND"), "404");
        assert_eq!(told("status of http 503"), "UNAVAILABLE");
        assert_eq!(told("http2 frame type HEADERS"), "1");
        assert!(constant("status GONE").unwrap_err().contains("found `status GONE`; there are: varint bits, "));
    }
}
