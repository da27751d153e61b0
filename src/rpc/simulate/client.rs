//! The code that calls: when it sends what, how long it waits, and whether it tries again.
//!
//! Retries are gRPC's: "gRPC Retry Design" (A6), transparent ones included. Knows not how a call crosses a connection.

use super::{
    Deed, NANOS, Nanos, World,
    endpoint::{Attempt, AttemptId, Seen, Side},
    net::Due,
};
use crate::rpc::{
    scene,
    script::{HalfClose, Retry},
    status::{Code, Status},
    timeline::Local,
};

/// All attempts a retry policy may ask for, as A6 has it.
const MAX_ATTEMPTS: u8 = 5;
/// What a multiplier of one is.
const HUNDREDTHS: u64 = 100;
/// A wait is drawn from this part of what the policy says, in hundredths, to the part beyond.
const JITTER: (i64, i64) = (80, 120);

/// A call as it is made, once for each time its parent is handled.
pub struct Client<'s> {
    call: u16,
    about: &'s scene::Call,
    /// The handler that makes it.
    parent: Option<u32>,
    attempt: AttemptId,
    /// Whether the attempt is with the endpoint.
    is_tried: bool,
    /// Attempts that count for the policy.
    counted: u8,
    was_transparent: bool,
    is_committed: bool,
    deadline: Option<Nanos>,
    /// How many messages the code has sent, and whether it has half-closed.
    given: usize,
    is_closed: bool,
    responses: u64,
    is_done: bool,
}

impl<'s> Client<'s> {
    fn requests(&self) -> &'s [scene::Message] {
        let all = &self.about.requests;
        let count = if self.about.streams.client { all.len() } else { all.len().min(1) };
        all.get(..count).unwrap_or_default()
    }

    fn half_close(&self) -> HalfClose {
        // A client that can send one message only has no choice.
        if self.about.streams.client { self.about.client.half_close } else { HalfClose::WithLast }
    }
}

impl<'s> World<'s> {
    /// A call is made, by the handler if any.
    pub(super) fn call(&mut self, call: u16, parent: Option<u32>) {
        let scene = self.net.scene;
        let Some(about) = scene.calls.get(usize::from(call)) else { return };
        if scene.links.get(usize::from(about.link)).is_none() {
            return;
        }
        let (now, at) = (self.net.now, self.net.micros());
        let own = about.client.deadline.map(|it| now.saturating_add(it.saturating_mul(NANOS)));
        let inherited = parent.filter(|_| about.client.inherits_deadline).and_then(|it| self.handler_deadline(it));
        let deadline = [own, inherited].into_iter().flatten().min();
        if let Some(told) = self.net.timeline.calls.get_mut(usize::from(call)) {
            told.start.get_or_insert(at);
        }
        let client = self.clients.len() as u32;
        let attempt = self.new_attempt(client, call, 0, deadline);
        self.clients.push(Client {
            call,
            about,
            parent,
            attempt,
            is_tried: false,
            counted: 0,
            was_transparent: false,
            is_committed: false,
            deadline,
            given: 0,
            is_closed: false,
            responses: 0,
            is_done: false,
        });
        self.net.local(attempt, Side::Client, Local::Called);
        if let Some(deadline) = deadline {
            if deadline <= now {
                return self.deadline(client);
            }
            self.net.queue.push(deadline, Due::Code(Deed::Deadline(client)));
        }
        if let Some(while_) = about.client.cancel {
            self.net.due(while_.saturating_mul(NANOS), Due::Code(Deed::Cancel(client)));
        }
        self.begin(client);
        self.wait_for_next(client);
    }

    /// Whether a call is made within the one that is handled: with its deadline, and ended with it.
    pub(super) fn is_within(&self, client: u32) -> bool {
        self.clients.get(client as usize).is_some_and(|it| it.about.client.inherits_deadline)
    }

