//! What a file declares, read off its syntax tree: plain data, nothing resolved.
//!
//! The shape is that of `google/protobuf/descriptor.proto`, with the number of the tree's node beside each part, so that
//! whoever finds a fault knows its place. Broken declarations are left out, so that the rest can be compiled. Knows no other
//! file: what a name stands for is `names`' and `resolve`'s matter, what an option means `options`'.

use std::sync::Arc;

use crate::syntax::NodeId;

/// What the file says it is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Syntax {
    /// `syntax = "proto2";`, or nothing.
    #[default]
    Proto2,
    /// `syntax = "proto3";`
    Proto3,
    /// `edition = "2023";`
    Edition2023,
    /// `edition = "2024";`
    Edition2024,
    /// `edition = "2026";`
    Edition2026,
}

impl Syntax {
    /// Whether it is an edition.
    pub fn is_edition(self) -> bool {
        self >= Syntax::Edition2023
    }
}

/// A name as it is declared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Name {
    /// The name; of a reference, without the white space in it.
    pub text: String,
    /// Its token or node.
    pub node: NodeId,
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// The path others import it by.
    pub name: String,
    /// Its syntax or edition.
    pub syntax: Syntax,
    /// The `syntax` or `edition` statement.
    pub syntax_node: Option<NodeId>,
    /// The package; empty without one.
    pub package: Name,
    /// All imports in order.
    pub imports: Vec<Import>,
    /// The file's options.
    pub options: Vec<Setting>,
    /// The messages at the top.
    pub messages: Vec<Message>,
    /// The enums at the top.
    pub enums: Vec<Enum>,
    /// The extensions at the top.
    pub extensions: Vec<Field>,
    /// The services.
    pub services: Vec<Service>,
    /// The names of declarations that are left out because they are broken.
    pub broken: Vec<Broken>,
}

/// A declaration that is left out because it is broken: names that lead to it are not spoken of.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Its simple name.
    pub name: Name,
    /// The statement.
    pub node: NodeId,
}

/// How a file is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    /// `import "a.proto";`
    Plain,
    /// `import public "a.proto";`
    Public,
    /// `import weak "a.proto";`
    Weak,
    /// `import option "a.proto";`, since edition 2024
    Option,
}

/// An import.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The path and its string.
    pub path: Name,
    /// How.
    pub kind: ImportKind,
    /// The statement.
    pub node: NodeId,
}

/// `export` or `local`, since edition 2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Other files may use it.
    Export,
    /// Only this file may use it.
    Local,
}

/// A message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Its simple name.
    pub name: Name,
    /// The statement; of a map entry and a group's message, that of the field.
    pub node: NodeId,
    /// What stands before `message`.
    pub visibility: Option<Visibility>,
    /// Why there is a message at all.
    pub origin: Origin,
    /// All fields in the order of the text, those of oneofs included.
    pub fields: Vec<Field>,
    /// The oneofs that are written; synthetic ones come with the descriptor.
    pub oneofs: Vec<Oneof>,
    /// Messages declared in it, those of groups and map entries included, in protoc's order.
    pub messages: Vec<Message>,
    /// Enums declared in it.
    pub enums: Vec<Enum>,
    /// Extensions declared in it.
    pub extensions: Vec<Field>,
    /// The ranges of its extension numbers.
    pub extension_ranges: Vec<ExtensionRange>,
    /// Its reserved numbers.
    pub reserved_ranges: Vec<Range>,
    /// Its reserved names.
    pub reserved_names: Vec<ReservedName>,
    /// Its options.
    pub options: Vec<Setting>,
    /// The names of declarations in it that are left out because they are broken; those of values of its enums, too.
    pub broken: Vec<Broken>,
}

/// Why there is a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// It was declared as one.
    #[default]
    Declared,
    /// A `map<K, V>` field made it.
    MapEntry,
    /// A `group` field made it.
    Group,
}

/// A label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// `optional`
    Optional,
    /// `required`
    Required,
    /// `repeated`
    Repeated,
}

/// A built-in type; the discriminant is its number in `FieldDescriptorProto.Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Scalar {
    Double = 1,
    Float = 2,
    Int64 = 3,
    Uint64 = 4,
    Int32 = 5,
    Fixed64 = 6,
    Fixed32 = 7,
    Bool = 8,
    String = 9,
    Bytes = 12,
    Uint32 = 13,
    Sfixed32 = 15,
    Sfixed64 = 16,
    Sint32 = 17,
    Sint64 = 18,
}

/// The type of a field as it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A built-in one.
    Scalar(Scalar),
    /// A message or an enum by its name.
    Named(Name),
    /// The message of this index in the `messages` around: the map entry's or the group's own one.
    Own(u32),
}

/// A field or an extension.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its simple name; of a group, the message's in lower case.
    pub name: Name,
    /// The statement.
    pub node: NodeId,
    /// The label and its token, as it is written.
    pub label: Option<(Label, NodeId)>,
    /// Its type and the node that names it.
    pub kind: Type,
    /// The node of the type: a TypeName, a MapType, or of a group its keyword.
    pub type_node: NodeId,
    /// Whether it is a `map<K, V>`.
    pub is_map: bool,
    /// Whether it is a group.
    pub is_group: bool,
    /// Its number as it is written.
    pub number: Number,
    /// The index of the oneof around it.
    pub oneof: Option<u32>,
    /// The message it extends; none of a plain field.
    pub extendee: Option<Name>,
    /// Its options, `default` and `json_name` included.
    pub options: Vec<Setting>,
}

