//! What may follow at a cursor, as data: the kinds of places there are in the grammar, and what is known of each from the tokens
//! before. Knows no token, no name and no type.

/// What may follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Nothing that could be told: a name of the user's own, punctuation.
    Nothing,
    /// A statement of the innermost body; where fields may stand, the type of one.
    Statement,
    /// `message` or `enum`, behind `export` or `local`.
    Declaration,
    /// The string behind `syntax =`.
    Syntax,
    /// The string behind `edition =`.
    Edition,
    /// The string behind `import`, and `public`, `weak` or `option` if none of them is there.
    Import {
        /// Whether one of them is there.
        modified: bool,
    },
    /// The name behind `package`, its parts so far.
    Package(String),
    /// A type.
    Type(TypePlace, Qualifier),
    /// The key's type of a map.
    MapKey,
    /// The name of a field of this type.
    FieldName {
        /// The type, as it is written.
        type_name: String,
        /// Whether there is more than one of it.
        is_repeated: bool,
    },
    /// The number of a field.
    FieldNumber,
    /// The number of an enum value.
    EnumNumber,
    /// `to`, between the numbers of a range.
    RangeTo,
    /// The second number of a range.
    RangeEnd,
    /// `returns`, behind the request of an rpc.
    Returns,
    /// A part of an option's name.
    OptionName(OptionPath, PartBegun),
    /// An option's value.
    OptionValue(OptionPath),
    /// A field's name in a value of a message type.
    AggregateField(OptionPath),
    /// The name of an extension, or of the type of an Any, in brackets.
    AggregateExtension(OptionPath, Qualifier),
}

/// Where a type stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypePlace {
    /// A field's, behind a label.
    Labelled,
    /// A field's, where no label is; anything else may stand there too.
    Field,
    /// The value's in a map.
    MapValue,
    /// Of a request or a response.
    Rpc {
        /// Whether `stream` may stand before it.
        may_stream: bool,
    },
    /// What is extended.
    Extendee,
}

/// The parts of a dotted name before the last dot, with a dot before them if one is written: `a.b` of `a.b.c`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Qualifier {
    /// The parts; empty where there is no dot but perhaps a leading one.
    pub path: String,
    /// Whether a dot begins the name.
    pub is_absolute: bool,
}

impl Qualifier {
    /// Whether nothing of a name is written before the word at the cursor.
    pub fn is_empty(&self) -> bool {
        self.path.is_empty() && !self.is_absolute
    }
}

/// How a part of an option's name begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PartBegun {
    /// With the word at the cursor.
    Word,
    /// In parentheses, with these parts of the extension's name.
    Extension(Qualifier),
}

/// The thing that has options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    File,
    Message,
    Field,
    Oneof,
    ExtensionRange,
    Enum,
    EnumValue,
    Service,
    Method,
}

impl Owner {
    /// The message of `google/protobuf/descriptor.proto` that holds the options.
    pub fn options(self) -> &'static str {
        match self {
            Owner::File => "google.protobuf.FileOptions",
            Owner::Message => "google.protobuf.MessageOptions",
            Owner::Field => "google.protobuf.FieldOptions",
            Owner::Oneof => "google.protobuf.OneofOptions",
            Owner::ExtensionRange => "google.protobuf.ExtensionRangeOptions",
            Owner::Enum => "google.protobuf.EnumOptions",
            Owner::EnumValue => "google.protobuf.EnumValueOptions",
            Owner::Service => "google.protobuf.ServiceOptions",
            Owner::Method => "google.protobuf.MethodOptions",
        }
    }

    /// The member of `FieldOptions.OptionTargetType` that stands for it.
    pub fn target(self) -> &'static str {
        match self {
            Owner::File => "TARGET_TYPE_FILE",
            Owner::Message => "TARGET_TYPE_MESSAGE",
            Owner::Field => "TARGET_TYPE_FIELD",
            Owner::Oneof => "TARGET_TYPE_ONEOF",
            Owner::ExtensionRange => "TARGET_TYPE_EXTENSION_RANGE",
            Owner::Enum => "TARGET_TYPE_ENUM",
            Owner::EnumValue => "TARGET_TYPE_ENUM_ENTRY",
            Owner::Service => "TARGET_TYPE_SERVICE",
            Owner::Method => "TARGET_TYPE_METHOD",
        }
    }
}

/// A step from a message to one of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// By the field's name.
    Field(String),
    /// By an extension's name, as it is written.
    Extension(String),
}

/// The way from the options of a thing to a value in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OptionPath {
    /// What has the options.
    pub owner: Owner,
    /// The steps from its options message.
    pub steps: Vec<Step>,
    /// Of a field, its type as it is written; empty for anything else.
    pub type_name: String,
}
