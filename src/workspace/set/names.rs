//! The names that a set of descriptors declares: what an option means is looked up here, and how short a name may be written.
//!
//! All files of the set are seen at once, also where one does not import the other. That only makes names longer than need
//! be: a name is shortened where its first part, searched from the inside out as protoc does, leads to what is meant.

use std::collections::HashMap;

use super::read::{Enum, Field, Message, Proto};

/// The longest full name there may be, in bytes: each is put together anew for whatever is inside of it.
const MAX_NAME: usize = 1 << 16;

/// The longest full name that is kept, in bytes; a longer one is just never shortened. With [`MAX_NAMES`] it bounds the
/// memory that a hostile set can ask for.
const MAX_KEPT: usize = 512;

/// How many names a set may declare.
const MAX_NAMES: usize = 300_000;

/// Names of more parts are written in full: each part is searched in each scope.
const MAX_PARTS: usize = 16;

/// Words that begin a statement, a type or a part of one.
const WORDS: [&str; 37] = [
    "bool",
    "bytes",
    "double",
    "enum",
    "export",
    "extend",
    "extensions",
    "fixed32",
    "fixed64",
    "float",
    "group",
    "import",
    "int32",
    "int64",
    "local",
    "map",
    "message",
    "oneof",
    "option",
    "optional",
    "package",
    "public",
    "repeated",
    "required",
    "reserved",
    "returns",
    "rpc",
    "service",
    "sfixed32",
    "sfixed64",
    "sint32",
    "sint64",
    "stream",
    "string",
    "syntax",
    "uint32",
    "uint64",
];

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
pub enum Symbol<'a> {
    /// A package, or a part of one.
    Package,
    /// A message type.
    Message(&'a Message<'a>),
    /// An enum type.
    Enum(&'a Enum<'a>),
    /// A service.
    Service,
    /// What has nothing inside it and is no type: an extension, a field, an enum value.
    Other,
}

/// The names of some files.
#[derive(Debug, Default)]
pub struct Names<'a> {
    symbols: HashMap<String, Symbol<'a>>,
    /// By the extendee's full name and the number: the full name.
    extensions: HashMap<(&'a str, i32), (String, &'a Field<'a>)>,
}

impl<'a> Names<'a> {
    /// The names of the files. Where a name is declared twice, the first counts. Nothing where there are too many or one is
    /// too long.
    pub fn new(files: impl IntoIterator<Item = &'a Proto<'a>>) -> Option<Names<'a>> {
        let mut names = Names::default();
        for file in files {
            names.package(file.package)?;
            names.messages(file.package, &file.messages)?;
            names.enums(file.package, &file.enums)?;
            names.extensions(file.package, &file.extensions)?;
            for service in &file.services {
                names.add(file.package, service.name, Symbol::Service)?;
            }
        }
        Some(names)
    }

    fn package(&mut self, package: &str) -> Option<()> {
        let ends = package.match_indices('.').map(|(at, _)| at).chain([package.len()]);
        for end in ends.filter(|&end| end > 0) {
            self.add("", &package[..end], Symbol::Package)?;
        }
        Some(())
    }

    fn add(&mut self, scope: &str, name: &str, symbol: Symbol<'a>) -> Option<String> {
        let full = join(scope, name);
        if full.len() > MAX_NAME || self.symbols.len() >= MAX_NAMES {
            return None;
        }
        if full.len() <= MAX_KEPT {
            self.symbols.entry(full.clone()).or_insert(symbol);
        }
        Some(full)
    }

    fn messages(&mut self, scope: &str, messages: &'a [Message<'a>]) -> Option<()> {
        for message in messages {
            let full = self.add(scope, message.name, Symbol::Message(message))?;
            for field in &message.fields {
                self.add(&full, field.name, Symbol::Other)?;
            }
            self.messages(&full, &message.messages)?;
            self.enums(&full, &message.enums)?;
            self.extensions(&full, &message.extensions)?;
        }
        Some(())
    }

    fn enums(&mut self, scope: &str, enums: &'a [Enum<'a>]) -> Option<()> {
        for kind in enums {
            self.add(scope, kind.name, Symbol::Enum(kind))?;
            for value in &kind.values {
                self.add(scope, value.name, Symbol::Other)?;
            }
        }
        Some(())
    }

    fn extensions(&mut self, scope: &str, extensions: &'a [Field<'a>]) -> Option<()> {
        for extension in extensions {
            let full = self.add(scope, extension.name, Symbol::Other)?;
            let extendee = extension.extendee.strip_prefix('.').unwrap_or(extension.extendee);
            self.extensions.entry((extendee, extension.number)).or_insert((full, extension));
        }
        Some(())
    }

    /// The message type of that name, with or without a dot in front.
    pub fn message(&self, name: &str) -> Option<&'a Message<'a>> {
        match self.symbols.get(name.strip_prefix('.').unwrap_or(name)) {
            Some(Symbol::Message(message)) => Some(message),
            _ => None,
        }
    }

    /// The enum type of that name, with or without a dot in front.
    pub fn enum_type(&self, name: &str) -> Option<&'a Enum<'a>> {
        match self.symbols.get(name.strip_prefix('.').unwrap_or(name)) {
            Some(Symbol::Enum(kind)) => Some(kind),
            _ => None,
        }
    }

    /// The extension of a message type by that number, with its full name.
    pub fn extension<'s>(&'s self, extendee: &'s str, number: i32) -> Option<(&'s str, &'a Field<'a>)> {
        self.extensions.get(&(extendee, number)).map(|(name, field)| (name.as_str(), *field))
    }

    /// How a type is called inside a scope, as short as it can be. The name has a dot in front where it is a full one.
    pub fn type_name(&self, name: &str, scope: &str) -> String {
        let Some(full) = name.strip_prefix('.') else { return name.to_owned() };
        let parts = full.split('.').count();
        if parts > MAX_PARTS || !self.symbols.contains_key(full) {
            return name.to_owned();
        }
        let shared = full.split('.').zip(scope.split('.')).take_while(|(ours, theirs)| ours == theirs).count();
        let skipped: usize = full.split('.').take(shared.min(parts - 1)).map(|part| part.len() + 1).sum();
        // A word of the language would be read as such where a field's type may stand.
        let is_word = |name: &&str| WORDS.contains(&name.split('.').next().unwrap_or_default());
        let shorter = [&full[skipped..], full].into_iter().filter(|short| !is_word(short));
        let short = { shorter }.find(|short| self.leads(short, scope, full, true));
        short.unwrap_or(name).to_owned()
    }

    /// How an extension is called in an option of something inside a scope.
    pub fn option_name(&self, full: &str, scope: &str) -> String {
        let parts = full.split('.').count();
        // A name of one part finds whatever is called so; one of several passes over what has nothing inside.
        if parts <= MAX_PARTS && self.leads(full, scope, full, parts > 1) {
            full.to_owned()
        } else {
            format!(".{full}")
        }
    }

    /// Whether a name, searched from the scope outwards, leads to `full`.
    fn leads(&self, name: &str, scope: &str, full: &str, only_containers: bool) -> bool {
        let first = name.split('.').next().unwrap_or_default();
        let mut scope = Some(scope);
        while let Some(inside) = scope {
            match self.symbols.get(&join(inside, first)) {
                None => {}
                Some(Symbol::Other) if only_containers => {}
                Some(_) => return join(inside, name) == full,
            }
            scope = if inside.is_empty() { None } else { Some(inside.rsplit_once('.').map_or("", |(outer, _)| outer)) };
        }
        false
    }
}

/// A name inside a scope, in full.
pub fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}
