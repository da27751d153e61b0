//! Header fields that HTTP/2 and gRPC give a meaning: "gRPC over HTTP2", "Requests" and "Responses".

use super::count;
use crate::rpc::{
    grpc::{self, BINARY_SUFFIX},
    status::{self, Code},
};

/// What a field is for; of custom metadata, that it is that.
pub(super) fn about(name: &str, value: &str) -> String {
    let told = match name {
        ":method" => "Every gRPC call is a POST, also one that only reads.",
        ":scheme" => "`https` over TLS, `http` without.",
        ":path" => "The service with its package, and the method: all that says which one is called.",
        ":authority" => "The server's name, as `Host` has it in HTTP/1.1.",
        ":status" if value == "200" => {
            "It says only that HTTP has done its part; how the call ended is told by `grpc-status`."
        }
        ":status" => "Not a gRPC server's word: a proxy's, or another server's.",
        "te" => "The client takes trailers. A proxy that would drop them is found out by it.",
        "content-type" if value.starts_with(grpc::CONTENT_TYPE) => "gRPC; `+proto` may say how messages are encoded.",
        "grpc-encoding" => "How messages are compressed whose flag says that they are.",
        "grpc-accept-encoding" => "The compressions its sender can read.",
        "user-agent" => "The client's library, for logs.",
        "grpc-message" => {
            "The status in words, with a percent sign before two digits where a byte is not printable ASCII."
        }
        "grpc-status-details-bin" => "More on the error, as a `google.rpc.Status` in base64.",
        "grpc-previous-rpc-attempts" => "How often the client has tried before.",
        "grpc-timeout" => return timeout(value),
        "grpc-status" => return grpc_status(value),
        _ if name.starts_with(':') => {
            "A pseudo-header field: HTTP/2 has such in place of a first line (RFC 9113, section 8.3)."
        }
        _ if name.ends_with(BINARY_SUFFIX) => {
            let size = grpc::binary(value).map_or("not valid".to_owned(), |it| count(it.len(), "byte"));
            return format!("Custom metadata of any bytes, in base64: {size}.");
        }
        _ => "Custom metadata.",
    };
    told.to_owned()
}

fn timeout(value: &str) -> String {
    match grpc::read_timeout(value) {
        Some(micros) => format!(
            "The call may take {} ms more. It is a while and not a point in time, so that clocks need not agree; the server stops at it \
             by itself.",
            micros as f64 / 1000.0
        ),
        None => "No timeout: up to eight digits and one of n, u, m, S, M, H were expected.".to_owned(),
    }
}

fn grpc_status(value: &str) -> String {
    match value.parse().ok().and_then(Code::from_number) {
        Some(code) => format!("{}: {}", code.name(), status::meaning(code)),
        None => "None of the 17 codes: clients take it for UNKNOWN.".to_owned(),
    }
}
