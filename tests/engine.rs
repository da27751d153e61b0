//! The engine as the page sees it: requests in, plain data out, over the wire format of the worker.
#![cfg(test)]

use wirelens::{
    analysis::{Held, Input, Payload, Stage, Work},
    engine::{
        Engine,
        copy::{Copied, Copy, Form},
        learn::{self, Place, Shown},
        view::{Answer, Ask, At, Body, Change, Find, Found, Marks, Point, Report, Request, Row, Target, Views, Window},
    },
    examples,
    find::{By, Step},
    learn::live::{Contract, Live, Sheet},
    message::JsonOptions,
    text::{File, Span},
    wire::splice::Splice,
};

/// Asks as the page does: everything crosses as postcard.
fn ask(engine: &mut Engine, request: Request) -> Body {
    let sent = postcard::to_stdvec(&Ask { revision: 7, request }).unwrap();
    let Ask { revision, request } = postcard::from_bytes(&sent).unwrap();
    let answer = postcard::to_stdvec(&Answer { revision, body: engine.answer(request) }).unwrap();
    let answer: Answer = postcard::from_bytes(&answer).unwrap();
    assert_eq!(answer.revision, 7);
    answer.body
}

fn change(input: &Input) -> Change {
    let Input { files, root, payload, taking, .. } = input.clone();
    Change { files: Some(files), root, payload: Some(payload), taking, hints: true, ..Change::default() }
}

fn analyze(engine: &mut Engine, change: Change) -> Report {
    match ask(engine, Request::Analyze(change)) {
        Body::Report(report) => *report,
        other => panic!("{other:?}"),
    }
}

fn point(engine: &mut Engine, at: At) -> Marks {
    match ask(engine, Request::Point(Point { at, hold: true })) {
        Body::Marks { marks, hold: true, .. } => *marks,
        other => panic!("{other:?}"),
    }
}

fn example(slug: &str) -> Input {
    Input::from(examples::find(slug).unwrap())
}

/// The line of `age`, from 1.
fn age_line(input: &Input) -> u32 {
    let lines = input.files[0].text.lines();
    1 + lines.take_while(|line| !line.contains("int32 age")).count() as u32
}

#[test]
fn every_example_has_content_and_only_one_has_a_problem() {
    for example in examples::all() {
        let report = analyze(&mut Engine::default(), change(&Input::from(example)));
        // Some show on purpose what could be better.
        let problems = report.problems.iter().filter(|problem| problem.word() != "hint");
        let shown: Vec<_> = problems.map(|problem| &problem.message).collect();
        assert_eq!(example.fails, !shown.is_empty(), "{}: {shown:?}", example.slug);
        // The rpc of the one that fails lacks two pairs of parentheses.
        assert_eq!(report.error_total, if example.fails { 2 } else { 0 }, "{}: {shown:?}", example.slug);
        if !example.fails {
            let content = report.content.unwrap();
            assert_eq!(content.views.cells.len(), content.views.byte_total.min(1024) as usize);
            assert!(content.views.row_total > 0 && !content.verdict.is_empty(), "{}", example.slug);
        }
    }
}

#[test]
fn a_byte_leads_to_field_value_and_declaration() {
    let mut engine = Engine::default();
    let input = example("user-service");
    analyze(&mut engine, change(&input));
    let marks = point(&mut engine, At::Byte(8));
    assert_eq!(marks.bytes, [Span::new(7, 9)]);
    let Payload::Json(json) = &input.payload else { panic!() };
    assert_eq!(marks.json.unwrap().of_str(json), "\"age\": 30");
    let (file, line) = marks.file.unwrap();
    assert_eq!(line.of_str(&input.files[file as usize].text), "int32 age = 2;");
    let explained = marks.explanation.unwrap();
    assert_eq!(explained.what.path, "age");
    assert_eq!(explained.line, Some(format!("user.proto:{}", age_line(&input))));

    // And back, from each of the places it led to.
    let node = marks.nodes[0];
    let json_at = marks.json.unwrap().start;
    for at in [At::Node(node), At::Json(json_at), At::File(file, line.start + 3)] {
        let again = point(&mut engine, at);
        assert_eq!(
            (&again.bytes, &again.nodes, again.json, again.file),
            (&marks.bytes, &marks.nodes, marks.json, marks.file),
            "{at:?}"
        );
    }
}

