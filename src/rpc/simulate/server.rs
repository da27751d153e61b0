//! The code that is called: what a handler does, and when.
//!
//! A handler does one thing after the other. Knows not how a call crosses a connection.

use std::collections::VecDeque;

use super::{
    Deed, NANOS, Nanos, World,
    endpoint::{AttemptId, Side},
    net::Due,
};
use crate::rpc::{
    Micros,
    scene::{self, Message, Reaction},
    script::Fault,
    status::{Code, Status},
    timeline::Local,
};

/// A call as it is handled, once for each attempt that reaches the code.
pub struct Handler<'s> {
    attempt: AttemptId,
    call: u16,
    about: &'s scene::Handler,
    fault: Fault,
    is_client_streaming: bool,
    deadline: Option<Nanos>,
    work: VecDeque<Work<'s>>,
    /// It waits before it does what is next.
    is_waiting: bool,
    requests: usize,
    has_called: bool,
    responses: u32,
    /// Calls of its own that it made, those of the step it is at that have not succeeded, and the step.
    made: Vec<u32>,
    pending: usize,
    is_done: bool,
}

/// What a handler has to do, after a while.
struct Work<'s> {
    wait: Micros,
    what: What<'s>,
}

enum What<'s> {
    /// Makes its calls: those from this one on, of one step.
    Call(usize),
    Send(&'s Message),
    Crash,
    Finish(Status),
}

impl<'s> World<'s> {
    pub(super) fn handler_deadline(&self, handler: u32) -> Option<Nanos> {
        self.handlers.get(handler as usize)?.deadline
    }

    /// The handler of an attempt, if it is not done.
    fn handler_of(&mut self, attempt: AttemptId) -> Option<(u32, &mut Handler<'s>)> {
        let handler = self.attempts.get(attempt.0 as usize)?.1?;
        let state = self.handlers.get_mut(handler as usize)?;
        (!state.is_done).then_some((handler, state))
    }

    pub(super) fn handled(&mut self, attempt: AttemptId, patience: Option<Nanos>) {
        let Some((call, link)) = self.net.call(attempt) else { return };
        let handler = self.handlers.len() as u32;
        let Some((_, place)) = self.attempts.get_mut(attempt.0 as usize) else { return };
        *place = Some(handler);
        let deadline = patience.map(|it| self.net.now.saturating_add(it));
        self.handlers.push(Handler {
            attempt,
            call: self.net.attempt(attempt).call,
            about: &call.handler,
            fault: link.fault,
            is_client_streaming: call.streams.client,
            deadline,
            work: VecDeque::new(),
            is_waiting: false,
            requests: 0,
            has_called: false,
            responses: 0,
            made: Vec::new(),
            pending: 0,
            is_done: false,
        });
        if link.fault == Fault::NoMethod {
            let message = format!("there is no method {}", call.path);
            return self.finish_with(handler, Status { code: Code::Unimplemented, message });
        }
        self.net.local(attempt, Side::Server, Local::Handled);
        if let Some(deadline) = deadline {
            self.net.queue.push(deadline, Due::Code(Deed::Expire(handler)));
        }
        if let Some(reaction) = call.handler.reactions.first() {
            self.react(handler, reaction);
        }
    }

    pub(super) fn requested(&mut self, attempt: AttemptId, message: u32) {
        let Some((handler, state)) = self.handler_of(attempt) else { return };
        state.requests += 1;
        let (requests, about, fault) = (state.requests, state.about, state.fault);
        self.net.local(attempt, Side::Server, Local::Delivered(message));
        let is_empty = self.net.timeline.messages.get(message as usize).is_none_or(|it| it.content.is_empty());
        if fault == Fault::Mismatch && !is_empty {
            let message = "the request can't be read: its fields have other types here".to_owned();
            return self.finish_with(handler, Status { code: Code::Internal, message });
        }
        self.make_calls(handler);
        if let Some(reaction) = about.reactions.get(requests) {
            self.react(handler, reaction);
        }
    }

    pub(super) fn half_closed(&mut self, attempt: AttemptId) {
        let Some((handler, state)) = self.handler_of(attempt) else { return };
        let (about, fault) = (state.about, state.fault);
        if !state.is_client_streaming && state.requests != 1 {
            let message = format!("expected one request, found {}", state.requests);
            return self.finish_with(handler, Status { code: Code::Unimplemented, message });
        }
        self.make_calls(handler);
        if fault == Fault::Crash {
            return self.will(handler, Work { wait: about.latency, what: What::Crash });
        }
        self.react(handler, &about.at_end);
        self.will(handler, Work { wait: 0, what: What::Finish(about.at_end.status.clone().unwrap_or_default()) });
    }

    /// The handler's calls, when it is first given something to work with.
    fn make_calls(&mut self, handler: u32) {
        let Some(state) = self.handlers.get_mut(handler as usize).filter(|it| !it.has_called) else { return };
        state.has_called = true;
        if self.nested.get(usize::from(state.call)).is_some_and(|it| !it.is_empty()) {
            self.will(handler, Work { wait: 0, what: What::Call(0) });
        }
    }

    fn react(&mut self, handler: u32, reaction: &'s Reaction) {
        let Some(state) = self.handlers.get(handler as usize) else { return };
        if reaction.messages.is_empty() && reaction.status.is_none() {
            return;
        }
        let (about, fault) = (state.about, state.fault);
        let slower = if let Fault::Slow(while_) = fault { while_ } else { 0 };
        let mut wait = about.latency.saturating_add(slower);
        if fault == Fault::Crash {
            return self.will(handler, Work { wait, what: What::Crash });
        }
        for message in &reaction.messages {
            self.will(handler, Work { wait: wait.saturating_add(message.wait), what: What::Send(message) });
            wait = 0;
        }
        if let Some(status) = &reaction.status {
            self.will(handler, Work { wait, what: What::Finish(status.clone()) });
        }
    }

