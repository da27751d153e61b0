//! An enum: names and numbers, found by either.

use prost_reflect::EnumDescriptor;

use crate::schema::dialect;

/// The enum whose JSON is `null`.
const NULL_VALUE: &str = "google.protobuf.NullValue";

/// An enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its full name.
    pub full_name: Box<str>,
    /// Whether it knows no numbers but those of its values: others are unknown fields.
    pub is_closed: bool,
    /// Whether it is `google.protobuf.NullValue`, whose JSON is `null`.
    pub is_null: bool,
    /// The number of its first value: what a field is that is absent.
    pub default: i32,
    // Sorted by number; of those with one number in the order of declaration.
    values: Box<[(i32, Box<str>)]>,
    // Indices of the values sorted by name.
    by_name: Box<[u32]>,
}

impl Enum {
    pub(super) fn new(descriptor: &EnumDescriptor) -> Enum {
        let declared = &descriptor.enum_descriptor_proto().value;
        let mut values: Box<[(i32, Box<str>)]> = declared.iter().map(|it| (it.number(), it.name().into())).collect();
        crate::order::sort_by_key(&mut values, |(number, _)| *number);
        let mut by_name: Box<[u32]> = (0..values.len() as u32).collect();
        by_name.sort_unstable_by(|&one, &other| values[one as usize].1.cmp(&values[other as usize].1));
        Enum {
            full_name: descriptor.full_name().into(),
            is_closed: dialect::is_closed(descriptor),
            is_null: descriptor.full_name() == NULL_VALUE,
            default: descriptor.default_value().number(),
            values,
            by_name,
        }
    }

    /// The name of a number; of several the one declared first.
    pub fn name(&self, number: i32) -> Option<&str> {
        let at = self.values.partition_point(|(it, _)| *it < number);
        self.values.get(at).filter(|(it, _)| *it == number).map(|(_, name)| &**name)
    }

    /// The number of a name.
    pub fn number(&self, name: &str) -> Option<i32> {
        let of = |&at: &u32| &self.values[at as usize];
        let at = self.by_name.binary_search_by(|at| (*of(at).1).cmp(name)).ok()?;
        self.by_name.get(at).map(|at| of(at).0)
    }

    /// All values in the order of their numbers.
    pub fn values(&self) -> impl ExactSizeIterator<Item = (i32, &str)> {
        self.values.iter().map(|(number, name)| (*number, &**name))
    }
}
