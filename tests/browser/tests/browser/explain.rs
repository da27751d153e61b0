//! What is said of the bytes that are chosen: their bits, what is wrong with them, and where it leads.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, byte, row, shows_bytes};

wirelens_browser_tests::tests![
    bits_are_walked_over_with_the_keyboard,
    a_bit_that_is_pointed_at_is_explained_and_nothing_moves,
    an_explanation_leads_to_the_declaration_the_json_and_the_lesson,
    bytes_that_can_not_be_read_are_explained_with_what_a_parser_does,
    what_is_guessed_has_a_table_of_readings,
];

/// Waits until the explanation has all of these parts.
fn says(page: &Page<'_>, parts: &[&str]) -> Result<()> {
    page.until(
        &format!("the explanation says {parts:?}"),
        "const told = wl.explanation(); return arguments[0].every((part) => told.includes(part));",
        &[json!(parts)],
    )
    .map(drop)
}

/// Waits until the bit that the keyboard is at has a name with this part.
fn at_bit(page: &Page<'_>, part: &str) -> Result<()> {
    page.until(
        &format!("the cursor is at a bit that says “{part}”"),
        "const bits = wl.one('listbox', 'Bits');
         const bit = document.getElementById(bits?.getAttribute('aria-activedescendant'));
         return bits === document.activeElement && bit?.ariaSelected === 'true' && wl.name(bit).includes(arguments[0]);",
        &[json!(part)],
    )
    .map(drop)
}

fn bits_are_walked_over_with_the_keyboard(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 8)?)?;
    says(page, &["byte 8 in age", "0000010 0101100 = 256 + 44 = 300"])?;
    let bits = page.find("listbox", "Bits")?;
    page.script("arguments[0].focus();", &[bits.argument()])?;
    at_bit(page, "Bit 7 of ac is 1: says that another byte follows")?;
    page.type_keys(&format!("{0}{0}", keys::RIGHT))?;
    at_bit(page, "Bit 5 of ac is 1: adds 2⁵ = 32 to the value")?;
    says(page, &["Bit 5 of ac is 1: adds 2⁵ = 32 to the value"])?;
    page.type_keys(keys::DOWN)?;
    at_bit(page, "Bit 5 of 02 is 0: would add 2¹² = 4096 to the value")?;
    page.type_keys(keys::END)?;
    at_bit(page, "Bit 0 of 02")?;
    page.type_keys(keys::RIGHT)?;
    at_bit(page, "Bit 0 of 02")?;
    page.type_keys(keys::HOME)?;
    at_bit(page, "Bit 7 of ac")
}

fn a_bit_that_is_pointed_at_is_explained_and_nothing_moves(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 7)?)?;
    says(page, &["tag of age", "0010 000 = field 2, wire type 0", "2 << 3 | 0 = 16"])?;
    let below = "return Math.round(document.querySelector('.explain .sum').getBoundingClientRect().top);";
    let before = page.script(below, &[])?;
    let bit = page.element("the lowest bit", "return wl.all('option', null, wl.one('listbox', 'Bits'))[7];", &[])?;
    page.hover(&bit)?;
    says(page, &["Bit 0 of 10 is 0: is one of three for the wire type; 000 is VARINT"])?;
    assert_eq!(page.script(below, &[])?, before, "what is below stays where it is");
    page.hover_nothing()?;
    page.until(
        "the looks are explained again",
        "return !wl.explanation().includes('Bit 0 of 10') && wl.explanation().includes('field number');",
        &[],
    )
    .map(drop)
}

fn an_explanation_leads_to_the_declaration_the_json_and_the_lesson(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 14)?)?;
    says(page, &["byte 14 in city", "home.city", "U+004F", "an upper-case letter"])?;
    page.click("button", "Go to user.proto:12")?;
    page.until(
        "the cursor is in the .proto",
        "return wl.one('textbox', 'Schema').contains(document.activeElement);",
        &[],
    )?;
    page.click("button", "Go to the JSON \"city\": \"Oslo\"")?;
    page.until(
        "the cursor is in the JSON",
        "return wl.one('textbox', 'Message JSON').contains(document.activeElement);",
        &[],
    )?;
    page.click_on(&byte(page, 8)?)?;
    says(page, &["byte 8 in age"])?;
    page.click("link", "How varints work")?;
    page.find("heading", "How varints work")?;
    page.post("/back", &json!({}))?;
    page.settle()?;
    says(page, &["byte 8 in age"])
}

fn bytes_that_can_not_be_read_are_explained_with_what_a_parser_does(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    page.paste("Payload", "10 05 0e 01")?;
    shows_bytes(page, "10 05 0e 01")?;
    page.click_on(&byte(page, 2)?)?;
    says(
        page,
        &["0e is a tag of field 1 with wire type 6, which is not defined", "A parser refuses the whole message"],
    )?;
    page.click_on(&byte(page, 3)?)?;
    says(page, &["01 is behind what can't be read"])?;
    page.paste("Payload", "0a 05 41 6c")?;
    shows_bytes(page, "0a 05 41 6c")?;
    page.click_on(&byte(page, 1)?)?;
    says(page, &["5 bytes should follow, and 2 are there", "A parser refuses the whole message as cut off"])?;
    page.click("link", "What parsers refuse")?;
    page.find("heading", "What parsers refuse, and what they let pass").map(drop)
}

fn what_is_guessed_has_a_table_of_readings(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    page.paste("Payload", "a0 06 01")?;
    shows_bytes(page, "a0 06 01")?;
    page.click_on(&row(page, "field")?)?;
    page.until(
        "each reading has its value, score and reason",
        "const table = wl.one('table', 'Plausible readings');
         const rows = [...(table?.querySelectorAll('tr') ?? [])].map((row) => [...row.cells].map(wl.text));
         return rows[0]?.join() === 'Could be,Value,Score,Why'
             && rows.some(([kind, value, score, why]) => kind === 'bool' && value === 'true' && score > 0 && why);",
        &[],
    )
    .map(drop)
}
