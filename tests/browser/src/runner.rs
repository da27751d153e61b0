//! Runs the tests: a browser a thread, an origin of its own for each test. After a test the browser must have nothing to
//! complain of. Knows no test.

use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use base64::Engine as _;
use xtask::server::Server;

use crate::page::Page;
use crate::profile::Profile;
use crate::site;
use crate::webdriver::Driver;

/// What a test gets: the page in a browser, at an address nobody was at before.
pub struct Visit<'a> {
    page: Page<'a>,
    server: &'a Server,
    allowed: RefCell<Vec<String>>,
}

impl<'a> Deref for Visit<'a> {
    type Target = Page<'a>;

    fn deref(&self) -> &Page<'a> {
        &self.page
    }
}

impl Visit<'_> {
    /// Another person's browser; `Page::new(&profile, &visit.url)` is the page in it.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn stranger(&self) -> Result<Profile> {
        Profile::start(self.page.driver())
    }

    /// The folder's server, for tests that speak HTTP.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.server.url
    }

    /// A console error with this in it is what the test is about.
    pub fn allow(&self, part: impl Into<String>) {
        self.allowed.borrow_mut().push(part.into());
    }

    fn finish(&self) -> Result<()> {
        let allowed = self.allowed.borrow();
        let mut complaints = self.page.complaints(&self.server.url)?;
        complaints.retain(|text| !allowed.iter().any(|part| text.contains(part.as_str())));
        if !complaints.is_empty() {
            bail!("the browser complains:\n  {}", complaints.join("\n  "));
        }
        Ok(())
    }
}

/// A test: its name says what the page does.
pub type Test = (&'static str, fn(&Visit<'_>) -> Result<()>);

/// A table of tests from their functions.
#[macro_export]
macro_rules! tests {
    ($($test:ident),* $(,)?) => {
        /// The tests of this area.
        pub const TESTS: &[wirelens_browser_tests::runner::Test] = &[$((stringify!($test), $test)),*];
    };
}

/// Runs the tests of all areas whose `area::name` contains one of the arguments; all without arguments. Two at a time,
/// or as many as `--threads N` says. Those of the names in `alone` come first and one by one: they measure how long the page
/// takes for something, and another browser beside would be measured, too.
#[must_use]
pub fn main(areas: &[(&str, &[Test])], alone: &[&str]) -> ExitCode {
    match run(areas, alone) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

struct Job {
    name: String,
    test: Test,
}

fn run(areas: &[(&str, &[Test])], alone: &[&str]) -> Result<usize> {
    let (filters, threads) = arguments()?;
    let all =
        || areas.iter().flat_map(|(area, tests)| tests.iter().map(move |&test| (format!("{area}::{}", test.0), test)));
    if let Some(name) = alone.iter().find(|name| !all().any(|(other, _)| other == **name)) {
        bail!("expected a test of the name {name}, found none");
    }
    let wanted = |name: &str| filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str()));
    let jobs = all().map(|(name, test)| Job { name, test }).filter(|job| wanted(&job.name));
    let (alone, together): (VecDeque<Job>, VecDeque<Job>) = jobs.partition(|job| alone.contains(&job.name.as_str()));
    let total = alone.len() + together.len();
    if total == 0 {
        bail!("no test has a name like that");
    }
    std::panic::set_hook(Box::new(|info| {
        PANIC.with_borrow_mut(|told| *told = info.location().map(|place| format!("{}:{}", place.file(), place.line())));
    }));
    let start = Instant::now();
    let (alone, together) = (Mutex::new(alone), Mutex::new(together));
    let failures = Mutex::new(Vec::new());
    let driver = Driver::start()?;
    work(&driver, &alone, &failures);
    thread::scope(|scope| {
        for _ in 0..threads.min(total) {
            scope.spawn(|| work(&driver, &together, &failures));
        }
    });
    drop(std::panic::take_hook());
    let failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    for (name, error) in &failures {
        println!("\n---- {name}\n{error:#}");
        places(error).for_each(|place| println!("{place}"));
    }
    println!("\n{} passed, {} failed, in {}", total - failures.len(), failures.len(), seconds(start.elapsed()));
    Ok(failures.len())
}

/// Where in the tests it happened; known with `RUST_BACKTRACE=1` only.
fn places(error: &anyhow::Error) -> impl Iterator<Item = String> {
    let trace = error.backtrace().to_string();
    let ours = |line: &&str| line.contains("at ./tests/") && !line.contains("main.rs");
    trace.lines().filter(ours).map(|line| format!("  {}", line.trim())).collect::<Vec<_>>().into_iter()
}

fn arguments() -> Result<(Vec<String>, usize)> {
    use lexopt::prelude::{Long, Value, ValueExt};
    let mut parser = lexopt::Parser::from_env();
    let (mut filters, mut threads) = (Vec::new(), 2);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("threads") => threads = parser.value()?.parse::<usize>()?.max(1),
            Value(filter) => filters.push(filter.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok((filters, threads))
}

/// Takes jobs until there is none.
fn work(driver: &Arc<Driver>, jobs: &Mutex<VecDeque<Job>>, failures: &Mutex<Vec<(String, anyhow::Error)>>) {
    let mut browser = None;
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(Job { name, test }) = job else { break };
        let start = Instant::now();
        let result = match browser.take().map_or_else(|| Profile::start(driver), Ok) {
            Ok(profile) => {
                let result = attempt(&profile, &name, test);
                // What failed may have left the browser in any state.
                browser = result.is_ok().then_some(profile);
                result
            }
            Err(error) => Err(error),
        };
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        println!("{:>8}  {word:<6}  {name}", seconds(start.elapsed()));
        if let Err(error) = result {
            failures.lock().unwrap_or_else(PoisonError::into_inner).push((name, error));
        }
    }
}

fn attempt(profile: &Profile, name: &str, (_, test): Test) -> Result<()> {
    let server = site::serve("/")?;
    profile.reset()?;
    let visit = Visit { page: Page::new(profile, &server.url), server: &server, allowed: RefCell::default() };
    let outcome = catch_unwind(AssertUnwindSafe(|| test(&visit))).unwrap_or_else(|panic| Err(told(&*panic)));
    let outcome = outcome.and_then(|()| visit.finish());
    if outcome.is_err() {
        keep_picture(&visit, name).ok();
    }
    outcome
}

thread_local! {
    /// Where the last panic was.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A panic's message and place, as an error.
fn told(panic: &(dyn Any + Send)) -> anyhow::Error {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let place = PANIC.take().unwrap_or_default();
    anyhow!("{}\nat {place}", text.unwrap_or("a panic without a text"))
}

/// What the page looked like when a test failed.
fn keep_picture(visit: &Visit<'_>, name: &str) -> Result<()> {
    let file = site::scratch()?.join(format!("{}.png", name.replace("::", "-")));
    std::fs::write(&file, base64::engine::general_purpose::STANDARD.decode(visit.picture()?)?)?;
    println!("          {}", file.display());
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f32())
}
