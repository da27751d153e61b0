//! What every stage may report: kind, place and help.
//!
//! Messages are lower case without a full stop: what was expected, what was found; the help says how to mend it.
//! Knows no stage, and nothing of how a diagnostic is shown.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The input does not mean anything as it stands.
    Error,
    /// It means something, though hardly what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word shown: `error`, `warning` or `info`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// What the codes of hints begin with.
pub const STYLE: &str = "style-";

/// Whether something of this severity and code is a hint: a matter of style, which can be switched off.
pub fn is_hint(severity: Severity, code: &str) -> bool {
    severity == Severity::Info && code.starts_with(STYLE)
}

/// Which of the user's texts a span points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Source {
    /// The .proto file with this index in [`Files`](crate::text::Files).
    File(u32),
    /// The message as JSON text.
    Json,
    /// The message in the text format.
    Text,
    /// The payload as it was typed: hex, base64, a dump.
    Payload,
    /// The bytes themselves, whatever they came from.
    Bytes,
}

/// A span and the text it points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Which text.
    pub source: Source,
    /// Where in it, in bytes.
    pub span: Span,
}

impl Place {
    /// A span of a .proto file.
    pub fn file(index: usize, span: Span) -> Place {
        Place { source: Source::File(index as u32), span }
    }

    /// A span of the JSON text.
    pub fn json(span: Span) -> Place {
        Place { source: Source::Json, span }
    }

    /// A span of the message in the text format.
    pub fn text(span: Span) -> Place {
        Place { source: Source::Text, span }
    }

    /// A span of the payload's text.
    pub fn payload(span: Span) -> Place {
        Place { source: Source::Payload, span }
    }

    /// A span of the bytes.
    pub fn bytes(span: Span) -> Place {
        Place { source: Source::Bytes, span }
    }
}

/// A second place that explains the first, such as the earlier of two declarations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there.
    pub message: String,
}

/// An edit that mends the matter, in the words of the button that applies it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, such as ``insert `;` ``.
    pub title: String,
    /// Replacements; they do not overlap.
    pub edits: Vec<(Place, String)>,
}

/// One thing a stage has to say about the user's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable word for the kind, such as `json-unknown-field`.
    pub code: String,
    /// What was expected and what was found.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Where.
    pub place: Place,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// Edits that mend it.
    pub fixes: Vec<Fix>,
    /// What the name at the place should be. To rename it is a fix, whose edits the language services find.
    pub rename: Option<String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: &str, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, place, message)
    }

    /// A warning.
    pub fn warning(code: &str, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, place, message)
    }

    /// Something worth knowing.
    pub fn info(code: &str, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Info, code, place, message)
    }

    fn new(severity: Severity, code: &str, place: Place, message: impl Into<String>) -> Diagnostic {
        let (code, message) = (code.to_owned(), message.into());
        Diagnostic { severity, code, message, help: None, place, labels: Vec::new(), fixes: Vec::new(), rename: None }
    }

    /// The same with a help line.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}
