//! The laws of the JSON editor's services: what is chosen leaves a text that was JSON one that is; the canonical form is white
//! space only, and has that form itself.

use proptest::prelude::*;
use serde::de::IgnoredAny;
use wirelens::message::{assist, assist::Choice, assist::Choices, json, to_json};
use wirelens::text::Span;

use super::Workspace;

/// What an editor makes of a text when a choice is taken: the parts to fill in as they are so far, the lines indented as the one
/// they begin in.
pub fn applied(text: &str, found: &Choices, choice: &Choice) -> String {
    let before = &text[..found.span.start as usize];
    let line = before.rsplit('\n').next().unwrap();
    let indent = &line[..line.len() - line.trim_start().len()];
    let insert = if choice.is_snippet {
        filled(&choice.insert).replace('\n', &format!("\n{indent}")).replace('\t', "  ")
    } else {
        assert!(!choice.insert.contains(['\n', '\t']));
        choice.insert.clone()
    };
    let mut edits: Vec<(Span, &str)> = choice.also.iter().map(|(span, text)| (*span, text.as_str())).collect();
    // What comes before is put in before, at the same place, too.
    edits.sort_by_key(|(span, text)| (*span, text.is_empty()));
    let own = edits.partition_point(|(span, _)| span.end <= found.span.start && span.start < found.span.start)
        + edits.iter().filter(|(span, text)| *span == Span::at(found.span.start as usize) && !text.is_empty()).count();
    edits.insert(own, (found.span, &insert));
    for pair in edits.windows(2) {
        assert!(pair[0].0.end <= pair[1].0.start, "{edits:?}");
    }
    let mut all = text.to_owned();
    edits.iter().rev().for_each(|(span, text)| all.replace_range(span.range(), text));
    all
}

