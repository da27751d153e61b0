//! The line between two panes: drags with the pointer, moves with the arrow keys.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The accessible name.
    pub label: &'static str,
    /// The share of the width left of it, 0 to 1.
    pub at: f32,
    #[prop_or_default]
    pub class: &'static str,
    /// The share it is moved to.
    pub on_move: Callback<f32>,
}

const STEP: f32 = 0.02;

/// The line.
#[component]
pub fn Gutter(props: &Props) -> Html {
    let dragging = use_mut_ref(|| false);
    let onkeydown = {
        let (at, moved) = (props.at, props.on_move.clone());
        Callback::from(move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowLeft" => -STEP,
                "ArrowRight" => STEP,
                _ => return,
            };
            event.prevent_default();
            moved.emit(at + step);
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
                let width = document().document_element().map_or(1, |root| root.client_width().max(1));
                moved.emit(event.client_x() as f32 / width as f32);
            }
        })
    };
    let onpointerup = Callback::from(move |_: PointerEvent| *dragging.borrow_mut() = false);
    let now = format!("{:.0}", props.at * 100.0);
    html! {
        <div class={classes!("gutter", props.class)} role="separator" aria-label={props.label} tabindex="0"
            aria-orientation="vertical" aria-valuemin="0" aria-valuemax="100" aria-valuenow={now}
            {onkeydown} {onpointerdown} {onpointermove} onpointercancel={onpointerup.clone()} {onpointerup}>
        </div>
    }
}
