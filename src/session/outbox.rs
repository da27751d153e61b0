//! What waits for the worker: at most one request is in flight, and the newest of a kind waits.
//!
//! Knows the order of requests, nothing of how they are sent.

use std::collections::VecDeque;

use crate::engine::view::Request;

/// The requests on their way.
#[derive(Debug, Default)]
pub struct Outbox {
    waiting: VecDeque<Request>,
    busy: bool,
}

impl Outbox {
    /// Adds a request; those waiting that it makes superfluous are dropped.
    pub fn push(&mut self, request: Request) {
        let mut request = request;
        self.waiting.retain(|waiting| {
            let superseded = request.supersedes(waiting);
            if let (true, Request::Analyze(new), Request::Analyze(old)) = (superseded, &mut request, waiting) {
                // A part the dropped request would have brought must not get lost with it.
                new.take_along(old);
            }
            !superseded
        });
        // A question about a text is only answered rightly behind the text.
        let behind = |waiting: &Request| matches!(waiting, Request::Language(_));
        let at = match &request {
            Request::Analyze(_) => self.waiting.iter().position(behind),
            _ => None,
        };
        self.waiting.insert(at.unwrap_or(self.waiting.len()), request);
    }

    /// The request to send now, if none is in flight.
    pub fn send(&mut self) -> Option<Request> {
        if self.busy {
            return None;
        }
        let next = self.waiting.pop_front();
        self.busy = next.is_some();
        next
    }

    /// The request in flight was answered.
    pub fn answered(&mut self) {
        self.busy = false;
    }

    /// Whether an answer is awaited.
    pub fn busy(&self) -> bool {
        self.busy
    }

    /// The worker is gone with all it knew: nothing is in flight or waits.
    pub fn clear(&mut self) {
        *self = Outbox::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::Payload,
        engine::{
            services::{Doc, Query, What},
            view::{At, Change, Point},
        },
    };

    fn change(payload: Option<&str>) -> Request {
        Request::Analyze(Change { payload: payload.map(|text| Payload::Json(text.to_owned())), ..Change::default() })
    }

    #[test]
    fn one_is_in_flight_and_the_newest_waits() {
        let mut outbox = Outbox::default();
        outbox.push(change(Some("1")));
        assert!(outbox.send().is_some());
        outbox.push(change(Some("2")));
        outbox.push(change(Some("3")));
        assert_eq!(outbox.send(), None);
        outbox.answered();
        assert_eq!(outbox.send(), Some(change(Some("3"))));
        outbox.answered();
        assert_eq!(outbox.send(), None);
    }

    #[test]
    fn a_dropped_request_leaves_its_news_to_the_next() {
        let mut outbox = Outbox::default();
        outbox.push(change(Some("typed")));
        outbox.push(change(None));
        assert_eq!(outbox.send(), Some(change(Some("typed"))));
    }

    #[test]
    fn a_question_about_a_text_waits_for_the_text() {
        let mut outbox = Outbox::default();
        let ask = |id| Request::Language(Query { id, doc: Doc::File(0), at: 0, what: What::Hover });
        outbox.push(ask(1));
        outbox.push(change(None));
        outbox.push(ask(2));
        assert_eq!(outbox.send(), Some(change(None)));
        outbox.answered();
        assert_eq!(outbox.send(), Some(ask(2)));
        outbox.answered();
        assert_eq!(outbox.send(), None);
    }

    #[test]
    fn a_hover_does_not_replace_a_choice() {
        let mut outbox = Outbox::default();
        let point = |hold| Request::Point(Point { at: At::Byte(1), hold });
        outbox.push(point(true));
        outbox.push(point(false));
        outbox.push(point(false));
        assert_eq!(outbox.send(), Some(point(true)));
        outbox.answered();
        assert_eq!(outbox.send(), Some(point(false)));
        outbox.answered();
        assert_eq!(outbox.send(), None);
    }
}
