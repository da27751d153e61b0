//! From bytes back to types: a schema is inferred and taken, types are ranked and one is used, payloads are compared.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::keys;
use wirelens_browser_tests::runner::Visit;

use crate::access::is_accessible;
use crate::work::{self, HEX, has_no_problem, shows_bytes, shows_json};

wirelens_browser_tests::tests![
    a_schema_is_inferred_put_into_the_editor_and_taken_back,
    the_types_that_fit_are_ranked_and_one_is_used,
    payloads_are_kept_and_compared,
    all_messages_of_a_stream_are_compared,
    the_panels_are_accessible_and_fit_a_phone,
];

const MORE: &str = "More with these bytes";

fn bytes_without_a_schema(page: &Visit<'_>) -> Result<()> {
    work::open(page, &work::workspace(&[("empty.proto", "syntax = \"proto3\";\n")], "", "{}"))?;
    page.click("tab", "Payload")?;
    page.paste("Payload", HEX)?;
    shows_bytes(page, HEX)
}

fn choose(page: &Visit<'_>, item: &str) -> Result<()> {
    page.click("button", MORE)?;
    page.click("button", item)
}

fn a_schema_is_inferred_put_into_the_editor_and_taken_back(page: &Visit<'_>) -> Result<()> {
    bytes_without_a_schema(page)?;
    choose(page, "Infer a schema")?;
    page.until(
        "the schema is there with its evidence",
        "const text = wl.one('region', 'Inferred .proto')?.textContent ?? '';
         return text.includes('string field_1 = 1;') && text.includes('text: \"Alice\"') && text.includes('Field3 field_3 = 3;');",
        &[],
    )?;
    page.click("button", "Put into the editor")?;
    page.until("it is in the editor", "return wl.code('Schema').includes('message Message {');", &[])?;
    page.until("it has a tab", "return !!wl.one('tab', 'inferred.proto');", &[])?;
    has_no_problem(page)?;
    page.until(
        "the rows have its names",
        "return wl.text(wl.row('field_2') ?? document.createElement('p')).includes('300');",
        &[],
    )?;
    page.click("tab", "JSON")?;
    shows_json(page, &json!({ "field1": "Alice", "field2": 300, "field3": { "field1": "Oslo" } }))?;
    page.click("button", "Undo")?;
    page.until("it is gone", "return !wl.one('tab', 'inferred.proto');", &[])?;
    shows_bytes(page, HEX)
}

fn the_types_that_fit_are_ranked_and_one_is_used(page: &Visit<'_>) -> Result<()> {
    let input = work::user();
    work::open(page, &wirelens::analysis::Input { root: "demo.Address".to_owned(), ..input })?;
    page.click("tab", "Payload")?;
    page.paste("Payload", HEX)?;
    shows_bytes(page, HEX)?;
    choose(page, "Which type fits?")?;
    page.until(
        "the best comes first, each with its reasons, and none was chosen",
        "const fits = wl.one('list', 'Types, the best first');
         const [first, second] = [...(fits?.children ?? [])].map((item) => item.textContent);
         return first?.includes('demo.User') && first.includes('100 of 100') && second?.includes('demo.Address')
             && second.includes('field 2 is not declared') && second.includes('in use')
             && wl.one('combobox', 'Message type').value === 'demo.Address';",
        &[],
    )?;
    page.click("button", "Use demo.User")?;
    page.until("it is used", "return wl.one('combobox', 'Message type').value === 'demo.User';", &[])?;
    has_no_problem(page)
}

fn payloads_are_kept_and_compared(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    choose(page, "Compare payloads")?;
    page.click("button", "Keep this payload")?;
    page.until("there is one", "return !!wl.one('button', 'Remove payload 1');", &[])?;
    page.type_keys(keys::ESCAPE)?;
    page.until("the panel is closed", "return !document.querySelector('dialog');", &[])?;
    page.paste("Message JSON", r#"{"name": "Alice", "age": 301}"#)?;
    page.until("the bytes are others", "return wl.fresh() && wl.bytes().endsWith('10 ad 02');", &[])?;
    choose(page, "Compare payloads")?;
    page.until(
        "values stand side by side, and those that differ are marked",
        "const rows = [...document.querySelectorAll('dialog tbody tr')].map((row) => row.textContent);
         return rows.some((row) => !row.includes('≠') && row.includes('name') && row.includes('Alice'))
             && rows.some((row) => row.includes('≠') && row.includes('age') && row.includes('300') && row.includes('301'))
             && rows.some((row) => row.includes('≠') && row.includes('home.city') && row.includes('Oslo'));",
        &[],
    )?;
    page.click("checkbox", "Only what differs")?;
    page.until(
        "the others are left out",
        "return [...document.querySelectorAll('dialog tbody tr')].every((row) => row.textContent.includes('≠'));",
        &[],
    )?;
    page.click("button", "Close")?;
    page.reload()?;
    choose(page, "Compare payloads")?;
    page.click("button", "Remove payload 1")?;
    page.until("there is nothing to compare with", "return !!wl.one('button', 'Keep this payload');", &[]).map(drop)
}

fn all_messages_of_a_stream_are_compared(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    // Two gRPC frames: ages 1 and 2.
    page.paste("Payload", "00 00 00 00 02 10 01 00 00 00 00 02 10 02")?;
    shows_bytes(page, "10 01")?;
    choose(page, "Compare payloads")?;
    page.until(
        "both messages are there",
        "const rows = [...document.querySelectorAll('dialog tr')].map((row) => row.textContent);
         return rows[0]?.includes('message 1') && rows[0].includes('message 2') && rows[1]?.includes('≠') && rows[1].includes('age');",
        &[],
    )
    .map(drop)
}

fn the_panels_are_accessible_and_fit_a_phone(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    choose(page, "Keep for comparison")?;
    page.until("it is told", "return wl.notice().includes('Kept as payload 1');", &[])?;
    page.click("button", "Dismiss")?;
    for item in ["Infer a schema", "Which type fits?", "Compare payloads"] {
        choose(page, item)?;
        let there = "const dialog = document.querySelector('dialog');
             return dialog && !dialog.textContent.includes('Reading the bytes') && dialog.scrollWidth <= innerWidth
                 && dialog.getBoundingClientRect().right <= innerWidth && document.activeElement?.id === 'survey-close';";
        page.until("the answer is there", there, &[])?;
        is_accessible(page, item)?;
        page.resize(390, 844)?;
        page.until("nothing is wider than the page", there, &[])?;
        page.resize(1440, 900)?;
        page.type_keys(keys::ESCAPE)?;
        page.until(
            "the focus is where it was",
            "return document.activeElement === wl.one('button', arguments[0]);",
            &[json!(MORE)],
        )?;
    }
    Ok(())
}
