//! The methods of a schema, as whoever calls them asks for them: path, kind, types, options.
//!
//! Knows no message and no call.

use crate::{
    schema::{self, Schema},
    text::Span,
    wire::{Part, WireType, scan, varint},
};

use super::scene::Streams;

/// A method of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Full name of its service.
    pub service: String,
    /// Its simple name.
    pub name: String,
    /// Full name of the request's type.
    pub request: String,
    /// Full name of the response's type.
    pub response: String,
    /// Which sides stream.
    pub streams: Streams,
    /// What a call does to the server, as far as that is declared.
    pub idempotency: Idempotency,
    /// Whether it is better not called any more.
    pub is_deprecated: bool,
    /// Its options as the bytes of a `google.protobuf.MethodOptions`: those above, and extensions such as `google.api.http`.
    pub options: Vec<u8>,
}

/// `MethodOptions.IdempotencyLevel` of `google/protobuf/descriptor.proto`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Idempotency {
    /// Nothing is declared.
    #[default]
    Unknown,
    /// It only reads: it may be called any number of times, and cached.
    NoSideEffects,
    /// Called twice it does no more than called once.
    Idempotent,
}

/// Numbers of the fields of `MethodOptions`.
const DEPRECATED: u32 = 33;
const IDEMPOTENCY_LEVEL: u32 = 34;

impl Method {
    /// Its path in HTTP/2 ("gRPC over HTTP2", Requests: `Path → ":path" "/" Service-Name "/" {method name}`).
    pub fn path(&self) -> String {
        format!("/{}/{}", self.service, self.name)
    }

    /// The simple name of its service.
    pub fn service_name(&self) -> &str {
        self.service.rsplit('.').next().unwrap_or_default()
    }

    /// Its kind in words.
    pub fn kind(&self) -> &'static str {
        kind(self.streams)
    }

    /// A method of this service.
    pub fn of(service: &str, declared: schema::Method) -> Method {
        let schema::Method { name, request, client_streaming, response, server_streaming, options } = declared;
        let idempotency = match number_of(&options, IDEMPOTENCY_LEVEL) {
            Some(1) => Idempotency::NoSideEffects,
            Some(2) => Idempotency::Idempotent,
            _ => Idempotency::Unknown,
        };
        Method {
            service: service.to_owned(),
            name,
            request,
            response,
            streams: Streams { client: client_streaming, server: server_streaming },
            idempotency,
            is_deprecated: number_of(&options, DEPRECATED).is_some_and(|it| it != 0),
            options,
        }
    }
}

/// The kind of a method of which these sides stream, in words.
pub fn kind(streams: Streams) -> &'static str {
    match (streams.client, streams.server) {
        (false, false) => "unary",
        (false, true) => "server streaming",
        (true, false) => "client streaming",
        (true, true) => "bidirectional streaming",
    }
}

/// All methods of a schema, in the order of declaration.
pub fn methods(schema: &Schema) -> Vec<Method> {
    let of = |service: schema::Service| {
        let schema::Service { full_name, methods } = service;
        methods.into_iter().map(move |method| Method::of(&full_name, method)).collect::<Vec<_>>()
    };
    schema.services().into_iter().flat_map(of).collect()
}

/// The method with that path.
pub fn find(schema: &Schema, path: &str) -> Option<Method> {
    let (service, name) = path.strip_prefix('/')?.rsplit_once('/')?;
    let service = schema.services().into_iter().find(|it| it.full_name == service)?;
    let method = service.methods.into_iter().find(|it| it.name == name)?;
    Some(Method::of(&service.full_name, method))
}

/// The last value of a field that is a varint.
fn number_of(options: &[u8], number: u32) -> Option<u64> {
    let record = |part: Part| match part {
        Part::Record(record) if record.number == number && record.wire == WireType::Varint => Some(record),
        _ => None,
    };
    let last = scan(options, Span::new(0, options.len())).into_iter().filter_map(record).next_back()?;
    varint::read(last.payload.of(options), 0).ok().map(|it| it.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::File;

    #[test]
    fn options_are_read_from_the_schema() {
        let text = "syntax = \"proto3\"; package a; message M {} service S {
            rpc Get(M) returns (stream M) { option idempotency_level = NO_SIDE_EFFECTS; }
            rpc Put(stream M) returns (M) { option idempotency_level = IDEMPOTENT; option deprecated = true; }
            rpc Do(M) returns (M);
        }";
        let schema = schema::compile(&vec![File { name: "a.proto".into(), text: text.into() }]).schema.unwrap();
        let all = methods(&schema);
        let told: Vec<_> = all.iter().map(|it| (it.path(), it.kind(), it.idempotency, it.is_deprecated)).collect();
        assert_eq!(
            told,
            [
                ("/a.S/Get".to_owned(), "server streaming", Idempotency::NoSideEffects, false),
                ("/a.S/Put".to_owned(), "client streaming", Idempotency::Idempotent, true),
                ("/a.S/Do".to_owned(), "unary", Idempotency::Unknown, false),
            ]
        );
        assert_eq!(find(&schema, "/a.S/Put").as_ref(), all.get(1));
        for path in ["", "/", "a.S/Put", "/a.S", "/a.S/", "/a.S/Put/", "/a.T/Put"] {
            assert_eq!(find(&schema, path), None, "{path}");
        }
    }
}
