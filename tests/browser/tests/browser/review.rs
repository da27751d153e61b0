//! The daily review and the page of progress; tabs that share what was answered.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use wirelens::session::learn::{Record, log::Entry};
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::access::is_accessible;
use crate::content::content;
use crate::files::{choose, downloaded, downloads};

wirelens_browser_tests::tests![
    two_windows_lose_no_answer,
    what_is_due_is_asked_one_by_one_by_keys,
    where_nothing_is_due_it_says_when_something_is,
    progress_is_exported_and_comes_in_elsewhere,
    what_is_no_progress_is_refused,
    a_reset_is_confirmed_reaches_all_windows_and_can_be_taken_back,
    progress_of_an_earlier_version_is_taken_over,
    the_review_and_the_progress_have_no_serious_violation,
];

const REVIEW: &str = "#/learn/review";
const PROGRESS: &str = "#/learn/progress";
const DAY: u64 = 86_400_000;

/// The questions with options, each with its lesson, title and first option.
fn questions() -> Result<Vec<(String, String, String)>> {
    let choice = |file: wirelens::learn::source::QuestionFile| match file.task {
        wirelens::learn::task::Task::Choice(_) => Some((file.lesson, file.id, file.title)),
        _ => None,
    };
    Ok(content()?.questions.into_iter().filter_map(choice).collect())
}

/// The record of somebody who answered these questions right that many days ago.
fn answered(questions: &[(String, String, String)], days: u64) -> Result<Record> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let at = u64::try_from(now)? - days * DAY;
    let mut record = Record::default();
    for (_, id, _) in questions {
        record.log.add(id, &[Entry { at, right: true, ..Entry::default() }]);
    }
    Ok(record)
}

/// Opens a page as somebody with that record.
fn open_with(page: &Page<'_>, route: &str, record: &Record) -> Result<()> {
    page.open("#/learn")?;
    page.script("localStorage.setItem('wirelens.learn', arguments[0]);", &[json!(record.to_text())])?;
    page.open(route)
}

fn says(page: &Page<'_>, part: &str) -> Result<()> {
    page.until(&format!("it says “{part}”"), "return wl.text(document.body).includes(arguments[0]);", &[json!(part)])
        .map(drop)
}

/// Chooses a question's first option and has it checked.
fn answer(page: &Page<'_>, title: &str) -> Result<()> {
    let radio = page.element(
        &format!("“{title}” has options"),
        "const group = wl.one('group', arguments[0]); return group && wl.one('radio', null, group);",
        &[json!(title)],
    )?;
    page.click_on(&radio)?;
    let check = page.element(
        &format!("“{title}” can be checked"),
        "return wl.all('button', 'Check', wl.one('group', arguments[0])).find((element) => !element.disabled);",
        &[json!(title)],
    )?;
    page.click_on(&check)
}

/// Waits until a question says that it was tried, or answered; or that it was neither.
fn is_tried(page: &Page<'_>, title: &str, is: bool) -> Result<()> {
    page.until(
        &format!("“{title}” was {}tried", if is { "" } else { "not " }),
        "const group = wl.one('group', arguments[0]);
         return group && arguments[1] === [...group.querySelectorAll('.badge')].some((badge) => /tried|answered/.test(badge.textContent));",
        &[json!(title), json!(is)],
    )
    .map(drop)
}

/// Opens another window of the same browser; returns both.
fn second_window(page: &Page<'_>) -> Result<[Value; 2]> {
    let first = page.get("/window")?;
    let second = page.post("/window/new", &json!({ "type": "window" }))?["handle"].clone();
    Ok([first, second])
}

fn turn_to(page: &Page<'_>, window: &Value) -> Result<()> {
    page.post("/window", &json!({ "handle": window })).map(drop)
}

/// Closes the second window, so that the next test finds one.
fn close(page: &Page<'_>, [first, second]: &[Value; 2]) -> Result<()> {
    turn_to(page, second)?;
    page.devtools("Page.close", &json!({}))?;
    turn_to(page, first)
}

fn two_of_a_lesson() -> Result<(String, [String; 2])> {
    let questions = questions()?;
    let lesson = &questions.first().context("there are questions")?.0;
    let mut titles = questions.iter().filter(|(other, ..)| other == lesson).map(|(.., title)| title.clone());
    let two = [titles.next(), titles.next()].map(Option::unwrap_or_default);
    Ok((format!("#/learn/{lesson}"), two))
}

