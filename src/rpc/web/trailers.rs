//! gRPC-Web's trailers: header fields in lines, as HTTP/1.1 has them, in the body's last frame.

use crate::rpc::http2::Field;

/// Reads trailers. Lines that are no field are left out; names become lower case, as the protocol wants them.
pub fn read(content: &[u8]) -> Vec<Field> {
    let text = String::from_utf8_lossy(content);
    let line = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some(Field::new(name.trim().to_ascii_lowercase(), value.trim()))
    };
    text.lines().filter_map(line).collect()
}

/// Writes trailers.
pub fn write(fields: &[Field]) -> Vec<u8> {
    fields.iter().map(|it| format!("{}: {}\r\n", it.name, it.value)).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_space_and_without() {
        let fields = read(b"grpc-status:0\r\nGrpc-Message: a: b \r\nnothing\r\n");
        assert_eq!(fields, [Field::new("grpc-status", "0"), Field::new("grpc-message", "a: b")]);
        assert_eq!(read(&write(&fields)), fields);
    }
}
