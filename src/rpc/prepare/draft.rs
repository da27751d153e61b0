//! A script to begin with: for any method one that shows something.
//!
//! What the playground shows is taken where it fits: a message of the response's type is what the server answers with, one of the
//! request's what the client sends; all else is samples. A method that looks something up by an id finds it, and nothing else.

use prost_reflect::{DynamicMessage, Value};

use crate::{
    message::{
        JsonOptions, Layout, encode, from_json, json, json_of,
        sample::{Shape, sample},
    },
    rpc::{
        Micros,
        method::{Idempotency, Method},
        script::{Answer, Client, Rule, Script, Send, Server},
        status::{Code, Status},
    },
    schema::{
        Root, Schema,
        types::{Kind, Shape as Many},
    },
};

/// How many messages a stream has.
const MESSAGES: u64 = 4;
/// How far they are apart.
const APART: Micros = 200_000;
/// How long a handler thinks, as for a look into a database.
const LATENCY: Micros = 2_000;
/// How long a call may take, and one that streams.
const DEADLINE: Micros = 1_000_000;
const STREAM_DEADLINE: Micros = 10_000_000;
/// An id as people choose one.
const ID: i64 = 123;

/// What the names of methods begin with that look something up.
const LOOKS_UP: [&str; 12] =
    ["Get", "Find", "Lookup", "Fetch", "Read", "Describe", "Watch", "Track", "Query", "Check", "Show", "Load"];
/// What they begin with where who calls proves who they are.
const PROVES: [&str; 5] = ["Login", "LogIn", "SignIn", "Authenticate", "Authorize"];

/// A script that calls a method. `shown` is the message on the playground: its type and its JSON.
pub fn draft(method: &Method, schema: &Schema, shown: Option<(&str, &str)>) -> Script {
    let [request, response] = [&method.request, &method.response].map(|name| schema.root(name));
    let shown_of = |name: &str| shown.filter(|(of, _)| *of == name).map(|(_, json)| json.to_owned());
    let samples = |root: Option<&Root>, first: Option<String>, many: bool| -> Vec<Send> {
        let count = if many { MESSAGES } else { 1 };
        let text = |seed| root.map_or_else(|| "{}".to_owned(), |root| sample(root, Shape::Typical, seed));
        let send = |(seed, first): (u64, Option<String>)| Send {
            wait: if seed == 0 { 0 } else { APART },
            json: first.unwrap_or_else(|| text(seed)),
        };
        (0..count).zip(std::iter::once(first).chain(std::iter::repeat(None))).map(send).collect()
    };
    let id = request.as_ref().filter(|_| !method.streams.client).and_then(Id::of);
    let first = shown_of(&method.request).or_else(|| id.as_ref()?.sample());
    let requests = samples(request.as_ref(), first, method.streams.client);
    let is_echo = method.streams.client && method.streams.server && method.request == method.response;
    let reply = if is_echo {
        Answer::Echo
    } else {
        Answer::Messages(samples(response.as_ref(), shown_of(&method.response), method.streams.server))
    };
    let otherwise = refusal(method);
    let when = id.as_ref().zip(requests.first()).and_then(|(id, send)| id.condition(&send.json));
    let (rules, otherwise) = match (when, otherwise) {
        (Some(when), Some(otherwise)) => (vec![Rule { when, then: reply }], Answer::Status(otherwise)),
        _ => (Vec::new(), reply),
    };
    let streams = method.streams.client || method.streams.server;
    let deadline = Some(if streams { STREAM_DEADLINE } else { DEADLINE });
    Script {
        method: method.path(),
        requests,
        client: Client { deadline, ..Client::default() },
        server: Server { latency: LATENCY, rules, otherwise, ..Server::default() },
        ..Script::default()
    }
}

/// What a method says of an id that it does not know; nothing if it may well make something of it.
fn refusal(method: &Method) -> Option<Status> {
    let begins = |words: &[&str]| words.iter().any(|word| method.name.starts_with(word));
    if begins(&PROVES) {
        return Some(Status { code: Code::Unauthenticated, message: "who are you?".to_owned() });
    }
    let looks_up = begins(&LOOKS_UP) || method.idempotency == Idempotency::NoSideEffects;
    looks_up.then(|| Status { code: Code::NotFound, message: "there is nothing of that id".to_owned() })
}

/// The field by which a request names something: `id`, or the first that ends so.
struct Id<'a> {
    root: &'a Root,
    name: &'a str,
    number: u32,
    is_number: bool,
}

impl<'a> Id<'a> {
    fn of(root: &'a Root) -> Option<Id<'a>> {
        let fields = root.message().fields();
        let by = |is: fn(&str) -> bool| fields.iter().find(|it| it.shape == Many::Single && is(&it.name));
        let field = by(|name| name == "id").or_else(|| by(|name| name.ends_with("_id")))?;
        let is_number = match field.kind {
            Kind::String => false,
            Kind::Int32 | Kind::Int64 | Kind::Uint32 | Kind::Uint64 | Kind::Fixed32 | Kind::Fixed64 => true,
            _ => return None,
        };
        Some(Id { root, name: &field.name, number: field.number, is_number })
    }

    /// A request with an id that can be remembered.
    fn sample(&self) -> Option<String> {
        if !self.is_number {
            return None;
        }
        let mut message = self.message(&sample(self.root, Shape::Typical, 0))?;
        let value = match *message.get_field_by_number(self.number)? {
            Value::I32(_) => Value::I32(ID as i32),
            Value::U32(_) => Value::U32(ID as u32),
            Value::U64(_) => Value::U64(ID as u64),
            _ => Value::I64(ID),
        };
        message.set_field_by_number(self.number, value);
        let json = json_of(self.root, &encode(&message), JsonOptions::default(), Layout::Lines);
        json.ok().map(|json| json.text)
    }

    fn message(&self, json: &str) -> Option<DynamicMessage> {
        from_json(self.root, json).message()
    }

    /// The condition that a request has the id that this one has.
    fn condition(&self, json: &str) -> Option<String> {
        let id = match &*self.message(json)?.get_field_by_number(self.number)? {
            Value::I32(id) => id.to_string(),
            Value::I64(id) => id.to_string(),
            Value::U32(id) => id.to_string(),
            Value::U64(id) => id.to_string(),
            Value::String(id) => json::quoted(id),
            _ => return None,
        };
        Some(format!("request.{} == {id}", self.name))
    }
}
