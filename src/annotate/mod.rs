//! What the bytes mean: records and a descriptor → nodes.
//!
//! - [`annotate`] reads a payload under a message type, or without one, and never fails. The bytes win: where the schema
//!   contradicts them, the node says so and is read without the schema.
//! - [`Nodes`] is a flat list in the order of the bytes, kept in a few words each; a [`Node`] knows where it lies, what encloses it and which
//!   field it is. Its leaves partition the payload.
//! - [`presence`] says what is not there, and why
//! - `protoscope` writes it in that notation; `value` says what a node holds, `path` where it is in the JSON, [`guess`] what else it could be, [`explain`] why.
//!
//! Knows nothing of .proto text and of JSON text; a field's place in the former is found by its full name.

mod build;
mod chunks;
pub mod explain;
mod frame;
pub mod guess;
mod leaves;
mod node;
mod path;
pub mod presence;
mod problem;
mod protoscope;
mod reading;
mod salvage;
mod store;
mod table;
mod value;

pub use build::{MAX_DEPTH, MAX_NODES, annotate, annotate_telling, annotate_up_to};
pub use frame::hue;
pub use leaves::{Leaf, Role};
pub use node::{FieldId, Kind, Node, NodeId, Nodes, TOP, Verdict};
pub use problem::Problem;
pub use table::{Field, MessageId, Scalar, Shape};
pub use value::Value;
