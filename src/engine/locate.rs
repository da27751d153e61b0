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
        let found = self.find(shown, content, at);
        let mut marks = found.as_ref().map(|found| self.marks(shown, content, found, hold)).unwrap_or_default();
        if let At::Bytes(span) = at {
            marks.bytes = vec![span];
        }
        if hold {
            let first = found.and_then(|found| Some((*found.nodes.first()?, found.role)));
            self.chosen = first.map(|(node, role)| Chosen { path: content.nodes.path(&content.bytes, node), role });
        }
        marks
    }

    /// What was chosen before, in the analysis that is shown now.
    pub(super) fn chosen_again(&self) -> Marks {
        let again = || {
            let (shown, chosen) = (self.shown.as_ref()?, self.chosen.as_ref()?);
            let content = shown.content()?;
            let node = content.nodes.find(&content.bytes, &chosen.path)?;
            let focus = role_span(&content.nodes, node, chosen.role);
            Some(self.marks(shown, content, &Found { nodes: vec![node], role: chosen.role, focus, range: None }, true))
        };
        again().unwrap_or_default()
    }

    fn find(&self, shown: &Shown, content: &Content, at: At) -> Option<Found> {
        let nodes = &content.nodes;
        let one =
            |node| Found { nodes: vec![node], role: None, focus: nodes.get(node).map(|node| node.span), range: None };
        match at {
            At::Nowhere => None,
            At::Byte(offset) | At::Bytes(Span { start: offset, .. }) => {
                let leaf = nodes.leaf_at(offset as usize)?;
                Some(Found {
                    nodes: vec![leaf.node],
                    role: Some(leaf.role),
                    focus: Some(Span::new(offset as usize, offset as usize + 1)),
                    range: if let At::Bytes(span) = at { Some(span) } else { None },
                })
            }
            At::Node(node) => nodes.get(node).map(|_| one(node)),
            At::Json(units) => {
                let offset = Utf16Index::new(&content.json).to_byte(units as usize);
                let path = content.places.at(offset).filter(|_| shown.fresh)?;
                let mut path: &str = &path;
                // A value that is not on the wire belongs to the nearest one around it that is.
                loop {
                    if let Some(node) = nodes.find(&content.bytes, path) {
                        return Some(one(node));
                    }
                    path = &path[..path.rfind(['.', '['])?];
                }
            }
            At::File(file, units) => {
                let schema = shown.analysis.schema.as_ref().filter(|_| shown.fresh && !shown.analysis.schema_is_old)?;
                let text = &self.input.files.get(file as usize)?.text;
                let offset = Utf16Index::new(text).to_byte(units as usize);
                let name = schema.declaration_at(file as usize, offset)?;
                let is = |&id: &NodeId| {
                    nodes.field(id).is_some_and(|field| field.full_name == name)
                        && !nodes.get(id).is_some_and(|node| node.is_element())
                };
                let found: Vec<NodeId> = (0..nodes.len() as NodeId).filter(is).take(MAX_NODES).collect();
                let focus = found.first().and_then(|&id| Some(nodes.get(id)?.span));
                focus.map(|focus| Found { nodes: found, role: None, focus: Some(focus), range: None })
            }
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
            let schema = shown.analysis.schema.as_ref().filter(|_| !shown.analysis.schema_is_old)?;
            let (_, place) = declared(schema, &content.nodes, first)?;
            let Source::File(index) = place.source else { return None };
            let text = &self.input.files.get(index as usize)?.text;
            Some((index, Utf16Index::new(text).utf16(place.span)))
        };
        Marks {
            bytes: found.nodes.iter().filter_map(|&id| Some(content.nodes.get(id)?.span)).collect(),
            focus: found.focus,
            nodes: found.nodes.clone(),
            row: shown.rows.row(first),
            json: if shown.fresh { json() } else { None },
            file: if shown.fresh { file() } else { None },
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
        let schema = shown.analysis.schema.as_ref().filter(|_| shown.fresh && !shown.analysis.schema_is_old);
        let found = schema.and_then(|schema| declared(schema, &content.nodes, id));
        let line = found.and_then(|(_, place)| {
            let Source::File(index) = place.source else { return None };
            let file = self.input.files.get(index as usize)?;
            Some(format!("{}:{}", file.name, LineIndex::new(&file.text).line_column(place.span.start as usize).line))
        });
        let doc = schema.zip(found).and_then(|(schema, (name, _))| schema.doc(name));
        Some(Explained { what, line, json, spoken, doc })
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
fn in_short(json: &str) -> String {
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
