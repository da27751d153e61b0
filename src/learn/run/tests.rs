//! What each kind of run gives.

use super::*;
use crate::rpc::script::Script;
use crate::rpc::status::{Code, Status};

fn asked(toml: &str) -> Result<String, String> {
    run(&toml::from_str::<Asked>(toml).unwrap().run)
}

#[derive(serde::Deserialize)]
struct Asked {
    run: Run,
}

#[test]
fn messages_are_encoded_measured_and_read() {
    let sheet = |what: &str| {
        asked(&format!(
            "run.{what} = {{ of.proto = 'message M {{ int32 a = 1; M m = 2; }}', json = '{{\"a\": 150}}' }}"
        ))
    };
    assert_eq!(sheet("encode").as_deref(), Ok("08 96 01"));
    assert_eq!(sheet("size").as_deref(), Ok("3"));
    assert_eq!(sheet("json-size").as_deref(), Ok("9"));
    assert_eq!(sheet("accepts").as_deref(), Ok("yes"));
    let of = "of.proto = 'message M { int32 a = 1; M m = 2; }'";
    let decoded = |hex: &str, path: &str| asked(&format!("run.decode = {{ {of}, hex = '{hex}', path = '{path}' }}"));
    assert_eq!(decoded("12 02 08 07", "m.a").as_deref(), Ok("7"));
    assert_eq!(decoded("12 02 08 07", "a").as_deref(), Ok("absent"));
    assert_eq!(decoded("12 02 08 07", "").as_deref(), Ok(r#"{"m":{"a":7}}"#));
    assert!(decoded("12 03 08 07", "").is_err());
    assert!(asked("run.parse.hex = '08 96'").unwrap().starts_with("expected "));
    assert_eq!(asked("run.parse.hex = '08 96 01'").as_deref(), Ok(ACCEPTED));
    let dump = |of: &str| asked(&format!("run.protoscope = {{ {of} hex = '08 96 01' }}"));
    assert_eq!(dump("").as_deref(), Ok("1: 150"));
    assert_eq!(dump("of.proto = 'message M { sint32 a = 1; }',").as_deref(), Ok("1: 75z  # a"));
}

#[test]
fn another_version_reads_what_it_knows() {
    let toml = "[run.versions]\npath = 'b'\nof.writer.proto = 'message M { int32 a = 1; }'\nof.json = '{\"a\": 5}'\n\
                of.reader.proto = 'message M { int32 b = 1; }'";
    assert_eq!(asked(toml).as_deref(), Ok("5"));
}

#[test]
fn files_compile_or_say_where_they_do_not() {
    assert_eq!(asked("run.compiles.proto = 'message M {}'").as_deref(), Ok("yes"));
    assert!(asked("run.compiles.proto = 'message M { int32 a 1; }'").unwrap().starts_with("3:21 expected "));
    assert_eq!(asked("run.errors.proto = 'message M { A a = 1; B b = 2; }'").as_deref(), Ok("2"));
}

/// A call of the example's, ended by this status after its message.
fn told(ask: Ask) -> Result<String, String> {
    let mut script = Script { method: "/demo.UserService/GetUser".into(), ..Script::default() };
    script.requests.push(crate::rpc::script::Send { wait: 0, json: "{}".into() });
    script.server.otherwise = crate::rpc::script::Answer::Status(Status::new(Code::NotFound, "none"));
    let of = Contract { example: "user-service".into(), ..Contract::default() };
    run(&Run::Call(CallAsk { stage: Stage { of, script }, ask }))
}

#[test]
fn a_call_is_simulated() {
    assert_eq!(told(Ask::ClientStatus).as_deref(), Ok("NOT_FOUND"));
    assert_eq!(told(Ask::ServerStatus).as_deref(), Ok("NOT_FOUND"));
    assert_eq!(told(Ask::Reply(1)).as_deref(), Ok("none"));
    assert_eq!(told(Ask::Replies).as_deref(), Ok("0"));
    assert_eq!(told(Ask::Attempts).as_deref(), Ok("1"));
    assert_eq!(told(Ask::Frames).as_deref(), Ok("client HEADERS, client DATA, server HEADERS"));
    let number = |ask| told(ask).unwrap().parse::<u64>().unwrap();
    assert!(number(Ask::Bytes) > 100 && number(Ask::RestBytes) > 100 && number(Ask::Micros) > 500);
}

#[test]
fn steps_are_put_in_the_order_of_their_events() {
    let step =
        |id: &str, who: &str, says: &str| Step { id: id.into(), who: who.into(), says: says.into(), ..Step::default() };
    let steps = vec![
        step("end", "client", "ended NOT_FOUND"),
        step("handler", "server", "handler"),
        step("call", "client", "HEADERS POST /demo.UserService/GetUser"),
        step("trailers", "server", "grpc-status 5 NOT_FOUND"),
    ];
    assert_eq!(told(Ask::Order(steps)).as_deref(), Ok("call handler trailers end"));
    let none = told(Ask::Order(vec![step("a", "server", "dances")]));
    assert_eq!(none.unwrap_err(), "expected an event of server that says `dances` for the step `a`, found none");
    let twice = told(Ask::Order(vec![step("a", "server", "handler"), step("b", "UserService", "handler")]));
    assert_eq!(twice.unwrap_err(), "expected two events, found that `a` and `b` are one");
}
