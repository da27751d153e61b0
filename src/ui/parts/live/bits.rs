//! A number or a tag whose bits can be turned, with the arithmetic from the bits to the value. Needs no engine.

use yew::prelude::*;

use super::{super::bits::look, hex};
use crate::{
    analysis::{Input, Payload},
    learn::{
        bits::{Reading, can_turn, parse, read, role, turn},
        live::Notation,
    },
    session::Action,
    text::File,
    ui::{app::use_reach, dom, route},
    wire::Taking,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    /// What the ids begin with.
    pub id: AttrValue,
    pub notation: Notation,
    /// The bytes to begin with.
    pub bytes: Vec<u8>,
}

/// A step of the keys up and down.
const BYTE: u32 = u8::BITS;

/// The bits, what they say, and the field for the value.
#[component]
pub fn BitBench(props: &Props) -> Html {
    let act = use_reach().act;
    let notation = props.notation;
    let bytes = use_state(|| props.bytes.clone());
    let wrong = use_state_eq(|| None::<String>);
    // The bit that is reached by Tab.
    let here = use_state_eq(|| 0u32);
    let total = bytes.len() as u32 * BYTE;
    let at = (*here).min(total.saturating_sub(1));
    let Reading { value, steps, oddity } = read(notation, &bytes);

    let set = {
        let (bytes, wrong) = (bytes.setter(), wrong.setter());
        Callback::from(move |new: Vec<u8>| {
            wrong.set(None);
            bytes.set(new);
        })
    };
    let onclick = {
        let (bytes, set, here) = (bytes.clone(), set.clone(), here.setter());
        Callback::from(move |event: MouseEvent| {
            let Some(at) = dom::number_around(event.target(), "data-bit") else { return };
            let (byte, bit) = place(notation, bytes.len(), at);
            here.set(at);
            if can_turn(notation, byte, bit) {
                set.emit(turn(notation, &bytes, byte, bit));
            }
        })
    };
    let onkeydown = {
        let (here, id) = (here.setter(), props.id.clone());
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowLeft" => at.saturating_sub(1),
                "ArrowRight" => at + 1,
                "ArrowUp" => at.checked_sub(BYTE).unwrap_or(at),
                "ArrowDown" if at + BYTE < total => at + BYTE,
                "Home" => 0,
                "End" => total,
                _ => return,
            };
            event.prevent_default();
            let to = to.min(total.saturating_sub(1));
            here.set(to);
            dom::focus(&bit_id(&id, to));
        })
    };
    let onchange = {
        let (set, wrong) = (set.clone(), wrong.setter());
        Callback::from(move |event: Event| match parse(notation, &dom::value(event.target())) {
            Ok(bytes) => set.emit(bytes),
            Err(why) => wrong.set(Some(why)),
        })
    };
    let on_reset = {
        let (set, first) = (set.clone(), props.bytes.clone());
        set.reform(move |_: MouseEvent| first.clone())
    };
    let on_try = field(notation).map(|kind| {
        let bytes = bytes.clone();
        act.reform(move |_: MouseEvent| {
            route::go("#/");
            Action::Load("a number".to_owned(), Box::new(input(kind, &bytes)))
        })
    });
    let octet = |index: u32| {
        let (byte, _) = place(notation, bytes.len(), index * BYTE);
        let bit = |column: u32| {
            let at_bit = index * BYTE + column;
            let (_, bit) = place(notation, bytes.len(), at_bit);
            let (class, meaning) = look(role(notation, byte, bit));
            let on = bytes.get(byte).is_some_and(|it| it >> bit & 1 == 1);
            // Its digit is drawn by the style: the name does not change with the state, and has to hold what is written.
            html! {
                <button type="button" class={classes!("bit", class)} id={bit_id(&props.id, at_bit)} data-bit={at_bit.to_string()}
                    tabindex={if at == at_bit { "0" } else { "-1" }} aria-pressed={on.to_string()}
                    aria-disabled={(!can_turn(notation, byte, bit)).then_some("true")}
                    aria-label={format!("byte {byte}, bit {bit}: {meaning}")}></button>
            }
        };
        html! {
            <span class="octet" role="group" aria-label={format!("byte {byte}")}>
                <span class="hex" aria-hidden="true">{ hex(bytes.get(byte..=byte).unwrap_or_default()) }</span>
                { for (0..BYTE).map(bit) }
            </span>
        }
    };
    let roles = (0..total).map(|at| {
        let (byte, bit) = place(notation, bytes.len(), at);
        role(notation, byte, bit)
    });
    let field_id = format!("{}-value", props.id);
    let why_id = format!("{}-why", props.id);
    html! {
        <>
            <div class="turn bits" role="group" aria-label="Bits" {onclick} {onkeydown}>{ for (0..bytes.len() as u32).map(octet) }</div>
            <p class="looks dim" aria-hidden="true">
                { for distinct(roles).into_iter().map(look).map(|(class, meaning)| html! { <span><span class={classes!("bit", class)}></span>{ meaning }</span> }) }
            </p>
            <div aria-live="polite">
                <ol class="sum">{ for steps.into_iter().map(|step| html! { <li>{ step }</li> }) }</ol>
                <p class="oddity">{ oddity.map(|it| html! { <><strong>{ "Odd: " }</strong>{ format!("{it}.") }</> }) }</p>
            </div>
            <div class="turn-value">
                <label for={field_id.clone()}>{ if notation == Notation::Tag { "Tag" } else { "Value" } }</label>
                <input id={field_id} class="mono" {value} {onchange} autocomplete="off" spellcheck="false"
                    aria-invalid={wrong.is_some().to_string()} aria-describedby={why_id.clone()} />
                <span class="dim">{ "on the wire " }<code>{ hex(&bytes) }</code></span>
                <span class="grow"></span>
                if *bytes != props.bytes { <button type="button" class="btn quiet" onclick={on_reset}>{ "Reset" }</button> }
                if let Some(onclick) = on_try { <button type="button" class="btn" {onclick}>{ "Try it" }</button> }
            </div>
            <p class="wrong" id={why_id} role="alert">{ (*wrong).clone().unwrap_or_default() }</p>
        </>
    }
}

