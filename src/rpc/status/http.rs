//! Statuses of HTTP and of gRPC, each for the other, and of HTTP/2's streams.

use super::Code;
use crate::rpc::http2::frame::error;

/// The HTTP status a gateway gives for a code, as `google/rpc/code.proto` says and grpc-gateway does.
pub fn to_http(code: Code) -> u16 {
    match code {
        Code::Ok => 200,
        Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => 400,
        Code::Unauthenticated => 401,
        Code::PermissionDenied => 403,
        Code::NotFound => 404,
        Code::AlreadyExists | Code::Aborted => 409,
        Code::ResourceExhausted => 429,
        // "Client Closed Request": no standard has it.
        Code::Cancelled => 499,
        Code::Unknown | Code::Internal | Code::DataLoss => 500,
        Code::Unimplemented => 501,
        Code::Unavailable => 503,
        Code::DeadlineExceeded => 504,
    }
}

/// What a gRPC client makes of an answer without a gRPC status, such as a proxy's: "HTTP to gRPC Status Code Mapping". A gRPC status
/// comes before it.
pub fn from_http(status: u16) -> Code {
    match status {
        400 => Code::Internal,
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 => Code::Unimplemented,
        429 | 502 | 503 | 504 => Code::Unavailable,
        _ => Code::Unknown,
    }
}

/// What a gRPC client makes of RST_STREAM's error code, if no status came before: "gRPC over HTTP2", "Errors".
pub fn from_reset(code: u32) -> Code {
    match code {
        error::REFUSED_STREAM => Code::Unavailable,
        error::CANCEL => Code::Cancelled,
        error::ENHANCE_YOUR_CALM => Code::ResourceExhausted,
        error::INADEQUATE_SECURITY => Code::PermissionDenied,
        error::NO_ERROR..=error::HTTP_1_1_REQUIRED => Code::Internal,
        _ => Code::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mapped() {
        assert_eq!(to_http(Code::NotFound), 404);
        // Not the other way round: of a 404 the client concludes that there is no such method.
        assert_eq!(from_http(404), Code::Unimplemented);
        assert_eq!(from_http(302), Code::Unknown);
        assert_eq!(from_reset(error::REFUSED_STREAM), Code::Unavailable);
        assert_eq!(from_reset(99), Code::Unknown);
    }
}
