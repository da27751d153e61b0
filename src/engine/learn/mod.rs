//! What lessons and questions ask of the engine: what a live part shows, what an answer is worth.
//!
//! When the site is built the same functions make what each live part shows at first, so a lesson is whole before there is
//! a worker. Knows neither how a part looks nor what was answered before.

mod data;
mod packet;

pub use data::{Ask, Place, Shown, Told};
pub use packet::Packet;

use crate::{
    analysis::{self, Analysis},
    engine::{project, view::Comparison},
    learn::{
        grade::grade,
        live::{Live, Sheet},
    },
    message, size, wire,
};
use std::rc::Rc;

/// Answers what a lesson or a question asks.
pub fn answer(ask: Ask) -> Told {
    match ask {
        Ask::Show(place, live) => Told::Shown(place, Box::new(show(&live))),
        Ask::Grade { question, task, answer } => {
            let verdict = match postcard::from_bytes(&task) {
                Ok(task) => Ok(grade(&task, &answer)),
                Err(_) => Err("this question is of another version of Wirelens; reload the page".to_owned()),
            };
            Told::Graded { question, answer, verdict }
        }
    }
}

/// What a live part shows.
pub fn show(live: &Live) -> Shown {
    match live {
        Live::Compare(sheet) | Live::Bytes(sheet) => match compare(sheet) {
            Some(comparison) => Shown::Comparison(Box::new(comparison)),
            None => Shown::Failed("this message can't be encoded".to_owned()),
        },
        _ => Shown::Failed("this part can't be shown".to_owned()),
    }
}

fn compare(sheet: &Sheet) -> Option<Comparison> {
    let Analysis { root, content, .. } = analysis::analyze(&sheet.input());
    let content = content?;
    Some(Comparison {
        root: root?.full_name().to_owned(),
        json: message::minify(&content.json)?,
        frame: wire::frame::write(&content.bytes)?,
        verdict: size::verdict(&content.sizes),
        sizes: content.sizes,
        rows: project::rows(&content),
        protobuf: Rc::unwrap_or_clone(content.bytes),
    })
}