fn two_windows_lose_no_answer(page: &Visit<'_>) -> Result<()> {
    let (lesson, [one, other]) = two_of_a_lesson()?;
    page.open(&lesson)?;
    let windows = second_window(page)?;
    turn_to(page, &windows[1])?;
    page.open(&lesson)?;
    answer(page, &other)?;
    is_tried(page, &one, false)?;
    turn_to(page, &windows[0])?;
    // What the other window heard comes in by itself, and what this one says is not put over it.
    is_tried(page, &other, true)?;
    answer(page, &one)?;
    turn_to(page, &windows[1])?;
    is_tried(page, &one, true)?;
    for window in &windows {
        turn_to(page, window)?;
        page.reload()?;
        is_tried(page, &one, true)?;
        is_tried(page, &other, true)?;
    }
    close(page, &windows)
}

fn what_is_due_is_asked_one_by_one_by_keys(page: &Visit<'_>) -> Result<()> {
    let due: Vec<_> = questions()?.into_iter().take(2).collect();
    open_with(page, REVIEW, &answered(&due, 30)?)?;
    says(page, "2 questions are due today.")?;
    press(page, "Start")?;
    says(page, "Question 1 of 2")?;
    page.until(
        "the focus is where it starts",
        "return wl.text(document.activeElement).startsWith('Question 1');",
        &[],
    )?;
    // From there on with Tab: the first option, then Check.
    page.type_keys(keys::TAB)?;
    page.until("the focus is on an option", "return document.activeElement.type === 'radio';", &[])?;
    page.type_keys(" ")?;
    page.until("it is chosen", "return document.activeElement.checked;", &[])?;
    press(page, "Check")?;
    says(page, "This one comes again")?;
    press(page, "Next question")?;
    says(page, "Question 2 of 2")?;
    press(page, "Skip")?;
    says(page, "That was this round. 1 more question is due")?;
    press(page, "Go on")?;
    says(page, "Question 1 of 1")?;
    press(page, "Stop here")?;
    says(page, "1 question is due today.")?;
    // The list of lessons tells of it.
    page.open("#/learn")?;
    page.click("link", "Review: 1 due")?;
    says(page, "1 question is due today.")
}

/// Goes to a button with Tab and presses it.
fn press(page: &Page<'_>, name: &str) -> Result<()> {
    page.find("button", name)?;
    for _ in 0..30 {
        if page.script("return wl.name(document.activeElement) === arguments[0];", &[json!(name)])? == json!(true) {
            return page.type_keys(keys::ENTER);
        }
        page.type_keys(keys::TAB)?;
    }
    anyhow::bail!("Tab does not lead to “{name}”")
}

fn where_nothing_is_due_it_says_when_something_is(page: &Visit<'_>) -> Result<()> {
    page.open(REVIEW)?;
    says(page, "Nothing is due.")?;
    let questions = questions()?;
    // An answer of today comes again the day after tomorrow.
    open_with(page, REVIEW, &answered(&questions[..1], 0)?)?;
    says(page, "Nothing is due. Next on ")?;
    page.click("button", "Try 5 new questions")?;
    says(page, "Question 1 of 5")
}

/// The page's own words of how many questions of all lessons were answered.
fn answered_in_all(page: &Page<'_>, number: usize) -> Result<()> {
    page.until(
        &format!("{number} questions are answered"),
        "const table = wl.one('table', 'Lessons');
         const answered = [...(table?.tBodies[0].rows ?? [])].map((row) => parseInt(row.cells[2].textContent));
         return answered.length > 0 && answered.reduce((a, b) => a + b) === arguments[0];",
        &[json!(number)],
    )
    .map(drop)
}

