//! The services as JSON over HTTP/1.1: REST, and Connect; and what a page from elsewhere may read.
#![cfg(test)] // tells clippy that helpers here are tests too

use std::net::SocketAddr;

use bytes::Bytes;
use demo_server::{Options, Others, start};
use http_body_util::{BodyExt, Full};
use hyper::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_METHOD, ALLOW, CONTENT_TYPE, ORIGIN};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

const ORDER: &str = include_str!("../../proto-examples/03-online-store/message.json");

async fn send(request: hyper::http::request::Builder, body: &[u8]) -> Response<Bytes> {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let response = client.request(request.body(Full::new(Bytes::copy_from_slice(body))).unwrap()).await.unwrap();
    let (head, body) = response.into_parts();
    Response::from_parts(head, body.collect().await.unwrap().to_bytes())
}

async fn get(at: SocketAddr, path: &str) -> Response<Bytes> {
    send(Request::get(format!("http://{at}{path}")), b"").await
}

async fn post(at: SocketAddr, path: &str, kind: &str, body: impl AsRef<[u8]>) -> Response<Bytes> {
    send(Request::post(format!("http://{at}{path}")).header(CONTENT_TYPE, kind), body.as_ref()).await
}

fn json_of(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

#[tokio::test]
async fn rest_has_a_path_for_each_thing() {
    let server = start(Options::default()).unwrap();
    let at = server.addresses.rest;
    let alice = get(at, "/v1/users/123").await;
    assert_eq!((alice.status(), alice.body().as_ref()), (StatusCode::OK, &br#"{"name":"Alice","age":30}"#[..]));
    assert_eq!(alice.headers()[CONTENT_TYPE], "application/json");
    let order = post(at, "/v1/orders", "application/json", ORDER).await;
    assert_eq!(json_of(&order), json!({"orderId": "A-1001", "reservationId": "R-1", "receiptId": "C-1"}));
}

#[tokio::test]
async fn a_rest_error_has_both_statuses() {
    let server = start(Options::default()).unwrap();
    let at = server.addresses.rest;
    let nobody = get(at, "/v1/users/7").await;
    assert_eq!(nobody.status(), StatusCode::NOT_FOUND);
    assert_eq!(json_of(&nobody), json!({"code": 5, "message": "no user has the id 7"}));
    assert_eq!(get(at, "/v1/nothing").await.status(), StatusCode::NOT_FOUND);
    let wrong = get(at, "/v1/orders").await;
    assert_eq!((wrong.status(), &wrong.headers()[ALLOW]), (StatusCode::METHOD_NOT_ALLOWED, &"POST".parse().unwrap()));
    let wrong = post(at, "/v1/orders", "application/json", r#"{"colour": 1}"#).await;
    assert_eq!((wrong.status(), &json_of(&wrong)["code"]), (StatusCode::BAD_REQUEST, &json!(3)));
}

#[tokio::test]
async fn the_rest_checkout_calls_the_others_as_rest() {
    // Where nothing listens any more.
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let rest_others = Others { payment: Some(closed), ..Others::default() };
    let server = start(Options { rest_others, ..Options::default() }).unwrap();
    let response = post(server.addresses.rest, "/v1/orders", "application/json", ORDER).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    let over_connect =
        post(server.addresses.connect, "/store.CheckoutService/PlaceOrder", "application/json", ORDER).await;
    assert_eq!(over_connect.status(), StatusCode::OK, "which calls them over gRPC");
}

#[tokio::test]
async fn connect_takes_json_and_protobuf() {
    let server = start(Options::default()).unwrap();
    let (at, path) = (server.addresses.connect, "/demo.UserService/GetUser");
    let alice = post(at, path, "application/json", r#"{"id": 123}"#).await;
    assert_eq!((alice.status(), json_of(&alice)), (StatusCode::OK, json!({"name": "Alice", "age": 30})));
    let alice = post(at, path, "application/proto", [0x08, 0x7b]).await;
    assert_eq!(alice.body().as_ref(), b"\x0a\x05Alice\x10\x1e");
    let nobody = post(at, path, "application/json", r#"{"id": 7}"#).await;
    assert_eq!(nobody.status(), StatusCode::NOT_FOUND);
    assert_eq!(json_of(&nobody), json!({"code": "not_found", "message": "no user has the id 7"}));
}

#[tokio::test]
async fn connects_errors_have_their_details() {
    let server = start(Options::default()).unwrap();
    let wrong = post(server.addresses.connect, "/store.CheckoutService/PlaceOrder", "application/json", "{}").await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
    assert_eq!(json_of(&wrong)["details"][0]["type"], "google.rpc.BadRequest");
}

#[tokio::test]
async fn connect_streams_in_envelopes() {
    let server = start(Options::default()).unwrap();
    let ask = br#"{"parcelId":"P-1042","count":2}"#;
    let mut body = vec![0];
    body.extend(u32::try_from(ask.len()).unwrap().to_be_bytes());
    body.extend(ask);
    let path = "/delivery.DeliveryService/Track";
    let response = post(server.addresses.connect, path, "application/connect+json", body).await;
    let mut rest = response.body().as_ref();
    let mut envelopes = Vec::new();
    while let Some((head, behind)) = rest.split_first_chunk::<5>() {
        let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
        envelopes.push((head[0], serde_json::from_slice::<Value>(&behind[..length]).unwrap()));
        rest = &behind[length..];
    }
    assert_eq!(envelopes.len(), 3);
    assert_eq!(envelopes[1], (0, json!({"latitude": 52.53125, "longitude": 13.34375, "stopsBefore": 4})));
    assert_eq!(envelopes[2], (2, json!({})));
}

#[tokio::test]
async fn only_where_it_is_allowed_a_page_from_elsewhere_may_ask() {
    for allows in [true, false] {
        let server = start(Options { allows_other_origins: allows, ..Options::default() }).unwrap();
        let at = server.addresses;
        for at in [at.grpc, at.connect, at.rest] {
            let preflight =
                Request::builder().method(Method::OPTIONS).uri(format!("http://{at}/demo.UserService/GetUser"));
            let preflight = preflight.header(ORIGIN, "http://elsewhere").header(ACCESS_CONTROL_REQUEST_METHOD, "POST");
            let response = send(preflight, b"").await;
            assert_eq!(response.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN), allows);
        }
    }
}
