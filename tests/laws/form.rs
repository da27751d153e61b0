//! The laws of the form for any text at all, however broken. The tests and the fuzz target hold them.

use std::collections::HashSet;
use std::sync::LazyLock;

use wirelens::message::form::data::{Act, Asked, Deed, Direction, Opened, Typed, Widget};
use wirelens::message::form::{act, rows};
use wirelens::message::{from_json, json};
use wirelens::schema::{self, Schema};
use wirelens::text::File;

const TYPES: [&str; 4] = ["shop.Order", "shop.Known", "old.Ticket", "next.Thing"];

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = schema::compile(&vec![
        file("new.proto", include_str!("../form/new.proto")),
        file("old.proto", include_str!("../form/old.proto")),
        file("edition.proto", include_str!("../form/edition.proto")),
    ]);
    match compiled.schema {
        Some(schema) if compiled.diagnostics.is_empty() => schema,
        _ => panic!("{:?}", compiled.diagnostics),
    }
});

/// What is done: two of the bytes choose it.
fn acts(choice: u8) -> Act {
    let words = ["", "7", "-1e5", "\"", "true", "{\"a\": [1, //\n{}]}", "2024-02-29", "1h", "shop.Item", "a_b,c"];
    let text = || words[usize::from(choice) / 9 % words.len()].to_owned();
    match choice % 9 {
        0 | 1 => Act::Set(Typed::Text(text())),
        2 => Act::Set(Typed::Characters(text())),
        3 => Act::Add,
        4 | 5 => Act::Remove,
        6 => Act::Move(if choice < 128 { Direction::Up } else { Direction::Down }),
        7 => Act::Rename(text()),
        _ => Act::Retype(text()),
    }
}

/// Each row has a path of its own; whatever is done to one, the edits are in order and the text has no more mistakes than
/// before. The first three bytes choose the type, the row and the act, the others are the text.
pub fn is_safe(input: &[u8]) {
    let [kind, which, how, text @ ..] = input else { return };
    let text = &*String::from_utf8_lossy(text);
    let Some(root) = SCHEMA.root(TYPES[usize::from(*kind) % TYPES.len()]) else { panic!("no type") };
    let diagnostics = from_json(&root, text).diagnostics;
    let mut asked = Asked::default();
    let mut form = rows(&SCHEMA, &root, text, &diagnostics, &asked);
    for _ in 0..4 {
        let closed = form.rows.iter().filter(|row| row.is_foldable && !row.is_open && (row.is_set || row.depth < 2));
        asked.open.extend(closed.map(|row| Opened { path: row.path.clone(), pages: 1 }));
        form = rows(&SCHEMA, &root, text, &diagnostics, &asked);
    }
    let mut paths = HashSet::new();
    let own = form.rows.iter().filter(|row| !matches!(row.widget, Widget::More(_)));
    for row in own {
        assert!(paths.insert(row.path.as_str()), "{} is there twice", row.path);
    }
    let Some(row) = form.rows.get(usize::from(*which) % form.rows.len().max(1)) else { return };
    let deed = Deed { path: row.path.clone(), act: acts(*how) };
    let Ok(done) = act(&root, text, &deed) else { return };
    let (mut after, mut at) = (String::new(), 0);
    for (span, new) in &done.edits {
        let Some(before) = text.get(at..span.start as usize) else { panic!("{deed:?}: {:?}", done.edits) };
        after += before;
        after += new;
        at = span.end as usize;
    }
    let Some(rest) = text.get(at..) else { panic!("{deed:?}: {:?}", done.edits) };
    after += rest;
    let problems = |text| json::parse(text).1.len();
    assert!(problems(&after) <= problems(text), "{deed:?}\n{text}\n→\n{after}");
}
