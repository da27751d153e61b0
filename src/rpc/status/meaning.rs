//! What a code says to whoever gets it, and whether the same call may be made again.
//!
//! By "Status codes and their use in gRPC", which says of each code who raises it, and `google/rpc/code.proto`.

use super::Code;

/// Whether the same call may be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// There is no reason: it succeeded.
    Needless,
    /// As it is, after a wait that grows.
    Safe,
    /// Only if it does no harm that it happens twice: it may have been carried out.
    IfIdempotent,
    /// Not this call alone, but all that led to it: read again what it is based on.
    FromFurtherUp,
    /// When something outside has changed: the caller's credentials, a quota, the system's state.
    AfterAChange,
    /// Never: the same request fails the same way.
    Useless,
}

impl Retry {
    /// That, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Retry::Needless => "There is nothing to retry.",
            Retry::Safe => {
                "A retry is safe where the call was not looked at, which is what this code is for: wait a little, longer each \
                 time, with some chance in it, lest all clients return at once."
            }
            Retry::IfIdempotent => {
                "The call may have been carried out although its answer did not arrive, so only an idempotent method may be \
                 retried."
            }
            Retry::FromFurtherUp => {
                "Retrying this call alone does not help; begin further up, with reading again what it was based on."
            }
            Retry::AfterAChange => "A retry is of use only after something else has changed.",
            Retry::Useless => "The same request will fail the same way, so a retry is of no use.",
        }
    }
}

/// Whether the same call may be made again after it ended with `code`.
pub fn retry(code: Code) -> Retry {
    match code {
        Code::Ok => Retry::Needless,
        Code::Unavailable => Retry::Safe,
        Code::Cancelled | Code::Unknown | Code::DeadlineExceeded | Code::Internal => Retry::IfIdempotent,
        Code::Aborted => Retry::FromFurtherUp,
        Code::ResourceExhausted
        | Code::FailedPrecondition
        | Code::PermissionDenied
        | Code::Unauthenticated
        | Code::NotFound
        | Code::AlreadyExists => Retry::AfterAChange,
        Code::InvalidArgument | Code::OutOfRange | Code::Unimplemented | Code::DataLoss => Retry::Useless,
    }
}

/// What a code says, and who raises it: the code of an application, or gRPC's library.
pub fn meaning(code: Code) -> &'static str {
    match code {
        Code::Ok => "The call succeeded.",
        Code::Cancelled => {
            "The call was given up, mostly by its caller. The server may have finished the work all the same; it is told, so that it \
             can stop."
        }
        Code::Unknown => {
            "An error of which no more is known: a handler threw something that is no status, or a proxy answered with an HTTP \
             status that says nothing to gRPC."
        }
        Code::InvalidArgument => {
            "The request is wrong by itself, whatever state the system is in. gRPC's library never raises it; applications do."
        }
        Code::DeadlineExceeded => {
            "The deadline passed before the call was done. Each side looks at its own clock, so one may see this where the other \
             sees success."
        }
        Code::NotFound => {
            "What was asked for does not exist. Only applications raise it: a method that is missing is UNIMPLEMENTED."
        }
        Code::AlreadyExists => "What was to be created exists already. Only applications raise it.",
        Code::PermissionDenied => {
            "It is known who is calling, and they may not do this. If it is not known, UNAUTHENTICATED is meant."
        }
        Code::ResourceExhausted => {
            "Something has run out: a quota, memory, or the size a message may have. The library raises it for messages that are too \
             large."
        }
        Code::FailedPrecondition => {
            "The system is not in the state the call needs, such as a folder that must be empty to be deleted. Something must be \
             mended first."
        }
        Code::Aborted => {
            "The call was given up for a conflict with another one, such as of two transactions. Only applications raise it."
        }
        Code::OutOfRange => {
            "The call goes past the end of something, such as of a file. Unlike INVALID_ARGUMENT, it may be right when there is more."
        }
        Code::Unimplemented => {
            "The server has no such method, or does not support what was asked of it. The library raises it for paths that it does \
             not know, and for compressions."
        }
        Code::Internal => {
            "Something that must hold does not: the library raises it for broken frames, messages that can't be read, and streams that \
             were reset."
        }
        Code::Unavailable => {
            "The service can't be reached just now: it is down, the connection broke, or it is going away. This is the code that is \
             retried."
        }
        Code::DataLoss => "Data is lost or broken for good. Only applications raise it.",
        Code::Unauthenticated => "The caller's credentials are missing or wrong, so nobody knows who is calling.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_sentences() {
        for code in Code::ALL {
            assert!(meaning(code).ends_with('.'), "{code:?}");
            assert!(retry(code).sentence().ends_with('.'), "{code:?}");
        }
    }
}
