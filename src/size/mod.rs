//! What the same message costs in other clothes: as JSON, compressed, in gRPC's frame, field by field.
//!
//! Knows only lengths. Whether a smaller message is a faster one is not told here.
