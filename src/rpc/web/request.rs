//! What is sent: header fields and a body, for a POST to the method's path.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Protocol, connect, envelope};
use crate::rpc::{Micros, grpc};

/// A unary or server streaming call.
#[derive(Clone, Copy, Debug, Default)]
pub struct Call<'a> {
    /// By what it is made.
    pub protocol: Protocol,
    /// Whether the server may send more than one message.
    pub is_streaming: bool,
    /// How long it may take.
    pub timeout: Option<Micros>,
    /// Custom metadata; what [`grpc::problem`] has something to say of is left out.
    pub metadata: &'a [(String, String)],
    /// The message, as Protocol Buffers have it.
    pub message: &'a [u8],
}

/// What is sent for a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The header fields, besides those a browser sets by itself.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The body before it became text; the body itself where it did not.
    pub frames: Vec<u8>,
}

/// What is sent for a call; nothing where its message is 4 GiB long or more.
pub fn request(call: &Call<'_>) -> Option<Sent> {
    let content_type = call.protocol.content_type(call.is_streaming);
    let mut headers = vec![("content-type".to_owned(), content_type.to_owned())];
    let mut add = |name: &str, value: String| headers.push((name.to_owned(), value));
    match call.protocol {
        Protocol::GrpcWeb | Protocol::GrpcWebText => {
            // Servers answer in text only if it is asked for.
            add("accept", content_type.to_owned());
            // Some proxies look for it; and a browser does not let a page say its user agent.
            add("x-grpc-web", "1".to_owned());
            add("x-user-agent", grpc::USER_AGENT.to_owned());
            if let Some(timeout) = call.timeout {
                add("grpc-timeout", grpc::timeout(timeout));
            }
        }
        Protocol::Connect => {
            add("connect-protocol-version", connect::VERSION.to_owned());
            if let Some(timeout) = call.timeout {
                add("connect-timeout-ms", connect::timeout(timeout));
            }
        }
    }
    headers.extend(grpc::custom(call.metadata).into_iter().map(|it| (it.name, it.value)));
    let frames = match (call.protocol, call.is_streaming) {
        (Protocol::Connect, false) => call.message.to_vec(),
        _ => envelope::write(0, call.message)?,
    };
    let body = match call.protocol {
        Protocol::GrpcWebText => STANDARD.encode(&frames).into_bytes(),
        _ => frames.clone(),
    };
    Some(Sent { headers, body, frames })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(protocol: Protocol, is_streaming: bool) -> String {
        let metadata = [("X-A".to_owned(), "b".to_owned())];
        let call = Call { protocol, is_streaming, timeout: Some(1_500_000), metadata: &metadata, message: b"\x08\x01" };
        let sent = request(&call).unwrap();
        let headers: String = sent.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        format!("{headers}{}", sent.body.escape_ascii())
    }

    #[test]
    fn each_protocol_has_its_own_headers() {
        expect_test::expect![[r#"
            content-type: application/grpc-web-text+proto
            accept: application/grpc-web-text+proto
            x-grpc-web: 1
            x-user-agent: grpc-wirelens/0.1.0
            grpc-timeout: 1500000u
            x-a: b
            AAAAAAIIAQ=="#]]
        .assert_eq(&text(Protocol::GrpcWebText, true));
        expect_test::expect![[r#"
            content-type: application/proto
            connect-protocol-version: 1
            connect-timeout-ms: 1500
            x-a: b
            \x08\x01"#]]
        .assert_eq(&text(Protocol::Connect, false));
        expect_test::expect![[r#"
            content-type: application/connect+proto
            connect-protocol-version: 1
            connect-timeout-ms: 1500
            x-a: b
            \x00\x00\x00\x00\x02\x08\x01"#]]
        .assert_eq(&text(Protocol::Connect, true));
    }
}
