//! The timeline as it is played: how far it has come, what is on screen of it, what is chosen in it.
//!
//! What has happened is counted in events, since many may happen at one time; the time lies between the last that has happened
//! and the next. Knows no clock: it is told how much time goes by.

use std::rc::Rc;

use super::super::{Change, Cursor, State, Stroke};
use crate::{
    analysis::Payload,
    engine::calls::data::{Opened, Played, Window},
    rpc::Micros,
    text::Span,
    wire::{self, Taking},
};

/// How long it takes to play all of a timeline at [`Speed::Whole`].
const WHOLE: Micros = 10_000_000;

/// How many rows are wanted before any have been seen.
const ROWS: u32 = 64;

/// How many bytes of a frame are wanted before any have been seen.
const BYTES: u32 = 1024;

/// How fast the time of a call goes by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// So that the whole takes ten seconds.
    #[default]
    Whole,
    /// So many times slower than it is.
    Slower(u32),
}

impl Speed {
    /// Those that are offered.
    pub const ALL: [Speed; 6] = [
        Speed::Whole,
        Speed::Slower(1),
        Speed::Slower(10),
        Speed::Slower(100),
        Speed::Slower(1000),
        Speed::Slower(10_000),
    ];

    /// In words.
    pub fn word(self) -> String {
        match self {
            Speed::Whole => "all in ten seconds".to_owned(),
            Speed::Slower(1) => "as it is".to_owned(),
            Speed::Slower(times) => format!("{times} times slower"),
        }
    }
}

/// A timeline that is played.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Player {
    /// The timeline in short; none before the first is simulated.
    pub played: Option<Rc<Played>>,
    /// When each event happened.
    times: Rc<Vec<Micros>>,
    /// How far the time has come.
    pub at: Micros,
    /// A part of a microsecond that has gone by, in nanoseconds.
    rest: u64,
    /// How many events have happened.
    pub done: u32,
    /// Whether time goes by.
    pub is_playing: bool,
    /// How fast.
    pub speed: Speed,
    /// The rows on screen.
    pub rows: Rc<Window>,
    /// The rows that should be.
    pub wanted: Option<Span>,
    /// Index of the event that is chosen.
    pub chosen: Option<u32>,
    /// All of the event that was opened last.
    pub opened: Option<Rc<Opened>>,
    /// The bytes of it that should be on screen.
    pub bytes: Option<Span>,
    /// Where one is in them.
    pub cursor: Cursor,
}

/// What is done with a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It goes on, from the beginning if it is at its end; or it rests.
    Toggle,
    /// So much time has gone by for who looks at it.
    Tick(Micros),
    /// The next event happens.
    Forward,
    /// The last event has not happened yet.
    Back,
    /// Nothing has happened yet.
    First,
    /// All has happened.
    Last,
    /// To this time.
    Seek(Micros),
    /// It goes by as fast as that.
    Speed(Speed),
    /// Other rows are on screen.
    LookRows(Span),
    /// An event is chosen: what it brings is shown.
    Choose(u32),
    /// Other bytes of it are on screen.
    LookBytes(Span),
    /// A key in its bytes.
    Strike(Stroke),
    /// Its message becomes that of the playground.
    Take,
}

impl Player {
    /// The number of events.
    pub fn total(&self) -> u32 {
        self.times.len() as u32
    }

    /// When nothing more happens.
    pub fn end(&self) -> Micros {
        self.played.as_ref().map_or(0, |played| played.end)
    }

    /// Whether all has happened.
    pub fn is_at_end(&self) -> bool {
        self.done == self.total() && self.at >= self.end()
    }

    /// The rows to ask for.
    pub fn wanted_rows(&self) -> Span {
        self.wanted.unwrap_or(Span { start: 0, end: ROWS })
    }

    /// The bytes to ask for.
    pub fn wanted_bytes(&self) -> Span {
        self.bytes.unwrap_or(Span { start: 0, end: BYTES })
    }

    /// A player that shows all of a timeline.
    pub fn of(played: Played) -> Player {
        let mut player = Player::default();
        player.show(played);
        player
    }

