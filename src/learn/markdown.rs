//! Markdown → a small tree of blocks that a view can turn into elements without trusting the text.
//!
//! Only what lessons need comes through: raw HTML is dropped, and a link that leads neither into the page (`#/…`) nor to
//! `https://…` becomes its text. Knows nothing of lessons, questions, or how a block looks.

use pulldown_cmark::{Options, Parser};
use serde::{Deserialize, Serialize};

use super::{builder::Builder, live::Live};

/// A part of a text that stands on lines of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A heading.
    Heading {
        /// From 1, the greatest, to 6.
        level: u8,
        /// The anchor: unique in its text, made of `a-z`, `0-9` and hyphens.
        id: String,
        /// What it says.
        inline: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// Numbered rather than bulleted.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// A block of code, shown as it is.
    Code {
        /// The word behind the fence, such as `proto`; empty if there is none.
        language: String,
        /// The lines, without the last line break.
        text: String,
    },
    /// A table.
    Table {
        /// The cells of its head.
        head: Vec<Vec<Inline>>,
        /// Its rows of cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A quotation or an aside.
    Quote(Vec<Block>),
    /// Something that runs.
    Live(Box<Live>),
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inline {
    /// Text as it is.
    Text(String),
    /// A piece of code.
    Code(String),
    /// Important.
    Strong(Vec<Inline>),
    /// Stressed.
    Emphasis(Vec<Inline>),
    /// A link.
    Link {
        /// Begins with `#/` or `https://`.
        href: String,
        /// What it says.
        children: Vec<Inline>,
    },
}

/// How deep blocks and inlines may nest; marks deeper than that are ignored, so that nobody's recursion overflows.
pub const MAX_DEPTH: usize = 24;

/// The blocks of a text.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut builder = Builder::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        builder.event(event);
    }
    builder.finish()
}

/// A text that is one paragraph, as the parts of its line.
///
/// # Errors
/// If it is anything else than one paragraph.
pub fn inline(markdown: &str) -> Result<Vec<Inline>, String> {
    match <[Block; 1]>::try_from(blocks(markdown)) {
        Ok([Block::Paragraph(inline)]) => Ok(inline),
        _ => Err(format!("expected one paragraph, found `{markdown}`")),
    }
}

/// The text of a line without its marks: for accessible names and comparisons.
pub fn plain(inline: &[Inline]) -> String {
    let mut text = String::new();
    let mut rest: Vec<&Inline> = inline.iter().rev().collect();
    while let Some(next) = rest.pop() {
        match next {
            Inline::Text(part) | Inline::Code(part) => text.push_str(part),
            Inline::Strong(children) | Inline::Emphasis(children) | Inline::Link { children, .. } => {
                rest.extend(children.iter().rev());
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    /// One block a line.
    fn check(markdown: &str, expected: Expect) {
        let shown: String = blocks(markdown).iter().map(|block| format!("{block:?}\n")).collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn text_keeps_its_marks() {
        check(
            "# One *two*\n\nA `b` **c [d](#/learn)**\ne.\n",
            expect![[r##"
            Heading { level: 1, id: "one-two", inline: [Text("One "), Emphasis([Text("two")])] }
            Paragraph([Text("A "), Code("b"), Text(" "), Strong([Text("c "), Link { href: "#/learn", children: [Text("d")] }]), Text(" e.")])
        "##]],
        );
    }

    #[test]
    fn equal_headings_get_distinct_anchors() {
        check(
            "# A\n# A 2\n# A\n# A\n# €\n",
            expect![[r#"
            Heading { level: 1, id: "a", inline: [Text("A")] }
            Heading { level: 1, id: "a-2", inline: [Text("A 2")] }
            Heading { level: 1, id: "a-3", inline: [Text("A")] }
            Heading { level: 1, id: "a-4", inline: [Text("A")] }
            Heading { level: 1, id: "section", inline: [Text("€")] }
        "#]],
        );
    }

    #[test]
    fn lists_hold_blocks_tight_or_loose() {
        check(
            "- a `b`\n- c\n  1. d\n\n     e\n",
            expect![[r#"
            List { ordered: false, items: [[Paragraph([Text("a "), Code("b")])], [Paragraph([Text("c")]), List { ordered: true, items: [[Paragraph([Text("d")]), Paragraph([Text("e")])]] }]] }
        "#]],
        );
    }

    #[test]
    fn tables_quotes_and_code() {
        check(
            "|a|b|\n|-|-|\n|`c`|d|\n\n> e\n\n```proto\nint32 id = 1;\n\n// end\n```\n",
            expect![[r#"
            Table { head: [[Text("a")], [Text("b")]], rows: [[[Code("c")], [Text("d")]]] }
            Quote([Paragraph([Text("e")])])
            Code { language: "proto", text: "int32 id = 1;\n\n// end" }
        "#]],
        );
    }

    #[test]
    fn html_and_foreign_links_do_not_come_through() {
        check(
            "<script>alert(1)</script>\n\n[a](javascript:alert(1)) <b onclick=x>b</b> ![c](data:d) [f](http://g)\n",
            expect![[r#"
                Paragraph([Text("a b c f")])
            "#]],
        );
    }

    #[test]
    fn one_paragraph_is_a_line_and_nothing_else_is() {
        assert_eq!(plain(&inline("a **b `c`** [d](https://e)\nf").unwrap()), "a b c d f");
        assert_eq!(inline("a\n\nb").unwrap_err(), "expected one paragraph, found `a\n\nb`");
        assert_eq!(inline("").unwrap_err(), "expected one paragraph, found ``");
    }

    #[test]
    fn nesting_is_cut_off() {
        let mut inside = blocks(&format!("{}x\n", "> ".repeat(5_000)));
        let mut depth = 0;
        while let Some(Block::Quote(next)) = inside.pop() {
            (inside, depth) = (next, depth + 1);
        }
        assert_eq!(depth, MAX_DEPTH);
    }

    proptest! {
        #[test]
        fn whatever_is_written_crosses_to_the_page(markdown in "[-a`*_>#|\\[\\]()<!1.\n ]{0,80}") {
            let blocks = blocks(&markdown);
            let bytes = postcard::to_stdvec(&blocks).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Vec<Block>>(&bytes).unwrap(), blocks);
        }
    }
}
