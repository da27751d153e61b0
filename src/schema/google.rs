//! The files of `google/protobuf` that come with every compiler, as an encoded `FileDescriptorSet`.
//!
//! prost-reflect has the same files in its global pool, but as code that builds them, which every visitor would
//! have to fetch. Knows nothing of the user's files.

use std::sync::OnceLock;

use prost_reflect::DescriptorPool;

/// Made from prost-reflect's global pool; the test below holds it to that and refreshes it.
const ENCODED: &[u8] = include_bytes!("google.binpb");

/// A pool with the bundled files and nothing else. Cloning it is cheap, so it is made once.
pub fn pool() -> DescriptorPool {
    static POOL: OnceLock<DescriptorPool> = OnceLock::new();
    // What is compiled in is what the test has read.
    POOL.get_or_init(|| DescriptorPool::decode(ENCODED).unwrap_or_default()).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_files_are_those_of_prost_reflect() {
        let expected = DescriptorPool::global().encode_to_vec();
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/schema/google.binpb");
            std::fs::write(path, &expected).unwrap();
        }
        assert!(expected == ENCODED, "run again with UPDATE_EXPECT=1, then once more");
        assert_eq!(pool().files().count(), DescriptorPool::global().files().count());
    }
}
