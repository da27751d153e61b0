//! `.proto` files → what they declare, every error there is, and descriptors for messages.
//!
//! 1. [`model`], `lower`: a syntax tree → what the file declares
//! 2. [`features`]: what the syntax and the options around make of each declaration
//! 3. [`unit`](mod@unit): a file read by itself; [`names`], [`world`]: all files and every name
//! 4. `library`: the files that come with Wirelens, read
//! 5. `imports`: which file needs which, and who sees whom
//! 6. `resolve`, `unresolved`, `visibility`: whom the names of types refer to, and what to say where it is nobody
//! 7. `options`: options → bytes
//! 8. [`check`]: the rules of the language that are not its grammar
//! 9. `link`, [`linked`]: 6 to 8 for a file; `clashes`: names that are declared twice
//! 10. [`Compiler`]: all of that for a workspace, and as little as possible of it anew after an edit
//! 11. `descriptor`, `encode`: a file as protoc writes it
//! 12. `reach`, [`dialect`], `pool`: what a message needs, as prost-reflect understands it, linked by protox
//! 13. [`types`]: message types compiled into what reading and writing messages asks of them
//! 14. [`docs`], `places`: comments of declarations, and where these are
//!
//! Knows nothing of messages, JSON or bytes.

pub mod check;
mod clashes;
mod compile;
mod descriptor;
pub mod dialect;
pub mod docs;
mod encode;
mod export;
pub mod features;
mod fingerprint;
pub mod fixes;
mod imports;
pub mod junk;
pub mod library;
mod limits;
mod link;
pub mod linked;
pub mod lint;
mod lower;
pub mod model;
pub mod names;
mod options;
mod places;
mod pool;
mod reach;
mod report;
mod resolve;
pub mod types;
pub mod unit;
mod unresolved;
pub mod visibility;
pub mod world;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use prost_reflect::{DescriptorPool, MessageDescriptor};

use crate::diagnostic::{Diagnostic, Place, Severity, Source};
use crate::text::{Files, Span};
use model::{Message, Origin};
use names::SymbolKind;
use pool::Pools;
use types::Types;
use world::{FIRST_BUNDLED, World};

pub use crate::suggest;
pub use check::free::{LIBRARY_NUMBERS, MAX_FIELD_NUMBER};
pub use compile::Compiler;
pub use export::{descriptors, known};
pub use limits::{MAX_FILE_BYTES, MAX_FULL_NAME};
pub use report::MAX_DIAGNOSTICS;
pub use types::Root;

/// Compiles all files and reports what is wrong with each of them.
pub fn compile(files: &Files) -> Compiled {
    Compiler::default().update(files)
}

/// What the files declare, where, and descriptors of it. Of a file with errors it has what is whole. Cloning is cheap.
#[derive(Clone)]
pub struct Schema {
    inner: Arc<Inner>,
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").field("messages", &self.message_types()).finish_non_exhaustive()
    }
}

struct Inner {
    world: World,
    /// The places of the errors, by file.
    errors: HashMap<u32, Vec<Span>>,
    pools: Pools,
    /// The pools of messages that were asked for.
    by_root: Mutex<HashMap<String, pool::Linked>>,
    whole: OnceLock<pool::Linked>,
}

/// What [`compile()`] makes of the files.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// What the files declare, as far as it is whole; it is `None` if there are files and none of them can be used.
    pub schema: Option<Schema>,
    /// What is wrong with the files, in their order; at most [`MAX_DIAGNOSTICS`], the last of which says how many more.
    pub diagnostics: Vec<Diagnostic>,
}

impl Compiled {
    /// Whether there is no error in any file.
    pub fn is_complete(&self) -> bool {
        self.schema.is_some() && self.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }

