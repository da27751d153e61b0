//! The messages of `google/protobuf/descriptor.proto` as far as we write them: the numbers of their fields, and a writer of
//! bytes.
//!
//! Knows nothing of what they are filled with. A test holds the numbers against the bundled file.

use crate::text::Span;
use crate::wire::{self, Part, varint};

/// The name of a message of descriptor.proto, and of its fields the names in upper case with the numbers.
macro_rules! messages {
    ($($(#[$doc:meta])* $module:ident = $message:literal { $($field:ident = $number:literal,)* })*) => {
        $(
            $(#[$doc])*
            pub(super) mod $module {
                $(pub const $field: u32 = $number;)*
            }
        )*

        /// Message, field, number: what a test compares.
        #[cfg(test)]
        const ALL: &[(&str, &[(&str, u32)])] = &[$(($message, &[$((stringify!($field), $number),)*]),)*];
    };
}

messages! {
    file = "FileDescriptorProto" {
        NAME = 1, PACKAGE = 2, DEPENDENCY = 3, MESSAGE_TYPE = 4, ENUM_TYPE = 5, SERVICE = 6, EXTENSION = 7, OPTIONS = 8,
        PUBLIC_DEPENDENCY = 10, WEAK_DEPENDENCY = 11, SYNTAX = 12, EDITION = 14, OPTION_DEPENDENCY = 15,
    }
    message = "DescriptorProto" {
        NAME = 1, FIELD = 2, NESTED_TYPE = 3, ENUM_TYPE = 4, EXTENSION_RANGE = 5, EXTENSION = 6, OPTIONS = 7, ONEOF_DECL = 8,
        RESERVED_RANGE = 9, RESERVED_NAME = 10, VISIBILITY = 11,
    }
    /// `DescriptorProto.ExtensionRange`
    extension_range = "DescriptorProto.ExtensionRange" { START = 1, END = 2, OPTIONS = 3, }
    /// `DescriptorProto.ReservedRange`
    reserved_range = "DescriptorProto.ReservedRange" { START = 1, END = 2, }
    field = "FieldDescriptorProto" {
        NAME = 1, EXTENDEE = 2, NUMBER = 3, LABEL = 4, TYPE = 5, TYPE_NAME = 6, DEFAULT_VALUE = 7, OPTIONS = 8,
        ONEOF_INDEX = 9, JSON_NAME = 10, PROTO3_OPTIONAL = 17,
    }
    oneof = "OneofDescriptorProto" { NAME = 1, OPTIONS = 2, }
    enumeration = "EnumDescriptorProto" {
        NAME = 1, VALUE = 2, OPTIONS = 3, RESERVED_RANGE = 4, RESERVED_NAME = 5, VISIBILITY = 6,
    }
    enum_value = "EnumValueDescriptorProto" { NAME = 1, NUMBER = 2, OPTIONS = 3, }
    service = "ServiceDescriptorProto" { NAME = 1, METHOD = 2, OPTIONS = 3, }
    method = "MethodDescriptorProto" {
        NAME = 1, INPUT_TYPE = 2, OUTPUT_TYPE = 3, OPTIONS = 4, CLIENT_STREAMING = 5, SERVER_STREAMING = 6,
    }
    message_options = "MessageOptions" { MAP_ENTRY = 7, }
    field_options = "FieldOptions" { PACKED = 2, FEATURES = 21, }
    enum_options = "EnumOptions" { ALLOW_ALIAS = 2, }
}

/// `FieldDescriptorProto.Type` of what is no scalar.
pub(super) mod kind {
    pub const GROUP: u64 = 10;
    pub const MESSAGE: u64 = 11;
    pub const ENUM: u64 = 14;
}

/// `FieldDescriptorProto.Label`
pub(super) mod label {
    pub const OPTIONAL: u64 = 1;
    pub const REQUIRED: u64 = 2;
    pub const REPEATED: u64 = 3;
}

/// `SymbolVisibility`
pub(super) mod visibility {
    pub const LOCAL: u64 = 1;
    pub const EXPORT: u64 = 2;
}

/// The records of one field in an encoded message, as they are.
pub(super) fn records_of(bytes: &[u8], number: u32) -> Vec<u8> {
    let mut found = Vec::new();
    for part in wire::scan(bytes, Span::new(0, bytes.len())) {
        if let Part::Record(record) = part
            && record.number == number
        {
            found.extend_from_slice(record.span().of(bytes));
        }
    }
    found
}

const VARINT: u32 = 0;
const LEN: u32 = 2;

/// A message whose length is not known yet: where its payload starts.
#[must_use]
pub(super) struct Open(usize);

/// Writes records one behind the other.
#[derive(Debug, Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    fn put(&mut self, number: u64) {
        varint::write(number, &mut self.bytes);
    }

    fn tag(&mut self, number: u32, wire_type: u32) {
        self.put(u64::from(number << 3 | wire_type));
    }

    /// A number or an enum's value.
    pub fn number(&mut self, field: u32, value: u64) {
        self.tag(field, VARINT);
        self.put(value);
    }

    /// An int32; a negative one takes ten bytes.
    pub fn int(&mut self, field: u32, value: i64) {
        self.number(field, value as u64);
    }

    /// A bool that is true.
    pub fn truth(&mut self, field: u32) {
        self.number(field, 1);
    }

    /// Bytes, or an encoded message.
    pub fn bytes(&mut self, field: u32, bytes: &[u8]) {
        self.tag(field, LEN);
        self.put(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// A text.
    pub fn text(&mut self, field: u32, text: &str) {
        self.bytes(field, text.as_bytes());
    }

    /// The absolute name of a type, with the dot before it.
    pub fn type_name(&mut self, field: u32, full_name: &str) {
        self.tag(field, LEN);
        self.put(full_name.len() as u64 + 1);
        self.bytes.push(b'.');
        self.bytes.extend_from_slice(full_name.as_bytes());
    }

    /// Begins a message.
    pub fn open(&mut self, field: u32) -> Open {
        self.tag(field, LEN);
        // Most are shorter than 128 bytes: their length is one byte.
        self.bytes.push(0);
        Open(self.bytes.len())
    }

    /// Ends the message that was begun last.
    pub fn close(&mut self, Open(start): Open) {
        let length = self.bytes.len() - start;
        if let Ok(length @ ..0x80) = u8::try_from(length) {
            self.bytes[start - 1] = length;
            return;
        }
        let mut prefix = Vec::with_capacity(varint::MAX_LEN);
        varint::write(length as u64, &mut prefix);
        self.bytes.splice(start - 1..start, prefix);
    }
}

#[cfg(test)]
mod tests {
    use super::super::library;
    use super::*;
    use crate::bundled;

    #[test]
    fn the_numbers_are_those_of_descriptor_proto() {
        let unit = library::unit(bundled::position("google/protobuf/descriptor.proto").unwrap()).unwrap();
        for (name, fields) in ALL {
            let mut parts = name.split('.');
            let outer = parts.next().unwrap();
            let mut message = unit.file.messages.iter().find(|message| message.name.text == outer).unwrap();
            for part in parts {
                message = message.messages.iter().find(|message| message.name.text == part).unwrap();
            }
            for (field, number) in *fields {
                let declared = message.fields.iter().find(|it| it.name.text.to_uppercase() == *field);
                assert_eq!(declared.map(|it| it.number.value), Some(i64::from(*number)), "{name}.{field}");
            }
        }
    }

    #[test]
    fn long_messages_get_long_lengths() {
        let mut writer = Writer::default();
        let outer = writer.open(1);
        let inner = writer.open(2);
        writer.bytes(3, &[7; 200]);
        writer.close(inner);
        writer.close(outer);
        let bytes = writer.finish();
        assert_eq!(bytes[..9], [0x0a, 0xce, 0x01, 0x12, 0xcb, 0x01, 0x1a, 0xc8, 0x01]);
        assert_eq!(bytes.len(), 9 + 200);
    }
}
