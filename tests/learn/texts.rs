//! All texts that a file shows, one after the other, each with its place; they can be changed, too.
//!
//! What the engine computes from a file's data (bytes of a live part, a goal's sentence) is not among them: it can't
//! disagree with the data.

use wirelens::learn::{
    live::Live,
    markdown::{Block, Inline, blocks, plain},
    run::{Ask, Run},
    source::{LessonFile, QuestionFile},
    task::{Choice, Guess, Task},
};

use crate::support::File;

/// A text as people read it, on one line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where it is, for people.
    pub place: String,
    /// What it says, without marks.
    pub text: String,
    /// The code it is a line of, if it is one.
    pub code: Option<usize>,
    /// The table it is a row of, if it is one.
    pub table: Option<usize>,
}

/// A block of code as people see it.
#[derive(Clone, Debug)]
pub struct Code {
    pub place: String,
    /// The words behind the fence.
    pub info: String,
    pub text: String,
}

/// A table as people see it, cells without marks.
#[derive(Clone, Debug)]
pub struct Table {
    pub place: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// All that a file shows.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub lines: Vec<Line>,
    pub codes: Vec<Code>,
    pub tables: Vec<Table>,
    /// Pieces of code in running text, with their places.
    pub pieces: Vec<(String, String)>,
    /// Links and where they are.
    pub links: Vec<(String, String)>,
    /// The anchors of its headings.
    pub anchors: Vec<String>,
    pub lives: Vec<Live>,
    /// The heading that was met last.
    heading: String,
}

impl Shown {
    pub fn of(file: File<'_>) -> Shown {
        match file {
            File::Lesson(it) => Shown::lesson(it),
            File::Question(it) => Shown::question(it),
        }
    }

    pub fn lesson(file: &LessonFile) -> Shown {
        let mut shown = Shown::default();
        shown.line("title", &file.lesson.title);
        shown.line("summary", &file.summary);
        shown.heading = "the beginning".to_owned();
        shown.blocks(&file.lesson.blocks);
        shown
    }

    fn question(file: &QuestionFile) -> Shown {
        let mut shown = Shown::default();
        shown.line("title", &file.title);
        let mut file = file.clone();
        markdown(&mut file, &mut |place, text| {
            shown.heading = place.to_owned();
            shown.blocks(&blocks(text));
        });
        code(&mut file, &mut |place, language, text| {
            shown.heading = place.to_owned();
            shown.code(language, text);
        });
        shown
    }

    fn line(&mut self, place: &str, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.lines.push(Line { place: place.to_owned(), text, code: None, table: None });
    }

    fn text(&mut self, inline: &[Inline]) {
        self.inline(inline);
        let place = self.heading.clone();
        self.line(&place, &plain(inline));
    }

    fn inline(&mut self, inline: &[Inline]) {
        for part in inline {
            match part {
                Inline::Text(_) => {}
                Inline::Code(code) => self.pieces.push((self.heading.clone(), code.clone())),
                Inline::Strong(children) | Inline::Emphasis(children) => self.inline(children),
                Inline::Link { href, children } => {
                    self.links.push((self.heading.clone(), href.clone()));
                    self.inline(children);
                }
            }
        }
    }

    fn code(&mut self, info: &str, text: &str) {
        let (place, index) = (self.heading.clone(), self.codes.len());
        for line in text.lines() {
            self.line(&place, line);
            self.lines.last_mut().unwrap().code = Some(index);
        }
        self.codes.push(Code { place, info: info.to_owned(), text: text.to_owned() });
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { id, inline, .. } => {
                    self.heading = format!("\"{}\"", plain(inline));
                    self.anchors.push(id.clone());
                    self.text(inline);
                }
                Block::Paragraph(inline) => self.text(inline),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Quote(inside) => self.blocks(inside),
                Block::Code { language, text } => self.code(language, text),
                Block::Table { head, rows } => {
                    let texts = |cells: &[Vec<Inline>]| cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>();
                    let (place, index) = (self.heading.clone(), self.tables.len());
                    for cells in std::iter::once(head).chain(rows) {
                        cells.iter().for_each(|cell| self.inline(cell));
                        self.line(&place, &texts(cells).join(" | "));
                        self.lines.last_mut().unwrap().table = Some(index);
                    }
                    let rows = rows.iter().map(|row| texts(row)).collect();
                    self.tables.push(Table { place, head: texts(head), rows });
                }
                Block::Live(live) => self.lives.push((**live).clone()),
            }
        }
    }
}

