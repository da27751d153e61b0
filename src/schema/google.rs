//! The files of Google that every schema may import, as descriptors: what each pool of descriptors begins with.
//!
//! `google.binpb` is a `FileDescriptorSet` of the very pool that prost-reflect builds in code, `DescriptorPool::global()`;
//! that code is nine times as large. Knows no file of the user.

use std::sync::OnceLock;

use prost_reflect::DescriptorPool;

/// Their names, which no file of the user can have.
pub(super) const BUNDLED: [&str; 12] = [
    "google/protobuf/any.proto",
    "google/protobuf/api.proto",
    "google/protobuf/compiler/plugin.proto",
    "google/protobuf/descriptor.proto",
    "google/protobuf/duration.proto",
    "google/protobuf/empty.proto",
    "google/protobuf/field_mask.proto",
    "google/protobuf/source_context.proto",
    "google/protobuf/struct.proto",
    "google/protobuf/timestamp.proto",
    "google/protobuf/type.proto",
    "google/protobuf/wrappers.proto",
];

/// The files, encoded.
const SET: &[u8] = include_bytes!("google.binpb");

/// A pool that holds the bundled files and nothing else. Decoded once; adding to the copy leaves the next one as it is.
pub(super) fn pool() -> DescriptorPool {
    static POOL: OnceLock<DescriptorPool> = OnceLock::new();
    // It is the same set every time, and a test decodes it: the default is for nobody.
    POOL.get_or_init(|| DescriptorPool::decode(SET).unwrap_or_default()).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `UPDATE_EXPECT=1` writes the file anew, as after an update of prost-reflect.
    #[test]
    fn the_set_is_that_of_prost_reflect() {
        let expected = DescriptorPool::global();
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/schema/google.binpb");
            std::fs::write(path, expected.encode_to_vec()).unwrap();
            return;
        }
        assert_eq!(SET, expected.encode_to_vec());
        let mut names: Vec<String> = super::pool().files().map(|file| file.name().to_owned()).collect();
        names.sort_unstable();
        assert_eq!(names, BUNDLED);
    }

    /// What prost-reflect asks its own pool for where a pool lacks it. The built page has a trap there, see xtask's `snip`.
    #[test]
    fn the_types_of_all_options_are_there() {
        for what in ["File", "Message", "Field", "Oneof", "Enum", "EnumValue", "ExtensionRange", "Service", "Method"] {
            assert!(pool().get_message_by_name(&format!("google.protobuf.{what}Options")).is_some(), "{what}");
        }
    }
}
