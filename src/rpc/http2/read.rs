//! Reads what one side of a connection sent: frames, header lists, and where gRPC's messages lie in the frames.
//!
//! Never fails: what is wrong is told with its place, and reading goes on wherever the next frame's beginning is known. Knows no
//! windows and no order between the two sides.

use std::collections::BTreeMap;

use super::{
    fault::{Fault, Problem},
    frame::{HEADER_SIZE, Head, PREFACE, flag, kind},
    hpack::{Decoder, decode::Done},
    payload::{self, Layout},
    settings::{self, DEFAULT_HEADER_TABLE_SIZE, Setting},
    stream::{Within, messages},
};
use crate::rpc::timeline::{Form, Header};
use crate::text::Span;

/// Whose bytes are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The client's: they begin with the preface.
    #[default]
    Client,
    /// The server's.
    Server,
}

/// What one side sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Whose bytes they are.
    pub side: Side,
    /// The client's preface, or as much of it as there is.
    pub preface: Option<Span>,
    /// The frames. They follow each other without a gap up to the end; the last one may be cut short.
    pub frames: Vec<Frame>,
    /// The header lists.
    pub lists: Vec<List>,
    /// What is wrong, in the order in which it is found: of a header list when it ends.
    pub problems: Vec<Problem>,
}

/// A frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// All of it, in the connection's bytes.
    pub bytes: Span,
    /// Its header; of one that is cut short, what can be read of it.
    pub head: Head,
    /// Where the parts of its payload are; nothing where the frame is cut short.
    pub layout: Option<Layout>,
    /// Index of the header list it is a part of.
    pub list: Option<u32>,
    /// Of DATA on a stream of gRPC's: where in a message it begins.
    pub within: Option<Within>,
}

/// A header list, of one frame or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Its stream.
    pub stream: u32,
    /// Whether it has ended, by END_HEADERS.
    pub is_whole: bool,
    /// Its instructions; places are in the block, which is what its frames hold, put together.
    pub done: Vec<Done>,
    /// Where the pieces of the block begin: in the block, and in the connection's bytes; and their lengths.
    pub pieces: Vec<Piece>,
}

/// A piece of a header block in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins in the block.
    pub at: u32,
    /// Its bytes, in the connection's.
    pub bytes: Span,
}

/// A message of gRPC's that one side sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its stream.
    pub stream: u32,
    /// Index of the frame that has its last byte.
    pub frame: u32,
    /// Whether it is compressed.
    pub is_compressed: bool,
    /// Its bytes, as they crossed.
    pub content: Vec<u8>,
}

impl List {
    /// The fields, with their places in the connection's bytes. Where one goes on in the next frame, it holds that one's header.
    pub fn headers(&self) -> Vec<Header> {
        let header = |done: &Done| {
            let field = done.field.as_ref()?;
            let (start, end) = (done.shape.bytes.start, done.shape.bytes.end);
            let form = match done.shape.deed {
                super::hpack::shape::Deed::Field(form) => form,
                super::hpack::shape::Deed::Resize => Form::Text,
            };
            let bytes = Span { start: self.place(start), end: self.place(end.saturating_sub(1)) + 1 };
            Some(Header { name: field.name.clone(), value: field.value.clone(), form, bytes })
        };
        self.done.iter().filter_map(header).collect()
    }

    /// The value of the field with this name; of several the first.
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut fields = self.done.iter().filter_map(|it| it.field.as_ref());
        fields.find(|it| it.name == name).map(|it| it.value.as_str())
    }

    /// Where a byte of the block is in the connection's.
    fn place(&self, at: u32) -> u32 {
        let piece = self.pieces.partition_point(|it| it.at <= at).checked_sub(1).and_then(|it| self.pieces.get(it));
        piece.map_or(0, |it| it.bytes.start + (at - it.at))
    }
}

