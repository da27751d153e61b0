//! What a key does in the grid of bytes, and what is pasted there. Knows keys by the names browsers give them, but no browser.

use super::Move;
use crate::text::Span;

/// What is done in the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// The cursor moves, in rows of so many columns; with `extend` the run from where it was is chosen.
    Walk {
        /// Where to.
        way: Move,
        /// Whether the run up to there is chosen.
        extend: bool,
        /// How many bytes a row has.
        columns: u32,
    },
    /// A run is chosen.
    Choose(Span),
    /// All bytes are chosen.
    ChooseAll,
    /// A hex digit is typed, 0 to 15.
    Digit(u8),
    /// The chosen bytes go.
    Delete,
    /// The chosen run goes, or the byte before the cursor.
    Backspace,
    /// What is typed from now on is inserted, or overwrites.
    ToggleInsert,
    /// Bytes are pasted.
    Paste(Vec<u8>),
    /// The newest step is taken back.
    Undo,
    /// What was taken back last is done again.
    Redo,
}

/// The stroke of a key; `whole` says whether Ctrl, or Cmd on a Mac, is held.
pub fn stroke(key: &str, whole: bool, shift: bool, columns: u32) -> Option<Stroke> {
    let walk = |way| Some(Stroke::Walk { way, extend: shift, columns });
    match (key, whole) {
        ("Enter" | " ", false) => walk(Move::Stay),
        ("ArrowLeft", false) => walk(Move::Left),
        ("ArrowRight", false) => walk(Move::Right),
        ("ArrowUp", false) => walk(Move::Up),
        ("ArrowDown", false) => walk(Move::Down),
        ("PageUp", false) => walk(Move::PageUp),
        ("PageDown", false) => walk(Move::PageDown),
        ("Home", false) => walk(Move::Home),
        ("End", false) => walk(Move::End),
        ("Home", true) => walk(Move::First),
        ("End", true) => walk(Move::Last),
        ("Delete", false) => Some(Stroke::Delete),
        ("Backspace", false) => Some(Stroke::Backspace),
        ("Insert", false) if !shift => Some(Stroke::ToggleInsert),
        ("a" | "A", true) if !shift => Some(Stroke::ChooseAll),
        ("z" | "Z", true) => Some(if shift { Stroke::Redo } else { Stroke::Undo }),
        ("y" | "Y", true) if !shift => Some(Stroke::Redo),
        (key, false) => {
            let mut characters = key.chars();
            let digit = characters.next()?.to_digit(16)?;
            characters.next().is_none().then_some(Stroke::Digit(digit as u8))
        }
        _ => None,
    }
}

/// The bytes of a pasted text: hex digits in pairs, whatever white space is between them.
pub fn pasted(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = { text.chars() }
        .filter(|character| !character.is_whitespace())
        .map(|character| Some(character.to_digit(16)? as u8))
        .collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    (!digits.is_empty() && pairs.remainder().is_empty()).then(|| pairs.map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// The offset that was typed: in hex, as the margin shows it, with or without `0x`.
pub fn offset(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    // A sign is no digit, though the standard library takes it for one.
    if digits.starts_with('+') { None } else { u32::from_str_radix(digits, 16).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_by_name() {
        let walk = |way, extend| Some(Stroke::Walk { way, extend, columns: 8 });
        let check = |key, whole, shift, expected| assert_eq!(stroke(key, whole, shift, 8), expected, "{key}");
        check("ArrowLeft", false, true, walk(Move::Left, true));
        check("End", true, false, walk(Move::Last, false));
        check("ArrowLeft", true, false, None);
        check("F", false, true, Some(Stroke::Digit(15)));
        check("f", true, false, None);
        check("g", false, false, None);
        check("F1", false, false, None);
        check("Z", true, true, Some(Stroke::Redo));
        check("z", true, false, Some(Stroke::Undo));
    }

    #[test]
    fn pairs_of_digits_are_pasted_and_nothing_else() {
        assert_eq!(pasted(" 0A ff\n00"), Some(vec![0x0a, 0xff, 0]));
        assert_eq!(["", "0", "0x0a", "hello", "0a f"].map(pasted), [const { None }; 5]);
    }

    #[test]
    fn offsets_are_hex() {
        assert_eq!([" 1a ", "0x1A", "0"].map(offset), [Some(26), Some(26), Some(0)]);
        assert_eq!(["", "0x", "+1", "-1", "xyz", "1ffffffff"].map(offset), [None; 6]);
    }
}
