//! The payload, or what is selected of it, as something to take away: a text for the clipboard, or a file.
//!
//! Knows which stage writes what; how a text gets into the clipboard is the page's to know.

use prost_reflect::MessageDescriptor;
use serde::{Deserialize, Serialize};

use super::{Engine, Shown, markdown, view::Download};
use crate::{
    analysis::Content,
    annotate::{NodeId, TOP},
    message::{self, Layout},
    schema::Root,
    text::Span,
    wire::output::{self, Notation},
};

/// The most bytes that are written as text: 8 MiB make 50 MB of C.
const MAX_BYTES: usize = 8 << 20;

/// The longest text that is put into the clipboard. A longer one is saved as a file.
const MAX_CLIPBOARD: usize = 4 << 20;

/// What to take, and of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// As what.
    pub form: Form,
    /// The bytes that are selected, in order; nothing for the whole payload.
    pub selection: Option<Vec<Span>>,
}

/// What a payload is written as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// Its bytes.
    Bytes(Notation),
    /// As Protoscope, with the fields' names.
    Protoscope,
    /// In the text format.
    Text,
    /// As ProtoJSON.
    Json,
    /// As a table of the fields and the bytes, for an issue or a note.
    Markdown {
        /// What a share link begins with; it is followed by the link itself.
        address: String,
        /// The tab in front.
        active: u32,
    },
    /// As a file of the bytes themselves.
    File,
}

/// What was made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Copied {
    /// A text for the clipboard, and what it is, as it reads behind “Copied”.
    Text(String, String),
    /// A file, and what it is, as it reads behind “Saved”.
    File(Download, String),
}

impl Engine {
    /// What `copy` asks for, of the message that is shown.
    ///
    /// # Errors
    /// A sentence for the user.
    pub(super) fn copy(&self, copy: &Copy) -> Result<Copied, String> {
        let shown = self.shown.as_ref().ok_or("There are no bytes yet.")?;
        let content = shown.content().ok_or("There are no bytes yet.")?;
        let all = [Span::new(0, content.bytes.len())];
        let spans = copy.selection.as_deref().unwrap_or(&all);
        let bytes: Vec<u8> = spans.iter().flat_map(|span| span.of(&content.bytes)).copied().collect();
        let size = match bytes.len() {
            1 => "1 byte".to_owned(),
            count => format!("{count} bytes"),
        };
        if copy.form != Form::File && bytes.len() > MAX_BYTES {
            let most = MAX_BYTES >> 20;
            return Err(format!(
                "{size} are too many for a text, which has {most} MiB at most: download them, or select a part."
            ));
        }
        let (text, name, told) = match &copy.form {
            Form::File => {
                let kind = "application/octet-stream".to_owned();
                return Ok(Copied::File(Download { name: "payload.bin".to_owned(), kind, bytes }, size));
            }
            Form::Bytes(notation) => {
                (output::write(&bytes, *notation), "txt", format!("{size} as {}", notation.name()))
            }
            Form::Protoscope => {
                let text = spans.iter().map(|&span| content.nodes.protoscope(&content.bytes, span)).collect();
                (text, "txt", format!("{size} as Protoscope"))
            }
            Form::Text => {
                let (id, root, bytes) = self.message(shown, content, copy)?;
                let base = content.nodes.get(id).map_or(0, |node| node.payload().start);
                let records = content.nodes.children(id).filter_map(|id| Some(content.nodes.get(id)?.span));
                let records: Vec<Span> =
                    records.map(|span| Span { start: span.start - base, end: span.end - base }).collect();
                let message = message::decode(&root, bytes, &records).message;
                (message::text::to_text(&message).map_err(sentence)?, "txtpb", "the message as text format".to_owned())
            }
            Form::Json => {
                let (_, root, bytes) = self.message(shown, content, copy)?;
                let json = message::json_of(&root, bytes, self.options, Layout::Lines).map_err(sentence)?;
                (json.text, "json", "the message as JSON".to_owned())
            }
            Form::Markdown { address, active } => {
                let link = crate::workspace::to_link(&self.input, *active as usize).ok();
                let link = link.map(|link| format!("{address}{link}"));
                let root = shown.analysis.root.as_ref().map(|root| root.full_name());
                (markdown::write(content, root, spans, link.as_deref()), "md", format!("{size} as Markdown"))
            }
        };
        if text.len() > MAX_CLIPBOARD {
            let (name, kind) = (format!("payload.{name}"), "text/plain;charset=utf-8".to_owned());
            let told = format!("{told}, which is too long for the clipboard");
            return Ok(Copied::File(Download { name, kind, bytes: text.into_bytes() }, told));
        }
        Ok(Copied::Text(text, told))
    }

    /// The message that is selected, or the whole one: its node, type and payload.
    fn message<'a>(
        &self,
        shown: &Shown,
        content: &'a Content,
        copy: &Copy,
    ) -> Result<(NodeId, Root, &'a [u8]), String> {
        let root =
            shown.analysis.root.as_ref().ok_or("The payload has no message type: choose one above the message.")?;
        let Some(spans) = &copy.selection else { return Ok((TOP, root.clone(), content.bytes.as_slice())) };
        let found = selected_message(content, spans).and_then(|(id, descriptor, payload)| {
            Some((id, root.beside(descriptor.full_name())?, payload.of(&content.bytes)))
        });
        found.ok_or_else(|| {
            "The selection is no message of its own: select the row of one, or copy the whole payload.".to_owned()
        })
    }
}

fn sentence(text: String) -> String {
    format!("There is nothing to copy: {text}.")
}

/// The message whose record, or whose payload, is exactly what is selected: its node, type and payload.
fn selected_message(content: &Content, spans: &[Span]) -> Option<(NodeId, MessageDescriptor, Span)> {
    let nodes = &content.nodes;
    let &[span] = spans else { return None };
    let leaf = nodes.leaf_at(span.start as usize)?;
    std::iter::successors(Some(leaf.node), |&id| nodes.get(id).map(|node| node.parent))
        .take_while(|&id| id != TOP)
        .find_map(|id| {
            let node = nodes.get(id).filter(|node| node.span == span || node.payload() == span)?;
            Some((id, nodes.declared(id)?.message()?.clone(), node.payload()))
        })
}
