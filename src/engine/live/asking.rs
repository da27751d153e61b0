//! A server is asked for its schema: reflection's rounds as requests, its answers as .proto files.
//!
//! Always over gRPC-Web: reflection is a stream of questions, for which Connect needs HTTP/2 all the way; its servers speak gRPC-Web,
//! too. Sends nothing.

use super::data::{Head, Reflected, Request};
use crate::{
    rpc::{
        reflect::{Reflection, Step, Version},
        status::Code,
        web::{self, FrameKind, Outcome, Protocol, Response, envelope},
    },
    schema,
    text::Files,
    workspace::{self, Picked},
};

/// The name under which a schema from a server is imported, as a descriptor set.
const REFLECTED: &str = "reflection.binpb";

/// The largest answer that is taken, in bytes.
const MAX_ANSWER: usize = 16 << 20;

/// HTTP's status of servers that say so of a service they do not know.
const NOT_FOUND: u16 = 404;

/// A conversation that is under way.
#[derive(Debug)]
pub struct Asking(Reflection);

impl Asking {
    /// Begins one; also gives what to send.
    pub fn new() -> (Asking, Reflected) {
        let talk = Reflection::new(Version::V1);
        let request = question(&talk);
        (Asking(talk), request)
    }

    /// Takes a response; what follows from it.
    pub fn take(&mut self, head: &Head, body: &[u8]) -> Reflected {
        let mut response = Response::new(Protocol::GrpcWeb, true, MAX_ANSWER);
        response.head(head.status, &head.headers);
        let frames = response.push(body).into_iter().filter(|frame| frame.kind == FrameKind::Message);
        let answers: Vec<Vec<u8>> = frames.map(|frame| frame.plain).collect();
        let (_, outcome) = response.finish();
        if answers.is_empty() {
            let is_unknown = outcome.status.code == Code::Unimplemented || head.status == NOT_FOUND;
            if is_unknown && self.0.version() == Version::V1 {
                self.0 = Reflection::new(Version::V1Alpha);
                return question(&self.0);
            }
            return Reflected::Refused(refusal(&outcome));
        }
        match self.0.take(&answers) {
            Step::Ask => question(&self.0),
            Step::Refused(why) => Reflected::Refused(why),
            Step::Done(set) => {
                let mut picked = Picked::default();
                picked.add(REFLECTED.to_owned(), Some(set));
                let imported = workspace::import(picked, &Files::new(), &schema::known());
                if imported.files.is_empty() {
                    return Reflected::Refused(imported.notes.join(" "));
                }
                Reflected::Files(imported.files, imported.notes)
            }
        }
    }
}

/// The questions of a round as one request. A server takes them all before it answers the first: a browser can't do otherwise.
fn question(talk: &Reflection) -> Reflected {
    let sent = web::request(&web::Call { is_streaming: true, ..web::Call::default() }).unwrap_or_default();
    let body = talk.questions().iter().filter_map(|question| envelope::write(0, question));
    Reflected::Send(Request {
        path: talk.version().path().to_owned(),
        headers: sent.headers,
        body: body.collect::<Vec<_>>().concat(),
    })
}

/// Why there is no schema, and what to do.
fn refusal(outcome: &Outcome) -> String {
    let status = &outcome.status;
    let fault = outcome.faults.first().and_then(web::Fault::help);
    match (status.code, fault) {
        (Code::Unimplemented, None) => {
            "The server has no reflection: paste its .proto below, or take the playground's schema.".to_owned()
        }
        (_, Some(help)) => format!("{}: {help}.", status.message),
        (code, None) => format!("The server's reflection ended with {}: {}.", code.name(), status.message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(fields: &[(&str, &str)]) -> Head {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Head { status: 200, headers: fields.collect() }
    }

    #[test]
    fn the_old_version_is_asked_where_the_new_one_is_unknown() {
        let unknown = head(&[("content-type", "application/grpc-web+proto"), ("grpc-status", "12")]);
        let (mut asking, first) = Asking::new();
        let Reflected::Send(first) = first else { panic!("{first:?}") };
        assert_eq!(first.body, b"\0\0\0\0\x03\x3a\x01*");
        let second = asking.take(&unknown, b"");
        assert!(matches!(second, Reflected::Send(request) if request.path.contains("v1alpha")));
        assert!(matches!(asking.take(&unknown, b""), Reflected::Refused(why) if why.contains("no reflection")));
    }

    #[test]
    fn what_is_no_reflection_is_said() {
        let (mut asking, _) = Asking::new();
        let told = asking.take(&head(&[("content-type", "text/html")]), b"<p>");
        assert!(matches!(told, Reflected::Refused(why) if why.contains("web page")));
    }
}
