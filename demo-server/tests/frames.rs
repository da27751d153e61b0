//! HTTP/2 as we write and read it, judged by those who speak it: tonic's server and client, and h2 below them.
#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "frames/proxy.rs"]
mod proxy;
#[path = "frames/random.rs"]
mod random;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use demo_server::proto::delivery::{
    ChatMessage, Outcome, Position, Stop, TourSummary, TrackRequest, delivery_service_client::DeliveryServiceClient,
};
use demo_server::proto::demo::{UserRequest, UserResponse, user_service_client::UserServiceClient};
use demo_server::{Options, start};
use hyper::http;
use prost::Message as _;
use tonic::transport::Channel;
use wirelens::rpc::http2::frame::{flag, kind};
use wirelens::rpc::http2::hpack::{Encoder, shape::Deed};
use wirelens::rpc::http2::read::{Frame, List};
use wirelens::rpc::http2::{self, End, Field, Reading, Setting, Side, Writer, read, read_both, settings};
use wirelens::rpc::scene::{Call, Caller, Handler, Link, MAX_MESSAGE, Message, Scene, Streams};
use wirelens::rpc::script::HalfClose;
use wirelens::rpc::simulate::simulate;
use wirelens::rpc::{grpc, status::Code};

/// How long a peer may be silent before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A call as the simulated client makes it; what its simulated server does is of no interest.
fn call(path: &str, streams: Streams, requests: &[Vec<u8>]) -> Call {
    let message = |proto: &Vec<u8>| Message { proto: proto.clone(), ..Message::default() };
    Call {
        path: path.into(),
        streams,
        requests: requests.iter().map(message).collect(),
        handler: Handler { max_message: MAX_MESSAGE, ..Handler::default() },
        client: Caller { max_message: MAX_MESSAGE, ..Caller::default() },
        ..Call::default()
    }
}

fn scene(calls: Vec<Call>) -> Scene {
    let link = Link {
        client: 0,
        server: 1,
        authority: "127.0.0.1:50051".into(),
        network: Default::default(),
        fault: Default::default(),
        protocol: Default::default(),
    };
    Scene { parties: vec!["client".into(), "server".into()], links: vec![link], calls, seed: 1 }
}

/// How many streams the sender has ended.
fn ended(reading: &Reading) -> usize {
    let ends = |kind_: u8, flags: u8| match kind_ {
        kind::DATA | kind::HEADERS => flags & flag::END_STREAM != 0,
        kind_ => kind_ == kind::RST_STREAM,
    };
    reading.frames.iter().filter(|it| it.layout.is_some() && ends(it.head.kind, it.head.flags)).count()
}

/// Whether a frame is the acknowledgement of settings.
fn is_ack(frame: &Frame) -> bool {
    frame.head.kind == kind::SETTINGS && frame.head.flags & flag::ACK != 0
}

/// Sends what a client has written to a server, and takes the answer up to the end of so many streams.
///
/// What the client has sent having seen the server's settings is sent when they are there: by then more is allowed.
fn ask(server: SocketAddr, client: &[u8], streams: usize) -> Vec<u8> {
    let mut socket = TcpStream::connect(server).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut answer = Vec::new();
    let mut take = |socket: &mut TcpStream, is_enough: &dyn Fn(&Reading) -> bool| {
        let mut piece = [0; 4096];
        while !is_enough(&read(&answer, Side::Server, &[])) {
            match socket.read(&mut piece).unwrap() {
                0 => panic!("the server hung up: {:?}", read(&answer, Side::Server, &[]).frames.last()),
                size => answer.extend_from_slice(&piece[..size]),
            }
        }
    };
    let frames = read(client, Side::Client, &[]).frames;
    let ack = frames.iter().find(|it| is_ack(it)).unwrap().bytes.start as usize;
    socket.write_all(&client[..ack]).unwrap();
    take(&mut socket, &|it| it.frames.iter().any(|it| it.head.kind == kind::WINDOW_UPDATE));
    socket.write_all(&client[ack..]).unwrap();
    take(&mut socket, &|it| ended(it) >= streams);
    answer
}

/// What a server answers on a stream: its messages, and the status.
fn reply(bytes: &[u8], reading: &Reading, stream: u32) -> (Vec<Vec<u8>>, grpc_status::Told) {
    let messages = reading.messages(bytes).into_iter().filter(|it| it.stream == stream);
    // The server compresses for those who say that they take it.
    let plain = |it: http2::read::Message| match it.is_compressed {
        true => grpc::gunzip(&it.content, MAX_MESSAGE as usize).unwrap(),
        false => it.content,
    };
    let messages = messages.map(plain).collect();
    let last = reading.lists.iter().rfind(|it| it.stream == stream).unwrap();
    (messages, grpc_status::of(last))
}

mod grpc_status {
    use super::{Code, Field, List, grpc};

