//! How a frame's payload is laid out (RFC 9113, section 6).

use super::{
    fault::Fault,
    frame::{DEFAULT_MAX_SIZE, HEADER_SIZE, Head, flag, kind},
    settings::{self, Setting},
};
use crate::text::Span;

/// The length of the padding.
const PAD_LENGTH_SIZE: u32 = 1;
/// A stream with a bit, as a priority and a promise have it.
const STREAM_SIZE: u32 = 4;
/// A priority: the stream it depends on, and a weight.
const PRIORITY_SIZE: u32 = STREAM_SIZE + 1;
/// What GOAWAY has before the text for people who debug.
const GOAWAY_SIZE: u32 = 8;
const PING_SIZE: u32 = 8;

/// Where the parts of a payload are, in the connection's bytes. Those that are there follow each other without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The padding's length.
    pub pad_length: Span,
    /// The priority, or the stream that is promised.
    pub before: Span,
    /// The data, the header block, the settings, or whatever the type has.
    pub content: Span,
    /// The padding.
    pub padding: Span,
}

/// The layout of the payload of the frame in `frame`, which is whole; and what is wrong with it.
pub fn layout(bytes: &[u8], frame: Span, head: Head) -> (Layout, Option<Fault>) {
    let start = (frame.start + HEADER_SIZE as u32).min(frame.end);
    let empty = Span { start, end: start };
    let mut layout = Layout {
        pad_length: empty,
        before: empty,
        content: Span { start, ..frame },
        padding: Span { start: frame.end, ..frame },
    };
    let mut fault = wrong_length(head);
    let is_padded =
        matches!(head.kind, kind::DATA | kind::HEADERS | kind::PUSH_PROMISE) && head.flags & flag::PADDED != 0;
    let mut padding = 0;
    if is_padded {
        layout.pad_length = layout.take(PAD_LENGTH_SIZE);
        match layout.pad_length.of(bytes) {
            &[length] => padding = u32::from(length),
            _ => fault = fault.or(Some(Fault::Length { kind: head.kind, length: head.length })),
        }
    }
    let before = match head.kind {
        kind::HEADERS if head.flags & flag::PRIORITY != 0 => PRIORITY_SIZE,
        kind::PUSH_PROMISE => STREAM_SIZE,
        _ => 0,
    };
    layout.before = layout.take(before);
    if layout.before.len() < before as usize {
        fault = fault.or(Some(Fault::Length { kind: head.kind, length: head.length }));
    }
    let left = layout.content.len() as u32;
    if padding > left {
        fault = fault.or(Some(Fault::Padding));
    }
    layout.content.end -= padding.min(left);
    layout.padding.start = layout.content.end;
    (layout, fault)
}

impl Layout {
    /// Takes so many bytes off the content's beginning, or as many as there are.
    fn take(&mut self, size: u32) -> Span {
        let start = self.content.start;
        self.content.start = (start + size).min(self.content.end);
        Span { start, end: self.content.start }
    }
}

fn wrong_length(head: Head) -> Option<Fault> {
    let length = head.length;
    let is_right = match head.kind {
        kind::PRIORITY => length == PRIORITY_SIZE,
        kind::RST_STREAM | kind::WINDOW_UPDATE => length == STREAM_SIZE,
        kind::PING => length == PING_SIZE,
        kind::GOAWAY => length >= GOAWAY_SIZE,
        kind::SETTINGS if head.flags & flag::ACK != 0 => length == 0,
        kind::SETTINGS => (length as usize).is_multiple_of(settings::SIZE),
        _ => true,
    };
    (!is_right).then_some(Fault::Length { kind: head.kind, length })
}

/// What is wrong with where a frame is, whatever it holds.
pub fn wrong_stream(head: Head) -> Option<Fault> {
    match head.kind {
        kind::SETTINGS | kind::PING | kind::GOAWAY => (head.stream != 0).then_some(Fault::Stream(head.kind)),
        kind::WINDOW_UPDATE => None,
        kind if kind <= kind::CONTINUATION => (head.stream == 0).then_some(Fault::NoStream(kind)),
        _ => None,
    }
}

/// The settings in a payload; a rest of fewer than [`settings::SIZE`] bytes is left out.
pub fn settings(content: &[u8]) -> impl Iterator<Item = Setting> + '_ {
    content.as_chunks().0.iter().map(Setting::read)
}

/// The largest frame that a side takes which has announced `settings`.
pub fn most(settings: &[Setting]) -> u32 {
    let told = settings.iter().filter(|it| it.id == settings::MAX_FRAME_SIZE && it.is_valid()).map(|it| it.value);
    told.max().unwrap_or(DEFAULT_MAX_SIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: u8, flags: u8, payload: &[u8]) -> (Layout, Option<Fault>) {
        let head = Head { length: payload.len() as u32, kind, flags, is_reserved: false, stream: 1 };
        let bytes = [&head.write()[..], payload].concat();
        layout(&bytes, Span::new(0, bytes.len()), head)
    }

    #[test]
    fn padding_and_priority_are_around_the_fields() {
        let (layout, fault) = check(kind::HEADERS, flag::PADDED | flag::PRIORITY, &[2, 0, 0, 0, 0, 15, 0x82, 0, 0]);
        assert_eq!(fault, None);
        assert_eq!(layout.pad_length, Span::new(9, 10));
        assert_eq!(layout.before, Span::new(10, 15));
        assert_eq!(layout.content, Span::new(15, 16));
        assert_eq!(layout.padding, Span::new(16, 18));
    }

    #[test]
    fn what_does_not_fit() {
        assert_eq!(check(kind::DATA, flag::PADDED, &[3, 0]).1, Some(Fault::Padding));
        assert_eq!(check(kind::DATA, flag::PADDED, &[]).1, Some(Fault::Length { kind: kind::DATA, length: 0 }));
        assert_eq!(check(kind::SETTINGS, 0, &[0; 7]).1, Some(Fault::Length { kind: kind::SETTINGS, length: 7 }));
        assert_eq!(
            check(kind::HEADERS, flag::PRIORITY, &[1]).1,
            Some(Fault::Length { kind: kind::HEADERS, length: 1 })
        );
    }
}