impl Reading {
    /// Index of the frame that holds the byte at `offset`.
    pub fn frame_at(&self, offset: u32) -> Option<usize> {
        let at = self.frames.partition_point(|it| it.bytes.end <= offset);
        self.frames.get(at).filter(|it| it.bytes.contains(offset as usize)).map(|_| at)
    }

    /// The settings that were announced, in their order.
    pub fn settings(&self, bytes: &[u8]) -> Vec<Setting> {
        let frames = self.frames.iter().filter(|it| it.head.kind == kind::SETTINGS);
        let contents = frames.filter_map(|it| Some(it.layout?.content));
        contents.flat_map(|it| payload::settings(it.of(bytes))).collect()
    }

    /// The whole messages of gRPC's, in the order of their last bytes.
    pub fn messages(&self, bytes: &[u8]) -> Vec<Message> {
        messages(bytes, &self.frames)
    }
}

/// Reads all that one side sent, where the other side has announced `heard`.
pub fn read(bytes: &[u8], side: Side, heard: &[Setting]) -> Reading {
    let table = heard.iter().filter(|it| it.id == settings::HEADER_TABLE_SIZE).map(|it| it.value).max();
    let mut reader = Reader {
        bytes,
        most: payload::most(heard),
        decoder: Decoder::new(table.unwrap_or_default().max(DEFAULT_HEADER_TABLE_SIZE)),
        open: None,
        streams: BTreeMap::new(),
        reading: Reading { side, ..Reading::default() },
    };
    let mut at = if side == Side::Client { reader.preface() } else { 0 };
    if side == Side::Server && bytes.starts_with(b"HTTP/1.") {
        reader.tell(Span::new(0, bytes.len()), Fault::Http1);
    }
    while at < bytes.len() {
        at = reader.frame(at);
    }
    reader.finish();
    reader.reading
}

/// Reads both directions, each by what the other one announces.
pub fn read_both(to_server: &[u8], to_client: &[u8]) -> (Reading, Reading) {
    let announced = read(to_client, Side::Server, &[]).settings(to_client);
    let client = read(to_server, Side::Client, &announced);
    let server = read(to_client, Side::Server, &client.settings(to_server));
    (client, server)
}

/// A header block that has not ended.
struct Open {
    list: List,
    block: Vec<u8>,
    ends_stream: bool,
}

struct Reader<'a> {
    bytes: &'a [u8],
    most: u32,
    decoder: Decoder,
    open: Option<Open>,
    /// The streams of gRPC's that are open at this side.
    streams: BTreeMap<u32, Within>,
    reading: Reading,
}

