//! What could be better though nothing is wrong: the style guide, numbers that should be reserved, types that waste bytes.
//!
//! Knows where each kind of hint comes from; what it says about whole files is told only while they have no errors.

use crate::{
    analysis::Content,
    annotate::Scalar,
    diagnostic::{Diagnostic, Fix, STYLE},
    schema::{
        lint::{self, History},
        world::World,
    },
    size,
};

/// So many hints are told.
const MAX_HINTS: usize = 100;

/// All hints about the user's files and what the message shows of them.
pub(super) fn hints(world: &World, history: Option<&History>, content: Option<&Content>) -> Vec<Diagnostic> {
    let mut hints: Vec<Diagnostic> = content.map(|content| stretched(world, content)).unwrap_or_default();
    for unit in world.own() {
        if hints.len() > MAX_HINTS {
            break;
        }
        hints.extend(history.iter().flat_map(|history| history.removed(unit)));
        hints.extend(lint::style(unit));
    }
    crate::order::sort_by_key(&mut hints, |hint| hint.place);
    hints.truncate(MAX_HINTS);
    hints
}

/// Fields whose negative numbers take ten bytes each.
fn stretched(world: &World, content: &Content) -> Vec<Diagnostic> {
    let found = size::stretched(&content.nodes, &content.bytes);
    found.iter().filter_map(|stretched| sint(world, stretched)).collect()
}

fn sint(world: &World, stretched: &size::Stretched<'_>) -> Option<Diagnostic> {
    let symbol = world.named(&stretched.field.full_name).next()?;
    let unit = world.own().find(|unit| unit.index == symbol.id.unit)?;
    let place = unit.place(world.field(symbol)?.type_node);
    let (now, better) = match stretched.scalar {
        Scalar::Int32 => ("int32", "sint32"),
        _ => ("int64", "sint64"),
    };
    let size::Stretched { negative, count, bytes, zigzag, .. } = *stretched;
    let values = match (negative, count) {
        (1, 1) => "the value in this message is negative and takes".to_owned(),
        _ => format!("{negative} of the {count} values in this message are negative, and all take"),
    };
    let message = format!("{values} {bytes} B as `{now}`; `{better}` would take {zigzag} B");
    let help =
        "change the type only before messages are stored or programs are out: the bytes mean something else then";
    let mut diagnostic = Diagnostic::info(&format!("{STYLE}negative"), place, message).with_help(help);
    diagnostic.fixes.push(Fix { title: format!("replace by `{better}`"), edits: vec![(place, better.to_owned())] });
    Some(diagnostic)
}
