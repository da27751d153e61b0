//! Bytes and time over the number of items, and the table that says the same. A lane has a colour and a mark.

use yew::prelude::*;

use super::lanes::NAMES;
use crate::rpc::store::{
    place::Point,
    words::{bytes_text, time_text},
};

/// How high a plot is, in pixels.
const HEIGHT: f64 = 150.0;

/// What is left free above and below, for the marks.
const EDGE: f64 = 8.0;

/// The plots.
pub fn plots(points: &[Point]) -> Html {
    let bytes = |point: &Point, lane: usize| point.lanes.get(lane).map_or(0, |lane| lane.0);
    let time = |point: &Point, lane: usize| point.lanes.get(lane).map_or(0, |lane| lane.1);
    html! {
        <section aria-label="Over the number of items">
            <h2>{ "Over the number of items" }</h2>
            <div class="plots">
                { plot("All bytes", points, &bytes, bytes_text) }
                { plot("Time to the answer", points, &time, time_text) }
            </div>
            <p class="dim signs">
                { for (0..NAMES.len()).map(|lane| html! {
                    <>
                        <svg class="sample" aria-hidden="true">
                            <line class={class(lane)} x1="0" x2="24" y1="7" y2="7" />{ mark(lane, "12".to_owned(), 7.0) }
                        </svg>
                        { format!(" {} ", NAMES[lane]) }
                    </>
                }) }
                { "with all else as above" }
            </p>
            <details>
                <summary>{ "As a table" }</summary>
                { table(points) }
            </details>
        </section>
    }
}

fn class(lane: usize) -> &'static str {
    if lane == 0 { "grpc" } else { "rest" }
}

/// A circle for the one, a square for the other.
fn mark(lane: usize, x: String, y: f64) -> Html {
    if lane == 0 {
        return html! { <circle class={class(lane)} cx={x} cy={y.to_string()} r="4" /> };
    }
    html! {
        <svg {x} y={y.to_string()} width="1" height="1" overflow="visible">
            <rect class={class(lane)} x="-3.5" y="-3.5" width="7" height="7" />
        </svg>
    }
}

fn plot(name: &'static str, points: &[Point], value: &dyn Fn(&Point, usize) -> u64, text: fn(u64) -> String) -> Html {
    let most = points.iter().flat_map(|point| [value(point, 0), value(point, 1)]).max().unwrap_or_default().max(1);
    // Each number of items has a column of the same width.
    let x = |at: usize| format!("{:.2}%", 100.0 * (at as f64 + 0.5) / points.len().max(1) as f64);
    let y = |value: u64| HEIGHT - EDGE - (HEIGHT - 2.0 * EDGE) * value as f64 / most as f64;
    let line = |lane: usize| -> Html {
        let pairs = points.iter().zip(points.iter().skip(1)).enumerate();
        let lines = pairs.map(|(at, (one, next))| {
            html! {
                <line class={class(lane)} x1={x(at)} y1={y(value(one, lane)).to_string()}
                    x2={x(at + 1)} y2={y(value(next, lane)).to_string()} />
            }
        });
        let marks = points.iter().enumerate().map(|(at, point)| mark(lane, x(at), y(value(point, lane))));
        html! { <>{ for lines }{ for marks }</> }
    };
    let said = match points {
        [first, .., last] => {
            let ends = |lane: usize| {
                format!("{} from {} to {}", NAMES[lane], text(value(first, lane)), text(value(last, lane)))
            };
            format!("{name} from {} to {} items: {}, {}", first.items, last.items, ends(0), ends(1))
        }
        _ => name.to_owned(),
    };
    html! {
        <figure class="plot">
            <figcaption><b>{ name }</b><span class="num dim">{ format!("up to {}", text(most)) }</span></figcaption>
            <div role="img" aria-label={said}>
                <svg class="area" height={HEIGHT.to_string()}>{ line(1) }{ line(0) }</svg>
                <div class="counts">{ for points.iter().map(|point| html! { <span>{ point.items }</span> }) }</div>
            </div>
        </figure>
    }
}

fn table(points: &[Point]) -> Html {
    let row = |point: &Point| {
        let [grpc, rest] = point.lanes;
        html! {
            <tr>
                <th scope="row" class="num">{ point.items }</th>
                { for [bytes_text(grpc.0), bytes_text(rest.0), time_text(grpc.1), time_text(rest.1)]
                    .map(|text| html! { <td class="num">{ text }</td> }) }
            </tr>
        }
    };
    let heads = ["Items", "Bytes over gRPC", "over REST", "Time over gRPC", "over REST"];
    html! {
        <div class="wide" role="region" aria-label="Bytes and time by the number of items" tabindex="0">
            <table aria-label="Bytes and time by the number of items">
                <thead><tr>{ for heads.map(|name| html! { <th scope="col" class="num">{ name }</th> }) }</tr></thead>
                <tbody>{ for points.iter().map(row) }</tbody>
            </table>
        </div>
    }
}
