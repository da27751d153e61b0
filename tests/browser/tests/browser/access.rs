//! What assistive technology gets: the names of DESIGN.md §5, and no serious finding of axe-core anywhere.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;
use wirelens_browser_tests::site;

use crate::content;
use crate::work::{self, byte, row};

wirelens_browser_tests::tests![
    the_playground_has_no_serious_violation,
    what_opens_in_the_playground_has_none,
    what_the_language_services_open_has_none,
    the_other_pages_have_none,
    lessons_and_answered_questions_have_none,
    the_names_are_what_the_browser_computes,
    everything_is_reached_by_keys,
];

const WIDE: (u32, u32) = (1440, 900);
const NARROW: (u32, u32) = (390, 844);

/// Loads axe-core into the document; it stays until the next load.
fn load_axe(page: &Page<'_>) -> Result<()> {
    let file = site::node_modules().join("axe-core/axe.min.js");
    let source = fs::read_to_string(&file).with_context(|| format!("can't read {}", file.display()))?;
    page.script(&source, &[])?;
    page.until("axe is there", "return Boolean(window.axe);", &[]).map(drop)
}

/// Looks at the document as it is, in both themes and both widths.
pub(crate) fn is_accessible(page: &Page<'_>, what: &str) -> Result<()> {
    load_axe(page)?;
    let mut found = Vec::new();
    for (width, height) in [WIDE, NARROW] {
        page.resize(width, height)?;
        for theme in ["light", "dark"] {
            page.prefer(theme)?;
            page.settle()?;
            for violation in violations(page)? {
                found.push(format!("{what}, {theme}, {width} px: {violation}"));
            }
        }
    }
    page.resize(WIDE.0, WIDE.1)?;
    page.prefer("light")?;
    if !found.is_empty() {
        bail!("axe-core finds\n  {}", found.join("\n  "));
    }
    Ok(())
}

