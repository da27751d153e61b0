//! A message's bytes in a text: to point at and to walk over with the keyboard; below them what the one at hand belongs to.
//!
//! All bytes are there at once, so it is for short messages; [`ByteGrid`](super::ByteGrid) is for long ones.

use yew::prelude::*;

use super::{
    bytes::{HUES, look},
    grouped, part_told,
};
use crate::{
    engine::{calls::data::Part, learn::Strip, view::CellRole},
    ui::dom::number_around,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    /// What the ids of the bytes begin with.
    pub id: AttrValue,
    pub strip: Strip,
}

/// The bytes, what their looks mean, and what is said of the one at hand.
#[component]
pub fn ByteStrip(props: &Props) -> Html {
    let Strip { bytes, total, parts } = &props.strip;
    let chosen = use_state_eq(|| None::<usize>);
    let pointed = use_state_eq(|| None::<usize>);
    let last = bytes.len().saturating_sub(1);
    let part = |at: usize| parts.iter().find(|part| part.span.contains(at));
    let onkeydown = {
        let (chosen, parts) = (chosen.clone(), parts.clone());
        Callback::from(move |event: KeyboardEvent| {
            let at = chosen.unwrap_or(0).min(last);
            let here = parts.iter().position(|part| part.span.contains(at)).unwrap_or_default();
            let start = |index: usize| parts.get(index).map_or(at, |part| part.span.start as usize);
            let to = match event.key().as_str() {
                "ArrowLeft" => at.saturating_sub(1),
                "ArrowRight" => at + 1,
                // From part to part.
                "ArrowUp" => start(here.saturating_sub(1)),
                "ArrowDown" => start(here + 1),
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
    let number = |target| number_around(target, "data-at").map(|at| at as usize);
    let onclick = {
        let chosen = chosen.setter();
        Callback::from(move |event: MouseEvent| chosen.set(number(event.target())))
    };
    let onpointerover = {
        let pointed = pointed.setter();
        Callback::from(move |event: PointerEvent| pointed.set(number(event.target())))
    };
    let onpointerleave = {
        let pointed = pointed.setter();
        Callback::from(move |_: PointerEvent| pointed.set(None))
    };
    let here = (*chosen).filter(|&at| at <= last);
    let (lit, held) = (pointed.and_then(part), here.and_then(part));
    let byte = |(at, byte): (usize, &u8)| {
        let part = part(at);
        let (role, hue) = part.map_or((CellRole::Junk, 0), |it| (it.role, it.hue));
        let is_in = |of: Option<&Part>| of.is_some_and(|it| it.span.contains(at));
        let class = classes!(
            "b",
            look(role),
            HUES.get(usize::from(hue) % HUES.len()).copied(),
            is_in(held).then_some("chosen"),
            is_in(lit).then_some("hover"),
            (here == Some(at)).then_some("cursor"),
        );
        let says = part.map(|it| format!("{byte:02x}, {}", it.title));
        html! {
            <span {class} role="option" id={format!("{}-{at}", props.id)} data-at={at.to_string()} aria-label={says}
                aria-selected={(here == Some(at)).to_string()}>{ format!("{byte:02x}") }</span>
        }
    };
    let more = *total as usize - bytes.len();
    let told = lit.or(held);
    html! {
        <>
            if bytes.is_empty() {
                <p class="dim">{ "No bytes at all: each field is absent, or has its default, which is not written." }</p>
            } else {
                <div class="wirestrip mono" role="listbox" aria-label="Bytes" aria-orientation="horizontal" tabindex="0"
                    aria-activedescendant={here.map(|at| format!("{}-{at}", props.id))}
                    {onkeydown} {onfocus} {onclick} {onpointerover} {onpointerleave}>
                    { for bytes.iter().enumerate().map(byte) }
                </div>
                if more > 0 { <p class="dim">{ format!("and {} bytes more", grouped(more)) }</p> }
                <p class="looks dim" aria-hidden="true">
                    <span><b class="a">{ "08" }</b>{ " tag" }</span><span><b class="l">{ "05" }</b>{ " length" }</span><span><b>{ "41" }</b>{ " value" }</span>
                </p>
                <div class="part" aria-live={if lit.is_some() { "off" } else { "polite" }}>
                    { match told {
                        Some(part) => part_told(part),
                        None => html! { <p class="dim">{ "Point at a byte to see what it says; arrow keys walk from byte to byte." }</p> },
                    } }
                </div>
            }
        </>
    }
}
