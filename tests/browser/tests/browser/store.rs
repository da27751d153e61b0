//! The online store: one order in two lanes, with a service down, with many items, by the keyboard, and after a reload.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::keys;
use wirelens_browser_tests::runner::Visit;

use crate::access::is_accessible;

wirelens_browser_tests::tests![
    an_order_is_placed_in_both_lanes,
    one_service_is_down,
    many_items_wait_over_rest,
    the_conditions_are_moved_by_keys_and_kept,
    a_changed_contract_is_told_here_and_not_there,
    a_classic_call_is_one_click_away,
    the_store_is_accessible_and_fits_a_phone,
];

fn open(page: &Visit<'_>) -> Result<()> {
    page.open("#/calls/store")?;
    has_row(page, "Totals", "The gateway's answer OK after")
}

/// Waits until the table of this name has a row that begins like this, of what is chosen now.
fn has_row(page: &Visit<'_>, table: &str, row: &str) -> Result<()> {
    page.until(
        &format!("“{table}” has the row “{row}…”"),
        "const [table, row] = arguments;
         const found = wl.one('table', table);
         return !!found && !found.closest('.stale')
             && [...found.rows].some((it) => wl.text(it).replaceAll('\\u2009', '').startsWith(row));",
        &[json!(table), json!(row)],
    )
    .map(drop)
}

/// Waits until what the lanes show says this.
fn shows(page: &Visit<'_>, part: &str) -> Result<()> {
    page.until(
        &format!("it says “{part}”"),
        "const region = wl.one('region', 'What this shows');
         return !!region && !region.closest('.stale') && wl.text(region).replaceAll('\\u2009', '').includes(arguments[0]);",
        &[json!(part)],
    )
    .map(drop)
}

fn an_order_is_placed_in_both_lanes(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    // The order, three reservations, the customer, the charge.
    has_row(page, "Totals", "Calls made, attempts counted 6 6")?;
    shows(page, "With headers and all layers below, gRPC moves")?;
    page.until(
        "both lanes are drawn to one scale, and say in a sentence what they show",
        "const lanes = [...document.querySelectorAll('.lane [role=img]')];
         const ends = lanes.map((lane) => wl.text(lane.querySelector('.axis span:last-child')));
         return lanes.length === 2 && ends[0] === ends[1]
             && lanes.every((lane) => lane.querySelectorAll('rect.try').length === 6)
             && lanes[0].getAttribute('aria-label').startsWith('gRPC: OK after ')
             && lanes[1].getAttribute('aria-label').startsWith('REST: OK after ');",
        &[],
    )?;
    page.until(
        "the same is there as tables",
        "for (const closed of document.querySelectorAll('.placed details:not([open])')) closed.open = true;
         const rows = (name) => wl.one('table', name)?.rows.length;
         return rows('Calls over gRPC') === 7 && rows('Calls over REST') === 7
             && rows('Bytes and time by the number of items') === 8;",
        &[],
    )
    .map(drop)
}

fn one_service_is_down(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    page.choose("Failure", "Payment is down")?;
    has_row(page, "Totals", "The gateway's answer UNAVAILABLE after 20.0 s UNAVAILABLE after 20.0 s")?;
    shows(page, "Payment is down: nothing answers there. Either way the order fails as UNAVAILABLE")?;
    shows(page, "The goods stay reserved, though nobody paid.")?;
    // A deadline of 300 ms: none is behind the last of twelve stops.
    page.find("form", "Conditions")?;
    let deadline = slider(page, "Deadline")?;
    page.click_on(&deadline)?;
    page.type_keys(&format!("{}{}", keys::HOME, keys::RIGHT.repeat(5)))?;
    has_row(page, "Totals", "The gateway's answer DEADLINE_EXCEEDED after 300 ms DEADLINE_EXCEEDED after 300 ms")?;
    shows(page, "After the gateway had given up, services went on")?;
    page.until(
        "what failed is marked by more than its colour",
        "return [...document.querySelectorAll('.lane figcaption .bad')].every((it) => wl.text(it).startsWith('✕'))
             && [...document.querySelectorAll('.lane text')].some((it) => it.textContent === '✕ Charge');",
        &[],
    )
    .map(drop)
}

