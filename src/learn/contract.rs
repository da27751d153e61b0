//! What an author writes of files, messages and calls → what the engine takes: a contract's files, an input.
//!
//! The one place that knows what is meant where something is left out. Knows nothing of what comes of it.

use super::{
    live::{Contract, Sheet, Stage},
    question::Start,
    run::Dump,
};
use crate::{
    analysis::{Input, Payload},
    diagnostic::{Diagnostic, Severity, Source},
    examples::{self, Example},
    message,
    schema::{self, Root, Schema},
    text::{File, Files, LineIndex},
};

/// What the file of [`Contract::proto`] is called.
pub const FILE: &str = "lesson.proto";

/// What goes before a file that says neither syntax nor edition.
const SYNTAX: &str = "syntax = \"proto3\";\n\n";

impl Contract {
    /// The .proto files; none where there is no such example.
    pub fn files(&self) -> Files {
        if !self.files.is_empty() {
            self.files.clone()
        } else if !self.proto.is_empty() {
            vec![File { name: FILE.to_owned(), text: with_syntax(&self.proto) }]
        } else {
            self.example().map(|it| Input::from(it).files).unwrap_or_default()
        }
    }

    /// The message type's full name; empty for the first one.
    pub fn root(&self) -> String {
        match self.example() {
            Some(example) if self.root.is_empty() && self.is_example_s() => example.root.to_owned(),
            _ => self.root.clone(),
        }
    }

    /// The files compiled.
    ///
    /// # Errors
    /// `line:column message` of the first error, the file before it where there are several.
    pub fn compile(&self) -> Result<Schema, String> {
        let files = self.files();
        if files.is_empty() {
            return Err(format!("expected .proto files, found no example `{}`", self.example));
        }
        let compiled = schema::compile(&files);
        match compiled.diagnostics.iter().find(|it| it.severity == Severity::Error) {
            Some(error) => Err(in_file(error, &files)),
            None => compiled.schema.ok_or_else(|| "these files can't be compiled".to_owned()),
        }
    }

    /// The message type.
    ///
    /// # Errors
    /// As [`Contract::compile`]; or that there is no such type.
    pub fn message_type(&self) -> Result<Root, String> {
        let schema = self.compile()?;
        let name = Some(self.root()).filter(|it| !it.is_empty()).or_else(|| schema.default_root());
        let name = name.ok_or("expected a message type, found none in these files")?;
        schema.root(&name).ok_or_else(|| match schema.refusal(&name) {
            Some(refusal) => refusal.message,
            None => format!("expected a declared message type, found `{name}`"),
        })
    }

    /// The contract and a payload.
    fn with(&self, payload: Payload) -> Input {
        Input { files: self.files(), root: self.root(), payload, ..Input::default() }
    }

    fn example(&self) -> Option<&'static Example> {
        examples::find(&self.example)
    }

    fn is_example_s(&self) -> bool {
        self.files.is_empty() && self.proto.is_empty()
    }
}

impl Sheet {
    /// The message as JSON.
    pub fn message(&self) -> String {
        match self.of.example() {
            Some(example) if self.json.is_empty() && self.of.is_example_s() => example.json.trim_end().to_owned(),
            _ => self.json.clone(),
        }
    }

    /// The message as bytes.
    ///
    /// # Errors
    /// As [`Contract::message_type`]; or `line:column message` of the first error in the JSON.
    pub fn encode(&self) -> Result<Vec<u8>, String> {
        encode(&self.of.message_type()?, &self.message())
    }

    /// As what the playground opens.
    pub fn input(&self) -> Input {
        self.of.with(Payload::Json(self.message()))
    }
}

impl Dump {
    /// As what the playground opens; without a contract there are no files.
    pub fn input(&self) -> Input {
        let payload = Payload::Text(self.hex.clone());
        self.of
            .as_ref()
            .map_or_else(|| Input { payload: payload.clone(), ..Input::default() }, |of| of.with(payload.clone()))
    }
}

