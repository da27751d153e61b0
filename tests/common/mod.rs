//! The compiler for tests of content.

use wirelens::{
    diagnostic::Source,
    schema::{self, Schema},
    text::{File, LineColumn, LineIndex},
};

/// What the compiler refused, and where.
#[derive(Debug)]
pub struct Refusal {
    /// The compiler's words.
    pub message: String,
    /// The file.
    pub file: String,
    /// The place in it.
    pub place: LineColumn,
}

/// Compiles files that may import each other and the well-known types.
pub fn compile(files: &[(&str, &str)]) -> Result<Schema, Refusal> {
    let file = |&(name, text): &(&str, &str)| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = schema::compile(&files.iter().map(file).collect());
    let Some(first) = compiled.diagnostics.first() else { return Ok(compiled.schema.unwrap()) };
    let Source::File(index) = first.place.source else { panic!("{first:?}") };
    let (name, text) = files[index as usize];
    let place = LineIndex::new(text).line_column(first.place.span.start as usize);
    Err(Refusal { message: first.message.clone(), file: name.to_owned(), place })
}
