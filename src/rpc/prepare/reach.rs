//! Each of gRPC's statuses, and a way there: what has to be the case for a call to end so.
//!
//! Where the machinery between two services makes a status it is made so: a deadline that passes, a connection that is refused.
//! The others are a server's own word.

use crate::rpc::{
    Micros,
    method::Method,
    scene::Scene,
    script::{Answer, Client, Fault, Rule, Script, Server},
    status::{Code, Status},
};

/// How long a server takes that is slow.
const SLOW: Micros = 2_000_000;
/// After which time a client has waited long enough.
const PATIENCE: Micros = 500_000;

/// The same call, made to end with this status; and how, a sentence. Of what there was before the messages, the network and
/// the metadata stay. `scene` is what it is at present, if it can be made.
pub fn reach(code: Code, script: &Script, method: &Method, scene: Option<&Scene>) -> (Script, &'static str) {
    let mut script = Script {
        client: Client {
            deadline: None,
            cancel: None,
            retry: None,
            max_message: None,
            half_close: Default::default(),
            ..script.client.clone()
        },
        server: Server { max_message: None, ..script.server.clone() },
        fault: Fault::None,
        ..script.clone()
    };
    let says = |script: &mut Script, message: &str| {
        let status = Status { code, message: message.to_owned() };
        script.server.rules.clear();
        script.server.otherwise = Answer::Status(status);
    };
    let how = match code {
        Code::Ok => {
            succeed(&mut script);
            "the server answers, whatever is asked."
        }
        Code::Cancelled => {
            script.fault = Fault::Slow(SLOW);
            script.client.cancel = Some(PATIENCE);
            "the server takes its time, and the client gives up before."
        }
        Code::Unknown => {
            script.fault = Fault::Crash;
            "the server's code throws an exception that nobody catches: what it was, the client is not told."
        }
        Code::DeadlineExceeded => {
            script.fault = Fault::Slow(SLOW);
            script.client.deadline = Some(PATIENCE);
            "the server takes longer than the client's deadline allows."
        }
        Code::Unimplemented => {
            script.fault = Fault::NoMethod;
            "the server is of an earlier version, which has no such method."
        }
        Code::Unavailable => {
            script.fault = Fault::Refused;
            "the server is being started anew: its machine refuses the connection."
        }
        Code::ResourceExhausted => match largest(scene) {
            Some(size) => {
                script.server.max_message = Some(size - 1);
                "the server takes no request as large as this one."
            }
            None => {
                says(&mut script, "quota of the day is used up");
                "the server says that a quota is used up."
            }
        },
        Code::Internal => {
            says(&mut script, "inventory is negative");
            "the server finds something that can't be, and says so."
        }
        Code::InvalidArgument => {
            says(&mut script, "the request makes no sense, whatever the state of things");
            "the server looks at the request and finds it wrong in itself."
        }
        Code::NotFound => {
            says(&mut script, "there is nothing of that id");
            "the server looks, and there is nothing."
        }
        Code::AlreadyExists => {
            says(&mut script, "there is one of that name");
            "what was to be made is there already."
        }
        Code::PermissionDenied => {
            says(&mut script, "you may read, not write");
            "the server knows who is calling, and that they may not do this."
        }
        Code::FailedPrecondition => {
            says(&mut script, "the folder is not empty");
            "something has to be done first: to try again as it is would not help."
        }
        Code::Aborted => {
            says(&mut script, "somebody else changed it in between; read it again");
            "two callers changed the same thing at once, and this one lost."
        }
        Code::OutOfRange => {
            says(&mut script, "page 9 of 3");
            "what was asked for lies behind the end."
        }
        Code::DataLoss => {
            says(&mut script, "the checksum of block 7 is wrong");
            "the server finds its own data broken."
        }
        Code::Unauthenticated => {
            script.client.metadata.retain(|(name, _)| name != "authorization");
            says(&mut script, "the metadata has no valid `authorization`");
            "the server is not told who is calling."
        }
    };
    if matches!(code, Code::Cancelled | Code::DeadlineExceeded) && method.streams.client {
        // A stream that ends before the server thinks is one that is waited for.
        succeed(&mut script);
    }
    (script, how)
}

/// The server's first answer that is no status is the one to everything.
fn succeed(script: &mut Script) {
    let server = &mut script.server;
    let rules = std::mem::take(&mut server.rules).into_iter();
    let answers = rules.map(|Rule { then, .. }| then).chain([std::mem::take(&mut server.otherwise)]);
    server.otherwise = answers.into_iter().find(answers_with_messages).unwrap_or_default();
}

fn answers_with_messages(answer: &Answer) -> bool {
    match answer {
        Answer::Messages(sent) => !sent.is_empty(),
        Answer::Generate { count, .. } => *count > 0,
        Answer::Echo => true,
        Answer::Nothing | Answer::Status(_) => false,
    }
}

/// The size of the first request, if it has one that can be too large.
fn largest(scene: Option<&Scene>) -> Option<u32> {
    let first = scene?.calls.first()?.requests.first()?;
    u32::try_from(first.proto.len()).ok().filter(|&size| size > 1)
}
