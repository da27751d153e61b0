//! Where each name of the user's files is declared, its comment, and what is declared around an offset.
//!
//! protox gives the places as source code info: lines and columns, both from 0, **the column in bytes** from the line's start
//! (its `generate/lines.rs`; protoc, too, counts bytes, but widens tabs). Knows nothing of errors.

use std::collections::HashMap;

use prost_reflect::prost_types::source_code_info::Location;
use prost_reflect::prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto, SourceCodeInfo,
};

use crate::diagnostic::Place;
use crate::text::{Span, floor_boundary};

/// Field numbers of `google/protobuf/descriptor.proto` that occur in the paths of source code info.
pub(super) mod tag {
    pub const FILE_DEPENDENCY: i32 = 3;
    pub const FILE_MESSAGE: i32 = 4;
    pub const FILE_ENUM: i32 = 5;
    pub const FILE_SERVICE: i32 = 6;
    pub const FILE_EXTENSION: i32 = 7;
    pub const MESSAGE_FIELD: i32 = 2;
    pub const MESSAGE_NESTED: i32 = 3;
    pub const MESSAGE_ENUM: i32 = 4;
    pub const MESSAGE_EXTENSION: i32 = 6;
    pub const MESSAGE_ONEOF: i32 = 8;
    pub const ENUM_VALUE: i32 = 2;
    pub const SERVICE_METHOD: i32 = 2;
    /// The name is field 1 of every kind of declaration.
    pub const NAME: i32 = 1;
}

/// A declaration.
#[derive(Debug)]
pub(super) struct Declared {
    /// The whole statement.
    pub whole: Place,
    /// Its name.
    pub name: Place,
    /// Its comment.
    pub doc: Option<String>,
}

/// All declarations of the user's files.
#[derive(Debug, Default)]
pub(super) struct Places {
    by_name: HashMap<String, Declared>,
    by_file: HashMap<usize, Vec<Cover>>,
}

/// A declaration's extent. They are sorted by start; what is inside comes behind what is around.
#[derive(Debug)]
struct Cover {
    span: Span,
    /// The index of the innermost declaration around it.
    around: Option<usize>,
    name: String,
}

impl Places {
    /// The declaration of a full name.
    pub fn get(&self, full_name: &str) -> Option<&Declared> {
        self.by_name.get(full_name)
    }

    /// The full name of the innermost declaration around an offset.
    pub fn at(&self, file: usize, offset: usize) -> Option<&str> {
        let covers = self.by_file.get(&file)?;
        let mut at = covers.partition_point(|cover| cover.span.start as usize <= offset).checked_sub(1);
        while let Some(cover) = at.and_then(|at| covers.get(at)) {
            if cover.span.contains(offset) {
                return Some(&cover.name);
            }
            at = cover.around;
        }
        None
    }

    /// Adds the declarations of a file; `info` refers to `text`. Returns the full names of its messages in the order of their
    /// declarations.
    pub fn add(
        &mut self,
        file: usize,
        text: &str,
        descriptor: &FileDescriptorProto,
        info: &SourceCodeInfo,
    ) -> Vec<String> {
        let lines = Lines::new(text);
        let mut walk =
            Walk { file, lines: &lines, locations: locations(info), found: Vec::new(), messages: Vec::new() };
        walk.file(descriptor);
        let Walk { found, messages, .. } = walk;

        let mut covers: Vec<Cover> = Vec::with_capacity(found.len());
        for (name, declared) in found {
            covers.push(Cover { span: declared.whole.span, around: None, name: name.clone() });
            self.by_name.insert(name, declared);
        }
        // Stable: of a group's message and its field, which have one place, the field stays the later and so the inner one.
        covers.sort_by_key(|cover| (cover.span.start, std::cmp::Reverse(cover.span.end)));
        let mut open: Vec<usize> = Vec::new();
        for at in 0..covers.len() {
            while open.last().is_some_and(|&last| !covers[last].span.covers(covers[at].span)) {
                open.pop();
            }
            covers[at].around = open.last().copied();
            open.push(at);
        }
        self.by_file.insert(file, covers);
        messages
    }
}

/// The place of a path in the source code info; the first one counts.
pub(super) fn locations(info: &SourceCodeInfo) -> HashMap<&[i32], &Location> {
    let mut locations = HashMap::new();
    for location in &info.location {
        locations.entry(location.path.as_slice()).or_insert(location);
    }
    locations
}

