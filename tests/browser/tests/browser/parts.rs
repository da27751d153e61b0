//! The live parts of lessons: what they show, what may be changed in them, and the ways back and on.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;
use wirelens_browser_tests::site;

use crate::access::is_accessible;
use crate::work::shows_bytes;

wirelens_browser_tests::tests![
    a_message_is_edited_and_its_bytes_follow,
    each_byte_is_explained_by_mouse_and_keys,
    bits_are_turned_by_keys_without_an_engine,
    a_message_grows_by_the_slider,
    a_reader_of_another_version_is_edited,
    a_call_is_played_step_by_step,
];

const MESSAGE: &str = "A message and its bytes, to be changed";
const BITS: &str = "Bits to turn";
const SIZE: &str = "What a message takes as it grows";
const VERSIONS: &str = "Written by one version, read by another";
const CALL: &str = "A call, step by step";

/// Waits until a script's body is true with `part`, the first live part of that name, at hand.
fn until(page: &Page<'_>, part: &str, what: &str, body: &str) -> Result<()> {
    let script = format!("const part = wl.one('group', arguments[0]); return part && (() => {{ {body} }})();");
    page.until(&format!("{part}: {what}"), &script, &[json!(part)]).map(drop)
}

/// Clicks the button of that name in a live part.
fn press(page: &Page<'_>, part: &str, button: &str) -> Result<()> {
    let element = page.element(
        &format!("{part} has a button “{button}”"),
        "const part = wl.one('group', arguments[0]); return part && wl.one('button', arguments[1], part);",
        &[json!(part), json!(button)],
    )?;
    page.click_on(&element)
}

/// Gives the focus to what a script's body finds in a live part, the first of that name.
fn focus(page: &Page<'_>, part: &str, body: &str) -> Result<()> {
    let script = format!("const part = wl.one('group', arguments[0]); return part && (() => {{ {body} }})();");
    let element = page.element(&format!("{part} has something to focus"), &script, &[json!(part)])?;
    page.script("arguments[0].focus();", &[element.argument()]).map(drop)
}

/// The bytes of a strip are these.
fn has_bytes(page: &Page<'_>, part: &str, hex: &str) -> Result<()> {
    let body = format!(
        "return wl.fresh() && wl.all('option', null, wl.one('listbox', 'Bytes', part)).map(wl.text).join(' ') === '{hex}';"
    );
    until(page, part, &format!("the bytes are {hex}"), &body)
}

fn a_message_is_edited_and_its_bytes_follow(page: &Visit<'_>) -> Result<()> {
    page.open("#/learn/tags")?;
    let first = "08 07 12 02 41 6c 85 01 00 00 c0 3f";
    has_bytes(page, MESSAGE, first)?;
    page.paste("Message JSON", "{\"id\": 150}")?;
    has_bytes(page, MESSAGE, "08 96 01")?;
    until(
        page,
        MESSAGE,
        "both sizes",
        "return /Protobuf 3 B JSON 10 B/.test(wl.text(wl.one('table', 'Sizes', part)));",
    )?;
    page.paste("Schema", "syntax = \"proto3\"; message Player { sint32 id = 2; }")?;
    has_bytes(page, MESSAGE, "10 ac 02")?;
    // What can't be read leaves the bytes before it, and says where it is wrong.
    page.paste("Message JSON", "{\"no\": 1}")?;
    until(
        page,
        MESSAGE,
        "the problem",
        "return wl.text(wl.one('list', 'Problems', part)).startsWith('message.json:1:2 error');",
    )?;
    until(
        page,
        MESSAGE,
        "the old bytes",
        "return part.querySelector('.stale') && wl.text(part).includes('10 ac 02');",
    )?;
    is_accessible(page, "a live part with a problem")?;
    press(page, MESSAGE, "Reset")?;
    has_bytes(page, MESSAGE, first)?;
    until(
        page,
        MESSAGE,
        "the old schema",
        "return wl.code('Schema').includes('float score = 16;') && !wl.one('button', 'Reset', part);",
    )?;
    page.paste("Message JSON", "{\"id\": 150}")?;
    has_bytes(page, MESSAGE, "08 96 01")?;
    press(page, MESSAGE, "Try it")?;
    shows_bytes(page, "08 96 01")
}

fn each_byte_is_explained_by_mouse_and_keys(page: &Visit<'_>) -> Result<()> {
    page.open("#/learn/tags")?;
    let says = |part: &str| {
        let body = format!("return wl.text(part.querySelector('.part')).includes({});", json!(part));
        until(page, MESSAGE, part, &body)
    };
    focus(page, MESSAGE, "return wl.one('listbox', 'Bytes', part);")?;
    says("tag of id")?;
    page.type_keys(keys::RIGHT)?;
    says("id = 7")?;
    page.type_keys(keys::DOWN)?;
    says("tag of name")?;
    page.type_keys(keys::DOWN)?;
    says("length of name")?;
    let byte = page.element(
        "there is a byte of the score",
        "return wl.all('option', null, wl.one('listbox', 'Bytes', wl.one('group', arguments[0])))[9];",
        &[json!(MESSAGE)],
    )?;
    page.hover(&byte)?;
    says("score = 1.5")
}