    fn new_attempt(&mut self, client: u32, call: u16, previous: u16, deadline: Option<Nanos>) -> AttemptId {
        let id = AttemptId(self.attempts.len() as u32);
        let number = self.net.timeline.calls.get(usize::from(call)).map_or(0, |it| it.attempts);
        self.net.attempts.push(Attempt { call, number, previous, deadline });
        self.attempts.push((client, None));
        id
    }

    /// The client tries again.
    pub(super) fn attempt(&mut self, client: u32) {
        let Some(state) = self.clients.get(client as usize).filter(|it| !it.is_done) else { return };
        let (call, previous, deadline) = (state.call, u16::from(state.counted), state.deadline);
        let attempt = self.new_attempt(client, call, previous, deadline);
        if let Some(state) = self.clients.get_mut(client as usize) {
            state.attempt = attempt;
        }
        self.begin(client);
    }

    /// Hands the attempt to the endpoint, with all that was sent before.
    fn begin(&mut self, client: u32) {
        let Some(state) = self.clients.get_mut(client as usize) else { return };
        state.is_tried = true;
        state.responses = 0;
        let (attempt, requests, given) = (state.attempt, state.requests(), state.given);
        let (is_closed, half_close) = (state.is_closed, state.half_close());
        if let Some(told) = self.net.timeline.calls.get_mut(usize::from(state.call)) {
            told.attempts = told.attempts.saturating_add(1);
        }
        let Some((endpoint, net)) = self.endpoint(attempt) else { return };
        endpoint.begin(net, attempt);
        let with_last = is_closed && half_close == HalfClose::WithLast && given > 0;
        for (at, message) in requests.iter().enumerate().take(given) {
            endpoint.request(net, attempt, message, with_last && at + 1 == given);
        }
        if is_closed && !with_last {
            endpoint.half_close(net, attempt);
        }
    }

    /// The client's next message is sent in its time, or the call half-closed.
    fn wait_for_next(&mut self, client: u32) {
        let Some(state) = self.clients.get(client as usize) else { return };
        // What is done at once leaves together.
        if let Some(next) = state.requests().get(state.given) {
            return match next.wait {
                0 => self.send(client),
                wait => self.net.due(wait.saturating_mul(NANOS), Due::Code(Deed::Send(client))),
            };
        }
        match state.half_close() {
            HalfClose::WithLast | HalfClose::After(0) => self.half_close(client),
            HalfClose::After(wait) => self.net.due(wait.saturating_mul(NANOS), Due::Code(Deed::HalfClose(client))),
            HalfClose::Never => {}
        }
    }

    pub(super) fn send(&mut self, client: u32) {
        loop {
            let Some(state) = self.clients.get_mut(client as usize).filter(|it| !it.is_done) else { return };
            let Some(message) = state.requests().get(state.given) else { return };
            state.given += 1;
            let next = state.requests().get(state.given);
            let is_last = next.is_none() && state.half_close() == HalfClose::WithLast;
            state.is_closed |= is_last;
            let (attempt, is_tried) = (state.attempt, state.is_tried);
            if is_tried && let Some((endpoint, net)) = self.endpoint(attempt) {
                endpoint.request(net, attempt, message, is_last);
            }
            if is_last {
                return self.net.local(attempt, Side::Client, Local::HalfClosed);
            }
            if next.is_none_or(|it| it.wait > 0) {
                return self.wait_for_next(client);
            }
        }
    }

    pub(super) fn half_close(&mut self, client: u32) {
        let Some(state) = self.clients.get_mut(client as usize).filter(|it| !it.is_done && !it.is_closed) else {
            return;
        };
        state.is_closed = true;
        let (attempt, is_tried) = (state.attempt, state.is_tried);
        self.net.local(attempt, Side::Client, Local::HalfClosed);
        if is_tried && let Some((endpoint, net)) = self.endpoint(attempt) {
            endpoint.half_close(net, attempt);
        }
    }