#[test]
fn what_is_chosen_is_found_again_after_an_edit() {
    let mut engine = Engine::default();
    let mut input = example("user-service");
    analyze(&mut engine, change(&input));
    point(&mut engine, At::Byte(8));
    input.payload = Payload::Json("{\"name\": \"Bo\", \"age\": 300}".into());
    let report = analyze(&mut engine, Change { files: None, ..change(&input) });
    let selected = report.content.unwrap().selected;
    assert_eq!(selected.bytes, [Span::new(4, 7)]);
    assert_eq!(selected.json, Some(Span::new(15, 25)));
}

#[test]
fn a_broken_schema_leaves_the_last_good_one_at_work() {
    let mut engine = Engine::default();
    let mut input = example("user-service");
    analyze(&mut engine, change(&input));
    let line = age_line(&input);
    input.files[0].text = input.files[0].text.replace("int32 age = 2;", "int32 age = ;");
    let report = analyze(&mut engine, change(&input));
    assert!(report.schema_is_old && report.error_total == 1);
    assert_eq!((report.problems[0].file.as_str(), report.problems[0].line), ("user.proto", line));
    assert!(report.content.is_some(), "the bytes go on working");
    assert!(report.types.contains(&"demo.UserResponse".to_owned()));
}

#[test]
fn typed_bytes_become_json_and_mistakes_are_located_in_the_text() {
    let mut engine = Engine::default();
    let mut input = example("user-service");
    input.payload = Payload::Text("CgVBbGljZRAe".into());
    let content = analyze(&mut engine, change(&input)).content.unwrap();
    assert_eq!(content.format, "base64");
    assert_eq!(content.json.as_deref(), Some("{\n  \"name\": \"Alice\",\n  \"age\": 30\n}"));

    input.payload = Payload::Text("0a 05 41 6c 69".into());
    let report = analyze(&mut engine, change(&input));
    let problem = &report.problems[0];
    assert_eq!((problem.file.as_str(), problem.line), ("payload", 1));
    assert_eq!(report.content.unwrap().views.byte_total, 5, "what is there is shown");

    input.payload = Payload::Text("0a 0".into());
    let report = analyze(&mut engine, change(&input));
    assert_eq!(report.error_total, 1, "{:?}", report.problems);
}

