//! The text format: texts in, messages and diagnostics out, and back.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]
#![cfg(test)]

#[path = "laws/random.rs"]
mod random;
#[path = "laws/textproto.rs"]
mod textproto;

use expect_test::{Expect, expect, expect_file};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use prost_reflect::{DynamicMessage, MessageDescriptor, ReflectMessage as _};
use wirelens::analysis::{self, Input, analyze};
use wirelens::diagnostic::{Diagnostic, Severity, Source};
use wirelens::examples;
use wirelens::message::text::{MAX_TEXT_BYTES, read, to_text, to_text_with_unknown_fields};
use wirelens::message::{MAX_DIAGNOSTICS, encode, from_json};
use wirelens::schema::{self, Schema};
use wirelens::text::{File, LineIndex, Span};

const SHOP: &str = include_str!("protoc/text/shop.proto");

const OLD: &str = include_str!("protoc/text/old.proto");

const NEW: &str = include_str!("protoc/text/new.proto");

fn schema() -> Schema {
    thread_local! {
        static SCHEMA: Schema = {
            let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
            let files = vec![file("shop.proto", SHOP), file("old.proto", OLD), file("new.proto", NEW)];
            let compiled = schema::compile(&files);
            assert!(compiled.is_complete(), "{:?}", compiled.diagnostics);
            compiled.schema.unwrap()
        };
    }
    SCHEMA.with(Clone::clone)
}

fn root(name: &str) -> MessageDescriptor {
    schema().message(name).unwrap()
}

fn show(text: &str, diagnostics: &[Diagnostic]) -> String {
    let lines = LineIndex::new(text);
    let at = |span: Span| {
        let at = lines.line_column(span.start as usize);
        format!("{}:{} {:?}", at.line, at.column, text[span.range()].chars().take(40).collect::<String>())
    };
    let mut shown = String::new();
    for diagnostic in diagnostics {
        assert_eq!(diagnostic.place.source, Source::Text);
        let (word, code) = (diagnostic.severity.word(), &diagnostic.code);
        shown += &format!("{} {word} {code}: {}\n", at(diagnostic.place.span), diagnostic.message);
        for label in &diagnostic.labels {
            shown += &format!("    {}: {}\n", at(label.place.span), label.message);
        }
        if let Some(help) = &diagnostic.help {
            shown += &format!("    help: {help}\n");
        }
        for fix in &diagnostic.fixes {
            shown += &format!("    fix: {}: {:?}\n", fix.title, fixed(text, fix));
        }
    }
    shown
}

fn fixed(text: &str, fix: &wirelens::diagnostic::Fix) -> String {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.span));
    edits.iter().fold(text.to_owned(), |mut text, (place, put)| {
        text.replace_range(place.span.range(), put);
        text
    })
}

/// Each text with what is said of it, and its message where it has one.
fn check(name: &str, texts: &[&str], expect: Expect) {
    let mut shown = String::new();
    for text in texts {
        let parsed = read(&root(name), text);
        shown += &format!("{text}\n{}", show(text, &parsed.diagnostics));
        if let Some(message) = &parsed.message {
            shown += &format!("= {}\n", to_text(message).unwrap().trim_end().replace('\n', "\n  "));
        }
        shown += "\n";
        let is_refused = parsed.diagnostics.iter().any(|it| it.severity == Severity::Error);
        assert_eq!(parsed.message.is_none(), is_refused, "{text}");
    }
    expect.assert_eq(&shown);
}

