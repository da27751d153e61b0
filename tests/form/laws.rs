//! The laws of the form, over messages of any type in any layout: whatever is done, the text stays JSON, the rows say afterwards
//! what was done, all other rows and every comment elsewhere stay, and what is undone by another act means what it meant.

use std::collections::HashMap;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wirelens::message::form::act;
use wirelens::message::form::data::{
    Act, Asked, Deed, Direction, Done, Form, MAX_ROWS, Opened, Presence, Row, Typed, Value, Widget,
};
use wirelens::message::form::rows;
use wirelens::message::{from_json, json, minify, to_json};
use wirelens::schema::Root;

use super::{edited, random, root, schema};

const TYPES: [&str; 6] = [
    "shop.Order",
    "shop.Known",
    "old.Ticket",
    "next.Thing",
    "protobuf_test_messages.proto2.TestAllTypesProto2",
    "protobuf_test_messages.proto3.TestAllTypesProto3",
];

/// The same cases in every run.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(11), failure_persistence: None, ..ProptestConfig::default() }
}

/// A message as JSON in a layout of chance.
fn text(name: &str, seed: u64, layout: u64) -> String {
    let json = to_json(&random::message(&root(name), seed, 30)).unwrap();
    match layout % 4 {
        0 => json,
        1 => minify(&json).unwrap(),
        _ => commented(&minify(&json).unwrap(), layout),
    }
}

/// Lines, blanks and comments in all places where they may be.
fn commented(json: &str, mut chance: u64) -> String {
    let mut text = String::new();
    let (mut in_string, mut is_escaped, mut comments, mut depth) = (false, false, 0, 0_usize);
    for letter in json.chars() {
        let before = matches!(letter, '}' | ']' | ',') && !in_string;
        let mut gap = |text: &mut String, depth: usize| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let indent = "  ".repeat(depth);
            comments += 1;
            *text += &match chance >> 60 {
                0..4 => format!("\n{indent}"),
                4..6 => " ".to_owned(),
                6 => format!(" /* @{comments}@ */ "),
                7 => format!(" // @{comments}@\n{indent}"),
                8 => format!("\r\n{indent}# @{comments}@\n"),
                _ => String::new(),
            };
        };
        if matches!(letter, '}' | ']') && !in_string {
            depth -= 1;
        }
        if before {
            gap(&mut text, depth);
        }
        text.push(letter);
        if in_string {
            in_string = letter != '"' || is_escaped;
            is_escaped = letter == '\\' && !is_escaped;
        } else {
            in_string = letter == '"';
            if matches!(letter, '{' | '[') {
                depth += 1;
            }
            if matches!(letter, '{' | '[' | ',' | ':') {
                gap(&mut text, depth);
            }
        }
    }
    text
}

/// The numbers of the comments of [`commented`].
fn comments(text: &str) -> Vec<&str> {
    text.split('@').filter(|part| part.parse::<u32>().is_ok()).collect()
}

fn form(root: &Root, text: &str, asked: &Asked) -> Form {
    rows(&schema(), root, text, &from_json(root, text).diagnostics, asked)
}

/// A form with rows open as chance has it, and what is open.
fn opened(root: &Root, text: &str, mut chance: u64) -> (Form, Asked) {
    let mut asked = Asked::default();
    for _ in 0..4 {
        let next = form(root, text, &asked);
        for row in next.rows.iter().filter(|row| row.is_foldable && !row.is_open) {
            chance = chance.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            if row.is_set && chance % 8 < 7 || chance % 8 < 2 {
                asked.open.push(Opened { path: row.path.clone(), pages: 2 });
            }
        }
    }
    (form(root, text, &asked), asked)
}