    /// Shows another timeline. Who was at the end of the one before sees all of it; else the time stays.
    pub(super) fn show(&mut self, played: Played) {
        let was_at_end = self.is_at_end() && !self.is_playing;
        let mut at = 0;
        let time = |gap: &Micros| {
            at += gap;
            at
        };
        self.times = Rc::new(played.gaps.iter().map(time).collect());
        self.rows = Rc::new(played.window.clone());
        self.played = Some(Rc::new(Played { gaps: Vec::new(), window: Window::default(), ..played }));
        self.chosen.take_if(|chosen| *chosen as usize >= self.times.len());
        if self.chosen.is_none() {
            self.opened = None;
        }
        if was_at_end {
            self.go_to_end();
        } else {
            // What had happened has happened in the new one, too; of what else happens at this time, nothing yet.
            let (before, until) = self.around(self.at);
            self.done = self.done.clamp(before, until);
            self.at = self.at.min(self.end());
        }
    }

    /// How many events happen before this time, and how many until then.
    fn around(&self, at: Micros) -> (u32, u32) {
        let before = self.times.partition_point(|&time| time < at);
        let until = self.times.partition_point(|&time| time <= at);
        (before as u32, until as u32)
    }

    fn go_to_end(&mut self) {
        (self.at, self.done, self.rest, self.is_playing) = (self.end(), self.total(), 0, false);
    }

    fn seek(&mut self, at: Micros) {
        self.at = at.min(self.end());
        self.rest = 0;
        self.done = self.around(self.at).1;
    }

    /// Something was done to the call while it ran: the time goes by, to see what comes of it.
    pub(super) fn goes_on(&mut self) {
        self.is_playing = true;
    }

    /// Does what is about the time alone.
    pub fn turn(&mut self, turn: &Turn) {
        match *turn {
            Turn::Toggle if self.is_playing => self.is_playing = false,
            Turn::Toggle => {
                if self.is_at_end() {
                    (self.at, self.done, self.rest) = (0, 0, 0);
                }
                self.is_playing = self.total() > 0;
            }
            Turn::Tick(micros) if self.is_playing => self.tick(micros),
            Turn::Forward => {
                self.is_playing = false;
                match self.times.get(self.done as usize) {
                    Some(&time) => (self.at, self.done, self.rest) = (time, self.done + 1, 0),
                    None => self.go_to_end(),
                }
                self.choose_last();
            }
            Turn::Back => {
                self.is_playing = false;
                self.done = self.done.saturating_sub(1);
                let last = self.done.checked_sub(1).and_then(|last| self.times.get(last as usize));
                (self.at, self.rest) = (last.copied().unwrap_or_default(), 0);
                self.choose_last();
            }
            Turn::First => (self.at, self.done, self.rest, self.is_playing) = (0, 0, 0, false),
            Turn::Last => self.go_to_end(),
            Turn::Seek(at) => self.seek(at),
            Turn::Speed(speed) => self.speed = speed,
            Turn::LookRows(rows) => self.wanted = Some(rows),
            Turn::Choose(event) if event < self.total() => self.choose(event),
            Turn::LookBytes(bytes) => self.bytes = Some(bytes),
            Turn::Strike(Stroke::Walk { way, extend, columns }) => {
                let total = self.opened.as_ref().and_then(|opened| opened.frame.as_ref()).map_or(0, |it| it.total);
                self.cursor.walk(way, extend, columns, total);
                // Nothing is typed here, so there is no place behind the last byte.
                if self.cursor.at >= total {
                    self.cursor.go(total.saturating_sub(1));
                }
            }
            Turn::Tick(_) | Turn::Choose(_) | Turn::Strike(_) | Turn::Take => {}
        }
    }

    fn choose(&mut self, event: u32) {
        if self.chosen != Some(event) {
            (self.bytes, self.cursor) = (None, Cursor::default());
        }
        self.chosen = Some(event);
    }

    /// Who goes step by step sees what each brings.
    fn choose_last(&mut self) {
        if let Some(last) = self.done.checked_sub(1) {
            self.choose(last);
        }
    }

    fn tick(&mut self, micros: Micros) {
        let nanos = match self.speed {
            Speed::Whole => u128::from(micros) * u128::from(self.end()) * 1000 / u128::from(WHOLE),
            Speed::Slower(times) => u128::from(micros) * 1000 / u128::from(times.max(1)),
        };
        let nanos = u64::try_from(nanos).unwrap_or(u64::MAX).saturating_add(self.rest);
        let at = self.at.saturating_add(nanos / 1000);
        self.seek(at);
        self.rest = nanos % 1000;
        if at >= self.end() {
            self.go_to_end();
        }
    }
}

