//! The code editor as a component. CodeMirror owns its text; what we write into it is marked as ours.

use serde::Serialize;
use wasm_bindgen::{closure::Closure, prelude::wasm_bindgen};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::text::Span;

/// Kind, document, text, from, to.
type Listener = dyn Fn(String, String, String, i32, i32);

#[wasm_bindgen(module = "/static/editor/dist/editor.js")]
extern "C" {
    type Editor;

    #[wasm_bindgen(constructor)]
    fn new(parent: &HtmlElement, options: &str, on_event: &Closure<Listener>) -> Editor;
    #[wasm_bindgen(method, js_name = setDocument)]
    fn set_document(this: &Editor, key: &str, text: &str);
    #[wasm_bindgen(method, js_name = setDiagnostics)]
    fn set_diagnostics(this: &Editor, json: &str);
    #[wasm_bindgen(method, js_name = setMarks)]
    fn set_marks(this: &Editor, json: &str);
    #[wasm_bindgen(method)]
    fn reveal(this: &Editor, from: u32, to: u32);
    #[wasm_bindgen(method)]
    fn select(this: &Editor, from: u32, to: u32);
    #[wasm_bindgen(method)]
    fn destroy(this: &Editor);
}

/// A diagnostic as the editor shows it; places in UTF-16 code units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Squiggle {
    /// Start.
    pub from: u32,
    /// End.
    pub to: u32,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// The message.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// What the editor tells. Offsets are UTF-16 code units.
#[derive(Clone, Debug, PartialEq)]
pub enum EditorEvent {
    /// The user changed the text of this document; it may be one that has just left the front.
    Change(String, String),
    /// The cursor moved here.
    Select(u32),
    /// The pointer is over this character, or over none.
    Hover(Option<u32>),
}

#[derive(Serialize)]
struct Options<'a> {
    language: &'a str,
    label: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct MarksJson {
    selected: Vec<(u32, u32)>,
    hovered: Vec<(u32, u32)>,
}

#[derive(PartialEq, Properties)]
pub struct Props {
    /// `proto` or `json`.
    pub language: &'static str,
    /// The accessible name.
    pub label: &'static str,
    /// Which document it is: each has its own history of changes.
    pub document: AttrValue,
    /// The text as the state has it.
    pub text: AttrValue,
    /// Grows when the text was written by anything but this editor.
    pub writes: u32,
    /// What to underline.
    pub squiggles: Vec<Squiggle>,
    /// The chosen place.
    pub selected: Option<Span>,
    /// The place pointed at elsewhere.
    pub hovered: Option<Span>,
    /// Where to go, and a number that tells two wishes apart.
    pub target: Option<(u32, Span)>,
    /// What it tells.
    pub on_event: Callback<EditorEvent>,
}

struct Plug {
    editor: Editor,
    // Dropped after the editor that calls it.
    _listener: Closure<Listener>,
}

impl Drop for Plug {
    fn drop(&mut self) {
        self.editor.destroy();
    }
}

/// A code editor that fills its place.
#[component]
pub fn CodeEditor(props: &Props) -> Html {
    let place = use_node_ref();
    let plug = use_mut_ref(|| None::<Plug>);
    let listener = use_mut_ref(|| props.on_event.clone());
    let focused = use_mut_ref(|| false);
    *listener.borrow_mut() = props.on_event.clone();

    use_effect_with((), {
        let (place, plug, focused) = (place.clone(), plug.clone(), focused.clone());
        let (language, label, text) = (props.language, props.label, props.text.clone());
        move |()| {
            if let Some(parent) = place.cast::<HtmlElement>() {
                let on_event =
                    Closure::<Listener>::new(move |kind: String, key: String, text: String, from: i32, _to: i32| {
                        let event = match kind.as_str() {
                            "change" => EditorEvent::Change(key, text),
                            "select" => EditorEvent::Select(from.unsigned_abs()),
                            "hover" => EditorEvent::Hover(u32::try_from(from).ok()),
                            _ => return *focused.borrow_mut() = kind == "focus",
                        };
                        let callback = listener.borrow().clone();
                        callback.emit(event);
                    });
                let options = Options { language, label, text: &text };
                let options = serde_json::to_string(&options).unwrap_or_default();
                let editor = Editor::new(&parent, &options, &on_event);
                *plug.borrow_mut() = Some(Plug { editor, _listener: on_event });
            }
            move || drop(plug.borrow_mut().take())
        }
    });
    use_effect_with((props.document.clone(), props.writes), {
        let (plug, text) = (plug.clone(), props.text.clone());
        move |(document, _): &(AttrValue, u32)| with(&plug, |editor| editor.set_document(document, &text))
    });
    use_effect_with((props.document.clone(), props.squiggles.clone()), {
        let plug = plug.clone();
        move |(_, squiggles): &(AttrValue, Vec<Squiggle>)| {
            with(&plug, |editor| editor.set_diagnostics(&serde_json::to_string(squiggles).unwrap_or_default()));
        }
    });
    use_effect_with((props.document.clone(), props.selected, props.hovered), {
        let (plug, focused) = (plug.clone(), focused.clone());
        move |&(_, selected, hovered): &(AttrValue, Option<Span>, Option<Span>)| {
            let list = |span: Option<Span>| span.iter().map(|span| (span.start, span.end)).collect();
            let marks = MarksJson { selected: list(selected), hovered: list(hovered) };
            with(&plug, |editor| {
                editor.set_marks(&serde_json::to_string(&marks).unwrap_or_default());
                // Who is typing here must not be scrolled away.
                if let (Some(span), false) = (selected, *focused.borrow()) {
                    editor.reveal(span.start, span.end);
                }
            });
        }
    });
    use_effect_with(props.target, move |target| {
        if let Some((_, span)) = *target {
            // After this rendering has put the right document and pane in front.
            gloo::timers::callback::Timeout::new(0, move || {
                with(&plug, |editor| editor.select(span.start, span.end));
            })
            .forget();
        }
    });
    html! { <div class="editor" ref={place}></div> }
}

fn with(plug: &std::rc::Rc<std::cell::RefCell<Option<Plug>>>, act: impl FnOnce(&Editor)) {
    if let Some(plug) = plug.borrow().as_ref() {
        act(&plug.editor);
    }
}
