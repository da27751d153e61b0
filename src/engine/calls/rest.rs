//! The scripted call made as REST as well.
//!
//! Knows nothing of how both are counted.

use crate::{
    rpc::{
        compare::{Beside, beside},
        prepare::prepare,
        rest::twin,
        script::{Fault, Script},
    },
    schema::Schema,
};

/// The call both ways; nothing where the script can't be simulated.
pub(super) fn both(script: &Script, schema: Option<&Schema>) -> Option<Box<Beside>> {
    let prepared = prepare(script, schema?);
    let (scene, method) = (prepared.scene?, prepared.method?);
    // JSON has names where Protobuf has numbers: those who disagree about the numbers understand each other.
    let sound = match script.fault {
        Fault::Mismatch => prepare(&Script { fault: Fault::None, ..script.clone() }, schema?).scene?,
        _ => scene.clone(),
    };
    Some(Box::new(beside(&scene, &twin(&sound, &method))))
}
