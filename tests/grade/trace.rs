//! What somebody foresees of a program or a call, and reads off bytes.

use expect_test::{Expect, expect};
use wirelens::learn::{
    live::{Contract, Stage, Versions},
    run::{Ask, CallAsk, Decode, Run, Step, VersionsAt},
    task::{Blank, Guess, Reading, Task, Trace},
};

use crate::{contract, told};

fn check(task: &Task, answers: &[&[&str]], expected: Expect) {
    let told: String = answers.iter().map(|it| told(task, &it.iter().map(|it| (*it).to_owned()).collect())).collect();
    expected.assert_eq(&told);
}

fn guess(answer: &str, why: &str) -> Guess {
    Guess { answer: answer.to_owned(), why: why.to_owned() }
}

fn trace(run: Run, guesses: Vec<Guess>) -> Task {
    Task::Trace(Trace { run, label: "It prints".into(), guesses })
}

#[test]
fn a_line_is_compared_by_what_it_is() {
    let zigzag = trace(Run::Zigzag("-75".into()), vec![guess("150", "75 goes to `150`.")]);
    check(
        &zigzag,
        &[&["149"], &[" 149 "], &["150"], &["148"], &["1490"], &["many"], &[""], &[]],
        expect![[r#"
        ✓ 149
            `149` is what comes out.
        ✓  149 
            `149` is what comes out.
        ✗ 150
            75 goes to `150`.
        ✗ 148
            It is more than `148`.
        ✗ 1490
            It is less than `1490`.
        ✗ many
            A number is expected; `many` is none.
        ✗ 
            Nothing is typed yet.
        ✗ 
            Nothing is typed yet.
    "#]],
    );
    let varint = trace(Run::Varint("300".into()), Vec::new());
    check(
        &varint,
        &[&["ac 02"], &["0xAC02"], &["ac 03"], &["ac"], &["ac 02 00"], &["zz"]],
        expect![[r#"
        ✓ ac 02
            `ac 02` is what comes out.
        ✓ 0xAC02
            `ac 02` is what comes out.
        ✗ ac 03
            Byte 2 is not `03`.
        ✗ ac
            As far as it goes, `ac` is right; more follows.
        ✗ ac 02 00
            `ac 02 00` begins right; byte 3 is one too many.
        ✗ zz
            Bytes are expected, as hex; `zz` is none.
    "#]],
    );
    let of = contract("message M { int32 a = 1; optional string s = 2; repeated int32 n = 3; }");
    let decode = |path: &str| {
        let decode = Decode { of: of.clone(), hex: "08 05 12 02 4f 6b 1a 02 01 02".into(), path: path.into() };
        trace(Run::Decode(decode), Vec::new())
    };
    check(
        &decode(""),
        &[
            &[r#"{"a":5,"s":"Ok","n":[1,2]}"#],
            &["{ n: [1, 2], a: 5, s: 'Ok' }"],
            &[r#"{"a":6,"s":"Ok","n":[1,2]}"#],
            &[r#"{"a":5,"s":"Ok"}"#],
            &[r#"{"a":5,"s":"Ok","n":[1,2],"x":1}"#],
            &["5"],
        ],
        expect![[r#"
            ✓ {"a":5,"s":"Ok","n":[1,2]}
                `{"a":5,"s":"Ok","n":[1,2]}` is what comes out.
            ✓ { n: [1, 2], a: 5, s: 'Ok' }
                `{"a":5,"s":"Ok","n":[1,2]}` is what comes out.
            ✗ {"a":6,"s":"Ok","n":[1,2]}
                `a` is not `6`.
            ✗ {"a":5,"s":"Ok"}
                What is there is right; something is missing.
            ✗ {"a":5,"s":"Ok","n":[1,2],"x":1}
                There is no `x`.
            ✗ 5
                An object is expected, in braces.
        "#]],
    );
    check(
        &decode("s"),
        &[&["Ok"], &["\"Ok\""], &["ok"], &["Okay"]],
        expect![[r#"
            ✓ Ok
                `Ok` is what comes out.
            ✓ "Ok"
                `Ok` is what comes out.
            ✗ ok
                `ok` differs in upper and lower case alone, and case counts here.
            ✗ Okay
                `Okay` is not what comes out.
        "#]],
    );
    check(
        &decode("n"),
        &[&["[1, 2]"], &["[1]"], &["[2, 1]"], &["[1,2,3]"], &["2"]],
        expect![[r#"
        ✓ [1, 2]
            `[1,2]` is what comes out.
        ✗ [1]
            The list begins like that; more follows.
        ✗ [2, 1]
            Value 1 of the list is another one.
        ✗ [1,2,3]
            The list begins like that; some are too many.
        ✗ 2
            A list is expected, in brackets.
    "#]],
    );
    let reader = contract("message M { int32 b = 2; }");
    let versions = Versions { writer: contract("message M { int32 a = 1; }"), reader, json: r#"{"a": 3}"#.into() };
    let absent = trace(Run::Versions(VersionsAt { of: versions, path: "b".into() }), Vec::new());
    check(
        &absent,
        &[&["absent"], &["not set"], &["0"], &["3"]],
        expect![[r#"
        ✓ absent
            `absent` is what comes out.
        ✓ not set
            `absent` is what comes out.
        ✗ 0
            `0` is not what comes out.
        ✗ 3
            `3` is not what comes out.
    "#]],
    );
    check(
        &trace(Run::ReadTag("12".into()), Vec::new()),
        &[&["2 LEN"], &["field 2, LEN"], &["2 I32"]],
        expect![[r#"
        ✓ 2 LEN
            `2 LEN` is what comes out.
        ✓ field 2, LEN
            `2 LEN` is what comes out.
        ✗ 2 I32
            `2 I32` is not what comes out.
    "#]],
    );
}

#[test]
fn bytes_are_read_blank_by_blank() {
    let of = contract("message M { uint32 width = 1; sint32 z = 2; }");
    let hex = "08 b7 01 10 05";
    let blank = |path: &str, guesses: Vec<Guess>| Blank {
        label: format!("`{path}`"),
        run: Run::Decode(Decode { of: of.clone(), hex: hex.into(), path: path.into() }),
        guesses,
    };
    let fields = vec![blank("width", vec![guess("439", "That takes all eight bits.")]), blank("z", Vec::new())];
    let task = Task::Dump(Reading { of: of.clone(), hex: hex.into(), fields, ..Reading::default() });
    check(
        &task,
        &[&["183", "-3"], &["439", "-3"], &["183", "5"], &["183"], &[]],
        expect![[r#"
        ✓ 183 | -3
            `183` is what comes out.
            `-3` is what comes out.
            goals: ✓ ✓
        ✗ 439 | -3
            That takes all eight bits.
            goals: ✗ ✓
        ✗ 183 | 5
            It is less than `5`.
            goals: ✓ ✗
        ✗ 183
            Nothing is typed yet.
            goals: ✓ ✗
        ✗ 
            Nothing is typed yet.
            Nothing is typed yet.
            goals: ✗ ✗
    "#]],
    );
}

fn call(ask: Ask) -> Run {
    let mut stage =
        Stage { of: Contract { example: "user-service".into(), ..Contract::default() }, ..Stage::default() };
    stage.script.method = "/demo.UserService/GetUser".into();
    Run::Call(CallAsk { stage, ask })
}

#[test]
fn a_status_says_what_it_would_mean() {
    let task = trace(call(Ask::ClientStatus), vec![guess("NOT_FOUND", "There is such a user.")]);
    check(
        &task,
        &[&["OK"], &["NOT_FOUND"], &["14"], &["Deadline exceeded"], &["FINE"], &[""]],
        expect![[r#"
        ✓ OK
            The client gets `OK` (0) after 1.004 ms.
            `OK` (0): The call succeeded.
        ✗ NOT_FOUND
            There is such a user.
            `NOT_FOUND` (5): What was asked for does not exist. Only applications raise it: a method that is missing is UNIMPLEMENTED.
            The client gets `OK` (0) after 1.004 ms.
        ✗ 14
            `UNAVAILABLE` (14): The service can't be reached just now: it is down, the connection broke, or it is going away. This is the code that is retried.
            The client gets `OK` (0) after 1.004 ms.
        ✗ Deadline exceeded
            `DEADLINE_EXCEEDED` (4): The deadline passed before the call was done. Each side looks at its own clock, so one may see this where the other sees success.
            The client gets `OK` (0) after 1.004 ms.
        ✗ FINE
            There is no such status.
        ✗ 
            Nothing is chosen yet.
    "#]],
    );
    check(
        &trace(call(Ask::ServerStatus), Vec::new()),
        &[&["OK"], &["INTERNAL"]],
        expect![[r#"
        ✓ OK
            The server ends the call with `OK` (0).
            `OK` (0): The call succeeded.
        ✗ INTERNAL
            `INTERNAL` (13): Something that must hold does not: the library raises it for broken frames, messages that can't be read, and streams that were reset.
            The server ends the call with `OK` (0).
    "#]],
    );
}

#[test]
fn steps_are_put_in_order() {
    let step = |id: &str, text: &str, who: &str, says: &str| Step {
        id: id.into(),
        text: text.into(),
        who: who.into(),
        says: says.into(),
        nth: 0,
    };
    let steps = vec![
        step("trailers", "The server sends the *status*", "server", "HEADERS trailers"),
        step("request", "The client sends `UserRequest`", "client", "DATA"),
        step("reply", "The server sends the response", "server", "DATA"),
        step("headers", "The client sends its headers", "client", "HEADERS"),
    ];
    let task = trace(call(Ask::Order(steps)), vec![guess("reply request headers trailers", "Backwards.")]);
    check(
        &task,
        &[
            &["headers", "request", "reply", "trailers"],
            &["headers request reply trailers"],
            &["headers", "request", "trailers", "reply"],
            &["request", "headers", "reply", "trailers"],
            &["reply", "request", "headers", "trailers"],
            &["headers", "headers", "reply", "trailers"],
            &["headers"],
        ],
        expect![[r#"
            ✓ headers | request | reply | trailers
                This is the order in which it happens.
            ✓ headers request reply trailers
                This is the order in which it happens.
            ✗ headers | request | trailers | reply
                The first 2 steps are right. “The server sends the status” does not come at place 3: “The server sends the response” happens before it.
            ✗ request | headers | reply | trailers
                “The client sends UserRequest” does not come at place 1: “The client sends its headers” happens before it.
            ✗ reply | request | headers | trailers
                Backwards.
            ✗ headers | headers | reply | trailers
                Each step is expected once.
            ✗ headers
                Each step is expected once.
        "#]],
    );
}
