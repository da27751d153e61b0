//! Outline, folds, colours.

use crate::support::Workspace;
use expect_test::expect;
use wirelens::language::{Colour, colours, folds, outline};

const TEXT: &str = r#"edition = "2024";
// One
// two.
import "google/protobuf/any.proto";
import "google/protobuf/empty.proto"; // empty
package demo;
option java_package = "x";
option features = {
  field_presence: IMPLICIT
};
/* A
   block. */
export message message {
  option deprecated = true;
  string message = 1;
  reserved 2 to max;
  oneof option { map<int32, google.protobuf.Any> never = 3; message enum = 4 [debug_redact = true]; }
  extend message {
    int32 more = 100;
  }
}
enum Kind { KIND_UNSPECIFIED = 0; KIND_OLD = 1 [deprecated = true]; }
message Half { string
service S { rpc Call(message) returns (stream Half); }
"#;

#[test]
fn an_outline_has_what_is_broken() {
    let workspace = Workspace::new(&[("a.proto", TEXT)]);
    let symbols = outline(0, &workspace.unit(0).tree);
    let line = |it: &wirelens::language::Symbol| {
        let shown = it.span.of_str(TEXT);
        assert_eq!(shown, it.name);
        format!("{}{} {}\n", "  ".repeat(it.depth as usize), it.kind, it.full_name)
    };
    expect![[r#"
        message demo.message
          field demo.message.message
          oneof demo.message.option
            field demo.message.never
            field demo.message.enum
          extension demo.message.more
        enum demo.Kind
          value demo.KIND_UNSPECIFIED
          value demo.KIND_OLD
        message demo.Half
        service demo.S
          rpc demo.S.Call
    "#]]
    .assert_eq(&symbols.iter().map(line).collect::<String>());
}

#[test]
fn brackets_comments_and_imports_fold() {
    let workspace = Workspace::new(&[("a.proto", TEXT)]);
    let folded: Vec<&str> = folds(&workspace.unit(0).tree).iter().map(|span| span.of_str(TEXT)).collect();
    expect![[r#"
        [
            "\n// two.",
            "\nimport \"google/protobuf/empty.proto\";",
            "\n  field_presence: IMPLICIT\n",
            "\n   block. */",
            "\n  option deprecated = true;\n  string message = 1;\n  reserved 2 to max;\n  oneof option { map<int32, google.protobuf.Any> never = 3; message enum = 4 [debug_redact = true]; }\n  extend message {\n    int32 more = 100;\n  }\n",
            "\n    int32 more = 100;\n  ",
        ]
    "#]].assert_debug_eq(&folded);
}

#[test]
fn colours_know_what_a_word_stands_for() {
    let workspace = Workspace::new(&[("a.proto", TEXT)]);
    let found = colours(&workspace.space(), 0);
    assert!(found.is_sorted_by(|one, other| one.0.end <= other.0.start));
    let of = |colour: Colour| -> Vec<&str> {
        found.iter().filter(|it| it.1 == colour).map(|(span, _)| span.of_str(TEXT)).collect()
    };
    let all = [
        Colour::Type,
        Colour::Scalar,
        Colour::Field,
        Colour::EnumValue,
        Colour::Rpc,
        Colour::Option,
        Colour::Keyword,
        Colour::Deprecated,
    ];
    let text: String = all.iter().map(|&colour| format!("{colour:?}: {}\n", of(colour).join(" "))).collect();
    expect![[r#"
        Type: google protobuf Any Kind Half S Half
        Scalar: string int32 int32 string
        Field: field_presence message option never enum more
        EnumValue: IMPLICIT KIND_UNSPECIFIED
        Rpc: Call
        Option: java_package features deprecated debug_redact deprecated
        Keyword: edition import import package option option export message option true reserved to max oneof map true extend enum true message service rpc returns stream
        Deprecated: message message message KIND_OLD message
    "#]].assert_eq(&text);
}
