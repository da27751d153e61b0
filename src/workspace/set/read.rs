//! Encoded descriptors as plain data: `google/protobuf/descriptor.proto`, as far as a .proto file says it.
//!
//! Borrows from the bytes. Options stay encoded: what they mean is `options`' matter. The bytes are as hostile as any
//! input: depth is checked before recursion, and what is no descriptor is a [`Fault`]. Unknown fields are passed over, as a
//! parser does; Buf's images have some.

use std::{cell::Cell, fmt};

use crate::{
    text::Span,
    wire::{
        scan::{Part, Records, WireType},
        varint,
    },
};

/// How deep messages may be nested; protoc stops at 32.
const MAX_DEPTH: usize = 64;

/// How many parts descriptors may have, messages, fields, locations and so on: each takes a hundred times the two bytes that
/// an empty one has in a set.
const MAX_PARTS: usize = 2_000_000;

/// Why bytes are no descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// They are no records.
    Junk,
    /// A field has another wire type than descriptor.proto gives it.
    WireType(u32),
    /// A string is not UTF-8.
    Text(u32),
    /// Messages are nested too deep.
    Depth,
    /// It has too many parts or names, or a name that is too long.
    TooMuch,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Junk => f.write_str("its bytes are no records"),
            Fault::WireType(number) => write!(f, "its field {number} has another wire type than a descriptor's"),
            Fault::Text(number) => write!(f, "its field {number} is not UTF-8"),
            Fault::Depth => write!(f, "its messages are nested more than {MAX_DEPTH} levels deep"),
            Fault::TooMuch => f.write_str("it declares too much, or a name that is too long"),
        }
    }
}

type Read<T> = Result<T, Fault>;

/// The value of a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// VARINT.
    Varint(u64),
    /// I64.
    I64(u64),
    /// I32.
    I32(u32),
    /// LEN.
    Len(&'a [u8]),
    /// What lies between the tags of a group.
    Group(&'a [u8]),
}

/// The fields of a message, in order.
pub fn fields(bytes: &[u8]) -> impl Iterator<Item = Read<(u32, Value<'_>)>> {
    Records::new(bytes, Span::new(0, bytes.len())).map(move |part| {
        let Part::Record(record) = part else { return Err(Fault::Junk) };
        let payload = record.payload.of(bytes);
        Ok((
            record.number,
            match record.wire {
                WireType::Varint => Value::Varint(varint::read(payload, 0).map_err(|_| Fault::Junk)?.value),
                WireType::I64 => Value::I64(payload.try_into().map(u64::from_le_bytes).map_err(|_| Fault::Junk)?),
                WireType::I32 => Value::I32(payload.try_into().map(u32::from_le_bytes).map_err(|_| Fault::Junk)?),
                WireType::Len => Value::Len(payload),
                WireType::SGroup | WireType::EGroup => Value::Group(payload),
            },
        ))
    })
}

/// The bytes of a descriptor, and how many more there may be.
#[derive(Clone, Copy)]
struct Source<'a, 'b> {
    bytes: &'a [u8],
    left: &'b Cell<usize>,
}

/// A field's number and value, on its way into a descriptor.
#[derive(Clone, Copy)]
struct Entry<'a, 'b>(u32, Value<'a>, &'b Cell<usize>);

impl<'a, 'b> Entry<'a, 'b> {
    /// The descriptor that it is.
    fn inner(self) -> Read<Source<'a, 'b>> {
        let left = self.2.get().checked_sub(1).ok_or(Fault::TooMuch)?;
        self.2.set(left);
        Ok(Source { bytes: self.bytes()?, left: self.2 })
    }

    fn bytes(self) -> Read<&'a [u8]> {
        if let Value::Len(bytes) = self.1 { Ok(bytes) } else { Err(Fault::WireType(self.0)) }
    }

    fn text(self) -> Read<&'a str> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Fault::Text(self.0))
    }

    /// An int32 or an enum; parsers drop what lies above 32 bits.
    fn int(self) -> Read<i32> {
        if let Value::Varint(value) = self.1 { Ok(value as u32 as i32) } else { Err(Fault::WireType(self.0)) }
    }

    fn flag(self) -> Read<bool> {
        if let Value::Varint(value) = self.1 { Ok(value != 0) } else { Err(Fault::WireType(self.0)) }
    }

    /// Appends the elements of a repeated int32, packed or not.
    fn ints(self, to: &mut Vec<i32>) -> Read<()> {
        match self.1 {
            Value::Len(bytes) => {
                let mut at = 0;
                while at < bytes.len() {
                    let read = varint::read(bytes, at).map_err(|_| Fault::Junk)?;
                    at += usize::from(read.len);
                    to.push(read.value as u32 as i32);
                }
            }
            _ => to.push(self.int()?),
        }
        Ok(())
    }
}

