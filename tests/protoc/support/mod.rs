//! What the test against protoc and the examples share: the cases, our verdict beside protoc's, and descriptors compared
//! field by field. The format of the cases: `tests/protoc/README.md`.

pub mod archive;
pub mod cases;
pub mod diff;
pub mod judge;
pub mod known;
pub mod protoc;
