//! Markdown → a small tree of blocks that a view can turn into elements without trusting the text.
//!
//! Only what lessons need comes through: raw HTML is dropped, and a link that leads neither into the page (`#/…`) nor to
//! `https://…` becomes its text. A code block marked `live` holds JSON that names what the engine is to measure there.
//! Knows nothing of lessons, questions, or how a block looks.

use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use serde::{Deserialize, Serialize};

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
    /// Something the engine measures when the lesson is shown.
    Live(Live),
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

/// A place where the engine's own numbers are shown, so that no text has to state them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Live {
    /// What is shown.
    pub kind: LiveKind,
    /// The slug of the example it is shown of.
    pub example: String,
}

/// What a live block shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LiveKind {
    /// The message as a JSON request over HTTP beside the same in a gRPC frame, both measured.
    Compare,
    /// The encoded bytes with their fields.
    Bytes,
}

/// How deep blocks and inlines may nest; marks deeper than that are ignored, so that nobody's recursion overflows.
pub const MAX_DEPTH: usize = 24;

/// The blocks of a text.
///
/// # Errors
/// A live block that can't be read; the message quotes it.
pub fn blocks(markdown: &str) -> Result<Vec<Block>, String> {
    let mut builder = Builder { stack: vec![Frame::new(Kind::Root)], ..Builder::default() };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        builder.event(event)?;
    }
    while builder.stack.len() > 1 {
        builder.close()?;
    }
    Ok(builder.stack.pop().map(|root| root.blocks).unwrap_or_default())
}

/// A text that is one paragraph, as the parts of its line.
///
/// # Errors
/// If it is anything else than one paragraph.
pub fn inline(markdown: &str) -> Result<Vec<Inline>, String> {
    match <[Block; 1]>::try_from(blocks(markdown)?) {
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

#[derive(Default)]
struct Builder {
    stack: Vec<Frame>,
    /// How many open tags were too deep to get a frame.
    too_deep: usize,
    /// How often each anchor was asked for.
    anchors: BTreeMap<String, usize>,
}

/// An open tag and what it holds so far.
struct Frame {
    kind: Kind,
    blocks: Vec<Block>,
    inline: Vec<Inline>,
    items: Vec<Vec<Block>>,
    cells: Vec<Vec<Inline>>,
    head: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
}

impl Frame {
    fn new(kind: Kind) -> Frame {
        let (blocks, items, rows) = (Vec::new(), Vec::new(), Vec::new());
        Frame { kind, blocks, inline: Vec::new(), items, cells: Vec::new(), head: Vec::new(), rows }
    }
}

enum Kind {
    Root,
    Quote,
    List {
        ordered: bool,
    },
    Item,
    Paragraph,
    Heading(u8),
    Code(String),
    Table,
    Head,
    Row,
    Cell,
    Strong,
    Emphasis,
    Link(String),
    /// Its text joins the parent.
    Plain,
    /// Its text is left out.
    Dropped,
}

impl Kind {
    fn of(tag: Tag<'_>) -> Kind {
        match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, .. } => Kind::Heading(level as u8),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) => Kind::Code(language.trim().to_owned()),
            Tag::CodeBlock(CodeBlockKind::Indented) => Kind::Code(String::new()),
            Tag::List(first) => Kind::List { ordered: first.is_some() },
            Tag::Item => Kind::Item,
            Tag::Table(_) => Kind::Table,
            Tag::TableHead => Kind::Head,
            Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Link { dest_url, .. } if is_allowed(&dest_url) => Kind::Link(dest_url.into_string()),
            Tag::Link { .. } | Tag::Image { .. } => Kind::Plain,
            // Raw HTML, and extensions that are not switched on.
            _ => Kind::Dropped,
        }
    }
}

fn is_allowed(href: &str) -> bool {
    href.starts_with("#/") || href.starts_with("https://")
}

impl Builder {
    fn event(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(_) => return self.end(),
            Event::Text(text) => self.push(Inline::Text(text.into_string())),
            Event::Code(code) => self.push(Inline::Code(code.into_string())),
            Event::SoftBreak | Event::HardBreak => self.push(Inline::Text(" ".to_owned())),
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, tag: Tag<'_>) {
        if self.stack.len() > MAX_DEPTH {
            self.too_deep += 1;
        } else {
            self.stack.push(Frame::new(Kind::of(tag)));
        }
    }

