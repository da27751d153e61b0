//! Files with a cursor in one of them: `‸`.

use wirelens::{
    language::{Completion, Space, complete},
    schema::{Compiler, unit::Unit},
    text::{File, Files},
};

/// The mark of the cursor.
pub const CURSOR: char = '‸';

/// Files that were read, and where the cursor is.
pub struct Workspace {
    compiler: Compiler,
    pub at: Option<(u32, usize)>,
}

impl Workspace {
    pub fn new(files: &[(&str, &str)]) -> Workspace {
        let marks = files.iter().enumerate().filter_map(|(index, file)| Some((index as u32, file.1.find(CURSOR)?)));
        let at = marks.max();
        let file = |&(name, text): &(&str, &str)| File { name: name.to_owned(), text: text.replace(CURSOR, "") };
        let files: Files = files.iter().map(file).collect();
        let mut compiler = Compiler::default();
        compiler.check(&files);
        Workspace { compiler, at }
    }

    pub fn space(&self) -> Space<'_> {
        Space::new(self.compiler.world())
    }

    pub fn unit(&self, index: usize) -> &Unit {
        self.compiler.world().unit(index as u32).unwrap()
    }

    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.compiler.world().units()
    }
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
