//! The page that calls real servers, against the demo server.

use std::net::{SocketAddr, TcpListener};

use anyhow::{Result, ensure};
use demo_server::{Options, Reflection, Running};
use serde_json::json;
use wirelens_browser_tests::page::Page;
use wirelens_browser_tests::runner::Visit;

use crate::access::is_accessible;

wirelens_browser_tests::tests![
    a_call_by_each_protocol_shows_status_message_and_bytes,
    messages_come_as_they_are_sent_until_the_call_is_cancelled,
    a_deadline_ends_a_call,
    a_status_is_explained_by_its_details,
    the_schema_comes_from_old_servers_too_and_else_is_asked_for,
    a_wrong_port_is_explained,
    a_server_without_cors_is_explained,
    a_wrong_protocol_is_explained,
    mistakes_are_told_before_anything_is_sent,
    only_this_page_sends_and_only_when_told_to,
    what_is_typed_is_kept,
    the_page_is_accessible,
];

const ORDER: &str = include_str!("../../../../proto-examples/03-online-store/message.json");

fn demo(page: &Visit<'_>, options: Options) -> Result<Running> {
    let running = demo_server::start(options)?;
    // Over Connect a status that is not OK has HTTP's, too, of which the browser tells its console.
    page.allow("the server responded with a status of");
    for address in [running.addresses.grpc, running.addresses.connect, running.addresses.rest] {
        page.allow(format!("request to a foreign origin: http://{address}/"));
    }
    Ok(running)
}

fn open(page: &Page<'_>, at: SocketAddr) -> Result<()> {
    page.open("live.html")?;
    page.paste("Address", &format!("http://{at}"))
}

/// The schema by reflection, and a method of it.
fn reflect(page: &Page<'_>, method: &str) -> Result<()> {
    page.click("button", "Ask the server")?;
    page.until(
        "the server has told its schema",
        "return wl.all('option', 'GetUser').length === 1 && /by reflection/.test(document.body.innerText);",
        &[],
    )?;
    page.choose("Method", method)
}

fn send(page: &Page<'_>, json: &str) -> Result<()> {
    page.until("there is a sample", "return wl.one('textbox', 'Request').value !== '';", &[])?;
    page.paste("Request", json)?;
    page.click("button", "Send")
}

/// Waits until the response says that.
fn says(page: &Page<'_>, part: &str) -> Result<()> {
    let script = "return wl.text(wl.one('region', 'Response')).includes(arguments[0]);";
    page.until(&format!("the response says “{part}”"), script, &[json!(part)]).map(drop)
}

