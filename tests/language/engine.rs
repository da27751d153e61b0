//! The services as the page asks for them: UTF-16, over the wire format of the worker.

use crate::support::CURSOR;
use expect_test::expect;
use wirelens::{
    engine::{
        Engine,
        services::{COLOURS, Doc, Edit, InFile, Query, Reply, Told, What},
        view::{Body, Change, Request},
    },
    language::Colour,
    text::{File, Files, Span},
};

const USER: &str = "syntax = \"proto3\";\r\npackage demo;\r\nimport \"b.proto\";\r\n// 😀 Äther\r\nmessage User { /* 😀 */ Other other = 1; User next = 2; google.protobuf.Empty e = 3; }\r\n";

/// An engine that has read files, and the file and UTF-16 offset of the cursor in them.
fn engine(files: &[(&str, &str)]) -> (Engine, Files, u32, u32) {
    let (mut file, mut at) = (0, 0);
    for (index, (_, text)) in files.iter().enumerate() {
        if let Some((before, _)) = text.split_once(CURSOR) {
            (file, at) = (index as u32, before.encode_utf16().count() as u32);
        }
    }
    let read = |&(name, text): &(&str, &str)| File { name: name.to_owned(), text: text.replace(CURSOR, "") };
    let files: Files = files.iter().map(read).collect();
    let mut engine = Engine::default();
    engine.answer(Request::Analyze(Change { files: Some(files.clone()), ..Change::default() }));
    (engine, files, file, at)
}

fn ask(engine: &mut Engine, file: u32, at: u32, what: What) -> Told {
    let sent = postcard::to_stdvec(&Request::Language(Query { id: 7, doc: Doc::File(file), at, what })).unwrap();
    let answer = postcard::to_stdvec(&engine.answer(postcard::from_bytes(&sent).unwrap())).unwrap();
    match postcard::from_bytes(&answer).unwrap() {
        Body::Language(Reply { id: 7, told }) => told,
        other => panic!("{other:?}"),
    }
}

fn part(files: &Files, file: u32, span: Span) -> String {
    let units: Vec<u16> = files[file as usize].text.encode_utf16().collect();
    String::from_utf16(&units[span.range()]).unwrap()
}

/// The files after edits, which are all about the texts before them.
fn edited(files: &Files, edits: &[Edit]) -> Files {
    let mut files = files.clone();
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.doc, edit.span)));
    for Edit { doc, span, text } in edits {
        let Doc::File(file) = doc else { panic!("an edit of the JSON") };
        let mut units: Vec<u16> = files[file as usize].text.encode_utf16().collect();
        units.splice(span.range(), text.encode_utf16());
        files[file as usize].text = String::from_utf16(&units).unwrap();
    }
    files
}

#[test]
fn places_are_counted_as_the_editor_does() {
    let at = USER.replace("Other other", "‸Other other");
    let (mut engine, files, file, at) =
        engine(&[("a.proto", &at), ("b.proto", "package demo;\n\n/* ß😀 */ message Other {}\n")]);
    let Told::Hover(hover) = ask(&mut engine, file, at, What::Hover) else { panic!() };
    assert_eq!(part(&files, file, hover.span), "Other");
    assert_eq!(hover.title, "message demo.Other");
    let Told::Places(name, spots) = ask(&mut engine, file, at, What::Definition) else { panic!() };
    assert_eq!(part(&files, file, name), "Other");
    let [spot] = spots.as_slice() else { panic!() };
    assert_eq!((&spot.file, spot.line, part(&files, 1, spot.span).as_str()), (&InFile::Own(1), 3, "Other"));
    assert_eq!(spot.preview, "/* ß😀 */ message Other {}");
    let Told::Places(_, spots) = ask(&mut engine, file, at, What::References) else { panic!() };
    let found: Vec<_> = spots.iter().map(|spot| (spot.file.clone(), spot.line)).collect();
    assert_eq!(found, [(InFile::Own(1), 3), (InFile::Own(0), 5)]);
    let Told::Name(span, name) = ask(&mut engine, file, at, What::PrepareRename) else { panic!() };
    assert_eq!((part(&files, file, span).as_str(), name.as_str()), ("Other", "Other"));
    let Told::Renamed(old, edits) = ask(&mut engine, file, at, What::Rename("Another".into())) else { panic!() };
    assert_eq!(old, "demo.Other");
    let renamed = edited(&files, &edits);
    assert_eq!(renamed[0].text, USER.replace("Other ", "Another "));
    assert_eq!(renamed[1].text, "package demo;\n\n/* ß😀 */ message Another {}\n");
    let refused = ask(&mut engine, file, at, What::Rename("User".into()));
    assert_eq!(refused, Told::Refused("There is a message `demo.User` already, in a.proto.".into()));
}

