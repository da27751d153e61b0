//! The online store: both lanes say the same, and what a mismatch of schemas does is what really happens.
#![cfg(test)] // tells clippy that helpers here are tests too

use std::fmt::Write;

use expect_test::expect;
use wirelens::{
    examples::{self, Example},
    message,
    rpc::{
        scene::{Message, Protocol, Scene, Start},
        status::Code,
        store::{
            self, Failure, Order, Reserving, Service, Settings, Store,
            lane::{Bar, Lane},
            mismatch::{Change, Outcome, mismatch},
            place::{COUNTS, Placed, place},
            scene::PLACE,
            settings::MAX_ITEMS,
        },
    },
    schema::{self, Schema},
    text::{File, Files},
};

const REST: Protocol = Protocol::Rest { connections: 5 };

fn example() -> &'static Example {
    examples::find("online-store").unwrap()
}

fn files(example: &Example) -> Files {
    let file = |&(name, text): &(&str, &str)| File { name: name.to_owned(), text: text.to_owned() };
    example.files.iter().map(file).collect()
}

fn compile(files: &Files) -> Schema {
    let compiled = schema::compile(files);
    assert!(compiled.is_complete(), "{:?}", compiled.diagnostics);
    compiled.schema.unwrap()
}

fn schema() -> Schema {
    compile(&files(example()))
}

fn order(items: u16) -> Order {
    Store::new(&schema(), example().json).unwrap().order(items).unwrap()
}

/// Who calls whom and when, with what.
fn shown(scene: &Scene) -> String {
    let mut text = String::new();
    for call in &scene.calls {
        let link = &scene.links[usize::from(call.link)];
        let when = match call.start {
            Start::At(at) => format!("at {at}"),
            Start::In { call, step } => format!("call {call}, step {step}"),
        };
        let Message { proto, json, .. } = &call.requests[0];
        let answer = &call.handler.at_end.messages[0];
        writeln!(
            text,
            "{when}: {} · {} {} · {} · {}",
            call.path, call.rest.verb, call.rest.target, link.authority, call.name
        )
        .unwrap();
        let said = |json: &[u8]| String::from_utf8(json.to_vec()).unwrap();
        writeln!(text, "    {} B {}", proto.len(), said(json)).unwrap();
        writeln!(text, "    {} B {}", answer.proto.len(), said(&answer.json)).unwrap();
    }
    text
}

