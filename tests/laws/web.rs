//! The laws of reading gRPC-Web and Connect, for any bytes at all. The tests and the fuzz targets hold them.

use wirelens::rpc::web::{Frame, Outcome, Protocol, Response, explain};

/// The largest message that is taken.
const MOST: usize = 1 << 20;

/// All that is read of a body that arrives in pieces of this size.
pub fn read(
    protocol: Protocol,
    is_streaming: bool,
    head: (u16, &str),
    body: &[u8],
    size: usize,
) -> (Vec<Frame>, Outcome) {
    let mut response = Response::new(protocol, is_streaming, MOST);
    response.head(
        head.0,
        &[("Content-Type".to_owned(), head.1.to_owned()), ("grpc-encoding".to_owned(), "gzip".to_owned())],
    );
    let mut frames: Vec<_> = body.chunks(size.max(1)).flat_map(|it| response.push(it)).collect();
    let (last, outcome) = response.finish();
    frames.extend(last);
    (frames, outcome)
}

/// Any body is read as the same frames, in whatever pieces it arrives, and each frame is parts from end to end. The first byte
/// chooses the protocol, the second one the pieces.
#[track_caller]
pub fn is_read(bytes: &[u8]) {
    let (&[choice, size], body) = bytes.split_first_chunk::<2>().unwrap_or((&[0, 0], bytes));
    let protocol = Protocol::ALL[usize::from(choice) % Protocol::ALL.len()];
    let is_streaming = choice & 0x40 != 0;
    let head = if choice & 0x80 == 0 { (200, protocol.content_type(is_streaming)) } else { (500, "application/json") };
    let whole = read(protocol, is_streaming, head, body, body.len());
    assert_eq!(read(protocol, is_streaming, head, body, size.into()), whole, "pieces of {size}");
    let mut at = 0;
    for frame in &whole.0 {
        assert_eq!(frame.place.start, at, "a gap or an overlap before {frame:?}");
        for part in explain(frame, protocol) {
            assert_eq!(part.span.start, at, "a gap or an overlap before {part:?}");
            at = part.span.end;
        }
        assert_eq!(frame.place.end, at, "the parts end within {frame:?}");
    }
    for fault in &whole.1.faults {
        assert!(!fault.message().is_empty());
    }
}
