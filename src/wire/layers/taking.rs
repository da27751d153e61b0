//! What the user wants to be taken otherwise than it was found: the notation, layers, the message of a stream.

use serde::{Deserialize, Serialize};

use crate::wire::input::Format;

/// A kind of layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Layer {
    /// RFC 1952.
    Gzip,
    /// RFC 1950, which HTTP calls `deflate`.
    Zlib,
    /// gRPC's length-prefixed messages, and gRPC-Web's trailers among them.
    Grpc,
    /// Text in one of the notations that a payload can be typed in.
    Text,
    /// Messages behind their lengths as varints, one after the other.
    Delimited,
    /// RFC 1951, with nothing around it.
    Deflate,
}

impl Layer {
    /// All of them, in the order they are looked for: what says most of itself first. The saved form keeps the index.
    pub const ALL: [Layer; 6] = [Layer::Gzip, Layer::Zlib, Layer::Grpc, Layer::Text, Layer::Delimited, Layer::Deflate];

    /// The name shown.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Gzip => "gzip",
            Layer::Zlib => "zlib",
            Layer::Grpc => "gRPC frames",
            Layer::Text => "text",
            Layer::Delimited => "length-delimited stream",
            Layer::Deflate => "deflate",
        }
    }

    pub(super) fn is_compression(self) -> bool {
        matches!(self, Layer::Gzip | Layer::Zlib | Layer::Deflate)
    }
}

/// What the user wants otherwise than it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taking {
    /// The notation of the payload's text; nothing for the one it seems to be in.
    pub format: Option<Format>,
    /// Whether no layer is taken off but those that are switched on: for bytes that were edited as they are.
    pub plain: bool,
    /// Layers that were switched on or off.
    pub switched: Vec<Switched>,
    /// Messages that were chosen; elsewhere it is the first.
    pub chosen: Vec<Chosen>,
}

/// A layer that was switched on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switched {
    /// How many layers are taken off before.
    pub depth: u32,
    /// Which.
    pub layer: Layer,
    /// Whether it is taken off.
    pub on: bool,
}

/// A message of a stream that was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// How many layers are taken off before the stream.
    pub depth: u32,
    /// Which, from 0.
    pub message: u32,
}

impl Taking {
    /// Whether all is taken as it is found.
    pub fn is_default(&self) -> bool {
        *self == Taking::default()
    }

    /// For bytes that are written as hex and have nothing around them, whatever they look like.
    pub fn plain_hex() -> Taking {
        Taking { format: Some(Format::Hex), plain: true, ..Taking::default() }
    }

    /// Whether a layer was switched on or off.
    pub(super) fn state(&self, depth: u32, layer: Layer) -> Option<bool> {
        let is_it = |it: &&Switched| (it.depth, it.layer) == (depth, layer);
        self.switched.iter().find(is_it).map(|it| it.on)
    }

    /// Which message of the stream at that depth is chosen, of so many.
    pub(super) fn message(&self, depth: u32, count: u32) -> u32 {
        let chosen = self.chosen.iter().find(|it| it.depth == depth).map_or(0, |it| it.message);
        chosen.min(count.saturating_sub(1))
    }

    /// Switches a layer on or off. What was wanted of the layers inside is of no use any more.
    pub fn switch(&mut self, depth: u32, layer: Layer, on: bool) {
        self.switched.retain(|it| it.depth < depth || (it.depth == depth && it.layer != layer));
        self.chosen.retain(|it| it.depth < depth);
        self.switched.push(Switched { depth, layer, on });
    }

    /// Chooses a message of the stream at that depth. What was chosen inside may well be there in this one, too.
    pub fn choose(&mut self, depth: u32, message: u32) {
        self.chosen.retain(|it| it.depth != depth);
        self.chosen.push(Chosen { depth, message });
    }
}
