//! Protoscope text → bytes. A mistake is told at its place, and everything else is assembled all the same.
//!
//! A length stands before what it counts, so lengths are noted while the text is read, and put in between when all is
//! known: linear, however deep braces lie in braces.

use super::lex::{self, Mistake, Tag, Token};
use super::literal::{self, Part};
use super::places::{Grain, Piece, Places};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;
use crate::wire::scan::{WIRE_TYPE_BITS, WireType};
use crate::wire::varint::{self, MORE, minimal_len, zigzag};

/// The most bytes that `long-form:` adds to a varint. No reader takes more than ten in all; what is beyond that only serves
/// to show it.
pub const MAX_LONG_FORM: u8 = 100;

/// How many mistakes are told: a megabyte of something else has as many words.
const MAX_MISTAKES: usize = 100;

/// What a text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assembled {
    /// The bytes; what can't be read adds none.
    pub bytes: Vec<u8>,
    /// The mistakes, with places in the payload's text.
    pub diagnostics: Vec<Diagnostic>,
    /// Which bytes come from where.
    pub places: Places,
}

/// Assembles `text`, whatever it is.
pub fn assemble(text: &str) -> Assembled {
    let mut assembler = Assembler { text, ..Assembler::default() };
    let mut at = 0;
    while let Some((span, token)) = lex::next(text, at) {
        match token {
            Ok(token) => assembler.take(span, token),
            Err(mistake) => assembler.mistake(mistake),
        }
        at = span.end as usize;
    }
    assembler.finish()
}

#[derive(Default)]
struct Assembler<'a> {
    text: &'a str,
    /// All bytes but the lengths.
    bytes: Vec<u8>,
    /// Of a length the text is its brace.
    pieces: Vec<Piece>,
    lengths: Vec<Length>,
    /// How many bytes the lengths of closed braces take.
    length_bytes: usize,
    open: Vec<Open>,
    /// A tag whose wire type is told by what follows.
    tag: Option<(Span, Tag, u8)>,
    /// A `long-form:` whose varint is to follow.
    long: Option<(Span, u8)>,
    mistakes: Vec<Mistake>,
}

/// The length of a pair of braces.
struct Length {
    /// The piece it is of.
    piece: usize,
    value: u64,
    long: u8,
}

/// A brace that is open.
struct Open {
    span: Span,
    what: Opened,
}

enum Opened {
    Length {
        /// Its place in the list of lengths.
        index: usize,
        /// How many bytes there were when it was opened, and how many of closed lengths.
        start: (usize, usize),
    },
    /// With its field number; nothing where the tag is missing.
    Group(Option<u64>),
}

impl<'a> Assembler<'a> {
    fn take(&mut self, span: Span, token: Token) {
        // What the tag before it is of, and whether it is a varint that can be longer.
        let (wire, can_be_long) = match token {
            Token::Fixed32(_) => (WireType::I32, false),
            Token::Fixed64(_) => (WireType::I64, false),
            Token::Open => (WireType::Len, true),
            Token::OpenGroup => (WireType::SGroup, false),
            Token::Quoted(_) | Token::Hex(_) => (WireType::Varint, false),
            Token::Close => {
                (WireType::Varint, matches!(self.open.last(), Some(Open { what: Opened::Group(Some(_)), .. })))
            }
            Token::Varint(_) | Token::Tag(_) | Token::LongForm(_) => (WireType::Varint, true),
        };
        if !can_be_long || matches!(token, Token::LongForm(_)) {
            self.needless_long();
        }
        let group = match (&token, self.tag) {
            // Whether braces follow is still to be seen.
            (Token::LongForm(_), _) => None,
            (_, tag) => {
                self.settle_tag(wire);
                tag.map(|(_, tag, _)| tag.number)
            }
        };
        match token {
            Token::Varint(value) => {
                let long = self.long.take().map_or(0, |(_, long)| long);
                self.varint(span, value, long);
            }
            Token::Fixed32(value) => self.push(span, Grain::Whole, &value.to_le_bytes()),
            Token::Fixed64(value) => self.push(span, Grain::Whole, &value.to_le_bytes()),
            Token::Tag(tag) => {
                self.tag = Some((span, tag, self.long.take().map_or(0, |(_, long)| long)));
                if let Some(wire) = tag.wire {
                    self.settle_tag_as(wire);
                }
            }
            Token::Quoted(closed) => self.quoted(span, closed),
            Token::Hex(closed) => self.hex(span, closed),
            Token::LongForm(long) => self.long = Some((span, long)),
            Token::Open => {
                let index = self.lengths.len();
                let long = self.long.take().map_or(0, |(_, long)| long);
                self.lengths.push(Length { piece: self.pieces.len(), value: 0, long });
                self.pieces.push(Piece { at: self.at(), text: span, grain: Grain::Whole });
                self.open
                    .push(Open { span, what: Opened::Length { index, start: (self.bytes.len(), self.length_bytes) } });
            }
            Token::OpenGroup => {
                if group.is_none() {
                    let help = "a group takes its number from the tag before it: `3: !{1: 5}`";
                    self.mistake(Mistake::new(span, "expected a tag without a wire type before a group", help));
                }
                self.open.push(Open { span, what: Opened::Group(group) });
            }
            Token::Close => self.close(span),
        }
    }

