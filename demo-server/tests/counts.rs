//! The store's order, placed with real servers by real clients through a proxy that counts, and simulated: the bytes are as many.
//!
//! What differs is listed; without it the bytes of both are the same number. It is headers with other values, such as who says
//! that they call, and two habits: tonic ends a request with a frame of its own, where others (grpc-go, grpc-java) and we say so
//! in the last frame there is anyway; and its server names no limit of streams, where others and we do.
#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "counts/recorder.rs"]
mod recorder;

use std::collections::BTreeSet;
use std::net::SocketAddr;

use demo_server::inside::Json;
use demo_server::proto::store::{Order, checkout_service_client::CheckoutServiceClient};
use demo_server::{Options, Others, rest, start};
use expect_test::expect;
use prost::Message as _;
use recorder::Recorder;
use wirelens::analysis::Input;
use wirelens::examples;
use wirelens::message::from_json;
use wirelens::rpc::compare::{Totals, totals};
use wirelens::rpc::http1;
use wirelens::rpc::http2::frame::{HEADER_SIZE, PREFACE, flag, kind};
use wirelens::rpc::http2::read::Frame;
use wirelens::rpc::http2::{End, Field, Head, Reading, Writer, read_both};
use wirelens::rpc::scene::{Message, Protocol, Scene, Start};
use wirelens::rpc::simulate::simulate;
use wirelens::rpc::store::{self, Reserving, Settings, Store};
use wirelens::schema::{Schema, compile};

/// Between the gateway and checkout, and between it and users, inventory and payment: as the scene has its links.
const LINKS: usize = 4;

/// What a side of a connection wrote, and the other one.
type Ways = [Vec<u8>; 2];

struct Setup {
    schema: Schema,
    order: store::Order,
    recorders: [Recorder; LINKS],
}

impl Setup {
    fn new() -> Setup {
        let example = examples::find("online-store").unwrap();
        let schema = compile(&Input::from(example).files).schema.unwrap();
        let store = Store::new(&schema, example.json).unwrap();
        let order = store.order(3).unwrap();
        Setup { schema, order, recorders: std::array::from_fn(|_| Recorder::new()) }
    }

    fn others(&self) -> Others {
        let [_, users, inventory, payment] = &self.recorders;
        let [users, inventory, payment] = [users, inventory, payment].map(|it| Some(it.address));
        Others { users, inventory, payment }
    }

    fn pass_to(&self, target: SocketAddr) {
        self.recorders.iter().for_each(|it| it.passes_to(target));
    }

    /// What went over each link's connection; there is one each.
    fn written(&self) -> [Ways; LINKS] {
        self.recorders.each_ref().map(|recorder| {
            let mut all = recorder.written();
            assert_eq!(all.len(), 1, "one connection");
            all.remove(0)
        })
    }

    fn message(&self, kind: &str, json: String) -> Message {
        let proto = from_json(&self.schema.root(kind).unwrap(), &json).bytes.unwrap();
        Message { wait: 0, proto, json: json.into_bytes() }
    }

