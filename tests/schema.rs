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
    let schema = compiled.schema.unwrap();
    let note = schema.pool().get_extension_by_name("note").unwrap();
    let options = schema.message("A").unwrap().get_field_by_name("a").unwrap().options();
    assert_eq!(options.get_extension(&note).as_str(), Some("hi"));
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
    assert_eq!(at("string name"), Some("demo.User.name"));
    assert_eq!(at("mail ="), Some("demo.User.mail"));
    assert_eq!(at("PLAIN"), Some("demo.User.PLAIN"));
    assert_eq!(at("enum Kind"), Some("demo.User.Kind"));
    assert_eq!(at("rpc"), Some("demo.Users.Get"));
    assert_eq!(at("User {"), Some("demo.User"));
    assert_eq!(at("// trailing"), Some("demo.User"));
    assert_eq!(at("package"), None);
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
    assert_eq!(at("optional group"), Some("demo.A.part"), "the field, not the type it declares with it");
    assert_eq!(at("int32 x"), Some("demo.A.Part.x"));
    assert_eq!(at("inner"), Some("demo.B.inner"));
}

#[test]
fn a_missing_semicolon_is_blamed_on_its_own_line() {
    check(
        "syntax = \"proto3\";\nmessage A {\n  string a = 1 // ä\n  int32 b = 2;\n}\n",
        expect![[r#"
        a.proto:3:15 error proto-syntax: expected ';' or '[' behind '1', but the line ends at ""
            help: end the statement with `;`
            fix: insert `;`: a.proto:3:15 ";"
    "#]],
    );
    check(
        "syntax = \"proto3\"\nmessage A {}\n",
        expect![[r#"
        a.proto:1:18 error proto-syntax: expected ';' behind '"proto3"', but the line ends at ""
            help: end the statement with `;`
            fix: insert `;`: a.proto:1:18 ";"
    "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A { string a = 1 int32 b = 2; }\n",
        expect![[r#"
            a.proto:2:26 error proto-syntax: expected ';' or '[', but found 'int32' at "int32"
                help: end the statement with `;` before 'int32'
                fix: insert `;`: a.proto:2:25 ";"
        "#]],
    );
}

#[test]
fn the_quiz_rpcs() {
    check(
        "syntax = \"proto3\";\nservice UserService { rpc GetUser UserRequest returns UserResponse; }\nmessage UserRequest {}\n",
        expect![[r#"
            a.proto:2:35 error proto-syntax: expected '(', but found 'UserRequest' at "UserRequest"
                help: an rpc is declared as `rpc Name (Request) returns (Response);`
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A {}\nservice S { rpc Get(A) -> A; }\n",
        expect![[r#"
        a.proto:3:24 error proto-syntax: expected 'returns', but found '-' at "-"
            help: an rpc is declared as `rpc Name (Request) returns (Response);`
    "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A {}\nservice S {\n  rpc Get(A) returns (A)\n  rpc Put(A) returns (A);\n}\n",
        expect![[r#"
            a.proto:4:25 error proto-syntax: expected ';' or '{' behind ')', but the line ends at ""
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
            a.proto:2:24 error proto-syntax: expected '=', but found ';' at ";"
                help: every field and every enum value has a number, such as `name = 4;`
                fix: insert `= 4`: a.proto:2:24 " = 4"
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmesage A { string name = 1; }\nmessage B {}\n",
        expect![[r#"
        a.proto:2:1 error proto-syntax: expected 'enum', 'extend', 'import', 'message', 'option', 'service', 'package' or ';', but found 'mesage' at "mesage"
            help: did you mean `message`?
    "#]],
    );
    check(
        "message A { string name = 1; }\n",
        expect![[r#"
        a.proto:1:13 error proto-syntax: fields must have a label with proto2 syntax (expected one of 'optional', 'repeated' or 'required') at "string name = 1;"
            help: without a `syntax` statement a file is proto2; write `syntax = "proto3";` as its first line
            fix: insert `syntax = "proto3";`: a.proto:1:1 "syntax = \"proto3\";\n"
    "#]],
    );
    check(
        "syntax = “proto3”;\n",
        expect![[r#"
        a.proto:1:10 error proto-syntax: unexpected character '“' at "“"
            help: use straight quotes: " or '
    "#]],
    );
    check(
        "syntax = \"proto4\";\n",
        expect![[r#"
        a.proto:1:10 error proto-syntax: unknown syntax 'proto4' at "\"proto4\""
            help: possible values are 'proto2' and 'proto3'
    "#]],
    );
    check(
        "syntax = \"proto3\";\nimport \"../x.proto\";\nmessage A { int32 a = 0; }\n",
        expect![[r#"
        a.proto:2:8 error proto-syntax: invalid import path at "\"../x.proto\""
            help: imports may not contain backslashes, repeated forward slashes, '.' or '..' components
    "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A { int32 a = 0; int32 b = 600000000; required int32 c = 3; int32 d = 4 [default = 1]; }\n",
        expect![[r#"
            a.proto:2:23 error proto-syntax: field numbers must be between 1 and 536870911 at "0"
                help: choose a free number from 1 on
            a.proto:2:36 error proto-syntax: field numbers must be between 1 and 536870911 at "600000000"
                help: choose a free number from 1 on
            a.proto:2:47 error proto-syntax: required fields are not allowed in proto3 syntax at "required"
                help: remove `required`
            a.proto:2:82 error proto-syntax: default values are not allowed in proto3 at "default = 1"
                help: remove `default`; in proto3 an absent number is 0, an absent string is empty
        "#]],
    );
    check(
        "syntax = \"proto3\";\nenum E { A = 0, B = 1 }\n",
        expect![[r#"
        a.proto:2:15 error proto-syntax: expected ';' or '[', but found ',' at ","
            help: declarations end with `;`
    "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A {\n  message B {\n    int32 x = 1;\n  \n}\n",
        expect![[r#"
        a.proto:7:1 error proto-syntax: expected a message field, oneof, reserved range, enum, message, option or '}', but reached end of file at ""
            a.proto:2:11 "{": this `{` is never closed
            help: close the `{`
    "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A { string s = 1; }\n}\n",
        expect![[r#"
        a.proto:3:1 error proto-syntax: expected 'enum', 'extend', 'import', 'message', 'option', 'service', 'package' or ';', but found '}' at "}"
            help: this `}` closes nothing; remove it
    "#]],
    );
    check(
        "syntax = \"proto3\";\nstring s = 1;\n",
        expect![[r#"
        a.proto:2:1 error proto-syntax: expected 'enum', 'extend', 'import', 'message', 'option', 'service', 'package' or ';', but found 'string' at "string"
            help: fields are declared inside of a message: `message Name { … }`
    "#]],
    );
    check(
        "message A {} syntax = \"proto3\";\n",
        expect![[r#"
        a.proto:1:14 error proto-syntax: expected 'enum', 'extend', 'import', 'message', 'option', 'service', 'package' or ';', but found 'syntax' at "syntax"
            help: `syntax` must be the first statement of the file, and there is only one
    "#]],
    );
    check(
        "package a; package b;\n",
        expect![[r#"
        a.proto:1:12 error proto-syntax: multiple package names specified at "package b;"
            a.proto:1:1 "package a;": defined here
            help: a file has one package; remove the other statement
    "#]],
    );
    check(
        "edition = \"2023\";\nmessage A {}\n",
        expect![[r#"
        a.proto:1:1 error proto-edition: editions are not supported yet by this build, found edition "2023" at "edition = \"2023\";"
            help: write `syntax = "proto3";` instead
    "#]],
    );
}

#[test]
fn one_error_inside_of_a_message_is_one_error() {
    check(
        "syntax = \"proto3\";\nmessage A {\n  string a = = 1;\n  message B { int32 b = 1; }\n  string c = 3;\n  option deprecated = true;\n  int32 d = 4;\n}\nmessage C { int32 = 1; }\n",
        expect![[r#"
            a.proto:3:14 error proto-syntax: expected an integer, but found '=' at "="
            a.proto:9:19 error proto-syntax: expected an identifier, but found '=' at "="
        "#]],
    );
}

#[test]
fn semantic_errors_are_located_in_bytes() {
    check(
        "syntax = \"proto3\";\nmessage A {\n  /* äöü 😀 */ Strng s = 1; /* ä */ Usr u = 1; int x = 7;\n\tDuration d = 4;\n  google.protobuf.Timestamp t = 5;\n  Nobody n = 6; String t2 = 8;\n}\nmessage User {}\n",
        expect![[r#"
            a.proto:3:15 error proto-semantic: name 'Strng' is not defined at "Strng"
                help: did you mean `string`?
                fix: replace by `string`: a.proto:3:15 "string"
            a.proto:3:36 error proto-semantic: name 'Usr' is not defined at "Usr"
                help: did you mean `User`?
                fix: replace by `User`: a.proto:3:36 "User"
            a.proto:3:44 error proto-semantic: field number '1' is already used at "1"
                a.proto:3:25 "1": first defined here
                help: give each field a number of its own; the next free one is 9
            a.proto:3:47 error proto-semantic: name 'int' is not defined at "int"
                help: did you mean `int32`?
                fix: replace by `int32`: a.proto:3:47 "int32"
            a.proto:4:2 error proto-semantic: name 'Duration' is not defined at "Duration"
                help: did you mean `google.protobuf.Duration`? it needs `import "google/protobuf/duration.proto";`
                fix: replace by `google.protobuf.Duration`: a.proto:4:2 "google.protobuf.Duration", a.proto:1:19 "\nimport \"google/protobuf/duration.proto\";"
            a.proto:5:3 error proto-semantic: name 'google.protobuf.Timestamp' is not defined at "google.protobuf.Timestamp"
                help: 'google.protobuf.Timestamp' is declared in 'google/protobuf/timestamp.proto'; add `import "google/protobuf/timestamp.proto";`
                fix: import 'google/protobuf/timestamp.proto': a.proto:1:19 "\nimport \"google/protobuf/timestamp.proto\";"
            a.proto:6:3 error proto-semantic: name 'Nobody' is not defined at "Nobody"
                help: declare `message Nobody { … }`, or import the file that does
            a.proto:6:17 error proto-semantic: name 'String' is not defined at "String"
                help: the built-in type is written `string`
                fix: replace by `string`: a.proto:6:17 "string"
        "#]],
    );
    check(
        "syntax = \"proto3\";\npackage demo;\nmessage A { reserved 2 to 4; int32 a = 3; int32 b = 1; int32 c = 1; int32 d = 19001; int32 A = 9; }\nmessage A {}\nenum E { X = 1; }\nenum F { Y = 0; }\nenum G { Y = 0; }\nenum H {}\n",
        expect![[r#"
            a.proto:3:92 error proto-semantic: camel-case name of field 'a' conflicts with field 'A' at "A"
                a.proto:3:36 "a": first defined here
                help: rename one of them; in JSON both would have the same name
            a.proto:4:9 error proto-semantic: name 'demo.A' is defined twice at "A"
                a.proto:3:9 "A": first defined here
                help: rename one of them
            a.proto:5:14 error proto-semantic: the first value for proto3 enums must be 0 at "1"
                help: add a first value for "not set", such as `UNSPECIFIED = 0;`
            a.proto:7:10 error proto-semantic: name 'demo.Y' is defined twice at "Y"
                a.proto:6:10 "Y": first defined here
                help: rename one of them; an enum's values share the scope that is around the enum
            a.proto:8:1 error proto-semantic: enums must have at least one value at "enum H {}"
                help: add a value, such as `UNSPECIFIED = 0;`
        "#]],
    );
    check(
        "syntax = \"proto3\";\noption java_package = 5;\noption nope = 1;\nmessage A { int32 a = 1 [(demo.opt) = 2]; }\n",
        expect![[r#"
            a.proto:2:1 error proto-semantic: expected a value of type 'string' for option 'java_package', but found '5' at "option java_package = 5;"
            a.proto:3:1 error proto-semantic: option field 'nope' is not defined at "option nope = 1;"
            a.proto:4:26 error proto-semantic: name 'demo.opt' is not defined at "(demo.opt) = 2"
                help: declare it in an `extend google.protobuf.…Options { … demo.opt = 50000; }`, or import the file that does
        "#]],
    );
}

#[test]
fn semantic_errors_of_later_phases() {
    check(
        "syntax = \"proto3\";\noption java_package = 5;\noption nope = 1;\nmessage A { int32 a = 1 [deprecated = 3]; }\n",
        expect![[r#"
            a.proto:2:1 error proto-semantic: expected a value of type 'string' for option 'java_package', but found '5' at "option java_package = 5;"
            a.proto:3:1 error proto-semantic: option field 'nope' is not defined at "option nope = 1;"
            a.proto:4:26 error proto-semantic: expected a value of type 'bool' for option 'deprecated', but found '3' at "deprecated = 3"
        "#]],
    );
    check(
        "syntax = \"proto2\";\nimport \"google/protobuf/descriptor.proto\";\nmessage O { optional int32 x = 1; }\nextend google.protobuf.FileOptions { optional O o = 50000; }\noption (o) = { x: 1 y: 2 };\n",
        expect![[r#"
            a.proto:5:1 error proto-semantic: invalid value of type 'O' for option '(o)': field 'y' not found for message 'O' at "option (o) = { x: 1 y: 2 };"
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A { int32 a = 1; int32 b = 1; }\nenum E { X = 1; }\nmessage C { int32 foo_bar = 1; int32 fooBar = 2; }\n",
        expect![[r#"
            a.proto:3:14 error proto-semantic: the first value for proto3 enums must be 0 at "1"
                help: add a first value for "not set", such as `UNSPECIFIED = 0;`
            a.proto:4:38 error proto-semantic: camel-case name of field 'foo_bar' conflicts with field 'fooBar' at "fooBar"
                a.proto:4:19 "foo_bar": first defined here
                help: rename one of them; in JSON both would have the same name
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
            b.proto:2:21 error proto-syntax: expected '=', but found '}' at "}"
                help: every field and every enum value has a number, such as `x = 1;`
                fix: insert `= 1`: b.proto:2:20 " = 1"
            c.proto:2:1 error proto-import: imported file 'nowhere.proto' was not found at "import \"nowhere.proto\";"
                help: add a file named 'nowhere.proto', or import one of 'a.proto', 'b.proto', 'd.proto', 'e.proto', 'f.proto'
            c.proto:3:1 error proto-import: imported file 'd.prto' was not found at "import \"d.prto\";"
                help: did you mean 'd.proto'?
            d.proto:2:13 error proto-semantic: name 'Nope' is not defined at "Nope"
                help: declare `message Nope { … }`, or import the file that does
        "#]],
    );
    assert!(!compiled.is_complete());
    assert_eq!(compiled.schema.unwrap().message_types(), ["E"], "what compiles can be used");
}

#[test]
fn imports_go_wrong_in_other_ways() {
    check(
        "--- a.proto\nimport \"b.proto\";\n--- b.proto\nimport \"a.proto\";\n--- c.proto\nimport \"c.proto\";\n",
        expect![[r#"
            b.proto:1:1 error proto-import: imports go in a circle: a.proto → b.proto → a.proto at "import \"a.proto\";"
                help: remove one of the imports, or move what both files need into a third
            c.proto:1:1 error proto-import: 'c.proto' imports itself at "import \"c.proto\";"
                help: remove one of the imports, or move what both files need into a third
        "#]],
    );
    check(
        "--- a.proto\nimport \"b.proto\";\nimport \"b.proto\";\n--- b.proto\n",
        expect![[r#"
        a.proto:2:1 error proto-import: 'b.proto' is imported twice at "import \"b.proto\";"
            a.proto:1:1 "import \"b.proto\";": first imported here
            help: remove one of the two imports
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
        b.proto:1:20 error proto-semantic: name 'x.A' is already defined in file 'a.proto' at "A"
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
        a.proto:998:15 info proto-more: 19002 more problems are not shown at "{"
    "#]]
    .assert_eq(&show(&files, &compiled.diagnostics[MAX_DIAGNOSTICS - 1..]));

    let fields: String = (1..30_000).map(|n| format!("  Nope{n} f{n} = {n};\n")).collect();
    let files = self::files(&format!("syntax = \"proto3\";\nmessage A {{\n{fields}}}\n"));
    expect![[r#"
        a.proto:1:1 info proto-more: 30998 more problems are shown once the first is mended at ""
        a.proto:3:3 error proto-semantic: name 'Nope1' is not defined at "Nope1"
            help: declare `message Nope1 { … }`, or import the file that does
    "#]]
    .assert_eq(&show(&files, &compile(&files).diagnostics));
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
                let message = schema.message(&name).unwrap();
                prop_assert!(message.extensions().all(|extension| !extension.name().is_empty()));
            }
        }
    }

    #[test]
    fn arbitrary_text_does_not_panic(text in any::<String>()) {
        compile(&vec![File { name: "a.proto".to_owned(), text }]);
    }
}
