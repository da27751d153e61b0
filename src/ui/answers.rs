//! The engine's answers as the editor's plug takes them: JSON and arrays of numbers, as `static/editor/src/services.js` says.
//! Knows no editor.

use serde::Serialize;

use crate::{
    engine::services::{self, Structure, Told, What},
    text::Span,
};

/// What a kind of question asks.
pub fn question(kind: &str) -> Option<What> {
    Some(match kind {
        "complete" => What::Complete(false),
        "propose" => What::Complete(true),
        "describe" => What::Hover,
        "link" => What::Definition,
        _ => return None,
    })
}

/// A replacement.
#[derive(Serialize)]
pub struct Edit {
    /// Where it begins, in UTF-16 code units.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// What comes there.
    pub insert: String,
}

#[derive(Serialize)]
struct Completions<'a> {
    from: u32,
    to: u32,
    all: bool,
    options: Vec<Choice<'a>>,
}

#[derive(Serialize)]
struct Choice<'a> {
    label: &'a str,
    insert: &'a str,
    snippet: bool,
    detail: &'a str,
    kind: &'a str,
    doc: Option<&'a str>,
    also: Vec<Edit>,
    more: bool,
}

#[derive(Serialize)]
struct Description<'a> {
    from: u32,
    to: u32,
    title: &'a str,
    doc: Option<&'a str>,
    facts: &'a [(String, String)],
}

#[derive(Serialize)]
struct Link {
    from: u32,
    to: u32,
}

/// An answer; `null` where there is nothing to say.
pub fn json(told: &Told) -> String {
    let json = match told {
        Told::Completions(Span { start, end }, list, all) => serde_json::to_string(&Completions {
            from: *start,
            to: *end,
            all: *all,
            options: list.iter().map(choice).collect(),
        }),
        Told::Hover(services::Hover { span, title, doc, facts }) => {
            let doc = doc.as_deref();
            serde_json::to_string(&Description { from: span.start, to: span.end, title, doc, facts })
        }
        Told::Places(span, places) if !places.is_empty() => {
            serde_json::to_string(&Link { from: span.start, to: span.end })
        }
        _ => Ok("null".to_owned()),
    };
    json.unwrap_or_else(|_| "null".to_owned())
}

fn choice(completion: &services::Completion) -> Choice<'_> {
    let edit = |edit: &services::Edit| Edit { from: edit.span.start, to: edit.span.end, insert: edit.text.clone() };
    Choice {
        label: &completion.label,
        insert: &completion.insert,
        snippet: completion.is_snippet,
        detail: &completion.detail,
        kind: &completion.kind,
        doc: completion.doc.as_deref(),
        also: completion.also.iter().map(edit).collect(),
        more: completion.goes_on,
    }
}

/// Folds as start, end, …; colours as start, end, class, …; both in order.
pub fn structure(structure: &Structure) -> (Vec<u32>, Vec<u32>) {
    let mut folds = structure.folds.clone();
    folds.sort_unstable();
    let folds = folds.iter().flat_map(|span| [span.start, span.end]).collect();
    let colours = structure.colours.iter().flat_map(|(span, class)| [span.start, span.end, u32::from(*class)]);
    (folds, colours.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_javascript_knows_are_names_like_others() {
        let also = services::Edit { doc: services::Doc::File(0), span: Span::at(3), text: "import \"a\";\n".into() };
        let completion = services::Completion {
            label: "__proto__".into(),
            insert: "__proto__".into(),
            is_snippet: false,
            detail: "message".into(),
            kind: "class".into(),
            doc: None,
            also: vec![also],
            goes_on: true,
        };
        assert_eq!(
            json(&Told::Completions(Span::new(1, 2), vec![completion], true)),
            r#"{"from":1,"to":2,"all":true,"options":[{"label":"__proto__","insert":"__proto__","snippet":false,"detail":"message","kind":"class","doc":null,"also":[{"from":3,"to":3,"insert":"import \"a\";\n"}],"more":true}]}"#
        );
        assert_eq!(json(&Told::Places(Span::new(1, 2), Vec::new())), "null");
    }

    #[test]
    fn folds_and_colours_are_numbers_in_order() {
        let both = Structure {
            outline: Vec::new(),
            folds: vec![Span::new(9, 12), Span::new(3, 20)],
            colours: vec![(Span::new(0, 4), 6), (Span::new(5, 6), 0)],
        };
        assert_eq!(structure(&both), (vec![3, 20, 9, 12], vec![0, 4, 6, 5, 6, 0]));
    }
}
