//! A message's JSON.

use prost_reflect::{DynamicMessage, ReflectMessage as _};

use super::output::{Layout, json_of};
use super::{JsonOptions, binary};
use crate::schema::Root;

/// The message as JSON, indented by two blanks; short arrays of scalars are on one line. Whoever has its bytes asks
/// [`json_of`], which needs no message.
///
/// # Errors
///
/// Those of [`json_of`].
pub fn to_json(message: &DynamicMessage) -> Result<String, String> {
    let root = Root::of(&message.descriptor()).ok_or("the message's type is not in its own pool")?;
    json_of(&root, &binary::encode(message), JsonOptions::default(), Layout::Lines).map(|json| json.text)
}
