//! `proto-examples/`, embedded: what the page offers to start from.
//!
//! The build script writes the table, so an example is added without touching Rust. Knows nothing of what the texts mean.

/// One example: schema, message and what to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The name in links, such as `user-service`.
    pub slug: &'static str,
    /// The name people read.
    pub title: &'static str,
    /// What to look at, as Markdown: a few lines of prose.
    pub about: &'static str,
    /// The full name of the message type the JSON is written for.
    pub root: &'static str,
    /// The .proto files: path they are imported by, and text; in the order of their paths.
    pub files: &'static [(&'static str, &'static str)],
    /// The message as JSON; the order of its keys is that of the fields.
    pub json: &'static str,
    /// Whether the schema fails to compile, on purpose.
    pub fails: bool,
}

static EXAMPLES: &[Example] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// All examples, in the order they are offered.
pub fn all() -> &'static [Example] {
    EXAMPLES
}

/// The example with that slug.
pub fn find(slug: &str) -> Option<&'static Example> {
    EXAMPLES.iter().find(|example| example.slug == slug)
}
