//! The tools of the Rust side: the wasm target, Trunk, wasm-bindgen. Each is taken from PATH when it has the right
//! version, else from a cache of the user that all clones share, else installed into that cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{on_path, output, run};
use crate::project::Project;
use crate::steps::Steps;

/// What the page is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// 0.22 needs a newer Rust than ours.
const TRUNK_VERSION: &str = "0.21.14";

/// A program that comes as a crate.
struct Tool {
    krate: &'static str,
    program: &'static str,
    version: String,
    /// Further words for `cargo install`.
    how: &'static [&'static str],
}

/// Makes the wasm target, Trunk and wasm-bindgen available to the project's commands.
///
/// # Errors
/// When something is missing and can't be installed.
pub fn ensure_build_tools(project: &mut Project, steps: &mut Steps) -> Result<()> {
    ensure_wasm_target(project, steps)?;
    let lock = fs::read_to_string(project.path("Cargo.lock")).context("can't read Cargo.lock")?;
    let bindgen = locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    // A dev-profile build of Trunk takes half as long as a release one, and its own work is small.
    let trunk = Tool { krate: "trunk", program: "trunk", version: TRUNK_VERSION.into(), how: &["--debug", "--locked"] };
    let bindgen =
        Tool { krate: "wasm-bindgen-cli", program: "wasm-bindgen", version: bindgen.into(), how: &["--debug"] };
    for tool in [&bindgen, &trunk] {
        ensure(tool, project, steps)?;
    }
    Ok(())
}

/// Adds the target the page is compiled for, by rustup.
///
/// # Errors
/// When rustup is not there or fails.
pub fn ensure_wasm_target(project: &Project, steps: &mut Steps) -> Result<()> {
    let sysroot = output(project.command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).join("lib").is_dir() {
        return Ok(());
    }
    steps.run(&format!("install the target {WASM_TARGET}"), || {
        run(project.command("rustup").args(["target", "add", WASM_TARGET]))
            .context("install Rust by rustup, which can add the target, or add it to the Rust you have")
    })
}

/// Adds cargo's formatter and linter, which rustup's minimal profile leaves out.
///
/// # Errors
/// When rustup is not there or fails.
pub fn ensure_cargo_components(project: &Project, steps: &mut Steps) -> Result<()> {
    let components = [("fmt", "rustfmt"), ("clippy", "clippy")];
    let missing: Vec<&str> = components
        .into_iter()
        .filter(|(subcommand, _)| output(project.cargo().args([subcommand, "--version"])).is_err())
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    steps.run(&format!("install {}", missing.join(" and ")), || {
        run(project.command("rustup").args(["component", "add"]).args(&missing))
    })
}

fn ensure(tool: &Tool, project: &mut Project, steps: &mut Steps) -> Result<()> {
    if on_path(tool.program).is_some_and(|file| has_version(&file, tool)) {
        return Ok(());
    }
    let home = cache_folder()?.join(format!("{}-{}", tool.krate, tool.version));
    if !has_version(&home.join("bin").join(tool.program), tool) {
        let name = format!("install {} {} (once for all clones, takes minutes)", tool.krate, tool.version);
        steps.run(&name, || install(tool, &home, project))?;
    }
    project.use_tools_in(home.join("bin"));
    Ok(())
}

/// Installs beside the final place and then renames, so that a half-finished or a second installation at the same time
/// is never taken for a finished one.
fn install(tool: &Tool, home: &Path, project: &Project) -> Result<()> {
    let unfinished = home.with_file_name(format!(".{}-{}-{}", tool.krate, tool.version, std::process::id()));
    run(project
        .cargo()
        .args(["install", tool.krate, "--version", &tool.version])
        .args(tool.how)
        .arg("--root")
        .arg(&unfinished))?;
    if home.exists() && !has_version(&home.join("bin").join(tool.program), tool) {
        fs::remove_dir_all(home).with_context(|| format!("can't remove the broken {}", home.display()))?;
    }
    if let Err(error) = fs::rename(&unfinished, home) {
        // Another run may have been quicker; then its tool is as good as ours.
        fs::remove_dir_all(&unfinished).ok();
        if !has_version(&home.join("bin").join(tool.program), tool) {
            bail!("can't move {} to {}: {error}", unfinished.display(), home.display());
        }
    }
    Ok(())
}

fn has_version(program: &Path, tool: &Tool) -> bool {
    program.is_file()
        && output(Command::new(program).arg("--version"))
            .is_ok_and(|answer| answer.split_whitespace().nth(1) == Some(&tool.version))
}

fn cache_folder() -> Result<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME")
        .or_else(|| Some(folder("HOME")?.join(".cache")))
        .context("neither XDG_CACHE_HOME nor HOME says where tools may be kept")?;
    Ok(cache.join("wirelens/tools"))
}

/// The version of a package in the text of a Cargo.lock; of several, the first.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    lines.find(|line| value_of(line, "name") == Some(package))?;
    lines.take_while(|line| !line.is_empty()).find_map(|line| value_of(line, "version"))
}

/// The string of a line `key = "string"`.
fn value_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"version = 4

[[package]]
name = "wasm-bindgen-futures"
version = "0.4.99"
dependencies = [
 "wasm-bindgen",
]

[[package]]
name = "wasm-bindgen"
version = "0.2.130"

[[package]]
name = "without-version"

[[package]]
name = "yew"
version = "0.23.0"
"#;

    #[test]
    fn the_locked_version_is_that_of_the_whole_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "yew"), Some("0.23.0"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
        assert_eq!(locked_version(LOCK, "without-version"), None, "the next package's version is not taken");
    }

    #[test]
    fn our_own_lock_file_is_understood() {
        let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock")).unwrap();
        assert!(locked_version(&lock, "wasm-bindgen").is_some_and(|version| version.starts_with("0.2.")));
    }

    #[test]
    fn another_version_is_not_taken() {
        let tool = |version: &str| Tool { krate: "cargo", program: "cargo", version: version.into(), how: &[] };
        let cargo = on_path("cargo").unwrap();
        assert!(!has_version(&cargo, &tool("0.0.1")));
        let answer = output(Command::new(&cargo).arg("--version")).unwrap();
        assert!(has_version(&cargo, &tool(answer.split_whitespace().nth(1).unwrap())));
        assert!(!has_version(Path::new("/no/such/file"), &tool("1.0.0")));
    }
}
