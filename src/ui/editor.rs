//! The code editor as a component. CodeMirror owns its text; what we write into it is marked as ours.

use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen::{closure::Closure, prelude::wasm_bindgen};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{answers, dom};
use crate::{
    engine::{
        services::{COLOURS, Structure, Told, What},
        view::Target,
    },
    session::{Edits, shortcuts::Shortcut},
    text::Span,
};

/// Kind, document, text, from, to.
type Listener = dyn Fn(String, String, String, i32, i32);

#[wasm_bindgen(module = "/static/editor/dist/editor.js")]
extern "C" {
    type Editor;

    #[wasm_bindgen(constructor)]
    fn new(parent: &HtmlElement, options: &str, on_event: &Closure<Listener>) -> Editor;
    #[wasm_bindgen(method, js_name = setDocument)]
    fn set_document(this: &Editor, key: &str, text: &str, read_only: bool);
    #[wasm_bindgen(method)]
    fn edit(this: &Editor, json: &str);
    #[wasm_bindgen(method, js_name = setDiagnostics)]
    fn set_diagnostics(this: &Editor, json: &str);
    #[wasm_bindgen(method, js_name = setMarks)]
    fn set_marks(this: &Editor, json: &str);
    #[wasm_bindgen(method, js_name = setStructure)]
    fn set_structure(this: &Editor, folds: Vec<u32>, colours: Vec<u32>);
    #[wasm_bindgen(method)]
    fn answer(this: &Editor, id: u32, json: &str);
    #[wasm_bindgen(method)]
    fn place(this: &Editor, at: u32) -> Vec<f64>;
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
    /// `error`, `warning`, `info` or `hint`.
    pub severity: &'static str,
    /// The message.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The index of the problem in the report.
    pub number: u32,
    /// The titles of its fixes.
    pub fixes: Vec<String>,
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
    /// A key's command, and where the cursor is.
    Command(String, u32),
    /// The problem with this index in the report is to get its fix with that index.
    Fix(u32, u32),
    /// A question about an offset, to be answered with that number.
    Ask(What, u32, u32),
}

#[derive(Serialize)]
struct Options<'a> {
    language: &'a str,
    label: &'a str,
    text: &'a str,
    keys: Vec<Key>,
    colours: Option<&'a [&'a str]>,
    opens: Option<&'a str>,
}

#[derive(Serialize)]
struct Key {
    key: &'static str,
    mac: Option<&'static str>,
    command: &'static str,
}

#[derive(Serialize)]
struct MarksJson {
    selected: Vec<(u32, u32)>,
    hovered: Vec<(u32, u32)>,
}

#[derive(PartialEq, Properties)]
pub struct Props {
    /// `proto`, `json` or `textproto`.
    pub language: &'static str,
    /// The accessible name.
    pub label: &'static str,
    /// Which document it is: each has its own history of changes.
    pub document: AttrValue,
    /// The text as the state has it.
    pub text: AttrValue,
    /// Whether the document can only be read.
    #[prop_or_default]
    pub read_only: bool,
    /// Changes when the text was written by anything but this editor: how often the page wrote it, and the revision it was
    /// derived in, or 0. Two numbers, since their sum can stay the same while both change.
    pub writes: (u32, u32),
    /// The edits with which it was written last, and their number; those of other documents are passed over.
    pub edits: Option<Rc<(u32, Edits)>>,
    /// The index of the document among the .proto files; nothing for a message.
    #[prop_or_default]
    pub file: Option<u32>,
    /// Whether the engine answers questions about its text.
    #[prop_or(true)]
    pub asks: bool,
    /// The keys that are told as commands.
    pub keys: &'static [Shortcut],
    /// How the text is built, where that is known.
    #[prop_or_default]
    pub structure: Option<Rc<(u32, Structure)>>,
    /// The newest answer to a question, with its number.
    #[prop_or_default]
    pub reply: Option<(u32, Rc<Told>)>,
    /// Where in the text the children are, which float above it.
    #[prop_or_default]
    pub anchor: Option<u32>,
    #[prop_or_default]
    pub children: Html,
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
    // The document that is shown, and the number of the edits that were made last.
    let done = use_mut_ref(|| (AttrValue::default(), 0));
    let floating = use_node_ref();
    *listener.borrow_mut() = props.on_event.clone();

