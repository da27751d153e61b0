//! What is around lessons: the path, addresses of their parts, the search, the ways into them, paper, and a slow network.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::access::is_accessible;
use crate::work;

wirelens_browser_tests::tests![
    the_path_says_how_far_one_is_and_where_to_go_on,
    an_address_leads_to_a_heading_or_a_question,
    what_is_typed_is_found_and_gone_to_by_keys,
    a_search_has_an_address_and_says_when_nothing_is_found,
    what_the_playground_says_leads_to_its_lesson,
    a_lesson_on_paper_is_text_and_questions_in_ink,
    the_first_lesson_is_there_before_the_engine,
];

fn says(page: &Page<'_>, part: &str) -> Result<()> {
    let script = "return wl.text(wl.one('main')).includes(arguments[0]);";
    page.until(&format!("the page says “{part}”"), script, &[json!(part)]).map(drop)
}

fn is_titled(page: &Page<'_>, title: &str) -> Result<()> {
    page.until(&format!("the document is “{title}”"), "return document.title === arguments[0];", &[json!(title)])
        .map(drop)
}

/// Waits until what has the focus is this and is seen.
fn is_at(page: &Page<'_>, id: &str) -> Result<()> {
    page.until(
        &format!("#{id} has the focus and is seen"),
        "const here = document.activeElement, { top } = here.getBoundingClientRect();
         return here.id === arguments[0] && top >= 0 && top < innerHeight / 2;",
        &[json!(id)],
    )
    .map(drop)
}

fn the_path_says_how_far_one_is_and_where_to_go_on(page: &Visit<'_>) -> Result<()> {
    page.open("#/learn")?;
    is_titled(page, "Learn · Wirelens")?;
    says(page, "Start with Why services talk gRPC")?;
    says(page, "0 of ")?;
    is_accessible(page, "#/learn")?;
    page.click("link", "How varints work")?;
    is_titled(page, "How varints work · Wirelens")?;
    page.script("document.querySelector('#questions').scrollIntoView();", &[])?;
    says(page, "✓ read")?;
    page.click("link", "← All lessons")?;
    says(page, "1 of ")?;
    says(page, "Continue with How varints work")?;
    page.reload()?;
    says(page, "Continue with How varints work")
}

fn an_address_leads_to_a_heading_or_a_question(page: &Visit<'_>) -> Result<()> {
    page.open("#/learn/why-grpc/a-checkout-step-by-step")?;
    is_at(page, "section-a-checkout-step-by-step")?;
    page.click("link", "One contract instead")?;
    is_at(page, "section-one-contract-instead")?;
    page.until("it is the address", "return location.hash === '#/learn/why-grpc/one-contract-instead';", &[])?;
    let link = page.find("link", "Link to “What gRPC is for”")?;
    page.script("arguments[0].click();", &[link.argument()])?;
    is_at(page, "question-concept")?;
    page.post("/back", &json!({}))?;
    is_at(page, "section-one-contract-instead")?;
    page.script("location.hash = '#/learn/why-grpc/concept';", &[])?;
    is_at(page, "question-concept")?;
    let next = page.element("there is a next lesson", "return document.querySelector('.neighbours .behind');", &[])?;
    page.script("arguments[0].click();", &[next.argument()])?;
    is_at(page, "title")
}

fn what_is_typed_is_found_and_gone_to_by_keys(page: &Visit<'_>) -> Result<()> {
    page.open("#/learn")?;
    let field = page.find("searchbox", "Search lessons, questions and explanations")?;
    page.click_on(&field)?;
    // A slip of the fingers is forgiven.
    page.type_keys("daedline")?;
    page.until(
        "deadlines are found and marked",
        "const found = wl.one('list', 'Results');
         return found && [...found.querySelectorAll('mark')].some((mark) => /^deadline/i.test(mark.textContent));",
        &[],
    )?;
    page.until("it is the address", "return location.hash === '#/learn/search?q=daedline';", &[])?;
    is_accessible(page, "with results")?;
    page.script("arguments[0].focus();", &[field.argument()])?;
    page.type_keys(keys::DOWN)?;
    page.type_keys(keys::DOWN)?;
    page.type_keys(keys::UP)?;
    let first = "document.querySelector('#found a')";
    page.until("the first result has the focus", &format!("return document.activeElement === {first};"), &[])?;
    let href = page.script(&format!("return {first}.getAttribute('href');"), &[])?;
    page.type_keys(keys::ENTER)?;
    page.until("the address is the result's", "return location.hash === arguments[0];", &[href])?;
    page.settle()?;
    page.post("/back", &json!({}))?;
    page.until(
        "the results are there again",
        "return wl.one('list', 'Results') && wl.one('searchbox').value === 'daedline';",
        &[],
    )
    .map(drop)
}

fn a_search_has_an_address_and_says_when_nothing_is_found(page: &Visit<'_>) -> Result<()> {
    page.open("#/learn/search?q=DATA_LOSS%20lost")?;
    is_titled(page, "Search · Wirelens")?;
    page.until(
        "the status is found first",
        "return wl.text(document.querySelector('#found li') ?? document.body).startsWith('DATA_LOSS (15)');",
        &[],
    )?;
    page.open("#/learn/search?q=qwxzv")?;
    says(page, "Nothing is found for “qwxzv”.")?;
    is_accessible(page, "with nothing found")?;
    page.click("link", "table of contents")?;
    says(page, "Start with")?;
    page.until("the field is empty", "return wl.one('searchbox').value === '';", &[]).map(drop)
}

