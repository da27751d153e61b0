//! What is offered where.

use crate::support::{completions, shown};
use expect_test::{Expect, expect};

/// The first choices in one file.
fn check(text: &str, count: usize, expected: Expect) {
    check_files(&[("demo/v1/user.proto", text)], count, expected);
}

fn check_files(files: &[(&str, &str)], count: usize, expected: Expect) {
    expected.assert_eq(&shown(&completions(files), count));
}

/// The labels of the first forty choices in one file, some in a line.
fn check_labels(text: &str, expected: Expect) {
    let mut labels: Vec<String> = completions(&[("demo/v1/user.proto", text)]).into_iter().map(|it| it.label).collect();
    if labels.len() > 40 {
        labels.truncate(40);
        labels.push("…".to_owned());
    }
    let mut shown = String::new();
    for label in labels {
        let line = shown.lines().last().map_or(0, str::len);
        shown.push_str(if line + label.len() > 80 { "\n" } else { " " });
        shown.push_str(&label);
    }
    expected.assert_eq(shown.trim_start());
}

#[test]
fn a_file_begins() {
    check(
        "‸",
        12,
        expect![[r#"
        syntax [keyword] → "syntax = \"${proto3}\";"
        edition [keyword] → "edition = \"${2024}\";"
        package [keyword] → "package ${demo.v1};"
        import [keyword] → "import \"${}\";"
        option [keyword]
        message [keyword] → "message ${Name} {\n\t${}\n}"
        enum [keyword] → "enum ${Name} {\n\t${}\n}"
        service [keyword] → "service ${Name} {\n\t${}\n}"
        extend [keyword] → "extend ${google.protobuf.FieldOptions} {\n\t${}\n}"
    "#]],
    );
    check_labels(
        "// Ours.\n\ns‸\nmessage A {}",
        expect!["syntax edition package import option message enum service extend"],
    );
    check(
        "syntax = ‸",
        3,
        expect![[r#"
        proto3 [] → "\"proto3\";"
        proto2 [] → "\"proto2\";"
    "#]],
    );
    check(
        "syntax = \"pro‸",
        3,
        expect![[r#"
        proto3 [] → "proto3\";"
        proto2 [] → "proto2\";"
    "#]],
    );
    check(
        "edition = \"‸\";",
        3,
        expect![[r#"
        2024 []
        2023 []
        2026 []
    "#]],
    );
    check(
        "syntax = \"proto3\";\npackage ‸",
        3,
        expect![[r#"
        demo.v1 [of the folder] → "demo.v1;"
    "#]],
    );
    check(
        "syntax = \"proto3\";\npackage demo.‸;",
        3,
        expect![[r#"
        v1 [of the folder]
    "#]],
    );
    check_labels(
        "syntax = \"proto3\";\nm‸\nmessage A {}",
        expect!["package import option message enum service extend"],
    );
    check_labels(
        "edition = \"2024\";\npackage a;\n‸",
        expect!["import option message enum service extend export local"],
    );
    check_labels("edition = \"2024\";\nexport ‸", expect!["message enum"]);
}

#[test]
fn imports() {
    let other = ("demo/v1/other.proto", "package demo.v1;");
    let far = ("a/far.proto", "");
    let files = |text| [("demo/v1/user.proto", text), other, far];
    check_files(
        &files("syntax = \"proto3\";\nimport \"‸\""),
        4,
        expect![[r#"
        demo/v1/other.proto []
        a/far.proto []
        google/protobuf/any.proto [comes with Wirelens]
        google/protobuf/api.proto [comes with Wirelens]
    "#]],
    );
    check_files(
        &files("syntax = \"proto3\";\nimport \"a/far.proto\";\nimport \"‸\n"),
        3,
        expect![[r#"
        demo/v1/other.proto [] → "demo/v1/other.proto\";"
        google/protobuf/any.proto [comes with Wirelens] → "google/protobuf/any.proto\";"
        google/protobuf/api.proto [comes with Wirelens] → "google/protobuf/api.proto\";"
    "#]],
    );
    check_files(
        &files("import \"a/far‸.proto\";"),
        2,
        expect![[r#"
        demo/v1/other.proto []
        a/far.proto []
    "#]],
    );
    check_files(
        &files("import ‸"),
        4,
        expect![[r#"
        demo/v1/other.proto [] → "\"demo/v1/other.proto\";"
        a/far.proto [] → "\"a/far.proto\";"
        google/protobuf/any.proto [comes with Wirelens] → "\"google/protobuf/any.proto\";"
        google/protobuf/api.proto [comes with Wirelens] → "\"google/protobuf/api.proto\";"
    "#]],
    );
    check_files(
        &files("import public ‸;"),
        2,
        expect![[r#"
        demo/v1/other.proto [] → "\"demo/v1/other.proto\""
        a/far.proto [] → "\"a/far.proto\""
    "#]],
    );
}

const HEAD: &str = "syntax = \"proto3\";\npackage demo.v1;\n";

#[test]
fn types_of_fields() {
    let text = "message A {\n  ‸\n}\n// Another.\n// More of it.\nmessage B { message C {} enum D { X = 0; } }\n";
    check(
        &format!("{HEAD}{text}"),
        42,
        expect![[r#"
            A [message]
            B [message]
            B.C [message]
            B.D [enum]
            optional [keyword]
            repeated [keyword]
            map [keyword] → "map<${string}, ${Type}> ${name} = 1;"
            oneof [keyword] → "oneof ${name} {\n\t${}\n}"
            message [keyword] → "message ${Name} {\n\t${}\n}"
            enum [keyword] → "enum ${Name} {\n\t${}\n}"
            reserved [keyword]
            option [keyword]
            extend [keyword] → "extend ${Message} {\n\t${}\n}"
            string [scalar type]
            int32 [scalar type]
            int64 [scalar type]
            uint32 [scalar type]
            uint64 [scalar type]
            sint32 [scalar type]
            sint64 [scalar type]
            fixed32 [scalar type]
            fixed64 [scalar type]
            sfixed32 [scalar type]
            sfixed64 [scalar type]
            bool [scalar type]
            double [scalar type]
            float [scalar type]
            bytes [scalar type]
            Duration [message · import google/protobuf/duration.proto] → "google.protobuf.Duration" + "\n\nimport \"google/protobuf/duration.proto\";"
            Timestamp [message · import google/protobuf/timestamp.proto] → "google.protobuf.Timestamp" + "\n\nimport \"google/protobuf/timestamp.proto\";"
            demo [package]
            google [package]
            pb [package]
            Any [message · import google/protobuf/any.proto] → "google.protobuf.Any" + "\n\nimport \"google/protobuf/any.proto\";"
            BoolValue [message · import google/protobuf/wrappers.proto] → "google.protobuf.BoolValue" + "\n\nimport \"google/protobuf/wrappers.proto\";"
            BytesValue [message · import google/protobuf/wrappers.proto] → "google.protobuf.BytesValue" + "\n\nimport \"google/protobuf/wrappers.proto\";"
            DoubleValue [message · import google/protobuf/wrappers.proto] → "google.protobuf.DoubleValue" + "\n\nimport \"google/protobuf/wrappers.proto\";"
            Empty [message · import google/protobuf/empty.proto] → "google.protobuf.Empty" + "\n\nimport \"google/protobuf/empty.proto\";"
            FieldMask [message · import google/protobuf/field_mask.proto] → "google.protobuf.FieldMask" + "\n\nimport \"google/protobuf/field_mask.proto\";"
            FloatValue [message · import google/protobuf/wrappers.proto] → "google.protobuf.FloatValue" + "\n\nimport \"google/protobuf/wrappers.proto\";"
            Int32Value [message · import google/protobuf/wrappers.proto] → "google.protobuf.Int32Value" + "\n\nimport \"google/protobuf/wrappers.proto\";"
            Int64Value [message · import google/protobuf/wrappers.proto] → "google.protobuf.Int64Value" + "\n\nimport \"google/protobuf/wrappers.proto\";"
        "#]],
    );
    check(
        &format!("{HEAD}message A {{ repeated ‸ }}"),
        4,
        expect![[r#"
        A [message]
        string [scalar type]
        int32 [scalar type]
        int64 [scalar type]
    "#]],
    );
    check_labels(
        "syntax = \"proto2\"; message A { oneof x { ‸ } }",
        expect![[r#"
            A group option string int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64
            sfixed32 sfixed64 bool double float bytes Duration Timestamp google pb Any
            BoolValue BytesValue DoubleValue Empty FieldMask FloatValue Int32Value Int64Value
            ListValue NullValue StringValue Struct UInt32Value UInt64Value Value Status
            CalendarPeriod …"#]],
    );
    check_labels(
        "syntax = \"proto3\"; message A { map<‸ }",
        expect![[r#"
            string int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64
            bool"#]],
    );
    check(
        "syntax = \"proto3\"; message A { map<string, ‸ }",
        3,
        expect![[r#"
        A [message]
        string [scalar type]
        int32 [scalar type]
    "#]],
    );
    check_labels(
        "syntax = \"proto3\"; message A { google.protobuf.T‸ }",
        expect![[r#"
            Duration Timestamp compiler Any BoolValue BytesValue DoubleValue Empty FieldMask
            FloatValue Int32Value Int64Value ListValue NullValue StringValue Struct
            UInt32Value UInt64Value Value Api DescriptorProto Edition Enum
            EnumDescriptorProto EnumOptions EnumValue EnumValueDescriptorProto
            EnumValueOptions ExtensionRangeOptions FeatureSet FeatureSetDefaults Field
            FieldDescriptorProto FieldOptions FileDescriptorProto FileDescriptorSet
            FileOptions GeneratedCodeInfo MessageOptions Method …"#]],
    );
    check_labels("syntax = \"proto3\"; message A { google.‸ }", expect!["protobuf api rpc type"]);
    check_labels("syntax = \"proto3\"; message A { .‸ }", expect!["A google pb"]);
    check_labels("syntax = \"proto3\"; message A { B.‸ } message B { message C {} enum D {} }", expect!["C D"]);
}

#[test]
fn types_of_other_files() {
    let other = ("other.proto", "syntax = \"proto3\"; package other; message Order { message Item {} }");
    let same = ("same.proto", "syntax = \"proto3\"; package demo; message Same {} message Order {}");
    let files = |text| [("a.proto", text), other, same];
    let text = "syntax = \"proto3\";\npackage demo;\nimport \"same.proto\"; // ours\n\nmessage A { O‸ }";
    let offered = completions(&files(text));
    let offered: Vec<_> = offered.into_iter().filter(|it| it.label.contains("Order") || it.label == "Same").collect();
    expect![[r#"
        Order [message · same.proto]
        Same [message · same.proto]
        Order.Item [message · import other.proto] → "other.Order.Item" + "import \"other.proto\";\n"
        Order [message · import other.proto] → "other.Order" + "import \"other.proto\";\n"
    "#]]
    .assert_eq(&shown(&offered, 9));
    let text = "syntax = \"proto3\";\npackage demo;\nimport \"other.proto\";\nmessage A { other.Order.‸ }";
    check_files(
        &files(text),
        3,
        expect![[r#"
        Item [message · other.proto]
    "#]],
    );
    // Where `Order` is another one, the name is written out.
    let text = "syntax = \"proto3\";\npackage demo;\nimport \"same.proto\";\nmessage A { message Order {} ‸ }";
    let offered = completions(&files(text));
    let offered: Vec<_> = offered.into_iter().filter(|it| it.label.contains("Order")).collect();
    expect![[r#"
        Order [message]
        demo.Order [message · same.proto]
        Order.Item [message · import other.proto] → "other.Order.Item" + "import \"other.proto\";\n"
        Order [message · import other.proto] → "other.Order" + "import \"other.proto\";\n"
    "#]]
    .assert_eq(&shown(&offered, 9));
}

#[test]
fn names_and_numbers_of_fields() {
    let check = |text: &str, expected: Expect| {
        check(&format!("{HEAD}message UserProfile {{}}\nmessage A {{{text}}}"), 4, expected)
    };
    check(
        "UserProfile ‸",
        expect![[r#"
        user_profile [named after its type] → "user_profile = 1;"
    "#]],
    );
    check(
        "repeated UserProfile ‸ = 4;",
        expect![[r#"
        user_profiles [named after its type]
    "#]],
    );
    check(
        "map<string, UserProfile> u‸",
        expect![[r#"
        user_profiles [named after its type] → "user_profiles = 1;"
    "#]],
    );
    check("UserProfile user_profile = 1; UserProfile ‸", expect![[""]]);
    check("string ‸", expect![[""]]);
    check(
        "reserved 1, 4 to 5; int32 a = 3; string b = ‸",
        expect![[r#"
        6 [next number] → "6;"
        2 [lowest number that is free] → "2;"
    "#]],
    );
    check(
        "int32 a = 18999; string b = ‸;",
        expect![[r#"
        20000 [next number]
        1 [lowest number that is free]
    "#]],
    );
    check(
        "int32 a = 536870911; string b = ‸ [deprecated = true];",
        expect![[r#"
        1 [next number]
    "#]],
    );
    check(
        "oneof x { int32 a = 7; string b = ‸ }",
        expect![[r#"
        8 [next number] → "8;"
        1 [lowest number that is free] → "1;"
    "#]],
    );
    check(
        "int32 a = 2; string b = 3‸;",
        expect![[r#"
        3 [next number]
        1 [lowest number that is free]
    "#]],
    );
    check(
        "reserved 4 ‸",
        expect![[r#"
        to [keyword]
    "#]],
    );
    check(
        "reserved 4 to ‸;",
        expect![[r#"
        max [keyword]
    "#]],
    );
    check_labels("extend google.protobuf.FieldOptions { string a = ‸ }", expect!["50000"]);
    check_labels("message A { extensions 100 to 200; } extend A { string a = ‸ }", expect!["100"]);
    check_labels("message A { extensions 100 to 200; } extend A { string b = 120; string a = ‸ }", expect!["121"]);
}

#[test]
fn enums() {
    let check = |text: &str, expected: Expect| check(&format!("{HEAD}enum OrderState {{{text}}}"), 4, expected);
    check(
        "‸",
        expect![[r#"
        ORDER_STATE_UNSPECIFIED [the value of what is not set] → "ORDER_STATE_UNSPECIFIED = 0;"
        option [keyword]
        reserved [keyword]
    "#]],
    );
    check(
        "ORDER_STATE_UNSPECIFIED = 0; O‸",
        expect![[r#"
        ORDER_STATE_ [next value] → "ORDER_STATE_${NAME} = 1;"
        option [keyword]
        reserved [keyword]
    "#]],
    );
    check(
        "OTHER = 0; O‸",
        expect![[r#"
        option [keyword]
        reserved [keyword]
    "#]],
    );
    check(
        "A = 0; B = ‸",
        expect![[r#"
        1 [next number] → "1;"
    "#]],
    );
    check(
        "reserved 2; A = -1; B = 1; C = ‸;",
        expect![[r#"
        3 [next number]
    "#]],
    );
}

#[test]
fn services() {
    let check = |text: &str, count: usize, expected: Expect| {
        check(
            &format!(
                "{HEAD}message GetRequest {{}} message GetResponse {{}} message Other {{}} enum E {{}} service S {{{text}}}"
            ),
            count,
            expected,
        );
    };
    check(
        "‸",
        3,
        expect![[r#"
        rpc [keyword] → "rpc ${Name}(${Request}) returns (${Response});"
        option [keyword]
    "#]],
    );
    check(
        "rpc Get(‸) returns",
        4,
        expect![[r#"
        GetRequest [message]
        GetResponse [message]
        Other [message]
        stream [keyword]
    "#]],
    );
    check(
        "rpc Get(stream ‸",
        3,
        expect![[r#"
        GetRequest [message]
        GetResponse [message]
        Other [message]
    "#]],
    );
    check(
        "rpc Get(GetRequest) ‸",
        3,
        expect![[r#"
        returns [keyword] → "returns (${})"
    "#]],
    );
    check(
        "rpc Get(GetRequest) returns (G‸);",
        4,
        expect![[r#"
        GetRequest [message]
        GetResponse [message]
        Other [message]
        stream [keyword]
    "#]],
    );
    check(
        "rpc Get(GetRequest) returns (Other) { ‸ }",
        4,
        expect![[r#"
        option [keyword]
    "#]],
    );
    check("rpc ‸", 4, expect![[""]]);
}

#[test]
fn names_of_options() {
    check(
        "syntax = \"proto3\";\noption ‸",
        3,
        expect![[r#"
        java_package [string] → "java_package = \"${}\";"
        go_package [string] → "go_package = \"${}\";"
        deprecated [bool] → "deprecated = ${true};"
    "#]],
    );
    check_labels(
        "syntax = \"proto3\";\noption java_‸",
        expect![[r#"
            java_package go_package deprecated java_outer_classname java_multiple_files
            java_string_check_utf8 optimize_for cc_generic_services java_generic_services
            py_generic_services cc_enable_arenas objc_class_prefix csharp_namespace
            swift_prefix php_class_prefix php_namespace php_metadata_namespace ruby_package
            java_generate_equals_and_hash (google.api.resource_definition) (pb.file.cpp)"#]],
    );
    check_labels(
        "syntax = \"proto3\"; message A { option ‸ }",
        expect![[r#"
            deprecated message_set_wire_format no_standard_descriptor_accessor
            deprecated_legacy_json_field_conflicts (google.api.resource)
            (google.api.message_visibility)"#]],
    );
    check_labels(
        "edition = \"2024\"; message A { option ‸ }",
        expect![[r#"
            deprecated message_set_wire_format no_standard_descriptor_accessor features
            deprecated_legacy_json_field_conflicts (google.api.resource)
            (google.api.message_visibility)"#]],
    );
    check_labels(
        "syntax = \"proto3\"; message A { string a = 1 [‸] }",
        expect![[r#"
            deprecated json_name ctype packed jstype lazy unverified_lazy debug_redact
            retention targets edition_defaults feature_support weak
            (google.api.field_behavior) (google.api.field_info)
            (google.api.resource_reference) (google.api.field_visibility)"#]],
    );
    check_labels(
        "syntax = \"proto2\"; message A { string a = 1 [deprecated = true, ‸ }",
        expect![[r#"
            deprecated default json_name ctype packed jstype lazy unverified_lazy
            debug_redact retention targets edition_defaults feature_support weak
            (google.api.field_behavior) (google.api.field_info)
            (google.api.resource_reference) (google.api.field_visibility)"#]],
    );
    check_labels("syntax = \"proto2\"; message A { extensions 4 to 5 [‸] }", expect!["declaration verification"]);
    check_labels(
        "syntax = \"proto2\"; enum A { X = 1 [‸] }",
        expect![[r#"
            deprecated debug_redact feature_support (google.api.value_visibility)
            (pb.enumvalue.json)"#]],
    );
    check_labels(
        "edition = \"2023\"; message A { string a = 1 [features.‸] }",
        expect![[r#"
            field_presence repeated_field_encoding utf8_validation message_encoding
            (pb.csharp) (pb.cpp) (pb.go) (pb.java)"#]],
    );
    check_labels(
        "edition = \"2024\"; option features.‸",
        expect![[r#"
            field_presence enum_type repeated_field_encoding utf8_validation
            message_encoding json_format enforce_naming_style default_symbol_visibility
            (pb.csharp) (pb.cpp) (pb.go) (pb.java)"#]],
    );
    check_labels("edition = \"2023\"; enum A { option features = { ‸ }; }", expect!["enum_type json_format"]);
    check_labels("syntax = \"proto3\"; option (‸", expect!["google.api.resource_definition pb.file.cpp"]);
    check_labels(
        "syntax = \"proto3\"; service A { rpc B(C) returns (D) { option (google.api.‸) } }",
        expect!["http method_signature routing method_visibility"],
    );
}

#[test]
fn values_of_options() {
    check(
        "syntax = \"proto3\";\noption optimize_for = ‸",
        4,
        expect![[r#"
        SPEED [= 1] → "SPEED;"
        CODE_SIZE [= 2] → "CODE_SIZE;"
        LITE_RUNTIME [= 3] → "LITE_RUNTIME;"
    "#]],
    );
    check_labels(
        "edition = \"2023\"; message A { string a = 1 [features.field_presence = ‸] }",
        expect!["EXPLICIT IMPLICIT LEGACY_REQUIRED"],
    );
    check_labels(
        "edition = \"2023\"; message A { string a = 1 [features = {field_presence: ‸}] }",
        expect!["EXPLICIT IMPLICIT LEGACY_REQUIRED"],
    );
    check_labels(
        "syntax = \"proto2\"; enum E { A = 0; B = 1; } message M { optional E e = 1 [default = ‸] }",
        expect!["A B"],
    );
    check_labels("syntax = \"proto2\"; message M { optional float e = 1 [default = -‸] }", expect!["inf nan"]);
    check_labels(
        "syntax = \"proto2\"; message M { optional bool e = 1 [default = t‸, deprecated = true] }",
        expect!["true false"],
    );
    check(
        "syntax = \"proto2\"; message M { optional string e = 1 [default = ‸] }",
        2,
        expect![[r#"
        "" [string] → "\"${}\""
    "#]],
    );
    check_labels("syntax = \"proto2\"; message M { optional string e = 1 [default = \"‸\"] }", expect![[""]]);
}

const CUSTOM: &str = "syntax = \"proto2\";\npackage demo;\nimport \"google/protobuf/descriptor.proto\";\n\
    message Limit { optional int32 most = 1; repeated Unit unit = 2; optional Limit inner = 3; repeated Limit more = 4; \
    extensions 100 to max; optional group Extra = 5 { optional bool on = 1; } map<string, Unit> by_name = 6; }\n\
    enum Unit { METRE = 0; FOOT = 1; }\n\
    extend Limit { optional Unit extended = 100; }\n\
    extend google.protobuf.FieldOptions { optional Limit limit = 50000; optional bool plain = 50001; }\n";

#[test]
fn custom_options() {
    let check_custom = |text: &str, expected: Expect| {
        check_labels(&format!("{CUSTOM}message M {{ optional int32 f = 1 [{text}] }}"), expected)
    };
    let offered = completions(&[("a.proto", &format!("{CUSTOM}message M {{ optional int32 f = 1 [‸] }}"))]);
    let offered: Vec<_> = offered.into_iter().filter(|it| it.label.starts_with('(')).collect();
    expect![[r#"
        (limit) [custom option]
        (plain) [custom option] → "(plain) = ${true}"
        (google.api.field_behavior) [custom option · import google/api/field_behavior.proto] + "import \"google/api/field_behavior.proto\";\n"
    "#]].assert_eq(&shown(&offered, 3));
    check_custom(
        "(l‸",
        expect![[r#"
            limit plain google.api.field_behavior google.api.field_info
            google.api.resource_reference google.api.field_visibility"#]],
    );
    check_custom("(demo.‸)", expect!["limit plain"]);
    check_custom("(limit).‸", expect!["most unit inner more Extra by_name (extended)"]);
    check_custom("(limit).inner.inner.‸ = 4", expect!["most unit inner more Extra by_name (extended)"]);
    check_custom("(limit).unit = ‸", expect!["METRE FOOT"]);
    check_custom("(limit) = { ‸ }", expect!["most unit inner more Extra by_name"]);
    check_custom("(limit) = { most: 1 unit: ‸ }", expect!["METRE FOOT"]);
    check_custom("(limit) = { most: 1, unit: [METRE, F‸] }", expect!["METRE FOOT"]);
    check_custom("(limit) = { most: 1 inner { most: 4 ‸ } }", expect!["most unit inner more Extra by_name"]);
    check_custom("(limit) = { more: [{ most: 4 }, { ‸ }] }", expect!["most unit inner more Extra by_name"]);
    check_custom("(limit) = { inner < ‸ > }", expect!["most unit inner more Extra by_name"]);
    check_custom("(limit) = { [‸] }", expect!["extended"]);
    check_custom("(limit) = { [demo.‸]: METRE }", expect!["extended"]);
    check_custom("(limit) = { [demo.extended]: ‸ }", expect!["METRE FOOT"]);
    check_custom("(limit) = { Extra { ‸ } }", expect!["on"]);
    check_custom("(limit) = { by_name { key: \"a\" value: ‸ } }", expect!["METRE FOOT"]);
    check_custom("(plain) = ‸", expect!["true false"]);
}

#[test]
fn a_custom_option_of_another_file_is_imported() {
    let text = "syntax = \"proto3\";\npackage other;\n\nmessage M { int32 f = 1 [(li‸)]; }";
    check_files(
        &[("b.proto", text), ("a.proto", CUSTOM)],
        1,
        expect![[r#"
        demo.limit [custom option · import a.proto] + "\n\nimport \"a.proto\";"
    "#]],
    );
}

/// The place counts, not what is broken before it.
#[test]
fn broken_texts() {
    check_labels("syntax = \"proto3\"\nmess‸", expect!["package import option message enum service extend"]);
    check_labels(
        "syntax = \"proto3\"; message A { string a = 1\n  re‸",
        expect![[r#"
            A optional repeated map oneof message enum reserved option extend string int32
            int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool double
            float bytes Duration Timestamp google pb Any BoolValue BytesValue DoubleValue
            Empty FieldMask FloatValue Int32Value Int64Value ListValue NullValue …"#]],
    );
    check(
        "syntax = \"proto3\"; message A { string a = 1 string b = 2\n  string c = ‸\n",
        2,
        expect![[r#"
        3 [next number] → "3;"
    "#]],
    );
    check(
        "syntax = \"proto3\"; message A { string a = 1; string b = ‸\n  string c = 2;\n}\nmessage B {}",
        2,
        expect![[r#"
        3 [next number] → "3;"
    "#]],
    );
    check(
        "syntax = \"proto3\"; message A { foo bar baz; } message B { string a = 1; string b = ‸",
        2,
        expect![[r#"
        2 [next number] → "2;"
    "#]],
    );
    check(
        "syntax = \"proto3\"; message A { }}} message B { string a = 1; string b = ‸",
        2,
        expect![[r#"
        2 [next number] → "2;"
    "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage A {\n  string a = 1;\n\nmessage B {\n  string b = ‸\n}",
        2,
        expect![[r#"
        1 [next number] → "1;"
    "#]],
    );
    check_labels("enum A { X = 0 Y = 1\n‸ }", expect!["option reserved"]);
    check_labels("service A { rpc B(C) returns (D)\n‸ }", expect!["rpc option"]);
    check_labels("service A { rpc B(C)\n  returns (D) { opt‸", expect!["option"]);
    check_labels(
        "message A { string a = 1 [deprecated = true\n  str‸",
        expect![[r#"
            A optional repeated required group map oneof message enum reserved option
            extensions extend string int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64
            sfixed32 sfixed64 bool double float bytes Duration Timestamp google pb Any
            BoolValue BytesValue DoubleValue Empty FieldMask FloatValue Int32Value …"#]],
    );
    check_labels("option java_package = \"a\"\nopt‸", expect!["package import option message enum service extend"]);
    check_labels("package a\nmess‸", expect!["import option message enum service extend"]);
    check_labels("message A { int32 reserved = 1; int32 option = 2; message message = ‸", expect!["3"]);
}

#[test]
fn comments_and_strings_are_left_alone() {
    for text in ["// m‸", "/* m‸ */", "/* m‸", "//‸", "option java_package = \"m‸\";", "syntax = \"proto3\"; // 😀 ‸\n"]
    {
        assert_eq!(shown(&completions(&[("a.proto", text)]), 1), "", "{text}");
    }
    // Behind one it goes on.
    check_labels("/* 😀 */ mess‸", expect!["syntax edition package import option message enum service extend"]);
}
