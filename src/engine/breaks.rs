//! Breaking the message that is on screen. Knows which one that is, nothing of the ways.

use super::{Engine, Shown};
use crate::{
    analysis::Content,
    breakage::{self, Breakage, Way},
};

impl Engine {
    /// Where each way would break the message with this byte chosen, or why it can't; in the order of [`Way::ALL`].
    pub(super) fn offers(&self, at: u32) -> Vec<Result<String, String>> {
        let offer = |way| {
            let (shown, content) = self.newest()?;
            breakage::place(way, &content.bytes, &content.nodes, shown.analysis.root.as_ref(), at)
        };
        Way::ALL.map(offer).into()
    }

    /// Breaks the message.
    pub(super) fn breakage(&self, way: Way, at: u32) -> Result<Breakage, String> {
        let (shown, content) = self.newest()?;
        breakage::breakage(way, &content.bytes, &content.nodes, shown.analysis.root.as_ref(), at)
    }

    fn newest(&self) -> Result<(&Shown, &Content), String> {
        let shown = self.shown.as_ref().filter(|shown| shown.fresh);
        let found = shown.and_then(|shown| Some((shown, shown.content()?)));
        found.ok_or_else(|| "the newest text can't be read".to_owned())
    }
}
