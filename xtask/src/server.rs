//! A static server for `dist/` on this machine only, as strict as a careful host: right types, the page's own security
//! policy as a header, nothing outside the folder. For `cargo xtask serve` and for the browser tests.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result};

use crate::http::{self, Request, Response};
use crate::policy;

/// A running server; it stops when this is dropped.
pub struct Server {
    /// The page's address, with the slash at its end: `http://127.0.0.1:8080/` or `http://127.0.0.1:8080/some/where/`.
    pub url: String,
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves the folder at a free port, below a prefix such as `/` or `/some/where/`.
    ///
    /// # Errors
    /// When the folder has no `index.html` with a content security policy, or no port can be had.
    pub fn start(folder: &Path, prefix: &str) -> Result<Server> {
        Server::start_at(folder, prefix, 0)
    }

    /// Like [`Server::start`], at this port or, when it is taken, at a free one.
    ///
    /// # Errors
    /// The same.
    pub fn start_near(folder: &Path, prefix: &str, port: u16) -> Result<Server> {
        Server::start_at(folder, prefix, port).or_else(|_| Server::start(folder, prefix))
    }

    fn start_at(folder: &Path, prefix: &str, port: u16) -> Result<Server> {
        let site = Arc::new(Site::open(folder, prefix)?);
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(wanted).with_context(|| format!("can't listen at {wanted}"))?;
        let address = listener.local_addr()?;
        let url = format!("http://{address}{}", site.prefix);
        let stopped = Arc::new(AtomicBool::new(false));
        let thread = Some(thread::spawn({
            let stopped = Arc::clone(&stopped);
            move || listen(&listener, &site, &stopped)
        }));
        Ok(Server { url, address, stopped, thread })
    }

    /// Serves until the process is ended.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            // Wakes the thread that waits for a connection.
            TcpStream::connect(self.address).ok();
            thread.join().ok();
        }
    }
}

/// Takes connections, a thread each: a browser opens six at a time, and some of them only in advance.
fn listen(listener: &TcpListener, site: &Arc<Site>, stopped: &Arc<AtomicBool>) {
    for stream in listener.incoming() {
        if stopped.load(Ordering::SeqCst) {
            break;
        }
        let Ok(stream) = stream else { continue };
        let (site, stopped) = (Arc::clone(site), Arc::clone(stopped));
        thread::spawn(move || {
            http::serve(stream, |request| (!stopped.load(Ordering::SeqCst)).then(|| answer(request, &site)));
        });
    }
}

/// What is served.
struct Site {
    folder: PathBuf,
    /// Starts and ends with a slash.
    prefix: String,
    policy: String,
}

/// What a request gets, before it is put into HTTP.
#[derive(Debug, PartialEq, Eq)]
enum Reply {
    File(PathBuf),
    Redirect(String),
    NotFound,
}

impl Site {
    fn open(folder: &Path, prefix: &str) -> Result<Site> {
        let index = folder.join("index.html");
        let html = fs::read_to_string(&index).with_context(|| format!("can't read {}", index.display()))?;
        let policy = policy::header(&html)
            .filter(|policy| http::is_header_value(policy))
            .with_context(|| format!("{} has no content security policy", index.display()))?;
        let folder = folder.canonicalize().with_context(|| format!("can't find {}", folder.display()))?;
        let inner = prefix.trim_matches('/');
        let prefix = if inner.is_empty() { "/".to_string() } else { format!("/{inner}/") };
        Ok(Site { folder, prefix, policy })
    }

    /// The reply to a request target, which is what the client wrote: anything at all.
    fn reply(&self, target: &str) -> Reply {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let Some(below) = path.strip_prefix(&self.prefix) else {
            let without_slash = self.prefix.trim_end_matches('/');
            let bare = !path.is_empty() && path == without_slash;
            return if bare { Reply::Redirect(self.prefix.clone()) } else { Reply::NotFound };
        };
        let Some(relative) = safe_path(below) else { return Reply::NotFound };
        let mut file = self.folder.join(relative);
        if file.is_dir() {
            file = file.join("index.html");
        }
        // Resolves symbolic links: what is served lies in the folder, whatever the links say.
        match file.canonicalize() {
            Ok(file) if file.starts_with(&self.folder) && file.is_file() => Reply::File(file),
            _ => Reply::NotFound,
        }
    }
}

