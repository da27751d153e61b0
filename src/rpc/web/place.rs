//! Where a server is, as people write it, and why it may be out of a page's reach. A browser tells a page nothing of the reason, so it
//! is inferred from what can be known. Knows no browser.

/// The address that paths are put behind: `http://127.0.0.1:50051`, with no slash at its end.
///
/// # Errors
/// What is wrong with it, a sentence.
pub fn base(typed: &str) -> Result<String, String> {
    let typed = typed.trim();
    let with_scheme = if typed.contains("://") { typed.to_owned() } else { format!("http://{typed}") };
    let behind = with_scheme.strip_prefix("http://").or_else(|| with_scheme.strip_prefix("https://"));
    let host = behind.map(|behind| behind.split('/').next().unwrap_or_default());
    match host {
        None => Err("expected an address with http:// or https://, found another scheme".to_owned()),
        Some("") => Err("expected a host and a port, such as 127.0.0.1:50051, found nothing".to_owned()),
        Some(_) if with_scheme.contains(|letter: char| letter.is_whitespace() || "?#@\\\"<>".contains(letter)) => {
            Err("expected a host, a port and perhaps a path, found a character that belongs to none of them".to_owned())
        }
        Some(_) => Ok(with_scheme.trim_end_matches('/').to_owned()),
    }
}

/// Whether an address is this very machine, which a page that came by https may call by http, too ("Secure Contexts", section 3.1).
fn is_here(base: &str) -> bool {
    let host = base.split("://").nth(1).unwrap_or_default();
    let host = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((inner, _)) => inner,
        None => host.split([':', '/']).next().unwrap_or_default(),
    };
    host == "localhost" || host.ends_with(".localhost") || host == "::1" || host.starts_with("127.")
}

/// What is known of a call that got no response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// Whether the page itself came by https.
    pub page_is_secure: bool,
    /// Whether something answered a question whose answer nobody may read; nothing if that was not tried.
    pub answers: Option<bool>,
    /// Whether a response had begun.
    pub had_begun: bool,
}

/// Why there was no response, and how to mend it.
pub fn explain(base: &str, failure: Failure) -> (String, String) {
    let is_plain = base.starts_with("http://");
    if failure.page_is_secure && is_plain && !is_here(base) {
        return (
            format!("this page came by https, and from such a page a browser calls no address by http (mixed content): {base}"),
            "give the service a certificate and call it by https, or open Wirelens from this machine (`cargo xtask serve`)".to_owned(),
        );
    }
    if failure.had_begun {
        return (
            "the connection broke before the response was complete".to_owned(),
            "look into the server's log: it has crashed, was stopped, or a proxy in between has a limit of time"
                .to_owned(),
        );
    }
    match failure.answers {
        Some(true) => (
            format!("a server answers at {base}, but it lets no page from elsewhere call it (CORS)"),
            "let the server answer the preflight (OPTIONS) and send Access-Control-Allow-Origin, and allow the headers of the call: content-type, x-grpc-web, x-user-agent, grpc-timeout, connect-protocol-version, connect-timeout-ms and your metadata".to_owned(),
        ),
        _ if is_plain => (
            format!("nothing that a browser understands answers at {base}"),
            "is the server running, and is this its port? A server that speaks only gRPC (HTTP/2 without TLS) looks the same to a browser: it needs gRPC-Web or Connect. If it speaks TLS, write https".to_owned(),
        ),
        _ => (
            format!("nothing that a browser trusts answers at {base}"),
            "is the server running, and is this its port? Open the address in a tab: if its certificate is not trusted, the browser says so there. If it speaks no TLS, write http".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        assert_eq!(base(" 127.0.0.1:50051/ ").as_deref(), Ok("http://127.0.0.1:50051"));
        assert_eq!(base("https://a.example/api/").as_deref(), Ok("https://a.example/api"));
        for wrong in ["", "http://", "ftp://a", "a b", "http://me:secret@a", "http://a/?b", "javascript://a"] {
            assert!(base(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn reasons_are_told_apart() {
        let why =
            |base, page_is_secure, answers| explain(base, Failure { page_is_secure, answers, had_begun: false }).0;
        assert!(why("http://a.example", true, None).contains("mixed content"));
        for here in ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://a.localhost"] {
            assert!(why(here, true, Some(true)).contains("CORS"), "{here}");
            assert!(why(here, false, Some(false)).contains("nothing"), "{here}");
        }
        assert!(why("https://a.example", true, None).contains("trusts"));
    }
}
