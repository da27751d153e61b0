//! What is around a message: compression, gRPC's frames, a stream's lengths, text in place of bytes. Each is a step that
//! is found, told, and can be switched off.
//!
//! - `taking`: what the user wants otherwise than it was found
//! - `inflate`: gzip, zlib and DEFLATE; `stream`: gRPC's frames and streams of messages behind their lengths; `text`:
//!   bytes that are text in one of [`super::input`]'s notations
//!
//! All is bounded: how deep it goes, and what it may grow to. A layer is found by what it says of itself, and where that
//! is little (DEFLATE, lengths, text) only if the bytes are no records as they are: the bytes win. Knows no schema.

mod inflate;
mod stream;
mod taking;
mod text;

use std::cell::OnceCell;

use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;
use crate::wire::scan;

pub use inflate::ungzip;
pub use taking::{Chosen, Layer, Switched, Taking};

/// How many layers are peeled. Nobody packs a message more often, and each may grow to [`MAX_SIZE`].
pub const MAX_DEPTH: u32 = 6;

/// What a layer may grow to, in bytes: as much as the largest file that is opened.
pub const MAX_SIZE: usize = 64 << 20;

/// A layer that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How many layers were taken off before.
    pub depth: u32,
    /// Its kind.
    pub layer: Layer,
    /// What it is called: `gzip`, or of text its notation.
    pub name: &'static str,
    /// Whether it was taken off.
    pub on: bool,
    /// How many bytes there were with it.
    pub size: usize,
    /// How many messages it holds, where it can be more than one.
    pub messages: Option<u32>,
    /// Which of them is shown, from 0.
    pub chosen: u32,
    /// What else is to be said of it, such as the trailers; or why it can't be taken off.
    pub note: Option<String>,
    /// Whether it can't be taken off.
    pub refused: bool,
}

/// What is left when all layers are off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peeled {
    /// The layers, outermost first.
    pub steps: Vec<Step>,
    /// The message; nothing where there is nothing around it: then it is the bytes given.
    pub bytes: Option<Vec<u8>>,
    /// Where in the bytes given it begins; nothing where it is not a part of them, but was inflated or read from text.
    pub start: Option<usize>,
    /// What is wrong with the layers, with places in the bytes given.
    pub diagnostics: Vec<Diagnostic>,
}

/// A layer that was found, and what is inside.
struct Found {
    name: &'static str,
    /// Whether it is taken off unasked.
    sure: bool,
    inside: Inside,
    messages: Option<u32>,
    chosen: u32,
    note: Option<String>,
    /// Places are in the bytes it was found in.
    diagnostics: Vec<Diagnostic>,
    /// Whether what is inside says that it is compressed.
    compressed: bool,
}

/// What is inside a layer.
enum Inside {
    /// A part of the bytes.
    Part(Span),
    /// Other bytes.
    Bytes(Vec<u8>),
    /// Nothing that can be had, for this reason.
    Refused(String),
}

impl Found {
    fn new(layer: Layer, inside: Inside) -> Found {
        Found {
            name: layer.name(),
            sure: true,
            inside,
            messages: None,
            chosen: 0,
            note: None,
            diagnostics: Vec::new(),
            compressed: false,
        }
    }
}

/// The bytes a layer is looked for in, and what is known of them.
struct Outer<'a> {
    bytes: &'a [u8],
    depth: u32,
    /// Whether a frame around them says that they are compressed.
    compressed: bool,
    clean: OnceCell<bool>,
}

impl<'a> Outer<'a> {
    fn new(bytes: &'a [u8], depth: u32, compressed: bool) -> Outer<'a> {
        Outer { bytes, depth, compressed, clean: OnceCell::new() }
    }

    /// Whether they are records, all of them.
    fn is_clean(&self) -> bool {
        *self.clean.get_or_init(|| scan::is_clean(self.bytes, Span::new(0, self.bytes.len())))
    }
}

/// Takes off `bytes` what is around the message.
pub fn peel(bytes: &[u8], taking: &Taking) -> Peeled {
    let mut peeled = Peeled { start: Some(0), ..Peeled::default() };
    let mut compressed = false;
    for depth in 0..MAX_DEPTH {
        match peeled.peel_one(bytes, depth, compressed, taking) {
            Some(next) => compressed = next,
            None => break,
        }
    }
    peeled
}

impl Peeled {
    /// Takes off the outermost layer that is left; says whether what is inside calls itself compressed.
    fn peel_one(&mut self, given: &[u8], depth: u32, compressed: bool, taking: &Taking) -> Option<bool> {
        let own = self.bytes.take();
        let bytes = own.as_deref().unwrap_or(given);
        let outer = Outer::new(bytes, depth, compressed);
        let mut inside = None;
        let (mut unpacked, mut left_on) = (false, false);
        for layer in Layer::ALL {
            let Some(found) = find(layer, &outer, taking) else { continue };
            unpacked |= layer.is_compression();
            let refused = matches!(found.inside, Inside::Refused(_));
            let wanted = taking.state(depth, layer);
            let on = !refused && wanted.unwrap_or(found.sure && !left_on && !taking.plain);
            // Who leaves a layer on does not want these bytes to be taken for another one.
            left_on |= wanted == Some(false);
            let note = if let Inside::Refused(why) = &found.inside { Some(why.clone()) } else { found.note.clone() };
            let (name, messages, chosen) = (found.name, found.messages, found.chosen);
            let step = Step { depth, layer, name, on, size: bytes.len(), messages, chosen, note, refused };
            self.steps.push(step);
            if on {
                inside = Some(found);
                break;
            }
            if refused {
                self.tell(found.diagnostics);
            }
        }
        if compressed && !unpacked && !bytes.is_empty() {
            self.tell(vec![not_compressed(bytes.len())]);
        }
        let Some(found) = inside else {
            self.bytes = own;
            return None;
        };
        self.tell(found.diagnostics);
        match found.inside {
            Inside::Part(span) => {
                self.start = self.start.map(|it| it + span.start as usize);
                self.bytes = Some(span.of(bytes).to_vec());
            }
            Inside::Bytes(inside) => (self.start, self.bytes) = (None, Some(inside)),
            Inside::Refused(_) => {}
        }
        Some(found.compressed)
    }

    /// Adds diagnostics with places in what is peeled at present.
    fn tell(&mut self, diagnostics: Vec<Diagnostic>) {
        let start = self.start;
        self.diagnostics.extend(diagnostics.into_iter().map(|mut diagnostic| {
            let Span { start: from, end } = diagnostic.place.span;
            // What was inflated has no place in the bytes that were given.
            let span = start.map_or(Span::at(0), |it| Span::new(it + from as usize, it + end as usize));
            diagnostic.place = Place::bytes(span);
            diagnostic
        }));
    }
}

fn find(layer: Layer, outer: &Outer<'_>, taking: &Taking) -> Option<Found> {
    match layer {
        Layer::Gzip => inflate::gzip(outer),
        Layer::Zlib => inflate::zlib(outer),
        Layer::Deflate => inflate::deflate(outer),
        Layer::Grpc => stream::grpc(outer, taking),
        Layer::Delimited => stream::delimited(outer, taking),
        Layer::Text => text::find(outer),
    }
}

fn not_compressed(length: usize) -> Diagnostic {
    let message = "expected a message compressed by gzip or deflate, as the frame's flag says, found neither";
    Diagnostic::warning("layer-compression", Place::bytes(Span::new(0, length)), message).with_help(
        "the `grpc-encoding` header names the compression; others, such as snappy and zstd, are not read here",
    )
}