    fn will(&mut self, handler: u32, work: Work<'s>) {
        let Some(state) = self.handlers.get_mut(handler as usize).filter(|it| !it.is_done) else { return };
        state.work.push_back(work);
        self.go_on(handler);
    }

    /// The handler has waited.
    pub(super) fn go(&mut self, handler: u32) {
        if let Some(state) = self.handlers.get_mut(handler as usize) {
            state.is_waiting = false;
            if let Some(next) = state.work.front_mut() {
                next.wait = 0;
            }
            self.go_on(handler);
        }
    }

    /// The handler does what is next, and what is after that, until it has to wait.
    fn go_on(&mut self, handler: u32) {
        loop {
            let Some(state) = self.handlers.get_mut(handler as usize) else { return };
            if state.is_done || state.is_waiting || state.pending > 0 {
                return;
            }
            let Some(next) = state.work.front() else { return };
            if next.wait > 0 {
                state.is_waiting = true;
                let wait = next.wait.saturating_mul(NANOS);
                return self.net.due(wait, Due::Code(Deed::Go(handler)));
            }
            let Some(Work { what, .. }) = state.work.pop_front() else { return };
            let attempt = state.attempt;
            match what {
                What::Call(first) => self.call_step(handler, first),
                What::Send(message) => self.respond(handler, message),
                What::Crash => {
                    self.net.local(attempt, Side::Server, Local::Failed("the handler crashed".to_owned()));
                    let message = "the handler crashed".to_owned();
                    self.finish_with(handler, Status { code: Code::Unknown, message });
                }
                What::Finish(status) => self.finish_with(handler, status),
            }
        }
    }

    fn respond(&mut self, handler: u32, message: &'s Message) {
        let Some(state) = self.handlers.get_mut(handler as usize) else { return };
        let (attempt, fault) = (state.attempt, state.fault);
        if fault == Fault::Breaks(state.responses) {
            return self.sever(handler, attempt);
        }
        state.responses += 1;
        if let Some((endpoint, net)) = self.endpoint(attempt) {
            endpoint.respond(net, attempt, message);
        }
    }

    /// The machine the handler runs on breaks the connection off.
    fn sever(&mut self, handler: u32, attempt: AttemptId) {
        self.done(
            handler,
            Status { code: Code::Unavailable, message: "the server broke the connection off".to_owned() },
        );
        if let Some((endpoint, net)) = self.endpoint(attempt) {
            endpoint.sever(net, attempt);
        }
    }

    fn finish_with(&mut self, handler: u32, status: Status) {
        let Some(state) = self.handlers.get(handler as usize).filter(|it| !it.is_done) else { return };
        let attempt = state.attempt;
        if state.fault == Fault::Breaks(state.responses) {
            return self.sever(handler, attempt);
        }
        self.done(handler, status.clone());
        if let Some((endpoint, net)) = self.endpoint(attempt) {
            endpoint.finish(net, attempt, &status);
        }
    }

    pub(super) fn expire(&mut self, handler: u32) {
        let Some(state) = self.handlers.get(handler as usize).filter(|it| !it.is_done) else { return };
        self.net.local(state.attempt, Side::Server, Local::DeadlineExceeded);
        let message = "the deadline has passed".to_owned();
        self.finish_with(handler, Status { code: Code::DeadlineExceeded, message });
    }

    pub(super) fn gone(&mut self, attempt: AttemptId, status: Status) {
        if let Some((handler, _)) = self.handler_of(attempt) {
            self.done(handler, status);
        }
    }

    /// The handler has ended; its own calls are of no more use, where they know that.
    fn done(&mut self, handler: u32, status: Status) {
        let Some(state) = self.handlers.get_mut(handler as usize) else { return };
        state.is_done = true;
        state.work.clear();
        let (attempt, call, made) = (state.attempt, state.call, std::mem::take(&mut state.made));
        self.net.local(attempt, Side::Server, Local::Ended(status.clone()));
        if let Some(told) = self.net.timeline.calls.get_mut(usize::from(call)) {
            told.at_server.push(status);
        }
        for client in made {
            if self.is_within(client) {
                self.cancel(client, "the call it was made for has ended");
            }
        }
    }

    /// Makes the calls of the step that begins with this one.
    fn call_step(&mut self, handler: u32, first: usize) {
        let Some(state) = self.handlers.get_mut(handler as usize) else { return };
        let Some(nested) = self.nested.get(usize::from(state.call)).and_then(|it| it.get(first..)) else { return };
        let Some(&(step, _)) = nested.first() else { return };
        let calls: Vec<u16> = nested.iter().take_while(|it| it.0 == step).map(|it| it.1).collect();
        state.pending = calls.len();
        state.work.push_front(Work { wait: 0, what: What::Call(first + calls.len()) });
        for call in calls {
            let client = self.clients.len() as u32;
            let Some(state) = self.handlers.get_mut(handler as usize).filter(|it| !it.is_done) else { return };
            state.made.push(client);
            self.call(call, Some(handler));
        }
    }

    /// A call the handler made has ended.
    pub(super) fn nested_ended(&mut self, handler: u32, status: Status) {
        let Some(state) = self.handlers.get_mut(handler as usize).filter(|it| !it.is_done) else { return };
        state.pending = state.pending.saturating_sub(1);
        if status.code == Code::Ok {
            self.go_on(handler);
        } else {
            state.pending = 0;
            self.finish_with(handler, status);
        }
    }
}
