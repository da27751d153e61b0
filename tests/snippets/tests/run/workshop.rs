//! Where programs are written, built and started. Knows nothing of what they ought to say.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::{Context, Result, bail, ensure};
use wirelens::rpc::snippets::{Language, Side, write};
use wirelens::text::File;

use super::cases::{self, Case};

/// The languages whose programs are run.
pub const RUN: [Language; 3] = [Language::Python, Language::Node, Language::Rust];
/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder with all programs of all cases.
pub struct Workshop {
    folder: PathBuf,
    python: PathBuf,
    modules: PathBuf,
    target: PathBuf,
    /// Where every server listens, one at a time.
    pub address: String,
    /// A call of each kind.
    pub kinds: Vec<Case>,
    /// One that fails.
    pub failing: Case,
    /// Every kind of value.
    pub messages: Vec<Case>,
}

impl Workshop {
    /// Writes and builds everything.
    pub fn open() -> Result<Workshop> {
        let place = |name: &str| {
            let value =
                env::var_os(name).with_context(|| format!("{name} is not set: `cargo xtask snippets` sets it"))?;
            Ok::<_, anyhow::Error>(PathBuf::from(value))
        };
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snippets");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        // The port is free again once this is dropped.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("localhost:{port}");
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().context("a folder above")?.to_owned();
        let shop = Workshop {
            python: place("WIRELENS_SNIPPETS_PYTHON")?,
            modules: place("WIRELENS_SNIPPETS_MODULES")?,
            target,
            kinds: cases::kinds(&address),
            failing: cases::failing(&address),
            messages: cases::messages(&address),
            folder,
            address,
        };
        symlink(&shop.modules, shop.folder.join("node_modules"))?;
        for case in shop.cases() {
            shop.write(case)?;
        }
        shop.build(&place("WIRELENS_SNIPPETS_PROTOC")?)?;
        Ok(shop)
    }

    fn cases(&self) -> impl Iterator<Item = &Case> {
        self.kinds.iter().chain([&self.failing]).chain(&self.messages)
    }

    fn folder(&self, case: &Case, language: Language) -> PathBuf {
        let kind = if language == Language::Rust { "rust" } else { "others" };
        self.folder.join(kind).join(&case.name)
    }

    fn write(&self, case: &Case) -> Result<()> {
        for language in [Language::Python, Language::Node, Language::Rust, Language::Shell] {
            let folder = self.folder(case, language);
            for File { name, text } in &case.files {
                put(&folder.join(name), text)?;
            }
            for side in [Side::Client, Side::Server] {
                for listing in write(&case.schema, &case.call, language, side).map_err(anyhow::Error::msg)? {
                    let mut text = listing.text;
                    if listing.name == "Cargo.toml" {
                        // All packages are built at once, into one folder. A warning is none that people should get.
                        text += "\n[lints.rust]\nwarnings = { level = \"deny\", priority = -1 }\n";
                        // That not every type is used is no fault of who wrote the program.
                        text += "dead_code = \"allow\"\n";
                        text = text.replace("\"calls\"", &format!("{:?}", package(case)));
                        for side in ["client", "server"] {
                            text += &format!(
                                "\n[[bin]]\nname = \"{}-{side}\"\npath = \"src/bin/{side}.rs\"\n",
                                package(case)
                            );
                        }
                    }
                    if listing.name == "setup.sh" && language == Language::Python {
                        // Its packages are there already.
                        let line =
                            text.lines().find(|it| it.starts_with("python ")).context("how code is generated")?;
                        put(&folder.join("generate.sh"), line)?;
                    }
                    put(&folder.join(&listing.name), &text)?;
                }
            }
            if language == Language::Python {
                finish(self.command("sh", &folder)?.arg("generate.sh"))?;
            }
        }
        Ok(())
    }

