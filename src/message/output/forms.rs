//! The types of `google/protobuf` that have a JSON form of their own:
//! <https://protobuf.dev/programming-guides/json/>.

use super::items::{Item, Pieces};
use super::{Printer, number, too_deep};
use crate::message::any::{self, TYPE, TYPE_URL_NUMBER, VALUE, VALUE_NUMBER};
use crate::message::limits::MAX_LEVELS;
use crate::message::time::{self, Time};
use crate::message::wellknown::{NANOS_NUMBER, PATHS_NUMBER, SECONDS_NUMBER, WRAPPED_NUMBER};
use crate::message::{json, mask};
use crate::schema::types::{Form, Kind, Message};

/// The field of Struct and of ListValue.
const ONLY_NUMBER: u32 = 1;

impl Printer<'_> {
    /// A message of such a type as a value.
    pub(super) fn form(&mut self, message: &Message, pieces: Pieces, level: usize) -> Result<(), String> {
        let start = self.items(message, pieces)?;
        match message.form {
            Form::Fields | Form::Empty => {}
            Form::Timestamp => self.text(message, time::timestamp_text(self.time(message, start)))?,
            Form::Duration => self.text(message, time::duration_text(self.time(message, start)))?,
            Form::Mask => self.text(message, self.mask(message, start))?,
            Form::Wrapper => {
                if let Some(field) = message.field(WRAPPED_NUMBER) {
                    let item = self.last(message, start, WRAPPED_NUMBER);
                    match item.map(|item| self.value(message, field, item.payload)).transpose()?.flatten() {
                        Some(value) => self.scalar(field.kind, value),
                        None => self.default(field.kind),
                    }
                }
            }
            Form::Struct => {
                let before = self.entries.len();
                if let Some(fields) = message.field(ONLY_NUMBER) {
                    self.entries(fields, start..self.items.len())?;
                    // A map's entry is a message around its value, in a Struct as anywhere.
                    self.map(fields, before, level + 1)?;
                }
            }
            Form::List => {
                if let Some(values) = message.field(ONLY_NUMBER) {
                    self.list(message, values, start..self.items.len(), level)?;
                }
            }
            Form::Value => self.any_json(message, start, level)?,
            Form::Any => self.any(message, start, level)?,
        }
        self.items.truncate(start);
        Ok(())
    }

    /// The last item of a field behind `start`.
    fn last(&self, message: &Message, start: usize, number: u32) -> Option<Item> {
        let field = message.index(number)?;
        (start..self.items.len()).rev().filter_map(|at| self.items.get(at)).find(|item| item.field as usize == field)
    }

    fn integer(&self, message: &Message, start: usize, number: u32) -> i64 {
        let field = message.field(number).zip(self.last(message, start, number));
        let read = field.and_then(|(field, item)| number::read(field.kind, self.bytes, item.payload.start as usize));
        read.map_or(0, |(value, _)| value as i64)
    }

    fn time(&self, message: &Message, start: usize) -> Time {
        let (seconds, nanos) = (SECONDS_NUMBER, NANOS_NUMBER);
        Time { seconds: self.integer(message, start, seconds), nanos: self.integer(message, start, nanos) as i32 }
    }

    fn mask(&self, message: &Message, start: usize) -> Result<String, String> {
        let Some(paths) = message.index(PATHS_NUMBER) else { return Ok(String::new()) };
        let items = (start..self.items.len()).filter_map(|at| self.items.get(at));
        let paths = items.filter(|item| item.field as usize == paths).map(|item| item.payload.of(self.bytes));
        mask::text(paths.filter_map(|path| std::str::from_utf8(path).ok()))
    }

    fn text(&mut self, message: &Message, text: Result<String, String>) -> Result<(), String> {
        let text = text.map_err(|reason| format!("a {} has no JSON: {reason}", message.full_name()))?;
        self.out.string(&text);
        Ok(())
    }

    /// A `google.protobuf.Value`.
    fn any_json(&mut self, message: &Message, start: usize, level: usize) -> Result<(), String> {
        let end = self.items.len();
        let last = end.checked_sub(1).filter(|&last| last >= start).and_then(|last| self.items.get(last));
        let found = last.and_then(|item| Some((message.fields().get(item.field as usize)?, item)));
        let Some((field, item)) = found else {
            self.out.word("null");
            return Ok(());
        };
        match field.kind {
            Kind::Message(id) | Kind::Group(id) => self.message(id, Pieces::Items(start, end), level + 1),
            Kind::Double => {
                let bits = number::read(Kind::Double, self.bytes, item.payload.start as usize);
                let value = f64::from_bits(bits.map_or(0, |(bits, _)| bits));
                if !json::push_number(value, self.out.value()) {
                    return Err(format!("a google.protobuf.Value is {value}, for which JSON has no number"));
                }
                Ok(())
            }
            kind => {
                match self.value(message, field, item.payload)? {
                    Some(value) => self.scalar(kind, value),
                    None => self.out.word("null"),
                }
                Ok(())
            }
        }
    }

    /// A `google.protobuf.Any`: the fields of what it holds stand beside its `@type`; a type with a JSON form of its own stands
    /// in `value`.
    fn any(&mut self, message: &Message, start: usize, level: usize) -> Result<(), String> {
        let types = self.types;
        let url = self.last(message, start, TYPE_URL_NUMBER).map(|item| item.payload);
        let value = self.last(message, start, VALUE_NUMBER).map(|item| item.payload);
        let url_text = url.map_or(Ok(""), |url| std::str::from_utf8(url.of(self.bytes)));
        let url_text = url_text.map_err(|_| "an Any holds a type URL that is not UTF-8".to_owned())?;
        let mut object = self.out.object();
        if !url_text.is_empty() || value.is_some_and(|value| !value.is_empty()) {
            let Some(held) = any::type_name(url_text).and_then(|name| types.find(name)) else {
                return Err(format!("an Any holds the type {url_text:?}, which is not in the schema"));
            };
            if level >= MAX_LEVELS {
                return Err(too_deep());
            }
            self.out.key(&mut object, TYPE)?;
            self.out.string(url_text);
            let held = types.message(held);
            let around = self.held.replace(held.id);
            let pieces = value.map_or(Pieces::Items(0, 0), Pieces::One);
            if held.form == Form::Fields {
                self.fields(held, pieces, &mut object, level + 1)?;
            } else {
                self.out.key(&mut object, VALUE)?;
                self.message(held.id, pieces, level + 1)?;
            }
            self.held = around;
        }
        self.out.close(&object);
        Ok(())
    }
}
