//! Two file descriptors, compared field by field.
//!
//! Both are read as data, by protoc's own `descriptor.proto`, so that the field that differs has a name. Custom options are
//! unknown fields there; they are compared as bytes, in the order of their numbers, since the order of different fields of a
//! message means nothing. `source_code_info` is left out.

use prost_reflect::prost::Message as _;
use prost_reflect::prost_types::{DescriptorProto, FileDescriptorProto, field_descriptor_proto::Type};
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, ReflectMessage as _, UnknownField, Value};

const DESCRIPTOR: &str = "google/protobuf/descriptor.proto";

/// Reads and compares descriptors.
pub struct Descriptors {
    set: MessageDescriptor,
    file: MessageDescriptor,
}

impl Descriptors {
    /// `bundled` is a FileDescriptorSet with `google/protobuf/descriptor.proto`.
    ///
    /// # Errors
    /// When that can't be read, in words.
    pub fn new(bundled: &[u8]) -> Result<Descriptors, String> {
        // prost-reflect's own copy reads the set. It can't link the edition files of it, so only the one file is linked.
        let (_, descriptor) = Descriptors::of(&DescriptorPool::global())?
            .files(bundled)?
            .into_iter()
            .find(|(name, _)| name == DESCRIPTOR)
            .ok_or("descriptor.proto is not in the set")?;
        let mut descriptor =
            FileDescriptorProto::decode(descriptor.encode_to_vec().as_slice()).map_err(|error| error.to_string())?;
        descriptor.message_type.iter_mut().for_each(strings_as_bytes);
        let mut pool = DescriptorPool::new();
        pool.add_file_descriptor_proto(descriptor).map_err(|error| error.to_string())?;
        Descriptors::of(&pool)
    }

    fn of(pool: &DescriptorPool) -> Result<Descriptors, String> {
        let find = |name: &str| pool.get_message_by_name(name).ok_or_else(|| format!("no {name}"));
        Ok(Descriptors {
            set: find("google.protobuf.FileDescriptorSet")?,
            file: find("google.protobuf.FileDescriptorProto")?,
        })
    }

    /// The files of a set, by name.
    ///
    /// # Errors
    /// When the bytes are no such set, in words.
    pub fn files(&self, set: &[u8]) -> Result<Vec<(String, DynamicMessage)>, String> {
        let set = DynamicMessage::decode(self.set.clone(), set).map_err(|error| error.to_string())?;
        let files = set.get_field_by_name("file").ok_or("no field 'file'")?.into_owned();
        let Value::List(files) = files else { return Err("'file' is no list".to_owned()) };
        let named = files.into_iter().filter_map(|file| match file {
            Value::Message(file) => Some((name(&file), file)),
            _ => None,
        });
        Ok(named.collect())
    }

    /// The name in an encoded FileDescriptorProto.
    ///
    /// # Errors
    /// When the bytes are no such message, in words.
    pub fn name(&self, file: &[u8]) -> Result<String, String> {
        let file = DynamicMessage::decode(self.file.clone(), file).map_err(|error| error.to_string())?;
        Ok(name(&file))
    }

    /// Where our encoded FileDescriptorProto first differs from protoc's, if it does.
    pub fn first_difference(&self, theirs: &DynamicMessage, ours: &[u8]) -> Option<String> {
        match DynamicMessage::decode(self.file.clone(), ours) {
            Ok(ours) => messages(&name(theirs), theirs, &ours),
            Err(error) => Some(format!("{}: {error}", name(theirs))),
        }
    }
}

/// Defaults of strings need not be UTF-8, as far as protoc is concerned.
fn strings_as_bytes(message: &mut DescriptorProto) {
    for field in &mut message.field {
        if field.r#type() == Type::String {
            field.set_type(Type::Bytes);
        }
    }
    message.nested_type.iter_mut().for_each(strings_as_bytes);
}

/// What a message's field `name` says.
fn name(message: &DynamicMessage) -> String {
    match message.get_field_by_name("name").as_deref() {
        Some(Value::Bytes(name)) => String::from_utf8_lossy(name).into_owned(),
        Some(Value::String(name)) => name.clone(),
        _ => String::new(),
    }
}

fn messages(path: &str, theirs: &DynamicMessage, ours: &DynamicMessage) -> Option<String> {
    for field in theirs.descriptor().fields() {
        if field.name() == "source_code_info" {
            continue;
        }
        let path = format!("{path}.{}", field.name());
        let difference = match (theirs.has_field(&field), ours.has_field(&field)) {
            (false, false) => None,
            (true, false) => Some(format!("{path}: protoc has {}, we have nothing", shown(&theirs.get_field(&field)))),
            (false, true) => Some(format!("{path}: protoc has nothing, we have {}", shown(&ours.get_field(&field)))),
            (true, true) => values(&path, &theirs.get_field(&field), &ours.get_field(&field)),
        };
        if difference.is_some() {
            return difference;
        }
    }
    let (theirs, ours) = (unknown(theirs), unknown(ours));
    (theirs != ours).then(|| format!("{path}: custom options: protoc has {}, we have {}", hex(&theirs), hex(&ours)))
}

fn values(path: &str, theirs: &Value, ours: &Value) -> Option<String> {
    match (theirs, ours) {
        (Value::Message(theirs), Value::Message(ours)) => messages(path, theirs, ours),
        (Value::List(theirs), Value::List(ours)) => {
            let element = |(index, (theirs, ours)): (usize, (&Value, &Value))| {
                let name = theirs.as_message().map(name).unwrap_or_default();
                values(&format!("{path}[{index}{}{name}]", if name.is_empty() { "" } else { " " }), theirs, ours)
            };
            theirs.iter().zip(ours).enumerate().find_map(element).or_else(|| {
                let differ = theirs.len() != ours.len();
                differ.then(|| format!("{path}: protoc has {} of them, we have {}", theirs.len(), ours.len()))
            })
        }
        _ if theirs == ours => None,
        _ => Some(format!("{path}: protoc has {}, we have {}", shown(theirs), shown(ours))),
    }
}

/// Number and bytes of each unknown field, in the order of the numbers.
fn unknown(message: &DynamicMessage) -> Vec<(u32, Vec<u8>)> {
    let bytes = |field: &UnknownField| {
        let mut bytes = Vec::new();
        field.encode(&mut bytes);
        (field.number(), bytes)
    };
    let mut fields: Vec<_> = message.unknown_fields().map(bytes).collect();
    fields.sort_by_key(|(number, _)| *number);
    fields
}

fn hex(fields: &[(u32, Vec<u8>)]) -> String {
    let bytes = |bytes: &[u8]| bytes.iter().map(|byte| format!(" {byte:02x}")).collect::<String>();
    fields.iter().map(|(number, record)| format!("{number}:{}", bytes(record))).collect::<Vec<_>>().join(", ")
}

/// A value, short enough for a line.
fn shown(value: &Value) -> String {
    const MOST: usize = 200;
    let mut text = match value {
        Value::Bytes(bytes) => format!("\"{}\"", bytes.escape_ascii()),
        _ => format!("{value}"),
    };
    if let Some((at, _)) = text.char_indices().nth(MOST) {
        text.truncate(at);
        text.push('…');
    }
    text
}
