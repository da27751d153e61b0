//! The saved form: one Protocol Buffers message, so that a later version reads an earlier one's and the other way round.
//!
//! ```proto
//! message Saved     { uint32 version = 1; Workspace work = 2; Workspace before = 3; View view = 4;
//!                     map<string, Standing> progress = 5; repeated File kept = 6; Shop shop = 7;
//!                     map<string, Draft> drafts = 9; }
//! message Draft     { repeated string parts = 1; }
//! message View      { uint32 theme = 1; uint32 source = 2; uint32 pane = 3; repeated uint32 split = 4;
//!                     bool without_hints = 5; bool absent = 6;
//!                     bool json_defaults = 7; bool json_original_names = 8; bool json_enums_as_numbers = 9;
//!                     optional uint32 rate = 10; }
//! message Standing  { bool right = 2; }  // read only: what was answered is kept by itself now
//! ```
//!
//! `Workspace` and `File` are those of [`crate::workspace`], `Shop` is that of `calls::kept`. What was answered and read is kept apart, by
//! [`learn::Record`](super::learn::Record). Knows neither where it is kept nor how a link carries it.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use prost::Message;

use super::{Pane, Source, Theme, View, survey::MAX_KEPT};
use crate::{
    analysis::Input,
    engine::survey::{self, Kept},
    learn::task::Answer,
    message::JsonOptions,
    rpc::store::Settings,
    size::traffic::MAX_RATE,
    workspace::{self, proto::File},
};

/// The version written. One that is greater is read as far as it is understood.
const VERSION: u32 = 1;

/// The longest answer that is kept while it is being written, in bytes.
const MAX_DRAFT: usize = 16 * 1024;

/// What is kept between visits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// What the user typed.
    pub input: Input,
    /// The tab in front.
    pub active: usize,
    /// What was there before an example or a link was loaded.
    pub before: Option<Input>,
    /// Theme, tabs, pane sizes.
    pub view: View,
    /// The questions that a learner tried with an earlier version, and whether they were answered. Not written any more.
    pub progress: BTreeMap<String, bool>,
    /// The payloads that were put aside.
    pub kept: Vec<Kept>,
    /// The conditions of the online store.
    pub shop: Settings,
    /// The answers that are being written, by their questions' ids.
    pub drafts: BTreeMap<String, Answer>,
}

/// Why a saved form can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedError {
    /// It is not base64.
    Text,
    /// It is not the message it should be.
    Message,
    /// It has no workspace, or one this page would never have written.
    Workspace,
}

impl Saved {
    /// As text for a string store.
    pub fn to_text(&self) -> String {
        // Whoever pastes a novel into an answer still wants the rest to be kept.
        let is_kept = |parts: &Answer| parts.iter().map(String::len).sum::<usize>() <= MAX_DRAFT;
        let drafts = self.drafts.iter().filter(|(_, parts)| is_kept(parts));
        let message = proto::Saved {
            version: VERSION,
            work: Some(workspace::message(&self.input, self.active)),
            before: self.before.as_ref().map(|input| workspace::message(input, 0)),
            view: Some(proto::View {
                theme: self.view.theme as u32,
                source: self.view.source as u32,
                pane: self.view.pane as u32,
                split: self.view.split.to_vec(),
                without_hints: !self.view.hints,
                rate: Some(self.view.rate),
                absent: self.view.absent,
                json_defaults: self.view.json.defaults,
                json_original_names: self.view.json.original_names,
                json_enums_as_numbers: self.view.json.enums_as_numbers,
            }),
            progress: BTreeMap::new(),
            kept: self.kept.iter().map(|it| File { name: it.name.clone(), content: it.bytes.clone() }).collect(),
            shop: Some((&self.shop).into()),
            drafts: drafts.map(|(id, parts)| (id.clone(), proto::Draft { parts: parts.clone() })).collect(),
        };
        STANDARD_NO_PAD.encode(message.encode_to_vec())
    }

