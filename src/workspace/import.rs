//! What was picked, as files of the workspace: archives unpacked, descriptor sets printed, bytes decoded, names found, and a
//! sentence for everything that is not as it was. Nothing that is picked can fail; what is of no use is told of.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{
    MAX_FILES,
    decode::{Decoded, decode},
    head::Head,
    name::{name_fault, to_name},
    pick::{Kind, Picked},
    roots::{Found, names},
    set, zip,
};
use crate::{
    bundled, schema,
    text::{File, Files, Span, Utf16Index},
};

/// The largest .proto file, in bytes: the largest that is compiled.
const MAX_FILE: usize = schema::MAX_FILE_BYTES;

/// What all files of an import may have, in bytes.
const MAX_TOTAL: usize = 16 << 20;

/// What is inflated of archives in all, in bytes, whether it is of use or not: entries may overlap.
const MAX_INFLATED: usize = 64 << 20;

/// How many names a sentence lists.
const LISTED: usize = 3;

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The files, in the order of their names. Names are distinct.
    pub files: Files,
    /// What it came from: a file's or a folder's name; empty where there were several.
    pub origin: String,
    /// What is to be told, a sentence each.
    pub notes: Vec<String>,
    /// The file to look at first, and where in it, in UTF-16 code units.
    pub look: Option<(usize, Span)>,
}

/// A file on its way.
struct Coming {
    path: String,
    decoded: Decoded,
    /// Whether its path is its name already, since a descriptor set says so.
    named: bool,
}

/// Reads what was picked. `present` are the files that are there, `known` encoded descriptors that define the usual options.
pub fn import(picked: Picked, present: &Files, known: &[Vec<u8>]) -> Imported {
    let origin = origin(&picked);
    let mut reader =
        Reader { known, bytes: 0, inflated: 0, coming: Vec::new(), configs: Vec::new(), notes: Notes::default() };
    reader.notes.take(&picked);
    let alone = picked.files.len() == 1;
    for (path, content) in picked.files {
        reader.file(path, content, alone);
    }
    let Reader { coming, configs, mut notes, .. } = reader;
    let (files, look) = placed(coming, &configs, present, &mut notes);
    Imported { files, origin, notes: notes.sentences(), look }
}

/// The one name under which all of it was picked.
fn origin(picked: &Picked) -> String {
    let first = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let mut tops: Vec<String> = picked.files.iter().map(|(path, _)| first(path)).collect();
    tops.dedup();
    if let [top] = tops.as_slice() { top.clone() } else { String::new() }
}

struct Reader<'a> {
    known: &'a [Vec<u8>],
    bytes: usize,
    inflated: usize,
    coming: Vec<Coming>,
    configs: Vec<(String, String)>,
    notes: Notes,
}

