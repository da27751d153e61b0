//! Chromium and its driver for the browser tests: from PATH, else by apt where that is possible, else a sentence.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::process::{on_path, output, run};
use crate::project::Project;
use crate::stamp::files_below;
use crate::steps::Steps;

/// Names under which systems install the browser, most wanted first.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const DRIVER: &str = "chromedriver";
const FONT_FOLDERS: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];

/// Where the browser and its driver are.
pub struct Chromium {
    /// The browser.
    pub browser: PathBuf,
    /// Its WebDriver server.
    pub driver: PathBuf,
}

/// Finds Chromium and its driver, or installs them.
///
/// # Errors
/// When they are missing and can't be installed; the message says what to install.
pub fn ensure(project: &Project, steps: &mut Steps) -> Result<Chromium> {
    let packages = missing_packages(find_browser().is_some(), on_path(DRIVER).is_some(), has_font());
    if !packages.is_empty() {
        if !can_apt(project) {
            // Without a font pages still load, so that alone is no reason to stop.
            if packages != [FONT] {
                bail!(
                    "the browser tests need Chromium and its driver: install {} (Debian: apt-get install {}), so that \
                     `{}` and `{DRIVER}` are on PATH",
                    packages.join(" and "),
                    packages.join(" "),
                    BROWSERS[0],
                );
            }
        } else {
            steps.run(&format!("install {} by apt-get", packages.join(", ")), || apt(project, &packages))?;
        }
    }
    match (find_browser(), on_path(DRIVER)) {
        (Some(browser), Some(driver)) => Ok(Chromium { browser, driver }),
        _ => {
            bail!("apt-get installed {}, but `{}` or `{DRIVER}` is still not on PATH", packages.join(", "), BROWSERS[0])
        }
    }
}

const FONT: &str = "fonts-dejavu-core";

/// Debian's packages for what is missing.
fn missing_packages(browser: bool, driver: bool, font: bool) -> Vec<&'static str> {
    let needs = [(browser, "chromium"), (driver, "chromium-driver"), (font, FONT)];
    needs.into_iter().filter(|(there, _)| !there).map(|(_, package)| package).collect()
}

fn find_browser() -> Option<PathBuf> {
    BROWSERS.iter().find_map(|name| on_path(name))
}

/// A machine without any font shows empty boxes, and text has no size.
fn has_font() -> bool {
    let home = std::env::var_os("HOME").map(|home| Path::new(&home).join(".local/share/fonts"));
    FONT_FOLDERS.iter().map(PathBuf::from).chain(home).any(|folder| {
        files_below(&folder, &|_| true).is_ok_and(|files| {
            files
                .iter()
                .any(|file| file.extension().is_some_and(|kind| ["ttf", "otf", "ttc"].iter().any(|k| kind == *k)))
        })
    })
}

fn can_apt(project: &Project) -> bool {
    on_path("apt-get").is_some() && output(project.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn apt(project: &Project, packages: &[&str]) -> Result<()> {
    let apt = || {
        let mut command = project.command("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run(apt().args(["update", "-qq"]))?;
    run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_missing_is_installed() {
        assert_eq!(missing_packages(true, true, true), Vec::<&str>::new());
        assert_eq!(missing_packages(true, false, true), ["chromium-driver"]);
        assert_eq!(missing_packages(false, false, false), ["chromium", "chromium-driver", "fonts-dejavu-core"]);
    }
}
