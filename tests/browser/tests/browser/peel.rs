//! Bytes as other programs print and pack them: what they are taken for, overruling it, and the layers around a message.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::Page;
use wirelens_browser_tests::runner::Visit;
use wirelens_browser_tests::site;

use crate::work::{self, HEX, has_no_problem, has_problem, shows_bytes, shows_json};

wirelens_browser_tests::tests![
    a_paste_is_called_what_it_is,
    what_is_detected_can_be_overruled,
    a_mistake_leads_to_its_character,
    layers_are_peeled_and_can_be_left_on,
    another_message_of_a_stream_is_chosen,
    what_was_overruled_is_shared_and_kept,
    a_packed_file_is_opened,
];

/// The user in a gRPC frame, gzip around it, base64 around that. Made by Python.
const PACKED: &str = "H4sIAAAAAAACA2NgYGAQ4mJ1zMlMThVYwyTFxsXiX5yTDwBcO7I9FwAAAA==";

/// Three frames: the user, `age = 1`, and gRPC-Web's trailers.
const FRAMES: &str = "00 00 00 00 12 0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73 6c 6f 00 00 00 00 02 10 01 \
                      80 00 00 00 0f 67 72 70 63 2d 73 74 61 74 75 73 3a 30 0d 0a";

fn open_payload(page: &Page<'_>, text: &str) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    page.paste("Payload", text)
}

fn is_read_as(page: &Page<'_>, shown: &str) -> Result<()> {
    page.until(
        &format!("it is read as “{shown}”"),
        "return wl.fresh() && wl.one('combobox', 'Read as')?.selectedOptions[0].text === arguments[0];",
        &[json!(shown)],
    )
    .map(drop)
}

/// Waits until these layers are there: the button's name, and whether it is pressed.
fn layers(page: &Page<'_>, expected: &[(&str, bool)]) -> Result<()> {
    page.until(
        &format!("the layers are {expected:?}"),
        "const found = [...document.querySelectorAll('button[aria-pressed]')].filter((it) => wl.name(it).startsWith('Take off'));
         return wl.fresh() && JSON.stringify(found.map((it) => [wl.name(it).slice(9), it.ariaPressed === 'true'])) ===
             JSON.stringify(arguments[0]);",
        &[json!(expected)],
    )
    .map(drop)
}

fn a_paste_is_called_what_it_is(page: &Visit<'_>) -> Result<()> {
    let pastes = [
        ("[]byte{0xa, 0x5, 0x41, 0x6c, 0x69, 0x63, 0x65}", "detected: Go literal"),
        ("[10, 5, 65, 108, 105, 99, 101]", "detected: array of numbers"),
        ("00000000  0a 05 41 6c 69 63 65                              |..Alice|\n00000007\n", "detected: hex dump"),
        ("b'\\n\\x05Alice'", "detected: Python literal"),
        ("data:;base64,CgVBbGljZQ==", "detected: data URL"),
        ("1: {\"Alice\"}", "detected: Protoscope"),
    ];
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    for (text, name) in pastes {
        page.paste("Payload", "10 01")?;
        shows_bytes(page, "10 01")?;
        page.paste("Payload", text)?;
        shows_bytes(page, "0a 05 41 6c 69 63 65")?;
        is_read_as(page, name)?;
    }
    has_no_problem(page)
}

fn what_is_detected_can_be_overruled(page: &Visit<'_>) -> Result<()> {
    open_payload(page, "1001")?;
    shows_bytes(page, "10 01")?;
    is_read_as(page, "detected: hex")?;
    page.choose("Read as", "base64")?;
    shows_bytes(page, "d7 4d 35")?;
    // An edit of the same text is read the same way, another text is not.
    page.script("wl.one('textbox', 'Payload').focus(); wl.one('textbox', 'Payload').setSelectionRange(4, 4);", &[])?;
    page.type_keys("0000")?;
    shows_bytes(page, "d7 4d 35 d3 4d 34")?;
    page.paste("Payload", HEX)?;
    shows_bytes(page, HEX)?;
    is_read_as(page, "detected: hex")
}

