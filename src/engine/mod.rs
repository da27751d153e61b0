//! What the worker runs: a request in, an answer out.
//!
//! Keeps the last complete schema, the last message that could be read, and what is chosen and folded, so that a page
//! can ask for one window of a large payload at a time. Knows no browser: [`Engine::answer`] is tested natively.

mod absent;
mod assist;
mod breaks;
pub mod calls;
mod change;
pub mod copy;
mod export;
mod find;
mod form;
mod held;
mod hints;
pub mod lab;
pub mod learn;
pub mod live;
mod locate;
mod markdown;
mod project;
mod rows;
mod sample;
pub mod services;
pub mod survey;
mod tell;
mod text;
pub mod view;

use std::{cell::OnceCell, collections::HashSet};

use crate::{
    analysis::{self, Analysis, Content, Input, MAX_HERE, Payload, Work},
    annotate::{Role, presence::Absences},
    diagnostic::{Diagnostic, Source},
    find::Search,
    language::Space,
    message::JsonOptions,
    schema::{self, Compiled, Compiler, Schema, lint::History, types::Root},
    workspace,
};
use rows::Rows;
use services::{Doc, Query, Reply, Told};
use view::{Body, Change, Request, Window};

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
    /// The message type, whether or not the message can be read.
    root: Option<Root>,
    /// What it is of, likewise.
    schema: Option<Schema>,
    /// What there is to say of the JSON text.
    told_of_json: Vec<Diagnostic>,
    /// The last analysis whose message could be read.
    shown: Option<Shown>,
    window: Window,
    /// How JSON is written.
    options: JsonOptions,
    /// Paths of the rows that are folded.
    folded: HashSet<String>,
    /// The bytes of the large file that was opened last.
    held: held::Store,
    chosen: Option<Chosen>,
    search: Option<Search>,
    calls: calls::Calls,
    live: live::Live,
}

/// An analysis that is on screen.
#[derive(Debug)]
struct Shown {
    analysis: Analysis,
    /// Which nodes have a row.
    rows: Rows,
    /// Whether it is of the newest input. An older one's texts have changed since.
    fresh: bool,
    absences: OnceCell<Absences>,
    /// In the text format, where that was asked for and not typed.
    text: OnceCell<analysis::Text>,
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
    /// Has the bytes of the file with this key at hand, in place of those of another one.
    pub fn hold(&mut self, key: u32, bytes: Vec<u8>) {
        // So that two large files need not be held at once.
        if self.shown.as_ref().and_then(Shown::content).is_some_and(|content| content.bytes.len() > MAX_HERE as usize) {
            self.shown = None;
        }
        self.held = held::Store::new(key, bytes);
    }

    /// Answers a request.
    pub fn answer(&mut self, request: Request) -> Body {
        self.answer_telling(request, &mut |_| {})
    }

