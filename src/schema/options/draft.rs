//! The bytes of an options message while its settings are read one by one.
//!
//! protoc first collects settings as unknown fields and then parses them into the options message it was built with: what that
//! message declares ends up in the order of numbers, each message once; extensions stay as they were written. Knows bytes and
//! numbers only.

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

/// A step towards a field of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub number: u32,
    pub is_group: bool,
    /// Whether protoc itself knows the field: then there is one message for all that is set in it.
    pub is_known: bool,
}

/// A message that is being written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Draft {
    order: Vec<(Step, Part)>,
    messages: Vec<(Step, Draft)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Value(Wire),
    /// The index of the message.
    Message(usize),
}

impl Draft {
    /// Adds a value.
    pub fn add(&mut self, step: Step, value: Wire) {
        self.order.push((step, Part::Value(value)));
    }

    /// The message in the message that `path` leads to.
    pub fn message(&mut self, path: &[Step]) -> &mut Draft {
        match path.split_first() {
            None => self,
            Some((&step, rest)) => self.inner(step).message(rest),
        }
    }

    /// The message of a field: that of a known one, if there is one already, else a new one.
    fn inner(&mut self, step: Step) -> &mut Draft {
        // Among what is not known nothing is looked for, so many settings of one option take linear time.
        let known = step.is_known.then(|| self.messages.iter().position(|(other, _)| *other == step));
        let at = known.flatten().unwrap_or_else(|| {
            self.order.push((step, Part::Message(self.messages.len())));
            self.messages.push((step, Draft::default()));
            self.messages.len() - 1
        });
        &mut self.messages[at].1
    }

    /// The bytes: what protoc knows by number, then the rest in order.
    pub fn finish(mut self) -> Vec<u8> {
        self.order.sort_by_key(|(step, _)| if step.is_known { step.number } else { u32::MAX });
        let mut out = Vec::new();
        for (step, part) in std::mem::take(&mut self.order) {
            let value = match part {
                Part::Value(value) => value,
                Part::Message(at) => {
                    let bytes = std::mem::take(&mut self.messages[at].1).finish();
                    if step.is_group { Wire::Group(bytes) } else { Wire::Len(bytes) }
                }
            };
            value.write(step.number, &mut out);
        }
        out
    }
}