    use_effect_with((), {
        let (place, plug, focused) = (place.clone(), plug.clone(), focused.clone());
        let (language, label, text, keys) = (props.language, props.label, props.text.clone(), props.keys);
        let asks = props.asks;
        move |()| {
            if let Some(parent) = place.cast::<HtmlElement>() {
                let on_event =
                    Closure::<Listener>::new(move |kind: String, key: String, text: String, from: i32, to: i32| {
                        let (at, number) = (from.unsigned_abs(), to.unsigned_abs());
                        let event = match kind.as_str() {
                            "change" => EditorEvent::Change(key, text),
                            "select" => EditorEvent::Select(at),
                            "hover" => EditorEvent::Hover(u32::try_from(from).ok()),
                            "command" => EditorEvent::Command(text, at),
                            "fix" => EditorEvent::Fix(at, number),
                            "focus" | "blur" => return *focused.borrow_mut() = kind == "focus",
                            _ => match answers::question(&kind) {
                                Some(what) => EditorEvent::Ask(what, at, number),
                                None => return,
                            },
                        };
                        let callback = listener.borrow().clone();
                        callback.emit(event);
                    });
                let colours = (language == "proto").then_some(COLOURS.as_slice());
                let opens = opens(language).filter(|_| asks);
                let keys = keys.iter().filter_map(key).collect();
                let options = Options { language, label, text: &text, keys, colours, opens };
                let options = serde_json::to_string(&options).unwrap_or_default();
                let editor = Editor::new(&parent, &options, &on_event);
                *plug.borrow_mut() = Some(Plug { editor, _listener: on_event });
            }
            move || drop(plug.borrow_mut().take())
        }
    });
    use_effect_with((props.document.clone(), props.writes), {
        let (plug, text, read_only) = (plug.clone(), props.text.clone(), props.read_only);
        let (edits, language, file) = (props.edits.clone(), props.language, props.file);
        move |(document, _): &(AttrValue, (u32, u32))| {
            with(&plug, |editor| {
                let (shown, number) = &mut *done.borrow_mut();
                if let Some(edits) = edits.filter(|edits| edits.0 > *number) {
                    *number = edits.0;
                    // Made one by one they leave the cursor where it is, as the replacement of all between them would not.
                    if shown == document {
                        editor.edit(&own(&edits.1, language, file));
                    }
                }
                shown.clone_from(document);
                editor.set_document(document, &text, read_only);
            });
        }
    });
    use_effect_with((props.document.clone(), props.structure.clone()), {
        let plug = plug.clone();
        move |(_, structure): &(AttrValue, Option<Rc<(u32, Structure)>>)| {
            if let Some(structure) = structure {
                let (folds, colours) = answers::structure(&structure.1);
                with(&plug, |editor| editor.set_structure(folds, colours));
            }
        }
    });
    use_effect_with(props.reply.as_ref().map(|reply| reply.0), {
        let (plug, reply) = (plug.clone(), props.reply.clone());
        move |_| {
            if let Some((id, told)) = reply {
                with(&plug, |editor| editor.answer(id, &answers::json(&told)));
            }
        }
    });
    use_effect_with(props.anchor, {
        let (plug, floating) = (plug.clone(), floating.clone());
        move |anchor| {
            if let Some(at) = *anchor {
                with(&plug, |editor| dom::float_at(&floating, &editor.place(at)));
            }
        }
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
    html! {
        <>
            <div class="editor" ref={place}></div>
            if props.anchor.is_some() { <div class="floating" ref={floating}>{ props.children.clone() }</div> }
        </>
    }
}

/// Behind what the engine is asked for choices without a wish of the user's, as a pattern; it may well have nothing to say.
/// None where it can't be asked at all.
fn opens(language: &str) -> Option<&'static str> {
    match language {
        "proto" => Some(r#"[\w."'([<=/]$"#),
        "json" => Some(r#"[\w"'@\[./]$|:\s?$"#),
        _ => None,
    }
}

fn key(shortcut: &Shortcut) -> Option<Key> {
    let Shortcut { keys, mac, command, .. } = *shortcut;
    command.map(|command| Key { key: keys, mac, command })
}

/// The edits of one document, as the editor takes them.
fn own(edits: &Edits, language: &str, file: Option<u32>) -> String {
    let own = |(target, insert): &'_ (Target, String)| {
        let span = match (*target, file) {
            (Target::File(index, span), Some(file)) if index == file => span,
            (Target::Json(span), None) if language == "json" => span,
            (Target::Text(span), None) if language == "textproto" => span,
            _ => return None,
        };
        Some(answers::Edit { from: span.start, to: span.end, insert: insert.clone() })
    };
    serde_json::to_string(&edits.iter().filter_map(own).collect::<Vec<_>>()).unwrap_or_default()
}

fn with(plug: &std::rc::Rc<std::cell::RefCell<Option<Plug>>>, act: impl FnOnce(&Editor)) {
    if let Some(plug) = plug.borrow().as_ref() {
        act(&plug.editor);
    }
}
