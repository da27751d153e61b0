//! Whether a goal is met, and what was found instead.
//!
//! Goals about declarations are [`super::declared`]; those about messages are here. Knows no answer's text but by the places
//! the compiler gives.

use super::{
    declared,
    words::{code, count, diagnosed, hex},
};
use crate::{
    annotate,
    diagnostic::{Severity, Source, is_hint},
    learn::{
        contract,
        goal::{EncodesGoal, Goal, ReadsGoal},
    },
    message::{
        self, JsonOptions, Layout, json,
        json::tree::{Kind, NodeId, Tree},
    },
    schema::{Compiled, Root, Schema},
    text::Span,
    wire::input,
};

/// What was written, compiled and encoded.
pub(super) struct Work<'a> {
    pub compiled: &'a Compiled,
    /// The type of the message that is written.
    pub root: Option<&'a Root>,
    /// The message that is written.
    pub bytes: Option<&'a [u8]>,
}

/// What was found instead of what a goal demands, and where in the file.
pub(super) struct Unmet {
    pub text: String,
    pub span: Option<Span>,
}

impl From<String> for Unmet {
    fn from(text: String) -> Unmet {
        Unmet { text, span: None }
    }
}

/// Why a goal is not met; nothing if it is.
pub(super) fn unmet(goal: &Goal, work: &Work<'_>) -> Option<Unmet> {
    let Some(schema) = &work.compiled.schema else { return Some("Nothing is declared.".to_owned().into()) };
    let unmet = match goal {
        Goal::Quiet => return complaint(work.compiled),
        Goal::Encodes(goal) => encodes(goal, schema),
        Goal::Reads(goal) => reads(goal, schema),
        Goal::Has(what) => has(what, work),
        Goal::AtMost(most) => sized(work, |bytes| bytes <= *most as usize),
        Goal::AtLeast(least) => sized(work, |bytes| bytes >= *least as usize),
        declared => declared::unmet(declared, schema),
    };
    unmet.map(Unmet::from)
}

/// What the compiler has to say, but for matters of style.
fn complaint(compiled: &Compiled) -> Option<Unmet> {
    let said =
        compiled.diagnostics.iter().find(|it| it.severity != Severity::Error && !is_hint(it.severity, &it.code))?;
    let span = (said.place.source == Source::File(0)).then_some(said.place.span);
    Some(Unmet { text: diagnosed(said), span })
}

fn find(schema: &Schema, name: &str) -> Result<Root, String> {
    schema.root(name).ok_or_else(|| format!("There is no message {}.", code(name)))
}

fn encodes(goal: &EncodesGoal, schema: &Schema) -> Option<String> {
    let encoded = find(schema, &goal.root).and_then(|root| {
        let said = |it| format!("{} can't be written as {}: {it}.", code(&goal.json), code(&goal.root));
        contract::encode(&root, &goal.json).map_err(said)
    });
    match encoded {
        Err(error) => Some(error),
        Ok(bytes) if goal.at_most > 0 && bytes.len() > goal.at_most as usize => {
            let (size, most) = (count(bytes.len(), "byte"), goal.at_most);
            Some(format!("{} takes {size}, {most} at most: {}.", code(&goal.json), hex(&bytes)))
        }
        Ok(_) => None,
    }
}

fn reads(goal: &ReadsGoal, schema: &Schema) -> Option<String> {
    let root = match find(schema, &goal.root) {
        Ok(root) => root,
        Err(error) => return Some(error),
    };
    let bytes = input::read(&goal.hex).bytes;
    let nodes = annotate::annotate(&bytes, Some(&root));
    let shown = hex(&bytes);
    if nodes.verdict() != annotate::Verdict::Valid {
        let problem = nodes.problems().find_map(|(id, _)| nodes.diagnostic(&bytes, id));
        let why = problem.map_or_else(String::new, |it| format!(": {}", it.message));
        return Some(format!("A parser refuses {shown}{why}."));
    }
    let unknown = nodes.iter().find(|(_, node)| node.guessed);
    let text = |bytes: &[u8]| Some(message::json_of(&root, bytes, JsonOptions::default(), Layout::Compact).ok()?.text);
    let found = text(&bytes).unwrap_or_default();
    let meant = contract::encode(&root, &goal.json).ok().and_then(|it| text(&it));
    // What the schema does not know is skipped, and the rest may say it all.
    match (meant, unknown) {
        (Some(meant), _) if meant == found => None,
        (_, Some((id, _))) => {
            let why =
                nodes.diagnostic(&bytes, id).map_or_else(|| "the schema does not know it".to_owned(), |it| it.message);
            let name = nodes.name_text(&bytes, id);
            Some(format!("{shown} is read as {}; {} is skipped: {why}.", code(&found), code(&name)))
        }
        _ => Some(format!("{shown} is read as {}.", code(&found))),
    }
}

fn sized(work: &Work<'_>, fits: impl Fn(usize) -> bool) -> Option<String> {
    match work.bytes {
        None => Some("There is no message yet.".to_owned()),
        Some(bytes) if fits(bytes.len()) => None,
        Some(bytes) => Some(format!("The message takes {}: {}.", count(bytes.len(), "byte"), hex(bytes))),
    }
}

/// Whether the message that is written has a value at a path of JSON names.
fn has(what: &str, work: &Work<'_>) -> Option<String> {
    let (Some(root), Some(bytes)) = (work.root, work.bytes) else {
        return Some("There is no message yet.".to_owned());
    };
    let (path, value) = what.split_once('=').unwrap_or((what, ""));
    let (path, value) = (path.trim(), value.trim());
    // A field that does not track whether it is set has its default.
    let options = JsonOptions { defaults: true, ..JsonOptions::default() };
    let Ok(whole) = message::json_of(root, bytes, options, Layout::Compact) else {
        return Some("The message has no JSON form.".to_owned());
    };
    let (tree, _) = json::parse(&whole.text);
    let found = path.split('.').try_fold(tree.root()?, |at, key| step(&tree, at, key));
    let wanted = message::minify(value).unwrap_or_default();
    match found {
        None => Some(format!("The message has no {}.", code(path))),
        Some(found) if bare(tree.raw(found)) == bare(&wanted) => None,
        Some(found) => Some(format!("{} is {}.", code(path), code(tree.raw(found)))),
    }
}

/// The value behind a key, or the element of an index.
fn step(tree: &Tree<'_>, at: NodeId, key: &str) -> Option<NodeId> {
    match tree.kind(at) {
        Kind::Object => tree.children(at).find(|&it| tree.key(it) == key).map(|it| tree.value(it)),
        Kind::Array => tree.children(at).nth(key.parse().ok()?),
        _ => None,
    }
}

/// Without the quotes that JSON has around numbers of 64 bits.
fn bare(text: &str) -> &str {
    let inside = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inside.filter(|it| it.parse::<i128>().is_ok()).unwrap_or(text)
}
