//! The form: rows of a message, what is done to them, and what becomes of the JSON text.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]
#![cfg(test)]

#[path = "form/laws.rs"]
mod laws;
#[path = "laws/random.rs"]
mod random;

use expect_test::expect_file;
use wirelens::message::form::data::{
    Act, Asked, Deed, Direction, Form, MAX_ROWS, Opened, Presence, Problem, Row, Typed, Value, Widget,
};
use wirelens::message::form::{act, rows};
use wirelens::message::from_json;
use wirelens::schema::{self, Root, Schema};
use wirelens::text::{File, Span};

const NEW: &str = include_str!("form/new.proto");
const OLD: &str = include_str!("form/old.proto");
const EDITION: &str = include_str!("form/edition.proto");

fn schema() -> Schema {
    thread_local! {
        static SCHEMA: Schema = {
            let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
            let files = vec![
                file("new.proto", NEW),
                file("old.proto", OLD),
                file("edition.proto", EDITION),
                file("proto2.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto2.proto")),
                file("proto3.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto3.proto")),
            ];
            let compiled = schema::compile(&files);
            assert!(compiled.is_complete(), "{:?}", compiled.diagnostics);
            compiled.schema.unwrap()
        };
    }
    SCHEMA.with(Clone::clone)
}

fn root(name: &str) -> Root {
    schema().root(name).unwrap()
}

fn asked(open: &[&str]) -> Asked {
    Asked { open: open.iter().map(|path| Opened { path: (*path).to_owned(), pages: 1 }).collect() }
}

fn form(name: &str, text: &str, open: &[&str]) -> Form {
    let root = root(name);
    let diagnostics = from_json(&root, text).diagnostics;
    rows(&schema(), &root, text, &diagnostics, &asked(open))
}

fn row<'f>(form: &'f Form, path: &str) -> &'f Row {
    form.rows.iter().find(|row| row.path == path && !matches!(row.widget, Widget::More(_))).unwrap()
}

/// A problem without its words, which are the reader's.
fn told(problem: &Problem, text: &str) -> String {
    let at: String = problem.span.of_str(text).lines().next().unwrap_or_default().chars().take(20).collect();
    format!("{} at {at:?}", problem.severity.word())
}

/// A row a line: what it is, how it is edited, what it says.
fn shown(form: &Form, text: &str) -> String {
    let mut shown = String::new();
    for row in &form.rows {
        let mut line = "  ".repeat(row.depth as usize);
        line += match (row.presence, row.is_set) {
            (Presence::Implicit, _) => "",
            (Presence::Explicit, true) => "[x] ",
            (Presence::Explicit, false) => "[ ] ",
            (Presence::Required, _) => "* ",
            (Presence::Member, true) => "(o) ",
            (Presence::Member, false) => "( ) ",
            (Presence::Oneof, _) => "oneof ",
            (Presence::Repeated | Presence::Map, _) => "",
            (Presence::Element | Presence::Entry, _) => "- ",
            (Presence::Held, _) => "",
            (Presence::Unknown, _) => "? ",
        };
        line += &row.label;
        line += &row.number.map(|number| format!(" = {number}")).unwrap_or_default();
        if !row.type_word.is_empty() {
            line += &format!(": {}", row.type_word);
        }
        match &row.widget {
            Widget::Enum(at) => {
                let found = &form.enums[*at as usize];
                line += &format!(" {{{} {}}}", if found.is_closed { "closed" } else { "open" }, found.values.len());
            }
            Widget::Json(_) | Widget::Null | Widget::More(_) => line += &format!(" {:?}", row.widget),
            _ => {}
        }
        match &row.value {
            Value::None => {}
            Value::Text(text) => line += &format!(" {text:?}"),
            other => line += &format!(" {other:?}"),
        }
        if let Some(default) = row.default.as_ref().filter(|_| !row.is_set) {
            line += &format!(" default {default:?}");
        }
        if row.is_foldable {
            line += &format!(" {}{}", if row.is_open { "v" } else { ">" }, row.count);
        }
        if row.is_set && row.value == Value::None && !row.is_foldable {
            line += " set";
        }
        if row.is_locked {
            line += " locked";
        }
        if let Some(problem) = &row.problem {
            line += &format!(" !! {}", told(problem, text));
        }
        if let Some(doc) = &row.doc {
            line += &format!(" -- {doc}");
        }
        shown += line.trim_end();
        shown.push('\n');
    }
    if form.is_cut {
        shown += "…\n";
    }
    for problem in form.broken.iter().chain(&form.problems) {
        shown += &format!("!! {}\n", told(problem, text));
    }
    shown
}