    fn close(&mut self, span: Span) {
        let long = self.long.take().map_or(0, |(_, long)| long);
        match self.open.pop() {
            Some(Open { what: Opened::Length { index, start }, .. }) => self.close_length(index, start),
            Some(Open { what: Opened::Group(Some(number)), .. }) => {
                self.varint(span, number << WIRE_TYPE_BITS | WireType::EGroup as u64, long);
            }
            Some(Open { what: Opened::Group(None), .. }) => {}
            None => self.mistake(Mistake::new(
                span,
                "expected a brace that is open, found `}`",
                "remove it, or write `{` where it should begin",
            )),
        }
    }

    fn close_length(&mut self, index: usize, start: (usize, usize)) {
        let inside = self.bytes.len() - start.0 + self.length_bytes - start.1;
        if let Some(length) = self.lengths.get_mut(index) {
            length.value = inside as u64;
            self.length_bytes += usize::from(minimal_len(length.value)) + usize::from(length.long);
        }
    }

    fn settle_tag(&mut self, wire: WireType) {
        self.settle_tag_as(wire as u8);
    }

    fn settle_tag_as(&mut self, wire: u8) {
        if let Some((span, tag, long)) = self.tag.take() {
            let value = tag.number << WIRE_TYPE_BITS | u64::from(wire);
            self.varint(span, if tag.zigzag { zigzag(value as i64) } else { value }, long);
        }
    }

    fn varint(&mut self, span: Span, value: u64, long: u8) {
        let mut bytes = Vec::with_capacity(varint::MAX_LEN);
        write_long(value, long, &mut bytes);
        self.push(span, Grain::Whole, &bytes);
    }

    fn push(&mut self, text: Span, grain: Grain, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.pieces.push(Piece { at: self.at(), text, grain });
            self.bytes.extend(bytes);
        }
    }

    fn at(&self) -> u32 {
        u32::try_from(self.bytes.len()).unwrap_or(u32::MAX)
    }

    fn quoted(&mut self, span: Span, closed: bool) {
        if !closed {
            let quote = Span::new(span.start as usize, span.start as usize + 1);
            self.mistake(Mistake::new(
                quote,
                "expected a closing quote, found the end",
                "a quote inside is written \\\"",
            ));
        }
        let text = self.text;
        literal::quoted(text, inside(span, closed), |part| self.part(part));
    }

    fn hex(&mut self, span: Span, closed: bool) {
        if !closed {
            let tick = Span::new(span.start as usize, span.start as usize + 1);
            self.mistake(Mistake::new(tick, "expected a closing backtick, found the end", "hex stands between two"));
        }
        let text = self.text;
        literal::hex(text, inside(span, closed), |part| self.part(part));
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Bytes(span, grain, bytes) => self.push(span, grain, bytes),
            Part::Escape(span, byte) => self.push(span, Grain::Whole, &[byte]),
            Part::Mistake(mistake) => self.mistake(mistake),
        }
    }

    /// Nothing is there that `long-form:` could make longer.
    fn needless_long(&mut self) {
        if let Some((span, _)) = self.long.take() {
            self.mistake(Mistake::new(
                span,
                "expected a varint, a tag or `{` behind `long-form:`",
                "only these have a length that can be chosen; so has the `}` of a group",
            ));
        }
    }

    fn mistake(&mut self, mistake: Mistake) {
        if self.mistakes.len() < MAX_MISTAKES {
            self.mistakes.push(mistake);
        }
    }

    fn finish(mut self) -> Assembled {
        self.needless_long();
        self.settle_tag(WireType::Varint);
        while let Some(Open { span, what }) = self.open.pop() {
            self.mistake(Mistake::new(
                span,
                "expected a closing brace, found the end",
                "write `}` where it should end",
            ));
            if let Opened::Length { index, start } = what {
                self.close_length(index, start);
            }
        }
        crate::order::sort_by_key(&mut self.mistakes, |mistake| mistake.span);
        let diagnostic = |mistake: Mistake| {
            Diagnostic::error("payload-protoscope", Place::payload(mistake.span), mistake.message)
                .with_help(mistake.help)
        };
        let diagnostics = self.mistakes.drain(..).map(diagnostic).collect();
        let (bytes, pieces) = if self.lengths.is_empty() { (self.bytes, self.pieces) } else { self.with_lengths() };
        let places = Places::new(pieces, bytes.len());
        Assembled { bytes, diagnostics, places }
    }

    fn with_lengths(self) -> (Vec<u8>, Vec<Piece>) {
        let mut bytes = Vec::with_capacity(self.bytes.len() + self.length_bytes);
        let mut pieces = self.pieces;
        let mut lengths = self.lengths.iter().peekable();
        for index in 0..pieces.len() {
            let start = pieces[index].at as usize;
            let end = pieces.get(index + 1).map_or(self.bytes.len(), |next| next.at as usize);
            pieces[index].at = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            match lengths.next_if(|length| length.piece == index) {
                Some(length) => write_long(length.value, length.long, &mut bytes),
                None => bytes.extend(&self.bytes[start..end]),
            }
        }
        (bytes, pieces)
    }
}

/// What is between the delimiters of a literal, one byte each.
fn inside(span: Span, closed: bool) -> Span {
    Span::new(span.start as usize + 1, (span.end - u32::from(closed)) as usize)
}

/// Appends `value` with `long` bytes more than it needs.
fn write_long(value: u64, long: u8, out: &mut Vec<u8>) {
    varint::write(value, out);
    if long > 0 {
        if let Some(last) = out.last_mut() {
            *last |= MORE;
        }
        out.extend(std::iter::repeat_n(MORE, usize::from(long) - 1));
        out.push(0);
    }
}
