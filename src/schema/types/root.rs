//! A message type with the table it is in.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use prost_reflect::MessageDescriptor;

use super::{Message, MessageId, Types};

/// The type of a message that is read or written. Cloning is cheap, and all clones share the table; it can be used as the
/// descriptor it was compiled from.
#[derive(Clone)]
pub struct Root {
    types: Arc<Types>,
    id: MessageId,
    descriptor: MessageDescriptor,
}

impl Root {
    /// A type by its full name.
    pub fn find(types: &Arc<Types>, full_name: &str) -> Option<Root> {
        let id = types.find(full_name)?;
        let descriptor = types.messages.get(id.0 as usize)?.0.clone();
        Some(Root { types: Arc::clone(types), id, descriptor })
    }

    /// A type with a table of its own, for descriptors that no [`Schema`](crate::schema::Schema) has.
    pub fn of(descriptor: &MessageDescriptor) -> Option<Root> {
        Root::find(&Arc::new(Types::new(descriptor.parent_pool().clone())), descriptor.full_name())
    }

    /// Another type of the same table.
    pub fn beside(&self, full_name: &str) -> Option<Root> {
        Root::find(&self.types, full_name)
    }

    /// The table.
    pub fn types(&self) -> &Types {
        &self.types
    }

    /// Its place there.
    pub fn id(&self) -> MessageId {
        self.id
    }

    /// The type, compiled.
    pub fn message(&self) -> &Message {
        self.types.message(self.id)
    }

    /// The descriptor.
    pub fn descriptor(&self) -> &MessageDescriptor {
        &self.descriptor
    }
}

impl Deref for Root {
    type Target = MessageDescriptor;

    fn deref(&self) -> &MessageDescriptor {
        &self.descriptor
    }
}

impl PartialEq for Root {
    fn eq(&self, other: &Root) -> bool {
        self.descriptor == other.descriptor
    }
}

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Root").field(&self.descriptor.full_name()).finish()
    }
}
