//! Server reflection: asks a server for its schema, round by round. Versions 1 and 1alpha, which differ in nothing but their names.
//!
//! Rules: `grpc/reflection/v1/reflection.proto`. Knows neither how a message travels nor what is in a schema but which files a file
//! imports.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    text::Span,
    wire::{Part, WireType, scan, varint},
};

/// The most rounds of questions: what is asked for in one is what a file of the round before imports.
const MAX_ROUNDS: usize = 64;

/// The most files.
const MAX_FILES: usize = 2_000;

/// Fields of `ServerReflectionRequest`.
const FILE_BY_FILENAME: u32 = 3;
const FILE_CONTAINING_SYMBOL: u32 = 4;
const LIST_SERVICES: u32 = 7;

/// Fields of `ServerReflectionResponse`.
const FILE_DESCRIPTOR_RESPONSE: u32 = 4;
const LIST_SERVICES_RESPONSE: u32 = 6;
const ERROR_RESPONSE: u32 = 7;

/// In `FileDescriptorResponse` the files, in `ListServiceResponse` the services, in `ServiceResponse` the name.
const FIRST: u32 = 1;
/// In `ErrorResponse`.
const ERROR_MESSAGE: u32 = 2;

/// Fields of `FileDescriptorProto`.
const NAME: u32 = 1;
const DEPENDENCY: u32 = 3;

/// The field of `FileDescriptorSet`.
const FILE: u32 = 1;

/// Which reflection service is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// `grpc.reflection.v1`.
    #[default]
    V1,
    /// `grpc.reflection.v1alpha`, which older servers have.
    V1Alpha,
}

impl Version {
    /// The path of its method.
    pub fn path(self) -> &'static str {
        match self {
            Version::V1 => "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
            Version::V1Alpha => "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        }
    }
}

/// A conversation with a server.
#[derive(Clone, Debug, Default)]
pub struct Reflection {
    version: Version,
    rounds: usize,
    /// What is asked next.
    questions: Vec<Vec<u8>>,
    /// The files that were asked for by name.
    asked: BTreeSet<String>,
    files: BTreeMap<String, Vec<u8>>,
}

/// What follows an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// More is to be asked: [`Reflection::questions`].
    Ask,
    /// All is known: a `FileDescriptorSet`.
    Done(Vec<u8>),
    /// The server has no schema to give: why, a sentence.
    Refused(String),
}

impl Reflection {
    /// Begins with the question which services there are.
    pub fn new(version: Version) -> Reflection {
        Reflection { version, questions: vec![text(LIST_SERVICES, "*")], ..Reflection::default() }
    }

    /// The version that is asked.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The messages of the next call, each a `ServerReflectionRequest`.
    pub fn questions(&self) -> &[Vec<u8>] {
        &self.questions
    }

    /// Takes the messages of the answer, each a `ServerReflectionResponse`.
    pub fn take(&mut self, answers: &[Vec<u8>]) -> Step {
        self.questions.clear();
        self.rounds += 1;
        let mut error = None;
        let mut services = Vec::new();
        for answer in answers {
            for (number, content) in fields(answer) {
                match number {
                    LIST_SERVICES_RESPONSE => {
                        services.extend(fields(content).filter(|it| it.0 == FIRST).map(|it| name(it.1)))
                    }
                    FILE_DESCRIPTOR_RESPONSE => {
                        for (_, file) in fields(content).filter(|it| it.0 == FIRST) {
                            self.files.entry(name(file)).or_insert_with(|| file.to_vec());
                        }
                    }
                    ERROR_RESPONSE => {
                        error = fields(content).find(|it| it.0 == ERROR_MESSAGE).map(|it| lossy(it.1));
                    }
                    _ => {}
                }
            }
        }
        // The service that is asked is of no interest itself.
        services.retain(|name| !name.starts_with("grpc.reflection."));
        self.questions.extend(services.iter().map(|name| text(FILE_CONTAINING_SYMBOL, name)));
        let wanted =
            self.files.values().flat_map(|file| fields(file).filter(|it| it.0 == DEPENDENCY)).map(|it| lossy(it.1));
        let wanted: BTreeSet<String> = wanted.filter(|name| !self.files.contains_key(name)).collect();
        for name in wanted {
            if self.asked.insert(name.clone()) {
                self.questions.push(text(FILE_BY_FILENAME, &name));
            }
        }
        if !self.questions.is_empty() && self.rounds < MAX_ROUNDS && self.files.len() < MAX_FILES {
            Step::Ask
        } else if self.files.is_empty() {
            Step::Refused(match error {
                Some(error) => format!("the server's reflection says: {error}"),
                None => "the server's reflection names no service but its own".to_owned(),
            })
        } else {
            Step::Done(self.files.values().flat_map(|file| record(FILE, file)).collect())
        }
    }
}

/// The LEN fields of a message.
fn fields(message: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    scan(message, Span::new(0, message.len())).into_iter().filter_map(|part| match part {
        Part::Record(record) if record.wire == WireType::Len => Some((record.number, record.payload.of(message))),
        _ => None,
    })
}

/// The first string of a file's or service's message: its name.
fn name(message: &[u8]) -> String {
    fields(message).find(|it| it.0 == NAME).map(|it| lossy(it.1)).unwrap_or_default()
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn text(number: u32, value: &str) -> Vec<u8> {
    record(number, value.as_bytes())
}

fn record(number: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(payload.len() + 8);
    varint::write(u64::from(number << 3 | WireType::Len as u32), &mut bytes);
    varint::write(payload.len() as u64, &mut bytes);
    bytes.extend_from_slice(payload);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, imports: &[&str]) -> Vec<u8> {
        let imports = imports.iter().flat_map(|it| text(DEPENDENCY, it));
        text(NAME, name).into_iter().chain(imports).collect()
    }

    fn with(file: &[u8]) -> Vec<u8> {
        record(FILE_DESCRIPTOR_RESPONSE, &record(FIRST, file))
    }

    #[test]
    fn files_are_asked_for_until_none_is_missing() {
        let mut talk = Reflection::new(Version::V1);
        assert_eq!(talk.questions(), [b"\x3a\x01*".to_vec()]);
        let services = ["a.S", "grpc.reflection.v1.ServerReflection"];
        let services: Vec<u8> = services.iter().flat_map(|it| record(FIRST, &text(NAME, it))).collect();
        assert_eq!(talk.take(&[record(LIST_SERVICES_RESPONSE, &services)]), Step::Ask);
        assert_eq!(talk.questions(), [b"\x22\x03a.S".to_vec()]);
        let (a, b) = (file("a.proto", &["b.proto", "c.proto"]), file("b.proto", &["c.proto"]));
        assert_eq!(talk.take(&[with(&a)]), Step::Ask);
        assert_eq!(talk.questions().len(), 2);
        // The server lacks c.proto: that is the compiler's to say.
        let error = record(ERROR_RESPONSE, &text(ERROR_MESSAGE, "no such file"));
        assert_eq!(talk.take(&[with(&b), error]), Step::Done([record(FILE, &a), record(FILE, &b)].concat()));
    }

    #[test]
    fn a_server_without_services_is_refused() {
        let mut talk = Reflection::new(Version::V1Alpha);
        let error = record(ERROR_RESPONSE, &text(ERROR_MESSAGE, "switched off"));
        assert_eq!(talk.take(&[error]), Step::Refused("the server's reflection says: switched off".to_owned()));
        assert!(matches!(talk.take(&[b"\xff".to_vec()]), Step::Refused(_)));
    }
}