impl Reader<'_> {
    fn tell(&mut self, bytes: Span, fault: Fault) {
        self.reading.problems.push(Problem { bytes, fault });
    }

    fn preface(&mut self) -> usize {
        let same = self.bytes.iter().zip(PREFACE).take_while(|(a, b)| a == b).count();
        if same == PREFACE.len() || same == self.bytes.len() {
            self.reading.preface = Some(Span::new(0, same));
            same
        } else {
            self.tell(Span::new(0, self.bytes.len().min(PREFACE.len())), Fault::Preface);
            0
        }
    }

    /// Reads the frame at `at`; says where the next one begins.
    fn frame(&mut self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let all = Span::new(at, self.bytes.len());
        let Some(head) = Head::read(rest) else {
            self.tell(all, Fault::HeaderCutShort(rest.len()));
            self.reading.frames.push(Frame {
                bytes: all,
                head: Head::default(),
                layout: None,
                list: None,
                within: None,
            });
            return self.bytes.len();
        };
        let left = rest.len() - HEADER_SIZE;
        if head.length as usize > left {
            self.tell(all, Fault::CutShort { length: head.length, left });
            self.reading.frames.push(Frame { bytes: all, head, layout: None, list: None, within: None });
            return self.bytes.len();
        }
        let end = at + HEADER_SIZE + head.length as usize;
        let bytes = Span::new(at, end);
        if head.length > self.most {
            self.tell(bytes, Fault::TooLarge { length: head.length, most: self.most });
        }
        let (layout, fault) = payload::layout(self.bytes, bytes, head);
        for fault in [payload::wrong_stream(head), fault].into_iter().flatten() {
            self.tell(bytes, fault);
        }
        if self.open.as_ref().is_some_and(|it| head.kind != kind::CONTINUATION || head.stream != it.list.stream) {
            self.tell(bytes, Fault::Interrupted);
            self.finish();
        }
        let mut frame = Frame { bytes, head, layout: Some(layout), list: None, within: None };
        self.payload(&mut frame, layout);
        self.reading.frames.push(frame);
        end
    }

    fn payload(&mut self, frame: &mut Frame, layout: Layout) {
        let content = layout.content.of(self.bytes);
        let ends = |flags: u8| flags & flag::END_STREAM != 0;
        match frame.head.kind {
            kind::HEADERS | kind::PUSH_PROMISE => {
                let list = List { stream: frame.head.stream, ..List::default() };
                let ends_stream = frame.head.kind == kind::HEADERS && ends(frame.head.flags);
                self.open = Some(Open { list, block: Vec::new(), ends_stream });
                self.piece(frame, layout);
            }
            kind::CONTINUATION if self.open.is_some() => self.piece(frame, layout),
            kind::CONTINUATION => self.tell(frame.bytes, Fault::Unexpected),
            kind::DATA => {
                if let Some(within) = self.streams.get_mut(&frame.head.stream) {
                    frame.within = Some(*within);
                    within.pass(content);
                }
                if ends(frame.head.flags) {
                    self.streams.remove(&frame.head.stream);
                }
            }
            kind::RST_STREAM => {
                self.streams.remove(&frame.head.stream);
            }
            kind::SETTINGS => {
                for (at, setting) in payload::settings(content).enumerate().filter(|(_, it)| !it.is_valid()) {
                    let start = layout.content.start as usize + at * settings::SIZE;
                    self.tell(Span::new(start, start + settings::SIZE), Fault::Setting(setting));
                }
            }
            kind::WINDOW_UPDATE
                if content.first_chunk().is_some_and(|it| u32::from_be_bytes(*it) & !super::frame::RESERVED == 0) =>
            {
                self.tell(layout.content, Fault::NoIncrement);
            }
            _ => {}
        }
    }

    /// Adds a frame's piece to the header block, and reads it when that was the last.
    fn piece(&mut self, frame: &mut Frame, layout: Layout) {
        let Some(open) = &mut self.open else { return };
        frame.list = u32::try_from(self.reading.lists.len()).ok();
        open.list.pieces.push(Piece { at: open.block.len() as u32, bytes: layout.content });
        open.block.extend_from_slice(layout.content.of(self.bytes));
        if frame.head.flags & flag::END_HEADERS != 0 {
            open.list.is_whole = true;
            self.finish();
        }
    }

    /// Reads the header block that is open, whether it has ended or not.
    fn finish(&mut self) {
        let Some(Open { mut list, block, ends_stream }) = self.open.take() else { return };
        let decoded = self.decoder.decode(&block);
        list.done = decoded.done;
        if let Some((at, fault)) = decoded.fault {
            let start = list.place(at as u32);
            let end = list.pieces.last().map_or(start, |it| it.bytes.end);
            self.tell(Span { start, end: end.max(start) }, Fault::Hpack(fault));
        }
        if list.value("content-type").is_some_and(|it| it.starts_with(crate::rpc::grpc::CONTENT_TYPE)) {
            self.streams.entry(list.stream).or_default();
        }
        if ends_stream {
            self.streams.remove(&list.stream);
        }
        self.reading.lists.push(list);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::grpc;
    use crate::rpc::http2::{End, Field, Writer};

    fn call(writer: &mut Writer, stream: u32) {
        let call = grpc::Request { path: "/a.B/C", authority: "a", ..grpc::Request::default() };
        writer.headers(stream, &grpc::request(&call), End::Open);
    }

    #[test]
    fn what_was_written_is_read() {
        let mut writer = Writer::default();
        writer.preface();
        writer.settings(&[Setting { id: settings::ENABLE_PUSH, value: 0 }]);
        call(&mut writer, 1);
        let long = writer.headers(3, &[Field::new("x", "~".repeat(30_000))], End::Stream);
        let message = grpc::message(b"hello").unwrap();
        writer.data(1, &message[..3], End::Open);
        writer.window_update(0, 5);
        writer.data(1, &message[3..], End::Stream);
        let bytes = writer.into_bytes();
        let reading = read(&bytes, Side::Client, &[]);
        assert_eq!(reading.problems, []);
        assert_eq!(reading.preface, Some(Span::new(0, 24)));
        let kinds: Vec<_> = reading.frames.iter().map(|it| it.head.kind).collect();
        assert_eq!(kinds, [4, 1, 1, 9, 9, 0, 8, 0]);
        assert_eq!(reading.lists[1].headers(), long.headers);
        assert_eq!(reading.lists[0].value(":path"), Some("/a.B/C"));
        let message = Message { stream: 1, frame: 7, is_compressed: false, content: b"hello".to_vec() };
        assert_eq!(reading.messages(&bytes), [message]);
        assert_eq!(reading.settings(&bytes).len(), 1);
        assert_eq!(reading.frame_at(24), Some(0));
        assert_eq!(reading.frame_at(bytes.len() as u32), None);
    }

    fn faults(side: Side, bytes: &[u8]) -> Vec<Fault> {
        read(bytes, side, &[]).problems.into_iter().map(|it| it.fault).collect()
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert_eq!(faults(Side::Client, b"PRI * HT"), []);
        assert_eq!(faults(Side::Client, b"GET / HTTP/1.1\r\n\r\n")[0], Fault::Preface);
        assert_eq!(faults(Side::Server, b"HTTP/1.1 400 Bad Request\r\n\r\n")[0], Fault::Http1);
        assert_eq!(faults(Side::Server, b"\0\0\0\x04"), [Fault::HeaderCutShort(4)]);
        assert_eq!(faults(Side::Server, b"\0\0\x02\0\0\0\0\0\x01a"), [Fault::CutShort { length: 2, left: 1 }]);
        assert_eq!(faults(Side::Server, b"\0\0\x01\0\0\0\0\0\0a"), [Fault::NoStream(0)]);
        assert_eq!(faults(Side::Server, b"\0\0\x04\x08\0\0\0\0\0\0\0\0\0"), [Fault::NoIncrement]);
        let setting = Setting { id: 2, value: 2 };
        assert_eq!(faults(Side::Server, b"\0\0\x06\x04\0\0\0\0\0\0\x02\0\0\0\x02"), [Fault::Setting(setting)]);
        assert_eq!(faults(Side::Server, b"\0\0\0\x09\x04\0\0\0\x01"), [Fault::Unexpected]);
        // HEADERS without END_HEADERS, then PING.
        let bytes = b"\0\0\x01\x01\0\0\0\0\x01\x88\0\0\x08\x06\0\0\0\0\0abcdefgh";
        assert_eq!(faults(Side::Server, bytes), [Fault::Interrupted]);
        assert_eq!(read(bytes, Side::Server, &[]).lists[0].value(":status"), Some("200"));
    }

    #[test]
    fn a_smaller_frame_is_asked_for_by_none() {
        let most = Setting { id: settings::MAX_FRAME_SIZE, value: 20_000 };
        let bytes =
            [&Head { length: 17_000, kind: 0, flags: 0, is_reserved: false, stream: 1 }.write()[..], &[0; 17_000]]
                .concat();
        assert_eq!(faults(Side::Server, &bytes), [Fault::TooLarge { length: 17_000, most: 16_384 }]);
        assert_eq!(read(&bytes, Side::Server, &[most]).problems, []);
    }
}
