//! What the engine does for whoever writes a .proto: completion, hover, definitions, references, renaming, formatting, the
//! palette and the help.

use anyhow::Result;
use serde_json::json;
use wirelens::analysis::Input;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, SCHEMA, has_no_problem, shows_text};

wirelens_browser_tests::tests![
    completion_opens_while_a_type_is_typed_and_puts_it_in,
    a_completed_type_brings_its_import_and_takes_it_away_again,
    completion_comes_by_key_and_goes_by_key,
    the_pointer_on_a_name_tells_what_it_is,
    a_key_tells_what_is_at_the_cursor,
    a_definition_is_gone_to_in_another_file_and_left_again,
    a_click_with_control_follows_a_name,
    a_bundled_file_is_looked_at_and_left,
    references_are_listed_and_walked_by_keys,
    a_rename_changes_all_files_and_is_undone_as_one,
    a_name_that_cannot_be_is_refused_with_a_reason,
    the_file_is_formatted_once,
    the_palette_finds_a_symbol_of_any_file,
    the_palette_is_the_outline_and_gives_the_focus_back,
    the_help_lists_the_keys,
    comments_fold_as_the_engine_says,
];

/// Two files; the second uses both messages of the first.
fn two_files() -> Input {
    work::workspace(
        &[
            ("user.proto", SCHEMA),
            (
                "team.proto",
                "syntax = \"proto3\";\n\npackage demo;\n\nimport \"user.proto\";\n\n// People who work together.\nmessage Team {\n  \
                 repeated User members = 1;\n  Address office = 2;\n}\n",
            ),
        ],
        "demo.User",
        "{}",
    )
}

/// Opens the two files with the second in front.
fn open_two(page: &Page<'_>) -> Result<()> {
    work::open(page, &two_files())?;
    page.click("tab", "team.proto")?;
    page.until("the team is in front", "return wl.code('Schema')?.includes('message Team');", &[])?;
    has_no_problem(page)
}

/// Waits until completion offers this first, and has done so for long enough that CodeMirror takes a choice: what comes in the
/// first 75 ms might be meant for what was there before.
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

/// Waits until the selection of the editor is this text.
fn selects(page: &Page<'_>, text: &str) -> Result<()> {
    page.until(
        &format!("“{text}” is selected in the schema"),
        "return document.activeElement === wl.one('textbox', 'Schema') && getSelection().toString() === arguments[0];",
        &[json!(text)],
    )
    .map(drop)
}

fn tab_in_front(page: &Page<'_>, name: &str) -> Result<()> {
    page.until(
        &format!("{name} is in front"),
        "return wl.one('tab', arguments[0], wl.one('tablist', 'Files'))?.ariaSelected === 'true';",
        &[json!(name)],
    )
    .map(drop)
}

fn says(page: &Page<'_>, text: &str) -> Result<()> {
    page.until(&format!("it says “{text}”"), "return wl.notice().includes(arguments[0]);", &[json!(text)]).map(drop)
}

fn completion_opens_while_a_type_is_typed_and_puts_it_in(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_text("Schema", "Address home")?;
    page.type_keys(keys::END)?;
    page.type_keys(&format!("{}stri", keys::ENTER))?;
    offers_first(page, "string")?;
    let chosen = "const box = wl.one('textbox', 'Schema');
                  return wl.text(document.getElementById(box.getAttribute('aria-activedescendant'))).startsWith('string');";
    page.until("the first is what a screen reader hears", chosen, &[])?;
    page.type_keys(keys::ENTER)?;
    page.until("it is put in", "return wl.code('Schema').includes('Address home = 3;\\n  string');", &[])?;
    page.until("the list is closed", "return !wl.one('listbox', 'Completions');", &[]).map(drop)
}

fn a_completed_type_brings_its_import_and_takes_it_away_again(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_text("Schema", "Address home")?;
    page.type_keys(keys::END)?;
    page.type_keys(&format!("{}Timesta", keys::ENTER))?;
    offers_first(page, "Timestamp")?;
    page.type_keys(keys::ENTER)?;
    let imported = "return wl.code('Schema').includes('import \"google/protobuf/timestamp.proto\";') === arguments[0];";
    page.until("the import is there", imported, &[json!(true)])?;
    page.until("so is the type", "return wl.code('Schema').includes('  google.protobuf.Timestamp');", &[])?;
    page.type_keys(&format!("{}z", keys::CONTROL))?;
    page.until("they go together", imported, &[json!(false)])?;
    page.until("what was typed is there", "return wl.code('Schema').includes('\\n  Timesta\\n');", &[]).map(drop)
}

