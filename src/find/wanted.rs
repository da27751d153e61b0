//! The text that is looked for → what it asks for.

use serde::{Deserialize, Serialize};

/// Ways to look for something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    /// By a number, the name of an enum's value, `true` and `false`, or a piece of text.
    #[default]
    Value,
    /// By field names, such as `price`, `items.price` or `items[3].price`; unknown fields by number, such as `#7`.
    Path,
    /// By bytes in hex; `?` stands for any digit.
    Hex,
    /// By the offset in hex, as the rows of bytes show it; `@` before it is left out.
    Offset,
}

impl By {
    /// All of them, in the order shown.
    pub const ALL: [By; 4] = [By::Value, By::Path, By::Hex, By::Offset];

    /// The word shown.
    pub fn word(self) -> &'static str {
        match self {
            By::Value => "value",
            By::Path => "field path",
            By::Hex => "hex",
            By::Offset => "offset",
        }
    }

    /// What can be typed, by example.
    pub fn example(self) -> &'static str {
        match self {
            By::Value => "Alice, 300, true, or @1a2f",
            By::Path => "price, items.price, items[3].price, #7",
            By::Hex => "0a ?? 41 6c",
            By::Offset => "1a2f, as the rows show it",
        }
    }
}

/// What a text asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// Nothing: there is no text yet.
    Nothing,
    /// A value: its text in ASCII lower case, the text as typed, and the number that it is.
    Value(Vec<u8>, String, Option<Number>),
    /// A path, its last segment last.
    Path(Vec<Segment>),
    /// Bytes, each with the bits of it that count.
    Bytes(Vec<(u8, u8)>),
    /// An offset.
    Offset(u32),
}

/// A number that values are compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Where it is one of 64 bits, with sign or without.
    pub whole: Option<i128>,
    /// As a float.
    pub float: f64,
}

/// A part of a path, between dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The name, or `#` and a number.
    pub name: String,
    /// Index or key in brackets, as it is written there; none where any will do.
    pub index: Option<String>,
}

impl Wanted {
    /// Reads a text.
    ///
    /// # Errors
    /// What was expected and what was found, where the text is none of this kind.
    pub fn read(by: By, text: &str) -> Result<Wanted, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Wanted::Nothing);
        }
        match (by, text.strip_prefix('@')) {
            (By::Offset, at) => offset(at.unwrap_or(text)),
            // What is no offset is text, such as the name of an account.
            (By::Value, Some(at)) => offset(at).or_else(|_| Ok(value(text))),
            (By::Value, None) => Ok(value(text)),
            (By::Path, _) => segments(text).map(Wanted::Path),
            (By::Hex, _) => hex(text).map(Wanted::Bytes),
        }
    }
}

fn offset(text: &str) -> Result<Wanted, String> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let at = u32::from_str_radix(digits, 16);
    at.map(Wanted::Offset).map_err(|_| format!("expected an offset in hex, such as 1a2f, found `{text}`"))
}

fn value(text: &str) -> Wanted {
    let plain = text.trim_matches('"');
    let whole = match text.strip_prefix("0x") {
        Some(digits) => i128::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    };
    let whole = whole.filter(|it| (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(it));
    let float = text.parse::<f64>().ok().or(whole.map(|it| it as f64));
    let number = float.map(|float| Number { whole, float });
    Wanted::Value(plain.to_ascii_lowercase().into_bytes(), plain.to_owned(), number)
}

fn hex(text: &str) -> Result<Vec<(u8, u8)>, String> {
    let expected = |found: char| format!("expected hex digits or `?`, found `{found}`");
    let digits = text.chars().filter(|it| !it.is_whitespace() && !matches!(it, ',' | ':' | '-'));
    let nibble = |digit: char| match digit {
        '?' => Ok((0, 0)),
        _ => digit.to_digit(16).map(|it| (it as u8, 0xf)).ok_or_else(|| expected(digit)),
    };
    let nibbles = digits.map(nibble).collect::<Result<Vec<(u8, u8)>, String>>()?;
    let pair = |pair: &[(u8, u8)]| match *pair {
        [high, low] => Ok((high.0 << 4 | low.0, high.1 << 4 | low.1)),
        _ => Err("expected two digits a byte, found an odd one".to_owned()),
    };
    let bytes = nibbles.chunks(2).map(pair).collect::<Result<Vec<(u8, u8)>, String>>()?;
    if bytes.iter().all(|&(_, bits)| bits == 0) {
        return Err("expected at least one hex digit, found none".to_owned());
    }
    Ok(bytes)
}

/// The segments of a path, in order: dots inside of brackets and quotes are none that part them.
pub(super) fn segments(path: &str) -> Result<Vec<Segment>, String> {
    let mut segments = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0usize, false, false);
    for (at, letter) in path.char_indices().chain([(path.len(), '.')]) {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            '.' if at == path.len() || depth == 0 && !quoted => {
                segments.push(segment(path.get(start..at).unwrap_or_default())?);
                start = at + 1;
            }
            _ => {}
        }
    }
    Ok(segments)
}

