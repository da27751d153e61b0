//! The worker: what it is spared, what it survives, what happens when it does not.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;
use wirelens_browser_tests::site;

use crate::work::{self, HEX, JSON, SCHEMA, has_no_problem, shows_bytes, shows_text};

wirelens_browser_tests::tests![
    a_lost_engine_is_told_and_works_again,
    five_megabytes_of_json_leave_the_page_responsive,
    five_megabytes_of_payload_leave_the_page_responsive,
    quick_edits_end_with_the_last,
    a_browser_without_wasm_gets_a_sentence,
    an_app_that_does_not_arrive_gets_a_sentence,
    an_engine_that_does_not_arrive_gets_a_sentence,
];

const FIVE_MEGABYTES: usize = 5 << 20;

/// How long the page may be deaf at a time while it swallows five megabytes, in milliseconds.
const DEAF: f64 = 3000.0;

/// Has the page write down the longest time between two frames from now on.
fn watch_frames(page: &Page<'_>) -> Result<()> {
    page.script(
        "window.testGap = 0;
         let last = performance.now();
         const look = (now) => { window.testGap = Math.max(window.testGap, now - last); last = now; requestAnimationFrame(look); };
         requestAnimationFrame((now) => { last = now; look(now); });",
        &[],
    )
    .map(drop)
}

fn stayed_responsive(page: &Page<'_>) -> Result<()> {
    let gap = page.script("return window.testGap;", &[])?.as_f64().unwrap_or(f64::MAX);
    anyhow::ensure!(gap < DEAF, "the page was deaf for {gap:.0} ms");
    Ok(())
}

fn a_lost_engine_is_told_and_works_again(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let hostile = hostile();
    page.paste("Schema", &hostile)?;
    page.until("it says that the engine was restarted", "return wl.notice().includes('restarted');", &[])?;
    page.until(
        "the text is untouched",
        "return wl.code('Schema').startsWith(arguments[0]);",
        &[json!(&hostile[..40])],
    )?;
    page.paste("Schema", SCHEMA)?;
    shows_bytes(page, HEX)?;
    page.paste("Message JSON", "{\"age\": 5}")?;
    shows_bytes(page, "10 05")?;
    has_no_problem(page)
}

fn hostile() -> String {
    String::from(SCHEMA)
}

fn five_megabytes_of_json_leave_the_page_responsive(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    watch_frames(page)?;
    page.paste("Message JSON", &format!("{{\"name\": \"{}\"}}", "x".repeat(FIVE_MEGABYTES)))?;
    page.until(
        "the bytes begin as they should",
        "return wl.fresh() && wl.bytes().startsWith('0a 80 80 c0 02 78 78');",
        &[],
    )?;
    stayed_responsive(page)?;
    page.paste("Message JSON", JSON)?;
    shows_bytes(page, HEX)
}

fn five_megabytes_of_payload_leave_the_page_responsive(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    watch_frames(page)?;
    // Ages, as hex: `10 01`, a little less than two million times.
    page.paste("Payload", &"1001".repeat(FIVE_MEGABYTES / 4))?;
    page.until(
        "the bytes begin as they should",
        "return wl.fresh() && wl.bytes().startsWith('10 01 10 01 10 01');",
        &[],
    )?;
    page.until(
        "the grid knows how many there are",
        "return wl.text(document.body).replace(/[\\s,.\\u202f']/g, '').includes(String(arguments[0]));",
        &[json!(FIVE_MEGABYTES / 2)],
    )?;
    stayed_responsive(page)?;
    // The end is as near as the beginning.
    page.click_on(&work::byte(page, 0)?)?;
    page.type_keys(&format!("{}{}", keys::CONTROL, keys::END))?;
    page.until(
        "the last byte is chosen and in sight",
        "return document.querySelector(`[role=gridcell][data-offset='${arguments[0]}']`)?.ariaSelected === 'true';",
        &[json!(FIVE_MEGABYTES / 2 - 1)],
    )?;
    page.paste("Payload", "10 01")?;
    shows_bytes(page, "10 01")
}

fn quick_edits_end_with_the_last(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.script(
        "const editor = wl.one('textbox', 'Message JSON');
         editor.focus();
         for (let age = 1; age <= 60; age++) {
           document.getSelection().selectAllChildren(editor);
           const clipboardData = new DataTransfer();
           clipboardData.setData('text/plain', `{\"age\": ${age}}`);
           editor.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', code: 'KeyA', keyCode: 65, ctrlKey: true, bubbles: true }));
           editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
         }",
        &[],
    )?;
    shows_text(page, "Message JSON", "{\"age\": 60}")?;
    shows_bytes(page, "10 3c")
}

fn a_browser_without_wasm_gets_a_sentence(page: &Visit<'_>) -> Result<()> {
    let profile = page.stranger()?;
    profile
        .devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": "delete globalThis.WebAssembly;" }))?;
    told(&Page::new(&profile, &page.url), "no WebAssembly")
}

fn an_app_that_does_not_arrive_gets_a_sentence(page: &Visit<'_>) -> Result<()> {
    without(page, "app_bg.wasm", "could not be loaded")
}

fn an_engine_that_does_not_arrive_gets_a_sentence(page: &Visit<'_>) -> Result<()> {
    without(page, "worker_boot.js", "engine could not be loaded")
}

/// A site whose host has lost a file says so.
fn without(page: &Visit<'_>, file: &str, part: &str) -> Result<()> {
    let server = site::serve_without(file)?;
    // The console tells of the missing file, as it should: a browser whose complaints nobody asks for.
    let profile = page.stranger()?;
    told(&Page::new(&profile, &server.url), part)
}

/// Loads the page and waits until it says this.
fn told(page: &Page<'_>, part: &str) -> Result<()> {
    page.post("/url", &json!({ "url": page.url }))?;
    page.until(&format!("it says “{part}”"), "return wl.text(document.body).includes(arguments[0]);", &[json!(part)])
        .map(drop)
}
