//! Several .proto files, a tab each; how they come and how they are taken away.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use wirelens::workspace::{set, zip};
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;
use wirelens_browser_tests::site;

use crate::work::{self, JSON, SCHEMA, has_no_problem, has_problem, shows_bytes, shows_text};

/// What protoc wrote for `tests/sets/`.
const SET: &[u8] = include_bytes!("../../../sets/all.binpb");

wirelens_browser_tests::tests![
    a_file_is_added_renamed_imported_and_removed,
    arrows_move_among_the_tabs,
    two_files_cannot_have_one_name,
    several_steps_are_undone_and_redone,
    files_are_opened,
    a_folder_is_opened,
    a_folder_is_dropped,
    a_zip_archive_goes_in_and_out,
    a_descriptor_set_goes_in_and_out,
    an_example_makes_room_and_own_work_does_not,
    bad_files_are_sentences_and_do_no_damage,
    a_drop_elsewhere_does_not_leave_the_page,
    all_files_are_listed_below_their_folders,
];

fn tabs(page: &Page<'_>, names: &[&str]) -> Result<()> {
    page.until(
        &format!("the tabs are {names:?}"),
        "return wl.all('tab', null, wl.one('tablist', 'Files')).map(wl.name).join() === arguments[0].join();",
        &[json!(names)],
    )
    .map(drop)
}

fn in_front(page: &Page<'_>, name: &str) -> Result<()> {
    page.until(
        &format!("{name} is in front"),
        "return wl.one('tab', arguments[0], wl.one('tablist', 'Files'))?.ariaSelected === 'true';",
        &[json!(name)],
    )
    .map(drop)
}

fn rename(page: &Page<'_>, name: &str) -> Result<()> {
    page.type_keys(keys::F2)?;
    page.find("textbox", "New name of the file")?;
    page.until("the field has the focus", "return wl.name(document.activeElement) === 'New name of the file';", &[])?;
    page.type_keys(&format!("{}a", keys::CONTROL))?;
    page.type_keys(&format!("{name}{}", keys::ENTER))
}

fn a_file_is_added_renamed_imported_and_removed(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("button", "New file")?;
    tabs(page, &["user.proto", "new.proto"])?;
    in_front(page, "new.proto")?;
    page.paste("Schema", "syntax = \"proto3\";\npackage demo;\nmessage Phone { string number = 1; }\n")?;
    page.click("tab", "new.proto")?;
    rename(page, "phone.proto")?;
    tabs(page, &["user.proto", "phone.proto"])?;

    page.click("tab", "user.proto")?;
    shows_text(page, "Schema", SCHEMA)?;
    let importing = SCHEMA
        .replace("package demo;", "package demo;\nimport \"phone.proto\";")
        .replace("Address home = 3;", "Address home = 3;\n  Phone phone = 4;");
    page.paste("Schema", &importing)?;
    page.paste("Message JSON", r#"{"phone": {"number": "1"}}"#)?;
    shows_bytes(page, "22 03 0a 01 31")?;
    has_no_problem(page)?;

    page.click("tab", "phone.proto")?;
    page.type_keys(keys::DELETE)?;
    tabs(page, &["user.proto has errors"])?;
    has_problem(page, "user.proto:4:", "phone.proto")?;
    // What was removed is not gone.
    page.click("button", "Undo")?;
    tabs(page, &["user.proto", "phone.proto"])?;
    has_no_problem(page)
}

fn arrows_move_among_the_tabs(page: &Visit<'_>) -> Result<()> {
    page.open("#/?example=online-store")?;
    let names = page.script("return wl.all('tab', null, wl.one('tablist', 'Files')).map(wl.name);", &[])?;
    let names: Vec<&str> = names.as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    assert!(names.len() >= 3, "the store has several files: {names:?}");
    page.click("tab", names[0])?;
    page.type_keys(keys::RIGHT)?;
    in_front(page, names[1])?;
    page.type_keys(keys::END)?;
    in_front(page, names[names.len() - 1])?;
    page.type_keys(keys::RIGHT)?;
    in_front(page, names[0])?;
    page.type_keys(keys::LEFT)?;
    in_front(page, names[names.len() - 1])
}

fn two_files_cannot_have_one_name(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("button", "New file")?;
    page.click("tab", "new.proto")?;
    rename(page, "user.proto")?;
    page.until("it says why not", "return wl.notice().includes('another file has it');", &[])?;
    tabs(page, &["user.proto", "new.proto"])
}

/// An empty folder of this test's own.
fn folder(name: &str) -> Result<PathBuf> {
    let folder = site::scratch()?.join(format!("files-{name}-{}", std::process::id()));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn write(folder: &Path, files: &[(&str, &[u8])]) -> Result<()> {
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
        fs::write(path, content)?;
    }
    Ok(())
}

/// Clicks an entry of the menu.
fn from_menu(page: &Page<'_>, name: &str) -> Result<()> {
    page.click("button", "Workspace")?;
    page.click("button", name)
}

/// Chooses files, or a folder, as with the browser's own dialog, which no driver can reach.
pub fn choose(page: &Page<'_>, id: &str, paths: &[PathBuf]) -> Result<()> {
    let paths: Vec<_> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let input = page.element("the input is there", "return document.getElementById(arguments[0]);", &[json!(id)])?;
    page.tell(&input, "value", &json!({ "text": paths.join("\n") }))
}

/// Drags files or folders from outside over a part of the page, and lets them go.
fn drop_on(page: &Page<'_>, role: &str, name: &str, paths: &[PathBuf]) -> Result<()> {
    let target = page.find(role, name)?;
    let place = page.script(
        "const box = arguments[0].getBoundingClientRect();
         return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };",
        &[target.argument()],
    )?;
    let files: Vec<_> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    for kind in ["dragEnter", "dragOver", "drop"] {
        if kind == "drop" && name == "Schema" {
            page.until(
                "it says what can be dropped",
                "return document.querySelector('.drop')?.textContent.startsWith('Drop .proto files');",
                &[],
            )?;
        }
        page.devtools(
            "Input.dispatchDragEvent",
            &json!({ "type": kind, "x": place["x"], "y": place["y"],
                     "data": { "items": [], "files": files, "dragOperationsMask": 1 } }),
        )?;
    }
    Ok(())
}