fn answer(request: &Request, site: &Site) -> Response {
    let mut response = match request.method.as_str() {
        "GET" | "HEAD" => match site.reply(&request.target) {
            Reply::File(file) => match fs::read(&file) {
                Ok(body) => {
                    Response { status: "200 OK", headers: vec![("Content-Type", mime(&file).to_owned())], body }
                }
                Err(error) => plain("500 Internal Server Error", &error.to_string()),
            },
            Reply::Redirect(place) => {
                Response { headers: vec![("Location", place)], ..plain("301 Moved Permanently", "") }
            }
            Reply::NotFound => plain("404 Not Found", "not found"),
        },
        _ => {
            let headers = vec![("Allow", "GET, HEAD".to_owned())];
            Response { headers, ..plain("405 Method Not Allowed", "only GET and HEAD are served") }
        }
    };
    // A page may have a policy of its own; all that is no page has the first one's.
    let is_page = response.headers.iter().any(|(_, value)| value.starts_with("text/html"));
    let html = if is_page { std::str::from_utf8(&response.body).ok() } else { None };
    let own = html.and_then(policy::header).filter(|own| http::is_header_value(own));
    let always = [
        ("Content-Security-Policy", own.as_deref().unwrap_or(&site.policy)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        // A build replaces the files under the same names.
        ("Cache-Control", "no-cache"),
    ];
    response.headers.extend(always.map(|(name, value)| (name, value.to_owned())));
    response
}

fn plain(status: &'static str, text: &str) -> Response {
    let headers = vec![("Content-Type", "text/plain; charset=utf-8".to_owned())];
    Response { status, headers, body: text.as_bytes().to_vec() }
}

/// The media type by the file's name. Unknown ones are bytes, which `nosniff` keeps from being run.
fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" | "proto" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The relative path a request asks for, decoded; None when it could leave the folder or names no file a site has.
fn safe_path(encoded: &str) -> Option<PathBuf> {
    let decoded = percent_decode(encoded)?;
    let mut path = PathBuf::new();
    for part in decoded.split('/').filter(|part| !part.is_empty() && *part != ".") {
        // Dot files are never part of the page; `..` is one of them. A colon or backslash has a meaning on Windows.
        if part.starts_with('.') || part.contains(['\\', ':', '\0']) {
            return None;
        }
        path.push(part);
    }
    Some(path)
}

/// Resolves `%20` and its like; None when a `%` has no two digits or the result is no UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    while let Some(byte) = bytes.next() {
        out.push(if byte == b'%' { digit(bytes.next())? * 16 + digit(bytes.next())? } else { byte });
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    const PAGE: &str = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"#;

    /// A small site in a folder of its own, with a file beside it that must not be served.
    fn site(name: &str) -> PathBuf {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/xtask/server-tests").join(name);
        let site = root.join("site");
        fs::create_dir_all(site.join("learn")).unwrap();
        fs::write(root.join("secret.txt"), "secret").unwrap();
        fs::write(site.join("index.html"), PAGE).unwrap();
        fs::write(site.join("app_bg.wasm"), "\0asm").unwrap();
        fs::write(site.join("learn/a b.json"), "{}").unwrap();
        fs::write(site.join(".hidden"), "hidden").unwrap();
        site
    }

    fn ask(server: &Server, request: &str) -> String {
        ask_at(server.url.trim_start_matches("http://").split('/').next().unwrap(), request).unwrap()
    }

    fn ask_at(address: &str, request: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(format!("{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    #[test]
    fn the_page_comes_with_its_policy_as_a_header() {
        let folder = site("policy");
        let server = Server::start(&folder, "/").unwrap();
        let answer = ask(&server, "GET /?v=1");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        for line in [
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: no-referrer",
            "Content-Type: text/html; charset=utf-8",
        ] {
            assert!(answer.contains(&format!("{line}\r\n")), "{line} is missing in {answer}");
        }
        assert!(answer.ends_with(PAGE));
        assert!(ask(&server, "POST /").starts_with("HTTP/1.1 405"));
        let head = ask(&server, "HEAD /app_bg.wasm");
        assert!(head.contains("Content-Type: application/wasm") && head.contains("Content-Length: 4\r\n"), "{head}");
        assert!(head.ends_with("\r\n\r\n"), "no body: {head}");
    }

    #[test]
    fn a_dropped_server_no_longer_answers() {
        let folder = site("drop");
        let server = Server::start(&folder, "/").unwrap();
        let address = server.url.trim_start_matches("http://").trim_end_matches('/').to_string();
        assert!(ask_at(&address, "GET /").unwrap().starts_with("HTTP/1.1 200"));
        drop(server);
        // The port itself may take a moment longer to close.
        assert!(!ask_at(&address, "GET /").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")));
    }

    #[test]
    fn connections_that_are_kept_open_keep_nobody_waiting() {
        let folder = site("open");
        let server = Server::start(&folder, "/").unwrap();
        let address = server.url.trim_start_matches("http://").trim_end_matches('/').to_string();
        let ask = |stream: &mut TcpStream| {
            stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        let mut streams: Vec<_> = (0..40).map(|_| TcpStream::connect(&address).unwrap()).collect();
        // The last comes first, and nobody hangs up.
        for stream in streams.iter_mut().rev() {
            assert!(ask(stream).ends_with(PAGE));
        }
    }

    #[test]
    fn a_taken_port_is_no_obstacle() {
        let folder = site("port");
        let first = Server::start(&folder, "/").unwrap();
        let port = first.url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        let second = Server::start_near(&folder, "/", port).unwrap();
        assert_ne!(first.url, second.url);
        assert!(ask(&second, "GET /").starts_with("HTTP/1.1 200"));
    }

    #[test]
    fn below_a_sub_path_only_that_is_served() {
        let folder = site("prefix");
        let site = Site::open(&folder, "some/where").unwrap();
        let file = |name: &str| Reply::File(folder.canonicalize().unwrap().join(name));
        assert_eq!(site.reply("/some/where/"), file("index.html"));
        assert_eq!(site.reply("/some/where"), Reply::Redirect("/some/where/".into()));
        assert_eq!(site.reply("/some/where/app_bg.wasm?v=2"), file("app_bg.wasm"));
        assert_eq!(site.reply("/"), Reply::NotFound);
        assert_eq!(site.reply("/some/whereabouts/"), Reply::NotFound);
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let folder = site("traversal");
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret.txt", folder.join("link.txt")).ok();
        let site = Site::open(&folder, "/").unwrap();
        assert_eq!(site.reply("/learn/a%20b.json"), Reply::File(folder.canonicalize().unwrap().join("learn/a b.json")));
        for target in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/learn/../../secret.txt",
            "/..\\secret.txt",
            "//etc/passwd",
            "/.hidden",
            "/link.txt",
            "/learn/",
            "/app_bg.wasm%00.html",
            "/%",
            "/%f",
            "/%ff",
            "/%+1",
            "index.html",
            "",
        ] {
            assert_eq!(site.reply(target), Reply::NotFound, "{target}");
        }
    }

    #[test]
    fn a_page_may_have_a_policy_of_its_own() {
        let folder = site("own-policy");
        let meta = r#"<meta http-equiv="Content-Security-Policy" content="connect-src https:">"#;
        fs::write(folder.join("other.html"), meta).unwrap();
        fs::write(folder.join("other.txt"), meta).unwrap();
        let site = Site::open(&folder, "/").unwrap();
        let policy = |target: &str| {
            let request = Request { method: "GET".into(), target: target.into() };
            let response = answer(&request, &site);
            response.headers.into_iter().find(|(name, _)| *name == "Content-Security-Policy").map(|(_, value)| value)
        };
        assert_eq!(policy("/other.html").as_deref(), Some("connect-src https:; frame-ancestors 'none'"));
        assert_eq!(policy("/other.txt"), policy("/"));
    }

    #[test]
    fn a_folder_without_a_policy_is_refused() {
        let folder = site("refused");
        fs::write(folder.join("index.html"), "<p>no policy").unwrap();
        assert!(Server::start(&folder, "/").is_err());
        assert!(Server::start(&folder.join("learn"), "/").is_err(), "no page at all");
    }

    #[test]
    fn types_follow_the_name() {
        let types = ["a.wasm", "a.js", "b/c.css", "a.html", "icon.svg", "x.json", "README", "a.exe"]
            .map(|name| mime(Path::new(name)).split(';').next().unwrap_or_default());
        let bytes = "application/octet-stream";
        assert_eq!(
            types,
            [
                "application/wasm",
                "text/javascript",
                "text/css",
                "text/html",
                "image/svg+xml",
                "application/json",
                bytes,
                bytes
            ]
        );
    }
}
