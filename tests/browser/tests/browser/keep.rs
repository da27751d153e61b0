//! Nothing is lost: reloads, links, examples, storage that does not work.

use anyhow::{Context, Result};
use serde_json::json;
use wirelens::analysis::Payload;
use wirelens::examples;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, HEX, JSON, SCHEMA, has_no_problem, has_problem, shows_bytes, shows_text};

wirelens_browser_tests::tests![
    every_example_loads_without_a_problem_but_the_one_made_to_fail,
    a_reload_loses_nothing,
    a_link_shows_another_person_the_same,
    a_link_is_refused_when_it_was_damaged,
    an_example_can_be_undone,
    a_link_can_be_undone,
    full_storage_is_told,
    blocked_storage_is_told,
    a_damaged_saved_form_is_a_fresh_start,
    two_edits_in_a_row_are_both_kept_when_the_page_is_left_at_once,
];

fn every_example_loads_without_a_problem_but_the_one_made_to_fail(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    assert!(examples::all().len() >= 8);
    // The first is what the page starts with.
    for example in examples::all().iter().skip(1).chain(examples::all().first()) {
        page.choose("Examples", example.title)?;
        page.until(
            &format!("the files of {} are there", example.title),
            "return wl.all('tab', null, wl.one('tablist', 'Files')).length === arguments[0]
                 && wl.one('combobox', 'Examples').selectedOptions[0].text === arguments[1];",
            &[json!(example.files.len()), json!(example.title)],
        )?;
        if example.fails {
            has_problem(page, "", " error ")?;
        } else {
            let bytes = work::engine_bytes(&example.into())?;
            page.until(
                &format!("{} has the engine's bytes and no problem", example.title),
                // Some show on purpose what could be better.
                "const shown = wl.bytes();
                 const problems = wl.problems().filter((problem) => !/^\\S+ hint /.test(problem));
                 return wl.fresh() && problems.length === 0 && shown.length > 0
                     && (shown === arguments[0] || (shown.length > 600 && arguments[0].startsWith(shown)));",
                &[json!(bytes)],
            )?;
        }
    }
    Ok(())
}

