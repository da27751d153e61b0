//! The laws of JSON → bytes → JSON, for any text at all. The tests and the fuzz target hold them.

use std::sync::LazyLock;

use wirelens::message::{JsonOptions, Layout, from_json, json_of};
use wirelens::schema::{self, Root, Schema};
use wirelens::text::File;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = schema::compile(&vec![
        file("new.proto", include_str!("output/new.proto")),
        file("old.proto", include_str!("output/old.proto")),
    ]);
    match compiled.schema {
        Some(schema) if compiled.diagnostics.is_empty() => schema,
        _ => panic!("{:?}", compiled.diagnostics),
    }
});

/// The bytes of a text that is read without a word against it: a number that a closed enum does not know is read with one, and
/// is not among what its bytes say.
fn bytes_of(root: &Root, text: &str) -> Option<Vec<u8>> {
    let parsed = from_json(root, text);
    parsed.bytes.filter(|_| parsed.diagnostics.is_empty())
}

/// The JSON of a text's bytes has the same bytes, however it is laid out and whatever its options, and is the JSON of these.
pub fn is_stable(text: &str) {
    for name in ["t.All", "old.All"] {
        let Some(root) = SCHEMA.root(name) else { panic!("no {name}") };
        let Some(bytes) = bytes_of(&root, text) else { continue };
        let Ok(written) = json_of(&root, &bytes, JsonOptions::default(), Layout::Lines) else { continue };
        assert!(written.diagnostics.is_empty(), "{:?}", written.diagnostics);
        assert_eq!(bytes_of(&root, &written.text).as_ref(), Some(&bytes), "{}", written.text);
        for bits in 0..8 {
            let (defaults, original_names, enums_as_numbers) = (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0);
            let options = JsonOptions { defaults, original_names, enums_as_numbers };
            let Ok(json) = json_of(&root, &bytes, options, Layout::Compact) else { continue };
            assert_eq!(bytes_of(&root, &json.text).as_ref(), Some(&bytes), "{options:?} {}", json.text);
        }
    }
}