fn violations(page: &Page<'_>) -> Result<Vec<String>> {
    let found = page.post(
        "/execute/async",
        &json!({
            "script": "const then = arguments[0];
                axe.run(document, { resultTypes: ['violations'] }).then(
                    ({ violations }) => then(violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
                        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 6).map(({ target, failureSummary }) =>
                            `${target.join(' ')} (${failureSummary.split('\\n').slice(1).join(' ').trim().slice(0, 160)})`).join('; ')}`)),
                    (error) => then([`axe failed: ${error}`]));",
            "args": [],
        }),
    )?;
    let list = found.as_array().context("axe gave no list")?;
    Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn the_playground_has_no_serious_violation(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    is_accessible(page, "#/")
}

fn what_opens_in_the_playground_has_none(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click_on(&byte(page, 8)?)?;
    page.until("it is explained", "return wl.chosenRows().length === 1;", &[])?;
    is_accessible(page, "with a chosen byte")?;
    page.click("button", "Find")?;
    page.choose("Find by", "hex")?;
    page.paste("Find", "0a ??")?;
    page.until("they are marked", "return wl.offsets('.found').length === 4;", &[])?;
    is_accessible(page, "with what is found")?;
    page.paste("Find", "0")?;
    page.until("it is refused", "return wl.one('textbox', 'Find').ariaInvalid === 'true';", &[])?;
    is_accessible(page, "with what can't be looked for")?;
    page.click("button", "Close the search")?;
    page.paste("Message JSON", "{\"agee\": 1}")?;
    work::has_problem(page, "message.json:1:2", "")?;
    is_accessible(page, "with a problem")?;
    page.click("tab", "Payload")?;
    page.paste("Payload", "0a 05 41 6c")?;
    work::has_problem(page, "payload:1:", "")?;
    is_accessible(page, "with unreadable bytes")?;
    page.click("button", "Workspace")?;
    page.find("list", "All files")?;
    is_accessible(page, "with the menu of the workspace")?;
    page.click("button", "Share")?;
    page.find("textbox", "Share link")?;
    is_accessible(page, "with the share link")?;
    page.click("button", "Keyboard shortcuts")?;
    is_accessible(page, "with the help")
}

/// Looks at the document in both themes without a change of size, which closes what floats at a place in the text.
pub fn is_accessible_here(page: &Page<'_>, what: &str) -> Result<()> {
    load_axe(page)?;
    let mut found = Vec::new();
    for theme in ["dark", "light"] {
        page.prefer(theme)?;
        page.settle()?;
        let violations = violations(page)?.into_iter().filter(|violation| !is_walked_from_the_text(violation));
        found.extend(violations.map(|violation| format!("{what}, {theme}: {violation}")));
    }
    if !found.is_empty() {
        bail!("axe-core finds\n  {}", found.join("\n  "));
    }
    Ok(())
}

/// The list of completions is walked by the arrow keys while the focus stays in the text, which points at the chosen one by
/// `aria-activedescendant`. axe-core knows that of a combobox only, and CodeMirror's text is a textbox.
fn is_walked_from_the_text(violation: &str) -> bool {
    violation.starts_with("scrollable-region-focusable") && violation.contains("#cm-ac-")
}

fn what_the_language_services_open_has_none(page: &Visit<'_>) -> Result<()> {
    for (width, height) in [WIDE, NARROW] {
        work::open_user(page)?;
        page.resize(width, height)?;
        page.click_text("Schema", "Address")?;
        page.type_keys(&format!("{}{}", keys::SHIFT, keys::F12))?;
        page.find("region", "References")?;
        is_accessible_here(page, "with the references")?;
        page.click("button", "Close references")?;
        page.click_text("Schema", "Address")?;
        page.type_keys(keys::F2)?;
        page.find("textbox", "New name")?;
        is_accessible_here(page, "with the field for a new name")?;
        page.type_keys(keys::ESCAPE)?;
        page.click("button", "Outline")?;
        page.find("combobox", "Go to symbol")?;
        is_accessible_here(page, "with the palette")?;
        page.type_keys(keys::ESCAPE)?;
        page.click_text("Schema", "int32 age")?;
        page.type_keys(keys::HOME)?;
        page.type_keys(&format!("{} ", keys::CONTROL))?;
        page.find("listbox", "Completions")?;
        is_accessible_here(page, "with the completions")?;
        page.type_keys(keys::ESCAPE)?;
    }
    page.resize(WIDE.0, WIDE.1)
}

fn the_other_pages_have_none(page: &Visit<'_>) -> Result<()> {
    page.open("#/calls")?;
    is_accessible(page, "#/calls")?;
    page.open("#/learn")?;
    is_accessible(page, "#/learn")
}

fn lessons_and_answered_questions_have_none(page: &Visit<'_>) -> Result<()> {
    let content = content::content()?;
    for lesson in &content.lessons {
        let id = &lesson.lesson.id;
        let route = format!("#/learn/{id}");
        page.open(&route)?;
        if content.questions_of(id).next().is_none() {
            is_accessible(page, &route)?;
            continue;
        }
        page.until(
            "one question is answered wrong, one has its solution shown",
            "const [first, second] = document.querySelectorAll('fieldset.quiz');
             if (!second) return false;
             if (first.querySelector('.verdict strong')) return wl.text(second).includes('Step by step');
             const check = wl.one('button', 'Check', first);
             const [radio] = wl.all('radio', null, first), select = first.querySelector('select');
             if (!check.disabled) check.click();
             else if (radio) radio.click();
             else { select.selectedIndex = 1; select.dispatchEvent(new Event('change', { bubbles: true })); }
             wl.one('button', 'Show solution', second)?.click();
             return false;",
            &[],
        )?;
        is_accessible(page, &route)?;
    }
    Ok(())
}

/// DESIGN.md §5.
const NAMES: [(&str, &str); 20] = [
    ("navigation", "Main"),
    ("link", "Playground"),
    ("link", "Calls"),
    ("link", "Learn"),
    ("textbox", "Schema"),
    ("textbox", "Message JSON"),
    ("tablist", "Files"),
    ("button", "New file"),
    ("button", "Workspace"),
    ("list", "Problems"),
    ("combobox", "Message type"),
    ("grid", "Bytes"),
    ("tree", "Fields"),
    ("region", "Explanation"),
    ("table", "Sizes"),
    ("button", "Share"),
    ("combobox", "Examples"),
    ("textbox", "Payload"),
    ("button", "Open file"),
    ("textbox", "Share link"),
];

fn the_names_are_what_the_browser_computes(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let (payload, rest) = (&NAMES[17..], &NAMES[..17]);
    let check = |&(role, name): &(&str, &str)| -> Result<()> {
        let element = page.find(role, name)?;
        let computed = page.ask(&element, "computedrole")?;
        // Chromium's name for a select that shows one line.
        let computed = if computed == "comboboxselect" { "combobox".to_owned() } else { computed };
        assert_eq!((computed.to_lowercase().as_str(), page.ask(&element, "computedlabel")?.as_str()), (role, name));
        Ok(())
    };
    rest.iter().try_for_each(check)?;
    assert_eq!(page.ask(&byte(page, 0)?, "computedrole")?, "gridcell");
    assert_eq!(page.ask(&row(page, "age")?, "computedrole")?, "treeitem");
    page.click("tab", "Payload")?;
    page.click("button", "Share")?;
    payload.iter().try_for_each(check)?;
    // One name more than the table has: a question's is its title.
    page.open("#/learn/why-grpc")?;
    let group = page.find("group", "What gRPC is for")?;
    assert_eq!(page.ask(&group, "computedlabel")?, "What gRPC is for");
    assert_eq!(page.ask(&group, "computedrole")?, "group");
    Ok(())
}

/// Tab leads through the whole page, out of the editors too, and shows where it is.
fn everything_is_reached_by_keys(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.script("document.activeElement.blur();", &[])?;
    let mut missing: Vec<&str> = vec![
        "Playground",
        "Examples",
        "Share",
        "user.proto",
        "Schema",
        "Message type",
        "JSON",
        "Message JSON",
        "Bytes",
        "Fields",
        "Explanation",
    ];
    for _ in 0..60 {
        page.type_keys(keys::TAB)?;
        let name = page.script("return wl.name(document.activeElement);", &[])?;
        missing.retain(|wanted| name != *wanted);
        if missing.is_empty() {
            return Ok(());
        }
    }
    bail!("Tab never leads to {missing:?}")
}
