//! What a word of the JSON stands for: a field, an enum's value, a type; and what is said of it, and where it is declared.

use super::cursor::{Cursor, Place};
use super::site::{self, Members, TYPE, VALUE, Want};
use super::token;
use super::walk::Around;
use crate::language::{self, Hover, Space, Spot};
use crate::schema::types::{Kind, Root};
use crate::text::Span;

/// What is said of the word at a byte offset of a JSON text that is a message of a type.
pub fn hover(space: &Space<'_>, root: &Root, text: &str, offset: usize) -> Option<Hover> {
    let Subject { span, what } = subject(root, text, offset)?;
    let hover = match what {
        What::Declared(full_name) => language::describe(space, &full_name)?,
        What::Word(word, doc) => Hover { title: word.to_owned(), doc: Some(doc.to_owned()), ..Hover::default() },
    };
    Some(Hover { span, ..hover })
}

/// The word at an offset, and where what it stands for is declared.
pub fn definition(space: &Space<'_>, root: &Root, text: &str, offset: usize) -> Option<(Span, Spot)> {
    let Subject { span, what } = subject(root, text, offset)?;
    match what {
        What::Declared(full_name) => Some((span, language::place(space, &full_name)?)),
        What::Word(..) => None,
    }
}

struct Subject {
    /// The word, with its quotes.
    span: Span,
    what: What,
}

enum What {
    /// What has this full name.
    Declared(String),
    /// A word of ProtoJSON, and what it means.
    Word(&'static str, &'static str),
}

const TYPE_DOC: &str = "Names the type of what the Any holds, by a URL whose last part is the type's full name. The fields of that \
    message stand beside it; a type with a JSON form of its own stands in `value`.";
const VALUE_DOC: &str = "What the Any holds, where its type has a JSON form of its own, such as a Timestamp.";

fn subject(root: &Root, text: &str, offset: usize) -> Option<Subject> {
    let span = word(text, offset)?;
    let mut cursor = Cursor::new(text, span.start as usize);
    let said = token::unquoted(text, span);
    // A name with a colon behind it is one, be the value before it missing or not.
    let is_named = token::significant(text, span.end as usize).is_some_and(|next| next.kind == token::Kind::Colon);
    let place = match cursor.place {
        Place::Value if is_named && cursor.around().around == Around::Object => Place::Key,
        place => place,
    };
    let what = match place {
        Place::Key => {
            let (members, field) = site::members(root, &mut cursor)?;
            match members {
                Members::Held(_) | Members::InValue(_) | Members::Type if said == TYPE => What::Word(TYPE, TYPE_DOC),
                Members::Fields(message) | Members::Held(message) => {
                    let field = message.fields().get(message.named(&said)?)?;
                    What::Declared(site::full_name(message, field))
                }
                Members::InValue(_) if said == VALUE => What::Word(VALUE, VALUE_DOC),
                Members::InValue(_) | Members::Type => return None,
                Members::Entries(..) => What::Declared(field?),
            }
        }
        Place::Value => {
            let found = site::value(root, &mut cursor)?;
            let named = match found.want {
                Want::One(Kind::Enum(id)) => {
                    let found = root.types().enumeration(id);
                    let by_number = || found.name(said.parse().ok()?);
                    let name = found.number(&said).map(|_| said.as_ref()).or_else(by_number);
                    name.map(|name| site::value_name(&found.full_name, name))
                }
                Want::Url => site::type_name(&said).map(str::to_owned),
                _ => None,
            };
            What::Declared(named.or(found.field)?)
        }
        Place::Nothing => return None,
    };
    Some(Subject { span, what })
}

/// The word or the string whose character is at an offset, or which ends there.
fn word(text: &str, offset: usize) -> Option<Span> {
    let next = text.get(offset..)?.chars().next().map_or(offset, |letter| offset + letter.len_utf8());
    [next, offset].into_iter().find_map(|offset| {
        let typed = Cursor::new(text, offset).typed;
        let start = typed.span.start as usize - usize::from(typed.quote.is_some());
        let span = Span::new(start, typed.rest.end as usize);
        (!span.is_empty()).then_some(span)
    })
}
