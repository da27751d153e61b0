//! The laws of the text format's reader and writer, for any text at all. The tests and the fuzz target hold them.

use std::sync::LazyLock;

use wirelens::diagnostic::{Severity, Source};
use wirelens::message::encode;
use wirelens::message::text::{Parsed, read, to_text};
use wirelens::schema::{self, Schema};
use wirelens::text::File;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = schema::compile(&vec![
        file("shop.proto", include_str!("../protoc/text/shop.proto")),
        file("old.proto", include_str!("../protoc/text/old.proto")),
        file("new.proto", include_str!("../protoc/text/new.proto")),
    ]);
    match compiled.schema {
        Some(schema) if compiled.diagnostics.is_empty() => schema,
        _ => panic!("{:?}", compiled.diagnostics),
    }
});

/// A text has a message or an error; places are in the text; what is written for a message is read as that message.
pub fn is_read(text: &str) {
    for name in ["shop.Order", "old.Part", "fresh.All"] {
        let Some(root) = SCHEMA.message(name) else { panic!("no {name}") };
        let parsed = read(&root, text);
        is_told(text, &parsed);
        let Some(message) = parsed.message else { continue };
        // Bytes given for an Any may be nested deeper, or have more text, than can be written.
        let Ok(written) = to_text(&message) else { continue };
        let again = read(&root, &written);
        is_told(&written, &again);
        let Some(again) = again.message else { panic!("not read: {written}") };
        assert_eq!(to_text(&again).as_ref(), Ok(&written));
        // The sign of what is not a number is not written.
        assert!(written.contains("nan") || encode(&again) == encode(&message), "{written}");
    }
}

fn is_told(text: &str, parsed: &Parsed) {
    let is_refused = parsed.diagnostics.iter().any(|it| it.severity == Severity::Error);
    assert_eq!(parsed.message.is_none(), is_refused);
    for diagnostic in &parsed.diagnostics {
        let labels = diagnostic.labels.iter().map(|label| label.place);
        let edits = diagnostic.fixes.iter().flat_map(|fix| fix.edits.iter().map(|(place, _)| *place));
        for place in labels.chain(edits).chain([diagnostic.place]) {
            assert!(place.source == Source::Text && text.get(place.span.range()).is_some(), "{place:?}");
        }
    }
}