fn each<'a, 'b>(source: Source<'a, 'b>, mut take: impl FnMut(Entry<'a, 'b>) -> Read<()>) -> Read<()> {
    fields(source.bytes).try_for_each(|field| field.and_then(|(number, value)| take(Entry(number, value, source.left))))
}

/// Encoded options: what parsers would merge where a set has them more than once.
pub type Options<'a> = Vec<&'a [u8]>;

/// A file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proto<'a> {
    pub name: &'a str,
    pub package: &'a str,
    pub imports: Vec<&'a str>,
    /// Indices into `imports`.
    pub public: Vec<i32>,
    /// Indices into `imports`.
    pub weak: Vec<i32>,
    pub option_imports: Vec<&'a str>,
    pub messages: Vec<Message<'a>>,
    pub enums: Vec<Enum<'a>>,
    pub services: Vec<Service<'a>>,
    pub extensions: Vec<Field<'a>>,
    pub options: Options<'a>,
    pub source: Vec<Location<'a>>,
    pub syntax: &'a str,
    pub edition: i32,
}

/// A message type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message<'a> {
    pub name: &'a str,
    pub fields: Vec<Field<'a>>,
    pub extensions: Vec<Field<'a>>,
    pub messages: Vec<Message<'a>>,
    pub enums: Vec<Enum<'a>>,
    pub extension_ranges: Vec<Range<'a>>,
    pub oneofs: Vec<Oneof<'a>>,
    pub options: Options<'a>,
    pub reserved: Vec<Range<'a>>,
    pub reserved_names: Vec<&'a str>,
    pub visibility: i32,
}

/// A range of numbers. Its end is in it only in an enum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Range<'a> {
    pub start: i32,
    pub end: i32,
    pub options: Options<'a>,
}

/// A field or an extension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field<'a> {
    pub name: &'a str,
    pub extendee: &'a str,
    pub number: i32,
    pub label: i32,
    pub kind: i32,
    pub type_name: &'a str,
    /// Of a string need not be UTF-8: protoc takes what escapes say.
    pub default: Option<&'a [u8]>,
    pub oneof: Option<i32>,
    pub json_name: Option<&'a str>,
    pub options: Options<'a>,
    pub proto3_optional: bool,
}

/// A oneof.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Oneof<'a> {
    pub name: &'a str,
    pub options: Options<'a>,
}

/// An enum type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enum<'a> {
    pub name: &'a str,
    pub values: Vec<EnumValue<'a>>,
    pub options: Options<'a>,
    pub reserved: Vec<Range<'a>>,
    pub reserved_names: Vec<&'a str>,
    pub visibility: i32,
}

/// An enum value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnumValue<'a> {
    pub name: &'a str,
    pub number: i32,
    pub options: Options<'a>,
}

/// A service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service<'a> {
    pub name: &'a str,
    pub methods: Vec<Method<'a>>,
    pub options: Options<'a>,
}

/// A method.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Method<'a> {
    pub name: &'a str,
    pub input: &'a str,
    pub output: &'a str,
    pub options: Options<'a>,
    pub client_streaming: bool,
    pub server_streaming: bool,
}

/// Where an element was in the text, and the comments beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Location<'a> {
    pub path: Vec<i32>,
    pub span: Vec<i32>,
    pub leading: &'a str,
    pub trailing: &'a str,
    pub detached: Vec<&'a str>,
}

