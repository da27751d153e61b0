//! Writes header lists, and keeps the table as the peer's decoder has it.
//!
//! What is kept in the table, and what is not, is as h2 has it, which tonic sends by: so our counts are those of a real client.
//! Only secret and empty values of names in the static table h2 writes in other ways, which are as long or longer.

use httlib_hpack::{Encoder as Library, EncoderInput, table::Table};

use super::{
    ENTRY_OVERHEAD, Field,
    shape::{self, Deed},
};
use crate::rpc::http2::settings::DEFAULT_HEADER_TABLE_SIZE;
use crate::rpc::timeline::Form;
use crate::text::Span;

/// Fields whose values change too often to be worth a place in the table.
const CHANGING: [&str; 10] = [
    ":path",
    "age",
    "authorization",
    "content-length",
    "cookie",
    "etag",
    "if-modified-since",
    "if-none-match",
    "location",
    "set-cookie",
];

/// A field that takes more than so much of the table would drive out the others.
const LARGEST_SHARE: (usize, usize) = (3, 4);

/// The first index of the dynamic table (RFC 7541, section 2.3.3).
pub const FIRST_DYNAMIC: u32 = 62;

/// The state of one direction's header compression.
pub struct Encoder {
    library: Library<'static>,
    fixed: Table<'static>,
    size: u32,
    /// The least and the last size that was asked for since the last header block.
    resize: Option<(u32, u32)>,
}

impl Default for Encoder {
    fn default() -> Encoder {
        Encoder {
            library: Library::with_dynamic_size(DEFAULT_HEADER_TABLE_SIZE),
            fixed: Table::with_dynamic_size(0),
            size: DEFAULT_HEADER_TABLE_SIZE,
            resize: None,
        }
    }
}

impl Encoder {
    /// Heeds the peer's SETTINGS_HEADER_TABLE_SIZE: the next header block says so first. A larger table than by default is not made
    /// use of.
    pub fn resize(&mut self, size: u32) {
        let size = size.min(DEFAULT_HEADER_TABLE_SIZE);
        self.resize = match self.resize {
            // A table that became smaller in between has lost entries, which the peer must know (RFC 7541, section 4.2).
            Some((least, _)) => Some((least.min(size), size)),
            None if size == self.size => None,
            None => Some((size, size)),
        };
    }

    /// Writes a header list behind what is in `block`; says how each field was written and where.
    pub fn encode(&mut self, fields: &[Field], block: &mut Vec<u8>) -> Vec<(Form, Span)> {
        if let Some((least, last)) = self.resize.take() {
            if least < last {
                self.set_size(least, block);
            }
            self.set_size(last, block);
        }
        let mut written: Vec<(Form, Span)> = Vec::with_capacity(fields.len());
        for (at, field) in fields.iter().enumerate() {
            let start = block.len();
            let before = at.checked_sub(1).and_then(|it| Some((fields.get(it)?, written.get(it)?.0)));
            let input = self.choose(field, before);
            // It fails only of an index there is not, and of four gigabytes.
            let done = self.library.encode(input, block);
            debug_assert!(done.is_ok());
            let form = match shape::read(block, start) {
                Ok(shape::Shape { deed: Deed::Field(form), .. }) => form,
                _ => Form::NotAdded(None),
            };
            written.push((form, Span::new(start, block.len())));
        }
        written
    }

    fn set_size(&mut self, size: u32, block: &mut Vec<u8>) {
        self.size = size;
        let done = self.library.update_max_dynamic_size(size, block);
        debug_assert!(done.is_ok());
    }

