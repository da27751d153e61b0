//! The application without a browser: what is on screen as data, and how an action changes it.
//!
//! Stores what the user typed and chose; everything else is derived, by the engine or by the views. Knows no browser,
//! no clock and no storage: it says what is to be saved and asked, and someone else does it.

mod action;
pub mod calls;
mod cursor;
mod edits;
mod files;
mod finding;
mod fixes;
mod form;
pub mod grid;
mod history;
mod lab;
mod language;
pub mod learn;
pub mod live;
mod outbox;
pub mod palette;
mod sample;
mod saved;
mod scroll;
pub mod shortcuts;
mod state;
pub mod strokes;
pub mod survey;
mod taking;
mod typing;
mod view;

pub use action::Action;
pub use cursor::{Cursor, Move};
pub use edits::{Edits, Rewrite};
pub use finding::Finding;
pub use form::{Clothes, Draft, FormState, Part, Touch};
pub use history::{Change, History, Step};
pub use lab::{OpenLab, Taken};
pub use language::{Asked, Asker, Fixes, Language, Peek, Places, Popup, Renaming};
pub use learn::Standing;
pub use outbox::Outbox;
pub use saved::{Saved, SavedError};
pub use scroll::Scroll;
pub use state::{EngineState, Notice, Offer, Offers, State};
pub use strokes::Stroke;
pub use typing::MAX_EDITED;
pub use view::{Pane, Source, Theme, View, WHOLE};
