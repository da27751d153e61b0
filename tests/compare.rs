//! The same call as gRPC and as REST: what crosses, what both come to, and what is said of it.
#![cfg(test)]

use expect_test::{Expect, expect};
use wirelens::analysis::Input;
use wirelens::examples;
use wirelens::rpc::compare::{Beside, Side, beside};
use wirelens::rpc::prepare::prepare;
use wirelens::rpc::rest::twin;
use wirelens::rpc::script::{Answer, HalfClose, Script, Send};
use wirelens::rpc::simulate::simulate;
use wirelens::schema::compile;

fn send(json: &str) -> Send {
    Send { wait: 0, json: json.to_owned() }
}

/// A method of an example with a request and its answers.
fn script(method: &str, request: &str, answers: &[&str]) -> Script {
    let mut script = Script { method: method.to_owned(), requests: vec![send(request)], ..Script::default() };
    script.server.otherwise = Answer::Messages(answers.iter().map(|json| send(json)).collect());
    script
}

fn both(example: &str, script: &Script) -> Beside {
    let schema = compile(&Input::from(examples::find(example).unwrap()).files).schema.unwrap();
    let prepared = prepare(script, &schema);
    let (scene, method) = (prepared.scene.expect("the script has no errors"), prepared.method.unwrap());
    let twin = twin(&scene, &method);
    let beside = beside(&scene, &twin);
    // All bytes of HTTP are counted, and as one thing only.
    for (scene, counted) in [(&scene, &beside.grpc), (&twin, &beside.rest)] {
        let timeline = simulate(scene);
        let all: usize = timeline.connections.iter().map(|it| it.to_server.len() + it.to_client.len()).sum();
        assert_eq!(counted.first.http(), all as u64);
    }
    beside
}

fn check(beside: &Beside, expected: Expect) {
    let mut told = format!("{}---\n{}", beside.request, beside.response);
    let columns = [Some(&beside.grpc.first), beside.grpc.next.as_ref(), Some(&beside.grpc.gzip)];
    let others = [Some(&beside.rest.first), beside.rest.next.as_ref(), Some(&beside.rest.gzip)];
    for (name, (grpc, rest)) in ["first", "next", "gzip"].iter().zip(columns.into_iter().zip(others)) {
        for (way, totals) in [("gRPC", grpc), ("REST", rest)] {
            let Some(it) = totals else { continue };
            told += &format!(
                "{name} {way}: {} + {} + {} B, {} B below, {} packets, {} connections, {:?} µs to {:?} µs\n",
                it.messages, it.headers, it.framing, it.transport, it.packets, it.connections, it.first_byte, it.end
            );
        }
    }
    for note in &beside.notes {
        let side = match note.side {
            Side::Grpc => "gRPC",
            Side::Rest => "REST",
            Side::Even => "even",
        };
        told += &format!("[{side}] {}\n", note.text);
    }
    expected.assert_eq(&told);
}

