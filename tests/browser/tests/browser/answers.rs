//! Every question of every lesson, answered wrong and right by keyboard alone. What is typed is what the content files have,
//! and what must be said of it is what the engine says natively.

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use wirelens::learn::asked::{Asked, asked};
use wirelens::learn::grade::grade;
use wirelens::learn::source::QuestionFile;
use wirelens::learn::task::Answer;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::content;

wirelens_browser_tests::tests![
    all_questions_are_answered_by_keyboard_alone_1,
    all_questions_are_answered_by_keyboard_alone_2,
    all_questions_are_answered_by_keyboard_alone_3,
    all_questions_are_answered_by_keyboard_alone_4,
];

/// Into so many tests the questions are parted, so that several browsers answer at once.
const SHARDS: usize = 4;

fn all_questions_are_answered_by_keyboard_alone_1(page: &Visit<'_>) -> Result<()> {
    answer_lessons(page, 0)
}

fn all_questions_are_answered_by_keyboard_alone_2(page: &Visit<'_>) -> Result<()> {
    answer_lessons(page, 1)
}

fn all_questions_are_answered_by_keyboard_alone_3(page: &Visit<'_>) -> Result<()> {
    answer_lessons(page, 2)
}

fn all_questions_are_answered_by_keyboard_alone_4(page: &Visit<'_>) -> Result<()> {
    answer_lessons(page, 3)
}

/// The questions of each fourth lesson.
fn answer_lessons(page: &Visit<'_>, shard: usize) -> Result<()> {
    let content = content::content()?;
    let mut count = 0;
    for lesson in content.lessons.iter().skip(shard).step_by(SHARDS) {
        let id = &lesson.lesson.id;
        page.open(&format!("#/learn/{id}/questions"))?;
        for file in content.questions_of(id) {
            answer(page, file).with_context(|| format!("{id}/{}", file.id))?;
            count += 1;
        }
    }
    println!("          {count} questions were answered wrong and right");
    if count == 0 { bail!("there are no questions") } else { Ok(()) }
}

/// Wrong, then right.
fn answer(page: &Page<'_>, file: &QuestionFile) -> Result<()> {
    let asked = asked(&file.task).map_err(|error| anyhow!(error))?;
    for (answer, is_right) in [(content::wrong(file)?, false), (content::right(file)?, true)] {
        let verdict = grade(&file.task, &answer);
        if verdict.right != is_right {
            bail!("{answer:?} should be {}", if is_right { "right" } else { "wrong" });
        }
        give(page, file, &asked, &answer)?;
        let word = if is_right { "✓ Right." } else { "✗ Not yet." };
        let remark = content::remark(&verdict);
        page.until(
            &format!("“{}” is told “{word} {remark}” of {answer:?}", file.title),
            "const [id, word, remark] = arguments;
             const told = document.querySelector(`#question-${id} .verdict:is(.right, .wrong):not(.earlier)`);
             return told && wl.text(told).includes(word) && wl.text(told).includes(remark);",
            &[json!(file.id), json!(word), json!(remark)],
        )?;
    }
    page.until(
        "it is marked as answered",
        "return wl.text(document.getElementById(`question-${arguments[0]}`)).includes('answered');",
        &[json!(file.id)],
    )
    .map(drop)
}

