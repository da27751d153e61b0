//! A message whose list grows: what it costs at each length, measured.

use super::super::shown::{Grown, Shown};
use crate::{
    learn::live::Growth,
    learn::live::Sheet,
    message::{
        self, MAX_JSON_BYTES,
        json::{self, tree::Kind},
    },
    size,
    text::Span,
};

/// The lengths that are measured.
const LENGTHS: [u32; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/// The longest JSON that is measured, in bytes: gzip at its best takes its time.
const MAX_TEXT: usize = MAX_JSON_BYTES / 16;

/// What each length costs.
pub fn growth(growth: &Growth) -> Shown {
    measured(growth).map_or_else(Shown::Failed, Shown::Growth)
}

fn measured(growth: &Growth) -> Result<Vec<Grown>, String> {
    let sheet = Sheet { of: growth.of.clone(), json: growth.json.clone() };
    let root = sheet.of.message_type()?;
    let text = sheet.message();
    let grown = |items: u32, json: &str| {
        let parsed = message::from_json(&root, json);
        let bytes = parsed.bytes.ok_or_else(|| match parsed.diagnostics.into_iter().next() {
            Some(first) => first.message,
            None => "this message can't be encoded".to_owned(),
        })?;
        Ok(Grown { items, sizes: size::measure(&bytes, &message::minify(json).unwrap_or_default()) })
    };
    if growth.list.is_empty() {
        return Ok(vec![grown(1, &text)?]);
    }
    let list = List::find(&text, &growth.list)
        .ok_or_else(|| format!("expected a list `{}` with an item in the message, found none", growth.list))?;
    let texts = LENGTHS.into_iter().map(|items| (items, list.of(items)));
    texts
        .take_while(|(items, text)| *items == 1 || text.len() <= MAX_TEXT)
        .map(|(items, text)| grown(items, &text))
        .collect()
}

/// A list in a JSON text.
struct List<'a> {
    text: &'a str,
    /// What is between its brackets.
    inside: Span,
    /// Its items as they are written; at least one.
    items: Vec<&'a str>,
}

impl<'a> List<'a> {
    /// The member of the outermost object with this name, if it is a list with an item.
    fn find(text: &'a str, name: &str) -> Option<List<'a>> {
        let (tree, _) = json::parse(text);
        let member = tree.children(tree.root()?).find(|&member| tree.key(member) == name)?;
        let value = tree.value(member);
        let items: Vec<&str> = tree.children(value).map(|item| tree.raw(item)).collect();
        let Span { start, end } = tree.span(value);
        (tree.kind(value) == Kind::Array && !items.is_empty()).then(|| List {
            text,
            inside: Span { start: start + 1, end: end.saturating_sub(1) },
            items,
        })
    }

    /// The text with so many items in it, those there are in turn.
    fn of(&self, items: u32) -> String {
        let items: Vec<&str> = self.items.iter().cycle().take(items as usize).copied().collect();
        let (before, rest) = self.text.split_at_checked(self.inside.start as usize).unwrap_or((self.text, ""));
        let after = rest.get(self.inside.len()..).unwrap_or_default();
        [before, &items.join(","), after].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_repeated_in_turn() {
        let list = List::find(r#"{"a": 1, "list": [ {"n": 1}, 2 ], "b": [3]}"#, "list").unwrap();
        assert_eq!(list.of(1), r#"{"a": 1, "list": [{"n": 1}], "b": [3]}"#);
        assert_eq!(list.of(3), r#"{"a": 1, "list": [{"n": 1},2,{"n": 1}], "b": [3]}"#);
        for (text, name) in
            [("{\"list\": []}", "list"), ("{\"list\": 3}", "list"), ("{}", "list"), ("", "list"), ("[1]", "")]
        {
            assert!(List::find(text, name).is_none(), "{text}");
        }
    }
}
