//! The page of calls: what it has beside the script, and what can happen there.
//!
//! The script itself is part of the [`Input`](crate::analysis::Input): so it is saved, shared and taken back with all else.
//! - `script`: the script in use, and how it changes
//! - [`by_hand`]: how it changes while the call runs
//! - [`player`]: the timeline that comes of it, played
//! - [`code`]: the call as programs
//! - [`store`]: the online store, which has conditions instead of a script; `kept`: these, saved
//!
//! Knows nothing of how a call is simulated, and not how it looks.

pub mod by_hand;
pub mod code;
pub(super) mod kept;
pub mod player;
mod script;
pub mod store;

use std::rc::Rc;

use self::{
    code::{Code, CodeAct},
    store::{Shop, ShopAct},
};
use super::State;
use crate::{
    engine::calls::data::Told,
    rpc::{compare::Beside, prepare::Spot, script::Script, store::Settings},
};
use player::{Player, Turn};
use script::Aside;

/// What the page of calls has beside the script.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calls {
    /// Grows when the script in use becomes another one: whoever shows what comes of it asks anew.
    pub changes: u32,
    /// Grows when a text of it was written by anything but its own editor.
    pub writes: u32,
    /// What comes of it, as it is played.
    pub player: Player,
    /// What the script is or was for want of or before the one in use.
    aside: Aside,
    /// The call as programs.
    pub code: Code,
    /// The call both ways, and the number of changes it was made after; nothing of a script that can't be simulated.
    pub beside: Option<(u32, Option<Rc<Beside>>)>,
    /// The online store.
    pub shop: Shop,
}

/// What can happen on the page of calls.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// The method that was left for another one is called again, by the script it had.
    Choose(String),
    /// The text of a part was edited: a message or a condition.
    Type(Spot, String),
    /// The script is another one. What was changed names the step that takes it back, such as `Changed the deadline`; of
    /// changes of one name in a row the first is the step.
    Write(Box<Script>, &'static str),
    /// Likewise while the call runs: it goes on from where it is.
    WriteOn(Box<Script>, &'static str),
    /// Something is done with the timeline.
    Turn(Turn),
    /// Something happened with the programs.
    Code(CodeAct),
    /// Something happened in the online store.
    Shop(ShopAct),
}

impl Calls {
    /// As it begins, with what was saved of it.
    pub(super) fn new(settings: Settings) -> Calls {
        Calls { shop: Shop::new(settings), ..Calls::default() }
    }
}

impl State {
    /// Does what happened on the page of calls.
    pub(super) fn act_on_calls(&mut self, act: Act) {
        match act {
            Act::Choose(method) => self.choose_again(&method),
            Act::Type(at, text) => self.type_in_script(at, text),
            Act::Write(script, what) => self.write_script(*script, what),
            Act::WriteOn(script, what) => {
                self.write_script(*script, what);
                self.calls.player.goes_on();
            }
            Act::Turn(turn) => self.turn(&turn),
            Act::Code(act) => self.calls.code.act(act),
            Act::Shop(act) => self.calls.shop.act(act),
        }
    }

    /// Takes what the engine tells of calls.
    pub(super) fn told_of_calls(&mut self, told: Told) {
        match told {
            Told::Played(played) => self.calls.player.show(*played),
            Told::Window(window) => self.calls.player.rows = window.into(),
            Told::Opened(opened) => self.calls.player.opened = opened.map(Into::into),
            Told::Drafted(method, script) => self.drafted(&method, script),
            Told::Reached(reached) => self.reached(reached),
            Told::Written(written) => self.calls.code.written = Some(Rc::new(*written)),
            Told::Beside(number, beside) => {
                self.calls.beside = Some((number, beside.map(|beside| Rc::new(*beside))));
            }
            Told::Sampled(method, at, json) => self.sampled(&method, at, json),
            Told::Placed(_) | Told::Mismatched(..) => self.calls.shop.told(told),
        }
    }
}
