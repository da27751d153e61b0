//! `google.rpc.Status`: an error with typed details, as gRPC servers that say more than a code send it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use prost::Message;

use crate::message::{JsonOptions, Layout, json_of};
use crate::rpc::{
    grpc,
    status::{Code, Status},
};
use crate::schema::Schema;

/// The header field it travels in.
pub const FIELD: &str = "grpc-status-details-bin";

/// A detail: a message of any type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// The full name of its type: `google.rpc.RetryInfo`.
    pub type_name: String,
    /// Its bytes.
    pub value: Vec<u8>,
}

/// `google/rpc/status.proto`, as far as it is used.
#[derive(Clone, PartialEq, prost::Message)]
struct RpcStatus {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
    #[prost(message, repeated, tag = "3")]
    details: Vec<Any>,
}

/// `google/protobuf/any.proto`.
#[derive(Clone, PartialEq, prost::Message)]
struct Any {
    #[prost(string, tag = "1")]
    type_url: String,
    #[prost(bytes = "vec", tag = "2")]
    value: Vec<u8>,
}

/// Reads the header field's value; nothing where it is no base64 of a `google.rpc.Status`.
pub fn read(value: &str) -> Option<(Status, Vec<Detail>)> {
    let status = RpcStatus::decode(grpc::binary(value)?.as_slice()).ok()?;
    let code = u32::try_from(status.code).ok().and_then(Code::from_number).unwrap_or(Code::Unknown);
    let detail = |any: Any| {
        // What is before the last slash only says where the type might be looked up.
        let type_name = any.type_url.rsplit('/').next().unwrap_or_default().to_owned();
        Detail { type_name, value: any.value }
    };
    Some((Status::new(code, status.message), status.details.into_iter().map(detail).collect()))
}

/// Writes the header field's value.
pub fn write(status: &Status, details: &[Detail]) -> String {
    let any = |it: &Detail| Any { type_url: format!("type.googleapis.com/{}", it.type_name), value: it.value.clone() };
    let details = details.iter().map(any).collect();
    let status = RpcStatus { code: status.code.number().into(), message: status.message.clone(), details };
    STANDARD_NO_PAD.encode(status.encode_to_vec())
}

/// A detail as JSON, by the types of a schema and those of `google/rpc/error_details.proto`.
///
/// # Errors
/// Why it has none.
pub fn json(detail: &Detail, schema: &Schema) -> Result<String, String> {
    let root = schema.root(&detail.type_name);
    let root = root.ok_or_else(|| format!("the schema has no type `{}`", detail.type_name))?;
    json_of(&root, &detail.value, JsonOptions::default(), Layout::Lines).map(|it| it.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn there_and_back_and_as_json() {
        let status = Status::new(Code::ResourceExhausted, "slow down");
        // google.rpc.RetryInfo { retry_delay: 2 s }
        let details = [Detail { type_name: "google.rpc.RetryInfo".to_owned(), value: b"\x0a\x02\x08\x02".to_vec() }];
        let text = write(&status, &details);
        assert_eq!(read(&text), Some((status, details.to_vec())));
        let schema = schema::compile(&Vec::new()).schema.unwrap();
        expect_test::expect![[r#"
            {
              "retryDelay": "2s"
            }"#]]
        .assert_eq(json(&details[0], &schema).unwrap().trim_end());
        assert!(json(&Detail { type_name: "a.B".to_owned(), value: Vec::new() }, &schema).is_err());
        assert_eq!(read("~"), None);
    }
}
