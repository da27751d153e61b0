//! Calls: the timeline that was simulated last, and the parts of it that a page shows.
//!
//! Knows no browser; [`Calls::answer`] is a function of the timeline and the question.

pub mod data;

use crate::rpc::timeline::Timeline;
use data::{Ask, Play, Played, Told, Window};

/// How many bytes of a message are told as hex.
pub const MAX_HEX: usize = 1 << 20;

/// What is kept between questions.
#[derive(Debug, Default)]
pub(super) struct Calls {
    timeline: Timeline,
}

impl Calls {
    /// Answers a question.
    pub fn answer(&mut self, ask: Ask) -> Told {
        match ask {
            Ask::Play(play) => Told::Played(Box::new(self.play(&play))),
            Ask::Window(_) => Told::Window(Window::default()),
            Ask::Open(..) => Told::Opened(None),
        }
    }

    fn play(&self, play: &Play) -> Played {
        let parties = self.timeline.parties.clone();
        Played { number: play.number, parties, end: self.timeline.end, ..Played::default() }
    }
}
