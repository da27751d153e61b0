//! Bars of what bytes are for, and the tables that say the same. A role has a colour and a pattern, so that neither is alone.

use yew::prelude::*;

use super::super::{bytes_text, capital, grouped};
use crate::size::breakdown::{Breakdown, Json, Row, Wire};

/// How many pixels a field's bars have at most beside its numbers.
const SPARE: usize = 100;

/// The patterns that lie over the colours. They have to be on the page once.
pub fn patterns() -> Html {
    let pattern = |(index, shape): (usize, Html)| {
        html! {
            <pattern id={format!("role-{index}")} width="6" height="6" patternUnits="userSpaceOnUse">{ shape }</pattern>
        }
    };
    let line = |d: &'static str| html! { <path {d} /> };
    let shapes = [
        line("M0 6L6 0"),
        line("M0 0L6 6"),
        html! { <circle cx="3" cy="3" r="1.2" /> },
        line("M0 3H6"),
        line("M3 0V6"),
    ];
    html! { <svg class="patterns" aria-hidden="true"><defs>{ for (1..).zip(shapes).map(pattern) }</defs></svg> }
}

/// The class of a role's colour and the number of its pattern, 0 of none: what plays the same part on both sides looks the same.
#[derive(Clone, Copy)]
struct Look(&'static str, usize);

const WIRE: [Look; 3] = [Look("h1", 1), Look("h2", 2), Look("h0", 0)];
const JSON: [Look; 6] = [Look("h1", 1), Look("h4", 3), Look("h2", 2), Look("h0", 0), Look("h3", 4), Look("none", 5)];

/// The segments of a bar, `all` being its whole width.
fn segments(parts: &[usize], looks: &[Look], all: usize, y: usize, height: usize) -> Html {
    let percent = |part: usize| format!("{:.3}%", 100.0 * part as f64 / all.max(1) as f64);
    let mut at = 0;
    let segment = |(&part, &Look(class, pattern)): (&usize, &Look)| {
        let (x, width) = (percent(at), percent(part));
        at += part;
        let rect = |class: Classes, fill: Option<String>| {
            html! { <rect {class} {fill} x={x.clone()} y={y.to_string()} width={width.clone()} height={height.to_string()} /> }
        };
        if part == 0 {
            return Html::default();
        }
        let over = (pattern > 0).then(|| rect(classes!("over"), Some(format!("url(#role-{pattern})"))));
        html! { <>{ rect(classes!("role", class), None) }{ over }</> }
    };
    parts.iter().zip(looks).map(segment).collect()
}

/// Both bars to one scale, and what is in them.
pub fn roles(breakdown: &Breakdown) -> Html {
    let Breakdown { wire, json, .. } = breakdown;
    let all = wire.sum().max(json.sum());
    let bar = |name: &str, parts: &[usize], looks: &[Look], roles: &[&str]| {
        let told: Vec<String> = parts
            .iter()
            .zip(roles)
            .filter(|(part, _)| **part > 0)
            .map(|(part, role)| format!("{role} {part} B"))
            .collect();
        let sum: usize = parts.iter().sum();
        let label = format!("{name}, {sum} B: {}", told.join(", "));
        let rows = parts.iter().zip(looks).zip(roles).map(|((&part, look), role)| {
            html! {
                <tr>
                    <th scope="row">{ swatch(*look) }{ *role }</th>
                    <td class="num">{ bytes_text(part) }</td>
                    <td class="num dim">{ format!("{:.0} %", 100.0 * part as f64 / sum.max(1) as f64) }</td>
                </tr>
            }
        });
        html! {
            <figure>
                <figcaption><b>{ name.to_owned() }</b><span class="num">{ bytes_text(sum) }</span></figcaption>
                <svg class="stack" role="img" aria-label={label}>{ segments(parts, looks, all, 0, 18) }</svg>
                <table aria-label={format!("{name} by role")}><tbody>{ for rows }</tbody></table>
            </figure>
        }
    };
    html! {
        <div class="roles">
            { bar("Protobuf", &wire.parts(), &WIRE, &Wire::ROLES) }
            { bar("JSON", &json.parts(), &JSON, &Json::ROLES) }
        </div>
    }
}

fn swatch(look: Look) -> Html {
    html! { <svg class="swatch" aria-hidden="true">{ segments(&[1], &[look], 1, 0, 12) }</svg> }
}

/// What each field takes, with its two bars.
pub fn fields(breakdown: &Breakdown) -> Html {
    let Breakdown { rows, others: (count, others), .. } = breakdown;
    let widest = rows.iter().map(|row| row.wire.sum().max(row.json.sum())).max().unwrap_or_default();
    let head = |names: &[&'static str]| -> Html {
        names.iter().map(|name| html! { <th scope="col" class="num">{ capital(name) }</th> }).collect()
    };
    let number = |number: usize| {
        let text = if number == 0 { "–".to_owned() } else { grouped(number) };
        html! { <td class={classes!("num", (number == 0).then_some("faint"))}>{ text }</td> }
    };
    let row = |name: Html, row: &Row, bars: bool| {
        html! {
            <tr>
                <th scope="row">{ name }</th>
                <td aria-hidden="true">
                    if bars {
                        <svg class="pair" width={SPARE.to_string()}>
                            { segments(&row.wire.parts(), &WIRE, widest, 1, 6) }
                            { segments(&row.json.parts(), &JSON, widest, 9, 6) }
                        </svg>
                    }
                </td>
                { for row.wire.parts().map(number) }
                <td class="num sum">{ grouped(row.wire.sum()) }</td>
                { for row.json.parts().map(number) }
                <td class="num sum">{ grouped(row.json.sum()) }</td>
                { number(row.count) }
            </tr>
        }
    };
    let named = |found: &Row| {
        let name = match found.path.as_str() {
            "" => html! { <span class="dim">{ "the message itself" }</span> },
            path => html! { <code>{ path.to_owned() }</code> },
        };
        row(name, found, true)
    };
    html! {
        <div class="wide" role="region" aria-label="Bytes by field and role" tabindex="0">
            <table aria-label="Bytes by field and role">
                <thead>
                    <tr>
                        <td colspan="2"></td>
                        <th scope="colgroup" colspan="4">{ "Protobuf" }</th>
                        <th scope="colgroup" colspan="7">{ "JSON" }</th>
                        <td></td>
                    </tr>
                    <tr>
                        <th scope="col">{ "Field" }</th><td aria-hidden="true"></td>
                        { head(&Wire::ROLES) }{ head(&["all"]) }
                        { head(&Json::ROLES) }{ head(&["all", "values"]) }
                    </tr>
                </thead>
                <tbody>
                    { for rows.iter().map(named) }
                    if *count > 0 {
                        { row(html! { <span class="dim">{ format!("{count} smaller fields") }</span> }, others, false) }
                    }
                </tbody>
            </table>
        </div>
    }
}
