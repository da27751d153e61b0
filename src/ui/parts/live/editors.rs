//! Editors of schemas and messages, and what is wrong with the texts in them.

use yew::prelude::*;

use super::super::prose;
use crate::{
    engine::view::{Problem, Target},
    learn::live::Contract,
    session::shortcuts::Shortcut,
    text::Span,
    ui::editor::{CodeEditor, EditorEvent, Squiggle},
};

/// An editor of a text that the page may write anew.
pub struct Text<'a> {
    pub language: &'static str,
    pub label: &'static str,
    pub text: String,
    /// Grows when the page writes it.
    pub writes: u32,
    pub problems: &'a [Problem],
    /// Which of the problems are about it, and where.
    pub own: fn(Target) -> Option<Span>,
    pub edit: Callback<String>,
}

/// Here the editors' own keys will do.
const KEYS: &[Shortcut] = &[];

/// The editor with its name above it.
pub fn editor(text: Text<'_>) -> Html {
    let squiggle = |problem: &Problem| {
        let span = (text.own)(problem.target)?;
        let (severity, message) = (problem.word(), problem.message.clone());
        let help = problem.help.clone();
        Some(Squiggle { from: span.start, to: span.end, severity, message, help, number: 0, fixes: Vec::new() })
    };
    let squiggles: Vec<Squiggle> = text.problems.iter().filter_map(squiggle).collect();
    let edit = text.edit;
    let on_event = Callback::from(move |event: EditorEvent| {
        if let EditorEvent::Change(_, text) = event {
            edit.emit(text);
        }
    });
    html! {
        <div class="demo-editor">
            <span class="name" aria-hidden="true">{ text.label }</span>
            <div class="editor">
                <CodeEditor language={text.language} label={text.label} document={text.label} text={text.text} writes={(text.writes, 0)}
                    edits={None} keys={KEYS} {squiggles} selected={None} hovered={None} target={None} {on_event} />
            </div>
        </div>
    }
}

/// A problem of the file that is edited: the first.
pub fn in_file(target: Target) -> Option<Span> {
    if let Target::File(0, span) = target { Some(span) } else { None }
}

/// A problem of the message.
pub fn in_json(target: Target) -> Option<Span> {
    if let Target::Json(span) = target { Some(span) } else { None }
}

/// The text of a contract's file that is edited: the first.
pub fn schema(of: &Contract) -> String {
    of.files().first().map(|file| file.text.trim_end().to_owned()).unwrap_or_default()
}

/// The contract with that text in its place.
pub fn with_schema(of: &Contract, text: String) -> Contract {
    let mut files = of.files();
    if let Some(first) = files.first_mut() {
        first.text = text;
    }
    Contract { files, root: of.root(), ..Contract::default() }
}

/// How many problems are listed.
const MAX_PROBLEMS: usize = 5;

/// What is wrong, in words; nothing where nothing is.
pub fn problems(problems: &[Problem]) -> Html {
    if problems.is_empty() {
        return Html::default();
    }
    let item = |problem: &Problem| {
        html! {
            <li>
                <span class={classes!("sev", problem.word())} aria-hidden="true"></span>
                <span>
                    <span class="where">{ format!("{}:{}:{}", problem.file, problem.line, problem.column) }</span>
                    { format!(" {} ", problem.word()) }{ prose(&problem.message) }
                    if let Some(help) = &problem.help { <span class="help">{ prose(help) }</span> }
                </span>
            </li>
        }
    };
    html! { <ul class="demo-problems" aria-label="Problems" aria-live="polite">{ for problems.iter().take(MAX_PROBLEMS).map(item) }</ul> }
}
