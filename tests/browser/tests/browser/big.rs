//! Files too large to be held by the page: opened, read, scrolled through and searched without the page ever being deaf.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;
use wirelens_browser_tests::site;

use crate::work::{self, HEX, has_no_problem, has_problem, shows_bytes};

wirelens_browser_tests::tests![
    a_file_of_64_mib_is_opened_scrolled_and_searched,
    an_opening_is_cancelled,
    a_worker_that_is_lost_is_handed_the_file_again,
    a_large_file_is_not_kept_and_the_page_says_so,
    something_is_found_in_a_small_message,
];

/// The largest file that is opened, in bytes.
const LARGEST: usize = 64 << 20;

/// A file that is large enough not to be held by the page.
const LARGE: usize = 2 << 20;

/// What the browser calls a long task, in milliseconds. No step of a scroll may be one.
const LONG: f64 = 50.0;

/// What nobody takes for a page that hangs, in milliseconds: opening and finding draw everything anew.
const DEAF: f64 = 1000.0;

/// How often a scroll may be tried until nothing else has kept the machine from it.
const TRIES: usize = 6;

/// A file of so many bytes: users, one after the other, and a last name with a needle in it.
fn file(name: &str, size: usize) -> Result<PathBuf> {
    let mut bytes = Vec::with_capacity(size);
    let mut at = 0usize;
    while bytes.len() + 64 < size {
        let name = format!("user {at}");
        let city = format!("Oslo{}", "-".repeat(at % 24));
        bytes.extend([0x0a, name.len() as u8]);
        bytes.extend(name.as_bytes());
        bytes.extend([0x10, (at % 100) as u8, 0x1a, city.len() as u8 + 2, 0x0a, city.len() as u8]);
        bytes.extend(city.as_bytes());
        at += 1;
    }
    // The last field takes what is left.
    let rest = size - bytes.len() - 2;
    bytes.extend([0x0a, rest as u8]);
    bytes.extend(b"needle".iter().chain(std::iter::repeat_n(&b'.', rest - 6)));
    ensure!(bytes.len() == size);
    let path = site::scratch()?.join(name);
    std::fs::write(&path, bytes)?;
    Ok(path)
}

/// Opens a file, as a user does who chooses it.
fn open(page: &Page<'_>, path: &Path) -> Result<()> {
    page.click("tab", "Payload")?;
    let input = page.element("there is a file input", "return document.getElementById('payload-file');", &[])?;
    page.tell(&input, "value", &json!({ "text": path.to_string_lossy() }))
}

/// Waits until the pane of the bytes says this, and is up to date.
fn says(page: &Page<'_>, part: &str) -> Result<()> {
    page.until(
        &format!("the bytes are “{part}”"),
        "return wl.fresh() && wl.text(wl.one('region', 'Wire')).replace(/\\s/g, '').includes(arguments[0]);",
        &[json!(part)],
    )
    .map(drop)
}

/// Has the browser count the long tasks of the page from now on.
fn watch_tasks(page: &Page<'_>) -> Result<()> {
    page.script(
        "window.testTasks = [];
         window.testObserver?.disconnect();
         window.testObserver = new PerformanceObserver((list) => {
           for (const task of list.getEntries()) testTasks.push(Math.round(task.duration));
         });
         testObserver.observe({ type: 'longtask' });",
        &[],
    )
    .map(drop)
}

/// The durations of the long tasks since then, in milliseconds.
fn tasks(page: &Page<'_>) -> Result<Vec<f64>> {
    let tasks = page.script(
        "for (const task of testObserver.takeRecords()) testTasks.push(Math.round(task.duration));
         return testTasks;",
        &[],
    )?;
    Ok(tasks.as_array().into_iter().flatten().filter_map(Value::as_f64).collect())
}

fn was_not_deaf(page: &Page<'_>, what: &str) -> Result<()> {
    let tasks = tasks(page)?;
    println!("{what}: long tasks of {tasks:?} ms");
    ensure!(tasks.iter().all(|&task| task <= DEAF), "{what} took the page {tasks:?} ms at a time");
    Ok(())
}

