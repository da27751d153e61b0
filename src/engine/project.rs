//! An analysis → the views of it. Spans into texts become UTF-16 here.

use super::{
    Engine, MAX_PROBLEMS, Shown,
    rows::{Line, Rows},
    view::{self, At, Cell, CellRole, Cost, Fix, LayerStep, Point, Problem, Report, Row, Service, Target, Views},
};
use crate::{
    analysis::{Analysis, Content, Input, Payload},
    annotate::{NodeId, Role},
    diagnostic::{self, Diagnostic, Place, Severity, Source},
    find::Search,
    rpc::method::{Idempotency, Method},
    schema::{self, Schema},
    size,
    text::{LineColumn, LineIndex, Span, Utf16Index},
    wire::{self, layers},
};

/// The longest payload that is written out as hex for the payload's text field, in bytes.
const MAX_HEX: usize = 64 << 10;

/// How many fields the size table lists.
const MAX_COSTS: usize = 100;

/// The report without its content.
pub(super) fn report(input: &Input, analysis: &Analysis) -> Report {
    let schema = analysis.schema.as_ref();
    let errors = analysis.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    Report {
        problems: problems(input, &analysis.diagnostics),
        problem_total: analysis.diagnostics.len() as u32,
        error_total: errors.count() as u32,
        types: schema.map(Schema::message_types).unwrap_or_default(),
        root: analysis.root.as_ref().map_or_else(|| input.root.clone(), |root| root.full_name().to_owned()),
        services: schema.map(services).unwrap_or_default(),
        schema_is_old: analysis.schema_is_old,
        content: None,
    }
}

pub(super) fn problems(input: &Input, diagnostics: &[Diagnostic]) -> Vec<Problem> {
    let texts: Vec<Texts> = input.files.iter().map(|file| Texts::new(&file.text)).collect();
    let json = if let Payload::Json(text) = &input.payload { text } else { "" };
    let payload = if let Payload::Text(text) = &input.payload { text } else { "" };
    let text = if let Payload::TextFormat(text) = &input.payload { text } else { "" };
    let [json, text, payload] = [json, text, payload].map(Texts::new);
    let target = |Place { source, span }: Place| match source {
        Source::File(index) => {
            Target::File(index, texts.get(index as usize).map(|texts| texts.units.utf16(span)).unwrap_or_default())
        }
        Source::Json => Target::Json(json.units.utf16(span)),
        Source::Text => Target::Text(text.units.utf16(span)),
        Source::Payload => Target::Payload(payload.units.utf16(span)),
        Source::Bytes => Target::Bytes(span),
    };
    let problem = |diagnostic: &Diagnostic| {
        let Place { source, span } = diagnostic.place;
        let (file, place) = match source {
            Source::File(index) => {
                let name = input.files.get(index as usize).map_or("", |file| &file.name);
                let place = texts.get(index as usize).map(|texts| texts.place(span));
                (name, place.unwrap_or(LineColumn { line: 1, column: 1 }))
            }
            Source::Json => ("message.json", json.place(span)),
            Source::Text => ("message.txtpb", text.place(span)),
            Source::Payload => ("payload", payload.place(span)),
            // A file of bytes is one line.
            Source::Bytes => ("payload", LineColumn { line: 1, column: span.start + 1 }),
        };
        let labels = diagnostic.labels.iter().map(|label| label.message.clone());
        let help: Vec<String> = diagnostic.help.iter().cloned().chain(labels).collect();
        let edits =
            |fix: &diagnostic::Fix| fix.edits.iter().map(|(place, text)| (target(*place), text.clone())).collect();
        let fixes =
            diagnostic.fixes.iter().map(|fix| Fix { title: fix.title.clone(), edits: edits(fix), rename: None });
        let rename = diagnostic.rename.iter().map(|name| {
            let title = format!("rename to `{name}`");
            Fix { title, edits: Vec::new(), rename: Some(name.clone()) }
        });
        Problem {
            target: target(diagnostic.place),
            file: file.to_owned(),
            line: place.line,
            column: place.column,
            severity: diagnostic.severity,
            code: diagnostic.code.clone(),
            message: diagnostic.message.clone(),
            help: (!help.is_empty()).then(|| help.join("; ")),
            fixes: fixes.chain(rename).collect(),
        }
    };
    diagnostics.iter().take(MAX_PROBLEMS).map(problem).collect()
}

struct Texts<'a> {
    lines: LineIndex<'a>,
    units: Utf16Index<'a>,
}

