//! A message that one schema writes and another reads: what becomes of each field.
//!
//! Both schemas read the same bytes, so a field on one side belongs to that on the other which has its bytes.

use super::{
    super::shown::{Crossed, Crossing, Fate, Read, Shown},
    strip::strip,
};
use crate::{
    analysis::{self, Content, Input, Payload},
    annotate::{NodeId, Nodes, Verdict, presence},
    diagnostic::Source,
    engine::project,
    learn::live::{Sheet, Versions},
    schema::Root,
    wire::Taking,
};

/// How many fields are told of.
const MAX_FIELDS: usize = 100;

/// What becomes of the message.
pub fn crossing(versions: &Versions) -> Shown {
    let writer = Sheet { of: versions.writer.clone(), json: versions.json.clone() }.input();
    let written = analysis::analyze(&writer);
    let bytes = written.content.as_ref().map(|content| content.bytes.to_vec()).unwrap_or_default();
    // As a file: nobody guesses at its notation.
    let payload = Payload::File { name: String::new(), bytes };
    let reader = Sheet { of: versions.reader.clone(), json: String::new() }.input();
    let reader = Input { payload, taking: Taking::plain_hex(), ..reader };
    let read = analysis::analyze(&reader);
    let is_of_files = |it: &&crate::diagnostic::Diagnostic| matches!(it.place.source, Source::File(_));
    let of_files: Vec<_> = read.diagnostics.iter().filter(is_of_files).cloned().collect();
    let both = written.content.as_ref().zip(read.content.as_ref()).zip(read.root.as_ref());
    Shown::Crossing(Box::new(Crossing {
        writer: project::problems(&writer, &written.diagnostics),
        reader: project::problems(&reader, &of_files),
        read: both.map(|((written, read), root)| self::read(written, read, root)),
        is_old: false,
    }))
}

fn read(written: &Content, read: &Content, root: &Root) -> Read {
    let bytes = read.bytes.as_slice();
    let refused = read.nodes.verdict() != Verdict::Valid;
    let refusal = || {
        let reason = read.nodes.problems().find_map(|(id, _)| read.nodes.diagnostic(bytes, id));
        reason.map_or_else(|| "these bytes are no message of the reader's".to_owned(), |it| it.message)
    };
    let absent = presence::absent(root, &read.nodes, bytes);
    let name = |it: &presence::Absent| match read.nodes.path(bytes, it.owner) {
        path if path.is_empty() => it.field.name().to_owned(),
        path => format!("{path}.{}", it.field.name()),
    };
    Read {
        strip: strip(&read.nodes, bytes),
        fields: fields(written, read),
        absent: absent.list().iter().take(MAX_FIELDS).map(|it| (name(it), it.reads())).collect(),
        json: if refused { String::new() } else { read.json.clone() },
        refusal: refused.then(refusal),
    }
}

/// Each field that was written and is read as a whole; of one that is read as something with other fields inside, not those.
fn fields(written: &Content, read: &Content) -> Vec<Crossed> {
    let bytes = written.bytes.as_slice();
    let mut crossed = Vec::new();
    for (id, node) in written.nodes.iter() {
        if crossed.len() == MAX_FIELDS {
            break;
        }
        let Some(twin) = twin(&read.nodes, &written.nodes, id) else { continue };
        let [one, other] = [(&written.nodes, id), (&read.nodes, twin)];
        let said = |(nodes, id): (&Nodes, NodeId)| (nodes.name_text(bytes, id), nodes.value_text(bytes, id));
        let (before, after) = (said(one), said(other));
        let fate = match () {
            () if is_inside_a_run(&read.nodes, twin) => changed(before.1 != after.1),
            () if read.nodes.field(twin).is_none() => Fate::Unknown,
            () if read.nodes.declared(twin).is_none() => Fate::Misfit,
            () if kind(other) != kind(one) && before.1 != after.1 => Fate::Changed,
            () if before.1 != after.1 && !node.is_container() => Fate::Changed,
            () if before.0 != after.0 => Fate::Renamed,
            () => Fate::Same,
        };
        crossed.push(Crossed { depth: u16::from(node.depth), written: before, read: after, fate });
    }
    crossed
}

fn changed(is: bool) -> Fate {
    if is { Fate::Changed } else { Fate::Same }
}

/// The kind of value that a node is read as.
fn kind((nodes, id): (&Nodes, NodeId)) -> Option<crate::annotate::Kind> {
    nodes.get(id).map(|node| node.kind)
}

/// An element of a packed run has no declaration of its own where the run has one.
fn is_inside_a_run(nodes: &Nodes, id: NodeId) -> bool {
    nodes.get(id).is_some_and(|node| node.is_element() && nodes.declared(node.parent).is_some())
}

/// The node with the same bytes.
fn twin(nodes: &Nodes, others: &Nodes, id: NodeId) -> Option<NodeId> {
    let node = others.get(id)?;
    let is_it = |found: &(NodeId, crate::annotate::Node)| {
        found.1.span == node.span && found.1.tag() == node.tag() && found.1.depth == node.depth
    };
    nodes.iter().find(is_it).map(|(id, _)| id)
}
