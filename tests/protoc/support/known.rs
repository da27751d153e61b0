//! `known.txt`: the differences from protoc that are meant, each with its reason.
//!
//! ```text
//! [line] title of a case
//! [accept] title of another
//! why it is so, for all titles above
//! ```

use std::collections::BTreeMap;

/// The kinds of differences, as `known.txt` writes them.
pub const KINDS: [&str; 5] = ["accept", "refuse", "line", "warning", "descriptor"];

/// Kind and title of a difference → its reason.
pub type Known = BTreeMap<(String, String), String>;

/// Reads `known.txt`; what stands before its first entry is its head.
///
/// # Errors
/// An unknown kind, an entry twice, or one without a reason, in words.
pub fn parse(text: &str) -> Result<Known, String> {
    let mut known = Known::new();
    for block in text.split("\n\n").filter(|block| block.trim_start().starts_with('[')) {
        let (entries, reason): (Vec<_>, Vec<_>) = block.trim().lines().partition(|line| line.starts_with('['));
        if reason.is_empty() {
            return Err(format!("no reason: {block}"));
        }
        for entry in entries {
            let (kind, title) = entry[1..].split_once("] ").ok_or_else(|| format!("no entry: {entry}"))?;
            if !KINDS.contains(&kind) {
                return Err(format!("no such kind: {entry}"));
            }
            if known.insert((kind.to_owned(), title.to_owned()), reason.join(" ")).is_some() {
                return Err(format!("twice: {entry}"));
            }
        }
    }
    Ok(known)
}
