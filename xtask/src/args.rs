//! The command line: text in, a command out.

use std::ffi::OsString;

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::checks::Extent;
use crate::site::Mode;

/// What the user asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Tell what there is.
    Help,
    /// Install what everything else needs.
    Setup,
    /// Build the page and serve it at this port, or near it.
    Serve {
        /// How the page is compiled.
        mode: Mode,
        /// The wanted port.
        port: u16,
    },
    /// Build the page.
    Build(Mode),
    /// Check everything, or what is quick.
    Test(Extent),
    /// Compare speeds; the arguments are the comparison's.
    Bench(Vec<OsString>),
    /// Start the examples' services; the arguments are the server's.
    DemoServer(Vec<OsString>),
    /// Run the programs that calls are written as.
    Snippets,
    /// Take pictures of the page; the arguments are the photographer's.
    Screenshot(Mode, Vec<OsString>),
}

const DEFAULT_PORT: u16 = 8080;

/// What `cargo xtask help` prints.
pub const HELP: &str = "\
Builds, serves and checks Wirelens. Each command installs what it needs and is missing.

cargo xtask serve [--port N] [--dev]  build the page and serve it; run again after a change
cargo xtask test [--fast]             every check; --fast leaves out the page and the browser
cargo xtask build [--dev]             the page in dist/, its sizes and their budgets
cargo xtask bench [ARGUMENTS]         speed beside other protobuf libraries
cargo xtask screenshot [--dev] [--size WxH] [--theme light|dark] [--route '#/learn'] [--script JS] [--out FILE]
                                      pictures of the page; without options those in docs/
cargo xtask demo-server               the examples' services, to call from the page and elsewhere, until Ctrl-C
cargo xtask snippets                  run the programs that calls are written as against each other
cargo xtask setup                     only install what is missing

--dev compiles quickly instead of small and fast.
";

/// Reads the command line, without the program's name.
///
/// # Errors
/// An unknown command or option, or a value that is none.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let name = match parser.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match name.as_str() {
        "bench" => return Ok(Command::Bench(parser.raw_args()?.collect())),
        "demo-server" => return Ok(Command::DemoServer(parser.raw_args()?.collect())),
        "screenshot" => {
            let mut rest: Vec<OsString> = parser.raw_args()?.collect();
            let all = rest.len();
            rest.retain(|argument| argument != "--dev");
            return Ok(Command::Screenshot(if rest.len() < all { Mode::Dev } else { Mode::Release }, rest));
        }
        "help" | "setup" | "serve" | "snippets" | "build" | "test" => {}
        _ => bail!("there is no command `{name}`; `cargo xtask help` lists them"),
    }
    let (mut mode, mut extent, mut port) = (Mode::Release, Extent::All, DEFAULT_PORT);
    while let Some(argument) = parser.next()? {
        match (name.as_str(), argument) {
            ("serve" | "build", Long("dev")) => mode = Mode::Dev,
            ("serve", Long("port")) => port = parser.value()?.parse()?,
            ("test", Long("fast")) => extent = Extent::Fast,
            (_, argument) => return Err(argument.unexpected().into()),
        }
    }
    Ok(match name.as_str() {
        "setup" => Command::Setup,
        "serve" => Command::Serve { mode, port },
        "build" => Command::Build(mode),
        "snippets" => Command::Snippets,
        "test" => Command::Test(extent),
        _ => Command::Help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, String> {
        super::parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn commands_have_their_options() {
        assert_eq!(parse(""), Ok(Command::Help));
        assert_eq!(parse("--help"), Ok(Command::Help));
        assert_eq!(parse("serve"), Ok(Command::Serve { mode: Mode::Release, port: 8080 }));
        assert_eq!(parse("serve --port 9000 --dev"), Ok(Command::Serve { mode: Mode::Dev, port: 9000 }));
        assert_eq!(parse("serve --port=0"), Ok(Command::Serve { mode: Mode::Release, port: 0 }));
        assert_eq!(parse("build --dev"), Ok(Command::Build(Mode::Dev)));
        assert_eq!(parse("test"), Ok(Command::Test(Extent::All)));
        assert_eq!(parse("test --fast"), Ok(Command::Test(Extent::Fast)));
        assert_eq!(parse("snippets"), Ok(Command::Snippets));
    }

    #[test]
    fn other_programs_options_are_passed_on() {
        assert_eq!(parse("bench --only small"), Ok(Command::Bench(vec!["--only".into(), "small".into()])));
        assert_eq!(
            parse("screenshot --dev --size 390x844"),
            Ok(Command::Screenshot(Mode::Dev, vec!["--size".into(), "390x844".into()]))
        );
        assert_eq!(parse("demo-server --no-cors"), Ok(Command::DemoServer(vec!["--no-cors".into()])));
        assert_eq!(parse("screenshot"), Ok(Command::Screenshot(Mode::Release, vec![])));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(parse("sreve"), Err("there is no command `sreve`; `cargo xtask help` lists them".into()));
        assert_eq!(parse("test --dev"), Err("invalid option '--dev'".into()));
        assert_eq!(parse("build --port 1"), Err("invalid option '--port'".into()));
        assert!(parse("serve --port 65536").is_err());
        assert!(parse("serve --port").is_err());
    }
}
