//! The size lab: a dialog in which one message is weighed in every way, and what would make it smaller can be tried.
//!
//! Asks the engine itself, once all else is answered, since what it shows is of no use to any other part.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::super::{bytes_text, capital, prose};
use super::chart;
use crate::{
    engine::{
        lab::{Lab, Tip},
        view::Request,
    },
    session::{Action, OpenLab, Popup, State, Taken, View},
    size::{
        honest::{Squeezed, honest},
        traffic::{MAX_RATE, amount_text, bandwidth_text, traffic},
    },
    ui::{
        app::use_reach,
        dom,
        squeeze::{Brotli, use_brotli},
    },
};

const CLOSE: &str = "lab-close";
const UNDO: &str = "lab-undo";

/// The dialog, while it is open.
pub fn size_lab(state: &State) -> Html {
    let Some(Popup::Lab(open)) = &state.language.popup else { return Html::default() };
    html! {
        <Dialog open={open.clone()} awaits={state.awaits_lab()} revision={state.revision} view={state.view} />
    }
}

#[derive(PartialEq, Properties)]
struct Props {
    open: OpenLab,
    /// Whether it is to be measured anew.
    awaits: bool,
    revision: u32,
    view: View,
}

/// The dialog; it is modal, so that what it is about changes by its own doing only.
#[component]
fn Dialog(props: &Props) -> Html {
    let reach = use_reach();
    let dialog = use_node_ref();
    dom::use_modal(dialog.clone(), CLOSE);
    use_effect_with((props.awaits, props.revision), {
        let ask = reach.ask.clone();
        move |&(awaits, _)| {
            if awaits {
                ask.emit(Request::Lab);
            }
        }
    });
    let brotli = use_brotli(props.open.found.as_ref());
    let taken = props.open.taken.as_ref().filter(|taken| taken.revision == props.revision);
    // The button that was pressed is gone with its advice.
    use_effect_with(taken.map(|taken| taken.revision), |taken| {
        if taken.is_some() {
            dom::focus(UNDO);
        }
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
    let body = match props.open.found.as_ref().map(|(revision, lab)| (*revision == props.revision, &**lab)) {
        None => html! { <p class="none" role="status">{ "Measuring…" }</p> },
        Some((_, Err(why))) => html! { <p class="none" role="status">{ why.clone() }</p> },
        Some((fresh, Ok(lab))) => measured(lab, brotli, fresh, &props.view, act),
    };
    html! {
        <dialog class="palette survey lab" aria-label="Size lab" ref={dialog} {onclick} {oncancel}>
            <div class="inside">
                <div class="bar">
                    <h2>{ "Size lab" }</h2>
                    <span class="grow"></span>
                    <button type="button" class="btn quiet" id={CLOSE} onclick={act.reform(|_| Action::Close)}>{ "Close" }</button>
                </div>
                <div role="status">{ for taken.map(|taken| done(taken, act)) }</div>
                { body }
            </div>
        </dialog>
    }
}

/// What came of an advice.
fn done(taken: &Taken, act: &Callback<Action>) -> Html {
    let Taken { title, before, after, .. } = taken;
    html! {
        <div class="bar done">
            <span>{ "Applied. " }{ prose(title) }{ ": " }<b>{ change(before.protobuf, after.protobuf) }</b></span>
            <span class="grow"></span>
            <button type="button" class="btn" id={UNDO} onclick={act.reform(|_| Action::Undo)}>{ "Undo" }</button>
        </div>
    }
}

/// Both sizes, and the difference.
fn change(before: usize, after: usize) -> String {
    let percent = 100.0 * before.abs_diff(after) as f64 / before.max(1) as f64;
    let sign = if after > before { "+" } else { "−" };
    format!(
        "{} → {} ({sign}{}, {percent:.0} %)",
        bytes_text(before),
        bytes_text(after),
        bytes_text(before.abs_diff(after))
    )
}

fn measured(lab: &Lab, brotli: Brotli, fresh: bool, view: &View, act: &Callback<Action>) -> Html {
    let [in_protobuf, in_json] = match brotli {
        Brotli::Sizes(protobuf, json) => [Some(protobuf), Some(json)],
        Brotli::Awaited | Brotli::Unknown => [None; 2],
    };
    let protobuf = Squeezed { brotli: in_protobuf, ..lab.protobuf };
    let json = Squeezed { brotli: in_json, ..lab.json };
    let said = honest(&lab.breakdown, protobuf, json);
    html! {
        <div class={classes!("scroll", (!fresh).then_some("stale"))} role="region" aria-label="Measurements" tabindex="0">
            { chart::patterns() }
            <section>
                <h3>{ "What the bytes are for" }</h3>
                { chart::roles(&lab.breakdown) }
            </section>
            <section>
                <h3>{ "What would be smaller" }</h3>
                { advice(&lab.tips, fresh, act) }
            </section>
            <section>
                <h3>{ "Compressed" }</h3>
                { compressed(protobuf, json, brotli == Brotli::Awaited) }
                <ul aria-label="In all honesty">{ for said.into_iter().map(|sentence| html! { <li>{ sentence }</li> }) }</ul>
            </section>
            <section>
                <h3>{ "On the network" }</h3>
                { network(protobuf, json, view, act) }
            </section>
            <section>
                <h3>{ "By field" }</h3>
                { chart::fields(&lab.breakdown) }
            </section>
        </div>
    }
}

fn advice(tips: &Result<Vec<Tip>, String>, fresh: bool, act: &Callback<Action>) -> Html {
    let tips = match tips {
        Err(why) => return html! { <p class="dim">{ why.clone() }</p> },
        Ok(tips) if tips.is_empty() => {
            return html! { <p class="dim">{ "Nothing that was tried makes this message smaller: types, packing, field numbers, texts that are something else." }</p> };
        }
        Ok(tips) => tips,
    };
    let item = |(index, tip): (usize, &Tip)| {
        let Tip { kind, title, why, before, after, .. } = tip;
        let in_json = (before.json != after.json)
            .then(|| format!(" The JSON goes from {} to {}.", bytes_text(before.json), bytes_text(after.json)));
        html! {
            <li>
                <div class="bar">
                    <span class="what">{ prose(title) }</span>
                    <span class="grow"></span>
                    <b class="num">{ change(before.protobuf, after.protobuf) }</b>
                    <button type="button" class="btn" disabled={!fresh} aria-label={format!("Apply {}", title.replace('`', ""))}
                        onclick={act.reform(move |_| Action::TakeAdvice(index))}>{ "Apply" }</button>
                </div>
                <p>
                    { prose(&capital(why)) }{ ". " }
                    { format!("Gzipped: {}.", change(before.gzip, after.gzip)) }{ in_json }
                </p>
                <p class="dim">{ prose(kind.caveat()) }</p>
            </li>
        }
    };
    html! {
        <>
            <p class="dim">{ "Each was tried: the schema changed and compiled, the message encoded anew. What saves the most comes first; all can be undone." }</p>
            <ol class="tips" aria-label="Advice">{ for tips.iter().enumerate().map(item) }</ol>
        </>
    }
}

fn compressed(protobuf: Squeezed, json: Squeezed, is_awaited: bool) -> Html {
    let cell = |size: Option<usize>| match size {
        Some(size) => html! { <td class="num">{ bytes_text(size) }</td> },
        None => html! { <td class="num dim">{ if is_awaited { "…" } else { "not measured" } }</td> },
    };
    let row = |name: &'static str, Squeezed { plain, gzip, brotli }: Squeezed| {
        html! { <tr><th scope="row">{ name }</th>{ cell(Some(plain)) }{ cell(gzip) }{ cell(brotli) }</tr> }
    };
    html! {
        <table aria-label="Compressed sizes">
            <thead><tr>
                <td></td>
                { for ["Plain", "gzip 9", "brotli 11"].map(|name| html! { <th scope="col" class="num">{ name }</th> }) }
            </tr></thead>
            <tbody>{ row("Protobuf", protobuf) }{ row("JSON", json) }</tbody>
        </table>
    }
}

fn network(protobuf: Squeezed, json: Squeezed, view: &View, act: &Callback<Action>) -> Html {
    let view = *view;
    let oninput = act.reform(move |event: InputEvent| {
        let typed: String = dom::value(event.target()).chars().filter(char::is_ascii_digit).collect();
        Action::Arrange(View {
            rate: typed.parse().unwrap_or(if typed.is_empty() { 0 } else { MAX_RATE }).min(MAX_RATE),
            ..view
        })
    });
    let rows = [
        ("Protobuf", Some(protobuf.plain)),
        ("JSON", Some(json.plain)),
        ("Protobuf + gzip", protobuf.gzip),
        ("JSON + gzip", json.gzip),
        ("Protobuf + brotli", protobuf.brotli),
        ("JSON + brotli", json.brotli),
    ];
    let row = |(name, size): (&'static str, Option<usize>)| {
        let found = traffic(size?, view.rate);
        Some(html! {
            <tr>
                <th scope="row">{ name }</th>
                <td class="num">{ bandwidth_text(found.bandwidth) }</td>
                <td class="num">{ amount_text(found.day) }</td>
                <td class="num">{ amount_text(found.month) }</td>
            </tr>
        })
    };
    html! {
        <>
            <label class="rate">{ "Messages a second" }
                <input type="number" min="0" max={MAX_RATE.to_string()} value={view.rate.to_string()} {oninput} />
            </label>
            <table aria-label="Traffic">
                <thead><tr>
                    <td></td>
                    { for ["Bandwidth", "A day", "30 days"].map(|name| html! { <th scope="col" class="num">{ name }</th> }) }
                </tr></thead>
                <tbody>{ for rows.into_iter().filter_map(row) }</tbody>
            </table>
            <p class="dim">{ "The messages alone: headers of HTTP and below come on top, the same for all." }</p>
        </>
    }
}
