//! The little of HTTP/1.1 (RFC 9112) that a static server needs: one request and one response a connection.
//!
//! Connections are not kept open: each would hold a thread for as long as a browser likes to keep it, and a pool of them
//! leaves a page's last files waiting for ever. Knows nothing of what is served.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// A request line and its headers are refused beyond this many bytes.
const MAX_HEAD: u64 = 64 << 10;

/// How long a client may be silent. Browsers open connections in advance.
const SILENCE: Duration = Duration::from_secs(60);

/// What a client asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET` and the like.
    pub method: String,
    /// What it wrote behind the method: anything at all.
    pub target: String,
}

/// What it gets.
#[derive(Debug, Default)]
pub struct Response {
    /// The code and its words, such as `404 Not Found`.
    pub status: &'static str,
    /// Names and values; the length and the connection's end are added.
    pub headers: Vec<(&'static str, String)>,
    /// The content.
    pub body: Vec<u8>,
}

/// Whether a text can stand behind the colon of a header: nothing that ends the line.
#[must_use]
pub fn is_header_value(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..0x7f).contains(&byte))
}

/// Serves one connection: reads a request, writes what `answer` says, ends. A client that went away, or does not speak
/// HTTP, is no error of ours.
pub fn serve(mut stream: TcpStream, answer: impl FnOnce(&Request) -> Option<Response>) {
    let exchange = |stream: &mut TcpStream| -> io::Result<()> {
        stream.set_read_timeout(Some(SILENCE))?;
        stream.set_write_timeout(Some(SILENCE))?;
        let Some(request) = read(stream)? else { return Ok(()) };
        let Some(response) = answer(&request) else { return Ok(()) };
        write(stream, &response, request.method != "HEAD")?;
        // Closing with something unread would take back what was written; so the client closes first.
        stream.shutdown(Shutdown::Write)?;
        io::copy(&mut stream.take(MAX_HEAD), &mut io::sink()).map(drop)
    };
    exchange(&mut stream).ok();
}

/// The request; nothing where there is none.
fn read(stream: &mut impl Read) -> io::Result<Option<Request>> {
    const END: &[u8] = b"\r\n\r\n";
    let mut head = Vec::new();
    let mut piece = [0; 4096];
    while !head.windows(END.len()).any(|bytes| bytes == END) {
        let count = stream.read(&mut piece)?;
        if count == 0 || head.len() as u64 > MAX_HEAD {
            return Ok(None);
        }
        head.extend_from_slice(piece.get(..count).unwrap_or_default());
    }
    let head = String::from_utf8_lossy(&head);
    let mut words = head.lines().next().unwrap_or_default().split(' ');
    Ok(match (words.next(), words.next(), words.next()) {
        (Some(method), Some(target), Some(version)) if version.starts_with("HTTP/1.") => {
            Some(Request { method: method.to_owned(), target: target.to_owned() })
        }
        _ => None,
    })
}

fn write(stream: &mut impl Write, response: &Response, with_body: bool) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {}\r\n", response.status);
    for (name, value) in response.headers.iter().filter(|(_, value)| is_header_value(value)) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\nConnection: close\r\n\r\n", response.body.len()));
    stream.write_all(head.as_bytes())?;
    if with_body {
        stream.write_all(&response.body)?;
    }
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<(String, String)> {
        read(&mut text.as_bytes()).unwrap().map(|request| (request.method, request.target))
    }

    #[test]
    fn a_request_is_its_first_line() {
        let some = |method: &str, target: &str| Some((method.to_owned(), target.to_owned()));
        assert_eq!(parse("GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n"), some("GET", "/a?b"));
        assert_eq!(parse("POST / HTTP/1.0\r\n\r\nbody"), some("POST", "/"));
        for none in ["", "GET / HTTP/1.1\r\n", "GET /\r\n\r\n", "\r\n\r\n", "GET / HTTP/2\r\n\r\n"] {
            assert_eq!(parse(none), None, "{none:?}");
        }
        assert_eq!(parse(&format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(1 << 20))), None);
    }

    #[test]
    fn a_header_ends_no_line() {
        let header = |value: &str| Response { status: "200 OK", headers: vec![("A", value.to_owned())], body: vec![1] };
        let text = |value: &str| {
            let mut out = Vec::new();
            write(&mut out, &header(value), false).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text("b"), "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 1\r\nConnection: close\r\n\r\n");
        assert!(!text("b\r\nEvil: c").contains("Evil"));
    }
}
