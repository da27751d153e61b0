//! Texts to be edited until their goals are met: the goals as a checklist, an editor each for schema and message.

use yew::prelude::*;

use super::{Desk, code};
use crate::{
    learn::{
        asked::{Edit, Part},
        markdown::plain,
        verdict::Remark,
    },
    session::shortcuts,
    text::{Span, Utf16Index},
    ui::{
        editor::{CodeEditor, EditorEvent, Squiggle},
        pages::inline,
    },
};

/// The goals and the editors.
pub fn edit(desk: &Desk<'_>, edit: &Edit) -> Html {
    html! {
        <>
            { goals(desk, edit) }
            { code::files(edit.fixed()) }
            { for edit.parts().iter().enumerate().map(|(index, part)| editor(desk, index, part)) }
            <p class="dim keys">{ "Ctrl+Enter or ⌘Enter checks." }</p>
        </>
    }
}

/// Which goals are met, as far as that was checked.
fn goals(desk: &Desk<'_>, edit: &Edit) -> Html {
    let met = |index: usize| desk.verdict().and_then(|it| it.goals.get(index).copied());
    let goal = |(index, text): (usize, &Vec<_>)| {
        let (class, sign, word) = match met(index) {
            Some(true) => ("met", "✓", "met: "),
            Some(false) => ("unmet", "✗", "not met: "),
            None => ("open", "•", ""),
        };
        html! {
            <li class={class}>
                <span aria-hidden="true" class="sign">{ sign }</span>
                <span><span class="sr">{ word }</span>{ inline(text) }</span>
            </li>
        }
    };
    html! {
        if !edit.goals.is_empty() { <ul class="goals" aria-label="Goals">{ for edit.goals.iter().enumerate().map(goal) }</ul> }
    }
}

fn editor(desk: &Desk<'_>, index: usize, part: &Part<'_>) -> Html {
    let (language, label, keys) =
        if part.is_json { ("json", "Message JSON", shortcuts::ANSWER) } else { ("proto", "Schema", shortcuts::ANSWER) };
    let text = desk.part(index);
    let (write, check) = (desk.write_part(index), desk.check.clone());
    let on_event = Callback::from(move |event: EditorEvent| match event {
        EditorEvent::Change(_, text) => write.emit(text),
        EditorEvent::Command(..) => check.emit(()),
        _ => {}
    });
    let units = Utf16Index::new(text);
    let target = desk.target.filter(|it| it.1 as usize == index).map(|(number, _, span)| (number, units.utf16(span)));
    let squiggles = desk.verdict().map(|it| &it.remarks).into_iter().flatten();
    let squiggles = squiggles.filter(|it| it.part as usize == index).filter_map(|it| squiggle(it, &units));
    html! {
        <figure class="code" id={desk.id(index)}>
            <figcaption>{ part.name.to_owned() }</figcaption>
            <CodeEditor {language} {label} document={part.name.to_owned()} text={text.to_owned()} writes={(desk.paper.writes, 0)}
                edits={None} {keys} asks={false} squiggles={squiggles.collect::<Vec<_>>()} selected={None::<Span>} hovered={None::<Span>}
                {target} {on_event} />
        </figure>
    }
}

fn squiggle(remark: &Remark, units: &Utf16Index<'_>) -> Option<Squiggle> {
    let Span { start, end } = units.utf16(remark.span?);
    Some(Squiggle {
        from: start,
        to: end,
        severity: "error",
        message: plain(&remark.text),
        help: None,
        number: 0,
        fixes: Vec::new(),
    })
}