    /// The `FileDescriptorProto` of each file that has no errors, in bytes, without source code info: what protoc writes, and
    /// the file's name. In the order of the files.
    pub fn descriptors(&self) -> Vec<(String, Vec<u8>)> {
        let Some(schema) = &self.schema else { return Vec::new() };
        let Inner { world, errors, .. } = &*schema.inner;
        let own =
            world.entries().filter(|entry| entry.unit.index < FIRST_BUNDLED && !errors.contains_key(&entry.unit.index));
        own.filter_map(|entry| {
            let bytes = encode::encode(world, &entry.unit, entry.linked.as_ref()?);
            Some((entry.unit.file.name.clone(), bytes))
        })
        .collect()
    }
}

/// A service of the user's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its full name.
    pub full_name: String,
    /// Its methods in the order of declaration.
    pub methods: Vec<Method>,
}

/// A method of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its simple name.
    pub name: String,
    /// The full name of the request's type.
    pub request: String,
    /// Whether the client streams.
    pub client_streaming: bool,
    /// The full name of the response's type.
    pub response: String,
    /// Whether the server streams.
    pub server_streaming: bool,
    /// Its options as the bytes of a `google.protobuf.MethodOptions`.
    pub options: Vec<u8>,
}

impl Schema {
    fn new(world: World, diagnostics: &[Diagnostic], pools: Pools) -> Schema {
        let mut errors: HashMap<u32, Vec<Span>> = HashMap::new();
        for error in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
            if let Source::File(index) = error.place.source {
                errors.entry(index).or_default().push(error.place.span);
            }
        }
        let (by_root, whole) = (Mutex::default(), OnceLock::new());
        Schema { inner: Arc::new(Inner { world, errors, pools, by_root, whole }) }
    }

    /// All files, and what each of them declares; without the table of names.
    pub fn world(&self) -> &World {
        &self.inner.world
    }

    /// Descriptors of everything that the user's files and the bundled ones they import declare: of many files slow to make.
    /// Empty where protox refuses it.
    pub fn pool(&self) -> DescriptorPool {
        self.types().map(|types| types.pool().clone()).unwrap_or_default()
    }

    /// The types of these; `None` where protox refuses it.
    pub fn types(&self) -> Option<Arc<Types>> {
        let Inner { world, errors, pools, whole, .. } = &*self.inner;
        let made = whole.get_or_init(|| pools.get(dialect::files(world, &reach::whole(world), !errors.is_empty())));
        made.as_ref().ok().cloned()
    }

    /// The full names of the message types the user's files declare, nested ones behind the one around them, in the order of
    /// files and declarations. Map entries are not among them.
    pub fn message_types(&self) -> Vec<String> {
        fn add(messages: &[Message], scope: &str, types: &mut Vec<String>) {
            for message in messages.iter().filter(|message| message.origin != Origin::MapEntry) {
                let dot = if scope.is_empty() { "" } else { "." };
                let name = [scope, dot, &message.name.text].concat();
                types.push(name.clone());
                add(&message.messages, &name, types);
            }
        }
        let mut types = Vec::new();
        for entry in self.inner.world.own.iter().filter(|entry| entry.scope.is_used) {
            add(&entry.unit.file.messages, &entry.unit.file.package.text, &mut types);
        }
        types
    }

    /// A message type by its full name, such as `demo.User` or `google.protobuf.Timestamp`, with all that it needs; of the
    /// bundled files, too, where nobody imports them. Nothing if there is none, or if protox refuses it: see
    /// [`Schema::refusal`].
    pub fn message(&self, full_name: &str) -> Option<MessageDescriptor> {
        self.root(full_name).map(|root| root.descriptor().clone())
    }

    /// The same with the table of compiled types, which is kept as long as nothing changes of what the type needs.
    pub fn root(&self, full_name: &str) -> Option<Root> {
        let made = self.linked(full_name).or_else(|| library::schema(full_name)?.linked(full_name))?;
        Root::find(&made.ok()?, full_name)
    }

    /// Why there are no descriptors for a message that is declared. protox and prost-reflect refuse a little that protoc takes.
    pub fn refusal(&self, full_name: &str) -> Option<Diagnostic> {
        let reason = self.linked(full_name)?.err()?;
        let place = self.name_place(full_name)?;
        let message = format!("messages of the type '{full_name}' can't be shown: {reason}");
        Some(Diagnostic::warning("proto-refused", place, message))
    }

    /// The pool for a message of the workspace.
    fn linked(&self, full_name: &str) -> Option<pool::Linked> {
        let Inner { world, errors, pools, by_root, .. } = &*self.inner;
        let mut by_root = by_root.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = by_root.get(full_name) {
            return Some(made.clone());
        }
        let symbol = world.find(full_name, |symbol| symbol.kind == SymbolKind::Message)?;
        let reach = reach::of(world, symbol);
        let made = pools.get(dialect::files(world, &reach, !errors.is_empty()));
        by_root.insert(full_name.to_owned(), made.clone());
        Some(made)
    }

    /// Whether a message type is declared and no error touches what it needs: no statement of its own, of the types of its
    /// fields and of theirs, and of no file's head. Of a type that nothing is known of, no.
    pub fn is_whole(&self, full_name: &str) -> bool {
        let Inner { world, errors, .. } = &*self.inner;
        let Some(symbol) = world.find(full_name, |symbol| symbol.kind == SymbolKind::Message) else {
            return false;
        };
        errors.is_empty() || {
            let reach = reach::of(world, symbol);
            !reach.is_partial && !reach.is_touched(world, errors)
        }
    }

    /// The type to show when nobody chose one: the first of [`Schema::message_types`].
    pub fn default_root(&self) -> Option<String> {
        self.message_types().into_iter().next()
    }

    /// The services of the user's files, in the order of files and declarations.
    pub fn services(&self) -> Vec<Service> {
        let world = &self.inner.world;
        let mut services = Vec::new();
        for entry in world.own.iter().filter(|entry| entry.scope.is_used) {
            let package = &entry.unit.file.package.text;
            let dot = if package.is_empty() { "" } else { "." };
            let type_of = |name: &model::Name| {
                let symbol = world.get(entry.linked.as_ref()?.references.get(name.node)?)?;
                Some(world.full_name(symbol))
            };
            let options_of = |node| {
                let options = entry.linked.as_ref().and_then(|it| it.options.get(&(linked::Target::Method, node)));
                options.cloned().unwrap_or_default()
            };
            let method = |method: &model::Method| {
                Some(Method {
                    name: method.name.text.clone(),
                    request: type_of(&method.request)?,
                    client_streaming: method.client_streaming,
                    response: type_of(&method.response)?,
                    server_streaming: method.server_streaming,
                    options: options_of(method.node),
                })
            };
            for service in &entry.unit.file.services {
                let full_name = [package, dot, &service.name.text].concat();
                services.push(Service { full_name, methods: service.methods.iter().filter_map(method).collect() });
            }
        }
        services
    }

    /// The whole statement that declares a message, field, oneof, enum, enum value, service, method or extension, such as
    /// `demo.User.name`, without the comments before it. `None` for names of the bundled files.
    pub fn place(&self, full_name: &str) -> Option<Place> {
        places::declared(&self.inner.world, full_name).map(|(unit, symbol)| unit.place(symbol.node))
    }

    /// The name's own token in that statement.
    pub fn name_place(&self, full_name: &str) -> Option<Place> {
        places::declared(&self.inner.world, full_name).map(|(unit, symbol)| unit.place(symbol.name_node))
    }

    /// The comment before the declaration, else the one behind it, without the comment's marks.
    pub fn doc(&self, full_name: &str) -> Option<String> {
        let (unit, symbol) = places::declared(&self.inner.world, full_name)?;
        docs::comment(unit.tree.node(symbol.node))
    }

    /// The full name of the innermost declaration around a byte offset of a file (its index in `Files`).
    pub fn declaration_at(&self, file: usize, offset: usize) -> Option<String> {
        let unit = self.inner.world.unit(u32::try_from(file).ok()?)?;
        places::at(unit, offset).map(|symbol| unit.symbols.full_name(symbol))
    }
}
