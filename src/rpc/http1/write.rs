//! Heads, bodies and chunks as bytes, with the place of every field.
//!
//! What can't stand in a head is not written, whatever is asked for: a name that is no token is left out, and a line end in
//! a value becomes a space, as RFC 9110, section 5.5 has it. So nothing a person types makes two messages of one.

use super::{LINE_END, VERSION, is_token, reason};
use crate::rpc::timeline::{Form, Header};
use crate::text::Span;

/// Writes a request's head behind what is in `out`. The header list begins with `:method` and `:path`, as HTTP/2 names
/// what the first line says.
pub fn request(out: &mut Vec<u8>, verb: &str, target: &str, fields: &[(String, String)]) -> Vec<Header> {
    let verb: String = verb.chars().filter(|&letter| u8::try_from(letter).is_ok_and(is_token)).collect();
    let target: String = target.chars().filter(char::is_ascii_graphic).collect();
    let mut headers = Vec::with_capacity(fields.len() + 2);
    headers.push(pseudo(out, ":method", &verb));
    out.push(b' ');
    headers.push(pseudo(out, ":path", &target));
    out.extend([b" ", VERSION.as_bytes(), LINE_END].concat());
    rest(out, headers, fields)
}

/// Writes a response's head likewise; the header list begins with `:status`.
pub fn response(out: &mut Vec<u8>, status: u16, fields: &[(String, String)]) -> Vec<Header> {
    out.extend([VERSION.as_bytes(), b" "].concat());
    let headers = vec![pseudo(out, ":status", &format!("{status:03}"))];
    out.extend([b" ", reason(status).as_bytes(), LINE_END].concat());
    rest(out, headers, fields)
}

/// Writes one chunk of a body: RFC 9112, section 7.1. An empty one would end the body, so nothing is written of it.
pub fn chunk(out: &mut Vec<u8>, data: &[u8]) {
    if !data.is_empty() {
        out.extend(format!("{:x}", data.len()).as_bytes());
        out.extend(LINE_END);
        out.extend(data);
        out.extend(LINE_END);
    }
}

/// Writes the chunk that ends a body.
pub fn last_chunk(out: &mut Vec<u8>) {
    out.extend([b"0", LINE_END, LINE_END].concat());
}

fn pseudo(out: &mut Vec<u8>, name: &str, value: &str) -> Header {
    let start = out.len();
    out.extend(value.as_bytes());
    Header { name: name.to_owned(), value: value.to_owned(), form: Form::Text, bytes: Span::new(start, out.len()) }
}

fn rest(out: &mut Vec<u8>, mut headers: Vec<Header>, fields: &[(String, String)]) -> Vec<Header> {
    for (name, value) in fields.iter().filter(|(name, _)| !name.is_empty() && name.bytes().all(is_token)) {
        let value = value.replace(['\r', '\n', '\0'], " ").trim().to_owned();
        let start = out.len();
        out.extend([name.as_bytes(), b": ", value.as_bytes(), LINE_END].concat());
        headers.push(Header { name: name.clone(), value, form: Form::Text, bytes: Span::new(start, out.len()) });
    }
    out.extend(LINE_END);
    headers
}