    /// A code and what people are told.
    pub type Told = (Code, String);

    pub fn of(list: &List) -> Told {
        let fields: Vec<Field> = list.done.iter().filter_map(|it| it.field.clone()).collect();
        let status = grpc::status(&fields).unwrap();
        (status.code, status.message)
    }
}

/// Gives a simulated client's bytes to the real server; what it answers, read.
fn asked(scene: &Scene) -> (Vec<u8>, Reading) {
    let server = start(Options::default()).unwrap();
    let timeline = simulate(scene);
    assert_eq!(timeline.connections.len(), 1);
    let client = &timeline.connections[0].to_server;
    assert_eq!(read(client, Side::Client, &[]).problems, []);
    let answer = ask(server.addresses.grpc, client, scene.calls.len());
    let reading = read(&answer, Side::Server, &[]);
    assert_eq!(reading.problems, []);
    assert!(reading.frames.iter().all(|it| it.head.kind != kind::GOAWAY), "the server goes away");
    (answer, reading)
}

fn decoded<T: prost::Message + Default>(messages: Vec<Vec<u8>>) -> Vec<T> {
    messages.into_iter().map(|it| T::decode(it.as_slice()).unwrap()).collect()
}

const GET_USER: &str = "/demo.UserService/GetUser";

#[test]
fn a_unary_call_is_answered() {
    let request = UserRequest { id: 123 }.encode_to_vec();
    let (answer, reading) = asked(&scene(vec![call(GET_USER, Streams::default(), &[request])]));
    let (messages, status) = reply(&answer, &reading, 1);
    assert_eq!(decoded::<UserResponse>(messages)[0].name, "Alice");
    assert_eq!(status, (Code::Ok, String::new()));
}

#[test]
fn all_that_a_request_can_have_is_taken() {
    let request = UserRequest { id: 7 }.encode_to_vec();
    let mut seven = call(GET_USER, Streams::default(), &[request]);
    seven.client.deadline = Some(30_000_000);
    seven.client.gzip = true;
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    seven.client.metadata = vec![pair("x-trace", &"~".repeat(3000)), pair("x-trace", "b"), pair("x-bin", "AAE=")];
    // Over the same connection, so that the second one refers to the first one's fields.
    let (answer, reading) = asked(&scene(vec![seven.clone(), seven]));
    for stream in [1, 3] {
        let (messages, status) = reply(&answer, &reading, stream);
        assert!(messages.is_empty());
        assert_eq!(status, (Code::NotFound, "no user has the id 7".to_owned()));
    }
}

#[test]
fn a_server_streams() {
    let streams = Streams { client: false, server: true };
    let request = TrackRequest { parcel_id: "P-1042".into(), count: 3 }.encode_to_vec();
    let (answer, reading) = asked(&scene(vec![call("/delivery.DeliveryService/Track", streams, &[request])]));
    let (messages, status) = reply(&answer, &reading, 1);
    let stops: Vec<_> = decoded::<Position>(messages).iter().map(|it| it.stops_before).collect();
    assert_eq!((stops, status.0), (vec![5, 4, 3], Code::Ok));
}

#[test]
fn a_client_streams() {
    let streams = Streams { client: true, server: false };
    let stop = |outcome: Outcome| Stop { parcel_id: "P-1".into(), outcome: outcome.into(), ..Stop::default() };
    let stops = [Outcome::Delivered, Outcome::NobodyHome, Outcome::WithNeighbour].map(|it| stop(it).encode_to_vec());
    let mut call = call("/delivery.DeliveryService/ReportStops", streams, &stops);
    // An empty DATA frame ends the stream.
    call.client.half_close = HalfClose::After(1000);
    let (answer, reading) = asked(&scene(vec![call]));
    let (messages, status) = reply(&answer, &reading, 1);
    let summary = TourSummary { delivered: 2, returned_ids: vec!["P-1".into()] };
    assert_eq!((decoded(messages), status.0), (vec![summary], Code::Ok));
}

#[test]
fn both_sides_stream() {
    let streams = Streams { client: true, server: true };
    // The second is longer than a frame, and than the window a stream begins with.
    let texts = ["hello".to_owned(), "x".repeat(100_000)];
    let message = |text: &String| ChatMessage { author: "Alice".into(), text: text.clone() }.encode_to_vec();
    let messages: Vec<_> = texts.iter().map(message).collect();
    let (answer, reading) = asked(&scene(vec![call("/delivery.DeliveryService/Chat", streams, &messages)]));
    let (messages, status) = reply(&answer, &reading, 1);
    let told: Vec<_> = decoded::<ChatMessage>(messages).into_iter().map(|it| it.text).collect();
    assert_eq!(told, texts.map(|it| format!("Alice, I have read: {it}")));
    assert_eq!(status.0, Code::Ok);
}

