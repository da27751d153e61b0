//! Header blocks: what HPACK has written, instruction by instruction.

use super::{Part, Parts, Role, count, known};
use crate::rpc::http2::{
    frame::kind,
    hpack::{
        Field,
        decode::Done,
        encode::FIRST_DYNAMIC,
        shape::{Deed, Text},
    },
    payload::Layout,
    read::{Frame, Piece, Reading},
};
use crate::rpc::timeline::Form;

pub(super) fn explain(bytes: &[u8], reading: &Reading, frame: &Frame, layout: Layout, parts: &mut Parts) {
    let (name, sentence) = if frame.head.kind == kind::PUSH_PROMISE {
        ("promised stream", "The stream the response will come on (RFC 9113, section 6.6).")
    } else {
        (
            "priority",
            "The stream this one was to depend on, and a weight: nobody heeds them any more (RFC 9113, section 5.3.2).",
        )
    };
    parts.up_to(layout.before.end, Role::Tag, name, sentence);
    let Some(list) = frame.list.and_then(|it| reading.lists.get(it as usize)) else { return };
    let Some(piece) = list.pieces.iter().find(|it| it.bytes == layout.content) else { return };
    // An instruction may lie in several frames: of each part, what is in this one.
    let first = list.done.partition_point(|it| it.shape.bytes.end <= piece.at);
    let end = piece.at + piece.bytes.len() as u32;
    for done in list.done.iter().skip(first).take_while(|it| it.shape.bytes.start < end) {
        for part in instruction(bytes, done, *piece) {
            let stop = part.span.end.clamp(piece.at, end) - piece.at + piece.bytes.start;
            parts.up_to(stop, part.role, part.name, part.sentence);
        }
    }
}

/// The parts of an instruction; their places are in the block.
fn instruction(bytes: &[u8], done: &Done, piece: Piece) -> Vec<Part> {
    let shape = done.shape;
    let part = |span, role, name: &str, sentence| Part { span, role, name: name.to_owned(), sentence };
    let Some(field) = &done.field else {
        let sentence = format!(
            "From here on the dynamic table has at most {} (RFC 7541, section 6.3).",
            count(shape.number.value as usize, "byte")
        );
        return vec![part(shape.bytes, Role::Tag, "table size", sentence)];
    };
    let form = match shape.deed {
        Deed::Field(form) => form,
        Deed::Resize => Form::Text,
    };
    let first = byte(bytes, shape.number.bytes.start, piece);
    let mut parts = vec![part(shape.number.bytes, Role::Tag, head_name(form), head(form, field, first))];
    if let Some(text) = shape.name {
        parts.push(part(text.length.bytes, Role::Length, "name length", length(text, "name", field.name.len())));
        parts.push(part(text.bytes, Role::Payload, "name", format!("`{}`", field.name)));
    }
    if let Some(text) = shape.value {
        parts.push(part(text.length.bytes, Role::Length, "value length", length(text, "value", field.value.len())));
        let about = known::about(&field.name, &field.value);
        parts.push(part(text.bytes, Role::Payload, "value", format!("`{}: {}`. {about}", field.name, field.value)));
    }
    parts
}

/// The byte of the block at a place, if it is in this frame.
fn byte(bytes: &[u8], at: u32, piece: Piece) -> Option<u8> {
    let inside = at.checked_sub(piece.at)?;
    piece.bytes.of(bytes).get(inside as usize).copied()
}

fn head_name(form: Form) -> &'static str {
    match form {
        Form::Indexed(_) => "indexed field",
        Form::Added(_) => "field, added",
        Form::NotAdded(_) => "field, not added",
        Form::Never(_) => "field, never added",
        Form::Text => "field",
    }
}

fn head(form: Form, field: &Field, first: Option<u8>) -> String {
    let shown = first.map_or(String::new(), |it| format!("`{it:#04x}`: "));
    let Field { name, value, .. } = field;
    match form {
        Form::Indexed(index) => {
            let about = known::about(name, value);
            let entry = entry(index);
            format!("{shown}name and value are {entry}, `{name}: {value}` (RFC 7541, section 6.1). {about}")
        }
        Form::Added(index) => {
            let named = named(index, name);
            format!(
                "{shown}{named}; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1)."
            )
        }
        Form::NotAdded(index) => {
            let named = named(index, name);
            format!(
                "{shown}{named}; the value follows and is not kept, since it changes from call to call or is too large (RFC 7541, section 6.2.2)."
            )
        }
        Form::Never(index) => {
            let named = named(index, name);
            format!(
                "{shown}{named}; the value follows, and nobody on the way may keep it, since it is secret (RFC 7541, section 6.2.3)."
            )
        }
        Form::Text => String::new(),
    }
}

fn named(index: Option<u32>, name: &str) -> String {
    match index {
        Some(index) => format!("the name is that of {}, `{name}`", entry(index)),
        None => "the name follows as text".to_owned(),
    }
}

fn entry(index: u32) -> String {
    if index < FIRST_DYNAMIC {
        format!("entry {index} of the static table, which everybody has")
    } else {
        format!("entry {index}, in the dynamic table, which this connection has filled")
    }
}

fn length(text: Text, what: &str, plain: usize) -> String {
    let size = count(text.bytes.len(), "byte");
    if text.is_huffman {
        format!(
            "The {what} takes {size} in Huffman's code, as the first bit says, in place of {plain} (RFC 7541, section 5.2)."
        )
    } else {
        format!("The {what} takes {size}, as they are (RFC 7541, section 5.2).")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn a_byte_of_another_frame_is_not_looked_up() {
        let piece = Piece { at: 4, bytes: Span::new(1, 3) };
        assert_eq!(byte(b"abcd", 5, piece), Some(b'c'));
        assert_eq!(byte(b"abcd", 6, piece), None);
        assert_eq!(byte(b"abcd", 3, piece), None);
    }
}
