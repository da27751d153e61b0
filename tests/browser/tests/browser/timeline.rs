//! A call that is played: all four kinds, step by step, by the slider and by keys alone; written by hand while it runs; and one
//! of ten thousand messages without the page ever being deaf.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use wirelens::analysis::Input;
use wirelens::examples;
use wirelens::rpc::script::{Answer, HalfClose, Script, Send};
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::{access, big, work};

wirelens_browser_tests::tests![
    a_long_call_scrolls_and_plays_without_a_long_task,
    all_four_kinds_are_played_and_stepped,
    the_time_is_moved_by_slider_and_keys,
    a_stream_is_written_by_hand,
    a_call_is_cancelled_while_it_runs,
    the_sides_may_disagree_of_a_deadline,
    a_frame_opens_byte_by_byte_and_its_message_in_the_playground,
    a_timeline_is_read_by_keys_alone,
    a_timeline_has_no_serious_violation,
];

/// How long the reply to each request is awaited, in microseconds.
const PAUSE: u64 = 2000;

/// A call of the example with all four kinds, with so many requests and replies to each.
fn script(method: &str, requests: usize, replies: usize) -> Script {
    let (request, reply) = match method {
        "GetParcel" => (r#"{"parcelId": "P-1"}"#, r#"{"id": "P-1", "recipient": "Mrs Berg"}"#),
        "Track" => (r#"{"parcelId": "P-1", "count": 3}"#, r#"{"latitude": 59.91, "stopsBefore": 2}"#),
        "ReportStops" => (r#"{"parcelId": "P-1", "outcome": "OUTCOME_DELIVERED"}"#, r#"{"delivered": 3}"#),
        _ => (r#"{"author": "Ida", "text": "here?"}"#, r#"{"author": "Ola", "text": "soon"}"#),
    };
    let send = |wait, json: &str| Send { wait, json: json.to_owned() };
    let mut script = Script { method: format!("/delivery.DeliveryService/{method}"), ..Script::default() };
    script.requests = (0..requests).map(|index| send(if index == 0 { 0 } else { PAUSE }, request)).collect();
    script.server.otherwise = Answer::Messages((0..replies).map(|_| send(PAUSE, reply)).collect());
    script
}

/// Opens the page of calls with this one, and waits until it was simulated.
fn open(page: &Page<'_>, script: Script) -> Result<()> {
    let example = examples::find("four-kinds").ok_or_else(|| anyhow::anyhow!("there is no such example"))?;
    let input = Input { script: Some(Box::new(script)), ..Input::from(example) };
    work::open(page, &input)?;
    page.click("link", "Calls")?;
    page.until(
        "it was simulated",
        "return wl.fresh() && wl.one('region', 'Timeline') && document.querySelector('.erow');",
        &[],
    )
    .map(drop)
}

/// Waits until so many of the events have happened, as the page says: `12 of 40 events`, or `40 events` at the end.
fn says(page: &Page<'_>, counted: &str) -> Result<()> {
    page.until(
        &format!("it says “{counted}”"),
        "return wl.fresh() && wl.text(document.querySelector('.events-head > span')) === arguments[0];",
        &[json!(counted)],
    )
    .map(drop)
}

/// How many events there are.
fn total(page: &Page<'_>) -> Result<u64> {
    let total = page
        .script("return Number(document.querySelector('.scrub').ariaValueText.match(/of (\\d+) events/)[1]);", &[])?;
    total.as_u64().ok_or_else(|| anyhow::anyhow!("no number of events: {total}"))
}

/// Waits until the call has ended so at the client and at the server.
fn ended(page: &Page<'_>, client: &str, server: &str) -> Result<()> {
    page.until(
        &format!("it ended with {client} and {server}"),
        "return wl.fresh() && [...document.querySelectorAll('.ending')].map((it) => it.querySelector('.status strong')?.textContent ?? '')
             .join() === [...arguments].join();",
        &[json!(client), json!(server)],
    )
    .map(drop)
}

/// What the rows on screen say.
fn rows(page: &Page<'_>) -> Result<Vec<String>> {
    let rows = page.script(
        "return [...document.querySelectorAll('.erow')].map((row) => row.querySelector('.sr').textContent);",
        &[],
    )?;
    Ok(rows.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn all_four_kinds_are_played_and_stepped(page: &Visit<'_>) -> Result<()> {
    for (method, requests, replies) in [("GetParcel", 1, 1), ("Track", 1, 3), ("ReportStops", 3, 1), ("Chat", 3, 1)] {
        open(page, script(method, requests, replies))?;
        ended(page, "OK", "OK")?;
        let total = total(page)?;
        says(page, &format!("{total} events"))?;
        let rows = rows(page)?;
        ensure!(rows.iter().any(|row| row.contains(&format!("POST /delivery.DeliveryService/{method}"))), "{rows:?}");
        ensure!(rows.iter().any(|row| row.contains("grpc-status 0 OK")), "{rows:?}");
        page.click("button", "To the beginning")?;
        says(page, &format!("0 of {total} events"))?;
        for step in 1..=3 {
            page.click("button", "Step forward")?;
            says(page, &format!("{step} of {total} events"))?;
        }
        page.click("button", "Step back")?;
        says(page, &format!("2 of {total} events"))?;
        page.choose("Speed", "as it is")?;
        page.click("button", "Play")?;
        says(page, &format!("{total} events"))?;
        page.find("button", "Play")?;
    }
    Ok(())
}

fn the_time_is_moved_by_slider_and_keys(page: &Visit<'_>) -> Result<()> {
    open(page, script("Chat", 3, 1))?;
    let total = total(page)?;
    page.script(
        "const slider = document.querySelector('.scrub');
         slider.focus();
         slider.value = Math.floor(slider.max / 2);
         slider.dispatchEvent(new InputEvent('input', { bubbles: true }));",
        &[],
    )?;
    page.until(
        "about half has happened",
        "const [done, total] = document.querySelector('.scrub').ariaValueText.match(/(\\d+) of (\\d+) events/).slice(1).map(Number);
         return done > 0 && done < total && document.querySelectorAll('.erow.future').length === total - done;",
        &[],
    )?;
    page.type_keys(keys::END)?;
    says(page, &format!("{total} events"))?;
    page.type_keys(keys::HOME)?;
    says(page, &format!("0 of {total} events"))?;
    page.type_keys(&format!("{}{}", keys::RIGHT, keys::RIGHT))?;
    says(page, &format!("2 of {total} events"))?;
    page.type_keys(keys::LEFT)?;
    says(page, &format!("1 of {total} events"))
}

/// The texts of the rows that have happened, by their index.
const PAST: &str = "return Object.fromEntries([...document.querySelectorAll('.erow:not(.future)')].map((row) => [row.dataset.event, row.querySelector('.sr').textContent]));";

fn a_stream_is_written_by_hand(page: &Visit<'_>) -> Result<()> {
    let mut open_stream = script("Chat", 1, 1);
    open_stream.client.half_close = HalfClose::Never;
    open(page, open_stream)?;
    ended(page, "", "")?;
    page.choose("Speed", "as it is")?;
    for text in ["one", "two"] {
        let past = page.script(PAST, &[])?;
        page.script(
            "const field = wl.one('textbox', 'Next message');
             field.value = JSON.stringify({ author: 'Ida', text: arguments[0] });
             field.dispatchEvent(new InputEvent('input', { bubbles: true }));",
            &[json!(text)],
        )?;
        let before = total(page)?;
        page.click("button", "Send next")?;
        page.until(
            "there is more, the past is as it was, and it is played to its end",
            "const [past, before] = arguments;
             const total = Number(document.querySelector('.scrub').ariaValueText.match(/of (\\d+) events/)[1]);
             const rows = [...document.querySelectorAll('.erow')];
             return wl.fresh() && total > before && rows.every((row) => [undefined, row.querySelector('.sr').textContent].includes(past[row.dataset.event]))
                 && wl.one('button', 'Play') && !document.querySelector('.erow.future');",
            &[past, json!(before)],
        )?;
    }
    page.click("button", "Half-close")?;
    ended(page, "OK", "OK")?;
    // Nothing can be sent any more, and it says why.
    page.until(
        "it has ended",
        "return wl.one('button', 'Send next').disabled && wl.text(wl.one('group', 'While it runs')).includes('has ended');",
        &[],
    )?;
    page.click("button", "Keep the stream open")?;
    ended(page, "", "")
}

fn a_call_is_cancelled_while_it_runs(page: &Visit<'_>) -> Result<()> {
    open(page, script("Track", 1, 6))?;
    ended(page, "OK", "OK")?;
    let total = total(page)?;
    page.script(
        "const slider = document.querySelector('.scrub');
         slider.value = Math.floor(slider.max / 2);
         slider.dispatchEvent(new InputEvent('input', { bubbles: true }));",
        &[],
    )?;
    page.until("it runs", "return !wl.one('button', 'Cancel').disabled;", &[])?;
    page.click("button", "Cancel")?;
    page.until(
        "the client has given up",
        "return wl.fresh() && document.querySelector('.ending .status strong').textContent === 'CANCELLED';",
        &[],
    )?;
    let rows = page.until(
        "the stream was reset",
        "const rows = [...document.querySelectorAll('.erow')].map((row) => row.querySelector('.sr').textContent);
         return rows.some((row) => row.includes('RST_STREAM, CANCEL')) && rows.length;",
        &[],
    )?;
    ensure!(rows.as_u64().is_some_and(|rows| rows < total), "{rows} of {total} events");
    Ok(())
}

fn the_sides_may_disagree_of_a_deadline(page: &Visit<'_>) -> Result<()> {
    let mut late = script("GetParcel", 1, 1);
    late.client.deadline = Some(5000);
    late.server.latency = 4900;
    open(page, late)?;
    page.until(
        "the client's time is over, and what that means is told",
        "const client = document.querySelector('.ending');
         return wl.text(client).includes('DEADLINE_EXCEEDED') && wl.text(client).includes('HTTP 504');",
        &[],
    )?;
    let rows = rows(page)?;
    ensure!(rows.iter().any(|row| row.contains("deadline")), "{rows:?}");
    Ok(())
}

/// Chooses the event whose row has this text.
fn choose(page: &Page<'_>, text: &str) -> Result<()> {
    let row = page.element(
        &format!("there is an event with “{text}”"),
        "return [...document.querySelectorAll('.erow')].find((row) => row.textContent.includes(arguments[0]));",
        &[json!(text)],
    )?;
    page.click_on(&row)
}

fn a_frame_opens_byte_by_byte_and_its_message_in_the_playground(page: &Visit<'_>) -> Result<()> {
    open(page, script("GetParcel", 1, 1))?;
    choose(page, "POST /delivery")?;
    page.until(
        "its headers are told",
        "const table = wl.one('table', 'Headers');
         return table && wl.text(table).includes('content-type') && wl.text(table).includes('static table');",
        &[],
    )?;
    choose(page, "request message 1")?;
    // Nine bytes of the frame's header, five of gRPC's, then the field: its tag, its length, the text.
    page.until("its bytes are there", "return wl.bytes().endsWith('00 00 00 00 05 0a 03 50 2d 31');", &[])?;
    page.click_on(&work::byte(page, 14)?)?;
    page.until(
        "the tag is explained",
        "return wl.selected().join() === '14' && wl.explanation().includes('parcel_id');",
        &[],
    )?;
    page.click_on(&work::byte(page, 0)?)?;
    page.until(
        "the length is explained",
        "return wl.selected().join() === '0,1,2' && wl.explanation().includes('length');",
        &[],
    )?;
    page.click("button", "Open in playground")?;
    work::shows_bytes(page, "0a 03 50 2d 31")?;
    work::row(page, "parcel_id").map(drop)
}

fn a_timeline_is_read_by_keys_alone(page: &Visit<'_>) -> Result<()> {
    open(page, script("GetParcel", 1, 1))?;
    page.script("wl.one('listbox', 'Events').focus();", &[])?;
    page.type_keys(&format!("{}{}", keys::HOME, keys::DOWN))?;
    page.until(
        "the second event is chosen and told",
        "const list = wl.one('listbox', 'Events');
         const row = document.getElementById(list.getAttribute('aria-activedescendant'));
         return row?.dataset.event === '1' && row.ariaSelected === 'true'
             && wl.text(wl.one('region', 'Event')).length > 40;",
        &[],
    )?;
    page.type_keys(keys::END)?;
    page.until("the last is chosen", "return document.querySelector('.erow.chosen')?.matches(':last-child');", &[])?;
    // The table says the same.
    let diagram = rows(page)?.len();
    page.script("wl.one('tab', 'Diagram').focus();", &[])?;
    page.type_keys(keys::RIGHT)?;
    page.until(
        "there is a table of as many",
        "const grid = wl.one('grid', 'Events');
         return grid && wl.all('gridcell', null, grid).length === 6 * arguments[0]
             && wl.text(grid).includes('Client → DeliveryService');",
        &[json!(diagram)],
    )
    .map(drop)
}

fn a_timeline_has_no_serious_violation(page: &Visit<'_>) -> Result<()> {
    open(page, script("Chat", 3, 1))?;
    choose(page, "POST /delivery")?;
    page.find("table", "Headers")?;
    access::is_accessible(page, "with headers")?;
    choose(page, "request message 1")?;
    page.find("button", "Open in playground")?;
    access::is_accessible(page, "with a message")?;
    page.click("tab", "Table")?;
    page.find("grid", "Events")?;
    access::is_accessible(page, "as a table")
}

fn a_long_call_scrolls_and_plays_without_a_long_task(page: &Visit<'_>) -> Result<()> {
    let mut long = script("Track", 1, 0);
    long.server.otherwise = Answer::Generate { count: 10_000, wait: 100 };
    open(page, long)?;
    ended(page, "OK", "OK")?;
    let total = total(page)?;
    ensure!(total > 20_000, "{total} events");
    big::scrolls_quickly(page, "listbox", "Events")?;
    // Played for a while, it is never deaf either.
    page.click("button", "To the beginning")?;
    says(page, &format!("0 of {} events", grouped(total)))?;
    big::quickly(page, "playing", |page| {
        page.click("button", "Play")?;
        page.until(
            "a tenth has happened",
            "return Number(document.querySelector('.scrub').value) > document.querySelector('.scrub').max / 10;",
            &[],
        )?;
        page.click("button", "Pause")?;
        page.click("button", "To the beginning")
    })
}

/// A number with spaces between thousands, as the text of the page is read here.
fn grouped(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{} {:03}", grouped(number / 1000), number % 1000),
    }
}
