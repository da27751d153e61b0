//! What the payload is taken away as: into the clipboard, and as a file.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::files::{downloaded, downloads, says};
use crate::work::{self, HEX, shows_bytes, shows_text};

wirelens_browser_tests::tests![
    the_payload_is_copied_in_every_notation,
    what_is_selected_is_copied_alone,
    markdown_brings_a_link_that_opens_the_workspace,
    the_bytes_are_downloaded,
    the_menu_is_walked_by_keys,
];

/// The small workspace, in a browser that lets the test see the clipboard.
fn open(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    allow_clipboard(page)
}

/// Lets the test see the clipboard.
pub(crate) fn allow_clipboard(page: &Visit<'_>) -> Result<()> {
    page.devtools(
        "Browser.grantPermissions",
        &json!({ "origin": page.address().trim_end_matches('/'), "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] }),
    )?;
    Ok(())
}

fn copy(page: &Page<'_>, item: &str) -> Result<()> {
    page.click("button", "Copy")?;
    page.click("button", item)
}

/// Waits until the clipboard has a text for which `is` holds: JavaScript, with the text as `text`.
pub(crate) fn clipboard(page: &Page<'_>, what: &str, is: &str, argument: &str) -> Result<String> {
    let body = format!(
        "navigator.clipboard.readText().then((text) => {{ window.seen_text = text; }});
         const text = window.seen_text ?? '';
         return ({is}) ? text : null;"
    );
    let text = page.until(what, &body, &[json!(argument)])?;
    Ok(text.as_str().context("the clipboard has text")?.to_owned())
}

fn copied(page: &Page<'_>, text: &str) -> Result<()> {
    clipboard(page, &format!("the clipboard has {text:?}"), "text === arguments[0]", text).map(drop)
}

/// What each item gives. By hand, not by the engine.
const ITEMS: [(&str, &str, &str); 12] = [
    ("Hex", "18 bytes as hex", "0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73\n6c 6f"),
    ("Base64", "18 bytes as base64", "CgVBbGljZRCsAhoGCgRPc2xv"),
    ("Base64url", "18 bytes as base64url", "CgVBbGljZRCsAhoGCgRPc2xv"),
    (
        "C code",
        "18 bytes as C code",
        "const unsigned char payload[] = {\n    \
         0x0a, 0x05, 0x41, 0x6c, 0x69, 0x63, 0x65, 0x10, 0xac, 0x02, 0x1a, 0x06,\n    \
         0x0a, 0x04, 0x4f, 0x73, 0x6c, 0x6f,\n};\n",
    ),
    (
        "Go code",
        "18 bytes as Go code",
        "payload := []byte{\n\t0x0a, 0x05, 0x41, 0x6c, 0x69, 0x63, 0x65, 0x10, 0xac, 0x02, 0x1a, 0x06,\n\
         \t0x0a, 0x04, 0x4f, 0x73, 0x6c, 0x6f,\n}\n",
    ),
    (
        "Rust code",
        "18 bytes as Rust code",
        "const PAYLOAD: [u8; 18] = [\n    0x0a, 0x05, 0x41, 0x6c, 0x69, 0x63, 0x65, 0x10, 0xac, 0x02, 0x1a, 0x06,\n    \
         0x0a, 0x04, 0x4f, 0x73, 0x6c, 0x6f,\n];\n",
    ),
    (
        "Python code",
        "18 bytes as Python code",
        "payload = b\"\\x0a\\x05Alice\\x10\\xac\\x02\\x1a\\x06\\x0a\\x04Oslo\"\n",
    ),
    (
        "Java code",
        "18 bytes as Java code",
        "byte[] payload = {\n    0x0a, 0x05, 0x41, 0x6c, 0x69, 0x63, 0x65, 0x10, (byte) 0xac, 0x02, 0x1a, 0x06,\n    \
         0x0a, 0x04, 0x4f, 0x73, 0x6c, 0x6f,\n};\n",
    ),
    (
        "Protoscope",
        "18 bytes as Protoscope",
        "1: {\"Alice\"}  # name\n2: 300  # age\n3: {  # home\n  1: {\"Oslo\"}  # city\n}\n",
    ),
    ("Text format", "the message as text format", "name: \"Alice\"\nage: 300\nhome {\n  city: \"Oslo\"\n}\n"),
    (
        "Canonical JSON",
        "the message as JSON",
        "{\n  \"name\": \"Alice\",\n  \"age\": 300,\n  \"home\": {\n    \"city\": \"Oslo\"\n  }\n}",
    ),
    ("Hex", "18 bytes as hex", "0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73\n6c 6f"),
];

fn the_payload_is_copied_in_every_notation(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    for (item, told, text) in ITEMS {
        copy(page, item)?;
        says(page, &format!("Copied {told}."))?;
        copied(page, text)?;
    }
    Ok(())
}

fn what_is_selected_is_copied_alone(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    page.click_on(&work::row(page, "home")?)?;
    work::selected(page, &[10, 11, 12, 13, 14, 15, 16, 17])?;
    page.click("button", "Copy")?;
    page.click("button", "Selection, 8 B")?;
    // To choose how much leaves the menu open.
    page.click("button", "Hex")?;
    copied(page, "1a 06 0a 04 4f 73 6c 6f")?;
    copy(page, "Canonical JSON")?;
    copied(page, "{\n  \"city\": \"Oslo\"\n}")?;
    copy(page, "Protoscope")?;
    copied(page, "3: {  # home\n  1: {\"Oslo\"}  # city\n}\n")?;
    // A string is no message.
    page.click_on(&work::row(page, "name")?)?;
    work::selected(page, &[0, 1, 2, 3, 4, 5, 6])?;
    page.type_keys(&format!("{}c", keys::CONTROL))?;
    copied(page, "0a 05 41 6c 69 63 65")?;
    copy(page, "Text format")?;
    says(page, "The selection is no message of its own: select the row of one, or copy the whole payload.")?;
    page.click("button", "Copy")?;
    page.click("button", "All, 18 B")?;
    page.click("button", "Text format")?;
    says(page, "Copied the message as text format.")
}

fn markdown_brings_a_link_that_opens_the_workspace(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    copy(page, "Markdown")?;
    says(page, "Copied 18 bytes as Markdown.")?;
    let text = clipboard(page, "the clipboard has Markdown", "text.startsWith('**`demo.User`**')", "")?;
    ensure!(text.contains("| 12–17 | `home.city` | `string` | `\"Oslo\"` |"), "{text}");
    let (_, link) = text.split_once("[Open in Wirelens](").context("there is a link")?;
    let link = link.trim_end().strip_suffix(')').context("it ends")?;
    page.open("#/learn")?;
    page.open(link.strip_prefix(&page.url).context("the link is the page's")?)?;
    shows_bytes(page, HEX)?;
    shows_text(page, "Message JSON", work::JSON)
}

fn the_bytes_are_downloaded(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    let folder = downloads(page, "bin")?;
    copy(page, "Download .bin")?;
    let bytes = downloaded(page, &folder.join("payload.bin"))?;
    ensure!(work::hex(&bytes) == HEX, "it has {}", work::hex(&bytes));
    says(page, "Saved 18 bytes.")
}

fn the_menu_is_walked_by_keys(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    let has_focus = |name: &str| {
        page.until(
            &format!("“{name}” has the focus"),
            "return wl.name(document.activeElement) === arguments[0];",
            &[json!(name)],
        )
        .map(drop)
    };
    let is_closed = || page.until("the menu is closed", "return !wl.one('group', 'Copy');", &[]).map(drop);
    page.script("wl.one('button', 'Copy').focus();", &[])?;
    page.type_keys(keys::DOWN)?;
    page.find("group", "Copy")?;
    page.type_keys(keys::DOWN)?;
    has_focus("All, 18 B")?;
    page.type_keys(keys::END)?;
    has_focus("Download .bin")?;
    page.type_keys(keys::UP)?;
    has_focus("Markdown")?;
    page.type_keys(keys::ESCAPE)?;
    is_closed()?;
    has_focus("Copy")?;
    page.type_keys(keys::ENTER)?;
    page.find("group", "Copy")?;
    // Tab goes into it, for it stands behind its button; and out of it closes it.
    page.type_keys(keys::TAB)?;
    has_focus("All, 18 B")?;
    page.type_keys(&format!("{}{}{}", keys::SHIFT, keys::TAB, keys::TAB))?;
    is_closed()?;
    page.script("wl.one('button', 'Copy').focus();", &[])?;
    page.type_keys(keys::ENTER)?;
    page.find("group", "Copy")?;
    page.type_keys(&format!("{}{}", keys::DOWN.repeat(4), keys::ENTER))?;
    is_closed()?;
    copied(page, "CgVBbGljZRCsAhoGCgRPc2xv")?;
    has_focus("Copy")
}
