//! A message type: its fields by number and by name, and which JSON form it has.

use std::collections::HashMap;
use std::sync::OnceLock;

use prost_reflect::MessageDescriptor;

use super::{Field, MessageId, Types};
use crate::schema::dialect;

/// How a message is written as JSON: <https://protobuf.dev/programming-guides/json/>, "Representation of each type".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As an object of its fields.
    Fields,
    /// `google.protobuf.Empty`, an object of no fields, that stands in `value` in an Any.
    Empty,
    /// `google.protobuf.Any`: `@type` and the fields of what it holds.
    Any,
    /// A string that is a point in time.
    Timestamp,
    /// A string of seconds.
    Duration,
    /// A string of paths.
    Mask,
    /// The wrapped scalar.
    Wrapper,
    /// Any object.
    Struct,
    /// Any array.
    List,
    /// Any value.
    Value,
}

impl Form {
    /// That of a message type by its full name.
    pub fn of(full_name: &str) -> Form {
        let Some(name) = full_name.strip_prefix("google.protobuf.") else { return Form::Fields };
        match name {
            "Empty" => Form::Empty,
            "Any" => Form::Any,
            "Timestamp" => Form::Timestamp,
            "Duration" => Form::Duration,
            "FieldMask" => Form::Mask,
            "DoubleValue" | "FloatValue" | "Int64Value" | "UInt64Value" | "Int32Value" | "UInt32Value"
            | "BoolValue" | "StringValue" | "BytesValue" => Form::Wrapper,
            "Struct" => Form::Struct,
            "ListValue" => Form::List,
            "Value" => Form::Value,
            _ => Form::Fields,
        }
    }
}

/// How many numbers are looked up in an array at most: the others are searched for.
const MAX_LOW: u32 = 256;

/// No field, in that array.
const NONE: u16 = u16::MAX;

/// A message type.
#[derive(Clone, Debug)]
pub struct Message {
    /// Itself.
    pub id: MessageId,
    /// How it is written as JSON.
    pub form: Form,
    /// Whether its extensions are items of a message set, proto1's encoding of them.
    pub is_message_set: bool,
    /// The full names of its oneofs.
    pub oneofs: Box<[Box<str>]>,
    /// The indices of the fields that must be there.
    pub required: Box<[u32]>,
    descriptor: MessageDescriptor,
    // Sorted by number, extensions among them.
    fields: Box<[Field]>,
    // The index of the field with a number, as far as that is low.
    low: Box<[u16]>,
    // Once a name is asked for: who writes asks for none.
    names: OnceLock<Names>,
}

impl Message {
    pub(super) fn new(types: &Types, id: MessageId, descriptor: &MessageDescriptor) -> Message {
        let mut oneofs = Vec::new();
        let mut members = HashMap::new();
        for oneof in descriptor.oneofs().filter(|it| !it.is_synthetic()) {
            members.extend(oneof.fields().map(|it| (it.number(), oneofs.len() as u32)));
            oneofs.push(oneof.full_name().into());
        }
        // Options are read anew each time, so the file's are asked for once.
        let mut is_strict = None;
        let mut is_strict = || *is_strict.get_or_insert_with(|| dialect::is_file_utf8(&descriptor.parent_file()));
        let declared = descriptor
            .fields()
            .filter_map(|field| Field::declared(types, &field, members.get(&field.number()).copied(), &mut is_strict));
        let mut fields: Vec<Field> = declared.collect();
        fields.extend(descriptor.extensions().filter_map(|it| Field::extension(types, &it)));
        // Stable: of two with one number the field is kept, and of two extensions the first.
        crate::order::sort_by_key(&mut fields, |field| field.number);
        fields.dedup_by_key(|field| field.number);
        let end = fields.iter().map(|field| field.number + 1).rfind(|&end| end <= MAX_LOW).unwrap_or_default();
        let mut low = vec![NONE; end as usize].into_boxed_slice();
        for (at, field) in (0..).zip(fields.iter().take_while(|field| field.number < end)) {
            if let Some(low) = low.get_mut(field.number as usize) {
                *low = at;
            }
        }
        let required = (0..).zip(&fields).filter(|(_, field)| field.is_required).map(|(at, _)| at);
        Message {
            id,
            form: Form::of(descriptor.full_name()),
            is_message_set: dialect::is_message_set(descriptor),
            oneofs: oneofs.into(),
            required: required.collect(),
            descriptor: descriptor.clone(),
            fields: fields.into(),
            low,
            names: OnceLock::new(),
        }
    }

    /// Its full name.
    pub fn full_name(&self) -> &str {
        self.descriptor.full_name()
    }

    /// What it was compiled from.
    pub fn descriptor(&self) -> &MessageDescriptor {
        &self.descriptor
    }

    /// All fields and extensions in the order of their numbers.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The index in [`fields`](Message::fields) of the field or extension with a number.
    #[inline]
    pub fn index(&self, number: u32) -> Option<usize> {
        match self.low.get(number as usize) {
            Some(&at) => (at != NONE).then_some(usize::from(at)),
            None => self.fields.binary_search_by_key(&number, |field| field.number).ok(),
        }
    }

    /// The field or extension with a number.
    #[inline]
    pub fn field(&self, number: u32) -> Option<&Field> {
        self.index(number).and_then(|at| self.fields.get(at))
    }

    /// The index of the field that a key of a JSON object means: by its JSON name, else by the one declared; of an extension by
    /// its full name in brackets.
    pub fn named(&self, key: &str) -> Option<usize> {
        self.names.get_or_init(|| Names::new(&self.fields)).find(&self.fields, key)
    }

    /// Key and value of an entry, where this is a map's.
    pub fn entry(&self) -> Option<(&Field, &Field)> {
        match &*self.fields {
            [key, value] if self.descriptor.is_map_entry() => Some((key, value)),
            _ => None,
        }
    }
}

/// Fields by name. Sorted rather than hashed: it takes a few comparisons, mostly of lengths, and no text makes it slow.
#[derive(Clone, Debug)]
struct Names(Box<[(u32, Which)]>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Which {
    Json,
    Declared,
}

impl Names {
    fn new(fields: &[Field]) -> Names {
        let mut names = Vec::with_capacity(fields.len());
        for (at, field) in (0..).zip(fields) {
            names.push((at, Which::Json));
            if field.name != field.json_name {
                names.push((at, Which::Declared));
            }
        }
        names.sort_unstable_by_key(|&name| (key(text(fields, name)), name.1, name.0));
        // What is one field's JSON name may be another's own.
        names.dedup_by(|one, kept| text(fields, *one) == text(fields, *kept));
        Names(names.into())
    }

    fn find(&self, fields: &[Field], name: &str) -> Option<usize> {
        let at = self.0.binary_search_by(|&it| key(text(fields, it)).cmp(&key(name))).ok()?;
        self.0.get(at).map(|&(at, _)| at as usize)
    }
}

fn key(name: &str) -> (usize, &[u8]) {
    (name.len(), name.as_bytes())
}

fn text(fields: &[Field], (at, which): (u32, Which)) -> &str {
    let field = &fields[at as usize];
    match which {
        Which::Json => &field.json_name,
        Which::Declared => &field.name,
    }
}