impl Reader<'_> {
    /// Takes a file; `alone` where it is all there is, so that it is worth more than one look.
    fn file(&mut self, path: String, content: Vec<u8>, alone: bool) {
        if zip::is_zip(&content) || Kind::of(&path) == Kind::Zip {
            return self.archive(&path, &content);
        }
        self.unpacked(path, content, alone);
    }

    fn archive(&mut self, path: &str, content: &[u8]) {
        let entries = match zip::entries(content) {
            Ok(entries) => entries,
            Err(error) => return self.notes.others.push(format!("{path} was not opened: {error}.")),
        };
        let alone = entries.len() == 1;
        for entry in entries {
            let kind = Kind::of(&entry.name);
            if kind == Kind::Hidden || (kind == Kind::Other && !alone) {
                if kind == Kind::Other {
                    self.notes.ignored.push(entry.name);
                }
                continue;
            }
            let limit = MAX_FILE.min(MAX_TOTAL - self.bytes).min(MAX_INFLATED - self.inflated);
            self.inflated += entry.size.min(limit);
            match entry.read(content, limit) {
                Ok(inner) if zip::is_zip(&inner) => self.notes.ignored.push(entry.name),
                Ok(inner) => self.unpacked(entry.name, inner, alone),
                Err(zip::ZipError::TooLarge) => self.notes.too_large.push(entry.name),
                Err(error) => self.notes.others.push(format!("{} was left out: {error}.", entry.name)),
            }
        }
    }

    fn unpacked(&mut self, path: String, content: Vec<u8>, alone: bool) {
        let kind = Kind::of(&path);
        if kind != Kind::Proto && kind != Kind::Config {
            return self.set(path, &content, alone);
        }
        if content.len() > MAX_FILE || self.bytes + content.len() > MAX_TOTAL {
            return self.notes.too_large.push(path);
        }
        self.bytes += content.len();
        let decoded = decode(&content);
        match to_name(&path) {
            Some(path) if kind == Kind::Config => self.configs.push((path, decoded.text)),
            Some(name) => {
                if name != path {
                    self.notes.renamed.push((path, name.clone()));
                }
                self.come(Coming { path: name, decoded, named: false });
            }
            None => self.notes.others.push(format!("{path:?} was left out: no import can have that name.")),
        }
    }

    fn come(&mut self, file: Coming) {
        // What is built in takes no room.
        if bundled::get(&file.path).is_some() {
            self.notes.bundled.push(file.path);
        } else if self.coming.len() < MAX_FILES {
            self.coming.push(file);
        } else {
            self.notes.too_many += 1;
        }
    }

    fn set(&mut self, path: String, content: &[u8], alone: bool) {
        let files = match set::to_files(content, self.known) {
            Ok(files) => files,
            Err(_) if !alone => return self.notes.ignored.push(path),
            Err(fault) => {
                let text = "is neither a .proto file nor a zip archive nor a descriptor set";
                return self.notes.others.push(format!("{path} {text}: {fault}."));
            }
        };
        for File { name: path, text } in files {
            if self.bytes + text.len() > MAX_TOTAL {
                self.notes.too_large.push(path);
                continue;
            }
            self.bytes += text.len();
            match to_name(&path) {
                Some(path) => {
                    let decoded = Decoded { text, ..Decoded::default() };
                    self.come(Coming { path, decoded, named: true });
                }
                None => self.notes.others.push(format!("{path:?} was left out: no import can have that name.")),
            }
        }
    }
}

/// The files under the names they are imported by, and where to look first.
fn placed(
    coming: Vec<Coming>,
    configs: &[(String, String)],
    present: &Files,
    notes: &mut Notes,
) -> (Files, Option<(usize, Span)>) {
    let heads: Vec<Head> = coming.iter().map(|file| Head::read(&file.decoded.text)).collect();
    let found: Vec<Found<'_>> = { coming.iter().zip(heads).filter(|(file, _)| !file.named) }
        .map(|(file, head)| Found { path: &file.path, head })
        .collect();
    let configs: Vec<(&str, &str)> = configs.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut found_names = names(&found, &configs, &missing(present)).into_iter();
    let names: Vec<String> = coming
        .iter()
        .map(|file| if file.named { file.path.clone() } else { found_names.next().unwrap_or_default() })
        .collect();

    let mut taken = HashMap::<String, usize>::new();
    let mut files: Vec<(File, Decoded, String)> = Vec::new();
    for (mut name, Coming { path, decoded, .. }) in names.into_iter().zip(coming) {
        if name_fault(&name).is_some() {
            // What is left below a root need not be a name.
            name.clone_from(&path);
        }
        if bundled::get(&name).is_some() {
            notes.bundled.push(name);
            continue;
        }
        if let Some(&other) = taken.get(&name) {
            if files[other].0.text == decoded.text {
                continue;
            }
            let free = if taken.contains_key(&path) { numbered(&name, &taken) } else { path.clone() };
            let text =
                format!("{} and {path} would both be imported as {name}; the second is {free} here.", files[other].2);
            notes.others.push(text);
            name = free;
        }
        taken.insert(name.clone(), files.len());
        files.push((File { name, text: decoded.text.clone() }, decoded, path));
    }
    crate::order::sort_by(&mut files, |(one, ..), (other, ..)| one.name.cmp(&other.name));
    let mut look = None;
    for (at, (file, decoded, _)) in files.iter().enumerate() {
        if let Some(fault) = &decoded.fault {
            notes.others.push(format!("{} {fault}.", file.name));
            let place = decoded.place.map(|place| (at, Utf16Index::new(&file.text).utf16(place)));
            look = look.or(place);
        }
    }
    (files.into_iter().map(|(file, ..)| file).collect(), look)
}

