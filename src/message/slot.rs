//! A field or an extension of a message: what a text may set, whichever of the two it is.

use prost_reflect::{DynamicMessage, ExtensionDescriptor, FieldDescriptor, Kind, MapKey, MessageDescriptor, Value};

/// A field or an extension.
pub(super) enum Slot {
    /// A field.
    Field(FieldDescriptor),
    /// An extension.
    Extension(ExtensionDescriptor),
}

impl Slot {
    /// The extension of a message by its full name.
    pub fn extension(message: &MessageDescriptor, full_name: &str) -> Option<Slot> {
        let extension = message.parent_pool().get_extension_by_name(full_name)?;
        (extension.containing_message() == *message).then_some(Slot::Extension(extension))
    }

    /// Its number.
    pub fn number(&self) -> u32 {
        match self {
            Slot::Field(field) => field.number(),
            Slot::Extension(extension) => extension.number(),
        }
    }

    /// Its name in a path: an extension's in brackets.
    pub fn name(&self) -> String {
        match self {
            Slot::Field(field) => field.name().to_owned(),
            Slot::Extension(extension) => format!("[{}]", extension.full_name()),
        }
    }

    /// What its values are.
    pub fn kind(&self) -> Kind {
        match self {
            Slot::Field(field) => field.kind(),
            Slot::Extension(extension) => extension.kind(),
        }
    }

    /// Whether it is repeated; a map is not.
    pub fn is_list(&self) -> bool {
        match self {
            Slot::Field(field) => field.is_list(),
            Slot::Extension(extension) => extension.is_list(),
        }
    }

    /// Whether it is a map.
    pub fn is_map(&self) -> bool {
        matches!(self, Slot::Field(field) if field.is_map())
    }

    /// The oneof, unless it is the one that stands for proto3's `optional`.
    pub fn oneof(&self) -> Option<String> {
        let Slot::Field(field) = self else { return None };
        let oneof = field.containing_oneof()?;
        (oneof.fields().len() > 1).then(|| oneof.name().to_owned())
    }

    /// Sets the value; one of another kind is left out, but the readers make none.
    pub fn set(&self, message: &mut DynamicMessage, value: Value) {
        match self {
            Slot::Field(field) => {
                let set = message.try_set_field(field, value);
                debug_assert!(set.is_ok(), "a value of another kind");
            }
            Slot::Extension(extension) if value.is_valid_for_extension(extension) => {
                message.set_extension(extension, value);
            }
            _ => debug_assert!(false, "a value of another kind"),
        }
    }

    /// Adds an element to the list.
    pub fn push(&self, message: &mut DynamicMessage, element: Value) {
        let value = match self {
            Slot::Field(field) => message.get_field_mut(field),
            Slot::Extension(extension) => message.get_extension_mut(extension),
        };
        match value {
            Value::List(list) if element.is_valid(&self.kind()) => list.push(element),
            _ => debug_assert!(false, "an element of another kind"),
        }
    }

    /// Adds an entry to the map; what the key had before is returned.
    pub fn insert(&self, message: &mut DynamicMessage, key: MapKey, value: Value) -> Option<Value> {
        let Slot::Field(field) = self else { return None };
        match message.get_field_mut(field) {
            Value::Map(entries) => entries.insert(key, value),
            _ => None,
        }
    }
}
