//! From a script to a scene: what the bytes are, what the server does with them, and what is said of what is wrong.
#![cfg(test)] // tells clippy that helpers here are tests too

use proptest::prelude::*;
use wirelens::{
    analysis::Input,
    diagnostic::Severity,
    examples,
    rpc::{
        method,
        prepare::{Bag, Prepared, Spot, draft::draft, prepare, reach::reach},
        scene::{Reaction, Scene},
        script::{Answer, Fault, Retry, Rule, Script, Send},
        simulate::simulate,
        status::{Code, Status},
    },
    schema::{Schema, compile},
    text::File,
};

const SCHEMA: &str = r#"syntax = "proto3"; package a;
message Ask { int32 id = 1; string name = 2; repeated string tags = 3; bytes key = 5; }
message Reply { string name = 1; int32 age = 2; int64 id = 3; repeated string tags = 4; }
service PetShop {
  rpc Get(Ask) returns (Reply);
  rpc Watch(Ask) returns (stream Reply);
  rpc Put(stream Ask) returns (Reply);
  rpc Talk(stream Ask) returns (stream Ask);
}"#;

/// Compiled once a thread: cloning is cheap.
fn schema() -> Schema {
    thread_local! {
        static COMPILED: Schema = compile(&vec![File { name: "a.proto".into(), text: SCHEMA.into() }]).schema.unwrap();
    }
    COMPILED.with(Schema::clone)
}

fn sent(texts: &[&str]) -> Vec<Send> {
    texts.iter().map(|json| Send { wait: 7, json: (*json).to_owned() }).collect()
}

fn script(method: &str, requests: &[&str], otherwise: Answer) -> Script {
    let mut script = Script { method: format!("/a.PetShop/{method}"), requests: sent(requests), ..Script::default() };
    script.server.otherwise = otherwise;
    script
}

fn scene(script: &Script) -> Scene {
    let Prepared { scene, problems, .. } = prepare(script, &schema());
    scene.unwrap_or_else(|| panic!("{problems:?}"))
}

/// What the reactions say, in JSON, with the status behind.
fn said(reactions: &[Reaction]) -> Vec<String> {
    let said = |reaction: &Reaction| {
        let mut parts: Vec<String> =
            reaction.messages.iter().map(|it| String::from_utf8(it.json.clone()).unwrap()).collect();
        parts.extend(reaction.status.as_ref().map(|status| format!("{:?}", status.code)));
        parts.join(" ")
    };
    reactions.iter().map(said).collect()
}

