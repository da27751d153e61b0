//! What holds for every text: no question stops the engine, and a renaming changes a name and nothing else.

use crate::support::{Workspace, edited};
use proptest::prelude::*;
use wirelens::{
    examples,
    language::{self, colours, complete, definition, folds, hover, outline, prepare_rename, references, rename},
    schema::world::World,
    text::floor_boundary,
};

#[path = "../laws/mutate.rs"]
#[allow(dead_code, reason = "the laws of payloads use the rest")]
mod mutate;

/// Asks everything there is to ask about a place.
fn ask(workspace: &Workspace, unit: u32, offset: usize) {
    let space = workspace.space();
    let text = space.tree(unit).unwrap().text();
    let on = |span: wirelens::text::Span| {
        assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize))
    };
    let choices = complete(&space, unit, offset);
    on(choices.span);
    assert!(choices.list.len() <= language::MAX_CHOICES);
    if let Some(hover) = hover(&space, unit, offset) {
        on(hover.span);
        assert!(!hover.title.is_empty());
    }
    if let Some((span, _)) = definition(&space, unit, offset) {
        on(span);
    }
    if let Ok((span, name)) = prepare_rename(&space, unit, offset) {
        assert_eq!(span.of_str(text), name);
    }
}

fn structure(workspace: &Workspace, unit: u32) {
    let space = workspace.space();
    let tree = space.tree(unit).unwrap();
    let all = |inner: &wirelens::text::Span| inner.end as usize <= tree.text().len();
    assert!(outline(unit, tree).iter().all(|symbol| symbol.span.of_str(tree.text()) == symbol.name));
    assert!(folds(tree).iter().all(all));
    let colours = colours(&space, unit);
    assert!(colours.is_sorted_by(|one, other| one.0.end <= other.0.start) && colours.iter().all(|(span, _)| all(span)));
}

#[test]
fn every_place_of_the_examples_is_answered() {
    for example in examples::all() {
        let workspace = Workspace::new(example.files);
        for (unit, (_, text)) in example.files.iter().enumerate() {
            structure(&workspace, unit as u32);
            for offset in (0..=text.len()).step_by(3) {
                ask(&workspace, unit as u32, offset);
            }
        }
    }
}

/// Texts with everything the language has.
const FILES: [(&str, &str); 2] = [
    (
        "a.proto",
        "edition = \"2023\"; // 😀\npackage x.y;\nimport public \"b.proto\";\nimport \"google/protobuf/descriptor.proto\";\n\
         option java_package = \"a\" 'b';\noption features.(pb.cpp).legacy_closed_enum = true;\n\
         message A { option deprecated = true; repeated int32 a = 1 [(o) = { a: 1, b { c: [1, -inf] } [x.y.e]: \"s\" }, default = 4];\n\
         map<string, .x.y.A.B> m = 2; message B { oneof o { A b = 1; x.C c = 3; } } extensions 100 to 199, 300 [declaration = {number: 100}];\n\
         reserved 4, 5 to max; reserved foo; enum E { option allow_alias = true; ZERO = 0; NIL = 0 [deprecated = true]; reserved -1; } }\n\
         extend A { E e = 100; }\nextend google.protobuf.FieldOptions { A.B o = 50000; }\n\
         service S { rpc M(stream A) returns (x.C) { option (h).i = M; } rpc N(A.B) returns (stream B); }\n",
    ),
    (
        "b.proto",
        "syntax = \"proto2\"; package x; message C { optional group G = 1 { required C c = 2; } optional y.A a = 3; }\n",
    ),
];

