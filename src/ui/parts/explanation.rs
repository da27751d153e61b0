//! What the chosen byte or field is: a sentence, its bits, and the arithmetic from the bits to the value.

use yew::prelude::*;

use super::prose;
use crate::engine::view::{ByteBits, Explained};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub explained: Option<Explained>,
}

/// The region; it never leaves the screen.
#[component]
pub fn ExplanationPane(props: &Props) -> Html {
    let body = match &props.explained {
        Some(explained) => explanation(explained),
        None => html! { <p class="dim">{ "Choose a byte, a field, a JSON value or a line of the .proto to see what it is and how its bits make the value." }</p> },
    };
    html! { <section class="explain" role="region" aria-label="Explanation" aria-live="polite" tabindex="0">{ body }</section> }
}

fn explanation(explained: &Explained) -> Html {
    html! {
        <>
            <div><span class="title">{ explained.title.clone() }</span><span class="sub">{ explained.subtitle.clone() }</span></div>
            <p>{ prose(&explained.sentence) }</p>
            if !explained.bits.is_empty() {
                <div class="bits">{ for explained.bits.iter().map(octet) }</div>
                <div class="key" aria-hidden="true">{ for key(&explained.bits) }</div>
            }
            if let Some(sum) = &explained.sum { <p class="sum">{ sum.clone() }</p> }
            if let Some(doc) = &explained.doc { <p class="doc">{ doc.clone() }</p> }
            if explained.readings.len() > 1 { { readings(&explained.readings) } }
        </>
    }
}

fn octet(octet: &ByteBits) -> Html {
    let digits: String = octet.bits.iter().map(|(on, _)| if *on { '1' } else { '0' }).collect();
    let bit = |(on, role): &(bool, String)| {
        html! { <span class={classes!("bit", class_of(role))} title={role.clone()}>{ if *on { "1" } else { "0" } }</span> }
    };
    html! {
        <span class="octet" role="img" aria-label={format!("byte {:02x}: {digits}", octet.byte)}>
            <span class="hex">{ format!("{:02x}", octet.byte) }</span>
            { for octet.bits.iter().map(bit) }
        </span>
    }
}

/// The roles that occur, each with its look, in the order they occur.
fn key(bits: &[ByteBits]) -> Vec<Html> {
    let mut roles: Vec<&str> = Vec::new();
    for (_, role) in bits.iter().flat_map(|octet| &octet.bits) {
        if !roles.contains(&role.as_str()) {
            roles.push(role);
        }
    }
    { roles.into_iter() }
        .map(|role| html! { <span><span class={classes!("bit", class_of(role))}></span>{ role.to_owned() }</span> })
        .collect()
}

fn class_of(role: &str) -> &'static str {
    match role {
        "another byte follows" => "more",
        "field number" => "number",
        "wire type" => "type",
        "sign" => "sign",
        "exponent" => "exponent",
        "mantissa" => "mantissa",
        _ => "value",
    }
}

fn readings(readings: &[(String, String, String)]) -> Html {
    let row = |(kind, text, why): &(String, String, String)| {
        html! { <tr><th scope="row">{ kind.clone() }</th><td>{ text.clone() }</td><td class="dim">{ why.clone() }</td></tr> }
    };
    html! {
        <table class="readings" aria-label="Plausible readings">
            <tbody>{ for readings.iter().map(row) }</tbody>
        </table>
    }
}
