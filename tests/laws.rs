//! The laws of the whole pipeline: messages survive every change of clothing, and no input panics.
//!
//! Each stage's own laws are beside its tests. The same inputs are made every time.
#![cfg(test)]

#[path = "laws/mutate.rs"]
mod mutate;
#[path = "laws/random.rs"]
mod random;

use std::collections::HashMap;
use std::sync::LazyLock;

use mutate::{JSON, PAYLOAD, PROTO, edits, mutated};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use prost_reflect::{DynamicMessage, Kind as Type, MapKey, MessageDescriptor, Value};
use wirelens::analysis::{self, Analysis, Input, Payload, analyze};
use wirelens::annotate::{self, Kind, NodeId, Nodes, Problem, TOP, annotate};
use wirelens::breakage::Way;
use wirelens::diagnostic::{Place, Severity, Source};
use wirelens::engine::Engine;
use wirelens::engine::view::{At, Body, Change, Point, Request, Views, Window};
use wirelens::message::{self, JsonOptions, decode, encode, from_json, to_json};
use wirelens::schema::{self, Root, Schema};
use wirelens::text::{File, Span};
use wirelens::wire::layers::Layer;
use wirelens::wire::{Format, Taking};
use wirelens::{examples, wire};

/// The same cases in every run.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() }
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = schema::compile(&vec![
        file("proto2.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto2.proto")),
        file("proto3.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto3.proto")),
    ]);
    compiled.schema.unwrap()
});

fn roots() -> impl Strategy<Value = Root> {
    let name = prop::sample::select(vec!["proto2.TestAllTypesProto2", "proto3.TestAllTypesProto3"]);
    name.prop_map(|name| SCHEMA.root(&format!("protobuf_test_messages.{name}")).unwrap())
}

/// The message that the nodes tell of: their fields and values and nothing else.
fn rebuilt(nodes: &Nodes, bytes: &[u8], parent: NodeId, descriptor: &MessageDescriptor) -> DynamicMessage {
    let mut message = DynamicMessage::new(descriptor.clone());
    for id in nodes.children(parent) {
        let number = nodes.get(id).unwrap().number;
        if let Some(field) = descriptor.get_field(number) {
            let mut value = message.get_field(&field).into_owned();
            put(&mut value, values(nodes, bytes, id, &field.kind()), field.is_list());
            message.set_field(&field, value);
        } else {
            let extension = descriptor.get_extension(number).unwrap();
            let mut value = message.get_extension(&extension).into_owned();
            put(&mut value, values(nodes, bytes, id, &extension.kind()), extension.is_list());
            message.set_extension(&extension, value);
        }
    }
    message
}

fn put(slot: &mut Value, values: Vec<Value>, is_list: bool) {
    for value in values {
        match (&mut *slot, value) {
            (Value::Map(entries), Value::Map(entry)) => entries.extend(entry),
            (Value::List(list), value) if is_list => list.push(value),
            (slot, value) => *slot = value,
        }
    }
}

fn values(nodes: &Nodes, bytes: &[u8], id: NodeId, kind: &Type) -> Vec<Value> {
    let node = nodes.get(id).unwrap();
    match (node.kind, kind) {
        (Kind::Packed, _) => nodes.children(id).map(|it| single(nodes, bytes, it)).collect(),
        (Kind::MapEntry, Type::Message(entry)) => {
            let entry = rebuilt(nodes, bytes, id, entry);
            let field = |number| entry.get_field_by_number(number).unwrap().into_owned();
            let key: MapKey = field(1).into_map_key().unwrap();
            vec![Value::Map(HashMap::from([(key, field(2))]))]
        }
        (Kind::Message | Kind::Group, Type::Message(it)) => vec![Value::Message(rebuilt(nodes, bytes, id, it))],
        // What an Any holds is opened, though its type is bytes.
        (Kind::Message, Type::Bytes) => vec![Value::Bytes(node.payload().of(bytes).to_vec().into())],
        _ => vec![single(nodes, bytes, id)],
    }
}

