//! Lessons and questions.

use anyhow::{Context, Result};
use serde_json::json;
use wirelens::analysis::{Input, analyze};
use wirelens::diagnostic::Source;
use wirelens::examples;
use wirelens::text::LineIndex;
use wirelens_browser_tests::page::Page;
use wirelens_browser_tests::runner::Visit;

use crate::content::{question, shown};
use crate::work;

wirelens_browser_tests::tests![
    progress_is_kept_over_a_reload,
    try_it_opens_the_playground_with_the_compilers_own_error,
    hint_and_solution_come_when_asked_for,
    a_lesson_shows_what_the_engine_measures,
    the_list_leads_to_the_lesson_and_back,
    a_lesson_that_does_not_exist_is_a_sentence,
    calls_shows_the_services_of_the_workspace,
];

const LESSON: &str = "#/learn/why-grpc";

/// Chooses an option by its id, which is the radio button's value.
fn choose(page: &Page<'_>, title: &str, option: &str) -> Result<()> {
    let radio = page.element(
        &format!("“{title}” has an option “{option}”"),
        "const [title, option] = arguments;
         return wl.all('radio', null, wl.one('group', title) ?? document.createElement('p'))
             .find((radio) => radio.value === option);",
        &[json!(title), json!(option)],
    )?;
    page.click_on(&radio)
}

fn press(page: &Page<'_>, title: &str, button: &str) -> Result<()> {
    let element = page.element(
        &format!("“{title}” has a button “{button}” that can be pressed"),
        "const [title, button] = arguments;
         const group = wl.one('group', title);
         return group && wl.all('button', button, group).find((element) => !element.disabled);",
        &[json!(title), json!(button)],
    )?;
    page.click_on(&element)
}

fn says(page: &Page<'_>, title: &str, part: &str) -> Result<()> {
    page.until(
        &format!("“{title}” says “{part}”"),
        "const [title, part] = arguments; return wl.text(wl.one('group', title)).includes(part);",
        &[json!(title), json!(part)],
    )
    .map(drop)
}

fn progress_is_kept_over_a_reload(page: &Visit<'_>) -> Result<()> {
    page.open(LESSON)?;
    let question = question("concept")?;
    let title = &question.title;
    choose(page, title, "typed")?;
    press(page, title, "Check")?;
    says(page, title, "answered")?;
    page.reload()?;
    says(page, title, "answered")?;
    // A wrong answer afterwards does not take it away.
    choose(page, title, "text")?;
    press(page, title, "Check")?;
    says(page, title, "Not yet")?;
    says(page, title, "answered")?;
    page.open("#/learn")?;
    page.until("the list counts it", "return wl.text(document.body).includes('Questions answered: 1');", &[]).map(drop)
}

fn try_it_opens_the_playground_with_the_compilers_own_error(page: &Visit<'_>) -> Result<()> {
    let example = examples::find("compile-error").context("the example is there")?;
    let input = Input::from(example);
    let analysis = analyze(&input);
    let first = analysis.diagnostics.first().context("it fails to compile")?;
    let Source::File(index) = first.place.source else { anyhow::bail!("its error is not in a .proto file") };
    let file = &input.files[index as usize];
    let place = LineIndex::new(&file.text).line_column(first.place.span.start as usize);

    page.open(LESSON)?;
    press(page, &question("debug")?.title, "Try it")?;
    let start = format!("{}:{}:{} error ", file.name, place.line, place.column);
    work::has_problem(page, &start, &shown(&first.message))?;
    page.until("the address is the playground's", "return location.hash === '#/';", &[]).map(drop)
}

fn hint_and_solution_come_when_asked_for(page: &Visit<'_>) -> Result<()> {
    page.open(LESSON)?;
    let question = question("trace")?;
    let title = &question.title;
    let hint = shown(&question.hint);
    page.until(
        "there is no hint yet",
        "return !wl.text(wl.one('group', arguments[0])).includes(arguments[1]);",
        &[json!(title), json!(hint)],
    )?;
    press(page, title, "Hint")?;
    says(page, title, &hint)?;
    press(page, title, "Show solution")?;
    let lines = question.steps.iter().chain(&question.mistakes);
    for line in lines.chain([&question.answer, &question.check]) {
        says(page, title, &shown(line))?;
    }
    press(page, title, "Hide solution")?;
    page.find("button", "Show solution").map(drop)
}

fn a_lesson_shows_what_the_engine_measures(page: &Visit<'_>) -> Result<()> {
    let login = examples::find("login").context("the example is there")?;
    let content = analyze(&Input::from(login)).content.context("it has bytes")?;
    let frame = format!("00 00 00 00 {:02x} {}", content.bytes.len(), work::hex(&content.bytes));
    page.open(LESSON)?;
    page.until(
        "the lesson has the measured sizes and the bytes behind gRPC's frame",
        "const all = wl.text(document.body);
         return [...arguments].every((part) => all.includes(part));",
        &[json!(format!("{} B", content.sizes.json)), json!(format!("{} B", content.sizes.grpc_frame)), json!(frame)],
    )
    .map(drop)
}

fn the_list_leads_to_the_lesson_and_back(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    page.click("link", "Learn")?;
    page.find("heading", "Learn")?;
    let card = page.element(
        "there is a card for the lesson",
        "return wl.all('link').find((link) => link.getAttribute('href') === arguments[0]);",
        &[json!(LESSON)],
    )?;
    page.click_on(&card)?;
    page.find("heading", "Why services talk gRPC")?;
    page.post("/back", &json!({}))?;
    page.find("heading", "Learn")?;
    page.click("link", "Playground")?;
    page.settle()?;
    page.find("grid", "Bytes").map(drop)
}

fn a_lesson_that_does_not_exist_is_a_sentence(page: &Visit<'_>) -> Result<()> {
    // The host has no such file, and the console tells so.
    page.allow("no-such-lesson");
    page.open("#/learn/no-such-lesson")?;
    page.until("it says so", "return wl.text(document.body).includes('There is no lesson of that name.');", &[])
        .map(drop)
}

fn calls_shows_the_services_of_the_workspace(page: &Visit<'_>) -> Result<()> {
    page.open("#/?example=user-service")?;
    page.click("link", "Calls")?;
    page.find("combobox", "Method")?;
    page.until(
        "the method has its path and kind",
        "const all = wl.text(document.body); return all.includes('/demo.UserService/GetUser') && all.includes('unary');",
        &[],
    )?;
    page.click("button", "demo.UserRequest")?;
    page.until(
        "its request is the message of the playground",
        "return location.hash === '#/' && wl.one('combobox', 'Message type')?.value === 'demo.UserRequest';",
        &[],
    )
    .map(drop)
}
