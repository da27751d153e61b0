//! What live parts show, each by the engine's own stages.
//!
//! - `message`: a message and its bytes; `strip`: bytes with what each says
//! - `growth`: sizes as a list grows
//! - `crossing`: a message from one version to another
//! - `call`: a call
//!
//! Each is bounded, since a reader may type anything: what is cut off says so.

mod call;
mod crossing;
mod growth;
mod message;
mod strip;

use super::Shown;
use crate::learn::{bits, live::Live};

/// What a live part shows.
pub fn show(live: &Live) -> Shown {
    match live {
        Live::Compare(sheet) => message::comparison(sheet),
        Live::Bytes(sheet) | Live::Message(sheet) => message::message(sheet),
        Live::Size(growth) => growth::growth(growth),
        Live::Bits(start) => match bits::parse(start.notation, &start.value) {
            Ok(bytes) => Shown::Bits(bytes),
            Err(why) => Shown::Failed(why),
        },
        Live::Versions(versions) => crossing::crossing(versions),
        Live::Call(stage) => call::call(stage),
    }
}
