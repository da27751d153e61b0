//! The types of `google/protobuf` whose JSON is not an object of their fields, Any left out.

use super::misfit::Misfit;
use super::walk::{Walk, Written};
use super::{meant, structure};
use crate::message::json::tree::{Kind as Json, NodeId, Tree};
use crate::message::mask;
use crate::message::time::{self, Time};
use crate::message::wellknown::{NANOS_NUMBER, PATHS_NUMBER, SECONDS_NUMBER, WRAPPED_NUMBER};
use crate::schema::types::{Form, Message};
use crate::wire::WireType;

/// Reads a value of such a type.
pub(super) fn read<'a>(walk: &mut Walk<'a>, message: &'a Message, value: NodeId, level: usize, node: u32) -> Written {
    let read = match message.form {
        Form::Timestamp => {
            let read = text(walk.tree, value, "a timestamp", "2024-02-29T12:30:00Z", time::read_timestamp);
            read.map(|time| write_time(walk, time)).map_err(|misfit| (misfit, meant::timestamp(walk.tree, value)))
        }
        Form::Duration => {
            let read = text(walk.tree, value, "a duration", "1.5s", time::read_duration);
            read.map(|time| write_time(walk, time)).map_err(|misfit| (misfit, meant::duration(walk.tree, value)))
        }
        Form::Mask => {
            let read = text(walk.tree, value, "a field mask", "name,address.street", mask::read);
            read.map(|paths| write_paths(walk, &paths)).map_err(|misfit| (misfit, meant::field_mask(walk.tree, value)))
        }
        Form::Struct => return structure::read_struct(walk, message, value, level, node),
        Form::List => return structure::read_list(walk, message, value, level, node),
        Form::Value => return structure::read_value(walk, message, value, level, node),
        Form::Wrapper | Form::Fields | Form::Empty | Form::Any => return wrapped(walk, message, value),
    };
    match read {
        Ok(()) => Some(false),
        Err((misfit, meant)) => {
            let misfit = match meant {
                Some(text) => misfit.replace(text),
                None => misfit,
            };
            walk.fail("json-type", value, misfit)
        }
    }
}

/// Reads a string by the rules of its type.
fn text<T>(
    tree: &Tree<'_>,
    value: NodeId,
    what: &str,
    example: &str,
    read: fn(&str) -> Result<T, String>,
) -> Result<T, Misfit> {
    let wrong = |reason: &str| {
        Misfit::new(format!("expected {what}, found {}{reason}", tree.described(value)))
            .help(format!("write it as \"{example}\""))
    };
    if tree.kind(value) != Json::String {
        return Err(wrong(""));
    }
    read(&tree.string(value)).map_err(|reason| wrong(&format!(": {reason}")))
}

fn write_time(walk: &mut Walk<'_>, Time { seconds, nanos }: Time) {
    for (number, value) in [(SECONDS_NUMBER, seconds), (NANOS_NUMBER, i64::from(nanos))] {
        if value != 0 {
            walk.out.tag(number, WireType::Varint);
            walk.out.varint(value as u64);
        }
    }
}

fn write_paths(walk: &mut Walk<'_>, paths: &[String]) {
    for path in paths {
        walk.out.tag(PATHS_NUMBER, WireType::Len);
        walk.out.delimited(path.as_bytes());
    }
}

fn wrapped(walk: &mut Walk<'_>, message: &Message, value: NodeId) -> Written {
    let field = message.field(WRAPPED_NUMBER)?;
    let start = walk.out.len();
    walk.out.tag(field.number, field.kind.wire());
    if walk.scalar(field.kind, value)? {
        walk.out.truncate(start);
    }
    Some(false)
}
