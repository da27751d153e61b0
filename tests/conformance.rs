//! The official conformance suite as the judge of the pipeline: verdicts, bytes and JSON, and the laws about bytes.
//!
//! The data and how it is read: `tests/conformance/README.md`.
#![cfg(test)]

#[path = "conformance/text.rs"]
mod text;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::sync::LazyLock;

use base64::Engine as _;
use expect_test::{expect, expect_file};
use prost_reflect::DynamicMessage;
use serde::Deserialize;
use wirelens::annotate::{Nodes, TOP, Verdict, annotate};
use wirelens::diagnostic::Severity;
use wirelens::message::{JsonOptions, Layout, decode, encode, from_json, from_newer_json, json_of};
use wirelens::schema::{self, Root, Schema};
use wirelens::text::{File, Span};
use wirelens::wire::{Part, scan};

/// One request of the suite.
#[derive(Deserialize)]
struct Case {
    test: String,
    message_type: String,
    payload_kind: String,
    payload_b64: String,
    requested_output_format: String,
    test_category: String,
    print_unknown_fields: bool,
    expect: String,
    reference_passes: bool,
    reference_b64: Option<String>,
}

impl Case {
    fn payload(&self) -> Vec<u8> {
        bytes_of(&self.payload_b64)
    }

    /// What the reference answered, where it answered rightly.
    fn reference(&self) -> Option<Vec<u8>> {
        self.reference_b64.as_deref().filter(|_| self.reference_passes).map(bytes_of)
    }

    fn is_bytes(&self) -> bool {
        self.payload_kind == "protobuf_payload"
    }

    fn is_text(&self) -> bool {
        self.payload_kind == "text_payload" || self.requested_output_format == "TEXT_FORMAT"
    }

    /// The syntax or edition of the message type's file.
    fn syntax(&self) -> String {
        let package = self.message_type.split('.').nth_back(1).unwrap_or_default();
        match package {
            "editions" => "2023".to_owned(),
            syntax if self.message_type.contains(".editions.") => format!("2023 as {syntax}"),
            syntax => syntax.to_owned(),
        }
    }
}

fn bytes_of(base64: &str) -> Vec<u8> {
    base64::engine::general_purpose::STANDARD.decode(base64).unwrap()
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let packed: &[u8] = include_bytes!("conformance/corpus.jsonl.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
});

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = schema::compile(&vec![
        file("proto2.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto2.proto")),
        file("proto3.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto3.proto")),
        file("2023.proto", include_str!("conformance/protos/conformance/messages/test_messages_edition2023.proto")),
        file("2.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto2_editions.proto")),
        file("3.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto3_editions.proto")),
    ]);
    assert!(compiled.diagnostics.is_empty(), "{:?}", compiled.diagnostics);
    compiled.schema.unwrap()
});

fn root(case: &Case) -> Root {
    SCHEMA.root(&case.message_type).unwrap()
}

/// What came of a request.
#[derive(Debug)]
enum Outcome {
    ParseError,
    SerializeError,
    Bytes(Vec<u8>),
    Json(String),
}

/// The whole pipeline.
fn run(case: &Case) -> Outcome {
    let (root, payload) = (root(case), case.payload());
    let to_json = case.requested_output_format == "JSON";
    let bytes = if case.is_bytes() {
        let nodes = annotate(&payload, Some(&root));
        let decoded = decode(&root, &payload, &records(&nodes));
        let is_read = decoded.diagnostics.is_empty() && nodes.verdict() == Verdict::Valid;
        is_read.then(|| if to_json { payload } else { encode(&decoded.message) })
    } else {
        let ignores_unknown = case.test_category == "JSON_IGNORE_UNKNOWN_PARSING_TEST";
        let read = if ignores_unknown { from_newer_json } else { from_json };
        std::str::from_utf8(&payload).ok().and_then(|text| read(&root, text).bytes)
    };
    let Some(bytes) = bytes else { return Outcome::ParseError };
    if !to_json {
        return Outcome::Bytes(bytes);
    }
    match json_of(&root, &bytes, JsonOptions::default(), Layout::Lines) {
        Ok(json) if json.diagnostics.is_empty() => Outcome::Json(json.text),
        Ok(_) => Outcome::ParseError,
        Err(_) => Outcome::SerializeError,
    }
}

fn records(nodes: &Nodes) -> Vec<Span> {
    nodes.children(TOP).filter_map(|id| Some(nodes.get(id)?.span)).collect()
}

