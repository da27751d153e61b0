//! Where a cursor stands in a .proto text, half typed as it may be: the blocks around it, the tokens of its statement before it, and
//! the word it touches.
//!
//! Read from the tokens rather than from the nodes: a node only says what has been typed. Knows no names and no types.

use crate::syntax::{Kind, Node, NodeId, Tree};
use crate::text::{Span, floor_boundary};

/// How many top-level statements are read before the one around the cursor: recovery may have broken a statement in two.
const STATEMENTS_BEFORE: usize = 4;

/// How deep brackets are followed: deeper than any text that compiles.
const MAX_BLOCKS: usize = 128;

/// What a pair of brackets holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(super) enum BlockKind {
    /// The text itself.
    File,
    /// `message M { … }` or a group's body.
    Message,
    /// `enum E { … }`
    Enum,
    /// `oneof o { … }`
    Oneof,
    /// `extend T { … }`
    Extend,
    /// `service S { … }`
    Service,
    /// `rpc M (Q) returns (A) { … }`
    Rpc,
    /// `[ … ]` behind a field, an enum value or extension ranges
    Options,
    /// `{ … }` or `< … >`: the fields of a value
    Aggregate,
    /// `[ … ]` within an aggregate where a value belongs
    List,
    /// `[ … ]` within an aggregate where a field's name belongs
    AggregateName,
}

impl BlockKind {
    fn is_body(self) -> bool {
        self <= BlockKind::Rpc
    }

    fn is_value(self) -> bool {
        matches!(self, BlockKind::Aggregate | BlockKind::List)
    }
}

/// Brackets around the cursor.
#[derive(Clone, Debug)]
pub(super) struct Block<'t> {
    /// What they hold.
    pub kind: BlockKind,
    /// The tokens of the statement before the opening bracket.
    pub head: Vec<Node<'t>>,
    /// The opening bracket; none of the file.
    pub open: Option<Node<'t>>,
}

/// What the cursor touches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Typed<'t> {
    /// Nothing that goes on: white space, punctuation.
    Nothing,
    /// A word or a number it is in or behind.
    Word(Node<'t>),
    /// A string it is in.
    Text(Node<'t>),
    /// A comment: there is nothing to complete.
    Comment,
}

/// The cursor and what is before it.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'t> {
    /// The text it stands in.
    pub tree: &'t Tree,
    /// Where, in bytes.
    pub offset: usize,
    /// The brackets around it, the file first, the innermost last.
    pub blocks: Vec<Block<'t>>,
    /// The tokens before it in its statement, or behind the last comma where one begins anew. What is typed is left out;
    /// brackets that were closed are left empty.
    pub before: Vec<Node<'t>>,
    /// What it touches.
    pub typed: Typed<'t>,
}

impl<'t> Cursor<'t> {
    /// The cursor at a byte offset.
    pub fn new(tree: &'t Tree, offset: usize) -> Cursor<'t> {
        let offset = floor_boundary(tree.text(), offset);
        let typed = typed(tree, offset);
        let end = match typed {
            Typed::Word(leaf) | Typed::Text(leaf) => leaf.span().start as usize,
            Typed::Nothing | Typed::Comment => offset,
        };
        let mut walk = Walk {
            blocks: vec![Block { kind: BlockKind::File, head: vec![], open: None }],
            before: vec![],
            too_deep: 0,
        };
        let first = first_statement(tree, end);
        let leaves = (first..tree.len() as NodeId).map(|id| tree.node(id)).filter(|node| node.kind().is_token());
        for leaf in leaves.take_while(|leaf| (leaf.span().start as usize) < end).filter(|leaf| !leaf.kind().is_trivia())
        {
            walk.token(leaf);
        }
        if typed != Typed::Comment {
            walk.word_follows(tree, end, matches!(typed, Typed::Text(_)));
        }
        Cursor { tree, offset, blocks: walk.blocks, before: walk.before, typed }
    }

    /// What a choice replaces: the word, or what is between the quotes.
    pub fn replaced(&self) -> Span {
        match self.typed {
            Typed::Word(leaf) => leaf.span(),
            Typed::Text(leaf) => {
                let Span { start, end } = leaf.span();
                let inside = start as usize + leaf.text().chars().next().map_or(0, char::len_utf8);
                let end = closing(leaf).map(|quote| end as usize - quote.len_utf8());
                Span::new(inside, end.unwrap_or(self.offset).max(inside))
            }
            Typed::Nothing | Typed::Comment => Span::at(self.offset),
        }
    }

    /// The innermost brackets.
    pub fn block(&self) -> BlockKind {
        self.blocks.last().map_or(BlockKind::File, |block| block.kind)
    }

    /// The token behind what is replaced, on the same line.
    pub fn next_on_line(&self) -> Option<&'t str> {
        let rest = &self.tree.text()[self.replaced().end as usize..];
        let line = rest.lines().next().unwrap_or_default().trim_start();
        let length =
            line.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(line.len());
        let one = line.chars().next().map_or(0, char::len_utf8);
        line.get(..length.max(one)).filter(|token| !token.is_empty() && !line.starts_with("//"))
    }

