//! Files with a cursor in one of them: `‸`.

use prost::Message;
use prost_reflect::prost_types::FileDescriptorProto;
use wirelens::{
    diagnostic::Severity,
    language::{Completion, Edit, Space, complete},
    schema::{Compiled, Compiler, unit::Unit, world::World},
    text::{File, Files},
};

/// The mark of the cursor.
pub const CURSOR: char = '‸';

/// Files that were read, and where the cursor is.
pub struct Workspace {
    compiler: Compiler,
    compiled: Compiled,
    pub at: Option<(u32, usize)>,
}

impl Workspace {
    pub fn new(files: &[(&str, &str)]) -> Workspace {
        let marks = files.iter().enumerate().filter_map(|(index, file)| Some((index as u32, file.1.find(CURSOR)?)));
        let at = marks.max();
        let file = |&(name, text): &(&str, &str)| File { name: name.to_owned(), text: text.replace(CURSOR, "") };
        let files: Files = files.iter().map(file).collect();
        let mut compiler = Compiler::default();
        let compiled = compiler.update(&files);
        Workspace { compiler, compiled, at }
    }

    pub fn space(&self) -> Space<'_> {
        Space::new(self.compiler.world())
    }

    pub fn world(&self) -> &World {
        self.compiler.world()
    }

    /// The messages of all errors.
    pub fn errors(&self) -> Vec<String> {
        let errors = self.compiled.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        errors.map(|found| found.message.clone()).collect()
    }

    /// The descriptors of the files in words.
    pub fn descriptors(&self) -> Vec<String> {
        let decode = |bytes: &[u8]| FileDescriptorProto::decode(bytes).unwrap();
        self.compiled.descriptors().iter().map(|(_, bytes)| format!("{:?}", decode(bytes))).collect()
    }

    pub fn unit(&self, index: usize) -> &Unit {
        self.compiler.world().unit(index as u32).unwrap()
    }

    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.compiler.world().units()
    }
}

/// The files after edits, which are all about the texts before them and do not overlap.
pub fn edited(files: &[(&str, &str)], edits: &[Edit]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.file, edit.span));
    for pair in edits.windows(2) {
        assert!(pair[0].file != pair[1].file || pair[0].span.end <= pair[1].span.start, "{pair:?}");
    }
    for edit in edits.into_iter().rev() {
        files[edit.file as usize].1.replace_range(edit.span.range(), &edit.text);
    }
    files
}

/// The completions of files with a cursor.
pub fn completions(files: &[(&str, &str)]) -> Vec<Completion> {
    let workspace = Workspace::new(files);
    let (unit, offset) = workspace.at.unwrap();
    complete(&workspace.space(), unit, offset).list
}

/// The first completions as lines, as many as are expected.
pub fn shown(list: &[Completion], count: usize) -> String {
    let line = |it: &Completion| {
        let insert = if it.insert == it.label { String::new() } else { format!(" → {:?}", it.insert) };
        let also: String = it.also.iter().map(|edit| format!(" + {:?}", edit.text)).collect();
        format!("{} [{}]{insert}{also}\n", it.label, it.detail)
    };
    list.iter().take(count).map(line).collect()
}
