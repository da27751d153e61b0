//! What should stand before each token, read off the tree: nothing, a space or a new line, and how far it is indented then.
//!
//! Where a list is either on one line or has one item a line, a [`Group`] says what depends on what. Knows no column: whether
//! a group fits its line is `render`'s matter.

use std::collections::HashSet;

use super::super::{Kind, Node, NodeId, Tree};
use super::{CONTINUATION, INDENT, MAX_INDENT};

/// What should stand before a token, but for comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sep {
    /// What stands there.
    Keep,
    /// A new line if there is one; else what stands there.
    Loose,
    /// Nothing.
    Tight,
    /// A space.
    Space,
    /// A new line.
    Line,
    /// A new line if the group is broken; else a space if `true`, or nothing.
    Soft(usize, bool),
    /// A space, or a new line if what follows would pass the line's end.
    Fill,
}

/// What a token is to the white space about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing special.
    Plain,
    /// Opens a list or a body: no blank line behind it.
    Opener,
    /// Closes one: no blank line before it, and comments there belong inside.
    Closer,
}

/// A token and what should stand before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) leaf: NodeId,
    pub(super) sep: Sep,
    /// The column where it stands if it begins a line.
    pub(super) indent: usize,
    pub(super) role: Role,
    /// The group that is decided upon before this token is placed.
    pub(super) opens: Option<usize>,
}

/// Tokens that are on one line, or broken at all of their [`Sep::Soft`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// The slot of its last token.
    pub(super) last: usize,
    /// Whether it has to be broken: the text has it broken, or a comment in it needs the end of its line.
    pub(super) is_broken: bool,
}

/// The plan of a whole file: its tokens in order, and their groups.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) slots: Vec<Slot>,
    pub(super) groups: Vec<Group>,
}

/// Plans a file.
pub(super) fn plan(tree: &Tree) -> Plan {
    let verbatim = verbatim(tree);
    let mut planner =
        Planner { verbatim, plan: Plan::default(), open: Vec::new(), opening: None, is_behind_error: false };
    planner.members(tree.root(), 0);
    planner.plan
}

/// The nodes to leave as they are: the innermost statements, or other members of a body, with a syntax error.
fn verbatim(tree: &Tree) -> HashSet<NodeId> {
    let is_faulty = |node: &Node<'_>| node.is_broken() || matches!(node.kind(), Kind::Error | Kind::Unknown);
    tree.all().filter(is_faulty).filter_map(culprit).map(Node::id).collect()
}

/// The node to leave as it is because this one has a syntax error. None for a file, and for a body that is closed: there the
/// fault is in, or between, its members.
fn culprit(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        Kind::File => return None,
        Kind::Body if node.part(Kind::RBrace).is_some() => return None,
        _ => {}
    }
    let mut culprit = node;
    while !culprit.kind().is_statement() {
        match culprit.parent() {
            Some(parent) if !is_container(parent) => culprit = parent,
            _ => break,
        }
    }
    Some(culprit)
}

fn is_container(node: Node<'_>) -> bool {
    matches!(node.kind(), Kind::File | Kind::Body)
}

/// Where a node's lines stand.
#[derive(Clone, Copy)]
struct Columns {
    /// Its first token, should it begin a line.
    first: usize,
    /// The statement or item it is of: what is in brackets stands a level behind that.
    base: usize,
}

impl Columns {
    /// Those of a statement or an item.
    fn at(base: usize) -> Columns {
        Columns { first: base, base }
    }

    /// Those of what follows in the same statement.
    fn continued(self) -> Columns {
        Columns { first: self.base + CONTINUATION, base: self.base }
    }
}

/// What should stand between two parts of a node.
fn between(node: Kind, before: Kind, part: Kind) -> Sep {
    match (node, before, part) {
        (_, _, Kind::Semicolon | Kind::Comma | Kind::Colon | Kind::Dot | Kind::RParen)
        | (_, Kind::Dot | Kind::LParen | Kind::Minus | Kind::Plus, _)
        | (Kind::Name | Kind::TypeName | Kind::OptionName | Kind::AggregateName, _, _)
        | (Kind::Rpc, Kind::Ident, Kind::RpcType) => Sep::Tight,
        (Kind::MapType, Kind::Comma, _) => Sep::Space,
        (Kind::MapType, _, _) => Sep::Tight,
        (Kind::Reserved | Kind::Extensions, Kind::Comma, _) => Sep::Fill,
        _ => Sep::Space,
    }
}

