//! Names of .proto files: the path others import them by.
//!
//! protoc refuses to import a path with a backslash, or one whose parts are empty, `.` or `..` (`compiler/importer.cc`).

/// Why no file can have this name, as the end of a sentence; nothing where one can.
pub fn name_fault(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        Some("it is empty")
    } else if name.contains('\\') {
        Some("the folders of an import are parted by slashes, not backslashes")
    } else if name.starts_with('/') || has_drive(name) {
        Some("an import is never an absolute path")
    } else if name.split('/').any(|part| matches!(part, "" | "." | "..")) {
        Some("an import has no empty parts, and neither `.` nor `..`")
    } else if name.chars().any(char::is_control) {
        Some("it has control characters")
    } else if name.len() > MAX_NAME {
        Some("it is too long")
    } else {
        None
    }
}

/// The longest name there may be, in bytes.
const MAX_NAME: usize = 1024;

/// Whether a path begins with a drive, as on Windows.
fn has_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic())
}

/// The path as a name: what is no name's is left out. `C:\protos\..\a.proto` becomes `a.proto`. Nothing where nothing is left,
/// or it can't be a name for another reason.
pub fn to_name(path: &str) -> Option<String> {
    let path = if has_drive(path) { &path[2..] } else { path };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part.trim() {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let name = parts.join("/");
    name_fault(&name).is_none().then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_become_names() {
        let cases = [
            ("a.proto", Some("a.proto")),
            ("protos/a.proto", Some("protos/a.proto")),
            ("C:\\protos\\..\\a.proto", Some("a.proto")),
            ("../../../etc/passwd", Some("etc/passwd")),
            ("/abs/a.proto", Some("abs/a.proto")),
            ("a//./b.proto", Some("a/b.proto")),
            ("__proto__", Some("__proto__")),
            ("..", None),
            ("", None),
            ("a\n.proto", None),
        ];
        for (path, name) in cases {
            assert_eq!(to_name(path).as_deref(), name, "{path:?}");
        }
    }

    proptest! {
        #[test]
        fn a_name_stays_as_it_is(path in "([a-z.C:]{0,3}[/\\\\]?){0,6}") {
            if let Some(name) = to_name(&path) {
                prop_assert_eq!(name_fault(&name), None);
                prop_assert_eq!(to_name(&name), Some(name));
            }
        }
    }
}
