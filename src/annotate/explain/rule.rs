//! The rules of the encoding, and the lessons they are taught in.

use serde::{Deserialize, Serialize};

/// The rule of the encoding that an explanation shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the rules'")]
pub enum Rule {
    Tag,
    Varint,
    TwosComplement,
    Zigzag,
    Fixed,
    Float,
    LengthDelimited,
    Utf8,
    Packed,
    Map,
    Group,
    Any,
    Malformed,
}

impl Rule {
    /// Every rule, in the order in which they are learnt.
    pub const ALL: [Rule; 13] = [
        Rule::Tag,
        Rule::Varint,
        Rule::TwosComplement,
        Rule::Zigzag,
        Rule::Fixed,
        Rule::Float,
        Rule::LengthDelimited,
        Rule::Utf8,
        Rule::Packed,
        Rule::Map,
        Rule::Group,
        Rule::Any,
        Rule::Malformed,
    ];

    /// The id of the lesson about it: `#/learn/<id>`.
    pub fn lesson(self) -> &'static str {
        match self {
            Rule::Tag => "tags",
            Rule::Varint => "varints",
            Rule::TwosComplement | Rule::Zigzag => "zigzag",
            Rule::Fixed | Rule::Float => "fixed",
            Rule::LengthDelimited | Rule::Utf8 => "length-delimited",
            Rule::Packed => "packed",
            Rule::Map => "maps",
            Rule::Group => "groups",
            Rule::Any => "any",
            Rule::Malformed => "malformed",
        }
    }

    /// Its name, as a link to the lesson says it.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Tag => "How tags work",
            Rule::Varint => "How varints work",
            Rule::TwosComplement => "How negative numbers work",
            Rule::Zigzag => "How zigzag works",
            Rule::Fixed => "How fixed widths work",
            Rule::Float => "How floats work",
            Rule::LengthDelimited => "How lengths work",
            Rule::Utf8 => "How strings work",
            Rule::Packed => "How packed runs work",
            Rule::Map => "How maps work",
            Rule::Group => "How groups work",
            Rule::Any => "How Any works",
            Rule::Malformed => "What parsers refuse",
        }
    }
}
