//! Reads header blocks, and keeps the table as the sender has it.

use httlib_hpack::table::Table;

use super::{
    Field, huffman,
    shape::{self, Deed, Shape, Text},
};
use crate::rpc::http2::settings::DEFAULT_HEADER_TABLE_SIZE;
use crate::rpc::timeline::Form;

/// What all header lists of a connection may count, by [`Field::size`]. A byte may stand for a field of the table's size, so they
/// may be four thousand times larger than what was sent.
pub const MAX_TOTAL: usize = 64 << 20;

/// Why a header block can't be read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An instruction can't be read.
    Shape(shape::Fault),
    /// No entry of the table has this index.
    NoEntry(u32),
    /// A string in Huffman's code can't be read.
    Huffman(huffman::Fault),
    /// The table may not be as large.
    Size {
        /// What it is to be.
        asked: u32,
        /// What it may be.
        allowed: u32,
    },
    /// The table's size is changed behind a field.
    LateSize,
    /// The lists come to more than [`MAX_TOTAL`].
    TooMuch,
}

/// An instruction that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// How it is made up; places are in the block.
    pub shape: Shape,
    /// The field it gives, if it gives one.
    pub field: Option<Field>,
}

/// What a header block says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// Its instructions, up to a fault.
    pub done: Vec<Done>,
    /// The fault, with its place in the block: nothing behind it was read, and what the connection's later blocks refer to may be
    /// wrong.
    pub fault: Option<(usize, Fault)>,
}

/// The state of one direction's header compression, as its receiver has it.
pub struct Decoder {
    table: Table<'static>,
    allowed: u32,
    total: usize,
}

impl Default for Decoder {
    fn default() -> Decoder {
        Decoder::new(DEFAULT_HEADER_TABLE_SIZE)
    }
}

impl Decoder {
    /// One whose side has allowed a table of this size, by SETTINGS_HEADER_TABLE_SIZE.
    pub fn new(allowed: u32) -> Decoder {
        Decoder { table: Table::with_dynamic_size(DEFAULT_HEADER_TABLE_SIZE), allowed, total: 0 }
    }

    /// Reads a block.
    pub fn decode(&mut self, block: &[u8]) -> Decoded {
        let mut decoded = Decoded::default();
        let mut at = 0;
        while at < block.len() {
            let may_resize = decoded.done.iter().all(|it| it.field.is_none());
            match self.instruction(block, at, may_resize) {
                Ok(done) => {
                    at = done.shape.bytes.end as usize;
                    decoded.done.push(done);
                }
                Err(fault) => {
                    decoded.fault = Some((at, fault));
                    break;
                }
            }
        }
        decoded
    }

    fn instruction(&mut self, block: &[u8], at: usize, may_resize: bool) -> Result<Done, Fault> {
        let shape = shape::read(block, at).map_err(Fault::Shape)?;
        let form = match shape.deed {
            Deed::Field(form) => form,
            Deed::Resize => {
                let (asked, allowed) = (shape.number.value, self.allowed);
                if !may_resize {
                    return Err(Fault::LateSize);
                }
                if asked > allowed {
                    return Err(Fault::Size { asked, allowed });
                }
                self.table.update_max_dynamic_size(asked);
                return Ok(Done { shape, field: None });
            }
        };
        let (name, value) = match form {
            Form::Indexed(index) => {
                let (name, value) = self.table.get(index).ok_or(Fault::NoEntry(index))?;
                (name.to_vec(), value.to_vec())
            }
            _ => {
                let name = match shape.name {
                    Some(name) => text(block, name)?,
                    None => self.table.get(shape.number.value).ok_or(Fault::NoEntry(shape.number.value))?.0.to_vec(),
                };
                let value = shape.value.map_or(Ok(Vec::new()), |it| text(block, it))?;
                (name, value)
            }
        };
        let field = Field {
            name: String::from_utf8_lossy(&name).into_owned(),
            value: String::from_utf8_lossy(&value).into_owned(),
            is_sensitive: matches!(form, Form::Never(_)),
        };
        self.total = self.total.saturating_add(field.size());
        if self.total > MAX_TOTAL {
            return Err(Fault::TooMuch);
        }
        if matches!(form, Form::Added(_)) {
            self.table.insert(name, value);
        }
        Ok(Done { shape, field: Some(field) })
    }
}

fn text(block: &[u8], text: Text) -> Result<Vec<u8>, Fault> {
    let bytes = text.bytes.of(block);
    if text.is_huffman { huffman::decode(bytes).map_err(Fault::Huffman) } else { Ok(bytes.to_vec()) }
}

