//! Quick fixes: from the list of problems, from the editor's menu and from its tooltips.

use anyhow::Result;
use serde_json::json;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, SCHEMA, has_no_problem, has_problem, shows_text};

wirelens_browser_tests::tests![
    each_kind_of_fix_mends_its_text,
    a_removed_field_is_reserved,
    a_misspelt_key_of_the_json_is_mended,
    the_menu_at_the_cursor_walks_and_mends,
    a_tooltip_in_the_editor_mends,
    a_fix_of_another_file_is_told_and_undone,
    hints_can_be_switched_off_and_stay_so,
];

/// The head of each text below.
const HEAD: &str = "syntax = \"proto3\";\n\npackage demo;\n\n";

/// What is wrong, the name of the button that mends it, and what it makes of that.
const FIXES: [(&str, &str, &str); 14] = [
    ("message User {\n  string name = 1\n}\n", "Fix: insert ;", "message User {\n  string name = 1;\n}\n"),
    (
        "message User {}\n\nservice Users {\n  rpc Get User returns (User);\n}\n",
        "Fix: put 'User' in parentheses",
        "message User {}\n\nservice Users {\n  rpc Get (User) returns (User);\n}\n",
    ),
    (
        "message User {\n  Adress home = 1;\n}\n\nmessage Address {}\n",
        "Fix: replace by Address",
        "message User {\n  Address home = 1;\n}\n\nmessage Address {}\n",
    ),
    ("message User {\n  strin name = 1;\n}\n", "Fix: replace by string", "message User {\n  string name = 1;\n}\n"),
    ("mesage User {\n  string name = 1;\n}\n", "Fix: change it to message", "message User {\n  string name = 1;\n}\n"),
    (
        "message User {\n  string name = 1 [deprecate = true];\n}\n",
        "Fix: replace by deprecated",
        "message User {\n  string name = 1 [deprecated = true];\n}\n",
    ),
    (
        "message User {\n  string name = 1;\n  int32 age = 1;\n}\n",
        "Fix: replace by 2",
        "message User {\n  string name = 1;\n  int32 age = 2;\n}\n",
    ),
    (
        "message User {\n  string name = 1;\n  int32 age;\n}\n",
        "Fix: insert = 2",
        "message User {\n  string name = 1;\n  int32 age = 2;\n}\n",
    ),
    (
        "message User {\n  google.protobuf.Timestamp born = 1;\n}\n",
        "Fix: import 'google/protobuf/timestamp.proto'",
        "import \"google/protobuf/timestamp.proto\";\n\nmessage User {\n  google.protobuf.Timestamp born = 1;\n}\n",
    ),
    (
        "import \"google/protobuf/any.proto\";\n\nmessage User {\n  string name = 1;\n}\n",
        "Fix: remove the import",
        "message User {\n  string name = 1;\n}\n",
    ),
    (
        "message Car {}\n\nenum Color {\n  COLOR_RED = 1;\n}\n",
        "Fix: insert COLOR_UNSPECIFIED = 0;",
        "message Car {}\n\nenum Color {\n  COLOR_UNSPECIFIED = 0;\n  COLOR_RED = 1;\n}\n",
    ),
    (
        "message User {\n  string firstName = 1;\n}\n",
        "Fix: rename to first_name",
        "message User {\n  string first_name = 1;\n}\n",
    ),
    ("message user {}\n", "Fix: rename to User", "message User {}\n"),
    // The message below has a negative number.
    ("message User {\n  int32 depth = 1;\n}\n", "Fix: replace by sint32", "message User {\n  sint32 depth = 1;\n}\n"),
];

/// Opens a schema of one file.
fn open(page: &Page<'_>, schema: &str, json: &str) -> Result<()> {
    work::open(page, &work::workspace(&[("user.proto", schema)], "", json))
}

fn each_kind_of_fix_mends_its_text(page: &Visit<'_>) -> Result<()> {
    for (wrong, fix, mended) in FIXES {
        let json = if wrong.contains("depth") { "{\"depth\": -5}" } else { "{}" };
        open(page, &format!("{HEAD}{wrong}"), json)?;
        page.click("button", fix)?;
        page.until(
            &format!("“{fix}” makes of it {mended:?}"),
            "const blank = (text) => text.replace(/\\n+/g, '\\n').trim();
             return blank(wl.code('Schema')) === blank(arguments[0]);",
            &[json!(format!("{HEAD}{mended}"))],
        )?;
        has_no_problem(page)?;
        page.until(
            "the focus is in the editor",
            "return document.activeElement === wl.one('textbox', 'Schema');",
            &[],
        )?;
    }
    Ok(())
}

fn a_removed_field_is_reserved(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{}")?;
    page.paste("Schema", &SCHEMA.replace("  int32 age = 2;\n", ""))?;
    has_problem(page, "user.proto:5:9 hint field 2 'age' was removed", "")?;
    page.click("button", "Fix: reserve 2 and 'age'")?;
    page.until(
        "number and name are reserved",
        "const code = wl.code('Schema'); return code.includes('reserved 2;') && code.includes('reserved \"age\";');",
        &[],
    )?;
    has_no_problem(page)
}

