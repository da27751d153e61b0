//! The content security policy, foreign texts, and other places to be hosted at.

use anyhow::{Context, Result};
use serde_json::json;
use wirelens_browser_tests::page::Page;
use wirelens_browser_tests::runner::Visit;
use wirelens_browser_tests::site;

use crate::work::{self, HEX, has_no_problem, shows_bytes};

wirelens_browser_tests::tests![
    the_policy_is_served_and_in_the_page_and_the_same,
    the_policy_refuses_markup_and_foreign_hosts,
    markup_in_the_users_texts_stays_text,
    the_site_works_below_a_sub_path,
    nothing_is_fetched_while_one_works,
    a_request_to_another_machine_would_be_caught,
    the_worker_is_refused_foreign_hosts_too,
];

fn the_policy_is_served_and_in_the_page_and_the_same(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    let found = page.post(
        "/execute/async",
        &json!({
            "script": "const then = arguments[0];
                       const meta = document.querySelector('meta[http-equiv=Content-Security-Policy]').content;
                       fetch('./').then((answer) => then([meta, answer.headers.get('content-security-policy')]));",
            "args": [],
        }),
    )?;
    let rules = |at: usize| -> Vec<String> {
        let text = found[at].as_str().unwrap_or_default();
        text.split(';').map(|rule| rule.trim().to_owned()).filter(|rule| !rule.is_empty()).collect()
    };
    let (meta, mut header) = (rules(0), rules(1));
    // A meta element can't say this one.
    header.retain(|rule| !rule.starts_with("frame-ancestors "));
    assert_eq!(meta, header);
    assert!(meta.contains(&"default-src 'none'".to_owned()), "{meta:?}");
    assert!(meta.contains(&"connect-src 'self'".to_owned()), "{meta:?}");
    assert!(meta.contains(&"require-trusted-types-for 'script'".to_owned()), "{meta:?}");
    assert!(!meta.iter().any(|rule| rule.contains("unsafe-inline") && rule.starts_with("script")), "{meta:?}");
    Ok(())
}

fn the_policy_refuses_markup_and_foreign_hosts(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    // The refusals themselves are what the console tells.
    page.allow("Content Security Policy");
    page.allow("Trusted");
    let found = page.post(
        "/execute/async",
        &json!({
            "script": "const then = arguments[0];
                       const refused = {};
                       try { document.createElement('p').innerHTML = '<b>b</b>'; } catch { refused.markup = true; }
                       const inline = document.createElement('script');
                       try { inline.text = 'window.pwned = true'; document.head.append(inline); } catch { }
                       refused.inline = window.pwned === undefined;
                       fetch('https://example.org/').catch(() => { refused.foreign = true; }).then(() => then(refused));",
            "args": [],
        }),
    )?;
    assert_eq!(found, json!({ "markup": true, "inline": true, "foreign": true }));
    Ok(())
}

fn markup_in_the_users_texts_stays_text(page: &Visit<'_>) -> Result<()> {
    const MARKUP: &str = "<img src=x onerror=window.pwned=1><script>window.pwned=1</script>";
    let schema = format!(
        "syntax = \"proto3\";\n// {MARKUP}\nmessage M {{\n  // {MARKUP}\n  string a = 1;\n  map<string, string> b = 2;\n}}\n"
    );
    let json = json!({ "a": MARKUP, "b": { MARKUP: MARKUP } }).to_string();
    let input = work::workspace(&[(&format!("{MARKUP}.proto"), &schema)], "M", &json);
    work::open(page, &input)?;
    let bytes = work::engine_bytes(&input)?;
    page.until(
        "the bytes are there",
        "return wl.fresh() && wl.bytes().length > 100 && arguments[0].startsWith(wl.bytes());",
        &[json!(bytes)],
    )?;
    page.click_on(&work::row(page, "a")?)?;
    page.until("the explanation shows the text as it is", "return wl.explanation().includes('<img src=x');", &[])?;
    page.paste("Message JSON", &json!({ MARKUP: 1 }).to_string())?;
    work::has_problem(page, "message.json:1:2 error ", "<img src=x")?;
    page.until(
        "none of it became an element",
        "return window.pwned === undefined && !document.querySelector('img[src=x], #app script');",
        &[],
    )
    .map(drop)
}

fn the_site_works_below_a_sub_path(page: &Visit<'_>) -> Result<()> {
    let server = site::serve("/some/where/")?;
    assert!(server.url.ends_with("/some/where/"), "{}", server.url);
    let profile = page.stranger()?;
    let below = Page::new(&profile, &server.url);
    work::open_user(&below)?;
    below.paste("Message JSON", "{\"age\": 1}")?;
    shows_bytes(&below, "10 01")?;
    below.click("link", "Learn")?;
    let card = below.element("there is a lesson", "return document.querySelector('a.card');", &[])?;
    below.click_on(&card)?;
    below.until("the lesson and its questions are there", "return wl.all('group').length >= 5;", &[])?;
    below.click("link", "Calls")?;
    below.find("heading", "Calls")?;
    assert_eq!(below.complaints(&server.url)?, Vec::<String>::new());
    Ok(())
}

fn nothing_is_fetched_while_one_works(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.log("performance")?;
    page.paste("Message JSON", "{\"age\": 1}")?;
    shows_bytes(page, "10 01")?;
    page.paste("Schema", &work::SCHEMA.replace("int32 age", "int64 age"))?;
    page.paste("Message JSON", work::JSON)?;
    shows_bytes(page, HEX)?;
    page.click_on(&work::byte(page, 3)?)?;
    work::row(page, "home")?;
    has_no_problem(page)?;
    page.click("button", "Share")?;
    page.find("textbox", "Share link")?;
    let requests = page.requests()?;
    assert_eq!(requests, Vec::<String>::new(), "what is typed stays here");
    page.until("and the link never reaches a server", "return location.hash === '#/';", &[]).context("the address")?;
    Ok(())
}

/// Else the other tests would prove nothing.
fn a_request_to_another_machine_would_be_caught(page: &Visit<'_>) -> Result<()> {
    let profile = page.stranger()?;
    profile.post("/url", &json!({ "url": "http://example.org/left" }))?;
    let found = profile.complaints(page.address())?;
    for complaint in [
        "request to another machine: GET http://example.org/left",
        "request to a foreign origin: http://example.org/left",
    ] {
        assert!(found.iter().any(|text| text == complaint), "{found:?}");
    }
    Ok(())
}

fn the_worker_is_refused_foreign_hosts_too(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    page.allow("Content Security Policy");
    page.script("new BroadcastChannel('test').onmessage = ({ data }) => { window.testHeard = data; };", &[])?;
    page.script_in_worker(
        "fetch('https://example.org/').then(() => 'let through', () => 'refused')
             .then((word) => new BroadcastChannel('test').postMessage(word));",
    )?;
    let heard = page.until("the worker has its answer", "return window.testHeard;", &[])?;
    // The trap, which every test ends with, has seen nothing either.
    assert_eq!(heard, "refused");
    Ok(())
}