#[test]
fn a_small_call() {
    let script = script("/demo.UserService/GetUser", r#"{"id":123}"#, &[r#"{"name":"Alice","age":30}"#]);
    check(
        &both("user-service", &script),
        expect![[r#"
        GET /v1/users/123 HTTP/1.1
        Host: user-service.internal:8080
        User-Agent: wirelens/0.1.0
        Accept-Encoding: gzip

        ---
        HTTP/1.1 200 OK
        Content-Type: application/json
        Date: Wed, 01 Jan 2025 00:00:00 GMT
        Content-Length: 25

        {"name":"Alice","age":30}
        first gRPC: 11 + 163 + 189 B, 384 B below, 9 packets, 1 connections, Some(1004) µs to Some(1004) µs
        first REST: 25 + 223 + 0 B, 264 B below, 6 packets, 1 connections, Some(1003) µs to Some(1003) µs
        next gRPC: 11 + 31 + 55 B, 80 B below, 2 packets, 0 connections, Some(501) µs to Some(501) µs
        next REST: 25 + 223 + 0 B, 80 B below, 2 packets, 0 connections, Some(502) µs to Some(502) µs
        gzip gRPC: 51 + 195 + 189 B, 384 B below, 9 packets, 1 connections, Some(1004) µs to Some(1004) µs
        gzip REST: 43 + 247 + 0 B, 264 B below, 6 packets, 1 connections, Some(1004) µs to Some(1004) µs
        [REST] The first call takes less: 248 B against 363 B of HTTP. On a new connection HTTP/2 begins with a preface and settings, 189 B of framing in all, before it has saved anything.
        [gRPC] Each further call takes 97 B as gRPC, 248 B as REST: HPACK remembers header lists, so 31 B of headers remain of 163; REST sends its 223 B again.
        [even] The messages themselves, 11 B and 25 B, are a small part of what crosses: here the format hardly matters for the network.
        [even] Compressed, the JSON grows from 25 B to 43 B: short messages are not worth gzip.
        [even] Both are done after about 1.00 ms: over this network the round trips count, and both need the same.
        [REST] As a GET it may be cached: a browser, a proxy or a CDN can answer it again without asking the service, and a 304 says in a few bytes that nothing has changed. gRPC posts everything, so none of that works.
        [REST] It can be read as it stands, and made by curl or in the address bar. For gRPC you need the schema and a tool that knows it, such as grpcurl. Browsers make it by themselves, too; for gRPC they need gRPC-Web and a proxy.
        [gRPC] A deadline would travel with the call, and a cancelled call is one frame, while the connection stays. In REST the connection is closed, and the next call needs a new one.
        [gRPC] Both sides are generated from one contract: a field that was renamed or has another type is a compile error here. In JSON it is a missing or odd value at run time, unless an OpenAPI document is kept and checked as strictly.
    "#]],
    );
}

#[test]
fn an_order_is_posted() {
    let order = examples::find("online-store").unwrap().json;
    let answer = r#"{"orderId":"A-1001","reservationId":"R-1","receiptId":"C-1"}"#;
    let mut script = script("/store.CheckoutService/PlaceOrder", order, &[answer]);
    script.client.deadline = Some(100_000);
    check(
        &both("online-store", &script),
        expect![[r#"
        POST /v1/orders HTTP/1.1
        Host: checkout-service.internal:8080
        User-Agent: wirelens/0.1.0
        Content-Length: 391
        Content-Type: application/json
        Accept-Encoding: gzip

        {"orderId":"A-1001","customer":{"id":123,"name":"Alice","email":"alice@example.com"},"items":[{"sku":"MUG-BLUE","quantity":2,"price":{"currency":"EUR","cents":"1250"}},{"sku":"TEA-GREEN-100G","quantity":1,"price":{"currency":"EUR","cents":"899"}},{"sku":"SPOON","quantity":6,"price":{"currency":"EUR","cents":"150"}}],"total":{"currency":"EUR","cents":"4299"},"method":"PAYMENT_METHOD_CARD"}
        ---
        HTTP/1.1 200 OK
        Content-Type: application/json
        Date: Wed, 01 Jan 2025 00:00:00 GMT
        Content-Length: 60

        {"orderId":"A-1001","reservationId":"R-1","receiptId":"C-1"}
        first gRPC: 143 + 191 + 189 B, 384 B below, 9 packets, 1 connections, Some(1005) µs to Some(1005) µs
        first REST: 451 + 278 + 0 B, 264 B below, 6 packets, 1 connections, Some(1007) µs to Some(1007) µs
        next gRPC: 143 + 45 + 55 B, 80 B below, 2 packets, 0 connections, Some(502) µs to Some(502) µs
        next REST: 451 + 278 + 0 B, 80 B below, 2 packets, 0 connections, Some(506) µs to Some(506) µs
        gzip gRPC: 186 + 223 + 189 B, 384 B below, 9 packets, 1 connections, Some(1006) µs to Some(1006) µs
        gzip REST: 316 + 326 + 0 B, 264 B below, 6 packets, 1 connections, Some(1006) µs to Some(1006) µs
        [gRPC] The first call takes 523 B of HTTP as gRPC, 729 B as REST.
        [gRPC] Each further call takes 243 B as gRPC, 729 B as REST: HPACK remembers header lists, so 45 B of headers remain of 191; REST sends its 278 B again.
        [gRPC] With gzip the JSON takes 316 B instead of 451 B; Protobuf takes 143 B at its best.
        [even] Both are done after about 1.00 ms: over this network the round trips count, and both need the same.
        [REST] It can be read as it stands, and made by curl. For gRPC you need the schema and a tool that knows it, such as grpcurl. Browsers make it by themselves, too; for gRPC they need gRPC-Web and a proxy.
        [gRPC] The server is told how long the client will wait (`grpc-timeout`), and when it gives up (RST_STREAM), so both stop. REST has no field for the one, and for the other only the end of the connection.
        [gRPC] Both sides are generated from one contract: a field that was renamed or has another type is a compile error here. In JSON it is a missing or odd value at run time, unless an OpenAPI document is kept and checked as strictly.
    "#]],
    );
}

#[test]
fn a_stream_comes_in_chunks() {
    let stock = [r#"{"sku":"SPOON","available":6}"#, r#"{"sku":"SPOON","available":5}"#];
    let script = script("/store.InventoryService/WatchStock", r#"{"skus":["SPOON","MUG-BLUE"]}"#, &stock);
    check(
        &both("online-store", &script),
        expect![[r#"
        GET /v1/stock?skus=SPOON&skus=MUG-BLUE HTTP/1.1
        Host: inventory-service.internal:8080
        User-Agent: wirelens/0.1.0
        Accept-Encoding: gzip

        ---
        HTTP/1.1 200 OK
        Content-Type: application/x-ndjson
        Date: Wed, 01 Jan 2025 00:00:00 GMT
        Transfer-Encoding: chunked

        1e
        {"sku":"SPOON","available":6}

        1e
        {"sku":"SPOON","available":5}

        0

        first gRPC: 35 + 174 + 203 B, 384 B below, 9 packets, 1 connections, Some(1004) µs to Some(1004) µs
        first REST: 60 + 261 + 17 B, 264 B below, 6 packets, 1 connections, Some(1004) µs to Some(1004) µs
        next gRPC: 35 + 38 + 69 B, 80 B below, 2 packets, 0 connections, Some(501) µs to Some(501) µs
        next REST: 60 + 261 + 17 B, 80 B below, 2 packets, 0 connections, Some(503) µs to Some(503) µs
        gzip gRPC: 95 + 206 + 203 B, 384 B below, 9 packets, 1 connections, Some(1005) µs to Some(1005) µs
        gzip REST: 60 + 261 + 17 B, 264 B below, 6 packets, 1 connections, Some(1004) µs to Some(1004) µs
        [REST] The first call takes less: 338 B against 412 B of HTTP. On a new connection HTTP/2 begins with a preface and settings, 203 B of framing in all, before it has saved anything.
        [gRPC] Each further call takes 142 B as gRPC, 338 B as REST: HPACK remembers header lists, so 38 B of headers remain of 174; REST sends its 261 B again.
        [even] The messages themselves, 35 B and 60 B, are a small part of what crosses: here the format hardly matters for the network.
        [even] Both are done after about 1.00 ms: over this network the round trips count, and both need the same.
        [even] A response in chunks carries a stream of JSON lines well, or of server-sent events. But its head has said 200 long before the end, so a failure in the middle has to be told in the body; gRPC has trailers for that.
        [REST] As a GET it may be cached: a browser, a proxy or a CDN can answer it again without asking the service, and a 304 says in a few bytes that nothing has changed. gRPC posts everything, so none of that works.
        [REST] It can be read as it stands, and made by curl or in the address bar. For gRPC you need the schema and a tool that knows it, such as grpcurl. Browsers make it by themselves, too; for gRPC they need gRPC-Web and a proxy.
        [gRPC] A deadline would travel with the call, and a cancelled call is one frame, while the connection stays. In REST the connection is closed, and the next call needs a new one.
        [gRPC] Both sides are generated from one contract: a field that was renamed or has another type is a compile error here. In JSON it is a missing or odd value at run time, unless an OpenAPI document is kept and checked as strictly.
    "#]],
    );
}

#[test]
fn a_call_without_an_end_is_not_made_again() {
    let mut script = script("", "{}", &[]);
    script.server.otherwise = Answer::Nothing;
    script.client.half_close = HalfClose::Never;
    let schema = compile(&Input::from(examples::find("four-kinds").unwrap()).files).schema.unwrap();
    let talks = wirelens::rpc::method::methods(&schema).into_iter().find(|it| it.streams.client && it.streams.server);
    script.method = talks.unwrap().path();
    let beside = both("four-kinds", &script);
    assert_eq!((beside.grpc.next, beside.rest.next), (None, None));
    assert!(beside.response.is_empty());
}