pub fn says(page: &Page<'_>, text: &str) -> Result<()> {
    page.until(&format!("it says “{text}”"), "return wl.notice().includes(arguments[0]);", &[json!(text)]).map(drop)
}

/// What comes into a folder under that name, within the time a page may take. The page is asked meanwhile, which takes a
/// frame each time.
pub fn downloaded(page: &Page<'_>, path: &Path) -> Result<Vec<u8>> {
    let start = Instant::now();
    while !path.exists() {
        if start.elapsed() > Duration::from_secs(20) {
            bail!("{} was not downloaded; the page says {}", path.display(), page.script("return wl.notice();", &[])?);
        }
        page.until(
            "a frame has passed",
            "return (window.frames_seen = (window.frames_seen ?? 0) + 1) % 2 === 0;",
            &[],
        )?;
    }
    Ok(fs::read(path)?)
}

/// Where downloads go.
pub fn downloads(page: &Page<'_>, name: &str) -> Result<PathBuf> {
    let folder = folder(name)?;
    let parameters = json!({ "behavior": "allow", "downloadPath": folder.to_string_lossy() });
    page.devtools("Browser.setDownloadBehavior", &parameters)?;
    Ok(folder)
}

fn several_steps_are_undone_and_redone(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.click("button", "New file")?;
    page.paste("Schema", "syntax = \"proto3\";\n// mine\n")?;
    from_menu(page, "Rename file")?;
    page.find("textbox", "New name of the file")?;
    page.until("the field has the focus", "return wl.name(document.activeElement) === 'New name of the file';", &[])?;
    page.type_keys(&format!("{}a", keys::CONTROL))?;
    page.type_keys(&format!("store/mine.proto{}", keys::ENTER))?;
    tabs(page, &["user.proto", "store/mine.proto"])?;
    page.click("tab", "user.proto")?;
    from_menu(page, "Delete file")?;
    tabs(page, &["store/mine.proto"])?;

    from_menu(page, "Undo: Removed user.proto")?;
    tabs(page, &["user.proto", "store/mine.proto"])?;
    shows_bytes(page, work::HEX)?;
    from_menu(page, "Undo: Renamed new.proto to store/mine.proto")?;
    tabs(page, &["user.proto", "new.proto"])?;
    page.click("tab", "new.proto")?;
    shows_text(page, "Schema", "syntax = \"proto3\";\n// mine\n")?;
    from_menu(page, "Redo: Renamed new.proto to store/mine.proto")?;
    tabs(page, &["user.proto", "store/mine.proto"])
}

