//! The numbers of fields and values: `= 1`, what stands in their place, and which one is free.

use super::super::lex::END;
use super::super::literal;
use super::{Kind, Parser};
use crate::text::Span;

/// A number that a declaration gives its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbered {
    Field,
    EnumValue,
}

impl Parser<'_> {
    /// The `=` and the number behind a name.
    pub(super) fn number(&mut self, of: Numbered) -> bool {
        if self.is(Kind::Ident) && !self.token().first_in_line {
            self.space_in_name();
        }
        match self.kind() {
            Kind::Equals | Kind::Colon | Kind::Int => self.assign(),
            _ => return self.no_number(of),
        };
        let first = self.token();
        let is_minus = first.kind == Kind::Minus;
        let number = self.ahead(usize::from(is_minus));
        if number.kind != Kind::Int || is_minus && of == Numbered::Field {
            return self.wrong_number(of);
        }
        let value = literal::int(number.span().of_str(self.text));
        if let Some(value) = value.and_then(|value| u32::try_from(value).ok())
            && let Some(numbers) = self.numbers.last_mut()
            && !is_minus
        {
            numbers.take(value);
        }
        self.signed_int();
        true
    }

    /// `string first name = 1`: more words follow a name, up to an `=`.
    fn space_in_name(&mut self) {
        let Some(name) = self.before().filter(|token| token.kind == Kind::Ident) else { return };
        let words = self.tokens[self.at..].iter().take_while(|it| it.kind == Kind::Ident && !it.first_in_line).count();
        if self.ahead(words).kind != Kind::Equals || words > 4 {
            return;
        }
        let span = Span { start: name.start, end: self.ahead(words - 1).end };
        let parts = self.tokens[self.at - 1..self.at + words].iter().map(|it| it.span().of_str(self.text));
        let joined = parts.collect::<Vec<_>>().join("_");
        self.expected("proto-missing-equals", "`=`").help("names have no spaces").fix(
            format!("write `{joined}`"),
            span,
            joined,
        );
        self.skip_to(self.at + words);
    }

    /// A Number: `1`, `-1`
    pub(super) fn signed_int(&mut self) {
        let open = self.open();
        self.eat(Kind::Minus);
        self.eat(Kind::Int);
        self.close(open, Kind::Number);
    }

    /// There is no number where one should be; true if only the `;` is left.
    fn no_number(&mut self, of: Numbered) -> bool {
        let errors = self.errors.len();
        let token = self.token();
        let behind_equals = self.before().is_some_and(|token| token.kind == Kind::Equals);
        let end = self.end_before();
        let is_over = self.is_over();
        // White space before the `;` goes, and so does a `,` in its place.
        let edit = match token.kind {
            Kind::Comma => Span { start: end.start, end: token.end },
            Kind::Semicolon if behind_equals && !is_over => Span { start: end.start, end: token.start },
            _ => end,
        };
        let suffix = if is_over || token.kind == Kind::Comma { ";" } else { "" };
        let what = match (behind_equals, of) {
            (false, _) => "`=` and a number",
            (true, Numbered::Field) => "the field's number",
            (true, Numbered::EnumValue) => "the value's number",
        };
        let help = match of {
            Numbered::Field => "every field has a number, which stands for it in the bytes",
            Numbered::EnumValue => "every value of an enum has a number",
        };
        self.expected("proto-missing-number", what).help(help);
        if is_over || matches!(token.kind, Kind::Semicolon | Kind::LBracket | Kind::Comma) {
            self.wait_for_number(errors, edit, [if behind_equals { " " } else { " = " }, suffix]);
        }
        if self.is(Kind::LBracket) {
            self.compact_options();
        }
        self.is(Kind::Semicolon)
    }

    /// What stands in the place of a number.
    fn wrong_number(&mut self, of: Numbered) -> bool {
        let token = self.token();
        if self.is_over() || matches!(token.kind, Kind::Semicolon | Kind::LBracket) {
            return self.no_number(of);
        }
        let what = if of == Numbered::Field { "the field's number" } else { "the value's number" };
        let errors = self.errors.len();
        let is_signed = matches!(token.kind, Kind::Minus | Kind::Plus);
        let last = if is_signed && !self.ahead(1).first_in_line { self.ahead(1) } else { token };
        let span = Span { start: token.start, end: last.end };
        let text = span.of_str(self.text);
        let digits = text.trim_matches(['"', '\'', '+', ' ']);
        let is_number = digits.len() < text.len() && digits.parse::<u32>().is_ok();
        let digits = digits.to_owned();
        let help = match token.kind {
            Kind::Minus => "field numbers begin with 1",
            Kind::Float => "numbers of fields and values have no fraction",
            _ => "the number is written in digits",
        };
        let message = format!("expected {what}, found {}", super::quote(text));
        self.broken = true;
        let mut entry = self.add("proto-number", span, message);
        entry.help(help);
        if is_number {
            entry.fix(format!("write `{digits}`"), span, digits);
        } else {
            self.wait_for_number(errors, span, ["", ""]);
        }
        let takes_one = matches!(
            token.kind,
            Kind::Ident | Kind::Int | Kind::Float | Kind::String | Kind::Unknown | Kind::Minus | Kind::Plus
        );
        if !takes_one {
            return false;
        }
        let has_digits = is_signed && matches!(self.ahead(1).kind, Kind::Int | Kind::Float);
        self.skip_to(self.at + 1 + usize::from(has_digits));
        true
    }

    /// Whether the line, the body or the file ends here.
    pub(super) fn is_over(&self) -> bool {
        self.token().first_in_line || matches!(self.kind(), END | Kind::RBrace)
    }

    /// The error that was added last waits for a number to suggest.
    pub(super) fn wait_for_number(&mut self, errors_before: usize, edit: Span, [prefix, suffix]: [&'static str; 2]) {
        if self.errors.len() > errors_before
            && let Some(numbers) = self.numbers.last_mut()
        {
            numbers.waiting.push(Waiting { error: errors_before, edit, prefix, suffix });
        }
    }

    /// A body is over: its errors get the numbers that are free, from `first` on.
    pub(super) fn settle_numbers(&mut self, first: u32) {
        let Some(mut numbers) = self.numbers.pop() else { return };
        let waiting = std::mem::take(&mut numbers.waiting);
        if waiting.is_empty() {
            return;
        }
        let mut free = numbers.free(first);
        for Waiting { error, edit, prefix, suffix } in waiting {
            let Some(number) = free() else { return };
            let text = format!("{prefix}{number}{suffix}");
            let title = if prefix.is_empty() { "change it to" } else { "insert" };
            self.errors.entry(error).fix(format!("{title} `{}`", text.trim_start()), edit, text);
        }
    }
}

