//! The built page, served at an address of its own: a new port is a new origin, with an empty storage.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xtask::server::Server;

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Two levels up, without dots in the paths that are shown.
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// The folder of the built page: `$WIRELENS_DIST`, or `dist/`.
#[must_use]
pub fn dist() -> PathBuf {
    std::env::var_os("WIRELENS_DIST").map_or_else(|| root().join("dist"), PathBuf::from)
}

/// The folder of the npm packages: `$WIRELENS_NODE_MODULES`, or where xtask puts them.
#[must_use]
pub fn node_modules() -> PathBuf {
    std::env::var_os("WIRELENS_NODE_MODULES").map_or_else(|| root().join("xtask/npm/node_modules"), PathBuf::from)
}

/// Serves the built page below a prefix, such as `/` or `/some/where/`, until it is dropped.
///
/// # Errors
/// When the page is not built.
pub fn serve(prefix: &str) -> Result<Server> {
    Server::start(&dist(), prefix)
}

/// A folder below `target/` for what tests leave behind, made where it is missing.
///
/// # Errors
/// When it can't be made.
pub fn scratch() -> Result<PathBuf> {
    let folder = root().join("target/browser-tests");
    fs::create_dir_all(&folder)?;
    Ok(folder.canonicalize()?)
}

/// Serves a copy of the built page that lacks a file.
///
/// # Errors
/// When the page is not built, or has no such file.
pub fn serve_without(file: &str) -> Result<Server> {
    let folder = scratch()?.join(format!("without-{file}"));
    copy(&dist(), &folder)?;
    fs::remove_file(folder.join(file)).with_context(|| format!("the page has no {file}"))?;
    Server::start(&folder, "/")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("can't read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
