//! The law of the compiler that keeps what it knows: after any edits its result is that of compiling afresh.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]

use proptest::prelude::*;
use wirelens::schema::{Compiled, Compiler, compile};
use wirelens::text::{File, Files};

/// Files that see each other in every way: plainly, publicly, for options; by types, enums, defaults, extensions.
const FILES: [(&str, &str); 6] = [
    (
        "base.proto",
        "syntax = \"proto2\";\npackage base;\nmessage Base { optional int32 id = 1; extensions 100 to 199; message In {} }\n\
         enum Color { RED = 0; BLUE = 5; }\n",
    ),
    (
        "middle.proto",
        "syntax = \"proto3\";\npackage base;\nimport public \"base.proto\";\nmessage Middle { Base base = 1; }\n",
    ),
    (
        "options.proto",
        "syntax = \"proto3\";\npackage opt;\nimport \"google/protobuf/descriptor.proto\";\n\
         message Rule { string name = 1; int32 level = 2; }\n\
         extend google.protobuf.FieldOptions { Rule rule = 50001; string note = 50002; }\n",
    ),
    (
        "user.proto",
        "syntax = \"proto2\";\npackage demo;\nimport \"middle.proto\";\nimport \"options.proto\";\n\
         message User { optional base.Base.In in = 1; optional base.Color color = 2 [default = BLUE];\n\
         optional string s = 3 [(opt.rule) = { name: \"a\" level: 2 }, (opt.note) = \"n\"]; }\n\
         extend base.Base { optional int32 more = 100; }\n",
    ),
    ("other.proto", "edition = \"2023\";\npackage demo;\nimport \"user.proto\";\nmessage Other { User user = 1; }\n"),
    ("alone.proto", "syntax = \"proto3\";\npackage alone;\nmessage Alone { int32 a = 1; }\nenum E { ZERO = 0; }\n"),
];

/// What an edit puts in the place of what it finds.
const EDITS: [(&str, &str); 24] = [
    ("id", "key"),
    ("key", "id"),
    ("BLUE", "GREEN"),
    ("GREEN", "BLUE"),
    ("Base", "Basis"),
    ("Basis", "Base"),
    ("level", "depth"),
    ("depth", "level"),
    ("import ", "// import "),
    ("// import ", "import "),
    ("public ", ""),
    ("import ", "import public "),
    ("proto3", "proto2"),
    ("proto2", "proto3"),
    ("100", "250"),
    ("250", "100"),
    (";", ""),
    ("}", ""),
    ("message ", "message New { }\nmessage "),
    ("package ", "\n// a comment\npackage "),
    ("base;", "other;"),
    ("demo", "base"),
    ("= 1", "= 2"),
    ("string", "bytes"),
];

/// One step of editing.
#[derive(Clone, Debug)]
enum Step {
    Edit(usize, usize),
    Reset(usize),
    Rename(usize, &'static str),
    Remove(usize),
    Add(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let name = prop::sample::select(vec!["base.proto", "new.proto", "options.proto", "google/protobuf/any.proto", ""]);
    prop_oneof![
        8 => (0..FILES.len(), 0..EDITS.len()).prop_map(|(file, edit)| Step::Edit(file, edit)),
        2 => (0..FILES.len()).prop_map(Step::Reset),
        1 => (0..FILES.len(), name).prop_map(|(file, name)| Step::Rename(file, name)),
        1 => (0..FILES.len()).prop_map(Step::Remove),
        1 => (0..FILES.len()).prop_map(Step::Add),
    ]
}

fn file((name, text): (&str, &str)) -> File {
    File { name: name.to_owned(), text: text.to_owned() }
}

fn apply(files: &mut Files, step: &Step) {
    let count = files.len();
    let (Step::Edit(at, _) | Step::Reset(at) | Step::Rename(at, _) | Step::Remove(at) | Step::Add(at)) = *step;
    let Some(at) = at.checked_rem(count) else { return };
    match step {
        Step::Edit(_, edit) => files[at].text = files[at].text.replacen(EDITS[*edit].0, EDITS[*edit].1, 1),
        Step::Reset(_) => {
            if let Some(known) = FILES.iter().find(|(name, _)| *name == files[at].name) {
                files[at] = file(*known);
            }
        }
        Step::Rename(_, name) => files[at].name = (*name).to_owned(),
        Step::Remove(_) => drop(files.remove(at)),
        Step::Add(which) => files.insert(at, file(FILES[which % FILES.len()])),
    }
}

/// Everything there is to see of a result.
fn seen(compiled: &Compiled) -> impl PartialEq + std::fmt::Debug + use<> {
    let schema = compiled.schema.as_ref();
    let types = schema.map(|schema| schema.message_types()).unwrap_or_default();
    let whole: Vec<bool> = types.iter().map(|name| schema.is_some_and(|schema| schema.is_whole(name))).collect();
    let shown = |field: prost_reflect::FieldDescriptor| {
        format!("{} {} {} {}", field.full_name(), field.number(), field.supports_presence(), field.is_packed())
    };
    let message = |name: &String| schema.and_then(|schema| schema.message(name));
    let fields: Vec<Vec<String>> = types
        .iter()
        .map(|name| message(name).iter().flat_map(|it| it.fields().map(shown).collect::<Vec<_>>()).collect())
        .collect();
    (compiled.diagnostics.clone(), compiled.descriptors(), types, whole, fields)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn an_update_is_as_good_as_a_new_beginning(steps in prop::collection::vec(step(), 1..12)) {
        let mut files: Files = FILES.iter().copied().map(file).collect();
        let mut compiler = Compiler::default();
        compiler.update(&files);
        for step in steps {
            apply(&mut files, &step);
            let (updated, fresh) = (seen(&compiler.update(&files)), seen(&compile(&files)));
            prop_assert_eq!(updated, fresh, "{:?}", step);
        }
    }
}

#[test]
fn the_files_are_good() {
    let compiled = compile(&FILES.iter().copied().map(file).collect());
    assert!(compiled.diagnostics.is_empty(), "{:?}", compiled.diagnostics);
    assert_eq!(compiled.descriptors().len(), FILES.len());
}
