//! Connect's own: names of codes, timeouts, errors and the end of a stream as JSON.

use serde_json::{Map, Value, json};

use super::Detail;
use crate::rpc::{
    Micros, grpc,
    http2::Field,
    status::{Code, Status},
};

/// What requests say that they are by.
pub const VERSION: &str = "1";

/// What the names of trailers begin with where they are headers, as in unary responses.
pub const TRAILER_PREFIX: &str = "trailer-";

/// `Timeout-Milliseconds` has at most ten digits.
const LONGEST_TIMEOUT: Micros = 9_999_999_999;
const MICROS_A_MILLI: Micros = 1000;

/// A while as `connect-timeout-ms` has it, rounded up.
pub fn timeout(left: Micros) -> String {
    left.div_ceil(MICROS_A_MILLI).min(LONGEST_TIMEOUT).to_string()
}

/// A code's name: gRPC's in lower case, but `canceled` with one l.
pub fn name(code: Code) -> String {
    match code {
        Code::Cancelled => "canceled".to_owned(),
        code => code.name().to_ascii_lowercase(),
    }
}

/// The code of a name. There is none for success.
pub fn code(name: &str) -> Option<Code> {
    Code::ALL.into_iter().skip(1).find(|&it| self::name(it) == name)
}

/// An error as JSON.
pub fn write(status: &Status, details: &[Detail]) -> Value {
    use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
    let detail = |it: &Detail| json!({"type": it.type_name, "value": STANDARD_NO_PAD.encode(&it.value)});
    let mut error = Map::new();
    error.insert("code".to_owned(), name(status.code).into());
    if !status.message.is_empty() {
        error.insert("message".to_owned(), status.message.clone().into());
    }
    if !details.is_empty() {
        error.insert("details".to_owned(), details.iter().map(detail).collect());
    }
    Value::Object(error)
}

/// Reads an error; nothing where the JSON is none. Details that can't be read are left out; without a code that Connect knows, it
/// is the one that is given.
pub fn read(error: &Value, otherwise: Code) -> Option<(Status, Vec<Detail>)> {
    let error = error.as_object()?;
    let text = |name: &str| error.get(name).and_then(Value::as_str);
    let status = Status::new(text("code").and_then(code).unwrap_or(otherwise), text("message").unwrap_or_default());
    let detail = |it: &Value| {
        let type_name = it.get("type")?.as_str()?.to_owned();
        Some(Detail { type_name, value: grpc::binary(it.get("value")?.as_str()?)? })
    };
    let details = error.get("details").and_then(Value::as_array).into_iter().flatten().filter_map(detail).collect();
    Some((status, details))
}

/// What the frame says that ends a stream: the error, if there is one, and the trailers. Nothing where it is no JSON object.
pub fn read_end(content: &[u8]) -> Option<(Status, Vec<Detail>, Vec<Field>)> {
    let end: Value = serde_json::from_slice(content).ok()?;
    let end = end.as_object()?;
    let (status, details) = match end.get("error") {
        Some(error) => read(error, Code::Unknown)?,
        None => (Status::default(), Vec::new()),
    };
    let mut trailers = Vec::new();
    for (name, values) in end.get("metadata").and_then(Value::as_object).into_iter().flatten() {
        let values = values.as_array().into_iter().flatten().filter_map(Value::as_str);
        trailers.extend(values.map(|value| Field::new(name.to_ascii_lowercase(), value)));
    }
    Some((status, details, trailers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_there_and_back() {
        let status = Status::new(Code::Cancelled, "no");
        let details = vec![Detail { type_name: "a.B".to_owned(), value: vec![0, 1] }];
        let error = write(&status, &details);
        assert_eq!(error.to_string(), r#"{"code":"canceled","details":[{"type":"a.B","value":"AAE"}],"message":"no"}"#);
        assert_eq!(read(&error, Code::Unknown), Some((status, details)));
        assert_eq!(read(&json!({"code": "ok"}), Code::Internal).unwrap().0.code, Code::Internal);
        assert_eq!(read(&json!("a"), Code::Internal), None);
    }

    #[test]
    fn the_end_of_a_stream() {
        let (status, _, trailers) = read_end(br#"{"metadata":{"X-A":["1","2"]}}"#).unwrap();
        assert_eq!((status.code, trailers.len()), (Code::Ok, 2));
        let (status, ..) = read_end(br#"{"error":{"code":"not_found"}}"#).unwrap();
        assert_eq!(status.code, Code::NotFound);
        assert_eq!(read_end(b"[]"), None);
    }

    #[test]
    fn timeouts() {
        assert_eq!(timeout(1), "1");
        assert_eq!(timeout(Micros::MAX), "9999999999");
    }
}
