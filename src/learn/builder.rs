//! Events of the Markdown parser → blocks, without recursion.
//!
//! Knows nothing of files or heads of lessons.

use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::markdown::{Block, Inline, MAX_DEPTH, plain};

/// The tree so far: a stack of open tags.
pub(super) struct Builder {
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
    pub(super) fn new() -> Builder {
        Builder { stack: vec![Frame::new(Kind::Root)], too_deep: 0, anchors: BTreeMap::new() }
    }

    /// The blocks of the whole text.
    pub(super) fn finish(mut self) -> Vec<Block> {
        while self.stack.len() > 1 {
            self.close();
        }
        self.stack.pop().map(|root| root.blocks).unwrap_or_default()
    }

    /// Takes what comes next.
    pub(super) fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(_) => self.end(),
            Event::Text(text) => self.push(Inline::Text(text.into_string())),
            Event::Code(code) => self.push(Inline::Code(code.into_string())),
            Event::SoftBreak | Event::HardBreak => self.push(Inline::Text(" ".to_owned())),
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        if self.stack.len() > MAX_DEPTH {
            self.too_deep += 1;
        } else {
            self.stack.push(Frame::new(Kind::of(tag)));
        }
    }

    fn end(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        self.close();
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
    fn close(&mut self) {
        let Some(Frame { kind, blocks, inline, items, cells, head, rows }) = self.stack.pop() else { return };
        match kind {
            Kind::Paragraph => self.block(Block::Paragraph(inline)),
            Kind::Heading(level) => {
                let id = self.anchor(&plain(&inline));
                self.block(Block::Heading { level, id, inline });
            }
            Kind::Quote => self.block(Block::Quote(blocks)),
            Kind::List { ordered } => self.block(Block::List { ordered, items }),
            Kind::Code(language) => {
                let text = plain(&inline);
                let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
                self.block(Block::Code { language, text });
            }
            Kind::Table => self.block(Block::Table { head, rows }),
            Kind::Strong => self.push(Inline::Strong(inline)),
            Kind::Emphasis => self.push(Inline::Emphasis(inline)),
            Kind::Link(href) => self.push(Inline::Link { href, children: inline }),
            Kind::Plain => inline.into_iter().for_each(|inline| self.push(inline)),
            Kind::Root | Kind::Dropped => {}
            Kind::Item | Kind::Head | Kind::Row | Kind::Cell => {
                let Some(top) = self.stack.last_mut() else { return };
                match kind {
                    Kind::Item => top.items.push(blocks),
                    Kind::Head => top.head = cells,
                    Kind::Row => top.rows.push(cells),
                    _ => top.cells.push(inline),
                }
            }
        }
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