/// Whether the white space before a node has a line break.
fn has_break_before(node: Node<'_>) -> bool {
    trivia_before(node).any(|trivia| trivia.kind() == Kind::Whitespace && trivia.text().contains('\n'))
}

/// Whether there is a comment before a node that needs the end of its line, or stands on one of its own.
fn has_lines_before(node: Node<'_>) -> bool {
    let mut is_behind_comment = false;
    trivia_before(node).any(|trivia| {
        let has_break = trivia.text().contains('\n');
        let is_comment = trivia.kind().is_comment();
        let needs_lines =
            if is_comment { trivia.kind() == Kind::LineComment || has_break } else { is_behind_comment && has_break };
        is_behind_comment |= is_comment;
        needs_lines
    })
}

/// The white space and comments before a node, the nearest first.
fn trivia_before(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::successors(node.leaf_before(), |leaf| leaf.leaf_before()).take_while(|leaf| leaf.kind().is_trivia())
}

/// Whether an item of a list has brackets of its own at its end.
fn is_bracketed(item: Node<'_>) -> bool {
    match item.kind() {
        Kind::Aggregate | Kind::List => true,
        Kind::CompactOption => item.nodes().last().is_some_and(|value| matches!(value.kind(), Kind::Aggregate)),
        _ => false,
    }
}

struct Planner {
    verbatim: HashSet<NodeId>,
    plan: Plan,
    /// The groups around, the innermost last. If one has to be broken, so do those around it.
    open: Vec<usize>,
    /// The group that the next slot opens.
    opening: Option<usize>,
    is_behind_error: bool,
}

impl Planner {
    /// The members of a body or of the file, each on lines of its own, and the braces.
    fn members(&mut self, node: Node<'_>, base: usize) {
        let inner = if node.kind() == Kind::File { base } else { base + INDENT };
        let mut is_first = true;
        for part in node.parts() {
            match part.kind() {
                Kind::LBrace => {
                    self.token(part, Sep::Space, base, Role::Opener);
                    continue;
                }
                Kind::RBrace => {
                    self.token(part, if is_first { Sep::Tight } else { Sep::Line }, base, Role::Closer);
                }
                // A `;` too many belongs to what it follows.
                Kind::Empty if !is_first && !has_break_before(part) => self.node(part, Sep::Tight, Columns::at(inner)),
                _ => self.node(part, Sep::Line, Columns::at(inner)),
            }
            is_first = false;
        }
    }

    /// Any element, with what should stand before it.
    fn node(&mut self, node: Node<'_>, sep: Sep, columns: Columns) {
        if self.verbatim.contains(&node.id()) {
            return self.as_it_is(node, sep, columns);
        }
        match node.kind() {
            kind if kind.is_token() => self.token(node, sep, columns.first, Role::Plain),
            Kind::Body => self.members(node, columns.base),
            Kind::CompactOptions | Kind::List | Kind::Aggregate => self.list(node, sep, columns),
            Kind::Strings => self.strings(node, sep, columns),
            Kind::Rpc | Kind::Field | Kind::MapField => self.breakable(node, sep, columns),
            _ => self.sequence(node, sep, columns),
        }
    }

    /// The parts of a node one after the other.
    fn sequence(&mut self, node: Node<'_>, sep: Sep, columns: Columns) {
        let mut before: Option<Kind> = None;
        for part in node.parts() {
            match before {
                None => self.node(part, sep, columns),
                Some(before) => self.node(part, between(node.kind(), before, part.kind()), columns.continued()),
            }
            before = Some(part.kind());
        }
    }

    /// A statement that may be broken before one of its parts: an rpc before `returns`, a field before its name.
    fn breakable(&mut self, node: Node<'_>, sep: Sep, columns: Columns) {
        let group = self.open_group(false);
        let mut before: Option<Kind> = None;
        let mut is_head = true;
        for part in node.parts() {
            match before {
                None => self.node(part, sep, columns),
                Some(Kind::RpcType) if part.kind() == Kind::Keyword => {
                    self.node(part, Sep::Soft(group, true), columns.continued());
                }
                Some(Kind::TypeName | Kind::MapType) if part.kind() == Kind::Ident => {
                    self.node(part, Sep::Soft(group, true), columns.continued());
                }
                Some(before) => self.node(part, between(node.kind(), before, part.kind()), columns.continued()),
            }
            // What comes behind a field's number is no reason to break before its name.
            if is_head {
                self.close_group(group);
            }
            is_head &= part.kind() != Kind::Number;
            before = Some(part.kind());
        }
    }