impl State {
    /// Does what is done with the timeline.
    pub(super) fn turn(&mut self, turn: &Turn) {
        match turn {
            Turn::Take => self.take_message(),
            turn => self.calls.player.turn(turn),
        }
    }

    /// The message of the event that is open becomes that of the playground.
    fn take_message(&mut self) {
        let opened = self.calls.player.opened.clone();
        let Some(message) = opened.as_ref().and_then(|opened| opened.message.as_ref()) else { return };
        let payload = (Payload::Text(wire::input::hex(&message.bytes)), Taking::default());
        let changes = vec![Change::Root(message.kind.clone()), Change::Payload(Box::new(payload))];
        self.change("Opened a message of the call".to_owned(), changes, self.active);
        self.arrange_anew();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events at 0, 5, 5, 9 of a call that ends at 10.
    fn player() -> Player {
        let mut player = Player::default();
        player.show(Played { gaps: vec![0, 5, 0, 4], end: 10, ..Played::default() });
        player
    }

    fn after(player: &mut Player, turns: &[Turn]) -> (Micros, u32, bool) {
        turns.iter().for_each(|turn| player.turn(turn));
        (player.at, player.done, player.is_playing)
    }

    #[test]
    fn events_of_one_time_happen_one_after_the_other() {
        use Turn::*;
        let mut player = player();
        assert_eq!(after(&mut player, &[]), (10, 4, false), "to begin with all of it is there");
        assert_eq!(after(&mut player, &[First, Forward]), (0, 1, false));
        assert_eq!(after(&mut player, &[Forward]), (5, 2, false));
        assert_eq!(after(&mut player, &[Forward]), (5, 3, false));
        assert_eq!(after(&mut player, &[Back, Back, Back, Back]), (0, 0, false));
        assert_eq!(after(&mut player, &[Seek(5)]), (5, 3, false));
        assert_eq!(after(&mut player, &[Forward, Forward, Forward]), (10, 4, false));
    }

    #[test]
    fn it_plays_to_its_end_and_from_there_anew() {
        use Turn::*;
        let mut player = player();
        assert_eq!(after(&mut player, &[Toggle]), (0, 0, true));
        // Half of the ten seconds.
        assert_eq!(after(&mut player, &[Tick(2_500_000), Tick(2_500_000)]), (5, 3, true));
        assert_eq!(after(&mut player, &[Toggle, Tick(1_000_000)]), (5, 3, false));
        assert_eq!(
            after(&mut player, &[Speed(super::Speed::Slower(1000)), Toggle, Tick(1500), Tick(1500)]),
            (8, 3, true)
        );
        assert_eq!(after(&mut player, &[Tick(u64::MAX)]), (10, 4, false));
    }

    #[test]
    fn another_timeline_is_seen_whole_or_from_the_same_time() {
        let longer = || Played { gaps: vec![0, 5, 0, 0, 20], end: 30, ..Played::default() };
        let mut player = player();
        player.show(longer());
        assert_eq!((player.at, player.done), (30, 5));
        let mut player = self::player();
        after(&mut player, &[Turn::Seek(5)]);
        player.goes_on();
        player.show(longer());
        assert_eq!(
            (player.at, player.done, player.is_playing),
            (5, 3, true),
            "the new event of this time is still to come"
        );
        // A call that was at its end goes on when something is done to it.
        let mut player = self::player();
        player.goes_on();
        player.show(longer());
        assert_eq!((player.at, player.done), (10, 4));
    }

    #[test]
    fn what_is_chosen_goes_with_its_event() {
        let mut player = player();
        after(&mut player, &[Turn::Choose(3), Turn::LookBytes(Span::new(0, 9)), Turn::Choose(9)]);
        assert_eq!((player.chosen, player.bytes), (Some(3), Some(Span::new(0, 9))));
        after(&mut player, &[Turn::Choose(2)]);
        assert_eq!((player.chosen, player.bytes), (Some(2), None));
        player.show(Played { gaps: vec![0], end: 1, ..Played::default() });
        assert_eq!(player.chosen, None);
    }
}
