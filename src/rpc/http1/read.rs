//! The bytes of a connection → messages of HTTP/1.1. Never fails: what is wrong becomes a fault with its place.
//!
//! How far a body reaches is RFC 9112, section 6.3, without `HEAD` and `CONNECT`. Knows one message at a time.

use super::{VERSION, is_token};
use crate::rpc::timeline::{Form, Header};
use crate::text::Span;
use crate::wire::layers::ungzip;

/// What a message's first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// A request: the method and the target.
    Request(Span, Span),
    /// A response: its status, and the reason in words.
    Response(u16, Span),
    /// Neither.
    Junk,
}

/// How a message says how far its body reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// There is none: a request that announces none, and responses that never have one.
    None,
    /// By its length.
    Length,
    /// In chunks.
    Chunked,
    /// Up to the end of the connection.
    UntilClose,
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes meant.
    pub span: Span,
    /// What was expected and what was found.
    pub message: String,
}

/// A message as it stands in the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// What its first line says.
    pub first: First,
    /// All up to and with the empty line.
    pub head: Span,
    /// The fields, in order, without those of the first line.
    pub fields: Vec<Header>,
    /// How its body is delimited.
    pub body: Body,
    /// The body with all that delimits it.
    pub span: Span,
    /// The contents of its chunks; of a body without chunks, the body.
    pub data: Vec<Span>,
    /// Whether all of it is there.
    pub is_whole: bool,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Read {
    /// The values of a field by its name, which has no case.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(|field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value.as_str())
    }

    /// Where the next message begins.
    pub fn end(&self) -> usize {
        self.span.end as usize
    }
}

/// Reads the message that begins at `at`. There is one in whatever is there, as long as anything is.
pub fn read(bytes: &[u8], at: usize) -> Read {
    let mut reader = Reader { bytes, at, faults: Vec::new() };
    let first_line = reader.line();
    let first = first_line.map_or(First::Junk, |line| reader.first(line));
    let mut fields = Vec::new();
    let mut is_whole = false;
    if first_line.is_some() {
        while let Some(line) = reader.line() {
            if line.is_empty() {
                is_whole = true;
                break;
            }
            reader.field(line, &mut fields);
        }
    }
    if !is_whole {
        reader
            .fault(Span::new(at, bytes.len()), "expected an empty line that ends the head, found the end of the bytes");
        reader.at = bytes.len();
    }
    let head = Span::new(at, reader.at);
    let start = reader.at;
    let mut read = Read {
        first,
        head,
        fields,
        body: Body::None,
        span: Span::at(start),
        data: Vec::new(),
        is_whole,
        faults: Vec::new(),
    };
    if is_whole {
        reader.body(&mut read);
    }
    read.span = Span::new(start, reader.at);
    read.faults = reader.faults;
    read
}

