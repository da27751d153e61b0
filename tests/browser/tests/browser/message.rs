//! The message as JSON: its bytes, its problems, its sizes.

use anyhow::Result;
use serde_json::json;
use wirelens::analysis::Payload;
use wirelens_browser_tests::runner::Visit;

use crate::work::{self, HEX, JSON, engine_bytes, has_no_problem, has_problem, shows_bytes};

wirelens_browser_tests::tests![
    editing_the_json_changes_the_bytes_as_the_engine_says,
    an_unknown_field_is_a_problem_with_its_place,
    a_wrong_type_is_a_problem_with_its_place,
    broken_json_keeps_the_last_good_bytes,
    another_message_type_reads_the_same_text_anew,
    the_sizes_are_those_of_the_message,
    names_that_javascript_knows_are_names_like_others,
];

fn editing_the_json_changes_the_bytes_as_the_engine_says(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    assert_eq!(engine_bytes(&work::user())?, HEX);
    for json in [r#"{"age": -1}"#, r#"{"name": "Ünïcödé 😀", "home": {}}"#, r#"{"age": 2147483647}"#] {
        let mut input = work::user();
        input.payload = Payload::Json(json.into());
        page.paste("Message JSON", json)?;
        shows_bytes(page, &engine_bytes(&input)?)?;
    }
    has_no_problem(page)
}

fn an_unknown_field_is_a_problem_with_its_place(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{\n  \"name\": \"A\",\n  \"nmae\": \"B\"\n}")?;
    has_problem(page, "message.json:3:3 error ", "nmae")?;
    page.paste("Message JSON", JSON)?;
    has_no_problem(page)
}

fn a_wrong_type_is_a_problem_with_its_place(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{\n  \"age\": \"old\"\n}")?;
    has_problem(page, "message.json:2:10 error ", "old")
}

fn broken_json_keeps_the_last_good_bytes(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", "{ \"name\": ")?;
    has_problem(page, "message.json:1:", "")?;
    page.until(
        "the bytes are still there, marked stale",
        "return !wl.fresh() && wl.bytes() === arguments[0];",
        &[json!(HEX)],
    )?;
    page.paste("Message JSON", JSON)?;
    shows_bytes(page, HEX)
}

fn another_message_type_reads_the_same_text_anew(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    page.paste("Message JSON", r#"{"city": "Oslo"}"#)?;
    has_problem(page, "message.json:1:2 error ", "city")?;
    page.choose("Message type", "demo.Address")?;
    shows_bytes(page, "0a 04 4f 73 6c 6f")?;
    has_no_problem(page)
}

fn the_sizes_are_those_of_the_message(page: &Visit<'_>) -> Result<()> {
    work::open_user(page)?;
    let minified = r#"{"name":"Alice","age":300,"home":{"city":"Oslo"}}"#.len();
    let bytes = HEX.split(' ').count();
    page.until(
        "the table has the bytes of the JSON and of the message",
        "const cells = [...(wl.one('table', 'Sizes')?.querySelectorAll('td') ?? [])].map((cell) => parseInt(wl.text(cell)));
         return arguments.length === 2 && [...arguments].every((size) => cells.includes(size));",
        &[json!(minified), json!(bytes)],
    )
    .map(drop)
}

fn names_that_javascript_knows_are_names_like_others(page: &Visit<'_>) -> Result<()> {
    let schema = "syntax = \"proto3\";\nmessage M {\n  string __proto__ = 1;\n  string constructor = 2;\n  \
                  map<string, string> toString = 3;\n}\n";
    let json = r#"{"__proto__": "a", "constructor": "b", "toString": {"__proto__": "c"}}"#;
    let input = work::workspace(&[("__proto__", schema)], "M", json);
    work::open(page, &input)?;
    // Field 1 "a", field 2 "b", field 3 { key "__proto__", value "c" }.
    let expected = "0a 01 61 12 01 62 1a 0e 0a 09 5f 5f 70 72 6f 74 6f 5f 5f 12 01 63";
    assert_eq!(engine_bytes(&input)?, expected);
    shows_bytes(page, expected)?;
    for name in ["__proto__", "constructor"] {
        work::row(page, name)?;
    }
    has_no_problem(page)
}
