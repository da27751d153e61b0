//! Typed views of the tree's nodes: what a declaration is made of, by name.
//!
//! A view is a node and nothing else. Any part may be missing, since the text may be broken or half typed. Knows no rule of the
//! language beyond the shapes that [`Kind`] describes.

use super::{Kind, Node};

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident: $($kind:ident)|+;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'t>(Node<'t>);

        impl<'t> $name<'t> {
            /// The view of a node, if it is of this kind.
            pub fn cast(node: Node<'t>) -> Option<$name<'t>> {
                matches!(node.kind(), $(Kind::$kind)|+).then_some($name(node))
            }

            /// The node.
            pub fn node(self) -> Node<'t> {
                self.0
            }
        }
    )*};
}

views! {
    /// `syntax = "…";` or `edition = "…";`
    Syntax: Syntax | Edition;
    /// `package a.b;`
    Package: Package;
    /// `import "…";`
    Import: Import;
    /// `option a.(b).c = value;`, or the same in `[…]`
    Setting: Option | CompactOption;
    /// A part of an option's name.
    OptionPart: OptionPart;
    /// `message M { … }`
    Message: Message;
    /// A field of any shape: plain, map or group.
    Field: Field | MapField | Group;
    /// `oneof o { … }`
    Oneof: Oneof;
    /// `enum E { … }`
    Enum: Enum;
    /// `A = 0;`
    EnumValue: EnumValue;
    /// `extensions 100 to 199;`
    Extensions: Extensions;
    /// `reserved 1 to 3, "a";`
    Reserved: Reserved;
    /// `1 to 3`
    Range: Range;
    /// `extend T { … }`
    Extend: Extend;
    /// `service S { … }`
    Service: Service;
    /// `rpc M (Q) returns (A);`
    Rpc: Rpc;
    /// `(stream T)`
    RpcType: RpcType;
    /// A field of an aggregate.
    AggregateField: AggregateField;
}

/// The name a declaration gives: its own Ident.
fn own_name(node: Node<'_>) -> Option<Node<'_>> {
    node.part(Kind::Ident)
}

/// What stands in a declaration's braces.
fn body(node: Node<'_>) -> Option<Node<'_>> {
    node.part(Kind::Body)
}

/// The declarations in a node's braces; of the file, all of them.
pub fn members(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let body = if node.kind() == Kind::File { Some(node) } else { body(node) };
    body.into_iter().flat_map(Node::nodes)
}

/// The options of a declaration: in its braces and in its brackets.
pub fn settings(node: Node<'_>) -> impl Iterator<Item = Setting<'_>> {
    let compact = node.part(Kind::CompactOptions).into_iter().flat_map(|list| list.parts_of(Kind::CompactOption));
    compact.chain(members(node)).filter_map(Setting::cast)
}

/// The first value directly in a node.
fn value(node: Node<'_>) -> Option<Node<'_>> {
    node.nodes().find(|part| part.kind().is_value())
}

macro_rules! named {
    ($($name:ident)*) => {$(
        impl<'t> $name<'t> {
            /// Its name's token.
            pub fn name(self) -> Option<Node<'t>> {
                own_name(self.0)
            }
        }
    )*};
}

named! { Message Field Oneof Enum EnumValue Service Rpc }

impl<'t> Syntax<'t> {
    /// The string.
    pub fn value(self) -> Option<Node<'t>> {
        self.0.part(Kind::Strings)
    }

    /// Whether it begins with `edition`.
    pub fn is_edition(self) -> bool {
        self.0.kind() == Kind::Edition
    }
}

impl<'t> Package<'t> {
    /// The dotted name.
    pub fn name(self) -> Option<Node<'t>> {
        self.0.part(Kind::Name)
    }
}

impl<'t> Import<'t> {
    /// `public`, `weak` or `option`.
    pub fn modifier(self) -> Option<Node<'t>> {
        self.0.parts_of(Kind::Keyword).nth(1)
    }

    /// The path's string.
    pub fn path(self) -> Option<Node<'t>> {
        self.0.part(Kind::Strings)
    }
}

impl<'t> Setting<'t> {
    /// The parts of its name.
    pub fn parts(self) -> impl Iterator<Item = OptionPart<'t>> {
        self.name().into_iter().flat_map(Node::nodes).filter_map(OptionPart::cast)
    }

    /// The whole name.
    pub fn name(self) -> Option<Node<'t>> {
        self.0.part(Kind::OptionName)
    }

    /// Its value: a Literal, Strings, an Aggregate or a List.
    pub fn value(self) -> Option<Node<'t>> {
        value(self.0)
    }
}

