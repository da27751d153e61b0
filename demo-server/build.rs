//! Compiles the examples' `.proto` files to Rust and to descriptors, without a protoc.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use prost::Message;

/// The examples that are served. No two have a file of the same name.
const EXAMPLES: [&str; 4] = ["01-user-service", "02-login", "03-online-store", "10-four-kinds"];

fn main() -> Result<(), Box<dyn Error>> {
    let all = Path::new("../proto-examples");
    let roots = EXAMPLES.map(|example| all.join(example));
    let mut files = Vec::new();
    for root in &roots {
        println!("cargo::rerun-if-changed={}", root.display());
        protos_below(root, &mut files)?;
    }
    files.sort();
    let descriptors = protox::compile(&files, &roots)?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("descriptors.bin"), descriptors.encode_to_vec())?;
    tonic_prost_build::configure().compile_fds(descriptors)?;
    Ok(())
}

fn protos_below(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            protos_below(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "proto") {
            files.push(path);
        }
    }
    Ok(())
}
