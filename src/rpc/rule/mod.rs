//! Conditions on a request: `request.id == 123 && "admin" in request.roles`.
//!
//! A part of the Common Expression Language (CEL, <https://github.com/google/cel-spec>), which is at home with Protocol Buffers:
//!
//! ```text
//! any   = all { "||" all }        all = not { "&&" not }        not = relation
//! relation = unary [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" ) unary ]
//! unary = "!" unary | "-" number | part
//! part  = ( literal | name | function "(" any ")" | "(" any ")" | "[" [ any { "," any } ] "]" )
//!         { "." field | "." function "(" [ any ] ")" | "[" any "]" }
//! ```
//!
//! with the functions `size`, `has`, `startsWith`, `endsWith` and `contains`. What has no type here has none in CEL, but for one
//! thing: the value of an enum is written by its name alone. Wrappers such as `google.protobuf.StringValue` are what they wrap.
//!
//! 1. `lex`: text → tokens
//! 2. `parse`: tokens → tree, as deep as [`MAX_DEPTH`] allows
//! 3. `check`: tree and message type → an expression whose every part has a type
//! 4. `value`: expression and message → truth
//!
//! Knows no call.

mod check;
mod lex;
mod parse;
mod value;

use prost_reflect::DynamicMessage;

use crate::{
    diagnostic::{Diagnostic, Place},
    schema::Root,
    text::Span,
};
use value::Expr;

/// The longest condition, in bytes.
pub const MAX_LENGTH: usize = 4096;

/// How deep its parts may be nested.
pub const MAX_DEPTH: usize = 32;

/// A condition on messages of a type.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Nothing holds always.
    expr: Option<Expr>,
}

impl Condition {
    /// Reads it. An empty one holds always.
    ///
    /// # Errors
    /// All that is wrong, in the order of the text. The places are [`Place::json`], of the text of the condition.
    pub fn new(text: &str, request: &Root) -> Result<Condition, Vec<Diagnostic>> {
        if text.len() > MAX_LENGTH {
            let message = format!("expected at most {MAX_LENGTH} bytes, found {}", text.len());
            return Err(vec![wrong(Span::at(0), message)]);
        }
        if text.trim().is_empty() {
            return Ok(Condition { expr: None });
        }
        let tree = parse::parse(text).map_err(|diagnostic| vec![*diagnostic])?;
        check::check(&tree, text, request).map(|expr| Condition { expr: Some(expr) })
    }

    /// Whether it holds of every message.
    pub fn is_always(&self) -> bool {
        self.expr.is_none()
    }

    /// Whether it holds of a message of the type it was read for. What can't be told, such as an element that is not there,
    /// does not hold.
    pub fn holds(&self, request: &DynamicMessage) -> bool {
        self.expr.as_ref().is_none_or(|expr| expr.holds(request))
    }
}

fn wrong(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("rule", Place::json(span), message)
}
