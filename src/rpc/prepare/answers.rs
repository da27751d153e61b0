//! Rules → what the server does when the call arrives, after each request, and at their end.

use super::{
    Problem, Shifted, Spot,
    messages::{Bounds, MAX_MESSAGES, Messages},
    retag::Echo,
};
use crate::{
    message,
    rpc::{
        rule::Condition,
        scene::{Message, Reaction, Streams},
        script::{Answer, Script},
        status::{Code, Status},
    },
    schema::Root,
    text::Span,
};

/// What the server does, ready to be asked of each request.
pub(super) struct Answers<'a> {
    request: &'a Root,
    response: &'a Root,
    /// How request and response are read and written by a server whose schema is another one.
    shifted: Option<[Shifted<'a>; 2]>,
    rules: Vec<(Condition, Ready)>,
    otherwise: Ready,
}

/// An answer in bytes.
enum Ready {
    /// These messages; the same whatever is asked.
    Messages(Spot, Vec<Message>),
    /// What the request has in common with the response.
    Echo(Spot, Echo),
    /// Neither message nor end.
    Nothing,
    /// The end.
    Status(Status),
}

impl<'a> Answers<'a> {
    pub fn new(
        script: &Script,
        [request, response]: [&'a Root; 2],
        shifted: Option<[Shifted<'a>; 2]>,
        problems: &mut Vec<Problem>,
    ) -> Answers<'a> {
        let replies = Messages::new(response);
        let ready = |rule: Option<u32>, answer: &Answer, problems: &mut Vec<Problem>| {
            let at = Spot::Answer(rule);
            match answer {
                Answer::Messages(sent) => {
                    let read = |(index, send)| replies.read(send, Spot::Reply(rule, index), problems);
                    Ready::Messages(at, (0..).zip(sent.iter().take(MAX_MESSAGES + 1)).filter_map(read).collect())
                }
                Answer::Generate { count, wait } => {
                    let seed = script.seed.wrapping_add(rule.map_or(0, |it| u64::from(it) + 1) << u32::BITS);
                    Ready::Messages(at, replies.generated(*count, *wait, seed))
                }
                Answer::Echo => Ready::Echo(at, Echo::new(request, response)),
                Answer::Nothing => Ready::Nothing,
                Answer::Status(status) => Ready::Status(status.clone()),
            }
        };
        let mut rules = Vec::new();
        for (index, rule) in (0..).zip(&script.server.rules) {
            let at = Spot::Condition(index);
            let then = ready(Some(index), &rule.then, problems);
            match Condition::new(&rule.when, request) {
                Ok(condition) => rules.push((condition, then)),
                Err(wrong) => problems.extend(wrong.into_iter().map(|diagnostic| Problem { at, diagnostic })),
            }
        }
        let otherwise = ready(None, &script.server.otherwise, problems);
        Answers { request, response, shifted, rules, otherwise }
    }

    /// The reactions by their place: when the call arrives, after each request; and the one at the end.
    pub fn reactions(
        &self,
        requests: &[Message],
        streams: Streams,
        bounds: &mut Bounds,
        problems: &mut Vec<Problem>,
    ) -> (Vec<Reaction>, Reaction) {
        let mut reactions = vec![Reaction::default()];
        // The only response of a method whose client streams goes out when all requests are there: it is the answer to the last.
        let waits = streams.client && !streams.server;
        let count = if streams.server { usize::MAX } else { 1 };
        let mut last = (&self.otherwise, Vec::new());
        for request in requests {
            let seen = match &self.shifted {
                Some([reader, _]) => reader.read(&request.proto),
                None => request.proto.clone(),
            };
            let (messages, mut status) = match self.chosen(&seen) {
                Err(why) => {
                    let message = format!("the request can't be read: {why}");
                    (Vec::new(), Some(Status { code: Code::Internal, message }))
                }
                Ok(Ready::Status(status)) => (Vec::new(), Some(status.clone())),
                Ok(ready) if waits => {
                    last = (ready, seen);
                    (Vec::new(), None)
                }
                Ok(ready) => (self.replies(ready, &seen, count, bounds, problems), None),
            };
            if !streams.client {
                // There was one request, so nothing else is waited for.
                status = status.or_else(|| Some(Status::default()));
            }
            let ends = status.is_some();
            reactions.push(Reaction { messages, status });
            if ends {
                return (reactions, Reaction::default());
            }
        }
        let at_end = match last {
            (Ready::Status(status), _) if waits => Reaction { messages: Vec::new(), status: Some(status.clone()) },
            (ready, seen) if waits => {
                Reaction { messages: self.replies(ready, &seen, count, bounds, problems), status: None }
            }
            _ => Reaction::default(),
        };
        (reactions, at_end)
    }

    /// The messages of an answer to a request, so many at most, as far as there is room.
    fn replies(
        &self,
        ready: &Ready,
        seen: &[u8],
        count: usize,
        bounds: &mut Bounds,
        problems: &mut Vec<Problem>,
    ) -> Vec<Message> {
        let echoed;
        let (at, messages) = match ready {
            Ready::Messages(at, messages) => (*at, messages.as_slice()),
            Ready::Echo(at, echo) => {
                echoed = [Messages::new(self.response).of(0, echo.of(seen))];
                (*at, echoed.as_slice())
            }
            Ready::Nothing | Ready::Status(_) => return Vec::new(),
        };
        let mut sent = Vec::new();
        for message in messages.iter().take(count) {
            if !bounds.takes(message, at, problems) {
                break;
            }
            let mut message = message.clone();
            if let Some([_, writer]) = &self.shifted {
                message.proto = writer.written(&message.proto);
            }
            sent.push(message);
        }
        sent
    }

    /// The answer to a request, as the server reads it.
    ///
    /// # Errors
    /// Why it can't read it.
    fn chosen(&self, seen: &[u8]) -> Result<&Ready, String> {
        let is_asked = self.rules.iter().any(|(condition, _)| !condition.is_always());
        if !is_asked && self.shifted.is_none() {
            return Ok(self.rules.first().map_or(&self.otherwise, |(_, ready)| ready));
        }
        let read = message::decode(self.request, seen, &[Span::new(0, seen.len())]);
        if let Some(diagnostic) = read.diagnostics.into_iter().next() {
            return Err(diagnostic.message);
        }
        let holds = self.rules.iter().find(|(condition, _)| condition.holds(&read.message));
        Ok(holds.map_or(&self.otherwise, |(_, ready)| ready))
    }
}