fn segment(text: &str) -> Result<Segment, String> {
    // An extension's name is in brackets itself.
    let behind = if text.starts_with('[') { text.find(']').map_or(0, |end| end + 1) } else { 0 };
    let bracket = text.get(behind..).and_then(|rest| rest.find('[')).map(|at| at + behind);
    let (name, index) = match bracket {
        Some(at) => {
            let index = text.get(at + 1..).and_then(|rest| rest.strip_suffix(']'));
            let index = index.ok_or_else(|| format!("expected `]` at the end of `{text}`, found none"))?;
            (text.get(..at).unwrap_or_default(), Some(index.to_owned()))
        }
        None => (text, None),
    };
    if name.is_empty() && index.is_none() {
        return Err("expected a field name between dots, found none".to_owned());
    }
    let name = if name.bytes().all(|it| it.is_ascii_digit()) && !name.is_empty() {
        format!("#{name}")
    } else {
        name.to_owned()
    };
    Ok(Segment { name, index })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    #[test]
    fn texts_are_read_in_four_ways() {
        let mut all = String::new();
        for (by, text) in [
            (By::Value, "  "),
            (By::Value, "Alice"),
            (By::Value, "-1"),
            (By::Value, "1.5"),
            (By::Value, "@1a2f"),
            (By::Value, "@alice"),
            (By::Hex, "0a ?? 4?"),
            (By::Hex, "0x"),
            (By::Hex, "0a0"),
            (By::Hex, "??"),
            (By::Offset, "@1a2f"),
            (By::Offset, "zz"),
            (By::Path, "items[3].price"),
            (By::Path, "labels[\"a.b]\"].7"),
            (By::Path, "[pkg.ext].x"),
            (By::Path, "a..b"),
            (By::Path, "a[1"),
        ] {
            match Wanted::read(by, text) {
                Ok(wanted) => writeln!(all, "{text}: {wanted:?}").unwrap(),
                Err(why) => writeln!(all, "{text}: {why}").unwrap(),
            }
        }
        expect![[r##"
              : Nothing
            Alice: Value([97, 108, 105, 99, 101], "Alice", None)
            -1: Value([45, 49], "-1", Some(Number { whole: Some(-1), float: -1.0 }))
            1.5: Value([49, 46, 53], "1.5", Some(Number { whole: None, float: 1.5 }))
            @1a2f: Offset(6703)
            @alice: Value([64, 97, 108, 105, 99, 101], "@alice", None)
            0a ?? 4?: Bytes([(10, 255), (0, 0), (64, 240)])
            0x: expected hex digits or `?`, found `x`
            0a0: expected two digits a byte, found an odd one
            ??: expected at least one hex digit, found none
            @1a2f: Offset(6703)
            zz: expected an offset in hex, such as 1a2f, found `zz`
            items[3].price: Path([Segment { name: "items", index: Some("3") }, Segment { name: "price", index: None }])
            labels["a.b]"].7: Path([Segment { name: "labels", index: Some("\"a.b]\"") }, Segment { name: "#7", index: None }])
            [pkg.ext].x: Path([Segment { name: "[pkg.ext]", index: None }, Segment { name: "x", index: None }])
            a..b: expected a field name between dots, found none
            a[1: expected `]` at the end of `a[1`, found none
        "##]].assert_eq(&all);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[\\[\\].\"@#0-9a-f? x\\\\é]{0,12}", way in 0usize..4) {
            let _ = Wanted::read(By::ALL[way], &text);
        }
    }
}
