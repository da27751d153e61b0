//! The size lab: what it shows of a message, and that an advice changes schema and message, and is taken back.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::keys;
use wirelens_browser_tests::runner::Visit;

use crate::access::is_accessible;
use crate::work::{self, has_no_problem, shows_bytes, shows_json, shows_text};

wirelens_browser_tests::tests![
    what_each_byte_is_for_adds_up,
    an_advice_changes_the_schema_and_is_taken_back,
    an_enum_takes_the_json_along,
    messages_a_second_are_traffic_and_are_kept,
    the_lab_is_accessible_and_fits_a_phone,
];

const SCHEMA: &str = "syntax = \"proto3\";\n\nmessage Reading {\n  int32 delta = 1;\n  string state = 2;\n}\n";
const JSON: &str = "{\"delta\": -3, \"state\": \"idle\"}";
/// By hand: -3 as a varint of ten bytes, then the text.
const HEX: &str = "08 fd ff ff ff ff ff ff ff ff 01 12 04 69 64 6c 65";

fn open(page: &Visit<'_>) -> Result<()> {
    work::open(page, &work::workspace(&[("a.proto", SCHEMA)], "Reading", JSON))?;
    shows_bytes(page, HEX)?;
    open_lab(page)
}

fn open_lab(page: &Visit<'_>) -> Result<()> {
    page.click("button", "Size lab…")?;
    page.until("it was measured", "return !!wl.one('region', 'Measurements');", &[]).map(drop)
}

/// Waits until the table of this name has a row that reads like this.
fn has_row(page: &Visit<'_>, table: &str, row: &str) -> Result<()> {
    page.until(
        &format!("“{table}” has the row “{row}”"),
        "const [table, row] = arguments;
         return [...(wl.one('table', table)?.rows ?? [])].some((found) => wl.text(found).replaceAll('\\u2009', '') === row);",
        &[json!(table), json!(row)],
    )
    .map(drop)
}

fn what_each_byte_is_for_adds_up(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    has_row(page, "Protobuf by role", "tag 2 B 12 %")?;
    has_row(page, "Protobuf by role", "length 1 B 6 %")?;
    has_row(page, "Protobuf by role", "payload 14 B 82 %")?;
    has_row(page, "JSON by role", "keys 10 B 37 %")?;
    has_row(page, "Compressed sizes", "JSON 27 B 47 B 31 B")?;
    // Field, tag, length, payload, all; keys, quotes, punctuation, text, digits, words, all; values.
    has_row(page, "Bytes by field and role", "state 1 1 4 6 5 4 2 4 – – 15 1")?;
    page.until(
        "a role has a colour of its own, and most have a pattern, too",
        "const swatches = [...wl.one('table', 'JSON by role').querySelectorAll('svg')];
         return new Set(swatches.map((it) => getComputedStyle(it.querySelector('.role')).fill)).size === 6
             && new Set(swatches.map((it) => getComputedStyle(it.querySelector('.over') ?? it).fill)).size === 6;",
        &[],
    )?;
    page.until(
        "the picture says the same",
        "return [...document.querySelectorAll('dialog svg[role=img]')].some(
             (picture) => picture.getAttribute('aria-label') === 'Protobuf, 17 B: tag 2 B, length 1 B, payload 14 B');",
        &[],
    )
    .map(drop)
}

fn an_advice_changes_the_schema_and_is_taken_back(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    page.click("button", "Apply delta: sint32 instead of int32")?;
    page.until(
        "both sizes are told",
        "return wl.notice().replaceAll('\\u2009', '').includes('Applied. delta: sint32 instead of int32: 17 B → 8 B (−9 B, 53 %)');",
        &[],
    )?;
    page.until(
        "the lab is of the new schema",
        "return wl.fresh() && !wl.one('button', 'Apply delta: sint32 instead of int32');",
        &[],
    )?;
    shows_bytes(page, "08 05 12 04 69 64 6c 65")?;
    page.until("the way back has the focus", "return document.activeElement?.textContent === 'Undo';", &[])?;
    page.type_keys(keys::ENTER)?;
    page.find("button", "Apply delta: sint32 instead of int32")?;
    page.type_keys(keys::ESCAPE)?;
    page.until("the lab is closed", "return !document.querySelector('dialog');", &[])?;
    shows_text(page, "Schema", SCHEMA)?;
    shows_bytes(page, HEX)
}

fn an_enum_takes_the_json_along(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    page.click("button", "Apply state: an enum instead of string")?;
    page.until("both sizes are told", "return wl.notice().includes('17 B → 13 B');", &[])?;
    page.click("button", "Close")?;
    shows_json(page, &json!({ "delta": -3, "state": "STATE_IDLE" }))?;
    page.until(
        "the enum is declared",
        "const text = wl.code('Schema'); return text.includes('enum State {') && text.includes('State state = 2;');",
        &[],
    )?;
    has_no_problem(page)?;
    shows_bytes(page, "08 fd ff ff ff ff ff ff ff ff 01 10 01")
}

fn messages_a_second_are_traffic_and_are_kept(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    has_row(page, "Traffic", "Protobuf 136 kbit/s 1.47 GB 44.1 GB")?;
    page.script("wl.one('spinbutton', 'Messages a second').select();", &[])?;
    page.type_keys("10")?;
    has_row(page, "Traffic", "Protobuf 1.36 kbit/s 14.7 MB 441 MB")?;
    page.until("it is saved", "return !!localStorage.length;", &[])?;
    page.type_keys(keys::ESCAPE)?;
    page.reload()?;
    open_lab(page)?;
    has_row(page, "Traffic", "Protobuf 1.36 kbit/s 14.7 MB 441 MB")
}

fn the_lab_is_accessible_and_fits_a_phone(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    for theme in ["light", "dark"] {
        page.prefer(theme)?;
        is_accessible(page, theme)?;
    }
    page.resize(390, 844)?;
    page.until(
        "nothing but tables that scroll by themselves is wider than the screen",
        "const dialog = document.querySelector('dialog');
         return dialog.getBoundingClientRect().right <= innerWidth
             && [...dialog.querySelectorAll('.scroll, .tips, .bar')].every((part) => part.scrollWidth <= part.clientWidth + 1);",
        &[],
    )
    .map(drop)
}