    /// Adjacent strings: on one line, or each on its own.
    fn strings(&mut self, node: Node<'_>, sep: Sep, columns: Columns) {
        let is_broken = node.parts().skip(1).any(has_break_before);
        if node.parts().nth(1).is_none() {
            return self.sequence(node, sep, columns);
        }
        let group = self.open_group(is_broken);
        self.open.push(group);
        let mut own = if sep == Sep::Space { Sep::Soft(group, true) } else { sep };
        for part in node.parts() {
            self.token(part, own, columns.continued().first, Role::Plain);
            own = Sep::Soft(group, true);
        }
        self.open.pop();
        self.close_group(group);
    }

    /// What is in brackets or braces: on one line, or an item a line.
    fn list(&mut self, node: Node<'_>, sep: Sep, columns: Columns) {
        let is_aggregate = node.kind() == Kind::Aggregate;
        let Some(first) = node.nodes().next() else { return self.hug(node, sep, columns) };
        if !is_aggregate && is_bracketed(first) && node.nodes().nth(1).is_none() {
            return self.hug(node, sep, columns);
        }
        let group = self.open_group(has_break_before(first));
        let inner = Columns::at(columns.base + INDENT);
        let depth = self.open.len();
        for part in node.parts() {
            match part.kind() {
                Kind::Comma | Kind::Semicolon => self.node(part, Sep::Tight, inner.continued()),
                Kind::LBrace | Kind::LAngle | Kind::LBracket => {
                    self.token(part, sep, columns.first, Role::Opener);
                    self.open.push(group);
                }
                Kind::RBrace | Kind::RAngle | Kind::RBracket => {
                    self.token(part, Sep::Soft(group, is_aggregate), columns.base, Role::Closer);
                }
                _ => self.node(part, Sep::Soft(group, is_aggregate || part != first), inner),
            }
        }
        self.open.truncate(depth);
        self.close_group(group);
    }

    /// Brackets without white space inside: around nothing, or around one item that has brackets of its own.
    fn hug(&mut self, node: Node<'_>, sep: Sep, columns: Columns) {
        for part in node.parts() {
            match part.kind() {
                Kind::LBrace | Kind::LAngle | Kind::LBracket => self.token(part, sep, columns.first, Role::Opener),
                Kind::RBrace | Kind::RAngle | Kind::RBracket => {
                    self.token(part, Sep::Tight, columns.base, Role::Closer);
                }
                _ => self.node(part, Sep::Tight, Columns { first: columns.base + INDENT, ..columns }),
            }
        }
    }

    /// A node with a syntax error. What stands before and behind it may change if it is on another line.
    fn as_it_is(&mut self, node: Node<'_>, sep: Sep, columns: Columns) {
        let own = Some(node).filter(|node| node.kind().is_token());
        let tokens = node.descendants().filter(|node| node.kind().is_token() && !node.kind().is_trivia());
        let mut sep = sep;
        self.is_behind_error = true;
        for leaf in own.into_iter().chain(tokens) {
            self.token(leaf, sep, columns.first, Role::Plain);
            sep = Sep::Keep;
            self.is_behind_error = true;
        }
    }

    fn token(&mut self, leaf: Node<'_>, sep: Sep, indent: usize, role: Role) {
        let sep = match sep {
            sep if !self.is_behind_error => sep,
            Sep::Line => Sep::Loose,
            _ => Sep::Keep,
        };
        self.is_behind_error = false;
        if has_lines_before(leaf) {
            self.break_open_groups();
        }
        let opens = self.opening.take();
        self.plan.slots.push(Slot { leaf: leaf.id(), sep, indent: indent.min(MAX_INDENT), role, opens });
    }

    fn open_group(&mut self, is_broken: bool) -> usize {
        if is_broken {
            self.break_open_groups();
        }
        self.plan.groups.push(Group { last: 0, is_broken });
        self.opening = Some(self.plan.groups.len() - 1);
        self.plan.groups.len() - 1
    }

    fn close_group(&mut self, group: usize) {
        self.plan.groups[group].last = self.plan.slots.len().saturating_sub(1);
    }

    fn break_open_groups(&mut self) {
        for &group in self.open.iter().rev() {
            if std::mem::replace(&mut self.plan.groups[group].is_broken, true) {
                break;
            }
        }
    }
}
