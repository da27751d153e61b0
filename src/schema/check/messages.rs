//! Messages as such: how deep they nest, what their blocks must hold, and the options that are not for hands.
//!
//! Knows the file alone.

use std::collections::HashSet;

use super::super::features;
use super::super::model::{Field, Label, Name, Origin, Syntax};
use super::declared::{Declared, Inside};
use super::findings::Findings;
use crate::syntax::Kind;
use crate::syntax::ast::{self, members};

/// How many messages protoc lets lie in each other.
const MAX_NESTING: usize = 31;
/// How many dots a package may have.
const MAX_PACKAGE_DOTS: usize = 100;
/// How long a package may be, in bytes.
const MAX_PACKAGE: usize = 511;
/// How long a full name and a reserved one may be, in bytes.
const MAX_NAME: usize = u16::MAX as usize;
/// How many fields a message may have.
const MAX_FIELDS: usize = u16::MAX as usize;

/// What protoc's parser refuses.
pub fn blocks(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    let unit = findings.unit();
    for message in &declared.messages {
        if message.depth == MAX_NESTING && message.part.origin != Origin::MapEntry {
            let text =
                format!("expected at most {MAX_NESTING} messages in each other, found '{}'", message.part.name.text);
            findings.error("proto-nesting", message.part.name.node, text).help("declare it further out");
        }
        if let Some(setting) = features::setting(&message.part.options, "map_entry") {
            findings
                .error("proto-map", setting.parts[0].name.node, "expected a map field, found the option `map_entry`")
                .help("write `map<Key, Value> name = 1;`, which declares the message of the entries")
                .remove_setting(setting.node);
        }
        let mut is_used = vec![false; message.part.oneofs.len()];
        for at in message.part.fields.iter().filter_map(|field| field.oneof) {
            if let Some(is_used) = is_used.get_mut(at as usize) {
                *is_used = true;
            }
        }
        for (oneof, is_used) in message.part.oneofs.iter().zip(is_used) {
            if !is_used && !oneof.is_partial {
                findings
                    .error(
                        "proto-oneof",
                        oneof.name.node,
                        format!("expected a field in the oneof '{}'", oneof.name.text),
                    )
                    .help("a oneof holds one of its fields at a time")
                    .remove_statement("remove the oneof", oneof.node);
            }
        }
    }
    let own = declared.messages.iter().filter(|message| message.part.origin != Origin::MapEntry);
    let nodes = own.map(|message| unit.tree.node(message.part.node)).chain([unit.tree.root()]);
    for extend in nodes.flat_map(members).filter_map(ast::Extend::cast) {
        empty_extend(extend, findings);
    }
}

fn empty_extend(extend: ast::Extend<'_>, findings: &mut Findings<'_>) {
    let node = extend.node();
    let is_empty = node.part(Kind::Body).is_some_and(|body| body.nodes().next().is_none());
    let Some(extendee) = extend.extendee().filter(|_| is_empty && !node.is_broken()) else { return };
    let text = format!("expected a field in the extension of '{}'", ast::dotted(extendee));
    findings
        .error("proto-extend", extendee.id(), text)
        .help("an `extend` declares one field at least")
        .remove_statement("remove the `extend`", node.id());
}

