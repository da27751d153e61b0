//! What can be wrong with a response, and how to mend it.

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The response is of another kind than the protocol's.
    ContentType {
        /// What the protocol has.
        expected: &'static str,
        /// What there is; empty where there is nothing.
        found: String,
    },
    /// The body ends without a status.
    NoStatus,
    /// The body ends within a frame, so many bytes of which are there.
    CutShort(usize),
    /// A message is larger than what is taken.
    TooLarge {
        /// Its length.
        length: u32,
        /// What is taken.
        most: usize,
    },
    /// The body is no base64.
    Base64,
    /// A frame has flags that mean nothing.
    Flags(u8),
    /// A message is compressed by what can't be read here, or not at all although it says so.
    Compression(String),
    /// The end of a Connect stream is no JSON of that kind.
    EndStream,
    /// A unary method was answered by another number of messages than one.
    Count(usize),
}

impl Fault {
    /// What was expected and what was found.
    pub fn message(&self) -> String {
        match self {
            Fault::ContentType { expected, found } if found.is_empty() => {
                format!("expected a response of type `{expected}`, found one that does not say its type")
            }
            Fault::ContentType { expected, found } => {
                format!("expected a response of type `{expected}`, found `{found}`")
            }
            Fault::NoStatus => "expected a status at the end, found none".to_owned(),
            Fault::CutShort(left) => format!("expected the rest of a frame, found the end after {left} of its bytes"),
            Fault::TooLarge { length, most } => format!("expected a message of at most {most} bytes, found {length}"),
            Fault::Base64 => "expected base64, found something else".to_owned(),
            Fault::Flags(flags) => format!("expected flags that the protocol defines, found {flags:#04x}"),
            Fault::Compression(name) if name.is_empty() => {
                "expected a compression to be named, since a message says that it is compressed, found none".to_owned()
            }
            Fault::Compression(name) => {
                format!("expected gzip, found a message compressed by `{name}` that can't be read")
            }
            Fault::EndStream => "expected a JSON object at the stream's end, found something else".to_owned(),
            Fault::Count(count) => format!("expected one message, since the method is unary, found {count}"),
        }
    }

    /// How to mend it, where that is known.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Fault::ContentType { found, .. } if found.starts_with("text/html") => {
                "a web page answers in place of the service: the address is a website's, a login page's or a proxy's error page; \
                 look for the service's own address and port"
            }
            Fault::ContentType { found, .. } if found.starts_with("application/grpc-web") => {
                "the server speaks gRPC-Web: choose that"
            }
            Fault::ContentType { found, .. } if found.starts_with("application/grpc") => {
                "the server speaks plain gRPC, which a browser can't: it needs a layer for gRPC-Web, such as tonic-web or Envoy's \
                 filter"
            }
            Fault::ContentType { found, .. }
                if found.starts_with("application/connect") || found.starts_with("application/proto") =>
            {
                "the server speaks Connect: choose that"
            }
            Fault::ContentType { .. } => {
                "the address is another service's, or the server does not know this protocol: try another one"
            }
            Fault::NoStatus => {
                "the connection broke, or the server sends its status in headers that the page may not read: it has to name \
                 `grpc-status` and `grpc-message` in `Access-Control-Expose-Headers`"
            }
            Fault::CutShort(_) => "the connection broke, or a proxy has cut the body",
            Fault::Compression(_) => "the server must not compress what the request does not accept",
            _ => return None,
        })
    }
}
