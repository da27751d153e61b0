//! Which symbols fit what was typed, the best first. Knows no screen.

use crate::engine::services::Symbol;

/// The most symbols that are listed: nobody reads more.
pub const MOST: usize = 200;

/// The indices of the symbols that fit, the best first, at most [`MOST`].
///
/// Without a letter typed that is the outline of `file`, and behind it the other files. Else the letters have to occur in the
/// name in their order (in the full name, where a dot is typed), whatever their case; the beginning of the name counts more
/// than the beginning of a word in it, and that more than the rest.
pub fn matching(symbols: &[Symbol], typed: &str, file: u32) -> Vec<usize> {
    let typed = typed.trim();
    let mut found: Vec<(u32, usize)> = Vec::new();
    for (index, symbol) in symbols.iter().enumerate() {
        let name = if typed.contains('.') { &symbol.full_name } else { &symbol.name };
        if let Some(cost) = cost(name, typed) {
            // Among equals, the file in front.
            found.push((cost * 2 + u32::from(symbol.file != file), index));
        }
    }
    found.sort_unstable();
    found.truncate(MOST);
    found.into_iter().map(|(_, index)| index).collect()
}

/// What it costs to begin a run of letters: at the name's beginning nothing, at that of a word in it, or within one.
const WORD: u32 = 4;
const INSIDE: u32 = 10;
/// More than all lengths, which only part equals: a shorter name fits better.
const LENGTHS: u32 = 256;

/// How badly the letters fit the name, at best; nothing where they do not.
fn cost(name: &str, typed: &str) -> Option<u32> {
    let typed: Vec<char> = typed.chars().map(lower).collect();
    // The least cost of having found the first letters: with the last of them right here, and anywhere so far.
    let mut here = vec![None::<u32>; typed.len() + 1];
    let mut best = here.clone();
    best[0] = Some(0);
    let mut before = None::<char>;
    let mut length = 0;
    for letter in name.chars() {
        let begin = match before {
            None => 0,
            Some(before) if !before.is_alphanumeric() || before.is_lowercase() && letter.is_uppercase() => WORD,
            Some(_) => INSIDE,
        };
        // From the end, so that what stands in front of an entry is still about the letter before.
        for at in (0..typed.len()).rev() {
            let goes_on = here[at];
            let begins = best[at].map(|cost| cost + begin);
            let found = goes_on.into_iter().chain(begins).min().filter(|_| typed[at] == lower(letter));
            here[at + 1] = found;
            best[at + 1] = best[at + 1].into_iter().chain(found).min();
        }
        before = Some(letter);
        length += 1;
    }
    best[typed.len()].map(|cost| cost * LENGTHS + if typed.is_empty() { 0 } else { length.min(LENGTHS - 1) })
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn symbols(names: &[(&str, u32)]) -> Vec<Symbol> {
        let symbol = |&(full_name, file): &(&str, u32)| Symbol {
            name: full_name.rsplit('.').next().unwrap_or_default().to_owned(),
            full_name: full_name.to_owned(),
            kind: "message".to_owned(),
            depth: 0,
            file,
            span: Span::default(),
        };
        names.iter().map(symbol).collect()
    }

    fn check(typed: &str, expected: &[&str]) {
        let symbols = symbols(&[
            ("demo.User", 0),
            ("demo.UserRequest", 0),
            ("demo.GetUser", 0),
            ("demo.user_name", 1),
            ("demo.Blur", 1),
            ("store.User", 1),
        ]);
        let found = matching(&symbols, typed, 1);
        let names: Vec<&str> = found.iter().map(|&index| symbols[index].full_name.as_str()).collect();
        assert_eq!(names, expected, "“{typed}”");
    }

    #[test]
    fn the_best_come_first() {
        check("user", &["store.User", "demo.User", "demo.user_name", "demo.UserRequest", "demo.GetUser"]);
        check("UR", &["demo.UserRequest", "demo.Blur", "store.User", "demo.User", "demo.user_name", "demo.GetUser"]);
        check("ustore", &[]);
        check("store.u", &["store.User"]);
    }

    #[test]
    fn nothing_typed_is_the_outline_of_the_file_in_front() {
        check(" ", &["demo.user_name", "demo.Blur", "store.User", "demo.User", "demo.UserRequest", "demo.GetUser"]);
    }

    #[test]
    fn a_list_of_thousands_is_cut() {
        let many = symbols(&vec![("a.B", 0); 5000]);
        assert_eq!(matching(&many, "b", 0).len(), MOST);
    }
}
