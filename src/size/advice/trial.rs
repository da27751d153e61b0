//! A change, made and measured: the files with its edits compiled, the message read and encoded under them.

use super::{Advice, Candidate, Subject, Weight};
use crate::language::Edit;
use crate::message::{self, Parsed};
use crate::schema::{Compiler, Root};
use crate::size::gzip;
use crate::text::{Files, Span};

/// How much text is compiled and read for all trials together, in bytes: a second or two of work.
const MAX_WORK: usize = 8 << 20;

/// How much text of the workspace counts for each trial: of more the message hardly needs all.
const MAX_LINKED: usize = 256 << 10;

/// How many changes are tried at most.
const MAX_TRIALS: usize = 100;

/// A bench for changes.
pub(super) struct Trial<'a> {
    subject: &'a Subject<'a>,
    compiler: Compiler,
    before: Weight,
    /// How many more trials there may be.
    left: usize,
}

impl<'a> Trial<'a> {
    /// A bench for changes of what a message is read by.
    ///
    /// # Errors
    /// A sentence, if the message does not come out of its own JSON as it is: then nothing that is measured would be of the
    /// change alone.
    pub fn new(subject: &'a Subject<'a>) -> Result<Trial<'a>, String> {
        let again = message::from_json(subject.root, subject.json).bytes;
        if again.as_deref() != Some(subject.bytes) {
            return Err(
                "No change can be measured: these bytes hold something that their JSON does not, such as unknown \
                        fields, or are written in another way than encoders write."
                    .to_owned(),
            );
        }
        let before = weight(subject.bytes, subject.json);
        let files: usize = subject.files.iter().map(|file| file.text.len()).sum();
        let cost = subject.json.len() + files.min(MAX_LINKED);
        let left = (MAX_WORK / cost.max(1)).min(MAX_TRIALS);
        Ok(Trial { subject, compiler: subject.compiler.clone(), before, left })
    }

    /// What a change makes of the message; nothing if it can't be made or saves no byte.
    pub fn measure(&mut self, candidate: Candidate) -> Option<Advice> {
        let Subject { files, root, json, .. } = *self.subject;
        self.left = self.left.checked_sub(1)?;
        let changed = with_edits(files, &candidate.edits)?;
        let compiled = self.compiler.update(&changed);
        let root = compiled.schema.as_ref().filter(|_| compiled.is_complete())?.root(root.full_name())?;
        let json = with_values(json, &candidate.values)?;
        let parsed = message::from_json(&root, &json);
        let bytes = parsed.bytes.as_ref()?;
        if bytes.len() >= self.before.protobuf {
            return None;
        }
        let text = match self.subject.text {
            Some(text) => rewritten(&root, text, &parsed)?,
            None => None,
        };
        let Candidate { kind, field, title, why, edits, values } = candidate;
        let bytes = parsed.bytes?;
        let after = weight(&bytes, &json);
        Some(Advice { kind, field, title, why, before: self.before, after, edits, values, text, bytes })
    }
}

fn weight(bytes: &[u8], json: &str) -> Weight {
    let json = message::minify(json).map_or(0, |json| json.len());
    Weight { protobuf: bytes.len(), gzip: gzip(bytes).len(), json }
}

/// The text format of a message, unless a text says it already; nothing at all if it can't be written.
#[allow(clippy::option_option, reason = "the outer one is for what can't be")]
fn rewritten(root: &Root, text: &str, parsed: &Parsed) -> Option<Option<String>> {
    let again = message::text::read(root, text).message.map(|message| message::encode(&message));
    if again == parsed.bytes { Some(None) } else { message::to_text(&parsed.message()?).ok().map(Some) }
}

/// The files with edits made; nothing if two of them overlap.
fn with_edits(files: &Files, edits: &[Edit]) -> Option<Files> {
    let mut changed = files.clone();
    for (index, file) in changed.iter_mut().enumerate() {
        let own = edits.iter().filter(|edit| edit.file as usize == index);
        file.text = replaced(&file.text, own.map(|edit| (edit.span, edit.text.as_str())))?;
    }
    Some(changed)
}

fn with_values(json: &str, values: &[(Span, String)]) -> Option<String> {
    replaced(json, values.iter().map(|(span, text)| (*span, text.as_str())))
}

/// A text with replacements in any order.
fn replaced<'e>(text: &str, edits: impl Iterator<Item = (Span, &'e str)>) -> Option<String> {
    let mut edits: Vec<(Span, &str)> = edits.collect();
    crate::order::sort_by_key(&mut edits, |&(span, _)| span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in edits {
        out.push_str(text.get(at..span.start as usize)?);
        out.push_str(new);
        at = span.end as usize;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}