impl<'a> Proto<'a> {
    /// Reads a `FileDescriptorProto`.
    ///
    /// # Errors
    /// Where the bytes are none.
    pub fn read(bytes: &'a [u8]) -> Read<Proto<'a>> {
        Proto::of(Source { bytes, left: &Cell::new(MAX_PARTS) })
    }

    fn of(source: Source<'a, '_>) -> Read<Proto<'a>> {
        let mut file = Proto::default();
        each(source, |entry| {
            match entry.0 {
                1 => file.name = entry.text()?,
                2 => file.package = entry.text()?,
                3 => file.imports.push(entry.text()?),
                4 => file.messages.push(Message::read(entry.inner()?, 1)?),
                5 => file.enums.push(Enum::read(entry.inner()?)?),
                6 => file.services.push(Service::read(entry.inner()?)?),
                7 => file.extensions.push(Field::read(entry.inner()?)?),
                8 => file.options.push(entry.bytes()?),
                9 => each(entry.inner()?, |entry| {
                    if entry.0 == 1 {
                        file.source.push(Location::read(entry.inner()?)?);
                    }
                    Ok(())
                })?,
                10 => entry.ints(&mut file.public)?,
                11 => entry.ints(&mut file.weak)?,
                12 => file.syntax = entry.text()?,
                14 => file.edition = entry.int()?,
                15 => file.option_imports.push(entry.text()?),
                _ => {}
            }
            Ok(())
        })?;
        Ok(file)
    }
}

