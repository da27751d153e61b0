//! The same call as REST, beside the timeline: what crosses, what both come to, and what is said of it.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::keys;
use wirelens_browser_tests::runner::Visit;

wirelens_browser_tests::tests![
    the_call_is_made_both_ways,
    another_script_is_another_comparison,
    the_comparison_fits_a_phone,
];

const PART: &str = "The same call as REST";

/// Loads the classic call, and opens the part by the keyboard.
fn open(page: &Visit<'_>) -> Result<()> {
    page.open("#/calls/store")?;
    page.click("button", "GetUser(id = 123)")?;
    page.until(
        "the part is there",
        "return !!wl.one('region', arguments[0])?.querySelector('summary');",
        &[json!(PART)],
    )?;
    page.script("wl.one('region', arguments[0]).querySelector('summary').focus();", &[json!(PART)])?;
    page.type_keys(keys::ENTER)?;
    says(page, "Request as REST", "GET /v1/users/123 HTTP/1.1")
}

/// Waits until a region says this, of the script as it is.
fn says(page: &Visit<'_>, region: &str, part: &str) -> Result<()> {
    page.until(
        &format!("“{region}” says “{part}”"),
        "const region = wl.one('region', arguments[0]);
         return !!region && !region.closest('.stale') && wl.text(region).includes(arguments[1]);",
        &[json!(region), json!(part)],
    )
    .map(drop)
}

/// Waits until the table says this of gRPC and REST.
fn counts(page: &Visit<'_>, row: &str) -> Result<()> {
    page.until(
        &format!("the table has the row “{row}…”"),
        "const table = wl.one('table', 'gRPC and REST');
         return !!table && !table.closest('.stale')
             && [...table.rows].some((it) => wl.text(it).replaceAll('\\u2009', '').startsWith(arguments[0]));",
        &[json!(row)],
    )
    .map(drop)
}

fn the_call_is_made_both_ways(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    says(page, "Response as REST", "HTTP/1.1 200 OK")?;
    says(page, "Response as REST", "\"name\":\"Alice\"")?;
    counts(page, "Connections 1 1")?;
    page.click("tab", "Each further call")?;
    counts(page, "Connections 0 0")?;
    page.type_keys(keys::RIGHT)?;
    counts(page, "Connections 1 1")?;
    says(page, PART, "As a GET it may be cached")
}

fn another_script_is_another_comparison(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    let condition = page.element(
        "the rule has a condition",
        "return document.querySelector(\"input[aria-label='Condition of rule 1']\");",
        &[],
    )?;
    page.click_on(&condition)?;
    page.script("document.activeElement.select();", &[])?;
    page.type_keys(&format!("request.id == 7{}", keys::TAB))?;
    says(page, "Response as REST", "HTTP/1.1 404 Not Found")?;
    says(page, "Response as REST", "\"code\":5")
}

fn the_comparison_fits_a_phone(page: &Visit<'_>) -> Result<()> {
    open(page)?;
    page.resize(390, 844)?;
    page.until(
        "nothing is wider than the page",
        "const main = document.querySelector('main'); return main.scrollWidth <= main.clientWidth;",
        &[],
    )?;
    page.resize(1440, 900)
}