#[test]
fn texts_are_read() {
    check(
        "shop.Order",
        &[
            "",
            "# nothing but a comment",
            "\u{feff}id: \"a\"",
            "id:'a'\"b\" # and\n  'c',count:-0x10;total:0xffffffffffffffff paid:t rate:1.5f",
            "items { name: 'x' } items: < weight: - # negative\n 017 > items: [{}, <name: \"y\">] items []",
            "tags: [] tags: 'a' tags: ['b' 'c', 'd'] deltas: [1, -1]",
            "price: -inf rate: NaN next { price: 1e999 rate: .5 next { price: -0f } }",
            "photo: \"\\000\\xff\\u00e9é\"",
            "by_name { key: 'a' value { weight: 1 } } by_name: [{ key: 'b' }, { value {} }] names { key: 2 value: 'two' }",
            "status: -2 next { status: SENT next { status: 7 } }",
            "details { [type.googleapis.com/shop.Item] { name: 'in' } }",
            "details { [ my.host / a%2Fb # why\n / shop . Item ] : < > }",
            "details { type_url: 'type.googleapis.com/shop.Item' value: '\\n\\002in' }",
            "made { seconds: 5 }mail:'a@b'",
        ],
        expect![[r#"

            = 

            # nothing but a comment
            = 

            ﻿id: "a"
            = id: "a"

            id:'a'"b" # and
              'c',count:-0x10;total:0xffffffffffffffff paid:t rate:1.5f
            = id: "abc"
              count: -16
              total: 18446744073709551615
              rate: 1.5
              paid: true

            items { name: 'x' } items: < weight: - # negative
             017 > items: [{}, <name: "y">] items []
            = items {
                name: "x"
              }
              items {
                weight: -15
              }
              items {}
              items {
                name: "y"
              }

            tags: [] tags: 'a' tags: ['b' 'c', 'd'] deltas: [1, -1]
            = tags: "a"
              tags: "bc"
              tags: "d"
              deltas: 1
              deltas: -1

            price: -inf rate: NaN next { price: 1e999 rate: .5 next { price: -0f } }
            = price: -inf
              rate: nan
              next {
                price: inf
                rate: 0.5
                next {
                  price: -0.0
                }
              }

            photo: "\000\xff\u00e9é"
            = photo: "\000\377\303\251\303\251"

            by_name { key: 'a' value { weight: 1 } } by_name: [{ key: 'b' }, { value {} }] names { key: 2 value: 'two' }
            = by_name {
                key: ""
                value {}
              }
              by_name {
                key: "a"
                value {
                  weight: 1
                }
              }
              by_name {
                key: "b"
                value {}
              }
              names {
                key: 2
                value: "two"
              }

            status: -2 next { status: SENT next { status: 7 } }
            1:47 "7" warning text-enum: enum shop.Status has no value with the number 7
            = status: BACK
              next {
                status: SENT
                next {
                  status: 7
                }
              }

            details { [type.googleapis.com/shop.Item] { name: 'in' } }
            = details {
                [type.googleapis.com/shop.Item] {
                  name: "in"
                }
              }

            details { [ my.host / a%2Fb # why
             / shop . Item ] : < > }
            = details {
                [my.host/a%2Fb/shop.Item] {}
              }

            details { type_url: 'type.googleapis.com/shop.Item' value: '\n\002in' }
            = details {
                [type.googleapis.com/shop.Item] {
                  name: "in"
                }
              }

            made { seconds: 5 }mail:'a@b'
            = mail: "a@b"
              made {
                seconds: 5
              }

        "#]],
    );
    check(
        "old.Part",
        &[
            "id: 1 Extra { note: 'a' } MoreParts {} moreparts { n: 1 } size: 2",
            "id: 1 [old.tag]: 'a' [old.counts]: [1, 2] [ old . sub ] { id: 2 } [old.Holder.inner_tag]: 3",
            "id: 1 sizes { key: 'a' }",
        ],
        expect![[r#"
            id: 1 Extra { note: 'a' } MoreParts {} moreparts { n: 1 } size: 2
            = id: 1
              Extra {
                note: "a"
              }
              MoreParts {}
              MoreParts {
                n: 1
              }
              size: LARGE

            id: 1 [old.tag]: 'a' [old.counts]: [1, 2] [ old . sub ] { id: 2 } [old.Holder.inner_tag]: 3
            = id: 1
              [old.tag]: "a"
              [old.counts]: 1
              [old.counts]: 2
              [old.sub] {
                id: 2
              }
              [old.Holder.inner_tag]: 3

            id: 1 sizes { key: 'a' }
            = id: 1
              sizes {
                key: "a"
                value: UNSET
              }

        "#]],
    );
    check(
        "fresh.All",
        &[
            "needed: 0 GroupLike { a: 1 } other { a: 2 } elsewhere { a: 3 } open: 5 implicit: 0 zero: -0",
            "needed: 0 grouplike {}",
        ],
        expect![[r#"
            needed: 0 GroupLike { a: 1 } other { a: 2 } elsewhere { a: 3 } open: 5 implicit: 0 zero: -0
            1:70 "5" warning text-enum: enum fresh.Open has no value with the number 5
            = GroupLike {
                a: 1
              }
              other {
                a: 2
              }
              elsewhere {
                a: 3
              }
              open: 5
              needed: 0
              zero: -0.0

            needed: 0 grouplike {}
            = GroupLike {}
              needed: 0

        "#]],
    );
}

#[test]
fn syntax_errors_are_located_and_say_what_to_do() {
    check(
        "shop.Order",
        &[
            "id \"a\" count: 1",
            "id = \"a\"",
            "id:\ncount: 1",
            "next {\n  id:\n}",
            "id",
            "\"id\": \"a\", 'count': 1",
            "{ id: \"a\" }",
            "id: \"a\" }",
            "next { id: \"a\"",
            "next < id: \"a\" }",
            "id: \"a\",, count: 1;; paid: true",
            "count: 1 2 3 paid: true",
            "count: +1",
            "id: \"a",
            "id: \"a\ncount: 1",
            "id: “a”",
            "id: \"\\q\\x\\u12\\ud83d\\ude00\\U00110000\\400\"",
            "count: 1 // one\npaid: true /* two */",
            "deltas: [1, 2,]",
            "deltas: [1,, 2]",
            "deltas: [1; 2]",
            "deltas: [1 2]",
            "deltas: [1, 2\ncount: 1",
            "deltas [1]",
            "deltas []",
            "deltas: [[1]]",
            "1001: 123",
            "next.id: \"a\"",
            "status: Status.SENT",
            "count: 08 price: 1.2.3 rate: 1e total: 0x",
            "count: 1_000 price: 12px total: 01.5",
            "details { [type.googleapis.com/shop.Item { name: 'a' } }",
            "details { [] {} } next { details { [a b?] {} } }",
            "details { [/shop.Item] {} } next { details { [a%4/shop.Item] {} } next { details { [a/1.b] {} } } }",
            "id: \u{a0}\"a\"",
            "id: (1)",
            "?",
        ],
        expect![[r#"
            id "a" count: 1
            1:1 "id" error text-syntax: expected `:` behind this name, found a string
                help: only messages go without it
                fix: insert `:`: "id: \"a\" count: 1"

            id = "a"
            1:4 "=" error text-syntax: expected `:` behind the name of a field, found `=`
                help: fields are written `name: value`
                fix: replace it by `:`: "id : \"a\""

            id:
            count: 1
            1:4 "" error text-syntax: expected a value, found `count`
                help: values are numbers, names, strings in quotes, messages in `{ }` and lists in `[ ]`

            next {
              id:
            }
            3:1 "}" error text-syntax: expected a value, found `}`
                help: values are numbers, names, strings in quotes, messages in `{ }` and lists in `[ ]`

            id
            1:1 "id" error text-syntax: expected a value behind this field, found the end of the text
                help: fields are written `name: value`, messages `name { … }`

            "id": "a", 'count': 1
            1:1 "\"id\"" error text-syntax: expected a name without quotes, found a string
                help: names of fields have no quotes
                fix: remove the quotes: "id: \"a\", 'count': 1"
            1:12 "'count'" error text-syntax: expected a name without quotes, found a string
                help: names of fields have no quotes
                fix: remove the quotes: "\"id\": \"a\", count: 1"

            { id: "a" }
            1:1 "{" error text-syntax: expected a field, found `{`
                help: the fields of the outermost message stand without braces

            id: "a" }
            1:9 "}" error text-syntax: expected a field, found `}`
                help: there is no `{` that it could close; remove it
                fix: remove it: "id: \"a\" "

            next { id: "a"
            1:6 "{" error text-syntax: expected `}` for this `{`, found the end of the text
                help: every `{` needs a `}`

            next < id: "a" }
            1:16 "}" error text-syntax: expected `>` for a `<`, found `}`
                1:6 "<": it is opened here
                fix: replace it by `>`: "next < id: \"a\" >"

            id: "a",, count: 1;; paid: true
            1:9 "," error text-syntax: expected a field, found `,`
                help: one `,` or `;` may stand behind a field, and none elsewhere
                fix: remove it: "id: \"a\", count: 1;; paid: true"
            1:20 ";" error text-syntax: expected a field, found `;`
                help: one `,` or `;` may stand behind a field, and none elsewhere
                fix: remove it: "id: \"a\",, count: 1; paid: true"

            count: 1 2 3 paid: true
            1:10 "2 3" error text-syntax: expected a field, found a number
                help: fields are written `name: value`, messages `name { … }`

            count: +1
            1:8 "+" error text-syntax: expected a value, found `+`
                help: numbers have no `+`
                fix: remove it: "count: 1"

            id: "a
            1:5 "\"a" error text-syntax: expected `"` to close this string, found the end of the line
                help: a string ends on its line; a line break in it is written `\n`

            id: "a
            count: 1
            1:5 "\"a" error text-syntax: expected `"` to close this string, found the end of the line
                help: a string ends on its line; a line break in it is written `\n`

            id: “a”
            1:5 "“a”" error text-syntax: expected a string in straight quotes, found other quotes
                help: strings stand in " or '; word processors replace these
                fix: use straight quotes: "id: \"a\""

            id: "\q\x\u12\ud83d\ude00\U00110000\400"
            1:6 "\\q" error text-syntax: expected a known escape, found `\q`
                help: write a backslash as `\\`
            1:8 "\\x" error text-syntax: expected hexadecimal digits in the escape, found `\x`
                help: a byte is written with two digits, such as `\x7f`
            1:10 "\\u12" error text-syntax: expected four hexadecimal digits behind `\u`, eight behind `\U`, found `\u12`
                help: a character is written `\u20ac`, one beyond U+FFFF `\U0001f600`
            1:14 "\\ud83d" error text-syntax: expected the code point of a character, found `\ud83d`
                help: write the character itself or one escape such as `\U0001f600`, not the two halves of UTF-16
            1:20 "\\ude00" error text-syntax: expected the code point of a character, found `\ude00`
                help: write the character itself or one escape such as `\U0001f600`, not the two halves of UTF-16
            1:26 "\\U00110000" error text-syntax: expected a code point up to `\U0010ffff`, found `\U00110000`
                help: there are no characters beyond it
            1:36 "\\400" error text-syntax: expected an octal escape up to `\377`, found `\400`
                help: a byte has no more than eight bits

            count: 1 // one
            paid: true /* two */
            1:10 "//" error text-syntax: expected `#` before a comment, found `//`
                help: comments go from `#` to the end of the line
                fix: write `#`: "count: 1 # one\npaid: true /* two */"
            2:12 "/*" error text-syntax: expected `#` before a comment, found `/*`
                help: comments go from `#` to the end of the line

            deltas: [1, 2,]
            1:14 "," error text-syntax: expected a value behind `,`, found `]`
                help: no `,` stands behind the last value
                fix: remove it: "deltas: [1, 2]"

            deltas: [1,, 2]
            1:12 "," error text-syntax: expected a value, found `,`
                help: values are numbers, names, strings in quotes, messages in `{ }` and lists in `[ ]`

            deltas: [1; 2]
            1:11 ";" error text-syntax: expected `,` or `]` in a list, found `;`
                help: the values of a list are separated by `,`
                fix: replace it by `,`: "deltas: [1, 2]"

            deltas: [1 2]
            1:12 "2" error text-syntax: expected `,` or `]` in a list, found a number
                help: the values of a list are separated by `,`
                fix: insert `,`: "deltas: [1, 2]"

            deltas: [1, 2
            count: 1
            1:9 "[" error text-syntax: expected `]` for this `[`, found `count`
                help: every `[` needs a `]`

            deltas [1]
            1:1 "deltas" error text-syntax: expected `:` behind this name, found a list
                help: only messages go without it
                fix: insert `:`: "deltas: [1]"

            deltas []
            1:1 "deltas" error text-syntax: expected `:` behind this name, found a list
                help: only messages go without it
                fix: insert `:`: "deltas: []"

            deltas: [[1]]
            1:10 "[1]" error text-type: expected one value of sint64, found a list
                help: only a repeated field has a list, and no list is in another

            1001: 123
            1:1 "1001" error text-syntax: expected the name of a field, found the number 1001
                help: an unknown field can't be read: its text does not say of which wire type it is

            next.id: "a"
            1:1 "next.id" error text-syntax: expected the name of a field, found `next.id`
                help: an extension stands in brackets: `[next.id]`; a field within a field is written `a { b: 1 }`

            status: Status.SENT
            1:9 "Status.SENT" error text-syntax: expected a value, found `Status.SENT`
                help: the value of an enum is written by its own name alone
                fix: write `SENT`: "status: SENT"

            count: 08 price: 1.2.3 rate: 1e total: 0x
            1:8 "08" error text-syntax: expected the digits 0 to 7 in an octal number, found `08`
                help: a leading 0 makes a number octal; remove it
                fix: write `8`: "count: 8 price: 1.2.3 rate: 1e total: 0x"
            1:18 "1.2.3" error text-syntax: expected a number with one decimal point, found `1.2.3`
                help: put versions, dates and the like in quotes
            1:30 "1e" error text-syntax: expected digits in the exponent, found `1e`
                help: write the exponent, such as `1e6`, or remove the `e`
            1:40 "0x" error text-syntax: expected hexadecimal digits behind `0x`, found `0x`
                help: write the digits, such as `0x1f`

            count: 1_000 price: 12px total: 01.5
            1:8 "1_000" error text-syntax: expected digits only, found `1_000`
                help: digits are not grouped with `_`
                fix: write `1000`: "count: 1000 price: 12px total: 01.5"
            1:21 "12px" error text-syntax: expected a number, found `12px`
                help: put a space or a `,` between a number and what follows it
            1:33 "01.5" error text-syntax: expected a number without a leading 0, found `01.5`
                help: only octal numbers begin with 0
                fix: write `1.5`: "count: 1_000 price: 12px total: 1.5"

            details { [type.googleapis.com/shop.Item { name: 'a' } }
            1:42 "{" error text-syntax: expected `]` behind the name in brackets, found `{`
                1:11 "[": it is opened here
                help: such as `[package.extension]: 1`

            details { [] {} } next { details { [a b?] {} } }
            1:11 "[]" error text-syntax: expected the full name of an extension or the URL of a type, found nothing
                help: such as `[package.extension]: 1`
            1:40 "?" error text-syntax: expected `]` behind the name in brackets, found `?`
                1:36 "[": it is opened here
                help: such as `[package.extension]: 1`

            details { [/shop.Item] {} } next { details { [a%4/shop.Item] {} } next { details { [a/1.b] {} } } }
            1:12 "/shop.Item" error text-syntax: expected something before the `/` of a type's URL, found `/shop.Item`
                help: such as `[type.googleapis.com/package.Message]`
            1:47 "a%4/shop.Item" error text-syntax: expected two hexadecimal digits behind each `%` of a type's URL, found `a%4/shop.Item`
                help: write a `%` as `%25`
            1:85 "a/1.b" error text-syntax: expected the full name of a type behind the last `/`, found `a/1.b`
                help: such as `[type.googleapis.com/package.Message]`

            id:  "a"
            1:5 "\u{a0}" error text-syntax: expected a blank, found `\u{a0}`
                help: replace it by a blank
                fix: write a blank: "id:  \"a\""

            id: (1)
            1:5 "(" error text-syntax: expected a value, found `(`

            ?
            1:1 "?" error text-syntax: expected a field, found `?`
                help: fields are written `name: value`, messages `name { … }`

        "#]],
    );
}

#[test]
fn what_does_not_fit_the_type_is_located_and_says_what_to_do() {
    check(
        "shop.Order",
        &[
            "ident: 1 cuont: 2 byName {}",
            "id: 1 next { id: abc next { id: {} } }",
            "count: \"1\" total: -1 price: 0x10 rate: 010 paid: TRUE",
            "count: 2147483648 total: 18446744073709551616 crc: -0 maybe: 1.5",
            "paid: 2 next { paid: -0 next { paid: \"true\" } }",
            "status: SNET next { status: \"SENT\" next { status: -SENT next { status: 2147483648 } } }",
            "id: \"a\" id: \"b\" next {} next {}",
            "mail: \"a\" phone: 1 mail: \"b\"",
            "id: [\"a\"] next: [{}]",
            "next: 1 items: 'a' by_name: 1",
            "id: \"a\" 'b\\303\\251' # c\n \"\\377\"",
            "by_name { key: 1 } names { key: 'a' } names { key: 1 key: 2 } names { name: 1 }",
            "names { key: 1 value: 'a' } names { key: 1 value: 'b' }",
            "colour: { any: [thing, 'at', 1] } old_items: -x id: 'a'",
            "details { [type.googleapis.com/shop.Itm] {} }",
            "details { [type.googleapis.com/shop.Item] {} type_url: 'a' }",
            "details { [type.googleapis.com/shop.Item]: 1 }",
            "details { [type.googleapis.com/shop.Item] { nome: 1 } }",
            "[type.googleapis.com/shop.Item] {} [shop.ext]: 1 [id]: 'a'",
            "count: inf price: infinit",
        ],
        expect![[r#"
            ident: 1 cuont: 2 byName {}
            1:1 "ident" error text-unknown-field: message shop.Order has no field 'ident'
                help: add the field to message Order, or remove it here
            1:10 "cuont" error text-unknown-field: message shop.Order has no field 'cuont'
                help: did you mean `count`?
                fix: replace by `count`: "ident: 1 count: 2 byName {}"
            1:19 "byName" error text-unknown-field: message shop.Order has no field 'byName'
                help: did you mean `by_name`?
                fix: replace by `by_name`: "ident: 1 cuont: 2 by_name {}"

            id: 1 next { id: abc next { id: {} } }
            1:5 "1" error text-type: expected string, found number 1
                help: write it in quotes
            1:18 "abc" error text-type: expected string, found `abc`
                help: write it in quotes: "abc"
            1:33 "{}" error text-type: expected string, found a message
                help: write it in quotes

            count: "1" total: -1 price: 0x10 rate: 010 paid: TRUE
            1:8 "\"1\"" error text-type: expected int32, found string "1"
                help: write the number without quotes
            1:19 "-1" error text-type: expected uint64, found number -1 with a sign
                help: uint64 goes from 0 to 18446744073709551615
            1:29 "0x10" error text-type: expected double, found number 0x10
                help: floating point numbers are neither octal nor hexadecimal
            1:40 "010" error text-type: expected float, found number 010
                help: floating point numbers are neither octal nor hexadecimal
            1:50 "TRUE" error text-type: expected bool, found `TRUE`
                help: write true or false, without quotes

            count: 2147483648 total: 18446744073709551616 crc: -0 maybe: 1.5
            1:8 "2147483648" error text-type: expected int32, found 2147483648, which is out of its range
                help: int32 goes from -2147483648 to 2147483647
            1:26 "18446744073709551616" error text-type: expected uint64, found 18446744073709551616, which is out of its range
                help: uint64 goes from 0 to 18446744073709551615
            1:52 "-0" error text-type: expected fixed32, found number -0 with a sign
                help: fixed32 goes from 0 to 4294967295
            1:62 "1.5" error text-type: expected int32, found number 1.5
                help: write a whole number, without point, exponent and suffix

            paid: 2 next { paid: -0 next { paid: "true" } }
            1:7 "2" error text-type: expected bool, found number 2
                help: write true or false, without quotes
            1:22 "-0" error text-type: expected bool, found number -0
                help: write true or false, without quotes
            1:38 "\"true\"" error text-type: expected bool, found string "true"
                help: write true or false, without quotes

            status: SNET next { status: "SENT" next { status: -SENT next { status: 2147483648 } } }
            1:9 "SNET" error text-type: expected a value of enum shop.Status, found `SNET`
                help: did you mean `SENT`?
            1:29 "\"SENT\"" error text-type: expected a value of enum shop.Status, found string "SENT"
                help: write `SENT`
            1:51 "-SENT" error text-type: expected a value of enum shop.Status, found `-SENT`
                help: write `SENT`
            1:72 "2147483648" error text-type: expected a value of enum shop.Status, found number 2147483648
                help: the number of an enum's value is an int32

            id: "a" id: "b" next {} next {}
            1:9 "id" error text-repeated: field 'id' is not repeated, and has a value already
                1:1 "id": its value is here
                help: remove one of them
            1:25 "next" error text-repeated: field 'next' is not repeated, and has a value already
                1:17 "next": its value is here
                help: remove one of them

            mail: "a" phone: 1 mail: "b"
            1:11 "phone" error text-oneof: oneof 'contact' has a value already, found 'phone', too
                1:1 "mail": its value is here
                help: of the fields of a oneof only one can be set; remove the others
            1:20 "mail" error text-repeated: field 'mail' is not repeated, and has a value already
                1:1 "mail": its value is here
                help: remove one of them

            id: ["a"] next: [{}]
            1:5 "[\"a\"]" error text-type: expected one value of string, found a list
                help: only a repeated field has a list, and no list is in another
            1:17 "[{}]" error text-type: expected one value of shop.Order, found a list
                help: only a repeated field has a list, and no list is in another

            next: 1 items: 'a' by_name: 1
            1:7 "1" error text-type: expected a message shop.Order in braces, found number 1
                help: write its fields in `{ … }`
            1:16 "'a'" error text-type: expected a message shop.Item in braces, found string "a"
                help: write its fields in `{ … }`
            1:29 "1" error text-type: expected an entry of the map, found number 1
                help: write `{ key: … value: … }`

            id: "a" 'b\303\251' # c
             "\377"
            2:3 "\\377" error text-utf8: expected UTF-8 in a string, found `\377`
                help: write characters as they are or as `\u00e9`; only a field of type bytes takes any bytes

            by_name { key: 1 } names { key: 'a' } names { key: 1 key: 2 } names { name: 1 }
            1:16 "1" error text-type: expected string, found number 1
                help: write it in quotes
            1:33 "'a'" error text-type: expected int32, found string "a"
                help: write the number without quotes
            1:54 "key" error text-repeated: field 'key' is not repeated, and has a value already
                1:47 "key": its value is here
                help: remove one of them
            1:71 "name" error text-unknown-field: message shop.Order.NamesEntry has no field 'name'
                help: its fields are `key`, `value`

            names { key: 1 value: 'a' } names { key: 1 value: 'b' }
            1:35 "{ key: 1 value: 'b' }" warning text-duplicate-key: the key of this entry is there before
                help: the last one counts; remove the others
            = names {
                key: 1
                value: "b"
              }

            colour: { any: [thing, 'at', 1] } old_items: -x id: 'a'
            1:1 "colour" warning text-reserved: field 'colour' of shop.Order is reserved; its value is not read
                help: the field was removed from the message; remove it here, too
            1:35 "old_items" warning text-reserved: field 'old_items' of shop.Order is reserved; its value is not read
                help: the field was removed from the message; remove it here, too
            = id: "a"

            details { [type.googleapis.com/shop.Itm] {} }
            1:11 "[type.googleapis.com/shop.Itm]" error text-any: type 'shop.Itm' is not in the schema
                help: did you mean `[type.googleapis.com/shop.Item]`?

            details { [type.googleapis.com/shop.Item] {} type_url: 'a' }
            1:46 "type_url" error text-any: an Any holds one message, and has one already
                1:11 "[type.googleapis.com/shop.Item]": it is here
                help: write `[type.googleapis.com/package.Message] { … }` alone, or `type_url` and `value`

            details { [type.googleapis.com/shop.Item]: 1 }
            1:44 "1" error text-type: expected a message shop.Item in braces, found number 1
                help: write its fields in `{ … }`

            details { [type.googleapis.com/shop.Item] { nome: 1 } }
            1:45 "nome" error text-unknown-field: message shop.Item has no field 'nome'
                help: did you mean `name`?
                fix: replace by `name`: "details { [type.googleapis.com/shop.Item] { name: 1 } }"

            [type.googleapis.com/shop.Item] {} [shop.ext]: 1 [id]: 'a'
            1:1 "[type.googleapis.com/shop.Item]" error text-any: expected a field of shop.Order, found the URL of a type
                help: only a google.protobuf.Any is written with one
            1:36 "[shop.ext]" error text-unknown-field: message shop.Order has no extension 'shop.ext'
                help: an extension is written with its full name, its package included
            1:50 "[id]" error text-unknown-field: message shop.Order has no extension 'id'
                help: it is a field; only extensions stand in brackets
                fix: remove the brackets: "[type.googleapis.com/shop.Item] {} [shop.ext]: 1 id: 'a'"

            count: inf price: infinit
            1:8 "inf" error text-type: expected int32, found `inf`
                help: write a whole number
            1:19 "infinit" error text-type: expected double, found `infinit`
                help: write a number, inf, -inf or nan

        "#]],
    );
    check(
        "old.Part",
        &[
            "",
            "id: 1 size: 3 sizes { key: 'a' value: 0 }",
            "id: 1 EXTRA {} extra: 1",
            "id: 1 [tag]: 'a' [old.tga]: 'a' [old.Extra] {}",
            "id: 1 [old.tag]: 'a' [old.tag]: 'b' [old.counts] 1",
            "id: 1 inner {}",
            "id: 1 label: '\\300'",
        ],
        expect![[r#"

            1:1 "" warning text-required: required field 'id' of old.Part is missing
                help: a reader may refuse the message without it
            = 

            id: 1 size: 3 sizes { key: 'a' value: 0 }
            1:13 "3" error text-type: expected a value of enum old.Size, found number 3
                help: its values are `UNSET`, `SMALL`, `LARGE`

            id: 1 EXTRA {} extra: 1
            1:7 "EXTRA" error text-unknown-field: message old.Part has no field 'EXTRA'
                help: did you mean `extra`?
                fix: replace by `extra`: "id: 1 extra {} extra: 1"
            1:23 "1" error text-type: expected a message old.Part.Extra in braces, found number 1
                help: write its fields in `{ … }`

            id: 1 [tag]: 'a' [old.tga]: 'a' [old.Extra] {}
            1:7 "[tag]" error text-unknown-field: message old.Part has no extension 'tag'
                help: did you mean `[old.tag]`?
                fix: replace by `[old.tag]`: "id: 1 [old.tag]: 'a' [old.tga]: 'a' [old.Extra] {}"
            1:18 "[old.tga]" error text-unknown-field: message old.Part has no extension 'old.tga'
                help: did you mean `[old.tag]`?
                fix: replace by `[old.tag]`: "id: 1 [tag]: 'a' [old.tag]: 'a' [old.Extra] {}"
            1:33 "[old.Extra]" error text-unknown-field: message old.Part has no extension 'old.Extra'
                help: an extension is written with its full name, its package included

            id: 1 [old.tag]: 'a' [old.tag]: 'b' [old.counts] 1
            1:22 "[old.tag]" error text-repeated: field 'old.tag' is not repeated, and has a value already
                1:7 "[old.tag]": its value is here
                help: remove one of them
            1:37 "[old.counts]" error text-syntax: expected `:` behind this name, found a number
                help: only messages go without it
                fix: insert `:`: "id: 1 [old.tag]: 'a' [old.tag]: 'b' [old.counts]: 1"

            id: 1 inner {}
            1:13 "{" warning text-required: required field 'id' of old.Part is missing
                help: a reader may refuse the message without it
            = id: 1
              inner {}

            id: 1 label: '\300'
            1:15 "\\300" error text-utf8: expected UTF-8 in a string, found `\300`
                help: write characters as they are or as `\u00e9`; only a field of type bytes takes any bytes

        "#]],
    );
    check(
        "fresh.All",
        &["closed: 2 other {} Elsewhere {}"],
        expect![[r#"
        closed: 2 other {} Elsewhere {}
        1:1 "" warning text-required: required field 'needed' of fresh.All is missing
            help: a reader may refuse the message without it
        1:9 "2" error text-type: expected a value of enum fresh.Closed, found number 2
            help: its values are `NOUGHT`, `ONE`
        1:20 "Elsewhere" error text-unknown-field: message fresh.All has no field 'Elsewhere'
            help: did you mean `elsewhere`?
            fix: replace by `elsewhere`: "closed: 2 other {} elsewhere {}"

    "#]],
    );
}

#[test]
fn several_errors_are_told_at_once() {
    check(
        "shop.Order",
        &["id: 1\ncount: \"a\"\nnext {\n  totl: 5\n  paid maybe\n  items: [{ weight: 1.5 }, 7]\n}\nstatus: GONE }\n"],
        expect![[r#"
            id: 1
            count: "a"
            next {
              totl: 5
              paid maybe
              items: [{ weight: 1.5 }, 7]
            }
            status: GONE }

            1:5 "1" error text-type: expected string, found number 1
                help: write it in quotes
            2:8 "\"a\"" error text-type: expected int32, found string "a"
                help: write the number without quotes
            4:3 "totl" error text-unknown-field: message shop.Order has no field 'totl'
                help: did you mean `total`?
                fix: replace by `total`: "id: 1\ncount: \"a\"\nnext {\n  total: 5\n  paid maybe\n  items: [{ weight: 1.5 }, 7]\n}\nstatus: GONE }\n"
            5:3 "paid" error text-syntax: expected `:` behind this name, found `maybe`
                help: only messages go without it
                fix: insert `:`: "id: 1\ncount: \"a\"\nnext {\n  totl: 5\n  paid: maybe\n  items: [{ weight: 1.5 }, 7]\n}\nstatus: GONE }\n"
            5:8 "maybe" error text-type: expected bool, found `maybe`
                help: write true or false, without quotes
            6:21 "1.5" error text-type: expected int32, found number 1.5
                help: write a whole number, without point, exponent and suffix
            6:28 "7" error text-type: expected a message shop.Item in braces, found number 7
                help: write its fields in `{ … }`
            8:9 "GONE" error text-type: expected a value of enum shop.Status, found `GONE`
                help: its values are `BACK`, `NEW`, `SENT`
            8:14 "}" error text-syntax: expected a field, found `}`
                help: there is no `{` that it could close; remove it
                fix: remove it: "id: 1\ncount: \"a\"\nnext {\n  totl: 5\n  paid maybe\n  items: [{ weight: 1.5 }, 7]\n}\nstatus: GONE \n"

        "#]],
    );
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| format!("{}id: 'a'{}", "next {".repeat(depth), "}".repeat(depth));
    let order = root("shop.Order");
    assert!(read(&order, &nested(99)).message.is_some());
    for depth in [100, 200] {
        let parsed = read(&order, &nested(depth));
        assert!(parsed.message.is_none());
        let place = parsed.diagnostics[0].place.span.start as usize;
        assert_eq!(parsed.diagnostics[0].code, "text-depth");
        assert_eq!(place, "next {".len() * 99 + "next ".len(), "the bracket that is too much");
    }
    for bracket in ["next {", "next <", "items: [", "details { [a/shop.Order] {", "by_name { value {"] {
        for text in [bracket.repeat(100_000), bracket.repeat(100_000) + "\"}#]"] {
            let parsed = read(&order, &text);
            assert!(parsed.message.is_none() && parsed.diagnostics.len() <= MAX_DIAGNOSTICS, "{bracket}");
        }
    }
    // What an Any holds is a level, too.
    let any = |depth: usize| format!("{}{}", "details { [a/shop.Order] { ".repeat(depth), "} } ".repeat(depth));
    assert!(read(&order, &any(49)).message.is_some());
    assert_eq!(read(&order, &any(50)).diagnostics[0].code, "text-depth");
    // What was read can be written.
    for text in [nested(99), any(49)] {
        let message = read(&order, &text).message.unwrap();
        let again = read(&order, &to_text(&message).unwrap());
        assert_eq!(encode(&again.message.unwrap()), encode(&message));
    }
}

#[test]
fn texts_too_long_are_refused() {
    let parsed = read(&root("shop.Order"), &" ".repeat(MAX_TEXT_BYTES + 1));
    expect![[r#"
        1:1 "" error text-size: expected at most 8 MiB of text, found 8388609 bytes
    "#]]
    .assert_eq(&show(&" ".repeat(MAX_TEXT_BYTES + 1), &parsed.diagnostics));
    let many = "tags: '' ".repeat(1_500_000);
    let message = DynamicMessage::decode(root("shop.Order"), [0x5a, 0].repeat(1_500_000).as_slice()).unwrap();
    assert!(many.len() > MAX_TEXT_BYTES);
    expect!["the message is longer than 8 MiB as text, so it is not shown as text"]
        .assert_eq(&to_text(&message).unwrap_err());
}

#[test]
fn many_errors_are_counted_or_end_the_reading() {
    let last = |text: &str| {
        let parsed = read(&root("shop.Order"), text);
        assert_eq!(parsed.diagnostics.len(), MAX_DIAGNOSTICS);
        parsed.diagnostics.last().unwrap().message.clone()
    };
    expect!["1001 more problems are not shown"].assert_eq(&last(&"zz: 1 ".repeat(2000)));
    for unit in ["? a: ", "//\n", "\u{a0}", "tags: [,", "a", "}"] {
        let text = (unit.to_owned() + " ").repeat(2000);
        expect!["the text is read up to here, for it has too many problems"].assert_eq(&last(&text));
    }
}

#[test]
fn messages_are_written_one_value_a_line() {
    let json = r#"{
        "id": "Zoë \"\\\n\u0000\u202e", "count": -1, "total": "18446744073709551615", "price": 1.5, "rate": 1e+20,
        "paid": true, "photo": "AP9hIg==", "status": "SENT", "next": {}, "items": [{"name": "a"}, {}],
        "tags": ["x", ""], "deltas": ["1", "-1"], "byName": {"b": {"weight": 2}, "a": {}}, "names": {"10": "x", "9": ""},
        "phone": "0", "maybe": 0, "made": "1970-01-01T00:00:05Z",
        "details": {"@type": "type.googleapis.com/shop.Item", "name": "in"}
    }"#;
    let message = from_json(&schema().root("shop.Order").unwrap(), json).message().unwrap();
    expect![[r#"
        id: "Zoë \"\\\n\000\u202e"
        count: -1
        total: 18446744073709551615
        price: 1.5
        rate: 100000000000000000000
        paid: true
        photo: "\000\377a\""
        status: SENT
        next {}
        items {
          name: "a"
        }
        items {}
        tags: "x"
        tags: ""
        deltas: 1
        deltas: -1
        by_name {
          key: "a"
          value {}
        }
        by_name {
          key: "b"
          value {
            weight: 2
          }
        }
        names {
          key: 9
          value: ""
        }
        names {
          key: 10
          value: "x"
        }
        phone: 0
        details {
          [type.googleapis.com/shop.Item] {
            name: "in"
          }
        }
        made {
          seconds: 5
        }
        maybe: 0
    "#]]
    .assert_eq(&to_text(&message).unwrap());
}

/// Where the expanded form would lose something, an Any is written with its two fields.
#[test]
fn an_any_is_expanded_where_it_comes_back_the_same() {
    let any = |url: &str, value: &[u8]| {
        let any = read(&root("shop.Order"), "details {}").message.unwrap();
        let field = any.descriptor().get_field_by_name("details").unwrap();
        let mut held = any.get_field(&field).as_message().unwrap().clone();
        held.set_field_by_number(1, prost_reflect::Value::String(url.to_owned()));
        held.set_field_by_number(2, prost_reflect::Value::Bytes(value.to_vec().into()));
        to_text(&held).unwrap()
    };
    let shown = [
        any("a.b/c/shop.Item", b"\x0a\x01x"),
        any("a b/shop.Item", b"\x0a\x01x"),
        any("a/shop.None", b"\x0a\x01x"),
        any("/shop.Item", b""),
        any("a/shop.Item", b"\x0a\x05x"),
        any("a/shop.Item", b"\x10\x01\x0a\x01x"),
        any("a/shop.Item", b"\x0a\x01x\x18\x01"),
        any("a/old.Part", b"\x08\x01\x20\x07"),
        any("a/old.Part", b"\x08\x01\x32\x05\x0a\x01a\x10\x07"),
    ];
    expect![[r#"
        [a.b/c/shop.Item] {
          name: "x"
        }

        type_url: "a b/shop.Item"
        value: "\n\001x"

        type_url: "a/shop.None"
        value: "\n\001x"

        type_url: "/shop.Item"

        type_url: "a/shop.Item"
        value: "\n\005x"

        type_url: "a/shop.Item"
        value: "\020\001\n\001x"

        type_url: "a/shop.Item"
        value: "\n\001x\030\001"

        type_url: "a/old.Part"
        value: "\010\001 \007"

        type_url: "a/old.Part"
        value: "\010\0012\005\n\001a\020\007"
    "#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn unknown_fields_are_shown_by_their_numbers() {
    let bytes = b"\x0a\x01a\xc0\x3e\x7b\xc5\x3e\x01\0\0\0\xc1\x3e\x02\0\0\0\0\0\0\0\xc2\x3e\x05hello\xc2\x3e\x02\x08\x01\xc2\x3e\0\xc3\x3e\x08\x01\xc4\x3e";
    let message = DynamicMessage::decode(root("shop.Order"), bytes.as_slice()).unwrap();
    expect![[r#"
        id: "a"
        1000: 123
        1000: 0x00000001
        1000: 0x0000000000000002
        1000: "hello"
        1000 {
          1: 1
        }
        1000: ""
        1000 {
          1: 1
        }
    "#]]
    .assert_eq(&to_text_with_unknown_fields(&message).unwrap());
    assert_eq!(to_text(&message).unwrap(), "id: \"a\"\n");
}

/// A text, and what protoc makes of it.
#[derive(serde::Deserialize, serde::Serialize)]
struct Judged {
    root: String,
    text: String,
    /// In hexadecimal; `None` where it refuses the text.
    bytes: Option<String>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The verdicts are protoc's, and what is written was read by protoc as the same bytes: `tests/protoc/text.mjs`.
#[test]
fn protoc_reads_the_same() {
    let cases =
        include_str!("protoc/text/cases.jsonl").lines().map(|line| serde_json::from_str::<Judged>(line).unwrap());
    let (mut counts, mut different, mut written) = ([0, 0], String::new(), String::new());
    for case in cases {
        let root = root(&case.root);
        let message = read(&root, &case.text).message;
        let bytes = message.as_ref().map(|it| hex(&encode(it)));
        counts[usize::from(case.bytes.is_none())] += 1;
        if bytes != case.bytes {
            let verdict = |bytes: &Option<String>| bytes.clone().unwrap_or_else(|| "refused".to_owned());
            different += &format!("{:?}\n  protoc: {}\n  ours: {}\n", case.text, verdict(&case.bytes), verdict(&bytes));
        }
        if let Some(message) = message {
            let text = to_text(&message).unwrap();
            let bytes = read(&root, &text).message.map(|it| hex(&encode(&it)));
            written += &serde_json::to_string(&Judged { root: case.root, text, bytes }).unwrap();
            written.push('\n');
        }
    }
    expect![[r#"
        111 accepted, 163 refused

        "\u{feff}id: \"a\""
          protoc: refused
          ours: 0a0161
        "id: \"a\" 'b\\303\\251' # c\n \"\\377\""
          protoc: 0a056162c3a9ff
          ours: refused
        "names { key: 1 value: 'a' } names { key: 1 value: 'b' }"
          protoc: 7205080112016172050801120162
          ours: 72050801120162
        "colour: { any: [thing, 'at', 1] } old_items: -x id: 'a'"
          protoc: refused
          ours: 0a0161
        "id: 1 label: '\\300'"
          protoc: 08013a01c0
          ours: refused
        "photo: \"\\400\""
          protoc: 3a0100
          ours: refused
        "photo: \"\\777\""
          protoc: 3a01ff
          ours: refused
        "id: \"\\ud83d\\ude00\""
          protoc: 0a04f09f9880
          ours: refused
        "colour: -foo"
          protoc: refused
          ours: 
        "id: \"\\300\""
          protoc: 0a01c0
          ours: refused
    "#]]
    .assert_eq(&format!("{} accepted, {} refused\n\n{different}", counts[0], counts[1]));
    expect_file!["protoc/text/written.jsonl"].assert_eq(&written);
}

#[test]
fn each_field_is_found_by_its_path_and_its_place() {
    let text = "tags: 'a' tags: ['b', \"c\"] names { value: 'x' key: 7 } by_name [{ key: 'k', value { name: \"n\" } }]
next < count: 1 > details { [type.googleapis.com/shop.Item] { weight: 2 } }";
    let parsed = read(&root("shop.Order"), text);
    assert_eq!(parsed.diagnostics, []);
    let places = parsed.places;
    let mut shown = String::new();
    let mut paths: Vec<String> = (0..text.len()).filter_map(|at| places.at(at)).collect();
    paths.dedup();
    for path in paths {
        let [member, value] = [places.member(&path), places.value(&path)].map(|span| &text[span.unwrap().range()]);
        shown += &format!("{path}: {member} -> {value}\n");
    }
    expect![[r#"
        tags[0]: tags: 'a' -> 'a'
        tags[1]: 'b' -> 'b'
        tags[2]: "c" -> "c"
        names["7"]: names { value: 'x' key: 7 } -> { value: 'x' key: 7 }
        names["7"].key: key: 7 -> 7
        names["7"]: names { value: 'x' key: 7 } -> { value: 'x' key: 7 }
        by_name: by_name [{ key: 'k', value { name: "n" } }] -> [{ key: 'k', value { name: "n" } }]
        by_name["k"]: { key: 'k', value { name: "n" } } -> { key: 'k', value { name: "n" } }
        by_name["k"].key: key: 'k' -> 'k'
        by_name["k"]: { key: 'k', value { name: "n" } } -> { key: 'k', value { name: "n" } }
        by_name["k"].name: name: "n" -> "n"
        by_name["k"]: { key: 'k', value { name: "n" } } -> { key: 'k', value { name: "n" } }
        by_name: by_name [{ key: 'k', value { name: "n" } }] -> [{ key: 'k', value { name: "n" } }]
        next: next < count: 1 > -> < count: 1 >
        next.count: count: 1 -> 1
        next: next < count: 1 > -> < count: 1 >
        details: details { [type.googleapis.com/shop.Item] { weight: 2 } } -> { [type.googleapis.com/shop.Item] { weight: 2 } }
        details.weight: weight: 2 -> 2
        details: details { [type.googleapis.com/shop.Item] { weight: 2 } } -> { [type.googleapis.com/shop.Item] { weight: 2 } }
    "#]].assert_eq(&shown);
    assert_eq!(places.nearest("next.items[3].name"), places.member("next"));
    assert_eq!((places.nearest("paid"), places.at(text.len() + 9)), (None, None));
}

/// What the bytes say at each node's path, the text says there, too.
#[test]
fn the_examples_text_has_each_field_that_their_bytes_have() {
    for example in examples::all().iter().filter(|example| !example.fails) {
        let analysis = analyze(&Input::from(example));
        let (root, content) = (analysis.root.unwrap(), analysis.content.unwrap());
        let text = analysis::shown_text(&root, &content.bytes, &content.nodes).unwrap();
        for (id, node) in content.nodes.iter() {
            let path = content.nodes.path(&content.bytes, id);
            assert!(text.places.nearest(&path).is_some(), "{}: {path}", example.slug);
            let is_in_any = path.ends_with(".type_url") || path.contains(".value.");
            assert!(is_in_any || text.places.member(&path).is_some(), "{}: {path} {:?}", example.slug, node.kind);
        }
    }
}

/// As bytes, for NaN is not equal to itself.
fn comes_back(message: &DynamicMessage) {
    let text = to_text(message).unwrap();
    let parsed = read(&message.descriptor(), &text);
    let errors: Vec<_> = parsed.diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    assert_eq!(encode(&parsed.message.unwrap()), encode(message), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_messages_are_read_back(seed in any::<u64>()) {
        for name in ["shop.Order", "old.Part", "fresh.All"] {
            comes_back(&random::message(&root(name), seed, 40));
        }
    }

    #[test]
    fn no_text_panics(text in r#"([a-z]{1,2}|id|next|items|names|details|\[|\]|\{|\}|<|>|:|,|;|"|'|\\|#|/|-|\.|[0-9]|\n|é| ){0,40}"#) {
        textproto::is_read(&text);
    }
}