    fn build(&self, protoc: &Path) -> Result<()> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let rust = self.folder.join("rust");
        // The profile is the workspace's own, whose dependencies are compiled already.
        let manifest = "[workspace]\nmembers = [\"*\"]\nresolver = \"3\"\n\n[profile.dev]\ndebug = \"line-tables-only\"\n\n\
                        [profile.dev.package.\"*\"]\nopt-level = 1\n";
        put(&rust.join("Cargo.toml"), manifest)?;
        fs::copy(root.join("Cargo.lock"), rust.join("Cargo.lock"))?;
        let cargo = env::var_os("CARGO").context("cargo runs this")?;
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet"]).current_dir(&rust).env("CARGO_TARGET_DIR", &self.target);
        finish(build.env("PROTOC", protoc))?;
        Ok(())
    }

    /// A program in a folder, with Python's and Node's programs at hand.
    fn command(&self, program: &str, folder: &Path) -> Result<Command> {
        let own = [self.python.parent().context("python's folder")?.to_owned(), self.modules.join(".bin")];
        let path = env::var_os("PATH").unwrap_or_default();
        let mut command = Command::new(program);
        command.current_dir(folder).env("PATH", env::join_paths(own.into_iter().chain(env::split_paths(&path)))?);
        command.env("PYTHONUNBUFFERED", "1").stdin(Stdio::null());
        Ok(command)
    }

    fn program(&self, case: &Case, language: Language, side: Side) -> Result<Command> {
        let folder = self.folder(case, language);
        let name = if side == Side::Client { "client" } else { "server" };
        let (program, file) = match language {
            Language::Python => ("python".to_owned(), format!("{name}.py")),
            Language::Node => ("node".to_owned(), format!("{name}.mjs")),
            Language::Shell => ("sh".to_owned(), "buf.sh".to_owned()),
            Language::Rust => {
                let program = self.target.join("debug").join(format!("{}-{name}", package(case)));
                (program.to_string_lossy().into_owned(), String::new())
            }
            other => bail!("{other:?} is not run here"),
        };
        let mut command = self.command(&program, &folder)?;
        command.args([file].iter().filter(|it| !it.is_empty()));
        Ok(command)
    }

    fn judge(&self, words: &[&str]) -> Result<Command> {
        let mut command = self.command("python", Path::new(env!("CARGO_MANIFEST_DIR")))?;
        command.arg("judge.py").args(words);
        Ok(command)
    }

    /// Starts a server.
    pub fn serve(&self, case: &Case, language: Language) -> Result<Server> {
        self.started(self.program(case, language, Side::Server)?)
    }

    /// Starts the judge as a server that answers as the case's would.
    pub fn judge_serves(&self, case: &Case, is_each_answered: bool) -> Result<Server> {
        let replies: Vec<String> = case.call.replies.iter().map(|it| hex(it)).collect();
        let when = if is_each_answered { "each" } else { "end" };
        let words = ["serve", &self.address, when].into_iter().chain(replies.iter().map(String::as_str));
        self.started(self.judge(&words.collect::<Vec<_>>())?)
    }

    /// Runs a client to its end: what it prints.
    pub fn call(&self, case: &Case, language: Language) -> Result<Outcome> {
        Outcome::of(&mut self.program(case, language, Side::Client)?)
    }

    /// Has the judge call: what it prints.
    pub fn judge_calls(&self, case: &Case) -> Result<Outcome> {
        let requests: Vec<String> = case.call.requests.iter().map(|it| hex(it)).collect();
        let words = ["call", &self.address, &case.call.method].into_iter().chain(requests.iter().map(String::as_str));
        Outcome::of(&mut self.judge(&words.collect::<Vec<_>>())?)
    }

    fn started(&self, mut command: Command) -> Result<Server> {
        let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("{command:?}"))?;
        let out = BufReader::new(child.stdout.take().context("its output")?);
        let mut server = Server { child, out };
        let mut line = String::new();
        server.out.read_line(&mut line)?;
        ensure!(line.starts_with("listening on "), "{command:?} says {line:?}");
        // A server in Rust says so before it does.
        let port = self.address.rsplit(':').next().unwrap_or_default();
        let since = Instant::now();
        while TcpStream::connect(format!("127.0.0.1:{port}")).is_err() {
            ensure!(since.elapsed() < PATIENCE, "{command:?} does not listen");
            ensure!(server.child.try_wait()?.is_none(), "{command:?} has ended");
            thread::yield_now();
        }
        Ok(server)
    }
}

/// A server that runs; it is ended when this is dropped.
pub struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Server {
    /// Ends it: what it has printed.
    pub fn end(mut self) -> Result<String> {
        self.child.kill()?;
        self.child.wait()?;
        let mut text = String::new();
        self.out.read_to_string(&mut text)?;
        Ok(text)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// What became of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whether it succeeded.
    pub is_success: bool,
    /// What it printed.
    pub out: String,
    /// What it complained of.
    pub complaint: String,
}

impl Outcome {
    fn of(command: &mut Command) -> Result<Outcome> {
        let output = command.output().with_context(|| format!("{command:?}"))?;
        Ok(Outcome {
            is_success: output.status.success(),
            out: String::from_utf8(output.stdout)?,
            complaint: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }
}

fn finish(command: &mut Command) -> Result<()> {
    let outcome = Outcome::of(command)?;
    ensure!(outcome.is_success, "{command:?}\n{}{}", outcome.out, outcome.complaint);
    Ok(())
}

fn put(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.parent().context("a folder")?)?;
    fs::write(path, text).with_context(|| path.display().to_string())
}

fn package(case: &Case) -> String {
    format!("snippet-{}", case.name.to_lowercase())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
