//! Calls the services in this process by bytes or JSON, whatever their types: what REST and Connect come to.

use bytes::{Buf, BufMut, Bytes};
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, MethodDescriptor, SerializeOptions};
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::codegen::http::uri::PathAndQuery;
use tonic::service::Routes;
use tonic::{Request, Status, Streaming};

/// The services, and what their types are.
#[derive(Clone)]
pub struct Inside {
    routes: Routes,
    json: Json,
}

impl Inside {
    /// Of these services.
    #[must_use]
    pub fn new(routes: Routes, json: Json) -> Inside {
        Inside { routes, json }
    }

    /// How their messages are JSON.
    #[must_use]
    pub fn json(&self) -> &Json {
        &self.json
    }

    /// The method of a path `package.Service/Method`.
    #[must_use]
    pub fn method(&self, path: &str) -> Option<MethodDescriptor> {
        let (service, method) = path.split_once('/')?;
        self.json.0.get_service_by_name(service)?.methods().find(|it| it.name() == method)
    }

    /// One message in, one out.
    ///
    /// # Errors
    /// The method's status.
    pub async fn unary(&self, path: &str, request: Request<Bytes>) -> Result<Bytes, Status> {
        Ok(self.grpc().await?.unary(request, whole(path)?, Plain).await?.into_inner())
    }

    /// One in, many out.
    ///
    /// # Errors
    /// The method's status, if it ends before it begins.
    pub async fn server_streaming(&self, path: &str, request: Request<Bytes>) -> Result<Streaming<Bytes>, Status> {
        Ok(self.grpc().await?.server_streaming(request, whole(path)?, Plain).await?.into_inner())
    }

    /// Many in, one out.
    ///
    /// # Errors
    /// The method's status.
    pub async fn client_streaming<S>(&self, path: &str, requests: Request<S>) -> Result<Bytes, Status>
    where
        S: tokio_stream::Stream<Item = Bytes> + Send + 'static,
    {
        Ok(self.grpc().await?.client_streaming(requests, whole(path)?, Plain).await?.into_inner())
    }

    /// Many in, many out.
    ///
    /// # Errors
    /// The method's status, if it ends before it begins.
    pub async fn streaming<S>(&self, path: &str, requests: Request<S>) -> Result<Streaming<Bytes>, Status>
    where
        S: tokio_stream::Stream<Item = Bytes> + Send + 'static,
    {
        Ok(self.grpc().await?.streaming(requests, whole(path)?, Plain).await?.into_inner())
    }

    async fn grpc(&self) -> Result<Grpc<Routes>, Status> {
        let mut grpc = Grpc::new(self.routes.clone());
        match grpc.ready().await {
            Ok(()) => Ok(grpc),
            Err(never) => match never {},
        }
    }
}

fn whole(path: &str) -> Result<PathAndQuery, Status> {
    PathAndQuery::try_from(format!("/{path}")).map_err(|error| Status::internal(error.to_string()))
}

/// Messages as JSON, by their descriptors.
#[derive(Clone, Debug)]
pub struct Json(DescriptorPool);

impl Json {
    /// Of the examples' types.
    ///
    /// # Errors
    /// None, unless the build is broken.
    pub fn of_examples() -> anyhow::Result<Json> {
        Ok(Json(DescriptorPool::decode(crate::proto::DESCRIPTORS)?))
    }

    /// A type by its full name.
    ///
    /// # Errors
    /// That there is none.
    pub fn message(&self, name: &str) -> Result<MessageDescriptor, Status> {
        self.0.get_message_by_name(name).ok_or_else(|| Status::internal(format!("there is no type {name}")))
    }

    /// The bytes of JSON.
    ///
    /// # Errors
    /// What doesn't fit the type, as an invalid argument.
    pub fn read(&self, of: MessageDescriptor, json: &[u8]) -> Result<Bytes, Status> {
        let mut reader = serde_json::Deserializer::from_slice(json);
        let message = DynamicMessage::deserialize(of, &mut reader).and_then(|message| reader.end().map(|()| message));
        let message = message.map_err(|error| Status::invalid_argument(error.to_string()))?;
        Ok(message.encode_to_vec().into())
    }

    /// The JSON of bytes, without white space.
    ///
    /// # Errors
    /// When they are no such message.
    pub fn write(&self, of: MessageDescriptor, bytes: &[u8]) -> Result<Vec<u8>, Status> {
        let internal = |error: &dyn std::fmt::Display| Status::internal(error.to_string());
        let message = DynamicMessage::decode(of, bytes).map_err(|error| internal(&error))?;
        let mut json = Vec::new();
        let mut writer = serde_json::Serializer::new(&mut json);
        message.serialize_with_options(&mut writer, &SerializeOptions::new()).map_err(|error| internal(&error))?;
        Ok(json)
    }
}

/// Messages that are bytes already.
#[derive(Clone, Copy, Debug)]
struct Plain;

impl Codec for Plain {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Plain;
    type Decoder = Plain;

    fn encoder(&mut self) -> Plain {
        Plain
    }

    fn decoder(&mut self) -> Plain {
        Plain
    }
}

impl Encoder for Plain {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, to: &mut EncodeBuf<'_>) -> Result<(), Status> {
        to.put(item);
        Ok(())
    }
}

impl Decoder for Plain {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(from.copy_to_bytes(from.remaining())))
    }
}
