//! Packs the lessons for the page: `content FROM TO`, such as `content static/learn dist/learn`.
//!
//! A file that can't be read stops the build with its name and a sentence.

use std::{env, error::Error, fs, path::Path};

use wirelens::learn::{INDEX, Index, Unit, lesson, question, question_file, unit_file};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("expected two folders: where the content is, and where it goes".into());
    };
    let (from, to) = (Path::new(&from), Path::new(&to));
    fs::create_dir_all(to)?;
    let index = read(from, "index.json", Index::parse)?;
    for entry in &index.lessons {
        let lesson = read(from, &entry.file, lesson::parse)?;
        let files = lesson.questions.iter().map(|id| read(from, &question_file(id), question::parse));
        let questions = files.collect::<Result<_, _>>()?;
        fs::write(to.join(unit_file(&entry.id)), Unit { lesson, questions }.pack())?;
    }
    fs::write(to.join(INDEX), index.pack())?;
    Ok(())
}

fn read<T>(folder: &Path, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> Result<T, Box<dyn Error>> {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(parse(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}
