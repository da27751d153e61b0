//! Sample messages: made by the menu above the JSON, as the engine makes them natively.

use anyhow::{Context, Result};
use wirelens::analysis::analyze;
use wirelens::message::sample::{Shape, sample};
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, HEX, JSON, engine_bytes, has_no_problem, shows_bytes, shows_text};

wirelens_browser_tests::tests![
    each_kind_takes_the_place_of_the_message,
    shuffling_by_keys_gives_others,
    a_sample_in_place_of_bytes_is_taken_back,
];

/// What the engine makes for the small workspace.
fn made(shape: Shape, seed: u64) -> Result<String> {
    let root = analyze(&work::user()).root.context("the small workspace has a type")?;
    Ok(sample(&root, shape, seed))
}

fn shows_sample(page: &Page<'_>, shape: Shape, seed: u64) -> Result<()> {
    let text = made(shape, seed)?;
    shows_text(page, "Message JSON", &text)?;
    shows_bytes(page, &engine_bytes(&work::workspace(&[("user.proto", work::SCHEMA)], "demo.User", &text))?)?;
    has_no_problem(page)
}

fn each_kind_takes_the_place_of_the_message(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    for (name, shape) in [("Extreme", Shape::Extreme), ("Minimal", Shape::Minimal), ("Typical", Shape::Typical)] {
        page.click("button", "Sample")?;
        page.click("button", name)?;
        shows_sample(page, shape, 0)?;
    }
    // Each was one step.
    for (made, shape) in
        [("a typical", Some(Shape::Minimal)), ("a minimal", Some(Shape::Extreme)), ("an extreme", None)]
    {
        page.click("button", "Workspace")?;
        page.click("button", &format!("Undo: Made {made} sample of demo.User"))?;
        if let Some(shape) = shape {
            shows_sample(page, shape, 0)?;
        }
    }
    shows_text(page, "Message JSON", JSON)?;
    shows_bytes(page, HEX)
}

fn shuffling_by_keys_gives_others(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("button", "Sample")?;
    for seed in 1..=2 {
        page.type_keys(keys::END)?;
        page.type_keys(keys::ENTER)?;
        shows_sample(page, Shape::Typical, seed)?;
        page.until(
            "the button has the focus again",
            "return document.activeElement === wl.one('button', 'Sample');",
            &[],
        )?;
        page.type_keys(keys::DOWN)?;
    }
    page.type_keys(keys::ESCAPE)?;
    page.until("the menu is closed", "return !wl.one('button', 'Shuffle');", &[]).map(drop)
}

fn a_sample_in_place_of_bytes_is_taken_back(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    page.paste("Payload", "10 05")?;
    shows_bytes(page, "10 05")?;
    page.click("tab", "JSON")?;
    page.click("button", "Sample")?;
    page.click("button", "Typical")?;
    shows_sample(page, Shape::Typical, 0)?;
    page.click("button", "Undo")?;
    shows_bytes(page, "10 05")?;
    page.click("tab", "Payload")?;
    page.until("the bytes are what was pasted", "return wl.one('textbox', 'Payload').value === '10 05';", &[]).map(drop)
}
