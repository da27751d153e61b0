//! The few things the components need of the browser, each in one place.

use gloo::utils::{document, window};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, ResizeObserver};
use yew::prelude::*;

/// Sets custom properties of the element after each rendering that changes them.
///
/// The content policy forbids style attributes, so geometry goes through the object model, as custom properties.
#[hook]
pub fn use_properties(node: NodeRef, properties: Vec<(&'static str, String)>) {
    use_effect_with(properties, move |properties| {
        if let Some(element) = node.cast::<HtmlElement>() {
            for (name, value) in properties {
                // A browser that knows no custom properties shows the default arrangement.
                let _ = element.style().set_property(name, value);
            }
        }
    });
}

/// The text of the form control an event comes from.
pub fn value(target: Option<web_sys::EventTarget>) -> String {
    let Some(target) = target else { return String::new() };
    if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        area.value()
    } else if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        select.value()
    } else {
        target.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value).unwrap_or_default()
    }
}

/// Focuses the element with that id, if there is one.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The nearest element around an event's target that carries the attribute, and the attribute's number.
pub fn number_around(target: Option<web_sys::EventTarget>, attribute: &str) -> Option<u32> {
    let element = target?.dyn_into::<Element>().ok()?.closest(&format!("[{attribute}]")).ok()??;
    element.get_attribute(attribute)?.parse().ok()
}

/// Copies a text; what comes of it is told through `done`.
pub fn copy(text: String, done: Callback<bool>) {
    let promise = window().navigator().clipboard().write_text(&text);
    wasm_bindgen_futures::spawn_local(async move {
        done.emit(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}

/// The width of an element in CSS pixels, kept up to date; 0 before the first rendering.
#[hook]
pub fn use_width(node: NodeRef) -> u32 {
    let width = use_state_eq(|| 0);
    use_effect_with((), {
        let width = width.setter();
        move |()| {
            let observed = node.cast::<HtmlElement>().and_then(|element| {
                width.set(element.client_width().unsigned_abs());
                let measured = element.clone();
                let closure = Closure::<dyn Fn()>::new(move || width.set(measured.client_width().unsigned_abs()));
                let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
                observer.observe(&element);
                Some((observer, closure))
            });
            move || {
                if let Some((observer, _closure)) = observed {
                    observer.disconnect();
                }
            }
        }
    });
    *width
}

/// Scrolls a list of rows of equal height just so far that the row is seen.
pub fn show_row(list: &NodeRef, row: u32, height: u32) {
    let Some(list) = list.cast::<HtmlElement>() else { return };
    let (top, bottom) = ((row * height) as i32, ((row + 1) * height) as i32);
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if bottom > list.scroll_top() + list.client_height() {
        list.set_scroll_top(bottom - list.client_height());
    }
}

/// The first row on screen and the one behind the last, of a list of rows of equal height.
pub fn rows_on_screen(list: &NodeRef, height: u32) -> (u32, u32) {
    let Some(list) = list.cast::<HtmlElement>() else { return (0, 40) };
    let (top, seen) = (list.scroll_top().unsigned_abs(), list.client_height().unsigned_abs());
    (top / height, (top + seen) / height + 1)
}

/// Clicks the element with that id, if there is one.
pub fn click(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}
