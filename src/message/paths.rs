//! The path of a field in a message: `order.items[3].price`, `labels["en"]`, `[pkg.extension]`.
//!
//! Names are the .proto's own, never the JSON's. Map keys are JSON strings, whatever their type. Knows no descriptor.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use super::json::{self, quoted};

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Segment {
    /// A field; an extension with its brackets.
    Name(Arc<str>),
    /// An element of a repeated field, from 0.
    Index(u32),
    /// An entry of a map.
    Key(Arc<str>),
}

impl Segment {
    /// A field.
    pub fn name(name: &str) -> Segment {
        Segment::Name(name.into())
    }

    /// Appends the segment to a path.
    pub fn write(&self, path: &mut String) {
        if matches!(self, Segment::Name(_)) && !path.is_empty() {
            path.push('.');
        }
        // Writing to a string does not fail.
        let _ = write!(path, "{self}");
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Segment::Name(name) => f.write_str(name),
            Segment::Index(index) => write!(f, "[{index}]"),
            Segment::Key(key) => write!(f, "[{}]", quoted(key)),
        }
    }
}

/// The segments of a path; what does not look like one ends it.
pub(super) fn segments(path: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut rest = path;
    while let Some((segment, behind)) = first(rest) {
        segments.push(segment);
        rest = behind;
    }
    segments
}

fn first(path: &str) -> Option<(Segment, &str)> {
    let path = path.strip_prefix('.').unwrap_or(path);
    let Some(inner) = path.strip_prefix('[') else {
        let end = path.find(['.', '[']).unwrap_or(path.len());
        let (name, rest) = path.split_at(end);
        return (!name.is_empty()).then(|| (Segment::name(name), rest));
    };
    if inner.starts_with('"') {
        let end = string_length(inner)?;
        let (tree, wrong) = json::parse(inner.get(..end)?);
        let key = tree.root().filter(|_| wrong.is_empty()).map(|root| tree.string(root))?;
        return Some((Segment::Key(key.as_ref().into()), inner.get(end..)?.strip_prefix(']')?));
    }
    let (text, rest) = inner.split_once(']')?;
    let segment = match text.bytes().next()? {
        b'0'..=b'9' => text.parse().map(Segment::Index).unwrap_or_else(|_| Segment::Key(text.into())),
        b'-' => Segment::Key(text.into()),
        _ => Segment::Name(format!("[{text}]").into()),
    };
    Some((segment, rest))
}

/// How many bytes the JSON string at the start of a text has.
fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    let behind_quote = text.bytes().enumerate().skip(1);
    behind_quote.into_iter().find_map(|(at, byte)| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes.then_some(at + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_are_read() {
        let shown = |path: &str| format!("{:?}", segments(path));
        assert_eq!(shown("a.b[3].c"), r#"[Name("a"), Name("b"), Index(3), Name("c")]"#);
        assert_eq!(shown(r#"m["x]\"."].v"#), r#"[Name("m"), Key("x]\"."), Name("v")]"#);
        assert_eq!(shown("[a.b].c.[d.e][-5]"), r#"[Name("[a.b]"), Name("c"), Name("[d.e]"), Key("-5")]"#);
        assert_eq!(shown(""), "[]");
        assert_eq!(shown("a[").len(), shown("a").len());
    }

    proptest! {
        #[test]
        fn paths_round_trip(steps in prop::collection::vec((0..4, "[^\u{0}]{0,6}", any::<u32>()), 0..6)) {
            let steps: Vec<Segment> = steps.into_iter().map(|(kind, text, number)| match kind {
                0 => Segment::Index(number),
                1 => Segment::Key(text.into()),
                2 => Segment::name("__proto__"),
                _ => Segment::name("[pkg.constructor]"),
            }).collect();
            let mut path = String::new();
            steps.iter().for_each(|step| step.write(&mut path));
            prop_assert_eq!(segments(&path), steps);
        }

        #[test]
        fn no_path_panics(path in any::<String>()) {
            segments(&path);
        }
    }
}
