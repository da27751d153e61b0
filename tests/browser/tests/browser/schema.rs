//! The .proto editor and the list of problems.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::keys;
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, HEX, SCHEMA, has_no_problem, has_problem, shows_bytes};

wirelens_browser_tests::tests![
    a_broken_schema_is_listed_with_its_place_until_it_is_mended,
    typing_a_field_key_by_key_makes_it_known,
    an_undefined_type_is_underlined_and_its_tab_says_so,
    a_problem_leads_to_its_place,
    an_error_keeps_the_last_good_bytes_on_screen,
    undo_and_search_work_in_the_editor,
];

fn broken() -> String {
    SCHEMA.replace("int32 age = 2;", "int32 age 2;")
}

fn a_broken_schema_is_listed_with_its_place_until_it_is_mended(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Schema", &broken())?;
    // Line 7 is `  int32 age 2;`; the `=` is missing in front of column 13.
    has_problem(page, "user.proto:7:13 error ", "=")?;
    page.paste("Schema", SCHEMA)?;
    has_no_problem(page)?;
    shows_bytes(page, HEX)
}

fn typing_a_field_key_by_key_makes_it_known(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_text("Schema", "Address home")?;
    page.type_keys(keys::END)?;
    page.type_keys(&format!("{}bool admin = 4;", keys::ENTER))?;
    page.paste("Message JSON", r#"{"admin": true}"#)?;
    shows_bytes(page, "20 01")?;
    has_no_problem(page)
}

fn an_undefined_type_is_underlined_and_its_tab_says_so(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Schema", &SCHEMA.replace("Address home", "Adress home"))?;
    has_problem(page, "user.proto:8:3 error ", "Adress")?;
    page.until(
        "the word is underlined",
        "return [...document.querySelectorAll('.cm-lintRange-error')].some((part) => part.textContent.includes('Adress'));",
        &[],
    )?;
    page.find("tab", "user.proto has errors")?;
    page.paste("Schema", SCHEMA)?;
    page.find("tab", "user.proto")?;
    page.until("nothing is underlined", "return !document.querySelector('.cm-lintRange-error');", &[]).map(drop)
}

fn a_problem_leads_to_its_place(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Schema", &broken())?;
    has_problem(page, "user.proto:7:13 error ", "")?;
    let item =
        page.element("the problem can be clicked", "return wl.one('list', 'Problems')?.querySelector('button');", &[])?;
    page.click_on(&item)?;
    page.until(
        "the cursor is in line 7 of the editor",
        "const line = document.querySelector('.cm-activeLine');
         return document.activeElement === wl.one('textbox', 'Schema')
             && [...document.activeElement.querySelectorAll('.cm-line')].indexOf(line) === 6;",
        &[],
    )
    .map(drop)
}

fn an_error_keeps_the_last_good_bytes_on_screen(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Schema", &broken())?;
    has_problem(page, "user.proto:7", "")?;
    page.until("the bytes are still there", "return wl.bytes() === arguments[0];", &[json!(HEX)])?;
    page.until("they are marked stale", "return !wl.fresh();", &[]).map(drop)
}

fn undo_and_search_work_in_the_editor(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_text("Schema", "demo")?;
    page.type_keys("x")?;
    page.until("the x is there", "return wl.code('Schema') !== arguments[0];", &[json!(SCHEMA)])?;
    page.type_keys(&format!("{}z", keys::CONTROL))?;
    work::shows_text(page, "Schema", SCHEMA)?;
    page.type_keys(&format!("{}f", keys::CONTROL))?;
    page.until("the search is open", "return document.querySelector('.cm-search, .cm-panel');", &[]).map(drop)
}
