//! Tokens → tree. Knows no names but `in`, `true`, `false` and `null`.

use super::{
    MAX_DEPTH,
    lex::{Token, What, lex},
    wrong,
};
use crate::{diagnostic::Diagnostic, text::Span};

/// A part of a condition, and where it is.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub node: Node,
    pub span: Span,
    /// How many levels it has: at most [`MAX_DEPTH`], since it is walked by recursion.
    height: usize,
}

/// What a part is.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Bool(bool),
    Int(i128),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    Name(String),
    List(Vec<Tree>),
    /// `of.field`; the place of the field's name.
    Field(Box<Tree>, String, Span),
    /// `of[by]`.
    Index(Box<Tree>, Box<Tree>),
    /// `function(of)` or `of.function(with)`: the name, its place, and all that it is given.
    Call(String, Span, Vec<Tree>),
    Not(Box<Tree>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Relation(Relation, Box<Tree>, Box<Tree>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    In,
}

const RELATIONS: [(&str, Relation); 6] = [
    ("==", Relation::Equal),
    ("!=", Relation::Unequal),
    ("<", Relation::Less),
    ("<=", Relation::AtMost),
    (">", Relation::Greater),
    (">=", Relation::AtLeast),
];

/// Reads a text.
///
/// # Errors
/// The first thing that is wrong with its grammar.
pub(super) fn parse(text: &str) -> Result<Tree, Box<Diagnostic>> {
    let tokens = lex(text)?;
    let mut parser = Parser { text, tokens: &tokens, at: 0, depth: 0 };
    let tree = parser.any()?;
    match &parser.token().what {
        What::End => Ok(tree),
        What::Sign("=") => Err(parser.expected("`==`").with_help("one `=` is no comparison").into()),
        _ => Err(parser.expected("`&&`, `||` or the end").into()),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

type Parsed = Result<Tree, Box<Diagnostic>>;

impl Parser<'_> {
    fn token(&self) -> &Token {
        const END: &Token = &Token { what: What::End, span: Span { start: 0, end: 0 } };
        self.tokens.get(self.at).or(self.tokens.last()).unwrap_or(END)
    }

    /// Passes a sign over if it is there.
    fn sign(&mut self, sign: &str) -> bool {
        let is = matches!(self.token().what, What::Sign(it) if it == sign);
        self.at += usize::from(is);
        is
    }

    fn must(&mut self, sign: &str) -> Result<Span, Box<Diagnostic>> {
        let span = self.token().span;
        if self.sign(sign) { Ok(span) } else { Err(self.expected(&format!("`{sign}`")).into()) }
    }

    fn expected(&self, what: &str) -> Diagnostic {
        let span = self.token().span;
        let found = match self.token().what {
            What::End => "the end".to_owned(),
            _ => format!("'{}'", span.of_str(self.text)),
        };
        wrong(span, format!("expected {what}, found {found}"))
    }

    fn any(&mut self) -> Parsed {
        self.chain("||", Parser::all, Node::Or)
    }

    fn all(&mut self) -> Parsed {
        self.chain("&&", Parser::relation, Node::And)
    }

    fn chain(&mut self, sign: &str, part: fn(&mut Self) -> Parsed, node: fn(Vec<Tree>) -> Node) -> Parsed {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.sign(sign) {
            parts.push(part(self)?);
        }
        match parts.as_slice() {
            [first, .., last] => {
                let span = Span { start: first.span.start, end: last.span.end };
                let below = height(&parts);
                whole(node(parts), span, below)
            }
            _ => parts.pop().ok_or_else(|| self.expected("a condition").into()),
        }
    }

    fn relation(&mut self) -> Parsed {
        let left = self.unary()?;
        let Some(relation) = self.relation_sign() else { return Ok(left) };
        self.at += 1;
        let right = self.unary()?;
        let span = Span { start: left.span.start, end: right.span.end };
        let below = left.height.max(right.height);
        let tree = whole(Node::Relation(relation, Box::new(left), Box::new(right)), span, below)?;
        if self.relation_sign().is_some() {
            return Err(self.expected("`&&` between two comparisons").into());
        }
        Ok(tree)
    }

    fn relation_sign(&self) -> Option<Relation> {
        let Token { what, span } = self.token();
        match what {
            What::Sign(sign) => RELATIONS.iter().find(|(it, _)| it == sign).map(|&(_, relation)| relation),
            What::Name if span.of_str(self.text) == "in" => Some(Relation::In),
            _ => None,
        }
    }

    /// Every way into a part leads through here, so the depth is counted here.
    fn unary(&mut self) -> Parsed {
        let span = self.token().span;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_deep(span).into());
        }
        let tree = if self.sign("!") {
            let of = self.unary()?;
            let span = Span { start: span.start, end: of.span.end };
            let below = of.height;
            whole(Node::Not(Box::new(of)), span, below)
        } else if self.sign("-") {
            let of = self.token().clone();
            let node = match of.what {
                What::Int(value) => Node::Int(-i128::from(value)),
                What::Float(value) => Node::Float(-value),
                _ => return Err(self.expected("a number").into()),
            };
            self.at += 1;
            whole(node, Span { start: span.start, end: of.span.end }, 0)
        } else {
            self.part()
        };
        self.depth -= 1;
        tree
    }

    fn part(&mut self) -> Parsed {
        let mut tree = self.head()?;
        loop {
            let (start, below) = (tree.span.start, tree.height);
            if self.sign(".") {
                let place = self.token().span;
                let name = self.name()?;
                tree = if self.sign("(") {
                    let mut given = vec![tree];
                    let end = self.list(")", &mut given)?;
                    call(name, place, given, Span { start, end })?
                } else {
                    whole(Node::Field(Box::new(tree), name, place), Span { start, end: place.end }, below)?
                };
            } else if self.sign("[") {
                let by = self.any()?;
                let end = self.must("]")?.end;
                let below = below.max(by.height);
                tree = whole(Node::Index(Box::new(tree), Box::new(by)), Span { start, end }, below)?;
            } else {
                return Ok(tree);
            }
        }
    }

    fn head(&mut self) -> Parsed {
        let Token { what, span } = self.token().clone();
        let node = match what {
            What::Int(value) => Node::Int(value.into()),
            What::Float(value) => Node::Float(value),
            What::Text(text) => Node::Text(text),
            What::Bytes(bytes) => Node::Bytes(bytes),
            What::Sign("(") => {
                self.at += 1;
                let tree = self.any()?;
                self.must(")")?;
                return Ok(tree);
            }
            What::Sign("[") => {
                self.at += 1;
                let mut list = Vec::new();
                let end = self.list("]", &mut list)?;
                let below = height(&list);
                return whole(Node::List(list), Span { start: span.start, end }, below);
            }
            What::Name => {
                let name = self.name()?;
                if self.sign("(") {
                    let mut given = Vec::new();
                    let end = self.list(")", &mut given)?;
                    return call(name, span, given, Span { start: span.start, end });
                }
                let node = match name.as_str() {
                    "true" => Node::Bool(true),
                    "false" => Node::Bool(false),
                    _ => Node::Name(name),
                };
                return whole(node, span, 0);
            }
            _ => return Err(self.expected("a value").with_help("such as `request.id`, `123` or `\"Alice\"`").into()),
        };
        self.at += 1;
        whole(node, span, 0)
    }

    fn name(&mut self) -> Result<String, Box<Diagnostic>> {
        let Token { what: What::Name, span } = self.token() else { return Err(self.expected("a name").into()) };
        let name = span.of_str(self.text).to_owned();
        self.at += 1;
        Ok(name)
    }

    /// What is between commas, and where its closing bracket ends.
    fn list(&mut self, close: &str, list: &mut Vec<Tree>) -> Result<u32, Box<Diagnostic>> {
        let end = self.token().span.end;
        if self.sign(close) {
            return Ok(end);
        }
        loop {
            list.push(self.any()?);
            let end = self.token().span.end;
            if self.sign(close) {
                return Ok(end);
            }
            if !self.sign(",") {
                return Err(self.expected(&format!("`,` or `{close}`")).into());
            }
        }
    }
}

fn height(trees: &[Tree]) -> usize {
    trees.iter().map(|tree| tree.height).max().unwrap_or_default()
}

fn call(name: String, place: Span, given: Vec<Tree>, span: Span) -> Parsed {
    let below = height(&given);
    whole(Node::Call(name, place, given), span, below)
}

/// A part with so many levels below it.
fn whole(node: Node, span: Span, below: usize) -> Parsed {
    if below < MAX_DEPTH { Ok(Tree { node, span, height: below + 1 }) } else { Err(too_deep(span).into()) }
}

fn too_deep(span: Span) -> Diagnostic {
    wrong(span, format!("expected at most {MAX_DEPTH} levels, one in the other"))
}
