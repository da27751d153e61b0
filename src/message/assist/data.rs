//! What the services answer with. All spans are bytes of the JSON text.

use crate::language::CompletionKind;
use crate::text::Span;

/// Replacements in the text: disjoint, in any order.
pub type Edits = Vec<(Span, String)>;

/// What could be typed at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// What is typed so far: a choice replaces it.
    pub span: Span,
    /// The choices, the best first.
    pub list: Vec<Choice>,
    /// Whether nothing was left out that more letters might lead to.
    pub is_complete: bool,
    /// Whether nothing else can stand here: then they are worth offering before the first letter.
    pub is_all: bool,
    /// Whether the first letter is there, or the quote before it.
    pub is_begun: bool,
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is shown, and what typed letters are compared with.
    pub label: String,
    /// What is put in.
    pub insert: String,
    /// Whether that is a snippet with `${1:…}` for parts to fill in, in which `\{` and `\}` are braces that mean nothing.
    pub is_snippet: bool,
    /// What it is, in a word or two.
    pub detail: String,
    /// Which picture stands before it.
    pub kind: CompletionKind,
    /// What its declaration says.
    pub doc: Option<String>,
    /// Edits elsewhere that go with it: a comma before it, the end of the string it replaces.
    pub also: Edits,
    /// Whether there is something to choose again at its first part, once it is put in.
    pub goes_on: bool,
}