impl<'t> OptionPart<'t> {
    /// Whether it is in parentheses.
    pub fn is_extension(self) -> bool {
        self.0.part(Kind::LParen).is_some()
    }

    /// Its Ident, or the Name in the parentheses.
    pub fn name(self) -> Option<Node<'t>> {
        self.0.parts().find(|part| matches!(part.kind(), Kind::Ident | Kind::Name))
    }
}

/// `export` or `local` before a message or an enum.
fn visibility(node: Node<'_>) -> Option<Node<'_>> {
    node.part(Kind::Keyword).filter(|word| matches!(word.text(), "export" | "local"))
}

impl<'t> Message<'t> {
    /// `export` or `local`.
    pub fn visibility(self) -> Option<Node<'t>> {
        visibility(self.0)
    }
}

impl<'t> Enum<'t> {
    /// `export` or `local`.
    pub fn visibility(self) -> Option<Node<'t>> {
        visibility(self.0)
    }
}

impl<'t> Field<'t> {
    /// `optional`, `required` or `repeated`.
    pub fn label(self) -> Option<Node<'t>> {
        self.0.part(Kind::Keyword).filter(|word| matches!(word.text(), "optional" | "required" | "repeated"))
    }

    /// The name of its type; none of a map and a group.
    pub fn type_name(self) -> Option<Node<'t>> {
        self.0.part(Kind::TypeName)
    }

    /// The names of a map's key and value.
    pub fn map_types(self) -> Option<[Option<Node<'t>>; 2]> {
        let map = self.0.part(Kind::MapType)?;
        let mut types = map.parts_of(Kind::TypeName);
        Some([types.next(), types.next()])
    }

    /// Whether it is a group, which declares a message of its name.
    pub fn is_group(self) -> bool {
        self.0.kind() == Kind::Group
    }

    /// Its number.
    pub fn number(self) -> Option<Node<'t>> {
        self.0.part(Kind::Number)
    }
}

impl<'t> EnumValue<'t> {
    /// Its number.
    pub fn number(self) -> Option<Node<'t>> {
        self.0.part(Kind::Number)
    }
}

impl<'t> Extensions<'t> {
    /// The ranges.
    pub fn ranges(self) -> impl Iterator<Item = Range<'t>> {
        self.0.nodes().filter_map(Range::cast)
    }
}

impl<'t> Reserved<'t> {
    /// The ranges.
    pub fn ranges(self) -> impl Iterator<Item = Range<'t>> {
        self.0.nodes().filter_map(Range::cast)
    }

    /// The names: Strings, or Idents as the editions have them.
    pub fn names(self) -> impl Iterator<Item = Node<'t>> {
        self.0.parts().filter(|part| matches!(part.kind(), Kind::Strings | Kind::Ident))
    }
}

impl<'t> Range<'t> {
    /// Its first number.
    pub fn start(self) -> Option<Node<'t>> {
        self.0.part(Kind::Number)
    }

    /// Its last number, or the keyword `max`; none where it is one number.
    pub fn end(self) -> Option<Node<'t>> {
        let is_max = |part: &Node<'t>| part.kind() == Kind::Keyword && part.text() == "max";
        self.0.parts_of(Kind::Number).nth(1).or_else(|| self.0.parts().find(is_max))
    }
}

impl<'t> Extend<'t> {
    /// The message it extends.
    pub fn extendee(self) -> Option<Node<'t>> {
        self.0.part(Kind::TypeName)
    }
}

impl<'t> Rpc<'t> {
    /// The request's type.
    pub fn request(self) -> Option<RpcType<'t>> {
        self.0.part(Kind::RpcType).and_then(RpcType::cast)
    }

    /// The response's type.
    pub fn response(self) -> Option<RpcType<'t>> {
        self.0.parts_of(Kind::RpcType).nth(1).and_then(RpcType::cast)
    }
}

impl<'t> RpcType<'t> {
    /// Whether it is a stream.
    pub fn is_stream(self) -> bool {
        self.0.part(Kind::Keyword).is_some()
    }

    /// The message's name.
    pub fn type_name(self) -> Option<Node<'t>> {
        self.0.part(Kind::TypeName)
    }
}

impl<'t> AggregateField<'t> {
    /// Its name: an Ident, or the Names in brackets.
    pub fn name(self) -> Option<Node<'t>> {
        self.0.part(Kind::AggregateName)
    }

    /// Its value.
    pub fn value(self) -> Option<Node<'t>> {
        value(self.0)
    }
}

/// The parts of a dotted name without white space and comments between them: `.a.b`.
pub fn dotted(name: Node<'_>) -> String {
    name.parts().map(Node::text).collect()
}
