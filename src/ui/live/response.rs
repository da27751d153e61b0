//! What came: the status with what explains it, the frames, the bytes of the chosen one.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    engine::{
        live::data::{Detail, Ending, Frame},
        view::{Marks, Views},
    },
    rpc::status::Code,
    session::live::{Act, Live, Phase},
    text::Span,
    ui::parts::{BYTES_HELP, ByteGrid, ByteTouch, bytes_text, part_told, prose},
};

/// The section.
pub fn response(live: &Live, act: &Callback<Act>) -> Html {
    html! {
        <section class="card response" role="region" aria-label="Response" tabindex="0">
            <h2>{ "Response" }</h2>
            <div role="status" aria-live="polite">{ status(live) }</div>
            if let Some(ending) = &live.ending { { explained(ending) } }
            { frames(live, act) }
            if let Some(frame) = live.shown() { { shown(live, frame, act) } }
            if let Some(ending) = &live.ending {
                { fields("Headers", &ending.headers) }
                { fields("Trailers", &ending.trailers) }
            }
        </section>
    }
}

fn status(live: &Live) -> Html {
    let count = live.dropped + live.frames.iter().filter(|frame| frame.title.starts_with("Message")).count();
    let messages = if count == 1 { "1 message".to_owned() } else { format!("{count} messages") };
    match (&live.ending, live.phase) {
        (_, Phase::Preparing) => html! { <p>{ "Making the request…" }</p> },
        (_, Phase::Calling) if count == 0 => html! { <p>{ "Sent; waiting for the response…" }</p> },
        (_, Phase::Calling) => html! { <p>{ format!("{messages} so far…") }</p> },
        (Some(ending), Phase::Idle) => {
            let class = if ending.code == Code::Ok { "verdict good" } else { "verdict bad" };
            html! {
                <p {class}>
                    <strong>{ format!("{} ({})", ending.name, ending.code.number()) }</strong>
                    if !ending.message.is_empty() { { format!(": {}", ending.message) } }
                    <span class="dim">{ format!(" · {messages} · {} ms", live.took) }</span>
                </p>
            }
        }
        (None, Phase::Idle) => html! { <p class="dim">{ "Send a call to see what comes of it." }</p> },
    }
}

fn explained(ending: &Ending) -> Html {
    let detail = |detail: &Detail| {
        html! { <li><code>{ detail.kind.clone() }</code><pre>{ detail.text.clone() }</pre></li> }
    };
    let fault = |(what, help): &(String, Option<String>)| {
        html! {
            <>
                <p class="fault">{ prose(what) }</p>
                if let Some(help) = help { <p class="help">{ prose(help) }</p> }
            </>
        }
    };
    html! {
        <>
            { for ending.faults.iter().map(fault) }
            <p>{ prose(&ending.meaning) }{ " " }{ prose(&ending.retry) }</p>
            if !ending.details.is_empty() {
                <h3>{ "Details" }</h3>
                <ul class="details" aria-label="Details">{ for ending.details.iter().map(detail) }</ul>
            }
        </>
    }
}

/// What crossed, in order; a button each.
fn frames(live: &Live, act: &Callback<Act>) -> Html {
    let button = |(index, frame): (usize, &Rc<Frame>)| {
        let onclick = act.reform(move |_: MouseEvent| Act::Choose(index));
        let class = classes!("btn", (!frame.is_good).then_some("bad"));
        html! {
            <li key={index}>
                <button type="button" {class} aria-pressed={(live.chosen == index).to_string()} {onclick}>
                    { frame.title.clone() }<span class="dim">{ format!(" {}", bytes_text(frame.bytes.total as usize)) }</span>
                    if !frame.is_good { <span class="sr">{ ", not as it should be" }</span> }
                </button>
            </li>
        }
    };
    let Some(sent) = &live.sent else { return html! {} };
    html! {
        <>
            <h3>{ "Frames" }</h3>
            if live.dropped > 0 { <p class="dim">{ format!("The first {} are not kept.", live.dropped) }</p> }
            <ol class="frames" aria-label="Frames">
                { button((0, sent)) }
                { for (1..).zip(&live.frames).map(button) }
            </ol>
        </>
    }
}

fn shown(live: &Live, frame: &Frame, act: &Callback<Act>) -> Html {
    let total = frame.bytes.total;
    let part = frame.bytes.parts.iter().find(|part| part.span.contains(live.cursor.at as usize));
    let chosen = if live.cursor.is_run() { Some(live.cursor.run(total)) } else { part.map(|part| part.span) };
    let selected = Marks { bytes: chosen.into_iter().collect(), ..Marks::default() };
    let views = Views { byte_total: total, cells: frame.bytes.cells.clone(), ..Views::default() };
    let on_touch = {
        let act = act.clone();
        Callback::from(move |touch: ByteTouch| {
            if let ByteTouch::Strike(stroke) = touch {
                act.emit(Act::Strike(stroke));
            }
        })
    };
    html! {
        <div class="event">
            <h4>{ frame.title.clone() }</h4>
            { match &frame.text {
                Ok(text) => html! { <pre tabindex="0" aria-label="Content">{ text.clone() }</pre> },
                Err(why) => html! { <p class="fault">{ why.clone() }</p> },
            } }
            <ByteGrid views={Rc::new(views)} window={Span { start: 0, end: total }} selected={Rc::new(selected)}
                hovered={Rc::<Marks>::default()} cursor={live.cursor.clone()} editable={false} {on_touch} />
            <p class="sr" id={BYTES_HELP}>{ "arrow keys move from byte to byte, what each says is told below" }</p>
            <div class="explain" role="region" aria-label="Explanation" aria-live="polite" tabindex="0">{ part.map(part_told) }</div>
        </div>
    }
}

fn fields(name: &'static str, list: &[(String, String)]) -> Html {
    let row = |(name, value): &(String, String)| {
        html! { <tr><th scope="row" class="mono">{ name.clone() }</th><td class="mono">{ value.clone() }</td></tr> }
    };
    if list.is_empty() {
        return html! {};
    }
    html! {
        <>
            <h3>{ name }</h3>
            <table aria-label={name}><tbody>{ for list.iter().map(row) }</tbody></table>
        </>
    }
}
