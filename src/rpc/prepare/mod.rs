//! Script and schema → scene: JSON becomes bytes, rules become what the server does, and all that is wrong is told with its place.
//!
//! 1. [`prepare()`]: the whole of it
//! 2. `messages`: JSON and generated messages → messages in both clothes, within bounds
//! 3. `answers`: rules → reactions
//! 4. `head`: metadata, retries: what gRPC allows there
//! 5. `retag`: echoes, and schemas that disagree
//! 6. [`mod@draft`]: a script to begin with, for any method; [`mod@reach`]: one that ends with a certain status
//!
//! Knows nothing of what comes of the scene.

mod answers;
pub mod draft;
mod head;
mod messages;
pub mod reach;
mod retag;

use serde::{Deserialize, Serialize};

use super::{
    method::{self, Method},
    scene::{Call, Caller, Handler, Link, MAX_MESSAGE, Protocol, Rest, Scene, Start},
    script::{Fault, Script},
};
use crate::{
    diagnostic::{Diagnostic, Place, Severity},
    schema::{Root, Schema},
    suggest::closest,
    text::Span,
};
use answers::Answers;
use messages::{Bounds, Messages};
pub use messages::{MAX_BYTES, MAX_MESSAGES};
use retag::Shifted;

/// What [`prepare()`] makes of a script.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prepared {
    /// What is simulated; nothing if there is an error.
    pub scene: Option<Scene>,
    /// The method that is called, if there is one of that path.
    pub method: Option<Method>,
    /// All that is wrong, by the parts of the script.
    pub problems: Vec<Problem>,
}

impl Prepared {
    fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.diagnostic.severity == Severity::Error)
    }
}

/// Something wrong with a part of a script. The place is one in the text of the part; it is [`Place::json`] whatever that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The part.
    pub at: Spot,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

/// A part of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Spot {
    /// Which method is called.
    Method,
    /// The request message with this index.
    Request(u32),
    /// The custom metadata with this index.
    Header(Bag, u32),
    /// The retry policy.
    Retry,
    /// The condition of the rule with this index.
    Condition(u32),
    /// An answer as a whole: of the rule with this index, or of what is done otherwise.
    Answer(Option<u32>),
    /// A message of an answer: likewise, and its own index.
    Reply(Option<u32>, u32),
}

/// Whose metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bag {
    /// The client's.
    Client,
    /// The server's initial ones.
    Initial,
    /// The server's trailing ones.
    Trailing,
}

/// Makes a scene of one call. The links are one, from party 0 to party 1, over gRPC.
pub fn prepare(script: &Script, schema: &Schema) -> Prepared {
    let mut prepared = Prepared { method: method::find(schema, &script.method), ..Prepared::default() };
    let Some(method) = prepared.method.clone() else {
        prepared.problems.push(no_method(script, schema));
        return prepared;
    };
    let (request, response) = match (root(schema, &method.request), root(schema, &method.response)) {
        (Ok(request), Ok(response)) => (request, response),
        (Err(diagnostic), _) | (_, Err(diagnostic)) => {
            prepared.problems.push(Problem { at: Spot::Method, diagnostic: *diagnostic });
            return prepared;
        }
    };
    let problems = &mut prepared.problems;
    let mut bounds = Bounds::default();
    let requests = Messages::new(&request).requests(script, method.streams, &mut bounds, problems);
    let disagree = script.fault == Fault::Mismatch;
    let shifted = disagree.then(|| [&request, &response].map(Shifted::new));
    let answers = Answers::new(script, [&request, &response], shifted, problems);
    let (reactions, at_end) = answers.reactions(&requests, method.streams, &mut bounds, problems);
    head::check(script, problems);
    let handler = Handler {
        latency: script.server.latency,
        reactions,
        at_end,
        metadata: script.server.metadata.clone(),
        trailers: script.server.trailers.clone(),
        max_message: script.server.max_message.unwrap_or(MAX_MESSAGE),
        gzip: script.server.gzip,
    };
    let call = Call {
        link: 0,
        name: method.name.clone(),
        start: Start::default(),
        path: method.path(),
        rest: Rest { verb: "POST".to_owned(), target: method.path() },
        streams: method.streams,
        requests,
        handler,
        client: Caller::from(&script.client),
    };
    let link = Link {
        client: 0,
        server: 1,
        authority: authority(method.service_name()),
        network: script.network,
        // That the schemas disagree is in the bytes already.
        fault: if disagree { Fault::None } else { script.fault },
        protocol: Protocol::Grpc,
    };
    let parties = vec!["Client".to_owned(), method.service_name().to_owned()];
    let scene = Scene { parties, links: vec![link], calls: vec![call], seed: script.seed };
    prepared.problems.sort_by_key(|problem| problem.at);
    prepared.scene = (!prepared.has_errors()).then_some(scene);
    prepared
}

fn root(schema: &Schema, name: &str) -> Result<Root, Box<Diagnostic>> {
    schema.root(name).ok_or_else(|| {
        let refusal = schema.refusal(name).map(|diagnostic| diagnostic.message);
        error("call-type", refusal.unwrap_or_else(|| format!("messages of the type '{name}' can't be read"))).into()
    })
}

fn no_method(script: &Script, schema: &Schema) -> Problem {
    let paths: Vec<String> = method::methods(schema).iter().map(Method::path).collect();
    let mut diagnostic = error("call-method", format!("expected a method of the schema, found '{}'", script.method));
    diagnostic.help = match closest(&script.method, paths.iter().map(String::as_str)) {
        Some(path) => Some(format!("did you mean '{path}'?")),
        None if paths.is_empty() => Some("declare a service with a method in the schema".to_owned()),
        None => Some("choose one of the schema's methods".to_owned()),
    };
    Problem { at: Spot::Method, diagnostic }
}

/// An error about a part as a whole.
fn error(code: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, Place::json(Span::at(0)), message.into())
}

/// The host that a service of this name would have: `UserService` is at `user-service.internal`. gRPC's own examples listen
/// on the port.
fn authority(service: &str) -> String {
    let mut host = String::with_capacity(service.len() + 4);
    let mut after_small = false;
    for letter in service.chars() {
        if letter.is_ascii_uppercase() && after_small {
            host.push('-');
        }
        after_small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        host.push(if letter == '_' { '-' } else { letter.to_ascii_lowercase() });
    }
    format!("{host}.internal:50051")
}
