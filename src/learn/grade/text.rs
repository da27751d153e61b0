//! What somebody foresees in a line: the same as what a run gives, however it is spelt?
//!
//! How much of the spelling counts depends on what is run: bytes may have separators, JSON blanks and another order of
//! members, a number a unit. Knows no run's result but by its text.

use super::words::{code, said_at};
use crate::{
    learn::{
        markdown,
        run::{Ask, CallAsk, Run, run},
        task::Guess,
        verdict::Remark,
    },
    message::json::{
        self,
        tree::{Kind, NodeId, Tree},
    },
    wire::{WireType, input, protoscope},
};

/// What is said of one line of an answer.
pub(super) struct Judged {
    pub right: bool,
    pub remark: Remark,
}

/// Runs, and compares with what was foreseen; `part` is the answer's part it is.
pub(super) fn judge(of: &Run, guesses: &[Guess], answer: &str, part: u32) -> Judged {
    let wrong = |text: &str| Judged { right: false, remark: said_at(text, part, None) };
    let key = match run(of) {
        Ok(key) => key,
        Err(error) => return wrong(&format!("This can't be checked: {error}.")),
    };
    if answer.trim().is_empty() && !key.is_empty() {
        return wrong("Nothing is typed yet.");
    }
    let form = Form::of(of);
    if form.is_same(&key, answer) {
        return Judged { right: true, remark: said_at(&format!("{} is what comes out.", code(&key)), part, None) };
    }
    match guesses.iter().find(|it| form.is_same(&it.answer, answer)) {
        Some(guess) => Judged { right: false, remark: written(&guess.why, part) },
        None => wrong(&form.difference(&key, answer)),
    }
}

/// What an author wrote, in Markdown.
pub(super) fn written(text: &str, part: u32) -> Remark {
    match markdown::inline(text) {
        Ok(text) => Remark { text, part, span: None },
        Err(_) => said_at(text, part, None),
    }
}

/// What a run's result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Number,
    Bytes,
    Bits,
    Tag,
    Json,
    Protoscope,
    Words,
}

/// What people call a value that is not there.
const ABSENT: [&str; 6] = ["absent", "unset", "not set", "missing", "undefined", "not there"];

impl Form {
    fn of(run: &Run) -> Form {
        match run {
            Run::Encode(_) | Run::Varint(_) | Run::Tag(_) | Run::Fixed(_) => Form::Bytes,
            Run::Bits(_) => Form::Bits,
            Run::ReadTag(_) => Form::Tag,
            Run::Decode(_) | Run::Versions(_) => Form::Json,
            Run::Protoscope(_) => Form::Protoscope,
            Run::Size(_) | Run::JsonSize(_) | Run::GzipSize(_) | Run::ReadVarint(_) | Run::Zigzag(_) => Form::Number,
            Run::Unzigzag(_) | Run::Errors(_) | Run::Sum(_) => Form::Number,
            Run::Call(CallAsk { ask, .. }) => match ask {
                Ask::Replies | Ask::Attempts | Ask::Bytes | Ask::RestBytes | Ask::Micros => Form::Number,
                Ask::Reply(_) => Form::Json,
                Ask::ClientStatus | Ask::ServerStatus | Ask::Frames | Ask::Order(_) => Form::Words,
            },
            Run::Accepts(_) | Run::Parse(_) | Run::Compiles(_) | Run::Constant(_) => Form::Words,
        }
    }

    fn is_same(self, key: &str, answer: &str) -> bool {
        let (key, answer) = (key.trim(), bare(answer));
        if key == answer {
            return true;
        }
        match self {
            Form::Number => number(key).is_some_and(|it| number(answer) == Some(it)),
            Form::Bytes => bytes(key) == bytes(answer),
            Form::Bits => bits(key) == bits(answer),
            Form::Tag => tag(key) == tag(answer),
            Form::Json if key == ABSENT[0] => ABSENT.contains(&answer.to_lowercase().as_str()),
            Form::Json => is_same_json(key, answer),
            Form::Protoscope => protoscope::assemble(key).bytes == protoscope::assemble(answer).bytes,
            Form::Words => words(key) == words(answer),
        }
    }

