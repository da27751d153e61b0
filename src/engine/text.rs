//! The message in the text format, for whoever looks at it: it is written when it is asked for, not with every analysis.

use super::Engine;
use crate::{analysis, message};

impl Engine {
    /// The message that is shown, in the text format.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    pub(super) fn text(&self) -> Result<String, String> {
        let shown = self.shown.as_ref().ok_or("There is no message yet.")?;
        let content = shown.content().ok_or("There is no message yet.")?;
        let root = shown.analysis.root.as_ref();
        let root = root.ok_or("The bytes have no message type: choose one above, and they are shown as text.")?;
        let too_large = content.bytes.len() > analysis::MAX_DERIVED;
        if too_large {
            return Err("This payload is too large to be shown as text; its bytes and fields are all here.".to_owned());
        }
        let decoded = analysis::decoded(root, &content.bytes, &content.nodes);
        message::text::to_text(&decoded.message).map_err(|why| format!("There is no text: {why}."))
    }
}
