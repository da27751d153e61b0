//! HTTP/2 as bytes: what each side of a connection writes, and what is read of it.
//!
//! Knows no gRPC, no time and no socket: flow control and the life of a stream are the simulator's.

pub mod frame;
pub mod hpack;
pub mod settings;
pub mod write;

pub use frame::Head;
pub use hpack::Field;
pub use settings::Setting;
pub use write::{Block, End, Writer, Written};
