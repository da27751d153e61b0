//! The boundary of `schema`: files in, descriptors, places and diagnostics out.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]

use expect_test::{Expect, expect};
use proptest::prelude::*;
use wirelens::diagnostic::{Diagnostic, Place, Source};
use wirelens::schema::{Compiled, MAX_DIAGNOSTICS, compile};
use wirelens::text::{File, Files, LineIndex};

/// Files from one text; each begins with a line `--- name`. Without one it is `a.proto`.
fn files(text: &str) -> Files {
    let mut files: Files = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("--- ") {
            files.push(File { name: name.trim().to_owned(), text: String::new() });
        } else {
            if files.is_empty() {
                files.push(File { name: "a.proto".to_owned(), text: String::new() });
            }
            files.last_mut().unwrap().text.push_str(line);
        }
    }
    files
}

fn slice(files: &Files, place: Place) -> (String, String) {
    let Source::File(index) = place.source else { panic!("not in a file: {place:?}") };
    let file = &files[index as usize];
    let at = LineIndex::new(&file.text).line_column(place.span.start as usize);
    let text = &file.text[place.span.range()];
    let shown = match text.char_indices().nth(30) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    };
    (format!("{}:{}:{}", file.name, at.line, at.column), shown)
}

fn show(files: &Files, diagnostics: &[Diagnostic]) -> String {
    let mut shown = String::new();
    for diagnostic in diagnostics {
        let (place, text) = slice(files, diagnostic.place);
        shown +=
            &format!("{place} {} {}: {} at {text}\n", diagnostic.severity.word(), diagnostic.code, diagnostic.message);
        for label in &diagnostic.labels {
            let (place, text) = slice(files, label.place);
            shown += &format!("    {place} {text}: {}\n", label.message);
        }
        if let Some(help) = &diagnostic.help {
            shown += &format!("    help: {help}\n");
        }
        for fix in &diagnostic.fixes {
            let edits: Vec<String> =
                fix.edits.iter().map(|(place, text)| format!("{} {text:?}", slice(files, *place).0)).collect();
            shown += &format!("    fix: {}: {}\n", fix.title, edits.join(", "));
        }
    }
    shown
}

fn check(text: &str, expect: Expect) -> Compiled {
    let files = files(text);
    let compiled = compile(&files);
    expect.assert_eq(&show(&files, &compiled.diagnostics));
    compiled
}

#[test]
fn good_files_compile() {
    let compiled = check(
        "--- user.proto\nsyntax = \"proto3\";\npackage demo;\nimport \"role.proto\";\nimport \"google/protobuf/timestamp.proto\";\n\
         message User {\n  string name = 1;\n  map<string, Role> roles = 2;\n  google.protobuf.Timestamp since = 3;\n  message Inner {}\n}\nmessage Last {}\n\
         --- role.proto\nsyntax = \"proto3\";\npackage demo;\nenum Role { NONE = 0; }\nmessage Other {}\n",
        expect![""],
    );
    assert!(compiled.is_complete());
    let schema = compiled.schema.unwrap();
    assert_eq!(schema.message_types(), ["demo.User", "demo.User.Inner", "demo.Last", "demo.Other"]);
    assert_eq!(schema.default_root().as_deref(), Some("demo.User"));
    assert!(schema.message("demo.User").is_some());
    assert!(schema.message("google.protobuf.Duration").is_some(), "bundled types are there without an import");
    assert!(schema.message("demo.Nobody").is_none());
}

#[test]
fn packed_is_what_the_option_says() {
    let compiled = check(
        "--- 3.proto\nsyntax = \"proto3\"; message A { repeated int32 a = 1; repeated int32 b = 2 [packed = false]; repeated int32 c = 3 [packed = true]; }\n\
         --- 2.proto\nsyntax = \"proto2\"; message B { repeated int32 a = 1; repeated int32 b = 2 [packed = false]; repeated int32 c = 3 [packed = true]; }\n",
        expect![""],
    );
    let schema = compiled.schema.unwrap();
    let packed = |name: &str| schema.message(name).unwrap().fields().map(|field| field.is_packed()).collect::<Vec<_>>();
    assert_eq!(packed("A"), [true, false, true]);
    assert_eq!(packed("B"), [false, false, true]);
}

#[test]
fn options_with_extensions_survive() {
    let compiled = check(
        "syntax = \"proto3\";\nimport \"google/protobuf/descriptor.proto\";\nextend google.protobuf.FieldOptions { string note = 50000; }\n\
         message A { int32 a = 1 [(note) = \"hi\", deprecated = true]; }\n",
        expect![""],
    );
    let (name, bytes) = compiled.descriptors().remove(0);
    assert_eq!(name, "a.proto");
    // Field 50000 behind `deprecated`, field 3.
    let options = [&[0x18, 1, 0x82, 0xb5, 0x18, 2][..], b"hi"].concat();
    assert!(bytes.windows(options.len()).any(|window| window == options), "{bytes:x?}");
}

