//! The words of a method's name: which of them says what is done, and with what.
//!
//! A convention, as "API Improvement Proposals" 130 to 136 have it, not a rule: whoever has another one says so by
//! `google.api.http`.

/// What the first word of a name says is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// One is read.
    Get,
    /// Several are read.
    List,
    /// One is made.
    Create,
    /// One is changed, in some of its fields.
    Update,
    /// One is put in place of another.
    Replace,
    /// One is removed.
    Delete,
    /// Something else.
    Other,
}

/// A name taken apart: `GetLineItem` → get, `line-item`.
pub fn taken_apart(name: &str) -> (Deed, String) {
    let words = words(name);
    let deed = match words.first().map(String::as_str) {
        Some("get" | "read" | "fetch" | "load" | "lookup" | "show" | "describe") => Deed::Get,
        Some("list" | "search" | "find" | "query" | "watch" | "count" | "browse" | "download" | "export") => Deed::List,
        Some("create" | "add" | "place" | "submit" | "make" | "insert" | "register" | "send" | "post" | "upload") => {
            Deed::Create
        }
        Some("update" | "patch" | "change" | "edit" | "modify") => Deed::Update,
        Some("replace" | "put" | "set") => Deed::Replace,
        Some("delete" | "remove") => Deed::Delete,
        _ => Deed::Other,
    };
    (deed, words.get(1..).unwrap_or_default().join("-"))
}

/// The words of a name in upper camel case, in lower case: `HTTPGetUser2` → `http`, `get`, `user2`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let begins = letter.is_uppercase()
            && (before.is_none_or(|before| !before.is_uppercase())
                || letters.get(at + 1).is_some_and(|next| next.is_lowercase()));
        match words.last_mut() {
            Some(word) if !begins && letter != '_' => word.extend(letter.to_lowercase()),
            _ => words.push(letter.to_lowercase().filter(|&letter| letter != '_').collect()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A name as a path has it: `LineItem` → `line-item`.
pub fn kebab(name: &str) -> String {
    words(name).join("-")
}

/// Several of a thing, in English, as far as that has rules.
pub fn plural(noun: &str) -> String {
    let is_vowel = |letter: char| "aeiou".contains(letter);
    if let Some(stem) = noun.strip_suffix('y').filter(|stem| !stem.ends_with(is_vowel)) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| noun.ends_with(end));
    match noun {
        "" => String::new(),
        _ if hisses => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let cases = [
            ("GetUser", Deed::Get, "user"),
            ("ListLineItems", Deed::List, "line-items"),
            ("PlaceOrder", Deed::Create, "order"),
            ("Charge", Deed::Other, ""),
            ("GetHTTPRoute2", Deed::Get, "http-route2"),
            ("get_user", Deed::Get, "user"),
            ("_", Deed::Other, ""),
            ("", Deed::Other, ""),
        ];
        for (name, deed, noun) in cases {
            assert_eq!(taken_apart(name), (deed, noun.to_owned()), "{name}");
        }
    }

    #[test]
    fn several_of_a_thing() {
        let cases = ["user", "category", "day", "address", "box", "line-item", ""];
        assert_eq!(cases.map(plural).join(" "), "users categories days addresses boxes line-items ");
    }
}
