//! gRPC-Web and Connect as we speak and read them, judged by tonic-web and connectrpc.
#![cfg(test)] // tells clippy that helpers here are tests too

use bytes::Bytes;
use demo_server::proto::delivery::{Position, TrackRequest};
use demo_server::proto::demo::{UserRequest, UserResponse};
use demo_server::proto::store::Order;
use demo_server::{Options, Running, start};
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use prost::Message;
use wirelens::rpc::status::Code;
use wirelens::rpc::web::{Call, Frame, FrameKind, Outcome, Protocol, Response, details, explain, request};
use wirelens::schema;

/// The largest message that is taken.
const MOST: usize = 4 << 20;

/// Makes a call, and gives the frames of the body as they arrived, and how it ended.
async fn ask(server: &Running, path: &str, call: Call<'_>) -> (Vec<Frame>, Outcome) {
    let address = match call.protocol {
        Protocol::Connect => server.addresses.connect,
        _ => server.addresses.grpc,
    };
    let sent = request(&call).unwrap();
    let mut post = Request::post(format!("http://{address}{path}"));
    for (name, value) in &sent.headers {
        post = post.header(name, value);
    }
    let client = Client::builder(TokioExecutor::new()).build_http();
    let mut answer = client.request(post.body(Full::new(Bytes::from(sent.body))).unwrap()).await.unwrap();
    let mut response = Response::new(call.protocol, call.is_streaming, MOST);
    let headers: Vec<_> =
        answer.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    response.head(answer.status().as_u16(), &headers);
    let mut frames = Vec::new();
    while let Some(piece) = answer.body_mut().frame().await {
        if let Ok(data) = piece.unwrap().into_data() {
            frames.extend(response.push(&data));
        }
    }
    let (last, outcome) = response.finish();
    frames.extend(last);
    for frame in &frames {
        let parts = explain(frame, call.protocol);
        assert_eq!(parts.iter().map(|it| it.span.len()).sum::<usize>(), frame.place.len());
    }
    (frames, outcome)
}

fn messages<T: Message + Default>(frames: &[Frame]) -> Vec<T> {
    let messages = frames.iter().filter(|it| it.kind == FrameKind::Message);
    messages.map(|it| T::decode(it.plain.as_slice()).unwrap()).collect()
}

#[tokio::test]
async fn unary_calls_by_each_protocol() {
    let server = start(Options::default()).unwrap();
    let path = "/demo.UserService/GetUser";
    for protocol in Protocol::ALL {
        let message = UserRequest { id: 123 }.encode_to_vec();
        let call = Call { protocol, timeout: Some(20_000_000), message: &message, ..Call::default() };
        let (frames, outcome) = ask(&server, path, call).await;
        assert_eq!((outcome.status.code, outcome.faults.as_slice()), (Code::Ok, &[][..]), "{protocol:?}");
        assert_eq!(messages::<UserResponse>(&frames)[0].name, "Alice");

        let message = UserRequest { id: 7 }.encode_to_vec();
        let (_, outcome) = ask(&server, path, Call { message: &message, ..call }).await;
        let told = (outcome.status.code, outcome.status.message.as_str(), outcome.faults.as_slice());
        assert_eq!(told, (Code::NotFound, "no user has the id 7", &[][..]), "{protocol:?}");

        let (_, outcome) = ask(&server, "/demo.UserService/GetUsers", call).await;
        assert_eq!(outcome.status.code, Code::Unimplemented, "{protocol:?}");
    }
}

#[tokio::test]
async fn streams_by_each_protocol() {
    let server = start(Options::default()).unwrap();
    let path = "/delivery.DeliveryService/Track";
    for protocol in Protocol::ALL {
        let message = TrackRequest { parcel_id: "P-1042".into(), count: 4 }.encode_to_vec();
        let call = Call { protocol, is_streaming: true, message: &message, ..Call::default() };
        let (frames, outcome) = ask(&server, path, call).await;
        assert_eq!((outcome.status.code, outcome.faults.as_slice()), (Code::Ok, &[][..]), "{protocol:?}");
        let stops: Vec<_> = messages::<Position>(&frames).iter().map(|it| it.stops_before).collect();
        assert_eq!(stops, [5, 4, 3, 2], "{protocol:?}");

        let message = TrackRequest { parcel_id: "P-1".into(), count: 4 }.encode_to_vec();
        let (_, outcome) = ask(&server, path, Call { message: &message, ..call }).await;
        assert_eq!(outcome.status.code, Code::NotFound, "{protocol:?}");
    }
}

#[tokio::test]
async fn details_are_read() {
    let server = start(Options::default()).unwrap();
    let schema = schema::compile(&Vec::new()).schema.unwrap();
    for protocol in Protocol::ALL {
        let message = Order::default().encode_to_vec();
        let call = Call { protocol, message: &message, ..Call::default() };
        let (_, outcome) = ask(&server, "/store.CheckoutService/PlaceOrder", call).await;
        assert_eq!(outcome.status.code, Code::InvalidArgument, "{protocol:?}");
        assert_eq!(outcome.details[0].type_name, "google.rpc.BadRequest", "{protocol:?}");
        assert!(details::json(&outcome.details[0], &schema).unwrap().contains("order_id"), "{protocol:?}");
    }
}
