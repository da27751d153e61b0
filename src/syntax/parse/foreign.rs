//! Fields as other languages write them: `string[] a`, `List<string> a`, `string? a`, `a: string`.

use super::field::SHAPE;
use super::{Kind, Parser, Statement};
use crate::suggest;
use crate::text::Span;

impl Parser<'_> {
    /// `string[] names`
    pub(super) fn array(&mut self, statement: &Statement) -> bool {
        let span = Span { start: self.token().start, end: self.ahead(1).end };
        let start = Span::at(self.tokens[statement.first].start as usize);
        let before = self.before().unwrap_or(self.token()).span();
        let word = before.of_str(self.text);
        let message = format!("expected the field's name after {}, found '[]'", self.behind());
        let mut entry = self.add("proto-array", span, message);
        match suggest::scalar(word) {
            Some("bytes") => {
                let whole = Span { start: before.start, end: span.end };
                entry.help("a run of bytes has a type of its own: `bytes`").fix("write `bytes`", whole, "bytes");
            }
            scalar => {
                let written = scalar.unwrap_or(word);
                entry.help(format!("a list is a `repeated` field: `repeated {written}`"));
                let edits = [
                    (start, "repeated ".to_owned()),
                    (Span { start: before.start, end: span.end }, written.to_owned()),
                ];
                entry.edits("write `repeated`", &edits);
            }
        }
        self.skip_to(self.at + 2);
        self.broken = true;
        self.name("the field's name", SHAPE)
    }

    /// `string? name`
    pub(super) fn question_mark(&mut self, statement: &Statement) -> bool {
        let span = self.token().span();
        let start = Span::at(self.tokens[statement.first].start as usize);
        let message = format!("expected the field's name after {}, found '?'", self.behind());
        let mut entry = self.add("proto-optional", span, message);
        entry.help("what may be missing is an `optional` field");
        entry.edits("write `optional`", &[(start, "optional ".to_owned()), (span, String::new())]);
        self.bump_error();
        self.broken = true;
        self.name("the field's name", SHAPE)
    }

    /// `List<string> names`
    pub(super) fn generic(&mut self, statement: &Statement) -> bool {
        let before = self.before().unwrap_or(self.token());
        let word = before.span().of_str(self.text);
        let mut length = 0;
        while matches!(self.ahead(length).kind, Kind::Ident | Kind::Dot | Kind::Comma | Kind::LAngle | Kind::RAngle)
            && !self.ahead(length).first_in_line
            && length < 32
        {
            length += 1;
            if self.ahead(length - 1).kind == Kind::RAngle && self.ahead(length).kind != Kind::RAngle {
                break;
            }
        }
        let has_end = self.ahead(length.saturating_sub(1)).kind == Kind::RAngle;
        let arguments = Span { start: self.token().start, end: self.ahead(length.saturating_sub(1)).end };
        let is_pair = (0..length).any(|at| self.ahead(at).kind == Kind::Comma);
        let inner = Span { start: arguments.start + 1, end: arguments.end.saturating_sub(1) };
        let inner = inner.of_str(self.text).trim();
        let span = Span { start: self.tokens[statement.first].start, end: arguments.end };
        let message = format!("expected the field's name after {}, found '<'", self.behind());
        let mut entry = self.add("proto-generic", self.token().span(), message);
        if has_end && is_pair {
            entry.help("a map is written `map<key, value>`").fix("write `map`", before.span(), "map");
        } else if has_end {
            let optional = word.eq_ignore_ascii_case("optional") || word.eq_ignore_ascii_case("option");
            let label = if optional { "optional" } else { "repeated" };
            entry.help(format!("types have no parameters but for `map<key, value>`; write `{label} {inner}`"));
            entry.fix(format!("write `{label} {inner}`"), span, format!("{label} {inner}"));
        } else {
            entry.help("types have no parameters but for `map<key, value>`");
        }
        self.broken = true;
        if !has_end {
            return false;
        }
        self.skip_to(self.at + length);
        self.name("the field's name", SHAPE)
    }

    /// `name: string`
    pub(super) fn name_before_type(&mut self, statement: &Statement) -> bool {
        let length = self.type_length(1);
        let name = self.tokens[statement.first];
        if self.at != statement.first + 1 || length == 0 {
            self.expected("proto-missing-name", "the field's name").help(SHAPE);
            return false;
        }
        let kind = Span { start: self.ahead(1).start, end: self.ahead(length).end };
        let swapped = format!("{} {}", kind.of_str(self.text), name.span().of_str(self.text));
        let message = format!("expected the type before the name, found {} first", self.behind());
        let mut entry = self.add("proto-type-first", name.span(), message);
        entry.help(SHAPE);
        entry.fix(format!("write `{swapped}`"), Span { start: name.start, end: kind.end }, swapped);
        self.broken = true;
        self.skip_to(self.at + 1 + length);
        true
    }
}
