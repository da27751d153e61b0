//! `google.protobuf.Any` in JSON: `{"@type": "…/pkg.Type", …}`.
//!
//! The fields of what it holds stand beside `@type`; a type with a JSON form of its own stands in `value`.

use super::misfit::Misfit;
use super::walk::{Besides, Walk, Written};
use crate::diagnostic::{Fix, Place};
use crate::message::any::{TYPE_URL_NUMBER, VALUE_NUMBER, type_name};
use crate::message::json::tree::{Kind as Json, NodeId};
use crate::message::json::{cut, quoted};
use crate::message::places::Step;
use crate::schema::suggest::closest;
use crate::schema::types::{Form, Message};
use crate::wire::WireType;

pub(super) use crate::message::any::{TYPE, VALUE};

/// What a type URL begins with where nobody says otherwise.
const PREFIX: &str = "type.googleapis.com/";

/// Reads an Any.
pub(super) fn read<'a>(walk: &mut Walk<'a>, any: &'a Message, value: NodeId, level: usize, node: u32) -> Written {
    let tree = walk.tree;
    if tree.kind(value) != Json::Object {
        let message = format!("expected an object with \"{TYPE}\", found {}", tree.described(value));
        return walk.fail("json-any", value, Misfit::new(message).help(type_help()));
    }
    if tree.children(value).next().is_none() {
        return Some(false);
    }
    let mut types = tree.children(value).filter(|&member| tree.key(member) == TYPE);
    let Some(named) = types.next() else {
        let message = format!("expected \"{TYPE}\" among the members of an Any");
        return walk.fail_at("json-any", walk.opening(value), Misfit::new(message).help(type_help()));
    };
    types.for_each(|second| walk.repeated(named, second));
    let held = held(walk, tree.value(named))?;
    let step = |number| Step::Field(any.id, any.index(number).unwrap_or_default() as u32);
    let stands_in_value = held.form != Form::Fields;
    // The whole object stands for the value, where it has no form of its own.
    let around = (!stands_in_value).then(|| {
        let span = tree.span(value);
        walk.places.add(node, step(VALUE_NUMBER), span, span.start)
    });
    walk.place(node, step(TYPE_URL_NUMBER), named);
    walk.out.tag(TYPE_URL_NUMBER, WireType::Len);
    walk.out.delimited(tree.string(tree.value(named)).as_bytes());
    let start = walk.out.len();
    walk.out.tag(VALUE_NUMBER, WireType::Len);
    let open = walk.out.open(tree.span(value).len());
    let payload = walk.out.len();
    match around {
        None => in_value(walk, held, value, level, node, step(VALUE_NUMBER))?,
        Some(inner) => {
            if !walk.has_level(level + 1, value) {
                return None;
            }
            walk.fields(held, value, Besides::TypeUrl, level + 1, inner);
            false
        }
    };
    if walk.out.len() == payload {
        walk.out.truncate(start);
    } else {
        walk.out.close(open);
    }
    Some(false)
}

/// The type that a type URL names.
fn held<'a>(walk: &mut Walk<'a>, value: NodeId) -> Option<&'a Message> {
    let tree = walk.tree;
    if tree.kind(value) == Json::Broken {
        return None;
    }
    let url = tree.string(value);
    if tree.kind(value) != Json::String {
        let message = format!("expected a type URL, found {}", tree.described(value));
        walk.fail("json-any", value, Misfit::new(message).help(type_help()));
        return None;
    }
    let Some(name) = type_name(&url) else {
        let message = format!("expected a type URL with a '/', found {}", tree.described(value));
        let misfit = Misfit::new(message).help(type_help());
        let misfit = match walk.types.find(&url) {
            Some(_) => misfit.replace(quoted(&format!("{PREFIX}{url}"))),
            None => misfit,
        };
        walk.fail("json-any", value, misfit);
        return None;
    };
    if let Some(id) = walk.types.find(name).filter(|&id| walk.types.message(id).entry().is_none()) {
        return Some(walk.types.message(id));
    }
    let mut misfit = Misfit::new(format!("type {:?} is not in the schema", cut(name)));
    if walk.findings.may_help() {
        misfit = match closest(name, walk.types.names()) {
            Some(meant) => {
                let meant = format!("{}/{meant}", url.strip_suffix(name).unwrap_or(PREFIX).trim_end_matches('/'));
                misfit.help(format!("did you mean \"{meant}\"?")).replace(quoted(&meant))
            }
            None => misfit.help("name a message type of the schema by its full name"),
        };
    }
    walk.fail("json-any", value, misfit);
    None
}

/// What stands in the member `value` of an Any.
fn in_value<'a>(
    walk: &mut Walk<'a>,
    message: &'a Message,
    object: NodeId,
    level: usize,
    node: u32,
    step: Step,
) -> Written {
    let tree = walk.tree;
    let mut held: Option<NodeId> = None;
    for member in tree.children(object).filter(|&member| !tree.key_span(member).is_empty()) {
        match (tree.key(member).as_ref(), held) {
            (TYPE, _) => {}
            (VALUE, None) => held = Some(member),
            (VALUE, Some(first)) => walk.repeated(first, member),
            _ => {
                let text = format!("expected only \"{TYPE}\" and \"{VALUE}\" in an Any of {}", message.full_name());
                let mut diagnostic = walk.unknown.diagnostic("json-unknown-field", tree.key_span(member), text);
                let edits = vec![(Place::json(walk.removal(member)), String::new())];
                diagnostic.fixes.push(Fix { title: "remove it".to_owned(), edits });
                walk.findings.report(diagnostic);
            }
        }
    }
    match held {
        Some(member) => {
            let inner = walk.place(node, step, member);
            walk.message(message.id, tree.value(member), level + 1, inner)
        }
        None if message.form == Form::Empty => Some(true),
        None => {
            let text = format!("expected \"{VALUE}\" in an Any of {}", message.full_name());
            let help = format!("the type has a JSON form of its own; write it as \"{VALUE}\"");
            walk.fail_at("json-any", walk.opening(object), Misfit::new(text).help(help))
        }
    }
}

fn type_help() -> String {
    format!("write \"{TYPE}\": \"{PREFIX}package.Message\"")
}
