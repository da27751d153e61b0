//! Message types as whoever reads or writes messages asks for them: each compiled once, when it is first met.
//!
//! prost-reflect finds a field through maps and makes a descriptor of it each time, which costs more than reading a short
//! value does. Here a field is found by its number or by either of its names in an array, and says all that its value's
//! reading depends on. A table belongs to a pool of descriptors and lives as long as that, so what one message has met the next
//! one finds. Knows no message and no byte.
//!
//! [`Root`] is a type with its table: what the functions that read and write messages are given.

mod enumeration;
mod field;
mod message;
mod root;

use std::sync::OnceLock;

use prost_reflect::{DescriptorPool, EnumDescriptor, MessageDescriptor};

pub use enumeration::Enum;
pub use field::{Field, Kind, Shape};
pub use message::{Form, Message};
pub use root::Root;

/// A message type of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageId(u32);

/// An enum of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnumId(u32);

/// All message types and enums of a pool.
#[derive(Debug)]
pub struct Types {
    pool: DescriptorPool,
    // Both sorted by full name.
    messages: Box<[(MessageDescriptor, OnceLock<Box<Message>>)]>,
    enums: Box<[(EnumDescriptor, OnceLock<Box<Enum>>)]>,
}

impl Types {
    /// The types of a pool; none of them is looked at yet.
    pub fn new(pool: DescriptorPool) -> Types {
        let mut messages: Box<[_]> = pool.all_messages().map(|it| (it, OnceLock::new())).collect();
        messages.sort_unstable_by(|(one, _), (other, _)| one.full_name().cmp(other.full_name()));
        let mut enums: Box<[_]> = pool.all_enums().map(|it| (it, OnceLock::new())).collect();
        enums.sort_unstable_by(|(one, _), (other, _)| one.full_name().cmp(other.full_name()));
        Types { pool, messages, enums }
    }

    /// The descriptors that the types are of.
    pub fn pool(&self) -> &DescriptorPool {
        &self.pool
    }

    /// A message type by its full name.
    pub fn find(&self, full_name: &str) -> Option<MessageId> {
        let found = self.messages.binary_search_by(|(it, _)| it.full_name().cmp(full_name));
        found.ok().map(|at| MessageId(at as u32))
    }

    /// The full names of all message types, sorted, map entries among them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.messages.iter().map(|(it, _)| it.full_name())
    }

    /// A message type, compiled now unless it was.
    ///
    /// # Panics
    /// On an id of another table.
    #[inline]
    pub fn message(&self, id: MessageId) -> &Message {
        let (descriptor, compiled) = &self.messages[id.0 as usize];
        compiled.get_or_init(|| Box::new(Message::new(self, id, descriptor)))
    }

    /// An enum, compiled now unless it was.
    ///
    /// # Panics
    /// On an id of another table.
    #[inline]
    pub fn enumeration(&self, id: EnumId) -> &Enum {
        let (descriptor, compiled) = &self.enums[id.0 as usize];
        compiled.get_or_init(|| Box::new(Enum::new(descriptor)))
    }

    /// What a message type was declared as.
    ///
    /// # Panics
    /// On an id of another table.
    pub fn descriptor(&self, id: MessageId) -> &MessageDescriptor {
        &self.messages[id.0 as usize].0
    }

    /// prost-reflect's word for a kind.
    ///
    /// # Panics
    /// On one with an id of another table.
    pub fn declared(&self, kind: Kind) -> prost_reflect::Kind {
        use prost_reflect::Kind as Declared;
        match kind {
            Kind::Double => Declared::Double,
            Kind::Float => Declared::Float,
            Kind::Int32 => Declared::Int32,
            Kind::Int64 => Declared::Int64,
            Kind::Uint32 => Declared::Uint32,
            Kind::Uint64 => Declared::Uint64,
            Kind::Sint32 => Declared::Sint32,
            Kind::Sint64 => Declared::Sint64,
            Kind::Fixed32 => Declared::Fixed32,
            Kind::Fixed64 => Declared::Fixed64,
            Kind::Sfixed32 => Declared::Sfixed32,
            Kind::Sfixed64 => Declared::Sfixed64,
            Kind::Bool => Declared::Bool,
            Kind::String => Declared::String,
            Kind::Bytes => Declared::Bytes,
            Kind::Enum(id) => Declared::Enum(self.enums[id.0 as usize].0.clone()),
            Kind::Message(id) | Kind::Group(id) => Declared::Message(self.descriptor(id).clone()),
        }
    }

    /// The name of a field's type as in a .proto file: a keyword or a full name.
    pub fn word(&self, kind: Kind) -> &str {
        match kind {
            Kind::Message(id) | Kind::Group(id) => self.messages[id.0 as usize].0.full_name(),
            Kind::Enum(id) => self.enums[id.0 as usize].0.full_name(),
            scalar => scalar.word(),
        }
    }

    /// Every type of a field's is in the pool, so `None` is not met.
    fn find_enum(&self, full_name: &str) -> Option<EnumId> {
        let found = self.enums.binary_search_by(|(it, _)| it.full_name().cmp(full_name));
        found.ok().map(|at| EnumId(at as u32))
    }

    fn kind(&self, kind: &prost_reflect::Kind, is_group: bool) -> Option<Kind> {
        use prost_reflect::Kind as Declared;
        Some(match kind {
            Declared::Double => Kind::Double,
            Declared::Float => Kind::Float,
            Declared::Int32 => Kind::Int32,
            Declared::Int64 => Kind::Int64,
            Declared::Uint32 => Kind::Uint32,
            Declared::Uint64 => Kind::Uint64,
            Declared::Sint32 => Kind::Sint32,
            Declared::Sint64 => Kind::Sint64,
            Declared::Fixed32 => Kind::Fixed32,
            Declared::Fixed64 => Kind::Fixed64,
            Declared::Sfixed32 => Kind::Sfixed32,
            Declared::Sfixed64 => Kind::Sfixed64,
            Declared::Bool => Kind::Bool,
            Declared::String => Kind::String,
            Declared::Bytes => Kind::Bytes,
            Declared::Enum(it) => Kind::Enum(self.find_enum(it.full_name())?),
            Declared::Message(it) if is_group => Kind::Group(self.find(it.full_name())?),
            Declared::Message(it) => Kind::Message(self.find(it.full_name())?),
        })
    }
}
