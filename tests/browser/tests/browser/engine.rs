//! The worker: what it is spared, what it survives, what happens when it does not.

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::fmt::Write as _;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;
use wirelens_browser_tests::site;

use crate::work::{self, HEX, JSON, SCHEMA, has_no_problem, has_problem, shows_bytes, shows_text};

wirelens_browser_tests::tests![
    a_hostile_schema_is_answered,
    an_engine_that_runs_out_of_stack_is_told_and_works_again,
    an_engine_that_falls_silent_is_told_and_works_again,
    what_was_typed_while_the_engine_was_stuck_is_answered_by_the_next,
    five_megabytes_of_json_leave_the_page_responsive,
    five_megabytes_of_payload_leave_the_page_responsive,
    quick_edits_end_with_the_last,
    a_browser_without_wasm_gets_a_sentence,
    an_app_that_does_not_arrive_gets_a_sentence,
    an_engine_that_does_not_arrive_gets_a_sentence,
];

const FIVE_MEGABYTES: usize = 5 << 20;

/// How long the page may be deaf at a time while it swallows five megabytes, in milliseconds, whatever the browser itself
/// needs for a text of that length.
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

/// `own` is what the browser itself needs, in milliseconds.
fn stayed_responsive(page: &Page<'_>, own: f64) -> Result<()> {
    let gap = page.script("return window.testGap;", &[])?.as_f64().unwrap_or(f64::MAX);
    anyhow::ensure!(gap < DEAF + own, "the page was deaf for {gap:.0} ms; the browser alone takes {own:.0} ms");
    Ok(())
}

/// How long the browser takes to lay such a text out in a field without any page around, in milliseconds.
fn bare_layout(page: &Page<'_>, text: &str) -> Result<f64> {
    let took = page.script(
        "const field = document.body.appendChild(document.createElement('textarea'));
         const start = performance.now();
         field.value = arguments[0];
         void field.scrollHeight;
         const took = performance.now() - start;
         field.remove();
         return took;",
        &[json!(text)],
    )?;
    took.as_f64().ok_or_else(|| anyhow::anyhow!("no time was measured"))
}

/// Waits until the page says that the engine was restarted, and why.
fn is_told(page: &Page<'_>, why: &str) -> Result<()> {
    page.until(
        &format!("it says that the engine {why} and was restarted"),
        "return wl.notice().includes(arguments[0]) && wl.notice().includes('restarted')
             && wl.notice().includes('Your text is untouched');",
        &[json!(why)],
    )
    .map(drop)
}

/// Waits until the engine answers anew.
fn works_again(page: &Page<'_>) -> Result<()> {
    page.paste("Message JSON", "{\"age\": 5}")?;
    shows_bytes(page, "10 05")?;
    has_no_problem(page)
}

/// Waits until the sentence about the loss is gone: it was about a text that is no longer there.
fn is_forgotten(page: &Page<'_>) -> Result<()> {
    page.until("nothing is said any more", "return !wl.notice().includes('restarted');", &[]).map(drop)
}

/// Options by the last of very many extensions: who looks for it from the first, for each field again, never ends.
fn hostile() -> String {
    let mut text = String::from(HOSTILE_HEAD);
    text.push_str("extend google.protobuf.FieldOptions {\n");
    for at in 0..60_000 {
        let _ = writeln!(text, "optional int32 o{at:x}={};", at + 50_000);
    }
    text.push_str("}\nmessage Hostile {\n");
    for at in 0..50_000 {
        let _ = writeln!(text, "optional int32 f{at:x}={}[(oea5f)=1];", at + 20_000);
    }
    text + "}\n"
}

const HOSTILE_HEAD: &str = "syntax = \"proto2\";\nimport \"google/protobuf/descriptor.proto\";\n";

fn a_hostile_schema_is_answered(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Schema", &hostile())?;
    // The engine has read all of it: the message's type, which was declared before, is not there any more.
    has_problem(page, "message.json:", "demo.User")?;
    page.until("the text is untouched", "return wl.code('Schema').startsWith(arguments[0]);", &[json!(HOSTILE_HEAD)])?;
    // What was kept does not lock its owner out.
    page.post("/refresh", &json!({}))?;
    has_problem(page, "message.json:", "demo.User")?;
    page.until("the text is kept", "return wl.code('Schema').startsWith(arguments[0]);", &[json!(HOSTILE_HEAD)])?;
    page.paste("Schema", SCHEMA)?;
    shows_bytes(page, HEX)?;
    has_no_problem(page)
}

fn an_engine_that_runs_out_of_stack_is_told_and_works_again(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.script_in_worker("setTimeout(function deeper() { deeper(); })")?;
    is_told(page, "ran out of stack or memory")?;
    shows_text(page, "Schema", SCHEMA)?;
    shows_text(page, "Message JSON", JSON)?;
    works_again(page)?;
    is_forgotten(page)
}

fn an_engine_that_falls_silent_is_told_and_works_again(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.script_in_worker("self.onmessage = null")?;
    page.paste("Message JSON", "{\"age\": 4}")?;
    is_told(page, "took longer than ten seconds")?;
    shows_text(page, "Message JSON", "{\"age\": 4}")?;
    works_again(page)
}

fn what_was_typed_while_the_engine_was_stuck_is_answered_by_the_next(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.script_in_worker("self.onmessage = null")?;
    page.paste("Message JSON", "{\"age\": 4}")?;
    page.paste("Message JSON", "{\"age\": 6}")?;
    is_told(page, "took longer than ten seconds")?;
    // Not a key more: the newest text is not the one the engine was stuck on.
    shows_bytes(page, "10 06")
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
    stayed_responsive(page, 0.0)?;
    page.paste("Message JSON", JSON)?;
    shows_bytes(page, HEX)
}

fn five_megabytes_of_payload_leave_the_page_responsive(page: &Visit<'_>) -> Result<()> {
    // The user of the other tests, 218,453 times: five megabytes of base64.
    let user = b"\x0a\x05Alice\x10\xac\x02\x1a\x06\x0a\x04Oslo";
    let count = FIVE_MEGABYTES * 3 / 4 / user.len();
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    let text = STANDARD.encode(user.repeat(count));
    let own = bare_layout(page, &text)?;
    watch_frames(page)?;
    page.paste("Payload", &text)?;
    page.until(
        "the bytes are there, and the page knows how many",
        "return wl.fresh() && wl.bytes().includes(arguments[0])
             && wl.notice().replace(/\\s/g, '').includes(`${arguments[1]}B,frombase64`);",
        &[json!(HEX), json!(count * user.len())],
    )?;
    stayed_responsive(page, own)?;
    // The end is as near as the beginning.
    page.script("wl.one('grid', 'Bytes').focus();", &[])?;
    page.type_keys(&format!("{}{}", keys::CONTROL, keys::HOME))?;
    page.until(
        "the first byte is chosen",
        "return document.querySelector('[data-offset=\"0\"]')?.ariaSelected === 'true';",
        &[],
    )?;
    page.type_keys(&format!("{}{}", keys::CONTROL, keys::END))?;
    page.until(
        "the last byte is chosen and in sight",
        "const cell = document.querySelector(`[role=gridcell][data-offset='${arguments[0]}']`);
         if (cell?.ariaSelected !== 'true') return false;
         const [box, grid] = [cell, wl.one('grid', 'Bytes')].map((element) => element.getBoundingClientRect());
         return box.top >= grid.top && box.bottom <= grid.bottom;",
        &[json!(count * user.len() - 1)],
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
