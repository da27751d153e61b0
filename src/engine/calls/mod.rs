//! Calls: the timeline that was simulated last, and the parts of it that a page shows.
//!
//! - [`data`]: what crosses between page and worker
//! - `whole`: the timeline in short: times, outcomes, a picture
//! - `rows`: events as rows
//! - `open`: all of one event: its bytes, headers, message; `parts`: what its bytes are
//! - `code`: a script's call as programs
//! - `rest`: the call as REST beside it
//! - `store`: the online store, which has a scene of its own
//! - `script`: what is asked of a script before it is simulated
//!
//! Knows no browser; an answer is a function of the timeline and the question.

mod code;
pub mod data;
mod open;
mod parts;
mod rest;
mod rows;
mod script;
mod store;
mod whole;

use std::cell::OnceCell;

use crate::{
    rpc::{
        http2::{self, Reading},
        prepare::{Prepared, prepare},
        scene::{Protocol, Scene},
        simulate::simulate,
        timeline::Timeline,
    },
    schema::Schema,
};
use data::{Ask, Play, Played, Told};
use store::Shop;

/// The largest message that is told whole, in bytes.
pub const MAX_SHOWN: usize = 256 << 10;

/// What is kept between questions.
#[derive(Debug, Default)]
pub(super) struct Calls {
    shown: Shown,
    /// The online store, once it was asked for.
    shop: Option<Shop>,
}

/// A timeline, with what is known of its calls besides.
#[derive(Debug, Default)]
struct Shown {
    timeline: Timeline,
    /// Of each call its path.
    paths: Vec<String>,
    /// Of each call whether it is made over REST.
    are_rest: Vec<bool>,
    /// Of each event which parties have a call in hand, a bit each.
    active: Vec<u32>,
    /// Of each connection what our reader makes of both sides' bytes, once a frame was opened.
    readings: Vec<OnceCell<(Reading, Reading)>>,
}

impl Shown {
    fn new(scene: &Scene, timeline: Timeline) -> Shown {
        let is_rest = |link: u16| {
            let link = scene.links.get(usize::from(link));
            link.is_some_and(|link| matches!(link.protocol, Protocol::Rest { .. }))
        };
        Shown {
            paths: scene.calls.iter().map(|call| call.path.clone()).collect(),
            are_rest: scene.calls.iter().map(|call| is_rest(call.link)).collect(),
            active: whole::active(&timeline),
            readings: timeline.connections.iter().map(|_| OnceCell::new()).collect(),
            timeline,
        }
    }

    /// The bytes of both sides of a connection, read: the client's and the server's.
    fn readings(&self, connection: u16) -> Option<&(Reading, Reading)> {
        let (index, read) = (usize::from(connection), self.readings.get(usize::from(connection))?);
        let connection = self.timeline.connections.get(index)?;
        Some(read.get_or_init(|| http2::read_both(&connection.to_server, &connection.to_client)))
    }
}

impl Calls {
    /// Answers a question, messages read by this schema. `message` is the type and the JSON of the one on the playground.
    pub fn answer(&mut self, ask: Ask, schema: Option<&Schema>, message: Option<(&str, &str)>) -> Told {
        match ask {
            Ask::Play(play) => Told::Played(Box::new(self.play(&play, schema))),
            Ask::Window(rows) => Told::Window(rows::window(&self.shown, rows)),
            Ask::Open(event, bytes) => Told::Opened(open::open(&self.shown, schema, event, bytes).map(Box::new)),
            Ask::Draft(path) => {
                let drafted = script::drafted(&path, schema, message).map(Box::new);
                Told::Drafted(path, drafted)
            }
            Ask::Sample(path, at, seed) => {
                let sampled = script::sampled(&path, at, seed, schema);
                Told::Sampled(path, at, sampled)
            }
            Ask::Reach(code, script) => {
                let reached = script::reached(code, &script, schema);
                Told::Reached(reached.map(|(script, how)| (Box::new(script), how.to_owned())))
            }
            Ask::Write(wanted) => Told::Written(Box::new(code::written(&wanted, schema))),
            Ask::Beside(number, script) => Told::Beside(number, rest::both(&script, schema)),
            Ask::Place(settings) => Told::Placed(self.place(&settings)),
            Ask::Mismatch(change) => Told::Mismatched(change, store::mismatch(change)),
        }
    }

    fn play(&mut self, play: &Play, schema: Option<&Schema>) -> Played {
        let Prepared { scene, method, problems } =
            schema.map(|schema| prepare(&play.script, schema)).unwrap_or_default();
        let is_old = scene.is_none();
        if let Some(scene) = scene {
            self.shown = Shown::new(&scene, simulate(&scene));
        }
        Played {
            number: play.number,
            problems: script::wrong(problems, &play.script),
            is_old,
            streams: method.map(|method| method.streams).unwrap_or_default(),
            window: rows::window(&self.shown, play.rows),
            ..whole::whole(&self.shown.timeline)
        }
    }
}
