//! The message in the clothings that are written when they are asked for, not with every analysis: in the text format for
//! whoever looks at it, as JSON for whoever wants his own written anew.

use super::{Engine, Shown, view::TextFormat};
use crate::{
    analysis::{self, Content, Text},
    schema::Root,
    text::{Span, Utf16Index},
};

impl Engine {
    /// The message that is shown, in the text format.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    pub(super) fn write_text(&self) -> Result<TextFormat, String> {
        let (root, content) = self.to_write()?;
        let shown = self.shown.as_ref().ok_or(NOTHING)?;
        if shown.text().is_none() {
            let text = analysis::shown_text(root, &content.bytes, &content.nodes);
            let text = text.map_err(|why| format!("There is no text: {why}."))?;
            // There is none yet.
            let _ = shown.text.set(text);
        }
        let text = shown.text().map(|text| text.text.clone()).unwrap_or_default();
        let path = self.chosen.as_ref().map(|chosen| chosen.path.as_str());
        Ok(TextFormat { text, selected: path.and_then(|path| shown.in_text(path)) })
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
        let shown = self.shown.as_ref().ok_or(NOTHING)?;
        let content = shown.content().ok_or(NOTHING)?;
        let root = shown.analysis.root.as_ref();
        let root = root.ok_or("The bytes have no message type: choose one above, and they are shown as text.")?;
        if content.bytes.len() > analysis::MAX_DERIVED {
            return Err("This payload is too large to be shown as text; its bytes and fields are all here.".to_owned());
        }
        Ok((root, content))
    }
}

/// Why there is none where nothing could be read so far.
const NOTHING: &str = "There is no message yet.";

impl Shown {
    /// The text format, as typed or as far as it was asked for.
    pub(super) fn text(&self) -> Option<&Text> {
        self.content()?.text.as_ref().or_else(|| self.text.get())
    }

    /// Where the text has a field or the closest one around it.
    pub(super) fn in_text(&self, path: &str) -> Option<Span> {
        let text = self.text().filter(|_| self.fresh)?;
        Some(Utf16Index::new(&text.text).utf16(text.places.nearest(path)?))
    }
}