#[test]
fn no_files_are_a_schema_of_the_bundled_types() {
    let compiled = check("", expect![""]);
    let schema = compiled.schema.unwrap();
    assert_eq!(schema.message_types(), Vec::<String>::new());
    assert_eq!(schema.default_root(), None);
    assert!(schema.message("google.protobuf.Any").is_some());
    assert!(compile(&files("--- a.proto\n")).is_complete(), "an empty file is a valid one");
}

#[test]
fn declarations_have_places() {
    let text = "--- a.proto\nsyntax = \"proto3\"; package demo;\r\n\
        // A person, né à Zürich 😀.\r\n//   Indented.\r\nmessage User {\r\n\
        \t/* ä */ string name = 1; // trailing ü\r\n\
        \toneof contact { string mail = 2; }\r\n\
        \tenum Kind { /* ö */ PLAIN = 0; }\r\n\
        \tmap<string, int32> labels = 4; optional int32 age = 5;\r\n}\r\n\
        service Users { rpc Get (User) returns (User); }\r\n";
    let files = files(text);
    let compiled = compile(&files);
    assert!(compiled.is_complete(), "{}", show(&files, &compiled.diagnostics));
    let schema = compiled.schema.unwrap();
    let mut shown = String::new();
    for name in [
        "demo.User",
        "demo.User.name",
        "demo.User.contact",
        "demo.User.mail",
        "demo.User.Kind",
        "demo.User.PLAIN",
        "demo.User.labels",
        "demo.User.age",
        "demo.User._age",
        "demo.User.LabelsEntry",
        "demo.Users",
        "demo.Users.Get",
        "demo.Nobody",
        "google.protobuf.Any",
    ] {
        let place = |place: Option<Place>| place.map_or("-".to_owned(), |place| slice(&files, place).1);
        let (whole, own) = (place(schema.place(name)), place(schema.name_place(name)));
        shown += &format!("{name} {own} {whole} {:?}\n", schema.doc(name).unwrap_or_default());
    }
    expect![[r#"
        demo.User "User" "message User {\r\n\t/* ä */ strin"… "A person, né à Zürich 😀.\n  Indented."
        demo.User.name "name" "string name = 1;" "ä"
        demo.User.contact "contact" "oneof contact { string mail = "… ""
        demo.User.mail "mail" "string mail = 2;" ""
        demo.User.Kind "Kind" "enum Kind { /* ö */ PLAIN = 0;"… ""
        demo.User.PLAIN "PLAIN" "PLAIN = 0;" ""
        demo.User.labels "labels" "map<string, int32> labels = 4;" ""
        demo.User.age "age" "optional int32 age = 5;" ""
        demo.User._age - - ""
        demo.User.LabelsEntry - - ""
        demo.Users "Users" "service Users { rpc Get (User)"… ""
        demo.Users.Get "Get" "rpc Get (User) returns (User);" ""
        demo.Nobody - - ""
        google.protobuf.Any - - ""
    "#]]
    .assert_eq(&shown);

    let at = |marker: &str| schema.declaration_at(0, files[0].text.find(marker).unwrap());
    assert_eq!(at("string name").as_deref(), Some("demo.User.name"));
    assert_eq!(at("mail =").as_deref(), Some("demo.User.mail"));
    assert_eq!(at("PLAIN").as_deref(), Some("demo.User.PLAIN"));
    assert_eq!(at("enum Kind").as_deref(), Some("demo.User.Kind"));
    assert_eq!(at("rpc").as_deref(), Some("demo.Users.Get"));
    assert_eq!(at("User {").as_deref(), Some("demo.User"));
    assert_eq!(at("// trailing").as_deref(), Some("demo.User"));
    assert_eq!(at("package").as_deref(), None);
    assert_eq!(schema.declaration_at(0, usize::MAX), None);
    assert_eq!(schema.declaration_at(7, 0), None);
}

#[test]
fn groups_and_extensions_have_places() {
    let text = "syntax = \"proto2\"; package demo;\nmessage A { extensions 100 to 199; optional group Part = 1 { optional int32 x = 2; } }\n\
        extend A { optional string note = 100; }\nmessage B { extend A { optional int32 inner = 101; } }\n";
    let files = files(text);
    let schema = compile(&files).schema.unwrap();
    let whole = |name: &str| slice(&files, schema.place(name).unwrap()).1;
    assert_eq!(whole("demo.A.part"), whole("demo.A.Part"));
    assert_eq!(whole("demo.note"), "\"optional string note = 100;\"");
    assert_eq!(whole("demo.B.inner"), "\"optional int32 inner = 101;\"");
    let at = |marker: &str| schema.declaration_at(0, files[0].text.find(marker).unwrap());
    assert_eq!(at("optional group").as_deref(), Some("demo.A.part"), "the field, not the type it declares with it");
    assert_eq!(at("int32 x").as_deref(), Some("demo.A.Part.x"));
    assert_eq!(at("inner").as_deref(), Some("demo.B.inner"));
}

#[test]
fn a_missing_semicolon_is_blamed_on_its_own_line() {
    check(
        "syntax = \"proto3\";\nmessage A {\n  string a = 1 // ä\n  int32 b = 2;\n}\n",
        expect![[r#"
            a.proto:3:15 error proto-missing-semicolon: expected `;` after '1', found the end of the line at ""
                help: end the statement with `;`
                fix: insert `;`: a.proto:3:15 ";"
        "#]],
    );
    check(
        "syntax = \"proto3\"\nmessage A {}\n",
        expect![[r#"
            a.proto:1:18 error proto-missing-semicolon: expected `;` after '"proto3"', found the end of the line at ""
                help: end the statement with `;`
                fix: insert `;`: a.proto:1:18 ";"
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A { string a = 1 int32 b = 2; }\n",
        expect![[r#"
            a.proto:2:25 error proto-missing-semicolon: expected `;` after '1', found 'int32' at ""
                help: end the statement with `;`
                fix: insert `;`: a.proto:2:25 ";"
        "#]],
    );
}

#[test]
fn the_quiz_rpcs() {
    check(
        "syntax = \"proto3\";\nservice UserService { rpc GetUser UserRequest returns UserResponse; }\nmessage UserRequest {}\n",
        expect![[r#"
            a.proto:2:35 error proto-rpc-type: expected parentheses around 'UserRequest', found none at "UserRequest"
                help: an rpc is declared as `rpc Name (Request) returns (Response);`
                fix: put 'UserRequest' in parentheses: a.proto:2:35 "(", a.proto:2:46 ")"
            a.proto:2:55 error proto-rpc-type: expected parentheses around 'UserResponse', found none at "UserResponse"
                help: an rpc is declared as `rpc Name (Request) returns (Response);`
                fix: put 'UserResponse' in parentheses: a.proto:2:55 "(", a.proto:2:67 ")"
            a.proto:2:55 error proto-type: 'UserResponse' is not declared at "UserResponse"
                help: declare `message UserResponse { … }`, or import the file that does
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A {}\nservice S { rpc Get(A) -> A; }\n",
        expect![[r#"
            a.proto:3:24 error proto-returns: expected `returns` after ')', found '->' at "->"
                help: an rpc is declared as `rpc Name (Request) returns (Response);`
                fix: write `returns (A)`: a.proto:3:23 " returns (A)"
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A {}\nservice S {\n  rpc Get(A) returns (A)\n  rpc Put(A) returns (A);\n}\n",
        expect![[r#"
            a.proto:4:25 error proto-missing-semicolon: expected `;` after ')', found the end of the line at ""
                help: end the statement with `;`
                fix: insert `;`: a.proto:4:25 ";"
        "#]],
    );
}

#[test]
fn common_syntax_errors_have_helps() {
    check(
        "syntax = \"proto3\";\nmessage A { string name; int32 x = 3; repeated int32 y [packed = true]; }\n",
        expect![[r#"
            a.proto:2:24 error proto-missing-number: expected `=` and a number after 'name', found ';' at ";"
                help: every field has a number, which stands for it in the bytes
                fix: insert `= 4`: a.proto:2:24 " = 4"
            a.proto:2:56 error proto-missing-number: expected `=` and a number after 'y', found '[' at "["
                help: every field has a number, which stands for it in the bytes
                fix: insert `= 5`: a.proto:2:55 " = 5"
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmesage A { string name = 1; }\nmessage B {}\n",
        expect![[r#"
            a.proto:2:1 error proto-keyword: expected `message`, found 'mesage' at "mesage"
                help: did you mean `message`?
                fix: change it to `message`: a.proto:2:1 "message"
        "#]],
    );
    check(
        "message A { string name = 1; }\n",
        expect![[r#"
            a.proto:1:13 error proto-label: expected `optional`, `required` or `repeated` before the type of 'name' at "string"
                help: a file without `syntax` is proto2, where every field has a label; proto3 and editions need none
                fix: insert `syntax = "proto3";`: a.proto:1:1 "syntax = \"proto3\";\n\n"
        "#]],
    );
    check(
        "syntax = “proto3”;\n",
        expect![[r#"
            a.proto:1:10 error proto-smart-quotes: expected straight quotes, found “…” at "“proto3”"
                help: strings stand in " or '; word processors replace these
                fix: use straight quotes: a.proto:1:10 "\"", a.proto:1:17 "\""
        "#]],
    );
    check(
        "syntax = \"proto4\";\n",
        expect![[r#"
            a.proto:1:10 error proto-unknown-syntax: expected `proto2` or `proto3`, found 'proto4' at "\"proto4\""
                help: most files are written in `proto3`
                fix: write `"proto3"`: a.proto:1:10 "\"proto3\""
        "#]],
    );
    check(
        "syntax = \"proto3\";\nimport \"../x.proto\";\nmessage A { int32 a = 0; }\n",
        expect![[r#"
            a.proto:2:1 error proto-import: imported file '../x.proto' was not found at "import \"../x.proto\";"
                help: add a file named '../x.proto'; only files of Google's own come with Wirelens
            a.proto:3:23 error proto-field-number: expected a number from 1 on for 'a', found 0 at "0"
                help: field numbers are positive
                fix: replace by `1`: a.proto:3:23 "1"
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A { int32 a = 0; int32 b = 600000000; required int32 c = 3; int32 d = 4 [default = 1]; }\n",
        expect![[r#"
            a.proto:2:23 error proto-field-number: expected a number from 1 on for 'a', found 0 at "0"
                help: field numbers are positive
                fix: replace by `5`: a.proto:2:23 "5"
            a.proto:2:36 error proto-field-number: expected a number up to 536870911 for 'b', found 600000000 at "600000000"
                help: field numbers have at most 29 bits
                fix: replace by `5`: a.proto:2:36 "5"
            a.proto:2:47 error proto-label: expected `optional`, `repeated` or no label on 'c', found `required` at "required"
                help: proto3 has no required fields
                fix: remove `required`: a.proto:2:47 ""
            a.proto:2:92 error proto-default: expected no default on 'd', since this is proto3 at "1"
                help: in proto3 the default is always 0, false, empty or an enum's first value
                fix: remove the option: a.proto:2:80 ""
        "#]],
    );
    check(
        "syntax = \"proto3\";\nenum E { A = 0, B = 1 }\n",
        expect![[r#"
            a.proto:2:15 error proto-missing-semicolon: expected `;` after '0', found ',' at ","
                help: end the statement with `;` before ','
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A {\n  message B {\n    int32 x = 1;\n  \n}\n",
        expect![[r#"
            a.proto:3:13 error proto-unclosed: expected `}` for this `{`, found none at "{"
                a.proto:4:17 "": it seems to be missing here
                help: every `{` needs a `}`
                fix: insert `}`: a.proto:4:17 "\n  }"
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A { string s = 1; }\n}\n",
        expect![[r#"
            a.proto:3:1 error proto-extra-brace: expected a declaration, found a `}` that closes nothing at "}"
                help: remove it, or the `}` before it that closes the block too early
                fix: remove the `}`: a.proto:2:28 ""
        "#]],
    );
    check(
        "syntax = \"proto3\";\nstring s = 1;\n",
        expect![[r#"
            a.proto:2:1 error proto-field-outside: expected a declaration, found a field outside of a message at "string"
                help: fields are declared in a message: `message Name { … }`
        "#]],
    );
    check(
        "message A {} syntax = \"proto3\";\n",
        expect![[r#"
            a.proto:1:14 error proto-syntax-not-first: expected `syntax` to be the first statement of the file, found it behind others at "syntax"
                help: move it to the top of the file
                fix: move it to the top: a.proto:1:1 "syntax = \"proto3\";\n", a.proto:1:14 ""
        "#]],
    );
    check(
        "package a; package b;\n",
        expect![[r#"
            a.proto:1:12 error proto-package-twice: expected one `package` statement, found another at "package"
                a.proto:1:1 "package": the first one
                help: a file has one package; remove the other statement
        "#]],
    );
    check("edition = \"2023\";\nmessage A {}\n", expect![""]);
}

#[test]
fn one_error_inside_of_a_message_is_one_error() {
    check(
        "syntax = \"proto3\";\nmessage A {\n  string a = = 1;\n  message B { int32 b = 1; }\n  string c = 3;\n  option deprecated = true;\n  int32 d = 4;\n}\nmessage C { int32 = 1; }\n",
        expect![[r#"
            a.proto:3:14 error proto-number: expected the field's number, found '=' at "="
                help: the number is written in digits
                fix: change it to `5`: a.proto:3:14 "5"
            a.proto:9:19 error proto-missing-name: expected the field's name after 'int32', found '=' at "="
                help: a field is declared as `type name = number;`
        "#]],
    );
}

#[test]
fn semantic_errors_are_located_in_bytes() {
    check(
        "syntax = \"proto3\";\nmessage A {\n  /* äöü 😀 */ Strng s = 1; /* ä */ Usr u = 1; int x = 7;\n\tDuration d = 4;\n  google.protobuf.Timestamp t = 5;\n  Nobody n = 6; String t2 = 8;\n}\nmessage User {}\n",
        expect![[r#"
            a.proto:3:15 error proto-type: 'Strng' is not declared at "Strng"
                help: did you mean `string`?
                fix: replace by `string`: a.proto:3:15 "string"
            a.proto:3:36 error proto-type: 'Usr' is not declared at "Usr"
                help: did you mean `User`?
                fix: replace by `User`: a.proto:3:36 "User"
            a.proto:3:44 error proto-duplicate-number: the number 1 is used twice in 'A': by 's' and by 'u' at "1"
                a.proto:3:25 "1": first used here
                help: each field of a message has a number of its own
                fix: replace by `9`: a.proto:3:44 "9"
            a.proto:3:47 error proto-type: 'int' is not declared at "int"
                help: did you mean `int32`?
                fix: replace by `int32`: a.proto:3:47 "int32"
            a.proto:4:2 error proto-type: 'Duration' is not declared at "Duration"
                help: did you mean `google.protobuf.Duration`? it needs `import "google/protobuf/duration.proto";`
                fix: replace by `google.protobuf.Duration`: a.proto:4:2 "google.protobuf.Duration", a.proto:1:19 "\n\nimport \"google/protobuf/duration.proto\";"
            a.proto:5:3 error proto-type: 'google.protobuf.Timestamp' is declared in 'google/protobuf/timestamp.proto', which is not imported at "google.protobuf.Timestamp"
                help: add `import "google/protobuf/timestamp.proto";`
                fix: import 'google/protobuf/timestamp.proto': a.proto:1:19 "\n\nimport \"google/protobuf/timestamp.proto\";"
            a.proto:6:3 error proto-type: 'Nobody' is not declared at "Nobody"
                help: declare `message Nobody { … }`, or import the file that does
            a.proto:6:17 error proto-type: 'String' is not declared at "String"
                help: did you mean `string`?
                fix: replace by `string`: a.proto:6:17 "string"
        "#]],
    );
    check(
        "syntax = \"proto3\";\npackage demo;\nmessage A { reserved 2 to 4; int32 a = 3; int32 b = 1; int32 c = 1; int32 d = 19001; int32 A = 9; }\nmessage A {}\nenum E { X = 1; }\nenum F { Y = 0; }\nenum G { Y = 0; }\nenum H {}\n",
        expect![[r#"
            a.proto:3:22 error proto-reserved: the number 3 is reserved, but the field 'a' has it at "2 to 4"
                a.proto:3:40 "3": used here
                help: give the field another number, or take the number out of the range
                fix: replace by `10`: a.proto:3:40 "10"
            a.proto:3:66 error proto-duplicate-number: the number 1 is used twice in 'A': by 'b' and by 'c' at "1"
                a.proto:3:53 "1": first used here
                help: each field of a message has a number of its own
                fix: replace by `10`: a.proto:3:66 "10"
            a.proto:3:79 error proto-field-number: expected a number outside of 19000 to 19999 for 'd', found 19001 at "19001"
                help: these numbers are kept for the implementation of Protocol Buffers
                fix: replace by `10`: a.proto:3:79 "10"
            a.proto:4:9 error proto-name: 'demo.A' is declared twice at "A"
                a.proto:3:9 "A": first declared here
                help: rename one of them
            a.proto:5:14 error proto-enum-zero: expected the first value of 'E' to be 0, found 'X = 1' at "1"
                help: the first value stands for "not set", which is 0 in the bytes
                fix: insert `E_UNSPECIFIED = 0;`: a.proto:5:10 "E_UNSPECIFIED = 0; "
            a.proto:7:10 error proto-name: 'demo.Y' is declared twice at "Y"
                a.proto:6:10 "Y": first declared here
                help: rename one of them; an enum's values share the scope that is around the enum
            a.proto:8:6 error proto-enum: expected a value in the enum 'H' at "H"
                help: the first value is the default
                fix: insert `H_UNSPECIFIED = 0;`: a.proto:8:9 " H_UNSPECIFIED = 0; "
        "#]],
    );
    check(
        "syntax = \"proto3\";\noption java_package = 5;\noption nope = 1;\nmessage A { int32 a = 1 [(demo.opt) = 2]; }\n",
        expect![[r#"
            a.proto:2:23 error proto-option-value: expected a string in quotes, found `5` at "5"
            a.proto:3:8 error proto-option-name: unknown option 'nope' at "nope"
                help: custom options are written in parentheses, and the file that declares them is imported
            a.proto:4:27 error proto-option-name: unknown option '(demo.opt)' at "demo.opt"
                help: declare it with `extend`, or import the file that does
        "#]],
    );
}

#[test]
fn semantic_errors_of_later_phases() {
    check(
        "syntax = \"proto3\";\noption java_package = 5;\noption nope = 1;\nmessage A { int32 a = 1 [deprecated = 3]; }\n",
        expect![[r#"
            a.proto:2:23 error proto-option-value: expected a string in quotes, found `5` at "5"
            a.proto:3:8 error proto-option-name: unknown option 'nope' at "nope"
                help: custom options are written in parentheses, and the file that declares them is imported
            a.proto:4:39 error proto-option-value: expected `true` or `false`, found `3` at "3"
        "#]],
    );
    check(
        "syntax = \"proto2\";\nimport \"google/protobuf/descriptor.proto\";\nmessage O { optional int32 x = 1; }\nextend google.protobuf.FileOptions { optional O o = 50000; }\noption (o) = { x: 1 y: 2 };\n",
        expect![[r#"
            a.proto:5:21 error proto-option-name: message 'O' has no field 'y' at "y"
                help: its fields are `x`
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A { int32 a = 1; int32 b = 1; }\nenum E { X = 1; }\nmessage C { int32 foo_bar = 1; int32 fooBar = 2; }\n",
        expect![[r#"
            a.proto:2:36 error proto-duplicate-number: the number 1 is used twice in 'A': by 'a' and by 'b' at "1"
                a.proto:2:23 "1": first used here
                help: each field of a message has a number of its own
                fix: replace by `2`: a.proto:2:36 "2"
            a.proto:3:14 error proto-enum-zero: expected the first value of 'E' to be 0, found 'X = 1' at "1"
                help: the first value stands for "not set", which is 0 in the bytes
                fix: insert `E_UNSPECIFIED = 0;`: a.proto:3:10 "E_UNSPECIFIED = 0; "
            a.proto:4:38 error proto-json-name: 'foo_bar' and 'fooBar' are both "fooBar" in JSON at "fooBar"
                a.proto:4:19 "foo_bar": the other field
                help: name one of them otherwise: the names must differ in more than underscores, whatever `json_name` says
        "#]],
    );
}

#[test]
fn the_errors_of_all_files_are_shown() {
    let compiled = check(
        "--- a.proto\nsyntax = \"proto3\";\nimport \"b.proto\";\nmessage A { B b = 1; Nope n = 2; }\n\
         --- b.proto\nsyntax = \"proto3\";\nmessage B { int32 x }\n\
         --- c.proto\nsyntax = \"proto3\";\nimport \"nowhere.proto\";\nimport \"d.prto\";\nmessage C { Nope n = 1; }\n\
         --- d.proto\nsyntax = \"proto3\";\nmessage D { Nope n = 1; }\n\
         --- e.proto\nsyntax = \"proto3\";\nmessage E {}\n\
         --- f.proto\nsyntax = \"proto3\";\nimport \"d.proto\";\nmessage F { D d = 1; }\n",
        expect![[r#"
            a.proto:3:22 error proto-type: 'Nope' is not declared at "Nope"
                help: declare `message Nope { … }`, or import the file that does
            b.proto:2:21 error proto-missing-number: expected `=` and a number after 'x', found '}' at "}"
                help: every field has a number, which stands for it in the bytes
                fix: insert `= 1;`: b.proto:2:20 " = 1;"
            c.proto:2:1 error proto-import: imported file 'nowhere.proto' was not found at "import \"nowhere.proto\";"
                help: add a file named 'nowhere.proto', or import one of 'a.proto', 'b.proto', 'd.proto', 'e.proto', 'f.proto'
            c.proto:3:1 error proto-import: imported file 'd.prto' was not found at "import \"d.prto\";"
                help: did you mean 'd.proto'?
                fix: replace by `"d.proto"`: c.proto:3:8 "\"d.proto\""
            d.proto:2:13 error proto-type: 'Nope' is not declared at "Nope"
                help: declare `message Nope { … }`, or import the file that does
        "#]],
    );
    assert!(!compiled.is_complete());
    let schema = compiled.schema.unwrap();
    assert_eq!(schema.message_types(), ["A", "B", "C", "D", "E", "F"]);
    let whole = ["A", "B", "C", "D", "E", "F"].map(|name| schema.is_whole(name));
    assert_eq!(whole, [false, false, false, false, true, false], "what no error touches can be used");
}

#[test]
fn imports_go_wrong_in_other_ways() {
    check(
        "--- a.proto\nimport \"b.proto\";\n--- b.proto\nimport \"a.proto\";\n--- c.proto\nimport \"c.proto\";\n",
        expect![[r#"
            a.proto:1:1 error proto-import: imports go in a circle: a.proto → b.proto → a.proto at "import \"b.proto\";"
                help: remove one of the imports, or move what both files need into a third
            c.proto:1:1 error proto-import: 'c.proto' imports itself at "import \"c.proto\";"
                help: remove one of the imports, or move what both files need into a third
                fix: remove the import: c.proto:1:1 ""
        "#]],
    );
    check(
        "--- a.proto\nimport \"b.proto\";\nimport \"b.proto\";\n--- b.proto\n",
        expect![[r#"
            a.proto:1:1 warning proto-unused-import: nothing of 'b.proto' is used at "import \"b.proto\";"
                help: remove the import
                fix: remove the import: a.proto:1:1 ""
            a.proto:2:1 error proto-import: 'b.proto' is imported twice at "import \"b.proto\";"
                a.proto:1:1 "import \"b.proto\";": first imported here
                help: remove one of the two imports
                fix: remove the second import: a.proto:2:1 ""
        "#]],
    );
    check(
        "--- a.proto\n--- a.proto\n--- \n--- google/protobuf/any.proto\nmessage X {}\n",
        expect![[r#"
        a.proto:1:1 error proto-file: there are two files named 'a.proto', so this one is not used at ""
            a.proto:1:1 "": the other file
            help: rename one of them
        :1:1 error proto-file: the file has no name at ""
            help: name it as other files import it, such as 'user.proto'
        google/protobuf/any.proto:1:1 warning proto-file: 'google/protobuf/any.proto' comes with Wirelens, so this file is not used at ""
            help: rename or remove the file
    "#]],
    );
    check(
        "--- a.proto\npackage x; message A {}\n--- b.proto\npackage x; message A {}\n",
        expect![[r#"
            b.proto:1:20 error proto-name: 'x.A' is declared in 'a.proto' already at "A"
                a.proto:1:20 "A": first declared here
                help: rename one of them, or give the files different packages
        "#]],
    );
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let files = files("--- a.proto\n\u{feff}syntax = \"proto3\";\nmessage A {}\n");
    let compiled = compile(&files);
    assert!(compiled.is_complete());
    let place = compiled.schema.unwrap().place("A").unwrap();
    assert_eq!(&files[0].text[place.span.range()], "message A {}");
}

#[test]
fn many_errors_are_capped() {
    let files = files(&"junk; message { }\n".repeat(20_000));
    let compiled = compile(&files);
    assert_eq!(compiled.diagnostics.len(), MAX_DIAGNOSTICS);
    expect![[r#"
        a.proto:499:15 info proto-more: 2 more problems are not shown at "{"
    "#]]
    .assert_eq(&show(&files, &compiled.diagnostics[MAX_DIAGNOSTICS - 1..]));

    let fields: String = (1..30_000).map(|n| format!("  Nope{n} f{n} = {n};\n")).collect();
    let files = self::files(&format!("syntax = \"proto3\";\nmessage A {{\n{fields}}}\n"));
    let mut found = compile(&files).diagnostics;
    found.drain(1..MAX_DIAGNOSTICS - 1);
    expect![[r#"
        a.proto:3:3 error proto-type: 'Nope1' is not declared at "Nope1"
            help: declare `message Nope1 { … }`, or import the file that does
        a.proto:1001:3 info proto-more: 30000 more problems are not shown at "Nope999"
    "#]]
    .assert_eq(&show(&files, &found));
}

/// Runs on a stack of the size a wasm instance has.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    on_a_small_stack(|| {
        let head = "syntax = \"proto2\"; import \"google/protobuf/descriptor.proto\";\nmessage O { optional O o = 1; }\n\
            extend google.protobuf.FileOptions { optional O opt = 50000; }\n";
        for (depth, open, close) in [(60, "o { ", "}"), (5000, "o { ", "}"), (5000, "o < ", ">"), (5000, "o: [", "]")] {
            let text = format!("{head}option (opt) = {{ {}{} }};\n", open.repeat(depth), close.repeat(depth));
            let compiled = compile(&files(&text));
            assert_eq!(compiled.is_complete(), depth == 60, "{open} {depth}");
        }
        let nested = format!("{}{}", "message M { ".repeat(5000), "}".repeat(5000));
        assert!(!compile(&files(&nested)).is_complete());
        // Told once, not for each brace that nobody closes.
        let told = compile(&files(&"message M { ".repeat(5000))).diagnostics;
        assert_eq!(told.iter().filter(|diagnostic| diagnostic.code == "proto-too-deep").count(), 1);
    });
}

#[test]
fn many_options_take_linear_time() {
    let head = "syntax = \"proto2\"; import \"google/protobuf/descriptor.proto\";\nmessage O { repeated int32 r = 1; }\n\
        extend google.protobuf.FileOptions { optional O opt = 50000; }\n";
    let text = format!("{head}{}", "option (opt).r = 1;\n".repeat(50_000));
    assert!(compile(&files(&text)).is_complete());
}

/// Pieces of .proto text, so that random ones get past the lexer.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "syntax",
        "=",
        "\"proto3\"",
        "\"proto2\"",
        ";",
        "\n",
        "package",
        "a.b",
        "import",
        "\"a.proto\"",
        "\"b.proto\"",
        "message",
        "A",
        "B",
        "{",
        "}",
        "[",
        "]",
        "<",
        ">",
        "(",
        ")",
        "enum",
        "service",
        "rpc",
        "returns",
        "stream",
        "extend",
        "extensions",
        "reserved",
        "to",
        "max",
        "oneof",
        "map",
        "optional",
        "repeated",
        "required",
        "group",
        "int32",
        "string",
        "option",
        "default",
        "true",
        "1",
        "2",
        "-1",
        "0x1F",
        "1e400",
        "1.5",
        "nan",
        "-inf",
        "/*",
        "*/",
        "//",
        "'",
        "\"",
        "\\",
        "ä",
        "😀",
        "google.protobuf.Any",
        "\"google/protobuf/any.proto\"",
        ":",
        ",",
        ".",
        "json_name",
        "edition",
        "19000",
        "999999999999999999999",
        "message A { string a = 1; B b = 2; }",
        "enum E { X = 0; }",
        "syntax = \"proto3\";",
        "import \"google/protobuf/descriptor.proto\";",
        "extend google.protobuf.MessageOptions { optional A o = 50000; }",
        "option (o) = { a: \"x\" };",
        "extend A { optional int32 x = 5; }",
        "message A { extensions 5 to max; }",
        "‘",
        "\u{feff}",
        "\0",
    ]);
    prop::collection::vec((piece, prop::sample::select(vec![" ", "", "\n", "\t"])), 0..60)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| format!("{piece}{gap}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_panics_and_places_lie_in_it(a in soup(), b in soup()) {
        let files = vec![
            File { name: "a.proto".to_owned(), text: a },
            File { name: "b.proto".to_owned(), text: b },
        ];
        let compiled = compile(&files);
        let in_text = |place: Place| {
            let Source::File(index) = place.source else { return false };
            files[index as usize].text.get(place.span.range()).is_some()
        };
        for diagnostic in &compiled.diagnostics {
            prop_assert!(in_text(diagnostic.place), "{diagnostic:?}");
            prop_assert!(diagnostic.labels.iter().all(|label| in_text(label.place)), "{diagnostic:?}");
            prop_assert!(diagnostic.fixes.iter().flat_map(|fix| &fix.edits).all(|(place, _)| in_text(*place)));
            prop_assert!(!diagnostic.message.ends_with('.'));
        }
        if let Some(schema) = compiled.schema {
            for name in schema.message_types() {
                let (whole, own) = (schema.place(&name).unwrap(), schema.name_place(&name).unwrap());
                prop_assert!(in_text(whole) && whole.span.covers(own.span));
                let Source::File(file) = own.source else { unreachable!() };
                prop_assert!(schema.declaration_at(file as usize, own.span.start as usize).is_some());
                // The descriptors can be walked.
                let message = schema.message(&name);
                let Some(message) = message else {
                    // The package of the options is always there.
                    prop_assert!(name.starts_with("google"), "{:?}", schema.refusal(&name));
                    continue;
                };
                prop_assert!(message.extensions().all(|extension| !extension.name().is_empty()));
            }
        }
    }

    #[test]
    fn arbitrary_text_does_not_panic(text in any::<String>()) {
        compile(&vec![File { name: "a.proto".to_owned(), text }]);
    }
}
