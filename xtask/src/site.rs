//! The page in `dist/`: the editor's bundle, Trunk, wasm-opt, the build id; and what it weighs. Does nothing when nothing that
//! could matter has changed.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::run;
use crate::project::Project;
use crate::stamp::{self, Hash, files_below};
use crate::steps::Steps;
use crate::{npm, sizes, snip, tools};

/// How the page is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Small and fast, as it is published.
    Release,
    /// Quick to build: unoptimized wasm, no budgets.
    Dev,
}

/// What is replaced in each page by a hash of the page, so that `boot.js` can ask for files of this very build.
const BUILD_ID: &str = "BUILD_ID";

/// What rustc lets wasm use by default. They are named one by one: `--all-features` makes wasm-opt emit formats that
/// browsers refuse.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Structured anew from its plain control flow, rustc's code comes out about 1 KB smaller than by `-Oz` alone.
const WASM_PASSES: [&str; 4] = ["--flatten", "--rereloop", "-Oz", "-Oz"];

/// What is linked into the core's wasm and never called. prost-reflect builds the descriptors of the bundled files in code,
/// a tenth of the worker; it would ask for them if a pool had no descriptor.proto, with which ours begin. It also interprets
/// options that a parser left alone, with a reader of the text format; ours leaves none alone.
const NEVER_CALLED: [&str; 2] = [
    "prost_reflect::reflect::wkt::make_descriptor",
    "prost_reflect::descriptor::build::options::OptionsVisitor::set_option",
];
/// The wasm of the pages and of the compressor, which have no core in them.
const WITHOUT_CORE: [&str; 3] = ["app_bg.wasm", "live_bg.wasm", "squeeze_bg.wasm"];

/// The pages.
const PAGES: [&str; 2] = ["index.html", "live.html"];

/// Folders and files of the repository that never change the page. Everything else is taken to.
const NO_INPUT: [&str; 19] = [
    ".cargo",
    ".ci",
    ".git",
    ".github",
    ".gitignore",
    "README.md",
    "CONTRIBUTING.md",
    "benches",
    "clippy.toml",
    "dist",
    "demo-server",
    "docs",
    "fuzz",
    "rustfmt.toml",
    "static/editor/dist",
    "static/editor/test",
    "target",
    "tests",
    "xtask/npm/node_modules",
];

/// Builds the page; returns the folder it is in.
///
/// # Errors
/// When a tool can't be had or the page doesn't compile.
pub fn build(mode: Mode, project: &mut Project, steps: &mut Steps) -> Result<PathBuf> {
    tools::ensure_build_tools(project, steps)?;
    let modules = npm::ensure_tools(project, steps)?;
    npm::ensure_editor(project, steps)?;
    let dist = project.dist();
    let memory = project.memory("site.stamp");
    let inputs = format!("{mode:?} {}", inputs(project)?);
    if stamp::is(&memory, &format!("{inputs} {}", contents(&dist)?.hex())) {
        println!("== the page in dist/ is up to date");
    } else {
        steps.run("compile the page", || compile(mode, project))?;
        steps.run("put the page together with Trunk", || trunk(mode, project))?;
        if mode == Mode::Release {
            steps.run("shrink the wasm with wasm-opt", || shrink_all(&dist, &modules, project))?;
            steps.run("shrink scripts and styles with esbuild", || minify_all(&dist, project))?;
        }
        steps.run("pack the lessons", || content(project, &dist))?;
        finish_html(&dist)?;
        stamp::set(&memory, &format!("{inputs} {}", contents(&dist)?.hex()))?;
    }
    Ok(dist)
}

/// Prints what the page weighs and holds it against its budgets.
///
/// # Errors
/// When a budget is exceeded.
pub fn weigh(dist: &Path, project: &Project, steps: &mut Steps) -> Result<()> {
    steps.run("weigh the page", || sizes::check(dist, &project.memory("sizes")))
}

/// A hash of all that the page is made from.
fn inputs(project: &Project) -> Result<String> {
    let root = project.root();
    let files = files_below(root, &|path| {
        !path.ends_with("node_modules") && !NO_INPUT.iter().any(|name| path == root.join(name))
    })?;
    let mut hash = Hash::default();
    hash.add_files(root, &files)?;
    hash.add(crate::process::output(project.command("rustc").arg("--version"))?.as_bytes());
    Ok(hash.hex())
}

/// A hash of the finished page.
fn contents(dist: &Path) -> Result<Hash> {
    let mut hash = Hash::default();
    hash.add_files(dist, &files_below(dist, &|_| true)?)?;
    Ok(hash)
}

/// Compiles all programs in one go, where Trunk would call cargo for each and wait; Trunk then finds them done. It also
/// works offline, so all crates have to be here.
fn compile(mode: Mode, project: &Project) -> Result<()> {
    run(project.cargo().args(["fetch", "--locked", "--quiet"]))?;
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "--package", "wirelens", "--bins", "--target", tools::WASM_TARGET]);
    run(with_rust_flags(cargo.args(release(mode)), project))
}

fn trunk(mode: Mode, project: &Project) -> Result<()> {
    let mut trunk = project.command("trunk");
    trunk.args(["build", "--skip-version-check"]).args(release(mode));
    // Trunk reads options from the environment too; one of them, NO_COLOR, takes only words it knows.
    trunk.env_remove("NO_COLOR");
    // The stack of Trunk's own error says nothing about ours.
    trunk.env("RUST_LIB_BACKTRACE", "0");
    run(with_rust_flags(&mut trunk, project))
}

/// Lessons and questions, parsed here so that no page carries a parser.
fn content(project: &Project, dist: &Path) -> Result<()> {
    let mut cargo = project.cargo();
    cargo.args(["run", "--quiet", "--locked", "--package", "wirelens", "--no-default-features"]);
    run(cargo.args(["--features", "content", "--bin", "content", "--", "static/learn"]).arg(dist.join("learn")))
}

