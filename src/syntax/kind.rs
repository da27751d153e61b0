//! What an element of the tree is: the tokens first, then the nodes with the shape of each.
//!
//! The names are those of the Protocol Buffers language specifications where they have one. Knows no rule of the language.

/// What an element of a [`Tree`](super::Tree) is.
///
/// The grammar behind each node is what a whole one has; where the text is broken any part may be missing, and
/// [`Kind::Error`] nodes may stand anywhere. White space and comments stand between tokens of any node, never first or last
/// in one (but in [`Kind::File`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    // Trivia.
    /// A byte order mark, where it stands first in the file.
    ByteOrderMark,
    /// White space, line breaks included.
    Whitespace,
    /// `// …` up to its line's end, without the line break.
    LineComment,
    /// `/* … */`; one that is never closed ends with the file.
    BlockComment,

    // Tokens.
    /// A word that stands for a name, or a literal such as `true`, `inf` or an enum value.
    Ident,
    /// A word that the grammar gives a meaning where it stands. Protobuf reserves none of them.
    Keyword,
    /// An integer literal: decimal, `0x…` or octal `0…`.
    Int,
    /// A floating point literal: with a `.`, an exponent or both.
    Float,
    /// A string literal with its quotes; one that is never closed ends with its line.
    String,
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `=`
    Equals,
    /// `:`
    Colon,
    /// `{`
    LBrace,
    /// `}`
    RBrace,
    /// `[`
    LBracket,
    /// `]`
    RBracket,
    /// `(`
    LParen,
    /// `)`
    RParen,
    /// `<`
    LAngle,
    /// `>`
    RAngle,
    /// `-`
    Minus,
    /// `+`
    Plus,
    /// `/`
    Slash,
    /// A character that begins no token, or a run of them.
    Unknown,

    // Nodes.
    /// The whole text: `(Syntax | Edition | Package | Import | Option | Message | Enum | Extend | Service | Empty)*`
    File,
    /// `syntax` `=` Strings `;`
    Syntax,
    /// `edition` `=` Strings `;`
    Edition,
    /// `package` Name `;`
    Package,
    /// `import` (`public` | `weak` | `option`)? Strings `;`
    Import,
    /// `option` OptionName `=` value `;`
    Option,
    /// `[` CompactOption (`,` CompactOption)* `]`
    CompactOptions,
    /// OptionName `=` value
    CompactOption,
    /// OptionPart (`.` OptionPart)*
    OptionName,
    /// Ident, or `(` Name `)` for an extension
    OptionPart,
    /// (`-` | `+`)? (Ident | Int | Float): a value
    Literal,
    /// String+ : adjacent strings are one value
    Strings,
    /// `{` (AggregateField (`,` | `;`)?)* `}`, or the same in `<` `>`: a value
    Aggregate,
    /// AggregateName `:`? value
    AggregateField,
    /// Ident, or `[` Name (`/` Name)? `]` for an extension or the type of an Any
    AggregateName,
    /// `[` (value (`,` value)*)? `]`: a value within an aggregate
    List,
    /// (`export` | `local`)? `message` Ident Body
    Message,
    /// `{` declarations `}`; of a message, enum, oneof, extend, service, group or rpc
    Body,
    /// label? TypeName Ident `=` Number CompactOptions? `;`, the label a Keyword
    Field,
    /// label? MapType Ident `=` Number CompactOptions? `;`
    MapField,
    /// `map` `<` TypeName `,` TypeName `>`
    MapType,
    /// label? `group` Ident `=` Number CompactOptions? Body
    Group,
    /// `oneof` Ident Body
    Oneof,
    /// (`export` | `local`)? `enum` Ident Body
    Enum,
    /// Ident `=` Number CompactOptions? `;`
    EnumValue,
    /// `extensions` Range (`,` Range)* CompactOptions? `;`
    Extensions,
    /// `reserved` (Range | Strings | Ident) (`,` …)* `;`
    Reserved,
    /// Number (`to` (Number | `max`))?
    Range,
    /// `-`? Int
    Number,
    /// `extend` TypeName Body
    Extend,
    /// `service` Ident Body
    Service,
    /// `rpc` Ident RpcType `returns` RpcType (`;` | Body)
    Rpc,
    /// `(` `stream`? TypeName `)`
    RpcType,
    /// `.`? Ident (`.` Ident)*, of a type; a built-in type is one, too
    TypeName,
    /// `.`? Ident (`.` Ident)*, of anything else
    Name,
    /// A `;` of its own
    Empty,
    /// Tokens that fit nowhere
    Error,
}

impl Kind {
    /// White space, comments and the byte order mark.
    pub fn is_trivia(self) -> bool {
        self <= Kind::BlockComment
    }

    /// A leaf: trivia or a token.
    pub fn is_token(self) -> bool {
        self < Kind::File
    }

    /// A comment.
    pub fn is_comment(self) -> bool {
        matches!(self, Kind::LineComment | Kind::BlockComment)
    }

    /// A node that declares or states something by itself: what is left out as a whole where it is broken.
    pub fn is_statement(self) -> bool {
        matches!(
            self,
            Kind::Syntax
                | Kind::Edition
                | Kind::Package
                | Kind::Import
                | Kind::Option
                | Kind::CompactOption
                | Kind::Message
                | Kind::Field
                | Kind::MapField
                | Kind::Group
                | Kind::Oneof
                | Kind::Enum
                | Kind::EnumValue
                | Kind::Extensions
                | Kind::Reserved
                | Kind::Extend
                | Kind::Service
                | Kind::Rpc
        )
    }

    /// A value of an option: Literal, Strings, Aggregate or List.
    pub fn is_value(self) -> bool {
        matches!(self, Kind::Literal | Kind::Strings | Kind::Aggregate | Kind::List)
    }
}
