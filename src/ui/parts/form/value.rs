//! What stands in the field of a row. Knows no field.

use super::Line;
use crate::{
    message::form::data::Value,
    session::{Clothes, Part},
};

impl Line<'_> {
    /// What stands in its field: what is typed there, else what the text has.
    pub(super) fn text(self) -> String {
        match self.draft(Part::Value) {
            Some(draft) => draft.text.clone(),
            None => self.told(),
        }
    }

    /// What the text has.
    fn told(self) -> String {
        match &self.row.value {
            Value::Text(text) | Value::Misfit(text) => text.clone(),
            Value::Bytes { base64, hex, text } => match (self.clothes(), text) {
                (Clothes::Text, Some(text)) => text.clone(),
                (Clothes::Base64, _) => base64.clone(),
                (Clothes::Hex | Clothes::Text, _) => hex.clone(),
            },
            Value::Type { url, full_name } => full_name.clone().unwrap_or_else(|| url.clone()),
            Value::Chosen(path) => path.clone(),
            Value::None | Value::Long(_) => String::new(),
        }
    }

    /// The clothes its bytes are shown in: as characters only where they are some.
    pub(super) fn clothes(self) -> Clothes {
        let wish = self.sheet.clothes.get(&self.row.path).copied();
        match &self.row.value {
            Value::Bytes { text: None, .. } if wish.unwrap_or_default() == Clothes::Text => Clothes::Hex,
            _ => wish.unwrap_or_default(),
        }
    }

    /// Whether the field is for something else than what stands there: it is shown as it is in the text.
    pub(super) fn is_misfit(self) -> bool {
        matches!(self.row.value, Value::Misfit(_))
    }
}