    /// Reads what [`Saved::to_text`] wrote.
    ///
    /// # Errors
    /// Where the text was not written by this page, or was damaged since.
    pub fn from_text(text: &str) -> Result<Saved, SavedError> {
        let bytes = STANDARD_NO_PAD.decode(text).map_err(|_| SavedError::Text)?;
        let message = proto::Saved::decode(bytes.as_slice()).map_err(|_| SavedError::Message)?;
        let (input, active) = message.work.and_then(workspace::input).ok_or(SavedError::Workspace)?;
        let view = message.view.unwrap_or_default();
        Ok(Saved {
            input,
            active,
            before: message.before.and_then(workspace::input).map(|(input, _)| input),
            view: View {
                theme: Theme::ALL.get(view.theme as usize).copied().unwrap_or_default(),
                source: Source::ALL.get(view.source as usize).copied().unwrap_or_default(),
                pane: Pane::ALL.get(view.pane as usize).copied().unwrap_or_default(),
                split: splits(&view.split),
                hints: !view.without_hints,
                rate: view.rate.unwrap_or(View::default().rate).min(MAX_RATE),
                absent: view.absent,
                json: JsonOptions {
                    defaults: view.json_defaults,
                    original_names: view.json_original_names,
                    enums_as_numbers: view.json_enums_as_numbers,
                },
            },
            progress: message.progress.into_iter().map(|(question, standing)| (question, standing.right)).collect(),
            kept: kept(message.kept),
            shop: message.shop.map(Settings::from).unwrap_or_default(),
            drafts: message.drafts.into_iter().map(|(id, draft)| (id, draft.parts)).collect(),
        })
    }
}

/// As many as are kept, and none that is larger than would have been.
fn kept(files: Vec<File>) -> Vec<Kept> {
    let files = files.into_iter().filter(|file| file.content.len() <= survey::MAX_KEPT).take(MAX_KEPT);
    files.map(|file| Kept { name: file.name, bytes: file.content }).collect()
}

fn splits(saved: &[u32]) -> [u32; 2] {
    match *saved {
        [left, right] => View::within([left, right]),
        _ => View::default().split,
    }
}