/// An act in the words of the case files.
fn read_act(words: &str) -> Act {
    let (word, rest) = words.split_once(' ').unwrap_or((words, ""));
    let rest = rest.replace("\\n", "\n");
    match word {
        "set" => Act::Set(Typed::Text(rest)),
        "characters" => Act::Set(Typed::Characters(rest)),
        "hex" => Act::Set(Typed::Hex(rest)),
        "base64" => Act::Set(Typed::Base64(rest)),
        "file" => Act::Set(Typed::File(rest.into_bytes())),
        "add" => Act::Add,
        "remove" => Act::Remove,
        "up" => Act::Move(Direction::Up),
        "down" => Act::Move(Direction::Down),
        "rename" => Act::Rename(rest),
        "retype" => Act::Retype(rest),
        _ => panic!("{words}"),
    }
}

/// Each case of a file: `== type | path | act`, the text before, `-- path afterwards` or `-- refused: why`, the text after.
fn check_deeds(file: &str) {
    let path = format!("{}/tests/form/deeds/{file}.txt", env!("CARGO_MANIFEST_DIR"));
    let cases = std::fs::read_to_string(&path).unwrap();
    let mut told = String::new();
    let mut count = 0;
    for case in cases.split("== ").skip(1) {
        let (head, body) = case.split_once('\n').unwrap();
        let mut words = head.splitn(3, " | ");
        let (name, at, what) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        let before = body.split("-- ").next().unwrap();
        let before = before.strip_suffix('\n').unwrap_or(before);
        told += &format!("== {head}\n{before}{}", if before.is_empty() { "" } else { "\n" });
        told += &match act(&root(name), before, &Deed { path: at.to_owned(), act: read_act(what) }) {
            Ok(done) => {
                format!("-- {}\n{}\n\n", done.path, edited(before, &done.edits)).replace("-- \n", "-- the message\n")
            }
            Err(refusal) => format!("-- refused: {}\n\n", refusal.0),
        };
        count += 1;
    }
    assert!(count > 0);
    expect_file![path].assert_eq(&format!("{}\n", told.trim_end()));
}

fn edited(text: &str, edits: &[(Span, String)]) -> String {
    let mut after = text.to_owned();
    for (span, new) in edits.iter().rev() {
        after.replace_range(span.range(), new);
    }
    after
}

fn check_rows(file: &str, name: &str, text: &str, open: &[&str]) {
    let path = format!("{}/tests/form/{file}.expect", env!("CARGO_MANIFEST_DIR"));
    expect_file![path].assert_eq(&shown(&form(name, text, open), text));
}

#[test]
fn rows_of_an_empty_message() {
    check_rows("new", "shop.Order", "{}", &[]);
    check_rows("old", "old.Ticket", "", &[]);
    check_rows("edition", "next.Thing", "{}", &[]);
    check_rows("known", "shop.Known", "{}", &[]);
}

#[test]
fn rows_of_what_is_open() {
    let open = ["line_items", "line_items[0]", "labels", "codes", "gift", "gift.parts", "by_number", "transfer"];
    check_rows("open", "shop.Order", include_str!("form/order.json"), &open);
}

#[test]
fn rows_of_old_messages() {
    let text = r#"{"comment": [{"author": "a"}], "[old.Holder.parent]": {"id": 1, "[old.shard]": [1]}, "extra": {}}"#;
    let open = ["comment", "comment[0]", "[old.Holder.parent]", "[old.Holder.parent].[old.shard]", "extra"];
    check_rows("old_open", "old.Ticket", text, &open);
}

