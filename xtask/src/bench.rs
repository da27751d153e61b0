//! `cargo xtask bench`: our engine beside other libraries in the same JavaScript engine. What is measured is
//! `benches/run.mjs`'s business.

use std::ffi::OsString;

use anyhow::Result;

use crate::npm;
use crate::process::run;
use crate::project::Project;
use crate::site::{self, Mode};
use crate::steps::Steps;

/// Builds the page and runs the comparison in Node. It finds the other libraries in `WIRELENS_NODE_MODULES`
/// (by `createRequire`, since imports don't look there) and the built page in `WIRELENS_DIST`.
///
/// # Errors
/// When something can't be built, or the comparison fails.
pub fn bench(arguments: &[OsString], project: &mut Project, steps: &mut Steps) -> Result<()> {
    let dist = site::build(Mode::Release, project, steps)?;
    let modules = npm::ensure_tools(project, steps)?;
    steps.run("measure", || {
        let mut node = project.command("node");
        node.arg("benches/run.mjs").args(arguments);
        run(node.env("WIRELENS_NODE_MODULES", &modules).env("WIRELENS_DIST", &dist))
    })
}
