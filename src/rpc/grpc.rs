//! gRPC over HTTP/2 as header lists and message frames: "gRPC over HTTP2", the protocol's specification.
//!
//! Knows no connection: a header list becomes bytes elsewhere, and when what is sent is the simulator's.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD_NO_PAD};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};

use super::{
    Micros,
    http2::Field,
    status::{Code, Status},
};
use crate::wire::frame;

/// What gRPC's requests and responses call their content.
pub const CONTENT_TYPE: &str = "application/grpc";

/// Who we say that we are, in the form the specification gives.
pub const USER_AGENT: &str = concat!("grpc-wirelens/", env!("CARGO_PKG_VERSION"));

/// The compressions we say that we take.
const ACCEPTED: &str = "gzip,identity";

/// What the names of binary metadata end in; their values are base64.
pub const BINARY_SUFFIX: &str = "-bin";

/// What names begin with that are gRPC's own.
const RESERVED_PREFIX: &str = "grpc-";

/// Names that HTTP/2 or gRPC has given a meaning.
const RESERVED: [&str; 10] = [
    "connection",
    "content-length",
    "content-type",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// How strongly is compressed: gzip's own default, and tonic's.
const LEVEL: u32 = 6;

/// The head of a call.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// `/demo.UserService/GetUser`.
    pub path: &'a str,
    /// `users.internal:50051`.
    pub authority: &'a str,
    /// Whether the connection is encrypted.
    pub is_tls: bool,
    /// How long the call may still take.
    pub timeout: Option<Micros>,
    /// Whether its messages are compressed.
    pub gzip: bool,
    /// How many attempts there were before this one: "gRPC Retry Design", A6.
    pub previous_attempts: u16,
    /// Custom metadata; what [`problem`] has something to say of is left out.
    pub metadata: &'a [(String, String)],
}

/// The header list of a request, in the order of the specification.
pub fn request(call: &Request<'_>) -> Vec<Field> {
    let mut fields = vec![
        Field::new(":method", "POST"),
        Field::new(":scheme", if call.is_tls { "https" } else { "http" }),
        Field::new(":path", call.path),
        Field::new(":authority", call.authority),
        Field::new("te", "trailers"),
    ];
    if let Some(left) = call.timeout {
        fields.push(Field::new("grpc-timeout", timeout(left)));
    }
    fields.push(Field::new("content-type", CONTENT_TYPE));
    if call.gzip {
        fields.push(Field::new("grpc-encoding", "gzip"));
    }
    fields.push(Field::new("grpc-accept-encoding", ACCEPTED));
    fields.push(Field::new("user-agent", USER_AGENT));
    if call.previous_attempts > 0 {
        fields.push(Field::new("grpc-previous-rpc-attempts", call.previous_attempts.to_string()));
    }
    fields.extend(custom(call.metadata));
    fields
}

/// The header list before a response's first message.
pub fn response(gzip: bool, metadata: &[(String, String)]) -> Vec<Field> {
    let mut fields = vec![Field::new(":status", "200"), Field::new("content-type", CONTENT_TYPE)];
    if gzip {
        fields.push(Field::new("grpc-encoding", "gzip"));
    }
    fields.push(Field::new("grpc-accept-encoding", ACCEPTED));
    fields.extend(custom(metadata));
    fields
}

/// The header list behind a response's last message.
pub fn trailers(status: &Status, metadata: &[(String, String)]) -> Vec<Field> {
    let mut fields = vec![Field::new("grpc-status", (status.code as u8).to_string())];
    if !status.message.is_empty() {
        fields.push(Field::new("grpc-message", escape(&status.message)));
    }
    fields.extend(custom(metadata));
    fields
}

/// The one header list of a response without messages: "Trailers-Only".
pub fn trailers_only(status: &Status, metadata: &[(String, String)]) -> Vec<Field> {
    let mut fields = vec![Field::new(":status", "200"), Field::new("content-type", CONTENT_TYPE)];
    fields.extend(trailers(status, metadata));
    fields
}

/// The header list a proxy answers with that knows no gRPC: its HTTP status, and that a page of HTML follows.
pub fn proxy(http: u16) -> Vec<Field> {
    vec![Field::new(":status", http.to_string()), Field::new("content-type", "text/html")]
}

/// The status of a header list; nothing where it has none. A code that is not one of the 17 is [`Code::Unknown`].
pub fn status(fields: &[Field]) -> Option<Status> {
    let value = |name| fields.iter().find(|it| it.name == name).map(|it| it.value.as_str());
    let code = value("grpc-status")?.parse().ok().and_then(Code::from_number).unwrap_or(Code::Unknown);
    Some(Status { code, message: unescape(value("grpc-message").unwrap_or_default()) })
}