fn a_misspelt_key_of_the_json_is_mended(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{\"nme\": \"A\"}")?;
    has_problem(page, "message.json:1:2 error ", "nme")?;
    page.click("button", "Fix: replace by \"name\"")?;
    shows_text(page, "Message JSON", "{\"name\": \"A\"}")?;
    has_no_problem(page)?;
    // By keys, in the editor itself.
    page.paste("Message JSON", "{\"aeg\": 1}")?;
    has_problem(page, "message.json:1:2 error ", "aeg")?;
    page.click_text("Message JSON", "aeg")?;
    page.type_keys(&format!("{}.", keys::CONTROL))?;
    page.find("menuitem", "replace by \"age\"")?;
    page.type_keys(keys::ENTER)?;
    shows_text(page, "Message JSON", "{\"age\": 1}")?;
    page.until("the focus is back", "return document.activeElement === wl.one('textbox', 'Message JSON');", &[])?;
    page.type_keys(&format!("{}z", keys::CONTROL))?;
    shows_text(page, "Message JSON", "{\"aeg\": 1}")
}

fn the_menu_at_the_cursor_walks_and_mends(page: &Visit<'_>) -> Result<()> {
    let wrong = SCHEMA.replace("int32 age = 2;", "in32 agE = 2");
    open(page, &wrong, "{}")?;
    page.until("there are two problems", "return wl.problems().length >= 2;", &[])?;
    // Where no problem is, those of the line are meant.
    page.click_text("Schema", "= 2")?;
    page.type_keys(&format!("{}.", keys::CONTROL))?;
    let chosen = |at: usize| {
        page.until(
            &format!("item {at} of the menu has the focus"),
            "const all = wl.all('menuitem', null, wl.one('menu', 'Quick fixes') ?? document.createElement('p'));
             return all.length > 1 && all.at(arguments[0]) === document.activeElement;",
            &[json!(at)],
        )
    };
    chosen(0)?;
    page.type_keys(keys::DOWN)?;
    chosen(1)?;
    page.type_keys(keys::UP)?;
    chosen(0)?;
    page.type_keys(keys::ESCAPE)?;
    page.until(
        "it is closed, and the focus is back",
        "return !wl.one('menu', 'Quick fixes') && document.activeElement === wl.one('textbox', 'Schema');",
        &[],
    )?;
    shows_text(page, "Schema", &wrong)?;
    page.type_keys(&format!("{}.", keys::CONTROL))?;
    page.click("menuitem", "insert ;")?;
    page.until("it is inserted", "return wl.code('Schema').includes('in32 agE = 2;');", &[])?;
    page.click_text("Schema", "package")?;
    page.type_keys(&format!("{}.", keys::CONTROL))?;
    page.until("where nothing is wrong it says so", "return wl.notice().includes('There is no problem here.');", &[])
        .map(drop)
}

fn a_tooltip_in_the_editor_mends(page: &Visit<'_>) -> Result<()> {
    open(page, &SCHEMA.replace("Address home", "Adress home"), "{}")?;
    has_problem(page, "user.proto:8:3 error ", "Adress")?;
    page.hover_text("Schema", "Adress")?;
    let button = page.element(
        "the tooltip has a button",
        "return [...document.querySelectorAll('.cm-tooltip button')].find((it) => wl.text(it) === 'replace by Address');",
        &[],
    )?;
    page.click_on(&button)?;
    shows_text(page, "Schema", SCHEMA)?;
    has_no_problem(page)
}

fn a_fix_of_another_file_is_told_and_undone(page: &Visit<'_>) -> Result<()> {
    let other =
        "syntax = \"proto3\";\n\npackage demo;\n\nimport \"user.proto\";\n\nmessage Team {\n  User head = 1;\n}\n";
    let wrong = SCHEMA.replace("message User", "message user");
    work::open(
        page,
        &work::workspace(&[("user.proto", &wrong), ("team.proto", &other.replace("User", "user"))], "", "{}"),
    )?;
    page.click("button", "Fix: rename to User")?;
    page.until("it says where", "return wl.notice().includes('Renamed 2 places in 2 files');", &[])?;
    shows_text(page, "Schema", SCHEMA)?;
    page.click("tab", "team.proto")?;
    shows_text(page, "Schema", other)?;
    has_no_problem(page)?;
    page.click("button", "Undo")?;
    page.click("tab", "team.proto")?;
    page.until("it is undone", "return wl.code('Schema').includes('user head');", &[]).map(drop)
}

fn hints_can_be_switched_off_and_stay_so(page: &Visit<'_>) -> Result<()> {
    open(page, &SCHEMA.replace("int32 age", "int32 theAge"), "{}")?;
    has_problem(page, "user.proto:7:9 hint ", "theAge")?;
    let on = |on: bool| {
        page.until(
            if on { "hints are on" } else { "hints are off" },
            "return wl.one('switch', 'Style hints')?.checked === arguments[0];",
            &[json!(on)],
        )
    };
    on(true)?;
    page.click("switch", "Style hints")?;
    on(false)?;
    has_no_problem(page)?;
    page.reload()?;
    on(false)?;
    has_no_problem(page)?;
    page.click("switch", "Style hints")?;
    has_problem(page, "user.proto:7:9 hint ", "theAge")
}
