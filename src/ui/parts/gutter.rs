//! The line between two panes: drags with the pointer, moves with the arrow keys.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::session::WHOLE;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The accessible name.
    pub label: &'static str,
    /// The share of the width left of it, in thousandths.
    pub at: u32,
    #[prop_or_default]
    pub class: &'static str,
    /// The share it is moved to.
    pub on_move: Callback<u32>,
}

const STEP: u32 = 20;

/// The line.
#[component]
pub fn Gutter(props: &Props) -> Html {
    let dragging = use_mut_ref(|| false);
    let onkeydown = {
        let (at, moved) = (props.at, props.on_move.clone());
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowLeft" => at.saturating_sub(STEP),
                "ArrowRight" => at + STEP,
                _ => return,
            };
            event.prevent_default();
            moved.emit(to);
        })
    };
    let onpointerdown = {
        let dragging = dragging.clone();
        Callback::from(move |event: PointerEvent| {
            if let Some(line) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
                *dragging.borrow_mut() = line.set_pointer_capture(event.pointer_id()).is_ok();
                event.prevent_default();
            }
        })
    };
    let onpointermove = {
        let (dragging, moved) = (dragging.clone(), props.on_move.clone());
        Callback::from(move |event: PointerEvent| {
            if *dragging.borrow() {
                let width = document().document_element().map_or(0, |root| root.client_width()).unsigned_abs().max(1);
                moved.emit(event.client_x().max(0).unsigned_abs() * WHOLE / width);
            }
        })
    };
    let onpointerup = Callback::from(move |_: PointerEvent| *dragging.borrow_mut() = false);
    let now = (props.at * 100 / WHOLE).to_string();
    html! {
        <div class={classes!("gutter", props.class)} role="separator" aria-label={props.label} tabindex="0"
            aria-orientation="vertical" aria-valuemin="0" aria-valuemax="100" aria-valuenow={now}
            {onkeydown} {onpointerdown} {onpointermove} onpointercancel={onpointerup.clone()} {onpointerup}>
        </div>
    }
}
