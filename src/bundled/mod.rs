//! The .proto files that every schema may import without having them, as text: `google/protobuf`, and of googleapis
//! `google/api`, `google/rpc` and `google/type` as far as schemas commonly use them.
//!
//! The build script writes the table from the files beside this one. Knows nothing of what the texts mean.

static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// The text of the file that is imported by this name.
pub fn get(name: &str) -> Option<&'static str> {
    Some(at(position(name)?)?.1)
}

/// The place of a file among [`names`].
pub fn position(name: &str) -> Option<usize> {
    FILES.binary_search_by_key(&name, |&(name, _)| name).ok()
}

/// The name and the text of the file at a place among [`names`].
pub fn at(position: usize) -> Option<(&'static str, &'static str)> {
    FILES.get(position).copied()
}

/// The names they are imported by, in ascending order.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|&(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_name() {
        assert!(names().is_sorted());
        for name in names() {
            assert!(name.starts_with("google/") && name.ends_with(".proto"), "{name}");
            assert!(get(name).is_some_and(|text| text.contains("package ")), "{name}");
        }
        assert_eq!(get("google/protobuf"), None);
        assert_eq!(get("google/protobuf/missing.proto"), None);
    }

    #[test]
    fn what_they_import_is_here() {
        for name in names() {
            let imports = get(name).unwrap_or_default().lines().filter(|line| line.starts_with("import "));
            for import in imports {
                let imported = import.split('"').nth(1).unwrap_or_default();
                assert!(get(imported).is_some(), "{name}: {import}");
            }
        }
    }
}