fn release(mode: Mode) -> Option<&'static str> {
    (mode == Mode::Release).then_some("--release")
}

/// Keeps this machine's folders out of the wasm, where panics name their source files: the page is public, and a build
/// in another folder gives the same bytes.
pub(crate) fn with_rust_flags<'a>(command: &'a mut Command, project: &Project) -> &'a mut Command {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cargo")));
    let folders = [(Some(project.root().to_path_buf()), "wirelens"), (cargo_home, "cargo")];
    let flags = folders.into_iter().filter_map(|(folder, name)| {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(folder?);
        flag.push(format!("={name}"));
        Some(flag)
    });
    // Cargo parts the flags at this character, which no path has.
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.collect::<Vec<_>>().join(OsStr::new("\u{1f}")))
}

fn shrink_all(dist: &Path, modules: &Path, project: &Project) -> Result<()> {
    let wasm = files_below(dist, &|_| true)?;
    for file in wasm.iter().filter(|file| file.extension().is_some_and(|kind| kind == "wasm")) {
        shrink(file, modules, project)?;
    }
    Ok(())
}

/// Replaces a wasm file by wasm-opt's result without what is never called, which is remembered by the file's content.
pub(crate) fn shrink(file: &Path, modules: &Path, project: &Project) -> Result<()> {
    let name = file.file_name().context("a wasm file without a name")?;
    let mut hash = Hash::default();
    hash.add_files(project.root(), &[file.to_path_buf(), project.path("xtask/npm/package-lock.json")])?;
    hash.add(include_bytes!("site.rs"));
    hash.add(include_bytes!("snip.rs"));
    let result = project.memory("wasm-opt").join(name);
    let memory = result.with_extension("stamp");
    if !(result.is_file() && stamp::is(&memory, &hash.hex())) {
        if let Some(folder) = result.parent() {
            fs::create_dir_all(folder)?;
        }
        if !WITHOUT_CORE.iter().any(|without| name == *without) {
            fs::write(file, snip::snip(&fs::read(file)?, &NEVER_CALLED)?)?;
        }
        let mut wasm_opt = project.command(npm::program(modules, "wasm-opt"));
        run(wasm_opt.args(WASM_PASSES).args(WASM_FEATURES).arg(file).arg("-o").arg(&result))?;
        stamp::set(&memory, &hash.hex())?;
    }
    fs::copy(&result, file).with_context(|| format!("can't write {}", file.display()))?;
    Ok(())
}

/// Makes the scripts and the style sheet as short as they can be. The editor's bundle is that already.
fn minify_all(dist: &Path, project: &Project) -> Result<()> {
    for name in [
        "app.js",
        "boot.js",
        "live.js",
        "live_boot.js",
        "worker.js",
        "worker_boot.js",
        "squeeze.js",
        "squeeze_boot.js",
        "style.css",
    ] {
        let file = dist.join(name);
        let mut esbuild = project.command(npm::editor_program(project, "esbuild"));
        let output = esbuild.args(["--minify", "--target=es2022", "--log-level=error", "--allow-overwrite"]);
        let mut outfile = OsString::from("--outfile=");
        outfile.push(&file);
        run(output.arg(&file).arg(outfile))?;
    }
    Ok(())
}

/// Puts the build id into the pages and takes out what Trunk leaves of its own.
fn finish_html(dist: &Path) -> Result<()> {
    let id = contents(dist)?.hex();
    for name in PAGES {
        let page = dist.join(name);
        let html = fs::read_to_string(&page).with_context(|| format!("can't read {}", page.display()))?;
        let Some(html) = with_build_id(&html, &id) else {
            bail!("{name} needs <meta name=\"build\" content=\"{BUILD_ID}\"> exactly once");
        };
        fs::write(&page, without_trunk_links(&html)).with_context(|| format!("can't write {}", page.display()))?;
    }
    Ok(())
}

fn with_build_id(html: &str, id: &str) -> Option<String> {
    (html.matches(BUILD_ID).count() == 1).then(|| html.replace(BUILD_ID, id))
}

/// Trunk leaves the app's own link when it injects no script; to a browser it means nothing.
fn without_trunk_links(html: &str) -> String {
    let own = |line: &&str| !line.trim_start().starts_with("<link data-trunk");
    html.lines().filter(own).flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_id_has_one_place() {
        let page = r#"<meta name="build" content="BUILD_ID">"#;
        assert_eq!(with_build_id(page, "12ab").as_deref(), Some(r#"<meta name="build" content="12ab">"#));
        assert_eq!(with_build_id("<p>", "12ab"), None);
        assert_eq!(with_build_id(&page.repeat(2), "12ab"), None);
    }

    #[test]
    fn trunks_own_links_are_taken_out() {
        let html = "<title>t</title>\n  <link data-trunk rel=\"rust\" data-trunk-id=\"0\">\n<link rel=\"icon\">\n";
        assert_eq!(without_trunk_links(html), "<title>t</title>\n<link rel=\"icon\">\n");
    }

    #[test]
    fn what_the_page_is_made_from_does_not_include_what_is_made() {
        let project = Project::here().unwrap();
        let root = project.root();
        for name in ["src", "static", "proto-examples", "Cargo.toml", "Cargo.lock", "Trunk.toml", "xtask"] {
            assert!(!NO_INPUT.contains(&name), "{name}");
        }
        assert!(NO_INPUT.iter().all(|name| !name.starts_with('/') && !root.join(name).ends_with("..")));
        assert_eq!(inputs(&project).unwrap(), inputs(&project).unwrap());
    }
}
