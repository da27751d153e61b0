//! What the worker runs: a request in, an answer out.
//!
//! Keeps the last complete schema, the last message that could be read, and what is chosen and folded, so that a page
//! can ask for one window of a large payload at a time. Knows no browser: [`Engine::answer`] is tested natively.

mod change;
mod export;
mod hints;
mod locate;
mod project;
pub mod services;
mod tell;
pub mod view;

use std::collections::HashSet;

use crate::{
    analysis::{self, Analysis, Content, Input},
    annotate::Role,
    language::Space,
    message,
    schema::{self, Compiled, Compiler, Schema, lint::History},
    size, wire, workspace,
};
use services::{Query, Reply};
use view::{Body, Change, Comparison, Request, Window};

/// How many problems a report carries.
pub const MAX_PROBLEMS: usize = 200;

/// The engine and what it keeps between requests.
#[derive(Debug, Default)]
pub struct Engine {
    input: Input,
    /// What was compiled last, kept so that only what changed is compiled again; the language services read it.
    compiler: Compiler,
    /// What it made of the present files.
    compiled: Option<Compiled>,
    /// What the files declared before.
    history: History,
    /// Schemas to fall back on while the present one has errors: the last that served, the last without errors.
    served: Option<Schema>,
    complete: Option<Schema>,
    /// The last analysis whose message could be read.
    shown: Option<Shown>,
    window: Window,
    /// Paths of the rows that are folded.
    folded: HashSet<String>,
    chosen: Option<Chosen>,
}

/// An analysis that is on screen.
#[derive(Debug)]
struct Shown {
    analysis: Analysis,
    /// The nodes of the rows, without those inside a folded one.
    rows: Vec<u32>,
    /// Whether it is of the newest input. An older one's texts have changed since.
    fresh: bool,
}

impl Shown {
    fn content(&self) -> Option<&Content> {
        self.analysis.content.as_ref()
    }
}

/// What is chosen, in terms that outlive an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Chosen {
    path: String,
    role: Option<Role>,
}

impl Engine {
    /// Answers a request.
    pub fn answer(&mut self, request: Request) -> Body {
        match request {
            Request::Analyze(change) => self.analyze(change),
            Request::Look(window) => {
                self.window = window;
                Body::Views(self.views())
            }
            Request::Toggle(node) => {
                self.toggle(node);
                Body::Views(self.views())
            }
            Request::Point(point) => {
                let marks = self.point(point);
                Body::Marks { hold: point.hold, marks: Box::new(marks) }
            }
            Request::Share(input, active) => Body::Link(workspace::to_link(&input, active as usize)),
            Request::Open(link) => {
                Body::Opened(workspace::from_link(&link).map(|(input, active)| (Box::new(input), active as u32)))
            }
            Request::Compare(name, input) => Body::Comparison(name, compare(&input).map(Box::new)),
            Request::Import(picked, present) => {
                Body::Imported(Box::new(workspace::import(*picked, &present, &schema::known())))
            }
            Request::Export(what, files) => Body::Exported(export::export(what, &files)),
            Request::Language(query) => Body::Language(self.tell(query)),
        }
    }

    /// Answers a question about a place in a .proto file.
    fn tell(&mut self, query: Query) -> Reply {
        if self.compiled.is_none() {
            self.compiled = Some(self.compiler.update(&self.input.files));
        }
        tell::tell(&Space::new(self.compiler.world()), &self.input.files, query)
    }

    fn analyze(&mut self, change: Change) -> Body {
        let is_edited = change.has_files();
        if is_edited {
            self.compiled = None;
        }
        if change.is_other {
            // What another workspace has not was not removed from it.
            self.history = History::default();
        }
        let hints = change.hints;
        self.window = change.window;
        change.apply(&mut self.input);
        let compiled = self.compiled.get_or_insert_with(|| self.compiler.update(&self.input.files));
        let is_complete = compiled.is_complete();
        if is_complete {
            self.complete.clone_from(&compiled.schema);
        }
        let earlier: Vec<&Schema> = self.served.iter().chain(&self.complete).collect();
        let mut analysis = analysis::read(&self.input, compiled, &earlier);
        if !analysis.schema_is_old {
            self.served.clone_from(&analysis.schema);
        }
        // What was there before is told of files without errors only: else it may just be half typed.
        let world = self.compiler.world();
        if is_complete && is_edited {
            self.history.note(world.own());
        }
        if hints {
            let history = is_complete.then_some(&self.history);
            analysis.diagnostics.extend(hints::hints(world, history, analysis.content.as_ref()));
        }
        let mut report = project::report(&self.input, &analysis);
        if let Some(content) = &analysis.content {
            if self.chosen.is_none() && !content.nodes.all().is_empty() {
                // Something is always explained: to begin with, the first field.
                self.chosen = Some(Chosen { path: content.nodes.path(&content.bytes, 0), role: None });
            }
            self.shown = Some(Shown { analysis, rows: Vec::new(), fresh: true });
            self.unfold();
            report.content = self.project();
        } else if let Some(shown) = &mut self.shown {
            shown.fresh = false;
        }
        Body::Report(Box::new(report))
    }
}

/// Measures a message in both styles.
fn compare(input: &Input) -> Option<Comparison> {
    let Analysis { root, content, .. } = analysis::analyze(input);
    let content = content?;
    let rows: Vec<u32> = (0..content.nodes.all().len() as u32).collect();
    Some(Comparison {
        root: root?.full_name().to_owned(),
        json: message::minify(&content.json)?,
        frame: wire::frame::write(&content.bytes)?,
        verdict: size::verdict(&content.sizes),
        sizes: content.sizes,
        rows: project::rows(&content, &rows, 0, rows.len(), &HashSet::new()),
        protobuf: content.bytes,
    })
}
