//! A sample in place of the message, whatever clothing that is in: one step, which can be taken back.

use super::{Change, Source, State};
use crate::{analysis::Payload, engine::view::Request, message::sample::Shape, wire::Taking};

impl State {
    /// What asks for a sample of a shape: the one of the seed that was used last.
    pub fn sample(&self, shape: Shape) -> Request {
        Request::Sample(shape, self.sampled.1)
    }

    /// What asks for another sample of the shape that was used last. Of minimal ones there is only one.
    pub fn shuffle(&self) -> Request {
        let (shape, seed) = self.sampled;
        let shape = if shape == Shape::Minimal { Shape::Typical } else { shape };
        Request::Sample(shape, seed.wrapping_add(1))
    }

    pub(super) fn take_sample(&mut self, shape: Shape, seed: u64, sample: Result<String, String>) {
        let text = match sample {
            Ok(text) => text,
            Err(why) => return self.tell(why),
        };
        self.sampled = (shape, seed);
        let root = self.report.as_ref().map(|report| report.root.clone()).unwrap_or_default();
        let payload = Payload::Json(text);
        if self.input.payload == payload {
            return self.tell(format!("This is the {} sample of {root} already.", shape.word()));
        }
        let what = match shape {
            Shape::Minimal => format!("Made a minimal sample of {root}"),
            Shape::Typical => format!("Made a typical sample of {root}"),
            Shape::Extreme => format!("Made an extreme sample of {root}"),
        };
        self.change(what, vec![Change::Payload(Box::new((payload, Taking::default())))], self.active);
        if self.view.source == Source::Payload {
            self.view.source = Source::Json;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{
            Engine,
            view::{Answer, Body, Change as News},
        },
        session::Action,
    };

    /// A page and its engine, which answers at once.
    struct Desk {
        state: State,
        engine: Engine,
    }

    impl Desk {
        fn new() -> Desk {
            let mut desk = Desk { state: State::new(None), engine: Engine::default() };
            desk.analyze();
            desk
        }

        fn analyze(&mut self) {
            self.ask(Request::Analyze(News::between(None, &self.state.input)));
        }

        fn ask(&mut self, request: Request) {
            let body = self.engine.answer(request);
            self.state.apply(Action::Answered(Answer { revision: self.state.revision, body }));
        }

        fn json(&self) -> &str {
            match &self.state.input.payload {
                Payload::Json(text) => text,
                other => panic!("{other:?}"),
            }
        }

        fn said(&self) -> &str {
            self.state.notice.as_ref().map_or("", |notice| &notice.text)
        }
    }

    #[test]
    fn a_sample_is_one_step_whatever_the_message_was() {
        let mut desk = Desk::new();
        for action in [
            Action::EditJson("{".into()),
            Action::EditPayload("08 01".into()),
            Action::OpenFile("a.bin".into(), vec![8, 1]),
        ] {
            desk.state.apply(action);
            desk.analyze();
            let before = desk.state.input.clone();
            desk.ask(desk.state.sample(Shape::Typical));
            assert!(desk.json().contains("\"name\""), "{}", desk.json());
            desk.analyze();
            assert_eq!(desk.state.report.as_ref().map(|report| report.problem_total), Some(0));
            desk.state.apply(Action::Undo);
            assert_eq!(desk.state.input, before);
        }
    }

    #[test]
    fn shuffling_gives_another_of_the_same_shape() {
        let mut desk = Desk::new();
        desk.ask(desk.state.sample(Shape::Extreme));
        assert!(desk.said().starts_with("Made an extreme sample of demo."), "{}", desk.said());
        let mut seen = vec![desk.json().to_owned()];
        for _ in 0..3 {
            desk.ask(desk.state.shuffle());
            assert!(!seen.contains(&desk.json().to_owned()));
            seen.push(desk.json().to_owned());
        }
        assert_eq!(desk.state.sampled, (Shape::Extreme, 3));
        desk.ask(desk.state.sample(Shape::Minimal));
        assert_eq!(desk.json(), "{}");
        desk.ask(desk.state.sample(Shape::Minimal));
        assert!(desk.said().ends_with("already."), "{}", desk.said());
        desk.ask(desk.state.shuffle());
        assert_eq!(desk.state.sampled, (Shape::Typical, 4));
    }

    #[test]
    fn without_a_type_it_says_so_and_a_late_one_is_not_taken() {
        let mut desk = Desk::new();
        let late = Answer { revision: desk.state.revision, body: Body::Sampled(Shape::Typical, 9, Ok("{}".into())) };
        desk.state.apply(Action::EditJson("{ }".into()));
        desk.state.apply(Action::Answered(late));
        assert_eq!(desk.json(), "{ }");
        desk.state.apply(Action::Load("nothing".into(), Box::default()));
        desk.analyze();
        desk.ask(desk.state.sample(Shape::Typical));
        assert!(desk.said().starts_with("There is no sample"), "{}", desk.said());
    }
}
