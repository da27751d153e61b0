//! The laws of `scan` and `annotate`, for any bytes at all. The tests and the fuzz targets hold them.

use std::sync::LazyLock;

use wirelens::annotate::explain::{explain, explain_byte, explain_range, speak};
use wirelens::annotate::{Nodes, Problem, Role, TOP, Verdict, annotate};
use wirelens::diagnostic::Severity;
use wirelens::schema::{self, Schema};
use wirelens::text::{File, Span};
use wirelens::wire::{Part, scan};

/// A type that has everything there is: each kind of value, packed and not, groups, maps, a oneof, an Any, extensions, enums
/// open and closed, strings that must be UTF-8 and such that need not, fields that must be there, and itself.
static EVERYTHING: LazyLock<Schema> = LazyLock::new(|| {
    let text = r#"
        edition = "2023";
        package law;
        import "google/protobuf/any.proto";
        message All {
            int32 a = 1; int64 b = 2; uint32 c = 3; uint64 d = 4; sint32 e = 5; sint64 f = 6; bool g = 7; double h = 8;
            float i = 9; fixed32 j = 10; fixed64 k = 11; sfixed32 l = 12; sfixed64 m = 13; string n = 14; bytes o = 15;
            repeated int32 p = 16; repeated double q = 17 [features.repeated_field_encoding = EXPANDED];
            repeated string r = 18 [features.utf8_validation = NONE]; All s = 19; repeated All t = 20;
            All u = 21 [features.message_encoding = DELIMITED]; map<string, All> v = 22; map<bool, sint64> w = 23;
            oneof x { int32 y = 24; All z = 25; }
            google.protobuf.Any any = 26; Open open = 27; repeated Closed closed = 28; Must must = 29;
            extensions 100 to 200;
        }
        message Must { int32 one = 1 [features.field_presence = LEGACY_REQUIRED]; All two = 2 [features.field_presence = LEGACY_REQUIRED]; }
        enum Open { ZERO = 0; ONE = 1; }
        enum Closed { option features.enum_type = CLOSED; TWO = 2; }
        extend All { repeated fixed32 ext = 100; }
    "#;
    let compiled = schema::compile(&vec![File { name: "law.proto".to_owned(), text: text.to_owned() }]);
    match compiled.schema {
        Some(schema) if compiled.diagnostics.is_empty() => schema,
        _ => panic!("{:?}", compiled.diagnostics),
    }
});

/// The parts join, and their own parts are the bytes again; what is broken is so by itself.
#[track_caller]
pub fn is_scanned(bytes: &[u8]) {
    let whole = Span::new(0, bytes.len());
    let (mut at, mut again) = (0, Vec::new());
    for part in scan(bytes, whole) {
        let span = part.span();
        assert!(span.start == at && !span.is_empty(), "{at}: {part:?}");
        at = span.end;
        match part {
            Part::Record(it) | Part::Broken(it, _) => {
                [it.tag, it.length, it.payload, it.end_tag].iter().for_each(|it| again.extend_from_slice(it.of(bytes)));
            }
            Part::Junk(it) => again.extend_from_slice(it.span.of(bytes)),
        }
        if let Part::Broken(_, fault) | Part::Junk(scan::Junk { fault, .. }) = part {
            assert!(fault.at >= span.start && fault.at <= span.end, "{part:?}");
            // What `annotate` relies on to tell the fault of a node.
            assert_eq!(scan(bytes, span), [part]);
        }
    }
    assert_eq!((at, again.as_slice()), (whole.end, bytes));
}

/// Nodes lie in each other, their leaves partition the bytes, and everything a view asks of them has an answer; with a schema
/// and without.
#[track_caller]
pub fn is_annotated(bytes: &[u8]) {
    let all = EVERYTHING.root("law.All");
    for root in [all.as_ref(), None] {
        let nodes = annotate(bytes, root);
        partitions(&nodes, bytes);
        answers(&nodes, bytes);
        agrees(&nodes);
        // What could be read is a message; only what is not there at all can't be mended.
        let salvaged = nodes.salvaged(bytes);
        let mended = annotate(&salvaged, root);
        let mut errors = mended.problems().map(|(_, it)| it).filter(|it| it.severity() == Severity::Error);
        let is_mended = mended.verdict() != Verdict::Refused || errors.all(|it| it == Problem::MissingRequired);
        assert!(is_mended, "{salvaged:02x?}");
    }
}

/// How many bytes and nodes are asked about: each is walked to from the beginning.
const ASKED: usize = 300;