    fn choose(&self, field: &Field, before: Option<(&Field, Form)>) -> EncoderInput {
        let (name, value) = (field.name.as_bytes().to_vec(), field.value.as_bytes().to_vec());
        let mut flags = Library::HUFFMAN_NAME;
        if !value.is_empty() {
            flags |= Library::HUFFMAN_VALUE;
        }
        if field.is_sensitive {
            flags |= Library::NEVER_INDEXED;
        }
        // A second value of a name is written by the place of the first, and not kept.
        if let Some((_, form)) = before.filter(|(it, _)| it.name == field.name) {
            return match form {
                Form::Indexed(index) | Form::NotAdded(Some(index)) | Form::Never(Some(index)) => {
                    EncoderInput::IndexedName(index, value, flags)
                }
                Form::Added(_) => EncoderInput::IndexedName(FIRST_DYNAMIC, value, flags),
                _ => EncoderInput::Literal(name, value, flags),
            };
        }
        let (part, whole) = LARGEST_SHARE;
        let is_large = (name.len() + value.len() + ENTRY_OVERHEAD) * whole > self.size as usize * part;
        if is_large || CHANGING.contains(&field.name.as_str()) {
            return match self.fixed.find(&name, &value) {
                Some((index, true)) => EncoderInput::Indexed(index as u32),
                Some((index, false)) => EncoderInput::IndexedName(index as u32, value, flags),
                None => EncoderInput::Literal(name, value, flags),
            };
        }
        flags |= if field.is_sensitive { Library::BEST_FORMAT } else { Library::BEST_FORMAT | Library::WITH_INDEXING };
        EncoderInput::Literal(name, value, flags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(encoder: &mut Encoder, fields: &[(&str, &str)]) -> (Vec<u8>, Vec<Form>) {
        let fields: Vec<_> = fields.iter().map(|&(name, value)| Field::new(name, value)).collect();
        let mut block = Vec::new();
        let forms = encoder.encode(&fields, &mut block).into_iter().map(|it| it.0).collect();
        (block, forms)
    }

    #[test]
    fn what_was_sent_before_is_an_index() {
        let mut encoder = Encoder::default();
        let fields = [(":method", "POST"), (":path", "/a.B/C"), ("te", "trailers"), ("x", "")];
        let (first, forms) = encode(&mut encoder, &fields);
        assert_eq!(forms, [Form::Indexed(3), Form::NotAdded(Some(4)), Form::Added(None), Form::Added(None)]);
        assert_eq!(first.last(), Some(&0));
        let (second, forms) = encode(&mut encoder, &fields);
        assert_eq!(forms, [Form::Indexed(3), Form::NotAdded(Some(4)), Form::Indexed(63), Form::Indexed(62)]);
        assert!(second.len() < first.len());
    }

    #[test]
    fn a_second_value_of_a_name_refers_to_the_first() {
        let mut encoder = Encoder::default();
        let (_, forms) = encode(&mut encoder, &[("x-a", "1"), ("x-a", "2"), ("x-a", "3")]);
        assert_eq!(forms, [Form::Added(None), Form::NotAdded(Some(62)), Form::NotAdded(Some(62))]);
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        let mut encoder = Encoder::default();
        let long = "a".repeat(3072);
        let (_, forms) = encode(&mut encoder, &[("x", &long), ("user-agent", &long), ("x", "b")]);
        assert_eq!(forms, [Form::NotAdded(None), Form::NotAdded(Some(58)), Form::Added(None)]);
    }

    #[test]
    fn a_smaller_table_is_told_of() {
        let mut encoder = Encoder::default();
        encode(&mut encoder, &[("x", "1")]);
        encoder.resize(0);
        encoder.resize(1 << 20);
        let (block, forms) = encode(&mut encoder, &[("x", "1")]);
        assert_eq!(block[..4], [0x20, 0x3f, 0xe1, 0x1f]);
        assert_eq!(forms, [Form::Added(None)]);
        encoder.resize(4096);
        assert_eq!(encode(&mut encoder, &[("x", "1")]).0, [0x80 | 62]);
    }

    #[test]
    fn what_is_secret_stays_out_of_the_table() {
        let mut encoder = Encoder::default();
        let field = Field { is_sensitive: true, ..Field::new("authorization", "Bearer x") };
        let mut block = Vec::new();
        assert_eq!(encoder.encode(&[field], &mut block)[0].0, Form::Never(Some(23)));
    }
}
