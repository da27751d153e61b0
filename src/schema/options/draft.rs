//! The bytes of an options message while its settings are read one by one.
//!
//! protoc parses what is set into a message and writes that: fields by number, one message for all settings of its fields,
//! numbers packed, and nothing that is for the compiler alone. Knows bytes and numbers only.

use std::collections::BTreeMap;

use crate::wire::{WireType, varint};

/// A value as it is on the wire, without its tag.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wire {
    Varint(u64),
    I32(u32),
    I64(u64),
    Len(Vec<u8>),
    Group(Vec<u8>),
}

impl Wire {
    /// Writes the record of a field.
    pub fn write(&self, number: u32, out: &mut Vec<u8>) {
        let tag = |kind: WireType, out: &mut Vec<u8>| varint::write(u64::from(number) << 3 | kind as u64, out);
        match self {
            Wire::Varint(value) => {
                tag(WireType::Varint, out);
                varint::write(*value, out);
            }
            Wire::I32(value) => {
                tag(WireType::I32, out);
                out.extend(value.to_le_bytes());
            }
            Wire::I64(value) => {
                tag(WireType::I64, out);
                out.extend(value.to_le_bytes());
            }
            Wire::Len(bytes) => {
                tag(WireType::Len, out);
                varint::write(bytes.len() as u64, out);
                out.extend(bytes);
            }
            Wire::Group(bytes) => {
                tag(WireType::SGroup, out);
                out.extend(bytes);
                tag(WireType::EGroup, out);
            }
        }
    }

    /// Writes the value alone, as an element of a packed run.
    pub fn write_packed(&self, out: &mut Vec<u8>) {
        match self {
            Wire::Varint(value) => varint::write(*value, out),
            Wire::I32(value) => out.extend(value.to_le_bytes()),
            Wire::I64(value) => out.extend(value.to_le_bytes()),
            Wire::Len(bytes) | Wire::Group(bytes) => out.extend(bytes),
        }
    }
}

/// A message that is being written: its fields by their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Draft {
    fields: BTreeMap<u32, Part>,
}

/// A field that is set: values, or one message, however many settings it is made of.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    step: Step,
    /// In the order of the text.
    values: Vec<Wire>,
    message: Option<Box<Draft>>,
}

/// A field to be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub number: u32,
    pub is_group: bool,
    pub is_packed: bool,
    /// It is for the compiler alone, and not written (`RETENTION_SOURCE`).
    pub is_source: bool,
    /// It extends a message set, whose fields are written as items.
    pub is_item: bool,
    /// Its oneof, by its index in the message: what is set last is what counts.
    pub oneof: Option<u32>,
}

/// The numbers of `group Item = 1 { required int32 type_id = 2; required bytes message = 3; }`, of which message sets are lists.
const ITEM: u32 = 1;
const ITEM_TYPE: u32 = 2;
const ITEM_MESSAGE: u32 = 3;

impl Draft {
    fn part(&mut self, step: Step) -> &mut Part {
        if step.oneof.is_some() {
            self.fields.retain(|&number, part| number == step.number || part.step.oneof != step.oneof);
        }
        self.fields.entry(step.number).or_insert(Part { step, values: Vec::new(), message: None })
    }

    /// Adds a value of a field.
    pub fn add(&mut self, step: Step, value: Wire) {
        self.part(step).values.push(value);
    }

    /// Sets a field to what it is anyway, which is not written.
    pub fn touch(&mut self, step: Step) {
        self.part(step);
    }

    /// Sets a field that is one message as a whole.
    pub fn put(&mut self, step: Step, message: Draft) {
        self.part(step).message = Some(Box::new(message));
    }

    /// The message that a path of fields leads to: a new one, where there is none yet. Recurses as deep as a name has parts.
    pub fn message(&mut self, path: &[Step]) -> &mut Draft {
        match path.split_first() {
            None => self,
            Some((&step, rest)) => self.part(step).message.get_or_insert_default().message(rest),
        }
    }

    /// Whether a field of a field is set.
    pub fn holds(&self, path: impl IntoIterator<Item = u32>) -> bool {
        let mut at = Some(self);
        path.into_iter().all(|number| {
            let part = at.and_then(|draft| draft.fields.get(&number));
            at = part.and_then(|part| part.message.as_deref());
            part.is_some()
        })
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The bytes, fields by number.
    pub fn finish(self) -> Vec<u8> {
        let mut out = Vec::new();
        for (number, Part { step, values, message }) in self.fields {
            let value = match message {
                _ if step.is_source => continue,
                Some(message) if step.is_item => {
                    let mut item = Vec::new();
                    Wire::Varint(u64::from(number)).write(ITEM_TYPE, &mut item);
                    Wire::Len(message.finish()).write(ITEM_MESSAGE, &mut item);
                    Wire::Group(item).write(ITEM, &mut out);
                    continue;
                }
                Some(message) if step.is_group => Wire::Group(message.finish()),
                Some(message) => Wire::Len(message.finish()),
                None if step.is_packed => {
                    let mut run = Vec::new();
                    values.iter().for_each(|value| value.write_packed(&mut run));
                    Wire::Len(run)
                }
                None => {
                    values.iter().for_each(|value| value.write(number, &mut out));
                    continue;
                }
            };
            value.write(number, &mut out);
        }
        out
    }
}
