//! Both lanes, drawn to one scale of time, and the tables that say the same.

use yew::prelude::*;

use crate::{
    rpc::{
        Micros,
        status::Code,
        store::{
            lane::{Attempt, Bar, Lane},
            place::Placed,
            scene::{CHECKOUT, PARTIES},
            words::time_text,
        },
    },
    ui::parts::grouped,
};

/// What the lanes are called.
pub const NAMES: [&str; 2] = ["gRPC", "REST"];

/// How high the bars of a service are, by how many there are at most; the first has room for names.
const PITCHES: [(usize, usize); 3] = [(6, 16), (24, 7), (usize::MAX, 3)];

/// The pitch at which bars have names.
const NAMED: usize = 16;

/// Between these shares of the width, in percent, a bar leaves no room for its name: before it, behind it.
const ROOM: (f64, f64) = (20.0, 70.0);

/// The least width of a bar, in percent.
const LEAST: f64 = 0.4;

/// The lanes.
pub fn lanes(placed: &Placed) -> Html {
    let end = placed.lanes.iter().map(|lane| lane.end).max().unwrap_or_default().max(1);
    let both = NAMES.iter().zip(&placed.lanes);
    html! {
        <section aria-label="Two lanes">
            <h2>{ "Two lanes, one scale of time" }</h2>
            { for both.clone().map(|(name, lane)| figure(name, lane, end)) }
            <p class="dim signs">
                <svg class="sample" aria-hidden="true"><rect class="try" x="1" y="2" width="22" height="9" /></svg>{ " a call, from first to last word of it; " }
                <svg class="sample" aria-hidden="true"><rect class="try bad" x="1" y="2" width="22" height="9" /></svg>{ " ✕ one that failed; " }
                <svg class="sample" aria-hidden="true"><line class="wait" x1="1" x2="23" y1="6" y2="6" /></svg>{ " waiting for a connection; " }
                <svg class="sample" aria-hidden="true"><line class="answer" x1="12" x2="12" y1="0" y2="13" /></svg>{ " the gateway has its answer" }
            </p>
            <details>
                <summary>{ "Call by call, as tables" }</summary>
                { for both.map(|(name, lane)| table(name, lane)) }
            </details>
        </section>
    }
}

/// How the order ended, as a phrase.
pub fn ending(lane: &Lane) -> String {
    let status = lane.status.as_ref().map_or("no answer", |status| status.code.name());
    format!("{status} after {}", time_text(lane.totals.time))
}

fn is_good(code: Option<Code>) -> bool {
    code == Some(Code::Ok)
}

fn figure(name: &str, lane: &Lane, end: Micros) -> Html {
    let ending = ending(lane);
    let good = is_good(lane.status.as_ref().map(|status| status.code));
    let said = format!("{name}: {ending}; {} calls of services", lane.totals.counted.attempts);
    let services = (CHECKOUT..).zip(PARTIES.iter().skip(usize::from(CHECKOUT)));
    html! {
        <figure class="lane">
            <figcaption>
                <b>{ name.to_owned() }</b>{ " " }
                <span class={if good { "good" } else { "bad" }}>{ if good { "✓ " } else { "✕ " } }{ ending }</span>
            </figcaption>
            <div role="img" aria-label={said}>
                { for services.map(|(party, name)| service(party, name, lane, end)) }
                <div class="axis"><span>{ "0" }</span><span>{ time_text(end / 2) }</span><span>{ time_text(end) }</span></div>
            </div>
        </figure>
    }
}

/// The calls of one service.
fn service(party: u16, name: &str, lane: &Lane, end: Micros) -> Html {
    let bars: Vec<&Bar> = lane.calls.iter().filter(|bar| bar.server == party && !bar.attempts.is_empty()).collect();
    let pitch = PITCHES.iter().find(|(most, _)| bars.len() <= *most).map_or(NAMED, |(_, pitch)| *pitch);
    let height = bars.len().max(1) * pitch + 4;
    let answer = share(lane.totals.time, end);
    html! {
        <div class="track">
            <span>{ name.to_owned() }</span>
            <svg height={height.to_string()}>
                { for bars.iter().enumerate().map(|(row, bar)| drawn(bar, 2 + row * pitch, pitch, end)) }
                <line class="answer" x1={percent(answer)} x2={percent(answer)} y1="0" y2={height.to_string()} />
            </svg>
        </div>
    }
}