fn bit_id(id: &str, at: u32) -> String {
    format!("{id}-bit-{at}")
}

/// The byte, as it is on the wire, and the bit, from 0, the lowest, at a place of those that are shown: numbers of fixed width
/// are read from their last byte to the first.
fn place(notation: Notation, bytes: usize, at: u32) -> (usize, u32) {
    let (index, column) = ((at / BYTE) as usize, at % BYTE);
    let byte = match notation {
        Notation::Varint | Notation::Zigzag | Notation::Tag => index,
        Notation::Fixed32 | Notation::Float | Notation::Double => bytes.saturating_sub(index + 1),
    };
    (byte, BYTE - 1 - column)
}

/// Those that occur, in the order in which they do.
fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for it in all {
        if !found.contains(&it) {
            found.push(it);
        }
    }
    found
}

/// The type and wire type of a field that is written so; nothing for a tag, which is no value.
fn field(notation: Notation) -> Option<(&'static str, u8)> {
    Some(match notation {
        Notation::Varint => ("uint64", 0),
        Notation::Zigzag => ("sint64", 0),
        Notation::Fixed32 => ("fixed32", 5),
        Notation::Float => ("float", 5),
        Notation::Double => ("double", 1),
        Notation::Tag => return None,
    })
}

/// A message with the value as its only field, as bytes.
fn input((kind, wire): (&str, u8), bytes: &[u8]) -> Input {
    let text = format!("syntax = \"proto3\";\n\nmessage Number {{\n  {kind} value = 1;\n}}\n");
    let tag = 1 << crate::wire::scan::WIRE_TYPE_BITS | wire;
    Input {
        files: vec![File { name: "number.proto".to_owned(), text }],
        payload: Payload::Text(format!("{tag:02x} {}", hex(bytes))),
        taking: Taking::plain_hex(),
        ..Input::default()
    }
}