    /// What differs, without giving all of it away.
    fn difference(self, key: &str, answer: &str) -> String {
        let shown = code(answer);
        match self {
            Form::Number => match (number(key), number(answer)) {
                (Some(key), Some(answer)) if answer < key => format!("It is more than {shown}."),
                (Some(_), Some(_)) => format!("It is less than {shown}."),
                (_, None) => format!("A number is expected; {shown} is none."),
                _ => format!("{shown} is not what comes out."),
            },
            Form::Bytes => {
                let (key, answer) = (bytes(key), bytes(answer));
                let at = key.iter().zip(&answer).position(|(one, other)| one != other);
                match at {
                    Some(at) => {
                        format!("Byte {} is not `{:02x}`.", at + 1, answer.get(at).copied().unwrap_or_default())
                    }
                    None if answer.is_empty() => format!("Bytes are expected, as hex; {shown} is none."),
                    None if answer.len() < key.len() => format!("As far as it goes, {shown} is right; more follows."),
                    None => format!("{shown} begins right; byte {} is one too many.", key.len() + 1),
                }
            }
            Form::Json if self.is_same(&key.to_lowercase(), &answer.to_lowercase()) => {
                format!("{shown} differs in upper and lower case alone, and case counts here.")
            }
            Form::Json => match (number(key), number(bare(answer))) {
                (Some(key), Some(answer)) if answer < key => format!("It is more than {shown}."),
                (Some(_), Some(_)) => format!("It is less than {shown}."),
                _ => json_difference(key, answer).unwrap_or_else(|| format!("{shown} is not what comes out.")),
            },
            Form::Bits | Form::Tag | Form::Protoscope | Form::Words => format!("{shown} is not what comes out."),
        }
    }
}

/// Without blanks, quotes and backticks around it.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let inside = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote).filter(|it| !it.contains(quote));
    ['`', '"', '\''].into_iter().find_map(inside).unwrap_or(text)
}

/// A number, with or without a unit, a sign, a base, and marks between its digits.
fn number(text: &str) -> Option<f64> {
    let text = bare(text).to_lowercase();
    let units = [" bytes", " byte", " b", " µs", " us", " microseconds"];
    let text = units.iter().find_map(|it| text.strip_suffix(it)).unwrap_or(&text).trim();
    let digits: String = text.chars().filter(|it| !matches!(it, '_' | ',' | '\u{a0}' | '\u{202f}')).collect();
    let digits = digits.strip_prefix('+').unwrap_or(&digits);
    let based = |prefix: &str, base: u32| u64::from_str_radix(digits.strip_prefix(prefix)?, base).ok();
    match based("0x", 16).or_else(|| based("0b", 2)) {
        Some(number) => Some(number as f64),
        None => digits.parse::<f64>().ok().filter(|it| it.is_finite()),
    }
}

fn bytes(text: &str) -> Vec<u8> {
    input::read_as(text, Some(input::Format::Hex)).bytes
}

fn bits(text: &str) -> String {
    text.trim_start_matches("0b").chars().filter(|it| it.is_ascii_digit()).collect()
}

/// Field number and wire type, of `1 VARINT` as of `field 1, wire type 0`.
fn tag(text: &str) -> Vec<String> {
    let words = text.split(|it: char| !it.is_ascii_alphanumeric()).map(str::to_uppercase);
    let mut told: Vec<String> =
        words.filter(|it| !matches!(it.as_str(), "" | "FIELD" | "NUMBER" | "WIRE" | "TYPE")).collect();
    told.truncate(2);
    if let Some(wire) = told.get_mut(1)
        && let Some(known) = wire.parse().ok().and_then(WireType::from_bits)
    {
        known.name().clone_into(wire);
    }
    told
}