    /// Two orders, the second when the first is long done, with the answers that the servers give.
    fn scene(&self, protocol: Protocol) -> Scene {
        let settings = Settings { reserving: Reserving::Together, connected: false, ..Settings::default() };
        let placed = |number: u16| {
            let mut order = self.order.clone();
            let (reservation, receipt) = (format!("R-{number}"), "C-1");
            order.reserve.response =
                self.message("store.ReserveResponse", format!(r#"{{"reservationId":"{reservation}"}}"#));
            order.charge.response = self.message("store.ChargeResponse", format!(r#"{{"receiptId":"{receipt}"}}"#));
            let confirmation =
                format!(r#"{{"orderId":"A-1001","reservationId":"{reservation}","receiptId":"{receipt}"}}"#);
            order.place.response = self.message("store.Confirmation", confirmation);
            store::scene(&settings, &order, protocol)
        };
        let (mut scene, again) = (placed(1), placed(2));
        let first = scene.calls.len() as u16;
        scene.calls.extend(again.calls.into_iter().map(|mut call| {
            call.start = match call.start {
                Start::At(at) => Start::At(at + 60_000_000),
                Start::In { call, step } => Start::In { call: call + first, step },
            };
            call
        }));
        for call in &mut scene.calls {
            // The server has other names for these.
            for (ours, theirs) in [("/v1/inventory/reserve", "/v1/reservations"), ("/v1/payment/charge", "/v1/charges")]
            {
                call.rest.target = call.rest.target.replace(ours, theirs);
            }
        }
        for (link, recorder) in scene.links.iter_mut().zip(&self.recorders) {
            link.authority = recorder.address.to_string();
        }
        scene
    }
}

/// The bytes that were simulated, by links, and what they come to.
fn simulated(scene: &Scene) -> ([Ways; LINKS], Totals) {
    let timeline = simulate(scene);
    for call in &timeline.calls {
        assert_eq!(call.at_client, Some(Default::default()), "{} succeeds", call.name);
    }
    let ways = std::array::from_fn(|link| {
        let mut of_link = timeline.connections.iter().filter(|it| usize::from(it.link) == link);
        let connection = of_link.next().unwrap();
        assert_eq!(of_link.count(), 0, "one connection");
        [connection.to_server.clone(), connection.to_client.clone()]
    });
    let totals = totals(&timeline, 0);
    (ways, totals)
}

/// Fields that only one side has, or has with another value.
#[derive(Default)]
struct Differences(BTreeSet<String>);

impl Differences {
    fn add(&mut self, way: &str, real: &[(String, String)], ours: &[(String, String)]) {
        for (side, one, other) in [("real", real, ours), ("ours", ours, real)] {
            for (name, value) in one.iter().filter(|field| !other.contains(field)) {
                let value = match name.as_str() {
                    "date" => "…",
                    // Versions come and go.
                    "user-agent" => value.split('/').next().unwrap_or_default(),
                    _ => value,
                };
                self.0.insert(format!("{way} {side} only: {name}: {value}"));
            }
        }
    }

    fn told(&self) -> String {
        self.0.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// A number of two bytes and a value of four: RFC 9113, section 6.5.1.
const SETTING_SIZE: usize = 6;

const WAYS: [&str; 2] = ["request,", "response,"];

#[test]
fn grpc_takes_as_many_bytes_as_with_tonic() {
    let setup = Setup::new();
    let server = start(Options { others: setup.others(), allows_other_origins: false, ..Options::default() }).unwrap();
    setup.pass_to(server.addresses.grpc);
    let order = Order::decode(setup.order.place.request.proto.as_slice()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let address = format!("http://{}", setup.recorders[0].address);
        let mut checkout = CheckoutServiceClient::connect(address).await.unwrap();
        for _ in 0..2 {
            checkout.place_order(order.clone()).await.unwrap();
        }
    });
    // Connections end with whoever has opened them.
    drop(runtime);
    drop(server);

    let (ours, told) = simulated(&setup.scene(Protocol::Grpc));
    let (mut counted, mut expected) = (Totals::default(), Totals::default());
    let mut differences = Differences::default();
    for (real, ours) in setup.written().iter().zip(&ours) {
        let (read, meant) = (both(real), both(ours));
        for way in 0..2 {
            let (read, meant) = (&read[way], &meant[way]);
            assert_eq!(contents(read, &real[way]), contents(meant, &ours[way]), "the messages are the same");
            let settings = [setting(read, &real[way]), setting(meant, &ours[way])];
            differences.add(WAYS[way], &settings[0], &settings[1]);
            assert_eq!(control(read), control(meant), "the frames are the same");
            if read.frames.iter().any(ends_only) {
                differences.0.insert(format!("{} real only: DATA without data that ends the stream", WAYS[way]));
            }
            for (list, own) in lists(read).iter().zip(&lists(meant)) {
                differences.add(WAYS[way], list, own);
            }
            let real_blocks = read.lists.iter().map(|list| list.pieces.iter().map(|it| it.bytes.len() as u64).sum());
            assert_eq!(blocks(&lists(read)), real_blocks.collect::<Vec<u64>>(), "h2 compresses headers as we do");
            count(read, &real[way], &lists(read), &mut counted);
            count(meant, &ours[way], &lists(read), &mut expected);
            for (one, other, totals) in
                [(&settings[0], &settings[1], &mut counted), (&settings[1], &settings[0], &mut expected)]
            {
                let only = one.iter().filter(|setting| !other.contains(setting)).count();
                totals.framing -= (only * SETTING_SIZE) as u64;
            }
        }
    }
    assert_eq!(counted, expected);
    assert_eq!(told.messages, counted.messages);
    expect![[r#"
        request, ours only: grpc-accept-encoding: gzip,identity
        request, ours only: user-agent: grpc-wirelens
        request, real only: DATA without data that ends the stream
        request, real only: user-agent: tonic
        response, ours only: grpc-accept-encoding: gzip,identity
        response, ours only: setting 3: 200
        response, real only: date: …
        response, real only: vary: origin
    "#]]
    .assert_eq(&differences.told());
    // Those of header lists depend on the digits of ports, which Huffman's code has in five bits or six.
    let bytes = format!(
        "{} B of messages, {} B of framing, {} B without habits of either side",
        told.messages, told.framing, counted.framing
    );
    expect!["556 B of messages, 976 B of framing, 952 B without habits of either side"].assert_eq(&bytes);
}

fn both([to_server, to_client]: &Ways) -> [Reading; 2] {
    let (client, server) = read_both(to_server, to_client);
    for reading in [&client, &server] {
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    }
    [client, server]
}

fn contents(reading: &Reading, bytes: &[u8]) -> Vec<Vec<u8>> {
    reading.messages(bytes).into_iter().map(|message| message.content).collect()
}

/// The settings of one side, by their numbers.
fn setting(reading: &Reading, bytes: &[u8]) -> Vec<(String, String)> {
    let all = reading.settings(bytes).into_iter();
    all.map(|setting| (format!("setting {}", setting.id), setting.value.to_string())).collect()
}

/// Type, length and stream of all frames but header lists and the farewell; lengths of settings are told by what is in them.
fn control(reading: &Reading) -> Vec<(u8, u32, u32)> {
    let heads = reading.frames.iter().filter(|frame| !ends_only(frame)).map(|frame| frame.head);
    let heads = heads.filter(|head| ![kind::HEADERS, kind::GOAWAY].contains(&head.kind));
    let length = |head: &Head| if head.kind == kind::SETTINGS { 0 } else { head.length };
    let mut all: Vec<_> = heads.map(|head| (head.kind, length(&head), head.stream)).collect();
    // In which order settings and requests meet is a matter of time.
    all.sort_unstable();
    all
}

/// Whether a frame says nothing but that its sender says no more.
fn ends_only(frame: &Frame) -> bool {
    frame.head.kind == kind::DATA && frame.head.length == 0 && frame.head.flags == flag::END_STREAM
}

fn lists(reading: &Reading) -> Vec<Vec<(String, String)>> {
    let fields = |list: Vec<wirelens::rpc::timeline::Header>| list.into_iter().map(|it| (it.name, it.value)).collect();
    reading.lists.iter().map(|list| fields(list.headers())).collect()
}

/// Counts what one side wrote, with these in place of its header lists.
fn count(reading: &Reading, bytes: &[u8], lists: &[Vec<(String, String)>], totals: &mut Totals) {
    if reading.preface.is_some() {
        totals.framing += PREFACE.len() as u64;
    }
    let messages = reading.messages(bytes);
    let content: u64 = messages.iter().map(|message| message.content.len() as u64).sum();
    totals.messages += content;
    let frames = reading.frames.iter().filter(|frame| frame.head.kind != kind::GOAWAY && !ends_only(frame));
    for frame in frames {
        totals.framing += HEADER_SIZE as u64;
        totals.framing += if frame.head.kind == kind::HEADERS { 0 } else { u64::from(frame.head.length) };
    }
    totals.framing -= content;
    totals.headers += blocks(lists).into_iter().sum::<u64>();
}

/// How many bytes our header compression makes of each list, one after the other.
fn blocks(lists: &[Vec<(String, String)>]) -> Vec<u64> {
    let mut writer = Writer::default();
    let block = |list: &Vec<(String, String)>| {
        let fields: Vec<Field> = list.iter().map(|(name, value)| Field::new(name.clone(), value.clone())).collect();
        let block = writer.headers(1, &fields, End::Open);
        block.frames.iter().map(|frame| (frame.bytes.len() - HEADER_SIZE) as u64).sum()
    };
    lists.iter().map(block).collect()
}

#[test]
fn rest_takes_as_many_bytes_as_with_hyper() {
    let setup = Setup::new();
    let server =
        start(Options { rest_others: setup.others(), allows_other_origins: false, ..Options::default() }).unwrap();
    setup.pass_to(server.addresses.rest);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let checkout = rest::Client::new(Json::of_examples().unwrap());
        for _ in 0..2 {
            let (front, order) = (setup.recorders[0].address, &setup.order.place.request.proto);
            checkout.post(front, "/v1/orders", order, ["store.Order", "store.Confirmation"], None).await.unwrap();
        }
    });
    drop(runtime);
    drop(server);

    let (ours, told) = simulated(&setup.scene(Protocol::Rest { connections: 6 }));
    let mut differences = Differences::default();
    let (mut real_bytes, mut our_bytes, mut without) = (0, 0, [0, 0]);
    for (real, ours) in setup.written().iter().zip(&ours) {
        for way in 0..2 {
            let (read, meant) = (messages(&real[way]), messages(&ours[way]));
            assert_eq!(read.len(), meant.len());
            for (read, meant) in read.iter().zip(&meant) {
                assert_eq!((&read.first, &read.body), (&meant.first, &meant.body));
                differences.add(WAYS[way], &read.fields, &meant.fields);
                without[0] += real_size(read, meant);
                without[1] += real_size(meant, read);
            }
            real_bytes += real[way].len();
            our_bytes += ours[way].len();
        }
    }
    assert_eq!(without[0], without[1], "but for the fields that differ, the bytes are as many");
    assert_eq!(told.http(), our_bytes as u64);
    expect![[r#"
        request, ours only: accept-encoding: gzip
        request, ours only: user-agent: wirelens
        request, real only: accept: application/json
        request, real only: user-agent: demo-server
        response, ours only: date: …
        response, real only: date: …
        response, real only: vary: origin
    "#]]
    .assert_eq(&differences.told());
    expect!["3930 B, ours 3786 B, both 3082 B without what differs"]
        .assert_eq(&format!("{real_bytes} B, ours {our_bytes} B, both {} B without what differs", without[0]));
}

struct Said {
    first: String,
    fields: Vec<(String, String)>,
    body: String,
    size: usize,
}

fn messages(bytes: &[u8]) -> Vec<Said> {
    let mut said = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let read = http1::read(bytes, at);
        assert!(read.is_whole && read.faults.is_empty(), "{:?}", read.faults);
        let line = bytes[at..].split(|&byte| byte == b'\r').next().unwrap();
        // Names have no case.
        let fields = read.fields.iter().map(|field| (field.name.to_ascii_lowercase(), field.value.clone())).collect();
        let body = String::from_utf8(http1::content(bytes, &read).unwrap()).unwrap();
        said.push(Said { first: String::from_utf8_lossy(line).into_owned(), fields, body, size: read.end() - at });
        at = read.end();
    }
    said
}

/// How many bytes a message has without the fields that the other one has not.
fn real_size(one: &Said, other: &Said) -> usize {
    let other_only = one.fields.iter().filter(|field| !other.fields.contains(field));
    one.size - other_only.map(|(name, value)| name.len() + value.len() + ": \r\n".len()).sum::<usize>()
}
