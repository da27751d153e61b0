//! The message as a form: each kind of field, what is done by keys alone, and that the JSON is what the form says.

use anyhow::Result;
use serde_json::{Value, json};
use wirelens::analysis::Input;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::access::is_accessible;
use crate::work::{self, selected, shows_json, shows_text};

wirelens_browser_tests::tests![
    each_scalar_is_edited_in_its_field,
    bytes_are_edited_in_each_of_their_clothes_and_taken_from_a_file,
    well_known_types_are_what_they_are_to_people,
    a_switch_sets_and_a_radio_button_chooses,
    lists_and_maps_grow_move_and_shrink_and_the_focus_goes_along,
    messages_are_made_by_what_is_typed_in_them,
    an_any_holds_the_type_that_is_chosen,
    a_problem_is_told_at_its_field,
    the_whole_form_is_worked_by_keys,
    formatting_and_order_are_kept,
    the_field_in_focus_is_chosen_in_every_view,
    a_text_that_is_no_message_says_so,
    bytes_are_a_form_too,
    the_form_has_no_serious_violation_and_fits_a_phone,
];

const SCHEMA: &str = r#"syntax = "proto3";

package demo;

import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";

message All {
  string name = 1;
  int32 age = 2;
  optional uint32 floor = 3;
  int64 total = 4;
  double ratio = 5;
  bool active = 6;
  bytes photo = 7;
  Status status = 8;
  repeated string roles = 9;
  map<string, int32> scores = 10;
  Address home = 11;
  oneof contact {
    string email = 12;
    Address office = 13;
  }
  google.protobuf.Timestamp created = 14;
  google.protobuf.Duration ttl = 15;
  google.protobuf.FieldMask mask = 16;
  google.protobuf.Struct extra = 17;
  google.protobuf.Int64Value limit = 18;
  google.protobuf.Any detail = 19;
}

enum Status {
  STATUS_UNSPECIFIED = 0;
  STATUS_ACTIVE = 1;
}

message Address {
  string city = 1;
  Address next = 2;
}
"#;

fn all(json: &str) -> Input {
    work::workspace(&[("all.proto", SCHEMA)], "demo.All", json)
}

/// Opens a message as a form.
fn open(page: &Page<'_>, json: &str) -> Result<()> {
    work::open(page, &all(json))?;
    page.click("tab", "Form")?;
    page.find("form", "Message form")?;
    page.until("the rows are there", "return wl.fresh() && document.querySelector('form [data-row]');", &[]).map(drop)
}

/// Looks at the JSON in its editor, and comes back.
fn json_is(page: &Page<'_>, value: &Value) -> Result<()> {
    page.until("all is done", "return wl.fresh();", &[])?;
    page.click("tab", "JSON")?;
    shows_json(page, value)?;
    page.click("tab", "Form")?;
    page.find("form", "Message form").map(drop)
}

/// Types over what a field has, and leaves it.
fn fill(page: &Page<'_>, name: &str, text: &str) -> Result<()> {
    page.paste(name, text)?;
    page.type_keys(keys::TAB)
}

/// Waits until what has the focus is called this.
fn focus_is(page: &Page<'_>, name: &str) -> Result<()> {
    let what = format!("“{name}” has the focus");
    page.until(&what, "return wl.fresh() && wl.name(document.activeElement) === arguments[0];", &[json!(name)])
        .map(drop)
}

/// Waits until a field has this in it.
fn holds(page: &Page<'_>, name: &str, text: &str) -> Result<()> {
    let what = format!("“{name}” holds “{text}”");
    page.until(&what, "return wl.one('textbox', arguments[0])?.value === arguments[1];", &[json!(name), json!(text)])
        .map(drop)
}

fn each_scalar_is_edited_in_its_field(page: &Visit<'_>) -> Result<()> {
    open(page, "{}")?;
    fill(page, "name", "Zoë\n\"x\"")?;
    fill(page, "age", "-300")?;
    fill(page, "total", "9007199254740993")?;
    fill(page, "ratio", "-Infinity")?;
    page.click("checkbox", "active")?;
    page.choose("status", "STATUS_ACTIVE = 1")?;
    page.click("button", "Undo")?;
    page.until(
        "nothing is chosen any more",
        "return wl.one('combobox', 'status').value === 'STATUS_UNSPECIFIED';",
        &[],
    )?;
    page.click("button", "Redo")?;
    page.until("it is chosen again", "return wl.one('combobox', 'status').value === 'STATUS_ACTIVE';", &[])?;
    let all = json!({
        "name": "Zoë\n\"x\"", "age": -300, "total": "9007199254740993", "ratio": "-Infinity", "active": true,
        "status": "STATUS_ACTIVE",
    });
    json_is(page, &all)?;
    // An open enum has any number, and what is back at its default is what is not there.
    fill(page, "status as a number", "7")?;
    page.click("button", "Clear name")?;
    focus_is(page, "name")?;
    page.click("button", "Clear age")?;
    page.click("button", "Clear total")?;
    page.click("button", "Clear ratio")?;
    page.click("button", "Clear active")?;
    json_is(page, &json!({ "status": 7 }))?;
    work::shows_bytes(page, "40 07")
}