impl<'a> Texts<'a> {
    fn new(text: &'a str) -> Texts<'a> {
        Texts { lines: LineIndex::new(text), units: Utf16Index::new(text) }
    }

    fn place(&self, span: Span) -> LineColumn {
        self.lines.line_column(span.start as usize)
    }
}

fn services(schema: &Schema) -> Vec<Service> {
    let doc = |name: &str| schema.doc(name).unwrap_or_default();
    let method = |service: &str, method: schema::Method| {
        let method = Method::of(service, method);
        let idempotency = match method.idempotency {
            Idempotency::Unknown => None,
            Idempotency::NoSideEffects => Some("only reads"),
            Idempotency::Idempotent => Some("idempotent"),
        };
        let notes = idempotency.into_iter().chain(method.is_deprecated.then_some("deprecated"));
        view::Method {
            doc: doc(&format!("{service}.{}", method.name)),
            kind: method.kind().to_owned(),
            client_streams: method.streams.client,
            server_streams: method.streams.server,
            notes: notes.map(str::to_owned).collect(),
            path: method.path(),
            name: method.name,
            request: method.request,
            response: method.response,
        }
    };
    let service = |service: schema::Service| Service {
        doc: doc(&service.full_name),
        methods: service.methods.into_iter().map(|it| method(&service.full_name, it)).collect(),
        name: service.full_name,
    };
    schema.services().into_iter().map(service).collect()
}

/// The rows of a message, all of them.
pub(super) fn rows(content: &Content) -> Vec<Row> {
    let rows = Rows::new(&content.nodes, Vec::new());
    (0..content.nodes.len() as NodeId).filter_map(|id| row(content, &rows, id, [0, 0], None)).collect()
}

/// Those that the window shows.
fn rows_in(shown: &Shown, content: &Content, window: Span, search: Option<&Search>) -> Vec<Row> {
    let absent = |id| shown.absent_in(id).len() as u32;
    let line = |line| match line {
        Line::Node(id) => {
            let parent = content.nodes.get(id)?.parent;
            row(content, &shown.rows, id, [absent(id), absent(parent)], search)
        }
        Line::Absent(index) => shown.absent_line(index),
    };
    (window.start..window.end).map_while(|index| shown.rows.line(index)).filter_map(line).collect()
}

/// The row of a node that lacks so many fields, and whose parent does.
fn row(content: &Content, rows: &Rows, id: NodeId, absent: [u32; 2], search: Option<&Search>) -> Option<Row> {
    let (all, bytes) = (&content.nodes, content.bytes.as_slice());
    let [inside, beside] = absent;
    let node = all.get(id)?;
    let has_children = node.next > id + 1 || inside > 0;
    let (at, siblings) = position(all.children(node.parent), id);
    Some(Row {
        node: id,
        depth: u16::from(node.depth),
        position: (at, siblings + beside),
        name: all.name_text(bytes, id),
        number: (node.number > 0 && !node.is_element()).then_some(node.number),
        value: all.value_text(bytes, id),
        kind: all.type_text(id),
        span: node.span,
        hue: node.hue,
        open: has_children.then(|| !rows.is_folded(id)),
        problem: all.diagnostic(bytes, id).map(|diagnostic| diagnostic.message),
        guessed: node.guessed,
        absent: false,
        found: (!has_children || rows.is_folded(id))
            && search.is_some_and(|search| search.hits_in(node.span).next().is_some()),
    })
}

/// How far siblings are counted; beyond it their number is not told.
const MAX_SIBLINGS: usize = 1000;

/// How many siblings there are, as far as they are counted.
pub(super) fn siblings(siblings: impl Iterator<Item = NodeId>) -> u32 {
    siblings.take(MAX_SIBLINGS).count() as u32
}

/// The place of a node among its siblings, from 1, and their number; `u32::MAX` siblings stands for very many.
fn position(siblings: impl Iterator<Item = NodeId>, id: NodeId) -> (u32, u32) {
    let (mut at, mut count) = (0, 0);
    for sibling in siblings.take(MAX_SIBLINGS) {
        count += 1;
        if sibling == id {
            at = count;
        }
    }
    (at.max(1), count.max(1))
}

impl Engine {
    /// The content that is shown, with what is chosen: another place than before, if there is one.
    pub(super) fn project(&mut self, choose: Option<At>) -> Option<view::Content> {
        let chosen = choose.map(|at| self.point(Point { at, hold: true }));
        let shown = self.shown.as_ref()?;
        let content = shown.content()?;
        let typed_json = matches!(self.input.payload, Payload::Json(_));
        let typed = match &self.input.payload {
            Payload::Text(text) => wire::input::plain(text),
            _ => None,
        };
        let is_plain = typed.is_some_and(|bytes| bytes == *content.bytes);
        let hex = !is_plain && content.bytes.len() <= MAX_HEX;
        let verdict = if content.json.is_empty() { String::new() } else { size::verdict(&content.sizes) };
        Some(view::Content {
            json: (!typed_json).then(|| content.json.clone()),
            payload: hex.then(|| wire::input::hex(&content.bytes)),
            format: content.source.name.to_owned(),
            layers: content.source.steps.iter().map(layer).collect(),
            start: content.source.start.map(|it| it as u32),
            sizes: content.sizes,
            verdict,
            costs: size::by_field(&content.nodes).into_iter().take(MAX_COSTS).map(cost).collect(),
            views: self.views(),
            selected: chosen.unwrap_or_else(|| self.chosen_again()),
        })
    }

