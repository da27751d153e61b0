//! What the user wants to be taken otherwise than it was found, and how long that holds: as long as the payload is the same
//! one, edited. Knows no notation and no layer.

use super::State;
use crate::{
    analysis::{Held, Input, Payload},
    wire::{Format, Taking, layers::Layer},
};

impl State {
    /// The payload's text was edited, or replaced by another.
    pub(super) fn edit_payload(&mut self, text: String) {
        self.edit(|input| {
            if !matches!(&input.payload, Payload::Text(old) if is_edit(old, &text)) {
                input.taking = Taking::default();
            }
            input.payload = Payload::Text(text);
        });
    }

    /// Another payload takes its place: a file that was opened, or JSON.
    pub(super) fn open_payload(&mut self, payload: Payload) {
        self.edit(|input| {
            // The same file again, as after a reload, is taken as it was.
            let is_back = matches!(
                (&input.payload, &payload),
                (Payload::Held(Held { name: old, size: before, .. }), Payload::Held(Held { name, size, .. }))
                    if (old, before) == (name, size)
            );
            if !is_back {
                input.taking = Taking::default();
            }
            input.payload = payload;
        });
    }

    /// The payload is to be read in that notation. What was around it before need not be around it now.
    pub(super) fn take_as(&mut self, format: Option<Format>) {
        self.edit(|input| input.taking = Taking { format, ..Taking::default() });
    }

    /// A layer is to be taken off, or left on.
    pub(super) fn switch_layer(&mut self, depth: u32, layer: Layer, on: bool) {
        self.edit(|input: &mut Input| input.taking.switch(depth, layer, on));
    }

    /// Another message of a stream is to be shown.
    pub(super) fn choose_message(&mut self, depth: u32, message: u32) {
        self.edit(|input: &mut Input| input.taking.choose(depth, message));
    }
}

/// Whether a text is an earlier one that was edited: half of the longer one is still there, at its beginning or its end.
fn is_edit(old: &str, new: &str) -> bool {
    let same = |(a, b): &(u8, u8)| a == b;
    let start = old.bytes().zip(new.bytes()).take_while(same).count();
    let end = old.bytes().rev().zip(new.bytes().rev()).take_while(same).count();
    !new.is_empty() && (start + end) * 2 >= old.len().max(new.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Action;

    #[test]
    fn what_was_overruled_holds_for_the_text_it_was_overruled_of() {
        let mut state = State::new(None);
        state.apply(Action::EditPayload("deadbeef".into()));
        state.apply(Action::TakeAs(Some(Format::Base64)));
        state.apply(Action::SwitchLayer(0, Layer::Gzip, false));
        let taking = state.input.taking.clone();
        state.apply(Action::EditPayload("deadbeefdead".into()));
        assert_eq!(state.input.taking, taking);
        state.apply(Action::EditPayload("0a 05 41 6c 69 63 65".into()));
        assert!(state.input.taking.is_default());
        state.apply(Action::TakeAs(Some(Format::Hex)));
        state.apply(Action::EditJson("{}".into()));
        assert!(state.input.taking.is_default());
    }

    #[test]
    fn a_file_opened_again_is_taken_as_before() {
        let mut state = State::new(None);
        let file = |key, size| Action::HoldFile(Held { name: "a".into(), size, key, edits: Vec::new() });
        state.apply(file(1, 9));
        state.apply(Action::ChooseMessage(0, 3));
        state.apply(file(2, 9));
        assert!(!state.input.taking.is_default());
        state.apply(file(3, 8));
        assert!(state.input.taking.is_default());
    }

    #[test]
    fn an_edit_leaves_half() {
        assert!(is_edit("0a05", "0a0541"));
        assert!(is_edit("0a0541", "ff0541"));
        assert!(!is_edit("0a0541", ""));
        assert!(!is_edit("", "0a"));
        assert!(!is_edit("CgVBbGljZQ==", "0a 05 41 6c 69 63 65"));
    }
}
