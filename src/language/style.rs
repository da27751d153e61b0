//! Names as the style guide writes them, made of one another.

/// `UserProfile` → `user_profile`, `HTTPServer` → `http_server`.
pub(super) fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::with_capacity(name.len() + 4);
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let behind = letters.get(at + 1).copied();
        // A capital begins a word behind a small letter, or before one.
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_ascii_digit()
                    || before.is_uppercase() && behind.is_some_and(char::is_lowercase)
            });
        if begins {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// The name of a field in JSON: `user_id` → `userId` (`ToJsonName` of protoc: what follows an underscore becomes a capital).
pub(super) fn json(name: &str) -> String {
    let mut json = String::with_capacity(name.len());
    let mut raise = false;
    for letter in name.chars() {
        if letter == '_' {
            raise = true;
        } else {
            json.push(if raise { letter.to_ascii_uppercase() } else { letter });
            raise = false;
        }
    }
    json
}

/// The plural of an English word, mostly.
pub(super) fn plural(name: &str) -> String {
    let vowel_before_y = || matches!(name.chars().rev().nth(1), Some('a' | 'e' | 'i' | 'o' | 'u'));
    if name.ends_with('y') && !vowel_before_y() {
        format!("{}ies", &name[..name.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end)) {
        format!("{name}es")
    } else {
        format!("{name}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types_become_names_of_fields() {
        for (name, field) in [
            ("UserProfile", "user_profile"),
            ("HTTPServer", "http_server"),
            ("V2Item", "v2_item"),
            ("already_so", "already_so"),
            ("X", "x"),
            ("", ""),
        ] {
            assert_eq!(snake(name), field);
        }
        for (one, many) in
            [("user", "users"), ("address", "addresses"), ("city", "cities"), ("day", "days"), ("box", "boxes")]
        {
            assert_eq!(plural(one), many);
        }
    }
}
