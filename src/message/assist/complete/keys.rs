//! Keys of objects with what their values look like: fields of messages, entries of maps, the members of an Any.

use super::super::blank::{Extent, together};
use super::super::cursor::Next;
use super::super::data::Choice;
use super::super::site::{self, Members, TYPE, VALUE, Want};
use super::super::token;
use super::{Job, Ranked, rank};
use crate::language::{self, CompletionKind, Note};
use crate::schema::types::{Field, Form, Kind, Message, Shape};

/// The members that could be added, or be another one's new name.
pub(super) struct Keys<'a, 'c, 's> {
    pub job: Job<'a, 'c, 's>,
    /// The field whose value the object is.
    pub field: Option<String>,
}

impl<'t> Keys<'_, '_, 't> {
    /// All of them.
    pub fn choices(&self, members: Members<'t>) -> Vec<Ranked> {
        match members {
            Members::Fields(message) | Members::Held(message) => self.fields(message),
            Members::InValue(held) if held.form == Form::Empty || self.is_there(VALUE) => Vec::new(),
            Members::InValue(held) => {
                let want = Want::One(Kind::Message(held.id));
                vec![self.member(VALUE, want, held.full_name().to_owned())]
            }
            Members::Type if self.is_there(TYPE) => Vec::new(),
            Members::Type => vec![self.member(TYPE, Want::Url, "the type of what it holds".to_owned())],
            Members::Entries(key, value) => self.entries(key, value),
        }
    }

    fn keys(&self) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
        self.job.cursor.around().keys.iter().map(|key| token::unquoted(self.job.cursor.text, *key))
    }

    fn is_there(&self, name: &str) -> bool {
        self.keys().any(|key| key == name)
    }

    /// Whether a value stands behind the key already.
    fn is_named_only(&self) -> bool {
        self.job.cursor.next == Next::Colon
    }

    fn fields(&self, message: &'t Message) -> Vec<Ranked> {
        let set: Vec<usize> = self.keys().filter_map(|key| message.named(&key)).collect();
        let is_set = |at: usize| set.contains(&at);
        let of_oneof =
            |oneof: u32| set.iter().filter_map(|&at| message.fields().get(at)).find(|field| field.oneof == Some(oneof));
        let mut all = Vec::new();
        let mut open: Vec<&Field> = Vec::new();
        for (at, field) in message.fields().iter().enumerate().filter(|(at, _)| !is_set(*at)) {
            let other = field.oneof.and_then(of_oneof);
            let note = language::note(self.job.space, &site::full_name(message, field));
            if other.is_none() && !field.is_extension && !note.is_deprecated {
                open.push(field);
            }
            all.extend(self.field(field, other, note).into_iter().map(|(rank, choice)| ((rank, at), choice)));
        }
        crate::order::sort_by_key(&mut all, |(order, _)| *order);
        let mut all: Vec<Ranked> = all.into_iter().map(|((rank, _), choice)| (rank, choice)).collect();
        let open = together(open.into_iter());
        if open.len() > 1 && !self.is_named_only() {
            let mut blank = self.job.blank(Extent::Whole);
            // Its members are parts of an object that is there: nothing is to come before the first.
            for (index, field) in open.iter().enumerate() {
                if index > 0 {
                    blank.out.part(index, "");
                }
                blank.member(field);
            }
            let detail = format!("the {} that are not set", open.len());
            let choice = self.job.choice("all fields", blank.out.finish(), detail, CompletionKind::Message);
            all.push((rank::MANY, choice));
        }
        all
    }

    /// A field, and for a message a second choice with all that is in it.
    fn field(&self, field: &Field, other: Option<&Field>, note: Note) -> Vec<Ranked> {
        let types = self.job.root.types();
        let word = match Want::of(field) {
            Want::List(kind) => format!("repeated {}", types.word(kind)),
            Want::Map(entry) => types.message(entry).entry().map_or_else(String::new, |(key, value)| {
                format!("map<{}, {}>", types.word(key.kind), types.word(value.kind))
            }),
            _ => types.word(field.kind).to_owned(),
        };
        let name = self.job.style.name(field);
        let mut detail = format!("{word} = {}", field.number);
        if let Some(other) = other {
            detail.push_str(&format!(", instead of {}", self.job.style.name(other)));
        } else if field.is_required {
            detail.push_str(", required");
        }
        let rank = match other {
            Some(_) => rank::LAST,
            None if note.is_deprecated => rank::LAST,
            None if field.is_required => rank::FIRST,
            None if field.is_extension => rank::LATE,
            None => rank::OWN,
        };
        let (_, choice) = self.member(name, Want::of(field), detail);
        let mut all = vec![(rank, Choice { doc: note.doc, ..choice })];
        let held = field.kind.message().map(|id| types.message(id));
        let is_nested = field.shape != Shape::Map
            && held.is_some_and(|held| held.form == Form::Fields && !held.fields().is_empty());
        if is_nested && !self.is_named_only() {
            let mut blank = self.job.blank(Extent::Whole);
            blank.member(field);
            let label = format!("{name} {{…}}");
            let detail = "with all fields".to_owned();
            all.push((rank, self.job.choice(&label, blank.out.finish(), detail, CompletionKind::Message)));
        }
        all
    }

    /// A member of a name; its name alone where a value stands behind it.
    fn member(&self, name: &str, want: Want, detail: String) -> Ranked {
        let mut blank = self.job.blank(Extent::Needed);
        blank.out.string(name);
        if !self.is_named_only() {
            blank.out.put(": ");
            blank.value(want);
        }
        let choice = self.job.choice(name, blank.out.finish(), detail, CompletionKind::Field);
        (rank::FIRST, Choice { goes_on: !self.is_named_only() && self.job.goes_on(want), ..choice })
    }

    fn entries(&self, key: &Field, value: &Field) -> Vec<Ranked> {
        let types = self.job.root.types();
        let is_bool = key.kind == Kind::Bool;
        let detail = format!("{} → {}", types.word(key.kind), types.word(value.kind));
        if is_bool {
            let names = ["true", "false"].into_iter().filter(|name| !self.is_there(name));
            return names.map(|name| self.member(name, Want::One(value.kind), detail.clone())).collect();
        }
        // Of a key that is being typed there is nothing to guess.
        let typed = self.job.cursor.typed;
        if !typed.span.is_empty() || !typed.rest.is_empty() && typed.rest.len() > 1 || self.is_named_only() {
            return Vec::new();
        }
        let mut blank = self.job.blank(Extent::Needed);
        blank.entry(key, value);
        let doc = self.field.as_ref().and_then(|field| language::note(self.job.space, field).doc);
        let choice = self.job.choice("new entry", blank.out.finish(), detail, CompletionKind::Field);
        vec![(rank::FIRST, Choice { doc, ..choice })]
    }
}