#[test]
fn one_who_gives_up_does_not_harm_the_connection() {
    let streams = Streams { client: true, server: true };
    let message = ChatMessage { author: "Alice".into(), text: "hello".into() }.encode_to_vec();
    let mut given_up = call("/delivery.DeliveryService/Chat", streams, &[message]);
    given_up.client.half_close = HalfClose::Never;
    given_up.client.cancel = Some(10_000);
    let mut later = call(GET_USER, Streams::default(), &[UserRequest { id: 123 }.encode_to_vec()]);
    later.start = wirelens::rpc::scene::Start::At(50_000);
    let server = start(Options::default()).unwrap();
    let timeline = simulate(&scene(vec![given_up, later]));
    let client = &timeline.connections[0].to_server;
    let resets = read(client, Side::Client, &[]).frames.iter().filter(|it| it.head.kind == kind::RST_STREAM).count();
    assert_eq!(resets, 1);
    // Of the first stream nothing more comes.
    let answer = ask(server.addresses.grpc, client, 1);
    let reading = read(&answer, Side::Server, &[]);
    assert_eq!(decoded::<UserResponse>(reply(&answer, &reading, 3).0)[0].name, "Alice");
}

/// The header block of a list, put together.
fn block(bytes: &[u8], list: &List) -> Vec<u8> {
    list.pieces.iter().flat_map(|it| it.bytes.of(bytes)).copied().collect()
}

/// Whether we write the header lists of a connection as its sender did, to the byte: that is what makes our counts real ones.
#[track_caller]
fn are_written_alike(bytes: &[u8], reading: &Reading) {
    let mut encoder = Encoder::default();
    for list in &reading.lists {
        for done in list.done.iter().filter(|it| it.shape.deed == Deed::Resize) {
            encoder.resize(done.shape.number.value);
        }
        let fields: Vec<Field> = list.done.iter().filter_map(|it| it.field.clone()).collect();
        let mut ours = Vec::new();
        encoder.encode(&fields, &mut ours);
        assert_eq!(ours, block(bytes, list), "{fields:?}");
    }
}

#[tokio::test]
async fn tonic_is_read_on_both_sides() {
    let server = start(Options::default()).unwrap();
    let proxy = proxy::start(server.addresses.grpc);
    let channel = Channel::from_shared(format!("http://{}", proxy.address)).unwrap().connect().await.unwrap();
    let mut users = UserServiceClient::new(channel.clone());
    for id in [123, 7, 123] {
        let mut request = tonic::Request::new(UserRequest { id });
        request.set_timeout(Duration::from_secs(20));
        request.metadata_mut().insert("x-trace", format!("trace-{id}").parse().unwrap());
        assert_eq!(users.get_user(request).await.is_ok(), id == 123);
    }
    let mut delivery = DeliveryServiceClient::new(channel);
    let request = TrackRequest { parcel_id: "P-1042".into(), count: 2 };
    let mut positions = delivery.track(request).await.unwrap().into_inner();
    while positions.message().await.unwrap().is_some() {}
    let stop = Stop { outcome: Outcome::Delivered.into(), ..Stop::default() };
    delivery.report_stops(tokio_stream::iter(vec![stop; 3])).await.unwrap();
    let chat = ChatMessage { author: "Alice".into(), text: "x".repeat(70_000) };
    let mut answers = delivery.chat(tokio_stream::iter(vec![chat; 2])).await.unwrap().into_inner();
    while answers.message().await.unwrap().is_some() {}
    drop((users, delivery, answers, positions));
    // The client's connection is closed by this thread.
    let (to_server, to_client) = tokio::task::spawn_blocking(|| proxy.finish()).await.unwrap();

    let (client, server) = read_both(&to_server, &to_client);
    assert_eq!((client.problems.as_slice(), server.problems.as_slice()), (&[][..], &[][..]));
    let paths: Vec<_> = client.lists.iter().filter_map(|it| it.value(":path")).collect();
    let of = |name: &str| format!("/delivery.DeliveryService/{name}");
    let (track, report, chat) = (of("Track"), of("ReportStops"), of("Chat"));
    assert_eq!(paths, [GET_USER, GET_USER, GET_USER, track.as_str(), report.as_str(), chat.as_str()]);
    assert_eq!(client.lists[1].value("x-trace"), Some("trace-7"));
    assert_eq!(client.lists[0].value("grpc-timeout").and_then(grpc::read_timeout), Some(20_000_000));
    let counts = |bytes: &[u8], reading: &Reading| {
        let messages = reading.messages(bytes);
        [1, 3, 5, 7, 9, 11].map(|stream| messages.iter().filter(|it| it.stream == stream).count())
    };
    assert_eq!(counts(&to_server, &client), [1, 1, 1, 1, 3, 2]);
    assert_eq!(counts(&to_client, &server), [1, 0, 1, 2, 1, 2]);
    assert_eq!(grpc_status::of(server.lists.iter().rfind(|it| it.stream == 3).unwrap()).0, Code::NotFound);
    are_written_alike(&to_server, &client);
    are_written_alike(&to_client, &server);
}

