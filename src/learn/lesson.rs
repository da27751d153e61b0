//! A lesson's Markdown file → [`Lesson`].
//!
//! A lesson begins with a head between two lines `---`, of lines `key: value`: `id`, `title` and `questions`, a list in
//! brackets of the questions it ends with. The rest is its text. Knows nothing of the questions but their ids.

use serde::{Deserialize, Serialize};

use super::markdown::{self, Block};

/// A lesson, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// The name in links, such as `why-grpc`.
    pub id: String,
    /// The name people read.
    pub title: String,
    /// Its text.
    pub blocks: Vec<Block>,
    /// The ids of the questions it ends with, in order.
    pub questions: Vec<String>,
}

/// Reads a lesson's file.
///
/// # Errors
/// A head that is missing or incomplete, a key it does not know, or a live block that can't be read.
pub fn parse(markdown: &str) -> Result<Lesson, String> {
    let (head, text) = markdown
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .ok_or("expected a head between two lines `---`")?;
    let (mut id, mut title, mut questions) = (None, None, None);
    for line in head.lines() {
        match line.split_once(':').map(|(key, value)| (key.trim(), value.trim())) {
            Some(("id", value)) => id = Some(value.to_owned()),
            Some(("title", value)) => title = Some(value.to_owned()),
            Some(("questions", value)) => questions = Some(list(value)?),
            _ => return Err(format!("expected `id`, `title` or `questions`, found `{line}`")),
        }
    }
    Ok(Lesson {
        id: id.ok_or("the head has no `id`")?,
        title: title.ok_or("the head has no `title`")?,
        questions: questions.ok_or("the head has no `questions`")?,
        blocks: markdown::blocks(text)?,
    })
}

fn list(value: &str) -> Result<Vec<String>, String> {
    let inside = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let inside = inside.ok_or_else(|| format!("expected a list in brackets, found `{value}`"))?;
    Ok(inside.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_says_id_title_and_questions() {
        let lesson = parse("---\nid: why\ntitle: Why: a question\nquestions: [one, two]\n---\nText.\n").unwrap();
        assert_eq!(lesson.id, "why");
        assert_eq!(lesson.title, "Why: a question");
        assert_eq!(lesson.questions, ["one", "two"]);
    }

    #[test]
    fn a_head_must_be_complete_and_known() {
        let error = |text: &str| parse(text).unwrap_err();
        assert_eq!(error("Text."), "expected a head between two lines `---`");
        assert_eq!(error("---\nid: a\nquestions: []\n---\n"), "the head has no `title`");
        assert_eq!(error("---\nauthor: b\n---\n"), "expected `id`, `title` or `questions`, found `author: b`");
        assert_eq!(error("---\nquestions: one\n---\n"), "expected a list in brackets, found `one`");
    }
}