fn files_are_opened(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let folder = folder("open")?;
    write(
        &folder,
        &[
            ("phone.proto", b"syntax = \"proto3\";\npackage demo;\nmessage Phone {}\n"),
            ("user.proto", SCHEMA.as_bytes()),
        ],
    )?;
    page.click("button", "Workspace")?;
    page.find("button", "Open files")?;
    choose(page, "open-files", &[folder.join("phone.proto"), folder.join("user.proto")])?;
    tabs(page, &["user.proto", "phone.proto"])?;
    in_front(page, "phone.proto")?;
    says(page, "Added phone.proto.")?;
    page.click("button", "Undo")?;
    tabs(page, &["user.proto"])?;
    // What was there was not touched.
    shows_bytes(page, work::HEX)?;
    shows_text(page, "Message JSON", JSON)
}

/// A module of Buf's, with imports that only work from its roots.
fn tree() -> [(&'static str, &'static [u8]); 5] {
    [
        ("repo/README.md", b"# Readme"),
        ("repo/buf.yaml", b"version: v2\nmodules:\n  - path: proto\n  - path: vendor\n"),
        (
            "repo/proto/acme/v1/a.proto",
            b"syntax = \"proto3\";\npackage acme.v1;\nimport \"acme/v1/b.proto\";\nimport \"third/c.proto\";\nmessage A { B b = 1; third.C c = 2; }\n",
        ),
        ("repo/proto/acme/v1/b.proto", b"syntax = \"proto3\";\npackage acme.v1;\nmessage B {}\n"),
        ("repo/vendor/third/c.proto", b"syntax = \"proto3\";\npackage third;\nmessage C {}\n"),
    ]
}

const TREE_TABS: [&str; 3] = ["acme/v1/a.proto", "acme/v1/b.proto", "third/c.proto"];

fn a_folder_is_opened(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    let folder = folder("folder")?;
    write(&folder, &tree())?;
    choose(page, "open-folder", &[folder.join("repo")])?;
    tabs(page, &TREE_TABS)?;
    has_no_problem(page)?;
    says(page, "Opened 3 files from repo. repo/README.md is no .proto file and was left out.")
}

fn a_folder_is_dropped(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    let folder = folder("drop")?;
    write(&folder, &tree())?;
    drop_on(page, "textbox", "Schema", &[folder.join("repo")])?;
    tabs(page, &TREE_TABS)?;
    has_no_problem(page)?;
    says(page, "Opened 3 files from repo.")
}

fn a_zip_archive_goes_in_and_out(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    let folder = downloads(page, "zip")?;
    fs::write(folder.join("in.zip"), zip::write(tree()).map_err(|error| anyhow::anyhow!("{error}"))?)?;
    choose(page, "open-files", &[folder.join("in.zip")])?;
    tabs(page, &TREE_TABS)?;
    says(page, "Opened 3 files from in.zip.")?;
    page.click("tab", "acme/v1/b.proto")?;
    let changed = "syntax = \"proto3\";\npackage acme.v1;\n// changed: é\nmessage B {}\n";
    page.paste("Schema", changed)?;
    from_menu(page, "Download zip")?;
    let archive = downloaded(page, &folder.join("protos.zip"))?;
    let entries = zip::entries(&archive).map_err(|error| anyhow::anyhow!("{error}"))?;
    let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    ensure!(names == TREE_TABS, "the archive has {names:?}");
    let content = entries[1].read(&archive, 1 << 20).map_err(|error| anyhow::anyhow!("{error}"))?;
    ensure!(content == changed.as_bytes(), "the change is not in the archive");
    Ok(())
}

fn a_descriptor_set_goes_in_and_out(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    let folder = downloads(page, "set")?;
    fs::write(folder.join("in.binpb"), SET)?;
    drop_on(page, "textbox", "Schema", &[folder.join("in.binpb")])?;
    page.until("its files are there", "return wl.all('tab', null, wl.one('tablist', 'Files')).length === 4;", &[])?;
    says(page, "Opened 4 files from in.binpb.")?;

    work::open_user(page)?;
    from_menu(page, "Download descriptor set")?;
    let downloaded = downloaded(page, &folder.join("protos.binpb"))?;
    let files = set::to_files(&downloaded, &[]).map_err(|fault| anyhow::anyhow!("{fault}"))?;
    ensure!(files.iter().map(|file| file.name.as_str()).eq(["user.proto"]), "it has {files:?}");
    ensure!(
        files[0].text.contains("message User {") && files[0].text.contains("Address home = 3;"),
        "{}",
        files[0].text
    );

    page.paste("Schema", "syntax = \"proto3\";\nmessage {\n")?;
    from_menu(page, "Download descriptor set")?;
    says(page, "There is no descriptor set while the schema has errors")
}

