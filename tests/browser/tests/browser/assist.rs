//! What the engine does for whoever writes a message's JSON: completion, hover, definitions, the canonical form, fixes by key.

use anyhow::Result;
use serde_json::json;
use wirelens::analysis::Input;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, has_no_problem, has_problem, shows_text};

wirelens_browser_tests::tests![
    a_field_comes_with_what_it_holds_and_its_values_are_offered,
    a_nested_message_is_filled_in_part_by_part,
    what_is_missing_around_a_choice_comes_along_and_goes_as_one,
    the_pointer_on_a_key_tells_its_field,
    a_key_leads_to_its_field_and_back,
    a_click_with_control_follows_a_key,
    the_json_is_formatted_by_button_and_by_key,
    a_fix_is_chosen_by_keys,
];

const SCHEMA: &str = r#"syntax = "proto3";

package demo;

message User {
  // What people call them.
  string name = 1;
  Role role = 2;
  Address home = 3;
  bool active = 4;
}

enum Role {
  ROLE_UNSPECIFIED = 0;
  // May do anything.
  ROLE_ADMIN = 1;
}

message Address {
  string city = 1;
  int64 zip = 2;
}
"#;

fn user(json: &str) -> Input {
    work::workspace(&[("user.proto", SCHEMA)], "demo.User", json)
}

/// Opens a message with the cursor behind a part of its JSON.
fn open(page: &Page<'_>, json: &str, behind: &str) -> Result<()> {
    work::open(page, &user(json))?;
    page.until("the type is known", "return wl.one('combobox', 'Message type')?.value === 'demo.User';", &[])?;
    page.click_text("Message JSON", behind)?;
    page.type_keys(keys::END).map(drop)
}

/// Waits until completion offers this first, and has done so for long enough that CodeMirror takes a choice.
fn offers_first(page: &Page<'_>, label: &str) -> Result<()> {
    page.until(
        &format!("completion offers “{label}” first"),
        "const list = wl.one('listbox', 'Completions');
         const first = list?.querySelector('[role=option] .cm-completionLabel')?.textContent;
         if (first !== arguments[0]) window.testFrames = 0;
         return (window.testFrames = (window.testFrames ?? 0) + 1) > 10;",
        &[json!(label)],
    )
    .map(drop)
}

fn card_tells(page: &Page<'_>, text: &str) -> Result<()> {
    page.until(
        &format!("the card tells “{text}”"),
        "const card = document.querySelector('.wl-card');
         return card && wl.text(card).includes(arguments[0]) && card.querySelector('dl dt');",
        &[json!(text)],
    )
    .map(drop)
}

fn a_field_comes_with_what_it_holds_and_its_values_are_offered(page: &Visit<'_>) -> Result<()> {
    open(page, "{\n  \"name\": \"Ann\"\n}", "name")?;
    page.type_keys(&format!(",{}\"ro", keys::ENTER))?;
    offers_first(page, "role")?;
    page.type_keys(keys::ENTER)?;
    // Its values are the next question.
    offers_first(page, "ROLE_UNSPECIFIED")?;
    page.type_keys("admin")?;
    offers_first(page, "ROLE_ADMIN")?;
    page.type_keys(keys::ENTER)?;
    shows_text(page, "Message JSON", "{\n  \"name\": \"Ann\",\n  \"role\": \"ROLE_ADMIN\"\n}")?;
    has_no_problem(page)?;
    work::shows_bytes(page, "0a 03 41 6e 6e 10 01")
}

fn a_nested_message_is_filled_in_part_by_part(page: &Visit<'_>) -> Result<()> {
    open(page, "{\n  \"name\": \"Ann\"\n}", "name")?;
    page.type_keys(&format!(",{}\"hom", keys::ENTER))?;
    offers_first(page, "home")?;
    page.type_keys(keys::DOWN)?;
    let second = "const box = wl.one('textbox', 'Message JSON');
                  return wl.text(document.getElementById(box.getAttribute('aria-activedescendant'))).startsWith('home {…}');";
    page.until("the second is chosen: the whole message", second, &[])?;
    page.type_keys(keys::ENTER)?;
    shows_text(
        page,
        "Message JSON",
        "{\n  \"name\": \"Ann\",\n  \"home\": {\n    \"city\": \"\",\n    \"zip\": \"0\"\n  }\n}",
    )?;
    page.type_keys(&format!("Oslo{}150", keys::TAB))?;
    shows_text(
        page,
        "Message JSON",
        "{\n  \"name\": \"Ann\",\n  \"home\": {\n    \"city\": \"Oslo\",\n    \"zip\": \"150\"\n  }\n}",
    )?;
    has_no_problem(page)
}

fn what_is_missing_around_a_choice_comes_along_and_goes_as_one(page: &Visit<'_>) -> Result<()> {
    let before = "{\n  \"name\": \"Ann\"\n  a\n  \"role\": 1\n}";
    open(page, before, "a")?;
    page.click_text("Message JSON", "  a")?;
    page.type_keys(&format!("{}{} ", keys::END, keys::CONTROL))?;
    offers_first(page, "active")?;
    page.type_keys(keys::ENTER)?;
    shows_text(page, "Message JSON", "{\n  \"name\": \"Ann\",\n  \"active\": true,\n  \"role\": 1\n}")?;
    has_no_problem(page)?;
    page.type_keys(&format!("{}z", keys::CONTROL))?;
    shows_text(page, "Message JSON", before)
}