#[test]
fn rows_of_well_known_types() {
    let open = ["any", "any.value.parts", "anys", "anys[0]", "anys[1]", "anys[1].value"];
    check_rows("known_open", "shop.Known", include_str!("form/known.json"), &open);
    check_rows("root_timestamp", "google.protobuf.Timestamp", "\"2024-02-29T12:30:00Z\"", &[]);
    check_rows("root_any", "google.protobuf.Any", "{\"@type\": \"x.org/shop.Item\"}", &[""]);
}

#[test]
fn rows_of_what_is_wrong() {
    let open = ["line_items", "line_items[0]", "codes", "by_number", "gift", "extra"];
    check_rows("wrong", "shop.Order", include_str!("form/wrong.json"), &open);
    check_rows("half_typed", "shop.Order", include_str!("form/half_typed.json"), &["gift", "codes", "line_items"]);
    check_rows("no_object", "shop.Order", "[1, 2]", &[]);
}

#[test]
fn a_type_that_holds_itself_is_as_deep_as_it_is_open() {
    let mut path = "transfer".to_owned();
    let mut open = Vec::new();
    for _ in 0..500 {
        open.push(path.clone());
        path += ".next";
    }
    let open: Vec<&str> = open.iter().map(String::as_str).collect();
    let form = form("shop.Order", "{}", &open);
    let deepest = form.rows.iter().max_by_key(|row| row.depth).unwrap();
    assert!((100..=250).contains(&deepest.depth), "{}", deepest.depth);
    let done = act(&root("shop.Order"), "{}", &Deed { path: deepest.path.clone(), act: Act::Add });
    assert!(done.is_ok_and(|done| !done.edits.is_empty()));
    let done =
        act(&root("shop.Order"), "{}", &Deed { path: ["transfer", &".next".repeat(300)].concat(), act: Act::Add });
    assert!(done.is_err());
}

#[test]
fn long_lists_have_pages() {
    let text = format!("{{\"codes\": [{}]}}", vec!["7"; 3000].join(","));
    let codes = |pages| {
        let asked = Asked { open: vec![Opened { path: "codes".to_owned(), pages }] };
        let form = rows(&schema(), &root("shop.Order"), &text, &[], &asked);
        let shown = form.rows.iter().filter(|row| row.presence == Presence::Element).count();
        let more = form.rows.iter().find_map(|row| if let Widget::More(more) = row.widget { Some(more) } else { None });
        (shown, more, form.rows.len(), form.is_cut)
    };
    let (shown, more, first, is_cut) = codes(1);
    assert_eq!((shown, more, is_cut), (50, Some(2950), false));
    assert_eq!(codes(2), (100, Some(2900), first + 50, false));
    let (_, _, rows, is_cut) = codes(100);
    assert_eq!((rows, is_cut), (MAX_ROWS, true));
}

#[test]
fn long_values_are_told_by_their_length() {
    let text = format!("{{\"customerName\": \"{}\"}}", "x".repeat(20_000));
    let form = form("shop.Order", &text, &[]);
    assert_eq!(row(&form, "customer_name").value, Value::Long(20_002));
}

#[test]
fn values_are_replaced_where_they_stand() {
    check_deeds("values");
}

#[test]
fn members_come_where_their_declaration_has_them() {
    check_deeds("members");
}

#[test]
fn lists_and_maps_grow_shrink_and_change_places() {
    check_deeds("lists");
    check_deeds("maps");
}

#[test]
fn fields_are_taken_out_with_their_lines() {
    check_deeds("removed");
}

#[test]
fn a_oneof_has_one_member() {
    check_deeds("oneofs");
}

#[test]
fn well_known_types_are_what_they_are_to_people() {
    check_deeds("known");
}

#[test]
fn old_messages_have_groups_extensions_and_defaults() {
    check_deeds("old");
}

#[test]
fn a_broken_text_is_not_broken_more() {
    check_deeds("broken");
}
