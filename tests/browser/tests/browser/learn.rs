//! Lessons and questions.

use anyhow::{Context, Result};
use serde_json::json;
use wirelens::analysis::{Input, analyze};
use wirelens::diagnostic::Source;
use wirelens::examples;
use wirelens::learn::grade::grade;
use wirelens::learn::question::Start;
use wirelens::learn::source::QuestionFile;
use wirelens::learn::task::Task;
use wirelens::text::LineIndex;
use wirelens_browser_tests::page::Page;
use wirelens_browser_tests::runner::Visit;

use crate::content::{self, question, shown};
use crate::work;

wirelens_browser_tests::tests![
    progress_is_kept_over_a_reload,
    try_it_opens_the_playground_with_the_compilers_own_error,
    hint_and_solution_come_when_asked_for,
    an_answer_that_is_being_written_survives_a_reload,
    the_solution_fills_the_editor_and_gives_it_back,
    a_remark_leads_to_its_place_in_the_answer,
    bytes_are_read_while_they_are_typed,
    try_it_opens_a_call_on_its_page,
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
    let all = content::content()?.questions.len();
    let counted = format!("1 of {all} questions answered");
    page.until("the list counts it", "return wl.text(document.body).includes(arguments[0]);", &[json!(counted)])
        .map(drop)
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

fn an_answer_that_is_being_written_survives_a_reload(page: &Visit<'_>) -> Result<()> {
    let file = question("tags-bytes")?;
    let route = format!("#/learn/{}/{}", file.lesson, file.id);
    page.open(&route)?;
    let field = page.find("textbox", "The bytes, in hex")?;
    page.click_on(&field)?;
    page.type_keys("08 96")?;
    page.reload()?;
    page.until(
        "the field has what was typed, and nothing is said of it",
        "const group = wl.one('group', arguments[0]);
         return wl.one('textbox', 'The bytes, in hex', group).value === '08 96' && !group.querySelector('.verdict');",
        &[json!(file.title)],
    )?;
    press(page, &file.title, "Reset")?;
    page.until("the field is empty", "return wl.one('textbox', 'The bytes, in hex').value === '';", &[])?;
    press(page, &file.title, "Back to my answer")?;
    page.until("it is there again", "return wl.one('textbox', 'The bytes, in hex').value === '08 96';", &[]).map(drop)
}

/// Waits until the editor of a question has a text.
fn edits(page: &Page<'_>, id: &str, text: &str) -> Result<()> {
    page.until(
        &format!("the editor of {id} has the text"),
        "const lines = document.querySelectorAll(`#question-${arguments[0]} .cm-line`);
         return [...lines].map((line) => line.textContent).join('\\n') === arguments[1];",
        &[json!(id), json!(text)],
    )
    .map(drop)
}

fn the_solution_fills_the_editor_and_gives_it_back(page: &Visit<'_>) -> Result<()> {
    let file = question("tags-mend")?;
    let Task::Mend(editing) = &file.task else { anyhow::bail!("tags-mend is mended") };
    let (start, solution) = (&editing.files[0].text, &editing.solution[0]);
    page.open(&format!("#/learn/{}/{}", file.lesson, file.id))?;
    edits(page, &file.id, start)?;
    press(page, &file.title, "Show solution")?;
    press(page, &file.title, "Put the solution into the editor")?;
    edits(page, &file.id, solution)?;
    press(page, &file.title, "Check")?;
    says(page, &file.title, "✓ Right.")?;
    press(page, &file.title, "Back to my answer")?;
    edits(page, &file.id, start)
}

fn a_remark_leads_to_its_place_in_the_answer(page: &Visit<'_>) -> Result<()> {
    let file = question("tags-mend")?;
    page.open(&format!("#/learn/{}/{}", file.lesson, file.id))?;
    press(page, &file.title, "Check")?;
    says(page, &file.title, "✗ Not yet.")?;
    let start = content::beginning(&file)?;
    let verdict = grade(&file.task, &start);
    let span = verdict.remarks.iter().find_map(|it| it.span).context("a remark has a place")?;
    let line = LineIndex::new(&start[0]).line_column(span.start as usize).line;
    press(page, &file.title, &format!("Show line {line}"))?;
    page.until(
        "the editor has the focus, and what is wrong is selected",
        "return document.activeElement.classList.contains('cm-content') && getSelection().toString() === arguments[0];",
        &[json!(span.of_str(&start[0]))],
    )
    .map(drop)
}

fn bytes_are_read_while_they_are_typed(page: &Visit<'_>) -> Result<()> {
    let file = question("tags-bytes")?;
    page.open(&format!("#/learn/{}/{}", file.lesson, file.id))?;
    let field = page.find("textbox", "The bytes, in hex")?;
    page.click_on(&field)?;
    page.type_keys("08 96 01")?;
    says(page, &file.title, "3 bytes, read without the schema:")?;
    says(page, &file.title, "field 1: VARINT 150")?;
    page.type_keys(" 12 05")?;
    says(page, &file.title, "expected 5 bytes after the length, found 0")
}

fn try_it_opens_a_call_on_its_page(page: &Visit<'_>) -> Result<()> {
    let content = content::content()?;
    let is_call = |it: &&QuestionFile| matches!(it.start, Some(Start::Call(_)));
    let file = content.questions.iter().find(is_call).context("a question has a call to try")?;
    let Some(Start::Call(stage)) = &file.start else { anyhow::bail!("it is no call") };
    page.open(&format!("#/learn/{}/{}", file.lesson, file.id))?;
    press(page, &file.title, "Try it")?;
    page.until(
        "the page of calls has the method",
        "return location.hash === '#/calls' && wl.one('combobox', 'Method') && wl.text(document.body).includes(arguments[0]);",
        &[json!(stage.script.method)],
    )
    .map(drop)
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
