//! HTTP/2 as bytes: what each side of a connection writes, and what is read of it.
//!
//! Knows no gRPC, no time and no socket: flow control and the life of a stream are the simulator's.

pub mod explain;
pub mod fault;
pub mod frame;
pub mod hpack;
pub mod payload;
pub mod read;
pub mod settings;
pub mod stream;
pub mod write;

pub use explain::{Part, Role, explain};
pub use fault::{Fault, Problem};
pub use frame::Head;
pub use hpack::Field;
pub use read::{Reading, Side, read, read_both};
pub use settings::Setting;
pub use write::{Block, End, Writer, Written};
