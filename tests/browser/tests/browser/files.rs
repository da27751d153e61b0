//! Several .proto files, a tab each.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, SCHEMA, has_no_problem, has_problem, shows_bytes, shows_text};

wirelens_browser_tests::tests![
    a_file_is_added_renamed_imported_and_removed,
    arrows_move_among_the_tabs,
    two_files_cannot_have_one_name,
];

fn tabs(page: &Page<'_>, names: &[&str]) -> Result<()> {
    page.until(
        &format!("the tabs are {names:?}"),
        "return wl.all('tab', null, wl.one('tablist', 'Files')).map(wl.name).join() === arguments[0].join();",
        &[json!(names)],
    )
    .map(drop)
}

fn in_front(page: &Page<'_>, name: &str) -> Result<()> {
    page.until(
        &format!("{name} is in front"),
        "return wl.one('tab', arguments[0], wl.one('tablist', 'Files'))?.ariaSelected === 'true';",
        &[json!(name)],
    )
    .map(drop)
}

fn rename(page: &Page<'_>, name: &str) -> Result<()> {
    page.type_keys(keys::F2)?;
    page.find("textbox", "New name of the file")?;
    page.until("the field has the focus", "return wl.name(document.activeElement) === 'New name of the file';", &[])?;
    page.type_keys(&format!("{}a", keys::CONTROL))?;
    page.type_keys(&format!("{name}{}", keys::ENTER))
}

fn a_file_is_added_renamed_imported_and_removed(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("button", "New file")?;
    tabs(page, &["user.proto", "new.proto"])?;
    in_front(page, "new.proto")?;
    page.paste("Schema", "syntax = \"proto3\";\npackage demo;\nmessage Phone { string number = 1; }\n")?;
    page.click("tab", "new.proto")?;
    rename(page, "phone.proto")?;
    tabs(page, &["user.proto", "phone.proto"])?;

    page.click("tab", "user.proto")?;
    shows_text(page, "Schema", SCHEMA)?;
    let importing = SCHEMA
        .replace("package demo;", "package demo;\nimport \"phone.proto\";")
        .replace("Address home = 3;", "Address home = 3;\n  Phone phone = 4;");
    page.paste("Schema", &importing)?;
    page.paste("Message JSON", r#"{"phone": {"number": "1"}}"#)?;
    shows_bytes(page, "22 03 0a 01 31")?;
    has_no_problem(page)?;

    page.click("tab", "phone.proto")?;
    page.type_keys(keys::DELETE)?;
    tabs(page, &["user.proto has errors"])?;
    has_problem(page, "user.proto:4:", "phone.proto")?;
    // What was removed is not gone.
    page.click("button", "Undo")?;
    tabs(page, &["user.proto", "phone.proto"])?;
    has_no_problem(page)
}

fn arrows_move_among_the_tabs(page: &Visit<'_>) -> Result<()> {
    page.open("#/?example=online-store")?;
    let names = page.script("return wl.all('tab', null, wl.one('tablist', 'Files')).map(wl.name);", &[])?;
    let names: Vec<&str> = names.as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    assert!(names.len() >= 3, "the store has several files: {names:?}");
    page.click("tab", names[0])?;
    page.type_keys(keys::RIGHT)?;
    in_front(page, names[1])?;
    page.type_keys(keys::END)?;
    in_front(page, names[names.len() - 1])?;
    page.type_keys(keys::RIGHT)?;
    in_front(page, names[0])?;
    page.type_keys(keys::LEFT)?;
    in_front(page, names[names.len() - 1])
}

fn two_files_cannot_have_one_name(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("button", "New file")?;
    page.click("tab", "new.proto")?;
    rename(page, "user.proto")?;
    page.until("it says why not", "return wl.notice().includes('another file has it');", &[])?;
    tabs(page, &["user.proto", "new.proto"])
}
