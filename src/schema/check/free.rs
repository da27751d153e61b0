//! Which number or name is free: for fixes and completion.

use super::super::model::{Enum, Message};

/// The numbers of the protocol's own implementation: no field may have one.
pub const LIBRARY_NUMBERS: std::ops::RangeInclusive<i64> = 19_000..=19_999;
/// The greatest field number: a tag has 32 bits, three of which are the wire type.
pub const MAX_FIELD_NUMBER: i64 = (1 << 29) - 1;

/// The number behind the greatest that a message's fields have, if that is free, else the next that is: numbers between may
/// have been those of fields that are no more.
pub fn field_number(message: &Message) -> Option<i64> {
    let used = message.fields.iter().map(|field| field.number.value);
    let used = used.filter(|number| (1..=MAX_FIELD_NUMBER).contains(number) && !LIBRARY_NUMBERS.contains(number));
    let mut taken: Vec<(i64, i64)> =
        message.reserved_ranges.iter().map(|range| (range.start.value, range.end.value)).collect();
    taken.extend(message.extension_ranges.iter().map(|part| (part.range.start.value, part.range.end.value)));
    taken.push((*LIBRARY_NUMBERS.start(), *LIBRARY_NUMBERS.end()));
    taken.extend(used.clone().map(|number| (number, number)));
    taken.sort_unstable();
    let behind = |first: i64| {
        let mut number = first;
        for &(start, end) in &taken {
            if start <= number && number <= end {
                number = end.saturating_add(1);
            }
        }
        (number <= MAX_FIELD_NUMBER).then_some(number)
    };
    behind(used.max().map_or(1, |greatest| greatest + 1)).or_else(|| behind(1))
}

/// The number behind the greatest that an enum's values have, reserved ones left out.
pub fn enum_number(part: &Enum) -> Option<i64> {
    let mut number =
        part.values.iter().map(|value| value.number.value).max().map_or(0, |greatest| greatest.max(-1) + 1);
    let mut ranges: Vec<(i64, i64)> =
        part.reserved_ranges.iter().map(|range| (range.start.value, range.end.value)).collect();
    ranges.sort_unstable();
    for (start, end) in ranges {
        if start <= number && number <= end {
            number = end.saturating_add(1);
        }
    }
    (number <= i64::from(i32::MAX)).then_some(number)
}

/// The prefix that the values of an enum have by the style guide: `HttpMethod` → `HTTP_METHOD`.
pub fn value_prefix(enum_name: &str) -> String {
    let letters: Vec<char> = enum_name.chars().collect();
    let mut prefix = String::with_capacity(enum_name.len() + 4);
    for (at, &letter) in letters.iter().enumerate() {
        let follows_small = at > 0 && (letters[at - 1].is_ascii_lowercase() || letters[at - 1].is_ascii_digit());
        let ends_capitals = at > 0
            && letters[at - 1].is_ascii_uppercase()
            && letters.get(at + 1).is_some_and(|next| next.is_ascii_lowercase());
        if letter.is_ascii_uppercase() && (follows_small || ends_capitals) {
            prefix.push('_');
        }
        prefix.push(letter.to_ascii_uppercase());
    }
    prefix
}
