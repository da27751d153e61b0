//! A workspace as the message that the saved form and the share link have in common.
//!
//! ```proto
//! message Workspace { repeated File files = 1; string root = 2;
//!                     oneof payload { string json = 3; string text = 4; File bytes = 5; Held held = 7;
//!                                     string text_format = 9; }
//!                     uint32 active = 6; Taking taking = 8; Script script = 10; }
//! message File      { string name = 1; bytes content = 2; }
//! message Held      { string name = 1; uint32 size = 2; }
//! message Taking    { uint32 format = 1; bool plain = 2; repeated Switched switched = 3; repeated Chosen chosen = 4; }
//! message Switched  { uint32 depth = 1; uint32 layer = 2; bool on = 3; }
//! message Chosen    { uint32 depth = 1; uint32 message = 2; }
//! ```
//!
//! `Script` is that of `script`. A Protocol Buffers message, so that a later version reads an earlier one's and the other way round. What is read here
//! is as hostile as any input: only a workspace that a page of ours could have written comes out.

use std::collections::HashSet;

use super::{MAX_FILES, script};
use crate::{
    analysis::{Held, Input, Payload},
    text::File,
    wire::{
        Format, Taking,
        layers::{Chosen, Layer, MAX_DEPTH, Switched},
    },
};

/// An input and the tab in front, as a message.
pub fn message(input: &Input, active: usize) -> proto::Workspace {
    let files = input.files.iter();
    proto::Workspace {
        files: files
            .map(|file| proto::File { name: file.name.clone(), content: file.text.clone().into_bytes() })
            .collect(),
        root: input.root.clone(),
        payload: Some(match &input.payload {
            Payload::Json(text) => proto::Payload::Json(text.clone()),
            Payload::TextFormat(text) => proto::Payload::TextFormat(text.clone()),
            Payload::Text(text) => proto::Payload::Text(text.clone()),
            Payload::File { name, bytes } => {
                proto::Payload::Bytes(proto::File { name: name.clone(), content: bytes.clone() })
            }
            // Of a large file only that there was one: its bytes, and so their changes, are not kept.
            Payload::Held(Held { name, size, .. }) => {
                proto::Payload::Held(proto::Held { name: name.clone(), size: *size })
            }
        }),
        active: active as u32,
        taking: (!input.taking.is_default()).then(|| taking(&input.taking)),
        script: input.script.as_deref().map(script::message),
    }
}

fn taking(taking: &Taking) -> proto::Taking {
    let index = |format| Format::ALL.iter().position(|it| *it == format).map_or(0, |it| it as u32 + 1);
    let layer = |layer| Layer::ALL.iter().position(|it| *it == layer).unwrap_or_default() as u32;
    let switched = taking.switched.iter();
    let chosen = taking.chosen.iter();
    proto::Taking {
        format: taking.format.map_or(0, index),
        plain: taking.plain,
        switched: switched.map(|it| proto::Switched { depth: it.depth, layer: layer(it.layer), on: it.on }).collect(),
        chosen: chosen.map(|it| proto::Chosen { depth: it.depth, message: it.message }).collect(),
    }
}

/// What a message says is to be taken otherwise, without what this page does not know or could not have done.
fn taken(message: proto::Taking) -> Taking {
    let format = message.format.checked_sub(1).and_then(|it| Format::ALL.get(it as usize)).copied();
    let mut taking = Taking { format, plain: message.plain, ..Taking::default() };
    for proto::Switched { depth, layer, on } in message.switched.into_iter().take(MAX_DEPTH as usize * Layer::ALL.len())
    {
        let layer = Layer::ALL.get(layer as usize).copied();
        taking.switched.extend(layer.map(|layer| Switched { depth, layer, on }));
    }
    let chosen = message.chosen.into_iter().take(MAX_DEPTH as usize);
    taking.chosen = chosen.map(|it| Chosen { depth: it.depth, message: it.message }).collect();
    taking
}

/// The workspace of a message, with the tab in front; nothing where no page of ours would have written it.
pub fn input(message: proto::Workspace) -> Option<(Input, usize)> {
    if message.files.is_empty() || message.files.len() > MAX_FILES {
        return None;
    }
    let mut names = HashSet::new();
    let mut files = Vec::new();
    for file in message.files {
        if file.name.is_empty() || !names.insert(file.name.clone()) {
            return None;
        }
        files.push(File { name: file.name, text: String::from_utf8(file.content).ok()? });
    }
    let payload = match message.payload? {
        proto::Payload::Json(text) => Payload::Json(text),
        proto::Payload::TextFormat(text) => Payload::TextFormat(text),
        proto::Payload::Text(text) => Payload::Text(text),
        proto::Payload::Bytes(file) => Payload::File { name: file.name, bytes: file.content },
        proto::Payload::Held(held) => Payload::Held(Held { name: held.name, size: held.size, ..Held::default() }),
    };
    let active = (message.active as usize).min(files.len() - 1);
    let taking = message.taking.map(taken).unwrap_or_default();
    let script = message.script.map(|it| Box::new(script::script(it)));
    Some((Input { files, root: message.root, payload, taking, script }, active))
}

/// The messages of the module's head, by prost.
#[allow(missing_docs)]
pub mod proto {
    use crate::workspace::script::proto::Script;

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Workspace {
        #[prost(message, repeated, tag = "1")]
        pub files: Vec<File>,
        #[prost(string, tag = "2")]
        pub root: String,
        #[prost(oneof = "Payload", tags = "3, 4, 5, 7, 9")]
        pub payload: Option<Payload>,
        #[prost(uint32, tag = "6")]
        pub active: u32,
        #[prost(message, optional, tag = "8")]
        pub taking: Option<Taking>,
        #[prost(message, optional, tag = "10")]
        pub script: Option<Script>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Taking {
        #[prost(uint32, tag = "1")]
        pub format: u32,
        #[prost(bool, tag = "2")]
        pub plain: bool,
        #[prost(message, repeated, tag = "3")]
        pub switched: Vec<Switched>,
        #[prost(message, repeated, tag = "4")]
        pub chosen: Vec<Chosen>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Switched {
        #[prost(uint32, tag = "1")]
        pub depth: u32,
        #[prost(uint32, tag = "2")]
        pub layer: u32,
        #[prost(bool, tag = "3")]
        pub on: bool,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Chosen {
        #[prost(uint32, tag = "1")]
        pub depth: u32,
        #[prost(uint32, tag = "2")]
        pub message: u32,
    }

    #[derive(Clone, PartialEq, prost::Oneof)]
    pub enum Payload {
        #[prost(string, tag = "3")]
        Json(String),
        #[prost(string, tag = "4")]
        Text(String),
        #[prost(message, tag = "5")]
        Bytes(File),
        #[prost(message, tag = "7")]
        Held(Held),
        #[prost(string, tag = "9")]
        TextFormat(String),
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Held {
        #[prost(string, tag = "1")]
        pub name: String,
        #[prost(uint32, tag = "2")]
        pub size: u32,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct File {
        #[prost(string, tag = "1")]
        pub name: String,
        #[prost(bytes = "vec", tag = "2")]
        pub content: Vec<u8>,
    }
}
