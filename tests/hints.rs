//! Hints: what could be better though nothing is wrong, and what pressing their buttons does.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]

use expect_test::{Expect, expect};
use wirelens::analysis::Payload;
use wirelens::engine::Engine;
use wirelens::engine::services::{Doc, Query, Told, What};
use wirelens::engine::view::{Body, Change, Problem, Request, Target};
use wirelens::text::File;

/// An engine with one file.
struct Page {
    engine: Engine,
    text: String,
    problems: Vec<Problem>,
}

impl Page {
    fn new(text: &str, json: &str) -> Page {
        let mut page = Page { engine: Engine::default(), text: String::new(), problems: Vec::new() };
        page.send(Some(text), Some(json), true);
        page
    }

    fn send(&mut self, text: Option<&str>, json: Option<&str>, hints: bool) {
        let file = |text: &str| File { name: "a.proto".to_owned(), text: text.to_owned() };
        self.text = text.unwrap_or(&self.text).to_owned();
        let change = Change {
            files: text.map(|text| vec![file(text)]),
            payload: json.map(|json| Payload::Json(json.to_owned())),
            hints,
            ..Change::default()
        };
        let Body::Report(report) = self.engine.answer(Request::Analyze(change)) else { panic!() };
        self.problems = report.problems.into_iter().filter(|problem| problem.word() == "hint").collect();
    }

    fn edit(&mut self, old: &str, new: &str) {
        assert!(self.text.contains(old), "{old:?}");
        let text = self.text.replacen(old, new, 1);
        self.send(Some(&text), None, true);
    }

    /// What the text is with a fix applied.
    fn fixed(&mut self, problem: usize, fix: usize) -> String {
        let problem = self.problems[problem].clone();
        let fix = &problem.fixes[fix];
        let Target::File(0, at) = problem.target else { panic!() };
        let mut edits: Vec<_> = fix.edits.iter().map(|(target, text)| (*target, text.clone())).collect();
        if let Some(name) = &fix.rename {
            let query = Query { id: 1, doc: Doc::File(0), at: at.start, what: What::Rename(name.clone()) };
            let Body::Language(reply) = self.engine.answer(Request::Language(query)) else { panic!() };
            let Told::Renamed(_, found) = reply.told else { panic!("{:?}", reply.told) };
            edits.extend(found.into_iter().map(|edit| (Target::File(0, edit.span), edit.text)));
        }
        let mut text = self.text.clone();
        edits.sort_by_key(|(target, _)| std::cmp::Reverse(format!("{target:?}").len()));
        edits.sort_by_key(|(target, _)| match target {
            Target::File(_, span) => std::cmp::Reverse(span.start),
            _ => panic!(),
        });
        for (target, new) in edits {
            let Target::File(0, span) = target else { panic!() };
            text.replace_range(span.range(), &new);
        }
        text
    }

    fn said(&self) -> String {
        let line = |problem: &Problem| {
            let fixes: Vec<_> = problem.fixes.iter().map(|fix| format!(" [{}]", fix.title)).collect();
            let help = problem.help.as_deref().unwrap_or_default();
            let at = format!("{}:{} {}", problem.line, problem.column, problem.code);
            format!("{at}: {}\n    {help}{}\n", problem.message, fixes.concat())
        };
        self.problems.iter().map(line).collect()
    }
}

fn check(text: &str, json: &str, expect: Expect) {
    expect.assert_eq(&Page::new(text, json).said());
}

const BADLY_NAMED: &str = r#"syntax = "proto3";
package Shop.userAPI;
message user_profile {
  string firstName = 1;
  role kind = 2;
  oneof Contact { string e_mail = 3; }
  message inner {}
  inner Inner_ = 4;
}
enum role {
  none = 0;
  ADMIN = 1;
  ROLE_guest = 2;
}
enum State { STATE_ACTIVE = 0; }
enum Color { COLOR_UNKNOWN = 0; COLOR_RED = 1; }
service users {
  rpc get_user(user_profile) returns (user_profile);
}
"#;

