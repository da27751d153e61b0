//! Sentences of a verdict. They are written with backticks around what is code, as in Markdown, and nothing else is a mark.
//!
//! Knows no task.

use crate::{
    diagnostic::Diagnostic,
    learn::{
        markdown::Inline,
        verdict::{Remark, Verdict},
    },
    text::Span,
};

/// How many characters of somebody's text a sentence shows.
const SHOWN: usize = 120;

/// How many bytes a sentence shows.
const SHOWN_BYTES: usize = 32;

/// A wrong answer and the reason.
pub(super) fn wrong(text: &str) -> Verdict {
    verdict(false, vec![said(text)])
}

/// A verdict without goals.
pub(super) fn verdict(right: bool, remarks: Vec<Remark>) -> Verdict {
    Verdict { right, remarks, goals: Vec::new() }
}

/// A sentence about all of an answer. What is between backticks is code.
pub(super) fn said(text: &str) -> Remark {
    let parts = text.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    let text = parts.map(|(index, part)| match index % 2 {
        0 => Inline::Text(part.to_owned()),
        _ => Inline::Code(part.to_owned()),
    });
    Remark { text: text.collect(), ..Remark::default() }
}

/// A sentence about a place in a part of an answer.
pub(super) fn said_at(text: &str, part: u32, span: Option<Span>) -> Remark {
    Remark { part, span, ..said(text) }
}

/// What a stage has to say, as sentences.
pub(super) fn diagnosed(diagnostic: &Diagnostic) -> String {
    let sentence = |text: &str| match text.ends_with(['.', '?', '!']) {
        true => capital(text),
        false => format!("{}.", capital(text)),
    };
    match &diagnostic.help {
        Some(help) => format!("{} {}", sentence(&diagnostic.message), sentence(help)),
        None => sentence(&diagnostic.message),
    }
}

/// With a capital letter at the beginning.
pub(super) fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// Somebody's text as code in a sentence: on one line, cut where it is long.
pub(super) fn code(text: &str) -> String {
    let line = |it: char| match it {
        '`' => '\'',
        it if it.is_control() => ' ',
        it => it,
    };
    let mut shown: String = text.trim().chars().take(SHOWN).map(line).collect();
    if text.trim().chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    match shown.as_str() {
        "" => "nothing".to_owned(),
        shown => format!("`{shown}`"),
    }
}

/// Bytes as code in a sentence, cut where they are many.
pub(super) fn hex(bytes: &[u8]) -> String {
    let shown: Vec<String> = bytes.iter().take(SHOWN_BYTES).map(|it| format!("{it:02x}")).collect();
    match (bytes.len(), bytes.len() > SHOWN_BYTES) {
        (0, _) => "nothing".to_owned(),
        (_, false) => format!("`{}`", shown.join(" ")),
        (_, true) => format!("`{} …`", shown.join(" ")),
    }
}

/// `1 byte`, `3 bytes`.
pub(super) fn count(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::markdown::plain;

    #[test]
    fn what_somebody_wrote_can_be_no_mark() {
        let remark = said(&format!("You wrote {}.", code("a `b`\n*c*")));
        assert_eq!(remark.text[1], Inline::Code("a 'b' *c*".into()));
        assert_eq!(plain(&said(&format!("Found {}.", code("  "))).text), "Found nothing.");
    }
}
