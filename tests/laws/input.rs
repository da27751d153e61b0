//! The laws of reading a payload's text and of what is around a message, for any text and bytes at all. The tests and the
//! fuzz targets hold them.

use wirelens::text::Span;
use wirelens::wire::input::{self, Format, Payload};
use wirelens::wire::layers::{self, MAX_DEPTH, Peeled, Taking};
use wirelens::wire::scan;

/// Any text is read as some bytes, whatever it is taken for, and places lead from one to the other and back.
#[track_caller]
pub fn is_read(text: &str) {
    leads_back(text, &input::read(text));
    for format in Format::ALL {
        let payload = input::read_as(text, Some(format));
        leads_back(text, &payload);
        for diagnostic in payload.diagnostics {
            let place = diagnostic.place.span;
            assert!(text.get(place.range()).is_some(), "{place:?} of a mistake cuts a character, as {}", format.name());
        }
    }
}

#[track_caller]
fn leads_back(text: &str, payload: &Payload) {
    for part in scan(&payload.bytes, Span::new(0, payload.bytes.len())) {
        let span = part.span();
        let place = payload.text_span(span);
        assert!(text.get(place.range()).is_some(), "{place:?} cuts a character, as {}", payload.name());
        assert!(payload.byte_span(place).covers(span), "{span:?} is lost on its way, as {}", payload.name());
    }
}

/// Any bytes have some layers around them, each of which can be left on, and what is a part of them is where it is said to be.
#[track_caller]
pub fn is_peeled(bytes: &[u8]) {
    let found = layers::peel(bytes, &Taking::default());
    is_within(bytes, &found);
    let plain = layers::peel(bytes, &Taking { plain: true, ..Taking::default() });
    assert!(plain.bytes.is_none() && plain.steps.iter().all(|it| !it.on && it.depth == 0));
    for step in &found.steps {
        let mut taking = Taking::default();
        taking.switch(step.depth, step.layer, !step.on);
        let other = layers::peel(bytes, &taking);
        is_within(bytes, &other);
        let same = other.steps.iter().find(|it| (it.depth, it.layer) == (step.depth, step.layer));
        assert!(same.is_some_and(|it| it.refused || it.on != step.on), "{step:?} can't be switched");
        if let Some(count) = step.messages {
            taking = Taking::default();
            taking.choose(step.depth, u32::MAX);
            let last = layers::peel(bytes, &taking);
            let same = last.steps.iter().find(|it| (it.depth, it.layer) == (step.depth, step.layer));
            assert!(same.is_some_and(|it| it.chosen == count.saturating_sub(1)), "{step:?} has no last message");
        }
    }
}

#[track_caller]
fn is_within(bytes: &[u8], peeled: &Peeled) {
    let inside = peeled.bytes.as_deref().unwrap_or(bytes);
    if let Some(start) = peeled.start {
        assert_eq!(bytes.get(start..start + inside.len()), Some(inside), "it is not where it is said to be");
    }
    assert!(peeled.steps.iter().filter(|it| it.on).count() <= MAX_DEPTH as usize);
    for diagnostic in &peeled.diagnostics {
        let Span { start, end } = diagnostic.place.span;
        assert!(start <= end && end as usize <= bytes.len(), "{diagnostic:?}");
        assert!(!diagnostic.message.ends_with('.'), "{diagnostic:?}");
    }
}
