//! What a remote call really is: who sends which bytes when, over gRPC and over REST.
//!
//! ```text
//! script (JSON, rules) ─prepare, by a schema─▶ scene (bytes) ─simulate─▶ timeline (events, frames, outcomes)
//! ```
//!
//! Pure and deterministic: no clock, no chance but a seed. Knows no browser and no socket; what crosses a connection is
//! bytes, and they are the bytes a real client and a real server would send.

pub mod compare;
pub mod grpc;
pub mod http1;
pub mod http2;
pub mod method;
pub mod prepare;
pub mod reflect;
pub mod rest;
pub mod rule;
pub mod scene;
pub mod script;
pub mod simulate;
pub mod snippets;
pub mod status;
pub mod store;
pub mod timeline;
pub mod web;
pub mod words;

/// A time or a while, in microseconds; on a timeline since its beginning.
pub type Micros = u64;
