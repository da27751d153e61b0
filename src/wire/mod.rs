//! Bytes as they are, before anybody says what they mean: varints, records, the notations a payload is typed in and taken
//! away in, Protoscope both ways, the layers around it, gRPC's frame.
//!
//! Everything here is total: what can't be read is a value with a reason and an offset, never a failure of the whole.
//! Knows no schema.

pub mod fault;
pub mod frame;
pub mod input;
pub mod layers;
pub mod output;
pub mod protoscope;
pub mod scan;
pub mod splice;
pub mod varint;

pub use fault::{Fault, FaultKind};
pub use input::{Format, Payload};
pub use layers::Taking;
pub use scan::{GroupEnds, Junk, Part, Record, Records, WireType, scan};
pub use splice::Splice;
