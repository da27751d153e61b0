//! Messages broken on purpose: what is said of them is what a real parser, prost-reflect, makes of them.
#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "laws/random.rs"]
mod random;

#[path = "common/types.rs"]
mod types;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use expect_test::{Expect, expect};
use prost_reflect::{DynamicMessage, ReflectMessage, Value};
use wirelens::annotate::{Nodes, Problem, TOP, annotate};
use wirelens::breakage::{Breakage, Effect, Way, breakage, place};
use wirelens::message::{decode, encode};
use wirelens::schema::{self, Root, Schema};
use wirelens::text::{File, Span};
use wirelens::wire::input;

/// What prost-reflect reads; records with another wire type than the declared one, which it refuses and official parsers put
/// among the unknown fields, are left out before.
fn parsed(root: &Root, bytes: &[u8], nodes: &Nodes) -> Option<DynamicMessage> {
    if let Ok(message) = DynamicMessage::decode(root.descriptor().clone(), bytes) {
        return Some(message);
    }
    let records: Vec<Span> = nodes.children(TOP).filter_map(|id| Some(nodes.get(id)?.span)).collect();
    let decoded = decode(root, bytes, &records);
    decoded.diagnostics.is_empty().then_some(decoded.message)
}

/// The message without its unknown fields, at any depth.
fn known(message: &DynamicMessage) -> DynamicMessage {
    let mut known = DynamicMessage::new(message.descriptor());
    for (field, value) in message.fields() {
        known.set_field(&field, known_value(value));
    }
    for (extension, value) in message.extensions() {
        known.set_extension(&extension, known_value(value));
    }
    known
}

fn known_value(value: &Value) -> Value {
    match value {
        Value::Message(message) => Value::Message(known(message)),
        Value::List(values) => Value::List(values.iter().map(known_value).collect()),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(key, value)| (key.clone(), known_value(value))).collect())
        }
        other => other.clone(),
    }
}

fn applied(broken: &Breakage, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for splice in &broken.splices {
        splice.apply(&mut bytes);
    }
    bytes
}

/// Whether the parser does what is said.
fn judge(root: &Root, bytes: &[u8], broken: &Breakage) -> Result<(), String> {
    let after = applied(broken, bytes);
    let nodes = annotate(&after, Some(root));
    if broken.focus.end as usize > after.len() {
        return Err(format!("{:?} is beyond {} bytes", broken.focus, after.len()));
    }
    let before = parsed(root, bytes, &annotate(bytes, Some(root))).ok_or("it was broken before")?;
    let now = parsed(root, &after, &nodes);
    // By their bytes: to equality, a NaN is another one.
    let found = match &now {
        None => Effect::Refused,
        Some(now) if encode(now) == encode(&before) => Effect::Same,
        Some(now) if encode(&known(now)) == encode(&known(&before)) => Effect::Unknown,
        Some(_) => Effect::Other,
    };
    let is_lenient = nodes.problems().any(|(_, problem)| problem == Problem::NotUtf8Proto2);
    let mismatched = nodes.iter().any(|(_, node)| node.mismatched);
    let agrees = found == broken.effect
        // Strings of proto2 may be anything to official parsers; prost-reflect's are strings of Rust.
        || (is_lenient && (found, broken.effect) == (Effect::Refused, Effect::Other))
        // A record of another wire type is unknown, and was left out here; of map fields prost-reflect looks at no wire type.
        || (mismatched && broken.effect == Effect::Other && found == Effect::Unknown)
        || (nodes.iter().any(|(id, node)| node.mismatched && nodes.field(id).is_some_and(|field| field.is_map)));
    if agrees {
        Ok(())
    } else {
        Err(format!("said {:?}, found {found:?}: {}\n{}", broken.effect, broken.said, input::hex(&after)))
    }
}

fn schema() -> Schema {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = schema::compile(&vec![
        file("proto2.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto2.proto")),
        file("proto3.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto3.proto")),
    ]);
    compiled.schema.unwrap()
}

