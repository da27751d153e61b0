//! `cargo xtask test`: every check there is, in the order in which mistakes are found soonest.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::chromium;
use crate::npm;
use crate::process::run;
use crate::project::Project;
use crate::site::{self, Mode};
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

/// Runs the checks and stops at the first that fails.
///
/// # Errors
/// The first failure.
pub fn test(extent: Extent, project: &mut Project, steps: &mut Steps) -> Result<()> {
    tools::ensure_cargo_components(project, steps)?;
    tools::ensure_wasm_target(project, steps)?;
    // A missing browser is better known now than after ten minutes.
    let chromium = match extent {
        Extent::All => Some(chromium::ensure(project, steps)?),
        Extent::Fast => None,
    };
    npm::ensure_editor(project, steps)?;

    steps.run("formatting", || run(project.cargo().args(["fmt", "--all", "--check"])))?;
    steps.run("lints", || run(cargo(project, "clippy --workspace --all-targets").args(DENY_WARNINGS)))?;
    steps.run("lints of the page", || {
        run(cargo(project, "clippy --package wirelens --bins --target wasm32-unknown-unknown").args(DENY_WARNINGS))
    })?;
    steps.run("tests of the core", || run(&mut cargo(project, "test --package wirelens --no-default-features")))?;
    steps.run("tests of the interface, without a browser", || {
        run(&mut cargo(project, "test --package wirelens --lib ui::"))
    })?;
    steps.run("tests of the build", || run(&mut cargo(project, "test --package xtask")))?;
    steps.run("tests of the editor plug", || npm::test_editor(project))?;
    steps.run("documentation", || {
        run(cargo(project, "doc --no-deps --no-default-features --package wirelens --lib")
            .env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    let Some(chromium) = chromium else { return Ok(()) };

    let dist = site::build(Mode::Release, project, steps)?;
    let modules = npm::ensure_tools(project, steps)?;
    steps.run("tests of the editor plug in the browser", || npm::test_editor_in_browser(project, &chromium))?;
    steps.run("tests of the page in the browser", || {
        let mut tests = cargo(project, "test --package wirelens-browser-tests");
        run(in_browser(&mut tests, &dist, &modules, &chromium))
    })
}

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
pub fn cargo(project: &Project, words: &str) -> Command {
    let mut words = words.split(' ');
    let mut cargo = project.cargo();
    cargo.args(words.next()).arg("--locked").args(words);
    cargo
}
