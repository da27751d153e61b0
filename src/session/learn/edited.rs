//! Live parts that the reader has changed: what is asked of the engine, and which of its answers is taken.

use std::rc::Rc;

use super::Learn;
use crate::{
    engine::learn::{Place, Shown},
    learn::live::Live,
};

/// A live part as the reader has changed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// What it is now.
    pub live: Rc<Live>,
    /// The number of the question to ask.
    pub number: u32,
    /// The number of the answer that is shown; 0 before there is one.
    pub told: u32,
}

impl Edited {
    /// Whether what is shown is of an earlier text.
    pub fn is_stale(&self) -> bool {
        self.told != self.number
    }
}

impl Learn {
    pub(super) fn edit(&mut self, place: Place, live: Live) {
        self.edits += 1;
        self.edited.insert(place, Edited { live: Rc::new(live), number: self.edits, told: 0 });
    }

    /// The part is again what the lesson has, and shows what was there when the lesson came.
    pub(super) fn reset(&mut self, place: &Place) {
        self.resets += 1;
        self.edited.remove(place);
        let packet = self.lesson.as_ref().filter(|(id, _)| *id == place.lesson).map(|(_, packet)| packet);
        if let Some(Ok(packet)) = packet
            && let Some(first) = packet.shown.get(place.part as usize)
        {
            self.shown.insert(place.clone(), Rc::new(first.clone()));
        }
    }

    /// The answer to a question; to any but the newest it comes too late.
    pub(super) fn show(&mut self, place: Place, number: u32, shown: Shown) {
        let Some(edited) = self.edited.get_mut(&place).filter(|edited| edited.number == number) else { return };
        edited.told = number;
        let shown = match self.shown.get(&place) {
            Some(before) => shown.after(before),
            None => shown,
        };
        self.shown.insert(place, Rc::new(shown));
    }

    /// The engine was lost for this reason, and with it what it was asked.
    pub(super) fn lose(&mut self, reason: &str) {
        for (place, edited) in &mut self.edited {
            if edited.is_stale() {
                edited.told = edited.number;
                let why = format!("the engine {reason}, so it was restarted; change this to try again, or reset it");
                self.shown.insert(place.clone(), Rc::new(Shown::Failed(why)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Act, *};
    use crate::{
        engine::learn::{Packet, Told},
        learn::{Unit, lesson::Lesson, live::Sheet, markdown::Block},
    };

    fn sheet(json: &str) -> Live {
        let mut sheet = Sheet { json: json.to_owned(), ..Sheet::default() };
        sheet.of.proto = "message M { int32 a = 1; }".to_owned();
        Live::Message(sheet)
    }

    fn place() -> Place {
        Place { lesson: "l".to_owned(), part: 0 }
    }

    /// A lesson with one part.
    fn learn() -> Learn {
        let blocks = vec![Block::Live(Box::new(sheet("{\"a\": 1}")))];
        let lesson = Lesson { id: "l".to_owned(), title: "L".to_owned(), blocks };
        let packet = Packet::new(Unit { lesson, questions: Vec::new() });
        let mut learn = Learn::default();
        learn.apply(Act::Lesson("l".to_owned(), Ok(Rc::new(packet))));
        learn
    }

    fn bytes(learn: &Learn) -> (Vec<u8>, bool) {
        let Shown::Message(message) = &*learn.shown[&place()] else { panic!("a message is shown") };
        (message.wire.as_ref().unwrap().strip.bytes.clone(), message.is_old)
    }

    fn told(number: u32, json: &str) -> Act {
        Act::Told(Told::Shown(place(), number, Box::new(crate::engine::learn::show(&sheet(json)))))
    }

    #[test]
    fn only_the_newest_answer_is_shown() {
        let mut learn = learn();
        learn.apply(Act::Edit(place(), Box::new(sheet("{\"a\": 2}"))));
        learn.apply(Act::Edit(place(), Box::new(sheet("{\"a\": 3}"))));
        learn.apply(told(1, "{\"a\": 2}"));
        assert_eq!((bytes(&learn), learn.edited[&place()].is_stale()), ((vec![8, 1], false), true));
        learn.apply(told(2, "{\"a\": 3}"));
        assert_eq!((bytes(&learn), learn.edited[&place()].is_stale()), ((vec![8, 3], false), false));
        // A text that can't be read leaves the bytes before it where they are.
        learn.apply(Act::Edit(place(), Box::new(sheet("{"))));
        learn.apply(told(3, "{"));
        assert_eq!(bytes(&learn), (vec![8, 3], true));
        learn.apply(Act::Reset(place()));
        assert_eq!((bytes(&learn), learn.edited.len()), ((vec![8, 1], false), 0));
        learn.apply(told(3, "{\"a\": 4}"));
        assert_eq!(bytes(&learn), (vec![8, 1], false));
    }

    #[test]
    fn a_lost_engine_is_told_where_it_was_awaited() {
        let mut learn = learn();
        learn.apply(Act::Lost("ran out"));
        assert_eq!(bytes(&learn).0, [8, 1]);
        learn.apply(Act::Edit(place(), Box::new(sheet("{\"a\": 2}"))));
        learn.apply(Act::Lost("ran out"));
        assert!(matches!(&*learn.shown[&place()], Shown::Failed(why) if why.contains("ran out")));
    }
}
