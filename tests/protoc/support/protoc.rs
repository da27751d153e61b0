//! The real compiler as a process, on directories of .proto files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The npm package `protoc`.
pub struct Protoc {
    program: PathBuf,
    include: PathBuf,
}

/// What protoc makes of some files.
pub struct Run {
    /// The encoded FileDescriptorSet of the files asked for; `None` where there was an error.
    pub set: Option<Vec<u8>>,
    /// What it printed.
    pub printed: String,
}

impl Protoc {
    /// The package in `node_modules`.
    ///
    /// # Errors
    /// When it has no program for this machine, in words.
    pub fn new(node_modules: &Path) -> Result<Protoc, String> {
        let package = node_modules.join("protoc");
        let system = match (std::env::consts::OS, std::env::consts::ARCH) {
            ("linux", "x86_64") => "linux-x86_64",
            ("linux", "aarch64") => "linux-aarch_64",
            ("macos", "x86_64") => "osx-x86_64",
            ("macos", "aarch64") => "osx-aarch_64",
            ("windows", _) => "win64.exe",
            (system, machine) => return Err(format!("protoc is not made for {system} {machine}")),
        };
        let program = package.join(format!("bin/protoc-{system}"));
        if !program.is_file() {
            return Err(format!("{} is not there; run `npm ci` in tests/protoc", program.display()));
        }
        Ok(Protoc { program, include: package.join("include") })
    }

    /// Compiles `roots`, paths below `dir`.
    ///
    /// # Errors
    /// When the program can't be run.
    pub fn run<'a>(&self, dir: &Path, roots: impl IntoIterator<Item = &'a str>) -> Result<Run, String> {
        let text = |error: std::io::Error| error.to_string();
        let scratch = std::env::temp_dir().join(format!("wirelens-protoc-{}", std::process::id()));
        std::fs::create_dir_all(&scratch).map_err(text)?;
        // Thousands of names are more than a command line holds.
        let (names, set) = (scratch.join("names"), scratch.join("set.binpb"));
        std::fs::write(&names, roots.into_iter().collect::<Vec<_>>().join("\n")).map_err(text)?;
        let mut command = Command::new(&self.program);
        command.current_dir(dir).arg("-I.").arg(format!("-I{}", self.include.display()));
        command.arg(format!("-o{}", set.display())).arg(format!("@{}", names.display()));
        let output = command.output().map_err(text)?;
        let good = output.status.success();
        let set = if good { Some(std::fs::read(&set).map_err(text)?) } else { None };
        std::fs::remove_dir_all(&scratch).map_err(text)?;
        Ok(Run { set, printed: String::from_utf8_lossy(&output.stderr).into_owned() })
    }

    /// Compiles all of `roots` in as few runs as it takes: one for all that go together, one for each of the others, as
    /// are those that do not compile or that declare a name which another file of the first run declares as well.
    /// Returns the roots of each run and what came of it.
    ///
    /// # Errors
    /// When the program can't be run.
    pub fn run_all(&self, dir: &Path, roots: &[String]) -> Result<Vec<(Vec<String>, Run)>, String> {
        let mut together: BTreeSet<&str> = roots.iter().map(String::as_str).collect();
        let mut alone = Vec::new();
        let mut runs = Vec::new();
        while !together.is_empty() {
            let run = self.run(dir, together.iter().copied())?;
            if run.set.is_some() {
                runs.push((together.iter().map(|name| (*name).to_owned()).collect(), run));
                break;
            }
            // protoc stops at the first root that it can't build; the last line it prints is of that one.
            let named = |line: &str| line.split(':').next().and_then(|name| together.get(name).copied());
            let errors = run.printed.lines().filter(|line| !line.contains(": warning:"));
            let Some(bad) = errors.filter_map(named).next_back() else { return Err(run.printed) };
            together.remove(bad);
            alone.push(bad.to_owned());
        }
        for name in alone {
            let run = self.run(dir, [name.as_str()])?;
            runs.push((vec![name], run));
        }
        Ok(runs)
    }
}
