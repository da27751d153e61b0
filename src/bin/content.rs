//! Packs the lessons for the page: `content FROM TO`, such as `content static/learn dist/learn`.
//!
//! A file that can't be read stops the build with its name and a sentence.

use std::{collections::BTreeMap, env, error::Error, fs, path::Path};

use wirelens::{
    engine::learn::Packet,
    learn::{
        INDEX,
        search::{Docs, SEARCH},
        source, unit_file,
    },
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("expected two folders: where the content is, and where it goes".into());
    };
    let (from, to) = (Path::new(&from), Path::new(&to));
    let mut files = BTreeMap::new();
    read(from, "", &mut files)?;
    let content = source::read(&files)?;
    fs::create_dir_all(to)?;
    for file in &content.lessons {
        let packet = Packet::new(content.unit(&file.lesson)?);
        fs::write(to.join(unit_file(&file.lesson.id)), packet.pack())?;
    }
    fs::write(to.join(INDEX), content.index().pack())?;
    fs::write(to.join(SEARCH), Docs::of(&content).pack())?;
    Ok(())
}

/// The texts below a folder, by their paths with `/`.
fn read(folder: &Path, path: &str, files: &mut BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder.join(path)).map_err(|error| format!("{}: {error}", folder.join(path).display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        if entry.file_type()?.is_dir() {
            read(folder, &path, files)?;
        } else {
            let text = fs::read_to_string(entry.path()).map_err(|error| format!("{path}: {error}"))?;
            files.insert(path, text);
        }
    }
    Ok(())
}
