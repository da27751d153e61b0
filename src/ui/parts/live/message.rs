//! A schema and a message to be edited, with the bytes and what they take.

use yew::prelude::*;

use super::{
    super::strip::ByteStrip,
    Bench,
    editors::{Text, editor, in_file, in_json, problems, schema, with_schema},
    size::bars,
};
use crate::{
    engine::{learn::Message, view::Problem},
    learn::live::{Live, Sheet},
};

/// All of it.
pub fn message(bench: &Bench, sheet: &Sheet, shown: &Message) -> Html {
    let bytes = shown.wire.as_ref().map(|wire| {
        let old = shown.is_old.then_some("stale");
        html! {
            <div class={classes!("demo-wire", old)}>
                if shown.is_old { <p class="dim">{ "The bytes of the last text that could be read:" }</p> }
                <ByteStrip id={bench.id.clone()} strip={wire.strip.clone()} />
                { bars(&[("Protobuf", wire.sizes.protobuf), ("JSON", wire.sizes.json)]) }
            </div>
        }
    });
    html! {
        <>
            { editors(bench, sheet, &shown.problems) }
            { problems(&shown.problems) }
            { bytes }
        </>
    }
}

/// The two editors.
pub fn editors(bench: &Bench, sheet: &Sheet, problems: &[Problem]) -> Html {
    let edit_schema = {
        let (edit, sheet) = (bench.edit.clone(), sheet.clone());
        Callback::from(move |text: String| {
            let sheet = Sheet { of: with_schema(&sheet.of, text), json: sheet.message() };
            edit.emit(Live::Message(sheet));
        })
    };
    let edit_json = {
        let (edit, sheet) = (bench.edit.clone(), sheet.clone());
        Callback::from(move |json: String| {
            // Of a contract that is an example an empty message would be the example's.
            let of = with_schema(&sheet.of, schema(&sheet.of));
            edit.emit(Live::Message(Sheet { of, json }));
        })
    };
    let writes = bench.resets;
    html! {
        <div class="demo-editors">
            { editor(Text { language: "proto", label: "Schema", text: schema(&sheet.of), writes, problems, own: in_file, edit: edit_schema }) }
            { editor(Text { language: "json", label: "Message JSON", text: sheet.message().trim_end().to_owned(), writes, problems, own: in_json, edit: edit_json }) }
        </div>
    }
}
