//! What the schema says of a place in the JSON: the members that an object may have, the values that may stand somewhere.
//!
//! The way to a place goes from the message's type through the keys around it, as `check` goes through the whole text.

use super::cursor::Cursor;
use super::token;
use super::walk::Around;
use crate::schema::types::{Field, Form, Kind, Message, MessageId, Root, Shape, Types};

/// The member of an Any that names its type.
pub(super) const TYPE: &str = "@type";
/// The member of an Any that holds a value with a JSON form of its own.
pub(super) const VALUE: &str = "value";

/// What a value has to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Want {
    /// A scalar, an enum's value or a message.
    One(Kind),
    /// An array of such.
    List(Kind),
    /// An object with the entries of a map.
    Map(MessageId),
    /// The type of what an Any holds.
    Url,
    /// Any JSON.
    Free,
}

impl Want {
    /// What a field's value has to be.
    pub fn of(field: &Field) -> Want {
        match (field.shape, field.kind) {
            (Shape::Map, Kind::Message(entry)) => Want::Map(entry),
            (Shape::List, kind) => Want::List(kind),
            (_, kind) => Want::One(kind),
        }
    }

    /// The message that it has to be, if it is one.
    pub fn message(self, types: &Types) -> Option<&Message> {
        match self {
            Want::One(kind) => kind.message().map(|id| types.message(id)),
            _ => None,
        }
    }
}

/// What the members of an object are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Members<'t> {
    /// The fields of a message.
    Fields(&'t Message),
    /// The fields of what an Any holds, beside `@type`.
    Held(&'t Message),
    /// `@type`, and `value` for what has a JSON form of its own.
    InValue(&'t Message),
    /// `@type`, which comes first in an Any.
    Type,
    /// The entries of a map: the field of the key and that of the value.
    Entries(&'t Field, &'t Field),
}

/// A value's place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Site {
    /// What it has to be.
    pub want: Want,
    /// The full name of the field or extension that it belongs to; nothing for the message itself.
    pub field: Option<String>,
}

/// The full name of a field or an extension.
pub(super) fn full_name(message: &Message, field: &Field) -> String {
    match field.name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(extension) => extension.to_owned(),
        None => format!("{}.{}", message.full_name(), field.name),
    }
}

/// The full name of an enum's value: values are siblings of their enum (language specification, "Enum definition").
pub(super) fn value_name(enum_name: &str, name: &str) -> String {
    match enum_name.rsplit_once('.') {
        Some((scope, _)) => format!("{scope}.{name}"),
        None => name.to_owned(),
    }
}

/// The place of the object or array right around the cursor; outside of all, that of the message.
pub(super) fn around(root: &Root, cursor: &mut Cursor<'_>) -> Option<Site> {
    let mut site = Site { want: Want::One(Kind::Message(root.id())), field: None };
    // The first frame is the text, whose value is the message.
    for index in 1..cursor.frames.len().saturating_sub(1) {
        site = inside(root.types(), site, cursor, index)?;
    }
    Some(site)
}

/// The place of the value at the cursor.
pub(super) fn value(root: &Root, cursor: &mut Cursor<'_>) -> Option<Site> {
    let site = around(root, cursor)?;
    match cursor.frames.len() - 1 {
        0 => Some(site),
        last => inside(root.types(), site, cursor, last),
    }
}

/// The members of the object right around the cursor, and the field that the object is the value of.
pub(super) fn members<'t>(root: &'t Root, cursor: &mut Cursor<'_>) -> Option<(Members<'t>, Option<String>)> {
    let site = around(root, cursor)?;
    let last = cursor.frames.len() - 1;
    Some((members_of(root.types(), site.want, cursor, last)?, site.field))
}

/// The place of the value that was begun last in the frame with this index, which is itself at `site`.
fn inside(types: &Types, site: Site, cursor: &mut Cursor<'_>, index: usize) -> Option<Site> {
    let form = site.want.message(types).map(|message| message.form);
    let want = if matches!(form, Some(Form::Struct | Form::List | Form::Value)) { Want::Free } else { site.want };
    let frame = cursor.frames.get(index)?;
    let key = match (want, frame.around, frame.key) {
        (Want::Free, ..) => return Some(Site { want: Want::Free, ..site }),
        (Want::List(kind), Around::Array, _) => return Some(Site { want: Want::One(kind), ..site }),
        (_, Around::Object, Some(key)) => token::unquoted(cursor.text, key).into_owned(),
        _ => return None,
    };
    let own = |want| Some(Site { want, field: site.field.clone() });
    match members_of(types, want, cursor, index)? {
        Members::Held(_) | Members::InValue(_) | Members::Type if key == TYPE => own(Want::Url),
        Members::Fields(message) | Members::Held(message) => {
            let field = message.fields().get(message.named(&key)?)?;
            Some(Site { want: Want::of(field), field: Some(full_name(message, field)) })
        }
        Members::InValue(message) if key == VALUE => own(Want::One(Kind::Message(message.id))),
        Members::InValue(_) | Members::Type => None,
        Members::Entries(_, value) => own(Want::One(value.kind)),
    }
}

fn members_of<'t>(types: &'t Types, want: Want, cursor: &mut Cursor<'_>, index: usize) -> Option<Members<'t>> {
    if let Want::Map(entry) = want {
        let (key, value) = types.message(entry).entry()?;
        return Some(Members::Entries(key, value));
    }
    let message = want.message(types)?;
    match message.form {
        Form::Fields | Form::Empty => Some(Members::Fields(message)),
        Form::Any => {
            let held = |cursor: &Cursor<'_>| {
                let url = token::unquoted(cursor.text, cursor.frames.get(index)?.url?).into_owned();
                types.find(type_name(&url)?)
            };
            // It may stand behind what it is the type of.
            if held(cursor).is_none() {
                cursor.look_ahead(index);
            }
            let held = held(cursor).map(|id| types.message(id));
            Some(held.map_or(Members::Type, |held| match held.form {
                Form::Fields => Members::Held(held),
                _ => Members::InValue(held),
            }))
        }
        _ => None,
    }
}

/// The full name at the end of a type URL such as `type.googleapis.com/pkg.Type`.
pub(super) fn type_name(url: &str) -> Option<&str> {
    url.rsplit_once('/').map(|(_, name)| name).filter(|name| !name.is_empty())
}
