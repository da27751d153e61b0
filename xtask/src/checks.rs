//! `cargo xtask test`: every check there is, in the order in which mistakes are found soonest.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::chromium;
use crate::npm;
use crate::process::run;
use crate::project::Project;
use crate::site::{self, Mode};
use crate::snippets;
use crate::steps::Steps;
use crate::tools;

/// How much is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Everything.
    All,
    /// What needs neither a finished page nor a browser.
    Fast,
}

/// Runs the checks. One that fails doesn't keep the others from running, so that one run tells everything.
///
/// # Errors
/// All failures, or that something the checks need can't be had.
pub fn test(extent: Extent, project: &mut Project, steps: &mut Steps) -> Result<()> {
    tools::ensure_cargo_components(project, steps)?;
    tools::ensure_wasm_target(project, steps)?;
    // A missing browser is better known now than after ten minutes.
    let chromium = match extent {
        Extent::All => Some(chromium::ensure(project, steps)?),
        Extent::Fast => None,
    };
    npm::ensure_editor(project, steps)?;

    let mut failures = Failures::default();
    failures.note(steps.run("formatting", || run(project.cargo().args(["fmt", "--all", "--check"]))));
    failures.note(steps.run("lints", || run(cargo(project, CLIPPY_NATIVE).args(DENY_WARNINGS))));
    failures.note(steps.run("lints of the page", || {
        run(cargo(project, "clippy --package wirelens --bins --target wasm32-unknown-unknown").args(DENY_WARNINGS))
    }));
    let tests = [
        ("tests of the core", "test --package wirelens --no-default-features --features content"),
        ("tests of the build", "test --package xtask"),
        ("tests beside real servers", "test --package demo-server"),
    ];
    for (name, words) in tests {
        failures.note(steps.run(name, || run(&mut cargo(project, words))));
    }
    failures.note(npm::ensure_protoc(project, steps));
    failures.note(steps.run("a sample of googleapis, beside protoc", || run(&mut cargo(project, GOOGLEAPIS))));
    failures.note(snippets::test(project, steps));
    failures.note(steps.run("tests of the editor plug", || npm::test_editor(project)));
    failures.note(steps.run("documentation", || {
        let mut doc = cargo(project, "doc --no-deps --no-default-features --features content --package wirelens --lib");
        run(doc.env("RUSTDOCFLAGS", "-D warnings"))
    }));
    if let Some(chromium) = chromium {
        let dist = site::build(Mode::Release, project, steps)?;
        let modules = npm::ensure_tools(project, steps)?;
        failures.note(site::weigh(&dist, project, steps));
        let name = "tests of the editor plug in the browser";
        failures.note(steps.run(name, || npm::test_editor_in_browser(project, &chromium)));
        failures.note(steps.run("tests of the page in the browser", || {
            let mut tests = cargo(project, "test --package wirelens-browser-tests");
            run(in_browser(&mut tests, &dist, &modules, &chromium))
        }));
    }
    failures.result()
}

/// The failures so far.
#[derive(Default)]
struct Failures(Vec<String>);

impl Failures {
    fn note(&mut self, result: Result<()>) {
        if let Err(error) = result {
            self.0.push(format!("{error:#}"));
        }
    }

    fn result(self) -> Result<()> {
        match self.0.as_slice() {
            [] => Ok(()),
            [one] => bail!("{one}"),
            several => bail!("{} checks failed\n  {}", several.len(), several.join("\n  ")),
        }
    }
}

/// Without the interface, which is only ever compiled to wasm: "lints of the page" see to that.
/// All of it takes minutes: see `tests/protoc/README.md`.
const GOOGLEAPIS: &str = "run --package wirelens --quiet --no-default-features --example googleapis -- \
                          tests/protoc/node_modules/google-proto-files --sample tests/protoc/sample.txt";
const CLIPPY_NATIVE: &str = "clippy --workspace --all-targets --no-default-features --features wirelens/content";

const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

/// Tells a program of the browser tests' package where the page, the browser and the npm packages (axe-core) are.
pub fn in_browser<'a>(
    command: &'a mut Command,
    dist: &Path,
    modules: &Path,
    chromium: &chromium::Chromium,
) -> &'a mut Command {
    command
        .env("WIRELENS_DIST", dist)
        .env("WIRELENS_NODE_MODULES", modules)
        .env("WIRELENS_CHROMIUM", &chromium.browser)
        .env("WIRELENS_CHROMEDRIVER", &chromium.driver)
}

/// A cargo command from its words, with the committed lock file.
///
/// Property tests draw the same cases in every run, so that a commit has one verdict; those who look for more set another
/// seed, or call `cargo test` themselves, which draws new ones each time.
pub fn cargo(project: &Project, words: &str) -> Command {
    let mut words = words.split(' ');
    let mut cargo = project.cargo();
    cargo.args(words.next()).arg("--locked").args(words);
    if env::var_os(SEED).is_none() {
        cargo.env(SEED, "7");
    }
    cargo
}

/// Where proptest looks for what it draws cases from.
const SEED: &str = "PROPTEST_RNG_SEED";

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn one_failure_fails_the_whole_and_all_are_told() {
        let mut failures = Failures::default();
        failures.note(Ok(()));
        failures.note(Err(anyhow!("first")));
        failures.note(Ok(()));
        failures.note(Err(anyhow!("cause").context("second")));
        assert_eq!(failures.result().unwrap_err().to_string(), "2 checks failed\n  first\n  second: cause");
        assert!(Failures::default().result().is_ok());
    }
}
