//! The few things the components need of the browser, each in one place.

use gloo::utils::{document, window};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    ClipboardEvent, Element, HtmlCollection, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition,
};
use yew::prelude::*;

use crate::session::learn::Clock;

use crate::text::{Span, Utf16Index};

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

/// Focuses the element of a list that `to` says, from the place of the one that has the focus and their number.
pub fn focus_among(list: &HtmlCollection, to: impl FnOnce(Option<u32>, u32) -> u32) {
    if list.length() == 0 {
        return;
    }
    let active = document().active_element();
    let at = active.and_then(|active| (0..list.length()).find(|&at| list.item(at).as_ref() == Some(&active)));
    let chosen = list.item(to(at, list.length())).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(chosen) = chosen {
        let _ = chosen.focus();
    }
}

/// Focuses the element that is `step` behind the one with the focus, among those a selector finds.
pub fn focus_next(selector: &str, step: i32) {
    let Ok(found) = document().query_selector_all(selector) else { return };
    let all = || (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<HtmlElement>().ok());
    let active = document().active_element();
    let at = all().position(|element| active.as_deref().is_some_and(|active| element.is_same_node(Some(active))));
    let next = at.and_then(|at| at.checked_add_signed(step as isize)).and_then(|at| all().nth(at));
    if let Some(next) = next {
        let _ = next.focus();
    }
}

/// Clicks the first element that a selector finds.
pub fn click_first(selector: &str) {
    let first = document().query_selector(selector).ok().flatten();
    if let Some(first) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        first.click();
    }
}

/// Scrolls the first of these elements that is there to the top, and gives it the focus, so that reading goes on from there.
pub fn arrive(ids: &[String]) {
    let element =
        ids.iter().find_map(|id| document().get_element_by_id(id)).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        if element.tab_index() < 0 {
            element.set_tab_index(-1);
        }
        element.scroll_into_view();
        let _ = element.focus();
    }
}

/// Whether the element with that id is in the window or above it.
pub fn is_reached(id: &str) -> bool {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    document().get_element_by_id(id).is_some_and(|element| element.get_bounding_client_rect().top() < height)
}

/// Focuses the text field with that id and selects its text, if there is one.
pub fn select(id: &str) {
    if let Some(field) = document().get_element_by_id(id).and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
        let _ = field.focus();
        field.select();
    }
}

/// Focuses the text field with that id and selects a part of its text, in bytes, if there is one.
pub fn select_range(id: &str, span: Span) {
    if let Some(field) = document().get_element_by_id(id).and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
        let Span { start, end } = Utf16Index::new(&field.value()).utf16(span);
        let _ = field.focus();
        // Refused by fields of other kinds only.
        let _ = field.set_selection_range(start, end);
    }
}

/// The nearest element around an event's target that carries the attribute, and the attribute's number.
pub fn number_around(target: Option<web_sys::EventTarget>, attribute: &str) -> Option<u32> {
    let element = target?.dyn_into::<Element>().ok()?.closest(&format!("[{attribute}]")).ok()??;
    element.get_attribute(attribute)?.parse().ok()
}

/// The attribute of the nearest element around an event's target that carries it.
pub fn word_around(target: Option<web_sys::EventTarget>, attribute: &str) -> Option<String> {
    target?.dyn_into::<Element>().ok()?.closest(&format!("[{attribute}]")).ok()??.get_attribute(attribute)
}

/// The text that a paste brings.
pub fn pasted_text(event: &Event) -> Option<String> {
    event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?.get_data("text/plain").ok()
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

/// Scrolls the element with that id just so far that it is seen, if there is one.
pub fn show(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        show_element(&element);
    }
}

/// Scrolls the element just so far that it is seen.
pub fn show_element(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Clicks the element with that id, if there is one.
pub fn click(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// The time, in milliseconds since 1970.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// What the clock says here.
pub fn clock() -> Clock {
    let now = js_sys::Date::new_0();
    Clock { at: now.get_time() as u64, ahead: -(now.get_timezone_offset() as i32) }
}

/// Whether this is an Apple device, whose keys are written otherwise.
pub fn is_mac() -> bool {
    let platform = window().navigator().platform().unwrap_or_default();
    ["Mac", "iPhone", "iPad"].iter().any(|name| platform.starts_with(name))
}

/// Whether an event's target is there to type in.
pub fn takes_text(target: Option<web_sys::EventTarget>) -> bool {
    let element = target.and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| {
        element.is_content_editable() || ["INPUT", "TEXTAREA", "SELECT"].contains(&element.tag_name().as_str())
    })
}

/// Opens a dialog as a modal one, with the focus on what has this id, and gives the focus back when it goes.
#[hook]
pub fn use_modal(dialog: NodeRef, first: &'static str) {
    use_returned_focus(dialog.clone());
    use_effect_with((), move |()| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            // A dialog that can't be modal is still one.
            let _ = dialog.show_modal();
        }
        focus(first);
    });
}

/// Gives the focus back to what had it, when a part of the page that took it goes with it.
#[hook]
pub fn use_returned_focus(part: NodeRef) {
    use_effect_with((), move |()| {
        let before = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        let part = part.cast::<Element>();
        move || {
            let active = document().active_element();
            let inside = part.as_ref().is_some_and(|part| part.contains(active.as_deref()));
            if let Some(dialog) = part.as_ref().and_then(|part| part.dyn_ref::<HtmlDialogElement>()) {
                // As long as it is modal, nothing else can have the focus.
                dialog.close();
            }
            let nowhere = active.is_none_or(|element| element.tag_name() == "BODY");
            if let Some(before) = before.filter(|_| inside || nowhere) {
                let _ = before.focus();
            }
        }
    });
}

/// Puts what floats above the page at a place in it: left, top and bottom of what it belongs to, in CSS pixels. It goes below
/// that, where there is room.
pub fn float_at(part: &NodeRef, place: &[f64]) {
    let (Some(part), &[left, top, bottom]) = (part.cast::<HtmlElement>(), place) else { return };
    let size = |size: Result<wasm_bindgen::JsValue, _>| size.ok().and_then(|size| size.as_f64()).unwrap_or_default();
    let (width, height) = (size(window().inner_width()), size(window().inner_height()));
    let own = part.get_bounding_client_rect();
    let below = bottom + own.height() + MARGIN <= height || top < own.height() + MARGIN;
    let y = if below { bottom + GAP } else { top - GAP - own.height() };
    let x = left.min(width - own.width() - MARGIN).max(MARGIN);
    for (name, value) in [("--x", x), ("--y", y)] {
        // A browser that knows no custom properties shows it in the corner.
        let _ = part.style().set_property(name, &format!("{value}px"));
    }
}

/// How far a floating part keeps from what it belongs to, and from the window's edge, in CSS pixels.
const GAP: f64 = 4.0;
const MARGIN: f64 = 8.0;