/// How a case is missed, else how much is the same as the reference's answer.
fn judge(case: &Case, outcome: &Outcome) -> Result<Same, &'static str> {
    match (case.expect.as_str(), outcome) {
        ("parse_error", Outcome::ParseError) | ("serialize_error", Outcome::SerializeError) => Ok(Same::Refused),
        ("parse_error", _) => Err("accepted"),
        (_, Outcome::ParseError) => Err("refused"),
        ("serialize_error", _) => Err("written"),
        (_, Outcome::SerializeError) => Err("unwritable"),
        (_, Outcome::Bytes(ours)) => match case.reference() {
            None => Ok(Same::Unknown),
            Some(theirs) if *ours == theirs => Ok(Same::Text),
            Some(theirs) if canonical(case, ours) == canonical(case, &theirs) => Ok(Same::Meaning),
            Some(_) => Err("differs"),
        },
        (_, Outcome::Json(ours)) => match case.reference() {
            None => Ok(Same::Unknown),
            Some(theirs) => same_json(case, ours, std::str::from_utf8(&theirs).unwrap()).ok_or("differs"),
        },
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Same {
    /// A refusal was asked for.
    Refused,
    /// The reference itself misses.
    Unknown,
    /// To the byte; of JSON to the value: the same strings, numbers of the same size, members in any order.
    Text,
    /// The same message.
    Meaning,
}

/// One text for all bytes that mean the same. `None` is no message.
fn canonical(case: &Case, bytes: &[u8]) -> Option<Vec<u8>> {
    DynamicMessage::decode(root(case).descriptor().clone(), bytes).ok().map(|it| encode(&it))
}

/// Values as they stand; else, unless the test is about the text, what prost-reflect's own reader makes of them.
fn same_json(case: &Case, ours: &str, theirs: &str) -> Option<Same> {
    let value = |text: &str| Some(rounded(serde_json::from_str(text).ok()?));
    if value(ours)? == value(theirs)? {
        return Some(Same::Text);
    }
    let read = |text: &str| {
        let mut reader = serde_json::Deserializer::from_str(text);
        DynamicMessage::deserialize(root(case).descriptor().clone(), &mut reader).ok().map(|it| encode(&it))
    };
    let is_same = !case.test.ends_with(".Validator") && read(ours)? == read(theirs)?;
    is_same.then_some(Same::Meaning)
}

/// `1` and `1.0` are one JSON number.
fn rounded(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(number) => Value::from(number.as_f64()),
        Value::Array(items) => items.into_iter().map(rounded).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, rounded(value))).collect(),
        other => other,
    }
}

/// How many cases there are and how many are passed: by what has to be kept and what should be, by the syntax of the message's
/// file, and by what goes in and comes out.
#[derive(Default)]
struct Counts(BTreeMap<String, Row>);

#[derive(Default)]
struct Row {
    /// Cases, and those passed.
    required: [u32; 2],
    recommended: [u32; 2],
    /// How many answers are the reference's: to the byte, and by meaning.
    same: [u32; 2],
}

impl Counts {
    fn count(&mut self, case: &Case, verdict: &Result<Same, &str>) {
        let from = match case.payload_kind.as_str() {
            "protobuf_payload" => "bytes",
            "json_payload" => "JSON",
            "text_payload" => "text",
            other => panic!("{other}"),
        };
        let to = match case.requested_output_format.as_str() {
            "PROTOBUF" => "bytes",
            "JSON" => "JSON",
            "TEXT_FORMAT" => "text",
            other => panic!("{other}"),
        };
        let row = self.0.entry(format!("{} {from} → {to}", case.syntax())).or_default();
        let [cases, passed] = match case.test.split_once('.') {
            Some(("Required", _)) => &mut row.required,
            Some(("Recommended", _)) => &mut row.recommended,
            _ => panic!("{}", case.test),
        };
        *cases += 1;
        *passed += u32::from(verdict.is_ok());
        row.same[0] += u32::from(*verdict == Ok(Same::Text));
        row.same[1] += u32::from(*verdict == Ok(Same::Meaning));
    }

    fn table(&self) -> String {
        let mut table = format!("{:30}{:>12}{:>8}{:>14}{:>8}", "", "required", "passed", "recommended", "passed");
        table += &format!("{:>10}{:>8}\n", "as text", "meaning");
        for (category, Row { required, recommended, same }) in &self.0 {
            let [[cases, passed], [more, passed_more]] = [required, recommended];
            write!(table, "{category:30}{cases:>12}{passed:>8}{more:>14}{passed_more:>8}").unwrap();
            writeln!(table, "{:>10}{:>8}", same[0], same[1]).unwrap();
        }
        table
    }
}

/// What a missed case is about, by a part of its name.
const REASONS: [(&str, &str); 1] = [
    // prost-reflect takes a message set's items for groups of an unknown field.
    ("MessageSet", "message-set"),
];

