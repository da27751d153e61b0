//! What a browser can speak to a gRPC server by: gRPC-Web, binary and as text, and Connect.
//!
//! A request is made as data, and a response is read as its pieces arrive: a browser shows no HTTP/2 frames and no trailers, so
//! these protocols put both into the body. Knows no browser: who sends and receives is elsewhere.
//!
//! By "gRPC Web" of the gRPC project and the Connect protocol's reference.

pub mod connect;
pub mod details;
pub mod envelope;
mod explain;
mod fault;
pub mod place;
mod request;
mod response;
mod text;
pub mod trailers;

pub use details::Detail;
pub use explain::explain;
pub use fault::Fault;
pub use request::{Call, Sent, request};
pub use response::{Frame, FrameKind, Outcome, Response};

use serde::{Deserialize, Serialize};

/// By what a server is spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Protocol {
    /// gRPC-Web, its frames as they are.
    #[default]
    GrpcWeb,
    /// gRPC-Web, its frames in base64.
    GrpcWebText,
    /// Connect.
    Connect,
}

impl Protocol {
    /// All of them.
    pub const ALL: [Protocol; 3] = [Protocol::GrpcWeb, Protocol::GrpcWebText, Protocol::Connect];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Protocol::GrpcWeb => "gRPC-Web",
            Protocol::GrpcWebText => "gRPC-Web (text)",
            Protocol::Connect => "Connect",
        }
    }

    /// What requests say that their content is, and responses too, unless it is an error of Connect's unary calls, which is JSON.
    pub fn content_type(self, is_streaming: bool) -> &'static str {
        match (self, is_streaming) {
            (Protocol::GrpcWeb, _) => "application/grpc-web+proto",
            (Protocol::GrpcWebText, _) => "application/grpc-web-text+proto",
            (Protocol::Connect, false) => "application/proto",
            (Protocol::Connect, true) => "application/connect+proto",
        }
    }
}