    /// The names of the messages and the service around, the outermost first.
    pub fn names_around(&self) -> impl Iterator<Item = &'t str> {
        self.blocks.iter().filter_map(|block| {
            let keyword = match block.kind {
                BlockKind::Message => ["message", "group"].as_slice(),
                BlockKind::Service => &["service"],
                _ => return None,
            };
            let at = block.head.iter().position(|token| keyword.contains(&token.text()))?;
            block.head.get(at + 1).map(|name| name.text())
        })
    }
}

/// The quote that ends a string literal, be it one of a word processor's; none where it is missing.
fn closing(string: Node<'_>) -> Option<char> {
    let mut characters = string.text().chars();
    let (open, close) = (characters.next()?, characters.next_back()?);
    (open == close || !open.is_ascii() && !close.is_alphanumeric()).then_some(close)
}

/// Whether a string literal has both of its quotes.
pub(super) fn is_closed(string: Node<'_>) -> bool {
    closing(string).is_some()
}

fn is_word(leaf: Node<'_>) -> bool {
    matches!(leaf.kind(), Kind::Ident | Kind::Keyword | Kind::Int | Kind::Float)
}

fn typed(tree: &Tree, offset: usize) -> Typed<'_> {
    let Some(leaf) = offset.checked_sub(1).and_then(|before| tree.leaf_at(before)) else { return Typed::Nothing };
    let inside = (leaf.span().end as usize) > offset;
    match leaf.kind() {
        Kind::LineComment => Typed::Comment,
        Kind::BlockComment if inside || !leaf.text().ends_with("*/") => Typed::Comment,
        Kind::String if inside || !is_closed(leaf) => Typed::Text(leaf),
        _ if is_word(leaf) => Typed::Word(leaf),
        _ => Typed::Nothing,
    }
}

/// A top-level statement to begin with, so that the block around the cursor is opened behind it.
fn first_statement(tree: &Tree, offset: usize) -> NodeId {
    let mut last = [0; STATEMENTS_BEFORE];
    let mut count = 0;
    for statement in tree.root().nodes().take_while(|node| (node.span().start as usize) < offset) {
        last[count % STATEMENTS_BEFORE] = statement.id();
        count += 1;
    }
    if count < STATEMENTS_BEFORE { 0 } else { last[count % STATEMENTS_BEFORE] }
}

struct Walk<'t> {
    blocks: Vec<Block<'t>>,
    before: Vec<Node<'t>>,
    /// How many brackets are open beyond [`MAX_BLOCKS`].
    too_deep: usize,
}

impl<'t> Walk<'t> {
    fn kind(&self) -> BlockKind {
        self.blocks.last().map_or(BlockKind::File, |block| block.kind)
    }

    fn token(&mut self, leaf: Node<'t>) {
        let kind = self.kind();
        match leaf.kind() {
            Kind::Semicolon => {
                // A statement that ends while its brackets are open: they were never closed.
                while !self.kind().is_body() && self.kind() != BlockKind::Aggregate {
                    self.blocks.pop();
                }
                self.before.clear();
            }
            Kind::Comma if kind == BlockKind::Options || kind.is_value() => self.before.clear(),
            Kind::LBrace => self.open(leaf, self.braces()),
            Kind::LAngle if kind.is_value() => self.open(leaf, BlockKind::Aggregate),
            Kind::LBracket => self.open_bracket(leaf),
            Kind::RBrace => self.close(leaf, |open| open == Kind::LBrace),
            Kind::RAngle if kind.is_value() => self.close(leaf, |open| open == Kind::LAngle),
            Kind::RBracket => self.close(leaf, |open| open == Kind::LBracket),
            _ => {
                if is_word(leaf) {
                    self.word_follows(leaf.tree(), leaf.span().start as usize, false);
                }
                self.before.push(leaf);
            }
        }
    }

