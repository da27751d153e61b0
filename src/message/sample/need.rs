//! What a message of a type can't do without: how deep its required fields go, and how long they make its JSON.
//!
//! Types may require each other in chains and circles of any length, so nothing here recurses.

use std::collections::HashMap;

use prost_reflect::{Kind, MessageDescriptor};

use super::super::MAX_LEVELS;

/// What the value of a scalar takes in JSON, roughly, with its punctuation, in bytes.
pub(super) const VALUE: usize = 24;

/// The most that is required of a sample, in bytes of JSON: types that require two of each other make as many as they like.
const MOST: usize = 32 << 10;

/// What a message needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Need {
    /// How many levels of messages, itself included.
    pub levels: usize,
    /// How many bytes of JSON, roughly.
    pub bytes: usize,
}

/// The needs of the types that were asked for.
#[derive(Default)]
pub(super) struct Needs(HashMap<String, Option<Need>>);

impl Needs {
    /// What a message of the type needs; nothing where there is no such message, since it requires itself, or none
    /// that anybody would read.
    pub fn of(&mut self, message: &MessageDescriptor) -> Option<Need> {
        if let Some(known) = self.0.get(message.full_name()) {
            return *known;
        }
        let mut open = vec![(message.clone(), false)];
        while let Some((message, is_done)) = open.pop() {
            if is_done {
                let need = self.sum(&message);
                self.0.insert(message.full_name().to_owned(), need);
            } else if !self.0.contains_key(message.full_name()) {
                // Whoever meets it before it is done is required by it.
                self.0.insert(message.full_name().to_owned(), None);
                let required = required(&message).filter_map(|(_, kind)| kind.as_message().cloned());
                let required: Vec<_> = required.map(|message| (message, false)).collect();
                open.push((message, true));
                open.extend(required);
            }
        }
        self.0.get(message.full_name()).copied().flatten()
    }

    fn sum(&self, message: &MessageDescriptor) -> Option<Need> {
        let mut need = Need { levels: 1, bytes: "{}".len() };
        for (name, kind) in required(message) {
            let inner = match kind.as_message() {
                Some(message) => self.0.get(message.full_name()).copied().flatten()?,
                None => Need { levels: 0, bytes: VALUE },
            };
            need.levels = need.levels.max(inner.levels.saturating_add(1));
            need.bytes = need.bytes.saturating_add(name).saturating_add(inner.bytes);
        }
        (need.levels <= MAX_LEVELS && need.bytes <= MOST).then_some(need)
    }
}

/// The required fields: how long their names are, and their kinds.
fn required(message: &MessageDescriptor) -> impl Iterator<Item = (usize, Kind)> {
    let fields: Vec<_> = message.fields().filter(|field| field.is_required()).collect();
    fields.into_iter().map(|field| (field.json_name().len(), field.kind()))
}
