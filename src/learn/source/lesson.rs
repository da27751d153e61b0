//! A lesson's Markdown file → [`LessonFile`].
//!
//! It begins with a head between two lines `+++`, which is TOML; the rest is its text. A block of code marked `live` is a
//! [`Live`] in TOML; one marked `facts` holds its claims, as `[[fact]]` and `given`, and is not shown.

use serde::Deserialize;

use crate::learn::{
    fact::Fact,
    lesson::Lesson,
    live::Live,
    markdown::{self, Block},
};

/// A lesson and what its author claims.
#[derive(Clone, Debug)]
pub struct LessonFile {
    /// The lesson.
    pub lesson: Lesson,
    /// What it is about, in a sentence.
    pub summary: String,
    /// How long it takes to read, in minutes.
    pub minutes: u32,
    /// The part of the path it belongs to.
    pub part: String,
    /// What it claims.
    pub facts: Vec<Fact>,
    /// Tokens with digits that are nobody's to compute: `RFC 9113`, `user 123`.
    pub given: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: String,
    summary: String,
    minutes: u32,
    part: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    #[serde(default)]
    fact: Vec<Fact>,
    #[serde(default)]
    given: Vec<String>,
}

/// Reads a lesson's file.
pub(super) fn read(id: &str, text: &str) -> Result<LessonFile, String> {
    let (head, text) = text
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
        .ok_or("expected a head between two lines `+++`")?;
    let Head { title, summary, minutes, part } = toml::from_str(head).map_err(|it| it.to_string())?;
    let (mut facts, mut given, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
    for block in markdown::blocks(text) {
        match block {
            Block::Code { language, text } if language == "live" => {
                let live: Live = toml::from_str(&text).map_err(|it| format!("live block: {it}"))?;
                blocks.push(Block::Live(Box::new(live)));
            }
            Block::Code { language, text } if language == "facts" => {
                let claims: Claims = toml::from_str(&text).map_err(|it| format!("facts: {it}"))?;
                facts.extend(claims.fact);
                given.extend(claims.given);
            }
            block => blocks.push(block),
        }
    }
    let lesson = Lesson { id: id.to_owned(), title, blocks };
    Ok(LessonFile { lesson, summary, minutes, part, facts, given })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::live::Sheet;

    const HEAD: &str = "+++\ntitle = \"T\"\nsummary = \"S.\"\nminutes = 3\npart = \"P\"\n+++\n";

    #[test]
    fn live_parts_and_facts_are_read_and_facts_are_not_shown() {
        let text = format!(
            "{HEAD}Two bytes.\n\n```live\n[compare]\nof.example = \"login\"\n```\n\n```facts\ngiven = [\"x\"]\n[[fact]]\nsay = \
             \"96 01\"\nrun.varint = \"150\"\n```\n"
        );
        let file = read("t", &text).unwrap();
        assert_eq!((file.facts.len(), file.given), (1, vec!["x".to_owned()]));
        let [Block::Paragraph(_), Block::Live(live)] = &file.lesson.blocks[..] else { panic!("{:?}", file.lesson) };
        let Live::Compare(Sheet { of, .. }) = &**live else { panic!("{live:?}") };
        assert_eq!(of.example, "login");
    }

    #[test]
    fn a_file_says_what_is_wrong_with_it() {
        assert_eq!(read("t", "Text.").unwrap_err(), "expected a head between two lines `+++`");
        assert!(read("t", "+++\ntitle = 3\n+++\n").unwrap_err().contains("title"));
        assert!(read("t", &format!("{HEAD}```live\n[dance]\n```\n")).unwrap_err().contains("unknown variant `dance`"));
    }
}
