//! A lesson's Markdown file → [`LessonFile`].
//!
//! It begins with a head between two lines `+++`, which is TOML; the rest is its text. A block of code marked `live` is a
//! [`Live`] in TOML; one marked `facts` holds its claims, as `[[fact]]` and `given`, and is not shown.

use serde::Deserialize;

use crate::learn::{
    fact::Fact,
    lesson::Lesson,
    live::Live,
    markdown::{self, Block, Inline},
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
    part: String,
}

/// How many words are read in a minute: slowly, since there is something to understand.
const WORDS_A_MINUTE: usize = 180;

/// How many words a live part counts for: half a minute of trying.
const WORDS_OF_LIVE: usize = WORDS_A_MINUTE / 2;

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
    let Head { title, summary, part } = toml::from_str(head).map_err(|it| it.to_string())?;
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
    let minutes = words(&blocks).div_ceil(WORDS_A_MINUTE) as u32;
    let lesson = Lesson { id: id.to_owned(), title, blocks };
    Ok(LessonFile { lesson, summary, minutes, part, facts, given })
}

/// How many words a text has.
fn words(blocks: &[Block]) -> usize {
    let of = |inline: &[Inline]| markdown::plain(inline).split_whitespace().count();
    let of_block = |block: &Block| match block {
        Block::Heading { inline, .. } | Block::Paragraph(inline) => of(inline),
        Block::List { items, .. } => items.iter().map(|item| words(item)).sum(),
        Block::Quote(inside) => words(inside),
        Block::Table { head, rows } => head.iter().chain(rows.iter().flatten()).map(|cell| of(cell)).sum(),
        Block::Code { text, .. } => text.split_whitespace().count(),
        Block::Live(_) => WORDS_OF_LIVE,
    };
    blocks.iter().map(of_block).sum()
}

/// The blocks as the page has them: of the words behind a fence only the language, since the others are for checks.
pub(super) fn for_page(blocks: &[Block]) -> Vec<Block> {
    let one = |block: &Block| match block {
        Block::Code { language, text } => {
            let language = language.split(' ').next().unwrap_or_default().to_owned();
            Block::Code { language, text: text.clone() }
        }
        Block::List { ordered, items } => {
            Block::List { ordered: *ordered, items: items.iter().map(|item| for_page(item)).collect() }
        }
        Block::Quote(inside) => Block::Quote(for_page(inside)),
        block => block.clone(),
    };
    blocks.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::live::Sheet;

    const HEAD: &str = "+++\ntitle = \"T\"\nsummary = \"S.\"\npart = \"P\"\n+++\n";

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
    fn minutes_are_counted_and_fences_have_a_word_for_checks() {
        let text = format!("{HEAD}{}\n\n- a\n\n  ```proto wrong\n  x\n  ```\n", "word ".repeat(WORDS_A_MINUTE));
        let file = read("t", &text).unwrap();
        assert_eq!(file.minutes, 2);
        let shown = for_page(&file.lesson.blocks);
        let [_, Block::List { items, .. }] = &shown[..] else { panic!("{shown:?}") };
        assert_eq!(items[0][1], Block::Code { language: "proto".into(), text: "x".into() });
    }

    #[test]
    fn a_file_says_what_is_wrong_with_it() {
        assert_eq!(read("t", "Text.").unwrap_err(), "expected a head between two lines `+++`");
        assert!(read("t", "+++\ntitle = 3\n+++\n").unwrap_err().contains("title"));
        assert!(read("t", &format!("{HEAD}```live\n[dance]\n```\n")).unwrap_err().contains("unknown variant `dance`"));
    }
}
