//! A value in JSON without white space, by its path; what is there stays as it is written.
//!
//! Knows no message: the text is one that [`crate::message::json_of`] wrote.

/// What stands at a path of names and indices, `user.names.0`; a string without its quotes, `absent` where there is nothing.
pub fn at(json: &str, path: &str) -> String {
    let mut value = json;
    for part in path.split('.').filter(|it| !it.is_empty()) {
        match member(value, part) {
            Some(inside) => value = inside,
            None => return "absent".to_owned(),
        }
    }
    match serde_json::from_str::<String>(value) {
        Ok(text) if !path.is_empty() => text,
        _ => value.to_owned(),
    }
}

/// The member of an object with that name, or the element of an array with that index.
fn member<'a>(value: &'a str, part: &str) -> Option<&'a str> {
    let is_array = value.starts_with('[');
    let mut rest = value.strip_prefix(['[', '{'])?;
    for index in 0.. {
        if !is_array {
            let (name, behind) = rest.split_at(end(rest)?);
            rest = behind.strip_prefix(':')?;
            if serde_json::from_str::<String>(name).is_ok_and(|it| it == part) {
                return Some(&rest[..end(rest)?]);
            }
        } else if index.to_string() == part {
            return Some(&rest[..end(rest)?]);
        }
        rest = rest[end(rest)?..].strip_prefix(',')?;
    }
    None
}

/// Where the value at the front ends; nothing where there is none.
fn end(json: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_u32, false, false);
    for (at, byte) in json.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => depth += 1,
            b',' | b':' | b']' | b'}' if depth == 0 => return (at > 0).then_some(at),
            b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    (!json.is_empty()).then_some(json.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_as_they_are_written() {
        let json = r#"{"b":{"z":1,"a":[[],"x,\"]",{"k":null}]},"e":"","n":-1.5,"l":[]}"#;
        let told = |path: &str| at(json, path);
        assert_eq!(told("b.z"), "1");
        assert_eq!(told("b.a.0"), "[]");
        assert_eq!(told("b.a.1"), "x,\"]");
        assert_eq!(told("b.a.2"), "{\"k\":null}");
        assert_eq!(told("n"), "-1.5");
        assert_eq!(told("e"), "");
        assert_eq!(told(""), json);
        for path in ["x", "b.a.3", "b.a.00", "n.x", "l.0", "e.a"] {
            assert_eq!(told(path), "absent", "{path}");
        }
    }
}
