//! What every language's programs are written from: a method and its messages, and which file declares what.
//!
//! Knows no language.

use super::super::status::Status;
use super::value::{self, Message};
use super::{Call, MAX_BYTES};
use crate::message;
use crate::schema::model::{self, File, Syntax, ValueKind};
use crate::schema::types::Root;
use crate::schema::world::{FIRST_BUNDLED, World};
use crate::schema::{Schema, unit::Unit};

/// A call, looked up.
pub(super) struct Plan<'a> {
    pub(super) call: &'a Call,
    pub(super) world: &'a World,
    /// The file that declares the service.
    pub(super) file: &'a Unit,
    /// The simple name of the service.
    pub(super) service: &'a str,
    /// All its methods, in order.
    pub(super) methods: Vec<Method>,
    /// Which of them is called.
    pub(super) at: usize,
    pub(super) requests: Vec<Message>,
    pub(super) replies: Vec<Message>,
    /// The tables that the messages' fields are in.
    pub(super) request: Root,
    pub(super) response: Root,
    /// Whether something of the messages has no place in programs: what their schema does not know, and extensions.
    pub(super) is_partial: bool,
}

/// A method.
pub(super) struct Method {
    pub name: String,
    pub request: String,
    pub response: String,
    pub client_streams: bool,
    pub server_streams: bool,
}

/// Where a type is declared.
pub(super) struct Home<'a> {
    pub file: &'a Unit,
    /// The names of the types around it, from outside, then its own.
    pub path: Vec<&'a str>,
}

impl<'a> Plan<'a> {
    /// # Errors
    /// A sentence.
    pub(super) fn new(schema: &'a Schema, call: &'a Call) -> Result<Plan<'a>, String> {
        let world = schema.world();
        let unknown = || format!("There is no method {} in the schema.", call.method);
        let (full_name, method) =
            call.method.strip_prefix('/').and_then(|it| it.split_once('/')).ok_or_else(unknown)?;
        let found = schema.services().into_iter().find(|it| it.full_name == full_name).ok_or_else(unknown)?;
        let at = found.methods.iter().position(|it| it.name == method).ok_or_else(unknown)?;
        let declared =
            |unit: &&Unit| unit.file.services.iter().any(|it| qualified(&unit.file, &it.name.text) == full_name);
        let file = world.own().find(declared).ok_or_else(unknown)?;
        let methods: Vec<Method> = found
            .methods
            .into_iter()
            .map(|it| Method {
                name: it.name,
                request: it.request,
                response: it.response,
                client_streams: it.client_streaming,
                server_streams: it.server_streaming,
            })
            .collect();
        let all: usize = call.requests.iter().chain(&call.replies).map(Vec::len).sum();
        if all > MAX_BYTES {
            return Err(format!("The messages have {all} bytes; up to {MAX_BYTES} are written as code."));
        }
        let root = |name: &str| schema.root(name).ok_or_else(|| format!("The type {name} can't be used as it is."));
        let (request, response) = (root(&methods[at].request)?, root(&methods[at].response)?);
        let mut is_partial = false;
        let mut read = |root: &Root, all: &[Vec<u8>]| -> Vec<Message> {
            all.iter()
                .map(|bytes| {
                    let decoded = message::decode(root.descriptor(), bytes, &[]);
                    value::read(root, &decoded.message, &mut is_partial)
                })
                .collect()
        };
        let (requests, replies) = (read(&request, &call.requests), read(&response, &call.replies));
        let service = &full_name[full_name.rfind('.').map_or(0, |dot| dot + 1)..];
        Ok(Plan { call, world, file, service, methods, at, requests, replies, request, response, is_partial })
    }

    pub(super) fn method(&self) -> &Method {
        &self.methods[self.at]
    }

    /// The full name of the service.
    pub(super) fn full_service(&self) -> String {
        qualified(&self.file.file, self.service)
    }

    /// The status the server ends the call with, unless that is `OK`.
    pub(super) fn failure(&self) -> Option<&Status> {
        Some(&self.call.status).filter(|it| it.code != super::super::status::Code::Ok)
    }

    /// The message that is sent by a method that sends one.
    pub(super) fn reply_or_empty(&self) -> Message {
        self.replies.first().cloned().unwrap_or_else(|| super::empty(&self.method().response))
    }

    /// The simple names of the types that a message declares in it.
    pub(super) fn inner_types(&self, full_name: &str) -> Vec<&'a str> {
        let Some(home) = self.home(full_name) else { return Vec::new() };
        let mut messages = &home.file.file.messages;
        let mut found = None;
        for part in home.path {
            let Some(message) = messages.iter().find(|it| it.name.text == part) else { return Vec::new() };
            messages = &message.messages;
            found = Some(message);
        }
        found.map_or_else(Vec::new, |message| {
            let names = message.messages.iter().map(|it| it.name.text.as_str());
            names.chain(message.enums.iter().map(|it| it.name.text.as_str())).collect()
        })
    }

    /// Whether several of the files declare a type of this simple name.
    pub(super) fn is_ambiguous(&self, name: &str) -> bool {
        let declares = |it: &&Unit| {
            let file = &it.file;
            file.messages.iter().any(|it| it.name.text == name) || file.enums.iter().any(|it| it.name.text == name)
        };
        self.world.units().filter(declares).nth(1).is_some()
    }

    pub(super) fn host_and_port(&self) -> (&str, &str) {
        self.call.address.rsplit_once(':').unwrap_or((&self.call.address, "50051"))
    }

    /// The user's files that are compiled: the service's, and all that it imports; sorted by name.
    pub(super) fn files(&self) -> Vec<&'a Unit> {
        let mut found = vec![self.file.index];
        let mut next = 0;
        while let Some(&unit) = found.get(next) {
            next += 1;
            let imports = self.world.scope(unit).into_iter().flat_map(|it| it.imports.iter().copied().flatten());
            for import in imports.filter(|&it| it < FIRST_BUNDLED) {
                if !found.contains(&import) {
                    found.push(import);
                }
            }
        }
        let mut units: Vec<&Unit> = found.into_iter().filter_map(|it| self.world.unit(it)).collect();
        units.sort_by(|one, other| one.file.name.cmp(&other.file.name));
        units
    }

    /// Where a message or an enum is declared. Nothing of a type that only the messages' own table knows, which is not met.
    pub(super) fn home(&self, full_name: &str) -> Option<Home<'a>> {
        self.world.units().find_map(|unit| {
            let package = &unit.file.package.text;
            let inside = if package.is_empty() {
                full_name
            } else {
                full_name.strip_prefix(package.as_str())?.strip_prefix('.')?
            };
            let path = descend(&unit.file.messages, &unit.file.enums, inside)?;
            Some(Home { file: unit, path })
        })
    }
}

