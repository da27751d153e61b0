//! `cargo xtask`: see `cargo xtask help`.

use std::process::ExitCode;

use anyhow::Result;
use xtask::args::{self, Command, HELP};
use xtask::checks::Extent;
use xtask::project::Project;
use xtask::server::Server;
use xtask::site::Mode;
use xtask::steps::Steps;
use xtask::{bench, checks, chromium, npm, screenshot, site, snippets, tools};

fn main() -> ExitCode {
    let command = match args::parse(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::from(2);
        }
    };
    let mut steps = Steps::start();
    let result = execute(command, &mut steps);
    if let Err(error) = result {
        eprintln!("\nerror: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn execute(command: Command, steps: &mut Steps) -> Result<()> {
    let mut project = Project::here()?;
    match command {
        Command::Help => print!("{HELP}"),
        Command::Setup => {
            tools::ensure_cargo_components(&project, steps)?;
            tools::ensure_build_tools(&mut project, steps)?;
            npm::ensure_tools(&project, steps)?;
            npm::ensure_editor(&project, steps)?;
            chromium::ensure(&project, steps)?;
            println!("everything is installed, after {}", steps.total());
        }
        Command::Build(mode) => {
            let dist = site::build(mode, &mut project, steps)?;
            if mode == Mode::Release {
                site::weigh(&dist, &project, steps)?;
            }
            println!("the page is in {}, after {}", dist.display(), steps.total());
        }
        Command::Serve { mode, port } => {
            let dist = site::build(mode, &mut project, steps)?;
            let server = Server::start_near(&dist, "/", port)?;
            println!("ready after {}; end with Ctrl-C\n\n    {}\n", steps.total(), server.url);
            server.wait();
        }
        Command::Test(extent) => {
            let result = checks::test(extent, &mut project, steps);
            println!("\n{}", steps.table());
            result?;
            match extent {
                Extent::All => println!("all checks passed"),
                Extent::Fast => println!("the fast checks passed; `cargo xtask test` runs them all"),
            }
        }
        Command::Bench(arguments) => bench::bench(&arguments, &mut project, steps)?,
        Command::DemoServer(arguments) => {
            let mut server = checks::cargo(&project, "run --quiet --package demo-server --");
            xtask::process::run(server.args(arguments))?;
        }
        Command::Snippets => snippets::test(&project, steps)?,
        Command::Screenshot(mode, arguments) => {
            screenshot::screenshot(mode, &arguments, &mut project, steps)?;
            println!("done after {}", steps.total());
        }
    }
    Ok(())
}