#[test]
fn a_choice_brings_its_import() {
    let at = USER.replace("google.protobuf.Empty", "Emp‸");
    let (mut engine, files, file, at) = engine(&[("a.proto", &at)]);
    let Told::Completions(span, list, true) = ask(&mut engine, file, at, What::Complete(false)) else { panic!() };
    assert_eq!(part(&files, file, span), "Emp");
    let choice = list.into_iter().find(|it| it.label == "Empty").unwrap();
    assert_eq!((choice.kind.as_str(), choice.is_snippet), ("class", false));
    let mut edits = choice.also;
    edits.push(Edit { doc: Doc::File(file), span, text: choice.insert });
    let text = &edited(&files, &edits)[0].text;
    let imports = "import \"b.proto\";\nimport \"google/protobuf/empty.proto\";";
    assert_eq!(*text, USER.replace("import \"b.proto\";", imports));
}

/// A long list only comes up when it is asked for or begun; a number does by itself.
#[test]
fn who_types_on_is_not_disturbed() {
    let ask = |text: &str, asked: bool| {
        let (mut engine, _, file, at) = engine(&[("a.proto", text)]);
        match ask(&mut engine, file, at, What::Complete(asked)) {
            Told::Completions(_, list, _) => list.len(),
            _ => 0,
        }
    };
    let fields = "message A {\n  ‸\n}";
    assert_eq!(ask(fields, false), 0);
    assert!(ask(fields, true) > 20);
    assert!(ask("message A {\n  google.‸\n}", false) > 2);
    assert_eq!(ask("message A {\n  optional int32 a = ‸\n}", false), 1);
    assert_eq!(ask("// ‸", true), 0);
}

#[test]
fn a_bundled_place_comes_with_its_text() {
    let text = "import \"google/protobuf/empty.proto\"; message A { optional google.protobuf.‸Empty e = 1; }";
    let (mut engine, _, file, at) = engine(&[("a.proto", text)]);
    let Told::Places(_, spots) = ask(&mut engine, file, at, What::Definition) else { panic!() };
    let InFile::Bundled(path, text) = &spots[0].file else { panic!() };
    assert_eq!(path, "google/protobuf/empty.proto");
    let units: Vec<u16> = text.encode_utf16().collect();
    assert_eq!(String::from_utf16(&units[spots[0].span.range()]).unwrap(), "Empty");
    assert!(spots[0].preview.starts_with("message Empty"));
}

#[test]
fn structure_and_symbols_cross() {
    let (mut engine, files, file, at) = engine(&[("a.proto", USER), ("b.proto", "enum E { A = 0; }")]);
    let Told::Structure(structure) = ask(&mut engine, file, at, What::Structure) else { panic!() };
    let names: Vec<String> = structure.outline.iter().map(|it| part(&files, file, it.span)).collect();
    assert_eq!(names, ["User", "other", "next", "e"]);
    let coloured: String = structure
        .colours
        .iter()
        .map(|&(span, colour)| format!("{} {}\n", COLOURS[colour as usize], part(&files, file, span)))
        .collect();
    expect![[r#"
        keyword syntax
        keyword package
        keyword import
        keyword message
        type User
        type Other
        field other
        type User
        field next
        type google
        type protobuf
        type Empty
        field e
    "#]]
    .assert_eq(&coloured);
    let Told::Symbols(symbols) = ask(&mut engine, file, at, What::Symbols) else { panic!() };
    let names: Vec<&str> = symbols.iter().map(|it| it.full_name.as_str()).collect();
    assert_eq!(names, ["demo.User", "demo.User.other", "demo.User.next", "demo.User.e", "E", "A"]);
}

#[test]
fn colours_have_their_names() {
    let names = [
        (Colour::Type, "type"),
        (Colour::Scalar, "scalar"),
        (Colour::Field, "field"),
        (Colour::EnumValue, "enum-value"),
        (Colour::Rpc, "rpc"),
        (Colour::Option, "option"),
        (Colour::Keyword, "keyword"),
        (Colour::Deprecated, "deprecated"),
    ];
    assert_eq!(names.len(), COLOURS.len());
    for (colour, name) in names {
        assert_eq!(COLOURS[colour as usize], name);
    }
}

#[test]
fn a_place_that_is_not_there_is_answered() {
    let (mut engine, ..) = engine(&[("a.proto", "message A {}")]);
    for (file, at) in [(0, 9999), (5, 0), (u32::MAX, u32::MAX)] {
        for what in [
            What::Complete(true),
            What::Hover,
            What::Definition,
            What::References,
            What::PrepareRename,
            What::Rename("B".into()),
            What::Structure,
            What::Symbols,
        ] {
            ask(&mut engine, file, at, what);
        }
    }
}