/// A name like `a (2).proto` that nothing has yet.
fn numbered(name: &str, taken: &HashMap<String, usize>) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "proto"));
    let names = (2..).map(|number| format!("{stem} ({number}).{ending}"));
    { names }.find(|name| !taken.contains_key(name)).unwrap_or_default()
}

/// What the present files import and nobody has.
fn missing(present: &Files) -> Vec<String> {
    let names: HashSet<&str> = present.iter().map(|file| file.name.as_str()).collect();
    let imports = present.iter().flat_map(|file| Head::read(&file.text).imports);
    imports.filter(|import| !names.contains(import.as_str()) && bundled::get(import).is_none()).collect()
}

/// What is to be told.
#[derive(Default)]
struct Notes {
    ignored: Vec<String>,
    ignored_more: usize,
    too_large: Vec<String>,
    too_large_more: usize,
    bundled: Vec<String>,
    renamed: Vec<(String, String)>,
    too_many: usize,
    others: Vec<String>,
}

impl Notes {
    fn take(&mut self, picked: &Picked) {
        self.ignored.clone_from(&picked.ignored);
        self.ignored_more = picked.ignored_total.saturating_sub(picked.ignored.len());
        self.too_large.clone_from(&picked.too_large);
        self.too_large_more = picked.too_large_total.saturating_sub(picked.too_large.len());
        if !picked.unreadable.is_empty() {
            let (these, _) = listed(&picked.unreadable, 0);
            self.others.push(format!("This browser could not read {these}."));
        }
        if picked.cut {
            self.others.push("There were too many files to look at them all.".to_owned());
        }
    }

    fn sentences(mut self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.ignored.is_empty() {
            let (these, one) = listed(&self.ignored, self.ignored_more);
            notes.push(format!(
                "{these} {}.",
                if one { "is no .proto file and was left out" } else { "are no .proto files and were left out" }
            ));
        }
        if !self.bundled.is_empty() {
            let (these, one) = listed(&self.bundled, 0);
            notes.push(format!(
                "{these} {} built in.",
                if one { "was left out: it is" } else { "were left out: they are" }
            ));
        }
        if !self.too_large.is_empty() {
            let (these, one) = listed(&self.too_large, self.too_large_more);
            let was = if one { "was" } else { "were" };
            let [file, all] = [MAX_FILE, MAX_TOTAL].map(|bytes| bytes >> 20);
            notes.push(format!("{these} {was} left out: a file may have {file} MiB, and all together {all} MiB."));
        }
        if self.too_many > 0 {
            notes.push(format!("{} more files were left out: a workspace has room for {MAX_FILES}.", self.too_many));
        }
        if let [(path, name)] = self.renamed.as_slice() {
            notes.push(format!("{path} is {name} here: an import has no other form."));
        } else if !self.renamed.is_empty() {
            let paths: Vec<String> = self.renamed.iter().map(|(path, _)| path.clone()).collect();
            let (these, _) = listed(&paths, 0);
            notes.push(format!("{these} have other names here: an import has no `..`, no backslash and no drive."));
        }
        let hidden = self.others.len().saturating_sub(2 * LISTED);
        self.others.truncate(2 * LISTED);
        notes.append(&mut self.others);
        if hidden > 0 {
            notes.push(format!("{hidden} more such notes are not shown."));
        }
        notes
    }
}

/// The first few names in a row, and whether that is one only.
fn listed(names: &[String], more: usize) -> (String, bool) {
    let total = names.len() + more;
    let shown: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
    let text = match (shown.as_slice(), total.saturating_sub(shown.len())) {
        ([one], 0) => return ((*one).to_owned(), true),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (shown, 1) => format!("{} and 1 more", shown.join(", ")),
        (shown, rest) => format!("{} and {rest} more", shown.join(", ")),
    };
    (text, false)
}