/// How many requests h2 is made to send over a connection; it waits for nothing up to a hundred.
const REQUESTS: usize = 90;

#[tokio::test]
async fn header_lists_of_h2_are_read_and_written_alike() {
    for (seed, table) in [None, Some(0), Some(100), Some(2000), Some(1 << 20)].into_iter().enumerate() {
        let announced: Vec<_> = table.iter().map(|&value| Setting { id: settings::HEADER_TABLE_SIZE, value }).collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heard = announced.clone();
        let peer = std::thread::spawn(move || {
            let mut socket = listener.accept().unwrap().0;
            socket.set_read_timeout(Some(PATIENCE)).unwrap();
            let mut writer = Writer::default();
            writer.settings(&heard);
            writer.settings_ack();
            socket.write_all(writer.bytes()).unwrap();
            let mut bytes = Vec::new();
            let mut piece = [0; 1 << 16];
            while ended(&read(&bytes, Side::Client, &heard)) < REQUESTS {
                let size = socket.read(&mut piece).unwrap();
                assert!(size > 0, "h2 hung up");
                bytes.extend_from_slice(&piece[..size]);
            }
            bytes
        });
        let socket = tokio::net::TcpStream::connect(address).await.unwrap();
        let (mut client, connection) = h2::client::handshake(socket).await.unwrap();
        let connection = tokio::spawn(connection);
        let mut random = random::Random::new(seed as u64);
        let mut sent = Vec::new();
        let mut waiting = Vec::new();
        for _ in 0..REQUESTS {
            let fields = random.fields();
            let mut request = http::Request::post("http://a.example/b");
            for field in &fields {
                let mut value = http::HeaderValue::from_str(&field.value).unwrap();
                value.set_sensitive(field.is_sensitive);
                request = request.header(&field.name, value);
            }
            client = client.ready().await.unwrap();
            waiting.push(client.send_request(request.body(()).unwrap(), true).unwrap());
            sent.push(fields);
        }
        // It has to run while the peer reads.
        let bytes = tokio::task::spawn_blocking(move || peer.join().unwrap()).await.unwrap();
        connection.abort();
        let reading = read(&bytes, Side::Client, &announced);
        assert_eq!(reading.problems, []);
        let lists: Vec<Vec<Field>> = reading
            .lists
            .iter()
            .map(|it| it.done.iter().filter_map(|it| it.field.clone()).filter(|it| !it.name.starts_with(':')).collect())
            .collect();
        let values = |lists: &[Vec<Field>]| -> Vec<Vec<(String, String)>> {
            lists.iter().map(|it| it.iter().map(|it| (it.name.clone(), it.value.clone())).collect()).collect()
        };
        assert_eq!(values(&lists), values(&sent));
        are_written_alike(&bytes, &reading);
    }
}

#[tokio::test]
async fn header_lists_of_ours_are_read_by_h2() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut random = random::Random::new(99);
    let lists: Vec<Vec<Field>> = (0..REQUESTS).map(|_| random.fields()).collect();
    let mut writer = Writer::default();
    writer.preface();
    writer.settings(&[]);
    for (index, fields) in lists.iter().enumerate() {
        if index % 20 == 10 {
            // As if the peer had announced it: it takes whatever fits its default.
            writer.heed(&[Setting { id: settings::HEADER_TABLE_SIZE, value: 64 * index as u32 }]);
        }
        let head = [(":method", "POST"), (":scheme", "http"), (":path", "/b"), (":authority", "a.example")];
        let mut all: Vec<Field> = head.map(|(name, value)| Field::new(name, value)).to_vec();
        all.extend(fields.iter().cloned());
        writer.headers(2 * index as u32 + 1, &all, End::Stream);
    }
    let bytes = writer.into_bytes();
    let peer = std::thread::spawn(move || {
        let mut socket = TcpStream::connect(address).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket.write_all(&bytes).unwrap();
        // Until the other side hangs up.
        let _ = socket.read_to_end(&mut Vec::new());
    });
    let mut server = h2::server::handshake(listener.accept().await.unwrap().0).await.unwrap();
    for (index, fields) in lists.iter().enumerate() {
        let (request, mut respond) = server.accept().await.unwrap().unwrap();
        let told: Vec<_> = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let expected: Vec<_> = fields.iter().map(|it| (it.name.as_str(), it.value.as_bytes())).collect();
        assert_eq!(told, expected, "list {index}");
        respond.send_response(http::Response::new(()), true).unwrap();
    }
    drop(server);
    peer.join().unwrap();
}
