//! JSON text as it is put together: commas, line breaks, and short arrays on one line.
//!
//! Knows nothing of messages. The text is written once, from front to back; only an array that turns out to be short is taken
//! back and put on one line.

use super::too_long;
use crate::message::json::{append, push_quoted};
use crate::message::limits::MAX_JSON_BYTES;

/// Arrays of scalars are put on one line up to so many characters, a comma behind them included.
const WIDTH: usize = 80;
const INDENT: &[u8] = b"  ";

/// How the text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// For people: each member and each element on its own line, but for short arrays of scalars.
    Lines,
    /// Without insignificant white space.
    Compact,
}

/// The text so far.
pub(super) struct Writer {
    text: Vec<u8>,
    is_compact: bool,
    depth: usize,
    /// Where the present line begins.
    line: usize,
    /// The elements of the innermost array, as long as it may be put on one line.
    short: Vec<(u32, u32)>,
}

/// An object that is open.
pub(super) struct Object {
    is_empty: bool,
}

/// An array that is open.
pub(super) struct Array {
    is_empty: bool,
    /// Where its bracket is.
    start: usize,
    /// Where its line begins, and how many characters of it are before the bracket.
    line: usize,
    before: usize,
    /// How many characters it has on one line, if that is possible.
    width: Option<usize>,
}

impl Writer {
    pub fn new(layout: Layout) -> Writer {
        let is_compact = layout == Layout::Compact;
        Writer { text: Vec::new(), is_compact, depth: 0, line: 0, short: Vec::new() }
    }

    /// The whole text.
    pub fn finish(self) -> Result<String, String> {
        if self.text.len() > MAX_JSON_BYTES {
            return Err(too_long());
        }
        String::from_utf8(self.text).map_err(|error| error.to_string())
    }

    /// Where a value is put as it is, as UTF-8: quotes belong to it.
    pub fn value(&mut self) -> &mut Vec<u8> {
        &mut self.text
    }

    /// A value that is one word.
    pub fn word(&mut self, word: &str) {
        append(word.as_bytes(), &mut self.text);
    }

    /// A string.
    pub fn string(&mut self, text: &str) {
        push_quoted(text, &mut self.text);
    }

    pub fn object(&mut self) -> Object {
        self.text.push(b'{');
        self.depth += 1;
        Object { is_empty: true }
    }

    /// The key of a member; its value follows.
    pub fn key(&mut self, object: &mut Object, key: &str) -> Result<(), String> {
        self.next(object.is_empty)?;
        object.is_empty = false;
        self.string(key);
        self.colon();
        Ok(())
    }

    /// The same of a key that stands as it is, without an escape.
    pub fn plain_key(&mut self, object: &mut Object, key: &str) -> Result<(), String> {
        self.next(object.is_empty)?;
        object.is_empty = false;
        self.text.push(b'"');
        append(key.as_bytes(), &mut self.text);
        self.text.push(b'"');
        self.colon();
        Ok(())
    }

    fn colon(&mut self) {
        self.text.push(b':');
        if !self.is_compact {
            self.text.push(b' ');
        }
    }

    pub fn close(&mut self, object: &Object) {
        self.end(object.is_empty);
        self.text.push(b'}');
    }

    pub fn array(&mut self) -> Array {
        let before = if self.is_compact { 0 } else { characters(self.text.get(self.line..).unwrap_or_default()) };
        let array = Array {
            is_empty: true,
            start: self.text.len(),
            line: self.line,
            before,
            width: (!self.is_compact).then_some("[]".len()),
        };
        self.text.push(b'[');
        self.depth += 1;
        array
    }

    /// Begins an element; returns where, for [`Writer::element_end`].
    pub fn element(&mut self, array: &mut Array) -> Result<usize, String> {
        self.next(array.is_empty)?;
        if array.is_empty {
            self.short.clear();
        }
        array.is_empty = false;
        Ok(self.text.len())
    }

    /// Ends an element that began at `start`.
    pub fn element_end(&mut self, array: &mut Array, start: usize) {
        let Some(width) = array.width else { return };
        let written = self.text.get(start..).unwrap_or_default();
        let comma = if self.short.is_empty() { 0 } else { ", ".len() };
        // There are no more characters than bytes, and no more than four times as many bytes.
        let is_scalar = !matches!(written.first(), Some(b'{' | b'[')) && written.len() < 4 * WIDTH;
        let width = width + comma + if is_scalar { characters(written) } else { WIDTH };
        array.width = Some(width).filter(|width| array.before + width < WIDTH);
        self.short.push((start as u32, self.text.len() as u32));
    }

    pub fn close_array(&mut self, array: &Array) {
        if array.width.is_none() || array.is_empty {
            self.end(array.is_empty);
            self.text.push(b']');
            return;
        }
        self.depth -= 1;
        let mut line = Vec::with_capacity(4 * WIDTH);
        for (at, &(start, end)) in self.short.iter().enumerate() {
            append(if at > 0 { b", " } else { b"[" }, &mut line);
            append(self.text.get(start as usize..end as usize).unwrap_or_default(), &mut line);
        }
        line.push(b']');
        self.text.truncate(array.start);
        append(&line, &mut self.text);
        self.line = array.line;
    }

    /// What stands before a member or an element.
    fn next(&mut self, is_first: bool) -> Result<(), String> {
        if self.text.len() > MAX_JSON_BYTES {
            return Err(too_long());
        }
        if !is_first {
            self.text.push(b',');
        }
        self.line();
        Ok(())
    }

    fn end(&mut self, is_empty: bool) {
        self.depth -= 1;
        if !is_empty {
            self.line();
        }
    }

    fn line(&mut self) {
        if !self.is_compact {
            self.text.push(b'\n');
            self.line = self.text.len();
            (0..self.depth).for_each(|_| append(INDENT, &mut self.text));
        }
    }
}

/// How many characters a text has.
fn characters(text: &[u8]) -> usize {
    /// Bytes of this form go on with a character.
    const CONTINUES: u8 = 0b1000_0000;
    text.iter().filter(|&&byte| byte & 0b1100_0000 != CONTINUES).count()
}
