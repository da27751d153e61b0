//! Bytes as programming languages write them, each as a declaration that compiles as it stands.

use std::fmt::Write as _;

use base64::Engine as _;

/// How many bytes are written on a line.
const LINE: usize = 12;

/// How many bytes of a string of Python's are written on a line.
const TEXT_LINE: usize = 20;

/// Base64 with `-` and `_`, and without padding, which would have to be escaped in an address.
pub(super) fn base64url(bytes: &[u8]) -> String {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// C and C++; neither has an array without elements.
pub(super) fn c(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "/* no bytes */\n".to_owned();
    }
    format!("const unsigned char payload[] = {{\n{}}};\n", lines(bytes, "    ", &plain))
}

/// Go.
pub(super) fn go(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "payload := []byte{}\n".to_owned();
    }
    format!("payload := []byte{{\n{}}}\n", lines(bytes, "\t", &plain))
}

/// Rust.
pub(super) fn rust(bytes: &[u8]) -> String {
    let size = bytes.len();
    if bytes.is_empty() {
        return "const PAYLOAD: [u8; 0] = [];\n".to_owned();
    }
    format!("const PAYLOAD: [u8; {size}] = [\n{}];\n", lines(bytes, "    ", &plain))
}

/// Java, where a byte above 127 is a negative number.
pub(super) fn java(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "byte[] payload = {};\n".to_owned();
    }
    let signed = |byte: u8| if byte < 0x80 { plain(byte) } else { format!("(byte) {byte:#04x}") };
    format!("byte[] payload = {{\n{}}};\n", lines(bytes, "    ", &signed))
}

/// Python 3.
pub(super) fn python(bytes: &[u8]) -> String {
    let literal = |bytes: &[u8]| {
        let mut text = String::with_capacity(bytes.len() * 2);
        for &byte in bytes {
            match byte {
                b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
                b' '..=b'~' => text.push(char::from(byte)),
                // Writing to a string does not fail.
                _ => _ = write!(text, "\\x{byte:02x}"),
            }
        }
        format!("b\"{text}\"")
    };
    if bytes.len() <= TEXT_LINE {
        return format!("payload = {}\n", literal(bytes));
    }
    let lines: String = bytes.chunks(TEXT_LINE).map(|line| format!("    {}\n", literal(line))).collect();
    format!("payload = (\n{lines})\n")
}

fn plain(byte: u8) -> String {
    format!("{byte:#04x}")
}

/// The elements of an array, each with a comma behind it.
fn lines(bytes: &[u8], indent: &str, item: &dyn Fn(u8) -> String) -> String {
    let mut text = String::with_capacity(bytes.len() * 6);
    for line in bytes.chunks(LINE) {
        text.push_str(indent);
        for (at, &byte) in line.iter().enumerate() {
            text.push_str(if at > 0 { " " } else { "" });
            text.push_str(&item(byte));
            text.push(',');
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::{Notation, write};
    use expect_test::expect;

    /// Each of them once, so that a person can read and a compiler be asked: all but Go were.
    #[test]
    fn literals() {
        let bytes = b"\x0a\x05Alice\x10\xac\x02\x1a\x06\x0a\x04Os\"\\\xff\x00\x80";
        let text = |bytes: &[u8]| {
            let one = |notation| format!("{}\n{}\n", Notation::name(notation), write(bytes, notation));
            Notation::ALL.map(one).concat()
        };
        expect![[r#"
            hex
            0a 05 41 6c 69 63 65 10 ac 02 1a 06 0a 04 4f 73
            22 5c ff 00 80
            base64
            CgVBbGljZRCsAhoGCgRPcyJc/wCA
            base64url
            CgVBbGljZRCsAhoGCgRPcyJc_wCA
            C code
            const unsigned char payload[] = {
                0x0a, 0x05, 0x41, 0x6c, 0x69, 0x63, 0x65, 0x10, 0xac, 0x02, 0x1a, 0x06,
                0x0a, 0x04, 0x4f, 0x73, 0x22, 0x5c, 0xff, 0x00, 0x80,
            };

            Go code
            payload := []byte{
            	0x0a, 0x05, 0x41, 0x6c, 0x69, 0x63, 0x65, 0x10, 0xac, 0x02, 0x1a, 0x06,
            	0x0a, 0x04, 0x4f, 0x73, 0x22, 0x5c, 0xff, 0x00, 0x80,
            }

            Rust code
            const PAYLOAD: [u8; 21] = [
                0x0a, 0x05, 0x41, 0x6c, 0x69, 0x63, 0x65, 0x10, 0xac, 0x02, 0x1a, 0x06,
                0x0a, 0x04, 0x4f, 0x73, 0x22, 0x5c, 0xff, 0x00, 0x80,
            ];

            Python code
            payload = (
                b"\x0a\x05Alice\x10\xac\x02\x1a\x06\x0a\x04Os\"\\\xff\x00"
                b"\x80"
            )

            Java code
            byte[] payload = {
                0x0a, 0x05, 0x41, 0x6c, 0x69, 0x63, 0x65, 0x10, (byte) 0xac, 0x02, 0x1a, 0x06,
                0x0a, 0x04, 0x4f, 0x73, 0x22, 0x5c, (byte) 0xff, 0x00, (byte) 0x80,
            };

        "#]]
        .assert_eq(&text(bytes));
        expect![[r#"
            hex

            base64

            base64url

            C code
            /* no bytes */

            Go code
            payload := []byte{}

            Rust code
            const PAYLOAD: [u8; 0] = [];

            Python code
            payload = b""

            Java code
            byte[] payload = {};

        "#]]
        .assert_eq(&text(b""));
    }
}
