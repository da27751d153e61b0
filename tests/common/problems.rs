//! Problems as text: place, words, labels, help and fixes.

use expect_test::Expect;
use wirelens::diagnostic::{Diagnostic, Place, Source};
use wirelens::schema::Compiler;
use wirelens::text::{File, Files, LineIndex};

/// Files from one text; each begins with a line `--- name`. Without one it is `a.proto`.
pub fn files(text: &str) -> Files {
    let mut files: Files = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("--- ") {
            files.push(File { name: name.trim().to_owned(), text: String::new() });
        } else if let Some(last) = files.last_mut() {
            last.text.push_str(line);
        } else if !line.trim().is_empty() {
            files.push(File { name: "a.proto".to_owned(), text: line.to_owned() });
        }
    }
    files
}

/// Compiles the files and compares what is said of them.
pub fn check(text: &str, expect: Expect) {
    let files = files(text);
    expect.assert_eq(&show(&files, &Compiler::default().check(&files)));
}

/// `file:line:column severity code: message at "text"`, and below it labels, help and fixes.
pub fn show(files: &Files, diagnostics: &[Diagnostic]) -> String {
    let mut shown = String::new();
    for diagnostic in diagnostics {
        let (place, text) = slice(files, diagnostic.place);
        let (severity, code, message) = (diagnostic.severity.word(), &diagnostic.code, &diagnostic.message);
        shown += &format!("{place} {severity} {code}: {message} at {text}\n");
        for label in &diagnostic.labels {
            let (place, text) = slice(files, label.place);
            shown += &format!("    {place} {text}: {}\n", label.message);
        }
        if let Some(help) = &diagnostic.help {
            shown += &format!("    help: {help}\n");
        }
        for fix in &diagnostic.fixes {
            let edit = |(place, text): &(Place, String)| {
                let (at, old) = slice(files, *place);
                format!("{at} {old} → {text:?}")
            };
            let edits: Vec<String> = fix.edits.iter().map(edit).collect();
            shown += &format!("    fix: {}: {}\n", fix.title, edits.join(", "));
        }
    }
    shown
}

fn slice(files: &Files, place: Place) -> (String, String) {
    let Source::File(index) = place.source else { return (format!("{place:?}"), String::new()) };
    let Some(file) = files.get(index as usize) else { return (format!("file {index}"), String::new()) };
    let at = LineIndex::new(&file.text).line_column(place.span.start as usize);
    let text = place.span.of_str(&file.text);
    let shown = match text.char_indices().nth(30) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    };
    (format!("{}:{}:{}", file.name, at.line, at.column), shown)
}
