//! Which field takes which bytes for what, in protobuf and beside it in JSON.
//!
//! - `wire`: the nodes of the payload → tags, lengths, payloads
//! - `json`: the tree of the JSON → keys, quotes, punctuation, text, digits, words
//!
//! A row is a field as it is declared, wherever it occurs below one parent: all `items.sku` together. What is written in JSON as
//! one value (a Timestamp, a Struct, an Any) is one row. Each column adds up to the whole. Knows no schema's text.

mod json;
mod wire;

use std::collections::HashMap;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::annotate::Nodes;
use crate::schema::types::Root;

/// How many different fields are told apart. What is in fields beyond counts for the field around it.
const MAX_FIELDS: usize = 4096;

/// How many rows there are: the largest; those left out are added up in one more.
pub const MAX_ROWS: usize = 80;

/// What bytes of protobuf are for, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wire {
    /// Field number and wire type; of groups the end tags as well.
    pub tag: usize,
    /// Lengths of texts, bytes, messages and packed lists.
    pub length: usize,
    /// The values.
    pub payload: usize,
}

/// What bytes of JSON without white space are for, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Json {
    /// Names of fields and keys of maps.
    pub keys: usize,
    /// The quotes around keys and values.
    pub quotes: usize,
    /// Braces, brackets, colons, commas.
    pub punctuation: usize,
    /// Values that are texts: strings, bytes as base64, names of enum values, times.
    pub text: usize,
    /// Values that are numbers.
    pub digits: usize,
    /// `true`, `false`, `null`.
    pub words: usize,
}

impl Wire {
    /// What each byte is for, in the order of a bar.
    pub const ROLES: [&'static str; 3] = ["tag", "length", "payload"];

    /// The bytes of each role.
    pub fn parts(&self) -> [usize; 3] {
        [self.tag, self.length, self.payload]
    }

    /// All bytes.
    pub fn sum(&self) -> usize {
        self.parts().iter().sum()
    }
}

impl Json {
    /// What each byte is for, in the order of a bar.
    pub const ROLES: [&'static str; 6] = ["keys", "quotes", "punctuation", "text", "digits", "words"];

    /// The bytes of each role.
    pub fn parts(&self) -> [usize; 6] {
        [self.keys, self.quotes, self.punctuation, self.text, self.digits, self.words]
    }

    /// All bytes.
    pub fn sum(&self) -> usize {
        self.parts().iter().sum()
    }
}

impl AddAssign for Wire {
    fn add_assign(&mut self, other: Wire) {
        self.tag += other.tag;
        self.length += other.length;
        self.payload += other.payload;
    }
}

impl AddAssign for Json {
    fn add_assign(&mut self, other: Json) {
        self.keys += other.keys;
        self.quotes += other.quotes;
        self.punctuation += other.punctuation;
        self.text += other.text;
        self.digits += other.digits;
        self.words += other.words;
    }
}

/// What a field takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The names that lead to it, such as `items.sku`; empty of the message itself.
    pub path: String,
    /// How many values there are in the bytes.
    pub count: usize,
    /// Its bytes, those of fields within left out.
    pub wire: Wire,
    /// Its characters, those of fields within left out.
    pub json: Json,
}

/// What is in a message, by what else than fields one may ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Bytes of the payload that are text, the same in JSON.
    pub text: usize,
    /// Bytes of numbers with a fixed size.
    pub fixed: usize,
    /// Bytes of `bytes` fields.
    pub bytes: usize,
}

/// A message's bytes by field and by role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakdown {
    /// The fields, those within a field behind it, in the order of numbers.
    pub rows: Vec<Row>,
    /// How many fields are not among them, and what they take.
    pub others: (usize, Row),
    /// All of protobuf.
    pub wire: Wire,
    /// All of JSON.
    pub json: Json,
    /// What the payloads are.
    pub contents: Contents,
}

/// Breaks a message down. `json` is the message as JSON text.
pub fn breakdown(nodes: &Nodes, root: Option<&Root>, json: &str) -> Breakdown {
    let mut table = Table::new();
    let contents = wire::count(nodes, &mut table);
    json::count(root, json, &mut table);
    table.finish(contents)
}

/// A field below another one.
#[derive(Debug, Default)]
struct Entry {
    parent: usize,
    number: u32,
    name: String,
    count: usize,
    wire: Wire,
    json: Json,
}

/// The message itself.
const TOP: usize = 0;

/// The fields that were met.
#[derive(Debug)]
struct Table {
    entries: Vec<Entry>,
    places: HashMap<(usize, u32), usize>,
}

impl Table {
    fn new() -> Table {
        Table { entries: vec![Entry::default()], places: HashMap::new() }
    }

    /// The place of a field below another one.
    fn field(&mut self, parent: usize, number: u32, name: impl FnOnce() -> String) -> usize {
        if let Some(&at) = self.places.get(&(parent, number)) {
            return at;
        }
        if self.entries.len() >= MAX_FIELDS {
            return parent;
        }
        let at = self.entries.len();
        self.entries.push(Entry { parent, number, name: name(), ..Entry::default() });
        self.places.insert((parent, number), at);
        at
    }

    fn wire(&mut self, at: usize) -> &mut Wire {
        &mut self.entries[at].wire
    }

    fn json(&mut self, at: usize) -> &mut Json {
        &mut self.entries[at].json
    }

    fn finish(self, contents: Contents) -> Breakdown {
        let mut found = Breakdown { contents, ..Breakdown::default() };
        for entry in &self.entries {
            found.wire += entry.wire;
            found.json += entry.json;
        }
        let rows = self.rows();
        let mut sizes: Vec<usize> = rows.iter().map(size).collect();
        sizes.sort_unstable_by(|one, other| other.cmp(one));
        let least = sizes.get(MAX_ROWS).copied();
        // Of those that are equally small not all may have room.
        let mut equal = least.map_or(0, |least| MAX_ROWS - sizes.iter().filter(|&&size| size > least).count());
        for row in rows {
            let size = size(&row);
            let fits = least.is_none_or(|least| size > least || (size == least && equal > 0));
            if fits {
                equal -= usize::from(least == Some(size));
                found.rows.push(row);
            } else {
                let (count, all) = &mut found.others;
                *count += 1;
                all.count += row.count;
                all.wire += row.wire;
                all.json += row.json;
            }
        }
        found
    }

    /// The entries as rows, each behind the one around it.
    fn rows(mut self) -> Vec<Row> {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.entries.len()];
        for (at, entry) in self.entries.iter().enumerate().skip(1) {
            if let Some(siblings) = children.get_mut(entry.parent) {
                siblings.push(at);
            }
        }
        let mut rows = Vec::with_capacity(self.entries.len());
        let mut open = vec![(TOP, String::new())];
        while let Some((at, path)) = open.pop() {
            let mut below = std::mem::take(&mut children[at]);
            // What is no record has the number 0, and comes last.
            below.sort_by_key(|&child| self.entries[child].number.wrapping_sub(1));
            for &child in below.iter().rev() {
                let dot = if path.is_empty() { "" } else { "." };
                open.push((child, [path.as_str(), dot, &self.entries[child].name].concat()));
            }
            let Entry { count, wire, json, .. } = std::mem::take(&mut self.entries[at]);
            rows.push(Row { path, count, wire, json });
        }
        rows
    }
}

fn size(row: &Row) -> usize {
    row.wire.sum() + row.json.sum()
}