#[test]
fn names() {
    check(
        BADLY_NAMED,
        "{}",
        expect![[r#"
        2:9 style-package-case: expected the package in lower_snake_case, found 'Shop.userAPI'
            write `shop.user_api`
        3:9 style-message-case: expected the message in PascalCase, found 'user_profile'
            write `UserProfile` [rename to `UserProfile`]
        4:10 style-field-case: expected the field in lower_snake_case, found 'firstName'
            write `first_name` [rename to `first_name`]
        6:9 style-oneof-case: expected the oneof in lower_snake_case, found 'Contact'
            write `contact` [rename to `contact`]
        7:11 style-message-case: expected the message in PascalCase, found 'inner'
            write `Inner` [rename to `Inner`]
        8:9 style-field-case: expected the field in lower_snake_case, found 'Inner_'
            write `inner` [rename to `inner`]
        10:6 style-enum-case: expected the enum in PascalCase, found 'role'
            write `Role` [rename to `Role`]
        11:3 style-value-case: expected the value in UPPER_SNAKE_CASE, found 'none'
            write `ROLE_UNSPECIFIED` [rename to `ROLE_UNSPECIFIED`]
        12:3 style-value-prefix: expected the value to begin with 'ROLE_', found 'ADMIN'
            write `ROLE_ADMIN`; values share the scope around their enum, so two enums can't both have 'ADMIN' [rename to `ROLE_ADMIN`]
        13:3 style-value-case: expected the value in UPPER_SNAKE_CASE, found 'ROLE_guest'
            write `ROLE_GUEST` [rename to `ROLE_GUEST`]
        15:14 style-zero-value: expected the zero value to be 'STATE_UNSPECIFIED', found 'STATE_ACTIVE'
            zero is what a reader finds where nothing was sent; keep it for "not set"
        16:14 style-zero-value: expected the zero value to be 'COLOR_UNSPECIFIED', found 'COLOR_UNKNOWN'
            write `COLOR_UNSPECIFIED` [rename to `COLOR_UNSPECIFIED`]
        17:9 style-service-case: expected the service in PascalCase, found 'users'
            write `Users` [rename to `Users`]
        18:7 style-rpc-case: expected the rpc in PascalCase, found 'get_user'
            write `GetUser` [rename to `GetUser`]
    "#]],
    );
}

#[test]
fn what_is_named_well_is_not_spoken_of() {
    check(
        "syntax = \"proto3\";\npackage shop.v1;\nmessage HTTPRequest {\n  int32 x1_y = 1;\n  map<string, int32> by_name = 2;\n}\n\
         enum Kind { KIND_UNSPECIFIED = 0; KIND_A = 1; }\nservice S { rpc Do(HTTPRequest) returns (HTTPRequest); }\n",
        "{}",
        expect![],
    );
}

#[test]
fn what_is_better_left_out() {
    check(
        "syntax = \"proto2\";\nimport public \"google/protobuf/any.proto\";\nmessage M { required int32 a = 1; optional group G = 2 {} }\n",
        "{\"a\": 1}",
        expect![[r#"
            1:1 style-package-missing: expected a package, found none
                a line such as `package shop.v1;` keeps these names apart from those of others
            2:1 style-import-public: a public import hides where names come from
                let each file import what it uses itself
            3:13 style-required: 'a' is required for ever
                make it optional; a required field can never be removed, since old readers refuse messages without it [make it `optional`]
        "#]],
    );
}

#[test]
fn a_rename_takes_every_use_along() {
    let mut page = Page::new(BADLY_NAMED, "{}");
    let at = page.problems.iter().position(|problem| problem.message.contains("'role'")).unwrap();
    let text = page.fixed(at, 0);
    assert!(text.contains("\n  Role kind = 2;") && text.contains("\nenum Role {"), "{text}");
}

#[test]
fn hints_can_be_switched_off() {
    let mut page = Page::new(BADLY_NAMED, "{}");
    assert!(!page.problems.is_empty());
    page.send(None, None, false);
    assert_eq!(page.said(), "");
}

const MESSAGE: &str =
    "syntax = \"proto3\";\npackage p;\nmessage M {\n  string name = 1;\n  string email = 2;\n  int32 age = 3;\n}\n";

#[test]
fn a_removed_field_is_reserved() {
    let mut page = Page::new(MESSAGE, "{}");
    page.edit("  string email = 2;\n", "");
    expect![[r#"
        3:9 style-reserve: field 2 'email' was removed and is not reserved
            reserve number and name, so that no other field gets them while old messages are about [reserve 2 and 'email']
    "#]].assert_eq(&page.said());
    expect![[r#"
        syntax = "proto3";
        package p;
        message M {
          reserved 2;
          reserved "email";
          string name = 1;
          int32 age = 3;
        }
    "#]]
    .assert_eq(&page.fixed(0, 0));
    page.edit("  int32 age = 3;\n", "  reserved 9;  // old\n");
    expect![[r#"
        3:9 style-reserve: field 2 'email' and 1 more were removed and are not reserved
            reserve number and name, so that no other field gets them while old messages are about [reserve 2 numbers and their names]
    "#]].assert_eq(&page.said());
    let text = page.fixed(0, 0);
    expect![[r#"
        syntax = "proto3";
        package p;
        message M {
          string name = 1;
          reserved 9;  // old
          reserved 2, 3;
          reserved "email", "age";
        }
    "#]]
    .assert_eq(&text);
    page.send(Some(&text), None, true);
    assert_eq!(page.said(), "");
}

#[test]
fn what_another_workspace_has_not_was_not_removed() {
    let with = "syntax = \"proto3\";\npackage p;\n\nmessage User {\n  string name = 1;\n  string email = 2;\n}\n";
    let without = with.replace("  string email = 2;\n", "");
    let mut page = Page::new(with, "{}");
    let files = vec![File { name: "a.proto".to_owned(), text: without }];
    let change = Change { files: Some(files), is_other: true, hints: true, ..Change::default() };
    let Body::Report(report) = page.engine.answer(Request::Analyze(change)) else { panic!() };
    assert_eq!(report.problems, []);
}

#[test]
fn what_is_still_there_is_not_removed() {
    let mut page = Page::new(MESSAGE, "{}");
    for (old, new) in [
        ("string email = 2;", "string mail = 2;"),
        ("string mail = 2;", "string mail = 12;"),
        ("string mail = 12;", "string mail = 2"),
        ("string mail = 2", "string mail = 2;"),
    ] {
        page.edit(old, new);
        assert_eq!(page.said(), "", "{new}");
    }
}

#[test]
fn what_was_only_just_typed_is_not_missed() {
    let mut page = Page::new(MESSAGE, "{}");
    page.edit("}\n", "  bool b = 4;\n}\n");
    page.edit("  bool b = 4;\n", "");
    assert_eq!(page.said(), "");
    page.edit("}\n", "  bool b = 4;\n}\n");
    page.edit("int32 age", "int64 age");
    page.edit("  bool b = 4;\n", "");
    assert!(page.said().contains("field 4 'b'"), "{}", page.said());
}

#[test]
fn another_text_has_no_history() {
    let mut page = Page::new(MESSAGE, "{}");
    let other = "syntax = \"proto3\";\npackage p;\n\n// Of another example.\nmessage M {\n  bytes picture = 7;\n  // Much more.\n}\n";
    page.send(Some(other), None, true);
    assert_eq!(page.said(), "");
}

#[test]
fn values_and_nested_messages_and_editions() {
    let mut page = Page::new(
        "edition = \"2023\";\npackage p;\nmessage M {\n  message N { int32 a = 1; int32 b = 2; }\n  enum E { E_UNSPECIFIED = 0; E_A = 1; E_B = 2; }\n}\n",
        "{}",
    );
    page.edit(" int32 a = 1; int32 b = 2;", "");
    page.edit(" E_A = 1;", "");
    expect![[r#"
        4:11 style-reserve: field 1 'a' and 1 more were removed and are not reserved
            reserve number and name, so that no other field gets them while old messages are about [reserve 2 numbers and their names]
        5:8 style-reserve: value 1 'E_A' was removed and is not reserved
            reserve number and name, so that no other value gets them while old messages are about [reserve 1 and 'E_A']
    "#]].assert_eq(&page.said());
    let (one, other) = (page.fixed(0, 0), page.fixed(1, 0));
    expect![[r#"
        edition = "2023";
        package p;
        message M {
          message N {
            reserved 1, 2;
            reserved a, b;
          }
          enum E { E_UNSPECIFIED = 0; E_B = 2; }
        }
    "#]]
    .assert_eq(&one);
    expect![[r#"
        edition = "2023";
        package p;
        message M {
          message N { }
          enum E {
            reserved 1;
            reserved E_A;
            E_UNSPECIFIED = 0; E_B = 2; }
        }
    "#]]
    .assert_eq(&other);
}

#[test]
fn negative_numbers_in_types_that_stretch_them() {
    let text = "syntax = \"proto3\";\npackage p;\nmessage M {\n  int32 a = 1;\n  repeated int64 many = 2;\n  sint32 good = 3;\n  int32 big = 4;\n}\n";
    let mut page = Page::new(text, r#"{"a": -1, "many": [1, -2, -3], "good": -1, "big": 5}"#);
    expect![[r#"
        4:3 style-negative: the value in this message is negative and takes 10 B as `int32`; `sint32` would take 1 B
            change the type only before messages are stored or programs are out: the bytes mean something else then [replace by `sint32`]
        5:12 style-negative: 2 of the 3 values in this message are negative, and all take 21 B as `int64`; `sint64` would take 3 B
            change the type only before messages are stored or programs are out: the bytes mean something else then [replace by `sint64`]
    "#]].assert_eq(&page.said());
    assert!(page.fixed(0, 0).contains("  sint32 a = 1;"));
    check(text, r#"{"many": [1, 2, -3]}"#, expect![[""]]);
}
