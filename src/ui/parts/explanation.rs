//! What the chosen byte or field is: a sentence, its bits, and the arithmetic from the bits to the value.

use yew::prelude::*;

use super::prose;
use crate::{
    annotate::{
        explain::{Bit, BitGroup, BitRole},
        guess::Reading,
    },
    engine::view::Explained,
};

/// The region; it never leaves the screen.
pub fn explanation_pane(explained: Option<&Explained>) -> Html {
    let body = match explained {
        Some(explained) => explanation(explained),
        None => {
            html! { <p class="dim">{ "Choose a byte, a field, a JSON value or a line of the .proto to see what it is and how its bits make the value." }</p> }
        }
    };
    html! { <section class="explain" role="region" aria-label="Explanation" aria-live="polite" tabindex="0">{ body }</section> }
}

fn explanation(explained: &Explained) -> Html {
    let what = &explained.what;
    let parts = [explained.line.as_deref(), Some(what.place.as_str()), Some(what.kind.as_str())];
    let subtitle: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    html! {
        <>
            <div><span class="title">{ what.title.clone() }</span><span class="sub">{ subtitle.join(" · ") }</span></div>
            <p>{ prose(&what.sentence) }</p>
            if let Some(problem) = &what.problem {
                <p class={classes!("told", problem.severity.word())}>
                    <strong>{ problem.severity.word() }{ ": " }</strong>{ prose(&problem.message) }
                    if let Some(help) = &problem.help { { "; " }{ prose(help) } }
                </p>
            }
            if !what.bits.is_empty() {
                <div class="bits">{ for what.bits.iter().map(octet) }</div>
                <div class="key" aria-hidden="true">{ for key(&what.bits) }</div>
            }
            if let Some(sum) = &what.sum { <p class="sum">{ sum.clone() }</p> }
            if let Some(doc) = &explained.doc { <p class="doc">{ doc.clone() }</p> }
            if !what.readings.is_empty() { { readings(&what.readings) } }
        </>
    }
}

fn octet(octet: &BitGroup) -> Html {
    let digits: String = octet.bits.iter().map(|bit| if bit.on { '1' } else { '0' }).collect();
    let bit = |bit: &Bit| {
        let (class, meaning) = look(bit.role);
        html! { <span class={classes!("bit", class)} title={meaning}>{ if bit.on { "1" } else { "0" } }</span> }
    };
    html! {
        <span class="octet" role="img" aria-label={format!("byte {:02x}: {digits}", octet.byte)}>
            <span class="hex">{ format!("{:02x}", octet.byte) }</span>
            { for octet.bits.iter().map(bit) }
        </span>
    }
}

/// The roles that occur, each with its look, in the order they occur.
fn key(bits: &[BitGroup]) -> Vec<Html> {
    let mut roles = Vec::new();
    for bit in bits.iter().flat_map(|octet| &octet.bits) {
        if !roles.contains(&bit.role) {
            roles.push(bit.role);
        }
    }
    let entry = |role: BitRole| {
        let (class, meaning) = look(role);
        html! { <span><span class={classes!("bit", class)}></span>{ meaning }</span> }
    };
    roles.into_iter().map(entry).collect()
}

/// The class and the meaning of a bit.
fn look(role: BitRole) -> (&'static str, &'static str) {
    match role {
        BitRole::More => ("more", "another byte follows"),
        BitRole::Mark => ("more", "mark of UTF-8"),
        BitRole::Number => ("number", "field number"),
        BitRole::WireType => ("type", "wire type"),
        BitRole::Value => ("value", "value"),
        BitRole::Sign => ("sign", "sign"),
        BitRole::Exponent => ("exponent", "exponent"),
        BitRole::Mantissa => ("mantissa", "mantissa"),
    }
}

fn readings(readings: &[Reading]) -> Html {
    let row = |reading: &Reading| {
        html! {
            <tr>
                <th scope="row">{ reading.kind.clone() }</th><td>{ reading.text.clone() }</td>
                <td class="dim">{ reading.reason.clone() }</td>
            </tr>
        }
    };
    html! {
        <table class="readings" aria-label="Plausible readings">
            <tbody>{ for readings.iter().map(row) }</tbody>
        </table>
    }
}