fn completion_comes_by_key_and_goes_by_key(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_text("Schema", "int32 age")?;
    page.type_keys(keys::HOME)?;
    page.type_keys(&format!("{} ", keys::CONTROL))?;
    page.find("listbox", "Completions")?;
    page.type_keys(keys::ESCAPE)?;
    page.until("it is closed", "return !wl.one('listbox', 'Completions');", &[])?;
    shows_text(page, "Schema", SCHEMA)
}

fn the_pointer_on_a_name_tells_what_it_is(page: &Visit<'_>) -> Result<()> {
    open_two(page)?;
    page.hover_text("Schema", "Address")?;
    page.until(
        "the full name is told, and facts in a list",
        "const card = document.querySelector('.wl-card');
         return card && wl.text(card).includes('message demo.Address') && card.querySelector('dl dt');",
        &[],
    )?;
    page.hover_nothing()?;
    page.until("nothing is told", "return !document.querySelector('.wl-card');", &[])?;
    page.hover_text("Schema", "members")?;
    page.until(
        "the field's tag is told",
        "return /tag/.test(wl.text(document.querySelector('.wl-card')?.querySelector('dl') ?? document.createElement('p')));",
        &[],
    )?;
    page.hover_nothing()?;
    page.until("nothing is told", "return !document.querySelector('.wl-card');", &[]).map(drop)
}

fn a_key_tells_what_is_at_the_cursor(page: &Visit<'_>) -> Result<()> {
    open_two(page)?;
    page.click_text("Schema", "Address")?;
    page.hover_nothing()?;
    page.until("nothing is told yet", "return !document.querySelector('.wl-card');", &[])?;
    page.type_keys(&format!("{}k", keys::CONTROL))?;
    page.type_keys(&format!("{}i", keys::CONTROL))?;
    page.until(
        "it is shown and said",
        "return document.querySelector('.wl-card')
             && document.querySelector('.cm-announced').textContent.includes('demo.Address');",
        &[],
    )?;
    page.type_keys(keys::ESCAPE)?;
    page.until("it is gone", "return !document.querySelector('.wl-card');", &[]).map(drop)
}

fn a_definition_is_gone_to_in_another_file_and_left_again(page: &Visit<'_>) -> Result<()> {
    open_two(page)?;
    page.click_text("Schema", "Address")?;
    page.type_keys(keys::F12)?;
    tab_in_front(page, "user.proto")?;
    selects(page, "Address")?;
    page.until(
        "it is the declaration",
        "return document.querySelector('.cm-activeLine')?.textContent === 'message Address {';",
        &[],
    )?;
    page.type_keys(&format!("{}{}", keys::ALT, keys::LEFT))?;
    tab_in_front(page, "team.proto")?;
    page.until(
        "the cursor is where it was",
        "return document.querySelector('.cm-activeLine')?.textContent === '  Address office = 2;';",
        &[],
    )?;
    page.click_text("Schema", "syntax")?;
    page.type_keys(keys::F12)?;
    says(page, "No definition is known of what is here.")
}

fn a_click_with_control_follows_a_name(page: &Visit<'_>) -> Result<()> {
    open_two(page)?;
    page.hover_text_with("Schema", "User", keys::CONTROL)?;
    page.until("it is underlined", "return wl.marked('Schema', 'wl-link') === 'User';", &[])?;
    page.click_text_with("Schema", "User", keys::CONTROL)?;
    tab_in_front(page, "user.proto")?;
    selects(page, "User")
}

fn a_bundled_file_is_looked_at_and_left(page: &Visit<'_>) -> Result<()> {
    let schema = SCHEMA
        .replace("package demo;", "package demo;\n\nimport \"google/protobuf/timestamp.proto\";")
        .replace("Address home = 3;", "Address home = 3;\n  google.protobuf.Timestamp born = 4;");
    work::open(page, &work::workspace(&[("user.proto", &schema)], "demo.User", "{}"))?;
    has_no_problem(page)?;
    page.click_text("Schema", "Timestamp born")?;
    page.type_keys(keys::F12)?;
    tab_in_front(page, "timestamp.proto")?;
    selects(page, "Timestamp")?;
    let bundled = page.script("return wl.code('Schema');", &[])?;
    page.type_keys("x")?;
    page.find("button", "Back to user.proto")?;
    assert_eq!(page.script("return wl.code('Schema');", &[])?, bundled, "it can only be read");
    page.click("button", "Back to user.proto")?;
    tab_in_front(page, "user.proto")?;
    shows_text(page, "Schema", &schema)?;
    page.until("its tab is gone", "return !wl.one('tab', 'timestamp.proto');", &[]).map(drop)
}