/// The messages of the module's head, by prost.
mod proto {
    use super::{super::calls::kept::Shop, BTreeMap};
    use crate::workspace::proto::{File, Workspace};

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Saved {
        #[prost(uint32, tag = "1")]
        pub version: u32,
        #[prost(message, optional, tag = "2")]
        pub work: Option<Workspace>,
        #[prost(message, optional, tag = "3")]
        pub before: Option<Workspace>,
        #[prost(message, optional, tag = "4")]
        pub view: Option<View>,
        #[prost(btree_map = "string, message", tag = "5")]
        pub progress: BTreeMap<String, Standing>,
        #[prost(message, repeated, tag = "6")]
        pub kept: Vec<File>,
        #[prost(message, optional, tag = "7")]
        pub shop: Option<Shop>,
        #[prost(btree_map = "string, message", tag = "9")]
        pub drafts: BTreeMap<String, Draft>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Standing {
        #[prost(bool, tag = "2")]
        pub right: bool,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Draft {
        #[prost(string, repeated, tag = "1")]
        pub parts: Vec<String>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct View {
        #[prost(uint32, tag = "1")]
        pub theme: u32,
        #[prost(uint32, tag = "2")]
        pub source: u32,
        #[prost(uint32, tag = "3")]
        pub pane: u32,
        #[prost(uint32, repeated, tag = "4")]
        pub split: Vec<u32>,
        #[prost(bool, tag = "5")]
        pub without_hints: bool,
        #[prost(bool, tag = "6")]
        pub absent: bool,
        #[prost(bool, tag = "7")]
        pub json_defaults: bool,
        #[prost(bool, tag = "8")]
        pub json_original_names: bool,
        #[prost(bool, tag = "9")]
        pub json_enums_as_numbers: bool,
        #[prost(uint32, optional, tag = "10")]
        pub rate: Option<u32>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::Payload,
        text::File,
        wire::{
            Format, Taking,
            layers::{Chosen, Layer, Switched},
        },
    };
    use proptest::prelude::*;

    fn takings() -> impl Strategy<Value = Taking> {
        let format = prop::option::of(prop::sample::select(Format::ALL.to_vec()));
        let layer = prop::sample::select(Layer::ALL.to_vec());
        let switched = (0..6u32, layer, any::<bool>()).prop_map(|(depth, layer, on)| Switched { depth, layer, on });
        let chosen = any::<(u32, u32)>().prop_map(|(depth, message)| Chosen { depth, message });
        let lists = (prop::collection::vec(switched, 0..3), prop::collection::vec(chosen, 0..3));
        (format, any::<bool>(), lists).prop_map(|(format, plain, (switched, chosen))| Taking {
            format,
            plain,
            switched,
            chosen,
        })
    }

    fn inputs() -> impl Strategy<Value = Input> {
        let payload = prop_oneof![
            ".{0,40}".prop_map(Payload::Json),
            ".{0,40}".prop_map(Payload::TextFormat),
            ".{0,40}".prop_map(Payload::Text),
            ("[a-z.]{1,9}", prop::collection::vec(any::<u8>(), 0..40))
                .prop_map(|(name, bytes)| Payload::File { name, bytes }),
        ];
        let files = prop::collection::btree_map("[a-z/_]{1,9}", ".{0,80}", 1..4)
            .prop_map(|files| files.into_iter().map(|(name, text)| File { name, text }).collect());
        (files, "[a-z.A-Z]{0,9}", payload, takings()).prop_map(|(files, root, payload, taking)| Input {
            files,
            root,
            payload,
            taking,
            script: None,
        })
    }

    proptest! {
        #[test]
        fn the_saved_form_round_trips(input in inputs(), before in prop::option::of(inputs()), split in 200..400u32) {
            let saved = Saved {
                input,
                active: 0,
                before,
                view: View {
                    theme: Theme::Dark,
                    source: Source::Payload,
                    pane: Pane::Wire,
                    split: [split, split],
                    hints: split % 2 == 0,
                    rate: split,
                    absent: split % 3 == 0,
                    json: JsonOptions {
                        defaults: split % 5 == 0,
                        original_names: split % 7 == 0,
                        enums_as_numbers: split % 11 == 0,
                    },
                },
                kept: vec![Kept { name: "a.bin".to_owned(), bytes: vec![8, 1] }],
                progress: BTreeMap::new(),
                shop: Settings { items: 7, ..Settings::default() },
                drafts: [("__proto__".to_owned(), vec!["08 01".to_owned(), String::new()])].into(),
            };
            prop_assert_eq!(Saved::from_text(&saved.to_text()), Ok(saved));
        }

        #[test]
        fn a_damaged_one_is_an_error_or_a_workspace(text in ".{0,60}", bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            for text in [text, STANDARD_NO_PAD.encode(bytes)] {
                if let Ok(saved) = Saved::from_text(&text) {
                    prop_assert!(saved.active < saved.input.files.len());
                }
            }
        }
    }

    #[test]
    fn what_an_earlier_version_kept_of_a_learner_is_read() {
        let mut bytes = STANDARD_NO_PAD.decode(one().to_text()).unwrap();
        // progress = { key: "tags" value: { tries: 2 right: true last: "a" } }
        bytes.extend(b"\x2a\x0f\x0a\x04tags\x12\x07\x08\x02\x10\x01\x1a\x01a");
        let progress = [("tags".to_owned(), true)].into();
        assert_eq!(Saved::from_text(&STANDARD_NO_PAD.encode(bytes)), Ok(Saved { progress, ..one() }));
    }

    fn one() -> Saved {
        Saved {
            input: Input { files: vec![File { name: "a.proto".into(), text: String::new() }], ..Input::default() },
            ..Saved::default()
        }
    }

    #[test]
    fn a_later_version_with_more_fields_is_read_as_far_as_understood() {
        let mut bytes = STANDARD_NO_PAD.decode(one().to_text()).unwrap();
        bytes.extend([0x08, 0x02, 0xfa, 0x3f, 0x01, 0x61]); // version = 2, field 1023 = "a"
        assert_eq!(Saved::from_text(&STANDARD_NO_PAD.encode(bytes)), Ok(one()));
    }
}
