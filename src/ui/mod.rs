//! The interface: the only module that knows a browser.
//!
//! `app` holds the state and the three hooks that reach outside (`engine`, `saved`, `route`). Everything else is
//! components: props in, `Html` and [`Action`](crate::session::Action)s out.

mod answers;
mod app;
mod dom;
mod editor;
mod engine;
mod files;
mod live;
mod pages;
mod panes;
mod parts;
mod route;
mod saved;
mod shortcuts;
mod squeeze;
mod worker;

pub use app::start;
pub use live::start as start_live;
pub use squeeze::run as run_squeeze;
pub use worker::run as run_worker;
