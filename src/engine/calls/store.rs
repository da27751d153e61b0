//! The online store of the examples, compiled once: orders are placed there, and its schema is changed.
//!
//! Knows only where the store's files are; all else is [`rpc::store`](crate::rpc::store)'s.

use super::Calls;
use crate::{
    analysis::Input,
    examples::{self, Example},
    rpc::store::{
        Settings, Store,
        mismatch::{self, Change, Mismatch},
        place::{self, Placed},
    },
    schema,
};

/// The example that is the store.
const SLUG: &str = "online-store";

/// The store as its own files make it.
pub(super) type Shop = Result<Store, String>;

fn example() -> Result<&'static Example, String> {
    examples::find(SLUG).ok_or_else(|| format!("There is no example '{SLUG}'."))
}

fn shop() -> Shop {
    let example = example()?;
    let schema = schema::compile(&Input::from(example).files).schema;
    Store::new(&schema.ok_or("The store's schema has errors.")?, example.json)
}

impl Calls {
    /// Places an order.
    ///
    /// # Errors
    /// A sentence for the user.
    pub(super) fn place(&mut self, settings: &Settings) -> Result<Box<Placed>, String> {
        let shop = self.shop.get_or_insert_with(shop).as_ref().map_err(Clone::clone)?;
        place::place(shop, settings).map(Box::new)
    }
}

/// Changes the store's schema.
///
/// # Errors
/// A sentence for the user.
pub(super) fn mismatch(change: Change) -> Result<Box<Mismatch>, String> {
    mismatch::mismatch(&Input::from(example()?).files, change).map(Box::new)
}