/// Every text of a lesson that people read, to be changed: pieces of text and code.
pub fn of_lesson(file: &mut LessonFile, change: &mut dyn FnMut(&mut String)) {
    change(&mut file.lesson.title);
    change(&mut file.summary);
    of_blocks(&mut file.lesson.blocks, change);
}

fn of_blocks(blocks: &mut [Block], change: &mut dyn FnMut(&mut String)) {
    for block in blocks {
        match block {
            Block::Heading { inline, .. } | Block::Paragraph(inline) => of_inline(inline, change),
            Block::List { items, .. } => items.iter_mut().for_each(|item| of_blocks(item, change)),
            Block::Quote(inside) => of_blocks(inside, change),
            Block::Code { text, .. } => change(text),
            Block::Table { head, rows } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| of_inline(cell, change));
            }
            Block::Live(_) => {}
        }
    }
}

fn of_inline(inline: &mut [Inline], change: &mut dyn FnMut(&mut String)) {
    for part in inline {
        match part {
            Inline::Text(text) | Inline::Code(text) => change(text),
            Inline::Strong(children) | Inline::Emphasis(children) | Inline::Link { children, .. } => {
                of_inline(children, change);
            }
        }
    }
}

/// Every text of a question that people read, to be changed; Markdown as it is written.
pub fn of_question(file: &mut QuestionFile, change: &mut dyn FnMut(&mut String)) {
    change(&mut file.title);
    markdown(file, &mut |_, text| change(text));
    code(file, &mut |_, _, text| change(text));
}

/// The texts that are Markdown, with their places.
fn markdown(file: &mut QuestionFile, each: &mut dyn FnMut(&str, &mut String)) {
    each("prompt", &mut file.prompt);
    each("hint", &mut file.hint);
    for (index, step) in file.steps.iter_mut().enumerate() {
        each(&format!("step {}", index + 1), step);
    }
    each("answer", &mut file.answer);
    each("check", &mut file.check);
    for (index, mistake) in file.mistakes.iter_mut().enumerate() {
        each(&format!("mistake {}", index + 1), mistake);
    }
    each("source", &mut file.source);
    let guesses = |guesses: &mut [Guess], each: &mut dyn FnMut(&str, &mut String)| {
        for guess in guesses {
            each(&format!("why `{}` is wrong", guess.answer), &mut guess.why);
        }
    };
    match &mut file.task {
        Task::Choice(options) | Task::Several(options) => {
            for Choice { id, text, code, why, .. } in &mut options.options {
                if !*code {
                    each(&format!("option {id}"), text);
                }
                each(&format!("why {id}"), why);
            }
        }
        Task::Trace(trace) => {
            each("label", &mut trace.label);
            guesses(&mut trace.guesses, each);
            if let Run::Call(call) = &mut trace.run
                && let Ask::Order(steps) = &mut call.ask
            {
                steps.iter_mut().for_each(|step| each(&format!("step {}", step.id), &mut step.text));
            }
        }
        Task::Change(change) => {
            for option in &mut change.options {
                each(&format!("option {}", option.id), &mut option.text);
                each(&format!("why {}", option.id), &mut option.why);
            }
        }
        Task::Dump(reading) => {
            for field in &mut reading.fields {
                each("label", &mut field.label);
                guesses(&mut field.guesses, each);
            }
        }
        Task::Bytes(_) | Task::Mend(_) | Task::Write(_) => {}
    }
}

/// The texts that are code, with their places and languages.
fn code(file: &mut QuestionFile, each: &mut dyn FnMut(&str, &str, &mut String)) {
    if let Some(code) = &mut file.code {
        each("code", &code.language, &mut code.text);
    }
    if let Task::Choice(options) | Task::Several(options) = &mut file.task {
        for option in options.options.iter_mut().filter(|it| it.code) {
            each(&format!("option {}", option.id), "", &mut option.text);
        }
    }
}
