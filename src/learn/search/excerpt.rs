//! The part of a text that has what was looked for, with its words marked. Knows no ranking.

use std::ops::Range;

/// A part of a text, and whether it is one of the words looked for.
pub type Piece<'a> = (&'a str, bool);

/// How long an excerpt is, in bytes, about.
const LENGTH: usize = 180;

/// How much of it stands before the first word that was looked for, in bytes, about.
const BEFORE: usize = 40;

/// A text with the words marked that are among `words`, which are in lower case.
pub fn mark<'a>(text: &'a str, words: &[String]) -> Vec<Piece<'a>> {
    pieces(text, 0..text.len(), &places(text, words))
}

/// About two lines of a text: those with the most different words of `words`, the first of several. Where it was cut, it
/// begins or ends with an ellipsis.
pub fn excerpt<'a>(text: &'a str, words: &[String]) -> Vec<Piece<'a>> {
    let places = places(text, words);
    // How many different words a cut that begins at this place has.
    let worth = |first: usize| {
        let start = places[first].0.start;
        let inside = places[first..].iter().take_while(|(place, _)| place.end <= start + LENGTH - BEFORE);
        let mut seen: Vec<usize> = inside.map(|(_, word)| *word).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    };
    let best = (0..places.len()).rev().max_by_key(|first| worth(*first));
    let from = best.map_or(0, |first| places[first].0.start.saturating_sub(BEFORE));
    // A little more makes it whole at the end; then it may as well begin earlier.
    let from = if text.len() < from + LENGTH { text.len().saturating_sub(LENGTH) } else { from };
    let start = word_at(text, from);
    let end = word_at(text, start + LENGTH);
    let mut shown = Vec::new();
    if start > 0 {
        shown.push(("… ", false));
    }
    shown.extend(pieces(text, start..end, &places));
    if end < text.len() {
        shown.push(("…", false));
    }
    shown
}

/// The words of a text that are looked for: where, and which.
fn places(text: &str, words: &[String]) -> Vec<(Range<usize>, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    let ends = text.char_indices().map(|(at, character)| (at, character.is_alphanumeric()));
    for (at, is_word) in ends.chain([(text.len(), false)]) {
        match (start, is_word) {
            (None, true) => start = Some(at),
            (Some(first), false) => {
                start = None;
                let word = text[first..at].to_lowercase();
                if let Some(which) = words.iter().position(|it| *it == word) {
                    found.push((first..at, which));
                }
            }
            _ => {}
        }
    }
    found
}

/// The start of the first word at or behind an offset, which need not be at a character; the end of the text if there is
/// none.
fn word_at(text: &str, offset: usize) -> usize {
    if offset == 0 {
        return 0;
    }
    let from = (offset.min(text.len())..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    text[from..].find(' ').map_or(text.len(), |space| from + space + 1)
}

/// The pieces of a part of a text.
fn pieces<'a>(text: &'a str, part: Range<usize>, places: &[(Range<usize>, usize)]) -> Vec<Piece<'a>> {
    let (mut shown, mut at) = (Vec::new(), part.start);
    for (place, _) in places.iter().filter(|(place, _)| place.start >= part.start && place.end <= part.end) {
        if at < place.start {
            shown.push((&text[at..place.start], false));
        }
        shown.push((&text[place.clone()], true));
        at = place.end;
    }
    if at < part.end {
        shown.push((&text[at..part.end], false));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn words(words: &str) -> Vec<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    fn shown(pieces: &[Piece<'_>]) -> String {
        pieces.iter().map(|&(text, is_marked)| if is_marked { format!("[{text}]") } else { text.to_owned() }).collect()
    }

    fn check(text: &str, looked_for: &str, expected: Expect) {
        expected.assert_eq(&shown(&excerpt(text, &words(looked_for))));
    }

    #[test]
    fn words_are_marked_whole_and_in_any_case() {
        assert_eq!(shown(&mark("Tags, tag and user_id", &words("tag id"))), "Tags, [tag] and user_[id]");
        assert_eq!(shown(&mark("Über ÜBER", &words("über"))), "[Über] [ÜBER]");
        assert!(mark("", &words("a")).is_empty());
    }

    #[test]
    fn a_short_text_is_whole() {
        check("A tag is a varint.", "varint", expect!["A tag is a [varint]."]);
    }

    #[test]
    fn a_long_one_is_cut_where_most_is_found() {
        let filling = "and so it goes on with words ".repeat(12);
        let text = format!("A tag. {filling}But a tag is a varint like any other, {filling}");
        check(
            &text,
            "tag varint",
            expect![
                "… and so it goes on with words But a [tag] is a [varint] like any other, and so it goes on with words and so it goes on with words and so it goes on with words and so it goes on with words …"
            ],
        );
        check(
            &text,
            "nowhere",
            expect![
                "A tag. and so it goes on with words and so it goes on with words and so it goes on with words and so it goes on with words and so it goes on with words and so it goes on with words …"
            ],
        );
    }

    proptest! {
        #[test]
        fn no_text_is_cut_in_a_character(text in "[aé€ 😀,]{0,400}", looked_for in "[aé€]{1,3}") {
            let looked_for = words(&looked_for);
            let whole: String = mark(&text, &looked_for).iter().map(|(text, _)| *text).collect();
            prop_assert_eq!(whole, text.clone());
            let cut: String = excerpt(&text, &looked_for).iter().map(|(text, _)| *text).collect();
            let inside = cut.strip_prefix("… ").unwrap_or(&cut).trim_end_matches('…');
            prop_assert!(text.contains(inside));
        }
    }
}