/// A snippet as it is before anything is filled in; each part has a number of its own.
fn filled(snippet: &str) -> String {
    let (mut out, mut rest, mut stops) = (String::new(), snippet, 0);
    while let Some(at) = rest.find(['$', '#', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(stop) = rest.strip_prefix("${") {
            let (inner, behind) = stop.split_once('}').unwrap();
            let (number, so_far) = inner.split_once(':').unwrap_or((inner, ""));
            stops += 1;
            assert!(number == stops.to_string() && !so_far.contains('{'), "{snippet}");
            out.push_str(so_far);
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("\\{").or_else(|| rest.strip_prefix("\\}")) {
            out.push_str(&rest[1..2]);
            rest = behind;
        } else {
            assert!(!rest.starts_with("#{"), "{snippet}");
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out + rest
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Messages that say something, each with its type.
const TEXTS: [(&str, &str); 7] = [
    ("demo.User", "{}"),
    (
        "demo.User",
        "{\n  \"displayName\": \"Ann \\u00e4\",\n  \"id\": \"7\",\n  \"active\": true,\n  \"role\": \"ROLE_ADMIN\",\n  \"home\": { \"street\": \"S\", \"zip\": {\"code\":\"1\"} },\n  \
         \"others\": [\n    { \"city\": \"a\" },\n    {}\n  ],\n  \"roles\": { \"a\": 1, \"b\": \"ROLE_GUEST\" }\n}\n",
    ),
    (
        "demo.User",
        "{\"email\":\"a\",\"byUse\":{\"true\":{\"city\":\"\"}},\"boss\":{\"boss\":{\"role\":2}},\"others\":[{},{\"zip\":{}}]}",
    ),
    (
        "demo.Known",
        "{ \"at\": \"2024-02-29T12:30:00Z\", \"took\": \"1s\", \"mask\": \"a,b\", \"data\": {\"a\": [1, {\"b\": null}]}, \"value\": [true],\n\
         \"list\": [\"x\"], \"any\": {\"code\": \"1\", \"@type\": \"type.googleapis.com/demo.Zip\"}, \"flag\": false, \"empty\": {}, \"null\": null }",
    ),
    (
        "demo.Known",
        "{ \"any\": { \"@type\": \"a/google.protobuf.Duration\", \"value\": \"1s\" },\n\n \"ratio\": -1.5e3, \"roles\": [ 0, \"ROLE_GUEST\" ], \"few\": [] }",
    ),
    ("old.Part", "{\"id\":1,\"kind\":\"ODD\",\"[old.tag]\":\"\",\"[old.parts]\":[{\"id\":2}]}"),
    ("old.Part", "\n[1, {\"a\": \"{\"}, \"\\\"\", \"'\"]\n"),
];

#[test]
fn what_is_chosen_leaves_json_json() {
    let workspace = Workspace::new();
    let mut count = 0;
    for (root, text) in TEXTS {
        for offset in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
            let found = workspace.complete(root, text, offset);
            for choice in &found.list {
                let after = applied(text, &found, choice);
                assert!(is_json(&after), "{} at {offset} of {text}\n{after}", choice.label);
                count += 1;
            }
        }
    }
    assert!(count > 2000, "{count} choices are no proof");
}

#[test]
fn what_is_chosen_makes_json_of_what_is_half_typed() {
    let workspace = Workspace::new();
    let mut count = 0;
    for (root, text) in TEXTS {
        for offset in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
            let empty = workspace.complete(root, text, offset);
            // Where a word has begun, another one can't.
            let is_between = |letter: Option<char>| letter.is_none_or(|it| it.is_whitespace() || "{}[],:".contains(it));
            let is_apart = is_between(text[..offset].chars().next_back()) && is_between(text[offset..].chars().next());
            if empty.list.is_empty() || !is_apart {
                continue;
            }
            for (before, behind) in [("e", ""), ("\"", "\""), ("'r", "'"), ("\"o", "d\"")] {
                let half = format!("{}{before}{behind}{}", &text[..offset], &text[offset..]);
                let found = workspace.complete(root, &half, offset + before.len());
                for choice in &found.list {
                    let after = applied(&half, &found, choice);
                    assert!(is_json(&after), "{} at {offset} of {half}\n{after}", choice.label);
                    count += 1;
                }
            }
        }
    }
    assert!(count > 2000, "{count} choices are no proof");
}

#[test]
fn every_skeleton_is_a_message() {
    let workspace = Workspace::new();
    for root in ["demo.User", "demo.Known", "demo.Address", "old.Part"] {
        let found = workspace.complete(root, "", 0);
        let whole = found.list.iter().find(|choice| choice.label == "{…}").unwrap();
        let text = applied("", &found, whole);
        // An Any of no type is what is left to choose.
        let text = text.replace("{\n    \"@type\": \"\"\n  }", "{}");
        let parsed = wirelens::message::from_json(&workspace.root(root), &text);
        assert!(parsed.diagnostics.is_empty(), "{text}\n{:?}", parsed.diagnostics);
        assert_eq!(after(&text), text, "its form is the canonical one");
    }
}

/// The canonical form.
pub fn after(text: &str) -> String {
    let mut out = text.to_owned();
    let edits = assist::format(text).unwrap_or_default();
    for pair in edits.windows(2) {
        assert!(pair[0].0.end <= pair[1].0.start);
    }
    edits.iter().rev().for_each(|(span, new)| out.replace_range(span.range(), new));
    out
}

fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_ascii_whitespace()).collect()
}

fn is_formatted_well(text: &str) -> String {
    let once = after(text);
    assert_eq!(bare(&once), bare(text), "more than white space");
    assert_eq!(after(&once), once, "not its own form: {text:?}");
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    assert_eq!(value(&once), value(text));
    once
}

/// The same of a text with nothing worse in it than blanks.
fn keeps_its_errors(text: &str) {
    let once = is_formatted_well(text);
    let messages = |text: &str| -> Vec<String> {
        let (_, diagnostics) = json::parse(text);
        diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect()
    };
    assert_eq!(messages(&once), messages(text), "{text:?} has become {once:?}");
}

#[test]
fn what_we_write_is_in_form() {
    let workspace = Workspace::new();
    for (root, text) in TEXTS.into_iter().filter(|(_, text)| !text.starts_with('\n')) {
        let message = wirelens::message::from_json(&workspace.root(root), text).message().unwrap();
        let written = to_json(&message).unwrap();
        assert_eq!(after(&written), written);
    }
}

thread_local! {
    static WORKSPACE: Workspace = Workspace::new();
}

proptest! {
    #[test]
    fn the_form_is_white_space_only(text in "([\\[{}\\]:,\"' \n]|//|/\\*|\\*/|#|a|1|true|\"b\": |\r\n|ä|\\\\){0,40}") {
        is_formatted_well(&text);
    }

    #[test]
    fn the_form_keeps_messages(index in 0..TEXTS.len(), blanks in proptest::collection::vec((any::<u16>(), "[ \n\t]{1,3}"), 0..8)) {
        let mut text = TEXTS[index].1.to_owned();
        for (at, blank) in blanks {
            let at = at as usize % (text.len() + 1);
            if text.is_char_boundary(at) {
                text.insert_str(at, &blank);
            }
        }
        keeps_its_errors(&text);
    }

    #[test]
    fn no_text_is_too_odd(text in "([\\[{}\\]:,\"'@ \n]|//|/\\*|\\*/|role|home|any|1|true|\"role\": |ä|\\\\){0,30}", at in any::<u16>()) {
        let offset = at as usize % (text.len() + 1);
        WORKSPACE.with(|workspace| {
            for root in ["demo.User", "demo.Known"] {
                let found = workspace.complete(root, &text, offset);
                for choice in &found.list {
                    applied(&text, &found, choice);
                }
                let _ = assist::hover(&workspace.space(), &workspace.root(root), &text, offset);
            }
        });
    }
}