#[test]
fn a_unary_call_is_one_message_each_way() {
    let reply = Answer::Messages(sent(&[r#"{ "name": "Rex", "id": "3" }"#, "{}"]));
    let Scene { parties, links, calls, .. } = scene(&script("Get", &[r#"{"id": 150}"#, r#"{"id": 1}"#], reply));
    assert_eq!(parties, ["Client", "PetShop"]);
    assert_eq!(links[0].authority, "pet-shop.internal:50051");
    let call = &calls[0];
    assert_eq!((call.path.as_str(), call.requests.len()), ("/a.PetShop/Get", 1));
    assert_eq!((call.requests[0].proto.as_slice(), call.requests[0].wait), ([0x08, 0x96, 0x01].as_slice(), 7));
    assert_eq!(said(&call.handler.reactions), ["", r#"{"name":"Rex","id":"3"} Ok"#]);
    assert_eq!(call.handler.reactions[1].messages[0].proto, b"\x0a\x03Rex\x18\x03");
}

#[test]
fn streams_answer_each_request_or_the_last() {
    let replies = || Answer::Messages(sent(&[r#"{"age":1}"#, r#"{"age":2}"#]));
    let watch = scene(&script("Watch", &["{}"], replies()));
    assert_eq!(said(&watch.calls[0].handler.reactions), ["", r#"{"age":1} {"age":2} Ok"#]);
    let put = scene(&script("Put", &["{}", "{}", "{}"], replies()));
    assert_eq!(said(&put.calls[0].handler.reactions), ["", "", "", ""]);
    assert_eq!(said(&[put.calls[0].handler.at_end.clone()]), [r#"{"age":1}"#]);
    let none = scene(&script("Put", &[], replies()));
    assert_eq!(said(&[none.calls[0].handler.at_end.clone()]), [r#"{"age":1}"#]);
    let talk = scene(&script("Talk", &[r#"{"id":1}"#, r#"{"name":"b"}"#], Answer::Echo));
    assert_eq!(said(&talk.calls[0].handler.reactions), ["", r#"{"id":1}"#, r#"{"name":"b"}"#]);
    assert_eq!(said(&[talk.calls[0].handler.at_end.clone()]), [""]);
}

#[test]
fn an_echo_takes_what_has_the_same_name_and_type() {
    let asked = r#"{"id": 7, "name": "Rex", "tags": ["a", "b"], "key": "AA=="}"#;
    let echoed = scene(&script("Get", &[asked], Answer::Echo));
    // `id` is an int32 in one and an int64 in the other, so it is not the same.
    assert_eq!(said(&echoed.calls[0].handler.reactions)[1], r#"{"name":"Rex","tags":["a","b"]} Ok"#);
}

#[test]
fn generated_messages_are_as_many_as_asked_and_the_same_every_time() {
    let script = script("Watch", &["{}"], Answer::Generate { count: 100, wait: 50 });
    let first = scene(&script);
    let messages = &first.calls[0].handler.reactions[1].messages;
    assert_eq!(messages.len(), 100);
    assert_eq!((messages[0].wait, messages[1].wait, messages[99].wait), (0, 50, 50));
    assert!(messages[0].proto != messages[1].proto);
    assert_eq!(scene(&script), first);
    assert_ne!(scene(&Script { seed: 1, ..script }).calls, first.calls);
}

#[test]
fn a_method_with_one_request_is_sent_one() {
    let call = &scene(&script("Get", &[], Answer::Nothing)).calls[0];
    assert_eq!((call.requests.len(), call.requests[0].proto.as_slice()), (1, [].as_slice()));
    assert_eq!(said(&call.handler.reactions), ["", "Ok"]);
    assert!(scene(&script("Put", &[], Answer::Nothing)).calls[0].requests.is_empty());
}

#[test]
fn schemas_that_disagree_misread_each_other() {
    // The server has each field under the number of the one behind it: what it reads as `name` is our `tags`.
    let mut script = script("Get", &[r#"{"id": 7, "name": "Rex", "tags": ["t"]}"#], Answer::Echo);
    script.fault = Fault::Mismatch;
    let mismatched = scene(&script);
    assert_eq!(mismatched.links[0].fault, Fault::None);
    let reply = &mismatched.calls[0].handler.reactions[1].messages[0];
    assert_eq!(String::from_utf8(reply.json.clone()).unwrap(), r#"{"name":"t"}"#);
    assert_eq!(reply.proto, b"\x12\x01t", "`name` goes out under the number 2, an int32 for the client");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let mut script = script("Get", &["{\"ide\": 1}"], Answer::Messages(sent(&["{}", "{\"age\": \"x\"}"])));
    script.server.rules = vec![Rule { when: String::new(), then: Answer::Messages(sent(&["{"])) }];
    script.client.metadata =
        vec![("X-Id".into(), "1".into()), ("a-bin".into(), "?".into()), ("te".into(), String::new())];
    script.server.trailers = vec![("ok".into(), "ä".into()), ("trace-bin".into(), "AAE".into())];
    script.client.retry = Some(Retry {
        attempts: 6,
        initial_backoff: 1,
        max_backoff: 1,
        multiplier: 200,
        codes: vec![Code::Unavailable],
    });
    let prepared = prepare(&script, &schema());
    assert_eq!(prepared.scene, None);
    let told: Vec<_> = prepared.problems.iter().map(|problem| problem.at).collect();
    assert_eq!(
        told,
        [
            Spot::Request(0),
            Spot::Header(Bag::Client, 0),
            Spot::Header(Bag::Client, 1),
            Spot::Header(Bag::Client, 2),
            Spot::Header(Bag::Trailing, 0),
            Spot::Retry,
            Spot::Reply(None, 1),
            Spot::Reply(Some(0), 0),
        ]
    );
    assert_eq!(prepared.problems[0].diagnostic.place.span.start, 1);
}

#[test]
fn a_method_that_is_not_there_is_told_with_the_nearest() {
    let told = |method: &str| {
        let prepared = prepare(&Script { method: method.into(), ..Script::default() }, &schema());
        assert_eq!(prepared.scene, None);
        assert_eq!(prepared.problems[0].at, Spot::Method);
        prepared.problems[0].diagnostic.help.clone().unwrap()
    };
    assert_eq!(told("/a.PetShop/Gett"), "did you mean '/a.PetShop/Get'?");
    assert_eq!(told(""), "choose one of the schema's methods");
}

#[test]
fn hostile_scripts_have_an_end() {
    let many = Answer::Generate { count: u32::MAX, wait: u64::MAX };
    let prepared = prepare(&script("Talk", &["{}"; 1000], many), &schema());
    assert_eq!(prepared.scene, None);
    assert_eq!(prepared.problems.iter().map(|it| it.at).collect::<Vec<_>>(), [Spot::Answer(None)]);
    let large = format!("{{\"name\": \"{}\"}}", "x".repeat(1 << 20));
    let prepared = prepare(&script("Talk", &["{}"; 1000], Answer::Messages(sent(&[&large]))), &schema());
    assert_eq!(prepared.problems.iter().map(|it| it.at).collect::<Vec<_>>(), [Spot::Answer(None)]);
}

#[test]
fn a_status_ends_the_call() {
    let status = Status { code: Code::NotFound, message: "no such pet".into() };
    let talk = scene(&script("Talk", &["{}", "{}"], Answer::Status(status.clone())));
    assert_eq!(said(&talk.calls[0].handler.reactions), ["", "NotFound"]);
    let put = scene(&script("Put", &[], Answer::Status(status)));
    assert_eq!(said(&[put.calls[0].handler.at_end.clone()]), ["NotFound"]);
}

/// An example's schema, and the message it shows.
fn example(slug: &str) -> (Schema, Input) {
    let input = Input::from(examples::find(slug).unwrap());
    (compile(&input.files).schema.unwrap(), input)
}

fn drafted(slug: &str, path: &str) -> Script {
    let (schema, input) = example(slug);
    let wirelens::analysis::Payload::Json(json) = &input.payload else { panic!("an example is JSON") };
    draft(&method::find(&schema, path).unwrap(), &schema, Some((&input.root, json)))
}

#[test]
fn a_draft_shows_what_the_playground_shows() {
    let script = drafted("user-service", "/demo.UserService/GetUser");
    assert_eq!(script.requests[0].json.replace([' ', '\n'], ""), r#"{"id":123}"#);
    assert_eq!(script.server.rules[0].when, "request.id == 123");
    let Answer::Messages(sent) = &script.server.rules[0].then else { panic!("{script:?}") };
    assert!(sent[0].json.contains("Alice") && sent[0].json.contains("30"), "{sent:?}");
    assert!(matches!(&script.server.otherwise, Answer::Status(status) if status.code == Code::NotFound));
    let script = drafted("login", "/auth.LoginService/Login");
    assert_eq!(script.server.rules[0].when, "request.user_id == 123");
    assert!(matches!(&script.server.otherwise, Answer::Status(status) if status.code == Code::Unauthenticated));
    let script = drafted("four-kinds", "/delivery.DeliveryService/ReportStops");
    assert_eq!(script.requests.len(), 4);
    assert_eq!(drafted("four-kinds", "/delivery.DeliveryService/Chat").server.otherwise, Answer::Echo);
}

#[test]
fn every_draft_of_every_example_can_be_simulated_and_ends_well() {
    for example in examples::all().iter().filter(|example| !example.fails) {
        let input = Input::from(example);
        let schema = compile(&input.files).schema.unwrap();
        let wirelens::analysis::Payload::Json(json) = &input.payload else { panic!("an example is JSON") };
        for method in method::methods(&schema) {
            let script = draft(&method, &schema, Some((&input.root, json)));
            let prepared = prepare(&script, &schema);
            assert_eq!(prepared.problems, [], "{}", method.path());
            let timeline = simulate(&prepared.scene.unwrap());
            let status = timeline.calls[0].at_client.clone().unwrap();
            assert_eq!(status.code, Code::Ok, "{} {status:?}", method.path());
        }
    }
}

#[test]
fn each_status_is_reached_by_each_kind_of_call() {
    let (schema, _) = example("four-kinds");
    for method in method::methods(&schema) {
        let script = draft(&method, &schema, None);
        let scene = prepare(&script, &schema).scene;
        for code in Code::ALL {
            let (script, how) = reach(code, &script, &method, scene.as_ref());
            let prepared = prepare(&script, &schema);
            assert_eq!(prepared.problems, [], "{code:?}");
            let timeline = simulate(&prepared.scene.unwrap());
            let status = timeline.calls[0].at_client.clone().unwrap();
            assert_eq!(status.code, code, "{}: {how} {status:?}", method.path());
            // From wherever one is the next one is reached, too.
            let (again, _) = reach(Code::Ok, &script, &method, None);
            let timeline = simulate(&prepare(&again, &schema).scene.unwrap());
            assert_eq!(timeline.calls[0].at_client.as_ref().unwrap().code, Code::Ok, "{} {code:?}", method.path());
        }
    }
}

/// Texts as they stand in a script that is half written or hostile.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{", "}", "[", "]", ":", ",", "\"id\"", "\"name\"", "1", "-1", "1e9", "\"x\"", "null", "true", "request",
        ".id", ".tags", "==", "in", "&&", "!", "(", ")", " ", "é", "\\", "\"", "size(",
    ]);
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let sent = prop::collection::vec((any::<u64>(), texts()).prop_map(|(wait, json)| Send { wait, json }), 0..3);
    let code = prop::sample::select(Code::ALL.to_vec());
    prop_oneof![
        sent.prop_map(Answer::Messages),
        (0..200u32, any::<u64>()).prop_map(|(count, wait)| Answer::Generate { count, wait }),
        Just(Answer::Echo),
        Just(Answer::Nothing),
        (code, ".{0,5}").prop_map(|(code, message)| Answer::Status(Status { code, message })),
    ]
}

fn any_script() -> impl Strategy<Value = Script> {
    let method = prop::sample::select(vec!["Get", "Watch", "Put", "Talk", "Nothing"]);
    let requests = prop::collection::vec(prop_oneof![Just("{}".to_owned()), texts()], 0..4);
    let rules = prop::collection::vec((texts(), any_answer()).prop_map(|(when, then)| Rule { when, then }), 0..3);
    let fault = prop::sample::select(vec![Fault::None, Fault::Mismatch, Fault::Crash]);
    let metadata = prop::collection::vec((".{0,4}", ".{0,4}"), 0..2);
    (method, requests, rules, any_answer(), fault, metadata, any::<u64>()).prop_map(
        |(method, requests, rules, otherwise, fault, metadata, seed)| {
            let requests: Vec<&str> = requests.iter().map(String::as_str).collect();
            let mut script = script(method, &requests, otherwise);
            script.server.rules = rules;
            script.client.metadata = metadata;
            Script { fault, seed, ..script }
        },
    )
}

proptest! {
    /// Whatever a script says: there is a scene, or else an error that says why there is none; and the same every time.
    #[test]
    fn any_script_is_a_scene_or_told(script in any_script()) {
        let prepared = prepare(&script, &schema());
        let is_error = |it: &wirelens::rpc::prepare::Problem| it.diagnostic.severity == Severity::Error;
        prop_assert_eq!(prepared.scene.is_none(), prepared.problems.iter().any(is_error));
        prop_assert_eq!(prepare(&script, &schema()), prepared);
    }
}
