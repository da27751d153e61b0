//! The form of a call: what is written there is simulated, told where it is wrong, taken back, kept and shared.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::Page;
use wirelens_browser_tests::runner::Visit;

wirelens_browser_tests::tests![
    a_rule_decides_the_answer_and_edits_are_taken_back,
    a_menu_leads_to_each_status,
    what_is_wrong_is_told_beside_its_field,
    a_script_is_kept_and_shared,
    each_method_keeps_its_script,
];

fn open(page: &Page<'_>, example: &str) -> Result<()> {
    page.open(&format!("#/?example={example}"))?;
    page.click("link", "Calls")?;
    page.find("form", "Call").map(drop)
}

/// Waits until the call ends with this status at the client.
fn ends_with(page: &Page<'_>, code: &str) -> Result<()> {
    page.until(
        &format!("the call ends with {code}"),
        "const ends = document.querySelector('.timeline:not(.stale) .ending');
         return ends && wl.text(ends).split(/\\W+/).includes(arguments[0]);",
        &[json!(code)],
    )
    .map(drop)
}

/// Waits until a field says this.
fn says(page: &Page<'_>, role: &str, name: &str, value: &str) -> Result<()> {
    page.until(
        &format!("“{name}” says “{value}”"),
        "return wl.one(arguments[0], arguments[1])?.value === arguments[2];",
        &[json!(role), json!(name), json!(value)],
    )
    .map(drop)
}

fn a_rule_decides_the_answer_and_edits_are_taken_back(page: &Visit<'_>) -> Result<()> {
    open(page, "user-service")?;
    says(page, "textbox", "Condition of rule 1", "request.id == 123")?;
    ends_with(page, "OK")?;
    page.paste("Request JSON", "{\"id\": 7}")?;
    ends_with(page, "NOT_FOUND")?;
    page.paste("Condition of rule 1", "request.id in [7, 8]")?;
    ends_with(page, "OK")?;
    page.click("button", "Undo")?;
    says(page, "textbox", "Condition of rule 1", "request.id == 123")?;
    ends_with(page, "NOT_FOUND")?;
    page.click("button", "Undo")?;
    ends_with(page, "OK")?;
    page.until("the editor shows the request as it was", "return wl.code('Request JSON').includes('123');", &[])
        .map(drop)
}

fn a_menu_leads_to_each_status(page: &Visit<'_>) -> Result<()> {
    open(page, "user-service")?;
    ends_with(page, "OK")?;
    for (item, code) in [
        ("14 UNAVAILABLE", "UNAVAILABLE"),
        ("4 DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED"),
        ("1 CANCELLED", "CANCELLED"),
        ("12 UNIMPLEMENTED", "UNIMPLEMENTED"),
        ("16 UNAUTHENTICATED", "UNAUTHENTICATED"),
        ("0 OK", "OK"),
    ] {
        page.click("button", "All 17 statuses")?;
        page.click("button", item)?;
        ends_with(page, code)?;
    }
    Ok(())
}

fn what_is_wrong_is_told_beside_its_field(page: &Visit<'_>) -> Result<()> {
    open(page, "user-service")?;
    ends_with(page, "OK")?;
    page.paste("Condition of rule 1", "request.ide == 123")?;
    page.until(
        "the condition's mistake is told with its place, and how to mend it",
        "const rule = wl.one('group', 'Rule 1');
         const told = rule && wl.text(rule);
         return told.includes('1:9') && told.includes(\"found 'ide'\") && told.includes(\"did you mean 'id'\");",
        &[],
    )?;
    page.until("what is on screen is marked as old", "return document.querySelector('.timeline.stale');", &[])?;
    page.paste("Condition of rule 1", "request.id == 123")?;
    ends_with(page, "OK")?;
    page.paste("Request JSON", "{\"id\": \"x\"}")?;
    page.until("the message's mistake is told", "return wl.text(wl.one('region', 'Client')).includes('1:8');", &[])
        .map(drop)
}

fn a_script_is_kept_and_shared(page: &Visit<'_>) -> Result<()> {
    open(page, "user-service")?;
    ends_with(page, "OK")?;
    page.paste("Condition of rule 1", "request.id > 100")?;
    ends_with(page, "OK")?;
    page.click("button", "Share")?;
    let link = page.until("there is a link", "return wl.one('textbox', 'Share link')?.value;", &[])?;
    let link = link.as_str().and_then(|link| link.split_once('#')).map(|(_, part)| format!("#{part}"));
    page.reload()?;
    page.click("link", "Calls")?;
    says(page, "textbox", "Condition of rule 1", "request.id > 100")?;
    page.paste("Condition of rule 1", "false")?;
    ends_with(page, "NOT_FOUND")?;
    page.open(&link.unwrap_or_default())?;
    page.click("link", "Calls")?;
    says(page, "textbox", "Condition of rule 1", "request.id > 100")?;
    ends_with(page, "OK")
}

fn each_method_keeps_its_script(page: &Visit<'_>) -> Result<()> {
    open(page, "four-kinds")?;
    ends_with(page, "OK")?;
    for (method, messages) in
        [("Track (server streaming)", 4), ("ReportStops (client streaming)", 4), ("Chat (bidirectional streaming)", 4)]
    {
        page.choose("Method", method)?;
        page.until(
            &format!("{method} has {messages} messages"),
            "const lists = wl.all('list').filter((list) => list.closest('.messages'));
             return lists.length === 1 && lists[0].children.length === arguments[0];",
            &[json!(messages)],
        )?;
        ends_with(page, "OK")?;
    }
    page.click("button", "Add a message")?;
    page.choose("Method", "GetParcel (unary)")?;
    page.find("textbox", "Condition of rule 1")?;
    page.choose("Method", "Chat (bidirectional streaming)")?;
    page.until(
        "the message that was added is there",
        "return document.querySelector('.messages ol')?.children.length === 5;",
        &[],
    )?;
    ends_with(page, "OK")
}
