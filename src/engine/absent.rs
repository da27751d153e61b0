//! Absent fields as the page sees them: their rows, and what belongs to one.
//!
//! Behind the numbers of the nodes come theirs, so that a row is asked about in the same way, whatever it is of.

use std::ops::Range;

use super::{
    Engine, Shown,
    locate::in_short,
    project::siblings,
    view::{Explained, Marks, Row},
};
use crate::{
    analysis::{Content, Payload},
    annotate::{
        NodeId, hue,
        presence::{self, Absences, Absent, Written, explain_absent},
    },
    text::{Span, Utf16Index},
};

impl Shown {
    /// The absent fields; they are looked for once, when someone asks.
    pub(super) fn absences(&self) -> &Absences {
        self.absences.get_or_init(|| match (&self.analysis.root, self.content()) {
            (Some(root), Some(content)) => presence::absent(root, &content.nodes, &content.bytes),
            _ => Absences::default(),
        })
    }

    /// The index of the absent field with this number.
    pub(super) fn absent_numbered(&self, number: u32) -> Option<usize> {
        let index = number.checked_sub(self.content()?.nodes.len() as u32)? as usize;
        (index < self.absences().list().len()).then_some(index)
    }

    /// The index of the absent field at a path.
    pub(super) fn absent_at(&self, path: &str) -> Option<usize> {
        let content = self.content()?;
        let (owner, name) = path.rsplit_once('.').unwrap_or(("", path));
        let is_it = |it: &Absent| it.field.name() == name && content.nodes.path(&content.bytes, it.owner) == owner;
        self.absences().list().iter().position(is_it)
    }

    /// The index of the first absent field that this declaration is of.
    pub(super) fn absent_of(&self, full_name: &str) -> Option<usize> {
        self.absences().list().iter().position(|it| it.field.full_name() == full_name)
    }

    /// The path of an absent field.
    pub(super) fn absent_path(&self, index: usize) -> Option<String> {
        let (content, absent) = (self.content()?, self.absences().list().get(index)?);
        let mut path = content.nodes.path(&content.bytes, absent.owner);
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(absent.field.name());
        Some(path)
    }

    /// How many rows of absent fields a message has.
    pub(super) fn absent_in(&self, owner: NodeId) -> Range<usize> {
        if self.rows.has_absent() { self.absences().of(owner) } else { 0..0 }
    }

    /// The row of an absent field.
    pub(super) fn absent_line(&self, index: u32) -> Option<Row> {
        let content = self.content()?;
        let (nodes, absent) = (&content.nodes, self.absences().list().get(index as usize)?);
        let own = self.absences().of(absent.owner);
        let others = siblings(nodes.children(absent.owner));
        let owner = nodes.get(absent.owner);
        Some(Row {
            node: nodes.len() as u32 + index,
            depth: owner.map_or(0, |owner| u16::from(owner.depth) + 1),
            position: (others + index + 1 - own.start as u32, others + own.len() as u32),
            name: absent.field.name().to_owned(),
            number: Some(absent.field.number()),
            value: absent.value_text(),
            kind: absent.type_text(),
            span: Span::default(),
            hue: hue(owner.map(|owner| owner.hue), absent.field.number()),
            open: None,
            problem: None,
            guessed: false,
            absent: true,
            found: false,
        })
    }
}

impl Engine {
    /// What belongs to an absent field.
    pub(super) fn marks_of_absent(&self, shown: &Shown, index: usize, hold: bool) -> Option<Marks> {
        let content = shown.content()?;
        let absent = shown.absences().list().get(index)?;
        let path = shown.absent_path(index)?;
        let json = content.places.member(&path).filter(|_| shown.fresh);
        let declared = self.declaration(shown, absent.field.full_name());
        let explained = || {
            let what = explain_absent(absent, &path, self.written(content, &path));
            Explained {
                spoken: format!("{}, no bytes", what.title),
                what,
                line: declared.as_ref().map(|(_, line)| line.clone()),
                json: json.map(|span| in_short(span.of_str(&content.json))),
                doc: self.doc(shown, absent.field.full_name()),
            }
        };
        Some(Marks {
            nodes: vec![content.nodes.len() as u32 + index as u32],
            row: shown.rows.absent_row(index as u32),
            text: shown.text().and_then(|text| text.places.value(&path)).and_then(|_| shown.in_text(&path)),
            json: json.map(|span| Utf16Index::new(&content.json).utf16(span)),
            file: declared.as_ref().map(|(place, _)| *place),
            explanation: hold.then(explained),
            ..Marks::default()
        })
    }

    /// What the text says of a field that the message was made from.
    fn written<'a>(&self, content: &'a Content, path: &str) -> Written<'a> {
        let value = |text: &'a str, span: Option<Span>| span.map(|span| span.of_str(text));
        match &self.input.payload {
            Payload::Json(_) => value(&content.json, content.places.value(path)).map(Written::Json),
            Payload::TextFormat(_) => {
                let typed = content.text.as_ref();
                typed.and_then(|text| value(&text.text, text.places.value(path))).map(Written::Text)
            }
            _ => None,
        }
        .unwrap_or(Written::Nothing)
    }
}
