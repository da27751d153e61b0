//! Bits as boxes to point at and to walk over with the keyboard; below them what the one that is pointed at does, or else
//! what the looks of the boxes mean.

use yew::prelude::*;

use super::prose;
use crate::{
    annotate::explain::{Bit, BitGroup, BitRole},
    ui::dom::number_around,
};

/// How many bits a byte has: a step of the keys up and down.
const BYTE: usize = 8;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub groups: Vec<BitGroup>,
    /// The byte that is chosen among them.
    pub byte: Option<u32>,
}

/// The boxes.
#[component]
pub fn Bits(props: &Props) -> Html {
    let chosen = use_state_eq(|| None::<usize>);
    let pointed = use_state_eq(|| None::<usize>);
    let last = (props.groups.len() * BYTE).saturating_sub(1);

    let onkeydown = {
        let chosen = chosen.clone();
        Callback::from(move |event: KeyboardEvent| {
            let at = chosen.unwrap_or(0);
            let to = match event.key().as_str() {
                "ArrowLeft" => at.saturating_sub(1),
                "ArrowRight" => at + 1,
                "ArrowUp" => at.checked_sub(BYTE).unwrap_or(at),
                "ArrowDown" if at + BYTE > last => at,
                "ArrowDown" => at + BYTE,
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            chosen.set(Some(to.min(last)));
        })
    };
    let onfocus = {
        let chosen = chosen.clone();
        Callback::from(move |_: FocusEvent| chosen.set(chosen.or(Some(0))))
    };
    let onblur = {
        let chosen = chosen.setter();
        Callback::from(move |_: FocusEvent| chosen.set(None))
    };
    let onclick = {
        let chosen = chosen.setter();
        Callback::from(move |event: MouseEvent| {
            if let Some(at) = number_around(event.target(), "data-bit") {
                chosen.set(Some(at as usize));
            }
        })
    };
    let onpointerover = {
        let pointed = pointed.setter();
        Callback::from(move |event: PointerEvent| {
            pointed.set(number_around(event.target(), "data-bit").map(|at| at as usize));
        })
    };
    let onpointerleave = {
        let pointed = pointed.setter();
        Callback::from(move |_: PointerEvent| pointed.set(None))
    };

    let octet = |(index, group): (usize, &BitGroup)| {
        let bit = |(column, bit): (usize, &Bit)| {
            let at = index * BYTE + column;
            let is_chosen = *chosen == Some(at);
            let class = classes!("bit", look(bit.role).0, is_chosen.then_some("chosen"));
            let label = sentence(group, column, bit).replace('`', "");
            html! {
                <span {class} role="option" id={format!("bit-{at}")} data-bit={at.to_string()} aria-label={label}
                    aria-selected={is_chosen.to_string()}>{ if bit.on { "1" } else { "0" } }</span>
            }
        };
        let here = (props.byte == Some(group.offset)).then_some("here");
        html! {
            <span class={classes!("octet", here)} role="group" aria-label={format!("byte {}, {:02x}", group.offset, group.byte)}>
                <span class="hex" aria-hidden="true">{ format!("{:02x}", group.byte) }</span>
                { for group.bits.iter().enumerate().map(bit) }
            </span>
        }
    };
    let shown = pointed.or(*chosen);
    let told = shown.and_then(|at| {
        let group = props.groups.get(at / BYTE)?;
        Some(sentence(group, at % BYTE, group.bits.get(at % BYTE)?))
    });
    html! {
        <>
            <div class="bits" role="listbox" aria-label="Bits" aria-orientation="horizontal" tabindex="0"
                aria-activedescendant={chosen.map(|at| format!("bit-{at}"))}
                {onkeydown} {onfocus} {onblur} {onclick} {onpointerover} {onpointerleave}>
                { for props.groups.iter().enumerate().map(octet) }
            </div>
            // Said by the boxes themselves to those who do not see them.
            <div class="key" aria-hidden="true">
                <p class={classes!("bitline", told.is_none().then_some("away"))}>{ prose(&told.clone().unwrap_or_default()) }</p>
                <p class={classes!("looks", told.is_some().then_some("away"))}>{ for looks(&props.groups) }</p>
            </div>
        </>
    }
}

/// `Bit 3 of `ac` is 1: adds 2³ = 8 to the value`; bits are counted from 0, the lowest.
fn sentence(group: &BitGroup, column: usize, bit: &Bit) -> String {
    let number = (BYTE - 1).saturating_sub(column);
    format!("Bit {number} of `{:02x}` is {}: {}", group.byte, u8::from(bit.on), bit.does)
}

/// The roles that occur, each with its look, in the order they occur.
fn looks(groups: &[BitGroup]) -> Vec<Html> {
    let mut roles = Vec::new();
    for bit in groups.iter().flat_map(|group| &group.bits) {
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
pub fn look(role: BitRole) -> (&'static str, &'static str) {
    match role {
        BitRole::More => ("more", "another byte follows"),
        BitRole::Mark => ("more", "mark of UTF-8"),
        BitRole::Number => ("number", "field number"),
        BitRole::WireType => ("type", "wire type"),
        BitRole::Value => ("value", "value"),
        BitRole::Sign => ("sign", "sign"),
        BitRole::Exponent => ("exponent", "exponent"),
        BitRole::Mantissa => ("mantissa", "mantissa"),
        BitRole::Dropped => ("dropped", "dropped"),
    }
}
