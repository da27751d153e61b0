//! Values: names of an enum's, literals, samples of what has a form of its own, types, and whole messages.

use super::super::blank::{DURATION, Extent, TIMESTAMP};
use super::super::data::Choice;
use super::super::site::{self, Want};
use super::super::snippet::Written;
use super::{Job, Ranked, rank};
use crate::language::{self, CompletionKind};
use crate::message::json::quoted;
use crate::schema::types::{Form, Kind, Message};

/// What stands before the name in most type URLs.
const URL_PREFIX: &str = "type.googleapis.com/";

impl Job<'_, '_, '_> {
    /// Whether there are no other values than those offered.
    pub(super) fn is_closed(&self, want: Want) -> bool {
        matches!(want, Want::One(Kind::Bool | Kind::Enum(_)) | Want::Url)
    }

    pub(super) fn values(&self, want: Want) -> Vec<Ranked> {
        let types = self.root.types();
        match want {
            Want::One(Kind::Bool) => self.literals(&["true", "false"]),
            Want::One(Kind::Float | Kind::Double) => self.texts(&["NaN", "Infinity", "-Infinity"], "float"),
            Want::One(Kind::Enum(id)) => {
                let found = types.enumeration(id);
                if found.is_null {
                    return self.literals(&["null"]);
                }
                let value = |(number, name): (i32, &str)| {
                    let note = language::note(self.space, &site::value_name(&found.full_name, name));
                    let detail = format!("= {number}");
                    let choice = self.choice(name, Written::plain(&quoted(name)), detail, CompletionKind::Value);
                    let rank = if note.is_deprecated { rank::LAST } else { rank::FIRST };
                    (rank, Choice { doc: note.doc, ..choice })
                };
                found.values().map(value).collect()
            }
            Want::One(Kind::Message(id) | Kind::Group(id)) => self.message(types.message(id), want),
            Want::One(_) => Vec::new(),
            Want::List(kind) => {
                vec![self.whole("[…]", &format!("repeated {}", types.word(kind)), want, Extent::Needed)]
            }
            Want::Map(entry) => match types.message(entry).entry() {
                Some((key, value)) => {
                    let detail = format!("map<{}, {}>", types.word(key.kind), types.word(value.kind));
                    vec![self.whole("{…}", &detail, want, Extent::Needed)]
                }
                None => Vec::new(),
            },
            Want::Url => self.urls(),
            Want::Free => {
                let mut all = self.literals(&["null", "true", "false"]);
                all.extend([("{}", "{${1}}"), ("[]", "[${1}]"), ("\"\"", "\"${1}\"")].map(|(label, snippet)| {
                    (
                        rank::OWN,
                        self.choice(label, Written::snippet(snippet), "any JSON".to_owned(), CompletionKind::Text),
                    )
                }));
                all
            }
        }
    }

    fn message(&self, message: &Message, want: Want) -> Vec<Ranked> {
        let name = message.full_name();
        match message.form {
            Form::Timestamp => self.texts(&[TIMESTAMP, "1970-01-01T00:00:00Z"], "RFC 3339, in UTC"),
            Form::Duration => self.texts(&[DURATION, "0.250s", "3600s"], "seconds"),
            Form::Mask => Vec::new(),
            Form::Wrapper => message.fields().first().map_or_else(Vec::new, |field| self.values(Want::of(field))),
            Form::Struct => vec![self.whole("{}", name, want, Extent::Needed)],
            Form::List => vec![self.whole("[]", name, want, Extent::Needed)],
            Form::Value => self.values(Want::Free),
            Form::Empty => vec![self.whole("{}", name, want, Extent::Needed)],
            Form::Any => vec![self.whole("{ \"@type\": … }", name, want, Extent::Needed)],
            Form::Fields => {
                let mut all = vec![self.whole("{}", name, want, Extent::Needed)];
                if !message.fields().is_empty() {
                    all.push(self.whole("{…}", "with all fields", want, Extent::Whole));
                }
                all
            }
        }
    }

    fn whole(&self, label: &str, detail: &str, want: Want, extent: Extent) -> Ranked {
        let mut blank = self.blank(extent);
        blank.value(want);
        let choice = self.choice(label, blank.out.finish(), detail.to_owned(), CompletionKind::Message);
        (rank::FIRST, Choice { goes_on: extent == Extent::Needed && self.goes_on(want), ..choice })
    }

    /// Whether the blank of a value begins with a part that there are choices for.
    pub(super) fn goes_on(&self, want: Want) -> bool {
        let types = self.root.types();
        match want {
            Want::One(Kind::Enum(id)) | Want::List(Kind::Enum(id)) => !types.enumeration(id).is_null,
            Want::One(kind) | Want::List(kind) => kind.message().is_some_and(|id| {
                let message = types.message(id);
                let is_blank = !message.fields().is_empty() && message.required.is_empty();
                message.form == Form::Any || message.form == Form::Fields && is_blank
            }),
            Want::Url => true,
            Want::Map(_) | Want::Free => false,
        }
    }

    fn literals(&self, words: &[&str]) -> Vec<Ranked> {
        let literal = |word: &&str| {
            (rank::FIRST, self.choice(word, Written::plain(word), String::new(), CompletionKind::Keyword))
        };
        words.iter().map(literal).collect()
    }

    fn texts(&self, texts: &[&str], detail: &str) -> Vec<Ranked> {
        let text = |text: &&str| {
            (rank::FIRST, self.choice(text, Written::plain(&quoted(text)), detail.to_owned(), CompletionKind::Text))
        };
        texts.iter().map(text).collect()
    }

    /// The types that an Any may hold, by URLs with the prefix that is typed.
    fn urls(&self) -> Vec<Ranked> {
        let typed = self.cursor.typed.span.of_str(self.cursor.text);
        let prefix = typed.rfind('/').and_then(|at| typed.get(..=at)).unwrap_or(URL_PREFIX);
        let types = self.root.types();
        let mut all = Vec::new();
        for name in types.names() {
            let is_entry = types.find(name).is_some_and(|id| types.message(id).entry().is_some());
            if is_entry {
                continue;
            }
            let url = format!("{prefix}{name}");
            let rank = if name.starts_with("google.") { rank::LATE } else { rank::OWN };
            let choice = self.choice(&url, Written::plain(&quoted(&url)), String::new(), CompletionKind::Message);
            all.push((rank, Choice { doc: language::note(self.space, name).doc, ..choice }));
        }
        all
    }
}