fn bytes_are_edited_in_each_of_their_clothes_and_taken_from_a_file(page: &Visit<'_>) -> Result<()> {
    open(page, "{}")?;
    fill(page, "photo", "hi")?;
    json_is(page, &json!({ "photo": "aGk=" }))?;
    page.choose("photo shown as", "hex")?;
    holds(page, "photo", "68 69")?;
    fill(page, "photo", "ff 0")?;
    page.until("half a byte is refused", "return wl.one('textbox', 'photo').ariaInvalid === 'true';", &[])?;
    holds(page, "photo", "ff 0")?;
    fill(page, "photo", "ff 00")?;
    page.choose("photo shown as", "base64")?;
    holds(page, "photo", "/wA=")?;
    page.script(
        "const input = document.getElementById('form-file');
         input.click = () => {
             const data = new DataTransfer();
             data.items.add(new File([new Uint8Array([1, 2, 3])], 'a.bin'));
             input.files = data.files;
             input.dispatchEvent(new Event('change', { bubbles: true }));
         };",
        &[],
    )?;
    page.click("button", "Take photo from a file")?;
    work::shows_bytes(page, "3a 03 01 02 03")
}

fn well_known_types_are_what_they_are_to_people(page: &Visit<'_>) -> Result<()> {
    open(page, "{}")?;
    fill(page, "created", "2026-01-31T12:00:00.000000001Z")?;
    let picker = page.element(
        "the picker has the time",
        "const it = document.querySelector('input[type=datetime-local]');
         return it.value.startsWith('2026-01-31T12:00') && wl.name(it) === 'created in UTC' && it;",
        &[],
    )?;
    page.script(
        "arguments[0].value = '2027-02-28T23:59:58'; arguments[0].dispatchEvent(new Event('change', { bubbles: true }));",
        &[picker.argument()],
    )?;
    holds(page, "created", "2027-02-28T23:59:58.000000001Z")?;
    fill(page, "ttl", "1h 30m")?;
    fill(page, "mask", "name, home.city")?;
    fill(page, "extra", "{\"a\": [1, null]}")?;
    fill(page, "limit", "5")?;
    let all = json!({
        "created": "2027-02-28T23:59:58.000000001Z", "ttl": "5400s", "mask": "name,home.city",
        "extra": { "a": [1, null] }, "limit": "5",
    });
    json_is(page, &all)?;
    page.click("button", "Set created to now")?;
    page.until(
        "it is the year by the clock",
        "return wl.one('textbox', 'created').value.startsWith(`${new Date().getUTCFullYear()}-`);",
        &[],
    )?;
    page.click("switch", "limit is set")?;
    page.click("switch", "created is set")?;
    json_is(page, &json!({ "ttl": "5400s", "mask": "name,home.city", "extra": { "a": [1, null] } }))
}

fn a_switch_sets_and_a_radio_button_chooses(page: &Visit<'_>) -> Result<()> {
    open(page, "{}")?;
    page.click("switch", "floor is set")?;
    json_is(page, &json!({ "floor": 0 }))?;
    page.click("switch", "floor is set")?;
    page.find("radiogroup", "contact")?;
    page.click("radio", "email")?;
    fill(page, "email", "a@b.c")?;
    json_is(page, &json!({ "email": "a@b.c" }))?;
    page.click("radio", "office")?;
    json_is(page, &json!({ "office": {} }))?;
    fill(page, "email", "d@e.f")?;
    json_is(page, &json!({ "email": "d@e.f" }))?;
    page.click("radio", "none")?;
    json_is(page, &json!({}))
}

