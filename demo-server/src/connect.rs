//! The services over Connect's protocol, by its own crate, which parses and frames; what is asked is answered as over gRPC.

use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bytes::Bytes;
use connectrpc::dispatcher::{RequestStream, StreamingResult, UnaryResult};
use connectrpc::{
    CodecFormat, ConnectError, Dispatcher, EncodedBody, ErrorCode, ErrorDetail, MethodDescriptor, Payload,
    RequestContext, Response,
};
use prost::Message;
use prost_reflect::MessageDescriptor;
use tokio_stream::StreamExt;
use tonic::metadata::MetadataMap;
use tonic::{Request, Status, Streaming};

use crate::inside::Inside;

/// Hands calls on to the services in this process.
pub struct Connect(pub Inside);

impl Dispatcher for Connect {
    fn lookup(&self, path: &str) -> Option<MethodDescriptor> {
        let method = self.0.method(path)?;
        Some(match (method.is_client_streaming(), method.is_server_streaming()) {
            (false, false) => MethodDescriptor::unary(is_without_effect(&method)),
            (false, true) => MethodDescriptor::server_streaming(),
            (true, false) => MethodDescriptor::client_streaming(),
            (true, true) => MethodDescriptor::bidi_streaming(),
        })
    }

    fn call_unary(&self, path: &str, ctx: RequestContext, request: Payload, format: CodecFormat) -> UnaryResult {
        let call = Call::new(&self.0, path, format);
        Box::pin(async move {
            let call = call?;
            let request = call.read(&request.encoded()?)?;
            let reply = call.inside.unary(&call.path, asked(request, &ctx)).await.map_err(|status| error(&status))?;
            Ok(Response::new(call.write(&reply)?))
        })
    }

    fn call_server_streaming(
        &self,
        path: &str,
        ctx: RequestContext,
        request: Bytes,
        format: CodecFormat,
    ) -> StreamingResult {
        let call = Call::new(&self.0, path, format);
        Box::pin(async move {
            let call = call?;
            let request = asked(call.read(&request)?, &ctx);
            let replies = call.inside.server_streaming(&call.path, request).await.map_err(|status| error(&status))?;
            Ok(call.write_all(replies))
        })
    }

    fn call_client_streaming(
        &self,
        path: &str,
        ctx: RequestContext,
        requests: RequestStream,
        format: CodecFormat,
    ) -> UnaryResult {
        let call = Call::new(&self.0, path, format);
        Box::pin(async move {
            let call = call?;
            let requests = asked(call.read_all(requests), &ctx);
            let reply = call.inside.client_streaming(&call.path, requests).await.map_err(|status| error(&status))?;
            Ok(Response::new(call.write(&reply)?))
        })
    }

    fn call_bidi_streaming(
        &self,
        path: &str,
        ctx: RequestContext,
        requests: RequestStream,
        format: CodecFormat,
    ) -> StreamingResult {
        let call = Call::new(&self.0, path, format);
        Box::pin(async move {
            let call = call?;
            let requests = asked(call.read_all(requests), &ctx);
            let replies = call.inside.streaming(&call.path, requests).await.map_err(|status| error(&status))?;
            Ok(call.write_all(replies))
        })
    }
}

/// Whether a method may be called by GET.
fn is_without_effect(method: &prost_reflect::MethodDescriptor) -> bool {
    use prost_types::method_options::IdempotencyLevel::NoSideEffects;
    method
        .method_descriptor_proto()
        .options
        .as_ref()
        .is_some_and(|options| options.idempotency_level() == NoSideEffects)
}

/// A call of a method, with its messages in one format.
#[derive(Clone)]
struct Call {
    inside: Inside,
    path: String,
    input: MessageDescriptor,
    output: MessageDescriptor,
    format: CodecFormat,
}

impl Call {
    fn new(inside: &Inside, path: &str, format: CodecFormat) -> Result<Call, ConnectError> {
        let method = inside.method(path).ok_or_else(|| ConnectError::unimplemented(format!("there is no {path}")))?;
        Ok(Call { inside: inside.clone(), path: path.into(), input: method.input(), output: method.output(), format })
    }

    fn read(&self, message: &Bytes) -> Result<Bytes, ConnectError> {
        match self.format {
            CodecFormat::Json => self.inside.json().read(self.input.clone(), message).map_err(|status| error(&status)),
            _ => Ok(message.clone()),
        }
    }

    fn write(&self, message: &Bytes) -> Result<EncodedBody, ConnectError> {
        match self.format {
            CodecFormat::Json => {
                let json = self.inside.json().write(self.output.clone(), message).map_err(|status| error(&status))?;
                Ok(Bytes::from(json).into())
            }
            _ => Ok(message.clone().into()),
        }
    }

    /// The requests up to the first that can't be read.
    fn read_all(&self, requests: RequestStream) -> impl tokio_stream::Stream<Item = Bytes> + Send + 'static {
        let call = self.clone();
        requests.map_while(move |request| call.read(&request.ok()?).ok())
    }

    fn write_all(self, replies: Streaming<Bytes>) -> Response<connectrpc::EncodedStream> {
        Response::stream(replies.map(move |reply| self.write(&reply.map_err(|status| error(&status))?)))
    }
}

/// A request with the caller's metadata and the time it has left.
fn asked<T>(message: T, ctx: &RequestContext) -> Request<T> {
    let mut request = Request::new(message);
    *request.metadata_mut() = MetadataMap::from_headers(ctx.headers().clone());
    if let Some(deadline) = ctx.deadline() {
        request.set_timeout(deadline.saturating_duration_since(Instant::now()));
    }
    request
}

fn error(status: &Status) -> ConnectError {
    let code = u32::try_from(i32::from(status.code())).ok().and_then(ErrorCode::from_grpc_code);
    let mut error = ConnectError::new(code.unwrap_or(ErrorCode::Unknown), status.message());
    // Details that can't be read are left out: they only explain.
    let details = tonic_types::pb::Status::decode(status.details()).unwrap_or_default().details;
    error.details = details
        .into_iter()
        .map(|detail| ErrorDetail {
            type_url: detail.type_url.rsplit('/').next().unwrap_or_default().into(),
            value: Some(STANDARD_NO_PAD.encode(&detail.value)),
            debug: None,
        })
        .collect();
    error
}
