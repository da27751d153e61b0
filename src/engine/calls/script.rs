//! What the page asks about a script: a draft of one, one that ends with a certain status, and what is wrong with it.

use super::data::Wrong;
use crate::{
    message::{
        MAX_JSON_BYTES,
        sample::{Shape, sample},
    },
    rpc::{
        method,
        prepare::{Prepared, Problem, Spot, draft::draft, prepare, reach::reach},
        script::{Answer, Script},
        status::Code,
    },
    schema::Schema,
    text::{LineIndex, Utf16Index},
};

/// The most problems that are told.
const MAX_PROBLEMS: usize = 100;

/// A draft for the method with that path, or for the first there is if it is empty; nothing without methods.
pub(super) fn drafted(path: &str, schema: Option<&Schema>, shown: Option<(&str, &str)>) -> Option<Script> {
    let schema = schema?;
    let method =
        if path.is_empty() { method::methods(schema).into_iter().next()? } else { method::find(schema, path)? };
    // A large message is better edited in one place.
    let shown = shown.filter(|(_, json)| json.len() <= MAX_JSON_BYTES / 64);
    Some(draft(&method, schema, shown))
}

/// A sample for a message of a method: of the request's type or the response's.
pub(super) fn sampled(path: &str, at: Spot, seed: u64, schema: Option<&Schema>) -> Option<String> {
    let schema = schema?;
    let method = method::find(schema, path)?;
    let name = if let Spot::Request(_) = at { &method.request } else { &method.response };
    Some(sample(&schema.root(name)?, Shape::Typical, seed))
}

/// The script, made to end with that status, and how; nothing where its method is not there.
pub(super) fn reached(code: Code, script: &Script, schema: Option<&Schema>) -> Option<(Script, &'static str)> {
    let Prepared { scene, method, .. } = prepare(script, schema?);
    Some(reach(code, script, &method?, scene.as_ref()))
}

/// Problems with their places in the texts of the script, as editors have them.
pub(super) fn wrong(problems: Vec<Problem>, script: &Script) -> Vec<Wrong> {
    let wrong = |Problem { at, diagnostic }: Problem| {
        let text = text(script, at);
        let place = LineIndex::new(text).line_column(diagnostic.place.span.start as usize);
        Wrong {
            at,
            span: Utf16Index::new(text).utf16(diagnostic.place.span),
            line: place.line,
            column: place.column,
            severity: diagnostic.severity,
            message: diagnostic.message,
            help: diagnostic.help,
        }
    };
    problems.into_iter().take(MAX_PROBLEMS).map(wrong).collect()
}

/// The text of a part; of what has none, an empty one.
fn text(script: &Script, at: Spot) -> &str {
    let text = match at {
        Spot::Request(index) => script.requests.get(index as usize).map(|send| send.json.as_str()),
        Spot::Condition(index) => script.server.rules.get(index as usize).map(|rule| rule.when.as_str()),
        Spot::Reply(rule, index) => {
            let answer = match rule {
                Some(rule) => script.server.rules.get(rule as usize).map(|rule| &rule.then),
                None => Some(&script.server.otherwise),
            };
            match answer {
                Some(Answer::Messages(sent)) => sent.get(index as usize).map(|send| send.json.as_str()),
                _ => None,
            }
        }
        Spot::Method | Spot::Header(..) | Spot::Retry | Spot::Answer(_) => None,
    };
    text.unwrap_or_default()
}
