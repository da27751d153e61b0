//! Options, values and declarations in such number that whoever looked for each among all would never end: each file is
//! answered.
//!
//! Nothing here measures time; the counts are as large as it takes to be noticed by whoever waits for the tests.
#![cfg(test)]

use expect_test::{Expect, expect};
use wirelens::schema::compile;
use wirelens::text::File;

const COUNT: usize = 20_000;

/// Numbers that a field may have, each once: around those that are reserved for the implementation.
fn number(at: usize) -> usize {
    if at < 18_000 { at + 1 } else { at + 3_000 }
}

fn each(piece: impl Fn(usize) -> String) -> String {
    (0..COUNT).map(piece).collect()
}

/// A message of many fields with this label, and options of its type.
fn message(label: &str) -> String {
    let fields = each(|at| format!("{label} int32 field_{at} = {};\n", number(at)));
    let options = "optional M one = 50000; repeated M many = 50001;";
    format!("message M {{\n{fields}}}\nextend google.protobuf.FileOptions {{ {options} }}\n")
}

fn enumeration() -> String {
    format!("enum E {{ {} }}\n", each(|at| format!("VALUE_{at} = {at};\n")))
}

/// Compiles on the stack that wasm gives; shows the first problem with its help, and how many there are.
fn check(text: &str, expect: Expect) {
    let text = format!("syntax = \"proto2\";\nimport \"google/protobuf/descriptor.proto\";\n{text}");
    let files = vec![File { name: "a.proto".into(), text }];
    let worker = std::thread::Builder::new().stack_size(1 << 20).spawn(move || compile(&files)).unwrap();
    let found = worker.join().unwrap().diagnostics;
    let first = found.first().map(|it| format!("{} ({})\n", it.message, it.help.as_deref().unwrap_or_default()));
    expect.assert_eq(&format!("{}{} problems\n", first.unwrap_or_default(), found.len()));
}

#[test]
fn fields_of_a_message_each_set() {
    let braces = each(|at| format!("field_{at}: 1\n"));
    check(
        &format!("{}option (one) = {{\n{braces}}};", message("optional")),
        expect![[r#"
        0 problems
    "#]],
    );
    let paths = each(|at| format!("option (one).field_{at} = 1;\n"));
    check(
        &format!("{}{paths}", message("optional")),
        expect![[r#"
        0 problems
    "#]],
    );
}

#[test]
fn fields_of_a_message_each_misspelt() {
    let braces = each(|at| format!("fjeld_{at}: 1\n"));
    check(
        &format!("{}option (one) = {{\n{braces}}};", message("optional")),
        expect![[r#"
        message 'M' has no field 'fjeld_0' (did you mean `field_0`?)
        1000 problems
    "#]],
    );
    let paths = each(|at| format!("option (one).fjeld_{at} = 1;\n"));
    check(
        &format!("{}{paths}", message("optional")),
        expect![[r#"
        message 'M' has no field 'fjeld_0' (did you mean `field_0`?)
        1000 problems
    "#]],
    );
}

#[test]
fn required_fields_missing_each_time() {
    let options = each(|_| "option (many) = {};\n".to_owned());
    check(
        &format!("{}{options}", message("required")),
        expect![[r#"
        required fields are missing: `field_0`, `field_1`, `field_2`, `field_3`, `field_4`, `field_5`, `field_6`, `field_7` and 19992 more (set them in the braces)
        1000 problems
    "#]],
    );
}

#[test]
fn custom_options_each_used_and_each_misspelt() {
    let declared = each(|at| format!("optional int32 ext_{at} = {};\n", at + 50_000));
    let declared = format!("extend google.protobuf.FileOptions {{\n{declared}}}\n");
    check(
        &format!("{declared}{}", each(|at| format!("option (ext_{at}) = 1;\n"))),
        expect![[r#"
        0 problems
    "#]],
    );
    check(
        &format!("{declared}{}", each(|at| format!("option (exu_{at}) = 1;\n"))),
        expect![[r#"
        unknown option '(exu_0)' (did you mean `(ext_0)`?)
        1000 problems
    "#]],
    );
}

#[test]
fn values_of_an_enum_each_named_and_each_misspelt() {
    let option = "extend google.protobuf.FileOptions { repeated E e = 50000; }\n";
    let used = each(|at| format!("option (e) = VALUE_{at};\n"));
    check(
        &format!("{}{option}{used}", enumeration()),
        expect![[r#"
        0 problems
    "#]],
    );
    let default = |word: &str| each(|at| format!("optional E f{at} = {} [default = {word}_{at}];\n", number(at)));
    check(
        &format!("{}{option}message M {{ {} }}", enumeration(), default("VALUE")),
        expect![[r#"
            0 problems
        "#]],
    );
    check(
        &format!("{}{option}message M {{ {} }}", enumeration(), default("VALLE")),
        expect![[r#"
        expected a value of enum 'E', found `VALLE_0` (did you mean `VALUE_0`?)
        1000 problems
    "#]],
    );
}

#[test]
fn extensions_each_declared() {
    let extensions = each(|at| format!("optional int32 e{at} = {};\n", number(at)));
    let declared = |kind: &str| {
        let one =
            |at: usize| format!("declaration = {{ number: {} full_name: \".e{at}\" type: \"{kind}\" }}", number(at));
        let list: Vec<String> = (0..COUNT).map(one).collect();
        format!("message M {{ extensions 1 to 500000000 [{}]; }}\nextend M {{ {extensions} }}", list.join(",\n"))
    };
    check(
        &declared("int32"),
        expect![[r#"
            0 problems
        "#]],
    );
    check(
        &declared("int64"),
        expect![[r#"
        expected the type `int64` for the extension 1, found `int32` (the message declares it otherwise)
        1000 problems
    "#]],
    );
}
