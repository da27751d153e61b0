//! A message that one schema writes and another reads: both can be edited, and what becomes of each field is told.

use yew::prelude::*;

use super::{
    super::strip::ByteStrip,
    Bench,
    editors::{Text, editor, in_file, in_json, problems, schema, with_schema},
};
use crate::{
    engine::{
        learn::{Crossed, Crossing, Fate, Read},
        view::Problem,
    },
    learn::live::{Contract, Live, Sheet, Versions},
};

/// All of it.
pub fn versions(bench: &Bench, versions: &Versions, shown: &Crossing) -> Html {
    let read = shown.read.as_ref().map(|read| {
        html! {
            <div class={classes!("demo-wire", shown.is_old.then_some("stale"))}>
                if shown.is_old { <p class="dim">{ "What was read of the last texts that could be:" }</p> }
                { self::read(bench, read) }
            </div>
        }
    });
    html! {
        <>
            { editors(bench, versions, &shown.writer, &shown.reader) }
            { problems(&shown.writer) }
            { problems(&shown.reader) }
            { read }
        </>
    }
}

/// The three editors.
pub fn editors(bench: &Bench, versions: &Versions, writer: &[Problem], reader: &[Problem]) -> Html {
    let message = message(versions);
    let edit = |change: fn(&mut Versions, String)| {
        let (edit, versions) = (bench.edit.clone(), explicit(versions));
        Callback::from(move |text: String| {
            let mut versions = versions.clone();
            change(&mut versions, text);
            edit.emit(Live::Versions(versions));
        })
    };
    let edit_writer = edit(|versions, text| versions.writer = with_schema(&versions.writer, text));
    let edit_reader = edit(|versions, text| versions.reader = with_schema(&versions.reader, text));
    let edit_json = edit(|versions, text| versions.json = text);
    let writes = bench.resets;
    html! {
        <div class="demo-editors">
            { editor(Text { language: "proto", label: "Writer's schema", text: schema(&versions.writer), writes, problems: writer, own: in_file, edit: edit_writer }) }
            { editor(Text { language: "proto", label: "Reader's schema", text: schema(&versions.reader), writes, problems: reader, own: in_file, edit: edit_reader }) }
            { editor(Text { language: "json", label: "Message JSON", text: message.trim_end().to_owned(), writes, problems: writer, own: in_json, edit: edit_json }) }
        </div>
    }
}

fn message(versions: &Versions) -> String {
    Sheet { of: versions.writer.clone(), json: versions.json.clone() }.message()
}

/// The same with nothing left out, so that an emptied text is empty.
fn explicit(versions: &Versions) -> Versions {
    let same = |of: &Contract| with_schema(of, schema(of));
    Versions { writer: same(&versions.writer), reader: same(&versions.reader), json: message(versions) }
}

fn read(bench: &Bench, read: &Read) -> Html {
    let absent = |(name, reads): &(String, String)| {
        html! { <li><code>{ name.clone() }</code>{ " is not among the bytes: the reader gets " }<code>{ reads.clone() }</code>{ "." }</li> }
    };
    html! {
        <>
            <ByteStrip id={bench.id.clone()} strip={read.strip.clone()} />
            if !read.fields.is_empty() {
                <table aria-label="What becomes of each field">
                    <thead><tr>{ for ["Written", "Read", "What becomes of it"].map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                    <tbody>{ for read.fields.iter().map(field) }</tbody>
                </table>
                <ul class="fates">{ for FATES.into_iter().filter(|fate| read.fields.iter().any(|it| it.fate == *fate)).map(told) }</ul>
            }
            if !read.absent.is_empty() { <ul class="absent" aria-label="Absent for the reader">{ for read.absent.iter().map(absent) }</ul> }
            { match &read.refusal {
                Some(why) => html! { <p class="told error"><strong>{ "Refused: " }</strong>{ super::super::prose(why) }{ ". The reader gets nothing at all of it." }</p> },
                None => html! {
                    <>
                        <p class="name">{ "What the reader has" }</p>
                        <pre class="json" tabindex="0" aria-label="As the reader has it">{ read.json.clone() }</pre>
                    </>
                },
            } }
        </>
    }
}

fn field(crossed: &Crossed) -> Html {
    let side = |(name, value): &(String, String)| {
        let deep = (0..crossed.depth).map(|_| html! { <span class="deep" aria-hidden="true">{ "›" }</span> });
        html! { <>{ for deep }<code>{ name.clone() }</code>{ " " }<code class="dim">{ value.clone() }</code></> }
    };
    let (sign, class, says, _) = words(crossed.fate);
    html! {
        <tr>
            <td>{ side(&crossed.written) }</td>
            <td>{ side(&crossed.read) }</td>
            <td><b class={class} aria-hidden="true">{ sign }</b>{ " " }{ says }</td>
        </tr>
    }
}

/// Those that are more than a word, in the order in which they are told.
const FATES: [Fate; 4] = [Fate::Renamed, Fate::Changed, Fate::Unknown, Fate::Misfit];

/// A fate's sign with its class, its word, and what there is to say of it.
fn words(fate: Fate) -> (&'static str, &'static str, &'static str, &'static str) {
    match fate {
        Fate::Same => ("=", "same", "same", ""),
        Fate::Renamed => ("=", "same", "renamed", "names are not sent, so the value arrives under the reader's."),
        Fate::Changed => (
            "≠",
            "other",
            "read otherwise",
            "the reader takes the bytes by its own type and its own names, and has another value.",
        ),
        Fate::Unknown => (
            "?",
            "unknown",
            "unknown, kept",
            "the reader has no field of this number. It keeps the bytes, and passes them on if it writes the message again.",
        ),
        Fate::Misfit => (
            "≠",
            "other",
            "does not fit",
            "the reader has a field of this number, of a type that these bytes can't be.",
        ),
    }
}

fn told(fate: Fate) -> Html {
    let (sign, class, word, says) = words(fate);
    html! { <li><b class={class} aria-hidden="true">{ sign }</b>{ " " }<strong>{ super::super::capital(word) }</strong>{ ": " }{ says }</li> }
}