/// Random messages with every kind of field, broken at several places in every way.
#[test]
fn what_is_said_is_what_the_parser_does() {
    let schema = schema();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut wrong = String::new();
    for name in ["proto2.TestAllTypesProto2", "proto3.TestAllTypesProto3"] {
        let root = schema.root(&format!("protobuf_test_messages.{name}")).unwrap();
        for seed in 0..60u64 {
            let bytes = encode(&random::message(&root, seed, 12));
            let nodes = annotate(&bytes, Some(&root));
            for place in 0..6u64 {
                let at = ((seed * 7919 + place * 104_729) % (bytes.len() as u64 + 1)) as u32;
                for way in Way::ALL {
                    let result = breakage(way, &bytes, &nodes, Some(&root), at);
                    let effect = match &result {
                        Ok(broken) => {
                            if let Err(why) = judge(&root, &bytes, broken) {
                                let _ =
                                    writeln!(wrong, "{name} {seed} {way:?} at {at} of {}: {why}\n", input::hex(&bytes));
                            }
                            match broken.effect {
                                Effect::Refused => "refused",
                                Effect::Same => "same",
                                Effect::Unknown => "unknown",
                                Effect::Other => "other",
                            }
                        }
                        Err(_) => "impossible",
                    };
                    *counts.entry((way.name(), effect)).or_default() += 1;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.chars().take(6000).collect::<String>());
    for ((way, effect), count) in &counts {
        println!("{way:26} {effect:10} {count}");
    }
    for way in Way::ALL {
        let made: usize = counts
            .iter()
            .filter(|((name, effect), _)| *name == way.name() && *effect != "impossible")
            .map(|(_, count)| count)
            .sum();
        assert!(made > 100, "{way:?} is hardly ever possible");
    }
}

/// One step of breaking, in any way, of bytes that are broken already: nothing panics, and what is possible is judged.
#[test]
fn broken_messages_are_not_broken_again() {
    let root = types::message(types::USER);
    let bytes = types::bytes_of("0a 05 41");
    let nodes = annotate(&bytes, Some(&root));
    for way in Way::ALL {
        assert!(breakage(way, &bytes, &nodes, Some(&root), 0).is_err(), "{way:?}");
    }
}

fn check(root: Option<&Root>, hex: &str, at: u32, expected: &Expect) {
    let bytes = types::bytes_of(hex);
    let nodes = annotate(&bytes, root);
    let mut told = String::new();
    for way in Way::ALL {
        let _ = match (place(way, &bytes, &nodes, root, at), breakage(way, &bytes, &nodes, root, at)) {
            (Ok(place), Ok(broken)) => {
                if let Some(root) = root {
                    judge(root, &bytes, &broken).unwrap();
                }
                let after = applied(&broken, &bytes);
                let hex = input::hex(&after).replace('\n', " ");
                let focus = input::hex(broken.focus.of(&after));
                writeln!(told, "{} ({place})\n  {hex}\n  at {focus}\n  {}", way.name(), broken.said)
            }
            (Err(why), Err(_)) => writeln!(told, "{}: {why}", way.name()),
            (place, broken) => panic!("{place:?} {broken:?}"),
        };
    }
    expected.assert_eq(&told);
}

/// What is told, beside the broken bytes. protoc 36.2, asked for `--decode` of each, refuses and accepts the same ones.
///
/// name "Al", age 7, roles "a" and "b", home { city "Oslo" }.
const ALICE: &str = "0a 02 41 6c 10 07 1a 01 61 1a 01 62 22 06 0a 04 4f 73 6c 6f";

#[test]
fn a_number_is_broken() {
    check(
        Some(&types::message(types::USER)),
        ALICE,
        5,
        &expect![[r#"
        Truncate (inside age, before byte 0005)
          0a 02 41 6c 10
          at 10
          The last 15 bytes are gone, in the middle of `age`. Parsers refuse the whole message: expected the rest of a varint, found the end: the last byte says that another one follows. Cut between two fields it would have passed, with the fields behind the cut missing: a message has no end mark, whoever sends it has to say how long it is.
        Flip the wire type (age: VARINT becomes LEN)
          0a 02 41 6c 12 07 1a 01 61 1a 01 62 22 06 0a 04 4f 73 6c 6f
          at 12
          The tag of `age` says LEN instead of VARINT, so the number is taken for a length. Parsers refuse the whole message: expected a field number from 1, found field 0. A parser finds the end of a record by the wire type alone, whatever is declared: one wrong bit, and it is out of step with all that follows.
        Spoil the UTF-8 (in name, byte 0002)
          0a 02 ff 6c 10 07 1a 01 61 1a 01 62 22 06 0a 04 4f 73 6c 6f
          at ff
          A byte of `name` is `ff`, which no UTF-8 text has. Parsers refuse the whole message: expected UTF-8 in `name`, found bytes that are none. Strings of proto3 and of editions are checked by the parser; a field of type bytes would take it.
        Make a varint over-long (the number of age: 2 bytes instead of 1)
          0a 02 41 6c 10 87 00 1a 01 61 1a 01 62 22 06 0a 04 4f 73 6c 6f
          at 87 00
          The number of `age` takes 2 bytes instead of 1, the last of them all zeros. Parsers accept it as the same number, so it is the same message; no encoder writes it. One message can stand in many bytes: to compare or to sign messages, compare what they mean.
        Duplicate a field (age, 2 bytes more)
          0a 02 41 6c 10 07 10 07 1a 01 61 1a 01 62 22 06 0a 04 4f 73 6c 6f
          at 10 07
          `age` stands twice in a row. Parsers accept it: of a field that holds one value the last one counts, so it is the same message, 2 bytes longer. So can a value be replaced by appending another.
        Append an unknown field (field 18, at the end of the message)
          0a 02 41 6c 10 07 1a 01 61 1a 01 62 22 06 0a 04 4f 73 6c 6f 90 01 01
          at 90 01 01
          Field 18 with the value 1 is appended, and `demo.User` declares no such field. Parsers accept it and keep it among the unknown fields: written again it is still there, in JSON it is not. So programs with an older schema read and pass on what newer ones send.
        Swap two fields (age and roles[0])
          0a 02 41 6c 1a 01 61 10 07 1a 01 62 22 06 0a 04 4f 73 6c 6f
          at 1a 01 61 10 07
          `age` and `roles[0]` have changed places. Parsers accept fields in any order, so it is the same message. Encoders write them by number, but a reader must not count on it.
    "#]],
    );
}

#[test]
fn one_of_several_strings_is_broken() {
    check(
        Some(&types::message(types::USER)),
        ALICE,
        8,
        &expect![[r#"
        Truncate (inside roles[0], before byte 0008)
          0a 02 41 6c 10 07 1a 01
          at 01
          The last 12 bytes are gone, in the middle of `roles[0]`. Parsers refuse the whole message: expected 1 byte after the length, found 0. Cut between two fields it would have passed, with the fields behind the cut missing: a message has no end mark, whoever sends it has to say how long it is.
        Flip the wire type (roles[0]: LEN becomes VARINT)
          0a 02 41 6c 10 07 18 01 61 1a 01 62 22 06 0a 04 4f 73 6c 6f
          at 18
          The tag of `roles[0]` says VARINT instead of LEN, so the length is taken for the value, and what it spans for further records. Parsers refuse the whole message: expected EGROUP of field 14, found EGROUP of field 13. A parser finds the end of a record by the wire type alone, whatever is declared: one wrong bit, and it is out of step with all that follows.
        Spoil the UTF-8 (in roles[0], byte 0008)
          0a 02 41 6c 10 07 1a 01 ff 1a 01 62 22 06 0a 04 4f 73 6c 6f
          at ff
          A byte of `roles[0]` is `ff`, which no UTF-8 text has. Parsers refuse the whole message: expected UTF-8 in `roles`, found bytes that are none. Strings of proto3 and of editions are checked by the parser; a field of type bytes would take it.
        Make a varint over-long (the length of roles[0]: 2 bytes instead of 1)
          0a 02 41 6c 10 07 1a 81 00 61 1a 01 62 22 06 0a 04 4f 73 6c 6f
          at 81 00
          The length of `roles[0]` takes 2 bytes instead of 1, the last of them all zeros. Parsers accept it as the same number, so it is the same message; no encoder writes it. One message can stand in many bytes: to compare or to sign messages, compare what they mean.
        Duplicate a field (roles[0], 3 bytes more)
          0a 02 41 6c 10 07 1a 01 61 1a 01 61 1a 01 62 22 06 0a 04 4f 73 6c 6f
          at 1a 01 61
          `roles[0]` stands twice in a row. Parsers accept it: the field is repeated, so its list is longer. Nothing tells a value that was meant twice from one that was sent twice.
        Append an unknown field (field 18, at the end of the message)
          0a 02 41 6c 10 07 1a 01 61 1a 01 62 22 06 0a 04 4f 73 6c 6f 90 01 01
          at 90 01 01
          Field 18 with the value 1 is appended, and `demo.User` declares no such field. Parsers accept it and keep it among the unknown fields: written again it is still there, in JSON it is not. So programs with an older schema read and pass on what newer ones send.
        Swap two fields (age and roles[0])
          0a 02 41 6c 1a 01 61 10 07 1a 01 62 22 06 0a 04 4f 73 6c 6f
          at 1a 01 61 10 07
          `age` and `roles[0]` have changed places. Parsers accept fields in any order, so it is the same message. Encoders write them by number, but a reader must not count on it.
    "#]],
    );
}

#[test]
fn what_is_nested_is_broken_and_the_length_around_it_is_put_right() {
    check(
        Some(&types::message(types::USER)),
        ALICE,
        17,
        &expect![[r#"
        Truncate (inside home, before byte 0011)
          0a 02 41 6c 10 07 1a 01 61 1a 01 62 22 06 0a 04 4f
          at 4f
          The last 3 bytes are gone, in the middle of `home`. Parsers refuse the whole message: expected 6 bytes after the length, found 3. Cut between two fields it would have passed, with the fields behind the cut missing: a message has no end mark, whoever sends it has to say how long it is.
        Flip the wire type (home.city: LEN becomes VARINT)
          0a 02 41 6c 10 07 1a 01 61 1a 01 62 22 06 08 04 4f 73 6c 6f
          at 08
          The tag of `home.city` says VARINT instead of LEN, so the length is taken for the value, and what it spans for further records. Parsers refuse the whole message: expected a wire type from 0 to 5, found 7 in the tag of field 9. A parser finds the end of a record by the wire type alone, whatever is declared: one wrong bit, and it is out of step with all that follows.
        Spoil the UTF-8 (in home.city, byte 0011)
          0a 02 41 6c 10 07 1a 01 61 1a 01 62 22 06 0a 04 4f ff 6c 6f
          at ff
          A byte of `home.city` is `ff`, which no UTF-8 text has. Parsers refuse the whole message: expected UTF-8 in `city`, found bytes that are none. Strings of proto3 and of editions are checked by the parser; a field of type bytes would take it.
        Make a varint over-long (the length of home.city: 2 bytes instead of 1)
          0a 02 41 6c 10 07 1a 01 61 1a 01 62 22 07 0a 84 00 4f 73 6c 6f
          at 84 00
          The length of `home.city` takes 2 bytes instead of 1, the last of them all zeros. Parsers accept it as the same number, so it is the same message; no encoder writes it. One message can stand in many bytes: to compare or to sign messages, compare what they mean.
        Duplicate a field (home.city, 6 bytes more)
          0a 02 41 6c 10 07 1a 01 61 1a 01 62 22 0c 0a 04 4f 73 6c 6f 0a 04 4f 73 6c 6f
          at 0a 04 4f 73 6c 6f
          `home.city` stands twice in a row. Parsers accept it: of a field that holds one value the last one counts, so it is the same message, 6 bytes longer. So can a value be replaced by appending another.
        Append an unknown field (field 3, at the end of home)
          0a 02 41 6c 10 07 1a 01 61 1a 01 62 22 08 0a 04 4f 73 6c 6f 18 01
          at 18 01
          Field 3 with the value 1 is appended to `home`, and `demo.Address` declares no such field. Parsers accept it and keep it among the unknown fields: written again it is still there, in JSON it is not. So programs with an older schema read and pass on what newer ones send.
        Swap two fields: its message has no other field
    "#]],
    );
}

#[test]
fn an_empty_message_can_only_get_an_unknown_field() {
    check(
        Some(&types::message(types::USER)),
        "",
        0,
        &expect![[r#"
        Truncate: there are no bytes yet
        Flip the wire type: there are no bytes yet
        Spoil the UTF-8: there is no string with a character in it
        Make a varint over-long: there are no bytes yet
        Duplicate a field: there are no bytes yet
        Append an unknown field (field 18, at the end of the message)
          90 01 01
          at 90 01 01
          Field 18 with the value 1 is appended, and `demo.User` declares no such field. Parsers accept it and keep it among the unknown fields: written again it is still there, in JSON it is not. So programs with an older schema read and pass on what newer ones send.
        Swap two fields: there are no bytes yet
    "#]],
    );
}

#[test]
fn without_a_schema_records_are_broken_as_a_whole() {
    check(
        None,
        "0a 02 08 01 10 07",
        3,
        &expect![[r#"
            Truncate (inside field 1, before byte 0003)
              0a 02 08
              at 08
              The last 3 bytes are gone, in the middle of field 1. Parsers refuse the whole message: expected 2 bytes after the length, found 1. Cut between two fields it would have passed, with the fields behind the cut missing: a message has no end mark, whoever sends it has to say how long it is.
            Flip the wire type (field 1: LEN becomes VARINT)
              08 02 08 01 10 07
              at 08
              The tag of field 1 says VARINT instead of LEN, so the length is taken for the value, and what it spans for further records. By chance the bytes behind it can still be read as records, so parsers accept a message that nobody sent. Nothing in the format would tell them: there is no checksum.
            Spoil the UTF-8: without a schema nobody knows what is text
            Make a varint over-long (the length of field 1: 2 bytes instead of 1)
              0a 82 00 08 01 10 07
              at 82 00
              The length of field 1 takes 2 bytes instead of 1, the last of them all zeros. Parsers accept it as the same number, so it is the same message; no encoder writes it. One message can stand in many bytes: to compare or to sign messages, compare what they mean.
            Duplicate a field (field 1, 4 bytes more)
              0a 02 08 01 0a 02 08 01 10 07
              at 0a 02 08 01
              Field 1 stands twice in a row. No field of this number and wire type is declared, so parsers keep both among the unknown fields.
            Append an unknown field: without a schema all fields are unknown
            Swap two fields (field 1 and field 2)
              10 07 0a 02 08 01
              at 10 07 0a 02 08 01
              Field 1 and field 2 have changed places. Both are unknown to the schema, so parsers keep them in their new order and make nothing of it.
        "#]],
    );
}
