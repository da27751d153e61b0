//! Where things lie, and commands that find the right tools first on PATH.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The clone we work in.
pub struct Project {
    root: PathBuf,
    /// Folders that go before PATH, in order.
    tools: Vec<PathBuf>,
}

impl Project {
    /// The clone this program was built from.
    ///
    /// # Errors
    /// When the folder of the package has no parent.
    pub fn here() -> Result<Project> {
        // Cargo sets it at run time too, which is right even for a clone that was moved after the build.
        let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package).parent().context("xtask lies at the root of the file system")?;
        Ok(Project { root: root.to_path_buf(), tools: Vec::new() })
    }

    /// A path below the clone's root, written with slashes.
    #[must_use]
    pub fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// The clone's root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The finished page.
    #[must_use]
    pub fn dist(&self) -> PathBuf {
        self.path("dist")
    }

    /// Where we remember what is up to date, beside cargo's own.
    #[must_use]
    pub fn memory(&self, name: &str) -> PathBuf {
        self.path("target/xtask").join(name)
    }

    /// Lets the commands that follow find the programs in this folder before others of their name.
    pub fn use_tools_in(&mut self, folder: PathBuf) {
        if !self.tools.contains(&folder) {
            self.tools.push(folder);
        }
    }

    /// A command that runs at the root with the right tools first on PATH.
    #[must_use]
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        if let Some(path) = self.search_path() {
            command.env("PATH", path);
        }
        command
    }

    /// The cargo that started us.
    #[must_use]
    pub fn cargo(&self) -> Command {
        self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    fn search_path(&self) -> Option<OsString> {
        let old = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(self.tools.iter().cloned().chain(std::env::split_paths(&old))).ok()
    }
}