/// A message with its prefix; nothing where it is 4 GiB long or more.
pub fn message(content: &[u8]) -> Option<Vec<u8>> {
    frame::write(content)
}

/// A message with its prefix, compressed by gzip; nothing where it is 4 GiB long or more.
pub fn compressed(content: &[u8]) -> Option<Vec<u8>> {
    let mut framed = frame::write(&gzip(content))?;
    if let Some(flag) = framed.first_mut() {
        *flag = 1;
    }
    Some(framed)
}

/// What gzip makes of `content`.
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(LEVEL));
    // Writing into memory does not fail.
    let written = encoder.write_all(content).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

/// What was compressed by gzip; nothing where it is none, or more than `most` bytes come of it.
pub fn gunzip(packed: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    GzDecoder::new(packed).take(most as u64 + 1).read_to_end(&mut content).ok()?;
    (content.len() <= most).then_some(content)
}

/// Units of `grpc-timeout`, in nanoseconds.
const UNITS: [(char, u128); 6] =
    [('n', 1), ('u', 1_000), ('m', 1_000_000), ('S', 1_000_000_000), ('M', 60_000_000_000), ('H', 3_600_000_000_000)];
const NANOS: u128 = 1_000;
/// `TimeoutValue` has at most eight digits.
const MOST_DIGITS: usize = 8;
const LARGEST_TIMEOUT: u128 = 99_999_999;

/// A while as `grpc-timeout` has it: in the finest unit in which it has no more than eight digits, rounded up.
pub fn timeout(left: Micros) -> String {
    let nanos = u128::from(left) * NANOS;
    let fits = UNITS.iter().map(|&(letter, unit)| (letter, nanos.div_ceil(unit))).find(|it| it.1 <= LARGEST_TIMEOUT);
    let (letter, value) = fits.unwrap_or(('H', LARGEST_TIMEOUT));
    format!("{value}{letter}")
}

/// Reads a `grpc-timeout`, rounded up to whole microseconds; nothing where it is none.
pub fn read_timeout(text: &str) -> Option<Micros> {
    let letter = text.chars().next_back()?;
    let digits = text.get(..text.len() - letter.len_utf8())?;
    let (_, unit) = UNITS.iter().find(|it| it.0 == letter)?;
    if digits.is_empty() || digits.len() > MOST_DIGITS || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    Micros::try_from((digits.parse::<u128>().ok()? * unit).div_ceil(NANOS)).ok()
}

