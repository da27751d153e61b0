//! The same thing seen five ways: choosing or pointing at one marks the others.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, byte, row, selected};

wirelens_browser_tests::tests![
    a_chosen_byte_marks_its_field_value_and_declaration,
    a_chosen_row_marks_its_bytes,
    the_cursor_in_the_json_marks_the_bytes,
    the_cursor_in_the_schema_marks_the_bytes,
    pointing_at_a_byte_lights_up_the_others_while_it_lasts,
    pointing_at_a_row_or_a_value_lights_up_the_bytes,
    arrows_move_among_bytes_and_shift_extends,
    arrows_move_in_the_tree_fold_and_unfold,
];

/// Waits until all views show that `age` is chosen.
fn age_is_chosen_everywhere(page: &Page<'_>) -> Result<()> {
    page.until(
        "the row, the value, the line and the sentence are those of age",
        "const rows = wl.chosenRows();
         return rows.length === 1 && rows[0].startsWith('age')
             && wl.marked('Message JSON', 'wl-selected').includes('300')
             && !wl.marked('Message JSON', 'wl-selected').includes('Alice')
             && wl.markedLines('Schema').join() === 'int32 age = 2;'
             && wl.explanation().includes('300');",
        &[],
    )
    .map(drop)
}

fn a_chosen_byte_marks_its_field_value_and_declaration(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 8)?)?;
    age_is_chosen_everywhere(page)?;
    // All the bytes of age, or those of its value: the chosen one is among them, those of others are not.
    page.until(
        "the byte is selected, and no byte of another field",
        "const all = wl.selected(); return all.includes(8) && all.every((at) => at >= 7 && at <= 9);",
        &[],
    )?;
    page.click_on(&byte(page, 15)?)?;
    page.until(
        "city is chosen now",
        "return wl.markedLines('Schema').join() === 'string city = 1;' && wl.explanation().includes('city')
             && wl.marked('Message JSON', 'wl-selected').includes('Oslo');",
        &[],
    )
    .map(drop)
}

fn a_chosen_row_marks_its_bytes(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&row(page, "age")?)?;
    selected(page, &[7, 8, 9])?;
    age_is_chosen_everywhere(page)
}

fn the_cursor_in_the_json_marks_the_bytes(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_text("Message JSON", "300")?;
    selected(page, &[7, 8, 9])?;
    age_is_chosen_everywhere(page)?;
    // The cursor moves by keys as well: down a line to home.
    page.type_keys(keys::DOWN)?;
    page.until("it is a byte of home now", "return wl.selected().length > 0 && wl.selected()[0] >= 10;", &[]).map(drop)
}

fn the_cursor_in_the_schema_marks_the_bytes(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_text("Schema", "int32 age")?;
    selected(page, &[7, 8, 9])?;
    age_is_chosen_everywhere(page)
}

fn pointing_at_a_byte_lights_up_the_others_while_it_lasts(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let chosen = page.script("return wl.selected();", &[])?;
    page.hover(&byte(page, 8)?)?;
    page.until(
        "row, value and declaration light up",
        "return wl.row('age').classList.contains('hover')
             && wl.marked('Message JSON', 'wl-hovered').includes('300')
             && wl.marked('Schema', 'wl-hovered').includes('age');",
        &[],
    )?;
    assert_eq!(page.script("return wl.selected();", &[])?, chosen, "to point is not to choose");
    page.hover_nothing()?;
    page.until("nothing lights up", "return !document.querySelector('.trow.hover, .b.hover, .wl-hovered');", &[])
        .map(drop)
}

fn pointing_at_a_row_or_a_value_lights_up_the_bytes(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.hover(&row(page, "name")?)?;
    page.until("the name's bytes", "return wl.offsets('.hover').join() === '0,1,2,3,4,5,6';", &[])?;
    page.hover_text("Message JSON", "300")?;
    page.until("the age's bytes", "return wl.offsets('.hover').join() === '7,8,9';", &[])?;
    page.hover_text("Schema", "home")?;
    page.until("the address's bytes", "return wl.offsets('.hover').join() === '10,11,12,13,14,15,16,17';", &[])
        .map(drop)
}

fn arrows_move_among_bytes_and_shift_extends(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let here = |offset: u32| {
        page.until(
            &format!("the cursor is at byte {offset}"),
            "const grid = wl.one('grid', 'Bytes');
             return grid === document.activeElement
                 && document.getElementById(grid.getAttribute('aria-activedescendant'))?.dataset.offset === arguments[0];",
            &[json!(offset.to_string())],
        )
    };
    page.click_on(&byte(page, 2)?)?;
    here(2)?;
    page.type_keys(keys::RIGHT)?;
    here(3)?;
    page.type_keys(&format!("{}{}{}", keys::SHIFT, keys::RIGHT, keys::RIGHT))?;
    selected(page, &[3, 4, 5])?;
    page.type_keys(&format!("{}{}", keys::CONTROL, keys::END))?;
    here(17)?;
    page.type_keys(&format!("{}{}", keys::CONTROL, keys::HOME))?;
    here(0)?;
    page.type_keys(keys::LEFT)?;
    here(0)?;
    page.until(
        "the first tag is explained",
        "return wl.explanation().length > 20 && wl.chosenRows()[0]?.startsWith('name');",
        &[],
    )
    .map(drop)
}

fn arrows_move_in_the_tree_fold_and_unfold(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let chosen = |name: &str| {
        page.until(
            &format!("{name} is the only row chosen"),
            "return wl.chosenRows().length === 1 && wl.row(arguments[0])?.ariaSelected === 'true';",
            &[json!(name)],
        )
    };
    let rows = |count: usize| {
        page.until(
            &format!("there are {count} rows"),
            "return wl.all('treeitem').length === arguments[0];",
            &[json!(count)],
        )
    };
    rows(4)?;
    page.click_on(&row(page, "name")?)?;
    chosen("name")?;
    page.type_keys(keys::DOWN)?;
    chosen("age")?;
    page.type_keys(keys::DOWN)?;
    chosen("home")?;
    page.type_keys(keys::LEFT)?;
    rows(3)?;
    page.type_keys(keys::RIGHT)?;
    rows(4)?;
    page.type_keys(keys::RIGHT)?;
    chosen("city")?;
    page.type_keys(keys::LEFT)?;
    chosen("home")?;
    page.type_keys(keys::HOME)?;
    chosen("name")?;
    selected(page, &[0, 1, 2, 3, 4, 5, 6])
}