fn lists_and_maps_grow_move_and_shrink_and_the_focus_goes_along(page: &Visit<'_>) -> Result<()> {
    open(page, "{}")?;
    page.click("button", "Add to roles")?;
    focus_is(page, "roles[0]")?;
    page.type_keys("admin")?;
    page.click("button", "Add to roles")?;
    focus_is(page, "roles[1]")?;
    page.type_keys("ops")?;
    json_is(page, &json!({ "roles": ["admin", "ops"] }))?;
    page.click("button", "Move roles[1] up")?;
    // It can go no further, so the other button has the focus.
    focus_is(page, "Move roles[0] down")?;
    json_is(page, &json!({ "roles": ["ops", "admin"] }))?;
    page.click("button", "Remove roles[0]")?;
    focus_is(page, "roles[0]")?;
    holds(page, "roles[0]", "admin")?;
    page.click("button", "Remove roles[0]")?;
    focus_is(page, "Add to roles")?;

    page.click("button", "Add to scores")?;
    focus_is(page, "Key of scores[\"key\"]")?;
    fill(page, "Key of scores[\"key\"]", "en")?;
    focus_is(page, "scores[\"en\"]")?;
    page.paste("scores[\"en\"]", "7")?;
    page.click("button", "Add to scores")?;
    fill(page, "Key of scores[\"key\"]", "__proto__")?;
    page.click("button", "Remove scores[\"en\"]")?;
    page.until("the other one is there", "return wl.one('textbox', 'Key of scores[\"__proto__\"]');", &[])?;
    work::shows_bytes(page, "52 0d 0a 09 5f 5f 70 72 6f 74 6f 5f 5f 10 00")
}

fn messages_are_made_by_what_is_typed_in_them(page: &Visit<'_>) -> Result<()> {
    open(page, "{}")?;
    page.click("button", "home")?;
    page.find("group", "home")?;
    fill(page, "city", "Oslo")?;
    json_is(page, &json!({ "home": { "city": "Oslo" } }))?;
    page.click("button", "next")?;
    let inner = page.element(
        "there is a city inside of the city's next",
        "return wl.all('textbox', 'city', wl.one('group', 'next'))[0];",
        &[],
    )?;
    page.click_on(&inner)?;
    page.type_keys("Rom")?;
    json_is(page, &json!({ "home": { "city": "Oslo", "next": { "city": "Rom" } } }))?;
    page.click("switch", "home is set")?;
    json_is(page, &json!({}))?;
    page.click("switch", "home is set")?;
    json_is(page, &json!({ "home": {} }))
}

fn an_any_holds_the_type_that_is_chosen(page: &Visit<'_>) -> Result<()> {
    open(page, "{}")?;
    page.choose("Type of detail", "demo.Address")?;
    let city = page.element(
        "its fields are there",
        "return wl.one('textbox', 'city', wl.one('group', 'detail') ?? document.createElement('p'));",
        &[],
    )?;
    page.click_on(&city)?;
    page.type_keys("Oslo")?;
    json_is(page, &json!({ "detail": { "@type": "type.googleapis.com/demo.Address", "city": "Oslo" } }))
}