fn a_call_by_each_protocol_shows_status_message_and_bytes(page: &Visit<'_>) -> Result<()> {
    let demo = demo(page, Options::default())?;
    let alice = "0a 05 41 6c 69 63 65 10 1e";
    let framed = format!("00 00 00 00 09 {alice}");
    open(page, demo.addresses.grpc)?;
    reflect(page, "GetUser")?;
    for (protocol, address, bytes) in [
        ("gRPC-Web", demo.addresses.grpc, framed.as_str()),
        ("gRPC-Web (text)", demo.addresses.grpc, framed.as_str()),
        ("Connect", demo.addresses.connect, alice),
    ] {
        page.paste("Address", &format!("http://{address}"))?;
        page.choose("Protocol", protocol)?;
        send(page, r#"{"id": 123}"#)?;
        says(page, "OK (0)")?;
        says(page, r#""name": "Alice""#)?;
        page.until(&format!("{protocol} has these bytes"), "return wl.bytes() === arguments[0];", &[json!(bytes)])?;
        send(page, r#"{"id": 7}"#)?;
        says(page, "NOT_FOUND (5): no user has the id 7")?;
    }
    Ok(())
}

fn messages_come_as_they_are_sent_until_the_call_is_cancelled(page: &Visit<'_>) -> Result<()> {
    let demo = demo(page, Options::default())?;
    for (protocol, address) in [("gRPC-Web", demo.addresses.grpc), ("Connect", demo.addresses.connect)] {
        open(page, demo.addresses.grpc)?;
        reflect(page, "WatchStock (server streaming)")?;
        page.paste("Address", &format!("http://{address}"))?;
        page.choose("Protocol", protocol)?;
        send(page, r#"{"skus": ["SPOON"]}"#)?;
        says(page, "1 message so far")?;
        let order = ureq::post(format!("http://{}/v1/orders", demo.addresses.rest));
        ensure!(order.header("content-type", "application/json").send(ORDER)?.status() == 200);
        says(page, "2 messages so far")?;
        page.click("button", "Cancel")?;
        says(page, "CANCELLED (1)")?;
    }
    Ok(())
}

fn a_deadline_ends_a_call(page: &Visit<'_>) -> Result<()> {
    let demo = demo(page, Options::default())?;
    open(page, demo.addresses.grpc)?;
    reflect(page, "WatchStock (server streaming)")?;
    page.paste("Deadline in milliseconds", "400")?;
    send(page, r#"{"skus": ["SPOON"]}"#)?;
    says(page, "DEADLINE_EXCEEDED (4)")?;
    says(page, "1 message")
}

fn a_status_is_explained_by_its_details(page: &Visit<'_>) -> Result<()> {
    let demo = demo(page, Options::default())?;
    open(page, demo.addresses.grpc)?;
    reflect(page, "PlaceOrder")?;
    for (protocol, address) in [("gRPC-Web", demo.addresses.grpc), ("Connect", demo.addresses.connect)] {
        page.paste("Address", &format!("http://{address}"))?;
        page.choose("Protocol", protocol)?;
        send(page, "{}")?;
        says(page, "INVALID_ARGUMENT (3)")?;
        page.until(
            "the details are there",
            "const list = wl.one('list', 'Details');
             return list && /google.rpc.BadRequest/.test(wl.text(list)) && /order_id/.test(wl.text(list));",
            &[],
        )?;
    }
    Ok(())
}

fn the_schema_comes_from_old_servers_too_and_else_is_asked_for(page: &Visit<'_>) -> Result<()> {
    let old = demo(page, Options { reflection: Reflection::V1Alpha, ..Options::default() })?;
    open(page, old.addresses.grpc)?;
    reflect(page, "GetUser")?;
    let silent = demo(page, Options { reflection: Reflection::None, ..Options::default() })?;
    page.paste("Address", &format!("http://{}", silent.addresses.grpc))?;
    page.click("button", "Ask the server")?;
    page.until(
        "what to do without reflection is told",
        "return /The server has no reflection: paste its .proto/.test(document.body.innerText);",
        &[],
    )?;
    page.script("document.querySelector('details').open = true;", &[])?;
    let schema = "syntax = \"proto3\"; package demo; message UserRequest { int32 id = 1; } message UserResponse { string name = 1; } \
                  service UserService { rpc GetUser(UserRequest) returns (UserResponse); }";
    page.paste("Pasted .proto", schema)?;
    page.until("the pasted one counts", "return wl.all('option', 'GetUser').length > 0;", &[])?;
    Ok(())
}

fn a_wrong_port_is_explained(page: &Visit<'_>) -> Result<()> {
    // The port of a server that is gone.
    let gone = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    page.allow(format!("http://{gone}/"));
    page.allow("ERR_CONNECTION_REFUSED");
    open(page, gone)?;
    send(page, "{}")?;
    says(page, "UNAVAILABLE (14)")?;
    says(page, "nothing that a browser understands answers at")?;
    says(page, "is the server running")
}

fn a_server_without_cors_is_explained(page: &Visit<'_>) -> Result<()> {
    let demo = demo(page, Options { allows_other_origins: false, ..Options::default() })?;
    page.allow("CORS policy");
    page.allow("ERR_FAILED");
    page.allow("Failed to load resource");
    for address in [demo.addresses.grpc, demo.addresses.connect] {
        open(page, address)?;
        send(page, "{}")?;
        says(page, "lets no page from elsewhere call it (CORS)")?;
        says(page, "Access-Control-Allow-Origin")?;
    }
    Ok(())
}

fn a_wrong_protocol_is_explained(page: &Visit<'_>) -> Result<()> {
    let demo = demo(page, Options::default())?;
    page.allow("Failed to load resource");
    open(page, demo.addresses.rest)?;
    send(page, "{}")?;
    says(page, "UNIMPLEMENTED (12): HTTP status 404")?;
    says(page, "expected a response of type application/grpc-web+proto, found application/json")?;
    page.paste("Address", &format!("http://{}", demo.addresses.grpc))?;
    page.choose("Protocol", "Connect")?;
    send(page, "{}")?;
    says(page, "expected a response of type application/proto")
}

fn mistakes_are_told_before_anything_is_sent(page: &Visit<'_>) -> Result<()> {
    page.open("live.html")?;
    page.paste("Address", "ftp://nowhere")?;
    page.click("button", "Send")?;
    let mistake = "const list = wl.one('list', 'Mistakes'); return list && wl.text(list).includes(arguments[0]);";
    page.until("the address is wrong", mistake, &[json!("found another scheme")])?;
    page.paste("Address", "127.0.0.1:1")?;
    page.paste("Deadline in milliseconds", "soon")?;
    page.click("button", "Send")?;
    page.until("the deadline is wrong", mistake, &[json!("expected whole milliseconds")])?;
    page.paste("Deadline in milliseconds", "100")?;
    page.paste("Metadata", "no colon")?;
    page.paste("Request", "{\"nothing\": 1}")?;
    page.click("button", "Send")?;
    page.until("the metadata is wrong", mistake, &[json!("metadata:1")])?;
    page.until("the request is wrong", mistake, &[json!("request:1:")])?;
    Ok(())
}

fn only_this_page_sends_and_only_when_told_to(page: &Visit<'_>) -> Result<()> {
    let demo = demo(page, Options::default())?;
    let is_there = |requests: &[String]| requests.iter().any(|url| url.contains(&demo.addresses.grpc.to_string()));
    open(page, demo.addresses.grpc)?;
    page.until("there is a sample", "return wl.one('textbox', 'Request').value !== '';", &[])?;
    ensure!(!is_there(&page.requests()?), "nothing is sent before somebody says so");
    page.click("button", "Send")?;
    page.until("it has ended", "return /\\(\\d+\\)/.test(wl.text(wl.one('region', 'Response')));", &[])?;
    ensure!(is_there(&page.requests()?));
    // The playground can't, whatever its code would try: its policy is another one.
    page.open("#/")?;
    page.allow("Content Security Policy");
    let refused = page.until(
        "the policy has refused it",
        "window.asked ??= fetch(arguments[0], { mode: 'no-cors' }).then(() => 'sent', () => 'refused').then((end) => (window.end = end));
         return window.end;",
        &[json!(format!("http://{}/", demo.addresses.grpc))],
    )?;
    ensure!(refused == "refused", "the playground has sent something");
    Ok(())
}

fn what_is_typed_is_kept(page: &Visit<'_>) -> Result<()> {
    page.open("live.html")?;
    page.paste("Address", "localhost:4242")?;
    page.choose("Protocol", "gRPC-Web (text)")?;
    page.paste("Metadata", "x-mine: 1")?;
    page.reload()?;
    let kept = "return wl.one('textbox', 'Address').value === 'localhost:4242' && wl.one('textbox', 'Metadata').value === 'x-mine: 1'
                    && wl.one('combobox', 'Protocol').selectedOptions[0].text === 'gRPC-Web (text)';";
    page.until("all is there again", kept, &[]).map(drop)
}

fn the_page_is_accessible(page: &Visit<'_>) -> Result<()> {
    let demo = demo(page, Options::default())?;
    open(page, demo.addresses.grpc)?;
    reflect(page, "PlaceOrder")?;
    send(page, "{}")?;
    says(page, "INVALID_ARGUMENT (3)")?;
    is_accessible(page, "the live page")
}