    /// Answers a request, and tells now and then how far the work on it has come.
    pub fn answer_telling(&mut self, request: Request, tell: &mut dyn FnMut(Work)) -> Body {
        match request {
            Request::Analyze(change) => self.analyze(change, tell),
            Request::Look(window) => {
                let is_other = self.window.absent != window.absent;
                self.window = window;
                if is_other {
                    self.unfold();
                    return Body::Views(self.views_laid_out());
                }
                Body::Views(self.views())
            }
            Request::Text => Body::Text(self.write_text()),
            Request::Json => Body::Json(self.write_json()),
            Request::Offers(at) => Body::Offers(at, self.offers(at)),
            Request::Break(way, at) => Body::Broken(way, Box::new(self.breakage(way, at))),
            Request::Toggle(node) => {
                self.toggle(node);
                Body::Views(self.views_laid_out())
            }
            Request::Point(point) => {
                let marks = self.point(point);
                Body::Marks { hold: point.hold, at: point.at, marks: Box::new(marks) }
            }
            Request::Share(input, active) => Body::Link(workspace::to_link(&input, active as usize)),
            Request::Open(link) => {
                Body::Opened(workspace::from_link(&link).map(|(input, active)| (Box::new(input), active as u32)))
            }
            Request::Import(picked, present) => {
                Body::Imported(Box::new(workspace::import(*picked, &present, &schema::known())))
            }
            Request::Export(what, files) => Body::Exported(export::export(what, &files)),
            Request::Find(find) => Body::Found(Box::new(self.look_for(find))),
            Request::Copy(copy) => Body::Copied(self.copy(&copy)),
            Request::Survey(survey, kept) => Body::Surveyed(survey, Box::new(self.survey(survey, &kept))),
            Request::Keep => Body::Kept(self.keep()),
            Request::Lab => Body::Lab(Box::new(self.lab())),
            Request::Sample(shape, seed) => Body::Sampled(shape, seed, self.sample(shape, seed)),
            Request::Language(query) => Body::Language(self.tell(query)),
            Request::Form(asked) => Body::Form(Box::new(self.form(&asked))),
            Request::Act(number, deed) => Body::Acted(number, self.act(&deed)),
            Request::Learn(ask) => Body::Learn(Box::new(learn::answer(*ask))),
            Request::Calls(ask) => {
                let content =
                    self.shown.as_ref().and_then(|shown| Some((shown.analysis.root.as_ref()?, shown.content()?)));
                let message = content.map(|(root, content)| (root.full_name(), content.json.as_str()));
                Body::Calls(Box::new(self.calls.answer(*ask, self.schema.as_ref(), message)))
            }
            Request::Live(ask) => Body::Live(Box::new(self.live.answer(*ask, self.schema.as_ref()))),
        }
    }

    /// Answers a question about a place in a text.
    fn tell(&mut self, query: Query) -> Reply {
        if self.compiled.is_none() {
            self.compiled = Some(self.compiler.update(&self.input.files));
        }
        let told = match query.doc {
            Doc::File(file) => tell::tell(&Space::new(self.compiler.world()), &self.input.files, file, &query),
            Doc::Json => self.tell_of_json(&query),
        };
        Reply { id: query.id, told: told.unwrap_or(Told::Nothing) }
    }

    fn analyze(&mut self, change: Change, tell: &mut dyn FnMut(Work)) -> Body {
        let is_edited = change.has_files();
        if is_edited {
            self.compiled = None;
        }
        if change.is_other {
            // What another workspace has not was not removed from it.
            self.history = History::default();
        }
        let hints = change.hints;
        self.options = change.json;
        self.window = change.window;
        let choose = change.choose;
        change.apply(&mut self.input);
        let held = if let Payload::Held(file) = &self.input.payload { self.held.bytes(file) } else { None };
        let compiled = self.compiled.get_or_insert_with(|| self.compiler.update(&self.input.files));
        let is_complete = compiled.is_complete();
        if is_complete {
            self.complete.clone_from(&compiled.schema);
        }
        let earlier: Vec<&Schema> = self.served.iter().chain(&self.complete).collect();
        let mut analysis = analysis::read(&self.input, compiled, &earlier, held, self.options, tell);
        self.root.clone_from(&analysis.root);
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
        self.schema.clone_from(&analysis.schema);
        let of_json = analysis.diagnostics.iter().filter(|diagnostic| diagnostic.place.source == Source::Json);
        self.told_of_json = of_json.cloned().collect();
        if let Some(content) = &analysis.content {
            if self.chosen.is_none() && !content.nodes.is_empty() {
                // Something is always explained: to begin with, the first field.
                self.chosen = Some(Chosen { path: content.nodes.path(&content.bytes, 0), role: None });
            }
            self.shown = Some(Shown {
                analysis,
                rows: Rows::default(),
                fresh: true,
                absences: OnceCell::new(),
                text: OnceCell::new(),
            });
            self.unfold();
            // What was found is of the message before.
            self.search = self.search.as_ref().map(Search::again);
            report.content = self.project(choose);
        } else if let Some(shown) = &mut self.shown {
            shown.fresh = false;
        }
        Body::Report(Box::new(report))
    }
}