/// The numbers of a body: those that are taken, and the errors that wait for one that is free.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    greatest: Option<u32>,
    ranges: Vec<(u32, u32)>,
    waiting: Vec<Waiting>,
}

/// An error whose fix is a number.
#[derive(Debug)]
struct Waiting {
    error: usize,
    edit: Span,
    /// What stands before the number in the edit.
    prefix: &'static str,
    /// What stands behind it.
    suffix: &'static str,
}

/// Fields may not have these: they belong to protobuf itself.
const PRIVATE: (u32, u32) = (19_000, 19_999);
const LAST_FIELD: u32 = (1 << 29) - 1;

impl Numbers {
    /// A number that a field or a value has.
    pub fn take(&mut self, number: u32) {
        self.greatest = self.greatest.max(Some(number));
    }

    /// Numbers that are reserved, or for extensions.
    pub fn take_range(&mut self, first: u32, last: u32) {
        self.ranges.push((first, last));
    }

    /// The number behind the greatest one that is taken, and the next ones behind it.
    fn free(&mut self, first: u32) -> impl FnMut() -> Option<u32> {
        self.ranges.push(PRIVATE);
        self.ranges.sort_unstable();
        let ranges = std::mem::take(&mut self.ranges);
        let mut next = self.greatest.map_or(first, |greatest| greatest.saturating_add(1));
        let mut at = 0;
        move || {
            while let Some(&(start, end)) = ranges.get(at)
                && start <= next
            {
                next = next.max(end.saturating_add(1));
                at += 1;
            }
            let free = next;
            next = next.saturating_add(1);
            (free <= LAST_FIELD).then_some(free)
        }
    }
}