/// Words in lower case, with nothing between them but single blanks.
fn words(text: &str) -> String {
    let word = |it: &str| it.trim_matches(['.', ',', ';', ':']).to_lowercase();
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

fn is_same_json(key: &str, answer: &str) -> bool {
    let ((one, _), (other, _)) = (json::parse(key), json::parse(answer));
    match (one.root(), other.root()) {
        (Some(a), Some(b)) => is_same_value(&one, a, &other, b),
        _ => false,
    }
}

/// Recurses as deep as the key does.
fn is_same_value(one: &Tree<'_>, a: NodeId, other: &Tree<'_>, b: NodeId) -> bool {
    match (one.kind(a), other.kind(b)) {
        (Kind::Object, Kind::Object) => {
            one.children(a).count() == other.children(b).count()
                && one.children(a).all(|member| {
                    let same = other.children(b).find(|&it| other.key(it) == one.key(member));
                    same.is_some_and(|it| is_same_value(one, one.value(member), other, other.value(it)))
                })
        }
        (Kind::Array, Kind::Array) => {
            one.children(a).count() == other.children(b).count()
                && one.children(a).zip(other.children(b)).all(|(a, b)| is_same_value(one, a, other, b))
        }
        (Kind::Object | Kind::Array | Kind::Broken, _) | (_, Kind::Object | Kind::Array | Kind::Broken) => false,
        // A number of 64 bits has quotes in JSON, and these count.
        (Kind::Number, Kind::Number) => {
            let of = |text: &str| text.parse::<f64>().ok();
            one.raw(a) == other.raw(b) || of(one.raw(a)).is_some_and(|it| of(other.raw(b)) == Some(it))
        }
        (kind, found) => kind == found && one.string(a) == other.string(b),
    }
}

/// The first member that one object has otherwise than the other.
fn json_difference(key: &str, answer: &str) -> Option<String> {
    let ((one, _), (other, _)) = (json::parse(key), json::parse(answer));
    let (a, b) = (one.root()?, other.root()?);
    match (one.kind(a), other.kind(b)) {
        (Kind::Object, Kind::Object) => {
            for member in other.children(b) {
                let name = code(&other.key(member));
                match one.children(a).find(|&it| one.key(it) == other.key(member)) {
                    None => return Some(format!("There is no {name}.")),
                    Some(same) if !is_same_value(&one, one.value(same), &other, other.value(member)) => {
                        let (wanted, found) = (one.value(same), other.value(member));
                        return Some(match one.string(wanted) == other.string(found) {
                            true => format!("{name} is right but for the quotes."),
                            false => format!("{name} is not {}.", code(other.raw(found))),
                        });
                    }
                    Some(_) => {}
                }
            }
            Some("What is there is right; something is missing.".to_owned())
        }
        (Kind::Array, Kind::Array) => {
            let (wanted, found) = (one.children(a).count(), other.children(b).count());
            let differs = one.children(a).zip(other.children(b)).position(|(a, b)| !is_same_value(&one, a, &other, b));
            Some(match differs {
                Some(at) => format!("Value {} of the list is another one.", at + 1),
                None if found < wanted => "The list begins like that; more follows.".to_owned(),
                None => "The list begins like that; some are too many.".to_owned(),
            })
        }
        (Kind::Object, _) => Some("An object is expected, in braces.".to_owned()),
        (Kind::Array, _) => Some("A list is expected, in brackets.".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_counts_as_far_as_it_means_something() {
        let same = |form: Form, key: &str, answer: &str| form.is_same(key, answer);
        assert!(same(Form::Number, "1250", "1,250 bytes") && same(Form::Number, "16", "0x10"));
        assert!(!same(Form::Number, "16", "10") && !same(Form::Number, "3", ""));
        assert!(same(Form::Bytes, "08 96 01", "0x089601") && !same(Form::Bytes, "08", "8 0"));
        assert!(same(Form::Bits, "10010110 00000001", "1001 0110 0000 0001"));
        assert!(same(Form::Tag, "2 LEN", "field 2, wire type 2") && !same(Form::Tag, "2 LEN", "2 I32"));
        assert!(same(Form::Json, r#"{"a":1,"n":"5"}"#, "{ n: '5', 'a': 1.0 }") && same(Form::Json, "Zoë", "\"Zoë\""));
        assert!(!same(Form::Json, r#"{"n":"5"}"#, r#"{"n":5}"#));
        assert!(same(Form::Json, "absent", "not set") && !same(Form::Json, "0", "absent"));
        assert!(same(Form::Protoscope, "1: 150\n", "1:   150 # an id") && same(Form::Words, "accepted", "Accepted."));
    }
}