fn pieces() -> impl Strategy<Value = Vec<mutate::Edit>> {
    mutate::edits(mutate::PROTO, 12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_place_of_a_broken_text_is_answered(edits in pieces(), places in prop::collection::vec(0.0..1.0f64, 30)) {
        let text = mutate::mutated(FILES[0].1, &edits);
        let workspace = Workspace::new(&[("a.proto", &text), FILES[1]]);
        structure(&workspace, 0);
        for place in places {
            ask(&workspace, 0, floor_boundary(&text, (text.len() as f64 * place) as usize));
        }
        // Where the text was changed is where people are.
        let changed = text.bytes().zip(FILES[0].1.bytes()).take_while(|(one, other)| one == other).count();
        for offset in changed.saturating_sub(4)..(changed + 12).min(text.len()) {
            ask(&workspace, 0, offset);
        }
    }
}

/// What takes for ever where a walk is quadratic, and the stack where one recurses too deep.
#[test]
fn hostile_texts_are_answered() {
    let many = |part: &str| part.repeat(10_000);
    let texts = [
        many("{"),
        many("{") + &many("]"),
        many("a "),
        many("a\n"),
        many(") "),
        many("message A { "),
        format!("option (o) = {{ {}", many("a ")),
        format!("option (o) = {{ {}", many("a [")),
        format!("option (o) = {{ {}", many("a: 1\n")),
        format!("message M {{ {} }}", many("option deprecated = false; ")),
        format!("message M {{ {} }}", "optional M deprecated = 1; ".repeat(400)),
        format!("message a {{ optional {}a a = 1; }}", many("a.")),
        format!("option {}a = 1; message a {{ optional a a = 1; }}", many("a.")),
        format!("option (x){} = 1;", many(".(x)")),
        format!("enum E {{ {} }}", many("deprecated = 1 [deprecated = true];")),
        many("import \"b.proto\";\n"),
        many("// a\n"),
        many("package a;"),
        many("\u{201c}"),
        many("'"),
    ];
    for text in texts {
        let workspace = Workspace::new(&[("a.proto", &text)]);
        structure(&workspace, 0);
        for offset in [0, 1, text.len() / 3, text.len() / 2, text.len().saturating_sub(3), text.len()] {
            let offset = floor_boundary(&text, offset);
            ask(&workspace, 0, offset);
            references(&workspace.space(), 0, offset);
            let _ = rename(&workspace.space(), 0, offset, "Other");
        }
    }
}

/// Names that hide each other.
const SCOPES: [(&str, &str); 3] = [
    (
        "one.proto",
        "syntax = \"proto2\";\npackage p.q;\nimport \"two.proto\";\nimport \"google/protobuf/descriptor.proto\";\n\
         message M {\n  optional M m = 1;\n  optional N n = 2;\n  optional q.N far = 3;\n  optional .p.q.M.N all = 4;\n  optional p.T t = 5;\n\
         optional E e = 6 [default = A, (o) = 1, (l).m = 2, (l).k = A];\n  message N { optional M up = 1; optional N own = 2; message T {} optional T t = 3; }\n  enum E { A = 0; B = 1; } extensions 9; }\n\
         message N { optional M.N in = 1; repeated group G = 2 { optional N n = 1; optional G g = 2; } map<string, T> ts = 3; }\n\
         message L { optional int32 m = 1; optional M.E k = 2; oneof one { int32 two = 3; } }\n\
         extend google.protobuf.FieldOptions { optional int32 o = 50000; optional L l = 50001; }\n\
         extend M { optional N ext = 9; }\n\
         service S { rpc R(M) returns (stream M.N); }\n",
    ),
    (
        "two.proto",
        "syntax = \"proto3\";\npackage p;\nmessage T { T t = 1; U u = 2; K k = 3; }\nmessage U {}\nmessage K {}\n",
    ),
    (
        "three.proto",
        "syntax = \"proto3\";\npackage p.q;\nimport \"one.proto\";\nimport \"two.proto\";\nmessage K { M m = 1; M.N n = 2; U u = 3; repeated p.q.N all = 4; }\n",
    ),
];

/// Whom every name of a type refers to, in the order of files and texts.
fn references_of(world: &World, files: usize) -> Vec<String> {
    let mut found = Vec::new();
    for unit in 0..files as u32 {
        for (_, id) in world.linked(unit).into_iter().flat_map(|linked| linked.references.iter()) {
            found.push(world.full_name(world.get(id).unwrap()));
        }
    }
    found
}

/// A full name after the renaming of `old`.
fn renamed(name: &str, old: &str, new: &str) -> String {
    match name.strip_prefix(old) {
        Some(rest) if rest.is_empty() || rest.starts_with('.') => format!("{new}{rest}"),
        _ => name.to_owned(),
    }
}

#[test]
fn a_renaming_changes_a_name_and_nothing_else() {
    let workspace = Workspace::new(&SCOPES);
    assert_eq!(workspace.errors(), Vec::<String>::new());
    let before = references_of(workspace.world(), SCOPES.len());
    let descriptors = workspace.descriptors();
    assert_eq!(descriptors.len(), SCOPES.len());
    let mut done = 0;
    for unit in 0..SCOPES.len() as u32 {
        for symbol in outline(unit, workspace.space().tree(unit).unwrap()) {
            for name in ["Fresh", "M", "N", "T", "E", "q", "m", "o", "string"] {
                let offset = symbol.span.start as usize;
                let Ok(edits) = rename(&workspace.space(), unit, offset, name) else { continue };
                let what = format!("{} → {name}", symbol.full_name);
                let files = edited(&SCOPES, &edits);
                let files: Vec<(&str, &str)> =
                    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
                let after = Workspace::new(&files);
                assert_eq!(after.errors(), Vec::<String>::new(), "{what}\n{files:#?}");
                let scope = symbol.full_name.rsplit_once('.').unwrap().0;
                let new = format!("{scope}.{name}");
                let expected: Vec<String> = before.iter().map(|it| renamed(it, &symbol.full_name, &new)).collect();
                assert_eq!(references_of(after.world(), SCOPES.len()), expected, "{what}");
                // A name that is new is found again wherever it is, as the old one was. Of a map's, another one is made.
                if name == "Fresh" && symbol.name != "ts" {
                    let again = |text: &String| {
                        text.replace("Fresh", &symbol.name).replace("fresh", &symbol.name.to_lowercase())
                    };
                    let after: Vec<String> = after.descriptors().iter().map(again).collect();
                    assert_eq!(after, descriptors, "{what}");
                }
                done += 1;
            }
        }
    }
    assert!(done > 200, "{done}");
}

#[test]
fn a_name_goes_and_comes_back() {
    let mut examples: Vec<Vec<(&str, &str)>> = examples::all().iter().map(|example| example.files.to_vec()).collect();
    examples.push(SCOPES.to_vec());
    examples.push(FILES.to_vec());
    for files in examples {
        let workspace = Workspace::new(&files);
        for unit in 0..files.len() as u32 {
            for symbol in outline(unit, workspace.space().tree(unit).unwrap()) {
                let offset = symbol.span.start as usize;
                let fresh = if symbol.name.starts_with(|first: char| first.is_uppercase()) { "Zebra" } else { "zebra" };
                let edits = rename(&workspace.space(), unit, offset, fresh).unwrap();
                let there = edited(&files, &edits);
                let there: Vec<(&str, &str)> =
                    there.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
                assert_ne!(there, files);
                let shift: i64 = edits
                    .iter()
                    .filter(|edit| edit.file == unit && edit.span.start < symbol.span.start)
                    .map(|edit| edit.text.len() as i64 - edit.span.len() as i64)
                    .sum();
                let renamed = Workspace::new(&there);
                let offset = (offset as i64 + shift) as usize;
                let edits = rename(&renamed.space(), unit, offset, &symbol.name).unwrap();
                let back = edited(&there, &edits);
                let back: Vec<(&str, &str)> = back.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
                assert_eq!(back, files, "{}", symbol.full_name);
                let uses = references(&workspace.space(), unit, symbol.span.start as usize).unwrap().1;
                assert!(uses.first().is_some_and(|first| first.span == symbol.span), "{}", symbol.full_name);
            }
        }
    }
}
