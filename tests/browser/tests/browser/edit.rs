//! The grid of bytes as an editor and as a grid that assistive technology knows: keys, undo, places, speech.

use anyhow::Result;
use serde_json::{Value, json};
use wirelens_browser_tests::page::keys;
use wirelens_browser_tests::runner::Visit;

use crate::access::is_accessible_here;
use crate::work::{self, HEX, byte, has_no_problem, has_problem, selected, shows_bytes, shows_json};

wirelens_browser_tests::tests![
    typed_digits_overwrite_and_the_json_follows,
    bytes_are_inserted_removed_and_appended,
    edits_are_taken_back_step_by_step,
    a_run_is_removed_and_hex_is_pasted_over_it,
    keys_walk_the_grid_and_the_byte_is_spoken,
    an_offset_is_typed_to_go_there,
    rows_and_columns_are_counted,
    all_bytes_can_go_and_others_come,
    the_message_is_broken_in_each_way_and_told_of,
    what_can_not_be_broken_says_why,
    what_breaks_it_is_accessible,
];

/// Waits until the grid has the focus and its cursor is at this offset; behind the last byte there is a place too.
fn here(page: &Visit<'_>, offset: u32) -> Result<()> {
    page.until(
        &format!("the cursor is at byte {offset}"),
        "const grid = wl.one('grid', 'Bytes');
         return grid === document.activeElement
             && grid.getAttribute('aria-activedescendant') === `byte-${arguments[0]}`
             && document.getElementById(`byte-${arguments[0]}`);",
        &[json!(offset)],
    )
    .map(drop)
}

/// Waits until the live region under the grid speaks of this.
fn speaks(page: &Visit<'_>, part: &str) -> Result<()> {
    page.until(
        &format!("“{part}” is spoken"),
        "return wl.one('region', 'Wire').querySelector('[aria-live=polite]').textContent.includes(arguments[0]);",
        &[json!(part)],
    )
    .map(drop)
}

fn alice(name: &str, age: u32) -> Value {
    json!({ "name": name, "age": age, "home": { "city": "Oslo" } })
}

fn control(key: &str) -> String {
    format!("{}{key}", keys::CONTROL)
}

fn typed_digits_overwrite_and_the_json_follows(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 2)?)?;
    page.type_keys("61")?;
    here(page, 3)?;
    shows_bytes(page, &HEX.replace("41", "61"))?;
    shows_json(page, &alice("alice", 300))?;
    page.until("the row follows", "return wl.text(wl.row('name')).includes('alice');", &[])?;
    has_no_problem(page)?;
    // A byte that breaks the message is told of where it is, and mended again.
    page.click_on(&byte(page, 1)?)?;
    page.type_keys("7f")?;
    has_problem(page, "payload:1:4 error", "127")?;
    page.click_on(&byte(page, 1)?)?;
    page.type_keys("05")?;
    has_no_problem(page)?;
    page.click("tab", "Payload")?;
    page.until("the payload is the hex", "return wl.one('textbox', 'Payload').value.startsWith('0a 05 61');", &[])
        .map(drop)
}

fn bytes_are_inserted_removed_and_appended(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 7)?)?;
    page.type_keys(keys::INSERT)?;
    speaks(page, "inserting")?;
    page.type_keys("21")?;
    here(page, 8)?;
    page.click_on(&byte(page, 1)?)?;
    page.type_keys(keys::INSERT)?;
    page.type_keys("06")?;
    shows_json(page, &alice("Alice!", 300))?;
    page.click_on(&byte(page, 7)?)?;
    page.type_keys(keys::DELETE)?;
    speaks(page, "Removed 1 byte at 0007")?;
    page.click_on(&byte(page, 2)?)?;
    page.type_keys(keys::BACKSPACE)?;
    page.click_on(&byte(page, 1)?)?;
    page.type_keys(&format!("{}05{}", keys::INSERT, keys::INSERT))?;
    shows_bytes(page, HEX)?;
    page.type_keys(&format!("{}{}", control(keys::END), ""))?;
    page.type_keys(keys::RIGHT)?;
    here(page, 18)?;
    page.type_keys("1007")?;
    shows_bytes(page, &format!("{HEX} 10 07"))?;
    shows_json(page, &alice("Alice", 7))
}

