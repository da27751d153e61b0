//! A .proto compiler for tests of content: protox directly, so that content is judged without our own stages.

use miette::Diagnostic as _;
use prost_reflect::DescriptorPool;
use protox::file::{ChainFileResolver, File, FileResolver, GoogleFileResolver};
use wirelens::text::{LineColumn, LineIndex};

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

struct Texts(Vec<(String, String)>);

impl FileResolver for Texts {
    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        match self.0.iter().find(|(known, _)| known == name) {
            Some((_, text)) => File::from_source(name, text),
            None => Err(protox::Error::file_not_found(name)),
        }
    }
}

/// Compiles files that may import each other and the well-known types.
pub fn compile(files: &[(&str, &str)]) -> Result<DescriptorPool, Refusal> {
    let texts = files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
    let mut resolver = ChainFileResolver::new();
    resolver.add(GoogleFileResolver::new());
    resolver.add(Texts(texts));
    let mut compiler = protox::Compiler::with_file_resolver(resolver);
    match compiler.include_imports(true).open_files(files.iter().map(|(name, _)| name)) {
        // Not the compiler's own pool: that settles `packed` before it reads the options, so `[packed = …]` has no
        // effect there (protox 0.10.0, prost-reflect 0.16.5). In the finished descriptors the options are read.
        Ok(compiler) => Ok(DescriptorPool::decode(compiler.encode_file_descriptor_set().as_slice()).unwrap()),
        Err(error) => {
            let file = error.file().unwrap_or_default().to_owned();
            let text = files.iter().find(|(name, _)| *name == file).map_or("", |(_, text)| text);
            let offset = error.labels().and_then(|mut labels| labels.next()).map_or(0, |label| label.offset());
            Err(Refusal { message: error.to_string(), place: LineIndex::new(text).line_column(offset), file })
        }
    }
}