fn drawn(bar: &Bar, y: usize, pitch: usize, end: Micros) -> Html {
    let height = pitch.saturating_sub(1 + pitch / 4).max(1);
    let middle = (y + height / 2).to_string();
    let attempt = |&Attempt { from, to, waited, is_good }: &Attempt| {
        // However short it was, it is seen.
        let width = share(to.saturating_sub(from), end).max(LEAST);
        let wait = (waited > 0).then(|| {
            let (x1, x2) = (percent(share(from, end)), percent(share(from + waited, end)));
            html! { <line class="wait" {x1} {x2} y1={middle.clone()} y2={middle.clone()} /> }
        });
        html! {
            <>
                <rect class={classes!("try", (!is_good).then_some("bad"))} x={percent(share(from, end).min(100.0 - LEAST))} y={y.to_string()}
                    width={percent(width)} height={height.to_string()} />
                { wait }
            </>
        }
    };
    let began = share(bar.attempts.first().map_or(0, |attempt| attempt.from), end);
    let ended = share(bar.attempts.last().map_or(0, |attempt| attempt.to), end);
    // Behind the bar, or before it; where neither has room, the tables know the name.
    let place = match (began, ended) {
        (_, to) if to <= ROOM.1 => Some((to, "4", "start")),
        (from, _) if from >= ROOM.0 => Some((from, "-4", "end")),
        _ => None,
    };
    let name = place.filter(|_| pitch == NAMED).map(|(at, shift, anchor)| {
        let text = if is_good(bar.code) { bar.name.clone() } else { format!("✕ {}", bar.name) };
        html! {
            <text x={percent(at)} dx={shift} y={(y + height - 2).to_string()} text-anchor={anchor}>{ text }</text>
        }
    });
    html! { <>{ for bar.attempts.iter().map(attempt) }{ name }</> }
}

fn share(part: Micros, all: Micros) -> f64 {
    100.0 * part as f64 / all.max(1) as f64
}

fn percent(share: f64) -> String {
    format!("{share:.3}%")
}

fn table(name: &str, lane: &Lane) -> Html {
    let label = format!("Calls over {name}");
    let row = |bar: &Bar| {
        let time = |at: Option<Micros>| html! { <td class="num">{ at.map_or("–".to_owned(), time_text) }</td> };
        let status = bar.code.map_or("not known", Code::name);
        html! {
            <tr>
                <th scope="row">{ bar.name.clone() }</th>
                <td>{ PARTIES.get(usize::from(bar.server)).copied().unwrap_or_default() }</td>
                { time(bar.attempts.first().map(|attempt| attempt.from)) }
                { time(bar.attempts.last().map(|attempt| attempt.to)) }
                { time(Some(bar.waited()).filter(|waited| *waited > 0)) }
                <td class="num">{ grouped(bar.attempts.len()) }</td>
                <td><code>{ if bar.attempts.is_empty() { "not made" } else { status } }</code></td>
            </tr>
        }
    };
    html! {
        <div class="wide" role="region" aria-label={label.clone()} tabindex="0">
            <table aria-label={label}>
                <caption>{ name.to_owned() }</caption>
                <thead><tr>
                    { for ["Call", "Of"].map(|name| html! { <th scope="col">{ name }</th> }) }
                    { for ["Began", "Last word", "Waited", "Attempts"].map(|name| html! { <th scope="col" class="num">{ name }</th> }) }
                    <th scope="col">{ "Ended" }</th>
                </tr></thead>
                <tbody>{ for lane.calls.iter().map(row) }</tbody>
            </table>
        </div>
    }
}
