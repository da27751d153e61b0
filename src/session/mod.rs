//! The application without a browser: what is on screen as data, and how an action changes it.
//!
//! Stores what the user typed and chose; everything else is derived, by the engine or by the views. Knows no browser,
//! no clock and no storage: it says what is to be saved and asked, and someone else does it.

mod action;
pub mod grid;
mod history;
mod outbox;
mod progress;
mod saved;
mod state;
mod view;

pub use action::Action;
pub use history::{Change, History, Step};
pub use outbox::Outbox;
pub use progress::{Progress, Standing};
pub use saved::{Saved, SavedError};
pub use state::{EngineState, Notice, Offer, State};
pub use view::{Pane, Source, Theme, View, WHOLE};
