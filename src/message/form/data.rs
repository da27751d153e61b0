//! The form as plain data: what is asked for, the rows, what people do to them, and what comes of it.
//!
//! A form is a projection of the JSON text under a message type. Nothing in it is state but which rows are open ([`Asked`]):
//! an [`Act`] becomes small edits of the text, and the rows are read again from what the text is then.
//!
//! Paths are those of [`JsonPlaces`](crate::message::JsonPlaces), with the .proto's names: `order.items[3].price`,
//! `labels["en"]` (a map's key is a JSON string, whatever its type), `[pkg.extension]`; what an Any holds stands below its
//! `value`: `details.value.code`. A oneof has the path of its name beside its members. The message itself is `""`.
//! Spans are bytes of the JSON text. Knows no descriptor.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;
use crate::text::Span;

/// How many elements or entries of a list or map are shown at first, and how many more each time.
pub const PAGE: u32 = 50;
/// How many fields of a message.
pub const FIELDS_PAGE: u32 = 200;
/// How many rows a form has at most, however much is open.
pub const MAX_ROWS: usize = 1000;
/// A value of more bytes is not shown, and can only be replaced or removed.
pub const MAX_VALUE_BYTES: usize = 16 << 10;

/// Which part of the form is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The rows whose insides are shown.
    pub open: Vec<Opened>,
}

/// A row that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its path; `""` need not be named unless for its pages.
    pub path: String,
    /// How many pages of [`PAGE`] (of fields, [`FIELDS_PAGE`]) rows are shown of it; 0 is read as 1.
    pub pages: u32,
}

/// A form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The full name of the message type.
    pub root: String,
    /// In the order they are shown; what is inside of a row comes behind it, with a greater depth.
    pub rows: Vec<Row>,
    /// Whether there would be more rows than [`MAX_ROWS`].
    pub is_cut: bool,
    /// The enums of the rows, each once.
    pub enums: Vec<Enumeration>,
    /// The full names of the types an Any may hold; empty where no row is one. Those of the user's files come first.
    pub types: Vec<String>,
    /// Why the text can't be read as this message at all, so that there is nothing to edit but the text. An empty text can:
    /// it is a message without fields.
    pub broken: Option<Problem>,
    /// What is wrong, and belongs to no row.
    pub problems: Vec<Problem>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its path: distinct among the rows, the same while the text is edited elsewhere. A [`Widget::More`] has its list's.
    pub path: String,
    /// How deep it is inside; the fields of the message itself have 0.
    pub depth: u32,
    /// The field's name as declared (an extension's in brackets), an element's index, an entry's key, a oneof's name.
    pub label: String,
    /// The field's number.
    pub number: Option<u32>,
    /// The type as people say it, without packages: `int32`, `Address`, `repeated Role`, `map<string, Address>`.
    pub type_word: String,
    /// The full name of the message or enum type.
    pub type_name: Option<String>,
    /// The comment of the field's declaration.
    pub doc: Option<String>,
    /// Whether it may be absent, and what that means.
    pub presence: Presence,
    /// Whether the text has it. `null` is as good as nothing for most types.
    pub is_set: bool,
    /// What it is edited with.
    pub widget: Widget,
    /// What it is.
    pub value: Value,
    /// What is read where the field is absent, as [`Value::Text`] would have it; nothing for messages, lists and maps.
    pub default: Option<String>,
    /// Whether it has an inside that can be opened.
    pub is_foldable: bool,
    /// Whether that is shown: it is open, and there are fewer than [`MAX_ROWS`].
    pub is_open: bool,
    /// How many elements, entries or set fields it has.
    pub count: u32,
    /// What is wrong with it, or inside of it where it is not open: the worst, the first of these.
    pub problem: Option<Problem>,
    /// Whether acts on it are refused, for the text is broken there.
    pub is_locked: bool,
    /// Key and value, or the element, in the text.
    pub span: Option<Span>,
}

/// Whether a field may be absent, and what that means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    /// Absent is the same as its default value.
    Implicit,
    /// Absent is something of its own: a switch.
    Explicit,
    /// It must be there (proto2, or `LEGACY_REQUIRED`).
    Required,
    /// A member of a oneof: a radio button. The rows of all members follow that of their oneof, one level deeper.
    Member,
    /// A oneof itself: [`Act::Remove`] sets none of its members.
    Oneof,
    /// A list. Absent is the same as empty.
    Repeated,
    /// A map. Absent is the same as empty.
    Map,
    /// An element of a list: it can be moved and removed.
    Element,
    /// An entry of a map: its key can be renamed, and it can be removed.
    Entry,
    /// What an Any holds, if it is a type with a JSON form of its own; the message itself, if that is one.
    Held,
    /// A member of the text that is no field: it can be removed.
    Unknown,
}

