//! gRPC's status codes: what each means, whether a retry is safe, and what HTTP has for it.
//!
//! Knows nothing of how a status travels.

mod http;
mod meaning;

pub use http::{from_http, from_reset, to_http};
pub use meaning::{Retry, meaning, retry};

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

impl Code {
    /// All of them, in the order of their numbers.
    pub const ALL: [Code; 17] = [
        Code::Ok,
        Code::Cancelled,
        Code::Unknown,
        Code::InvalidArgument,
        Code::DeadlineExceeded,
        Code::NotFound,
        Code::AlreadyExists,
        Code::PermissionDenied,
        Code::ResourceExhausted,
        Code::FailedPrecondition,
        Code::Aborted,
        Code::OutOfRange,
        Code::Unimplemented,
        Code::Internal,
        Code::Unavailable,
        Code::DataLoss,
        Code::Unauthenticated,
    ];

    /// The code of a number; nothing beyond the 17.
    pub fn from_number(number: u32) -> Option<Code> {
        Code::ALL.get(number as usize).copied()
    }

    /// Its number.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Its name as the specification has it: `NOT_FOUND`.
    pub fn name(self) -> &'static str {
        match self {
            Code::Ok => "OK",
            Code::Cancelled => "CANCELLED",
            Code::Unknown => "UNKNOWN",
            Code::InvalidArgument => "INVALID_ARGUMENT",
            Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Code::NotFound => "NOT_FOUND",
            Code::AlreadyExists => "ALREADY_EXISTS",
            Code::PermissionDenied => "PERMISSION_DENIED",
            Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
            Code::FailedPrecondition => "FAILED_PRECONDITION",
            Code::Aborted => "ABORTED",
            Code::OutOfRange => "OUT_OF_RANGE",
            Code::Unimplemented => "UNIMPLEMENTED",
            Code::Internal => "INTERNAL",
            Code::Unavailable => "UNAVAILABLE",
            Code::DataLoss => "DATA_LOSS",
            Code::Unauthenticated => "UNAUTHENTICATED",
        }
    }

    /// The code of a name as the specification has it.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl Status {
    /// A code with what people are told.
    pub fn new(code: Code, message: impl Into<String>) -> Status {
        Status { code, message: message.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_the_codes() {
        for (number, code) in (0..).zip(Code::ALL) {
            assert_eq!(u32::from(code.number()), number);
            assert_eq!(Code::from_number(number), Some(code));
            assert_eq!(Code::from_name(code.name()), Some(code));
        }
        assert_eq!(Code::from_number(17), None);
        assert_eq!(Code::from_name("ok"), None);
    }
}
