//! The page of calls: what it has beside the script, and what can happen there.
//!
//! The script itself is part of the [`Input`](crate::analysis::Input): so it is saved, shared and taken back with all else.
//! - `script`: the script in use, and how it changes
//!
//! Knows nothing of how a call is simulated, and not how it looks.

mod script;

use super::State;
use crate::rpc::script::Script;

/// What the page of calls has beside the script.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calls {
    /// Grows when the script in use becomes another one: whoever shows what comes of it asks anew.
    pub changes: u32,
}

/// What can happen on the page of calls.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Another method is called.
    Choose(String),
    /// The script is another one. What was changed names the step that takes it back, such as `Changed the deadline`; of
    /// changes of one name in a row the first is the step.
    Write(Box<Script>, &'static str),
}

impl State {
    /// Does what happened on the page of calls.
    pub(super) fn act_on_calls(&mut self, act: Act) {
        match act {
            Act::Choose(method) => self.choose_method(method),
            Act::Write(script, what) => self.write_script(*script, what),
        }
    }
}
