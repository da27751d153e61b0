//! The laws of reading HTTP/2, for any bytes at all. The tests and the fuzz targets hold them.

use wirelens::rpc::http2::{Reading, Side, explain, read};
use wirelens::text::Span;

/// Any bytes are frames from end to end, and each frame is parts from end to end, whoever sent them.
#[track_caller]
pub fn is_read(bytes: &[u8]) {
    for side in [Side::Client, Side::Server] {
        let reading = read(bytes, side, &[]);
        are_frames(bytes, &reading);
        for problem in &reading.problems {
            assert!(problem.bytes.end as usize <= bytes.len(), "{problem:?} is beyond the end");
            assert!(!problem.fault.message().is_empty());
        }
        let messages = reading.messages(bytes);
        assert!(messages.iter().map(|it| it.content.len()).sum::<usize>() <= bytes.len());
    }
}

#[track_caller]
fn are_frames(bytes: &[u8], reading: &Reading) {
    let mut at = reading.preface.map_or(0, |it| it.end);
    for (index, frame) in reading.frames.iter().enumerate() {
        assert_eq!(frame.bytes.start, at, "a gap or an overlap before {frame:?}");
        assert!(!frame.bytes.is_empty());
        let mut part = at;
        for it in explain(bytes, reading, index) {
            assert_eq!(it.span.start, part, "a gap or an overlap before {it:?} of {frame:?}");
            assert!(!it.span.is_empty() && !it.name.is_empty() && !it.sentence.is_empty(), "{it:?} of {frame:?}");
            part = it.span.end;
        }
        assert_eq!(part, frame.bytes.end, "the parts end within {frame:?}");
        assert_eq!(reading.frame_at(at), Some(index));
        at = frame.bytes.end;
    }
    assert_eq!(at as usize, bytes.len());
    for header in reading.lists.iter().flat_map(|it| it.headers()) {
        assert!(Span::new(0, bytes.len()).covers(header.bytes) && !header.bytes.is_empty(), "{header:?}");
    }
}
