//! Replacements in the user's texts, several of them if need be, and the way back.
//!
//! Knows where texts are kept, and that places for editors are in UTF-16 code units; not who wants a replacement, or why.

use crate::{
    analysis::{Input, Payload},
    engine::view::Target,
    text::{Span, Utf16Index},
};

/// Replacements: places in today's texts, in any order, and what comes there.
pub type Edits = Vec<(Target, String)>;

/// One of the user's texts.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Text {
    /// By its name: indices change when files come and go.
    File(String),
    Json,
    Textproto,
    Payload,
    /// The name of the payload's message type.
    Root,
}

/// What some edits make of each text they are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    texts: Vec<Rewritten>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rewritten {
    text: Text,
    before: String,
    after: String,
}

impl Rewrite {
    /// What the edits are; nothing where one of them is about a text that is not there, or two overlap.
    pub fn new(input: &Input, edits: &[(Target, String)]) -> Option<Rewrite> {
        let mut sorted = Vec::with_capacity(edits.len());
        for (target, new) in edits {
            sorted.push((key(*target)?, new.as_str()));
        }
        crate::order::sort_by_key(&mut sorted, |&(key, _)| key);
        let mut texts = Vec::new();
        for edits in sorted.chunk_by(|((one, _), _), ((other, _), _)| one == other) {
            let ((group, _), _) = *edits.first()?;
            let text = named(input, group)?;
            let before = read(input, &text)?.to_owned();
            let after = replaced(&before, edits.iter().map(|&((_, span), new)| (span, new)))?;
            texts.push(Rewritten { text, before, after });
        }
        texts.retain(|text| text.before != text.after);
        Some(Rewrite { texts })
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// How many texts it changes, the name of the message type aside.
    pub fn len(&self) -> usize {
        self.texts.iter().filter(|text| text.text != Text::Root).count()
    }

    /// The same with the chosen message type, where that is `renamed` or within it, under its new name.
    #[must_use]
    pub fn with_root(mut self, root: &str, renamed: &str, simple_name: &str) -> Rewrite {
        let scope = renamed.rsplit_once('.').map_or("", |(scope, _)| scope);
        let rest = root.strip_prefix(renamed).filter(|rest| rest.is_empty() || rest.starts_with('.'));
        if let Some(rest) = rest.filter(|_| !renamed.is_empty()) {
            let dot = if scope.is_empty() { "" } else { "." };
            let after = format!("{scope}{dot}{simple_name}{rest}");
            self.texts.push(Rewritten { text: Text::Root, before: root.to_owned(), after });
        }
        self
    }

    /// How many bytes it holds.
    pub fn size(&self) -> usize {
        self.texts.iter().map(|text| text.before.len() + text.after.len()).sum()
    }

    /// Makes each text that is as it was before what it should be; one that was edited since stays. Returns the way back.
    pub fn apply(mut self, input: &mut Input) -> Rewrite {
        for Rewritten { text, before, after } in &mut self.texts {
            if let Some(found) = write(input, text).filter(|found| *found == before) {
                after.clone_into(found);
            }
            std::mem::swap(before, after);
        }
        self
    }

    /// Goes as far back as both: this is the way back from what was done last, `earlier` from what was done just before.
    #[must_use]
    pub fn and_then(mut self, earlier: &Rewrite) -> Rewrite {
        for before in &earlier.texts {
            match self.texts.iter_mut().find(|text| text.text == before.text && text.after == before.before) {
                Some(text) => text.after.clone_from(&before.after),
                None => self.texts.push(before.clone()),
            }
        }
        self
    }

    /// Whether the file has become what it should be while the other texts are all as before: so it is when the user has
    /// undone in one editor what was done in several.
    pub fn is_begun_in(&self, input: &Input, file: &str) -> bool {
        let begun = |it: &Rewritten| {
            let here = matches!(&it.text, Text::File(name) if name == file);
            read(input, &it.text) == Some(if here { &it.after } else { &it.before })
        };
        let named = |it: &Rewritten| matches!(&it.text, Text::File(name) if name == file);
        self.texts.len() > 1 && self.texts.iter().any(named) && self.texts.iter().all(begun)
    }
}

/// What the text of a target is sorted by, and the span in it; bytes are no text.
fn key(target: Target) -> Option<((u8, u32), Span)> {
    Some(match target {
        Target::File(index, span) => ((0, index), span),
        Target::Json(span) => ((1, 0), span),
        Target::Text(span) => ((2, 0), span),
        Target::Payload(span) => ((3, 0), span),
        Target::Bytes(_) => return None,
    })
}

fn named(input: &Input, group: (u8, u32)) -> Option<Text> {
    Some(match group {
        (0, index) => Text::File(input.files.get(index as usize)?.name.clone()),
        (1, _) => Text::Json,
        (2, _) => Text::Textproto,
        _ => Text::Payload,
    })
}

fn read<'a>(input: &'a Input, text: &Text) -> Option<&'a str> {
    match (text, &input.payload) {
        (Text::File(name), _) => input.files.iter().find(|file| file.name == *name).map(|file| file.text.as_str()),
        (Text::Json, Payload::Json(text))
        | (Text::Textproto, Payload::TextFormat(text))
        | (Text::Payload, Payload::Text(text)) => Some(text),
        (Text::Root, _) => Some(&input.root),
        _ => None,
    }
}

