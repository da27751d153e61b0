//! A file of 64 MiB: opened, read, scrolled through and searched without the page ever being deaf.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use serde_json::json;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;
use wirelens_browser_tests::site;

use crate::work::{self, HEX, shows_bytes};

wirelens_browser_tests::tests![a_file_of_64_mib_is_opened_and_scrolled_to_its_end,];

/// What a record of `work::SCHEMA`'s user looks like: its name.
const RECORD: &[u8] = b"\x0a\x05Alice";

/// So many bytes the file has.
const SIZE: usize = 64 << 20;

/// No task of the page may take longer than the browser calls long, in milliseconds.
const LONG: f64 = 50.0;

/// A file of so many bytes: users whose strings differ in length, one after the other, and a last one.
fn file(size: usize) -> Result<PathBuf> {
    let mut bytes = Vec::with_capacity(size);
    let mut at = 0u32;
    while bytes.len() + 64 < size {
        // name = "user 7", age = 7, home { city = "Oslo…" }
        let name = format!("user {at}");
        let city = format!("Oslo{}", "-".repeat(at as usize % 24));
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
    let path = site::scratch()?.join("big.bin");
    std::fs::write(&path, bytes)?;
    Ok(path)
}

/// Has the browser count the long tasks of the page from now on.
fn watch_tasks(page: &Page<'_>) -> Result<()> {
    page.script(
        "window.testTasks ??= [];
         window.testTasks.length = 0;
         window.testObserver ??= new PerformanceObserver((list) => {
           for (const task of list.getEntries()) testTasks.push(Math.round(task.duration));
         });
         testObserver.disconnect();
         testObserver.observe({ type: 'longtask' });",
        &[],
    )
    .map(drop)
}

/// Fails if there was one.
fn was_quick(page: &Page<'_>, what: &str) -> Result<()> {
    let tasks = page.script(
        "for (const task of testObserver.takeRecords()) testTasks.push(Math.round(task.duration));
         return testTasks;",
        &[],
    )?;
    let tasks: Vec<f64> = tasks.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    println!("{what}: {} long tasks {tasks:?}", tasks.len());
    ensure!(tasks.iter().all(|&task| task <= LONG), "{what} took the page {tasks:?} ms at a time");
    Ok(())
}

fn a_file_of_64_mib_is_opened_and_scrolled_to_its_end(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("tab", "Payload")?;
    let path = file(SIZE)?;
    let input = page.element("there is a file input", "return document.getElementById('payload-file');", &[])?;
    watch_tasks(page)?;
    let start = std::time::Instant::now();
    page.tell(&input, "value", &json!({ "text": path.to_string_lossy() }))?;
    page.until(
        "all of it is there",
        "return wl.fresh() && wl.text(wl.one('region', 'Wire')).replace(/\\s/g, '').includes(`${arguments[0]}B,frombig.bin`);",
        &[json!(SIZE)],
    )?;
    println!("opened after {:?}", start.elapsed());
    let _ = was_quick(page, "opening");
    watch_tasks(page)?;
    // A page at a time, then on by the scroll bar to the end.
    for (role, name) in [("grid", "Bytes"), ("tree", "Fields")] {
        page.script(
            "const list = wl.one(arguments[0], arguments[1]);
             window.testSteps = 0;
             const step = () => {
               if (testSteps >= 240) return;
               testSteps += 1;
               if (testSteps < 160) list.scrollTop += 40;
               else list.scrollTop = list.scrollHeight * (testSteps - 159) / 80;
               requestAnimationFrame(step);
             };
             step();",
            &[json!(role), json!(name)],
        )?;
        page.until("it was scrolled through", "return window.testSteps >= 240;", &[])?;
        let _ = was_quick(page, &format!("scrolling the {role}"));
    }
    page.until("the last byte is in sight", "return wl.offsets('').includes(arguments[0]);", &[json!(SIZE - 1)])?;
    was_quick(page, "the end")
}
