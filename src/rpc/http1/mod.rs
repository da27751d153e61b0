//! HTTP/1.1 as text on a connection (RFC 9112): heads, bodies, chunks; written as it must be, read whatever it is.
//!
//! Knows no REST and no gRPC, and neither when a byte leaves nor when it arrives. The simplest of what HTTP/1.1 can be: no
//! `Upgrade`, no `HEAD` (whose responses are told from their requests only), no trailers behind chunks other than skipped.

pub mod explain;
pub mod read;
pub mod write;

pub use explain::{Part, explain, explain_chunk};
pub use read::{Body, Fault, First, Read, content, read};

/// What ends a line: RFC 9112, section 2.2.
pub const LINE_END: &[u8] = b"\r\n";

/// The version in a first line: RFC 9112, section 2.3.
pub const VERSION: &str = "HTTP/1.1";

/// What RFC 9110, section 15 and its registry call a status in a response's first line; empty of one they do not know, as
/// RFC 9112, section 4 allows.
pub fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

/// Whether a byte may stand in a token, of which names and methods are made: RFC 9110, section 5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
