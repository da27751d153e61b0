//! The fields that hold -0.0, which prost-reflect takes for an absent value. It is none: `protobuf.dev/programming-guides/json`
//! and the conformance suite tell it from 0.
//!
//! Nothing lists them, so each field that could be one is looked at. Which those are is found once a message type.

use std::collections::HashMap;
use std::rc::Rc;

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, ReflectMessage as _, Value};

/// How many fields are looked at in all. A million messages of a type with ten thousand float fields would take minutes;
/// behind this number -0.0 is left out, as prost-reflect leaves it out.
const MAX_LOOKS: usize = 20_000_000;

/// What is known of the types that were met.
pub(super) struct Zeros {
    candidates: HashMap<String, Rc<[FieldDescriptor]>>,
    left: usize,
}

impl Zeros {
    /// For one message and all that is in it.
    pub fn new() -> Zeros {
        Zeros { candidates: HashMap::new(), left: MAX_LOOKS }
    }

    /// The fields of `message` itself that hold -0.0.
    pub fn of(&mut self, message: &DynamicMessage) -> Vec<(FieldDescriptor, Value)> {
        let candidates = self.candidates(message);
        self.left = self.left.saturating_sub(candidates.len());
        if self.left == 0 {
            return Vec::new();
        }
        let values = candidates.iter().filter_map(|field| {
            let value = message.get_field(field);
            is_negative_zero(&value).then(|| (field.clone(), value.into_owned()))
        });
        values.collect()
    }

    fn candidates(&mut self, message: &DynamicMessage) -> Rc<[FieldDescriptor]> {
        let descriptor = message.descriptor();
        if let Some(known) = self.candidates.get(descriptor.full_name()) {
            return Rc::clone(known);
        }
        let is_float = |field: &FieldDescriptor| matches!(field.kind(), Kind::Double | Kind::Float);
        let fields = descriptor.fields().filter(|it| is_float(it) && !it.is_list() && !it.supports_presence());
        let found: Rc<[FieldDescriptor]> = fields.collect();
        self.candidates.insert(descriptor.full_name().to_owned(), Rc::clone(&found));
        found
    }
}

fn is_negative_zero(value: &Value) -> bool {
    match value {
        Value::F64(value) => *value == 0.0 && value.is_sign_negative(),
        Value::F32(value) => *value == 0.0 && value.is_sign_negative(),
        _ => false,
    }
}
