//! Nodes → Protoscope: what the schema says of the records gives numbers their form, and stands beside them.
//!
//! Knows nothing of the notation itself, which is [`wire::protoscope`]'s.

use super::{Kind, Nodes, Role, Scalar, Shape};
use crate::{
    text::Span,
    wire::protoscope::{self, Hint, Number, print_as},
};

impl Nodes {
    /// A part of the payload in Protoscope's notation, a record a line; `bytes` is all of the payload.
    pub fn protoscope(&self, bytes: &[u8], part: Span) -> String {
        let hint = |at: usize| {
            let at = at + part.start as usize;
            let leaf = self.leaf_at(at).filter(|leaf| leaf.role == Role::Tag && leaf.span.start as usize == at);
            let field = leaf.and_then(|leaf| Some((self.get(leaf.node)?, self.declared(leaf.node)?)));
            field.map_or_else(Hint::default, |(node, field)| {
                let shape = match field.shape {
                    Shape::Scalar(scalar) if node.kind == Kind::Packed => {
                        protoscope::Shape::Packed(scalar.wire(), number(scalar))
                    }
                    Shape::Scalar(scalar) => number(scalar).into(),
                    Shape::Text => protoscope::Shape::Text,
                    Shape::Bytes => protoscope::Shape::Bytes,
                    Shape::Message | Shape::Group => protoscope::Shape::Message,
                };
                Hint { shape, note: field.name.clone() }
            })
        };
        print_as(part.of(bytes), &hint)
    }
}

fn number(scalar: Scalar) -> Number {
    use Scalar::*;
    match scalar {
        Double | Float => Number::Float,
        Int32 | Int64 | Sfixed32 | Sfixed64 | Enum => Number::Signed,
        Uint32 | Uint64 | Fixed32 | Fixed64 => Number::Unsigned,
        Sint32 | Sint64 => Number::ZigZag,
        Bool => Number::Bool,
    }
}
