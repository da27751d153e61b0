//! The rules of the language at the boundary of `schema`: what is said, where, and how it is mended.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]

#[path = "common/rendered.rs"]
mod rendered;

use expect_test::{Expect, expect};
use rendered::{files, fixed, rendered};
use wirelens::diagnostic::Severity;
use wirelens::schema::compile;
use wirelens::text::Files;

fn errors(files: &Files) -> usize {
    compile(files).diagnostics.iter().filter(|found| found.severity == Severity::Error).count()
}

/// Compares what is said of files; each edit that mends an error has to leave fewer of them.
fn check(text: &str, expect: Expect) {
    let files = files(text.trim_start());
    let found = compile(&files).diagnostics;
    let said: Vec<String> = found.iter().map(|diagnostic| rendered(&files, diagnostic)).collect();
    expect.assert_eq(&said.join("\n"));
    let before = errors(&files);
    for diagnostic in found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        for fix in &diagnostic.fixes {
            let after = errors(&fixed(&files, fix));
            assert!(after < before, "{}: '{}' leaves {after} of {before} errors", diagnostic.message, fix.title);
        }
    }
}

#[test]
fn labels() {
    check(
        r#"
syntax = "proto2";
message A {
  string a = 1;
  oneof o { optional int32 b = 2; repeated int32 c = 3; }
  repeated map<int32, int32> d = 4;
}
"#,
        expect![[r#"
            error[proto-label]: expected `optional`, `required` or `repeated` before the type of 'a'
              user.proto:3:3
               3 |   string a = 1;
                 |   ^^^^^^
              help: in proto2 every field has a label
              fix: insert `optional`
                 -   string a = 1;
                 +   optional string a = 1;
              fix: insert `repeated`
                 -   string a = 1;
                 +   repeated string a = 1;

            error[proto-label]: expected no label on the field 'b' of a oneof, found `optional`
              user.proto:4:13
               4 |   oneof o { optional int32 b = 2; repeated int32 c = 3; }
                 |             ^^^^^^^^
              help: a oneof's fields are optional by themselves
              fix: remove `optional`
                 -   oneof o { optional int32 b = 2; repeated int32 c = 3; }
                 +   oneof o { int32 b = 2; repeated int32 c = 3; }

            error[proto-label]: expected no label on the field 'c' of a oneof, found `repeated`
              user.proto:4:35
               4 |   oneof o { optional int32 b = 2; repeated int32 c = 3; }
                 |                                   ^^^^^^^^
              help: of a oneof one value is set at most; put the list into a message
              fix: remove `repeated`
                 -   oneof o { optional int32 b = 2; repeated int32 c = 3; }
                 +   oneof o { optional int32 b = 2; int32 c = 3; }

            error[proto-label]: expected no label on the map 'd', found `repeated`
              user.proto:5:3
               5 |   repeated map<int32, int32> d = 4;
                 |   ^^^^^^^^
              help: a map holds any number of entries by itself
              fix: remove `repeated`
                 -   repeated map<int32, int32> d = 4;
                 +   map<int32, int32> d = 4;
        "#]],
    );
    check(
        r#"
message A {
  string a = 1;
  string b = 2;
}
"#,
        expect![[r#"
            error[proto-label]: expected `optional`, `required` or `repeated` before the type of 'a' and of 1 more field
              user.proto:2:3
               2 |   string a = 1;
                 |   ^^^^^^
              help: a file without `syntax` is proto2, where every field has a label; proto3 and editions need none
              fix: insert `syntax = "proto3";`
                 + syntax = "proto3";
                 + 
        "#]],
    );
    check(
        r#"
syntax = "proto3";
message A {
  required string a = 1;
  optional string b = 2;
}
"#,
        expect![[r#"
            error[proto-label]: expected `optional`, `repeated` or no label on 'a', found `required`
              user.proto:3:3
               3 |   required string a = 1;
                 |   ^^^^^^^^
              help: proto3 has no required fields
              fix: remove `required`
                 -   required string a = 1;
                 +   string a = 1;
        "#]],
    );
    check(
        r#"
edition = "2023";
message A {
  optional string a = 1;
  required string b = 2 [deprecated = true];
  required string c = 3;
}
"#,
        expect![[r#"
            error[proto-label]: expected no label on 'a', found `optional`
              user.proto:3:3
               3 |   optional string a = 1;
                 |   ^^^^^^^^
              help: in editions every field knows whether it was set; `features.field_presence = IMPLICIT` turns that off
              fix: remove `optional`
                 -   optional string a = 1;
                 +   string a = 1;

            error[proto-label]: expected no label on 'b', found `required`
              user.proto:4:3
               4 |   required string b = 2 [deprecated = true];
                 |   ^^^^^^^^
              help: in editions it is an option: `[features.field_presence = LEGACY_REQUIRED]`
              fix: write `features.field_presence = LEGACY_REQUIRED`
                 -   required string b = 2 [deprecated = true];
                 +   string b = 2 [features.field_presence = LEGACY_REQUIRED, deprecated = true];

            error[proto-label]: expected no label on 'c', found `required`
              user.proto:5:3
               5 |   required string c = 3;
                 |   ^^^^^^^^
              help: in editions it is an option: `[features.field_presence = LEGACY_REQUIRED]`
              fix: write `features.field_presence = LEGACY_REQUIRED`
                 -   required string c = 3;
                 +   string c = 3 [features.field_presence = LEGACY_REQUIRED];
        "#]],
    );
    check(
        r#"
syntax = "proto2";
message A { extensions 1 to 9; }
extend A { required int32 a = 1; }
"#,
        expect![[r#"
            error[proto-label]: expected an extension that may be missing, found `required` on 'a'
              user.proto:3:12
               3 | extend A { required int32 a = 1; }
                 |            ^^^^^^^^
              help: who does not know an extension can't set it, so none is required
              fix: replace by `optional`
                 - extend A { required int32 a = 1; }
                 + extend A { optional int32 a = 1; }
        "#]],
    );
}

#[test]
fn groups() {
    check(
        r#"
syntax = "proto3";
message A {
  group G = 1 { string a = 1; }
}
"#,
        expect![[r#"
            error[proto-group]: expected a message, found the group 'G'
              user.proto:3:3
               3 |   group G = 1 { string a = 1; }
                 |   ^^^^^
              help: proto3 has no groups; declare a message and a field of its type
              fix: declare a message and a field
                 -   group G = 1 { string a = 1; }
                 +   message G { string a = 1; } G g = 1;
        "#]],
    );
    check(
        r#"
edition = "2023";
message A {
  repeated group G = 1 { string a = 1; }
}
"#,
        expect![[r#"
            error[proto-group]: expected a message, found the group 'G'
              user.proto:3:12
               3 |   repeated group G = 1 { string a = 1; }
                 |            ^^^^^
              help: in editions a field is written as a group by `[features.message_encoding = DELIMITED]`
              fix: declare a message and a field
                 -   repeated group G = 1 { string a = 1; }
                 +   message G { string a = 1; } repeated G g = 1 [features.message_encoding = DELIMITED];
        "#]],
    );
    check(
        r#"
syntax = "proto2";
message A { optional group g = 1 {} }
"#,
        expect![[r#"
            error[proto-group]: expected a group's name with a capital first, found 'g'
              user.proto:2:28
               2 | message A { optional group g = 1 {} }
                 |                            ^
              help: a group declares a message; its field has the name in lower case
              fix: replace by `G`
                 - message A { optional group g = 1 {} }
                 + message A { optional group G = 1 {} }
        "#]],
    );
}

#[test]
fn visibility() {
    check(
        r#"
edition = "2023";
export message A { local enum E { Z = 0; } }
"#,
        expect![[r#"
            error[proto-visibility]: expected a declaration, found `export`, which edition 2024 introduces
              user.proto:2:1
               2 | export message A { local enum E { Z = 0; } }
                 | ^^^^^^
              help: remove it; before edition 2024 everything is visible
              fix: remove `export`
                 - export message A { local enum E { Z = 0; } }
                 + message A { local enum E { Z = 0; } }

            error[proto-visibility]: expected a declaration, found `local`, which edition 2024 introduces
              user.proto:2:20
               2 | export message A { local enum E { Z = 0; } }
                 |                    ^^^^^
              help: remove it; before edition 2024 everything is visible
              fix: remove `local`
                 - export message A { local enum E { Z = 0; } }
                 + export message A { enum E { Z = 0; } }
        "#]],
    );
    check(
        r#"
edition = "2024";
option features.default_symbol_visibility = STRICT;
message A { export message B {} export enum E { E_UNSPECIFIED = 0; } }
local message C { export enum F { F_UNSPECIFIED = 0; } reserved 1 to max; }
"#,
        expect![[r#"
            error[proto-visibility]: expected no `export` on the nested message 'B'
              user.proto:3:28
               3 | message A { export message B {} export enum E { E_UNSPECIFIED = 0; } }
                 |                            ^
              help: with `features.default_symbol_visibility = STRICT` only what stands at the top is exported

            error[proto-visibility]: expected no `export` on the nested enum 'E'
              user.proto:3:45
               3 | message A { export message B {} export enum E { E_UNSPECIFIED = 0; } }
                 |                                             ^
              help: with `features.default_symbol_visibility = STRICT` only what stands at the top is exported, or an enum in a local message with `reserved 1 to max;`
        "#]],
    );
}

#[test]
fn reserved() {
    check(
        r#"
syntax = "proto3";
message A {
  reserved 1 to 5, 5 to 9, 0;
  reserved "a", "b", "a", "no name";
  string a = 3;
  string c = 20;
}
message B { reserved 7 to 3; }
"#,
        expect![[r#"
            error[proto-range]: the ranges 1 to 5 and 5 to 9 overlap
              user.proto:3:12
               3 |   reserved 1 to 5, 5 to 9, 0;
                 |            ^^^^^^
              user.proto:3:20
               3 |   reserved 1 to 5, 5 to 9, 0;
                 |                    ------ the other one
              help: let each number be in one range only

            error[proto-reserved]: the number 3 is reserved, but the field 'a' has it
              user.proto:3:12
               3 |   reserved 1 to 5, 5 to 9, 0;
                 |            ^^^^^^
              user.proto:5:14
               5 |   string a = 3;
                 |              - used here
              help: give the field another number, or take the number out of the range
              fix: replace by `21`
                 -   string a = 3;
                 +   string a = 21;

            error[proto-range]: expected reserved numbers from 1 on, found 0
              user.proto:3:28
               3 |   reserved 1 to 5, 5 to 9, 0;
                 |                            ^
              help: field numbers are positive

            error[proto-reserved]: the name 'a' is reserved already
              user.proto:4:22
               4 |   reserved "a", "b", "a", "no name";
                 |                      ^^^
              user.proto:4:12
               4 |   reserved "a", "b", "a", "no name";
                 |            --- first reserved here
              help: reserve each name once

            warning[proto-reserved]: the reserved name "no name" is no identifier
              user.proto:4:27
               4 |   reserved "a", "b", "a", "no name";
                 |                           ^^^^^^^^^
              help: no field could have it anyway

            error[proto-reserved]: the name 'a' is reserved
              user.proto:5:10
               5 |   string a = 3;
                 |          ^
              user.proto:4:12
               4 |   reserved "a", "b", "a", "no name";
                 |            --- reserved here
              help: name the field otherwise, or take the name out of the reserved ones

            error[proto-range]: expected a range whose end is not before its start, found 7 to 3
              user.proto:8:22
               8 | message B { reserved 7 to 3; }
                 |                      ^^^^^^
              help: both ends of a range are within it
              fix: replace by `3 to 7`
                 - message B { reserved 7 to 3; }
                 + message B { reserved 3 to 7; }
        "#]],
    );
    check(
        r#"
syntax = "proto3";
message A { reserved a; }
enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 1; B = 3; }
"#,
        expect![[r#"
            error[proto-reserved]: expected a reserved name in quotes, found `a`
              user.proto:2:22
               2 | message A { reserved a; }
                 |                      ^
              help: proto2 and proto3 reserve names as strings
              fix: replace by `"a"`
                 - message A { reserved a; }
                 + message A { reserved "a"; }

            error[proto-range]: the ranges 1 to 2 and 2 overlap
              user.proto:3:19
               3 | enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 1; B = 3; }
                 |                   ^^^^^^
              user.proto:3:27
               3 | enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 1; B = 3; }
                 |                           - the other one
              help: let each number be in one range only

            error[proto-reserved]: the number 1 is reserved, but the value 'A' has it
              user.proto:3:19
               3 | enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 1; B = 3; }
                 |                   ^^^^^^
              user.proto:3:55
               3 | enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 1; B = 3; }
                 |                                                       - used here
              help: give the value another number, or take the number out of the range
              fix: replace by `4`
                 - enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 1; B = 3; }
                 + enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 4; B = 3; }

            error[proto-name]: 'A' is declared twice
              user.proto:3:51
               3 | enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 1; B = 3; }
                 |                                                   ^
              user.proto:2:9
               2 | message A { reserved a; }
                 |         - first declared here
              help: rename one of them; an enum's values share the scope that is around the enum

            error[proto-reserved]: the name 'B' is reserved
              user.proto:3:58
               3 | enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 1; B = 3; }
                 |                                                          ^
              user.proto:3:39
               3 | enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 1; B = 3; }
                 |                                       --- reserved here
              help: name the value otherwise, or take the name out of the reserved ones
        "#]],
    );
    check(
        r#"
edition = "2023";
message A { reserved "a"; }
"#,
        expect![[r#"
            error[proto-reserved]: expected a reserved name without quotes, found "a"
              user.proto:2:22
               2 | message A { reserved "a"; }
                 |                      ^^^
              help: in editions reserved names are identifiers
              fix: replace by `a`
                 - message A { reserved "a"; }
                 + message A { reserved a; }
        "#]],
    );
    check(
        r#"
syntax = "proto2";
message A {
  extensions 1 to 5, 4 to 6;
  reserved 6;
  optional string a = 2;
  extensions 600000000;
}
"#,
        expect![[r#"
            error[proto-range]: the ranges 1 to 5 and 4 to 6 overlap
              user.proto:3:14
               3 |   extensions 1 to 5, 4 to 6;
                 |              ^^^^^^
              user.proto:3:22
               3 |   extensions 1 to 5, 4 to 6;
                 |                      ------ the other one
              help: let each number be in one range only

            error[proto-reserved]: the number 2 is in the range of extensions, but the field 'a' has it
              user.proto:3:14
               3 |   extensions 1 to 5, 4 to 6;
                 |              ^^^^^^
              user.proto:5:23
               5 |   optional string a = 2;
                 |                       - used here
              help: give the field another number, or take the number out of the range
              fix: replace by `7`
                 -   optional string a = 2;
                 +   optional string a = 7;

            error[proto-range]: the extension range 4 to 6 overlaps with the reserved numbers 6
              user.proto:3:22
               3 |   extensions 1 to 5, 4 to 6;
                 |                      ^^^^^^
              user.proto:4:12
               4 |   reserved 6;
                 |            - reserved here
              help: a number is either reserved or one for extensions

            error[proto-extension-range]: expected extension numbers up to 536870911, found 600000000
              user.proto:6:14
               6 |   extensions 600000000;
                 |              ^^^^^^^^^
        "#]],
    );
    check(
        r#"
syntax = "proto3";
message A {
  extensions 1 to 5;
}
"#,
        expect![[r#"
            error[proto-extension-range]: expected no extension range in proto3
              user.proto:3:14
               3 |   extensions 1 to 5;
                 |              ^^^^^^
              help: proto3 extends the options of descriptor.proto only; hold other messages in a `google.protobuf.Any`
              fix: remove the extension ranges
                 -   extensions 1 to 5;
        "#]],
    );
}

#[test]
fn numbers() {
    check(
        r#"
syntax = "proto3";
message A {
  string a = 0;
  string b = 1;
  string c = 1;
  string d = 19000;
  string e = 536870912;
}
"#,
        expect![[r#"
            error[proto-field-number]: expected a number from 1 on for 'a', found 0
              user.proto:3:14
               3 |   string a = 0;
                 |              ^
              help: field numbers are positive
              fix: replace by `2`
                 -   string a = 0;
                 +   string a = 2;

            error[proto-duplicate-number]: the number 1 is used twice in 'A': by 'b' and by 'c'
              user.proto:5:14
               5 |   string c = 1;
                 |              ^
              user.proto:4:14
               4 |   string b = 1;
                 |              - first used here
              help: each field of a message has a number of its own
              fix: replace by `2`
                 -   string c = 1;
                 +   string c = 2;

            error[proto-field-number]: expected a number outside of 19000 to 19999 for 'd', found 19000
              user.proto:6:14
               6 |   string d = 19000;
                 |              ^^^^^
              help: these numbers are kept for the implementation of Protocol Buffers
              fix: replace by `2`
                 -   string d = 19000;
                 +   string d = 2;

            error[proto-field-number]: expected a number up to 536870911 for 'e', found 536870912
              user.proto:7:14
               7 |   string e = 536870912;
                 |              ^^^^^^^^^
              help: field numbers have at most 29 bits
              fix: replace by `2`
                 -   string e = 536870912;
                 +   string e = 2;
        "#]],
    );
    check(
        r#"
syntax = "proto3";
message A { reserved 3 to 5; string a = 2; string b = 2; }
"#,
        expect![[r#"
            error[proto-duplicate-number]: the number 2 is used twice in 'A': by 'a' and by 'b'
              user.proto:2:55
               2 | message A { reserved 3 to 5; string a = 2; string b = 2; }
                 |                                                       ^
              user.proto:2:41
               2 | message A { reserved 3 to 5; string a = 2; string b = 2; }
                 |                                         - first used here
              help: each field of a message has a number of its own
              fix: replace by `6`
                 - message A { reserved 3 to 5; string a = 2; string b = 2; }
                 + message A { reserved 3 to 5; string a = 2; string b = 6; }
        "#]],
    );
}

#[test]
fn enums() {
    check(
        r#"
syntax = "proto3";
enum Empty {}
enum NoZero {
  FIRST = 1;
  SECOND = 2;
}
enum Later {
  LATER_ONE = 1;
  LATER_ZERO = 0;
}
"#,
        expect![[r#"
            error[proto-enum]: expected a value in the enum 'Empty'
              user.proto:2:6
               2 | enum Empty {}
                 |      ^^^^^
              help: the first value is the default
              fix: insert `EMPTY_UNSPECIFIED = 0;`
                 - enum Empty {}
                 + enum Empty { EMPTY_UNSPECIFIED = 0; }

            error[proto-enum-zero]: expected the first value of 'NoZero' to be 0, found 'FIRST = 1'
              user.proto:4:11
               4 |   FIRST = 1;
                 |           ^
              help: the first value stands for "not set", which is 0 in the bytes
              fix: insert `NO_ZERO_UNSPECIFIED = 0;`
                 +   NO_ZERO_UNSPECIFIED = 0;

            error[proto-enum-zero]: expected the first value of 'Later' to be 0, found 'LATER_ONE = 1'
              user.proto:8:15
               8 |   LATER_ONE = 1;
                 |               ^
              help: the first value stands for "not set", which is 0 in the bytes
              fix: move `LATER_ZERO` to the top
                 -   LATER_ONE = 1;
                 -   LATER_ZERO = 0;
                 +   LATER_ZERO = 0;
                 +   LATER_ONE = 1;
        "#]],
    );
    check(
        r#"
syntax = "proto3";
enum E { Z = 0; A = 1; B = 1; }
enum F { option allow_alias = true; Y = 0; }
enum G { option allow_alias = false; X = 0; }
"#,
        expect![[r#"
            error[proto-duplicate-number]: the number 1 is used twice in 'E': by 'A' and by 'B'
              user.proto:2:28
               2 | enum E { Z = 0; A = 1; B = 1; }
                 |                            ^
              user.proto:2:21
               2 | enum E { Z = 0; A = 1; B = 1; }
                 |                     - first used here
              help: give it another number, or set `option allow_alias = true;` if both names mean the same
              fix: replace by `2`
                 - enum E { Z = 0; A = 1; B = 1; }
                 + enum E { Z = 0; A = 1; B = 2; }
              fix: allow aliases
                 - enum E { Z = 0; A = 1; B = 1; }
                 + enum E { option allow_alias = true; Z = 0; A = 1; B = 1; }

            error[proto-alias]: no two values of 'F' share a number
              user.proto:3:10
               3 | enum F { option allow_alias = true; Y = 0; }
                 |          ^^^^^^^^^^^^^^^^^^^^^^^^^^
              help: without aliases, `allow_alias` must not be set
              fix: remove the option
                 - enum F { option allow_alias = true; Y = 0; }
                 + enum F {  Y = 0; }

            error[proto-alias]: expected `allow_alias = true` in 'G' or nothing
              user.proto:4:10
               4 | enum G { option allow_alias = false; X = 0; }
                 |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^
              help: aliases are not allowed by default, so there is nothing to turn off
              fix: remove the option
                 - enum G { option allow_alias = false; X = 0; }
                 + enum G {  X = 0; }
        "#]],
    );
    check(
        r#"
syntax = "proto3";
enum MyEnum {
  MY_ENUM_FOO = 0;
  FOO = 1;
  foo_ = 2;
}
"#,
        expect![[r#"
            error[proto-enum-prefix]: 'FOO' and 'MY_ENUM_FOO' are the same name but for the prefix 'MyEnum' and the case of letters
              user.proto:4:3
               4 |   FOO = 1;
                 |   ^^^
              user.proto:3:3
               3 |   MY_ENUM_FOO = 0;
                 |   ----------- the other one
              help: generated code may drop the prefix; name one of them otherwise

            error[proto-enum-prefix]: 'foo_' and 'MY_ENUM_FOO' are the same name but for the prefix 'MyEnum' and the case of letters
              user.proto:5:3
               5 |   foo_ = 2;
                 |   ^^^^
              user.proto:3:3
               3 |   MY_ENUM_FOO = 0;
                 |   ----------- the other one
              help: generated code may drop the prefix; name one of them otherwise
        "#]],
    );
}

#[test]
fn json_names() {
    check(
        r#"
syntax = "proto3";
message A {
  string foo_bar = 1;
  string fooBar = 2;
  string c = 3 [json_name = "d"];
  string d = 4;
  string e = 5 [json_name = "[e]"];
}
"#,
        expect![[r#"
            error[proto-json-name]: 'foo_bar' and 'fooBar' are both "fooBar" in JSON
              user.proto:4:10
               4 |   string fooBar = 2;
                 |          ^^^^^^
              user.proto:3:10
               3 |   string foo_bar = 1;
                 |          ------- the other field
              help: name one of them otherwise: the names must differ in more than underscores, whatever `json_name` says

            error[proto-json-name]: 'c' and 'd' are both "d" in JSON
              user.proto:6:10
               6 |   string d = 4;
                 |          ^
              user.proto:5:10
               5 |   string c = 3 [json_name = "d"];
                 |          - the other field
              help: give one of them another `json_name`

            error[proto-json-name]: expected a JSON name without brackets around it, found "[e]"
              user.proto:7:17
               7 |   string e = 5 [json_name = "[e]"];
                 |                 ^^^^^^^^^^^^^^^^^
              help: in JSON a name in brackets is that of an extension
        "#]],
    );
    check(
        r#"
syntax = "proto2";
message A {
  optional string foo_bar = 1;
  optional string fooBar = 2;
  optional string c = 3 [json_name = "x"];
  optional string d = 4 [json_name = "x"];
}
"#,
        expect![[r#"
            warning[proto-json-name]: 'foo_bar' and 'fooBar' are both "fooBar" in JSON
              user.proto:4:19
               4 |   optional string fooBar = 2;
                 |                   ^^^^^^
              user.proto:3:19
               3 |   optional string foo_bar = 1;
                 |                   ------- the other field
              help: name one of them otherwise: the names must differ in more than underscores, whatever `json_name` says

            error[proto-json-name]: 'c' and 'd' are both "x" in JSON
              user.proto:6:19
               6 |   optional string d = 4 [json_name = "x"];
                 |                   ^
              user.proto:5:19
               5 |   optional string c = 3 [json_name = "x"];
                 |                   - the other field
              help: give one of them another `json_name`
        "#]],
    );
    check(
        r#"
syntax = "proto3";
message A { option deprecated_legacy_json_field_conflicts = true; string a_b = 1; string aB = 2; }
"#,
        expect![""],
    );
}

#[test]
fn blocks() {
    check(
        r#"
syntax = "proto2";
message A { extensions 1 to 9; oneof o { option deprecated = true; } option map_entry = true; }
extend A {}
extend A { ; optional int32 a = 1; }
"#,
        expect![[r#"
            error[proto-oneof]: expected a field in the oneof 'o'
              user.proto:2:38
               2 | message A { extensions 1 to 9; oneof o { option deprecated = true; } option map_entry = true; }
                 |                                      ^
              help: a oneof holds one of its fields at a time
              fix: remove the oneof
                 - message A { extensions 1 to 9; oneof o { option deprecated = true; } option map_entry = true; }
                 + message A { extensions 1 to 9;  option map_entry = true; }

            error[proto-option-name]: unknown option 'deprecated'
              user.proto:2:49
               2 | message A { extensions 1 to 9; oneof o { option deprecated = true; } option map_entry = true; }
                 |                                                 ^^^^^^^^^^
              help: custom options are written in parentheses, and the file that declares them is imported

            error[proto-map]: expected a map field, found the option `map_entry`
              user.proto:2:77
               2 | message A { extensions 1 to 9; oneof o { option deprecated = true; } option map_entry = true; }
                 |                                                                             ^^^^^^^^^
              help: write `map<Key, Value> name = 1;`, which declares the message of the entries
              fix: remove the option
                 - message A { extensions 1 to 9; oneof o { option deprecated = true; } option map_entry = true; }
                 + message A { extensions 1 to 9; oneof o { option deprecated = true; }  }

            error[proto-extend]: expected a field in the extension of 'A'
              user.proto:3:8
               3 | extend A {}
                 |        ^
              help: an `extend` declares one field at least
              fix: remove the `extend`
                 - extend A {}

            error[proto-unexpected]: expected a field, found ';'
              user.proto:4:12
               4 | extend A { ; optional int32 a = 1; }
                 |            ^
              help: remove it
        "#]],
    );
}

#[test]
fn defaults() {
    check(
        r#"
syntax = "proto3";
message A { int32 a = 1 [default = 1]; repeated int32 b = 2 [deprecated = true, default = 1]; A c = 3 [default = x, deprecated = true]; }
"#,
        expect![[r#"
            error[proto-default]: expected no default on 'a', since this is proto3
              user.proto:2:36
               2 | message A { int32 a = 1 [default = 1]; repeated int32 b = 2 [deprecated = true, default = 1]; A c = 3 [default = x, deprecated = true]; }
                 |                                    ^
              help: in proto3 the default is always 0, false, empty or an enum's first value
              fix: remove the option
                 - message A { int32 a = 1 [default = 1]; repeated int32 b = 2 [deprecated = true, default = 1]; A c = 3 [default = x, deprecated = true]; }
                 + message A { int32 a = 1; repeated int32 b = 2 [deprecated = true, default = 1]; A c = 3 [default = x, deprecated = true]; }

            error[proto-default]: expected no default on 'b', which is repeated
              user.proto:2:91
               2 | message A { int32 a = 1 [default = 1]; repeated int32 b = 2 [deprecated = true, default = 1]; A c = 3 [default = x, deprecated = true]; }
                 |                                                                                           ^
              help: a list that is not set is empty
              fix: remove the option
                 - message A { int32 a = 1 [default = 1]; repeated int32 b = 2 [deprecated = true, default = 1]; A c = 3 [default = x, deprecated = true]; }
                 + message A { int32 a = 1 [default = 1]; repeated int32 b = 2 [deprecated = true]; A c = 3 [default = x, deprecated = true]; }

            error[proto-default]: expected no default on 'c', which is a message
              user.proto:2:114
               2 | message A { int32 a = 1 [default = 1]; repeated int32 b = 2 [deprecated = true, default = 1]; A c = 3 [default = x, deprecated = true]; }
                 |                                                                                                                  ^
              help: fields of messages have no default but the empty message
              fix: remove the option
                 - message A { int32 a = 1 [default = 1]; repeated int32 b = 2 [deprecated = true, default = 1]; A c = 3 [default = x, deprecated = true]; }
                 + message A { int32 a = 1 [default = 1]; repeated int32 b = 2 [deprecated = true, default = 1]; A c = 3 [deprecated = true]; }
        "#]],
    );
    check(
        r#"
edition = "2023";
message A { int32 a = 1 [default = 1, features.field_presence = IMPLICIT]; }
"#,
        expect![[r#"
            error[proto-presence]: expected no default on 'a', whose presence is implicit
              user.proto:2:19
               2 | message A { int32 a = 1 [default = 1, features.field_presence = IMPLICIT]; }
                 |                   ^
              user.proto:2:26
               2 | message A { int32 a = 1 [default = 1, features.field_presence = IMPLICIT]; }
                 |                          ----------- the default
              help: with implicit presence 0, false or empty is the same as not set; say `features.field_presence = EXPLICIT`
              fix: remove the option
                 - message A { int32 a = 1 [default = 1, features.field_presence = IMPLICIT]; }
                 + message A { int32 a = 1 [features.field_presence = IMPLICIT]; }
        "#]],
    );
}

#[test]
fn features() {
    check(
        r#"
syntax = "proto3";
option features.field_presence = EXPLICIT;
message A { string a = 1 [features.utf8_validation = NONE]; }
"#,
        expect![[r#"
            error[proto-feature]: expected no features in proto3
              user.proto:1:1
               1 | syntax = "proto3";
                 | ^^^^^^^^^^^^^^^^^^
              user.proto:2:1
               2 | option features.field_presence = EXPLICIT;
                 | ------------------------------------------ set here
              help: features are what editions have: `edition = "2023";`
              fix: remove the option
                 - option features.field_presence = EXPLICIT;

            error[proto-feature]: expected no features in proto3
              user.proto:3:27
               3 | message A { string a = 1 [features.utf8_validation = NONE]; }
                 |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              help: features are what editions have: `edition = "2023";`
              fix: remove the option
                 - message A { string a = 1 [features.utf8_validation = NONE]; }
                 + message A { string a = 1; }
        "#]],
    );
    check(
        r#"
edition = "2023";
option features.field_presence = LEGACY_REQUIRED;
option java_string_check_utf8 = true;
message A {
  repeated string a = 1 [features.repeated_field_encoding = PACKED];
  int32 b = 2 [features = { utf8_validation: NONE repeated_field_encoding: EXPANDED }];
  oneof o { string c = 3 [features.field_presence = EXPLICIT]; }
  A d = 4 [features.field_presence = IMPLICIT];
  map<string, A> e = 5 [features.message_encoding = DELIMITED];
  string f = 6 [features.field_presence = FIELD_PRESENCE_UNKNOWN];
  repeated int32 g = 7 [packed = true];
  extensions 10 to 19;
}
"#,
        expect![[r#"
            error[proto-feature]: expected a presence that suits all fields of the file, found LEGACY_REQUIRED
              user.proto:1:1
               1 | edition = "2023";
                 | ^^^^^^^^^^^^^^^^^
              user.proto:2:1
               2 | option features.field_presence = LEGACY_REQUIRED;
                 | ------------------------------------------------- set here
              help: say it at each field that is required

            error[proto-feature]: expected a feature, found the option `java_string_check_utf8`
              user.proto:1:1
               1 | edition = "2023";
                 | ^^^^^^^^^^^^^^^^^
              user.proto:3:1
               3 | option java_string_check_utf8 = true;
                 | ------------------------------------- set here
              help: in editions it is `features.(pb.java).utf8_validation`, or `features.utf8_validation` for all languages
              fix: remove the option
                 - option java_string_check_utf8 = true;

            error[proto-feature]: expected a list of numbers for `features.repeated_field_encoding`, found 'a'
              user.proto:5:19
               5 |   repeated string a = 1 [features.repeated_field_encoding = PACKED];
                 |                   ^
              user.proto:5:26
               5 |   repeated string a = 1 [features.repeated_field_encoding = PACKED];
                 |                          ----------------------------------------- set here
              help: strings, bytes and messages can't be packed
              fix: remove the option
                 -   repeated string a = 1 [features.repeated_field_encoding = PACKED];
                 +   repeated string a = 1;

            error[proto-feature]: expected a string for `features.utf8_validation`, found 'b'
              user.proto:6:9
               6 |   int32 b = 2 [features = { utf8_validation: NONE repeated_field_encoding: EXPANDED }];
                 |         ^
              user.proto:6:29
               6 |   int32 b = 2 [features = { utf8_validation: NONE repeated_field_encoding: EXPANDED }];
                 |                             --------------------- set here
              help: other types are no text

            error[proto-feature]: expected a list for `features.repeated_field_encoding`, found 'b'
              user.proto:6:9
               6 |   int32 b = 2 [features = { utf8_validation: NONE repeated_field_encoding: EXPANDED }];
                 |         ^
              user.proto:6:51
               6 |   int32 b = 2 [features = { utf8_validation: NONE repeated_field_encoding: EXPANDED }];
                 |                                                   --------------------------------- set here
              help: only lists are packed or expanded

            error[proto-feature]: expected a field outside of oneofs for `features.field_presence`, found 'c'
              user.proto:7:20
               7 |   oneof o { string c = 3 [features.field_presence = EXPLICIT]; }
                 |                    ^
              user.proto:7:27
               7 |   oneof o { string c = 3 [features.field_presence = EXPLICIT]; }
                 |                           ---------------------------------- set here
              help: a oneof knows which of its fields is set
              fix: remove the option
                 -   oneof o { string c = 3 [features.field_presence = EXPLICIT]; }
                 +   oneof o { string c = 3; }

            error[proto-feature]: expected a field that is no message for `features.field_presence`, found 'd'
              user.proto:8:5
               8 |   A d = 4 [features.field_presence = IMPLICIT];
                 |     ^
              user.proto:8:12
               8 |   A d = 4 [features.field_presence = IMPLICIT];
                 |            ---------------------------------- set here
              help: a field of a message always knows whether it is set
              fix: remove the option
                 -   A d = 4 [features.field_presence = IMPLICIT];
                 +   A d = 4;

            error[proto-feature]: expected a message for `features.message_encoding`, found 'e'
              user.proto:9:18
               9 |   map<string, A> e = 5 [features.message_encoding = DELIMITED];
                 |                  ^
              user.proto:9:25
               9 |   map<string, A> e = 5 [features.message_encoding = DELIMITED];
                 |                         ------------------------------------- set here
              help: only messages are delimited or length prefixed
              fix: remove the option
                 -   map<string, A> e = 5 [features.message_encoding = DELIMITED];
                 +   map<string, A> e = 5;

            error[proto-feature]: expected a value for `features.field_presence`, found `FIELD_PRESENCE_UNKNOWN`
              user.proto:10:17
              10 |   string f = 6 [features.field_presence = FIELD_PRESENCE_UNKNOWN];
                 |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              help: that value stands for none; leave the feature out

            error[proto-packed]: expected a feature on 'g', found the option `packed`
              user.proto:11:18
              11 |   repeated int32 g = 7 [packed = true];
                 |                  ^
              user.proto:11:25
              11 |   repeated int32 g = 7 [packed = true];
                 |                         ------------- set here
              help: in editions it is `features.repeated_field_encoding = PACKED`
              fix: replace by `features.repeated_field_encoding = PACKED`
                 -   repeated int32 g = 7 [packed = true];
                 +   repeated int32 g = 7 [features.repeated_field_encoding = PACKED];
        "#]],
    );
    check(
        r#"
edition = "2023";
option features.field_presence = IMPLICIT;
enum E { option features.enum_type = CLOSED; Z = 0; }
message A { E a = 1; repeated E b = 2; oneof o { E c = 3; } E d = 4 [features.field_presence = EXPLICIT]; }
"#,
        expect![[r#"
            error[proto-presence]: expected an open enum as the type of 'a', whose presence is implicit, found 'E'
              user.proto:4:15
               4 | message A { E a = 1; repeated E b = 2; oneof o { E c = 3; } E d = 4 [features.field_presence = EXPLICIT]; }
                 |               ^
              help: let the field's presence be explicit, or the enum be open
        "#]],
    );
}

#[test]
fn features_of_extensions() {
    check(
        r#"
edition = "2023";
message A { extensions 10 to 19; }
extend A { string x = 10 [features.field_presence = EXPLICIT]; }
"#,
        expect![[r#"
            error[proto-feature]: expected a field of a message for `features.field_presence`, found 'x'
              user.proto:3:19
               3 | extend A { string x = 10 [features.field_presence = EXPLICIT]; }
                 |                   ^
              user.proto:3:27
               3 | extend A { string x = 10 [features.field_presence = EXPLICIT]; }
                 |                           ---------------------------------- set here
              help: an extension always knows whether it is set
              fix: remove the option
                 - extend A { string x = 10 [features.field_presence = EXPLICIT]; }
                 + extend A { string x = 10; }
        "#]],
    );
}

#[test]
fn field_options() {
    check(
        r#"
syntax = "proto3";
message A {
  string a = 1 [packed = true];
  string b = 2 [jstype = JS_STRING];
  int32 c = 3 [lazy = true];
  repeated int32 d = 4 [packed = true];
  int64 e = 5 [jstype = JS_NUMBER];
}
"#,
        expect![[r#"
            error[proto-packed]: expected a list of numbers to be packed, found 'a'
              user.proto:3:3
               3 |   string a = 1 [packed = true];
                 |   ^^^^^^
              user.proto:3:17
               3 |   string a = 1 [packed = true];
                 |                 ------------- set here
              help: only repeated numbers, bools and enums can be packed
              fix: remove the option
                 -   string a = 1 [packed = true];
                 +   string a = 1;

            error[proto-jstype]: expected an integer of 64 bits for `jstype`, found 'b'
              user.proto:4:3
               4 |   string b = 2 [jstype = JS_STRING];
                 |   ^^^^^^
              user.proto:4:17
               4 |   string b = 2 [jstype = JS_STRING];
                 |                 ------------------ set here
              help: JavaScript's numbers hold all other types exactly
              fix: remove the option
                 -   string b = 2 [jstype = JS_STRING];
                 +   string b = 2;

            error[proto-lazy]: expected a message for `lazy` on 'c', found another type
              user.proto:5:3
               5 |   int32 c = 3 [lazy = true];
                 |   ^^^^^
              user.proto:5:16
               5 |   int32 c = 3 [lazy = true];
                 |                ----------- set here
              help: only messages behind their length are parsed later
              fix: remove the option
                 -   int32 c = 3 [lazy = true];
                 +   int32 c = 3;
        "#]],
    );
    check(
        r#"
edition = "2024";
message A { string a = 1 [ctype = CORD]; }
"#,
        expect![[r#"
            error[proto-ctype]: expected no `ctype` on 'a', which edition 2024 has no longer
              user.proto:2:13
               2 | message A { string a = 1 [ctype = CORD]; }
                 |             ^^^^^^
              user.proto:2:27
               2 | message A { string a = 1 [ctype = CORD]; }
                 |                           ------------ set here
              help: say `features.(pb.cpp).string_type` instead, with `import option "google/protobuf/cpp_features.proto";`
              fix: remove the option
                 - message A { string a = 1 [ctype = CORD]; }
                 + message A { string a = 1; }
        "#]],
    );
    check(
        r#"
syntax = "proto2";
message A { extensions 1 to 9; }
extend A { optional string a = 1 [json_name = "b"]; optional A c = 2 [unverified_lazy = true]; }
"#,
        expect![[r#"
            error[proto-json-name]: expected no `json_name` on the extension 'a'
              user.proto:3:35
               3 | extend A { optional string a = 1 [json_name = "b"]; optional A c = 2 [unverified_lazy = true]; }
                 |                                   ^^^^^^^^^^^^^^^
              help: in JSON an extension has its full name in brackets
              fix: remove the option
                 - extend A { optional string a = 1 [json_name = "b"]; optional A c = 2 [unverified_lazy = true]; }
                 + extend A { optional string a = 1; optional A c = 2 [unverified_lazy = true]; }

            error[proto-lazy]: expected no `unverified_lazy` on the extension 'c'
              user.proto:3:62
               3 | extend A { optional string a = 1 [json_name = "b"]; optional A c = 2 [unverified_lazy = true]; }
                 |                                                              ^
              fix: remove the option
                 - extend A { optional string a = 1 [json_name = "b"]; optional A c = 2 [unverified_lazy = true]; }
                 + extend A { optional string a = 1 [json_name = "b"]; optional A c = 2; }
        "#]],
    );
}

#[test]
fn maps() {
    check(
        r#"
syntax = "proto3";
enum E { Z = 0; }
message A {
  map<float, string> a = 1;
  map<E, string> b = 2;
  map<A, string> c = 3;
  AEntry d = 4;
  oneof o { map<int32, int32> e = 5; }
}
"#,
        expect![[r#"
            error[proto-map]: expected an integer, `bool` or `string` as a map's key, found `float`
              user.proto:4:7
               4 |   map<float, string> a = 1;
                 |       ^^^^^
              help: only what is compared exactly can be a key

            error[proto-map]: expected an integer, `bool` or `string` as a map's key, found `E`
              user.proto:5:7
               5 |   map<E, string> b = 2;
                 |       ^
              help: only what is compared exactly can be a key

            error[proto-map]: expected an integer, `bool` or `string` as a map's key, found `A`
              user.proto:6:7
               6 |   map<A, string> c = 3;
                 |       ^
              help: only what is compared exactly can be a key

            error[proto-map]: expected a type for 'd', found the entries of a map
              user.proto:7:3
               7 |   AEntry d = 4;
                 |   ^^^^^^
              help: that message is made by the map; write `map<Key, Value>` or declare a message of your own

            error[proto-map]: expected no map in a oneof, found 'e'
              user.proto:8:13
               8 |   oneof o { map<int32, int32> e = 5; }
                 |             ^^^^^^^^^^^^^^^^^
              help: put the map into a message of its own
        "#]],
    );
    check(
        r#"
syntax = "proto2";
enum E { ONE = 1; }
message A { map<string, E> a = 1; }
"#,
        expect![[r#"
            error[proto-map]: expected an enum whose first value is 0 in a map, found 'E'
              user.proto:3:25
               3 | message A { map<string, E> a = 1; }
                 |                         ^
              help: its first value is `ONE = 1`; an entry without a value has the first, and it is 0 on the wire
        "#]],
    );
}

#[test]
fn closed_enums() {
    check(
        r#"
--- a.proto
syntax = "proto3";
import "b.proto";
message A { E e = 1; map<string, E> f = 2; }
--- b.proto
syntax = "proto2";
enum E { ZERO = 0; }
"#,
        expect![[r#"
            error[proto-enum-type]: expected an open enum as the type of 'e', found 'E', which is closed
              a.proto:3:13
               3 | message A { E e = 1; map<string, E> f = 2; }
                 |             ^
              help: proto3 has open enums only, and 'b.proto' declares a closed one

            error[proto-enum-type]: expected an open enum in a map, found 'E', which is closed
              a.proto:3:34
               3 | message A { E e = 1; map<string, E> f = 2; }
                 |                                  ^
              help: proto3 has open enums only, and 'b.proto' declares a closed one
        "#]],
    );
}

#[test]
fn extensions() {
    check(
        r#"
syntax = "proto2";
message A { extensions 100 to 200; }
message B {}
extend A { optional string x = 99; optional string y = 100; optional string z = 100; }
extend B { optional string x2 = 1; }
"#,
        expect![[r#"
            error[proto-extension-number]: 99 is no extension number of 'A'
              user.proto:4:32
               4 | extend A { optional string x = 99; optional string y = 100; optional string z = 100; }
                 |                                ^^
              user.proto:2:9
               2 | message A { extensions 100 to 200; }
                 |         - the message it extends
              help: its extensions have numbers in 100 to 200

            error[proto-duplicate-number]: the number 100 is used twice in 'A': by 'y' and by 'z'
              user.proto:4:81
               4 | extend A { optional string x = 99; optional string y = 100; optional string z = 100; }
                 |                                                                                 ^^^
              user.proto:4:56
               4 | extend A { optional string x = 99; optional string y = 100; optional string z = 100; }
                 |                                                        --- first used here
              help: each extension of a message has a number of its own

            error[proto-extension-number]: 1 is no extension number of 'B'
              user.proto:5:33
               5 | extend B { optional string x2 = 1; }
                 |                                 ^
              user.proto:3:9
               3 | message B {}
                 |         - the message it extends
              help: 'B' has no `extensions` range, so it can't be extended
        "#]],
    );
    check(
        r#"
--- a.proto
syntax = "proto3";
import "b.proto";
extend B { string x = 100; }
--- b.proto
syntax = "proto2";
message B { extensions 100; }
"#,
        expect![[r#"
            error[proto-extend]: expected options of descriptor.proto to extend, found 'B'
              a.proto:3:8
               3 | extend B { string x = 100; }
                 |        ^
              help: proto3 extends nothing else; hold other messages in a `google.protobuf.Any`
        "#]],
    );
    check(
        r#"
syntax = "proto2";
message A { option message_set_wire_format = true; optional string a = 1; extensions 4 to max; }
extend A { optional string b = 100; optional A c = 2147483646; }
"#,
        expect![[r#"
            error[proto-message-set]: expected no field in a message set, found 'a'
              user.proto:2:68
               2 | message A { option message_set_wire_format = true; optional string a = 1; extensions 4 to max; }
                 |                                                                    ^
              help: a message set has nothing but extensions

            error[proto-message-set]: expected an optional message in a message set, found 'b'
              user.proto:3:21
               3 | extend A { optional string b = 100; optional A c = 2147483646; }
                 |                     ^^^^^^
              help: the items of a message set are messages, each at most once
        "#]],
    );
}

#[test]
fn declarations() {
    check(
        r#"
syntax = "proto2";
package p;
message A {
  extensions 4 to 9 [
    declaration = { number: 4 full_name: ".p.x" type: "string" },
    declaration = { number: 5 full_name: ".p.y" type: ".p.A" repeated: true },
    declaration = { number: 6 reserved: true },
    declaration = { number: 10 full_name: "p.q" type: "p.A" },
    declaration = { number: 4 full_name: ".p.x" type: "string" }
  ];
  extensions 20 [verification = UNVERIFIED, declaration = { number: 20 full_name: ".p.w" type: "int32" }];
}
extend A { optional int32 x = 4; optional A y = 5; optional A v = 6; optional A u = 7; }
"#,
        expect![[r#"
            error[proto-declaration]: expected a number in 4 to 9, found 10
              user.proto:4:14
               4 |   extensions 4 to 9 [
                 |              ^^^^^^
              user.proto:8:19
               8 |     declaration = { number: 10 full_name: "p.q" type: "p.A" },
                 |                   ------------------------------------------- declared here
              help: a declaration speaks of its own range only

            error[proto-declaration]: the extension number 4 is declared twice
              user.proto:4:14
               4 |   extensions 4 to 9 [
                 |              ^^^^^^
              user.proto:9:19
               9 |     declaration = { number: 4 full_name: ".p.x" type: "string" }
                 |                   ---------------------------------------------- declared again here

            error[proto-declaration]: expected a dot before the full name in `full_name`, found "p.q"
              user.proto:8:19
               8 |     declaration = { number: 10 full_name: "p.q" type: "p.A" },
                 |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              help: write ".p.q"

            error[proto-declaration]: expected a dot before the full name in `type`, found "p.A"
              user.proto:8:19
               8 |     declaration = { number: 10 full_name: "p.q" type: "p.A" },
                 |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              help: write ".p.A"

            error[proto-declaration]: the extension '.p.x' is declared twice
              user.proto:9:19
               9 |     declaration = { number: 4 full_name: ".p.x" type: "string" }
                 |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              user.proto:5:19
               5 |     declaration = { number: 4 full_name: ".p.x" type: "string" },
                 |                   ---------------------------------------------- first declared here

            error[proto-declaration]: expected `verification = DECLARATION` or nothing where extensions are declared
              user.proto:11:18
              11 |   extensions 20 [verification = UNVERIFIED, declaration = { number: 20 full_name: ".p.w" type: "int32" }];
                 |                  ^^^^^^^^^^^^^^^^^^^^^^^^^
              user.proto:11:59
              11 |   extensions 20 [verification = UNVERIFIED, declaration = { number: 20 full_name: ".p.w" type: "int32" }];
                 |                                                           ---------------------------------------------- an extension is declared here
              help: what is declared is verified
              fix: remove the option
                 -   extensions 20 [verification = UNVERIFIED, declaration = { number: 20 full_name: ".p.w" type: "int32" }];
                 +   extensions 20 [declaration = { number: 20 full_name: ".p.w" type: "int32" }];

            error[proto-declaration]: expected the type `string` for the extension 4, found `int32`
              user.proto:13:8
              13 | extend A { optional int32 x = 4; optional A y = 5; optional A v = 6; optional A u = 7; }
                 |        ^
              user.proto:13:27
              13 | extend A { optional int32 x = 4; optional A y = 5; optional A v = 6; optional A u = 7; }
                 |                           - the extension
              help: the message declares it otherwise

            error[proto-declaration]: expected the label `repeated` for the extension 5, found `optional`
              user.proto:13:8
              13 | extend A { optional int32 x = 4; optional A y = 5; optional A v = 6; optional A u = 7; }
                 |        ^
              user.proto:13:45
              13 | extend A { optional int32 x = 4; optional A y = 5; optional A v = 6; optional A u = 7; }
                 |                                             - the extension
              help: the message declares it otherwise

            error[proto-declaration]: the extension number 6 of 'p.A' is reserved
              user.proto:13:8
              13 | extend A { optional int32 x = 4; optional A y = 5; optional A v = 6; optional A u = 7; }
                 |        ^

            error[proto-declaration]: 'p.A' does not declare an extension 7
              user.proto:13:8
              13 | extend A { optional int32 x = 4; optional A y = 5; optional A v = 6; optional A u = 7; }
                 |        ^
              user.proto:13:85
              13 | extend A { optional int32 x = 4; optional A y = 5; optional A v = 6; optional A u = 7; }
                 |                                                                                     - the number
              help: where some are declared, all are: `declaration = { number: 7 full_name: ".p.u" … }`
        "#]],
    );
}

#[test]
fn lite() {
    check(
        r#"
--- a.proto
syntax = "proto3";
import "b.proto";
message A { B b = 1; }
--- b.proto
syntax = "proto3";
option optimize_for = LITE_RUNTIME;
option cc_generic_services = true;
message B {}
service S {}
"#,
        expect![[r#"
            error[proto-lite]: expected a file for the full runtime, found 'b.proto'
              a.proto:2:1
               2 | import "b.proto";
                 | ^^^^^^^^^^^^^^^^^
              help: that file has `optimize_for = LITE_RUNTIME`, which this one must have, too, to import it

            warning[proto-generic-services]: expected no `cc_generic_services`, which is deprecated
              b.proto:3:1
               3 | option cc_generic_services = true;
                 | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              help: the code for services comes from plugins, such as those of gRPC
              fix: remove the option
                 - option cc_generic_services = true;

            error[proto-lite]: expected no generic code for the service 'S' with the lite runtime
              b.proto:5:9
               5 | service S {}
                 |         ^
              b.proto:3:1
               3 | option cc_generic_services = true;
                 | ---------------------------------- turned on here
              help: leave out `cc_generic_services` and `java_generic_services`
              fix: remove the option
                 - option cc_generic_services = true;
        "#]],
    );
}

#[test]
fn style() {
    check(
        r#"
edition = "2024";
package Bad;
message user_name {
  string userName = 1;
  string line_2 = 2;
  oneof myChoice { string a = 3; }
}
enum color { red = 0; COLOR__X = 1; }
service s { rpc get_user(user_name) returns (user_name); }
"#,
        expect![[r#"
            error[proto-naming-style]: expected lower_snake_case for the name of the package, found 'Bad'
              user.proto:2:9
               2 | package Bad;
                 |         ^^^
              help: rename it to `bad`; `features.enforce_naming_style = STYLE_LEGACY` turns this off

            error[proto-naming-style]: expected TitleCase for the name of the message, found 'user_name'
              user.proto:3:9
               3 | message user_name {
                 |         ^^^^^^^^^
              help: rename it to `UserName`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
              fix: rename to `UserName`

            error[proto-naming-style]: expected lower_snake_case for the name of the field, found 'userName'
              user.proto:4:10
               4 |   string userName = 1;
                 |          ^^^^^^^^
              help: rename it to `user_name`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
              fix: rename to `user_name`

            error[proto-naming-style]: expected a letter behind each underscore for the name of the field, found 'line_2'
              user.proto:5:10
               5 |   string line_2 = 2;
                 |          ^^^^^^
              help: rename it to `line2`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
              fix: rename to `line2`

            error[proto-naming-style]: expected lower_snake_case for the name of the oneof, found 'myChoice'
              user.proto:6:9
               6 |   oneof myChoice { string a = 3; }
                 |         ^^^^^^^^
              help: rename it to `my_choice`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
              fix: rename to `my_choice`

            error[proto-naming-style]: expected TitleCase with a capital first for the name of the enum, found 'color'
              user.proto:8:6
               8 | enum color { red = 0; COLOR__X = 1; }
                 |      ^^^^^
              help: rename it to `Color`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
              fix: rename to `Color`

            error[proto-naming-style]: expected UPPER_SNAKE_CASE for the name of the enum value, found 'red'
              user.proto:8:14
               8 | enum color { red = 0; COLOR__X = 1; }
                 |              ^^^
              help: rename it to `RED`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
              fix: rename to `RED`

            error[proto-naming-style]: expected a letter behind each underscore for the name of the enum value, found 'COLOR__X'
              user.proto:8:23
               8 | enum color { red = 0; COLOR__X = 1; }
                 |                       ^^^^^^^^
              help: rename it to `COLOR_X`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
              fix: rename to `COLOR_X`

            error[proto-naming-style]: expected TitleCase with a capital first for the name of the service, found 's'
              user.proto:9:9
               9 | service s { rpc get_user(user_name) returns (user_name); }
                 |         ^
              help: rename it to `S`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
              fix: rename to `S`

            error[proto-naming-style]: expected TitleCase for the name of the method, found 'get_user'
              user.proto:9:17
               9 | service s { rpc get_user(user_name) returns (user_name); }
                 |                 ^^^^^^^^
              help: rename it to `GetUser`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
              fix: rename to `GetUser`
        "#]],
    );
    check(
        r#"
edition = "2024";
option features.enforce_naming_style = STYLE_LEGACY;
message user_name { string userName = 1; }
"#,
        expect![""],
    );
    check(
        r#"
edition = "2026";
message A { string descriptor = 1; string has_foo = 2; oneof foo { string bar = 3; } string bar_value = 4; }
"#,
        expect![[r#"
            error[proto-naming-style]: the field 'descriptor' collides with what generated code has
              user.proto:2:20
               2 | message A { string descriptor = 1; string has_foo = 2; oneof foo { string bar = 3; } string bar_value = 4; }
                 |                    ^^^^^^^^^^
              help: name it otherwise; `features.enforce_naming_style = STYLE2024` turns this off

            error[proto-naming-style]: the field 'has_foo' collides with what generated code has for 'foo'
              user.proto:2:43
               2 | message A { string descriptor = 1; string has_foo = 2; oneof foo { string bar = 3; } string bar_value = 4; }
                 |                                           ^^^^^^^
              help: name it otherwise; `features.enforce_naming_style = STYLE2024` turns this off

            error[proto-naming-style]: the field 'bar_value' collides with what generated code has for 'bar'
              user.proto:2:93
               2 | message A { string descriptor = 1; string has_foo = 2; oneof foo { string bar = 3; } string bar_value = 4; }
                 |                                                                                             ^^^^^^^^^
              help: name it otherwise; `features.enforce_naming_style = STYLE2024` turns this off
        "#]],
    );
}

#[test]
fn quiet() {
    check(
        r#"
syntax = "proto3";
enum E { A = ; }
message M { Missing m = 1; map<Missing, string> n = 2; E e = 3; }
"#,
        expect![[r#"
            error[proto-missing-number]: expected the value's number after '=', found ';'
              user.proto:2:14
               2 | enum E { A = ; }
                 |              ^
              help: every value of an enum has a number
              fix: insert `0`
                 - enum E { A = ; }
                 + enum E { A = 0; }

            error[proto-type]: 'Missing' is not declared
              user.proto:3:13
               3 | message M { Missing m = 1; map<Missing, string> n = 2; E e = 3; }
                 |             ^^^^^^^
              help: declare `message Missing { … }`, or import the file that does

            error[proto-type]: 'Missing' is not declared
              user.proto:3:32
               3 | message M { Missing m = 1; map<Missing, string> n = 2; E e = 3; }
                 |                                ^^^^^^^
              help: declare `message Missing { … }`, or import the file that does
        "#]],
    );
}

#[test]
fn clashes() {
    check(
        r#"
syntax = "proto3";
message A { int32 id = 1; message B { int32 id = 1; } oneof o { int32 p = 2; } }
enum E { E_UNSPECIFIED = 0; }
message A { int32 id = 1; message B { int32 id = 1; } oneof o { int32 p = 2; } int32 id = 3; }
enum E { E_UNSPECIFIED = 0; }
enum F { E_UNSPECIFIED = 0; }
"#,
        expect![[r#"
            error[proto-name]: 'A' is declared twice
              user.proto:4:9
               4 | message A { int32 id = 1; message B { int32 id = 1; } oneof o { int32 p = 2; } int32 id = 3; }
                 |         ^
              user.proto:2:9
               2 | message A { int32 id = 1; message B { int32 id = 1; } oneof o { int32 p = 2; } }
                 |         - first declared here
              help: rename one of them

            error[proto-name]: 'E' is declared twice
              user.proto:5:6
               5 | enum E { E_UNSPECIFIED = 0; }
                 |      ^
              user.proto:3:6
               3 | enum E { E_UNSPECIFIED = 0; }
                 |      - first declared here
              help: rename one of them

            error[proto-name]: 'E_UNSPECIFIED' is declared twice
              user.proto:6:10
               6 | enum F { E_UNSPECIFIED = 0; }
                 |          ^^^^^^^^^^^^^
              user.proto:3:10
               3 | enum E { E_UNSPECIFIED = 0; }
                 |          ------------- first declared here
              help: rename one of them; an enum's values share the scope that is around the enum
        "#]],
    );
}
