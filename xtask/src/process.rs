//! Runs another program, or says in a sentence why it failed.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

/// Runs the command with its output going through to the user, after printing it.
///
/// # Errors
/// When the program can't be started or doesn't succeed.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = show(command);
    println!("   $ {shown}");
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if !status.success() {
        bail!("`{shown}` did not succeed ({status})");
    }
    Ok(())
}

/// Runs the command and returns what it printed to its standard output.
///
/// # Errors
/// When the program can't be started, doesn't succeed (its standard error is then in the message) or prints no UTF-8.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = show(command);
    let output = command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{shown}` did not succeed ({}): {}", output.status, complaint.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` printed no UTF-8"))
}

/// The first file of that name in the folders of PATH.
#[must_use]
pub fn on_path(name: &str) -> Option<PathBuf> {
    find_in(&std::env::var_os("PATH")?, name)
}

fn find_in(path: &OsStr, name: &str) -> Option<PathBuf> {
    std::env::split_paths(path).map(|folder| folder.join(name)).find(|file| is_program(file))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// The command as one would type it; the program's own folder is left out.
fn show(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = [name].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> anyhow::Error {
    let program = Path::new(command.get_program()).display();
    match error.kind() {
        ErrorKind::NotFound => anyhow!("`{program}` is not installed, or not on PATH"),
        _ => anyhow!("`{program}` can't be started: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named() {
        let error = output(&mut Command::new("no-such-program-of-wirelens")).unwrap_err();
        assert_eq!(error.to_string(), "`no-such-program-of-wirelens` is not installed, or not on PATH");
    }

    #[test]
    fn a_failing_program_is_quoted() {
        let error = output(Command::new("sh").args(["-c", "echo why >&2; exit 3"])).unwrap_err().to_string();
        assert!(error.contains("exit status: 3") && error.ends_with("why"), "{error}");
    }

    #[test]
    fn only_programs_on_the_path_are_found() {
        let here = OsStr::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(find_in(here, "Cargo.toml"), None, "a plain file is no program");
        assert!(on_path("cargo").is_some());
    }
}
