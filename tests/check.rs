//! The rules of the language at the boundary of `schema`: what is said, where, and how it is mended.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]

#[path = "common/problems.rs"]
mod problems;

use expect_test::expect;
use problems::check;

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
            a.proto:3:3 error proto-label: expected `optional`, `required` or `repeated` before the type of 'a' at "string"
                help: in proto2 every field has a label
                fix: insert `optional`: a.proto:3:3 "" → "optional "
                fix: insert `repeated`: a.proto:3:3 "" → "repeated "
            a.proto:4:13 error proto-label: expected no label on the field 'b' of a oneof, found `optional` at "optional"
                help: a oneof's fields are optional by themselves
                fix: remove `optional`: a.proto:4:13 "optional " → ""
            a.proto:4:35 error proto-label: expected no label on the field 'c' of a oneof, found `repeated` at "repeated"
                help: of a oneof one value is set at most; put the list into a message
                fix: remove `repeated`: a.proto:4:35 "repeated " → ""
            a.proto:5:3 error proto-label: expected no label on the map 'd', found `repeated` at "repeated"
                help: a map holds any number of entries by itself
                fix: remove `repeated`: a.proto:5:3 "repeated " → ""
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
            a.proto:2:3 error proto-label: expected `optional`, `required` or `repeated` before the type of 'a' and of 1 more field at "string"
                help: a file without `syntax` is proto2, where every field has a label; proto3 and editions need none
                fix: insert `syntax = "proto3";`: a.proto:1:1 "" → "syntax = \"proto3\";\n\n"
                fix: insert `optional`: a.proto:2:3 "" → "optional "
                fix: insert `repeated`: a.proto:2:3 "" → "repeated "
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
            a.proto:3:3 error proto-label: expected `optional`, `repeated` or no label on 'a', found `required` at "required"
                help: proto3 has no required fields
                fix: remove `required`: a.proto:3:3 "required " → ""
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
            a.proto:3:3 error proto-label: expected no label on 'a', found `optional` at "optional"
                help: in editions every field knows whether it was set; `features.field_presence = IMPLICIT` turns that off
                fix: remove `optional`: a.proto:3:3 "optional " → ""
            a.proto:4:3 error proto-label: expected no label on 'b', found `required` at "required"
                help: in editions it is an option: `[features.field_presence = LEGACY_REQUIRED]`
                fix: write `features.field_presence = LEGACY_REQUIRED`: a.proto:4:3 "required " → "", a.proto:4:26 "" → "features.field_presence = LEGACY_REQUIRED, "
            a.proto:5:3 error proto-label: expected no label on 'c', found `required` at "required"
                help: in editions it is an option: `[features.field_presence = LEGACY_REQUIRED]`
                fix: write `features.field_presence = LEGACY_REQUIRED`: a.proto:5:3 "required " → "", a.proto:5:24 "" → " [features.field_presence = LEGACY_REQUIRED]"
        "#]],
    );
    check(
        r#"
syntax = "proto2";
message A { extensions 1 to 9; }
extend A { required int32 a = 1; }
"#,
        expect![[r#"
            a.proto:3:12 error proto-label: expected an extension that may be missing, found `required` on 'a' at "required"
                help: who does not know an extension can't set it, so none is required
                fix: replace by `optional`: a.proto:3:12 "required" → "optional"
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
            a.proto:3:3 error proto-group: expected a message, found the group 'G' at "group"
                help: proto3 has no groups; declare a message and a field of its type
                fix: declare a message and a field: a.proto:3:3 "group G = 1 " → "message G ", a.proto:3:32 "" → " G g = 1;"
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
            a.proto:3:12 error proto-group: expected a message, found the group 'G' at "group"
                help: in editions a field is written as a group by `[features.message_encoding = DELIMITED]`
                fix: declare a message and a field: a.proto:3:3 "repeated group G = 1 " → "message G ", a.proto:3:41 "" → " repeated G g = 1 [features.message_encoding = DELIMITED];"
        "#]],
    );
    check(
        r#"
syntax = "proto2";
message A { optional group g = 1 {} }
"#,
        expect![[r#"
            a.proto:2:28 error proto-group: expected a group's name with a capital first, found 'g' at "g"
                help: a group declares a message; its field has the name in lower case
                fix: replace by `G`: a.proto:2:28 "g" → "G"
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
            a.proto:2:1 error proto-visibility: expected a declaration, found `export`, which edition 2024 introduces at "export"
                help: remove it; before edition 2024 everything is visible
                fix: remove `export`: a.proto:2:1 "export " → ""
            a.proto:2:20 error proto-visibility: expected a declaration, found `local`, which edition 2024 introduces at "local"
                help: remove it; before edition 2024 everything is visible
                fix: remove `local`: a.proto:2:20 "local " → ""
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
            a.proto:3:28 error proto-visibility: expected no `export` on the nested message 'B' at "B"
                help: with `features.default_symbol_visibility = STRICT` only what stands at the top is exported
            a.proto:3:45 error proto-visibility: expected no `export` on the nested enum 'E' at "E"
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
  reserved 1 to 5, 5 to 9, 0, 7 to 3;
  reserved "a", "b", "a", "no name";
  string a = 3;
  string c = 20;
}
"#,
        expect![[r#"
            a.proto:3:12 error proto-reserved: the number 3 is reserved, but the field 'a' has it at "1 to 5"
                a.proto:5:14 "3": used here
                help: give the field another number, or take the number out of the range
                fix: replace by `21`: a.proto:5:14 "3" → "21"
            a.proto:3:12 error proto-range: the ranges 1 to 5 and 5 to 9 overlap at "1 to 5"
                a.proto:3:20 "5 to 9": the other one
                help: let each number be in one range only
            a.proto:3:28 error proto-range: expected reserved numbers from 1 on, found 0 at "0"
                help: field numbers are positive
            a.proto:3:31 error proto-range: expected a range whose end is not before its start, found 7 to 3 at "7 to 3"
                help: both ends of a range are within it
                fix: replace by `3 to 7`: a.proto:3:31 "7 to 3" → "3 to 7"
            a.proto:4:22 error proto-reserved: the name 'a' is reserved already at "\"a\""
                a.proto:4:12 "\"a\"": first reserved here
                help: reserve each name once
            a.proto:4:27 warning proto-reserved: the reserved name "no name" is no identifier at "\"no name\""
                help: no field could have it anyway
            a.proto:5:10 error proto-reserved: the name 'a' is reserved at "a"
                a.proto:4:12 "\"a\"": reserved here
                help: name the field otherwise, or take the name out of the reserved ones
        "#]],
    );
    check(
        r#"
syntax = "proto3";
message A { reserved a; }
enum E { reserved 1 to 2, 2; reserved "B"; Z = 0; A = 1; B = 3; }
"#,
        expect![[r#"
            a.proto:2:22 error proto-reserved: expected a reserved name in quotes, found `a` at "a"
                help: proto2 and proto3 reserve names as strings
                fix: replace by `"a"`: a.proto:2:22 "a" → "\"a\""
            a.proto:3:19 error proto-reserved: the number 1 is reserved, but the value 'A' has it at "1 to 2"
                a.proto:3:55 "1": used here
                help: give the value another number, or take the number out of the range
                fix: replace by `4`: a.proto:3:55 "1" → "4"
            a.proto:3:19 error proto-range: the ranges 1 to 2 and 2 overlap at "1 to 2"
                a.proto:3:27 "2": the other one
                help: let each number be in one range only
            a.proto:3:51 error proto-name: 'A' is declared twice at "A"
                a.proto:2:9 "A": first declared here
                help: rename one of them; an enum's values share the scope that is around the enum
            a.proto:3:58 error proto-reserved: the name 'B' is reserved at "B"
                a.proto:3:39 "\"B\"": reserved here
                help: name the value otherwise, or take the name out of the reserved ones
        "#]],
    );
    check(
        r#"
edition = "2023";
message A { reserved "a"; }
"#,
        expect![[r#"
            a.proto:2:22 error proto-reserved: expected a reserved name without quotes, found "a" at "\"a\""
                help: in editions reserved names are identifiers
                fix: replace by `a`: a.proto:2:22 "\"a\"" → "a"
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
            a.proto:3:14 error proto-reserved: the number 2 is in the range of extensions, but the field 'a' has it at "1 to 5"
                a.proto:5:23 "2": used here
                help: give the field another number, or take the number out of the range
                fix: replace by `7`: a.proto:5:23 "2" → "7"
            a.proto:3:14 error proto-range: the ranges 1 to 5 and 4 to 6 overlap at "1 to 5"
                a.proto:3:22 "4 to 6": the other one
                help: let each number be in one range only
            a.proto:3:22 error proto-range: the extension range 4 to 6 overlaps with the reserved numbers 6 at "4 to 6"
                a.proto:4:12 "6": reserved here
                help: a number is either reserved or one for extensions
            a.proto:6:14 error proto-extension-range: expected extension numbers up to 536870911, found 600000000 at "600000000"
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
            a.proto:3:14 error proto-extension-range: expected no extension range in proto3 at "1 to 5"
                help: proto3 extends the options of descriptor.proto only; hold other messages in a `google.protobuf.Any`
                fix: remove the extension ranges: a.proto:3:1 "  extensions 1 to 5;\n" → ""
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
            a.proto:3:14 error proto-field-number: expected a number from 1 on for 'a', found 0 at "0"
                help: field numbers are positive
                fix: replace by `2`: a.proto:3:14 "0" → "2"
            a.proto:5:14 error proto-duplicate-number: the number 1 of 'c' is that of 'b' in 'A' already at "1"
                a.proto:4:14 "1": first used here
                help: each field of a message has a number of its own
                fix: replace by `2`: a.proto:5:14 "1" → "2"
            a.proto:6:14 error proto-field-number: expected a number outside of 19000 to 19999 for 'd', found 19000 at "19000"
                help: these numbers are kept for the implementation of Protocol Buffers
                fix: replace by `2`: a.proto:6:14 "19000" → "2"
            a.proto:7:14 error proto-field-number: expected a number up to 536870911 for 'e', found 536870912 at "536870912"
                help: field numbers have at most 29 bits
                fix: replace by `2`: a.proto:7:14 "536870912" → "2"
        "#]],
    );
    check(
        r#"
syntax = "proto3";
message A { reserved 3 to 5; string a = 2; string b = 2; }
"#,
        expect![[r#"
            a.proto:2:55 error proto-duplicate-number: the number 2 of 'b' is that of 'a' in 'A' already at "2"
                a.proto:2:41 "2": first used here
                help: each field of a message has a number of its own
                fix: replace by `6`: a.proto:2:55 "2" → "6"
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
            a.proto:2:6 error proto-enum: expected a value in the enum 'Empty' at "Empty"
                help: the first value is the default
                fix: insert `EMPTY_UNSPECIFIED = 0;`: a.proto:2:13 "" → " EMPTY_UNSPECIFIED = 0; "
            a.proto:4:11 error proto-enum-zero: expected the first value of 'NoZero' to be 0, found FIRST = 1 at "1"
                help: the first value of an open enum is the default, which is 0 on the wire
                fix: insert `NO_ZERO_UNSPECIFIED = 0;`: a.proto:4:3 "" → "NO_ZERO_UNSPECIFIED = 0;\n  "
            a.proto:8:15 error proto-enum-zero: expected the first value of 'Later' to be 0, found LATER_ONE = 1 at "1"
                help: the first value of an open enum is the default, which is 0 on the wire
                fix: move `LATER_ZERO` to the top: a.proto:8:3 "" → "LATER_ZERO = 0;\n  ", a.proto:9:1 "  LATER_ZERO = 0;\n" → ""
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
            a.proto:2:28 error proto-duplicate-number: the number 1 of 'B' is that of 'A' already at "1"
                a.proto:2:21 "1": first used here
                help: give it another number, or set `option allow_alias = true;` if both names mean the same
                fix: replace by `2`: a.proto:2:28 "1" → "2"
                fix: allow aliases: a.proto:2:9 "" → " option allow_alias = true;"
            a.proto:3:10 error proto-alias: no two values of 'F' share a number at "option allow_alias = true;"
                help: without aliases, `allow_alias` must not be set
                fix: remove the option: a.proto:3:10 "option allow_alias = true;" → ""
            a.proto:4:10 error proto-alias: expected `allow_alias = true` in 'G' or nothing at "option allow_alias = false;"
                help: aliases are not allowed by default, so there is nothing to turn off
                fix: remove the option: a.proto:4:10 "option allow_alias = false;" → ""
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
            a.proto:4:3 error proto-enum-prefix: 'FOO' and 'MY_ENUM_FOO' are one name without the prefix 'MyEnum' and in one case of letters at "FOO"
                a.proto:3:3 "MY_ENUM_FOO": the other one
                help: generated code may drop the prefix; name one of them otherwise
            a.proto:5:3 error proto-enum-prefix: 'foo_' and 'MY_ENUM_FOO' are one name without the prefix 'MyEnum' and in one case of letters at "foo_"
                a.proto:3:3 "MY_ENUM_FOO": the other one
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
            a.proto:4:10 error proto-json-name: 'foo_bar' and 'fooBar' are both "fooBar" in JSON at "fooBar"
                a.proto:3:10 "foo_bar": the other field
                help: name one of them otherwise: the names must differ in more than underscores, whatever `json_name` says
            a.proto:6:10 error proto-json-name: 'c' and 'd' are both "d" in JSON at "d"
                a.proto:5:10 "c": the other field
                help: give one of them another `json_name`
            a.proto:7:17 error proto-json-name: expected a JSON name without brackets around it, found "[e]" at "json_name = \"[e]\""
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
            a.proto:4:19 warning proto-json-name: 'foo_bar' and 'fooBar' are both "fooBar" in JSON at "fooBar"
                a.proto:3:19 "foo_bar": the other field
                help: name one of them otherwise: the names must differ in more than underscores, whatever `json_name` says
            a.proto:6:19 error proto-json-name: 'c' and 'd' are both "x" in JSON at "d"
                a.proto:5:19 "c": the other field
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
            a.proto:2:38 error proto-oneof: expected a field in the oneof 'o' at "o"
                help: a oneof holds one of its fields at a time
                fix: remove the oneof: a.proto:2:32 "oneof o { option deprecated = "… → ""
            a.proto:2:49 error proto-option-name: unknown option 'deprecated' at "deprecated"
                help: custom options are written in parentheses, and the file that declares them is imported
            a.proto:2:77 error proto-map: expected a map field, found the option `map_entry` at "map_entry"
                help: write `map<Key, Value> name = 1;`, which declares the message of the entries
                fix: remove the option: a.proto:2:70 "option map_entry = true;" → ""
            a.proto:3:8 error proto-extend: expected a field in the extension of 'A' at "A"
                help: an `extend` declares one field at least
                fix: remove the `extend`: a.proto:3:1 "extend A {}\n" → ""
            a.proto:4:12 error proto-unexpected: expected a field, found ';' at ";"
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
            a.proto:2:36 error proto-default: expected no default on 'a', since this is proto3 at "1"
                help: in proto3 the default is always 0, false, empty or an enum's first value
                fix: remove the option: a.proto:2:24 " [default = 1]" → ""
            a.proto:2:91 error proto-default: expected no default on 'b', which is repeated at "1"
                help: a list that is not set is empty
                fix: remove the option: a.proto:2:79 ", default = 1" → ""
            a.proto:2:114 error proto-default: expected no default on 'c', which is a message at "x"
                help: fields of messages have no default but the empty message
                fix: remove the option: a.proto:2:104 "default = x, " → ""
        "#]],
    );
    check(
        r#"
edition = "2023";
message A { int32 a = 1 [default = 1, features.field_presence = IMPLICIT]; }
"#,
        expect![[r#"
            a.proto:2:19 error proto-presence: expected no default on 'a', whose presence is implicit at "a"
                a.proto:2:26 "default = 1": the default
                help: with implicit presence 0, false or empty is the same as not set; say `features.field_presence = EXPLICIT`
                fix: remove the option: a.proto:2:26 "default = 1, " → ""
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
            a.proto:1:1 error proto-feature: expected no features in proto3 at "syntax = \"proto3\";"
                a.proto:2:1 "option features.field_presence"…: set here
                help: features are what editions have: `edition = "2023";`
                fix: remove the option: a.proto:2:1 "option features.field_presence"… → ""
            a.proto:3:27 error proto-feature: expected no features in proto3 at "features.utf8_validation = NON"…
                help: features are what editions have: `edition = "2023";`
                fix: remove the option: a.proto:3:25 " [features.utf8_validation = N"… → ""
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
  string g = 7 [packed = true];
  extensions 10 to 19;
}
extend A { string x = 10 [features.field_presence = EXPLICIT]; }
"#,
        expect![[r#"
            a.proto:1:1 error proto-feature: expected a feature, found the option `java_string_check_utf8` at "edition = \"2023\";"
                a.proto:3:1 "option java_string_check_utf8 "…: set here
                help: in editions it is `features.(pb.java).utf8_validation`, or `features.utf8_validation` for all languages
                fix: remove the option: a.proto:3:1 "option java_string_check_utf8 "… → ""
            a.proto:1:1 error proto-feature: expected a presence that suits all fields of the file, found LEGACY_REQUIRED at "edition = \"2023\";"
                a.proto:2:1 "option features.field_presence"…: set here
                help: say it at each field that is required
            a.proto:5:19 error proto-feature: expected a list of numbers for `features.repeated_field_encoding`, found 'a' at "a"
                a.proto:5:26 "features.repeated_field_encodi"…: set here
                help: strings, bytes and messages can't be packed
                fix: remove the option: a.proto:5:24 " [features.repeated_field_enco"… → ""
            a.proto:6:9 error proto-feature: expected a list for `features.repeated_field_encoding`, found 'b' at "b"
                a.proto:6:51 "repeated_field_encoding: EXPAN"…: set here
                help: only lists are packed or expanded
            a.proto:6:9 error proto-feature: expected a string for `features.utf8_validation`, found 'b' at "b"
                a.proto:6:29 "utf8_validation: NONE": set here
                help: other types are no text
            a.proto:7:20 error proto-feature: expected a field outside of oneofs for `features.field_presence`, found 'c' at "c"
                a.proto:7:27 "features.field_presence = EXPL"…: set here
                help: a oneof knows which of its fields is set
                fix: remove the option: a.proto:7:25 " [features.field_presence = EX"… → ""
            a.proto:8:5 error proto-feature: expected a field that is no message for `features.field_presence`, found 'd' at "d"
                a.proto:8:12 "features.field_presence = IMPL"…: set here
                help: a field of a message always knows whether it is set
                fix: remove the option: a.proto:8:10 " [features.field_presence = IM"… → ""
            a.proto:9:18 error proto-feature: expected a message for `features.message_encoding`, found 'e' at "e"
                a.proto:9:25 "features.message_encoding = DE"…: set here
                help: only messages are delimited or length prefixed
                fix: remove the option: a.proto:9:23 " [features.message_encoding = "… → ""
            a.proto:10:17 error proto-feature: expected a value for `features.field_presence`, found `FIELD_PRESENCE_UNKNOWN` at "features.field_presence = FIEL"…
                help: that value stands for none; leave the feature out
            a.proto:11:10 error proto-packed: expected a feature on 'g', found the option `packed` at "g"
                a.proto:11:17 "packed = true": set here
                help: in editions it is `features.repeated_field_encoding = PACKED`
                fix: replace by `features.repeated_field_encoding = PACKED`: a.proto:11:17 "packed = true" → "features.repeated_field_encoding = PACKED"
            a.proto:14:19 error proto-feature: expected a field of a message for `features.field_presence`, found 'x' at "x"
                a.proto:14:27 "features.field_presence = EXPL"…: set here
                help: an extension always knows whether it is set
                fix: remove the option: a.proto:14:25 " [features.field_presence = EX"… → ""
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
            a.proto:4:15 error proto-presence: expected an open enum as the type of 'a', whose presence is implicit, found 'E' at "a"
                help: let the field's presence be explicit, or the enum be open
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
            a.proto:3:3 error proto-packed: expected a list of numbers to be packed, found 'a' at "string"
                a.proto:3:17 "packed = true": set here
                help: only repeated numbers, bools and enums can be packed
                fix: remove the option: a.proto:3:15 " [packed = true]" → ""
            a.proto:4:3 error proto-jstype: expected an integer of 64 bits for `jstype`, found 'b' at "string"
                a.proto:4:17 "jstype = JS_STRING": set here
                help: JavaScript's numbers hold all other types exactly
                fix: remove the option: a.proto:4:15 " [jstype = JS_STRING]" → ""
            a.proto:5:3 error proto-lazy: expected a message for `lazy` on 'c', found another type at "int32"
                a.proto:5:16 "lazy = true": set here
                help: only messages behind their length are parsed later
                fix: remove the option: a.proto:5:14 " [lazy = true]" → ""
        "#]],
    );
    check(
        r#"
edition = "2024";
message A { string a = 1 [ctype = CORD]; }
"#,
        expect![[r#"
            a.proto:2:13 error proto-ctype: expected no `ctype` on 'a', which edition 2024 has no longer at "string"
                a.proto:2:27 "ctype = CORD": set here
                help: say `features.(pb.cpp).string_type` instead, with `import option "google/protobuf/cpp_features.proto";`
                fix: remove the option: a.proto:2:25 " [ctype = CORD]" → ""
        "#]],
    );
    check(
        r#"
syntax = "proto2";
message A { extensions 1 to 9; }
extend A { optional string a = 1 [json_name = "b"]; optional A c = 2 [unverified_lazy = true]; }
"#,
        expect![[r#"
            a.proto:3:35 error proto-json-name: expected no `json_name` on the extension 'a' at "json_name = \"b\""
                help: in JSON an extension has its full name in brackets
                fix: remove the option: a.proto:3:33 " [json_name = \"b\"]" → ""
            a.proto:3:62 error proto-lazy: expected no `unverified_lazy` on the extension 'c' at "A"
                fix: remove the option: a.proto:3:69 " [unverified_lazy = true]" → ""
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
            a.proto:4:7 error proto-map: expected an integer, `bool` or `string` as a map's key, found `float` at "float"
                help: only what is compared exactly can be a key
            a.proto:5:7 error proto-map: expected an integer, `bool` or `string` as a map's key, found `E` at "E"
                help: only what is compared exactly can be a key
            a.proto:6:7 error proto-map: expected an integer, `bool` or `string` as a map's key, found `A` at "A"
                help: only what is compared exactly can be a key
            a.proto:7:3 error proto-map: expected a type for 'd', found the entries of a map at "AEntry"
                help: that message is made by the map; write `map<Key, Value>` or declare a message of your own
            a.proto:8:13 error proto-map: expected a field that is no map in a oneof, found 'e' at "map<int32, int32>"
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
            a.proto:3:25 error proto-map: expected an enum whose first value is 0 in a map, found 'E' at "E"
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
            a.proto:3:13 error proto-enum-type: expected an open enum as the type of 'e', found 'E', which is closed at "E"
                help: proto3 has open enums only, and 'b.proto' declares a closed one
            a.proto:3:34 error proto-enum-type: expected an open enum in a map, found 'E', which is closed at "E"
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
            a.proto:4:32 error proto-extension-number: 99 is no extension number of 'A' at "99"
                a.proto:2:9 "A": the message it extends
                help: its extensions have numbers in 100 to 200
            a.proto:4:81 error proto-duplicate-number: the number 100 of 'z' is that of 'y' in 'A' already at "100"
                a.proto:4:56 "100": first used here
                help: each extension of a message has a number of its own
            a.proto:5:33 error proto-extension-number: 1 is no extension number of 'B' at "1"
                a.proto:3:9 "B": the message it extends
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
            a.proto:3:8 error proto-extend: expected options of descriptor.proto to extend, found 'B' at "B"
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
            a.proto:2:68 error proto-message-set: expected no field in a message set, found 'a' at "a"
                help: a message set has nothing but extensions
            a.proto:3:21 error proto-message-set: expected an optional message in a message set, found 'b' at "string"
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
            a.proto:4:14 error proto-declaration: expected a number in 4 to 9, found 10 at "4 to 9"
                a.proto:8:19 "{ number: 10 full_name: \"p.q\" "…: declared here
                help: a declaration speaks of its own range only
            a.proto:4:14 error proto-declaration: the extension number 4 is declared twice at "4 to 9"
                a.proto:9:19 "{ number: 4 full_name: \".p.x\" "…: declared again here
            a.proto:8:19 error proto-declaration: expected a dot before the full name in `full_name`, found "p.q" at "{ number: 10 full_name: \"p.q\" "…
                help: write ".p.q"
            a.proto:8:19 error proto-declaration: expected a dot before the full name in `type`, found "p.A" at "{ number: 10 full_name: \"p.q\" "…
                help: write ".p.A"
            a.proto:9:19 error proto-declaration: the extension '.p.x' is declared twice at "{ number: 4 full_name: \".p.x\" "…
                a.proto:5:19 "{ number: 4 full_name: \".p.x\" "…: first declared here
            a.proto:11:18 error proto-declaration: expected `verification = DECLARATION` or nothing where extensions are declared at "verification = UNVERIFIED"
                a.proto:11:59 "{ number: 20 full_name: \".p.w\""…: an extension is declared here
                help: what is declared is verified
                fix: remove the option: a.proto:11:18 "verification = UNVERIFIED, " → ""
            a.proto:13:8 error proto-declaration: 'p.A' does not declare an extension 7 at "A"
                a.proto:13:85 "7": the number
                help: where some are declared, all are: `declaration = { number: 7 full_name: ".p.u" … }`
            a.proto:13:8 error proto-declaration: expected the label `repeated` for the extension 5, found `optional` at "A"
                a.proto:13:45 "y": the extension
                help: the message declares it otherwise
            a.proto:13:8 error proto-declaration: expected the type `string` for the extension 4, found `int32` at "A"
                a.proto:13:27 "x": the extension
                help: the message declares it otherwise
            a.proto:13:8 error proto-declaration: the extension number 6 of 'p.A' is reserved at "A"
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
            a.proto:2:1 error proto-lite: expected a file for the full runtime, found 'b.proto' at "import \"b.proto\";"
                help: that file has `optimize_for = LITE_RUNTIME`, which this one must have, too, to import it
            b.proto:5:9 error proto-lite: expected no generic code for the service 'S' with the lite runtime at "S"
                b.proto:3:1 "option cc_generic_services = t"…: turned on here
                help: leave out `cc_generic_services` and `java_generic_services`
                fix: remove the option: b.proto:3:1 "option cc_generic_services = t"… → ""
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
            a.proto:2:9 error proto-naming-style: expected lower_snake_case for the name of the package, found 'Bad' at "Bad"
                help: rename it to `bad`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
            a.proto:3:9 error proto-naming-style: expected TitleCase for the name of the message, found 'user_name' at "user_name"
                help: rename it to `UserName`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
            a.proto:4:10 error proto-naming-style: expected lower_snake_case for the name of the field, found 'userName' at "userName"
                help: rename it to `user_name`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
                fix: replace by `user_name`: a.proto:4:10 "userName" → "user_name"
            a.proto:5:10 error proto-naming-style: expected a letter behind each underscore for the name of the field, found 'line_2' at "line_2"
                help: rename it to `line2`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
                fix: replace by `line2`: a.proto:5:10 "line_2" → "line2"
            a.proto:6:9 error proto-naming-style: expected lower_snake_case for the name of the oneof, found 'myChoice' at "myChoice"
                help: rename it to `my_choice`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
                fix: replace by `my_choice`: a.proto:6:9 "myChoice" → "my_choice"
            a.proto:8:6 error proto-naming-style: expected TitleCase with a capital first for the name of the enum, found 'color' at "color"
                help: rename it to `Color`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
            a.proto:8:14 error proto-naming-style: expected UPPER_SNAKE_CASE for the name of the enum value, found 'red' at "red"
                help: rename it to `RED`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
            a.proto:8:23 error proto-naming-style: expected a letter behind each underscore for the name of the enum value, found 'COLOR__X' at "COLOR__X"
                help: rename it to `COLOR_X`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
            a.proto:9:9 error proto-naming-style: expected TitleCase with a capital first for the name of the service, found 's' at "s"
                help: rename it to `S`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
                fix: replace by `S`: a.proto:9:9 "s" → "S"
            a.proto:9:17 error proto-naming-style: expected TitleCase for the name of the method, found 'get_user' at "get_user"
                help: rename it to `GetUser`; `features.enforce_naming_style = STYLE_LEGACY` turns this off
                fix: replace by `GetUser`: a.proto:9:17 "get_user" → "GetUser"
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
            a.proto:2:20 error proto-naming-style: the field 'descriptor' collides with what generated code has at "descriptor"
                help: name it otherwise; `features.enforce_naming_style = STYLE2024` turns this off
            a.proto:2:43 error proto-naming-style: the field 'has_foo' collides with what generated code has for 'foo' at "has_foo"
                help: name it otherwise; `features.enforce_naming_style = STYLE2024` turns this off
            a.proto:2:93 error proto-naming-style: the field 'bar_value' collides with what generated code has for 'bar' at "bar_value"
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
            a.proto:2:14 error proto-missing-number: expected the value's number after '=', found ';' at ";"
                help: every value of an enum has a number
                fix: insert `0`: a.proto:2:13 " " → " 0"
            a.proto:3:13 error proto-type: 'Missing' is not declared at "Missing"
                help: declare `message Missing { … }`, or import the file that does
            a.proto:3:32 error proto-type: 'Missing' is not declared at "Missing"
                help: declare `message Missing { … }`, or import the file that does
        "#]],
    );
}
