//! The words of the language that descriptors have in another form: names, numbers, defaults.

use super::{
    options::{kind, quoted},
    read::Range,
};

/// The field number behind the last one, where a message's range to `max` ends.
const BEHIND_LAST: i32 = 1 << 29;

/// The type that protoc makes for a map: `map_field` has `MapFieldEntry`.
pub fn entry_name(field: &str) -> String {
    let capital = |part: &str| {
        let mut letters = part.chars();
        letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
    };
    field.split('_').map(capital).collect::<String>() + "Entry"
}

/// The name in JSON that a field has if none is set: `user_name` has `userName`.
pub fn json_name(field: &str) -> String {
    let mut name = String::new();
    let mut upper = false;
    for letter in field.chars() {
        match letter {
            '_' => upper = true,
            letter if upper => {
                name.push(letter.to_ascii_uppercase());
                upper = false;
            }
            letter => name.push(letter),
        }
    }
    name
}

pub fn visibility(visibility: i32) -> &'static str {
    match visibility {
        1 => "local ",
        2 => "export ",
        _ => "",
    }
}

/// A range as it is written; `behind` is 1 where its end is not in it.
pub fn numbers(range: &Range<'_>, behind: i32) -> String {
    let last = range.end.saturating_sub(behind);
    let to_max = if behind == 1 { range.end >= BEHIND_LAST } else { range.end == i32::MAX };
    match (range.start, last) {
        (start, last) if start == last => start.to_string(),
        (start, _) if to_max => format!("{start} to max"),
        (start, last) => format!("{start} to {last}"),
    }
}

/// A default as it is written; descriptors have it as text, of bytes with escapes in it.
pub fn default_value(kind: i32, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    match kind {
        kind::STRING => quoted(bytes),
        kind::BYTES => {
            let mut literal = String::from("\"");
            let mut escaped = false;
            for character in text.chars() {
                match character {
                    '"' if !escaped => literal.push_str("\\\""),
                    '\0'..' ' => literal.push(' '),
                    _ => literal.push(character),
                }
                escaped = character == '\\' && !escaped;
            }
            literal.push_str(if escaped { "\\\"" } else { "\"" });
            literal
        }
        _ => {
            let plain = |character: char| character.is_ascii_alphanumeric() || "+-._".contains(character);
            text.chars().filter(|&character| plain(character)).collect()
        }
    }
}

/// A name of a hostile set may hold anything; what no name can hold becomes an underscore, so that it stays a name.
pub fn word(name: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '.';
    name.chars().map(|character| if plain(character) { character } else { '_' }).collect()
}
