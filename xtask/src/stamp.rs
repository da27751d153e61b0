//! "Nothing changed since last time": a hash of files and words, kept in a small file.
//!
//! The hash is FNV-1a with 64 bits: it guards against forgetting, not against an adversary.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A hash that is fed piece by piece.
#[derive(Clone, Copy)]
pub struct Hash(u64);

impl Default for Hash {
    fn default() -> Hash {
        Hash(Hash::OFFSET_BASIS)
    }
}

impl Hash {
    /// FNV-1a's start value for 64 bits.
    const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    /// FNV's prime for 64 bits.
    const PRIME: u64 = 0x0000_0100_0000_01b3;

    /// Adds a piece. Its length goes in too, so that `ab` + `c` differs from `a` + `bc`.
    pub fn add(&mut self, piece: &[u8]) {
        for byte in piece.iter().chain(&piece.len().to_le_bytes()) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(Hash::PRIME);
        }
    }

    /// Adds the files' names below `root` and what is in them.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn add_files(&mut self, root: &Path, files: &[PathBuf]) -> Result<()> {
        for file in files {
            let name = file.strip_prefix(root).unwrap_or(file);
            self.add(name.as_os_str().as_encoded_bytes());
            self.add(&fs::read(file).with_context(|| format!("can't read {}", file.display()))?);
        }
        Ok(())
    }

    /// The hash as 16 hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:016x}", self.0)
    }
}

/// All files below the folder, sorted by path. `enter` tells, by path, which folders and files belong to it.
/// A folder that doesn't exist has no files.
///
/// # Errors
/// When a folder can't be read.
pub fn files_below(folder: &Path, enter: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).with_context(|| format!("can't read {}", folder.display()))? {
            let entry = entry?;
            let path = entry.path();
            if !enter(&path) {
                continue;
            }
            // A symbolic link is not followed: it could lead around in a circle.
            match entry.file_type()? {
                kind if kind.is_dir() => folders.push(path),
                kind if kind.is_file() => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether the stamp file holds exactly this text.
#[must_use]
pub fn is(file: &Path, text: &str) -> bool {
    fs::read_to_string(file).is_ok_and(|old| old == text)
}

/// Writes the stamp file, and the folders it needs.
///
/// # Errors
/// When it can't be written.
pub fn set(file: &Path, text: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    }
    fs::write(file, text).with_context(|| format!("can't write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_piece_ends_matters() {
        let hash = |pieces: &[&str]| {
            let mut hash = Hash::default();
            pieces.iter().for_each(|piece| hash.add(piece.as_bytes()));
            hash.hex()
        };
        assert_eq!(hash(&["ab", "c"]), hash(&["ab", "c"]));
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
        assert_ne!(hash(&["ab"]), hash(&["ab", ""]));
    }

    #[test]
    fn files_are_sorted_and_filtered() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = files_below(root, &|path| !path.ends_with("npm")).unwrap();
        assert!(files.is_sorted());
        assert!(files.contains(&root.join("src/stamp.rs")));
        assert!(!files.iter().any(|file| file.starts_with(root.join("npm"))));
        assert_eq!(files_below(&root.join("no such folder"), &|_| true).unwrap(), Vec::<PathBuf>::new());
    }
}
