//! The programs that calls are written as, run against each other: what that needs, and the tests.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::npm;
use crate::process::{output, run};
use crate::project::Project;
use crate::stamp::{self, Hash};
use crate::steps::Steps;

const REQUIREMENTS: &str = "tests/snippets/requirements.txt";
/// grpcio has no packages for older ones.
const OLDEST_PYTHON: u32 = 10;

/// Installs grpcio, grpc-js and protoc, then runs the programs.
///
/// # Errors
/// When something can't be installed, or a program does not do what its call says.
pub fn test(project: &Project, steps: &mut Steps) -> Result<()> {
    let modules = npm::ensure_snippets(project, steps)?;
    npm::ensure_protoc(project, steps)?;
    let python = ensure_python(project, steps)?;
    steps.run("programs of calls, run", || {
        let mut tests = project.cargo();
        tests.args(["test", "--locked", "--package", "wirelens-snippet-tests"]);
        tests.env("WIRELENS_SNIPPETS_PYTHON", &python).env("WIRELENS_SNIPPETS_MODULES", &modules);
        let protoc = npm::program(&project.path("tests/protoc/node_modules"), "protoc");
        run(tests.env("WIRELENS_SNIPPETS_PROTOC", protoc))
    })
}

/// A Python of our own with the packages that are required; its program.
fn ensure_python(project: &Project, steps: &mut Steps) -> Result<PathBuf> {
    let home = project.memory("python");
    let program = home.join("bin/python");
    let memory = home.join("wirelens.stamp");
    let mut hash = Hash::default();
    hash.add_files(project.root(), &[project.path(REQUIREMENTS)])?;
    if program.is_file() && stamp::is(&memory, &hash.hex()) {
        return Ok(program);
    }
    steps.run("Python packages of tests/snippets", || {
        let how =
            format!("install Python 3.{OLDEST_PYTHON} or later, with venv (Debian: apt-get install python3-venv)");
        let version = output(project.command("python3").arg("--version")).context(how.clone())?;
        if minor(version.trim()).is_none_or(|minor| minor < OLDEST_PYTHON) {
            bail!("python3 is {}, which is too old: {how}", version.trim());
        }
        run(project.command("python3").args(["-m", "venv", "--clear"]).arg(&home)).context(how)?;
        let mut install = project.command(&program);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
        run(install.args(["--requirement", REQUIREMENTS]))?;
        stamp::set(&memory, &hash.hex())
    })?;
    Ok(program)
}

/// The 11 of `Python 3.11.7`.
fn minor(version: &str) -> Option<u32> {
    version.strip_prefix("Python 3.")?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_says_its_version_behind_its_name() {
        assert_eq!(minor("Python 3.11.7"), Some(11));
        assert_eq!(minor("Python 3.9"), Some(9));
        assert_eq!(minor("Python 2.7.18"), None);
        assert_eq!(minor("3.11.7"), None);
    }
}
