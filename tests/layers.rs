//! What is around a message: found, taken off, left on, refused. The samples are made by other programs: gzip and zlib by
//! Python, frames by hand from the specification.

use std::io::Write;

use expect_test::{Expect, expect};
use wirelens::analysis::{Input, Payload, analyze};
use wirelens::diagnostic::Source;
use wirelens::wire::input::{self, hex};
use wirelens::wire::layers::{self, Layer, Taking};

const USER: &str = "0a05416c69636510ac021a060a044f736c6f";
const GZIP: &str = "1f8b0800000000000203e36275ccc94c4e1558c324c5c6c5e25f9c930f00aeedff4f12000000";
/// A member more, with `08 01` in it.
const GZIP_TWICE: &str = "1f8b0800000000000203e36275ccc94c4e1558c324c5c6c5e25f9c930f00aeedff4f12000000\
                          1f8b0800000000000203e360040061a807fe02000000";
const ZLIB: &str = "789ce36275ccc94c4e1558c324c5c6c5e25f9c930f0027a00477";
/// The user three times.
const DEFLATE: &str = "e36275ccc94c4e1558c324c5c6c5e25f9c93cf45840800";
const FRAMES: &str = "0000000012 0a05416c69636510ac021a060a044f736c6f 0000000002 0801 0000000000";
const WEB: &str = "0000000012 0a05416c69636510ac021a060a044f736c6f \
                   8000000020 677270632d7374617475733a300d0a677270632d6d6573736167653a4f4b0d0a";
const STREAM: &str = "12 0a05416c69636510ac021a060a044f736c6f 02 0801";

fn bytes(hex: &str) -> Vec<u8> {
    input::read(hex).bytes
}

fn print(bytes: &[u8], taking: &Taking) -> String {
    let peeled = layers::peel(bytes, taking);
    let mut printed = String::new();
    for step in &peeled.steps {
        let state = if step.on { "" } else { " (left on)" };
        printed += &format!("{} {}{state} {} B", step.depth, step.name, step.size);
        if let Some(count) = step.messages {
            printed += &format!(", message {} of {count}", step.chosen + 1);
        }
        printed += &step.note.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
        printed += "\n";
    }
    for it in &peeled.diagnostics {
        let (start, end) = (it.place.span.start, it.place.span.end);
        printed += &format!("{} {start}..{end}: {}\n", it.severity.word(), it.message);
    }
    let inside = peeled.bytes.as_deref().unwrap_or(bytes);
    let shown = hex(inside.get(..inside.len().min(18)).unwrap_or_default()).replace('\n', " ");
    let start = peeled.start.map_or("elsewhere".to_owned(), |it| format!("at {it}"));
    printed + &format!("{start}: {shown}\n")
}

fn check(hex: &str, expected: Expect) {
    expected.assert_eq(&print(&bytes(hex), &Taking::default()));
}

