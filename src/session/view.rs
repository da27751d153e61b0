//! How the page is arranged: theme, tabs, pane sizes. Knows nothing of what is shown.

use crate::message::JsonOptions;

/// Light, dark or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them; the saved form keeps the index.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The word shown, and the value of the root element's `data-theme`.
    pub fn word(self) -> &'static str {
        match self {
            Theme::System => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The one the button leads to.
    #[must_use]
    pub fn next(self) -> Theme {
        match self {
            Theme::System => Theme::Dark,
            Theme::Dark => Theme::Light,
            Theme::Light => Theme::System,
        }
    }
}

/// Which clothing of the message the middle pane shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// The JSON editor.
    #[default]
    Json,
    /// The typed bytes.
    Payload,
    /// The editor of the text format.
    Text,
    /// The form.
    Form,
}

impl Source {
    /// All of them; the saved form keeps the index.
    pub const ALL: [Source; 4] = [Source::Json, Source::Payload, Source::Text, Source::Form];

    /// All of them in the order of their tabs.
    pub const TABS: [Source; 4] = [Source::Json, Source::Form, Source::Text, Source::Payload];

    /// The word on its tab.
    pub fn word(self) -> &'static str {
        match self {
            Source::Json => "JSON",
            Source::Text => "Text",
            Source::Payload => "Payload",
            Source::Form => "Form",
        }
    }
}

/// Which pane a narrow screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The .proto files.
    #[default]
    Schema,
    /// The message.
    Message,
    /// The bytes.
    Wire,
}

impl Pane {
    /// All of them; the saved form keeps the index.
    pub const ALL: [Pane; 3] = [Pane::Schema, Pane::Message, Pane::Wire];

    /// The word on its tab.
    pub fn word(self) -> &'static str {
        match self {
            Pane::Schema => "Schema",
            Pane::Message => "Message",
            Pane::Wire => "Bytes",
        }
    }
}

/// How the page is arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Light or dark.
    pub theme: Theme,
    /// The clothing of the message.
    pub source: Source,
    /// The pane of a narrow screen.
    pub pane: Pane,
    /// The shares of the width that the first and second pane take, in thousandths; the third takes the rest.
    pub split: [u32; 2],
    /// Whether problems list what is a matter of style only.
    pub hints: bool,
    /// How many messages a second the size lab reckons with.
    pub rate: u32,
    /// How JSON is written, where it is made from something else.
    pub json: JsonOptions,
    /// Whether the fields of a message that are not on the wire have rows, too.
    pub absent: bool,
}

/// The whole width.
pub const WHOLE: u32 = 1000;

/// The least share of the width a pane can be given.
const MIN_SHARE: u32 = 150;

impl Default for View {
    fn default() -> Self {
        View {
            theme: Theme::default(),
            source: Source::default(),
            pane: Pane::default(),
            split: [350, 280],
            hints: true,
            rate: 1000,
            json: JsonOptions::default(),
            absent: false,
        }
    }
}

impl View {
    /// The nearest shares that leave every pane room.
    pub fn within([left, middle]: [u32; 2]) -> [u32; 2] {
        let left = left.clamp(MIN_SHARE, WHOLE - 2 * MIN_SHARE);
        [left, middle.clamp(MIN_SHARE, WHOLE - left - MIN_SHARE)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_always_have_room() {
        for split in [[0, 0], [1000, 1000], [500, u32::MAX], [u32::MAX, 0], [0, 900]] {
            let [left, middle] = View::within(split);
            for share in [left, middle, WHOLE - left - middle] {
                assert!(share >= MIN_SHARE, "{split:?} → {left} {middle}");
            }
        }
    }
}
