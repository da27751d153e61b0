//! The grid of bytes with what belongs to editing it: what the lines mean, the mode of typing, the way to an offset, and the
//! sentence that is spoken of the byte at the cursor.

use std::rc::Rc;

use yew::prelude::*;

use super::bytes::{ByteGrid, ByteTouch, GRID, HELP};
use crate::{
    engine::view::{At, Marks, Point, Request, Views},
    session::{Action, Cursor, Move, Stroke, strokes},
    text::Span,
    ui::{app::use_reach, dom},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub views: Rc<Views>,
    /// The bytes that were asked for.
    pub window: Span,
    pub selected: Rc<Marks>,
    pub hovered: Rc<Marks>,
    pub cursor: Cursor,
    /// Whether the keys change bytes.
    pub editable: bool,
}

/// The id of the field for an offset.
const FIELD: &str = "go-to-offset";

/// The grid and its legend.
#[component]
pub fn ByteEditor(props: &Props) -> Html {
    let reach = use_reach();
    let act = &reach.act;
    let going = use_state_eq(|| false);
    let (cursor, total) = (&props.cursor, props.views.byte_total);
    let on_touch = {
        let (going, act, ask) = (going.setter(), act.clone(), reach.ask.clone());
        Callback::from(move |touch: ByteTouch| match touch {
            ByteTouch::Focus(is) => act.emit(Action::FocusBytes(is)),
            ByteTouch::Strike(stroke) => act.emit(Action::Strike(stroke)),
            ByteTouch::Misfit => act.emit(Action::Tell(
                "Only pairs of hex digits can be pasted among bytes. Paste other notations under Payload.".into(),
            )),
            ByteTouch::Look(bytes) => act.emit(Action::LookBytes(bytes)),
            ByteTouch::Hover(at) => {
                ask.emit(Request::Point(Point { at: at.map_or(At::Nowhere, At::Byte), hold: false }));
            }
            ByteTouch::Go => going.set(true),
        })
    };
    let on_done = {
        let (going, act) = (going.setter(), act.clone());
        Callback::from(move |offset: Option<u32>| {
            going.set(false);
            dom::focus(GRID);
            if let Some(offset) = offset {
                // One row or many: the way to an offset does not depend on it.
                let way = Move::To(offset);
                act.emit(Action::Strike(Stroke::Walk { way, extend: false, columns: 1 }));
            }
        })
    };
    let ontoggle = act.reform(|_: MouseEvent| {
        dom::focus(GRID);
        Action::Strike(Stroke::ToggleInsert)
    });
    html! {
        <>
            <ByteGrid views={props.views.clone()} window={props.window} selected={props.selected.clone()} hovered={props.hovered.clone()}
                cursor={cursor.clone()} editable={props.editable} {on_touch} />
            <div class="legend">
                <span><b class="a">{ "10" }</b>{ " tag" }</span>
                <span><b class="l">{ "05" }</b>{ " length" }</span>
                <span><b class="p">{ "41" }</b>{ " payload" }</span>
                <span class="grow"></span>
                if *going {
                    <GoTo {total} {on_done} />
                } else {
                    <span class="keys" aria-hidden="true">{ if props.editable { "type hex to edit, F1 lists the keys" } else { "F1 lists the keys" } }</span>
                }
                if props.editable {
                    <button type="button" class="toggle" aria-pressed={cursor.inserts.to_string()} onclick={ontoggle}
                        title="Type bytes before the cursor instead of over it (Insert)">{ "Insert" }</button>
                }
            </div>
            <p class="sr" id={HELP}>{ help(props.editable) }</p>
            <p class="sr" aria-live="polite">{ spoken(cursor, total, &props.selected) }</p>
        </>
    }
}

fn help(editable: bool) -> &'static str {
    if editable {
        "arrow keys move, Shift selects, hex digits overwrite, g goes to an offset, F1 lists all keys"
    } else {
        "arrow keys move, Shift selects, g goes to an offset, F1 lists all keys"
    }
}

/// What was done, and what is at the cursor now.
fn spoken(cursor: &Cursor, total: u32, selected: &Marks) -> String {
    let here = match &selected.explanation {
        _ if cursor.at >= total => format!("end of {total} bytes"),
        Some(explained) => explained.spoken.clone(),
        None => String::new(),
    };
    if cursor.said.is_empty() { here } else { format!("{}; {here}", cursor.said) }
}

#[derive(PartialEq, Properties)]
struct GoToProps {
    total: u32,
    on_done: Callback<Option<u32>>,
}

/// The field for an offset. Enter goes there, Escape and leaving the field do not.
#[component]
fn GoTo(props: &GoToProps) -> Html {
    let wrong = use_state_eq(|| false);
    use_effect_with((), |()| dom::focus(FIELD));
    let total = props.total;
    let onkeydown = {
        let (on_done, wrong) = (props.on_done.clone(), wrong.setter());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => match strokes::offset(&dom::value(event.target())).filter(|&offset| offset <= total) {
                Some(offset) => on_done.emit(Some(offset)),
                None => wrong.set(true),
            },
            "Escape" => {
                event.stop_propagation();
                on_done.emit(None);
            }
            _ => wrong.set(false),
        })
    };
    html! {
        <span class="goto">
            <label for={FIELD}>{ "Go to offset" }</label>
            <input id={FIELD} class="mono" size="8" autocomplete="off" spellcheck="false" aria-invalid={wrong.to_string()}
                aria-describedby="go-to-what" {onkeydown} />
            <span id="go-to-what" class={classes!(wrong.then_some("wrong"))} role={wrong.then_some("alert")}>
                { format!("hex, 0 to {total:x}") }
            </span>
        </span>
    }
}
