//! The ways a name of several words is written: `PascalCase`, `lower_snake_case`, `UPPER_SNAKE_CASE`.
//!
//! Letters are ASCII, as names are. Knows nothing of what is named.

/// How a name should be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `UserRequest`; also `HTTPRequest`.
    Pascal,
    /// `user_request`
    LowerSnake,
    /// `USER_REQUEST`
    UpperSnake,
}

impl Case {
    /// Its own name, written in itself.
    pub fn name(self) -> &'static str {
        match self {
            Case::Pascal => "PascalCase",
            Case::LowerSnake => "lower_snake_case",
            Case::UpperSnake => "UPPER_SNAKE_CASE",
        }
    }

    /// Whether a name is written like this.
    pub fn fits(self, name: &str) -> bool {
        let is_snake = !(name.starts_with('_') || name.ends_with('_') || name.contains("__"));
        match self {
            Case::Pascal => name.starts_with(|first: char| first.is_ascii_uppercase()) && !name.contains('_'),
            Case::LowerSnake => is_snake && !name.contains(|char: char| char.is_ascii_uppercase()),
            Case::UpperSnake => is_snake && !name.contains(|char: char| char.is_ascii_lowercase()),
        }
    }

    /// The name written like this; nothing where that would be no name, or is none now.
    pub fn of(self, name: &str) -> Option<String> {
        let words = if name.is_ascii() { words(name) } else { Vec::new() };
        let written = match self {
            Case::Pascal => words.iter().map(|word| capitalized(word, words.len())).collect(),
            Case::LowerSnake => words.join("_").to_ascii_lowercase(),
            Case::UpperSnake => words.join("_").to_ascii_uppercase(),
        };
        written.starts_with(|first: char| first.is_ascii_alphabetic()).then_some(written)
    }
}

/// The words of a name: at each `_`, before a capital behind a small letter or a digit, and before the last capital of a run
/// that small letters follow (`HTTPRequest`), unless that is a plural (`userIDs`).
fn words(name: &str) -> Vec<&str> {
    name.split('_').filter(|part| !part.is_empty()).flat_map(humps).collect()
}

fn humps(part: &str) -> Vec<&str> {
    let bytes = part.as_bytes();
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..bytes.len() {
        let behind_capital = bytes[at - 1].is_ascii_uppercase();
        let before_small = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        let is_plural = &bytes[at + 1..] == b"s";
        if bytes[at].is_ascii_uppercase() && (!behind_capital || before_small && !is_plural) {
            found.push(&part[start..at]);
            start = at;
        }
    }
    found.push(&part[start..]);
    found
}

/// A word that begins big. One of capitals only is written small behind its first, where several words show that it shouts.
fn capitalized(word: &str, words: usize) -> String {
    let (first, rest) = word.split_at(1);
    let shouts = words > 1 && !word.contains(|char: char| char.is_ascii_lowercase());
    first.to_ascii_uppercase() + &if shouts { rest.to_ascii_lowercase() } else { rest.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_rewritten() {
        for (name, pascal, lower, upper) in [
            ("userName", "UserName", "user_name", "USER_NAME"),
            ("user_name", "UserName", "user_name", "USER_NAME"),
            ("USER_NAME", "UserName", "user_name", "USER_NAME"),
            ("HTTPRequest", "HttpRequest", "http_request", "HTTP_REQUEST"),
            ("userID", "UserId", "user_id", "USER_ID"),
            ("userIDs", "UserIDs", "user_ids", "USER_IDS"),
            ("line2Text", "Line2Text", "line2_text", "LINE2_TEXT"),
            ("_x__y_", "XY", "x_y", "X_Y"),
            ("URL", "URL", "url", "URL"),
        ] {
            assert_eq!(Case::Pascal.of(name).as_deref(), Some(pascal));
            assert_eq!(Case::LowerSnake.of(name).as_deref(), Some(lower));
            assert_eq!(Case::UpperSnake.of(name).as_deref(), Some(upper));
        }
        assert_eq!(Case::LowerSnake.of("__"), None);
        assert_eq!(Case::LowerSnake.of("_1"), None);
        assert_eq!(Case::Pascal.of("ä_b"), None);
    }

    #[test]
    fn what_is_written_fits() {
        for case in [Case::Pascal, Case::LowerSnake, Case::UpperSnake] {
            assert!(case.fits(case.name()), "{case:?}");
            for name in ["userName", "USER_NAME", "x", "A1b2_C3", "HTTPRequest", "aB_", "URL", "userIDs"] {
                assert!(case.fits(&case.of(name).unwrap()), "{case:?} {name}");
            }
        }
        assert!(!Case::Pascal.fits("user"));
        assert!(!Case::Pascal.fits("User_Name"));
        assert!(!Case::LowerSnake.fits("user__name"));
        assert!(Case::Pascal.fits("HTTPRequest"));
    }
}