impl<'a> Message<'a> {
    fn read(source: Source<'a, '_>, depth: usize) -> Read<Message<'a>> {
        if depth > MAX_DEPTH {
            return Err(Fault::Depth);
        }
        let mut message = Message::default();
        each(source, |entry| {
            match entry.0 {
                1 => message.name = entry.text()?,
                2 => message.fields.push(Field::read(entry.inner()?)?),
                3 => message.messages.push(Message::read(entry.inner()?, depth + 1)?),
                4 => message.enums.push(Enum::read(entry.inner()?)?),
                5 => message.extension_ranges.push(Range::read(entry.inner()?)?),
                6 => message.extensions.push(Field::read(entry.inner()?)?),
                7 => message.options.push(entry.bytes()?),
                8 => message.oneofs.push(Oneof::read(entry.inner()?)?),
                9 => message.reserved.push(Range::read(entry.inner()?)?),
                10 => message.reserved_names.push(entry.text()?),
                11 => message.visibility = entry.int()?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(message)
    }
}

impl<'a> Range<'a> {
    fn read(source: Source<'a, '_>) -> Read<Range<'a>> {
        let mut range = Range::default();
        each(source, |entry| {
            match entry.0 {
                1 => range.start = entry.int()?,
                2 => range.end = entry.int()?,
                3 => range.options.push(entry.bytes()?),
                _ => {}
            }
            Ok(())
        })?;
        Ok(range)
    }
}

impl<'a> Field<'a> {
    fn read(source: Source<'a, '_>) -> Read<Field<'a>> {
        let mut field = Field::default();
        each(source, |entry| {
            match entry.0 {
                1 => field.name = entry.text()?,
                2 => field.extendee = entry.text()?,
                3 => field.number = entry.int()?,
                4 => field.label = entry.int()?,
                5 => field.kind = entry.int()?,
                6 => field.type_name = entry.text()?,
                7 => field.default = Some(entry.bytes()?),
                8 => field.options.push(entry.bytes()?),
                9 => field.oneof = Some(entry.int()?),
                10 => field.json_name = Some(entry.text()?),
                17 => field.proto3_optional = entry.flag()?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(field)
    }
}

impl<'a> Oneof<'a> {
    fn read(source: Source<'a, '_>) -> Read<Oneof<'a>> {
        let mut oneof = Oneof::default();
        each(source, |entry| {
            match entry.0 {
                1 => oneof.name = entry.text()?,
                2 => oneof.options.push(entry.bytes()?),
                _ => {}
            }
            Ok(())
        })?;
        Ok(oneof)
    }
}

impl<'a> Enum<'a> {
    fn read(source: Source<'a, '_>) -> Read<Enum<'a>> {
        let mut kind = Enum::default();
        each(source, |entry| {
            match entry.0 {
                1 => kind.name = entry.text()?,
                2 => kind.values.push(EnumValue::read(entry.inner()?)?),
                3 => kind.options.push(entry.bytes()?),
                4 => kind.reserved.push(Range::read(entry.inner()?)?),
                5 => kind.reserved_names.push(entry.text()?),
                6 => kind.visibility = entry.int()?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(kind)
    }
}

impl<'a> EnumValue<'a> {
    fn read(source: Source<'a, '_>) -> Read<EnumValue<'a>> {
        let mut value = EnumValue::default();
        each(source, |entry| {
            match entry.0 {
                1 => value.name = entry.text()?,
                2 => value.number = entry.int()?,
                3 => value.options.push(entry.bytes()?),
                _ => {}
            }
            Ok(())
        })?;
        Ok(value)
    }
}

impl<'a> Service<'a> {
    fn read(source: Source<'a, '_>) -> Read<Service<'a>> {
        let mut service = Service::default();
        each(source, |entry| {
            match entry.0 {
                1 => service.name = entry.text()?,
                2 => service.methods.push(Method::read(entry.inner()?)?),
                3 => service.options.push(entry.bytes()?),
                _ => {}
            }
            Ok(())
        })?;
        Ok(service)
    }
}

impl<'a> Method<'a> {
    fn read(source: Source<'a, '_>) -> Read<Method<'a>> {
        let mut method = Method::default();
        each(source, |entry| {
            match entry.0 {
                1 => method.name = entry.text()?,
                2 => method.input = entry.text()?,
                3 => method.output = entry.text()?,
                4 => method.options.push(entry.bytes()?),
                5 => method.client_streaming = entry.flag()?,
                6 => method.server_streaming = entry.flag()?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(method)
    }
}

impl<'a> Location<'a> {
    fn read(source: Source<'a, '_>) -> Read<Location<'a>> {
        let mut location = Location::default();
        each(source, |entry| {
            match entry.0 {
                1 => entry.ints(&mut location.path)?,
                2 => entry.ints(&mut location.span)?,
                3 => location.leading = entry.text()?,
                4 => location.trailing = entry.text()?,
                6 => location.detached.push(entry.text()?),
                _ => {}
            }
            Ok(())
        })?;
        Ok(location)
    }
}

/// Reads a `FileDescriptorSet`, or a single `FileDescriptorProto`. Either begins with a LEN of field 1, but the name of a file
/// is no file.
///
/// # Errors
/// Where the bytes are neither, as far as they are like the first.
pub fn read_set(bytes: &[u8]) -> Read<Vec<Proto<'_>>> {
    let fault = match files_of(bytes) {
        Ok(files) => return Ok(files),
        // As far as it could be read it was a set.
        Err(fault @ (Fault::Depth | Fault::TooMuch)) => return Err(fault),
        Err(fault) => fault,
    };
    match Proto::read(bytes) {
        Ok(file) if !file.name.is_empty() && only_known(bytes) => Ok(vec![file]),
        _ => Err(fault),
    }
}

fn files_of(bytes: &[u8]) -> Read<Vec<Proto<'_>>> {
    let mut files = Vec::new();
    each(Source { bytes, left: &Cell::new(MAX_PARTS) }, |entry| {
        match entry.0 {
            1 => files.push(Proto::of(entry.inner()?)?),
            // Extensions of the set, whoever made it, begin here.
            FIRST_EXTENSION.. => {}
            number => return Err(Fault::WireType(number)),
        }
        Ok(())
    })?;
    // Bytes that are no set of files may well be records.
    if files.is_empty() || files.iter().any(|file| file.name.is_empty()) { Err(Fault::Junk) } else { Ok(files) }
}

/// The least number that an extension of a descriptor may have.
const FIRST_EXTENSION: u32 = 1000;

/// Whether a file has fields of a file only. A text would be a file with nothing but unknown ones.
fn only_known(bytes: &[u8]) -> bool {
    fields(bytes).all(|field| matches!(field, Ok((1..=15 | FIRST_EXTENSION.., _))))
}
