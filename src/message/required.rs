//! Which fields of a message type are required, found once a type: to look for them in each of a million messages takes minutes.

use std::collections::HashMap;
use std::rc::Rc;

use prost_reflect::{FieldDescriptor, MessageDescriptor};

/// The types that were met.
#[derive(Default)]
pub(super) struct Required(HashMap<String, Rc<[FieldDescriptor]>>);

impl Required {
    /// The required fields of a type.
    pub fn of(&mut self, message: &MessageDescriptor) -> Rc<[FieldDescriptor]> {
        if let Some(known) = self.0.get(message.full_name()) {
            return Rc::clone(known);
        }
        let found: Rc<[FieldDescriptor]> = message.fields().filter(FieldDescriptor::is_required).collect();
        self.0.insert(message.full_name().to_owned(), Rc::clone(&found));
        found
    }
}