fn references_are_listed_and_walked_by_keys(page: &Visit<'_>) -> Result<()> {
    open_two(page)?;
    page.click_text("Schema", "Address")?;
    page.type_keys(&format!("{}{}", keys::SHIFT, keys::F12))?;
    page.find("region", "References")?;
    let items = "return wl.all('listitem', null, wl.one('region', 'References')).map(wl.text);";
    assert_eq!(
        page.script(items, &[])?,
        json!([
            "user.proto:11 message Address {",
            "user.proto:8 Address home = 3;",
            "team.proto:10 Address office = 2;"
        ]),
    );
    let focused = |text: &str| {
        page.until(
            &format!("the focus is on {text}"),
            "return wl.text(document.activeElement) === arguments[0];",
            &[json!(text)],
        )
    };
    focused("user.proto:11 message Address {")?;
    page.type_keys(keys::DOWN)?;
    focused("user.proto:8 Address home = 3;")?;
    page.type_keys(keys::ENTER)?;
    tab_in_front(page, "user.proto")?;
    selects(page, "Address")?;
    page.find("region", "References")?;
    page.click("button", "Close references")?;
    page.until("the list is closed", "return !wl.one('region', 'References');", &[]).map(drop)
}

fn a_rename_changes_all_files_and_is_undone_as_one(page: &Visit<'_>) -> Result<()> {
    open_two(page)?;
    let rename = |from: &str, to: &str| -> Result<()> {
        page.click_text("Schema", from)?;
        page.type_keys(keys::F2)?;
        page.until(
            "the field has the present name, selected",
            "return wl.name(document.activeElement) === 'New name' && getSelection().toString() === arguments[0];",
            &[json!(from)],
        )?;
        page.type_keys(&format!("{to}{}", keys::ENTER))
    };
    let user = |name: &str| {
        page.click("tab", "user.proto")?;
        shows_text(page, "Schema", &SCHEMA.replace("message User", &format!("message {name}")))
    };
    rename("User", "Person")?;
    says(page, "Renamed 2 places in 2 files")?;
    page.until("the field is closed", "return !wl.one('textbox', 'New name');", &[])?;
    page.until("so it is here", "return wl.code('Schema').includes('repeated Person members');", &[])?;
    page.until("the focus is back", "return document.activeElement === wl.one('textbox', 'Schema');", &[])?;
    has_no_problem(page)?;
    user("Person")?;
    page.click("button", "Undo")?;
    user("User")?;
    page.click("tab", "team.proto")?;
    page.until("it is undone here too", "return wl.code('Schema').includes('repeated User members');", &[])?;
    // Undone by the editor it is undone in all files as well.
    rename("User", "Person")?;
    says(page, "Renamed 2 places in 2 files")?;
    page.until("the focus is back", "return document.activeElement === wl.one('textbox', 'Schema');", &[])?;
    page.type_keys(&format!("{}z", keys::CONTROL))?;
    says(page, "Undone: renamed 2 places in 2 files")?;
    user("User")?;
    has_no_problem(page)
}

fn a_name_that_cannot_be_is_refused_with_a_reason(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_text("Schema", "Address home")?;
    page.type_keys(keys::F2)?;
    page.find("textbox", "New name")?;
    page.type_keys(&format!("{}a", keys::CONTROL))?;
    page.type_keys(&format!("User{}", keys::ENTER))?;
    page.until(
        "the field says why not, and keeps what was typed",
        "const field = wl.one('textbox', 'New name');
         const why = document.getElementById(field.getAttribute('aria-describedby'));
         return field.ariaInvalid === 'true' && field.value === 'User' && wl.text(why).includes('User');",
        &[],
    )?;
    page.type_keys(keys::ESCAPE)?;
    page.until("the field is closed", "return !wl.one('textbox', 'New name');", &[])?;
    shows_text(page, "Schema", SCHEMA)
}

