//! A method and a request as REST: which verb, path, query and body.
#![cfg(test)]

use wirelens::rpc::method::find;
use wirelens::rpc::rest::{error, error_line, line_status, route, status};
use wirelens::rpc::status::{Code, Status};
use wirelens::schema::{Schema, compile};
use wirelens::text::File;

/// What `google/api/annotations.proto` and `http.proto` declare of what is used here.
const ANNOTATIONS: &str = r#"syntax = "proto3"; package google.api;
    import "google/protobuf/descriptor.proto";
    extend google.protobuf.MethodOptions { HttpRule http = 72295728; }
    message CustomHttpPattern { string kind = 1; string path = 2; }
    message HttpRule {
      string selector = 1;
      oneof pattern {
        string get = 2; string put = 3; string post = 4; string delete = 5; string patch = 6;
        CustomHttpPattern custom = 8;
      }
      string body = 7; repeated HttpRule additional_bindings = 11; string response_body = 12;
    }"#;

const LIBRARY: &str = r#"syntax = "proto3"; package library.v2;
    import "google/api/annotations.proto";
    message Any {}
    service LibraryService {
      rpc GetBook(Any) returns (Any);
      rpc ListBooks(Any) returns (Any);
      rpc CreateCategory(Any) returns (Any);
      rpc UpdateBook(Any) returns (Any);
      rpc DeleteBook(Any) returns (Any);
      rpc Burn(Any) returns (Any);
      rpc Peek(Any) returns (Any) { option idempotency_level = NO_SIDE_EFFECTS; }
      rpc Upload(stream Any) returns (Any);
      rpc Named(Any) returns (Any) { option (google.api.http) = { get: "/v3/{name=shelves/*/books/*}:peek" }; }
      rpc Nested(Any) returns (Any) { option (google.api.http) = { post: "/v3/{shelf.name}/x" body: "*" }; }
      rpc Part(Any) returns (Any) { option (google.api.http) = { patch: "/v3/books/{book_id}" body: "the_book" additional_bindings { get: "/v4" } }; }
      rpc Custom(Any) returns (Any) { option (google.api.http) = { custom { kind: "HEAD" path: "/v3/it" } }; }
      rpc Broken(Any) returns (Any) { option (google.api.http) = { get: "/v3/{open" }; }
    }
    service Login { rpc Login(Any) returns (Any); rpc Get(Any) returns (Any); }"#;

fn schema() -> Schema {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = compile(&vec![file("google/api/annotations.proto", ANNOTATIONS), file("library.proto", LIBRARY)]);
    assert!(compiled.is_complete(), "{:?}", compiled.diagnostics);
    compiled.schema.unwrap()
}

