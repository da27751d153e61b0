//! What of a file others may depend on, as hashes: after an edit that leaves a hash as it was, who depends on no more than it
//! need not be looked at.
//!
//! Others see the types a file declares, and of a message what may be extended; they read the fields of a message only to
//! interpret options. Knows no other file.

use super::junk::Junk;
use super::model::{Enum, Field, File, Import, Message, Setting, ValueKind};
use crate::syntax::Tree;

/// The hashes of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// Of everything but white space and comments.
    pub text: u64,
    /// Of what others see without reading the fields of messages: the names of everything but those, the values of enums,
    /// extension ranges, options of files, messages and enums, what is imported.
    pub types: u64,
    /// Whether the file itself reads fields of other files' messages: whether it has options of its own making.
    pub reads_fields: bool,
}

/// Takes the hashes of a file.
pub(super) fn fingerprint(file: &File, tree: &Tree, junk: &Junk) -> Fingerprint {
    let mut text = Hash::default();
    for leaf in tree.leaves().filter(|leaf| !leaf.kind().is_trivia()) {
        text.put(leaf.text().as_bytes());
    }
    let mut walk = Walk { tree, hash: Hash::default(), reads_fields: false };
    walk.file(file);
    for word in junk.words() {
        walk.name(b'j', word);
    }
    Fingerprint { text: text.0, types: walk.hash.0, reads_fields: walk.reads_fields }
}

/// FNV-1a of 64 bits.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Hash(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    /// Bytes, so that two of them differ from the same as one.
    fn put(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.byte(byte));
        // No token and no name holds this byte, which is none of UTF-8.
        self.byte(0xff);
    }

    fn number(&mut self, number: i64) {
        number.to_le_bytes().into_iter().for_each(|byte| self.byte(byte));
    }
}

struct Walk<'a> {
    tree: &'a Tree,
    hash: Hash,
    reads_fields: bool,
}

impl Walk<'_> {
    fn name(&mut self, mark: u8, name: &str) {
        self.hash.byte(mark);
        self.hash.put(name.as_bytes());
    }

    fn end(&mut self) {
        self.hash.byte(b'}');
    }

    fn file(&mut self, file: &File) {
        self.name(file.syntax as u8, &file.package.text);
        for Import { path, kind, .. } in &file.imports {
            self.name(*kind as u8, &path.text);
        }
        self.shown(&file.options);
        self.messages(&file.messages);
        self.enums(&file.enums);
        self.extensions(&file.extensions);
        for service in &file.services {
            self.name(b's', &service.name.text);
            self.seen(&service.options);
            for method in &service.methods {
                self.name(b'r', &method.name.text);
                self.seen(&method.options);
            }
            self.end();
        }
        for broken in &file.broken {
            self.name(b'b', &broken.name.text);
        }
    }

    /// Recurses as deep as messages are nested, which the tree bounds.
    fn messages(&mut self, messages: &[Message]) {
        for message in messages {
            self.name(b'm', &message.name.text);
            self.hash.byte(message.origin as u8);
            self.hash.byte(message.visibility.map_or(0, |visibility| 1 + visibility as u8));
            self.shown(&message.options);
            for range in &message.extension_ranges {
                self.hash.number(range.range.start.value);
                self.hash.number(range.range.end.value);
            }
            if let Some(range) = message.extension_ranges.first() {
                self.shown(&range.options);
            }
            for oneof in &message.oneofs {
                self.seen(&oneof.options);
            }
            for field in &message.fields {
                self.seen(&field.options);
            }
            self.messages(&message.messages);
            self.enums(&message.enums);
            self.extensions(&message.extensions);
            for broken in &message.broken {
                self.name(b'b', &broken.name.text);
            }
            self.end();
        }
    }

    fn enums(&mut self, enums: &[Enum]) {
        for declared in enums {
            self.name(b'e', &declared.name.text);
            self.hash.byte(declared.visibility.map_or(0, |visibility| 1 + visibility as u8));
            self.hash.byte(u8::from(declared.is_partial));
            self.shown(&declared.options);
            for value in &declared.values {
                self.name(b'v', &value.name.text);
                self.hash.number(value.number.value);
                self.seen(&value.options);
            }
            self.end();
        }
    }

    fn extensions(&mut self, extensions: &[Field]) {
        for extension in extensions {
            self.name(b'x', &extension.name.text);
            self.seen(&extension.options);
        }
    }

    /// Options that others may see.
    fn shown(&mut self, options: &[Setting]) {
        for option in options {
            self.hash.put(self.tree.node(option.node).text().as_bytes());
        }
        self.seen(options);
    }

    fn seen(&mut self, options: &[Setting]) {
        let is_own = |option: &Setting| {
            option.parts.iter().any(|part| part.is_extension) || matches!(option.value.kind, ValueKind::Aggregate)
        };
        self.reads_fields |= options.iter().any(is_own);
    }
}