fn the_file_is_formatted_once(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Schema", &SCHEMA.replace("  int32 age = 2;", "      int32   age=2 ; // years"))?;
    let formatted = SCHEMA.replace("int32 age = 2;", "int32 age = 2;  // years");
    page.type_keys(&format!("{}{}f", keys::SHIFT, keys::ALT))?;
    shows_text(page, "Schema", &formatted)?;
    says(page, "Formatted user.proto")?;
    page.click("button", "Format")?;
    says(page, "user.proto is formatted already.")?;
    shows_text(page, "Schema", &formatted)
}

fn the_palette_finds_a_symbol_of_any_file(page: &Visit<'_>) -> Result<()> {
    open_two(page)?;
    page.click_text("Schema", "Team")?;
    page.type_keys(&format!("{}{}o", keys::CONTROL, keys::SHIFT))?;
    page.find("combobox", "Go to symbol")?;
    page.until("the field has the focus", "return wl.name(document.activeElement) === 'Go to symbol';", &[])?;
    page.type_keys("adr")?;
    page.until(
        "Address is first, and chosen",
        "const list = wl.one('listbox', 'Symbols');
         const [first] = wl.all('option', null, list);
         return first && wl.text(first).includes('Address message user.proto') && first.ariaSelected === 'true'
             && document.activeElement.getAttribute('aria-activedescendant') === first.id;",
        &[],
    )?;
    page.type_keys(keys::ENTER)?;
    tab_in_front(page, "user.proto")?;
    selects(page, "Address")?;
    page.until("the palette is closed", "return !wl.one('combobox', 'Go to symbol');", &[]).map(drop)
}

fn the_palette_is_the_outline_and_gives_the_focus_back(page: &Visit<'_>) -> Result<()> {
    open_two(page)?;
    page.click_text("Schema", "office")?;
    page.click("button", "Outline")?;
    page.until(
        "the file's symbols come first, and the one at the cursor is chosen",
        "const all = wl.all('option', null, wl.one('listbox', 'Symbols') ?? document.createElement('p'));
         return all.slice(0, 3).map(wl.text).join() === 'M Team message,F members field,F office field'
             && all[2].ariaSelected === 'true';",
        &[],
    )?;
    page.type_keys(keys::UP)?;
    page.type_keys(keys::ENTER)?;
    selects(page, "members")?;
    page.type_keys(&format!("{}{}o", keys::CONTROL, keys::SHIFT))?;
    page.find("combobox", "Go to symbol")?;
    page.type_keys(keys::ESCAPE)?;
    page.until(
        "it is closed, and the focus is where it was",
        "return !wl.one('combobox', 'Go to symbol') && document.activeElement === wl.one('textbox', 'Schema');",
        &[],
    )
    .map(drop)
}

fn the_help_lists_the_keys(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let open = |open: bool| {
        page.until(
            if open { "the help is open" } else { "the help is closed" },
            "return Boolean(wl.one('dialog', 'Keyboard shortcuts')) === arguments[0];",
            &[json!(open)],
        )
    };
    page.click("button", "Keyboard shortcuts")?;
    open(true)?;
    page.until(
        "it lists what the language services have",
        "const text = wl.text(wl.one('dialog', 'Keyboard shortcuts'));
         return ['F12', 'Shift+F12', 'Ctrl+Shift+O', 'Shift+Alt+F', 'Ctrl+.'].every((keys) => text.includes(keys));",
        &[],
    )?;
    page.type_keys(keys::ESCAPE)?;
    open(false)?;
    page.type_keys("?")?;
    open(true)?;
    page.type_keys(keys::F1)?;
    open(false)?;
    page.click_text("Schema", "int32 age")?;
    page.type_keys(keys::END)?;
    page.type_keys("?")?;
    page.until("in a text it is a character", "return wl.code('Schema').includes('age = 2;?');", &[])?;
    open(false).map(drop)
}

fn comments_fold_as_the_engine_says(page: &Visit<'_>) -> Result<()> {
    let schema = SCHEMA.replace("message User {", "// One\n// two\n// three.\nmessage User {");
    work::open(page, &work::workspace(&[("user.proto", &schema)], "demo.User", "{}"))?;
    page.until("the engine's colours are there", "return document.querySelector('.sem-type');", &[])?;
    page.click_text("Schema", "// One")?;
    page.type_keys(&format!("{}{}[", keys::CONTROL, keys::SHIFT))?;
    page.until(
        "the comment is one line",
        "return document.querySelector('.cm-foldPlaceholder') && !wl.code('Schema').includes('two');",
        &[],
    )
    .map(drop)
}