/// Gives an answer and has it checked.
fn give(page: &Page<'_>, file: &QuestionFile, asked: &Asked, answer: &Answer) -> Result<()> {
    let id = &file.id;
    let field = |part: usize| format!("#answer-{id}-{part}");
    let select_all = format!("{}a", keys::CONTROL);
    match asked {
        Asked::One(_) | Asked::Change { .. } => {
            let wanted = answer.first().context("an option")?;
            choose(page, id, wanted)?;
            page.type_keys(keys::ENTER)
        }
        Asked::Several(options) => {
            for option in options {
                let own = format!("#question-{id} input[value='{}']", option.id);
                let is_chosen = page.script("return document.querySelector(arguments[0]).checked;", &[json!(own)])?;
                if is_chosen != json!(answer.contains(&option.id)) {
                    walk_to(page, &own)?;
                    page.type_keys(" ")?;
                }
            }
            check(page, id)
        }
        Asked::Status => {
            walk_to(page, &field(0))?;
            page.type_keys(answer.first().context("a status")?)?;
            check(page, id)
        }
        Asked::Typed(_) | Asked::Bytes { .. } | Asked::Dump { .. } => {
            for (part, text) in answer.iter().enumerate() {
                walk_to(page, &field(part))?;
                page.type_keys(&select_all)?;
                let text = if text.is_empty() { keys::DELETE } else { text };
                // As fast as keys can be, so that Enter comes before what was typed is drawn.
                let end = if part + 1 == answer.len() { keys::ENTER } else { "" };
                page.type_keys(&format!("{text}{end}"))?;
            }
            Ok(())
        }
        Asked::Order(_) => {
            for (place, step) in answer.iter().enumerate() {
                let up = format!("#answer-{id}-0-{step}-up");
                let steps = "return [...document.getElementById(arguments[0]).closest('ol').children]
                                 .findIndex((item) => item.querySelector(arguments[1]));";
                let at = page.script(steps, &[json!(&up[1..]), json!(up)])?;
                for _ in place..at.as_u64().context("the step is there")? as usize {
                    walk_to(page, &up)?;
                    page.type_keys(keys::ENTER)?;
                }
            }
            check(page, id)
        }
        Asked::Edit(_) => {
            for (part, text) in answer.iter().enumerate() {
                walk_to(page, &format!("{} .cm-content", field(part)))?;
                page.type_keys(&select_all)?;
                page.paste_here(text)?;
            }
            page.type_keys(&format!("{}{}", keys::CONTROL, keys::ENTER))
        }
    }
}

/// Goes to the radio buttons of a question and on to the wanted one.
fn choose(page: &Page<'_>, id: &str, wanted: &str) -> Result<()> {
    walk_to(page, &format!("#question-{id} input[type=radio]"))?;
    let at = "return [document.activeElement.value, document.activeElement.checked];";
    for _ in 0..9 {
        let here = page.script(at, &[])?;
        match (here[0] == json!(wanted), here[1] == json!(true)) {
            (true, true) => return Ok(()),
            (true, false) => page.type_keys(" ")?,
            (false, _) => page.type_keys(keys::DOWN)?,
        }
    }
    bail!("the arrow keys don't reach the option {wanted}")
}

fn check(page: &Page<'_>, id: &str) -> Result<()> {
    walk_to(page, &format!("#question-{id} button[type=submit]"))?;
    page.type_keys(keys::ENTER)
}

/// Goes by Tab, or back, until the focus is on what a selector finds.
fn walk_to(page: &Page<'_>, selector: &str) -> Result<()> {
    for _ in 0..60 {
        // How many elements that take the focus lie between, radio buttons aside, of which a group is one stop.
        let way = page.until(
            &format!("there is {selector}"),
            "const all = [...document.querySelectorAll(arguments[0])].filter((it) => !it.disabled);
             if (all.length === 0) return null;
             const here = document.activeElement;
             if (all.includes(here)) return [0];
             const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]')]
                 .filter((it) => it.tabIndex >= 0 && !it.disabled && it.type !== 'radio' && it.checkVisibility({ visibilityProperty: true }));
             const isBehind = (a, b) => Boolean(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);
             const back = here !== document.body && isBehind(all[0], here);
             const between = (a, b) => stops.filter((it) => it !== a && isBehind(a, it) && isBehind(it, b)).length;
             const steps = back ? between(all[0], here) : between(here, all[0]);
             return [back ? -1 : 1, Math.max(1, Math.min(steps, 400))];",
            &[json!(selector)],
        )?;
        let steps = way[1].as_u64().unwrap_or(1) as usize;
        match way[0].as_i64() {
            Some(0) => return Ok(()),
            Some(1) => page.type_keys(&keys::TAB.repeat(steps))?,
            _ => page.type_keys(&format!("{}{}", keys::SHIFT, keys::TAB.repeat(steps)))?,
        }
    }
    let here = page.script("return document.activeElement.outerHTML.slice(0, 200);", &[]).unwrap_or(Value::Null);
    bail!("the focus does not come to {selector}; it is on {here}")
}
