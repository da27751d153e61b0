//! The formatter: what it makes of a text, and its laws.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]

#[path = "laws/mutate.rs"]
#[allow(dead_code, reason = "the other pieces are for other laws")]
mod mutate;

#[path = "laws/text.rs"]
mod text;

use expect_test::{Expect, expect};
use mutate::{PROTO, edits, mutated};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use text::{is_a_tree, keeps_meaning, tree};
use wirelens::{bundled, examples};

/// All laws; what the text is when it is formatted.
#[track_caller]
fn obeys(text: &str) -> String {
    is_a_tree(text);
    keeps_meaning(text)
}

#[track_caller]
fn check(text: &str, expect: Expect) {
    expect.assert_eq(&obeys(text));
}

#[test]
fn one_declaration_a_line() {
    check(
        "syntax='proto3';package  a . b ;import\"x.proto\";import public 'y.proto';option java_package=\"z\";\
         message M{int32 a=1;repeated .a.b.M  m=2;map< string,M >n=3;oneof o{string s=4;}reserved 5,6 to 9,20 to max;\
         reserved\"x\",'y';enum E{A=0;B=-1;}message Empty{}}\
         service S{rpc R(M)returns(stream M);rpc Q ( stream .a.b.M ) returns ( M ) { option deprecated=true; }rpc T(M)returns(M){}}",
        expect![[r#"
            syntax = 'proto3';
            package a.b;
            import "x.proto";
            import public 'y.proto';
            option java_package = "z";
            message M {
              int32 a = 1;
              repeated .a.b.M m = 2;
              map<string, M> n = 3;
              oneof o {
                string s = 4;
              }
              reserved 5, 6 to 9, 20 to max;
              reserved "x", 'y';
              enum E {
                A = 0;
                B = -1;
              }
              message Empty {}
            }
            service S {
              rpc R(M) returns (stream M);
              rpc Q(stream .a.b.M) returns (M) {
                option deprecated = true;
              }
              rpc T(M) returns (M) {}
            }
        "#]],
    );
}

#[test]
fn proto2_and_editions() {
    check(
        "edition=\"2024\";export   message M{extensions 4 to 7,9[verification=UNVERIFIED];int32 a=1[features.field_presence=IMPLICIT];}\
         local enum E{Z=0;}import option \"x.proto\";",
        expect![[r#"
            edition = "2024";
            export message M {
              extensions 4 to 7, 9 [verification = UNVERIFIED];
              int32 a = 1 [features.field_presence = IMPLICIT];
            }
            local enum E {
              Z = 0;
            }
            import option "x.proto";
        "#]],
    );
    check(
        "message M{optional group G=1{required int32 a=2[default=-1];};extensions 100 to max;}extend M{optional int32 e=100;}",
        expect![[r#"
            message M {
              optional group G = 1 {
                required int32 a = 2 [default = -1];
              };
              extensions 100 to max;
            }
            extend M {
              optional int32 e = 100;
            }
        "#]],
    );
}

#[test]
fn blank_lines_are_kept_but_one() {
    check(
        "\n\n\nsyntax = \"proto3\";\n\n\n\nmessage M {\n\n  int32 a = 1;\n  \n\t\n  int32 b = 2;\n\n}\nmessage N {\n\n}\n\n\n",
        expect![[r#"
            syntax = "proto3";

            message M {
              int32 a = 1;

              int32 b = 2;
            }
            message N {}
        "#]],
    );
}

#[test]
fn comments_stay_where_they_are() {
    check(
        "// license\n\n/* detached */\n\n// of syntax\nsyntax = \"proto3\";   // behind\n\n\
         message M { // of M\n// of a\nint32 a = 1;// behind a   \n// after a\n\n// of b\n   /* and b */ int32 b = 2; /* before c */ int32 c = 3;\n\
         // last in M\n}// behind M\nmessage N{/* empty */}\nmessage O{\n// empty\n}\n// the end",
        expect![[r#"
            // license

            /* detached */

            // of syntax
            syntax = "proto3";  // behind

            message M {  // of M
              // of a
              int32 a = 1;  // behind a
              // after a

              // of b
              /* and b */ int32 b = 2;
              /* before c */ int32 c = 3;
              // last in M
            }  // behind M
            message N { /* empty */ }
            message O {
              // empty
            }
            // the end
        "#]],
    );
}

#[test]
fn comments_between_tokens() {
    check(
        "message /* a */ M /* b */ {\nrepeated /* c */ int32 // d\na\n/* e */\n= /* f */ 1 /* g */ [ // h\ndeprecated /* i */ = true, // j\n\
         // k\njson_name = \"x\" // l\n// m\n] /* n */ ;\nreserved /* o */ 1, // p\n2 /* q */ to /* r */ 3,\n// s\n4;\n\
         map</* t */ string /* u */, /* v */ int32 /* w */ > m = 5;\na. /* x */ b c = 6;\n}\n\
         option (a) = { b: [ /* y */ 1, // z\n2 ] };option b = - /* - */ 1;\n",
        expect![[r#"
            message /* a */ M /* b */ {
              repeated /* c */ int32  // d
                  a
                  /* e */
                  = /* f */ 1 /* g */ [  // h
                deprecated /* i */ = true,  // j
                // k
                json_name = "x"  // l
                // m
              ] /* n */;
              reserved /* o */ 1,  // p
                  2 /* q */ to /* r */ 3,
                  // s
                  4;
              map< /* t */ string /* u */, /* v */ int32 /* w */> m = 5;
              a. /* x */ b c = 6;
            }
            option (a) = {
              b: [
                /* y */ 1,  // z
                2
              ]
            };
            option b = - /* - */ 1;
        "#]],
    );
}

#[test]
fn block_comments_move_with_their_lines() {
    check(
        "message M {\n        /* one\n         * two\n             three\n     four\n         */\n  int32 a = 1;\n\t/**\n\t * tabs\n\t */\n\tint32 b = 2;\n}\n",
        expect![[r#"
            message M {
              /* one
               * two
                   three
                 four
               */
              int32 a = 1;
              /**
               * tabs
               */
              int32 b = 2;
            }
        "#]],
    );
}

#[test]
fn options_are_broken_where_they_must_or_were() {
    check(
        "message M {\nstring a = 1 [deprecated=true,json_name=\"b\"];\nstring b = 2\n    [deprecated = true];\n\
         string c = 3 [\ndeprecated = true];\n\
         string quite_a_long_field_name = 4 [deprecated = true, json_name = \"something_else_that_is_long\"];\n\
         string d = 5 [(opt) = {a: 1 b: 2}];\nstring e = 6 [(opt) = {\na: 1, b: {c: 2} f <g: 3>; }];\nstring f = 7 [ (opt) = { } ];\n}\n\
         enum E { A = 0 [ deprecated=true ] ; }\n",
        expect![[r#"
            message M {
              string a = 1 [deprecated = true, json_name = "b"];
              string b = 2 [deprecated = true];
              string c = 3 [
                deprecated = true
              ];
              string quite_a_long_field_name = 4 [
                deprecated = true,
                json_name = "something_else_that_is_long"
              ];
              string d = 5 [(opt) = { a: 1 b: 2 }];
              string e = 6 [(opt) = {
                a: 1,
                b: { c: 2 }
                f < g: 3 >;
              }];
              string f = 7 [(opt) = {}];
            }
            enum E {
              A = 0 [deprecated = true];
            }
        "#]],
    );
}

#[test]
fn aggregates() {
    check(
        "option (google.api.http) = { get: \"/v1/{name=shelves/*}\" };\n\
         option (google.api.http) = {\npost : \"/v1\" body:\"*\" additional_bindings { get: \"/v2\" } };\n\
         option (o) = { a: 1, list: [1,2 , 3] empty: [] messages: [{a:1},{a:2}] one: [{ a: 1 }] [ext.name]: -inf [type.example/ a.B] { c: .5 } };\n\
         option (o).a.(b.c) = { text: \"one\"\n\"two\" 'three', more: \"one\" \"two\" };\n\
         option s = \"one\" \"two\";option t =\n\"one\"\n \"two\";",
        expect![[r#"
            option (google.api.http) = { get: "/v1/{name=shelves/*}" };
            option (google.api.http) = {
              post: "/v1"
              body: "*"
              additional_bindings { get: "/v2" }
            };
            option (o) = {
              a: 1,
              list: [1, 2, 3]
              empty: []
              messages: [{ a: 1 }, { a: 2 }]
              one: [{ a: 1 }]
              [ext.name]: -inf
              [type.example/a.B] { c: .5 }
            };
            option (o).a.(b.c) = {
              text:
                  "one"
                  "two"
                  'three',
              more: "one" "two"
            };
            option s = "one" "two";
            option t =
                "one"
                "two";
        "#]],
    );
}

#[test]
fn long_lines() {
    check(
        "service S {\nrpc AMethodWithAVeryLongName(ARequestWithAVeryLongName) returns (stream AResponseWithALongName);\n\
         rpc AMethodWithAVeryLongName(ARequestWithAVeryLongName) returns (stream AResponseWithALongName) { option deprecated = true; }\n\
         rpc Short(A)\n    returns (B) {\n    }\n}\n\
         message M {\nreserved 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27;\n\
         reserved\n 30,\n31;\n\
         option (description) = \"a text that is nearly as long as a line\" \"and another one that is not short\";\n\
         repeated quite.a_long.name.of_a.Package.AndATypeOfALongName the_name_of_the_field = 1;\n\
         repeated quite.a_long.name.of_a.Package.AndATypeOfALongName name = 2 [deprecated = true];\n\
         repeated quite.a_long.name.of_a.Package.AndATypeOfALongName the_name_of_the_field = 1 [deprecated = true];\n}\n",
        expect![[r#"
            service S {
              rpc AMethodWithAVeryLongName(ARequestWithAVeryLongName)
                  returns (stream AResponseWithALongName);
              rpc AMethodWithAVeryLongName(ARequestWithAVeryLongName)
                  returns (stream AResponseWithALongName) {
                option deprecated = true;
              }
              rpc Short(A) returns (B) {}
            }
            message M {
              reserved 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
                  20, 21, 22, 23, 24, 25, 26, 27;
              reserved 30, 31;
              option (description) =
                  "a text that is nearly as long as a line"
                  "and another one that is not short";
              repeated quite.a_long.name.of_a.Package.AndATypeOfALongName
                  the_name_of_the_field = 1;
              repeated quite.a_long.name.of_a.Package.AndATypeOfALongName name = 2 [
                deprecated = true
              ];
              repeated quite.a_long.name.of_a.Package.AndATypeOfALongName
                  the_name_of_the_field = 1 [deprecated = true];
            }
        "#]],
    );
}

#[test]
fn semicolons_too_many() {
    check(
        "message M {};\n;;\nmessage N {;}\nenum E {\n  A = 0;;\n\n  ;\n};;",
        expect![[r#"
        message M {};
        ;;
        message N {
          ;
        }
        enum E {
          A = 0;;

          ;
        };;
    "#]],
    );
}

#[test]
fn what_is_broken_stays() {
    check(
        "syntax=\"proto3\";\nmessage   M {\nint32    a   1;\nint32    b=2\n   int32 c=3;\n   string   =  4  [deprecated=];\n}\nmesage  X  { }\nservice  S {\n rpc  R ( A )\n}\n",
        expect![[r#"
            syntax = "proto3";
            message M {
              int32 a 1;
              int32 b = 2
              int32 c = 3;
              string   =  4  [deprecated=];
            }
            mesage X {}
            service S {
              rpc  R ( A )
            }
        "#]],
    );
    check(
        "message  M  {\n  int32   a=1;\n\nmessage  N  {\n  int32   b=1;\n}\n",
        expect![[r#"
        message M {
          int32 a = 1;

        message N {
          int32 b = 1;
        }
    "#]],
    );
}

#[test]
fn line_ends_and_marks() {
    let formatted =
        obeys("\u{feff}  syntax = \"proto3\";\r\n\r\n\r\nmessage M {\r\n/* a\r\n   b */\r\nint32 a = 1; // c \r\n}");
    let expected =
        "\u{feff}syntax = \"proto3\";\r\n\r\nmessage M {\r\n  /* a\r\n     b */\r\n  int32 a = 1;  // c\r\n}\r\n";
    assert_eq!(formatted, expected);
    for (text, expected) in [
        ("", ""),
        (" \n\n ", ""),
        ("\u{feff}\n", "\u{feff}"),
        ("// only", "// only\n"),
        ("\n/* not closed\n ", "\n/* not closed\n "),
        ("message  M {}\n   /* not closed", "message M {}\n   /* not closed"),
    ] {
        assert_eq!(obeys(text), expected);
    }
}

#[test]
fn deep_texts_do_not_grow_out_of_bounds() {
    for piece in ["a{", "message A{", "option a={b:[{", "option a={b<"] {
        let text = "option o = {".to_owned() + &piece.repeat(20_000) + &"}".repeat(20_000);
        assert!(obeys(&text).len() < text.len() * 50);
    }
}

fn texts() -> Vec<String> {
    let bundled = bundled::names().map(|name| bundled::get(name).unwrap().to_owned());
    let examples = examples::all().iter().flat_map(|example| example.files.iter().map(|file| file.1.to_owned()));
    bundled.chain(examples).collect()
}

#[test]
fn real_files() {
    for text in texts() {
        obeys(&text);
        // All on one line, as far as comments allow.
        obeys(&text.replace("\n  ", " "));
        obeys(&text.replace(' ', "\n"));
    }
}

/// Comments anywhere between tokens.
fn commented(text: &str, seed: usize) -> String {
    let kinds = ["/* c */", "// c\n", "\n// c\n", "\n/* c */", "/* c\n c */", "\n\n/* c */\n\n", "\n", " ", "\t"];
    let mut result = String::new();
    for (index, leaf) in tree(text).leaves().enumerate() {
        let dice = (index * 7919 + seed * 104_729) >> 3;
        if dice.is_multiple_of(5) {
            result += kinds[dice / 5 % kinds.len()];
        }
        result += leaf.text();
    }
    result
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn edited_files(text in prop::sample::select(texts()), edits in edits(PROTO, 8)) {
        obeys(&mutated(&text, &edits));
    }

    #[test]
    fn files_full_of_comments(text in prop::sample::select(texts()), seed in 0..1_000_000usize) {
        obeys(&commented(&text, seed));
    }

    #[test]
    fn texts_of_pieces(pieces in prop::collection::vec(prop::sample::select(PROTO), 0..40)) {
        obeys(&pieces.concat());
        obeys(&pieces.join(" "));
        obeys(&pieces.join("\n"));
    }
}

/// The .proto files of a folder that `WIRELENS_PROTOS` names: thousands, which are not here.
#[test]
fn files_of_a_folder() {
    let Some(folder) = std::env::var_os("WIRELENS_PROTOS") else { return };
    let mut folders = vec![std::path::PathBuf::from(folder)];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "proto") {
                obeys(&std::fs::read_to_string(&path).unwrap());
                count += 1;
            }
        }
    }
    println!("{count} files");
}
