//! The bytes as typed, pasted, dropped or opened: their text, and what was found around them.

use gloo::file::{
    File as Blob,
    callbacks::{FileReader, read_as_bytes},
};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, HtmlInputElement};
use yew::prelude::*;

use super::Props;
use crate::{
    analysis::{Held, MAX_HERE, Payload},
    engine::view::Target,
    session::Action,
    ui::{
        app::{Reach, use_reach},
        dom,
        parts::{bytes_text, format_menu, layer_strip},
    },
};

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 64 << 20;

/// The bytes as typed, pasted or opened.
#[component]
pub fn PayloadText(props: &Props) -> Html {
    let Reach { act, hold, .. } = use_reach();
    let reading = use_mut_ref(|| None::<FileReader>);
    let over = use_state_eq(|| false);
    let area = use_node_ref();
    let state = &props.state;
    let content = state.content();
    let (text, taken) = match &state.input.payload {
        Payload::Text(text) => (text.clone(), None),
        Payload::Json(_) => (
            content.and_then(|content| content.payload.clone()).unwrap_or_default(),
            Some("made from the JSON; edit it, and the JSON follows".to_owned()),
        ),
        Payload::TextFormat(_) => (
            content.and_then(|content| content.payload.clone()).unwrap_or_default(),
            Some("made from the text; edit it, and the text follows".to_owned()),
        ),
        Payload::File { name, bytes } => (
            content.and_then(|content| content.payload.clone()).unwrap_or_default(),
            Some(format!("{name}, {}", bytes_text(bytes.len()))),
        ),
        Payload::Held(Held { name, size, .. }) => {
            (String::new(), Some(format!("{name}, {}; too large to be shown here as text", bytes_text(*size as usize))))
        }
    };
    let open = {
        let (act, reading) = (act.clone(), reading);
        move |blob: Blob| {
            if blob.size() > MAX_FILE {
                return act.emit(Action::Tell(
                    "This file is larger than 64 MiB, which is the most that is read. Nothing was changed.".into(),
                ));
            }
            let (act, name) = (act.clone(), blob.name());
            if blob.size() > MAX_HERE {
                // A file opened before that is still being read must not come after it.
                reading.borrow_mut().take();
                let (size, key) = (blob.size() as u32, hold.emit(File::clone(blob.as_ref())));
                return act.emit(Action::HoldFile(Held { name, size, key, edits: Vec::new() }));
            }
            // Dropping the reader of a file opened before stops it.
            *reading.borrow_mut() = Some(read_as_bytes(&blob, move |read| {
                act.emit(match read {
                    Ok(bytes) => Action::OpenFile(name, bytes),
                    Err(_) => Action::Tell(format!("{name} can't be read by this browser. Nothing was changed.")),
                });
            }));
        }
    };
    let onfile = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
                return;
            };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                open(Blob::from(file));
            }
            // The same file can be opened again.
            input.set_value("");
        })
    };
    let ondrop = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)) {
                open(Blob::from(file));
            }
        })
    };
    let drag = |is: bool| {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(is);
        })
    };
    use_effect_with(state.target, {
        let area = area.clone();
        move |target| {
            if let (Some((_, Target::Payload(span))), Some(area)) =
                (target, area.cast::<web_sys::HtmlTextAreaElement>())
            {
                let _ = area.focus();
                let _ = area.set_selection_range(span.start, span.end);
            }
        }
    });
    let oninput = act.reform(|event: InputEvent| Action::EditPayload(dom::value(event.target())));
    html! {
        <div class={classes!("payload", over.then_some("over"))} {ondrop} ondragover={drag(true)} ondragleave={drag(false)}>
            <div class="line">
                <button type="button" class="btn" onclick={Callback::from(|_| dom::click("payload-file"))}>{ "Open file" }</button>
                <input id="payload-file" type="file" hidden={true} tabindex="-1" onchange={onfile} />
                { match taken {
                    Some(taken) => html! { <span>{ taken }</span> },
                    None => format_menu(state, &act),
                } }
            </div>
            { layer_strip(state, &act) }
            <textarea aria-label="Payload" ref={area} value={text} {oninput} spellcheck="false" autocomplete="off"
                placeholder="Bytes as anything prints them: 08 96 01, CJYB, a hex dump, an array, a string literal. Or drop a file here." />
        </div>
    }
}
