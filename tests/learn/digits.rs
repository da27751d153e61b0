//! Facts are recomputed, and each digit that is shown belongs to a fact, to a token that is given, or to a table or code that
//! is checked as a whole.

use wirelens::learn::{
    fact::Fact,
    run::{ACCEPTED, Run, YES},
};

use crate::{
    code,
    sources::Sources,
    support::{File, Problems, World},
    tables,
    texts::{Line, Shown},
};

/// All of a file's claims and digits.
pub fn check(world: &World, file: File<'_>, shown: &Shown, sources: &Sources, problems: &mut Problems) {
    let (facts, given) = match file {
        File::Lesson(it) => (&it.facts, &it.given),
        File::Question(it) => (&it.facts, &it.given),
    };
    let data = sources.bytes.as_slice();
    facts.iter().for_each(|fact| recompute(world, fact, given, data, problems));
    for fact in facts {
        demand_said(&shown.lines, &fact.say, "fact", problems);
    }
    for token in given {
        problems.demand(token.len() > 1 || token.parse::<u8>().is_err(), "given", || {
            format!("`{token}` stands for too much: give it with the words around it")
        });
        demand_said(&shown.lines, token, "given", problems);
    }
    let pinned = |line: &Line| {
        line.code.is_some_and(|index| code::is_pinned(&shown.codes[index], sources))
            || line.table.is_some_and(|index| tables::is_known(&shown.tables[index]))
    };
    let said: Vec<&str> = facts.iter().map(|it| &it.say).chain(given).map(String::as_str).collect();
    for line in shown.lines.iter().filter(|line| !pinned(line)) {
        for token in uncovered(&line.text, &said, data) {
            // What a link says of a standard is in its address, too.
            if shown.links.iter().any(|(place, href)| *place == line.place && href.contains(&format!("rfc{token}"))) {
                continue;
            }
            problems.add(
                &line.place,
                format!("`{token}` in `{}` is nobody's: add a fact that computes it, or `given`", line.text),
            );
        }
    }
}

fn demand_said(lines: &[Line], what: &str, kind: &str, problems: &mut Problems) {
    problems.demand(lines.iter().any(|line| !places(&line.text, what).is_empty()), kind, || {
        format!(
            "`{what}` stands nowhere in the text, without marks and on one line (cells of a row are joined by ` | `)"
        )
    });
}

/// A fact's run gives what it says, and what else it says is what is run.
fn recompute(world: &World, fact: &Fact, given: &[String], data: &[Vec<u8>], problems: &mut Problems) {
    let Fact { say, gives, run } = fact;
    let place = format!("fact `{say}`");
    let expected = if gives.is_empty() { say } else { gives };
    let is_verdict = matches!(run, Run::Compiles(_) | Run::Accepts(_) | Run::Parse(_));
    match world.run(run) {
        Ok(found) if is_verdict => {
            let holds = match expected.as_str() {
                "no" => found != YES && found != ACCEPTED,
                expected => found == expected || found.contains(expected) && say.contains(expected),
            };
            problems.demand(holds, &place, || format!("expected `{expected}`, the engine says `{found}`"));
        }
        Ok(found) => {
            problems
                .demand(says(expected, &found), &place, || format!("expected `{expected}`, the engine says `{found}`"));
            problems.demand(!places(say, expected).is_empty(), &place, || {
                format!("`gives` has to be a part of `say`, found `{expected}`")
            });
        }
        Err(error) => problems.add(&place, format!("the engine can't tell: {error}")),
    }
    let asked = spelt_out(&serde_json::to_string(run).unwrap());
    let asked = format!("{asked} {expected}");
    for token in uncovered(say, &given.iter().map(String::as_str).collect::<Vec<_>>(), data) {
        let takes_part = |token: &str| !places(&asked, token).is_empty();
        problems.demand(takes_part(&token) || takes_part(&token.replace(',', "")), &place, || {
            format!("`{token}` takes no part in what is run: make it a fact of its own, or `given`")
        });
    }
}

/// What is run as words that texts may have: breaks of lines as blanks, `0x03e8` also as `03 e8`.
fn spelt_out(run: &str) -> String {
    let mut text = run.replace("\\n", " ").replace("\\\"", "\"").replace("0x", " ").replace("0b", " ");
    for (_, digits) in run.match_indices("0x").map(|(at, _)| run[at + 2..].split_at(0)) {
        let end = digits.find(|it: char| !it.is_ascii_hexdigit()).unwrap_or(digits.len());
        let bytes: Vec<&str> = digits.as_bytes()[..end].chunks(2).map(|it| std::str::from_utf8(it).unwrap()).collect();
        text.push_str(&format!(" {}", bytes.join(" ")));
    }
    text
}

const WORDS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// Whether a text says a key: as it is, or as a word of a number.
pub fn tells(text: &str, key: &str) -> bool {
    let word = key.parse::<usize>().ok().and_then(|it| WORDS.get(it)).filter(|_| !key.starts_with('0') || key == "0");
    !places(text, key).is_empty() || word.is_some_and(|it| !places(&text.to_lowercase(), it).is_empty())
}

/// Whether what is said is what was found: word for word, a number with commas, a small one in words, a while in ms or s.
fn says(said: &str, found: &str) -> bool {
    if said == found {
        return true;
    }
    let Ok(number) = found.parse::<u64>() else { return false };
    let grouped = {
        let digits = number.to_string();
        let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|it| std::str::from_utf8(it).unwrap()).collect();
        groups.join(",")
    };
    let word = usize::try_from(number).ok().and_then(|it| WORDS.get(it));
    let a_while = |per: u64, unit: &str| {
        let whole = said.strip_suffix(unit).and_then(|it| it.trim_end().parse::<f64>().ok());
        whole.is_some_and(|it| (it * per as f64 - number as f64).abs() < 0.5)
    };
    said == grouped
        || word.is_some_and(|it| it.eq_ignore_ascii_case(said))
        || a_while(1000, "ms")
        || a_while(1_000_000, " s")
}

