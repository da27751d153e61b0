//! A script's call as programs.
//!
//! Knows no language: those are [`rpc::snippets`](crate::rpc::snippets)'.

use super::data::{Wanted, Written};
use crate::{
    rpc::{
        prepare::prepare,
        scene,
        script::{Fault, Script},
        snippets::{self, Call, Listing},
        status::Status,
    },
    schema::Schema,
};

/// Where servers listen who want to be tried.
const ADDRESS: &str = "localhost:50051";

/// Writes the programs.
pub(super) fn written(wanted: &Wanted, schema: Option<&Schema>) -> Written {
    let &Wanted { number, ref script, language, side } = wanted;
    Written { number, language, side, listings: listings(wanted, script, schema) }
}

fn listings(wanted: &Wanted, script: &Script, schema: Option<&Schema>) -> Result<Vec<Listing>, String> {
    let schema =
        schema.ok_or("There are no programs while no schema can be used: see its problems on the playground.")?;
    // What a program sends is by the schema that it is written for.
    let script = Script { fault: Fault::None, ..script.clone() };
    let prepared = prepare(&script, schema);
    let Some(call) = prepared.scene.and_then(|scene| scene.calls.into_iter().next()) else {
        let first = prepared.problems.first().map_or("", |problem| problem.diagnostic.message.as_str());
        return Err(format!("The call can't be made: {first}. See “One call”."));
    };
    snippets::write(schema, &as_programs(call), wanted.language, wanted.side)
}

/// What the server does, as a program that knows no rules does it: the same to whoever calls.
fn as_programs(call: scene::Call) -> Call {
    let scene::Call { path, streams, requests, handler, client, .. } = call;
    let mut reactions = handler.reactions;
    reactions.push(handler.at_end);
    let status = reactions.iter().find_map(|it| it.status.clone()).unwrap_or_else(Status::default);
    let mut replies = reactions.into_iter().map(|it| it.messages).filter(|it| !it.is_empty());
    let replies: Vec<scene::Message> = if streams.client && streams.server {
        // What it says to the first request it says to each.
        replies.next().unwrap_or_default()
    } else {
        replies.flatten().collect()
    };
    let bytes = |messages: Vec<scene::Message>| messages.into_iter().map(|it| it.proto).collect();
    Call {
        method: path,
        requests: bytes(requests),
        replies: bytes(replies),
        status,
        deadline: client.deadline,
        metadata: client.metadata,
        address: ADDRESS.to_owned(),
    }
}