    fn end(&mut self) -> Result<(), String> {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return Ok(());
        }
        self.close()
    }

    fn push(&mut self, inline: Inline) {
        let Some(top) = self.stack.last_mut() else { return };
        match top.kind {
            Kind::Dropped => {}
            // Items of a tight list come without a paragraph of their own.
            Kind::Root | Kind::Quote | Kind::Item => match top.blocks.last_mut() {
                Some(Block::Paragraph(line)) => append(line, inline),
                _ => top.blocks.push(Block::Paragraph(vec![inline])),
            },
            _ => append(&mut top.inline, inline),
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(top) = self.stack.last_mut() {
            top.blocks.push(block);
        }
    }

    /// Closes the innermost frame and hands what it holds to the one around it.
    fn close(&mut self) -> Result<(), String> {
        let Some(Frame { kind, blocks, inline, items, cells, head, rows }) = self.stack.pop() else { return Ok(()) };
        match kind {
            Kind::Paragraph => self.block(Block::Paragraph(inline)),
            Kind::Heading(level) => {
                let id = self.anchor(&plain(&inline));
                self.block(Block::Heading { level, id, inline });
            }
            Kind::Quote => self.block(Block::Quote(blocks)),
            Kind::List { ordered } => self.block(Block::List { ordered, items }),
            Kind::Code(language) => self.block(code(language, &plain(&inline))?),
            Kind::Table => self.block(Block::Table { head, rows }),
            Kind::Strong => self.push(Inline::Strong(inline)),
            Kind::Emphasis => self.push(Inline::Emphasis(inline)),
            Kind::Link(href) => self.push(Inline::Link { href, children: inline }),
            Kind::Plain => inline.into_iter().for_each(|inline| self.push(inline)),
            Kind::Root | Kind::Dropped => {}
            Kind::Item | Kind::Head | Kind::Row | Kind::Cell => {
                let Some(top) = self.stack.last_mut() else { return Ok(()) };
                match kind {
                    Kind::Item => top.items.push(blocks),
                    Kind::Head => top.head = cells,
                    Kind::Row => top.rows.push(cells),
                    _ => top.cells.push(inline),
                }
            }
        }
        Ok(())
    }

    /// An anchor nothing else in this text has.
    fn anchor(&mut self, title: &str) -> String {
        let mut base = String::new();
        for character in title.chars() {
            if character.is_ascii_alphanumeric() {
                base.push(character.to_ascii_lowercase());
            } else if !base.is_empty() && !base.ends_with('-') {
                base.push('-');
            }
        }
        let base = match base.trim_end_matches('-') {
            "" => "section".to_owned(),
            base => base.to_owned(),
        };
        let mut id = base.clone();
        while self.anchors.contains_key(&id) {
            let count = self.anchors.entry(base.clone()).or_insert(1);
            *count += 1;
            id = format!("{base}-{count}");
        }
        self.anchors.insert(id.clone(), 1);
        id
    }
}

/// Adds to a line; texts that meet become one.
fn append(line: &mut Vec<Inline>, inline: Inline) {
    match (line.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, inline) => line.push(inline),
    }
}

fn code(language: String, text: &str) -> Result<Block, String> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    if language == "live" {
        let live = serde_json::from_str(text).map_err(|error| format!("live block `{text}`: {error}"))?;
        return Ok(Block::Live(live));
    }
    Ok(Block::Code { language, text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    /// One block a line.
    fn check(markdown: &str, expected: Expect) {
        let shown = match blocks(markdown) {
            Ok(blocks) => blocks.iter().map(|block| format!("{block:?}\n")).collect(),
            Err(error) => error,
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn text_keeps_its_marks() {
        check("# One *two*\n\nA `b` **c [d](#/learn)**\ne.\n", expect![[r##"
            Heading { level: 1, id: "one-two", inline: [Text("One "), Emphasis([Text("two")])] }
            Paragraph([Text("A "), Code("b"), Text(" "), Strong([Text("c "), Link { href: "#/learn", children: [Text("d")] }]), Text(" e.")])
        "##]]);
    }

    #[test]
    fn equal_headings_get_distinct_anchors() {
        check("# A\n# A 2\n# A\n# A\n# €\n", expect![[r#"
            Heading { level: 1, id: "a", inline: [Text("A")] }
            Heading { level: 1, id: "a-2", inline: [Text("A 2")] }
            Heading { level: 1, id: "a-3", inline: [Text("A")] }
            Heading { level: 1, id: "a-4", inline: [Text("A")] }
            Heading { level: 1, id: "section", inline: [Text("€")] }
        "#]]);
    }

    #[test]
    fn lists_hold_blocks_tight_or_loose() {
        check("- a `b`\n- c\n  1. d\n\n     e\n", expect![[r#"
            List { ordered: false, items: [[Paragraph([Text("a "), Code("b")])], [Paragraph([Text("c")]), List { ordered: true, items: [[Paragraph([Text("d")]), Paragraph([Text("e")])]] }]] }
        "#]]);
    }

    #[test]
    fn tables_quotes_and_code() {
        check("|a|b|\n|-|-|\n|`c`|d|\n\n> e\n\n```proto\nint32 id = 1;\n\n// end\n```\n", expect![[r#"
            Table { head: [[Text("a")], [Text("b")]], rows: [[[Code("c")], [Text("d")]]] }
            Quote([Paragraph([Text("e")])])
            Code { language: "proto", text: "int32 id = 1;\n\n// end" }
        "#]]);
    }

    #[test]
    fn a_live_block_names_what_is_measured() {
        check("```live\n{\"kind\":\"compare\",\"example\":\"login\"}\n```\n", expect![[r#"
            Live(Live { kind: Compare, example: "login" })
        "#]]);
        check("```live\n{\"kind\":\"dance\",\"example\":\"login\"}\n```\n", expect![[r#"live block `{"kind":"dance","example":"login"}`: unknown variant `dance`, expected `compare` or `bytes` at line 1 column 15"#]]);
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
        let mut inside = blocks(&format!("{}x\n", "> ".repeat(5_000))).unwrap();
        let mut depth = 0;
        while let Some(Block::Quote(next)) = inside.pop() {
            (inside, depth) = (next, depth + 1);
        }
        assert_eq!(depth, MAX_DEPTH);
    }

    proptest! {
        #[test]
        fn whatever_is_written_crosses_to_the_page(markdown in "[-a`*_>#|\\[\\]()<!1.\n ]{0,80}") {
            let blocks = blocks(&markdown).unwrap();
            let bytes = postcard::to_stdvec(&blocks).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Vec<Block>>(&bytes).unwrap(), blocks);
        }
    }
}