fn what_the_playground_says_leads_to_its_lesson(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{\"agee\": 1}")?;
    page.click("link", "Learn more: JSON and Protocol Buffers")?;
    page.until("it is the lesson", "return location.hash === '#/learn/json' && wl.all('heading').length > 1;", &[])?;
    page.post("/back", &json!({}))?;
    page.settle()?;
    page.click("link", "Learn more: The same call, both ways")?;
    is_at(page, "section-the-same-call-both-ways")
}

fn a_lesson_on_paper_is_text_and_questions_in_ink(page: &Visit<'_>) -> Result<()> {
    page.open("#/learn/why-grpc")?;
    page.devtools(
        "Emulation.setEmulatedMedia",
        &json!({
            "media": "print", "features": [{ "name": "prefers-color-scheme", "value": "dark" }],
        }),
    )?;
    page.until(
        "what only a screen has is gone, the rest is dark on nothing, and no part of it scrolls",
        "const seen = (query) => [...document.querySelectorAll(query)].some((it) => it.checkVisibility());
         const ink = getComputedStyle(document.querySelector('article p')).color.match(/\\d+/g).map(Number);
         return !['.top', '.crumbs', '.outline', '.neighbours', '.anchor', 'article .btn'].some(seen)
             && ['h1', 'article p', '.quiz legend', '.option'].every(seen) && Math.max(...ink) < 100
             && getComputedStyle(document.querySelector('main')).overflowY === 'visible';",
        &[],
    )?;
    page.prefer("light")
}

/// What Chromium's own developer tools call "Slow 4G": 1.6 Mbit/s of which nine tenths are had, and 150 ms, three and three
/// quarters of which a request takes.
const SLOW: (f64, f64) = (562.5, 1_600_000.0 * 0.9 / 8.0);

/// How much of the time the page takes to load completely the first question may take. Half is for the engine, which the
/// question does not need.
const MOST: f64 = 0.6;

fn the_first_lesson_is_there_before_the_engine(page: &Visit<'_>) -> Result<()> {
    // The page itself notes when the first question has been checked and when the engine has said that it is there. Chromium's
    // emulation does not reach into workers, so the page fetches the engine's files, too, as slowly as it fetches its own.
    let watch = "const seen = globalThis.seen = {};
        globalThis.Worker = class extends Worker {
            constructor(...given) {
                super(...given);
                seen.asked ??= performance.now();
                const there = new Promise((then) => this.addEventListener('message', then, { once: true }));
                const files = ['worker_boot.js', 'worker.js', 'worker_bg.wasm'];
                const come = files.map(async (file) => (await fetch(file)).arrayBuffer());
                Promise.all([there, ...come]).then(() => { seen.engine ??= performance.now(); });
            }
        };
        const look = () => {
            const question = document.querySelector('.quiz');
            const check = [...question?.querySelectorAll('button') ?? []].find((it) => it.textContent === 'Check');
            if (question && /Right|Not yet/.test(question.textContent)) return void (seen.checked = performance.now());
            if (check && !check.disabled) check.click();
            else question?.querySelector('input[type=radio]')?.click();
            requestAnimationFrame(look);
        };
        requestAnimationFrame(look);";
    let script = page.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": watch }))?;
    let (latency, throughput) = SLOW;
    let network = |latency: f64, throughput: f64| {
        let conditions = json!({
            "offline": false, "latency": latency, "downloadThroughput": throughput, "uploadThroughput": throughput,
        });
        page.devtools("Network.emulateNetworkConditions", &conditions)
    };
    network(latency, throughput)?;
    page.post("/url", &json!({ "url": format!("{}#/learn/why-grpc", page.url) }))?;
    let wait = |what: &str, body: &str| -> Result<Value> {
        // Several patiences: it is meant to be slow.
        let mut last = page.until(what, body, &[]);
        for _ in 0..4 {
            if last.is_ok() {
                break;
            }
            last = page.until(what, body, &[]);
        }
        last
    };
    wait("the first question is checked", "return globalThis.seen?.checked;")?;
    wait("the engine is there", "return globalThis.seen?.engine;")?;
    let seen = page.script("return seen;", &[])?;
    // No limit on what a browser keeps for the next test.
    network(0.0, -1.0)?;
    page.devtools("Page.removeScriptToEvaluateOnNewDocument", &json!({ "identifier": script["identifier"] }))?;
    let time = |name: &str| seen[name].as_f64().with_context(|| format!("no time of {name} in {seen}"));
    let (checked, asked, engine) = (time("checked")?, time("asked")?, time("engine")?);
    let ratio = checked / engine;
    println!(
        "          on a slow network: first question checked after {:.1} s, all loaded after {:.1} s, ratio {ratio:.2}",
        checked / 1000.0,
        engine / 1000.0,
    );
    ensure!(
        asked > 0.8 * checked,
        "the engine was asked for at {asked} ms, while the lesson was still on its way: {seen}"
    );
    ensure!(ratio < MOST, "the first question took {ratio:.2} of the time the page takes to load completely");
    Ok(())
}