fn text(engine: &mut Engine) -> Result<String, String> {
    match ask(engine, Request::Text) {
        Body::Text(text) => text.map(|it| it.text),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_text_format_is_a_clothing_like_the_others() {
    let mut engine = Engine::default();
    let mut input = example("user-service");
    assert!(text(&mut engine).is_err());
    let bytes = |report: Report| report.content.unwrap().views.cells.iter().map(|it| it.byte).collect::<Vec<_>>();
    let by_json = bytes(analyze(&mut engine, change(&input)));
    let written = text(&mut engine).unwrap();
    assert!(written.starts_with("name: \"Alice\"\nage: 30\n"), "{written}");

    // A place in it leads to the field everywhere, and back.
    let marks = point(&mut engine, At::Text(written.find("30").unwrap() as u32));
    assert_eq!((&marks.bytes[..], marks.text), (&[Span::new(7, 9)][..], Some(Span::new(14, 21))));
    assert_eq!(point(&mut engine, At::Byte(8)).text, marks.text);
    let Body::Text(Ok(again)) = ask(&mut engine, Request::Text) else { panic!() };
    assert_eq!(again.selected, marks.text);

    // What is written is read as the same message, and the JSON follows it.
    input.payload = Payload::TextFormat(written.replace("age: 30", "age: 31"));
    let report = analyze(&mut engine, change(&input));
    assert_eq!(report.problems, []);
    assert!(report.content.as_ref().unwrap().json.as_ref().unwrap().contains("\"age\": 31"));
    let by_text = bytes(report);
    assert_eq!(by_text.len(), by_json.len());
    assert_ne!(by_text, by_json);

    // Mistakes are located in it, in UTF-16, and what was there before stays.
    input.payload = Payload::TextFormat("# 😀\nname: \"😀\" aeg: 3".into());
    let report = analyze(&mut engine, change(&input));
    let problem = &report.problems[0];
    assert_eq!((problem.file.as_str(), problem.line, problem.column), ("message.txtpb", 2, 11));
    assert_eq!(problem.target, Target::Text(Span::new(16, 19)));
    assert_eq!(problem.fixes[0].edits, [(Target::Text(Span::new(16, 19)), "age".to_owned())]);
    assert!(report.content.is_none());
    assert!(text(&mut engine).unwrap().contains("age: 31"));
}

#[test]
fn derived_json_is_written_as_the_options_say() {
    let text = "syntax = \"proto3\"; message M { int32 first_name = 1; E e = 2; } enum E { ZERO = 0; ONE = 1; }";
    let mut input = Input {
        files: vec![File { name: "m.proto".into(), text: text.into() }],
        payload: Payload::Text("10 01".into()),
        ..Input::default()
    };
    let mut engine = Engine::default();
    let mut json = |input: &Input, json| {
        let content = analyze(&mut engine, Change { json, ..change(input) }).content.unwrap();
        let Body::Json(written) = ask(&mut engine, Request::Json) else { panic!() };
        let copy = Copy { form: Form::Json, selection: None };
        let Body::Copied(Ok(Copied::Text(copied, _))) = ask(&mut engine, Request::Copy(copy)) else { panic!() };
        assert_eq!(written.as_ref(), Ok(&copied));
        (content.json, written.unwrap().split_whitespace().collect::<String>())
    };
    let options = JsonOptions::default();
    assert_eq!(json(&input, options).1, r#"{"e":"ONE"}"#);
    let all = JsonOptions { defaults: true, original_names: true, enums_as_numbers: true };
    let (shown, written) = json(&input, all);
    assert_eq!(written, r#"{"first_name":0,"e":1}"#);
    assert_eq!(shown.map(|text| text.split_whitespace().collect()), Some(written.clone()));
    // The text format's JSON is derived, too; typed JSON is not, but can be written anew.
    input.payload = Payload::TextFormat("e: ONE".into());
    assert_eq!(json(&input, all).1, written);
    input.payload = Payload::Json("{\"e\": 1}".into());
    assert_eq!(json(&input, all), (None, written));
}

#[test]
fn bytes_without_a_type_have_no_text() {
    let mut input = example("user-service");
    input.root = "demo.No".into();
    input.payload = Payload::Text("08 01".into());
    let mut engine = Engine::default();
    analyze(&mut engine, change(&input));
    assert!(text(&mut engine).is_err_and(|why| why.contains("message type")));
}

#[test]
fn an_unknown_root_is_a_sentence_with_a_suggestion() {
    let mut input = example("user-service");
    input.root = "demo.UserRespons".into();
    let report = analyze(&mut Engine::default(), change(&input));
    assert!(
        report.problems[0].help.as_ref().is_some_and(|help| help.contains("demo.UserResponse")),
        "{:?}",
        report.problems
    );
}

/// The rows as a page shows them: depth, name, value.
fn rows(engine: &mut Engine, absent: bool) -> (Vec<String>, Views) {
    let window = Window { absent, ..Window::default() };
    let Body::Views(views) = ask(engine, Request::Look(window)) else { panic!() };
    let row = |row: &Row| {
        let sign = if row.absent { "- " } else { "" };
        format!("{} {sign}{}: {}", row.depth, row.name, row.value)
    };
    (views.rows.iter().map(row).collect(), views)
}

#[test]
fn absent_fields_have_rows_where_they_are_wanted() {
    let text = "syntax = \"proto3\"; message User { string name = 1; int32 age = 2; Home home = 3; } message Home { string city = 1; }";
    let json = "{\"name\": \"Al\", \"age\": 0, \"home\": {}}";
    let input = Input {
        files: vec![File { name: "user.proto".into(), text: text.into() }],
        payload: Payload::Json(json.into()),
        ..Input::default()
    };
    let mut engine = Engine::default();
    analyze(&mut engine, change(&input));
    assert_eq!(rows(&mut engine, false).0, ["0 name: \"Al\"", "0 home: Home, 0 bytes"]);
    let all = ["0 name: \"Al\"", "0 home: Home, 0 bytes", "1 - city: absent, reads \"\"", "0 - age: absent, reads 0"];
    let (shown, views) = rows(&mut engine, true);
    assert_eq!(shown, all);
    assert_eq!(views.rows.iter().map(|row| row.position).collect::<Vec<_>>(), [(1, 3), (2, 3), (1, 1), (3, 3)]);

    // What belongs to it: nothing on the wire, but its value in the JSON and its declaration.
    let marks = point(&mut engine, At::Node(views.rows[3].node));
    assert_eq!((marks.bytes.len(), marks.focus, marks.row), (0, None, Some(3)));
    assert_eq!(marks.json.unwrap().of_str(json), "\"age\": 0");
    let (_, line) = marks.file.unwrap();
    assert_eq!(line.of_str(text), "int32 age = 2;");
    let explained = marks.explanation.clone().unwrap();
    assert!(explained.what.sentence.starts_with("The JSON has `age`, with `0`"), "{}", explained.what.sentence);
    assert_eq!(explained.line.as_deref(), Some("user.proto:1"));
    for at in [At::Json(marks.json.unwrap().start), At::File(0, line.start)] {
        assert_eq!(point(&mut engine, at).nodes, marks.nodes, "{at:?}");
    }

    // The message that lacks a field can be folded though it has no bytes; what is chosen keeps its row.
    let Body::Views(views) = ask(&mut engine, Request::Toggle(1)) else { panic!() };
    assert_eq!((views.row_total, views.rows[1].open, views.chosen), (3, Some(false), Some(2)));
    let (shown, views) = rows(&mut engine, false);
    assert_eq!((shown.len(), views.rows[1].open), (2, None));
    // Without a row it is explained all the same.
    assert_eq!(point(&mut engine, At::Json(marks.json.unwrap().start)).row, None);

    // And once it is set, it is found on the wire.
    let report =
        analyze(&mut engine, Change { payload: Some(Payload::Json(json.replace('0', "7"))), ..change(&input) });
    assert_eq!(report.content.unwrap().selected.bytes, [Span::new(4, 6)]);
}

#[test]
fn a_short_payload_behind_a_long_one_is_in_the_window() {
    let mut engine = Engine::default();
    let window = Window { bytes: Span::new(30_000, 40_000), rows: Span::new(15_000, 20_000), absent: false };
    let mut input = example("user-service");
    for (text, bytes, rows) in
        [("1001".repeat(20_000), (30_000, 10_000), (15_000, 5_000)), ("1005".into(), (0, 2), (0, 1))]
    {
        input.payload = Payload::Text(text);
        let views = analyze(&mut engine, Change { window, ..change(&input) }).content.unwrap().views;
        assert_eq!((views.first_byte, views.cells.len()), bytes);
        assert_eq!((views.first_row, views.rows.len()), rows);
    }
}

#[test]
fn a_large_payload_comes_a_window_at_a_time() {
    let mut engine = Engine::default();
    let mut input = example("user-service");
    input.payload = Payload::File { name: "big".into(), bytes: b"\x1a\x03ops".repeat(200_000) };
    let content = analyze(&mut engine, change(&input)).content.unwrap();
    assert_eq!((content.views.byte_total, content.views.row_total), (1_000_000, 200_000));
    assert!(content.views.cells.len() <= 1024 && content.views.rows.len() <= 128);
    let window = Window { bytes: Span::new(500_000, 500_100), rows: Span::new(100_000, 100_010), absent: false };
    let Body::Views(views) = ask(&mut engine, Request::Look(window)) else { panic!() };
    assert_eq!((views.first_byte, views.cells.len(), views.first_row, views.rows.len()), (500_000, 100, 100_000, 10));
    assert_eq!(views.rows[0].name, "roles[100000]");
}

#[test]
fn a_folded_row_hides_what_is_inside_and_stays_folded() {
    let mut engine = Engine::default();
    let input = example("user-service");
    let rows = analyze(&mut engine, change(&input)).content.unwrap().views.rows;
    let home = rows.iter().find(|row| row.name == "home").unwrap();
    assert_eq!(home.open, Some(true));
    let Body::Views(views) = ask(&mut engine, Request::Toggle(home.node)) else { panic!() };
    assert_eq!(views.row_total as usize, rows.len() - 1);
    let again = analyze(&mut engine, change(&input)).content.unwrap().views;
    assert_eq!(again.row_total, views.row_total);
}

#[test]
fn a_link_goes_out_and_comes_back() {
    let mut engine = Engine::default();
    let input = example("online-store");
    let Body::Link(Ok(link)) = ask(&mut engine, Request::Share(Box::new(input.clone()), 2)) else { panic!() };
    assert_eq!(ask(&mut engine, Request::Open(link)), Body::Opened(Ok((Box::new(input), 2))));
}

#[test]
fn a_comparison_measures_both_styles() {
    let part = Place { lesson: "why-grpc".into(), part: 0 };
    let of = Contract { example: "login".into(), ..Contract::default() };
    let live = Live::Compare(Sheet { of, json: String::new() });
    let show = learn::Ask::Show(part, 1, Box::new(live));
    let Body::Learn(told) = ask(&mut Engine::default(), Request::Learn(Box::new(show))) else { panic!() };
    let learn::Told::Shown(_, 1, shown) = *told else { panic!("{told:?}") };
    let Shown::Comparison(measured) = *shown else { panic!("{shown:?}") };
    assert_eq!(measured.json, r#"{"userId":123,"action":"login"}"#);
    assert_eq!(measured.protobuf, b"\x08\x7b\x12\x05login");
    assert_eq!(measured.frame, b"\0\0\0\0\x09\x08\x7b\x12\x05login");
}

/// Every value that has a place of its own in the JSON is found there from its bytes, and found again from there.
#[test]
fn paths_of_bytes_and_of_json_agree() {
    let mut astray = Vec::new();
    for example in examples::all().iter().filter(|example| !example.fails) {
        let mut engine = Engine::default();
        let report = analyze(
            &mut engine,
            Change {
                window: Window { rows: Span::new(0, 1000), ..Window::default() },
                ..change(&Input::from(example))
            },
        );
        for row in report.content.unwrap().views.rows.iter().filter(|row| row.open.is_none()) {
            let marks = point(&mut engine, At::Node(row.node));
            let back = point(&mut engine, At::Json(marks.json.unwrap().start));
            if back.json != marks.json || !back.nodes.iter().all(|&node| node <= row.node) {
                astray
                    .push(format!("{}: {} at {:?} leads back to {:?}", example.slug, row.name, marks.json, back.json));
            }
            if marks.explanation.is_none_or(|explained| explained.line.is_none()) {
                astray.push(format!("{}: {} has no line in a .proto", example.slug, row.name));
            }
        }
    }
    expect_test::expect![[""]].assert_eq(&astray.join("\n"));
}

fn held(key: u32, edits: &[Splice]) -> Payload {
    Payload::Held(Held { name: "big.bin".into(), size: 10, key, edits: edits.to_vec() })
}

#[test]
fn a_held_file_is_read_changed_and_missed() {
    let mut engine = Engine::default();
    let mut input = example("user-service");
    input.payload = held(3, &[]);
    let report = analyze(&mut engine, change(&input));
    assert!(report.content.is_none());
    let problem = &report.problems[0];
    assert_eq!((problem.code.as_str(), problem.file.as_str()), ("file-gone", "payload"));
    assert!(problem.message.contains("`big.bin`") && problem.help.as_ref().unwrap().contains("open the file again"));

    engine.hold(3, b"\x1a\x03ops\x1a\x03dev".to_vec());
    let views = analyze(&mut engine, change(&input)).content.unwrap().views;
    assert_eq!((views.byte_total, views.row_total), (10, 2));
    input.payload = held(3, &[Splice { at: 0, removed: 5, inserted: Vec::new() }]);
    assert_eq!(analyze(&mut engine, change(&input)).content.unwrap().views.byte_total, 5);
    input.payload = held(3, &[]);
    assert_eq!(analyze(&mut engine, change(&input)).content.unwrap().views.byte_total, 10);
    input.payload = held(4, &[]);
    assert!(analyze(&mut engine, change(&input)).content.is_none(), "it is another file");
}

#[test]
fn long_work_tells_how_far_it_has_come() {
    let mut engine = Engine::default();
    let mut input = example("user-service");
    engine.hold(1, b"\x1a\x03ops".repeat(270_000));
    input.payload = held(1, &[]);
    let mut told = Vec::new();
    engine.answer_telling(Request::Analyze(change(&input)), &mut |work| told.push(work));
    assert!(told.len() > 3 && told.iter().all(|work| work.stage == Stage::Reading), "{told:?}");
    assert!(told.is_sorted_by_key(|work| work.done) && told.iter().all(|work| work.done <= 1000));
    assert_eq!(Work::of(Stage::Opening, 64 << 20, 64 << 20).done, 1000);
}

/// Looks for something until all was looked through, as the page does.
fn find(engine: &mut Engine, by: By, text: &str, step: Step) -> Found {
    let mut at = None;
    loop {
        let find = Find { number: 9, by, text: text.into(), step: at.is_none().then_some(step) };
        let Body::Found(mut found) = ask(engine, Request::Find(Some(find))) else { panic!() };
        at = at.or(found.at.take());
        if found.done == 1000 {
            return Found { at, ..*found };
        }
    }
}

#[test]
fn a_value_a_path_bytes_and_an_offset_are_found_and_marked() {
    let mut engine = Engine::default();
    let mut input = example("user-service");
    let first = b"\x0a\x05Alice\x10\xac\x02";
    input.payload =
        Payload::File { name: "users".into(), bytes: [&first[..], &b"\x1a\x03ops".repeat(30_000)].concat() };
    let whole = Window { bytes: Span::new(0, 40), rows: Span::new(0, 6), absent: false };
    analyze(&mut engine, Change { window: whole, ..change(&input) });

    let found = find(&mut engine, By::Value, "300", Step::From(0));
    let (index, marks) = found.at.unwrap();
    assert_eq!((found.total, index, marks.bytes.as_slice()), (1, 1, [Span::new(8, 10)].as_slice()));
    let views = found.views.unwrap();
    assert_eq!(views.found, [Span::new(8, 10)]);
    assert_eq!(views.rows.iter().map(|row| row.found).collect::<Vec<_>>(), [false, true, false, false, false, false]);

    let found = find(&mut engine, By::Path, "roles", Step::Back(0));
    let (index, marks) = found.at.unwrap();
    assert_eq!((found.total, index, found.done), (30_000, 30_000, 1000));
    assert_eq!(marks.row, Some(30_001));
    let found = find(&mut engine, By::Path, "roles[7]", Step::From(0));
    assert_eq!((found.total, found.at.unwrap().1.focus), (1, Some(Span::new(45, 50))));

    let found = find(&mut engine, By::Hex, "6f ?0 73", Step::Next(12));
    assert_eq!((found.total, found.at.unwrap().1.focus), (30_000, Some(Span::new(17, 18))));
    let found = find(&mut engine, By::Hex, "6f7", Step::From(0));
    assert_eq!((found.total, found.refusal.is_some()), (0, true));
    assert_eq!(find(&mut engine, By::Offset, "8", Step::From(0)).at.unwrap().1.focus, Some(Span::new(8, 9)));

    let Body::Found(ended) = ask(&mut engine, Request::Find(None)) else { panic!() };
    assert_eq!(ended.views.unwrap().found, []);
}

#[test]
fn what_is_looked_for_is_looked_for_in_the_next_message() {
    let mut engine = Engine::default();
    let mut input = example("user-service");
    input.payload = Payload::Text("10 07 10 07".into());
    analyze(&mut engine, change(&input));
    assert_eq!(find(&mut engine, By::Value, "7", Step::From(0)).total, 2);
    input.payload = Payload::Text("10 07".into());
    analyze(&mut engine, change(&input));
    assert_eq!(find(&mut engine, By::Value, "7", Step::From(0)).total, 1);
}

/// prost-reflect panics where the entry of a map lacks its key or its value.
#[test]
fn a_map_of_a_type_that_is_being_typed_is_left_out() {
    let text =
        "syntax = \"proto3\"; message Album { map<int32, Person> credits = 1; string title = 2; } ssage Person {}";
    let files = vec![File { name: "album.proto".into(), text: text.into() }];
    let payload = Payload::Text("0a 04 08 01 12 00 12 01 41".into());
    let input = Input { files, root: "Album".into(), payload, ..Input::default() };
    let report = analyze(&mut Engine::default(), change(&input));
    let json = report.content.and_then(|content| content.json).unwrap();
    assert_eq!(json.split_whitespace().collect::<String>(), r#"{"title":"A"}"#);
}
