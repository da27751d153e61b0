//! The same thing in every view: from a place in one of them to the places in the others, and what to say about it.

use super::{
    Chosen, Engine, Shown,
    view::{At, Explained, Marks, Point},
};
use crate::{
    analysis::Content,
    annotate::{NodeId, Nodes, Role, TOP, explain},
    diagnostic::{Place, Source},
    schema::Schema,
    text::{LineIndex, Span, Utf16Index},
};

/// How many nodes are marked at once; a repeated field may have millions.
const MAX_NODES: usize = 512;

/// What a place leads to.
enum Hit {
    Nodes(Found),
    /// The index of an absent field.
    Absent(usize),
}

/// A node as a whole.
fn whole(content: &Content, node: NodeId) -> Hit {
    let focus = content.nodes.get(node).map(|node| node.span);
    Hit::Nodes(Found { nodes: vec![node], role: None, focus, range: None })
}

/// Marked by hand, or by a place that leads to nodes.
struct Found {
    nodes: Vec<NodeId>,
    role: Option<Role>,
    focus: Option<Span>,
    /// The bytes that were chosen by hand.
    range: Option<Span>,
}

impl Engine {
    /// What belongs to a place; a chosen one is kept.
    pub(super) fn point(&mut self, Point { at, hold }: Point) -> Marks {
        let Some(shown) = &self.shown else { return Marks::default() };
        let Some(content) = shown.content() else { return Marks::default() };
        let hit = self.find(shown, content, at);
        let mut marks = match &hit {
            Some(Hit::Nodes(found)) => self.marks(shown, content, found, hold),
            Some(Hit::Absent(index)) => self.marks_of_absent(shown, *index, hold).unwrap_or_default(),
            None => Marks::default(),
        };
        if let At::Bytes(span) = at {
            marks.bytes = vec![span];
        }
        if hold {
            self.chosen = hit.and_then(|hit| match hit {
                Hit::Nodes(found) => {
                    let path = content.nodes.path(&content.bytes, *found.nodes.first()?);
                    Some(Chosen { path, role: found.role })
                }
                Hit::Absent(index) => Some(Chosen { path: shown.absent_path(index)?, role: None }),
            });
        }
        marks
    }

    /// What was chosen before, in the analysis that is shown now.
    pub(super) fn chosen_again(&self) -> Marks {
        let again = || {
            let (shown, chosen) = (self.shown.as_ref()?, self.chosen.as_ref()?);
            let content = shown.content()?;
            let Some(node) = content.nodes.find(&content.bytes, &chosen.path) else {
                return self.marks_of_absent(shown, shown.absent_at(&chosen.path)?, true);
            };
            let focus = role_span(&content.nodes, node, chosen.role);
            Some(self.marks(shown, content, &Found { nodes: vec![node], role: chosen.role, focus, range: None }, true))
        };
        again().unwrap_or_default()
    }

    /// The row of what was chosen.
    pub(super) fn chosen_row(&self) -> Option<u32> {
        let (shown, path) = (self.shown.as_ref()?, &self.chosen.as_ref()?.path);
        let content = shown.content()?;
        match content.nodes.find(&content.bytes, path) {
            Some(node) => shown.rows.row(node),
            None if shown.rows.has_absent() => shown.rows.absent_row(shown.absent_at(path)? as u32),
            None => None,
        }
    }

    fn find(&self, shown: &Shown, content: &Content, at: At) -> Option<Hit> {
        let nodes = &content.nodes;
        match at {
            At::Nowhere => None,
            At::Byte(offset) | At::Bytes(Span { start: offset, .. }) => {
                let leaf = nodes.leaf_at(offset as usize)?;
                Some(Hit::Nodes(Found {
                    nodes: vec![leaf.node],
                    role: Some(leaf.role),
                    focus: Some(Span::new(offset as usize, offset as usize + 1)),
                    range: if let At::Bytes(span) = at { Some(span) } else { None },
                }))
            }
            At::Node(node) if nodes.get(node).is_some() => Some(whole(content, node)),
            At::Node(number) => shown.absent_numbered(number).map(Hit::Absent),
            At::Json(units) => {
                let offset = Utf16Index::new(&content.json).to_byte(units as usize);
                let path = content.places.at(offset).filter(|_| shown.fresh)?;
                self.on_the_way(shown, content, &path)
            }
            At::Text(units) => {
                let text = shown.text().filter(|_| shown.fresh)?;
                let path = text.places.at(Utf16Index::new(&text.text).to_byte(units as usize))?;
                self.on_the_way(shown, content, &path)
            }
            At::File(file, units) => {
                let schema = shown.schema()?;
                let text = &self.input.files.get(file as usize)?.text;
                let offset = Utf16Index::new(text).to_byte(units as usize);
                let name = schema.declaration_at(file as usize, offset)?;
                let is = |&id: &NodeId| {
                    nodes.field(id).is_some_and(|field| field.full_name == name)
                        && !nodes.get(id).is_some_and(|node| node.is_element())
                };
                let found: Vec<NodeId> = (0..nodes.len() as NodeId).filter(is).take(MAX_NODES).collect();
                let Some(&first) = found.first() else { return shown.absent_of(&name).map(Hit::Absent) };
                let focus = nodes.get(first).map(|node| node.span);
                Some(Hit::Nodes(Found { nodes: found, role: None, focus, range: None }))
            }
        }
    }

