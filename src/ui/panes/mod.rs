//! The playground: schema, message and wire side by side; below 900 px one at a time, behind tabs.

mod files;
mod message;
mod schema;
mod wire;

use yew::prelude::*;

use self::{message::MessagePane, schema::SchemaPane, wire::WirePane};
use super::{
    app::use_reach,
    dom::use_properties,
    editor::Squiggle,
    parts::{FixMenu, Gutter, Palette, Tab, TabList, explanation_pane, names, size_lab, survey_panel},
};
use crate::{
    engine::view::{Fix, Problem, Target},
    session::{Action, Pane, Popup, State, View},
    text::Span,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

/// The playground.
#[component]
pub fn Playground(props: &Props) -> Html {
    let act = use_reach().act;
    let place = use_node_ref();
    let state = &props.state;
    let view = state.view;
    let [left, middle] = view.split;
    let percent = |share: u32| format!("{}.{}%", share / 10, share % 10);
    use_properties(place.clone(), vec![("--split-1", percent(left)), ("--split-2", percent(middle))]);

    let moved = |split: fn([u32; 2], u32) -> [u32; 2]| {
        act.reform(move |at: u32| Action::Arrange(View { split: split(view.split, at), ..view }))
    };
    let choose = act.reform(move |index: usize| {
        Action::Arrange(View { pane: Pane::ALL.get(index).copied().unwrap_or_default(), ..view })
    });
    let errors = state.report.as_ref().is_some_and(|report| report.error_total > 0);
    // What only the bytes show changes with each row that is scrolled, and the other panes are not drawn again for that.
    let still = state.still();
    let tab = |pane: &Pane| Tab { label: pane.word().into(), bad: errors && *pane == Pane::Schema, ..Tab::default() };
    html! {
        <main class="play" id="main" tabindex="-1" ref={place} data-pane={view.pane.word()}>
            <h1 class="sr">{ "Playground" }</h1>
            <TabList class="panetabs" label="Panes" controls="main" tabs={Pane::ALL.iter().map(tab).collect::<Vec<_>>()}
                active={view.pane as usize} on_choose={choose} />
            <SchemaPane state={still.clone()} />
            <Gutter label="Width of the schema" at={left} on_move={moved(|[_, middle], at| [at, middle])} />
            <MessagePane state={still} />
            <Gutter class="second" label="Width of the message" at={left + middle} on_move={moved(|[left, _], at| [left, at.saturating_sub(left)])} />
            <WirePane state={state.clone()} />
            { explanation_pane(&state.selected, state.is_in_bytes, &act) }
            { survey_panel(state) }
            { size_lab(state) }
            if let Some(Popup::Symbols(symbols)) = &state.language.popup {
                <Palette symbols={symbols.clone()} files={names(&state.input.files)} active={state.active as u32}
                    cursor={state.cursor} act={act.clone()} />
            }
        </main>
    }
}

/// The menu of fixes, if it belongs to the text that `place` is about, and where in it.
fn fix_menu(state: &State, act: &Callback<Action>, place: impl Fn(Target) -> Option<Span>) -> Option<(u32, Html)> {
    let (Some(Popup::Fixes(fixes)), Some(report)) = (&state.language.popup, &state.report) else { return None };
    let menu = html! { <FixMenu fixes={fixes.clone()} report={report.clone()} act={act.clone()} /> };
    place(fixes.target).map(|span| (span.start, menu))
}

/// The problems of one text as its editor shows them.
fn squiggles(state: &State, place: impl Fn(Target) -> Option<Span>) -> Vec<Squiggle> {
    // A button's name is plain text.
    let title = |fix: &Fix| fix.title.replace('`', "");
    let squiggle = |(number, problem): (u32, &Problem)| {
        place(problem.target).map(|span| Squiggle {
            from: span.start,
            to: span.end,
            severity: problem.word(),
            message: problem.message.clone(),
            help: problem.help.clone(),
            number,
            fixes: problem.fixes.iter().map(title).collect(),
        })
    };
    state.report.iter().flat_map(|report| (0..).zip(&report.problems)).filter_map(squiggle).collect()
}
