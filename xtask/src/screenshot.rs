//! `cargo xtask screenshot`: pictures of the built page. The browser tests' package takes them, since it knows how to
//! drive a browser and when the page is ready.

use std::ffi::OsString;

use anyhow::Result;

use crate::checks::{cargo, in_browser};
use crate::process::run;
use crate::project::Project;
use crate::site::{self, Mode};
use crate::steps::Steps;
use crate::{chromium, npm};

/// Builds the page and takes the pictures that `arguments` ask for; without any, the README's.
///
/// # Errors
/// When there is no browser, the page can't be built, or a picture can't be taken.
pub fn screenshot(mode: Mode, arguments: &[OsString], project: &mut Project, steps: &mut Steps) -> Result<()> {
    let chromium = chromium::ensure(project, steps)?;
    let dist = site::build(mode, project, steps)?;
    let modules = npm::ensure_tools(project, steps)?;
    steps.run("take pictures", || {
        let mut program = cargo(project, "run --quiet --package wirelens-browser-tests --bin screenshot --");
        program.args(arguments);
        run(in_browser(&mut program, &dist, &modules, &chromium))
    })
}
