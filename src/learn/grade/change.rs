//! A change of a schema: safe if what old programs write means the same to new ones, and the other way round. It is tried:
//! written by one schema, read by the other, compared value by value.
//!
//! Knows nothing of why values differ ([`super::reading`]).

use super::{
    reading::{Reader, Tried},
    text::written,
    words::{code, said, verdict, wrong},
};
use crate::{
    learn::{
        contract,
        task::{Answer, Change, Version},
        verdict::{Remark, Verdict},
    },
    schema::Root,
};

/// What choosing a change is worth.
pub(super) fn grade(change: &Change, answer: &Answer) -> Verdict {
    let chosen = answer.first().and_then(|id| change.options.iter().find(|it| it.id == *id));
    let Some(chosen) = chosen else { return wrong("Nothing is chosen yet.") };
    let why = written(&chosen.why, 0);
    match tried(change, chosen) {
        Ok(shown) => verdict(true, [why].into_iter().chain(shown).collect()),
        Err(shown) => verdict(false, vec![why, shown]),
    }
}

/// What is read both ways, or the first that goes wrong.
fn tried(change: &Change, version: &Version) -> Result<Vec<Remark>, Remark> {
    let broken = |what: &str, error: String| said(&format!("The {what} schema does not compile: {error}."));
    let old = change.old.message_type().map_err(|it| broken("old", it))?;
    let new = version.new.message_type().map_err(|it| broken("new", it))?;
    let ways = [
        Way { writer: ("old", &old, &change.json), reader: ("new", &new, &version.json), as_json: change.as_json },
        Way { writer: ("new", &new, &version.json), reader: ("old", &old, &change.json), as_json: change.as_json },
    ];
    let mut shown = Vec::new();
    for way in ways {
        shown.extend(way.go()?);
    }
    Ok(shown)
}

/// From who writes to who reads: which program it is, its message type, its messages.
struct Way<'a> {
    writer: (&'a str, &'a Root, &'a [String]),
    reader: (&'a str, &'a Root, &'a [String]),
    as_json: bool,
}

impl Way<'_> {
    /// What is read of the first message, or of the first that is misread.
    fn go(&self) -> Result<Option<Remark>, Remark> {
        let ((writer, by, messages), (reader, to, own)) = (self.writer, self.reader);
        let mut first = None;
        for (at, json) in messages.iter().enumerate() {
            let bytes = contract::encode(by, json)
                .map_err(|it| said(&format!("The {writer} program can't write {}: {it}.", code(json))))?;
            let Tried { written, read, slip } =
                Reader { writer: by, reader: to, as_json: self.as_json }.read(&bytes, own.get(at).map(String::as_str));
            let found = match &read {
                Some(read) => format!("the {reader} one reads {}", code(read)),
                None => format!("the {reader} one refuses it"),
            };
            let said = |slip: &str| said(&format!("The {writer} program writes {}, and {found}{slip}", code(&written)));
            if let Some(slip) = slip {
                return Err(said(&format!(": {slip}")));
            }
            first.get_or_insert_with(|| said("."));
        }
        Ok(first)
    }
}
