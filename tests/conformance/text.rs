//! The text format: the requests whose payload or whose answer is text.

use expect_test::expect;
use wirelens::message::{decode, encode, text};

use super::{CASES, Case, Counts, Same, annotate, canonical, records, root};

/// What came of a request.
enum Outcome {
    ParseError,
    Bytes(Vec<u8>),
    Text(String),
}

fn run(case: &Case) -> Outcome {
    let (root, payload) = (root(case), case.payload());
    let message = if case.is_bytes() {
        let decoded = decode(&root, &payload, &records(&annotate(&payload, Some(&root))));
        Some(decoded.message).filter(|_| decoded.diagnostics.is_empty())
    } else {
        std::str::from_utf8(&payload).ok().and_then(|it| text::read(&root, it).message)
    };
    let Some(message) = message else { return Outcome::ParseError };
    match case.requested_output_format.as_str() {
        "TEXT_FORMAT" if case.print_unknown_fields => {
            Outcome::Text(text::to_text_with_unknown_fields(&message).unwrap())
        }
        "TEXT_FORMAT" => Outcome::Text(text::to_text(&message).unwrap()),
        _ => Outcome::Bytes(encode(&message)),
    }
}

/// How a case is missed, else how much is the same as the reference's answer.
fn judge(case: &Case, outcome: &Outcome) -> Result<Same, &'static str> {
    let reference = case.reference();
    match (case.expect.as_str(), outcome) {
        ("parse_error", Outcome::ParseError) => Ok(Same::Refused),
        ("parse_error", _) => Err("accepted"),
        (_, Outcome::ParseError) => Err("refused"),
        (_, Outcome::Bytes(ours)) => match reference {
            None => Ok(Same::Unknown),
            Some(theirs) if *ours == theirs => Ok(Same::Text),
            Some(theirs) if canonical(case, ours) == canonical(case, &theirs) => Ok(Same::Meaning),
            Some(_) => Err("differs"),
        },
        (_, Outcome::Text(ours)) => match reference.map(|it| String::from_utf8(it).unwrap()) {
            None => Ok(Same::Unknown),
            Some(theirs) if *ours == theirs => Ok(Same::Text),
            // The reader is judged by the requests for bytes.
            Some(theirs) => match (read(case, ours), read(case, &theirs)) {
                (Some(ours), Some(theirs)) if ours == theirs => Ok(Same::Meaning),
                _ => Err("differs"),
            },
        },
    }
}

fn read(case: &Case, text: &str) -> Option<Vec<u8>> {
    text::read(&root(case), text).message.map(|it| encode(&it))
}

#[test]
fn the_text_cases_are_passed() {
    let mut counts = Counts::default();
    let mut misses = Vec::new();
    for case in CASES.iter().filter(|it| it.is_text()) {
        let verdict = judge(case, &run(case));
        counts.count(case, &verdict);
        if let Err(how) = verdict {
            misses.push(format!("{how} {}", case.test));
        }
    }
    let table = counts.table();
    println!("{table}");
    expect![[r#"
                                          required  passed   recommended  passed   as text meaning
        2023 as proto2 text → bytes              7       7             0       0         7       0
        2023 as proto2 text → text               9       9             0       0         6       1
        2023 as proto3 bytes → text              0       0             4       4         4       0
        2023 as proto3 text → bytes            117     117             3       3       108       3
        2023 as proto3 text → text             179     179            13      13       100      10
        2023 text → bytes                        5       5             0       0         5       0
        2023 text → text                         5       5             0       0         5       0
        proto2 text → bytes                      6       6             0       0         6       0
        proto2 text → text                       7       7             0       0         5       1
        proto3 bytes → text                      0       0             4       4         4       0
        proto3 text → bytes                    117     117             3       3       108       3
        proto3 text → text                     179     179            13      13       100      10
    "#]]
    .assert_eq(&(table + &misses.join("\n")));
}

/// What was read is written so that it is read again.
#[test]
fn texts_come_back() {
    for case in CASES.iter().filter(|it| it.payload_kind == "text_payload" && it.expect == "ok") {
        let payload = String::from_utf8(case.payload()).unwrap();
        let message = text::read(&root(case), &payload).message.unwrap();
        let written = text::to_text(&message).unwrap();
        assert_eq!(read(case, &written), Some(encode(&message)), "{}\n{written}", case.test);
    }
}