/// Values that the row's type has, written as they are shown.
fn value(form: &Form, row: &Row, chance: u64) -> Option<(Typed, Value)> {
    let text = |text: &str| Some((Typed::Text(text.to_owned()), Value::Text(text.to_owned())));
    let pick = |texts: &[&str]| text(texts[chance as usize % texts.len()]);
    match &row.widget {
        Widget::Bool => pick(&["true", "false"]),
        Widget::Integer { min, max } => pick(&["7", "0", min, max]),
        Widget::Float { .. } => pick(&["0.1", "-1e-7", "NaN", "Infinity", "-Infinity", "0"]),
        Widget::Text => pick(&["", "a\"b\\c\u{0}\n", "ä😀", "__proto__", "/* 1 */ // 2", "{,]"]),
        Widget::Enum(at) => {
            let values = &form.enums[*at as usize].values;
            text(&values[chance as usize % values.len()].0)
        }
        Widget::Null => text("null"),
        Widget::Timestamp => pick(&["2024-02-29T12:30:00.000000001Z", "0001-01-01T00:00:00Z"]),
        Widget::Duration => pick(&["0.5s", "-3s"]),
        Widget::FieldMask => pick(&["", "a_b,c.d_e"]),
        Widget::Json(_) => pick(&["{\"a\": [1, {}]}", "[]", "null", "\"x\""]),
        Widget::Bytes => {
            let bytes = chance.to_le_bytes()[..chance as usize % 9].to_vec();
            let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let shown =
                act(&root("shop.Order"), "", &Deed { path: "photo".to_owned(), act: Act::Set(Typed::File(bytes)) });
            let text = edited("", &shown.unwrap().edits);
            let form = super::form("shop.Order", &text, &[]);
            Some((Typed::Hex(hex.concat()), super::row(&form, "photo").value.clone()))
        }
        _ => None,
    }
}

/// What may be done to a row, besides setting it.
fn acts(row: &Row) -> Vec<Act> {
    match (row.presence, &row.widget) {
        (_, Widget::More(_)) => vec![],
        (Presence::Oneof | Presence::Unknown | Presence::Held, _) => vec![Act::Remove],
        (Presence::Element, _) => vec![Act::Remove, Act::Move(Direction::Up), Act::Move(Direction::Down)],
        (Presence::Entry, _) => vec![Act::Remove, Act::Rename("77".to_owned()), Act::Rename("true".to_owned())],
        (_, Widget::Any) => vec![Act::Add, Act::Remove, Act::Retype("google.protobuf.Duration".to_owned())],
        _ => vec![Act::Add, Act::Remove],
    }
}

/// Up to where an act on a row may change others: its list or map, what is inside, and the oneofs that it is in.
fn reach(row: &Row, form: &Form) -> Vec<String> {
    let mut reach = vec![match row.presence {
        Presence::Element => row.path.rsplit_once('[').unwrap().0.to_owned(),
        Presence::Entry => row.path.strip_suffix(&format!("[{}]", json::quoted(&row.label))).unwrap().to_owned(),
        Presence::Held => row.path.rsplit_once('.').unwrap().0.to_owned(),
        _ => row.path.clone(),
    }];
    let (mut headers, mut members) = (Vec::new(), Vec::new());
    for other in form.rows.iter().filter(|other| matches!(other.presence, Presence::Oneof | Presence::Member)) {
        if other.presence == Presence::Oneof {
            headers.push(other);
        }
        let depth = other.depth - u32::from(other.presence == Presence::Member);
        let header = headers.iter().rev().find(|header| header.depth == depth).unwrap();
        members.push((header.path.clone(), other.path.clone()));
    }
    let is_around = |(_, path): &&(String, String)| is_within(&row.path, path);
    let chosen: Vec<&String> = members.iter().filter(is_around).map(|(header, _)| header).collect();
    reach.extend(members.iter().filter(|(header, _)| chosen.contains(&header)).map(|(_, path)| path.clone()));
    reach
}

fn is_within(path: &str, around: &str) -> bool {
    path.strip_prefix(around).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What other rows say.
fn told<'f>(form: &'f Form, reach: &[String]) -> HashMap<&'f str, (&'f Value, &'f Row)> {
    let others = form.rows.iter().filter(|row| !matches!(row.widget, Widget::More(_)));
    let others = others.filter(|row| !reach.iter().any(|around| is_within(&row.path, around)));
    others.map(|row| (row.path.as_str(), (&row.value, row))).collect()
}

/// JSON is shown with the indentation it has beyond what is around it, which may change.
fn laid_out_anyhow(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.lines().map(str::trim_start).collect()),
        other => other.clone(),
    }
}

fn bytes(root: &Root, text: &str) -> Option<Vec<u8>> {
    from_json(root, text).bytes
}

