//! `cargo xtask demo-server`: the servers for people, until Ctrl-C.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use demo_server::{Options, start};

/// Where gRPC's own examples listen.
const PORT: u16 = 50051;

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<()> {
    let running = start(Options { grpc_port: PORT, sells_every: Some(Duration::from_secs(1)), ..Options::default() })?;
    println!("gRPC and gRPC-Web, with reflection   http://{}", running.addresses.grpc);
    running.wait()
}
