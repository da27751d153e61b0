//! What changed of the input, so that a keystroke in a workspace of many files sends one of them.

use super::view::Change;
use crate::analysis::Input;

impl Change {
    /// What has to be told to an engine that knows `known`, so that it knows `input`.
    pub fn between(known: Option<&Input>, input: &Input) -> Change {
        let mut change = Change { root: input.root.clone(), taking: input.taking.clone(), ..Change::default() };
        let same_names = |known: &&Input| {
            known.files.len() == input.files.len()
                && known.files.iter().zip(&input.files).all(|(old, new)| old.name == new.name)
        };
        match known.filter(same_names) {
            Some(known) => {
                let pairs = known.files.iter().zip(&input.files).enumerate();
                let changed = pairs.filter(|(_, (old, new))| old.text != new.text);
                change.texts = changed.map(|(at, (_, new))| (at as u32, new.text.clone())).collect();
            }
            None => change.files = Some(input.files.clone()),
        }
        if known.is_none_or(|known| known.payload != input.payload) {
            change.payload = Some(input.payload.clone());
        }
        change
    }

    /// Takes along what an earlier change would have brought that is not sent any more.
    pub fn take_along(&mut self, earlier: &Change) {
        self.is_other |= earlier.is_other;
        if self.payload.is_none() {
            self.choose = self.choose.or(earlier.choose);
        }
        if self.payload.is_none() {
            self.payload.clone_from(&earlier.payload);
        }
        if self.files.is_some() {
            return;
        }
        if let Some(files) = &earlier.files {
            let mut files = files.clone();
            for (at, text) in self.texts.drain(..) {
                if let Some(file) = files.get_mut(at as usize) {
                    file.text = text;
                }
            }
            self.files = Some(files);
        } else {
            let newer = self.texts.len();
            for (at, text) in &earlier.texts {
                if !self.texts[..newer].iter().any(|(changed, _)| changed == at) {
                    self.texts.push((*at, text.clone()));
                }
            }
        }
    }

    /// Whether it is about files at all.
    pub fn has_files(&self) -> bool {
        self.files.is_some() || !self.texts.is_empty()
    }

    /// Makes the change, as far as it is about the input.
    pub fn apply(self, input: &mut Input) {
        if let Some(files) = self.files {
            input.files = files;
        }
        for (at, text) in self.texts {
            if let Some(file) = input.files.get_mut(at as usize) {
                file.text = text;
            }
        }
        if let Some(payload) = self.payload {
            input.payload = payload;
        }
        input.root = self.root;
        input.taking = self.taking;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{analysis::Payload, text::File, wire::Taking};
    use proptest::prelude::*;

    fn inputs() -> impl Strategy<Value = Input> {
        let files = prop::collection::vec(("[ab]", "[a-c]{0,2}"), 1..4);
        (files, "[xy]", "[a-c]{0,2}").prop_map(|(files, root, json)| Input {
            files: files.into_iter().map(|(name, text)| File { name, text }).collect(),
            taking: Taking { plain: root == "x", ..Taking::default() },
            root,
            payload: Payload::Json(json),
            script: None,
        })
    }

    proptest! {
        /// Whichever changes are sent, and whichever go along with the next, the engine ends up knowing the input.
        #[test]
        fn the_engine_knows_the_input(inputs in prop::collection::vec((inputs(), any::<bool>()), 1..8)) {
            let mut engine = Input::default();
            let (mut known, mut waiting) = (None::<Input>, None::<Change>);
            for (input, sent) in inputs {
                let mut change = Change::between(known.as_ref(), &input);
                if let Some(earlier) = waiting.take() {
                    change.take_along(&earlier);
                }
                known = Some(input.clone());
                if sent {
                    change.apply(&mut engine);
                    prop_assert_eq!(&engine, &input);
                } else {
                    waiting = Some(change);
                }
            }
        }
    }

    #[test]
    fn a_keystroke_sends_one_file() {
        let file = |at: usize| File { name: format!("{at}.proto"), text: "x".repeat(1000) };
        let known = Input { files: (0..200).map(file).collect(), ..Input::default() };
        let mut input = known.clone();
        input.files[7].text.push('y');
        let change = Change::between(Some(&known), &input);
        assert_eq!(change, Change { texts: vec![(7, input.files[7].text.clone())], ..Change::default() });
    }
}