fn a_problem_is_told_at_its_field(page: &Visit<'_>) -> Result<()> {
    open(page, r#"{ "age": 1 }"#)?;
    page.paste("age", "1x")?;
    page.until(
        "the field is invalid and described by the problem",
        "const field = wl.one('textbox', 'age');
         const note = document.getElementById(field.getAttribute('aria-describedby'));
         return field.ariaInvalid === 'true' && field.value === '1x' && wl.text(note).includes('1x');",
        &[],
    )?;
    work::has_problem(page, "message.json:1:", "1x")?;
    page.paste("age", "10")?;
    page.until("it is mended", "return wl.fresh() && wl.one('textbox', 'age').ariaInvalid !== 'true';", &[])?;
    work::shows_bytes(page, "10 0a")
}

fn the_whole_form_is_worked_by_keys(page: &Visit<'_>) -> Result<()> {
    open(page, r#"{ "name": "Al", "roles": ["a", "b"] }"#)?;
    let name = page.find("textbox", "name")?;
    page.script("arguments[0].focus();", &[name.argument()])?;
    page.type_keys(keys::END)?;
    page.type_keys("ice")?;
    // What was typed in one go is taken back in one go, and the focus stays.
    page.type_keys(&format!("{}z", keys::CONTROL))?;
    holds(page, "name", "Al")?;
    focus_is(page, "name")?;
    page.type_keys(&format!("{}y", keys::CONTROL))?;
    holds(page, "name", "Alice")?;
    let mut seen = Vec::new();
    for _ in 0..80 {
        page.type_keys(keys::TAB)?;
        let name = page.script("return wl.name(document.activeElement);", &[])?;
        let name = name.as_str().unwrap_or_default().to_owned();
        match name.as_str() {
            "floor is set" | "active" => page.type_keys(" ")?,
            "home" => page.type_keys(keys::ENTER)?,
            "Move roles[0] down" => {
                page.type_keys(keys::ENTER)?;
                focus_is(page, "Move roles[1] up")?;
            }
            _ => {}
        }
        let is_last = name == "Type of detail";
        seen.push(name);
        if is_last {
            break;
        }
    }
    for wanted in [
        "age",
        "floor is set",
        "total",
        "ratio",
        "active",
        "photo",
        "status",
        "Add to roles",
        "Add to scores",
        "city",
        "none",
        "created",
        "ttl",
        "mask",
        "extra",
        "limit",
        "Type of detail",
    ] {
        assert!(seen.iter().any(|name| name == wanted), "Tab does not lead to {wanted}, but to {seen:?}");
    }
    json_is(page, &json!({ "name": "Alice", "floor": 0, "active": true, "roles": ["b", "a"] }))
}

fn formatting_and_order_are_kept(page: &Visit<'_>) -> Result<()> {
    open(page, "{\n    \"roles\": [ \"a\",\"b\" ],\n\n    \"name\" :  \"Al\"\n}\n")?;
    page.paste("name", "Alice")?;
    fill(page, "age", "30")?;
    page.click("button", "Remove roles[0]")?;
    focus_is(page, "roles[0]")?;
    page.click("tab", "JSON")?;
    page.until(
        "the lines are as they were",
        "const code = wl.code('Message JSON');
         return wl.fresh() && code.includes('    \"name\" :  \"Alice\"') && code.includes('\\n\\n') && code.startsWith('{\\n    \"roles\": [');",
        &[],
    )?;
    page.click("tab", "Form")?;
    for _ in 0..3 {
        page.click("button", "Undo")?;
    }
    page.click("tab", "JSON")?;
    shows_text(page, "Message JSON", "{\n    \"roles\": [ \"a\",\"b\" ],\n\n    \"name\" :  \"Al\"\n}\n")
}

fn the_field_in_focus_is_chosen_in_every_view(page: &Visit<'_>) -> Result<()> {
    open(page, r#"{ "name": "Al", "age": 7, "home": { "city": "Oslo" } }"#)?;
    let age = page.find("textbox", "age")?;
    page.click_on(&age)?;
    selected(page, &[4, 5])?;
    page.until("it is explained", "return wl.explanation().startsWith('age = 7');", &[])?;
    // And the other way round.
    page.click_on(&work::byte(page, 10)?)?;
    page.until(
        "the row of the city is chosen",
        "return document.querySelector('form .chosen')?.dataset.path === 'home.city';",
        &[],
    )
    .map(drop)
}

fn a_text_that_is_no_message_says_so(page: &Visit<'_>) -> Result<()> {
    open(page, "{}")?;
    page.click("tab", "JSON")?;
    page.paste("Message JSON", "[1]")?;
    page.click("tab", "Form")?;
    page.click("button", "Show in the JSON")?;
    page.paste("Message JSON", "{ \"age\": 1, ")?;
    page.click("tab", "Form")?;
    holds(page, "age", "1")?;
    page.click("tab", "JSON")?;
    page.paste("Message JSON", "")?;
    page.click("tab", "Form")?;
    fill(page, "name", "A")?;
    work::shows_bytes(page, "0a 01 41")
}

fn bytes_are_a_form_too(page: &Visit<'_>) -> Result<()> {
    open(page, "{}")?;
    page.click("tab", "Payload")?;
    page.paste("Payload", "0a 02 41 6c 10 07")?;
    work::shows_bytes(page, "0a 02 41 6c 10 07")?;
    page.click("tab", "Form")?;
    holds(page, "name", "Al")?;
    page.paste("age", "8")?;
    work::shows_bytes(page, "0a 02 41 6c 10 08")?;
    json_is(page, &json!({ "name": "Al", "age": 8 }))?;
    page.click("button", "Undo")?;
    work::shows_bytes(page, "0a 02 41 6c 10 07")
}

fn the_form_has_no_serious_violation_and_fits_a_phone(page: &Visit<'_>) -> Result<()> {
    let json = r#"{ "name": "Al", "age": "x", "floor": 1, "photo": "/wA=", "roles": ["a", "b"], "scores": { "en": 1 },
        "home": { "city": "Oslo", "next": { "next": {} } }, "office": {}, "created": "2026-01-31T12:00:00Z",
        "detail": { "@type": "type.googleapis.com/demo.Address", "city": "Rom" }, "nmae": 1 }"#;
    open(page, "{}")?;
    page.click("tab", "JSON")?;
    page.paste("Message JSON", json)?;
    page.click("tab", "Form")?;
    page.until("what is no field has a row", "return wl.one('button', 'Remove nmae');", &[])?;
    page.click("button", "next")?;
    is_accessible(page, "with the form")?;
    page.resize(390, 844)?;
    page.click("tab", "Message")?;
    let wide = page.script(
        "const form = wl.one('form', 'Message form');
         return form.scrollWidth > form.clientWidth ? `${form.scrollWidth} in ${form.clientWidth}` : null;",
        &[],
    )?;
    assert!(wide.is_null(), "the form scrolls sideways: {wide}");
    page.resize(1440, 900)
}
