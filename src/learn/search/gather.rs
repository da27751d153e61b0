//! The content → [`Docs`]. Answers and what gives them away stay out.

use super::{Doc, Docs, Kind};
use crate::{
    annotate::{Problem, explain::Rule},
    learn::{
        lesson::Lesson,
        markdown::{self, Block, plain},
        more,
        source::{Content, LessonFile, QuestionFile},
    },
    rpc::status::{Code, meaning, retry},
};

impl Docs {
    /// All that can be found.
    pub fn of(content: &Content) -> Docs {
        let mut docs = Vec::new();
        for file in &content.lessons {
            sections(file, &mut docs);
            docs.extend(content.questions_of(&file.lesson.id).map(|question| asked(question, &file.lesson)));
        }
        docs.extend(Code::ALL.into_iter().map(|code| Doc {
            kind: Kind::Explanation,
            title: format!("{} ({})", code.name(), code.number()),
            lesson: "Status codes".to_owned(),
            href: more::status(code).href.to_owned(),
            text: format!("{} {}", meaning(code), retry(code).sentence()),
        }));
        docs.extend(Rule::ALL.into_iter().filter_map(|rule| explained(rule, content)));
        docs.extend(Problem::ALL.into_iter().filter_map(|problem| {
            Some(Doc {
                kind: Kind::Explanation,
                title: capital(problem.message()),
                lesson: problem.code().to_owned(),
                href: more::problem(problem.code())?.href.to_owned(),
                text: capital(problem.help()),
            })
        }));
        Docs(docs)
    }
}

/// A rule that a lesson of another name explains; the others are found as the lessons they are.
fn explained(rule: Rule, content: &Content) -> Option<Doc> {
    let file = content.lessons.iter().find(|it| it.lesson.id == rule.lesson())?;
    (file.lesson.title != rule.name()).then(|| Doc {
        kind: Kind::Explanation,
        title: rule.name().to_owned(),
        lesson: file.lesson.title.clone(),
        href: format!("#/learn/{}", rule.lesson()),
        text: file.summary.clone(),
    })
}

/// What is a message elsewhere stands by itself here.
fn capital(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// A lesson up to its first heading, with its summary, and what is below each heading.
fn sections(file: &LessonFile, docs: &mut Vec<Doc>) {
    let Lesson { id, title, blocks } = &file.lesson;
    let mut doc = Doc {
        kind: Kind::Lesson,
        title: title.clone(),
        lesson: String::new(),
        href: format!("#/learn/{id}"),
        text: file.summary.clone(),
    };
    for block in blocks {
        if let Block::Heading { id: anchor, inline, .. } = block {
            let section = Doc {
                kind: Kind::Lesson,
                title: plain(inline),
                lesson: title.clone(),
                href: format!("#/learn/{id}/{anchor}"),
                text: String::new(),
            };
            docs.push(std::mem::replace(&mut doc, section));
        } else {
            said(block, &mut doc.text);
        }
    }
    docs.push(doc);
}

fn asked(file: &QuestionFile, lesson: &Lesson) -> Doc {
    let mut text = String::new();
    markdown::blocks(&file.prompt).iter().for_each(|block| said(block, &mut text));
    if let Some(code) = &file.code {
        add(&mut text, &code.text);
    }
    Doc {
        kind: Kind::Question,
        title: file.title.clone(),
        lesson: lesson.title.clone(),
        href: format!("#/learn/{}/question-{}", lesson.id, file.id),
        text,
    }
}

/// What a block says, without marks. What runs is no text.
fn said(block: &Block, text: &mut String) {
    match block {
        Block::Heading { inline, .. } | Block::Paragraph(inline) => add(text, &plain(inline)),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| said(block, text)),
        Block::Code { text: code, .. } => add(text, code),
        Block::Table { head, rows } => {
            head.iter().chain(rows.iter().flatten()).for_each(|cell| add(text, &plain(cell)));
        }
        Block::Quote(blocks) => blocks.iter().for_each(|block| said(block, text)),
        Block::Live(_) => {}
    }
}

/// Adds words; blanks and ends of lines become one blank.
fn add(text: &mut String, more: &str) {
    for word in more.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
}