/// Leaves partition the bytes, each is found again, nodes nest.
#[track_caller]
pub fn partitions(nodes: &Nodes, bytes: &[u8]) {
    let mut at = 0;
    for leaf in nodes.leaves() {
        assert!(leaf.span.start == at && !leaf.span.is_empty(), "{at}: {leaf:?}");
        for offset in [leaf.span.start, leaf.span.end - 1] {
            assert_eq!(nodes.leaf_at(offset as usize), Some(leaf));
        }
        at = leaf.span.end;
    }
    assert_eq!(at as usize, bytes.len());
    for at in 0..bytes.len().min(ASKED) {
        is_said(nodes, bytes, at);
    }
    assert_eq!(nodes.iter().count(), nodes.len());
    for (id, node) in nodes.iter() {
        assert!(node.next > id && node.next as usize <= nodes.len());
        if let Some(parent) = nodes.get(node.parent) {
            assert!(parent.payload().covers(node.span) && node.parent < id && node.next <= parent.next);
            assert!(parent.is_container() && node.depth == parent.depth + 1);
        } else {
            assert_eq!((node.parent, node.depth), (TOP, 0));
        }
        let parts = [node.tag(), node.length(), node.payload(), node.end_tag()];
        assert!(parts.windows(2).all(|it| it[0].end == it[1].start), "{node:?}");
        assert_eq!((parts[0].start, parts[3].end), (node.span.start, node.span.end));
    }
}

/// Each byte is explained, with its bits as they are, aloud, and as a part of what goes on behind it.
#[track_caller]
fn is_said(nodes: &Nodes, bytes: &[u8], at: usize) {
    let Some(it) = explain_byte(nodes, bytes, at) else { panic!("byte {at} is not explained") };
    assert!(!it.title.is_empty() && !it.sentence.is_empty());
    assert!(it.bits.is_empty() || it.bits.iter().any(|group| group.offset as usize == at), "{it:?}");
    for group in &it.bits {
        let byte = group.bits.iter().fold(0u8, |byte, bit| byte << 1 | u8::from(bit.on));
        assert_eq!((Some(&byte), byte), (bytes.get(group.offset as usize), group.byte));
        assert!(group.bits.len() == 8 && group.bits.iter().all(|bit| !bit.does.is_empty()));
    }
    assert_eq!(it.problem.is_some(), !it.reaction.is_empty());
    // What is said of a range looks at many bytes: a sample of the ranges does.
    if at.is_multiple_of(16) {
        let span = Span::new(at, at + 1 + at % 5 * 8);
        assert!(explain_range(nodes, bytes, span).is_some_and(|it| !it.sentence.is_empty()));
        assert!(speak(nodes, bytes, span).contains(&format!(" of {}, hex ", bytes.len())));
    }
}

/// Everything a view asks of a node is there, whatever the bytes are.
#[track_caller]
pub fn answers(nodes: &Nodes, bytes: &[u8]) {
    for id in 0..nodes.len().min(ASKED) as u32 {
        let texts =
            [nodes.value_text(bytes, id), nodes.type_text(id), nodes.name_text(bytes, id), nodes.path(bytes, id)];
        assert!(texts.iter().all(|it| !it.is_empty()), "{texts:?}");
        for role in
            [None, Some(Role::Tag), Some(Role::Length), Some(Role::Payload), Some(Role::EndTag), Some(Role::Junk)]
        {
            let explained = explain(nodes, bytes, id, role);
            assert!(explained.is_some_and(|it| !it.title.is_empty() && it.bits.len() <= 10));
        }
        let found = nodes.find(bytes, &texts[3]).map(|it| nodes.path(bytes, it));
        assert_eq!(found.as_ref(), Some(&texts[3]));
    }
    for (id, problem) in nodes.problems().take(ASKED) {
        let Some(told) = nodes.diagnostic(bytes, id) else { panic!("{problem:?} of {id} is not told") };
        assert_eq!((told.severity, told.code.as_str()), (problem.severity(), problem.code()));
        assert!(!told.message.is_empty() && !told.message.contains("``"), "{}", told.message);
        assert!(told.place.span.start <= told.place.span.end && told.place.span.end as usize <= bytes.len());
    }
}

/// Who refuses the payload says why.
#[track_caller]
fn agrees(nodes: &Nodes) {
    let has_error = nodes.problems().any(|(_, it)| it.severity() == Severity::Error);
    assert!(has_error || nodes.verdict() != Verdict::Refused);
}
