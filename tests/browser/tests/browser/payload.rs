//! Bytes that someone brings: pasted as hex or base64, or opened as a file.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::keys;
use wirelens_browser_tests::runner::Visit;
use wirelens_browser_tests::site;

use crate::work::{self, HEX, has_no_problem, has_problem, shows_bytes, shows_json};

wirelens_browser_tests::tests![
    pasted_base64_is_decoded_into_json,
    pasted_hex_is_decoded_into_json,
    an_odd_number_of_hex_digits_is_a_problem_with_its_place,
    truncated_bytes_are_a_problem_and_the_rest_is_shown,
    a_file_is_opened,
    the_source_edited_last_is_the_one_that_counts,
    a_link_opened_over_a_kept_payload_shows_its_own_json,
    bytes_without_a_schema_are_read_all_the_same,
    a_short_payload_behind_a_long_one_is_in_sight,
];

fn user_json() -> serde_json::Value {
    json!({ "name": "Alice", "age": 300, "home": { "city": "Oslo" } })
}

fn pasted_base64_is_decoded_into_json(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{}")?;
    page.click("tab", "Payload")?;
    page.paste("Payload", "CgVBbGljZRCsAhoGCgRPc2xv")?;
    shows_bytes(page, HEX)?;
    page.click("tab", "JSON")?;
    shows_json(page, &user_json())?;
    has_no_problem(page)
}

fn pasted_hex_is_decoded_into_json(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{}")?;
    page.click("tab", "Payload")?;
    page.paste("Payload", "0a05416c696365 10ac02 1a060a044f736c6f")?;
    shows_bytes(page, HEX)?;
    page.click("tab", "JSON")?;
    shows_json(page, &user_json())
}

fn an_odd_number_of_hex_digits_is_a_problem_with_its_place(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    page.paste("Payload", "0a 05 41 6c 69 63 6")?;
    has_problem(page, "payload:1:19 error ", "")?;
    page.paste("Payload", "0a 05 41 6c 69 63 65")?;
    has_no_problem(page)
}

fn truncated_bytes_are_a_problem_and_the_rest_is_shown(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    // The address says six bytes and has three.
    page.paste("Payload", "0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f")?;
    has_problem(page, "payload:1:", "error")?;
    shows_bytes(page, "0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f")?;
    page.until(
        "what could be read is there, and what was cut short is marked",
        "const row = (text) => wl.all('treeitem').find((row) => wl.text(row).includes(text));
         return row('Alice') && row('300') && row('city')?.querySelector('.prob');",
        &[],
    )?;
    page.click("tab", "JSON")?;
    // Of the city's four bytes one is there.
    shows_json(page, &json!({ "name": "Alice", "age": 300, "home": { "city": "O" } }))
}

fn a_file_is_opened(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{}")?;
    page.click("tab", "Payload")?;
    page.find("button", "Open file")?;
    let file = site::scratch()?.join("user.bin");
    std::fs::write(&file, b"\x0a\x05Alice\x10\xac\x02\x1a\x06\x0a\x04Oslo")?;
    let input = page.element("there is a file input", "return document.getElementById('payload-file');", &[])?;
    page.tell(&input, "value", &json!({ "text": file.to_string_lossy() }))?;
    shows_bytes(page, HEX)?;
    page.until("it says where they come from", "return document.body.innerText.includes('user.bin');", &[])?;
    page.click("tab", "JSON")?;
    shows_json(page, &user_json())
}

fn the_source_edited_last_is_the_one_that_counts(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    page.paste("Payload", "10 01")?;
    shows_bytes(page, "10 01")?;
    page.click("tab", "JSON")?;
    shows_json(page, &json!({ "age": 1 }))?;
    page.paste("Message JSON", r#"{"age": 2}"#)?;
    shows_bytes(page, "10 02")?;
    page.click("tab", "Payload")?;
    page.until("the payload follows", "return wl.one('textbox', 'Payload')?.value.replace(/\\s/g, '') === '1002';", &[])
        .map(drop)
}

fn a_link_opened_over_a_kept_payload_shows_its_own_json(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    page.paste("Payload", "10 01")?;
    shows_bytes(page, "10 01")?;
    page.reload()?;
    shows_bytes(page, "10 01")?;
    work::open_user(page)?;
    page.click("tab", "JSON")?;
    shows_json(page, &user_json())
}

fn bytes_without_a_schema_are_read_all_the_same(page: &Visit<'_>) -> Result<()> {
    work::open(page, &work::workspace(&[("empty.proto", "syntax = \"proto3\";\n")], "", "{}"))?;
    page.click("tab", "Payload")?;
    page.paste("Payload", HEX)?;
    shows_bytes(page, HEX)?;
    page.until(
        "the fields are there by number",
        "const rows = wl.all('treeitem').map(wl.text);
         return rows.some((row) => row.includes('Alice')) && rows.some((row) => row.includes('300'));",
        &[],
    )
    .map(drop)
}

fn a_short_payload_behind_a_long_one_is_in_sight(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    page.paste("Payload", &"1001".repeat(20_000))?;
    page.until("it is there", "return wl.fresh() && wl.bytes().startsWith('10 01 10 01');", &[])?;
    page.script("wl.one('grid', 'Bytes').focus();", &[])?;
    page.type_keys(&format!("{}{}", keys::CONTROL, keys::END))?;
    page.until("its end is in sight", "return wl.offsets('').includes(39_999);", &[])?;
    page.paste("Payload", "10 05")?;
    shows_bytes(page, "10 05")?;
    page.until("its row is too", "return wl.text(wl.row('age') ?? document.createElement('p')).includes('5');", &[])
        .map(drop)
}
