//! What the services answer with. All spans are bytes; `engine` turns them into what an editor counts.

use crate::syntax::NodeId;
use crate::text::Span;

/// A place in a file of the workspace, or in one that comes with Wirelens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Which file.
    pub file: InFile,
    /// Where.
    pub span: Span,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InFile {
    /// One of the user's, by its index.
    Own(u32),
    /// One that comes with Wirelens, by its path.
    Bundled(String),
}

/// A replacement in a file of the user.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// Its index.
    pub file: u32,
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// What could be typed at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// What is typed so far: a choice replaces it.
    pub span: Span,
    /// The choices, the best first.
    pub list: Vec<Completion>,
    /// Whether nothing was left out that more letters might lead to, so that the list can be searched on while they are typed.
    pub is_complete: bool,
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is shown, and what typed letters are compared with.
    pub label: String,
    /// What is put in; with `${…}` for parts to fill in, if `is_snippet`.
    pub insert: String,
    /// Whether `insert` is a snippet.
    pub is_snippet: bool,
    /// What it is, in a word or two, or where it is from.
    pub detail: String,
    /// Which picture stands before it.
    pub kind: CompletionKind,
    /// What its declaration says.
    pub doc: Option<String>,
    /// Edits elsewhere that go with it.
    pub also: Vec<Edit>,
}

/// What a choice is, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A word of the language.
    Keyword,
    /// A built-in type.
    Scalar,
    /// A message.
    Message,
    /// An enum.
    Enum,
    /// A field or an option.
    Field,
    /// A value.
    Value,
    /// A number, a name: plain text.
    Text,
    /// A package.
    Package,
    /// A file.
    File,
}

/// What is said of a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hover {
    /// The thing.
    pub span: Span,
    /// Its declaration in a line.
    pub title: String,
    /// Its comment, or what we say of it.
    pub doc: Option<String>,
    /// Facts, each with a label.
    pub facts: Vec<(String, String)>,
}

/// A declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Simple name.
    pub name: String,
    /// Full name.
    pub full_name: String,
    /// `message`, `field`, `enum`, `value`, `service`, `rpc`, `oneof` or `extension`.
    pub kind: &'static str,
    /// How many declarations are around it.
    pub depth: u16,
    /// The file's index.
    pub file: u32,
    /// The place of its name.
    pub span: Span,
    /// The statement.
    pub node: NodeId,
}

/// The class of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Colour {
    /// A message or an enum, declared or used.
    Type,
    /// A built-in type.
    Scalar,
    /// The name of a field or a oneof.
    Field,
    /// The name of an enum value, declared or used.
    EnumValue,
    /// The name of an rpc.
    Rpc,
    /// The name of an option.
    Option,
    /// A word that the grammar gives a meaning where it stands.
    Keyword,
    /// A name of what is deprecated.
    Deprecated,
}
