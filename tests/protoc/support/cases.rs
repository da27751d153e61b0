//! Case files as data. `tests/protoc/cases.mjs` reads and writes the same format.

use wirelens::text::{File, Files};

/// The name of a body that no `--- name` line names.
const DEFAULT_NAME: &str = "test.proto";

/// Files and what protoc says of them.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name of the case file, without `.txt`.
    pub area: String,
    /// Unique among all cases.
    pub title: String,
    /// In protoc's order.
    pub files: Vec<CaseFile>,
    /// What protoc printed.
    pub lines: Vec<Line>,
    /// Whether protoc accepted the files.
    pub is_good: bool,
}

/// One .proto file of a case.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// Its path.
    pub name: String,
    /// Its bytes, which need not be text.
    pub bytes: Vec<u8>,
}

/// A line that protoc printed.
#[derive(Clone, Debug)]
pub struct Line {
    /// The file, where protoc names one.
    pub file: Option<String>,
    /// The line in it, from 1, where protoc gives one.
    pub line: Option<u32>,
    /// An error, not a warning.
    pub is_error: bool,
    /// All of it as the case file has it.
    pub text: String,
}

impl Case {
    /// The files as the compiler takes them; what is not UTF-8 is replaced, as the page does with a dropped file.
    pub fn files(&self) -> Files {
        let file =
            |file: &CaseFile| File { name: file.name.clone(), text: String::from_utf8_lossy(&file.bytes).into_owned() };
        self.files.iter().map(file).collect()
    }

    /// protoc's first error that lies in one of the case's files. `None` of a bad case means that protoc names no such file.
    pub fn first_error(&self) -> Option<&Line> {
        self.lines.iter().find(|line| {
            line.is_error && line.file.as_ref().is_some_and(|name| self.files.iter().any(|file| file.name == *name))
        })
    }

    /// protoc's warnings.
    pub fn warnings(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.is_error)
    }
}

/// The cases of one file.
///
/// # Errors
/// Where the text is not of the format, in words.
pub fn parse(area: &str, text: &str) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    let blocks = text.split("\n=== ").enumerate().filter_map(|(index, block)| match index {
        0 => block.strip_prefix("=== "),
        _ => Some(block),
    });
    for block in blocks {
        let (title, body) = block.split_once('\n').ok_or_else(|| format!("{area}: a case without a body"))?;
        cases.push(case(area, title.trim(), body).map_err(|why| format!("{area}: {title}: {why}"))?);
    }
    Ok(cases)
}

fn case(area: &str, title: &str, body: &str) -> Result<Case, String> {
    let (area, title) = (area.to_owned(), title.to_owned());
    let mut case = Case { area, title, files: Vec::new(), lines: Vec::new(), is_good: false };
    let mut bodies: Vec<(String, String)> = Vec::new();
    for line in body.lines() {
        if let Some(said) = line.strip_prefix(">>> ") {
            match said {
                "good" => case.is_good = true,
                _ => case.lines.push(verdict_line(said)?),
            }
        } else if let Some(name) = line.strip_prefix("--- ") {
            bodies.push((name.strip_suffix(" (import)").unwrap_or(name).trim().to_owned(), String::new()));
        } else if !case.is_good && case.lines.is_empty() {
            if bodies.is_empty() {
                bodies.push((DEFAULT_NAME.to_owned(), String::new()));
            }
            if let Some((_, body)) = bodies.last_mut() {
                body.push_str(line);
                body.push('\n');
            }
        }
    }
    if !case.is_good && case.lines.is_empty() {
        return Err("no verdict; run refresh.mjs".to_owned());
    }
    for (name, body) in bodies {
        case.files.push(CaseFile { name, bytes: bytes(&body)? });
    }
    Ok(case)
}

/// `file:line:column severity message`, `file severity message` or `- severity message`.
fn verdict_line(said: &str) -> Result<Line, String> {
    let at = [" error ", " warning "].iter().filter_map(|word| said.find(word)).min();
    let at = at.ok_or_else(|| format!("a verdict without a severity: {said}"))?;
    let place = &said[..at];
    let mut parts = place.split(':');
    let file = parts.next().filter(|name| *name != "-").map(str::to_owned);
    let line = parts.next().and_then(|line| line.parse().ok());
    Ok(Line { file, line, is_error: said[at..].starts_with(" error "), text: said.to_owned() })
}

/// A body with its escapes (`⟦EF BB BF⟧`, `⟦33×text⟧`, `⟦1..9×V№ = №;⟧`, `⟦end⟧`) → the bytes it stands for.
fn bytes(body: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = body;
    while let Some((before, escape)) = rest.split_once('⟦') {
        bytes.extend_from_slice(before.as_bytes());
        let (inside, after) = escape.split_once('⟧').ok_or("an escape without its end")?;
        rest = after;
        if inside == "end" {
            return Ok(bytes);
        }
        if let Some((counts, text)) = inside.split_once('×') {
            let number = |text: &str| text.parse::<u32>().map_err(|_| format!("no number: {text}"));
            let (first, end) = counts.split_once("..").unwrap_or(("0", counts));
            for count in number(first)?..number(end)? {
                bytes.extend_from_slice(text.replace('№', &count.to_string()).as_bytes());
            }
            continue;
        }
        for hex in inside.split(' ') {
            bytes.push(u8::from_str_radix(hex, 16).map_err(|_| format!("no such escape: {inside}"))?);
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}
