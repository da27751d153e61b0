//! Light and dark, narrow and wide.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, HEX, shows_bytes};

wirelens_browser_tests::tests![
    the_theme_follows_the_system_until_it_is_chosen,
    on_a_phone_the_panes_are_tabs,
    on_a_phone_nothing_is_wider_than_the_screen,
    a_problem_on_a_phone_leads_to_its_pane,
    lines_between_panes_move_by_mouse_and_keys_and_stay,
];

fn is_dark(page: &Page<'_>, dark: bool) -> Result<()> {
    page.until(
        if dark { "the page is dark" } else { "the page is light" },
        "const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
         return ((red + green + blue) / 3 < 100) === arguments[0];",
        &[json!(dark)],
    )
    .map(drop)
}

fn the_theme_follows_the_system_until_it_is_chosen(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    is_dark(page, false)?;
    page.prefer("dark")?;
    is_dark(page, true)?;
    page.click("button", "Theme: auto")?;
    page.click("button", "Theme: dark")?;
    page.find("button", "Theme: light")?;
    is_dark(page, false)?;
    page.reload()?;
    is_dark(page, false)?;
    page.prefer("light")?;
    page.click("button", "Theme: light")?;
    page.click("button", "Theme: auto")?;
    page.find("button", "Theme: dark")?;
    is_dark(page, true)
}

fn on_a_phone_the_panes_are_tabs(page: &Visit<'_>) -> Result<()> {
    page.resize(390, 844)?;
    work::open(page, &work::user())?;
    page.click("tab", "Bytes")?;
    shows_bytes(page, HEX)?;
    let hidden = |textbox: &str| {
        page.until(&format!("{textbox} is hidden"), "return !wl.one('textbox', arguments[0]);", &[json!(textbox)])
    };
    hidden("Schema")?;
    page.click("tab", "Message")?;
    page.paste("Message JSON", "{\"age\": 1}")?;
    page.click("tab", "Schema")?;
    page.find("textbox", "Schema")?;
    hidden("Message JSON")?;
    page.click("tab", "Bytes")?;
    shows_bytes(page, "10 01")?;
    page.click_on(&work::byte(page, 1)?)?;
    page.until(
        "the explanation is in sight",
        "return wl.one('region', 'Explanation') && wl.explanation().includes('1');",
        &[],
    )
    .map(drop)
}

fn on_a_phone_nothing_is_wider_than_the_screen(page: &Visit<'_>) -> Result<()> {
    page.resize(390, 844)?;
    for route in ["#/", "#/calls", "#/learn", "#/learn/why-grpc"] {
        page.open(route)?;
        let wide = page.script(
            "const all = document.scrollingElement;
             return all.scrollWidth > all.clientWidth ? `${all.scrollWidth} in ${all.clientWidth}` : null;",
            &[],
        )?;
        assert!(wide.is_null(), "{route} scrolls sideways: {wide}");
    }
    Ok(())
}

fn a_problem_on_a_phone_leads_to_its_pane(page: &Visit<'_>) -> Result<()> {
    page.resize(390, 844)?;
    work::open(page, &work::user())?;
    page.click("tab", "Message")?;
    page.paste("Message JSON", "{\"agee\": 1}")?;
    page.click("tab", "Schema has errors")?;
    work::has_problem(page, "message.json:1:2 error ", "agee")?;
    let item =
        page.element("the problem can be clicked", "return wl.one('list', 'Problems')?.querySelector('button');", &[])?;
    page.click_on(&item)?;
    page.find("textbox", "Message JSON").map(drop)
}

fn lines_between_panes_move_by_mouse_and_keys_and_stay(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    let line = page.find("separator", "Width of the schema")?;
    let share = |page: &Page<'_>| -> Result<f64> {
        let value = page.script("return Number(wl.one('separator', 'Width of the schema').ariaValueNow);", &[])?;
        Ok(value.as_f64().unwrap_or_default())
    };
    let start = share(page)?;
    page.drag(&line, 100)?;
    page.until(
        "it has moved right",
        "return Number(wl.one('separator', 'Width of the schema').ariaValueNow) > arguments[0] + 4;",
        &[json!(start)],
    )?;
    let dragged = share(page)?;
    page.script("arguments[0].focus();", &[line.argument()])?;
    page.type_keys(&format!("{0}{0}", keys::LEFT))?;
    page.until(
        "it has moved left",
        "return Number(wl.one('separator', 'Width of the schema').ariaValueNow) < arguments[0];",
        &[json!(dragged)],
    )?;
    let moved = share(page)?;
    let width =
        |page: &Page<'_>| page.script("return Math.round(document.querySelector('.pane.schema').offsetWidth);", &[]);
    let before = width(page)?;
    page.reload()?;
    assert_eq!((share(page)?, width(page)?), (moved, before), "a reload keeps it");
    Ok(())
}
