//! Did you mean: the known name that is closest to a misspelt one, and what other languages call the built-in types.
//!
//! Knows nothing of where the names stand.

/// Longer names are not compared, so that a hostile one costs nothing.
const MAX_NAME: usize = 80;
/// Of more names only the first ones are looked at.
const MAX_CANDIDATES: usize = 20_000;

/// Names that other languages have for Protocol Buffers' types.
const FOREIGN: [(&str, &str); 22] = [
    ("int", "int32"),
    ("integer", "int32"),
    ("int16", "int32"),
    ("int8", "int32"),
    ("short", "int32"),
    ("long", "int64"),
    ("uint", "uint32"),
    ("ulong", "uint64"),
    ("uint8", "uint32"),
    ("uint16", "uint32"),
    ("byte", "bytes"),
    ("binary", "bytes"),
    ("blob", "bytes"),
    ("boolean", "bool"),
    ("str", "string"),
    ("text", "string"),
    ("char", "string"),
    ("number", "double"),
    ("decimal", "double"),
    ("real", "double"),
    ("float32", "float"),
    ("float64", "double"),
];

/// The built-in type that another language calls by this name, in whatever case.
pub fn scalar(foreign: &str) -> Option<&'static str> {
    FOREIGN.iter().find(|(name, _)| name.eq_ignore_ascii_case(foreign)).map(|&(_, scalar)| scalar)
}

/// The candidate that differs from `name` in the fewest letters, if it is close enough to be meant: at most a third of the
/// letters differ, or only upper and lower case, `_` or `.`.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(name)?;
    let limit = (wanted.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().take(MAX_CANDIDATES) {
        let bound = best.map_or(limit + 1, |(distance, _)| distance);
        // Most are much too short, which is seen before a letter is looked at.
        if candidate.len() + bound <= wanted.len() {
            continue;
        }
        let Some(letters) = folded(candidate) else { continue };
        if letters.len().abs_diff(wanted.len()) >= bound || candidate == name {
            continue;
        }
        let distance = distance(&wanted, &letters);
        if distance < bound {
            best = Some((distance, candidate));
        }
    }
    best.filter(|_| wanted.len() > 1).map(|(_, candidate)| candidate)
}

/// The letters that tell names apart for a reader; nothing if there are none or too many.
fn folded(name: &str) -> Option<Vec<char>> {
    if name.len() > MAX_NAME {
        return None;
    }
    let letters: Vec<char> =
        name.chars().filter(|c| !matches!(c, '_' | '-' | '.')).flat_map(char::to_lowercase).collect();
    (!letters.is_empty()).then_some(letters)
}

/// Levenshtein's distance: how many letters to insert, delete or replace. A swap of neighbours counts as one, too.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &other) in b.iter().enumerate() {
            let replace = last[j] + usize::from(letter != other);
            let mut least = replace.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && letter == b[j - 1] && a[i - 1] == other {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn finds_what_was_meant() {
        let names = ["name", "user_id", "email", "roles"];
        assert_eq!(closest("nmae", names), Some("name"));
        assert_eq!(closest("userID", names), Some("user_id"));
        assert_eq!(closest("emial", names), Some("email"));
        assert_eq!(closest("role", names), Some("roles"));
        assert_eq!(closest("street", names), None);
        assert_eq!(closest("x", names), None);
        assert_eq!(closest("", names), None);
        assert_eq!(closest("name", names), None, "the name itself is no suggestion");
    }

    #[test]
    fn long_names_are_left_alone() {
        let long = "a".repeat(100_000);
        assert_eq!(closest(&long, [long.as_str(), "a"]), None);
    }

    proptest! {
        #[test]
        fn distance_is_a_metric_where_it_matters(a in "[abc]{0,8}", b in "[abc]{0,8}") {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            prop_assert_eq!(distance(&a, &b), distance(&b, &a));
            prop_assert_eq!(distance(&a, &b) == 0, a == b);
            prop_assert!(distance(&a, &b) <= a.len().max(b.len()));
        }
    }
}