#[test]
fn methods_have_verbs_and_paths() {
    let schema = schema();
    let cases = [
        ("LibraryService/GetBook", r#"{"id":"12"}"#),
        ("LibraryService/GetBook", r#"{"bookId":7,"deep":{"a":[1,true,"x y"],"none":null}}"#),
        ("LibraryService/GetBook", r#"{"name":"Émile & co/2"}"#),
        ("LibraryService/GetBook", "{}"),
        ("LibraryService/GetBook", r#"{"id":"","filter":[{"a":1}]}"#),
        ("LibraryService/ListBooks", r#"{"pageSize":10}"#),
        ("LibraryService/CreateCategory", r#"{"name":"a"}"#),
        ("LibraryService/UpdateBook", r#"{"id":1,"title":"b"}"#),
        ("LibraryService/UpdateBook", r#"{"title":"b"}"#),
        ("LibraryService/DeleteBook", r#"{"id":1,"force":true}"#),
        ("LibraryService/Burn", r#"{"id":1}"#),
        ("LibraryService/Peek", r#"{"id":1}"#),
        ("LibraryService/Upload", r#"{"id":1}"#),
        ("LibraryService/Named", r#"{"name":"shelves/a b/books/2","lang":"de"}"#),
        ("LibraryService/Nested", r#"{"shelf":{"name":"a/b","size":2},"n":1}"#),
        ("LibraryService/Part", r#"{"bookId":7,"theBook":{"title":"b"},"mask":"title"}"#),
        ("LibraryService/Custom", r#"{"a":1}"#),
        ("LibraryService/Broken", r#"{"open":1}"#),
        ("Login/Login", r#"{"id":1}"#),
        ("Login/Get", r#"{"id":1}"#),
        ("LibraryService/GetBook", "no JSON"),
    ];
    let told = cases.map(|(path, request)| {
        let routed = route(&find(&schema, &format!("/library.v2.{path}")).unwrap(), request);
        let body = routed.body.map(|body| format!("\n    {body}")).unwrap_or_default();
        format!("{path} {request}\n  {} {}{body}", routed.rest.verb, routed.rest.target)
    });
    expect_test::expect![[r#"
        LibraryService/GetBook {"id":"12"}
          GET /v2/books/12
        LibraryService/GetBook {"bookId":7,"deep":{"a":[1,true,"x y"],"none":null}}
          GET /v2/books/7?deep.a=1&deep.a=true&deep.a=x%20y
        LibraryService/GetBook {"name":"Émile & co/2"}
          GET /v2/books/%C3%89mile%20%26%20co%2F2
        LibraryService/GetBook {}
          GET /v2/book
        LibraryService/GetBook {"id":"","filter":[{"a":1}]}
          POST /v2/library/get-book
            {"id":"","filter":[{"a":1}]}
        LibraryService/ListBooks {"pageSize":10}
          GET /v2/books?pageSize=10
        LibraryService/CreateCategory {"name":"a"}
          POST /v2/categories
            {"name":"a"}
        LibraryService/UpdateBook {"id":1,"title":"b"}
          PATCH /v2/books/1
            {"title":"b"}
        LibraryService/UpdateBook {"title":"b"}
          POST /v2/library/update-book
            {"title":"b"}
        LibraryService/DeleteBook {"id":1,"force":true}
          DELETE /v2/books/1?force=true
        LibraryService/Burn {"id":1}
          POST /v2/library/burn
            {"id":1}
        LibraryService/Peek {"id":1}
          GET /v2/library/peek?id=1
        LibraryService/Upload {"id":1}
          POST /v2/library/upload
            {"id":1}
        LibraryService/Named {"name":"shelves/a b/books/2","lang":"de"}
          GET /v3/shelves/a%20b/books/2:peek?lang=de
        LibraryService/Nested {"shelf":{"name":"a/b","size":2},"n":1}
          POST /v3/a%2Fb/x
            {"shelf":{"size":2},"n":1}
        LibraryService/Part {"bookId":7,"theBook":{"title":"b"},"mask":"title"}
          PATCH /v3/books/7?mask=title
            {"title":"b"}
        LibraryService/Custom {"a":1}
          HEAD /v3/it?a=1
        LibraryService/Broken {"open":1}
          GET /v3/{open?open=1
        Login/Login {"id":1}
          POST /v2/login
            {"id":1}
        Login/Get {"id":1}
          GET /v2/logins/1
        LibraryService/GetBook no JSON
          POST /v2/library/get-book
            no"#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn a_long_query_is_a_body() {
    let schema = schema();
    let request = format!(r#"{{"id":1,"filter":"{}"}}"#, "x".repeat(8000));
    let routed = route(&find(&schema, "/library.v2.LibraryService/GetBook").unwrap(), &request);
    assert_eq!((routed.rest.verb.as_str(), routed.rest.target.as_str()), ("POST", "/v2/library/get-book"));
    assert_eq!(routed.body, Some(request));
}

#[test]
fn a_status_there_and_back() {
    let missing = Status { code: Code::NotFound, message: "no \"user\"\n7".to_owned() };
    assert_eq!(status(404, &error(&missing)), missing);
    assert_eq!(line_status(&error_line(&missing)), Some(missing));
    assert_eq!(status(200, b"{}").code, Code::Ok);
    for body in ["", "<html>", "7", r#"{"code":99}"#, r#"{"code":"5"}"#] {
        let told = status(502, body.as_bytes());
        assert_eq!((told.code, told.message.as_str()), (Code::Unavailable, "HTTP 502 Bad Gateway"), "{body}");
    }
    assert_eq!(line_status(br#"{"name":"Alice"}"#), None);
}
