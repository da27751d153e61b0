//! What lessons and questions ask of the engine: what a live part shows, what an answer is worth.
//!
//! When the site is built the same functions make what each live part shows at first, so a lesson is whole before there is
//! a worker. Knows neither how a part looks nor what was answered before.

mod data;
mod packet;
mod show;
mod shown;
mod typed;

pub use data::{Ask, Place, Told};
pub use packet::Packet;
pub use show::show;
pub use shown::{Call, Crossed, Crossing, Fate, Grown, Message, Read, Shown, Strip, Wire};
pub use typed::Typed;

use crate::learn::grade::grade;

/// Answers what a lesson or a question asks.
pub fn answer(ask: Ask) -> Told {
    match ask {
        Ask::Show(place, number, live) => Told::Shown(place, number, Box::new(show(&live))),
        Ask::Grade { question, task, answer } => {
            let verdict = match postcard::from_bytes(&task) {
                Ok(task) => Ok(grade(&task, &answer)),
                Err(_) => Err("this question is of another version of Wirelens; reload the page".to_owned()),
            };
            Told::Graded { question, answer, verdict }
        }
        Ask::Read(question, text) => {
            let typed = typed::read(&text).map(Box::new);
            Told::Read(question, text, typed)
        }
    }
}