/// Does something, and holds what is true of every act; the new text.
fn done(
    root: &Root,
    text: &str,
    deed: &Deed,
    row: &Row,
    form: &Form,
    asked: &Asked,
) -> Result<(String, Done), TestCaseError> {
    let done = act(root, text, deed);
    let done = done.map_err(|refusal| TestCaseError::fail(format!("{deed:?}: {}\n{text}", refusal.0)))?;
    for pair in done.edits.windows(2) {
        prop_assert!(pair[0].0.end <= pair[1].0.start, "{:?}", done.edits);
    }
    let after = edited(text, &done.edits);
    let problems = |text| json::parse(text).1;
    prop_assert!(problems(&after).len() <= problems(text).len(), "{deed:?}\n{text}\n→\n{after}");

    let reach = reach(row, form);
    let again = self::form(root, &after, asked);
    if form.rows.len() < MAX_ROWS && again.rows.len() < MAX_ROWS {
        let now = told(&again, &reach);
        for (path, (value, before)) in told(form, &reach) {
            // What is around it may have come into being with it.
            let is_around = is_within(&row.path, path);
            let Some((said, after_row)) = now.get(path) else {
                return Err(TestCaseError::fail(format!("{path} is gone by {deed:?}\n{text}\n→\n{after}")));
            };
            prop_assert!(
                is_around || laid_out_anyhow(said) == laid_out_anyhow(value),
                "{path} by {deed:?}\n{text}\n→\n{after}"
            );
            prop_assert!(is_around || after_row.is_set == before.is_set, "{path} by {deed:?}\n{text}\n→\n{after}");
        }
    }
    let left = comments(&after);
    for number in comments(text).into_iter().filter(|number| !left.contains(number)) {
        let at = text.find(&format!("@{number}@")).unwrap();
        // What is in what goes, goes with it.
        let mut reached = form.rows.iter().filter(|row| reach.iter().any(|around| is_within(&row.path, around)));
        let is_inside = reached.any(|row| row.span.is_some_and(|span| span.contains(at)));
        prop_assert!(is_inside, "comment {number} is gone by {deed:?}\n{text}\n→\n{after}");
    }
    Ok((after, done))
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn what_is_set_is_read(at in 0..TYPES.len(), seed: u64, layout: u64, open: u64, which: u64, chance: u64) {
        let root = root(TYPES[at]);
        let text = text(TYPES[at], seed, layout);
        let (form, asked) = opened(&root, &text, open);
        let typable: Vec<(&Row, (Typed, Value))> =
            form.rows.iter().filter_map(|row| Some((row, value(&form, row, chance)?))).collect();
        let (row, (typed, expected)) = &typable[which as usize % typable.len()];
        let deed = Deed { path: row.path.clone(), act: Act::Set(typed.clone()) };
        let (after, done) = done(&root, &text, &deed, row, &form, &asked)?;
        prop_assert_eq!(&done.path, &row.path);
        let again = self::form(&root, &after, &asked);
        let now = super::row(&again, &row.path);
        prop_assert!(now.is_set || *expected == Value::Text("null".to_owned()), "{:?}\n{}\n→\n{}", deed, text, after);
        if now.is_set {
            prop_assert_eq!(&now.value, expected, "{:?}\n{}\n→\n{}", deed, text, after);
        }
        // The way back means what it meant. JSON with comments in it is not taken.
        if let (true, Value::Text(before)) = (row.is_set, &row.value)
            && comments(before).is_empty()
        {
            let deed = Deed { path: row.path.clone(), act: Act::Set(Typed::Text(before.clone())) };
            let back = edited(&after, &act(&root, &after, &deed).unwrap().edits);
            prop_assert_eq!(bytes(&root, &back), bytes(&root, &text), "{}\n→\n{}\n→\n{}", text, after, back);
        }
    }

    #[test]
    fn what_is_done_is_read(at in 0..TYPES.len(), seed: u64, layout: u64, open: u64, which: u64, how: u64) {
        let root = root(TYPES[at]);
        let text = text(TYPES[at], seed, layout);
        let (form, asked) = opened(&root, &text, open);
        let row = &form.rows[which as usize % form.rows.len()];
        let acts = acts(row);
        prop_assume!(!acts.is_empty());
        let what = &acts[how as usize % acts.len()];
        let deed = Deed { path: row.path.clone(), act: what.clone() };
        let may_be_refused = matches!(what, Act::Move(_) | Act::Rename(_))
            || *what == Act::Add && row.widget == Widget::Map;
        if may_be_refused && act(&root, &text, &deed).is_err() {
            return Ok(());
        }
        let (after, done) = done(&root, &text, &deed, row, &form, &asked)?;
        let mut open = asked.clone();
        open.open.push(Opened { path: row.path.clone(), pages: 2 });
        let again = self::form(&root, &after, &open);
        let found = |path: &str| again.rows.iter().find(|row| row.path == path && !matches!(row.widget, Widget::More(_)));
        match what {
            Act::Remove => {
                let now = found(&row.path);
                let is_gone = now.is_none_or(|now| !now.is_set || row.presence == Presence::Element);
                prop_assert!(is_gone, "{:?}\n{}\n→\n{}", deed, text, after);
            }
            Act::Add | Act::Retype(_) => {
                let now = found(&done.path);
                prop_assert!(now.is_some_and(|now| now.is_set), "{:?}\n{}\n→\n{}", deed, text, after);
                let is_new = !row.is_set || matches!(row.widget, Widget::List | Widget::Map);
                let has_parent = row.presence == Presence::Held || row.depth == 0;
                if *what == Act::Add && is_new && has_parent && row.presence != Presence::Member {
                    let deed = Deed { path: done.path.clone(), act: Act::Remove };
                    let back = edited(&after, &act(&root, &after, &deed).unwrap().edits);
                    prop_assert_eq!(bytes(&root, &back), bytes(&root, &text), "{}\n→\n{}\n→\n{}", text, after, back);
                }
            }
            Act::Move(direction) => {
                let back = match direction {
                    Direction::Up => Direction::Down,
                    Direction::Down => Direction::Up,
                };
                let deed = Deed { path: done.path.clone(), act: Act::Move(back) };
                prop_assert_eq!(edited(&after, &act(&root, &after, &deed).unwrap().edits), text);
                let other = form.rows.iter().find(|other| other.path == done.path);
                if let (Some(other), Some(now)) = (other, found(&done.path)) {
                    prop_assert_eq!(&now.value, &row.value);
                    prop_assert_eq!(&found(&row.path).unwrap().value, &other.value);
                }
            }
            Act::Rename(_) => {
                prop_assert_eq!(&found(&done.path).unwrap().value, &row.value);
                let deed = Deed { path: done.path.clone(), act: Act::Rename(row.label.clone()) };
                let back = edited(&after, &act(&root, &after, &deed).unwrap().edits);
                prop_assert_eq!(bytes(&root, &back), bytes(&root, &text));
            }
            Act::Set(_) => unreachable!(),
        }
    }

    #[test]
    fn a_broken_text_gets_no_worse(at in 0..TYPES.len(), seed: u64, layout: u64, cuts in prop::collection::vec((any::<u64>(), 0..4_usize), 1..4), which: u64, how: u64) {
        let root = root(TYPES[at]);
        let mut text = text(TYPES[at], seed, layout);
        for (place, length) in cuts {
            let mut start = place as usize % (text.len() + 1);
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(start) { start -= 1; }
            while !text.is_char_boundary(end) { end += 1; }
            text.replace_range(start..end, ["", "{", "]", ","][place as usize / 7 % 4]);
        }
        let (form, _) = opened(&root, &text, seed);
        prop_assume!(!form.rows.is_empty());
        let row = &form.rows[which as usize % form.rows.len()];
        let mut all = acts(row);
        all.extend(value(&form, row, how).map(|(typed, _)| Act::Set(typed)));
        prop_assume!(!all.is_empty());
        let deed = Deed { path: row.path.clone(), act: all[how as usize % all.len()].clone() };
        if let Ok(done) = act(&root, &text, &deed) {
            let after = edited(&text, &done.edits);
            prop_assert!(json::parse(&after).1.len() <= json::parse(&text).1.len(), "{}\n→\n{}", text, after);
        }
    }

    #[test]
    fn no_path_and_no_text_panics(at in 0..TYPES.len(), text in "[\\[\\]{}:,\"a-c0-9 /*#\n]{0,40}", path in "[a-z_.\\[\\]\"0-9]{0,20}") {
        let root = root(TYPES[at]);
        opened(&root, &text, 0);
        for what in [Act::Add, Act::Remove, Act::Set(Typed::Text("1".to_owned())), Act::Move(Direction::Up)] {
            let _ = act(&root, &text, &Deed { path: path.clone(), act: what });
        }
    }
}