#[test]
fn compression() {
    check(
        GZIP,
        expect![[r#"
            0 gzip 38 B
            elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
        "#]],
    );
    check(
        GZIP_TWICE,
        expect![[r#"
        0 gzip 60 B
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        ZLIB,
        expect![[r#"
        0 zlib 26 B
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        DEFLATE,
        expect![[r#"
        0 deflate 23 B
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
}

#[test]
fn streams() {
    check(
        FRAMES,
        expect![[r#"
        0 gRPC frames 35 B, message 1 of 3
        at 5: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        WEB,
        expect![[r#"
        0 gRPC frames 60 B, message 1 of 1: trailers: grpc-status:0, grpc-message:OK
        at 5: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        STREAM,
        expect![[r#"
        0 length-delimited stream 22 B, message 1 of 2
        at 1: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    // A frame whose flag says what is inside.
    check(
        &format!("0000000002 0801 0100000026 {GZIP}"),
        expect![[r#"
        0 gRPC frames 50 B, message 1 of 2
        at 5: 08 01
    "#]],
    );
    let mut taking = Taking::default();
    taking.choose(0, 1);
    let compressed = bytes(&format!("0000000002 0801 0100000026 {GZIP}"));
    expect![[r#"
        0 gRPC frames 50 B, message 2 of 2
        1 gzip 38 B
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]]
    .assert_eq(&print(&compressed, &taking));
    expect![[r#"
        0 gRPC frames 35 B, message 2 of 3
        at 28: 08 01
    "#]]
    .assert_eq(&print(&bytes(FRAMES), &taking));
    expect![[r#"
        0 length-delimited stream 22 B, message 2 of 2
        at 20: 08 01
    "#]]
    .assert_eq(&print(&bytes(STREAM), &taking));
    check(
        "0100000002 0801",
        expect![[r#"
        0 gRPC frames 7 B, message 1 of 1
        warning 5..7: expected a message compressed by gzip or deflate, as the frame's flag says, found neither
        at 5: 08 01
    "#]],
    );
}

#[test]
fn text_in_bytes() {
    // Base64 of base64, gzip in base64, and a file of hex.
    let text = |text: &str| hex(text.as_bytes());
    check(
        &text("CgVBbGljZRCsAhoGCgRPc2xv"),
        expect![[r#"
        0 base64 24 B
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        &text("H4sIAAAAAAACA2NgYGAQ4mJ1zMlMThVYwyTFxsXiX5yTDwBcO7I9FwAAAA=="),
        expect![[r#"
        0 base64 60 B
        1 gzip 43 B
        2 gRPC frames 23 B, message 1 of 1
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        &text("0a 05 41 6c 69 63 65\n"),
        expect![[r#"
        0 hex 21 B
        elsewhere: 0a 05 41 6c 69 63 65
    "#]],
    );
    check(
        &text("Hello, world"),
        expect![[r#"
        at 0: 48 65 6c 6c 6f 2c 20 77 6f 72 6c 64
    "#]],
    );
}

#[test]
fn what_is_a_message_as_it_is_stays_one() {
    check(
        USER,
        expect![[r#"
        at 0: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    // Each of two messages behind its length, and a message as well: the bytes win, and the other reading is on offer.
    check(
        "0a 1208 6162636465666768 08 0a06 616263646566",
        expect![[r#"
            0 length-delimited stream (left on) 20 B, message 1 of 2
            at 0: 0a 12 08 61 62 63 64 65 66 67 68 08 0a 06 61 62 63 64
        "#]],
    );
    // A string of hex behind the tag of field 1 and the length 32, which are a line feed and a blank.
    check(
        &format!("0a20 {}", hex(b"d41d8cd98f00b204e9800998ecf8427e")),
        expect![[r#"
        0 hex (left on) 34 B
        at 0: 0a 20 64 34 31 64 38 63 64 39 38 66 30 30 62 32 30 34
    "#]],
    );
    check(
        "0000000000 0000000000 00",
        expect![[r#"
        at 0: 00 00 00 00 00 00 00 00 00 00 00
    "#]],
    );
}

#[test]
fn what_is_cut_or_damaged_is_shown_as_far_as_it_goes() {
    let cut = |hex: &str, by: usize| hex[..hex.len() - by].to_owned();
    check(
        &cut(GZIP, 2),
        expect![[r#"
        0 gzip 37 B
        error 36..37: expected the rest of the gzip data, found the end
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        &cut(GZIP, 24),
        expect![[r#"
        0 gzip 26 B
        error 25..26: expected the rest of the gzip data, found the end
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f
    "#]],
    );
    check(
        &GZIP.replace("aeedff4f", "aeedff4e"),
        expect![[r#"
        0 gzip 38 B
        error 30..38: expected the checksum of what is inside the gzip data, found another one
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        &format!("{GZIP}00"),
        expect![[r#"
        0 gzip 39 B
        warning 38..39: expected the end behind the gzip data, found 1 more bytes
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        "1f8b08",
        expect![[r#"
        0 gzip 3 B
        error 2..3: expected the rest of the gzip data, found the end
        elsewhere: 
    "#]],
    );
    check(
        &format!("{}ff{}", &GZIP[..40], &GZIP[42..]),
        expect![[r#"
        0 gzip 38 B
        error 30..38: expected the checksum of what is inside the gzip data, found another one
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 0f f4 3c 44 38 fe 5e 42 4c
    "#]],
    );
    check(
        "0000000012 0a05416c696365",
        expect![[r#"
        0 gRPC frames 12 B, message 1 of 1
        error 0..12: expected a message of 18 bytes, found 7
        at 5: 0a 05 41 6c 69 63 65
    "#]],
    );
    check(
        &format!("{FRAMES} 0000"),
        expect![[r#"
        0 gRPC frames 37 B, message 1 of 3
        error 35..37: expected a header of 5 bytes, found 2
        at 5: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        &format!("{FRAMES} 0700000001 ff"),
        expect![[r#"
        0 gRPC frames 41 B, message 1 of 3
        error 35..41: expected the compressed flag to be 0 or 1, found 7
        at 5: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
    check(
        &format!("{STREAM} 03 0801 "),
        expect![[r#"
        0 length-delimited stream 25 B, message 1 of 2
        error 22..25: expected a length and as many bytes, found fewer: 3 in all
        at 1: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]],
    );
}

#[test]
fn each_layer_can_be_left_on() {
    let packed = bytes(&format!("0100000026 {GZIP}"));
    let mut taking = Taking::default();
    expect![[r#"
        0 gRPC frames 43 B, message 1 of 1
        1 gzip 38 B
        elsewhere: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]]
    .assert_eq(&print(&packed, &taking));
    taking.switch(1, Layer::Gzip, false);
    expect![[r#"
        0 gRPC frames 43 B, message 1 of 1
        1 gzip (left on) 38 B
        at 5: 1f 8b 08 00 00 00 00 00 02 03 e3 62 75 cc c9 4c 4e 15
    "#]]
    .assert_eq(&print(&packed, &taking));
    taking.switch(0, Layer::Grpc, false);
    expect![[r#"
        0 gRPC frames (left on) 43 B, message 1 of 1
        at 0: 01 00 00 00 26 1f 8b 08 00 00 00 00 00 02 03 e3 62 75
    "#]]
    .assert_eq(&print(&packed, &taking));
    let plain = Taking { plain: true, ..Taking::default() };
    expect![[r#"
        0 gRPC frames (left on) 43 B, message 1 of 1
        at 0: 01 00 00 00 26 1f 8b 08 00 00 00 00 00 02 03 e3 62 75
    "#]]
    .assert_eq(&print(&packed, &plain));
}

#[test]
fn bombs_are_refused() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..100 {
        encoder.write_all(&zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 200_000);
    let peeled = layers::peel(&bomb, &Taking::default());
    assert_eq!(peeled.bytes, None);
    assert!(peeled.steps[0].refused && !peeled.steps[0].on);
    expect![[r#"
        expected at most 64 MiB inside the gzip data, found more
        inflates to more than 64 MiB, so it is left as it is
    "#]]
    .assert_eq(&format!("{}\n{}\n", peeled.diagnostics[0].message, peeled.steps[0].note.as_deref().unwrap()));
}

/// Places of problems lead into the text where the bytes are a part of what was typed, and to the bytes where they are not.
#[test]
fn problems_inside_layers_lead_to_their_bytes() {
    let places = |text: &str| {
        let input = Input { payload: Payload::Text(text.to_owned()), ..Input::default() };
        let analysis = analyze(&input);
        let bytes = analysis.diagnostics.iter().filter(|it| matches!(it.place.source, Source::Payload | Source::Bytes));
        bytes.map(|it| format!("{:?} {:?}: {}", it.place.source, it.place.span.range(), it.message)).collect::<Vec<_>>()
    };
    expect![[r#"
        [
            "Payload 21..23: expected a field number from 1, found field 0",
        ]
    "#]]
    .assert_debug_eq(&places("00 00 00 00 03 08 01 07"));
    // The same frame, compressed.
    expect![[r#"
        [
            "Bytes 2..3: expected a field number from 1, found field 0",
        ]
    "#]]
    .assert_debug_eq(&places("H4sIAAAAAAACA2NgYGBg5mBkBwDdhfv+CAAAAA=="));
}

#[test]
fn what_is_left_on_is_not_taken_for_something_else() {
    let framed = bytes(&format!("0000000012 {USER}"));
    let mut taking = Taking::default();
    taking.switch(0, Layer::Grpc, false);
    expect![[r#"
        0 gRPC frames (left on) 23 B, message 1 of 1
        0 length-delimited stream (left on) 23 B, message 1 of 5
        at 0: 00 00 00 00 12 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a
    "#]]
    .assert_eq(&print(&framed, &taking));
    taking.switch(0, Layer::Delimited, true);
    taking.choose(0, 4);
    expect![[r#"
        0 gRPC frames (left on) 23 B, message 1 of 1
        0 length-delimited stream 23 B, message 5 of 5
        at 5: 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f
    "#]]
    .assert_eq(&print(&framed, &taking));
}