/// Scrolls a list as one does who looks for nothing: a third of a screen each frame, and by the scroll bar to its end.
fn scroll(page: &Page<'_>, role: &str, name: &str) -> Result<()> {
    page.script(
        "const list = wl.one(arguments[0], arguments[1]);
         list.scrollTop = 0;
         window.testSteps = 0;
         const step = () => {
           testSteps += 1;
           if (testSteps <= 80) list.scrollTop += 80;
           else list.scrollTop = list.scrollHeight * (testSteps - 80) / 40;
           if (testSteps < 120) requestAnimationFrame(step);
         };
         requestAnimationFrame(step);",
        &[json!(role), json!(name)],
    )?;
    page.until(
        &format!("the {role} is at its end, and drawn there"),
        "const list = wl.one(arguments[0], arguments[1]);
         if (testSteps < 120) return false;
         const box = list.getBoundingClientRect();
         const rows = [...list.querySelectorAll('[role=row], [role=treeitem], [role=option]')].map((row) => row.getBoundingClientRect());
         // There are rows all the way down, and none below.
         return rows.some((row) => row.top <= box.top + 30 && row.bottom >= box.top)
             && Math.abs(Math.max(...rows.map((row) => row.bottom)) - box.bottom) < 30;",
        &[json!(role), json!(name)],
    )
    .map(drop)
}

/// The same until no task of the page was long; what the page itself does too long is so each time.
pub fn scrolls_quickly(page: &Page<'_>, role: &str, name: &str) -> Result<()> {
    quickly(page, &format!("scrolling the {role}"), |page| scroll(page, role, name))
}

/// Does something until no task of the page was long meanwhile.
pub fn quickly(page: &Page<'_>, what: &str, deed: impl Fn(&Page<'_>) -> Result<()>) -> Result<()> {
    let mut seen = Vec::new();
    for _ in 0..TRIES {
        watch_tasks(page)?;
        deed(page)?;
        let tasks = tasks(page)?;
        if tasks.iter().all(|&task| task <= LONG) {
            println!("{what} takes no task over {LONG} ms; tries before: {seen:?}");
            return Ok(());
        }
        seen.push(tasks);
    }
    anyhow::bail!("{what} took the page more than {LONG} ms at a time, in each try: {seen:?}")
}

/// Types into the field of the search, in place of what is there, and waits for what it says.
fn look_for(page: &Page<'_>, by: &str, text: &str, said: &str) -> Result<()> {
    page.choose("Find by", by)?;
    page.paste("Find", text)?;
    page.until(
        &format!("it says “{said}” of “{text}”"),
        "return wl.text(document.getElementById('find-said')) === arguments[0];",
        &[json!(said)],
    )
    .map(drop)
}

/// Waits until exactly the bytes from here to there are chosen, of those drawn, and the first is in sight.
fn chosen_in_sight(page: &Page<'_>, first: usize, last: usize) -> Result<()> {
    page.until(
        &format!("the bytes {first} to {last} are chosen and in sight"),
        "const [first, last] = arguments;
         const chosen = wl.selected();
         if (chosen[0] !== first || chosen.at(-1) !== last) return false;
         const cell = document.querySelector(`[role=gridcell][data-offset='${first}']`);
         const [box, grid] = [cell, wl.one('grid', 'Bytes')].map((element) => element.getBoundingClientRect());
         return box.top >= grid.top && box.bottom <= grid.bottom;",
        &[json!(first), json!(last)],
    )
    .map(drop)
}

