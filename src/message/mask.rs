//! The text of `google.protobuf.FieldMask`: its paths in lowerCamelCase, joined by commas.
//!
//! The paths themselves are written as in a .proto file, `user_name`. Only a path that comes back the same from the text has
//! one. Knows no message and no place, nor whether there are such fields.

/// Reads `userName,address.street` as `user_name` and `address.street`.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn read(text: &str) -> Result<Vec<String>, String> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    text.split(',').map(snake_case).collect()
}

/// Writes the paths.
///
/// # Errors
///
/// Why one of them has no such text.
pub(super) fn text<'a>(paths: impl Iterator<Item = &'a str>) -> Result<String, String> {
    let mut text = String::new();
    for (at, path) in paths.enumerate() {
        let camel = camel_case(path);
        if snake_case(&camel).as_deref() != Ok(path) || path.contains(',') {
            return Err(format!("path {path:?} can't be told from lowerCamelCase"));
        }
        text.push_str(if at > 0 { "," } else { "" });
        text.push_str(&camel);
    }
    Ok(text)
}

fn snake_case(path: &str) -> Result<String, String> {
    if path.is_empty() {
        return Err("there is an empty path".to_owned());
    }
    if path.contains('_') {
        return Err(format!("path {path:?} has to be in lowerCamelCase: {:?}", camel_case(path)));
    }
    let mut snake = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    Ok(snake)
}

fn camel_case(path: &str) -> String {
    let mut camel = String::with_capacity(path.len());
    let mut behind_underscore = false;
    for letter in path.chars() {
        if letter != '_' {
            camel.push(if behind_underscore { letter.to_ascii_uppercase() } else { letter });
        }
        behind_underscore = letter == '_';
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn masks_are_read() {
        for (text, paths) in [
            ("", [].as_slice()),
            ("name", &["name"]),
            ("userName,address.streetName,x1", &["user_name", "address.street_name", "x1"]),
            ("URL", &["_u_r_l"]),
        ] {
            assert_eq!(read(text).unwrap(), paths, "{text}");
            assert_eq!(super::text(paths.iter().copied()).unwrap(), text);
        }
        assert_eq!(
            read("name,user_name"),
            Err(r#"path "user_name" has to be in lowerCamelCase: "userName""#.to_owned())
        );
        for text in [",", "a,", ",a", "a,,b"] {
            assert_eq!(read(text), Err("there is an empty path".to_owned()), "{text}");
        }
    }

    #[test]
    fn paths_that_would_not_come_back_have_no_text() {
        for path in ["fooBar", "foo_3_bar", "foo__bar", "foo_", "foo_.bar", "foo_Bar", "", "a,b"] {
            assert_eq!(text([path].into_iter()), Err(format!("path {path:?} can't be told from lowerCamelCase")));
        }
    }

    proptest! {
        #[test]
        fn masks_round_trip(paths in prop::collection::vec("[a-zA-Z0-9_.,\u{e4}]{0,8}", 0..4)) {
            if let Ok(text) = text(paths.iter().map(String::as_str)) {
                prop_assert_eq!(read(&text).unwrap(), paths);
            }
        }

        #[test]
        fn what_is_read_is_written(text in "[a-zA-Z0-9_.,]{0,20}") {
            if let Ok(paths) = read(&text) {
                prop_assert_eq!(super::text(paths.iter().map(String::as_str)).unwrap(), text);
            }
        }
    }
}