fn a_mistake_leads_to_its_character(page: &Visit<'_>) -> Result<()> {
    open_payload(page, "[10, 5, 65, 300]")?;
    has_problem(page, "payload:1:13 error ", "-128 to 255")?;
    let problem = page.element(
        "there is the problem",
        "return wl.all('button').find((it) => wl.text(it).includes('payload:1:13'));",
        &[],
    )?;
    page.click_on(&problem)?;
    page.until(
        "it is selected in the text",
        "const area = wl.one('textbox', 'Payload');
         return document.activeElement === area && area.selectionStart === 12 && area.selectionEnd === 15;",
        &[],
    )
    .map(drop)
}

fn layers_are_peeled_and_can_be_left_on(page: &Visit<'_>) -> Result<()> {
    open_payload(page, PACKED)?;
    shows_bytes(page, HEX)?;
    layers(page, &[("gzip", true), ("gRPC frames", true)])?;
    has_no_problem(page)?;
    page.click("button", "Take off gRPC frames")?;
    shows_bytes(page, &format!("00 00 00 00 12 {HEX}"))?;
    // Four empty messages and one of 18 bytes: another way to take it, on offer only.
    layers(page, &[("gzip", true), ("gRPC frames", false), ("length-delimited stream", false)])?;
    page.click("button", "Take off gzip")?;
    page.until("the compressed bytes are there", "return wl.fresh() && wl.bytes().startsWith('1f 8b 08');", &[])?;
    layers(page, &[("gzip", false)])?;
    page.click("button", "Take off gzip")?;
    shows_bytes(page, HEX)?;
    layers(page, &[("gzip", true), ("gRPC frames", true)])?;
    page.click("tab", "JSON")?;
    shows_json(page, &json!({ "name": "Alice", "age": 300, "home": { "city": "Oslo" } }))
}

fn another_message_of_a_stream_is_chosen(page: &Visit<'_>) -> Result<()> {
    open_payload(page, FRAMES)?;
    shows_bytes(page, HEX)?;
    page.until(
        "the trailers are told",
        "return wl.text(wl.one('list', 'Layers')).includes('trailers: grpc-status:0');",
        &[],
    )?;
    let number = page.find("spinbutton", "Message of the gRPC frames")?;
    page.click_on(&number)?;
    page.script("wl.one('spinbutton', 'Message of the gRPC frames').select();", &[])?;
    page.type_keys(&format!("2{}", wirelens_browser_tests::page::keys::ENTER))?;
    shows_bytes(page, "10 01")?;
    page.click("tab", "JSON")?;
    shows_json(page, &json!({ "age": 1 }))
}

fn what_was_overruled_is_shared_and_kept(page: &Visit<'_>) -> Result<()> {
    open_payload(page, PACKED)?;
    layers(page, &[("gzip", true), ("gRPC frames", true)])?;
    page.click("button", "Take off gRPC frames")?;
    shows_bytes(page, &format!("00 00 00 00 12 {HEX}"))?;
    page.click("button", "Share")?;
    let link = page.until("there is a link", "return wl.one('textbox', 'Share link')?.value;", &[])?;
    let route = link.as_str().and_then(|it| it.split_once('#')).map(|(_, it)| format!("#{it}")).unwrap_or_default();
    page.open(&route)?;
    shows_bytes(page, &format!("00 00 00 00 12 {HEX}"))?;
    page.reload()?;
    shows_bytes(page, &format!("00 00 00 00 12 {HEX}"))
}

fn a_packed_file_is_opened(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    page.find("button", "Open file")?;
    let file = site::scratch()?.join("user.b64");
    std::fs::write(&file, format!("{PACKED}\n"))?;
    let input = page.element("there is a file input", "return document.getElementById('payload-file');", &[])?;
    page.tell(&input, "value", &json!({ "text": file.to_string_lossy() }))?;
    shows_bytes(page, HEX)?;
    layers(page, &[("base64", true), ("gzip", true), ("gRPC frames", true)])
}