fn a_file_of_64_mib_is_opened_scrolled_and_searched(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let path = file("largest.bin", LARGEST)?;
    page.script(
        "window.testShares = [];
         window.testStart = performance.now();
         const look = () => {
           const bar = document.querySelector('progress');
           if (bar && testShares.at(-1)?.share !== bar.value) {
             testShares.push({ share: bar.value, after: Math.round(performance.now() - testStart) });
           }
           requestAnimationFrame(look);
         };
         look();",
        &[],
    )?;
    watch_tasks(page)?;
    let start = std::time::Instant::now();
    open(page, &path)?;
    page.until("half of it is read", "return document.querySelector('progress')?.value >= 500;", &[])?;
    says(page, &format!("{LARGEST}B,fromlargest.bin"))?;
    println!("64 MiB are there after {:.1} s", start.elapsed().as_secs_f64());
    let shares = page.script("return window.testShares;", &[])?;
    ensure!(shares.as_array().is_some_and(|shares| shares.len() > 2), "progress was shown as {shares}");
    was_not_deaf(page, "opening")?;

    scrolls_quickly(page, "tree", "Fields")?;
    scrolls_quickly(page, "grid", "Bytes")?;
    page.until("the last byte is drawn", "return wl.offsets('').includes(arguments[0]);", &[json!(LARGEST - 1)])?;

    // Found at the end, from the beginning; Escape closes the field.
    watch_tasks(page)?;
    page.script("wl.one('grid', 'Bytes').focus();", &[])?;
    page.type_keys(&format!("{}{}", keys::CONTROL, keys::HOME))?;
    chosen_in_sight(page, 0, 7)?;
    page.type_keys(&format!("{}f", keys::CONTROL))?;
    look_for(page, "value", "needle", "1 of 1")?;
    let needle = page.script("return Number(document.querySelector('.b.found').dataset.offset);", &[])?;
    let needle = needle.as_u64().unwrap_or_default() as usize;
    ensure!((LARGEST - 64..LARGEST).contains(&needle), "the needle is at {needle}");
    chosen_in_sight(page, needle, needle + 5)?;
    look_for(page, "hex", "75 73 65 72 20 37 37 37 37 37 37", "1 of 1")?;
    look_for(page, "field path", "3.1", "not found")?;
    look_for(page, "offset", "3fffff0", "1 of 1")?;
    chosen_in_sight(page, 0x03ff_fff0, 0x03ff_fff0)?;
    page.type_keys(keys::ESCAPE)?;
    page.until("the field is gone", "return !wl.one('textbox', 'Find');", &[])?;
    was_not_deaf(page, "finding")
}

fn an_opening_is_cancelled(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let path = file("cancelled.bin", LARGEST)?;
    open(page, &path)?;
    page.until(
        "it can be cancelled",
        "const button = wl.one('button', 'Cancel'); button?.click(); return !!button;",
        &[],
    )?;
    page.until("it says so", "return wl.notice().includes('Cancelled');", &[])?;
    shows_bytes(page, HEX)?;
    has_no_problem(page)?;
    // The engine answers anew.
    page.click("tab", "JSON")?;
    page.paste("Message JSON", "{\"age\": 5}")?;
    shows_bytes(page, "10 05")
}

fn a_worker_that_is_lost_is_handed_the_file_again(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    open(page, &file("lost.bin", LARGE)?)?;
    says(page, &format!("{LARGE}B,fromlost.bin"))?;
    page.script_in_worker("setTimeout(function deeper() { deeper(); })")?;
    page.until("it says so", "return wl.notice().includes('restarted');", &[])?;
    page.paste("Schema", &work::SCHEMA.replace("int32 age", "int32 years"))?;
    says(page, &format!("{LARGE}B,fromlost.bin"))?;
    work::row(page, "years").map(drop)
}

fn a_large_file_is_not_kept_and_the_page_says_so(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    open(page, &file("gone.bin", LARGE)?)?;
    says(page, &format!("{LARGE}B,fromgone.bin"))?;
    page.click("button", "Share")?;
    page.until("it says why there is no link", "return wl.notice().includes('too large for a link');", &[])?;
    page.post("/refresh", &json!({}))?;
    has_problem(page, "payload:1:1 error", "gone.bin")?;
    has_problem(page, "payload:1:1 error", "open the file again")?;
    open(page, &file("gone.bin", LARGE)?)?;
    says(page, &format!("{LARGE}B,fromgone.bin"))
}

fn something_is_found_in_a_small_message(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("button", "Find")?;
    look_for(page, "value", "300", "1 of 1")?;
    work::selected(page, &[8, 9])?;
    look_for(page, "field path", "city", "1 of 1")?;
    work::selected(page, &[12, 13, 14, 15, 16, 17])?;
    look_for(page, "hex", "0a ??", "2 of 2")?;
    work::selected(page, &[12, 13])?;
    page.type_keys(keys::ENTER)?;
    work::selected(page, &[0, 1])?;
    page.type_keys(&format!("{}{}", keys::SHIFT, keys::ENTER))?;
    work::selected(page, &[12, 13])?;
    page.until("both are marked", "return wl.offsets('.found').join() === '0,1,12,13';", &[])?;
    look_for(page, "hex", "0", "expected two digits a byte, found an odd one")?;
    look_for(page, "value", "@8", "1 of 1")?;
    work::selected(page, &[8])?;
    page.click("button", "Close the search")?;
    page.until("the marks are gone with it", "return wl.offsets('.found').length === 0;", &[]).map(drop)
}
