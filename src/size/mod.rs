//! What the same message costs in other clothes: as JSON, compressed, in gRPC's frame, field by field.
//!
//! Knows lengths only. Whether a smaller message is a faster one is not told here.

pub mod advice;
pub mod breakdown;
pub mod brotli;
mod by_field;
pub mod honest;
mod signed;
pub mod traffic;
mod verdict;

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::wire::frame;

pub use by_field::{FieldCost, by_field};
pub use signed::{Stretched, stretched};
pub use verdict::verdict;

/// The sizes of one message, in bytes; 0 of what was not measured, since it takes too long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// As Protocol Buffers.
    pub protobuf: usize,
    /// As JSON without white space.
    pub json: usize,
    /// The former, gzipped.
    pub protobuf_gzip: usize,
    /// The latter, gzipped.
    pub json_gzip: usize,
    /// The former behind gRPC's header, as it is on the wire.
    pub grpc_frame: usize,
}

/// Measures one message. `json` is its JSON without white space.
pub fn measure(protobuf: &[u8], json: &str) -> Sizes {
    Sizes {
        protobuf: protobuf.len(),
        json: json.len(),
        protobuf_gzip: gzip(protobuf).len(),
        json_gzip: gzip(json.as_bytes()).len(),
        grpc_frame: frame::HEADER_SIZE + protobuf.len(),
    }
}

/// What can be told of a message of so many bytes without looking at them.
pub fn of_large(protobuf: usize) -> Sizes {
    Sizes { protobuf, grpc_frame: frame::HEADER_SIZE + protobuf, ..Sizes::default() }
}

/// `bytes` gzipped as hard as gzip can: no server does better.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // A vector takes all that is written to it.
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}
