//! `cargo xtask demo-server`: the servers for people, until Ctrl-C.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use demo_server::{Options, Reflection, start};
use lexopt::prelude::*;

/// Where gRPC's own examples listen, and the two behind.
const PORTS: [u16; 3] = [50051, 50052, 50053];

const HELP: &str = "\
The services of Wirelens's examples, on this machine: users, login, online store, deliveries.

cargo xtask demo-server [--port N] [--no-cors] [--no-reflection]

--port N         gRPC at this port, Connect and REST at the two behind it (50051); 0 takes free ones
--no-cors        no page from elsewhere may read what is answered
--no-reflection  the schema is not told
";

fn main() -> ExitCode {
    match options().and_then(|options| options.map_or_else(help, serve)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn help() -> Result<()> {
    print!("{HELP}");
    Ok(())
}

/// What was asked for; nothing if that is help.
fn options() -> Result<Option<Options>> {
    let mut options = Options { ports: PORTS, pace: Some(Duration::from_secs(1)), ..Options::default() };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => {
                let first: u16 = parser.value()?.parse()?;
                options.ports = if first == 0 { [0; 3] } else { [0, 1, 2].map(|more| first.saturating_add(more)) };
            }
            Long("no-cors") => options.allows_other_origins = false,
            Long("no-reflection") => options.reflection = Reflection::None,
            Short('h') | Long("help") => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Some(options))
}

fn serve(options: Options) -> Result<()> {
    let running = start(options)?;
    let at = running.addresses;
    println!("gRPC, gRPC-Web, reflection  http://{}", at.grpc);
    println!("Connect                     http://{}", at.connect);
    println!("REST                        http://{}", at.rest);
    println!("\nTry, beside the page \"Live call\":");
    println!("  grpcurl -plaintext -d '{{\"id\": 123}}' {} demo.UserService/GetUser", at.grpc);
    println!("  grpcurl -plaintext -d '{{\"skus\": [\"MUG-BLUE\"]}}' {} store.InventoryService/WatchStock", at.grpc);
    println!("  curl http://{}/v1/users/123", at.rest);
    println!("  curl --json '{{\"id\": 123}}' http://{}/demo.UserService/GetUser", at.connect);
    println!("\nEnd with Ctrl-C.");
    running.wait()
}