fn many_items_wait_over_rest(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    page.click_on(&slider(page, "Items")?)?;
    page.type_keys(keys::END)?;
    has_row(page, "Totals", "Calls that waited for a connection 0 95")?;
    shows(page, "95 of REST's calls waited for a connection that was occupied")?;
    page.choose("Reserving the items", "one call for all")?;
    has_row(page, "Totals", "Calls that waited for a connection 0 0")?;
    page.click("button", "Reset")?;
    has_row(page, "Totals", "Calls made, attempts counted 6 6")
}

fn slider(page: &Visit<'_>, name: &str) -> Result<wirelens_browser_tests::webdriver::Element> {
    page.element(
        &format!("there is a slider “{name}”"),
        "return document.querySelector(`input[type=range][aria-label='${arguments[0]}']`);",
        &[json!(name)],
    )
}

fn the_conditions_are_moved_by_keys_and_kept(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    page.script("document.querySelector(\"input[type=range][aria-label='Items']\").focus();", &[])?;
    page.type_keys(&format!("{}{}", keys::HOME, keys::RIGHT))?;
    has_row(page, "Totals", "Calls made, attempts counted 5 5")?;
    page.type_keys(&format!("{}{}", keys::TAB, keys::END))?;
    page.until(
        "the slider says what it stands at",
        "const slider = document.activeElement;
         return slider.getAttribute('aria-label') === 'Round trip' && slider.getAttribute('aria-valuetext') === '600 ms';",
        &[],
    )?;
    has_row(page, "Totals", "Calls made, attempts counted 5 5")?;
    page.reload()?;
    has_row(page, "Totals", "Calls made, attempts counted 5 5")?;
    page.until(
        "the round trip is as it was",
        "return document.querySelector(\"input[type=range][aria-label='Round trip']\").getAttribute('aria-valuetext') === '600 ms';",
        &[],
    )
    .map(drop)
}

fn a_changed_contract_is_told_here_and_not_there(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    let says = |region: &str, part: &str| {
        page.until(
            &format!("“{region}” says “{part}”"),
            "const region = wl.one('region', arguments[0]);
             return !!region && !region.closest('.stale') && wl.text(region).includes(arguments[1]);",
            &[json!(region), json!(part)],
        )
        .map(drop)
    };
    says("The compiler", "caller.proto:11:29 message 'store.Item' has no field 'quantity'")?;
    says("JSON, at run time", "is lost, and nobody is told")?;
    says("JSON, at run time", "\"count\":0")?;
    says("Protobuf, at run time", "is read as it was meant")?;
    page.choose("Change of the field quantity", "make it an sint32")?;
    says("The compiler", "has nothing to say")?;
    says("JSON, at run time", "is read as it was meant")?;
    says("Protobuf, at run time", "is read as another value, and nobody is told")
}

fn a_classic_call_is_one_click_away(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    page.click("button", "GetUser(id = 123)")?;
    page.until(
        "the call is there",
        "return location.hash === '#/calls' && wl.text(document.querySelector('main')).includes('GetUser');",
        &[],
    )
    .map(drop)
}

fn the_store_is_accessible_and_fits_a_phone(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    page.choose("Failure", "Inventory is slow")?;
    page.script("document.querySelector(\"input[type=range][aria-label='Deadline']\").focus();", &[])?;
    page.type_keys(keys::HOME)?;
    shows(
        page,
        "Inventory is slow. Either way the order fails as DEADLINE_EXCEEDED, and the gateway knows it after 10.0 ms",
    )?;
    page.script("for (const closed of document.querySelectorAll('.shop details')) closed.open = true;", &[])?;
    is_accessible(page, "the online store")?;
    page.resize(390, 844)?;
    page.until(
        "nothing is wider than the page",
        "const main = document.querySelector('main'); return main.scrollWidth <= main.clientWidth;",
        &[],
    )?;
    page.resize(1440, 900)
}