/// Where something stands in a text, not as a part of a longer word or number.
pub fn places(text: &str, what: &str) -> Vec<std::ops::Range<usize>> {
    let (Some(first), Some(last)) = (what.chars().next(), what.chars().next_back()) else { return Vec::new() };
    let fits = |at: usize| {
        let before = text[..at].chars().next_back();
        let mut behind = text[at + what.len()..].chars();
        let (next, after) = (behind.next(), behind.next());
        let joins = |one: char, other: Option<char>| one.is_alphanumeric() && other.is_some_and(char::is_alphanumeric);
        let is_fraction = |sign: Option<char>, digit: Option<char>| {
            matches!(sign, Some('.' | ',')) && digit.is_some_and(|it| it.is_ascii_digit())
        };
        let cut_before = first.is_ascii_digit() && is_fraction(before, text[..at].chars().rev().nth(1));
        let cut_behind = last.is_ascii_digit() && is_fraction(next, after);
        !(joins(first, before) || joins(last, next) || cut_before || cut_behind)
    };
    text.match_indices(what).map(|(at, _)| at).filter(|&at| fits(at)).map(|at| at..at + what.len()).collect()
}

/// Names that have digits in them, and standards that are named; none that is another one's with a digit changed, such as
/// `proto2` or `HTTP/3`: those are `given` by files that mean them.
const NAMES: [&str; 27] = [
    "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64", "I32",
    "I64", "base64", "base 128", "UTF-8", "HTTP/1.1", "TLS 1.3", "gRFC A6", "IEEE 754", "RFC 1952", "RFC 3339",
    "RFC 3629", "RFC 4648", "RFC 7541", "RFC 8259", "RFC 8446", "RFC 9000",
];

/// Words with digits that are in none of the things said, are no names, and no part of the bytes that the data has, of two
/// at least.
pub fn uncovered(text: &str, said: &[&str], data: &[Vec<u8>]) -> Vec<String> {
    if !text.bytes().any(|it| it.is_ascii_digit()) {
        return Vec::new();
    }
    let mut covered: Vec<_> = said.iter().chain(&NAMES).flat_map(|it| places(text, it)).collect();
    covered.extend(of_data(text, data));
    let is_bare = |&(at, it): &(usize, char)| it.is_ascii_digit() && !covered.iter().any(|span| span.contains(&at));
    let mut words: Vec<(usize, String)> = Vec::new();
    for (at, _) in text.char_indices().filter(is_bare) {
        let start = text[..at]
            .rfind(|it: char| !is_of_number(it))
            .map_or(0, |it| it + text[it..].chars().next().unwrap().len_utf8());
        let end = text[at..].find(|it: char| !is_of_number(it)).map_or(text.len(), |it| at + it);
        if words.last().is_none_or(|(last, _)| *last != start) {
            words.push((start, text[start..end].trim_end_matches(['.', ',']).to_owned()));
        }
    }
    words.into_iter().map(|(_, word)| word).collect()
}

/// Where bytes in hex stand that are a part of the data's.
fn of_data(text: &str, data: &[Vec<u8>]) -> Vec<std::ops::Range<usize>> {
    let is_byte = |word: &str| word.len() == 2 && word.bytes().all(|it| it.is_ascii_hexdigit());
    let (mut found, mut at) = (Vec::new(), 0);
    let words: Vec<(usize, &str)> = text
        .split(|it: char| !it.is_ascii_alphanumeric())
        .map(|word| {
            let start = at;
            at += word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
            (start, word)
        })
        .collect();
    let runs = words
        .chunk_by(|(start, word), (next, other)| is_byte(word) && is_byte(other) && text[start + 2..*next] == *" ");
    for run in runs.filter(|run| run.len() >= 2) {
        let bytes: Vec<u8> = run.iter().map(|(_, word)| u8::from_str_radix(word, 16).unwrap()).collect();
        if data.iter().any(|data| data.windows(bytes.len()).any(|it| it == bytes)) {
            found.push(run[0].0..run[run.len() - 1].0 + 2);
        }
    }
    found
}

fn is_of_number(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '.' | ',' | '_')
}

#[test]
fn only_whole_words_are_found() {
    let found = |text: &str, what: &str| places(text, what).iter().map(|it| it.start).collect::<Vec<_>>();
    assert_eq!(found("13 bytes, 3 bytes", "3 bytes"), [10]);
    assert!(places("1.5", "1").is_empty() && places("1.5", "5").is_empty() && places("a0", "0").is_empty());
    assert_eq!(found("It is 5.", "5"), [6]);
    assert_eq!(uncovered("from 1 to 15, 19,000 and a0 01", &["from 1"], &[]), ["15", "19,000", "a0", "01"]);
}

#[test]
fn bytes_of_the_data_are_nobody_s_business() {
    let data = [vec![0x08, 0x96, 0x01, 0x12]];
    assert_eq!(uncovered("In 96 01, 12 and 08 97 of int32", &[], &data), ["12", "08", "97"]);
}

#[test]
fn numbers_are_said_in_many_ways() {
    for (said, found, is_said) in [
        ("3", "3", true),
        ("three", "3", true),
        ("Three", "3", true),
        ("three", "4", false),
        ("19,000", "19000", true),
        ("1.5 ms", "1500", true),
        ("2 s", "2000000", true),
        ("a0 01", "a0 01", true),
        ("3", "30", false),
    ] {
        assert_eq!(says(said, found), is_said, "{said} {found}");
    }
}