    /// What a value in a text stands for. One that is neither on the wire nor a field of its own belongs to the nearest
    /// around it that is.
    fn on_the_way(&self, shown: &Shown, content: &Content, path: &str) -> Option<Hit> {
        let mut path = path;
        loop {
            if let Some(node) = content.nodes.find(&content.bytes, path) {
                return Some(whole(content, node));
            }
            if let Some(index) = shown.absent_at(path) {
                return Some(Hit::Absent(index));
            }
            path = path.get(..path.rfind(['.', '['])?)?;
        }
    }

    fn marks(&self, shown: &Shown, content: &Content, found: &Found, hold: bool) -> Marks {
        let Some(&first) = found.nodes.first() else { return Marks::default() };
        let path = content.nodes.path(&content.bytes, first);
        let json = || {
            let (_, span) = content.places.nearest(&path)?;
            Some(Utf16Index::new(&content.json).utf16(span))
        };
        let file = || {
            let (_, place) = declared(shown.schema()?, &content.nodes, first)?;
            self.in_file(place)
        };
        Marks {
            bytes: found.nodes.iter().filter_map(|&id| Some(content.nodes.get(id)?.span)).collect(),
            focus: found.focus,
            nodes: found.nodes.clone(),
            row: shown.rows.row(first),
            json: if shown.fresh { json() } else { None },
            text: shown.in_text(&path),
            file: file(),
            explanation: if hold { self.explained(shown, content, first, found) } else { None },
        }
    }

    fn explained(&self, shown: &Shown, content: &Content, id: NodeId, found: &Found) -> Option<Explained> {
        let (nodes, bytes) = (&content.nodes, &content.bytes);
        let what = match (found.range, found.role, found.focus) {
            (Some(range), ..) => explain::explain_range(nodes, bytes, range),
            // One byte, of a longer leaf perhaps: a character of a string, a byte of a varint.
            (None, Some(_), Some(byte)) if byte.len() == 1 => explain::explain_byte(nodes, bytes, byte.start as usize),
            (None, role, _) => explain::explain(nodes, bytes, id, role),
        }?;
        let spoken = explain::speak(nodes, bytes, found.range.or(found.focus).unwrap_or(what.span));
        let json = content.places.member(&what.path).filter(|_| shown.fresh && !what.path.is_empty());
        let json = json.map(|span| in_short(span.of_str(&content.json)));
        let found = shown.schema().and_then(|schema| declared(schema, &content.nodes, id));
        let line = found.and_then(|(_, place)| self.line(place));
        let doc = found.and_then(|(name, _)| self.doc(shown, name));
        Some(Explained { what, line, json, spoken, doc })
    }

    /// Where a name is declared: file and span in UTF-16, and the line in words.
    pub(super) fn declaration(&self, shown: &Shown, full_name: &str) -> Option<((u32, Span), String)> {
        let place = shown.schema()?.place(full_name)?;
        Some((self.in_file(place)?, self.line(place)?))
    }

    /// The comment of a declaration.
    pub(super) fn doc(&self, shown: &Shown, full_name: &str) -> Option<String> {
        shown.schema()?.doc(full_name)
    }

    fn in_file(&self, place: Place) -> Option<(u32, Span)> {
        let Source::File(index) = place.source else { return None };
        let text = &self.input.files.get(index as usize)?.text;
        Some((index, Utf16Index::new(text).utf16(place.span)))
    }

    fn line(&self, place: Place) -> Option<String> {
        let Source::File(index) = place.source else { return None };
        let file = self.input.files.get(index as usize)?;
        Some(format!("{}:{}", file.name, LineIndex::new(&file.text).line_column(place.span.start as usize).line))
    }
}

impl Shown {
    /// The schema, while the texts of the files are those it was made of.
    fn schema(&self) -> Option<&Schema> {
        self.analysis.schema.as_ref().filter(|_| self.fresh && !self.analysis.schema_is_old)
    }
}

/// The declaration a node belongs to, with its full name: its own, or that of the nearest node around it which the user
/// declared. Keys and values of maps and the fields of bundled types have none of their own.
fn declared<'a>(schema: &Schema, nodes: &'a Nodes, id: NodeId) -> Option<(&'a str, Place)> {
    let own = |id| {
        let name = nodes.field(id)?.full_name.as_str();
        Some((name, schema.place(name)?))
    };
    std::iter::successors(Some(id), |&id| nodes.get(id).map(|node| node.parent))
        .take_while(|&id| id != TOP)
        .find_map(own)
}

/// How many characters of a JSON value are shown.
const SHOWN_JSON: usize = 32;

/// The beginning of a JSON text, on one line.
pub(super) fn in_short(json: &str) -> String {
    // A word more than is shown, so that a long text is not looked at as a whole.
    let mut line = String::new();
    for word in json.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word.get(..crate::text::floor_boundary(word, 4 * SHOWN_JSON)).unwrap_or_default());
        if line.len() > 4 * SHOWN_JSON {
            break;
        }
    }
    match line.char_indices().nth(SHOWN_JSON) {
        None => line,
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
    }
}

fn role_span(nodes: &Nodes, id: NodeId, role: Option<Role>) -> Option<Span> {
    let node = nodes.get(id)?;
    Some(match role {
        None => node.span,
        Some(Role::Tag) => node.tag(),
        Some(Role::Length) => node.length(),
        Some(Role::EndTag) => node.end_tag(),
        Some(Role::Payload | Role::Junk) => node.payload(),
    })
}