/// What a row is edited with. Wrappers such as `google.protobuf.Int64Value` have the widget of what they wrap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Widget {
    /// `true` or `false`.
    Bool,
    /// A whole number in this range, both ends included.
    Integer {
        /// The least.
        min: String,
        /// The greatest.
        max: String,
    },
    /// A number, `NaN`, `Infinity` or `-Infinity`.
    Float {
        /// Whether it is a double.
        is_double: bool,
    },
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// A value of [`Form::enums`], by its index there.
    Enum(u32),
    /// Nothing to choose: `google.protobuf.NullValue`.
    Null,
    /// The fields inside of it.
    Message,
    /// A point in time, as RFC 3339 has it.
    Timestamp,
    /// Seconds and an `s`. `1h 30m`, `2 min`, `250ms` and the like are understood, too.
    Duration,
    /// Field paths, separated by commas, with the .proto's names.
    FieldMask,
    /// JSON text.
    Json(Json),
    /// A type of [`Form::types`] and what is inside.
    Any,
    /// The elements inside of it.
    List,
    /// The entries inside of it.
    Map,
    /// Its members below it.
    Oneof,
    /// A text that is in no field.
    Unknown,
    /// Not a field: more of what is around it can be shown, so many.
    More(u32),
}

/// What a JSON text must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Json {
    /// Any value.
    Value,
    /// An object.
    Struct,
    /// An array.
    List,
}

/// What a row is, in the words of its widget.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Not there, or nothing that could be shown in a field.
    #[default]
    None,
    /// A text: a number's digits, `true`, an enum value's name (its number where it has none), a string's characters, a
    /// point in time, JSON. Whatever does not fit the type is here as it was typed, strings without their quotes.
    Text(String),
    /// Bytes in each of their clothes.
    Bytes {
        /// Standard base64.
        base64: String,
        /// Pairs of digits with blanks between.
        hex: String,
        /// As UTF-8, if they are that, without control characters other than tabs and line ends.
        text: Option<String>,
    },
    /// The type URL of an Any; empty where it has none.
    Type {
        /// As it is written.
        url: String,
        /// The full name at its end, if the schema has that type.
        full_name: Option<String>,
    },
    /// Of a oneof: the path of the member that is set.
    Chosen(String),
    /// Too long to be shown; so many bytes of JSON.
    Long(u32),
    /// Of another kind than the widget's, such as an object where a number is expected: its JSON, cut where it is long.
    Misfit(String),
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enumeration {
    /// Its full name.
    pub full_name: String,
    /// Names and numbers in the order of declaration; at most [`MAX_ENUM_VALUES`].
    pub values: Vec<(String, i32)>,
    /// Whether other numbers are no values of it.
    pub is_closed: bool,
}

/// How many types are offered for an Any at most; others can be typed.
pub const MAX_TYPES: usize = 1000;
/// How many values of an enum are offered; others can be typed.
pub const MAX_ENUM_VALUES: usize = 1000;

/// What is wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// What was expected and what was found.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Where in the text.
    pub span: Span,
}

/// Something done to a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// The row's path. It need not be in the text: what is around it is written with it.
    pub path: String,
    /// What is done.
    pub act: Act,
}

/// What can be done to a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Sets the value to what was typed. What is no value of the type is written as a JSON string, so that nothing is lost and
    /// the problem shows at the field; only JSON text and hexadecimal digits must be some. Emptied, a number without presence is
    /// removed. Of a member of a oneof, in place of the other one.
    Set(Typed),
    /// Of a field: puts it there with its default (of a message, empty), in place of the other members of its oneof. Of a list
    /// or a map: adds an element or an entry with a key that is free.
    Add,
    /// Takes it out of the text.
    Remove,
    /// Puts an element in the place of the one before or behind it.
    Move(Direction),
    /// Gives a map's entry another key.
    Rename(String),
    /// Gives an Any this type, by its full name, or its URL; what it held goes, unless only the URL changes. Empty: none.
    Retype(String),
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// To the smaller index.
    Up,
    /// To the greater one.
    Down,
}

/// What was typed, or chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Typed {
    /// In the words of [`Value::Text`].
    Text(String),
    /// Bytes as characters: their UTF-8.
    Characters(String),
    /// Bytes in hexadecimal digits; blanks, colons, commas and `0x` between them are passed over.
    Hex(String),
    /// Bytes in base64.
    Base64(String),
    /// Bytes of a file.
    File(Vec<u8>),
}

/// What an act comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Replacements in the JSON text, in ascending order, none overlapping.
    pub edits: Vec<(Span, String)>,
    /// The path of the row that was acted on, or was added, as it is afterwards; of what was removed, the row around it.
    pub path: String,
}

/// Why nothing is done, in words for whoever did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal(pub String);