#[test]
fn an_order_asks_users_reserves_goods_and_charges() {
    let settings = Settings::default();
    expect![[r#"
        at 0: /store.CheckoutService/PlaceOrder · POST /v1/orders · checkout.internal:50051 · PlaceOrder
            104 B {"orderId":"A-1001","customer":{"id":123,"name":"Alice","email":"alice@example.com"},"items":[{"sku":"MUG-BLUE","quantity":2,"price":{"currency":"EUR","cents":"1250"}},{"sku":"TEA-GREEN-100G","quantity":1,"price":{"currency":"EUR","cents":"899"}}],"total":{"currency":"EUR","cents":"3399"},"method":"PAYMENT_METHOD_CARD"}
            24 B {"orderId":"A-1001","reservationId":"R-7001","receiptId":"P-5001"}
        call 0, step 0: /store.UserService/GetCustomer · GET /v1/customers/123 · users.internal:50051 · GetCustomer
            2 B 
            28 B {"id":123,"name":"Alice","email":"alice@example.com"}
        call 0, step 1: /store.InventoryService/Reserve · POST /v1/inventory/reserve · inventory.internal:50051 · Reserve 1
            24 B {"items":[{"sku":"MUG-BLUE","quantity":2,"price":{"currency":"EUR","cents":"1250"}}]}
            10 B {"reservationId":"R-7001-1"}
        call 0, step 1: /store.InventoryService/Reserve · POST /v1/inventory/reserve · inventory.internal:50051 · Reserve 2
            30 B {"items":[{"sku":"TEA-GREEN-100G","quantity":1,"price":{"currency":"EUR","cents":"899"}}]}
            10 B {"reservationId":"R-7001-2"}
        call 0, step 2: /store.PaymentService/Charge · POST /v1/payment/charge · payment.internal:50051 · Charge
            20 B {"amount":{"currency":"EUR","cents":"3399"},"method":"PAYMENT_METHOD_CARD","idempotencyKey":"A-1001"}
            8 B {"receiptId":"P-5001"}
    "#]].assert_eq(&shown(&store::scene(&settings, &order(2), Protocol::Grpc)));
}

/// The order that was given is the one of as many items.
#[test]
fn the_example_is_the_order_of_three_items() {
    let root = schema().root("store.Order").unwrap();
    assert_eq!(order(3).place.request.proto, message::from_json(&root, example().json).bytes.unwrap());
}

#[test]
fn both_lanes_say_the_same() {
    for items in [1, 2, 3, 4, 50, MAX_ITEMS] {
        let order = order(items);
        assert_eq!(order.reserve_each.len(), usize::from(items));
        for reserving in [Reserving::Each, Reserving::Together] {
            let settings = Settings { reserving, items, ..Settings::default() };
            let grpc = store::scene(&settings, &order, Protocol::Grpc);
            let rest = store::scene(&settings, &order, REST);
            assert_eq!(grpc.calls.len(), rest.calls.len());
            for (one, other) in grpc.calls.iter().zip(&rest.calls) {
                assert_eq!((&one.requests, &one.handler, one.start), (&other.requests, &other.handler, other.start));
            }
        }
    }
}

/// No two items of an order are the same thing, and its total is their sum.
#[test]
fn an_order_of_many_items_adds_up() {
    let order = order(7);
    let json: serde_json::Value = serde_json::from_slice(&order.place.request.json).unwrap();
    let items = json["items"].as_array().unwrap();
    let skus: std::collections::BTreeSet<_> = items.iter().map(|item| item["sku"].as_str().unwrap()).collect();
    assert_eq!(skus.len(), 7);
    let number = |value: &serde_json::Value| value.as_str().unwrap().parse::<i64>().unwrap();
    let sum: i64 = items.iter().map(|item| item["quantity"].as_i64().unwrap() * number(&item["price"]["cents"])).sum();
    assert_eq!(number(&json["total"]["cents"]), sum);
    let charge: serde_json::Value = serde_json::from_slice(&order.charge.request.json).unwrap();
    assert_eq!(number(&charge["amount"]["cents"]), sum);
}

#[test]
fn habits_differ_in_how_often_inventory_is_asked() {
    let settings = Settings { reserving: Reserving::Habit, ..Settings::default() };
    let asked = |protocol| {
        let scene = store::scene(&settings, &order(9), protocol);
        scene.calls.iter().filter(|call| call.path.ends_with("/Reserve")).count()
    };
    assert_eq!((asked(Protocol::Grpc), asked(REST)), (1, 9));
}

#[test]
fn only_one_link_fails_and_only_grpc_passes_the_deadline_on() {
    let settings = Settings {
        failing: Some(Service::Payment),
        failure: Failure::Slow,
        deadline: Some(300_000),
        ..Settings::default()
    };
    let order = order(1);
    for (protocol, passes) in [(Protocol::Grpc, true), (REST, false)] {
        let scene = store::scene(&settings, &order, protocol);
        let faults: Vec<_> = scene.links.iter().map(|link| format!("{:?}", link.fault)).collect();
        assert_eq!(faults, ["None", "None", "None", "Slow(2000000)"]);
        assert_eq!(scene.calls[0].client.deadline, Some(300_000));
        assert!(scene.calls[1..].iter().all(|call| call.client.inherits_deadline == passes));
    }
}

#[test]
fn hostile_settings_are_brought_within_bounds() {
    let settings = Settings {
        round_trip: u64::MAX,
        bandwidth: 0,
        items: u16::MAX,
        work: u64::MAX,
        connections: 0,
        deadline: Some(0),
        attempts: u8::MAX,
        ..Settings::default()
    };
    let within = settings.within();
    assert_eq!(within, within.within());
    assert_eq!((within.items, within.attempts, within.connections), (MAX_ITEMS, 5, 1));
    assert_eq!(Settings::default(), Settings::default().within());
}

#[test]
fn another_schema_is_told_in_a_sentence() {
    let other = examples::find("login").unwrap();
    let schema = compile(&files(other));
    let told = Store::new(&schema, other.json).map(|_| ()).unwrap_err();
    assert_eq!(told, "the schema has no method /store.CheckoutService/PlaceOrder");
    assert!(mismatch(&Files::new(), Change::Renamed).is_err());
}

#[test]
fn a_mismatch_does_what_it_does() {
    let mut text = String::new();
    for change in Change::ALL {
        let told = mismatch(&files(example()), change).unwrap();
        let (file, before, after) = &told.edit;
        writeln!(text, "{}: {file}: {before} → {after}", change.word()).unwrap();
        for error in &told.compiled {
            let (line, column) = error.place;
            writeln!(text, "  {}:{line}:{column} {} ({:?})", error.file, error.message, error.help).unwrap();
        }
        writeln!(text, "  json {:?}: {:?}", told.json.outcome, told.json.read).unwrap();
        writeln!(text, "  proto {:?}: {:?}", told.proto.outcome, told.proto.read).unwrap();
    }
    expect![[r#"
        rename it: store/inventory.proto: uint32 quantity = 2; → uint32 count = 2;
          caller.proto:11:29 message 'store.Item' has no field 'quantity' (Some("its fields are `sku`, `count`, `price`"))
          json Lost: Ok("{\"items\":[{\"sku\":\"MUG-BLUE\",\"count\":0}]}")
          proto Right: Ok("{\"items\":[{\"sku\":\"MUG-BLUE\",\"count\":2}]}")
        make it a string: store/inventory.proto: uint32 quantity = 2; → string quantity = 2;
          caller.proto:11:39 expected a string in quotes, found `2` (None)
          json Refused: Err("expected string, found number 2")
          proto Lost: Ok("{\"items\":[{\"sku\":\"MUG-BLUE\",\"quantity\":\"\"}]}")
        remove it: store/inventory.proto: uint32 quantity = 2; → reserved 2;
          caller.proto:11:29 message 'store.Item' has no field 'quantity' (Some("its fields are `sku`, `price`"))
          json Lost: Ok("{\"items\":[{\"sku\":\"MUG-BLUE\"}]}")
          proto Lost: Ok("{\"items\":[{\"sku\":\"MUG-BLUE\"}]}")
        make it an sint32: store/inventory.proto: uint32 quantity = 2; → sint32 quantity = 2;
          json Right: Ok("{\"items\":[{\"sku\":\"MUG-BLUE\",\"quantity\":2}]}")
          proto Wrong: Ok("{\"items\":[{\"sku\":\"MUG-BLUE\",\"quantity\":1}]}")
        give it another number: store/inventory.proto: uint32 quantity = 2; → uint32 quantity = 4;
          json Right: Ok("{\"items\":[{\"sku\":\"MUG-BLUE\",\"quantity\":2}]}")
          proto Lost: Ok("{\"items\":[{\"sku\":\"MUG-BLUE\",\"quantity\":0}]}")
    "#]].assert_eq(&text);
}

/// Nothing is refused by the compiler as long as nothing changes.
#[test]
fn the_caller_compiles_with_the_contract_as_it_is() {
    let told = mismatch(&files(example()), Change::Zigzag).unwrap();
    assert_eq!(told.compiled, []);
    assert_eq!(told.proto.outcome, Outcome::Wrong);
    let (name, text) = told.caller;
    let mut all = files(example());
    all.push(File { name, text });
    compile(&all);
}

fn placed(settings: Settings) -> Placed {
    place(&Store::new(&schema(), example().json).unwrap(), &settings).unwrap()
}

fn codes(placed: &Placed) -> [Code; 2] {
    placed.lanes.each_ref().map(|lane| lane.status.as_ref().unwrap().code)
}

/// How often a service was called.
fn called(lane: &Lane, service: Service) -> usize {
    lane.calls.iter().filter(|bar| bar.server == service.party()).map(|bar| bar.attempts.len()).sum()
}

/// What crosses are the messages of the order, in either clothing, and nothing else is counted as such.
#[test]
fn the_messages_of_an_order_cross() {
    let settings = Settings { items: 4, ..Settings::default() };
    let order = order(4);
    let exchanges: Vec<_> =
        [&order.place, &order.customer, &order.charge].into_iter().chain(&order.reserve_each).collect();
    let sum = |size: fn(&Message) -> usize| {
        exchanges.iter().map(|it| size(&it.request) + size(&it.response)).sum::<usize>() as u64
    };
    let placed = placed(settings);
    assert_eq!(codes(&placed), [Code::Ok; 2]);
    let counted = placed.lanes.each_ref().map(|lane| lane.totals.counted.messages);
    assert_eq!(counted, [sum(|it| it.proto.len()), sum(|it| it.json.len())]);
    assert_eq!(placed.points.iter().map(|point| point.items).collect::<Vec<_>>(), COUNTS);
}

#[test]
fn many_items_wait_in_line_over_rest_only() {
    let placed = placed(Settings { items: 50, connections: 4, ..Settings::default() });
    let [grpc, rest] = &placed.lanes;
    assert_eq!((grpc.totals.counted.waits, rest.totals.counted.waits), (0, 46));
    assert_eq!((grpc.totals.counted.connections, rest.totals.counted.connections), (4, 7));
    assert!(rest.totals.time > grpc.totals.time);
    assert!(rest.calls.iter().filter(|bar| bar.waited() > 0).count() == 46);
    assert!(placed.verdict[0].contains("46 of REST's calls waited"), "{}", placed.verdict[0]);
    let together = self::placed(Settings { items: 50, reserving: Reserving::Together, ..Settings::default() });
    assert_eq!(together.lanes[1].totals.counted.waits, 0);
}

#[test]
fn one_service_that_is_down_fails_the_order() {
    for service in Service::ALL {
        let settings = Settings { failing: Some(service), failure: Failure::Refused, ..Settings::default() };
        let placed = placed(settings);
        assert_eq!(codes(&placed), [Code::Unavailable; 2]);
        for lane in &placed.lanes {
            // Those behind it were never asked.
            let behind = Service::ALL.into_iter().filter(|other| *other as u8 > service as u8);
            assert!(behind.map(|other| called(lane, other)).all(|calls| calls == 0));
        }
    }
}

#[test]
fn retries_in_two_layers_multiply() {
    let settings = Settings { failing: Some(Service::Payment), attempts: 3, ..Settings::default() };
    let placed = placed(settings);
    for lane in &placed.lanes {
        assert_eq!(lane.calls[usize::from(PLACE)].attempts.len(), 3);
        assert_eq!(called(lane, Service::Payment), 9);
        let is_good = |bar: &Bar| bar.attempts.iter().map(|attempt| attempt.is_good).collect::<Vec<_>>();
        let users = lane.calls.iter().find(|bar| bar.server == Service::Users.party()).unwrap();
        assert_eq!(is_good(users), [true; 3]);
        assert_eq!(is_good(&lane.calls[usize::from(PLACE)]), [false; 3]);
    }
    assert!(placed.verdict.iter().any(|said| said.contains("Payment was called 9 times")), "{:?}", placed.verdict);
}

#[test]
fn a_deadline_that_is_passed_on_ends_the_work_behind_it() {
    let settings = Settings {
        failing: Some(Service::Payment),
        failure: Failure::Slow,
        deadline: Some(300_000),
        ..Settings::default()
    };
    let late = |settings| {
        let placed = placed(settings);
        assert_eq!(codes(&placed), [Code::DeadlineExceeded; 2]);
        assert!(placed.lanes.iter().all(|lane| lane.totals.time == 300_000));
        placed.lanes.map(|lane| lane.totals.late)
    };
    let [grpc, rest] = late(settings);
    assert!(grpc <= 2 * settings.round_trip, "{grpc}");
    assert!(rest > 1_000_000, "{rest}");
    let [grpc, rest] = late(Settings { passes_deadline: false, ..settings });
    assert!(grpc.min(rest) > 1_000_000, "{grpc} {rest}");
}

/// Whatever is chosen, there is something to say, and what is drawn lies within the picture.
#[test]
fn all_conditions_can_be_shown() {
    let store = Store::new(&schema(), example().json).unwrap();
    let failing = Service::ALL.into_iter().flat_map(|service| Failure::ALL.map(|failure| (Some(service), failure)));
    for (at, (failing, failure)) in std::iter::once((None, Failure::Down)).chain(failing).enumerate() {
        let settings = Settings {
            failing,
            failure,
            reserving: Reserving::ALL[at % 3],
            deadline: (at % 2 == 0).then_some(150_000),
            attempts: 1 + (at % 3) as u8,
            tls: at % 4 == 0,
            connected: at % 3 == 0,
            ..Settings::default()
        };
        let placed = place(&store, &settings).unwrap();
        assert_eq!(placed, place(&store, &settings).unwrap(), "the same again");
        for lane in &placed.lanes {
            assert!(lane.status.is_some() && lane.end >= lane.totals.time);
            for bar in &lane.calls {
                assert!(bar.attempts.iter().all(|attempt| attempt.from + attempt.waited <= attempt.to));
                let last = bar.attempts.last().map(|attempt| attempt.is_good);
                assert!(last.is_none_or(|is_good| is_good == (bar.code == Some(Code::Ok))), "{bar:?}");
            }
        }
        for said in &placed.verdict {
            assert!(said.ends_with('.') && said.matches('`').count() % 2 == 0, "{said}");
        }
    }
}