fn the_pointer_on_a_key_tells_its_field(page: &Visit<'_>) -> Result<()> {
    open(page, "{\n  \"name\": \"Ann\",\n  \"role\": \"ROLE_ADMIN\"\n}", "name")?;
    page.hover_text("Message JSON", "name")?;
    card_tells(page, "string name = 1")?;
    card_tells(page, "What people call them.")?;
    card_tells(page, "0a = 1 << 3 | 2")?;
    page.hover_nothing()?;
    page.until("nothing is told", "return !document.querySelector('.wl-card');", &[])?;
    page.hover_text("Message JSON", "ROLE_ADMIN")?;
    // Being linked with its bytes draws the word anew, and CodeMirror tells of what the pointer has moved over since.
    page.until("it is linked", "return wl.marked('Message JSON', 'wl-hovered').includes('ROLE_ADMIN');", &[])?;
    page.hover_text("Message JSON", "ADMIN")?;
    card_tells(page, "May do anything.")?;
    page.hover_nothing()?;
    page.until("nothing is told", "return !document.querySelector('.wl-card');", &[])?;
    // The same by keys, and said.
    page.click_text("Message JSON", "role")?;
    page.hover_nothing()?;
    page.type_keys(&format!("{}k", keys::CONTROL))?;
    page.type_keys(&format!("{}i", keys::CONTROL))?;
    card_tells(page, "Role role = 2")?;
    page.type_keys(keys::ESCAPE)?;
    page.until("it is gone", "return !document.querySelector('.wl-card');", &[]).map(drop)
}

fn is_at(page: &Page<'_>, editor: &str, line: &str) -> Result<()> {
    page.until(
        &format!("the cursor is in “{line}”"),
        "const box = wl.one('textbox', arguments[0]);
         return document.activeElement === box && box.querySelector('.cm-activeLine')?.textContent === arguments[1];",
        &[json!(editor), json!(line)],
    )
    .map(drop)
}

fn a_key_leads_to_its_field_and_back(page: &Visit<'_>) -> Result<()> {
    open(page, "{\n  \"home\": {\n    \"city\": \"Oslo\"\n  }\n}", "home")?;
    page.click_text("Message JSON", "city")?;
    page.type_keys(keys::F12)?;
    is_at(page, "Schema", "  string city = 1;")?;
    page.type_keys(&format!("{}{}", keys::ALT, keys::LEFT))?;
    is_at(page, "Message JSON", "    \"city\": \"Oslo\"")
}

fn a_click_with_control_follows_a_key(page: &Visit<'_>) -> Result<()> {
    open(page, "{\n  \"role\": \"ROLE_ADMIN\"\n}", "role")?;
    page.hover_text_with("Message JSON", "ROLE_ADMIN", keys::CONTROL)?;
    page.until("it is underlined", "return wl.marked('Message JSON', 'wl-link') === '\"ROLE_ADMIN\"';", &[])?;
    page.click_text_with("Message JSON", "ROLE_ADMIN", keys::CONTROL)?;
    is_at(page, "Schema", "  ROLE_ADMIN = 1;")
}

const UNTIDY: &str = "{ // who\n\"name\":\"Ann\",\"home\": {\"city\":\"Oslo\"},\n\n\n  \"active\"  : true }";
const TIDY: &str = "{ // who\n  \"name\": \"Ann\",\n  \"home\": { \"city\": \"Oslo\" },\n\n  \"active\": true\n}";

fn the_json_is_formatted_by_button_and_by_key(page: &Visit<'_>) -> Result<()> {
    work::open(page, &user(UNTIDY))?;
    shows_text(page, "Message JSON", UNTIDY)?;
    page.click("button", "Format JSON")?;
    shows_text(page, "Message JSON", TIDY)?;
    page.until("it says so", "return wl.notice().includes('Formatted the JSON');", &[])?;
    page.click("button", "Undo")?;
    shows_text(page, "Message JSON", UNTIDY)?;
    page.click_text("Message JSON", "Ann")?;
    page.type_keys(&format!("{}{}f", keys::SHIFT, keys::ALT))?;
    shows_text(page, "Message JSON", TIDY)?;
    page.type_keys(&format!("{}{}f", keys::SHIFT, keys::ALT))?;
    page.until("it says that nothing is to do", "return wl.notice().includes('The JSON is formatted already.');", &[])
        .map(drop)
}

fn a_fix_is_chosen_by_keys(page: &Visit<'_>) -> Result<()> {
    open(page, "{\n  \"name\": \"Ann\",\n}", "name")?;
    has_problem(page, "message.json:2:", "error")?;
    page.type_keys(&format!("{}.", keys::CONTROL))?;
    page.find("menu", "Quick fixes")?;
    page.type_keys(keys::ENTER)?;
    shows_text(page, "Message JSON", "{\n  \"name\": \"Ann\"\n}")?;
    has_no_problem(page)?;
    // What is wrong in the same way all over the text is mended at once.
    let before = "{\n  // who\n  \"name\": \"Ann\", // that\n  /* how */ \"active\": true\n}";
    page.paste("Message JSON", before)?;
    has_problem(page, "message.json:2:3 error ", "comment")?;
    page.click_text("Message JSON", "who")?;
    page.type_keys(&format!("{}.", keys::CONTROL))?;
    page.find("menuitem", "remove the comment, all 3")?;
    page.type_keys(&format!("{}{}", keys::END, keys::ENTER))?;
    page.until("no comment is left", "return !/[/]/.test(wl.code('Message JSON'));", &[])?;
    has_no_problem(page)?;
    page.click("button", "Undo")?;
    shows_text(page, "Message JSON", before)
}
