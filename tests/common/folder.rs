//! The texts below a folder, for tests of content that is files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The texts of all files below `folder`, by their paths in it, with `/`.
pub fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    read(folder, "", &mut files);
    files
}

fn read(folder: &Path, path: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder.join(path)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{path}{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read(folder, &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}