fn edits_are_taken_back_step_by_step(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 2)?)?;
    page.type_keys(&format!("6162{}", keys::DELETE))?;
    let without = HEX.replace("41 6c 69", "61 62");
    shows_bytes(page, &without)?;
    page.type_keys(&control("z"))?;
    shows_bytes(page, &HEX.replace("41 6c", "61 62"))?;
    page.type_keys(&control("z"))?;
    shows_bytes(page, &HEX.replace("41 6c", "61 6c"))?;
    here(page, 3)?;
    page.type_keys(&control("z"))?;
    shows_bytes(page, HEX)?;
    page.until(
        "the JSON is the source again",
        "return wl.text(wl.one('region', 'Wire')).includes('from the JSON');",
        &[],
    )?;
    for _ in 0..3 {
        page.type_keys(&control("y"))?;
    }
    shows_bytes(page, &without)
}

fn a_run_is_removed_and_hex_is_pasted_over_it(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 7)?)?;
    page.type_keys(&format!("{}{}{}", keys::SHIFT, keys::RIGHT, keys::RIGHT))?;
    selected(page, &[7, 8, 9])?;
    speaks(page, "bytes 7 to 9 of 18, hex 10 ac 02, tag of age")?;
    page.type_keys(keys::DELETE)?;
    shows_bytes(page, &HEX.replace(" 10 ac 02", ""))?;
    page.until(
        "a pasted text is taken",
        "const data = new DataTransfer();
         data.setData('text/plain', '1001');
         wl.one('grid', 'Bytes').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
         return true;",
        &[],
    )?;
    shows_bytes(page, &HEX.replace("10 ac 02 1a 06", "10 01"))
}

fn keys_walk_the_grid_and_the_byte_is_spoken(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 0)?)?;
    speaks(page, "byte 0 of 18, hex 0a, tag of name, field 1 LEN")?;
    page.type_keys(keys::RIGHT)?;
    speaks(page, "byte 1 of 18, hex 05, length of name")?;
    page.type_keys(keys::DOWN)?;
    let columns = page.script("return Number(wl.one('grid', 'Bytes').ariaColCount);", &[])?;
    let columns = columns.as_u64().unwrap_or_default() as u32;
    here(page, 1 + columns)?;
    page.type_keys(keys::HOME)?;
    here(page, columns)?;
    page.type_keys(keys::PAGE_DOWN)?;
    here(page, 17)?;
    page.type_keys(keys::PAGE_UP)?;
    here(page, 0)?;
    page.type_keys(keys::END)?;
    here(page, columns - 1)?;
    page.type_keys(&control(keys::END))?;
    speaks(page, "byte 17 of 18, hex 6f")?;
    page.type_keys(keys::RIGHT)?;
    here(page, 18)?;
    speaks(page, "end of 18 bytes")?;
    page.type_keys(&control("a"))?;
    speaks(page, "bytes 0 to 17 of 18")?;
    // What is chosen elsewhere is where the cursor goes.
    page.click_on(&work::row(page, "age")?)?;
    page.until(
        "the cursor is at the age",
        "return wl.one('grid', 'Bytes').getAttribute('aria-activedescendant') === 'byte-7';",
        &[],
    )
    .map(drop)
}

fn an_offset_is_typed_to_go_there(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 0)?)?;
    page.type_keys("g")?;
    page.find("textbox", "Go to offset")?;
    page.type_keys(&format!("xyz{}", keys::ENTER))?;
    page.until(
        "a wrong offset is told of",
        "const field = wl.one('textbox', 'Go to offset');
         return field === document.activeElement && field.ariaInvalid === 'true'
             && wl.text(document.querySelector('[role=alert]')).includes('0 to 12');",
        &[],
    )?;
    page.type_keys(keys::ESCAPE)?;
    here(page, 0)?;
    page.type_keys("g")?;
    page.find("textbox", "Go to offset")?;
    page.type_keys(&format!("0xc{}", keys::ENTER))?;
    here(page, 12)?;
    speaks(page, "byte 12 of 18, hex 0a, tag of city")
}

