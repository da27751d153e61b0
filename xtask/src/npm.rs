//! What comes by npm: the editor's bundle, and the tools that are npm packages. `npm ci` runs only when a lock file
//! changed, the bundler only when a source did.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::chromium::Chromium;
use crate::process::{output, run};
use crate::project::Project;
use crate::stamp::{self, Hash, files_below};
use crate::steps::Steps;

const OLDEST_NODE: u32 = 20;
const EDITOR: &str = "static/editor";
const EDITOR_BUNDLE: &str = "static/editor/dist/editor.js";
const TOOLS: &str = "xtask/npm";
const PROTOC: &str = "tests/protoc";
const SNIPPETS: &str = "tests/snippets";

/// Installs the build's and the checks' packages (wasm-opt, axe-core, other protobuf libraries); returns `node_modules`.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub fn ensure_tools(project: &Project, steps: &mut Steps) -> Result<PathBuf> {
    ensure_packages(project, TOOLS, steps)
}

/// Installs protoc, and the .proto files that it and our compiler are both given.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub fn ensure_protoc(project: &Project, steps: &mut Steps) -> Result<()> {
    ensure_packages(project, PROTOC, steps).map(drop)
}

/// Installs what programs of calls run with on Node, and buf; returns `node_modules`.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub fn ensure_snippets(project: &Project, steps: &mut Steps) -> Result<PathBuf> {
    ensure_packages(project, SNIPPETS, steps)
}

/// Installs the editor's packages and bundles it, where that is not yet done.
///
/// # Errors
/// When Node is missing or too old, npm fails, or the bundler leaves no bundle.
pub fn ensure_editor(project: &Project, steps: &mut Steps) -> Result<()> {
    ensure_packages(project, EDITOR, steps)?;
    let sources = files_below(&project.path(EDITOR), &|path| {
        !["node_modules", "dist", "test"].iter().any(|name| path.ends_with(name))
    })?;
    let mut hash = Hash::default();
    hash.add_files(project.root(), &sources)?;
    let memory = project.memory("editor.stamp");
    let bundle = project.path(EDITOR_BUNDLE);
    if bundle.is_file() && stamp::is(&memory, &hash.hex()) {
        return Ok(());
    }
    steps.run("bundle the editor", || {
        run(project.command("npm").args(["run", "--silent", "build"]).current_dir(project.path(EDITOR)))?;
        if !bundle.is_file() {
            bail!("`npm run build` in {EDITOR} made no {EDITOR_BUNDLE}");
        }
        stamp::set(&memory, &hash.hex())
    })
}

/// Runs the editor's own tests, which need no browser.
///
/// # Errors
/// When one fails.
pub fn test_editor(project: &Project) -> Result<()> {
    run(project.command("npm").args(["test", "--silent"]).current_dir(project.path(EDITOR)))
}

/// Runs the editor's tests of its bundle on a page of its own.
///
/// # Errors
/// When one fails.
pub fn test_editor_in_browser(project: &Project, chromium: &Chromium) -> Result<()> {
    let mut npm = project.command("npm");
    npm.args(["run", "--silent", "test:browser"]).current_dir(project.path(EDITOR));
    run(npm.env("CHROMIUM", &chromium.browser).env("CHROMEDRIVER", &chromium.driver))
}

fn ensure_packages(project: &Project, folder: &str, steps: &mut Steps) -> Result<PathBuf> {
    let home = project.path(folder);
    let modules = home.join("node_modules");
    let memory = modules.join(".wirelens-stamp");
    let mut hash = Hash::default();
    hash.add_files(project.root(), &[home.join("package.json"), home.join("package-lock.json")])?;
    if stamp::is(&memory, &hash.hex()) {
        return Ok(modules);
    }
    steps.run(&format!("npm packages of {folder}"), || {
        check_node(project)?;
        run(project.command("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&home))?;
        stamp::set(&memory, &hash.hex())
    })?;
    Ok(modules)
}

fn check_node(project: &Project) -> Result<()> {
    let how = format!("install Node.js {OLDEST_NODE} or later, with npm (Debian: apt-get install nodejs npm)");
    let version = output(project.command("node").arg("--version")).context(how.clone())?;
    if major(version.trim()).is_none_or(|major| major < OLDEST_NODE) {
        bail!("node is {}, which is too old: {how}", version.trim());
    }
    output(project.command("npm").arg("--version")).context(how)?;
    Ok(())
}

/// The 20 of `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// A program of one of the packages.
#[must_use]
pub fn program(modules: &Path, name: &str) -> PathBuf {
    modules.join(".bin").join(name)
}

/// A program that the editor's bundle is made with.
pub fn editor_program(project: &Project, name: &str) -> PathBuf {
    program(&project.path(EDITOR).join("node_modules"), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_says_its_version_with_a_v() {
        assert_eq!(major("v20.11.1"), Some(20));
        assert_eq!(major("v8"), Some(8));
        assert_eq!(major("20.1"), None);
        assert_eq!(major("vx.1"), None);
    }

    #[test]
    fn the_lock_file_names_no_host() {
        let lock = include_str!("../npm/package-lock.json");
        assert!(
            !lock.contains("\"resolved\"") && !lock.contains("://"),
            "see CONTRIBUTING.md: omit-lockfile-registry-resolved"
        );
        // Its packages say where one can give them money.
        assert!(!include_str!("../../tests/snippets/package-lock.json").contains("\"resolved\""));
    }
}