fn a_reload_loses_nothing(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("button", "New file")?;
    page.paste("Schema", "syntax = \"proto3\";\n// mine\n")?;
    page.paste("Message JSON", r#"{"city": "Bergen"}"#)?;
    page.choose("Message type", "demo.Address")?;
    shows_bytes(page, "0a 06 42 65 72 67 65 6e")?;
    page.click("button", "Theme: auto")?;
    page.find("button", "Theme: dark")?;
    page.reload()?;
    shows_bytes(page, "0a 06 42 65 72 67 65 6e")?;
    shows_text(page, "Schema", "syntax = \"proto3\";\n// mine\n")?;
    shows_text(page, "Message JSON", r#"{"city": "Bergen"}"#)?;
    page.find("button", "Theme: dark")?;
    page.click("tab", "user.proto")?;
    shows_text(page, "Schema", SCHEMA)?;
    has_no_problem(page)
}

fn two_edits_in_a_row_are_both_kept_when_the_page_is_left_at_once(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", r#"{"age": 1}"#)?;
    page.paste("Message JSON", r#"{"age": 2}"#)?;
    page.reload()?;
    shows_text(page, "Message JSON", r#"{"age": 2}"#)?;
    shows_bytes(page, "10 02")
}

/// Presses "Share" and gives the link.
fn share(page: &Page<'_>) -> Result<String> {
    page.click("button", "Share")?;
    let link = page.until("there is a link", "return wl.one('textbox', 'Share link')?.value;", &[])?;
    Ok(link.as_str().context("a link is text")?.to_owned())
}

fn a_link_shows_another_person_the_same(page: &Visit<'_>) -> Result<()> {
    let second = "syntax = \"proto3\";\npackage demo;\n// <b>ünïcödé</b> 😀\nmessage Extra { int32 x = 1; }\n";
    let input = work::workspace(&[("user.proto", SCHEMA), ("dir/extra.proto", second)], "demo.User", JSON);
    work::open(page, &input)?;
    page.click("tab", "dir/extra.proto")?;
    page.paste("Message JSON", "{\"age\": 7}")?;
    shows_bytes(page, "10 07")?;
    page.devtools(
        "Browser.grantPermissions",
        &json!({ "origin": page.address().trim_end_matches('/'), "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] }),
    )?;
    let link = share(page)?;
    page.until(
        "it is copied",
        "return wl.notice().includes('Copied') || wl.text(document.body).includes('Copied');",
        &[],
    )?;
    assert!(link.starts_with(page.address()), "{link}");

    let profile = page.stranger()?;
    let other = Page::new(&profile, &page.url);
    other.open(link.strip_prefix(&other.url).context("the link is the page's")?)?;
    shows_bytes(&other, "10 07")?;
    shows_text(&other, "Message JSON", "{\"age\": 7}")?;
    // The file that was in front is in front.
    shows_text(&other, "Schema", second)?;
    other.click("tab", "user.proto")?;
    shows_text(&other, "Schema", SCHEMA)?;
    other.until("the type is the same", "return wl.one('combobox', 'Message type').value === 'demo.User';", &[])?;
    // It is theirs now: the address is the playground's, and a reload keeps it.
    other.until("the address is short again", "return location.hash === '#/';", &[])?;
    other.reload()?;
    shows_bytes(&other, "10 07")?;
    assert_eq!(other.complaints(page.address())?, Vec::<String>::new());
    Ok(())
}

fn a_link_is_refused_when_it_was_damaged(page: &Visit<'_>) -> Result<()> {
    let first = work::engine_bytes(&examples::all().first().context("an example")?.into())?;
    for (link, says) in
        [("#/s/1AAAA", "damaged"), ("#/s/", "damaged"), ("#/s/9abc", "later version"), ("#/s/1%00", "damaged")]
    {
        page.open(link)?;
        page.until(&format!("{link} is refused"), "return wl.notice().includes(arguments[0]);", &[json!(says)])?;
        shows_bytes(page, &first)?;
        has_no_problem(page)?;
    }
    // A part of a good link is as bad.
    let link = wirelens::workspace::to_link(&work::user(), 0).map_err(|error| anyhow::anyhow!("{error}"))?;
    page.open(&format!("#/s/{}", &link[..link.len() / 2]))?;
    page.until("half a link is refused", "return wl.notice().includes('damaged');", &[])?;
    shows_bytes(page, &first)
}

fn an_example_can_be_undone(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let login = examples::find("login").context("the example is there")?;
    page.choose("Examples", login.title)?;
    shows_bytes(page, &work::engine_bytes(&login.into())?)?;
    page.click("button", "Undo")?;
    shows_bytes(page, HEX)?;
    shows_text(page, "Schema", SCHEMA)?;
    shows_text(page, "Message JSON", JSON)?;
    // And the other way round.
    page.click("button", "Redo")?;
    shows_bytes(page, &work::engine_bytes(&login.into())?)
}

fn a_link_can_be_undone(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let mut other = work::user();
    other.payload = Payload::Json("{\"age\": 9}".into());
    let link = wirelens::workspace::to_link(&other, 0).map_err(|error| anyhow::anyhow!("{error}"))?;
    // In the same document: the fragment changes, as by a link in another program's window.
    page.script("location.hash = arguments[0];", &[json!(format!("#/s/{link}"))])?;
    shows_bytes(page, "10 09")?;
    page.click("button", "Undo")?;
    shows_bytes(page, HEX)
}

const TOLD: &str = "return wl.notice().includes(\"can't keep your work\");";

fn full_storage_is_told(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.script(
        "let piece = 'x'.repeat(1 << 20);
         for (let at = 0; piece.length > 0; at++) {
           try { localStorage.setItem(`filler${at}`, piece); } catch { piece = piece.slice(0, piece.length >> 1); }
         }",
        &[],
    )?;
    page.paste("Message JSON", &format!("{{\"name\": \"{}\"}}", "full".repeat(2000)))?;
    page.until("it says that the work is not kept", TOLD, &[])?;
    // And everything works on.
    page.paste("Message JSON", "{\"age\": 3}")?;
    shows_bytes(page, "10 03")
}

fn blocked_storage_is_told(page: &Visit<'_>) -> Result<()> {
    let profile = page.stranger()?;
    profile.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "Object.defineProperty(window, 'localStorage', {
            get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } });" }),
    )?;
    let other = Page::new(&profile, &page.url);
    other.open("#/")?;
    other.paste("Message JSON", "{\"age\": 3}")?;
    shows_bytes(&other, "10 03")?;
    other.until("it says that the work is not kept", TOLD, &[])?;
    assert_eq!(other.complaints(page.address())?, Vec::<String>::new());
    Ok(())
}

fn a_damaged_saved_form_is_a_fresh_start(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{\"age\": 3}")?;
    page.until("it is saved", "return localStorage.getItem('wirelens');", &[])?;
    // Away from the page, so that its leaving does not save again.
    page.open("#/learn")?;
    page.type_keys(keys::ESCAPE)?;
    page.script("localStorage.setItem('wirelens', '%%%');", &[])?;
    page.open("#/")?;
    page.until("it says so", "return wl.notice().includes('fresh start');", &[])?;
    let first = examples::all().first().context("an example")?;
    shows_bytes(page, &work::engine_bytes(&first.into())?)
}