fn reason(case: &Case) -> &'static str {
    REASONS.iter().find(|(part, _)| case.test.contains(part)).map_or("other", |(_, reason)| reason)
}

#[test]
fn the_suite_is_passed_but_for_the_known_misses() {
    let mut counts = Counts::default();
    let mut misses = Vec::new();
    for case in CASES.iter().filter(|it| !it.is_text()) {
        let verdict = judge(case, &run(case));
        counts.count(case, &verdict);
        if let Err(how) = verdict {
            misses.push(format!("{} {how} {}", reason(case), case.test));
        }
    }
    let table = counts.table();
    println!("{table}");
    misses.sort();
    expect_file!["conformance/misses.txt"].assert_eq(&(misses.join("\n") + "\n"));
    expect![[r#"
                                          required  passed   recommended  passed   as text meaning
        2023 as proto2 JSON → JSON              99      99            49      49        64       0
        2023 as proto2 JSON → bytes             51      51            13      13        60       4
        2023 as proto2 bytes → JSON            227     227             9       9       236       0
        2023 as proto2 bytes → bytes           355     355           169     169       393       0
        2023 as proto3 JSON → JSON             162     162            62      62       128       0
        2023 as proto3 JSON → bytes            104     104            15      15       115       4
        2023 as proto3 bytes → JSON            232     232            13      13       236       0
        2023 as proto3 bytes → bytes           355     355           172     172       392       0
        2023 bytes → JSON                        5       5             0       0         5       0
        2023 bytes → bytes                       6       6             1       1         6       0
        proto2 JSON → JSON                      99      99            49      49        64       0
        proto2 JSON → bytes                     51      51            13      13        60       4
        proto2 bytes → JSON                    227     227             9       9       236       0
        proto2 bytes → bytes                   355     355           170     169       393       0
        proto3 JSON → JSON                     162     162            62      62       128       0
        proto3 JSON → bytes                    104     104            15      15       115       4
        proto3 bytes → JSON                    232     232            13      13       236       0
        proto3 bytes → bytes                   355     355           172     172       392       0
    "#]]
    .assert_eq(&table);
}

#[test]
fn leaves_partition_every_payload() {
    for case in CASES.iter().filter(|it| it.is_bytes()) {
        let payload = case.payload();
        for nodes in [annotate(&payload, None), annotate(&payload, Some(&root(case)))] {
            let mut at = 0;
            for leaf in nodes.leaves() {
                assert!(leaf.span.start == at && !leaf.span.is_empty(), "{}", case.test);
                at = leaf.span.end;
            }
            assert_eq!(at as usize, payload.len(), "{}", case.test);
        }
    }
}

#[test]
fn scanned_records_are_every_payload_again() {
    for case in CASES.iter().filter(|it| it.is_bytes()) {
        let payload = case.payload();
        let mut again = Vec::new();
        for part in scan(&payload, Span::new(0, payload.len())) {
            let spans = match part {
                Part::Record(it) | Part::Broken(it, _) => vec![it.tag, it.length, it.payload, it.end_tag],
                Part::Junk(it) => vec![it.span],
            };
            spans.iter().for_each(|it| again.extend_from_slice(it.of(&payload)));
        }
        assert_eq!(again, payload, "{}", case.test);
    }
}

/// The area of a case, by its name: `Level.Syntax.Area…` or `Level.Syntax.ProtobufInput.Area…`.
fn area(case: &Case) -> &str {
    let name = case.test.splitn(3, '.').last().unwrap_or_default();
    let name = name.strip_prefix("ProtobufInput.").unwrap_or(name);
    name.split(['.', '_']).next().unwrap_or(name)
}

/// The verdict is that of the suite, for every case of the binary format; and an error is said exactly where it refuses.
#[test]
fn the_verdict_is_the_suite_s() {
    let mut counts: BTreeMap<&str, [u32; 3]> = BTreeMap::new();
    let mut exceptions = Vec::new();
    for case in CASES.iter().filter(|it| it.is_bytes()) {
        let payload = case.payload();
        let nodes = annotate(&payload, Some(&root(case)));
        let errors: Vec<_> = nodes.problems().map(|(_, it)| it).filter(|it| it.severity() == Severity::Error).collect();
        let is_refused = case.expect == "parse_error";
        let [valid, refused, agree] = counts.entry(area(case)).or_default();
        *(if is_refused { refused } else { valid }) += 1;
        let verdict = if is_refused { Verdict::Refused } else { Verdict::Valid };
        if nodes.verdict() == verdict && is_refused != errors.is_empty() {
            *agree += 1;
        } else {
            exceptions.push(format!("{} {errors:?} {}", case.expect, case.test));
        }
    }
    let mut table = format!("{:52}{:>8}{:>8}{:>8}\n", "", "valid", "refused", "agree");
    let mut total = [0; 3];
    for (area, numbers) in counts {
        let [valid, refused, agree] = numbers;
        writeln!(table, "{area:52}{valid:>8}{refused:>8}{agree:>8}").unwrap();
        (0..3).for_each(|it| total[it] += numbers[it]);
    }
    let [valid, refused, agree] = total;
    writeln!(table, "{:52}{valid:>8}{refused:>8}{agree:>8}", "all").unwrap();
    println!("{table}");
    expect![[r#"
                                                               valid refused   agree
        BadTag                                                     0       8       8
        DoubleFieldNormalizeQuietNan                               4       0       4
        DoubleFieldNormalizeSignalingNan                           4       0       4
        DurationProtoInputTooLarge                                 2       0       2
        DurationProtoNanosTooLarge                                 2       0       2
        DurationProtoNanosWrongSign                                2       0       2
        FieldMaskNumbersDontRoundTrip                              2       0       2
        FieldMaskPathsDontRoundTrip                                2       0       2
        FieldMaskTooManyUnderscore                                 2       0       2
        FloatFieldNormalizeQuietNan                                4       0       4
        FloatFieldNormalizeSignalingNan                            4       0       4
        GroupUnknownFields                                         4       0       4
        IllegalZeroFieldNum                                        0       8       8
        MismatchedNestedGroupTags                                  0       4       4
        OneofZeroBool                                              8       0       8
        OneofZeroBytes                                             8       0       8
        OneofZeroDouble                                            8       0       8
        OneofZeroFloat                                             8       0       8
        OneofZeroMessage                                           8       0       8
        OneofZeroMessageSetTwice                                   8       0       8
        OneofZeroString                                            8       0       8
        OneofZeroUint32                                            8       0       8
        OneofZeroUint64                                            8       0       8
        PrematureEofBeforeKnownNonRepeatedValue                    0      56      56
        PrematureEofBeforeKnownRepeatedValue                       0      56      56
        PrematureEofBeforeUnknownValue                             0      24      24
        PrematureEofInDelimitedDataForKnownNonRepeatedValue        0       8       8
        PrematureEofInDelimitedDataForKnownRepeatedValue           0       4       4
        PrematureEofInDelimitedDataForUnknownValue                 0      12      12
        PrematureEofInPackedField                                  0      44      44
        PrematureEofInPackedFieldValue                             0      36      36
        PrematureEofInSubmessageValue                              0       4       4
        PrematureEofInsideKnownNonRepeatedValue                    0      44      44
        PrematureEofInsideKnownRepeatedValue                       0      48      48
        PrematureEofInsideUnknownValue                             0      36      36
        RejectInvalidUtf8                                          0       9       9
        RepeatedScalarMessageMerge                                 8       0       8
        RepeatedScalarSelectsLast                                 96       0      96
        ScalarUnknownFields                                        4       0       4
        TimestampProtoInputTooLarge                                2       0       2
        TimestampProtoNegativeNanos                                2       0       2
        UnknownOrdering                                            4       0       4
        UnknownWireType6                                           0      52      52
        UnknownWireType7                                           0      52      52
        UnmatchedEndGroup                                          0       4       4
        UnmatchedEndGroupNestedLen                                 0       4       4
        UnmatchedEndGroupUnknown                                   0       4       4
        UnmatchedEndGroupWithData                                  0       4       4
        UnmatchedEndGroupWrongType                                 0       4       4
        UnmatchedStartGroupNestedLen                               0       4       4
        UnmatchedStartGroupUnknown                                 0       4       4
        ValidDataMap                                             736       0     736
        ValidDataOneof                                           208       0     208
        ValidDataOneofBinary                                     104       0     104
        ValidDataRepeated                                        466       0     466
        ValidDataScalar                                          536       0     536
        ValidDataScalarBinary                                    268       0     268
        ValidDelimitedExtension                                    1       0       1
        ValidDelimitedField                                        2       0       2
        ValidLengthPrefixedField                                   2       0       2
        ValidMap                                                   4       0       4
        ValidMessageSetEncoding                                    1       0       1
        ValidNonMessage                                            2       0       2
        ValueRejectNanNumberValue                                  2       0       2
        all                                                     2552     533    3085
        exceptions: 0
    "#]]
    .assert_eq(&format!("{table}exceptions: {}\n{}", exceptions.len(), exceptions.join("\n")));
}
