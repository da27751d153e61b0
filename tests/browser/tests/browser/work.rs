//! What the tests work on: a small workspace, and what the engine says of it when it is asked natively.

use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};
use wirelens::analysis::{Input, Payload, analyze};
use wirelens::text::File;
use wirelens::workspace::to_link;
use wirelens_browser_tests::page::Page;

/// Two messages; every wire type but the fixed ones.
pub const SCHEMA: &str = r#"syntax = "proto3";

package demo;

message User {
  string name = 1;
  int32 age = 2;
  Address home = 3;
}

message Address {
  string city = 1;
}
"#;

/// Encodes as [`HEX`].
pub const JSON: &str = r#"{
  "name": "Alice",
  "age": 300,
  "home": { "city": "Oslo" }
}"#;

/// Offsets: name 0 to 6, age 7 to 9, home 10 to 17 with city in 12 to 17. By hand, not by the engine.
pub const HEX: &str = "0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f";

/// A workspace of these files with a message.
pub fn workspace(files: &[(&str, &str)], root: &str, json: &str) -> Input {
    let file = |&(name, text): &(&str, &str)| File { name: name.to_owned(), text: text.to_owned() };
    let files = files.iter().map(file).collect();
    Input { files, root: root.to_owned(), payload: Payload::Json(json.to_owned()), ..Input::default() }
}

/// The small workspace: `user.proto` and a user.
pub fn user() -> Input {
    workspace(&[("user.proto", SCHEMA)], "demo.User", JSON)
}

/// Opens a workspace by its link, the way from outside that takes any.
pub fn open(page: &Page<'_>, input: &Input) -> Result<()> {
    let link = to_link(input, 0).map_err(|error| anyhow!("no link: {error}"))?;
    page.open(&format!("#/s/{link}"))?;
    page.click("button", "Dismiss")
}

/// Opens the small workspace and waits until its bytes are there.
pub fn open_user(page: &Page<'_>) -> Result<()> {
    open(page, &user())?;
    shows_bytes(page, HEX)
}

/// Waits until the grid shows these bytes, as hex with spaces, and is up to date.
pub fn shows_bytes(page: &Page<'_>, hex: &str) -> Result<()> {
    page.until(&format!("the bytes are {hex}"), "return wl.fresh() && wl.bytes() === arguments[0];", &[json!(hex)])
        .map(drop)
}

/// Waits until a problem reads like this: its start, and a part of the rest.
pub fn has_problem(page: &Page<'_>, start: &str, part: &str) -> Result<()> {
    page.until(
        &format!("a problem starts with “{start}” and has “{part}” in it"),
        "const [start, part] = arguments;
         return wl.problems().some((text) => text.startsWith(start) && text.includes(part));",
        &[json!(start), json!(part)],
    )
    .map(drop)
}

/// Waits until the engine has looked at the newest text and found nothing to complain of; it may have hints.
pub fn has_no_problem(page: &Page<'_>) -> Result<()> {
    page.until(
        "there is no problem",
        "return wl.fresh() && wl.problems().every((problem) => /^\\S+ hint /.test(problem));",
        &[],
    )
    .map(drop)
}

/// Waits until an editor's text is this.
pub fn shows_text(page: &Page<'_>, editor: &str, text: &str) -> Result<()> {
    page.until(
        &format!("“{editor}” has the text"),
        "return wl.code(arguments[0]) === arguments[1];",
        &[json!(editor), json!(text)],
    )
    .map(drop)
}

/// Waits until the JSON editor's text means this.
pub fn shows_json(page: &Page<'_>, value: &Value) -> Result<()> {
    let same = "const sorted = (value) => Array.isArray(value) ? value.map(sorted)
                  : value && typeof value === 'object'
                  ? Object.entries(value).sort().map(([key, inner]) => [key, sorted(inner)]) : value;
                try { return JSON.stringify(sorted(JSON.parse(wl.code('Message JSON')))) ===
                      JSON.stringify(sorted(arguments[0])); } catch { return false; }";
    page.until(&format!("the JSON is {value}"), same, std::slice::from_ref(value)).map(drop)
}

/// The engine's bytes for an input, as the grid shows them.
pub fn engine_bytes(input: &Input) -> Result<String> {
    let content = analyze(input).content.context("the engine makes no bytes of it")?;
    Ok(hex(&content.bytes))
}

/// Bytes as the grid shows them.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

/// Waits until exactly these bytes are selected.
pub fn selected(page: &Page<'_>, offsets: &[u32]) -> Result<()> {
    page.until(
        &format!("the bytes {offsets:?} are selected"),
        "return wl.selected().join() === arguments[0].join();",
        &[json!(offsets)],
    )
    .map(drop)
}

/// The byte at an offset.
pub fn byte(page: &Page<'_>, offset: u32) -> Result<wirelens_browser_tests::webdriver::Element> {
    page.element(
        &format!("there is a byte {offset}"),
        "return document.querySelector(`[role=gridcell][data-offset='${arguments[0]}']`);",
        &[json!(offset)],
    )
}

/// The row of a field, by its name.
pub fn row(page: &Page<'_>, name: &str) -> Result<wirelens_browser_tests::webdriver::Element> {
    page.element(&format!("there is a row “{name}”"), "return wl.row(arguments[0]);", &[json!(name)])
}
