//! What payloads tell together: a schema that fits them, the declared types that do, or what differs between them.
//!
//! The payloads are those that were kept, which the page sends along, and the one on screen or the stream it is a message of,
//! which are here.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Engine, Shown};
use crate::{
    analysis::{Content, Payload},
    infer::{self, Compared, Fit},
    schema::Schema,
    wire::{self, layers},
};

/// The largest payload that is kept, in bytes: it is sent with every question and saved with the page.
pub const MAX_KEPT: usize = 256 << 10;

/// How many messages of a stream are looked at, and how many of them are put side by side.
const MAX_MESSAGES: usize = 100;
const MAX_COLUMNS: usize = 8;

/// How many bytes are unpacked for that, all messages taken together.
const MAX_WORK: usize = 64 << 20;

/// What is asked about the payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Survey {
    /// A schema that fits them.
    Schema,
    /// The message types of the workspace that fit them.
    Fits,
    /// The payloads side by side.
    Compare {
        /// Only the rows whose values differ.
        only_differing: bool,
    },
}

/// A payload that was put aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What it is called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The answer to a [`Survey`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surveyed {
    /// What was looked at besides the kept payloads: the payload on screen, or all messages of the stream it is one of. Names
    /// and sizes in bytes.
    pub own: Vec<(String, u32)>,
    /// What they tell.
    pub told: Told,
}

/// What payloads tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// A schema.
    Schema(Proposal),
    /// Types that fit, the best first, and how many there are in all.
    Fits(Vec<Fit>, u32),
    /// The payloads side by side: the kept ones in their order, then the others.
    Compared(Compared),
    /// Why there is nothing to tell, a sentence.
    Nothing(String),
}

/// A schema that can be put into the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// A name for its file that no other file has.
    pub file: String,
    /// Its text.
    pub text: String,
    /// The full name of its message type.
    pub root: String,
}

impl Engine {
    /// Answers a question about the kept payloads and the one on screen.
    pub(super) fn survey(&mut self, survey: Survey, kept: &[Kept]) -> Surveyed {
        let most = if matches!(survey, Survey::Compare { .. }) { MAX_COLUMNS } else { MAX_MESSAGES };
        let own = self.messages(most);
        let payloads: Vec<&[u8]> =
            kept.iter().map(|it| it.bytes.as_slice()).chain(own.iter().map(|(_, bytes)| bytes.as_slice())).collect();
        let told = if own.is_empty() {
            Told::Nothing("The message can't be read as it is: mend what Problems lists first.".to_owned())
        } else if payloads.iter().all(|bytes| bytes.is_empty()) {
            Told::Nothing("There are no bytes, and zero bytes are a message of any type.".to_owned())
        } else {
            self.tell_of(survey, &payloads)
        };
        Surveyed { own: own.iter().map(|(name, bytes)| (name.clone(), bytes.len() as u32)).collect(), told }
    }

    fn tell_of(&self, survey: Survey, payloads: &[&[u8]]) -> Told {
        match survey {
            Survey::Schema => Told::Schema(self.propose(payloads)),
            Survey::Fits => match self.schema() {
                Some(schema) => Told::Fits(infer::rank(schema, payloads), schema.message_types().len() as u32),
                None => Told::Nothing("The schema declares no message type.".to_owned()),
            },
            Survey::Compare { only_differing } => {
                let root = self.shown.as_ref().and_then(|shown| shown.analysis.root.as_ref());
                Told::Compared(infer::compare(payloads, root, only_differing))
            }
        }
    }

    /// The payload on screen, or of the stream it is one message of the first `most`; nothing where it can't be read.
    fn messages(&mut self, most: usize) -> Vec<(String, Rc<Vec<u8>>)> {
        let Some(content) = self.fresh_content() else { return Vec::new() };
        let shown = vec![("on screen".to_owned(), content.bytes.clone())];
        let steps = &content.source.steps;
        let Some(stream) = steps.iter().find(|step| step.on && step.messages.is_some_and(|count| count > 1)) else {
            return shown;
        };
        // Each message has all layers around it taken off anew.
        let work = steps.iter().map(|step| step.size).max().unwrap_or_default().max(1);
        let count = (stream.messages.unwrap_or_default() as usize).min(most).min(MAX_WORK / work);
        let depth = stream.depth;
        let Some(outer) = self.outer() else { return shown };
        let message = |number: u32| {
            let mut taking = self.input.taking.clone();
            taking.choose(depth, number);
            Some((format!("message {}", number + 1), Rc::new(layers::peel(&outer, &taking).bytes?)))
        };
        let messages: Vec<_> = (0..count as u32).filter_map(message).collect();
        if messages.is_empty() { shown } else { messages }
    }

    /// The bytes as they were typed or opened, with all layers.
    fn outer(&mut self) -> Option<Rc<Vec<u8>>> {
        match &self.input.payload {
            Payload::Json(_) | Payload::TextFormat(_) => None,
            Payload::Text(text) => Some(Rc::new(wire::input::read_as(text, self.input.taking.format).bytes)),
            Payload::File { bytes, .. } => Some(Rc::new(bytes.clone())),
            Payload::Held(file) => self.held.bytes(file),
        }
    }

    /// The bytes on screen, to be kept.
    ///
    /// # Errors
    /// A sentence for the user.
    pub(super) fn keep(&self) -> Result<Vec<u8>, String> {
        let content = self.fresh_content().ok_or("The message can't be read as it is, so nothing was kept.")?;
        match content.bytes.len() {
            0 => Err("There are no bytes to keep.".to_owned()),
            1..=MAX_KEPT => Ok(content.bytes.to_vec()),
            _ => Err(format!("Nothing was kept: payloads of up to {} KiB are.", MAX_KEPT >> 10)),
        }
    }

    pub(super) fn fresh_content(&self) -> Option<&Content> {
        self.shown.as_ref().filter(|shown| shown.fresh).and_then(Shown::content)
    }

    fn schema(&self) -> Option<&Schema> {
        self.shown.as_ref()?.analysis.schema.as_ref()
    }

    /// A schema under a name that is still free, of the file and of the package.
    fn propose(&self, payloads: &[&[u8]]) -> Proposal {
        let types = self.schema().map(Schema::message_types).unwrap_or_default();
        let names = (1..).map(|n| if n == 1 { "inferred".to_owned() } else { format!("inferred{n}") });
        let is_free = |name: &String| {
            let (file, scope) = (format!("{name}.proto"), format!("{name}."));
            self.input.files.iter().all(|it| it.name != file) && types.iter().all(|it| !it.starts_with(&scope))
        };
        let package = { names }.find(is_free).unwrap_or_default();
        let infer::Inferred { text, root } = infer::schema(payloads, &package);
        Proposal { file: format!("{package}.proto"), text, root }
    }
}
