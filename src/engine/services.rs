//! The plain data of the language services: what the page asks about a .proto text or the message's JSON, and what it is told.
//!
//! All offsets and spans are UTF-16 code units of the text in the revision of the answer. Knows no browser and no
//! descriptor.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// A text that is asked about, or edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Doc {
    /// The .proto file of this index.
    File(u32),
    /// The message's JSON, typed or derived.
    Json,
}

/// A question about a place in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Comes back with the reply, so that the editor finds who asked.
    pub id: u32,
    /// The text.
    pub doc: Doc,
    /// The offset of the cursor or pointer.
    pub at: u32,
    /// What is asked.
    pub what: What,
}

impl Query {
    /// Whether a query makes `waiting`, an older one of its kind, superfluous: that one gets no reply at all.
    pub fn supersedes(&self, waiting: &Query) -> bool {
        // Each editor waits for its own answers.
        std::mem::discriminant(&self.what) == std::mem::discriminant(&waiting.what)
            && std::mem::discriminant(&self.doc) == std::mem::discriminant(&waiting.doc)
    }
}

/// What can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// What could be typed here. `true` if the user asked for it, rather than typed on.
    Complete(bool),
    /// What is under the pointer.
    Hover,
    /// Where it is declared.
    Definition,
    /// Where it is used; its declaration comes first.
    References,
    /// Whether it can be renamed: its present name and span.
    PrepareRename,
    /// The edits that rename it.
    Rename(String),
    /// The edits that format the whole file.
    Format,
    /// All symbols of the workspace, for the palette.
    Symbols,
    /// How the file is built: outline, folds, colours.
    Structure,
}

/// The answer to a [`Query`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The query's.
    pub id: u32,
    /// What is told.
    pub told: Told,
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// There is nothing to say.
    Nothing,
    /// To [`What::Complete`]: what is typed so far, the choices, the best first, and whether they are all there are, so that
    /// they can be searched in while more letters are typed; else ask again with each.
    Completions(Span, Vec<Completion>, bool),
    /// To [`What::Hover`].
    Hover(Hover),
    /// To [`What::Definition`] and [`What::References`]: the name that was asked about, as the link it is, and where it leads.
    Places(Span, Vec<Spot>),
    /// To [`What::PrepareRename`].
    Name(Span, String),
    /// To [`What::Rename`]: the full name that changes, and the edits; may be empty.
    Renamed(String, Vec<Edit>),
    /// To [`What::Format`]; may be empty.
    Edits(Vec<Edit>),
    /// It can't be done, for this reason, which is a sentence.
    Refused(String),
    /// To [`What::Symbols`].
    Symbols(Vec<Symbol>),
    /// To [`What::Structure`].
    Structure(Structure),
}

/// What could be typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// What is shown and what the typed letters are compared with.
    pub label: String,
    /// What is put in; `${…}` stands for a part to fill in, as CodeMirror's snippets have it, if `is_snippet`.
    pub insert: String,
    /// Whether `insert` is a snippet.
    pub is_snippet: bool,
    /// What it is, in a word or two: `message`, `scalar type`, the file it would be imported from.
    pub detail: String,
    /// `keyword`, `type`, `enum`, `property`, `constant`, `text`, `namespace`, `function`, `class`: CodeMirror's words.
    pub kind: String,
    /// Its documentation.
    pub doc: Option<String>,
    /// Edits elsewhere that go with it, such as an import.
    pub also: Vec<Edit>,
    /// Whether there is something to choose again once it is put in.
    pub goes_on: bool,
}

/// What is said of the thing under the pointer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hover {
    /// The thing.
    pub span: Span,
    /// Its declaration in a line: `message demo.User`, `string name = 2`.
    pub title: String,
    /// Its comment.
    pub doc: Option<String>,
    /// Facts, each with a label: full name, wire type, tag byte, default, file.
    pub facts: Vec<(String, String)>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Which file.
    pub file: InFile,
    /// Where.
    pub span: Span,
    /// Line, from 1.
    pub line: u32,
    /// The line's text, trimmed.
    pub preview: String,
}

/// A file of the user or one that comes with Wirelens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InFile {
    /// By its index.
    Own(u32),
    /// By its path and with its text, to be shown read-only.
    Bundled(String, String),
}

/// A replacement in a text of the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Which text.
    pub doc: Doc,
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// A declaration, for the palette and the outline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Symbol {
    /// Simple name.
    pub name: String,
    /// Full name.
    pub full_name: String,
    /// `message`, `field`, `enum`, `value`, `service`, `rpc`, `oneof`, `extension`.
    pub kind: String,
    /// How deep it is nested, from 0.
    pub depth: u16,
    /// Which file.
    pub file: u32,
    /// Its name's place.
    pub span: Span,
}

/// How a file is built.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Structure {
    /// The declarations in order.
    pub outline: Vec<Symbol>,
    /// What can be folded: the inside of braces, runs of comments and imports.
    pub folds: Vec<Span>,
    /// Colours that need more than the words: each span and an index into [`COLOURS`]. In order, disjoint.
    pub colours: Vec<(Span, u8)>,
}

/// The classes of [`Structure::colours`].
pub const COLOURS: [&str; 8] = ["type", "scalar", "field", "enum-value", "rpc", "option", "keyword", "deprecated"];
