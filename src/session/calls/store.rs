//! The tab of the online store: under which conditions the order is placed, and what came of it.
//!
//! Knows neither how an order is placed nor how it looks.

use std::rc::Rc;

use crate::{
    engine::calls::data::{Ask, Told},
    rpc::store::{
        Settings,
        mismatch::{Change, Mismatch},
        place::Placed,
    },
};

/// What the tab holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shop {
    /// The conditions.
    pub settings: Settings,
    /// What came of an order last, or why it could not be placed.
    pub placed: Option<Result<Rc<Placed>, String>>,
    /// How the store's schema is changed on one side.
    pub change: Change,
    /// What came of a change last, or why it could not be tried.
    pub mismatch: Option<(Change, Result<Rc<Mismatch>, String>)>,
}

/// What can happen there.
#[derive(Clone, Debug, PartialEq)]
pub enum ShopAct {
    /// The conditions are others.
    Settings(Settings),
    /// The schema is changed another way.
    Change(Change),
}

impl Shop {
    /// With these conditions, from a saved form.
    pub fn new(settings: Settings) -> Shop {
        Shop { settings: settings.within(), ..Shop::default() }
    }

    /// Does what happened.
    pub fn act(&mut self, act: ShopAct) {
        match act {
            ShopAct::Settings(settings) => self.settings = settings.within(),
            ShopAct::Change(change) => self.change = change,
        }
    }

    /// Whether what is on screen is of other conditions.
    pub fn is_stale(&self) -> bool {
        !matches!(&self.placed, Some(Ok(placed)) if placed.settings == self.settings)
    }

    /// What the engine is to be asked: one thing after the other.
    pub fn wants(&self) -> Option<Ask> {
        let is_refused = matches!(self.placed, Some(Err(_)));
        if self.is_stale() && !is_refused {
            return Some(Ask::Place(self.settings));
        }
        let is_tried = self.mismatch.as_ref().is_some_and(|(change, _)| *change == self.change);
        (!is_tried).then_some(Ask::Mismatch(self.change))
    }

    /// The engine told something; what is not about the store is left alone.
    pub fn told(&mut self, told: Told) {
        match told {
            Told::Placed(placed) => self.placed = Some(placed.map(|placed| Rc::new(*placed))),
            Told::Mismatched(change, mismatch) => {
                self.mismatch = Some((change, mismatch.map(|mismatch| Rc::new(*mismatch))));
            }
            _ => {}
        }
    }
}
