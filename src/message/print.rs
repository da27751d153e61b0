//! JSON text without white space, and a message's JSON.

use prost_reflect::{DynamicMessage, ReflectMessage as _};

use super::output::{Layout, json_of};
use super::{JsonOptions, binary, json};
use crate::schema::Root;

/// The message as JSON, indented by two blanks; short arrays of scalars are on one line. Whoever has its bytes asks
/// [`json_of`], which needs no message.
///
/// # Errors
///
/// Those of [`json_of`].
pub fn to_json(message: &DynamicMessage) -> Result<String, String> {
    let root = Root::of(&message.descriptor()).ok_or("the message's type is not in its own pool")?;
    json_of(&root, &binary::encode(message), JsonOptions::default(), Layout::Lines).map(|json| json.text)
}

/// The same JSON text without insignificant white space; strings and numbers stay as they are written. `None` if the text is
/// no JSON.
pub fn minify(text: &str) -> Option<String> {
    fn write(value: &json::Value<'_>, text: &str, out: &mut String) {
        let raw = |span: crate::text::Span| text.get(span.range()).unwrap_or_default();
        match &value.kind {
            json::Kind::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    write(item, text, out);
                }
                out.push(']');
            }
            json::Kind::Object(members) => {
                out.push('{');
                for (at, member) in members.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    out.push_str(raw(member.key_span));
                    out.push(':');
                    write(&member.value, text, out);
                }
                out.push('}');
            }
            _ => out.push_str(raw(value.span)),
        }
    }
    let tree = json::read(text).ok()?;
    let mut out = String::with_capacity(text.len());
    write(&tree, text, &mut out);
    Some(out)
}
