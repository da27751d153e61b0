//! The online store: an order is placed, over gRPC and over REST, under the same conditions.
//!
//! ```text
//! settings + order, by the schema ─▶ two scenes ─simulate─▶ two timelines ─▶ lanes, totals, sentences
//! ```
//!
//! 1. [`settings`]: what can be chosen
//! 2. [`order`]: the messages of an order of so many items
//! 3. [`scene`](mod@scene): who calls whom, when, with them
//! 4. [`lane`]: a timeline in short; [`verdict`]: what two of them show
//! 5. [`place`]: all of that, and the same over the number of items
//! 6. [`mismatch`]: what comes of it if one side's schema is another one's
//!
//! Both lanes make the same calls with the same messages, and wait as long between them; only how they are made differs.
//! Knows no page, and of the store no more than the names of its services and fields: the schema and a message are given.

pub mod lane;
pub mod mismatch;
pub mod order;
pub mod place;
pub mod scene;
pub mod settings;
pub mod verdict;
pub mod words;

pub use order::{Order, Store};
pub use scene::scene;
pub use settings::{Failure, Reserving, Service, Settings};
