//! The built page, served at an address of its own: a new port is a new origin, with an empty storage.

use std::path::{Path, PathBuf};

use anyhow::Result;
use xtask::server::Server;

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
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
