//! What payloads tell together: an inferred schema, the types that fit, or the payloads side by side; and the menu that leads
//! there. Asks the engine itself, since what it shows is of no use to any other part.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{Menu, MenuItem, bytes_text, prose};
use crate::{
    engine::{
        survey::{Kept, Proposal, Survey, Surveyed, Told},
        view::Request,
    },
    infer::{Cell, Compared, Fit, Row},
    session::{Action, Popup, State},
    ui::{
        app::{Reach, use_reach},
        dom,
    },
};

const CLOSE: &str = "survey-close";

/// The menu of what else can be done with the bytes.
pub fn survey_menu(state: &State, reach: &Reach) -> Html {
    let none = state.content().is_none();
    let open = |survey: Survey| reach.act.reform(move |()| Action::OpenSurvey(survey));
    let keep = reach.ask.reform(|()| Request::Keep);
    let item = |name: &'static str, hint: &'static str, on_choose: Callback<()>| html! { <MenuItem {name} {hint} {on_choose} /> };
    html! {
        <Menu id="survey" class="quiet icon" label="More with these bytes" face="⋯" title="Infer a schema, rank types, compare payloads" disabled={none}>
            { item("Infer a schema", "a .proto that fits the bytes, with reasons", open(Survey::Schema)) }
            { item("Which type fits?", "the message types of the workspace, ranked", open(Survey::Fits)) }
            <hr />
            { item("Keep for comparison", "put this payload aside and bring another", keep) }
            { item("Compare payloads", "side by side with those that are kept", open(Survey::Compare { only_differing: false })) }
        </Menu>
    }
}

/// The panel, while it is open.
pub fn survey_panel(state: &State) -> Html {
    let Some(Popup::Survey(survey, surveyed)) = &state.language.popup else { return Html::default() };
    let root = state.report.as_ref().map_or_else(|| state.input.root.clone(), |report| report.root.clone());
    html! {
        <Panel survey={*survey} surveyed={surveyed.clone()} kept={state.kept.clone()} revision={state.revision} {root} />
    }
}

#[derive(PartialEq, Properties)]
struct Props {
    survey: Survey,
    /// The answer; none while it is awaited.
    surveyed: Option<Rc<Surveyed>>,
    kept: Rc<Vec<Kept>>,
    revision: u32,
    /// The message type the bytes are read by.
    root: String,
}

/// The panel; it is modal, so that what it is about stays as it is.
#[component]
fn Panel(props: &Props) -> Html {
    let reach = use_reach();
    let dialog = use_node_ref();
    dom::use_modal(dialog.clone(), CLOSE);
    use_effect_with((props.survey, props.kept.clone(), props.revision), {
        let ask = reach.ask.clone();
        move |(survey, kept, _)| ask.emit(Request::Survey(*survey, kept.to_vec()))
    });
    let act = &reach.act;
    // A click beside the content is one on the dialog itself.
    let onclick = {
        let (act, dialog) = (act.clone(), dialog.clone());
        Callback::from(move |event: MouseEvent| {
            let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if on.is_some() && on == dialog.cast::<Element>() {
                act.emit(Action::Close);
            }
        })
    };
    let oncancel = act.reform(|event: Event| {
        event.prevent_default();
        Action::Close
    });
    let (title, says) = match props.survey {
        Survey::Schema => ("Inferred schema", "A guess: bytes have no names, and several types look alike in them."),
        Survey::Fits => ("Types that fit", "By what the bytes show; nothing is chosen unless you choose it."),
        Survey::Compare { .. } => {
            ("Payloads side by side", "Values that are not the same in all payloads are marked ≠.")
        }
    };
    let body = match props.surveyed.as_deref().map(|surveyed| &surveyed.told) {
        None => awaited(),
        Some(Told::Nothing(why)) => html! { <p class="none" role="status">{ why.clone() }</p> },
        Some(Told::Schema(proposal)) => schema(proposal, act),
        Some(Told::Fits(fits, count)) => fitting(fits, *count, &props.root, act),
        Some(Told::Compared(compared)) => comparison(compared, props, &reach),
    };
    html! {
        <dialog class="palette survey" aria-label={title} ref={dialog} {onclick} {oncancel}>
            <div class="inside">
                <div class="bar">
                    <h2>{ title }</h2>
                    <span class="grow"></span>
                    <button type="button" class="btn quiet" id={CLOSE} onclick={act.reform(|_| Action::Close)}>{ "Close" }</button>
                </div>
                <p class="dim">{ says }</p>
                { payloads(props, act) }
                { body }
            </div>
        </dialog>
    }
}

fn awaited() -> Html {
    html! { <p class="none" role="status">{ "Reading the bytes…" }</p> }
}

/// What is looked at besides the kept payloads, as far as that is known.
fn own(props: &Props) -> &[(String, u32)] {
    props.surveyed.as_deref().map_or(&[], |surveyed| &surveyed.own)
}

/// The payloads that are looked at.
fn payloads(props: &Props, act: &Callback<Action>) -> Html {
    let chip = |(index, kept): (usize, &Kept)| {
        html! {
            <li>
                { kept.name.clone() }<span class="dim">{ bytes_text(kept.bytes.len()) }</span>
                <button type="button" class="btn quiet icon" aria-label={format!("Remove {}", kept.name)} title="Remove"
                    onclick={act.reform(move |_| Action::DropKept(index))}>{ "×" }</button>
            </li>
        }
    };
    html! {
        <ul class="kept" aria-label="Payloads">
            { for props.kept.iter().enumerate().map(chip) }
            { for own(props).iter().map(|(name, size)| html! { <li>{ name.clone() }<span class="dim">{ bytes_text(*size as usize) }</span></li> }) }
        </ul>
    }
}

