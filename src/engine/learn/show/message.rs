//! A message of a schema: its bytes, its fields, its sizes.

use std::rc::Rc;

use super::{
    super::shown::{Message, Shown, Wire},
    strip::strip,
};
use crate::{
    analysis::{self, Analysis, Content},
    engine::{project, view::Comparison},
    learn::live::Sheet,
    message, size, wire,
};

/// How many fields are listed.
const MAX_ROWS: usize = 100;

/// A message in both styles.
pub fn comparison(sheet: &Sheet) -> Shown {
    let Analysis { root, content, .. } = analysis::analyze(&sheet.input());
    let compare = |content: Content| {
        Some(Comparison {
            root: root?.full_name().to_owned(),
            json: message::minify(&content.json)?,
            frame: wire::frame::write(&content.bytes)?,
            verdict: size::verdict(&content.sizes),
            sizes: content.sizes,
            rows: project::rows(&content),
            protobuf: Rc::unwrap_or_clone(content.bytes),
        })
    };
    match content.and_then(compare) {
        Some(comparison) => Shown::Comparison(Box::new(comparison)),
        None => Shown::Failed("this message can't be encoded".to_owned()),
    }
}

/// A message with its bytes.
pub fn message(sheet: &Sheet) -> Shown {
    let input = sheet.input();
    let analysis = analysis::analyze(&input);
    let wire = |content: &Content| Wire {
        strip: strip(&content.nodes, &content.bytes),
        rows: project::rows(content).into_iter().take(MAX_ROWS).collect(),
        sizes: content.sizes,
    };
    Shown::Message(Box::new(Message {
        problems: project::problems(&input, &analysis.diagnostics),
        root: analysis.root.as_ref().map(|root| root.full_name().to_owned()).unwrap_or_default(),
        wire: analysis.content.as_ref().map(wire),
        is_old: false,
    }))
}
