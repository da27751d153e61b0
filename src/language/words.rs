//! What we say of the words of the language themselves: one or two sentences each.
//!
//! Sources: the language specifications for proto2, proto3 and editions, and the encoding guide.

use crate::schema::model::Scalar;

/// A word of the language as this module knows it; nothing for any other word.
pub(super) fn known(word: &str) -> Option<&'static str> {
    WORDS.iter().find(|&&(known, _)| known == word).map(|&(known, _)| known)
}

/// What a word of the language means.
pub(super) fn word(word: &str) -> Option<&'static str> {
    WORDS.iter().find(|&&(known, _)| known == word).map(|&(_, text)| text)
}

const WORDS: [(&str, &str); 32] = [
    (
        "syntax",
        "Says which language version the file is written in: \"proto2\" or \"proto3\". It must come first; without it the file is proto2.",
    ),
    (
        "edition",
        "Says which edition the file is written in, instead of `syntax`. What proto2 and proto3 fixed by version, an edition lets each file, message or field choose by `features`.",
    ),
    ("import", "Makes the names of another file usable here. The path is relative to the root of the workspace."),
    ("public", "Whoever imports this file may use the names of the imported one as well."),
    ("weak", "Lets the imported file be missing at run time. Used inside Google only."),
    (
        "package",
        "Goes before every name of the file, so that names of different files do not clash. It is part of a service's address, too.",
    ),
    (
        "option",
        "Sets an option of the declaration around it, or of the file. In front of an import's path (edition 2024): its names may be used in options only.",
    ),
    ("message", "A record of fields. On the wire only numbers and values are written, no names."),
    (
        "enum",
        "A set of named numbers. The first one is the default; in proto3 and by default in editions it must be 0.",
    ),
    ("service", "A set of rpcs that a server answers."),
    (
        "rpc",
        "A method of a service: takes one message type, or a stream of them, and returns one, or a stream of them.",
    ),
    ("returns", "Before the type of the response."),
    ("stream", "Any number of messages one after the other, rather than a single one."),
    ("oneof", "At most one of the fields in it is set; setting one clears the others. It costs nothing on the wire."),
    (
        "map",
        "Keys and values. Sent as a repeated message with `key = 1` and `value = 2`; the order of entries means nothing.",
    ),
    (
        "extend",
        "Adds fields to a message that is declared elsewhere, under numbers it sets aside by `extensions`. Custom options are extensions of the messages in descriptor.proto.",
    ),
    ("extensions", "Sets numbers aside for fields that other files add by `extend`."),
    (
        "reserved",
        "Numbers and names that must not be used (again): those of deleted fields, so that old data is not taken for something else.",
    ),
    ("to", "Between the first and the last number of a range; both belong to it."),
    ("max", "The greatest number there can be: 536870911 for fields, 2147483647 for enum values."),
    ("optional", "The field knows whether it was set: a value of zero that was set is sent, and read as set."),
    (
        "required",
        "The field must always be set; a message without it can't be read. It can never be removed safely, so proto3 left it out.",
    ),
    (
        "repeated",
        "Any number of values, in order. Numbers are packed: one tag and one length for all of them (in proto2 only with `[packed = true]`).",
    ),
    (
        "group",
        "A field and the message it holds in one, written between a start and an end tag instead of with a length. proto2 only and deprecated; use a message.",
    ),
    ("export", "Other files may use the type (edition 2024)."),
    ("local", "Only this file may use the type (edition 2024)."),
    (
        "default",
        "What the field reads as when it is not set. It is not sent; whoever reads must know it. Not in proto3.",
    ),
    ("json_name", "The field's name in JSON, instead of the one in lowerCamelCase that follows from its own."),
    ("true", "The boolean value; on the wire the varint 1."),
    ("false", "The boolean value; on the wire the varint 0."),
    ("inf", "Infinity, for options and defaults of type float and double."),
    ("nan", "Not a number, for options and defaults of type float and double."),
];

/// What a built-in type holds and when to choose it.
pub(super) fn scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Double => "A 64-bit floating point number (IEEE 754), always 8 bytes: about 15 significant digits.",
        Scalar::Float => "A 32-bit floating point number (IEEE 754), always 4 bytes: about 7 significant digits.",
        Scalar::Int32 => {
            "An integer from -2147483648 to 2147483647 as a varint: small numbers take one byte, but every negative one takes 10. Use sint32 where negative numbers are common."
        }
        Scalar::Int64 => {
            "An integer from -2^63 to 2^63-1 as a varint: small numbers take one byte, but every negative one takes 10. Use sint64 where negative numbers are common. In JSON it is a string."
        }
        Scalar::Uint32 => "An integer from 0 to 4294967295 as a varint: 1 to 5 bytes, the fewer the smaller it is.",
        Scalar::Uint64 => {
            "An integer from 0 to 2^64-1 as a varint: 1 to 10 bytes, the fewer the smaller it is. In JSON it is a string."
        }
        Scalar::Sint32 => {
            "An integer from -2147483648 to 2147483647 as a zigzag varint: 0, -1, 1, -2 … become 0, 1, 2, 3 …, so numbers near zero of either sign take one byte."
        }
        Scalar::Sint64 => {
            "An integer from -2^63 to 2^63-1 as a zigzag varint: numbers near zero of either sign take one byte. In JSON it is a string."
        }
        Scalar::Fixed32 => {
            "An integer from 0 to 4294967295, always 4 bytes: shorter than uint32 where most values are above 2^28."
        }
        Scalar::Fixed64 => {
            "An integer from 0 to 2^64-1, always 8 bytes: shorter than uint64 where most values are above 2^56. In JSON it is a string."
        }
        Scalar::Sfixed32 => "An integer from -2147483648 to 2147483647, always 4 bytes.",
        Scalar::Sfixed64 => "An integer from -2^63 to 2^63-1, always 8 bytes. In JSON it is a string.",
        Scalar::Bool => "true or false: one byte.",
        Scalar::String => "Text in UTF-8, its length before it. Up to 2 GiB.",
        Scalar::Bytes => "Any bytes, their number before them. In JSON they are base64.",
    }
}

/// How a built-in type is written: the name and the number of its wire type.
pub(super) fn wire_type(scalar: Scalar) -> (&'static str, u32) {
    match scalar {
        Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => VARINT,
        Scalar::Sint32 | Scalar::Sint64 | Scalar::Bool => VARINT,
        Scalar::Fixed64 | Scalar::Sfixed64 | Scalar::Double => ("I64", 1),
        Scalar::Fixed32 | Scalar::Sfixed32 | Scalar::Float => ("I32", 5),
        Scalar::String | Scalar::Bytes => LEN,
    }
}

/// The wire type of integers and enums.
pub(super) const VARINT: (&str, u32) = ("VARINT", 0);
/// The wire type of what has its length before it.
pub(super) const LEN: (&str, u32) = ("LEN", 2);
/// The wire type a group begins with.
pub(super) const START_GROUP: (&str, u32) = ("SGROUP", 3);