    pub(super) fn deadline(&mut self, client: u32) {
        self.give_up(client, Local::DeadlineExceeded, Code::DeadlineExceeded, "the deadline has passed");
    }

    pub(super) fn cancel(&mut self, client: u32, why: &str) {
        self.give_up(client, Local::Cancelled, Code::Cancelled, why);
    }

    fn give_up(&mut self, client: u32, local: Local, code: Code, why: &str) {
        let Some(state) = self.clients.get(client as usize).filter(|it| !it.is_done) else { return };
        let (attempt, is_tried) = (state.attempt, state.is_tried);
        self.net.local(attempt, Side::Client, local);
        if is_tried && let Some((endpoint, net)) = self.endpoint(attempt) {
            endpoint.abandon(net, attempt);
        }
        self.end(client, Status { code, message: why.to_owned() });
    }

    /// The client an attempt belongs to, if the attempt is its last one and not over.
    fn client_of(&mut self, attempt: AttemptId) -> Option<(u32, &mut Client<'s>)> {
        let client = self.attempts.get(attempt.0 as usize)?.0;
        let state = self.clients.get_mut(client as usize)?;
        (state.attempt == attempt && state.is_tried && !state.is_done).then_some((client, state))
    }

    pub(super) fn committed(&mut self, attempt: AttemptId) {
        if let Some((_, client)) = self.client_of(attempt) {
            client.is_committed = true;
        }
    }

    pub(super) fn responded(&mut self, attempt: AttemptId, message: u32) {
        let Some((_, client)) = self.client_of(attempt) else { return };
        client.is_committed = true;
        client.responses += 1;
        self.net.local(attempt, Side::Client, Local::Delivered(message));
    }

    pub(super) fn concluded(&mut self, attempt: AttemptId, status: Status, seen: Seen) {
        let Some((client, state)) = self.client_of(attempt) else { return };
        state.is_tried = false;
        if status.code == Code::Ok && !state.about.streams.server && state.responses != 1 {
            let message = format!("expected one response, found {}", state.responses);
            return self.end(client, Status { code: Code::Unimplemented, message });
        }
        if status.code == Code::Ok || state.is_committed {
            return self.end(client, status);
        }
        if seen == Seen::Never && !state.was_transparent {
            state.was_transparent = true;
            self.net.local(attempt, Side::Client, Local::Retries(0));
            return self.attempt(client);
        }
        state.counted += 1;
        let counted = state.counted;
        match &state.about.client.retry {
            Some(retry) if counted < retry.attempts.min(MAX_ATTEMPTS) && retry.codes.contains(&status.code) => {
                let jitter = self.net.chance.within(JITTER.0, JITTER.1).unsigned_abs();
                let wait = backoff(retry, counted).saturating_mul(jitter) / HUNDREDTHS;
                self.net.local(attempt, Side::Client, Local::Retries(wait));
                self.net.due(wait.saturating_mul(NANOS), Due::Code(Deed::Retry(client)));
            }
            _ => self.end(client, status),
        }
    }

    fn end(&mut self, client: u32, status: Status) {
        let at = self.net.micros();
        let Some(state) = self.clients.get_mut(client as usize) else { return };
        state.is_done = true;
        let (attempt, call, parent) = (state.attempt, state.call, state.parent);
        self.net.local(attempt, Side::Client, Local::Ended(status.clone()));
        if let Some(told) = self.net.timeline.calls.get_mut(usize::from(call)) {
            told.end = Some(at);
            told.at_client = Some(status.clone());
        }
        if let Some(parent) = parent {
            self.nested_ended(parent, status);
        }
    }
}

/// What the policy says is waited after so many attempts.
fn backoff(retry: &Retry, counted: u8) -> u64 {
    let mut wait = retry.initial_backoff;
    for _ in 1..counted {
        wait = wait.saturating_mul(u64::from(retry.multiplier)) / HUNDREDTHS;
    }
    wait.min(retry.max_backoff)
}
