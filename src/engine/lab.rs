//! The size lab: what the message on screen costs, for what, and what would make it smaller.
//!
//! Made only when it is asked for, which the page does while the lab is open and nothing else is to be done.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Engine, view::Target};
use crate::{
    analysis::{Content, Payload},
    language::Edit,
    message,
    size::{
        advice::{self, Kind, Subject, Weight},
        breakdown::{Breakdown, breakdown},
        honest::Squeezed,
    },
    text::Utf16Index,
    wire::{Taking, input},
};

/// The largest message that is broken down, in bytes of it or of its JSON.
const MAX_BROKEN_DOWN: usize = 4 << 20;

/// The largest texts that are compressed with brotli, which takes its time.
const MAX_BROTLI: usize = 256 << 10;

/// What the lab shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lab {
    /// The message as Protocol Buffers.
    pub protobuf: Squeezed,
    /// The message as JSON without white space.
    pub json: Squeezed,
    /// Both, by field and by role.
    pub breakdown: Breakdown,
    /// What would make it smaller; or why that can't be told, a sentence.
    pub tips: Result<Vec<Tip>, String>,
    /// The bytes and the JSON themselves, for whoever can compress them with brotli; nothing of large ones.
    pub texts: Option<(Vec<u8>, String)>,
}

/// A change of the schema that makes the message smaller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tip {
    /// What is advised.
    pub kind: Kind,
    /// The full name of the field.
    pub field: String,
    /// What to do.
    pub title: String,
    /// What of the message speaks for it.
    pub why: String,
    /// The message now.
    pub before: Weight,
    /// And then.
    pub after: Weight,
    /// The edits of the .proto files, and of the JSON where that was typed.
    pub edits: Vec<(Target, String)>,
    /// What takes the place of the payload where it was not typed as JSON, and would not say the same.
    pub payload: Option<Box<(Payload, Taking)>>,
}

impl Engine {
    /// Measures what is on screen.
    ///
    /// # Errors
    /// A sentence for the user.
    pub(super) fn lab(&mut self) -> Result<Lab, String> {
        let content =
            self.fresh_content().ok_or("The message can't be read as it is: mend what Problems lists first.")?;
        if content.bytes.len().max(content.json.len()) > MAX_BROKEN_DOWN {
            return Err(format!("The size lab looks at messages of up to {} MiB.", MAX_BROKEN_DOWN >> 20));
        }
        let root = self.shown.as_ref().and_then(|shown| shown.analysis.root.as_ref());
        let minified = message::minify(&content.json).unwrap_or_default();
        let is_small = content.bytes.len().max(minified.len()) <= MAX_BROTLI;
        let squeezed = |plain, gzip| Squeezed { plain, gzip: Some(gzip), brotli: None };
        Ok(Lab {
            protobuf: squeezed(content.sizes.protobuf, content.sizes.protobuf_gzip),
            json: squeezed(content.sizes.json, content.sizes.json_gzip),
            breakdown: breakdown(&content.nodes, root, &content.json),
            tips: self.tips(content),
            texts: is_small.then(|| (content.bytes.to_vec(), minified)),
        })
    }

    fn tips(&self, content: &Content) -> Result<Vec<Tip>, String> {
        let shown = self.shown.as_ref().map(|shown| &shown.analysis);
        let root = shown.and_then(|analysis| analysis.root.as_ref()).ok_or("There is no message type to change.")?;
        if !self.compiled.as_ref().is_some_and(|compiled| compiled.is_complete()) {
            return Err("What a change would save is told once the schema has no errors.".to_owned());
        }
        let text = match &self.input.payload {
            Payload::TextFormat(text) => Some(text.as_str()),
            _ => None,
        };
        let advice = advice::advise(&Subject {
            files: &self.input.files,
            compiler: &self.compiler,
            root,
            bytes: &content.bytes,
            nodes: &content.nodes,
            json: &content.json,
            places: &content.places,
            text,
        })?;
        let json = Utf16Index::new(&content.json);
        let mut files = HashMap::new();
        let mut target = |edit: Edit| {
            let text = self.input.files.get(edit.file as usize).map_or("", |file| &file.text);
            let units = files.entry(edit.file).or_insert_with(|| Utf16Index::new(text));
            (Target::File(edit.file, units.utf16(edit.span)), edit.text)
        };
        let tip = |advice: advice::Advice| {
            let advice::Advice { kind, field, title, why, before, after, .. } = advice;
            let mut edits: Vec<(Target, String)> = advice.edits.into_iter().map(&mut target).collect();
            let payload = match &self.input.payload {
                Payload::Json(_) => {
                    edits.extend(advice.values.into_iter().map(|(span, text)| (Target::Json(json.utf16(span)), text)));
                    None
                }
                Payload::TextFormat(_) => {
                    advice.text.map(|text| Box::new((Payload::TextFormat(text), self.input.taking.clone())))
                }
                Payload::Text(_) | Payload::File { .. } | Payload::Held(_) => {
                    Some(Box::new((Payload::Text(input::hex(&advice.bytes)), Taking::plain_hex())))
                }
            };
            Tip { kind, field, title, why, before, after, edits, payload }
        };
        Ok(advice.into_iter().map(tip).collect())
    }
}