fn an_example_makes_room_and_own_work_does_not(page: &Visit<'_>) -> Result<()> {
    page.open("#/?example=login")?;
    let folder = folder("room")?;
    write(
        &folder,
        &[("a.proto", b"syntax = \"proto3\";\nmessage A {}\n"), ("b.proto", b"syntax = \"proto3\";\nmessage B {}\n")],
    )?;
    choose(page, "open-files", &[folder.join("a.proto")])?;
    tabs(page, &["a.proto"])?;
    choose(page, "open-files", &[folder.join("b.proto")])?;
    tabs(page, &["a.proto", "b.proto"])?;
    // The same file with another text takes the place of the first, and that can be undone.
    write(&folder, &[("b.proto", b"syntax = \"proto3\";\nmessage Other {}\n")])?;
    choose(page, "open-files", &[folder.join("b.proto")])?;
    says(page, "Replaced b.proto.")?;
    shows_text(page, "Schema", "syntax = \"proto3\";\nmessage Other {}\n")?;
    page.click("button", "Undo")?;
    shows_text(page, "Schema", "syntax = \"proto3\";\nmessage B {}\n")
}

fn bad_files_are_sentences_and_do_no_damage(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let folder = folder("bad")?;
    let bomb = vec![b'/'; (8 << 20) + 1];
    let mut cut = zip::write(tree()).map_err(|error| anyhow::anyhow!("{error}"))?;
    cut.truncate(cut.len() / 2);
    write(
        &folder,
        &[
            ("photo.jpg", b"\xff\xd8\xff\xe0"),
            ("cut.zip", &cut),
            ("bomb.zip", &zip::write([("bomb.proto", bomb.as_slice())]).map_err(|error| anyhow::anyhow!("{error}"))?),
            ("latin.proto", b"syntax = \"proto3\";\n// caf\xe9\n"),
            ("__proto__.proto", b"syntax = \"proto3\";\nmessage Odd {}\n"),
        ],
    )?;
    for (name, sentence) in [
        (
            "photo.jpg",
            "photo.jpg is neither a .proto file nor a zip archive nor a descriptor set: its bytes are no records.",
        ),
        ("cut.zip", "cut.zip was not opened: it is no zip archive, or was cut short."),
        ("bomb.zip", "bomb.proto was left out: a file may have 8 MiB, and all together 16 MiB."),
    ] {
        choose(page, "open-files", &[folder.join(name)])?;
        says(page, sentence)?;
        tabs(page, &["user.proto"])?;
    }
    shows_bytes(page, work::HEX)?;
    choose(page, "open-files", &[folder.join("latin.proto")])?;
    says(page, "latin.proto is not UTF-8 at 2:7, where it has e9; it is shown as �.")?;
    in_front(page, "latin.proto")?;
    choose(page, "open-files", &[folder.join("__proto__.proto")])?;
    tabs(page, &["user.proto", "latin.proto", "__proto__.proto"])?;
    shows_text(page, "Schema", "syntax = \"proto3\";\nmessage Odd {}\n")?;
    page.click("tab", "user.proto")?;
    shows_text(page, "Schema", SCHEMA)
}

fn a_drop_elsewhere_does_not_leave_the_page(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let folder = folder("stray")?;
    write(&folder, &[("stray.proto", b"// stray")])?;
    page.script("window.here = true;", &[])?;
    drop_on(page, "region", "Explanation", &[folder.join("stray.proto")])?;
    page.until("it is the same page", "return window.here === true;", &[])?;
    shows_bytes(page, work::HEX)
}

fn all_files_are_listed_below_their_folders(page: &Visit<'_>) -> Result<()> {
    page.open("#/")?;
    let folder = downloads(page, "many")?;
    let names: Vec<String> = (0..200).map(|at| format!("p{}/f{at:03}.proto", at / 50)).collect();
    let texts: Vec<String> = (0..200).map(|at| format!("syntax = \"proto3\";\nmessage M{at} {{}}\n")).collect();
    let files = names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes()));
    fs::write(folder.join("many.zip"), zip::write(files).map_err(|error| anyhow::anyhow!("{error}"))?)?;
    choose(page, "open-files", &[folder.join("many.zip")])?;
    says(page, "Opened 200 files from many.zip.")?;
    page.click("button", "Workspace")?;
    page.until(
        "the files are below their folders",
        "const items = wl.all('listitem', null, wl.one('list', 'All files')).map(wl.text);
         return items.length === 204 && items[0] === 'p0/' && items[51] === 'p1/' && items[203] === 'f199.proto';",
        &[],
    )?;
    page.click("button", "f199.proto")?;
    in_front(page, "p3/f199.proto")?;
    shows_text(page, "Schema", &texts[199])
}