/// `grpc-message`: all but printable ASCII, and the percent sign itself, becomes `%` and two digits a byte.
pub fn escape(message: &str) -> String {
    use std::fmt::Write;
    let mut escaped = String::with_capacity(message.len());
    for byte in message.bytes() {
        if matches!(byte, b' '..=b'~') && byte != b'%' {
            escaped.push(char::from(byte));
        } else {
            // Writing into a string does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// The message that was escaped. What is no escape stands as it is, and what is no UTF-8 becomes the replacement character: a
/// status must not be lost for its message, says the specification.
pub fn unescape(escaped: &str) -> String {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digits = behind.first_chunk::<2>().filter(|_| first == b'%');
        match digits.and_then(|&[a, b]| Some(digit(a)? << 4 | digit(b)?)) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|it| u8::try_from(it).ok())
}

/// Both with padding and without: the specification says that either must be taken.
const EITHER: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A value of binary metadata as bytes; nothing where it is no base64.
pub fn binary(value: &str) -> Option<Vec<u8>> {
    EITHER.decode(value).ok()
}

/// Why a pair can't be custom metadata: what was expected, and what was found.
pub fn problem(name: &str, value: &str) -> Option<String> {
    if name.is_empty() {
        return Some("expected a name, found none".to_owned());
    }
    let allowed = |it: char| matches!(it, 'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' | '.');
    if let Some(wrong) = name.chars().find(|&it| !allowed(it)) {
        return Some(format!("expected letters, digits, `_`, `-` and `.` in a name, found {wrong:?}"));
    }
    let lower = name.to_ascii_lowercase();
    if lower.starts_with(RESERVED_PREFIX) {
        return Some(format!("names beginning with `{RESERVED_PREFIX}` are gRPC's own, found `{name}`"));
    }
    if RESERVED.contains(&lower.as_str()) {
        return Some(format!("`{name}` has a meaning in HTTP or gRPC and can't be metadata"));
    }
    if lower.ends_with(BINARY_SUFFIX) {
        return binary(value).is_none().then(|| format!("expected base64 as the value of `{name}`, found {value:?}"));
    }
    let wrong = value.chars().find(|it| !matches!(it, ' '..='~'));
    wrong.map(|it| {
        format!("expected printable ASCII as the value of `{name}`, found {it:?}; a name in `-bin` takes any bytes")
    })
}

/// Custom metadata as header fields: names in lower case, values of one name together, as HTTP libraries keep them, and binary ones
/// without padding.
pub(super) fn custom(metadata: &[(String, String)]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::with_capacity(metadata.len());
    for (name, value) in metadata.iter().filter(|(name, value)| problem(name, value).is_none()) {
        let name = name.to_ascii_lowercase();
        let value = match name.ends_with(BINARY_SUFFIX).then(|| binary(value)).flatten() {
            Some(bytes) => STANDARD_NO_PAD.encode(bytes),
            // White space around a value is not the value's (RFC 9110, section 5.5).
            None => value.trim_matches(' ').to_owned(),
        };
        let behind = fields.iter().rposition(|it| it.name == name).map_or(fields.len(), |it| it + 1);
        fields.insert(behind, Field::new(name, value));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn text(fields: &[Field]) -> String {
        fields.iter().map(|it| format!("{}: {}\n", it.name, it.value)).collect()
    }

    #[test]
    fn a_request() {
        let metadata = pairs(&[("X-A", "1"), ("sig-bin", "AAE="), ("x-a", " 2 "), ("te", "gzip"), ("grpc-x", "1")]);
        let call = Request {
            path: "/demo.UserService/GetUser",
            authority: "users:50051",
            timeout: Some(250_000),
            previous_attempts: 1,
            metadata: &metadata,
            ..Request::default()
        };
        expect_test::expect![[r#"
            :method: POST
            :scheme: http
            :path: /demo.UserService/GetUser
            :authority: users:50051
            te: trailers
            grpc-timeout: 250000u
            content-type: application/grpc
            grpc-accept-encoding: gzip,identity
            user-agent: grpc-wirelens/0.1.0
            grpc-previous-rpc-attempts: 1
            x-a: 1
            x-a: 2
            sig-bin: AAE
        "#]]
        .assert_eq(&text(&request(&call)));
    }

    #[test]
    fn a_status_there_and_back() {
        let status_ = Status { code: Code::NotFound, message: "no user 7: 100 % gone\n\u{fc}".to_owned() };
        let fields = trailers_only(&status_, &[]);
        expect_test::expect![[r#"
            :status: 200
            content-type: application/grpc
            grpc-status: 5
            grpc-message: no user 7: 100 %25 gone%0A%C3%BC
        "#]]
        .assert_eq(&text(&fields));
        assert_eq!(status(&fields), Some(status_));
        assert_eq!(status(&response(false, &[])), None);
        assert_eq!(status(&[Field::new("grpc-status", "17")]).unwrap().code, Code::Unknown);
    }

    #[test]
    fn escapes_that_are_none_stand() {
        assert_eq!(unescape("50% %zz %4"), "50% %zz %4");
        assert_eq!(unescape("%ff%41"), "\u{fffd}A");
    }

    #[test]
    fn timeouts() {
        let cases: [(Micros, &str); 5] =
            [(0, "0n"), (1, "1000n"), (99_999, "99999000n"), (100_000, "100000u"), (3_600_000_000, "3600000m")];
        for (micros, header) in cases {
            assert_eq!(timeout(micros), header);
            assert_eq!(read_timeout(header), Some(micros));
        }
        // Rounded up where the unit is coarser, and down to the longest there is.
        assert_eq!(timeout(100_000_000_000_001), "1666667M");
        assert_eq!(timeout(Micros::MAX), "99999999H");
        assert_eq!(read_timeout("1n"), Some(1));
        for wrong in ["", "5", "n", "123456789n", "-1S", "1s", "+1S", "1 S"] {
            assert_eq!(read_timeout(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn what_can_not_be_metadata() {
        assert_eq!(problem("x-a", "b"), None);
        assert_eq!(problem("x-bin", "AAE"), None);
        for (name, value) in
            [("", "a"), ("a b", ""), (":path", "/"), ("x", "\u{fc}"), ("x-bin", "~"), ("Grpc-Status", "0")]
        {
            assert!(problem(name, value).is_some(), "{name:?}: {value:?}");
        }
    }

    #[test]
    fn messages() {
        assert_eq!(message(b"ab").unwrap(), b"\0\0\0\0\x02ab");
        let packed = compressed(&[b'a'; 1000]).unwrap();
        assert_eq!(packed[0], 1);
        assert_eq!(gunzip(&packed[frame::HEADER_SIZE..], 1000).unwrap(), [b'a'; 1000]);
        assert_eq!(gunzip(&packed[frame::HEADER_SIZE..], 999), None);
        assert_eq!(gunzip(b"no", 9), None);
    }
}