/// An integer as it is written; beyond 64 bits it is the nearest one within.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// Its value.
    pub value: i64,
    /// Its node.
    pub node: NodeId,
}

/// A oneof.
#[derive(Clone, Debug, PartialEq)]
pub struct Oneof {
    /// Its name.
    pub name: Name,
    /// The statement.
    pub node: NodeId,
    /// Its options.
    pub options: Vec<Setting>,
    /// Whether a field was left out because it is broken, so that it may only seem to have none.
    pub is_partial: bool,
}

/// Numbers from start to end, both included; `max` is resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub start: Number,
    /// The last.
    pub end: Number,
    /// Its node.
    pub node: NodeId,
}

/// A range of extension numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtensionRange {
    /// The numbers.
    pub range: Range,
    /// The options of the whole statement; each of its ranges has them.
    pub options: Arc<[Setting]>,
}

/// A reserved name.
#[derive(Clone, Debug, PartialEq)]
pub struct ReservedName {
    /// The name.
    pub name: Name,
    /// Whether it is written as an identifier rather than a string.
    pub is_identifier: bool,
}

/// An enum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enum {
    /// Its simple name.
    pub name: Name,
    /// The statement.
    pub node: NodeId,
    /// What stands before `enum`.
    pub visibility: Option<Visibility>,
    /// Its values in order.
    pub values: Vec<EnumValue>,
    /// Its reserved numbers.
    pub reserved_ranges: Vec<Range>,
    /// Its reserved names.
    pub reserved_names: Vec<ReservedName>,
    /// Its options.
    pub options: Vec<Setting>,
    /// Whether a value was left out because it is broken, so that rules about all values can't be held.
    pub is_partial: bool,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// Its name.
    pub name: Name,
    /// The statement.
    pub node: NodeId,
    /// Its number.
    pub number: Number,
    /// Its options.
    pub options: Vec<Setting>,
}

/// A service.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name.
    pub name: Name,
    /// The statement.
    pub node: NodeId,
    /// Its methods.
    pub methods: Vec<Method>,
    /// Its options.
    pub options: Vec<Setting>,
}

/// A method.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// Its name.
    pub name: Name,
    /// The statement.
    pub node: NodeId,
    /// The request's type.
    pub request: Name,
    /// Whether the client streams.
    pub client_streaming: bool,
    /// The response's type.
    pub response: Name,
    /// Whether the server streams.
    pub server_streaming: bool,
    /// Its options.
    pub options: Vec<Setting>,
}

/// An option as it is written: `a.(b).c = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The parts of its name; at least one.
    pub parts: Vec<SettingPart>,
    /// Its value.
    pub value: Value,
    /// The statement, of [`Kind::Option`](crate::syntax::Kind::Option) or `CompactOption`.
    pub node: NodeId,
}

/// A part of an option's name.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingPart {
    /// The name, without parentheses.
    pub name: Name,
    /// Whether it is in parentheses: an extension.
    pub is_extension: bool,
}

/// A value of an option and its node.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Its node.
    pub node: NodeId,
}

/// What a value of an option is.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// A word, and whether a `-` stands before it (`-inf`).
    Ident(String, bool),
    /// An integer that is not negative.
    Positive(u64),
    /// A negative integer (`-0` too); beyond 64 bits a [`ValueKind::Float`].
    Negative(i64),
    /// A floating point number.
    Float(f64),
    /// A string: its bytes, escapes resolved.
    String(Vec<u8>),
    /// `{ … }`: read off the tree by `options`.
    Aggregate,
    /// `[ … ]`: only within an aggregate.
    List,
}

impl Scalar {
    /// All of them with their names.
    pub const ALL: [(&'static str, Scalar); 15] = [
        ("double", Scalar::Double),
        ("float", Scalar::Float),
        ("int32", Scalar::Int32),
        ("int64", Scalar::Int64),
        ("uint32", Scalar::Uint32),
        ("uint64", Scalar::Uint64),
        ("sint32", Scalar::Sint32),
        ("sint64", Scalar::Sint64),
        ("fixed32", Scalar::Fixed32),
        ("fixed64", Scalar::Fixed64),
        ("sfixed32", Scalar::Sfixed32),
        ("sfixed64", Scalar::Sfixed64),
        ("bool", Scalar::Bool),
        ("string", Scalar::String),
        ("bytes", Scalar::Bytes),
    ];

    /// The built-in type of a name.
    pub fn of(name: &str) -> Option<Scalar> {
        Scalar::ALL.iter().find(|&&(word, _)| word == name).map(|&(_, scalar)| scalar)
    }

    /// Its name.
    pub fn word(self) -> &'static str {
        Scalar::ALL.iter().find(|&&(_, scalar)| scalar == self).map_or("", |&(word, _)| word)
    }
}
