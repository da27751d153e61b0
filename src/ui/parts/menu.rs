//! A button and the menu below it: what it offers is a list of buttons, so that Tab, Enter and a screen reader find there
//! what they know. Escape, a click beside it and leaving it close it, and so does choosing.
//!
//! Knows nothing of what is offered: [`MenuItem`]s, and between them rules, paragraphs and lists as the caller likes.

use gloo::{
    events::{EventListener, EventListenerOptions, EventListenerPhase},
    utils::window,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

use crate::ui::dom;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The button's id; the menu's is this with `-menu` behind it.
    pub id: &'static str,
    /// The accessible name of the button and of the menu.
    pub label: AttrValue,
    /// What is written on the button. A word gets an arrow behind it, a sign stands for itself.
    pub face: AttrValue,
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// Further classes of the button.
    #[prop_or_default]
    pub class: &'static str,
    #[prop_or_default]
    pub disabled: bool,
    /// What is long to draw should be a component: it is drawn only while the menu is open.
    #[prop_or_default]
    pub children: Html,
}

/// What an item does before it does its own.
#[derive(Clone, PartialEq)]
struct Close(Callback<()>);

/// The button and, while it is open, the menu.
#[component]
pub fn Menu(props: &Props) -> Html {
    let open = use_state_eq(|| false);
    let (button, panel) = (use_node_ref(), use_node_ref());
    let close = {
        let open = open.setter();
        use_callback((), move |(), ()| open.set(false))
    };
    let back = {
        let (close, button) = (close.clone(), button.clone());
        use_callback((), move |(), ()| {
            close.emit(());
            if let Some(button) = button.cast::<HtmlElement>() {
                let _ = button.focus();
            }
        })
    };
    use_effect_with(*open, {
        let (close, button, panel) = (close.clone(), button.clone(), panel.clone());
        move |&open| {
            let listeners = open.then(|| {
                if let Some(button) = button.cast::<Element>().map(|button| button.get_bounding_client_rect()) {
                    dom::float_at(&panel, &[button.left(), button.top(), button.bottom()]);
                }
                close_from_outside(close, [button, panel])
            });
            move || drop(listeners)
        }
    });
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let (open, back, panel) = (open.clone(), back.clone(), panel.clone());
        Callback::from(move |event: KeyboardEvent| {
            let items = panel.cast::<Element>().map(|panel| panel.get_elements_by_class_name("item"));
            match (event.key().as_str(), items) {
                ("Escape", Some(_)) => back.emit(()),
                ("ArrowDown", None) => open.set(true),
                ("ArrowDown", Some(items)) => {
                    dom::focus_among(&items, |at, count| at.map_or(0, |at| (at + 1) % count));
                }
                ("ArrowUp", Some(items)) => {
                    dom::focus_among(&items, |at, count| (at.unwrap_or(0) + count - 1) % count);
                }
                ("Home", Some(items)) => dom::focus_among(&items, |_, _| 0),
                ("End", Some(items)) => dom::focus_among(&items, |_, count| count - 1),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let menu = format!("{}-menu", props.id);
    let is_word = props.face.chars().any(char::is_alphabetic);
    html! {
        <>
            <button id={props.id} type="button" class={classes!("btn", props.class)} aria-label={props.label.clone()}
                title={props.title.clone()} disabled={props.disabled} aria-expanded={open.to_string()} aria-controls={menu.clone()}
                ref={button} onclick={ontoggle} onkeydown={onkeydown.clone()}>
                { props.face.clone() }
                if is_word { <span aria-hidden="true">{ " ▾" }</span> }
            </button>
            if *open {
                <div id={menu} class="pop menu" role="group" aria-label={props.label.clone()} ref={panel} {onkeydown}>
                    <ContextProvider<Close> context={Close(back)}>{ props.children.clone() }</ContextProvider<Close>>
                </div>
            }
        </>
    }
}

/// Closes the menu once something other than its own parts is pressed or gets the focus, or what holds the button is scrolled
/// or gets another size: what is placed beside the button does not go with it.
fn close_from_outside(close: Callback<()>, [button, panel]: [NodeRef; 2]) -> Vec<EventListener> {
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
    let listener = |kind: &'static str| {
        let (close, button, panel) = (close.clone(), button.clone(), panel.clone());
        EventListener::new_with_options(&window(), kind, options, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            let is_inside = |part: &NodeRef| part.get().is_some_and(|part| part.contains(target.as_ref()));
            let leaves = match kind {
                "scroll" => target.as_ref().is_some_and(|target| target.contains(button.get().as_ref())),
                _ => !is_inside(&button) && !is_inside(&panel),
            };
            if leaves {
                close.emit(());
            }
        })
    };
    ["pointerdown", "focusin", "scroll", "resize"].map(listener).into()
}

#[derive(PartialEq, Properties)]
pub struct ItemProps {
    /// Its accessible name, and what is written there.
    pub name: AttrValue,
    /// What is to be known of it, in the line below; where it is disabled, why.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// Further classes.
    #[prop_or_default]
    pub class: &'static str,
    /// Whether it is the one that holds at present.
    #[prop_or_default]
    pub current: bool,
    /// It can be reached, so that one can read why, but not be chosen.
    #[prop_or_default]
    pub disabled: bool,
    pub on_choose: Callback<()>,
}

/// One thing a menu offers. The menu is closed and its button has the focus before it is done.
#[component]
pub fn MenuItem(props: &ItemProps) -> Html {
    let close = use_context::<Close>();
    let onclick = {
        let (disabled, on_choose) = (props.disabled, props.on_choose.clone());
        Callback::from(move |_: MouseEvent| {
            if !disabled {
                if let Some(Close(close)) = &close {
                    close.emit(());
                }
                on_choose.emit(());
            }
        })
    };
    html! {
        <button type="button" class={classes!("item", props.class)} aria-label={props.name.clone()} {onclick}
            aria-current={props.current.then_some("true")} aria-disabled={props.disabled.then_some("true")}
            aria-description={props.hint.clone()} data-hint={props.hint.clone()}>
            // The hint is drawn by the style sheet: as text it would belong to the name.
            { props.name.clone() }
        </button>
    }
}