fn rows_and_columns_are_counted(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.until(
        "each cell says its row and column, and the grid how many there are",
        "const grid = wl.one('grid', 'Bytes');
         const columns = Number(grid.ariaColCount);
         const cells = [...grid.querySelectorAll('[role=gridcell]')];
         return cells.length === 19 && Number(grid.ariaRowCount) === Math.ceil(19 / columns)
             && grid.ariaReadOnly === 'false' && document.getElementById(grid.getAttribute('aria-describedby'))
             && cells.every((cell, at) => Number(cell.ariaColIndex) === at % columns + 1
                    && Number(cell.closest('[role=row]').ariaRowIndex) === Math.floor(at / columns) + 1);",
        &[],
    )
    .map(drop)
}

fn all_bytes_can_go_and_others_come(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 0)?)?;
    page.type_keys(&control("a"))?;
    page.type_keys(keys::DELETE)?;
    shows_bytes(page, "")?;
    here(page, 0)?;
    page.type_keys("1001")?;
    shows_bytes(page, "10 01")?;
    shows_json(page, &json!({ "age": 1 }))
}

/// Breaks the small message with this byte chosen.
fn break_it(page: &Visit<'_>, at: u32, way: &str) -> Result<()> {
    page.click_on(&byte(page, at)?)?;
    page.click("button", "Break it")?;
    page.until(
        &format!("“{way}” is offered"),
        "return wl.one('button', arguments[0])?.ariaDisabled !== 'true' && wl.one('button', arguments[0]);",
        &[json!(way)],
    )?;
    page.click("button", way)
}

fn told(page: &Visit<'_>, part: &str) -> Result<()> {
    page.until(&format!("“{part}” is told"), "return wl.notice().includes(arguments[0]);", &[json!(part)]).map(drop)
}

fn the_message_is_broken_in_each_way_and_told_of(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let ways: [(u32, &str, String, &str); 7] = [
        (
            5,
            "Truncate",
            HEX[..14].to_owned(),
            "Parsers refuse the whole message: expected 5 bytes after the length, found 3",
        ),
        (8, "Flip the wire type", HEX.replace(" 10 ac", " 12 ac"), "says LEN instead of VARINT"),
        (3, "Spoil the UTF-8", HEX.replace("6c 69", "ff 69"), "A byte of name is ff"),
        (14, "Make a varint over-long", HEX.replace("06 0a 04", "07 0a 84 00"), "no encoder writes it"),
        (8, "Duplicate a field", HEX.replace("10 ac 02", "10 ac 02 10 ac 02"), "the last one counts"),
        (14, "Append an unknown field", HEX.replace("06 0a", "08 0a") + " 10 01", "among the unknown fields"),
        (8, "Swap two fields", "0a 05 41 6c 69 63 65 1a 06 0a 04 4f 73 6c 6f 10 ac 02".to_owned(), "in any order"),
    ];
    for (at, way, hex, said) in &ways {
        break_it(page, *at, way)?;
        shows_bytes(page, hex)?;
        told(page, said)?;
        // It stays while one looks around.
        page.click_on(&byte(page, 1)?)?;
        told(page, said)?;
        page.click("button", "Undo")?;
        shows_bytes(page, HEX)?;
        page.click("button", "Dismiss")?;
    }
    has_no_problem(page)
}

fn what_can_not_be_broken_says_why(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 14)?)?;
    page.click("button", "Break it")?;
    let is_refused = "const item = wl.one('button', arguments[0]);
         return item?.ariaDisabled === 'true' && item.getAttribute('aria-description') === arguments[1];";
    let why = [json!("Swap two fields"), json!("its message has no other field")];
    page.until("a lonely field has nothing to change places with", is_refused, &why)?;
    page.click("button", "Truncate")?;
    told(page, "Parsers refuse")?;
    page.click("button", "Break it")?;
    let why = [json!("Swap two fields"), json!("parsers refuse these bytes already: mend them first")];
    page.until("what is broken is not broken again", is_refused, &why).map(drop)
}

fn what_breaks_it_is_accessible(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("button", "Break it")?;
    page.until("the ways are offered", "return wl.one('button', 'Truncate')?.ariaDisabled !== 'true';", &[])?;
    is_accessible_here(page, "with the menu that breaks it")?;
    page.click("button", "Truncate")?;
    told(page, "Parsers refuse")?;
    page.click_on(&byte(page, 0)?)?;
    page.type_keys("g")?;
    page.find("textbox", "Go to offset")?;
    is_accessible_here(page, "with what was broken, and the field for an offset")
}