fn single(nodes: &Nodes, bytes: &[u8], id: NodeId) -> Value {
    match nodes.value(bytes, id).unwrap() {
        annotate::Value::Bool(it) => Value::Bool(it),
        annotate::Value::I32(it) => Value::I32(it),
        annotate::Value::I64(it) => Value::I64(it),
        annotate::Value::U32(it) => Value::U32(it),
        annotate::Value::U64(it) => Value::U64(it),
        annotate::Value::F32(it) => Value::F32(it),
        annotate::Value::F64(it) => Value::F64(it),
        annotate::Value::Enum(it) => Value::EnumNumber(it),
        annotate::Value::Text(it) => Value::String(it.to_owned()),
        annotate::Value::Bytes(it) => Value::Bytes(it.to_vec().into()),
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn a_message_survives_every_change_of_clothing(root in roots(), seed: u64, budget in 0..60u64) {
        let message = random::message(&root, seed, budget);
        let bytes = encode(&message);
        let json = to_json(&message).unwrap();

        let parsed = from_json(&root, &json);
        let errors: Vec<_> = parsed.diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{json}\n{errors:?}");
        let read = parsed.message().unwrap();
        // As bytes, because NaN is not equal to itself.
        prop_assert_eq!(parsed.bytes.as_ref(), Some(&bytes), "{}", &json);
        prop_assert_eq!(encode(&read), bytes.clone(), "{}", &json);
        prop_assert_eq!(to_json(&read).unwrap(), json.clone());

        let decoded = decode(&root, &bytes, &[]);
        prop_assert!(decoded.diagnostics.is_empty());
        prop_assert_eq!(to_json(&decoded.message).unwrap(), json);
    }

    #[test]
    fn the_nodes_tell_the_whole_message(root in roots(), seed: u64, budget in 0..60u64) {
        let bytes = encode(&random::message(&root, seed, budget));
        let nodes = annotate(&bytes, Some(&root));
        let told: Vec<_> = nodes.problems().filter(|(_, it)| it.severity() != Severity::Info).collect();
        prop_assert!(told.is_empty(), "{told:?}");
        prop_assert_eq!(encode(&rebuilt(&nodes, &bytes, TOP, &root)), bytes);
    }
}

/// A record of a field with a wire type that none of its values has; bool and message fields are both in each type.
fn mismatched(number: u32, wire: u32) -> Vec<u8> {
    let mut record = Vec::new();
    wire::varint::write(u64::from(number << 3 | wire), &mut record);
    record.extend_from_slice(match wire {
        1 => &[8, 1, 8, 1, 8, 1, 8, 1],
        5 => &[8, 1, 8, 1],
        _ => &[0x96, 0x01],
    });
    record
}

fn delimited(number: u64, payload: &[u8]) -> Vec<u8> {
    let mut record = Vec::new();
    wire::varint::write(number << 3 | 2, &mut record);
    wire::varint::write(payload.len() as u64, &mut record);
    [record, payload.to_vec()].concat()
}

proptest! {
    #![proptest_config(config(300))]

    /// Official parsers take it for an unknown field: encoding guide, "Message Structure".
    #[test]
    fn another_wire_type_than_declared_is_an_unknown_field(
        root in roots(),
        seed: u64,
        // bool, string, message, repeated string
        number in prop::sample::select(vec![13u32, 14, 18, 44]),
        wire in prop::sample::select(vec![1u32, 5]),
        levels in 0..90usize,
    ) {
        /// `optional_nested_message` and the `corecursive` in it, in both types.
        const NESTED: u64 = 18;
        const CORECURSIVE: u64 = 2;
        let own = encode(&random::message(&root, seed, 10));
        // A message of the root type in one of the same type, and so on.
        let wrapped = |inner: Vec<u8>| {
            (0..levels / 2).fold(inner, |inner, _| delimited(NESTED, &delimited(CORECURSIVE, &inner)))
        };
        let plain = decode(&root, &wrapped(own.clone()), &[]);
        let bytes = wrapped([mismatched(number, wire), own].concat());
        let nodes = annotate(&bytes, Some(&root));
        prop_assert!(nodes.problems().all(|(_, it)| it.severity() != Severity::Error));
        prop_assert!(nodes.problems().any(|(_, it)| it == Problem::WireMismatch));
        let read = decode(&root, &bytes, &[]);
        prop_assert!(read.diagnostics.is_empty());
        prop_assert_eq!(encode(&read.message), encode(&plain.message));
    }
}

/// What may be wanted otherwise than it is found.
fn takings() -> impl Strategy<Value = Taking> {
    let format = prop_oneof![3 => Just(None), 2 => prop::sample::select(Format::ALL.to_vec()).prop_map(Some)];
    let switch = (0..3u32, prop::sample::select(Layer::ALL.to_vec()), any::<bool>());
    (format, prop::collection::vec(switch, 0..3), 0..3u32).prop_map(|(format, switches, message)| {
        let mut taking = Taking { format, ..Taking::default() };
        for (depth, layer, on) in switches {
            taking.switch(depth, layer, on);
        }
        taking.choose(0, message);
        taking
    })
}

/// What the input of an analysis can be: an example, edited.
fn inputs() -> impl Strategy<Value = Input> {
    let payload = prop_oneof![
        2 => edits(JSON, 6).prop_map(Clothing::Json),
        1 => edits(JSON, 6).prop_map(Clothing::Text),
        1 => edits(PAYLOAD, 6).prop_map(Clothing::Hex),
        1 => edits(PAYLOAD, 6).prop_map(Clothing::Base64),
        1 => prop::collection::vec(any::<u8>(), 0..40).prop_map(Clothing::File),
        1 => any::<String>().prop_map(Clothing::Noise),
    ];
    let root = prop_oneof![8 => Just(None), 1 => Just(Some("")), 1 => Just(Some("no.Such"))];
    let file = any::<prop::sample::Index>();
    (prop::sample::select(examples::all()), edits(PROTO, 6), file, payload, root, takings()).prop_map(
        |(example, schema, file, payload, root, taking)| {
            let mut input = Input::from(&example);
            let bytes = || analyze(&input).content.map(|it| it.bytes).unwrap_or_default();
            let payload = match payload {
                Clothing::Json(edits) => Payload::Json(mutated(example.json, &edits)),
                Clothing::Text(edits) => {
                    let Analysis { root, content, .. } = analyze(&input);
                    let text = root.zip(content).and_then(|(root, content)| {
                        let decoded = analysis::decoded(&root, &content.bytes, &content.nodes);
                        message::text::to_text(&decoded.message).ok()
                    });
                    Payload::TextFormat(mutated(&text.unwrap_or_default(), &edits))
                }
                Clothing::Hex(edits) => Payload::Text(mutated(&wire::input::hex(&bytes()), &edits)),
                Clothing::Base64(edits) => {
                    use base64::Engine as _;
                    let text = base64::engine::general_purpose::STANDARD.encode(bytes().as_slice());
                    Payload::Text(mutated(&text, &edits))
                }
                Clothing::File(bytes) => Payload::File { name: "payload.bin".into(), bytes },
                Clothing::Noise(text) => Payload::Text(text),
            };
            let at = file.index(input.files.len());
            input.files[at].text = mutated(&input.files[at].text, &schema);
            input.root = root.map_or(input.root, str::to_owned);
            Input { payload, taking, ..input }
        },
    )
}

#[derive(Clone, Debug)]
enum Clothing {
    Json(Vec<mutate::Edit>),
    Text(Vec<mutate::Edit>),
    Hex(Vec<mutate::Edit>),
    Base64(Vec<mutate::Edit>),
    File(Vec<u8>),
    Noise(String),
}

/// Whether a place is in the text it points into, between characters.
fn is_in(place: Place, input: &Input, analysis: &Analysis) -> bool {
    let within = |text: &str| text.get(place.span.range()).is_some();
    match (place.source, &input.payload) {
        (Source::File(at), _) => within(&input.files[at as usize].text),
        (Source::Json, Payload::Json(text))
        | (Source::Text, Payload::TextFormat(text))
        | (Source::Payload, Payload::Text(text)) => within(text),
        (Source::Bytes, _) => analysis.content.as_ref().is_some_and(|it| place.span.end as usize <= it.bytes.len()),
        // An unknown root is told at the beginning of the message, whatever it is written in.
        (Source::Json, _) => place.span == Span::at(0),
        (Source::Text | Source::Payload, _) => false,
    }
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn no_input_panics_and_every_place_is_in_its_text(input in inputs()) {
        let analysis = analyze(&input);
        for diagnostic in &analysis.diagnostics {
            let labels = diagnostic.labels.iter().map(|it| it.place);
            let edits = diagnostic.fixes.iter().flat_map(|it| &it.edits).map(|it| it.0);
            for place in [diagnostic.place].into_iter().chain(labels).chain(edits) {
                prop_assert!(is_in(place, &input, &analysis), "{diagnostic:?}");
            }
            prop_assert!(!diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'), "{diagnostic:?}");
        }
    }
}

fn offsets() -> impl Strategy<Value = u32> {
    prop_oneof![3 => 0..120u32, 1 => any::<u32>()]
}

fn spans() -> impl Strategy<Value = Span> {
    (offsets(), offsets()).prop_map(|(a, b)| Span { start: a.min(b), end: a.max(b) })
}

fn windows() -> impl Strategy<Value = Window> {
    (spans(), spans()).prop_map(|(bytes, rows)| Window { bytes, rows, absent: bytes.start % 2 == 0 })
}

fn requests() -> impl Strategy<Value = Request> {
    let texts = prop::collection::vec((0..4u32, ".{0,20}"), 0..3);
    let change =
        (inputs(), any::<(bool, bool)>(), texts, windows()).prop_map(|(input, (files, payload), texts, window)| {
            Request::Analyze(Change {
                files: files.then_some(input.files),
                texts,
                root: input.root,
                payload: payload.then_some(input.payload),
                taking: input.taking,
                is_other: payload && files,
                hints: payload,
                choose: files.then_some(At::Byte(3)),
                window,
                json: JsonOptions { defaults: files, original_names: payload, enums_as_numbers: files },
            })
        });
    let at = prop_oneof![
        Just(At::Nowhere),
        offsets().prop_map(At::Byte),
        spans().prop_map(At::Bytes),
        offsets().prop_map(At::Node),
        offsets().prop_map(At::Json),
        (0..4u32, offsets()).prop_map(|(file, offset)| At::File(file, offset)),
    ];
    prop_oneof![
        2 => change,
        2 => windows().prop_map(Request::Look),
        2 => offsets().prop_map(Request::Toggle),
        4 => (at, any::<bool>()).prop_map(|(at, hold)| Request::Point(Point { at, hold })),
        1 => offsets().prop_map(Request::Offers),
        2 => (prop::sample::select(Way::ALL.to_vec()), offsets()).prop_map(|(way, at)| Request::Break(way, at)),
    ]
}

fn fits(views: &Views, window: Window) -> bool {
    let (cells, rows) = (views.cells.len(), views.rows.len());
    cells <= window.bytes.len()
        && rows <= window.rows.len()
        && views.first_byte as usize + cells <= views.byte_total as usize
        && views.first_row as usize + rows <= views.row_total as usize
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn no_request_panics_and_windows_are_as_large_as_asked(
        first in inputs(),
        requests in prop::collection::vec(requests(), 0..12),
    ) {
        let mut engine = Engine::default();
        let Input { files, root, payload, taking, .. } = first;
        let mut window = Window::default();
        let change = Change { files: Some(files), root, payload: Some(payload), taking, window, hints: true, ..Change::default() };
        for request in std::iter::once(Request::Analyze(change)).chain(requests) {
            match &request {
                Request::Look(asked) | Request::Analyze(Change { window: asked, .. }) => window = *asked,
                _ => {}
            }
            match engine.answer(request) {
                Body::Views(views) => prop_assert!(fits(&views, window), "{window:?} {views:?}"),
                Body::Report(report) => {
                    if let Some(content) = report.content {
                        prop_assert!(fits(&content.views, window), "{window:?} {:?}", content.views);
                    }
                }
                Body::Offers(_, offers) => prop_assert_eq!(offers.len(), Way::ALL.len()),
                Body::Broken(way, broken) => {
                    if let Ok(broken) = *broken {
                        prop_assert!(!broken.splices.is_empty() && !broken.said.is_empty(), "{way:?} {broken:?}");
                    }
                }
                Body::Marks { .. } => {}
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}
