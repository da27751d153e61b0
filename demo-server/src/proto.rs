//! What tonic makes of the examples, a module a package.

#![allow(missing_docs, clippy::all)]

pub mod auth {
    tonic::include_proto!("auth");
}

pub mod delivery {
    tonic::include_proto!("delivery");
}

pub mod demo {
    tonic::include_proto!("demo");
}

pub mod store {
    tonic::include_proto!("store");
}

/// All files as a `google.protobuf.FileDescriptorSet`.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));
