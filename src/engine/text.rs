//! The message in the clothings that are written when they are asked for, not with every analysis: in the text format for
//! whoever looks at it, as JSON for whoever wants his own written anew.

use super::Engine;
use crate::{
    analysis::{self, Content},
    message,
    schema::Root,
};

impl Engine {
    /// The message that is shown, in the text format.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    pub(super) fn write_text(&self) -> Result<String, String> {
        let (root, content) = self.to_write()?;
        let decoded = analysis::decoded(root, &content.bytes, &content.nodes);
        message::text::to_text(&decoded.message).map_err(|why| format!("There is no text: {why}."))
    }

    /// The message that is shown, as JSON.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    pub(super) fn write_json(&self) -> Result<String, String> {
        let (root, content) = self.to_write()?;
        let json = analysis::shown_json(root, &content.bytes, &content.nodes, self.options);
        json.map(|json| json.text).map_err(|why| format!("There is no JSON: {why}."))
    }

    fn to_write(&self) -> Result<(&Root, &Content), String> {
        let shown = self.shown.as_ref().ok_or("There is no message yet.")?;
        let content = shown.content().ok_or("There is no message yet.")?;
        let root = shown.analysis.root.as_ref();
        let root = root.ok_or("The bytes have no message type: choose one above, and they are shown as text.")?;
        if content.bytes.len() > analysis::MAX_DERIVED {
            return Err("This payload is too large to be shown as text; its bytes and fields are all here.".to_owned());
        }
        Ok((root, content))
    }
}
