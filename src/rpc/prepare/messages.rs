//! JSON → messages in both clothes; messages that nobody wrote.
//!
//! A script is hostile input: how many messages a scene has, and of how many bytes, is bounded here.

use super::{Problem, Spot, error};
use crate::{
    message::{
        JsonOptions, Layout, from_json, json_of, minify,
        sample::{Shape, sample},
    },
    rpc::{
        Micros,
        scene::{Message, Streams},
        script::{Script, Send},
    },
    schema::Root,
};

/// The most messages of a scene, those of both sides together.
pub const MAX_MESSAGES: usize = 50_000;

/// The most bytes of them, in both clothes.
pub const MAX_BYTES: usize = 64 << 20;

/// How many different messages are generated: those behind them are the same again.
const MAX_DIFFERENT: u32 = 32;

/// How much of a scene is made already.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    messages: usize,
    bytes: usize,
    is_told: bool,
}

impl Bounds {
    /// Whether there is room for a message. The first one without is told.
    pub fn takes(&mut self, message: &Message, at: Spot, problems: &mut Vec<Problem>) -> bool {
        self.messages += 1;
        self.bytes += message.proto.len() + message.json.len();
        let fits = self.messages <= MAX_MESSAGES && self.bytes <= MAX_BYTES;
        if !fits && !self.is_told {
            self.is_told = true;
            let said = format!(
                "expected at most {MAX_MESSAGES} messages of {} MiB in all, requests and replies together",
                MAX_BYTES >> 20
            );
            problems.push(Problem { at, diagnostic: error("call-size", said) });
        }
        fits
    }
}

/// The messages of a type.
pub(super) struct Messages<'a> {
    root: &'a Root,
}

impl<'a> Messages<'a> {
    pub fn new(root: &'a Root) -> Messages<'a> {
        Messages { root }
    }

    /// What the client sends. A method that takes one request is sent one, be it empty.
    pub fn requests(
        &self,
        script: &Script,
        streams: Streams,
        bounds: &mut Bounds,
        problems: &mut Vec<Problem>,
    ) -> Vec<Message> {
        let empty = [Send { wait: 0, json: "{}".to_owned() }];
        let sent = match script.requests.as_slice() {
            [] if !streams.client => &empty,
            [first, ..] if !streams.client => std::slice::from_ref(first),
            all => all,
        };
        let mut requests = Vec::with_capacity(sent.len().min(MAX_MESSAGES));
        for (index, send) in (0..).zip(sent) {
            let at = Spot::Request(index);
            let Some(message) = self.read(send, at, problems) else { continue };
            if !bounds.takes(&message, at, problems) {
                break;
            }
            requests.push(message);
        }
        requests
    }

    /// A message of its JSON; nothing where that is wrong, which is told.
    pub fn read(&self, send: &Send, at: Spot, problems: &mut Vec<Problem>) -> Option<Message> {
        let parsed = from_json(self.root, &send.json);
        problems.extend(parsed.diagnostics.into_iter().map(|diagnostic| Problem { at, diagnostic }));
        Some(self.of(send.wait, parsed.bytes?))
    }

    /// A message of its bytes.
    pub fn of(&self, wait: Micros, proto: Vec<u8>) -> Message {
        let json = json_of(self.root, &proto, JsonOptions::default(), Layout::Compact);
        let json = json.map(|json| json.text.into_bytes()).unwrap_or_default();
        Message { wait, proto, json }
    }

    /// So many typical messages, this long apart.
    pub fn generated(&self, count: u32, wait: Micros, seed: u64) -> Vec<Message> {
        let different = (0..count.min(MAX_DIFFERENT)).filter_map(|index| {
            let text = sample(self.root, Shape::Typical, seed.wrapping_add(index.into()));
            let proto = from_json(self.root, &text).bytes?;
            let json = minify(&text).unwrap_or_default().into_bytes();
            Some(Message { wait, proto, json })
        });
        let mut messages: Vec<Message> = different.collect();
        let kinds = messages.len();
        let count = (count as usize).min(MAX_MESSAGES + 1);
        while kinds > 0 && messages.len() < count {
            let again = messages[messages.len() - kinds].clone();
            messages.push(again);
        }
        if let Some(first) = messages.first_mut() {
            // It is answered with, not waited for.
            first.wait = 0;
        }
        messages
    }
}