fn progress_is_exported_and_comes_in_elsewhere(page: &Visit<'_>) -> Result<()> {
    let questions = questions()?;
    open_with(page, PROGRESS, &answered(&questions[..3], 3)?)?;
    answered_in_all(page, 3)?;
    let folder = downloads(page, "progress")?;
    page.click("button", "Export")?;
    let name = page.script("return `wirelens-progress-${new Date(Date.now() - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, 10)}.json`;", &[])?;
    let path = folder.join(name.as_str().unwrap_or_default());
    let file: Value = serde_json::from_slice(&downloaded(page, &path)?)?;
    assert_eq!((&file["version"], file["answers"].as_array().map(Vec::len)), (&json!(1), Some(3)));

    let profile = page.stranger()?;
    let other = Page::new(&profile, &page.url);
    open_with(&other, PROGRESS, &answered(&questions[2..5], 3)?)?;
    choose(&other, "progress-file", std::slice::from_ref(&path))?;
    // The third was answered at another moment there.
    says(&other, "3 answers came in.")?;
    answered_in_all(&other, 5)?;
    choose(&other, "progress-file", &[path])?;
    says(&other, "Nothing new came in")?;
    other.reload()?;
    answered_in_all(&other, 5)?;
    assert_eq!(other.complaints(page.address())?, Vec::<String>::new());
    Ok(())
}

fn what_is_no_progress_is_refused(page: &Visit<'_>) -> Result<()> {
    let folder = downloads(page, "no-progress")?;
    let path = folder.join("some.json");
    fs::write(&path, "{\"answers\": 1}")?;
    open_with(page, PROGRESS, &answered(&questions()?[..1], 3)?)?;
    choose(page, "progress-file", &[path])?;
    says(page, "This is no file of progress")?;
    answered_in_all(page, 1)
}

fn a_reset_is_confirmed_reaches_all_windows_and_can_be_taken_back(page: &Visit<'_>) -> Result<()> {
    open_with(page, PROGRESS, &answered(&questions()?[..2], 3)?)?;
    answered_in_all(page, 2)?;
    let windows = second_window(page)?;
    turn_to(page, &windows[1])?;
    page.open(PROGRESS)?;
    answered_in_all(page, 2)?;
    turn_to(page, &windows[0])?;
    page.click("button", "Reset…")?;
    says(page, "Forget 2 answers")?;
    page.click("button", "Keep")?;
    answered_in_all(page, 2)?;
    press(page, "Reset…")?;
    press(page, "Forget")?;
    answered_in_all(page, 0)?;
    turn_to(page, &windows[1])?;
    answered_in_all(page, 0)?;
    turn_to(page, &windows[0])?;
    press(page, "Bring back")?;
    answered_in_all(page, 2)?;
    turn_to(page, &windows[1])?;
    answered_in_all(page, 2)?;
    close(page, &windows)
}

fn progress_of_an_earlier_version_is_taken_over(page: &Visit<'_>) -> Result<()> {
    let (_, id, _) = questions()?.into_iter().next().context("there are questions")?;
    // What was saved has as field 5 a map from ids to { tries = 1, right = 2 }.
    page.open("#/")?;
    page.paste("Message JSON", "{\"age\": 3}")?;
    page.until("the work is saved", "return localStorage.getItem('wirelens');", &[])?;
    page.open("#/learn")?;
    page.script(
        "const saved = atob(localStorage.getItem('wirelens'));
         const [id] = arguments;
         const entry = `\\x0a${String.fromCharCode(id.length)}${id}\\x12\\x04\\x08\\x01\\x10\\x01`;
         const text = btoa(`${saved}\\x2a${String.fromCharCode(entry.length)}${entry}`).replaceAll('=', '');
         localStorage.clear();
         localStorage.setItem('wirelens', text);",
        &[json!(id)],
    )?;
    page.open(PROGRESS)?;
    answered_in_all(page, 1)?;
    page.open(REVIEW)?;
    says(page, "1 question is due today.")
}

fn the_review_and_the_progress_have_no_serious_violation(page: &Visit<'_>) -> Result<()> {
    let questions = questions()?;
    page.open(REVIEW)?;
    is_accessible(page, "the review with nothing due")?;
    let mut record = answered(&questions[..3], 30)?;
    record.join(&answered(&questions[2..5], 1)?);
    open_with(page, REVIEW, &record)?;
    is_accessible(page, "the review")?;
    page.click("button", "Start")?;
    says(page, "Question 1 of 2")?;
    is_accessible(page, "the review with a question")?;
    page.open(PROGRESS)?;
    page.click("button", "Reset…")?;
    is_accessible(page, "the progress")
}