impl Stage {
    /// As what Calls opens: the files, and the call as their script.
    pub fn input(&self) -> Input {
        let script = Some(Box::new(self.script.clone()));
        Input { script, ..Sheet { of: self.of.clone(), json: String::new() }.input() }
    }
}

impl Start {
    /// What "Try it" opens; of a call on Calls, of all else in the playground. Nothing where there is no such example.
    pub fn input(&self) -> Option<Input> {
        Some(match self {
            Start::Example(slug) => Input::from(examples::find(slug)?),
            Start::Message(sheet) => sheet.input(),
            Start::Bytes(dump) => dump.input(),
            Start::Call(stage) => stage.input(),
        })
    }
}

/// JSON as a message's bytes.
///
/// # Errors
/// `line:column message` of the first error.
pub fn encode(root: &Root, json: &str) -> Result<Vec<u8>, String> {
    let parsed = message::from_json(root, json);
    parsed.bytes.ok_or_else(|| {
        let error = parsed.diagnostics.iter().find(|it| it.severity == Severity::Error);
        error.map_or_else(|| "this message can't be encoded".to_owned(), |it| at(it, json))
    })
}

fn with_syntax(proto: &str) -> String {
    let says = |line: &str| {
        let rest = line.trim_start();
        let behind = rest.strip_prefix("syntax").or_else(|| rest.strip_prefix("edition"));
        behind.is_some_and(|it| it.trim_start().starts_with('='))
    };
    if proto.lines().any(says) { proto.to_owned() } else { [SYNTAX, proto].concat() }
}

fn in_file(error: &Diagnostic, files: &Files) -> String {
    let Source::File(index) = error.place.source else { return error.message.clone() };
    match files.get(index as usize) {
        Some(file) if files.len() > 1 => format!("{}:{}", file.name, at(error, &file.text)),
        Some(file) => at(error, &file.text),
        None => error.message.clone(),
    }
}

fn at(error: &Diagnostic, text: &str) -> String {
    let place = LineIndex::new(text).line_column(error.place.span.start as usize);
    format!("{}:{} {}", place.line, place.column, error.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proto(text: &str) -> Contract {
        Contract { proto: text.to_owned(), ..Contract::default() }
    }

    #[test]
    fn a_file_without_syntax_is_proto3() {
        let of = |text: &str| proto(text).files().remove(0).text;
        assert_eq!(of("message M {}"), "syntax = \"proto3\";\n\nmessage M {}");
        assert_eq!(of("// syntax is said\nsyntax = \"proto2\";"), "// syntax is said\nsyntax = \"proto2\";");
        assert_eq!(of("edition='2023';"), "edition='2023';");
    }

    #[test]
    fn what_is_left_out_is_the_example_s() {
        let of = Contract { example: "login".into(), ..Contract::default() };
        let sheet = Sheet { of: of.clone(), json: String::new() };
        assert_eq!(sheet.input(), Input::from(examples::find("login").unwrap()));
        assert_eq!(Sheet { json: "{}".into(), ..sheet }.input().payload, Payload::Json("{}".into()));
        let own = Sheet { of: Contract { proto: "message M {}".into(), ..of }, json: String::new() };
        assert_eq!((own.input().root, own.message()), (String::new(), String::new()));
    }

    #[test]
    fn errors_have_a_place() {
        let of = proto("message M {\n  int32 a = 0;\n}");
        assert_eq!(of.compile().unwrap_err(), "4:13 expected a number from 1 on for 'a', found 0");
        let sheet = Sheet { of: proto("message M { int32 a = 1; }"), json: "{\"b\": 1}".into() };
        assert!(sheet.encode().unwrap_err().starts_with("1:2 "), "{:?}", sheet.encode());
        let none = Contract { example: "none".into(), ..Contract::default() };
        assert_eq!(none.compile().unwrap_err(), "expected .proto files, found no example `none`");
    }
}
