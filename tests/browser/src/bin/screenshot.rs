//! Takes pictures of the built page: `screenshot --help`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use wirelens_browser_tests::page::Page;
use wirelens_browser_tests::profile::Profile;
use wirelens_browser_tests::site;
use wirelens_browser_tests::webdriver::Driver;

const HELP: &str = "\
screenshot [--size 1440x900] [--theme light|dark|auto] [--route '#/'] [--script JS] [--out FILE]

Takes a picture of the built page (dist/, or $WIRELENS_DIST) once it has settled; with --script, once it has settled
after that script. Without arguments: the README's, docs/screenshot-light.png and docs/screenshot-dark.png.
";

/// One picture.
struct Shot {
    width: u32,
    height: u32,
    theme: String,
    route: String,
    script: Option<String>,
    out: PathBuf,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let Some(shots) = shots()? else {
        print!("{HELP}");
        return Ok(());
    };
    let server = site::serve("/")?;
    let driver = Driver::start()?;
    let profile = Profile::start(&driver)?;
    for shot in &shots {
        take(shot, &Page::new(&profile, &server.url))?;
        println!("{}", shot.out.display());
    }
    Ok(())
}

fn take(shot: &Shot, page: &Page<'_>) -> Result<()> {
    page.resize(shot.width, shot.height)?;
    page.prefer(if shot.theme == "dark" { "dark" } else { "light" })?;
    let settled = page.open(&shot.route).and_then(|()| match &shot.script {
        Some(script) => page.script(script, &[]).and_then(|_| page.settle()),
        None => Ok(()),
    });
    // A page that hangs is what one wants to see most.
    if let Err(error) = &settled {
        eprintln!("warning: {error:#}");
    }
    for complaint in page.complaints(&page.url)? {
        eprintln!("warning: {complaint}");
    }
    let png = base64::engine::general_purpose::STANDARD.decode(page.picture()?).context("the picture is no base64")?;
    if let Some(folder) = shot.out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    fs::write(&shot.out, png).with_context(|| format!("can't write {}", shot.out.display()))
}

/// What the arguments ask for; nothing for `--help`.
fn shots() -> Result<Option<Vec<Shot>>> {
    use lexopt::prelude::{Long, ValueExt};
    let mut parser = lexopt::Parser::from_env();
    let (mut size, mut theme, mut route) = ("1440x900".to_owned(), "auto".to_owned(), "#/".to_owned());
    let (mut script, mut out, mut any) = (None, None, false);
    while let Some(argument) = parser.next()? {
        any = true;
        match argument {
            Long("size") => size = parser.value()?.string()?,
            Long("theme") => theme = parser.value()?.string()?,
            Long("route") => route = parser.value()?.string()?,
            Long("script") => script = Some(parser.value()?.string()?),
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("help") => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    let (width, height) = size.split_once('x').context("--size is something like 1440x900")?;
    let (width, height) = (width.parse().context("--size: the width")?, height.parse().context("--size: the height")?);
    if !["light", "dark", "auto"].contains(&theme.as_str()) {
        bail!("--theme is light, dark or auto, not {theme}");
    }
    let docs = |theme: &str| site::root().join(Path::new("docs")).join(format!("screenshot-{theme}.png"));
    let shot = |theme: &str, out: PathBuf| Shot {
        width,
        height,
        theme: theme.to_owned(),
        route: route.clone(),
        script: script.clone(),
        out,
    };
    Ok(Some(if any {
        vec![shot(&theme, out.unwrap_or_else(|| PathBuf::from("screenshot.png")))]
    } else {
        vec![shot("light", docs("light")), shot("dark", docs("dark"))]
    }))
}