fn write<'a>(input: &'a mut Input, text: &Text) -> Option<&'a mut String> {
    match (text, &mut input.payload) {
        (Text::File(name), _) => input.files.iter_mut().find(|file| file.name == *name).map(|file| &mut file.text),
        (Text::Json, Payload::Json(text))
        | (Text::Textproto, Payload::TextFormat(text))
        | (Text::Payload, Payload::Text(text)) => Some(text),
        (Text::Root, _) => Some(&mut input.root),
        _ => None,
    }
}

/// A text with replacements, each in it; nothing where two overlap.
pub(super) fn rewritten(text: &str, edits: &[(Target, String)]) -> Option<String> {
    let mut sorted = Vec::with_capacity(edits.len());
    for (target, new) in edits {
        sorted.push((key(*target)?.1, new.as_str()));
    }
    crate::order::sort_by_key(&mut sorted, |(span, _)| *span);
    replaced(text, sorted.into_iter())
}

/// The text with replacements that are sorted by their places; nothing where they overlap or end behind the text.
fn replaced<'a>(text: &str, edits: impl Iterator<Item = (Span, &'a str)>) -> Option<String> {
    let units = Utf16Index::new(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in edits {
        let (start, end) = (units.to_byte(span.start as usize), units.to_byte(span.end as usize));
        out.push_str(text.get(at..start)?);
        out.push_str(new);
        at = end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::File;

    fn input(texts: &[&str]) -> Input {
        let file = |(index, text): (usize, &&str)| File { name: format!("{index}.proto"), text: (*text).to_owned() };
        Input { files: texts.iter().enumerate().map(file).collect(), ..Input::default() }
    }

    fn texts(input: &Input) -> Vec<&str> {
        input.files.iter().map(|file| file.text.as_str()).collect()
    }

    fn edit(file: u32, start: usize, end: usize, text: &str) -> (Target, String) {
        (Target::File(file, Span::new(start, end)), text.to_owned())
    }

    #[test]
    fn edits_of_several_files_are_made_and_taken_back() {
        let mut input = input(&["😀 ab ab", "ab"]);
        // Offsets are UTF-16: the face is two.
        let edits = [edit(0, 6, 8, "xyz"), edit(1, 0, 2, "xyz"), edit(0, 3, 5, "xyz"), edit(0, 0, 0, "// ")];
        let rewrite = Rewrite::new(&input, &edits).unwrap();
        assert_eq!(rewrite.len(), 2);
        let back = rewrite.clone().apply(&mut input);
        assert_eq!(texts(&input), ["// 😀 xyz xyz", "xyz"]);
        assert_eq!(back.apply(&mut input), rewrite);
        assert_eq!(texts(&input), ["😀 ab ab", "ab"]);
    }

    #[test]
    fn the_chosen_type_goes_by_its_new_name() {
        let root = |root: &str, renamed: &str| {
            let mut input = Input { root: root.into(), ..input(&[]) };
            let back = Rewrite::new(&input, &[]).unwrap().with_root(root, renamed, "New").apply(&mut input);
            let after = input.root.clone();
            let _ = back.apply(&mut input);
            assert_eq!(input.root, root);
            after
        };
        assert_eq!(root("demo.User", "demo.User"), "demo.New");
        assert_eq!(root("demo.User.Inner", "demo.User"), "demo.New.Inner");
        assert_eq!(root("User", "User"), "New");
        assert_eq!(root("demo.Users", "demo.User"), "demo.Users");
        assert_eq!(root("demo.User", "demo"), "New.User");
        assert_eq!(root("", "demo.User"), "");
    }

    #[test]
    fn what_cannot_be_is_no_rewrite() {
        let input = input(&["abcd"]);
        assert_eq!(Rewrite::new(&input, &[edit(0, 0, 3, ""), edit(0, 2, 4, "")]), None, "they overlap");
        assert_eq!(Rewrite::new(&input, &[edit(7, 0, 0, "x")]), None, "there is no such file");
        let nowhere = (Target::Payload(Span::default()), "x".to_owned());
        assert_eq!(Rewrite::new(&input, &[nowhere]), None, "there is no such text");
        assert!(Rewrite::new(&input, &[edit(0, 1, 2, "b")]).unwrap().is_empty());
    }

    #[test]
    fn what_was_edited_since_stays() {
        let mut input = input(&["a", "a"]);
        let back = Rewrite::new(&input, &[edit(0, 0, 1, "b"), edit(1, 0, 1, "b")]).unwrap().apply(&mut input);
        input.files[1].text = "mine".into();
        let _ = back.apply(&mut input);
        assert_eq!(texts(&input), ["a", "mine"]);
    }

    #[test]
    fn what_was_undone_in_one_editor_is_known() {
        let mut input = input(&["a", "a", "c"]);
        let back = Rewrite::new(&input, &[edit(0, 0, 1, "b"), edit(1, 0, 1, "b")]).unwrap().apply(&mut input);
        assert!(!back.is_begun_in(&input, "0.proto"));
        input.files[0].text = "a".into();
        assert!(back.is_begun_in(&input, "0.proto") && !back.is_begun_in(&input, "2.proto"));
        input.files[1].text = "mine".into();
        assert!(!back.is_begun_in(&input, "0.proto"));
    }
}
