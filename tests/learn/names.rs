//! Names of fields, types and methods in texts are spelt as in the schemas that the file speaks of.

use std::collections::BTreeSet;

use wirelens::suggest::closest;

use crate::{
    sources::Sources,
    support::{File, Problems},
    texts::Shown,
};

/// Shorter names are like too many others.
const MIN: usize = 5;

/// Words of the language and of its wire, which no schema has to declare.
const WORDS: [&str; 38] = [
    "bool",
    "bytes",
    "double",
    "edition",
    "enum",
    "extend",
    "extensions",
    "false",
    "fixed32",
    "fixed64",
    "float",
    "group",
    "import",
    "int32",
    "int64",
    "message",
    "oneof",
    "option",
    "optional",
    "package",
    "packed",
    "public",
    "repeated",
    "required",
    "reserved",
    "returns",
    "service",
    "sfixed32",
    "sfixed64",
    "sint32",
    "sint64",
    "stream",
    "string",
    "syntax",
    "true",
    "uint32",
    "uint64",
    "weak",
];

/// Every piece of code in running text that is a name.
pub fn check(file: File<'_>, shown: &Shown, sources: &Sources, problems: &mut Problems) {
    let given = match file {
        File::Lesson(it) => &it.given,
        File::Question(it) => &it.given,
    };
    let in_code: BTreeSet<&str> = shown.codes.iter().flat_map(|it| words(&it.text)).collect();
    let is_known = |it: &str| sources.names.contains(it) || in_code.contains(it) || WORDS.contains(&it);
    for (place, piece) in &shown.pieces {
        for word in words(piece).filter(|it| it.len() >= MIN && !is_known(it)) {
            if given.iter().any(|it| words(it).any(|given| given == word)) {
                continue;
            }
            let near = closest(word, sources.declared.iter().map(String::as_str));
            if let Some(near) = near.filter(|near| is_slip(word, near)) {
                problems.add(
                    place,
                    format!(
                        "`{word}` is nearly `{near}`: spell it so, or, if it is meant to differ, name it in `given`"
                    ),
                );
            }
        }
    }
}

/// Names of schemas and messages, of all data there is, and those of fields as JSON has them.
pub fn known(sources: &Sources) -> BTreeSet<String> {
    let texts = sources.protos.iter().chain(&sources.jsons).chain(&sources.strings);
    let mut names: BTreeSet<String> = texts.flat_map(|text| words(text)).map(str::to_owned).collect();
    let json: Vec<String> = names.iter().map(|name| camel(name)).collect();
    names.extend(json);
    names
}

/// Names that schemas declare and messages have: neither comments nor texts, which have words of people.
pub fn declared(sources: &Sources) -> BTreeSet<String> {
    let code = sources.protos.iter().flat_map(|text| text.lines()).map(|line| {
        let line = line.split("//").next().unwrap_or_default();
        line.split('"').step_by(2).collect::<Vec<_>>().join(" ")
    });
    let keys = sources.jsons.iter().flat_map(|text| text.split("\":")).filter_map(|it| it.rsplit('"').next());
    let names: BTreeSet<String> =
        code.chain(keys.map(str::to_owned)).flat_map(|it| words(&it).map(str::to_owned).collect::<Vec<_>>()).collect();
    let camel: Vec<String> = names.iter().map(|name| camel(name)).collect();
    names.into_iter().chain(camel).filter(|it| it.len() >= MIN).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_')
        .filter(|it| it.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_'))
}

/// `user_id` → `userId`.
fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        let mut letters = part.chars();
        let head = letters.next().map(|it| it.to_ascii_uppercase());
        name + &head.into_iter().chain(letters).collect::<String>()
    })
}

/// Whether one is the other with a slip of a finger: a letter more, less, another, or two exchanged; case does not differ
/// alone, since texts speak of `User` and `user`.
fn is_slip(word: &str, near: &str) -> bool {
    if word.eq_ignore_ascii_case(near) || word.trim_end_matches('s') == near.trim_end_matches('s') {
        return false;
    }
    let (word, near): (Vec<char>, Vec<char>) = (word.chars().collect(), near.chars().collect());
    let same = word.iter().zip(&near).take_while(|(a, b)| a == b).count();
    let (word, near) = (&word[same..], &near[same..]);
    let both = |a: &[char], b: &[char]| a == b;
    let digits = |it: &[char]| it.first().is_some_and(char::is_ascii_digit);
    if digits(word) && digits(near) {
        return false; // `line1` and `line2`
    }
    match (word, near) {
        ([], [_]) | ([_], []) => true,
        ([a, b, rest @ ..], [c, d, more @ ..]) if a == d && b == c => both(rest, more),
        ([_, rest @ ..], [_, more @ ..]) => both(rest, more) || both(rest, near) || both(word, more),
        _ => false,
    }
}

#[test]
fn slips_are_told_from_other_names() {
    for (word, near) in [("user_di", "user_id"), ("usre", "user"), ("UserReqest", "UserRequest"), ("agee", "age")] {
        assert!(is_slip(word, near), "{word} {near}");
    }
    for (word, near) in [("User", "user"), ("item", "items"), ("line1", "line2"), ("name", "age"), ("sint32", "uint64")]
    {
        assert!(!is_slip(word, near), "{word} {near}");
    }
}
