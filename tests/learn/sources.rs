//! All schemas, messages and bytes that a file's data has: what its live parts, facts, task and "Try it" are made of.

use std::collections::BTreeSet;

use serde_json::Value;
use wirelens::{
    examples,
    learn::{
        fact::Fact,
        live::{Contract, Sheet},
        run::Run,
        source::QuestionFile,
        task::{Reading, Task},
    },
    wire::{Format, input::read_as},
};

use crate::{
    names,
    support::{File, World},
    tasks::solution,
    texts::Shown,
};

/// Texts of data, as they are.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// .proto files, those of examples among them.
    pub protos: Vec<String>,
    /// Messages as JSON.
    pub jsons: Vec<String>,
    /// Bytes in hex.
    pub hexes: Vec<String>,
    /// The bytes that are asked about: those of `hexes`, and the keys of tasks.
    pub bytes: Vec<Vec<u8>>,
    /// Slugs of examples.
    pub examples: Vec<String>,
    /// All strings there are.
    pub strings: Vec<String>,
    /// Names in all that.
    pub names: BTreeSet<String>,
    /// Those that schemas declare and messages have.
    pub declared: BTreeSet<String>,
}

impl Sources {
    pub fn of(world: &World, file: File<'_>, shown: &Shown) -> Sources {
        let mut sources = Sources::default();
        let facts: &[Fact] = match file {
            File::Lesson(it) => &it.facts,
            File::Question(it) => {
                sources.take(&serde_json::to_value(&it.task).unwrap());
                sources.take(&serde_json::to_value(&it.start).unwrap());
                &it.facts
            }
        };
        shown.lives.iter().for_each(|live| sources.take(&serde_json::to_value(live).unwrap()));
        facts.iter().for_each(|fact| sources.take(&serde_json::to_value(&fact.run).unwrap()));
        if let File::Question(it) = file
            && matches!(it.task, Task::Bytes(_) | Task::Trace(_) | Task::Dump(_))
        {
            // What has no key is a problem of the task.
            sources.hexes.extend(solution(world, &it.task).unwrap_or_default());
        }
        if let File::Question(QuestionFile { task: Task::Dump(Reading { of, json, .. }), .. }) = file {
            sources.hexes.extend(world.run(&Run::Encode(Sheet { of: of.clone(), json: json.clone() })));
        }
        sources.bytes = sources.hexes.iter().filter_map(|it| bytes(it)).filter(|it| it.len() >= 2).collect();
        for (_, href) in &shown.links {
            sources.examples.extend(href.strip_prefix("#/?example=").map(str::to_owned));
        }
        for example in sources.examples.iter().filter_map(|slug| examples::find(slug)) {
            sources.protos.extend(example.files.iter().map(|(_, text)| (*text).to_owned()));
            sources.jsons.push(example.json.to_owned());
        }
        sources.names = names::known(&sources);
        sources.declared = names::declared(&sources);
        sources
    }

    fn take(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if let Value::String(text) = value.clone() {
                        match name.as_str() {
                            "proto" if !text.is_empty() => {
                                let of = Contract { proto: text, ..Contract::default() };
                                self.protos.extend(of.files().into_iter().map(|it| it.text));
                            }
                            "text" => self.protos.push(text),
                            "json" => self.jsons.push(text),
                            "hex" => self.hexes.push(text),
                            "example" => self.examples.push(text),
                            _ => {}
                        }
                    }
                    self.take(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.take(item)),
            Value::String(text) => self.strings.push(text.clone()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The bytes that a text is in hex; nothing if it is something else.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let payload = read_as(text, Some(Format::Hex));
    payload.diagnostics.is_empty().then_some(payload.bytes)
}
