//! The message in other clothings: the text format, JSON by its options, and the fields that are not on the wire.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::access::is_accessible;
use crate::work::{self, HEX, has_no_problem, has_problem, row, shows_bytes, shows_json, shows_text};

wirelens_browser_tests::tests![
    the_text_is_derived_and_edited,
    a_mistake_in_the_text_is_located_and_mended,
    bytes_are_shown_as_text,
    json_follows_its_options_and_they_are_kept,
    typed_json_is_written_anew,
    absent_fields_have_rows_and_reasons,
    all_of_them_are_accessible,
];

const TEXT: &str = "name: \"Alice\"\nage: 300\nhome {\n  city: \"Oslo\"\n}\n";

fn shows(page: &Page<'_>, tab: &str) -> Result<()> {
    page.click("tab", tab)
}

fn the_text_is_derived_and_edited(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    shows(page, "Text")?;
    shows_text(page, "Message text", TEXT)?;
    page.paste("Message text", "name: 'Al' age: 7")?;
    shows_bytes(page, "0a 02 41 6c 10 07")?;
    // What is chosen in it is chosen everywhere, and the other way round.
    page.click_text("Message text", "age")?;
    work::selected(page, &[4, 5])?;
    page.click_on(&row(page, "name")?)?;
    page.until("the field is marked", "return wl.marked('Message text', 'wl-selected') === \"name: 'Al'\";", &[])?;
    shows(page, "JSON")?;
    shows_json(page, &json!({"name": "Al", "age": 7}))?;
    // It is what was typed, so it comes back as it was.
    shows(page, "Text")?;
    page.reload()?;
    shows_text(page, "Message text", "name: 'Al' age: 7")?;
    shows_bytes(page, "0a 02 41 6c 10 07")
}

fn a_mistake_in_the_text_is_located_and_mended(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    shows(page, "Text")?;
    shows_text(page, "Message text", TEXT)?;
    page.paste("Message text", "name: \"Al\"\naeg: 7\n")?;
    has_problem(page, "message.txtpb:2:1 error ", "aeg")?;
    page.until("the last message is still there", "return !wl.fresh() && wl.bytes() === arguments[0];", &[json!(HEX)])?;
    // From another tab the problem leads back to its place.
    shows(page, "JSON")?;
    page.click("button", "Fix: replace by age")?;
    shows_text(page, "Message text", "name: \"Al\"\nage: 7\n")?;
    shows_bytes(page, "0a 02 41 6c 10 07")?;
    has_no_problem(page)
}

fn bytes_are_shown_as_text(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    shows(page, "Payload")?;
    page.paste("Payload", "10 07")?;
    shows(page, "Text")?;
    shows_text(page, "Message text", "age: 7\n")?;
    shows(page, "Payload")?;
    page.paste("Payload", "10 08")?;
    shows(page, "Text")?;
    shows_text(page, "Message text", "age: 8\n")
}

fn turn(page: &Page<'_>, option: &str) -> Result<()> {
    page.click("button", "JSON options")?;
    page.click("switch", option)?;
    page.type_keys(keys::ESCAPE)
}

fn json_follows_its_options_and_they_are_kept(page: &Visit<'_>) -> Result<()> {
    let schema = "syntax = \"proto3\";\nmessage M {\n  int32 first_name = 1;\n  E e = 2;\n}\nenum E {\n  ZERO = 0;\n  ONE = 1;\n}\n";
    work::open(page, &work::workspace(&[("m.proto", schema)], "M", "{\"e\": \"ONE\"}"))?;
    shows_bytes(page, "10 01")?;
    shows(page, "Payload")?;
    page.paste("Payload", "10 01 ")?;
    shows(page, "JSON")?;
    shows_json(page, &json!({"e": "ONE"}))?;
    turn(page, "Defaults shown")?;
    shows_json(page, &json!({"firstName": 0, "e": "ONE"}))?;
    turn(page, "Original names")?;
    shows_json(page, &json!({"first_name": 0, "e": "ONE"}))?;
    turn(page, "Enums as numbers")?;
    shows_json(page, &json!({"first_name": 0, "e": 1}))?;
    page.reload()?;
    shows(page, "JSON")?;
    shows_json(page, &json!({"first_name": 0, "e": 1}))?;
    turn(page, "Original names")?;
    shows_json(page, &json!({"firstName": 0, "e": 1}))
}

fn typed_json_is_written_anew(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let typed = "{\"age\":300,   \"name\":\"Alice\"}";
    page.paste("Message JSON", typed)?;
    shows_bytes(page, "0a 05 41 6c 69 63 65 10 ac 02")?;
    page.click("button", "JSON options")?;
    page.click("button", "Write the JSON anew")?;
    shows_text(page, "Message JSON", "{\n  \"name\": \"Alice\",\n  \"age\": 300\n}")?;
    page.click("button", "Undo")?;
    shows_text(page, "Message JSON", typed)
}

fn explained(page: &Page<'_>, part: &str) -> Result<()> {
    let there = "return wl.explanation().includes(arguments[0]);";
    page.until(&format!("the explanation has “{part}”"), there, &[json!(part)]).map(drop)
}

fn absent_fields_have_rows_and_reasons(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{\"name\": \"Al\", \"age\": 0}")?;
    shows_bytes(page, "0a 02 41 6c")?;
    page.click("switch", "Absent fields")?;
    page.click_on(&row(page, "home")?)?;
    explained(page, "home is not set. A message always has explicit presence")?;
    // The same by keys, one row up.
    page.type_keys(keys::UP)?;
    explained(page, "The JSON has age, with 0: that is its default")?;
    page.until("its member is marked", "return wl.marked('Message JSON', 'wl-selected') === '\"age\": 0';", &[])?;
    page.until("nothing on the wire is", "return wl.selected().length === 0;", &[])?;
    // Once it is set, it has bytes.
    page.paste("Message JSON", "{\"name\": \"Al\", \"age\": 7}")?;
    shows_bytes(page, "0a 02 41 6c 10 07")?;
    page.click_on(&row(page, "age")?)?;
    work::selected(page, &[4, 5])?;
    page.reload()?;
    row(page, "home")?;
    page.click("switch", "Absent fields")?;
    page.until("it has no row any more", "return !wl.row('home');", &[]).map(drop)
}

fn all_of_them_are_accessible(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("switch", "Absent fields")?;
    shows(page, "Text")?;
    shows_text(page, "Message text", TEXT)?;
    page.paste("Message text", "age: 1 # so\n")?;
    shows_bytes(page, "10 01")?;
    // On a phone one pane is in front.
    for pane in ["Bytes", "Message"] {
        page.resize(390, 844)?;
        page.click("tab", pane)?;
        is_accessible(page, &format!("{pane}, with text and absent fields"))?;
    }
    shows(page, "JSON")?;
    page.click("button", "JSON options")?;
    is_accessible(page, "the JSON options")
}