fn descend<'a>(messages: &'a [model::Message], enums: &'a [model::Enum], inside: &str) -> Option<Vec<&'a str>> {
    let mut path = Vec::new();
    let (mut messages, mut enums, mut rest) = (messages, enums, inside);
    while let Some((outer, inner)) = rest.split_once('.') {
        let around = messages.iter().find(|it| it.name.text == outer)?;
        path.push(&*around.name.text);
        (messages, enums, rest) = (&around.messages, &around.enums, inner);
    }
    let names = messages.iter().map(|it| &it.name.text).chain(enums.iter().map(|it| &it.name.text));
    path.push(names.map(String::as_str).find(|it| *it == rest)?);
    Some(path)
}

fn qualified(file: &File, name: &str) -> String {
    let package = &file.package.text;
    if package.is_empty() { name.to_owned() } else { format!("{package}.{name}") }
}

/// A file's option that is a text.
pub(super) fn text_option(file: &File, name: &str) -> Option<String> {
    match &setting(file, name)?.kind {
        ValueKind::String(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    }
}

/// A file's option that is true or false.
pub(super) fn flag(file: &File, name: &str) -> bool {
    matches!(setting(file, name).map(|it| &it.kind), Some(ValueKind::Ident(word, false)) if word == "true")
}

fn setting<'a>(file: &'a File, name: &str) -> Option<&'a model::Value> {
    let is_it = |it: &&model::Setting| matches!(&*it.parts, [part] if !part.is_extension && part.name.text == name);
    file.options.iter().find(is_it).map(|it| &it.value)
}

/// Whether a file is written in an edition that came after 2023, from which on generators have other defaults.
pub(super) fn is_after_2023(file: &File) -> bool {
    file.syntax > Syntax::Edition2023
}

/// Whether a file comes with Protocol Buffers.
pub(super) fn is_googles(file: &File) -> bool {
    file.package.text == "google.protobuf"
}