    /// The views after rows were added or taken away.
    pub(super) fn views_laid_out(&self) -> Views {
        Views { chosen: self.chosen_row(), ..self.views() }
    }

    /// The part of the long views that the window shows.
    pub(super) fn views(&self) -> Views {
        let Some((shown, content)) = self.shown.as_ref().and_then(|shown| Some((shown, shown.content()?))) else {
            return Views::default();
        };
        let total = content.bytes.len() as u32;
        let window = within(self.window.bytes, total);
        let mut cells = Vec::with_capacity(window.len());
        for leaf in content.nodes.leaves_in(window) {
            let hue = content.nodes.get(leaf.node).map_or(0, |node| node.hue);
            let role = match leaf.role {
                Role::Tag | Role::EndTag => CellRole::Tag,
                Role::Length => CellRole::Length,
                Role::Payload => CellRole::Payload,
                Role::Junk => CellRole::Junk,
            };
            let part = Span { start: leaf.span.start.max(window.start), end: leaf.span.end.min(window.end) };
            cells.extend(part.of(&content.bytes).iter().map(|&byte| Cell { byte, role, hue }));
        }
        let seen = within(self.window.rows, shown.rows.len());
        Views {
            byte_total: total,
            row_total: shown.rows.len(),
            first_byte: window.start,
            cells,
            first_row: seen.start,
            rows: rows_in(shown, content, seen, self.search.as_ref()),
            found: self.search.iter().flat_map(|search| search.hits_in(window)).collect(),
            chosen: None,
            absent_cut: self.window.absent && shown.absences().is_cut,
        }
    }

    /// Folds a row or unfolds it.
    pub(super) fn toggle(&mut self, node: NodeId) {
        let Some(shown) = &mut self.shown else { return };
        let Some(content) = &shown.analysis.content else { return };
        let mut folded = shown.rows.folded().to_vec();
        let path = content.nodes.path(&content.bytes, node);
        if shown.rows.is_folded(node) {
            folded.retain(|&other| other != node);
            self.folded.remove(&path);
        } else {
            folded.push(node);
            self.folded.insert(path);
        }
        shown.lay_out(folded, self.window.absent);
    }

    /// Finds again what is folded, in a new analysis or where other rows are wanted.
    pub(super) fn unfold(&mut self) {
        let Some(shown) = &mut self.shown else { return };
        let Some(content) = &shown.analysis.content else { return };
        let folded = self.folded.iter().filter_map(|path| content.nodes.find(&content.bytes, path)).collect();
        shown.lay_out(folded, self.window.absent);
    }
}

impl Shown {
    fn lay_out(&mut self, folded: Vec<NodeId>, with_absent: bool) {
        let Some(nodes) = self.content().map(|content| &content.nodes) else { return };
        let rows = Rows::new(nodes, folded);
        self.rows = if with_absent { rows.with_absent(nodes, self.absences()) } else { rows };
    }
}

/// The window as it can be: where there has been more, as much of the end. Else a short payload behind a long one whose
/// end was on screen would show nothing.
fn within(window: Span, total: u32) -> Span {
    let end = window.end.min(total);
    Span { start: window.start.min(end.saturating_sub(window.len() as u32)), end }
}

fn layer(step: &layers::Step) -> LayerStep {
    LayerStep {
        depth: step.depth,
        layer: step.layer,
        name: step.name.to_owned(),
        on: step.on,
        size: step.size as u32,
        messages: step.messages,
        chosen: step.chosen,
        note: step.note.clone(),
        refused: step.refused,
    }
}

fn cost(cost: size::FieldCost) -> Cost {
    Cost {
        name: cost.name,
        hue: (cost.number.saturating_sub(1) % 5) as u8,
        bytes: cost.bytes as u32,
        tag: cost.tag as u32,
        length: cost.length as u32,
        payload: cost.payload as u32,
    }
}