/// A message's content: its chunks joined, and inflated where `Content-Encoding` says gzip.
///
/// # Errors
/// Why there is none.
pub fn content(bytes: &[u8], read: &Read) -> Result<Vec<u8>, String> {
    let joined: Vec<u8> = read.data.iter().flat_map(|part| part.of(bytes)).copied().collect();
    let codings: Vec<&str> =
        read.values("content-encoding").flat_map(|value| value.split(',')).map(str::trim).collect();
    match codings[..] {
        [] | ["identity"] => Ok(joined),
        [one] if one.eq_ignore_ascii_case("gzip") || one.eq_ignore_ascii_case("x-gzip") => ungzip(&joined),
        _ => Err(format!("expected no content coding or gzip, found {}", codings.join(", "))),
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, span: Span, message: impl Into<String>) {
        self.faults.push(Fault { span, message: message.into() });
    }

    /// The next line without its end; nothing where no line ends.
    fn line(&mut self) -> Option<Span> {
        let rest = self.bytes.get(self.at..)?;
        let length = rest.iter().position(|&byte| byte == b'\n')?;
        let start = self.at;
        self.at += length + 1;
        match rest[..length].ends_with(b"\r") {
            true => Some(Span::new(start, start + length - 1)),
            false => {
                // RFC 9112, section 2.2: a recipient may take a line feed alone, and most do.
                self.fault(Span::new(start + length, self.at), "expected a carriage return before the line feed");
                Some(Span::new(start, start + length))
            }
        }
    }

    fn text(&self, span: Span) -> String {
        String::from_utf8_lossy(span.of(self.bytes)).into_owned()
    }

    fn first(&mut self, line: Span) -> First {
        let first = response(self.bytes, line).or_else(|| request(self.bytes, line));
        first.unwrap_or_else(|| {
            let found = self.text(line);
            self.fault(
                line,
                format!("expected the first line of a request or a response of {VERSION}, found `{found}`"),
            );
            First::Junk
        })
    }

    fn field(&mut self, line: Span, fields: &mut Vec<Header>) {
        let text = line.of(self.bytes);
        let Some(colon) = text.iter().position(|&byte| byte == b':') else {
            return self.fault(line, "expected a field's name and a colon");
        };
        let (name, value) = (&text[..colon], &text[colon + 1..]);
        if name.is_empty() || !name.iter().all(|&byte| is_token(byte)) {
            // RFC 9112, sections 5.1 and 5.2: neither space before the colon nor a folded line. Who takes them reads another
            // message than the next one does.
            let span = Span::new(line.start as usize, line.start as usize + colon);
            let found = self.text(span);
            return self.fault(span, format!("expected a name of letters, digits and hyphens, found `{found}`"));
        }
        let value = String::from_utf8_lossy(value.trim_ascii()).into_owned();
        let bytes = Span::new(line.start as usize, self.at);
        fields.push(Header { name: String::from_utf8_lossy(name).into_owned(), value, form: Form::Text, bytes });
    }

    /// Reads the body behind the head.
    fn body(&mut self, read: &mut Read) {
        let codings: Vec<String> = read.values("transfer-encoding").map(str::to_ascii_lowercase).collect();
        let lengths = read.values("content-length").flat_map(|value| value.split(','));
        let lengths: Vec<String> = lengths.map(|length| length.trim().to_owned()).collect();
        let is_request = matches!(read.first, First::Request(..));
        let is_chunked = codings.last().is_some_and(|all| all.ends_with("chunked"));
        if matches!(read.first, First::Response(100..=199 | 204 | 304, _)) {
            return;
        }
        if !codings.is_empty() && !lengths.is_empty() {
            self.fault(read.head, "expected a length or a transfer coding, found both, as in request smuggling");
        }
        let length = lengths.first().map(|text| number(text, 10));
        if lengths.iter().any(|text| number(text, 10) != length.flatten()) {
            self.fault(read.head, "expected one length of the body, found several");
        }
        if is_chunked {
            read.body = Body::Chunked;
            read.is_whole = self.chunks(&mut read.data);
        } else if !codings.is_empty() && is_request {
            let found = codings.join(", ");
            self.fault(
                read.head,
                format!("expected `chunked` as the last transfer coding of a request, found {found}"),
            );
        } else if let (Some(length), true) = (length, codings.is_empty()) {
            read.body = Body::Length;
            let Some(length) = length else {
                read.is_whole = false;
                return self.fault(read.head, format!("expected a length in digits, found `{}`", lengths.join(", ")));
            };
            let left = self.bytes.len() - self.at;
            read.is_whole = self.data(length, &mut read.data);
            if !read.is_whole {
                self.fault(Span::at(self.at), format!("expected a body of {length} bytes, found {left}"));
            }
        } else if !is_request {
            read.body = Body::UntilClose;
            self.data(usize::MAX, &mut read.data);
        }
    }

    /// Takes so many bytes; whether there were so many.
    fn data(&mut self, length: usize, data: &mut Vec<Span>) -> bool {
        let end = self.at.saturating_add(length).min(self.bytes.len());
        let taken = end - self.at;
        if taken > 0 {
            data.push(Span::new(self.at, end));
        }
        self.at = end;
        taken == length
    }

    /// Takes chunks up to and with the last one; whether it was there.
    fn chunks(&mut self, data: &mut Vec<Span>) -> bool {
        loop {
            let Some(line) = self.line() else {
                self.fault(
                    Span::new(self.at, self.bytes.len()),
                    "expected the length of a chunk, found the end of the bytes",
                );
                self.at = self.bytes.len();
                return false;
            };
            let text = self.text(line);
            // Behind a semicolon stand extensions, which nobody has to understand: section 7.1.1.
            let digits = text.split(';').next().unwrap_or_default().trim();
            let Some(length) = number(digits, 16) else {
                self.fault(line, format!("expected the length of a chunk in hexadecimal digits, found `{text}`"));
                return false;
            };
            if length == 0 {
                return self.trailers();
            }
            let left = self.bytes.len() - self.at;
            if !self.data(length, data) {
                self.fault(Span::at(self.at), format!("expected a chunk of {length} bytes, found {left}"));
                return false;
            }
            match self.line() {
                Some(line) if line.is_empty() => {}
                found => {
                    let span = found.unwrap_or(Span::new(self.at, self.bytes.len()));
                    self.fault(span, "expected the end of a line behind a chunk");
                    return false;
                }
            }
        }
    }

    /// Passes the trailers behind the last chunk; whether they end.
    fn trailers(&mut self) -> bool {
        while let Some(line) = self.line() {
            if line.is_empty() {
                return true;
            }
        }
        self.fault(
            Span::at(self.bytes.len()),
            "expected an empty line behind the last chunk, found the end of the bytes",
        );
        self.at = self.bytes.len();
        false
    }
}

/// A response's first line: RFC 9112, section 4.
fn response(bytes: &[u8], line: Span) -> Option<First> {
    let rest = line.of(bytes).strip_prefix(VERSION.as_bytes())?.strip_prefix(b" ")?;
    let (digits, rest) = rest.split_at_checked(3)?;
    let status = u16::try_from(number(std::str::from_utf8(digits).ok()?, 10)?).ok().filter(|&status| status >= 100)?;
    match rest {
        [] | [b' ', ..] => {
            let end = line.end as usize;
            Some(First::Response(status, Span::new(end - rest.len().saturating_sub(1), end)))
        }
        _ => None,
    }
}

/// A request's first line: RFC 9112, section 3.
fn request(bytes: &[u8], line: Span) -> Option<First> {
    let text = line.of(bytes).strip_suffix(VERSION.as_bytes())?.strip_suffix(b" ")?;
    let space = text.iter().position(|&byte| byte == b' ')?;
    let (verb, target) = (&text[..space], &text[space + 1..]);
    let is_one = space > 0 && !target.is_empty() && !target.contains(&b' ') && verb.iter().all(|&byte| is_token(byte));
    let start = line.start as usize;
    let target = Span::new(start + space + 1, start + text.len());
    is_one.then(|| First::Request(Span::new(start, start + space), target))
}

/// A number of digits alone; nothing of what is none or beyond any body.
fn number(text: &str, radix: u32) -> Option<usize> {
    let is_one = !text.is_empty() && text.chars().all(|digit| digit.is_digit(radix));
    is_one.then(|| usize::from_str_radix(text, radix).ok()).flatten()
}