fn bits_are_turned_by_keys_without_an_engine(page: &Visit<'_>) -> Result<()> {
    let server = site::serve_without("worker_boot.js")?;
    // The console tells of the missing file, as it should: a browser whose complaints nobody asks for.
    let profile = page.stranger()?;
    let page = &Page::new(&profile, &server.url);
    page.open("#/learn/tags")?;
    let value = |text: &str| {
        let body = format!("return wl.one('textbox', 'Tag', part).value === '{text}';");
        until(page, BITS, text, &body)
    };
    value("2 LEN")?;
    focus(page, BITS, "return wl.one('button', 'byte 0, bit 7: another byte follows', part);")?;
    // 0 0010 010: the lowest bit of the number, then the highest that a byte has room for.
    page.type_keys(&keys::RIGHT.repeat(4))?;
    page.type_keys(" ")?;
    value("3 LEN")?;
    page.type_keys(keys::HOME)?;
    page.type_keys(" ")?;
    until(page, BITS, "a second byte", "return wl.all('group', 'byte 1', part).length === 1;")?;
    until(page, BITS, "what is odd", "return wl.text(part).includes('no encoder writes it');")?;
    page.type_keys(keys::END)?;
    page.type_keys(" ")?;
    value("19 LEN")?;
    is_accessible(page, "bits")?;
    focus(page, BITS, "return wl.one('textbox', 'Tag', part);")?;
    page.paste("Tag", "16 NONE")?;
    page.type_keys(keys::ENTER)?;
    until(page, BITS, "the refusal", "return wl.text(part).includes('expected a field number and a wire type');")?;
    page.paste("Tag", "16 varint")?;
    page.type_keys(keys::ENTER)?;
    value("16 VARINT")?;
    until(page, BITS, "the bytes", "return wl.text(part).includes('80 01');")?;
    press(page, BITS, "Reset")?;
    value("2 LEN")
}

fn a_message_grows_by_the_slider(page: &Visit<'_>) -> Result<()> {
    page.open("#/learn/why-grpc")?;
    focus(page, SIZE, "return part.querySelector('input[type=range]');")?;
    page.type_keys(keys::HOME)?;
    until(page, SIZE, "one item", "return part.querySelector('input').ariaValueText === '1';")?;
    page.type_keys(keys::END)?;
    until(
        page,
        SIZE,
        "the longest, in bars and in the table",
        "part.querySelector('details').open = true;
         const rows = [...wl.one('table', 'Sizes by length', part).tBodies[0].rows];
         const last = wl.text(rows.at(-1).cells[1]);
         return rows.at(-1).className === 'me' && wl.text(wl.one('table', 'Sizes', part)).startsWith(`Protobuf ${last} B`);",
    )
}

fn a_reader_of_another_version_is_edited(page: &Visit<'_>) -> Result<()> {
    page.open("#/learn/changing")?;
    let row = |field: &str, says: &str| {
        let body = format!(
            "const rows = [...wl.one('table', 'What becomes of each field', part).tBodies[0].rows].map(wl.text);
             return wl.fresh() && rows.some((row) => row.startsWith('{field} ') && row.includes('{says}'));"
        );
        until(page, VERSIONS, &format!("{field}: {says}"), &body)
    };
    row("currency", "unknown, kept")?;
    page.paste(
        "Reader's schema",
        "syntax = \"proto3\"; message Payment { string order_id = 1; sint32 cents = 2; string in = 3; }",
    )?;
    row("cents", "read otherwise")?;
    row("currency", "renamed")?;
    is_accessible(page, "two versions")?;
    press(page, VERSIONS, "Reset")?;
    row("currency", "unknown, kept")
}

fn a_call_is_played_step_by_step(page: &Visit<'_>) -> Result<()> {
    page.open("#/learn/four-kinds")?;
    until(page, CALL, "how it ended", "return /OK/.test(wl.text(part.querySelector('.ending')));")?;
    press(page, CALL, "To the beginning")?;
    press(page, CALL, "Step forward")?;
    until(page, CALL, "the first event", "return wl.text(part.querySelector('.part')).startsWith('Event 1.');")?;
    focus(page, CALL, "return wl.one('listbox', 'Events', part);")?;
    page.type_keys(keys::DOWN)?;
    until(page, CALL, "the second", "return wl.text(part.querySelector('.part')).startsWith('Event 2.');")?;
    is_accessible(page, "a call")?;
    press(page, CALL, "Try it")?;
    page.until(
        "the page of calls has the script",
        "return location.hash === '#/calls' && wl.text(wl.one('main')).includes('delivery.DeliveryService/');",
        &[],
    )
    .map(drop)
}