/// Where the lines of a text begin.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Lines<'a> {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The bytes a location stands for: `[line, column, column]` or `[line, column, line, column]`.
    pub fn span(&self, location: &Location) -> Option<Span> {
        let (start, end) = match *location.span.as_slice() {
            [line, start, end] => (self.offset(line, start)?, self.offset(line, end)?),
            [first, start, last, end] => (self.offset(first, start)?, self.offset(last, end)?),
            _ => return None,
        };
        Some(Span::new(start, end))
    }

    fn offset(&self, line: i32, column: i32) -> Option<usize> {
        let start = self.starts.get(usize::try_from(line).ok()?)?;
        Some(floor_boundary(self.text, start.checked_add(usize::try_from(column).ok()?)?))
    }
}

struct Walk<'a> {
    file: usize,
    lines: &'a Lines<'a>,
    locations: HashMap<&'a [i32], &'a Location>,
    found: Vec<(String, Declared)>,
    messages: Vec<String>,
}

impl Walk<'_> {
    fn file(&mut self, file: &FileDescriptorProto) {
        let package = file.package();
        let mut path = Vec::new();
        self.messages(&file.message_type, package, &mut path, tag::FILE_MESSAGE);
        self.enums(&file.enum_type, package, &mut path, tag::FILE_ENUM);
        self.fields(&file.extension, package, &mut path, tag::FILE_EXTENSION);
        for (at, service) in file.service.iter().enumerate() {
            let name = join(package, service.name());
            path.extend([tag::FILE_SERVICE, at as i32]);
            self.declare(&name, &path);
            for (at, method) in service.method.iter().enumerate() {
                path.extend([tag::SERVICE_METHOD, at as i32]);
                self.declare(&join(&name, method.name()), &path);
                path.truncate(path.len() - 2);
            }
            path.clear();
        }
    }

    /// Recurses as deep as messages are nested; protox allows 31 levels.
    fn messages(&mut self, messages: &[DescriptorProto], scope: &str, path: &mut Vec<i32>, tag: i32) {
        for (at, message) in messages.iter().enumerate() {
            if message.options.as_ref().is_some_and(|options| options.map_entry()) {
                continue;
            }
            let name = join(scope, message.name());
            path.extend([tag, at as i32]);
            self.declare(&name, path);
            self.messages.push(name.clone());
            self.messages(&message.nested_type, &name, path, tag::MESSAGE_NESTED);
            self.enums(&message.enum_type, &name, path, tag::MESSAGE_ENUM);
            for (at, oneof) in message.oneof_decl.iter().enumerate() {
                path.extend([tag::MESSAGE_ONEOF, at as i32]);
                self.declare(&join(&name, oneof.name()), path);
                path.truncate(path.len() - 2);
            }
            self.fields(&message.field, &name, path, tag::MESSAGE_FIELD);
            self.fields(&message.extension, &name, path, tag::MESSAGE_EXTENSION);
            path.truncate(path.len() - 2);
        }
    }

    fn enums(&mut self, enums: &[EnumDescriptorProto], scope: &str, path: &mut Vec<i32>, tag: i32) {
        for (at, declared) in enums.iter().enumerate() {
            path.extend([tag, at as i32]);
            self.declare(&join(scope, declared.name()), path);
            for (at, value) in declared.value.iter().enumerate() {
                path.extend([tag::ENUM_VALUE, at as i32]);
                // The names of the values stand beside their enum, not in it.
                self.declare(&join(scope, value.name()), path);
                path.truncate(path.len() - 2);
            }
            path.truncate(path.len() - 2);
        }
    }

    fn fields(&mut self, fields: &[FieldDescriptorProto], scope: &str, path: &mut Vec<i32>, tag: i32) {
        for (at, field) in fields.iter().enumerate() {
            path.extend([tag, at as i32]);
            self.declare(&join(scope, field.name()), path);
            path.truncate(path.len() - 2);
        }
    }

    fn declare(&mut self, full_name: &str, path: &[i32]) {
        // A synthetic oneof, which stands for proto3's `optional`, has no place.
        let Some(location) = self.locations.get(path) else { return };
        let Some(whole) = self.lines.span(location) else { return };
        let name_path = [path, &[tag::NAME]].concat();
        let name = self.locations.get(name_path.as_slice()).and_then(|location| self.lines.span(location));
        let comment =
            [location.leading_comments(), location.trailing_comments()].into_iter().find(|text| !text.is_empty());
        let declared = Declared {
            whole: Place::file(self.file, whole),
            name: Place::file(self.file, name.unwrap_or(whole)),
            doc: comment.map(tidied),
        };
        self.found.push((full_name.to_owned(), declared));
    }
}

/// The comment's lines without the blank that follows the comment's mark.
fn tidied(comment: &str) -> String {
    let lines: Vec<&str> = comment.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}