fn schema(proposal: &Proposal, act: &Callback<Action>) -> Html {
    let told = act.reform(|done| {
        Action::Tell(if done { "Copied the schema." } else { "This browser did not let the page copy." }.to_owned())
    });
    let text = proposal.text.clone();
    let copy = Callback::from(move |_: MouseEvent| dom::copy(text.clone(), told.clone()));
    html! {
        <>
            <pre class="mono" role="region" aria-label="Inferred .proto" tabindex="0">{ proposal.text.clone() }</pre>
            <div class="bar">
                <span class="dim">{ format!("as {}; it can be undone", proposal.file) }</span>
                <span class="grow"></span>
                <button type="button" class="btn" onclick={copy}>{ "Copy" }</button>
                <button type="button" class="btn primary" onclick={act.reform(|_| Action::TakeSchema)}>{ "Put into the editor" }</button>
            </div>
        </>
    }
}

fn fitting(fits: &[Fit], count: u32, root: &str, act: &Callback<Action>) -> Html {
    let best = fits.first().map_or(0, |fit| fit.score);
    let equal = fits.iter().filter(|fit| fit.score == best).count();
    let told = match (fits.len(), equal) {
        (0, _) => format!("None of the {count} declared types has a field of these bytes."),
        (_, 1) => format!("{} of {count} declared types have fields of these bytes.", fits.len()),
        (_, equal) => format!("{equal} types fit equally well: the bytes can't tell them apart."),
    };
    let item = |fit: &Fit| {
        let Fit { message, score, pros, cons } = fit;
        let chosen = message == root;
        let take = {
            let (act, message) = (act.clone(), message.clone());
            Callback::from(move |_: MouseEvent| {
                act.emit(Action::Close);
                act.emit(Action::SelectRoot(message.clone()));
            })
        };
        let reason = |sign: &'static str, class: &'static str, text: &String| {
            html! { <li {class}><b aria-hidden="true">{ sign }</b>{ prose(text) }</li> }
        };
        html! {
            <li>
                <div class="bar">
                    <code>{ message.clone() }</code>
                    <span class="dim">{ format!("{score} of 100") }</span>
                    <svg aria-hidden="true"><rect class="all" width="100%" height="6" /><rect width={format!("{score}%")} height="6" /></svg>
                    <span class="grow"></span>
                    if chosen {
                        <span class="dim">{ "in use" }</span>
                    } else {
                        <button type="button" class="btn" aria-label={format!("Use {message}")} onclick={take}>{ "Use" }</button>
                    }
                </div>
                <ul>
                    { for pros.iter().map(|text| reason("+", "pro", text)) }
                    { for cons.iter().map(|text| reason("−", "con", text)) }
                </ul>
            </li>
        }
    };
    html! {
        <>
            <p role="status">{ told }</p>
            if !fits.is_empty() { <ol class="fits" aria-label="Types, the best first">{ for fits.iter().map(item) }</ol> }
        </>
    }
}

fn comparison(compared: &Compared, props: &Props, reach: &Reach) -> Html {
    if props.kept.len() + own(props).len() < 2 {
        return html! {
            <div class="none">
                <p>{ "There is nothing to compare with yet. Keep this payload, then bring another one." }</p>
                <button type="button" class="btn primary" onclick={reach.ask.reform(|_| Request::Keep)}>{ "Keep this payload" }</button>
            </div>
        };
    }
    let Compared { rows, total, differing, is_cut } = compared;
    let names = props.kept.iter().map(|kept| kept.name.clone()).chain(own(props).iter().map(|(name, _)| name.clone()));
    let names: Vec<String> = names.collect();
    if rows.iter().any(|row| row.cells.len() != names.len()) {
        // A payload has come or gone, and the answer is still of the others.
        return awaited();
    }
    let only_differing = matches!(props.survey, Survey::Compare { only_differing: true });
    let toggle =
        reach.act.reform(move |_: Event| Action::OpenSurvey(Survey::Compare { only_differing: !only_differing }));
    let left = (if only_differing { *differing } else { *total } as usize).saturating_sub(rows.len());
    let more = if left > 0 { format!(" {left} more rows are not shown.") } else { String::new() };
    let cut = if *is_cut { " Only the first fields of the largest payload are compared." } else { "" };
    let cell = |cell: &Option<Cell>| match cell {
        Some(cell) => html! { <td class="mono">{ cell.text.clone() }</td> },
        None => html! { <td class="dim" aria-label="absent">{ "–" }</td> },
    };
    let row = |row: &Row| {
        let mark = if row.differs {
            html! { <><b aria-hidden="true">{ "≠" }</b><span class="sr">{ "differs" }</span></> }
        } else {
            Html::default()
        };
        html! {
            <tr class={classes!(row.differs.then_some("differs"))}>
                <td>{ mark }</td>
                <th scope="row" class="mono">{ row.path.clone() }</th>
                { for row.cells.iter().map(cell) }
            </tr>
        }
    };
    html! {
        <>
            <div class="bar">
                <span role="status">{ format!("{differing} of {total} values differ.{more}{cut}") }</span>
                <span class="grow"></span>
                <label><input type="checkbox" checked={only_differing} onchange={toggle} />{ " Only what differs" }</label>
            </div>
            <div class="beside" role="region" aria-label="Comparison" tabindex="0">
                <table aria-label="Payloads side by side">
                    <thead><tr>
                        <th scope="col"><span class="sr">{ "Differs" }</span></th><th scope="col">{ "Field" }</th>
                        { for names.into_iter().map(|name| html! { <th scope="col">{ name }</th> }) }
                    </tr></thead>
                    <tbody>{ for rows.iter().map(row) }</tbody>
                </table>
            </div>
        </>
    }
}