impl Fault {
    /// What was expected and what was found.
    pub fn message(self) -> String {
        match self {
            Fault::Shape(shape::Fault::CutShort) => "expected more of a field, found the header block's end".to_owned(),
            Fault::Shape(shape::Fault::TooLarge) => {
                "expected a number of at most 32 bits, found a longer one".to_owned()
            }
            Fault::NoEntry(0) => "expected an index from 1, found 0".to_owned(),
            Fault::NoEntry(index) => {
                format!("expected the index of an entry, found {index}, and the table has none there")
            }
            Fault::Huffman(huffman::Fault::End) => {
                "expected characters in Huffman's code, found the code that ends strings".to_owned()
            }
            Fault::Huffman(huffman::Fault::Padding) => {
                "expected a character or up to seven ones at the end of Huffman's code, found other bits".to_owned()
            }
            Fault::Size { asked, allowed } => {
                format!("expected a table of at most {allowed} bytes, as its receiver has said, found {asked}")
            }
            Fault::LateSize => {
                "expected a change of the table's size at the block's beginning, found it behind a field".to_owned()
            }
            Fault::TooMuch => format!("expected header lists of at most {MAX_TOTAL} bytes in all, found more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::http2::hpack::Encoder;

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().filter(|it| !it.is_ascii_whitespace()).collect();
        digits.chunks(2).map(|it| u8::from_str_radix(std::str::from_utf8(it).unwrap(), 16).unwrap()).collect()
    }

    fn text(decoded: &Decoded) -> String {
        assert_eq!(decoded.fault, None);
        let fields = decoded.done.iter().filter_map(|it| it.field.as_ref());
        fields.map(|it| format!("{}: {}\n", it.name, it.value)).collect()
    }

    #[test]
    fn responses_of_the_rfc() {
        // RFC 7541, appendix C.6: the table has 256 bytes, so entries are driven out.
        let mut decoder = Decoder::default();
        decoder.table.update_max_dynamic_size(256);
        let first = hex(
            "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
        );
        expect_test::expect![[r#"
            :status: 302
            cache-control: private
            date: Mon, 21 Oct 2013 20:13:21 GMT
            location: https://www.example.com
        "#]]
        .assert_eq(&text(&decoder.decode(&first)));
        let second = decoder.decode(&hex("4883640effc1c0bf"));
        assert_eq!(second.done.len(), 4);
        assert_eq!(second.done[0].field, Some(Field::new(":status", "307")));
        let third = hex(
            "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f36\
             72c1ab270fb5291f9587316065c003ed4ee5b1063d5007",
        );
        expect_test::expect![[r#"
            :status: 200
            cache-control: private
            date: Mon, 21 Oct 2013 20:13:22 GMT
            location: https://www.example.com
            content-encoding: gzip
            set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1
        "#]]
        .assert_eq(&text(&decoder.decode(&third)));
    }

    #[test]
    fn what_was_written_is_read() {
        let (mut encoder, mut decoder) = (Encoder::default(), Decoder::default());
        for round in 0..300 {
            if round % 50 == 7 {
                encoder.resize(round * 3);
            }
            let fields = [
                Field::new(":method", "POST"),
                Field::new(":path", format!("/a/{round}")),
                Field::new("x-round", "~".repeat(round as usize % 90)),
                Field::new("x-round", "second"),
                Field { is_sensitive: true, ..Field::new("x-secret", "s") },
                Field::new("x-large", "l".repeat(if round % 9 == 0 { 4000 } else { 1 })),
            ];
            let mut block = Vec::new();
            let written = encoder.encode(&fields, &mut block);
            let decoded = decoder.decode(&block);
            assert_eq!(decoded.fault, None);
            let read: Vec<_> = decoded.done.into_iter().filter_map(|it| Some((it.field?, it.shape))).collect();
            assert!(read.iter().map(|it| &it.0).eq(&fields));
            assert!(
                read.iter()
                    .map(|it| (it.1.deed, it.1.bytes))
                    .eq(written.into_iter().map(|it| (Deed::Field(it.0), it.1)))
            );
        }
    }

    #[test]
    fn what_can_not_be_read() {
        let fault = |block: &[u8]| Decoder::default().decode(block).fault.unwrap();
        assert_eq!(fault(b"\x82\x80"), (1, Fault::NoEntry(0)));
        assert_eq!(fault(b"\xbe"), (0, Fault::NoEntry(62)));
        assert_eq!(fault(b"\x3f\xe2\x1f"), (0, Fault::Size { asked: 4097, allowed: 4096 }));
        assert_eq!(fault(b"\x82\x20"), (1, Fault::LateSize));
        assert_eq!(fault(b"\x40\x81\xff\x00"), (0, Fault::Huffman(huffman::Fault::Padding)));
        assert_eq!(fault(b"\x82\x40\x05a"), (1, Fault::Shape(shape::Fault::CutShort)));
    }

    #[test]
    fn a_small_block_does_not_become_gigabytes() {
        let mut block = b"\x40\x01x\x7f\xa1\x1e".to_vec();
        block.extend(vec![b'a'; 4000]);
        block.extend(vec![0x80 | 62; 1 << 20]);
        let decoded = Decoder::default().decode(&block);
        assert_eq!(decoded.fault.unwrap().1, Fault::TooMuch);
        assert!(decoded.done.len() < 17_000);
    }
}
