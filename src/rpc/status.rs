//! gRPC's status codes: what each means.
//!
//! Knows nothing of how a status travels.

use serde::{Deserialize, Serialize};

/// A status code, by its number: "Status codes and their use in gRPC".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Code {
    /// No error.
    #[default]
    Ok = 0,
    /// The caller gave up.
    Cancelled = 1,
    /// An error of which no more is known.
    Unknown = 2,
    /// The request is wrong, whatever the state of the system.
    InvalidArgument = 3,
    /// The deadline passed before the call was done.
    DeadlineExceeded = 4,
    /// What was asked for does not exist.
    NotFound = 5,
    /// What was to be created exists.
    AlreadyExists = 6,
    /// The caller is known, and may not do that.
    PermissionDenied = 7,
    /// Something has run out: a quota, memory.
    ResourceExhausted = 8,
    /// The system is not in the state the operation needs.
    FailedPrecondition = 9,
    /// The operation was given up, mostly for a conflict with another one.
    Aborted = 10,
    /// Past the end of something.
    OutOfRange = 11,
    /// The method is not there.
    Unimplemented = 12,
    /// Something that must hold does not.
    Internal = 13,
    /// The service can't be reached just now.
    Unavailable = 14,
    /// Data is lost or broken for good.
    DataLoss = 15,
    /// Nobody knows who is calling.
    Unauthenticated = 16,
}

/// How a call ended, as one side sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The code.
    pub code: Code,
    /// What people are told.
    pub message: String,
}
