//! The law of HTTP/1.1: whatever is there, all of it is read, none of it twice, and each byte has one explanation.

use wirelens::rpc::http1::{content, explain, explain_chunk, read};
use wirelens::text::Span;

/// Holds it for what begins at each of the first bytes, and for all messages one after the other.
pub fn is_read(bytes: &[u8]) {
    for start in 0..bytes.len().min(4) {
        let span = Span::new(start, bytes.len());
        for parts in [explain(bytes, span), explain_chunk(bytes, span)] {
            let mut end = start;
            for part in parts {
                assert_eq!(part.span.start as usize, end);
                assert!(!part.span.is_empty() && !part.sentence.is_empty());
                end = part.span.end as usize;
            }
            assert_eq!(end, bytes.len());
        }
    }
    let mut at = 0;
    while at < bytes.len() {
        let read = read(bytes, at);
        assert!(read.head.start as usize == at && read.head.end == read.span.start && read.end() <= bytes.len());
        assert!(read.is_whole || !read.faults.is_empty(), "what is not whole says why");
        assert!(read.data.iter().all(|data| read.span.covers(*data)));
        drop(content(bytes, &read));
        assert!(read.end() > at, "it goes on");
        at = read.end();
    }
}