    fn open(&mut self, leaf: Node<'t>, kind: BlockKind) {
        let head = std::mem::take(&mut self.before);
        if self.blocks.len() > MAX_BLOCKS {
            self.too_deep += 1;
            return;
        }
        self.blocks.push(Block { kind, head, open: Some(leaf) });
    }

    fn open_bracket(&mut self, leaf: Node<'t>) {
        let kind = match self.kind() {
            BlockKind::Aggregate => match self.before.as_slice() {
                // A list may do without the colon.
                [name] if is_word(*name) => BlockKind::List,
                [.., last] if last.kind() == Kind::Colon => BlockKind::List,
                _ => {
                    self.before.clear();
                    BlockKind::AggregateName
                }
            },
            BlockKind::List => BlockKind::List,
            _ => BlockKind::Options,
        };
        self.open(leaf, kind);
    }

    /// Closes the innermost brackets of a kind and those left open within; nothing, if a body lies between.
    fn close(&mut self, leaf: Node<'t>, opened_by: impl Fn(Kind) -> bool) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            self.before.clear();
            return;
        }
        let opened = |block: &Block<'t>| block.open.is_some_and(|open| opened_by(open.kind()));
        let Some(at) = self.blocks.iter().rposition(opened) else { return };
        let is_brace = leaf.kind() == Kind::RBrace;
        if !is_brace && self.blocks[at + 1..].iter().any(|block| block.open.is_some_and(|it| it.kind() == Kind::LBrace))
        {
            return;
        }
        let inside = std::mem::take(&mut self.before);
        self.blocks.truncate(at + 1);
        let Some(block) = self.blocks.pop() else { return };
        if block.kind.is_body() {
            return;
        }
        self.before = block.head;
        self.before.extend(block.open);
        if block.kind == BlockKind::AggregateName {
            self.before.extend(inside);
        }
        self.before.push(leaf);
    }

    /// What `{` opens.
    fn braces(&self) -> BlockKind {
        let around = self.kind();
        if !around.is_body() {
            return BlockKind::Aggregate;
        }
        let mut words = self.before.iter().map(|token| token.text());
        let labels = ["export", "local", "optional", "required", "repeated"];
        let first = words.find(|word| !labels.contains(word)).unwrap_or_default();
        match first {
            "option" => BlockKind::Aggregate,
            "enum" => BlockKind::Enum,
            "oneof" => BlockKind::Oneof,
            "extend" => BlockKind::Extend,
            "service" => BlockKind::Service,
            "rpc" => BlockKind::Rpc,
            _ if around == BlockKind::Service => BlockKind::Rpc,
            // What nobody can say is most likely a message.
            _ => BlockKind::Message,
        }
    }

    /// A word or a string is about to follow at `offset`: whether it begins a new statement, though the one before lacks its end.
    fn word_follows(&mut self, tree: &Tree, offset: usize, is_string: bool) {
        let Some(last) = self.before.last() else { return };
        if self.kind().is_value() {
            if !is_string {
                self.field_follows();
            }
            return;
        }
        let between = tree.text().get(last.span().end as usize..offset).unwrap_or_default();
        let goes_on = ["returns", "to"].iter().any(|word| tree.text()[offset..].starts_with(word));
        if is_string || goes_on || !between.contains('\n') || !self.is_whole() {
            return;
        }
        match self.kind() {
            BlockKind::Options => {
                // The next option would stand behind a comma, so the bracket was never closed.
                self.blocks.pop();
                self.before.clear();
            }
            kind if kind.is_body() => self.before.clear(),
            _ => {}
        }
    }

    /// A word is about to follow in an aggregate: what is before ends, unless it asks for more.
    fn field_follows(&mut self) {
        if self.before.last().is_some_and(|last| !matches!(last.kind(), Kind::Colon | Kind::Minus | Kind::Plus)) {
            self.before.clear();
        }
    }

    /// Whether the statement lacks nothing but its semicolon.
    fn is_whole(&self) -> bool {
        let (Some(first), Some(last)) = (self.before.first(), self.before.last()) else { return false };
        match last.kind() {
            Kind::String | Kind::Int | Kind::Float | Kind::RBracket | Kind::RBrace => true,
            Kind::RParen => self.before.iter().filter(|token| token.kind() == Kind::RParen).count() > 1,
            Kind::Ident | Kind::Keyword => {
                let second_last = self.before.len().checked_sub(2).map(|at| self.before[at].kind());
                matches!(first.text(), "package" | "reserved" | "extensions") && self.before.len() > 1
                    || matches!(second_last, Some(Kind::Equals | Kind::Minus | Kind::Plus))
            }
            _ => false,
        }
    }
}
