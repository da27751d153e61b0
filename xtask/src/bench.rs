//! `cargo xtask bench`: our core beside other libraries in the same JavaScript engine. What is measured is
//! `benches/run.mjs`'s business.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::run;
use crate::project::Project;
use crate::steps::Steps;
use crate::{npm, site, tools};

/// The package that has the core's functions for Node, and the stem of its file.
const PACKAGE: &str = "wirelens-bench";
const STEM: &str = "wirelens_bench";

/// Builds the core for Node, as the page's is built, and runs the comparison. It finds the other libraries in
/// `WIRELENS_NODE_MODULES` (by `createRequire`, since imports don't look there) and our core in `WIRELENS_CORE`.
///
/// # Errors
/// When something can't be built, or the comparison fails.
pub fn bench(arguments: &[OsString], project: &mut Project, steps: &mut Steps) -> Result<()> {
    tools::ensure_build_tools(project, steps)?;
    let modules = npm::ensure_tools(project, steps)?;
    let core = steps.run("build the core for Node", || build(&modules, project))?;
    steps.run("measure", || {
        let mut node = project.command("node");
        node.arg("benches/run.mjs").args(arguments);
        run(node.env("WIRELENS_NODE_MODULES", &modules).env("WIRELENS_CORE", &core))
    })
}

/// The same profile, flags and wasm-opt as the page's; only the glue is another. Returns the module to load.
fn build(modules: &Path, project: &Project) -> Result<PathBuf> {
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "--release", "--package", PACKAGE, "--target", tools::WASM_TARGET]);
    run(site::with_rust_flags(&mut cargo, project))?;
    let compiled = format!("target/{}/release/{STEM}.wasm", tools::WASM_TARGET);
    let folder = project.memory("bench");
    let mut bindgen = project.command("wasm-bindgen");
    bindgen.args([compiled.as_str(), "--target", "nodejs", "--no-typescript", "--out-dir"]).arg(&folder);
    run(&mut bindgen)?;
    site::shrink(&folder.join(format!("{STEM}_bg.wasm")), modules, project)?;
    Ok(folder.join(format!("{STEM}.js")))
}