/// Names of the oneofs that proto3 makes for `optional` fields, where something else has them: `_name`, with as many `X` before
/// as keep it apart from fields and oneofs.
pub fn presence_oneofs(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    if declared.file.syntax != Syntax::Proto3 {
        return;
    }
    for message in declared.messages.iter().map(|message| message.part) {
        let optional: Vec<&Field> = message.fields.iter().filter(|field| is_optional(field)).collect();
        // Hardly any message declares something besides fields that begins so.
        let enums =
            message.enums.iter().flat_map(|part| part.values.iter().map(|value| &value.name).chain([&part.name]));
        let names = message.messages.iter().map(|message| &message.name).chain(enums);
        let names = names.chain(message.extensions.iter().map(|extension| &extension.name));
        let names: Vec<&Name> = names.filter(|name| name.text.starts_with(['_', 'X'])).collect();
        if optional.is_empty() || names.is_empty() {
            continue;
        }
        let fields = message.fields.iter().map(|field| field.name.text.clone());
        let mut taken: HashSet<String> =
            fields.chain(message.oneofs.iter().map(|oneof| oneof.name.text.clone())).collect();
        for field in optional {
            let mut made = format!("_{}", field.name.text);
            while !taken.insert(made.clone()) {
                made.insert(0, 'X');
            }
            if let Some(name) = names.iter().find(|name| name.text == made) {
                findings
                    .error(
                        "proto-name",
                        name.node,
                        format!("the name '{made}' is taken by the oneof of the optional field '{}'", field.name.text),
                    )
                    .label(field.name.node, "proto3 makes a oneof for this field")
                    .help("name it otherwise");
            }
        }
    }
}

fn is_optional(field: &Field) -> bool {
    field.oneof.is_none() && matches!(field.label, Some((Label::Optional, _)))
}

/// Names and counts that protoc has no room for.
pub fn sizes(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    let package = &declared.file.package;
    let dots = package.text.bytes().filter(|&byte| byte == b'.').count();
    if dots > MAX_PACKAGE_DOTS || package.text.len() > MAX_PACKAGE {
        let text = format!(
            "expected a package of at most {MAX_PACKAGE} bytes and {} parts, found {} bytes and {} parts",
            MAX_PACKAGE_DOTS + 1,
            package.text.len(),
            dots + 1
        );
        findings.error("proto-package", package.node, text);
    }
    let mut long = Vec::new();
    let mut lengths: Vec<usize> = Vec::with_capacity(declared.messages.len());
    let within = |around: Option<usize>, lengths: &[usize], name: &str| {
        let scope = around.and_then(|at| lengths.get(at)).copied().unwrap_or(package.text.len());
        name.len() + if scope == 0 { 0 } else { scope + 1 }
    };
    for message in &declared.messages {
        let part = message.part;
        let length = within(message.around, &lengths, &part.name.text);
        lengths.push(length);
        let members = part.fields.iter().map(|field| &field.name).chain(part.oneofs.iter().map(|oneof| &oneof.name));
        long.extend(members.filter(|name| length + 1 + name.text.len() > MAX_NAME).map(|name| name.node));
        long.extend(Some(part.name.node).filter(|_| length > MAX_NAME));
        long.extend(
            part.reserved_names.iter().filter(|name| name.name.text.len() > MAX_NAME).map(|name| name.name.node),
        );
        if part.fields.len() > MAX_FIELDS {
            let text =
                format!("expected at most {MAX_FIELDS} fields in '{}', found {}", part.name.text, part.fields.len());
            findings.error("proto-message", part.name.node, text).help("split the message");
        }
    }
    let is_long = |around, name: &str| within(around, &lengths, name) > MAX_NAME;
    for extension in declared.extensions.iter().filter(|it| is_long(it.around, &it.part.name.text)) {
        long.push(extension.part.name.node);
    }
    for Inside { part, around, .. } in &declared.enums {
        let values = part.values.iter().map(|value| &value.name).chain([&part.name]);
        long.extend(values.filter(|name| is_long(*around, &name.text)).map(|name| name.node));
        long.extend(
            part.reserved_names.iter().filter(|name| name.name.text.len() > MAX_NAME).map(|name| name.name.node),
        );
    }
    for service in &declared.file.services {
        let length = within(None, &[], &service.name.text);
        long.extend(Some(service.name.node).filter(|_| length > MAX_NAME));
        let methods = service.methods.iter().map(|method| &method.name);
        long.extend(methods.filter(|name| length + 1 + name.text.len() > MAX_NAME).map(|name| name.node));
    }
    for node in long {
        findings.error("proto-name", node, format!("expected a full name of at most {MAX_NAME} bytes"));
    }
}
