//! How generators of code make names of names.
//!
//! Names of declarations are ASCII. Knows no schema.

/// The words of a name as crate heck has them, which prost uses: apart at what is no letter or digit, before a capital behind a
/// small letter, and before the last of some capitals if a small letter follows.
fn split(name: &str) -> Vec<&str> {
    #[derive(Clone, Copy, PartialEq)]
    enum Case {
        None,
        Lower,
        Upper,
    }
    let mut words = Vec::new();
    for part in name.split(|it: char| !it.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        let bytes = part.as_bytes();
        let (mut start, mut case) = (0, Case::None);
        for (at, &byte) in bytes.iter().enumerate() {
            let Some(next) = bytes.get(at + 1) else { break };
            let here = match byte {
                b'a'..=b'z' => Case::Lower,
                b'A'..=b'Z' => Case::Upper,
                _ => case,
            };
            if here == Case::Lower && next.is_ascii_uppercase() {
                words.push(&part[start..=at]);
                (start, case) = (at + 1, Case::None);
            } else if case == Case::Upper && byte.is_ascii_uppercase() && next.is_ascii_lowercase() {
                words.push(&part[start..at]);
                (start, case) = (at, Case::None);
            } else {
                case = here;
            }
        }
        words.push(&part[start..]);
    }
    words
}

/// `HTTPServer_x` → `http_server_x`
pub(super) fn snake(name: &str) -> String {
    split(name).iter().map(|word| word.to_ascii_lowercase()).collect::<Vec<_>>().join("_")
}

/// `HTTPServer_x` → `HttpServerX`
pub(super) fn upper_camel(name: &str) -> String {
    split(name).iter().map(|word| capitalized(&word.to_ascii_lowercase())).collect()
}

/// The first letter as a capital.
pub(super) fn capitalized(name: &str) -> String {
    let mut out = name.to_owned();
    if let Some(first) = out.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    out
}

/// The first letter as a small one.
pub(super) fn uncapitalized(name: &str) -> String {
    let mut out = name.to_owned();
    if let Some(first) = out.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    out
}

/// As protoc-gen-go makes names that are exported: underscores before small letters go, those letters become capitals, one in
/// front becomes an `X`.
pub(super) fn go_camel(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1);
        match byte {
            b'.' if next.is_some_and(u8::is_ascii_lowercase) => {}
            b'.' => out.push('_'),
            b'_' if at == 0 || bytes[at - 1] == b'.' => out.push('X'),
            b'_' if next.is_some_and(u8::is_ascii_lowercase) => {}
            b'0'..=b'9' => out.push(char::from(byte)),
            _ => {
                out.push(char::from(byte.to_ascii_uppercase()));
                while let Some(&small) = bytes.get(at + 1).filter(|it| it.is_ascii_lowercase()) {
                    out.push(char::from(small));
                    at += 1;
                }
            }
        }
        at += 1;
    }
    out
}

/// As protoc's generators for Java and C# do: a letter behind what is none becomes a capital, the others stay; what is neither
/// letter nor digit goes.
pub(super) fn joined_camel(name: &str) -> String {
    let mut out = String::new();
    let mut is_start = true;
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' if is_start => {
                out.push(char::from(byte.to_ascii_uppercase()));
                is_start = false;
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                out.push(char::from(byte));
                is_start = false;
            }
            b'0'..=b'9' => {
                out.push(char::from(byte));
                is_start = true;
            }
            _ => is_start = true,
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_hecks() {
        for (name, snake_is, camel_is) in [
            ("user_id", "user_id", "UserId"),
            ("HTTPServer_x", "http_server_x", "HttpServerX"),
            ("OUTCOME_WITH_NEIGHBOUR", "outcome_with_neighbour", "OutcomeWithNeighbour"),
            ("int32Value", "int32_value", "Int32Value"),
            ("a1B2c", "a1_b2c", "A1B2c"),
            ("_x__y_", "x_y", "XY"),
            ("XMLHttp2Request", "xml_http2_request", "XmlHttp2Request"),
        ] {
            assert_eq!((snake(name).as_str(), upper_camel(name).as_str()), (snake_is, camel_is), "{name}");
        }
    }

    #[test]
    fn the_generators_ways() {
        let go = ["user_id", "_hidden", "foo_1", "foo_Bar", "HTTPServer", "a__b"].map(go_camel);
        assert_eq!(go, ["UserId", "XHidden", "Foo_1", "Foo_Bar", "HTTPServer", "A_B"]);
        let joined = ["user_id", "foo1bar", "fooBar", "URL_path"].map(joined_camel);
        assert_eq!(joined, ["UserId", "Foo1Bar", "FooBar", "URLPath"]);
    }
}
