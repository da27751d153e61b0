//! The way back from bytes to types: a schema that fits payloads, the declared types that fit them, and what differs.
//!
//! - [`schema`](schema()) makes a .proto of payloads whose schema is lost.
//! - [`rank`](rank()) tells which of the declared message types fit payloads, and why; it chooses none.
//! - [`compare`](compare()) puts payloads side by side, value by value.
//!
//! All of it is opinion, told as such: bytes have no names, and many types look alike in them. Knows nothing of where payloads
//! come from.

mod compare;
mod conclude;
mod evidence;
mod len;
mod observe;
mod print;
mod rank;
mod recursion;
mod schema;

pub use compare::{Cell, Compared, MAX_ROWS, Row, compare};
pub use rank::{Fit, rank};
pub use schema::{Inferred, MAX_BYTES, schema};
