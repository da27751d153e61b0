//! Descriptors for messages: what of the files a message needs, linked by protox into a pool of prost-reflect's.
//!
//! Linking costs more than everything before it, so it is put off until somebody asks for a message, and pools are kept: after
//! an edit that changes nothing of what a message needs, its pool is the same as before. Knows no message and no byte.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use protox::Error;
use protox::file::{File, FileResolver};

use super::dialect::DialectFile;
use super::types::Types;

/// How many pools are kept.
const KEPT: usize = 4;

/// What linking comes to: the types of a pool, or in protox's words why there are none.
pub(super) type Linked = Result<Arc<Types>, String>;

/// A pool and what it was made of.
type Kept = (Vec<DialectFile>, Linked);

/// The pools that were made last, the newest at the end. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub(super) struct Pools {
    kept: Arc<Mutex<Vec<Kept>>>,
}

impl Pools {
    /// The pool of some files, each behind those it refers to.
    pub fn get(&self, files: Vec<DialectFile>) -> Linked {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = kept.iter().position(|(known, _)| *known == files) {
            let found = kept.remove(at);
            let pool = found.1.clone();
            kept.push(found);
            return pool;
        }
        let pool = link(&files);
        if kept.len() == KEPT {
            drop(kept.remove(0));
        }
        kept.push((files, pool.clone()));
        pool
    }
}

/// protox asks for files by their names.
struct Resolver(HashMap<String, File>);

impl FileResolver for Resolver {
    /// Names are what they are, paths or not.
    fn resolve_path(&self, path: &Path) -> Option<String> {
        path.to_str().map(str::to_owned)
    }

    fn open_file(&self, name: &str) -> Result<File, Error> {
        self.0.get(name).cloned().ok_or_else(|| Error::file_not_found(name))
    }
}

fn link(files: &[DialectFile]) -> Linked {
    let mut opened = HashMap::new();
    for file in files {
        let descriptor =
            File::decode_file_descriptor_proto(file.bytes.as_slice()).map_err(|error| error.to_string())?;
        opened.insert(file.name.clone(), descriptor);
    }
    let mut compiler = protox::Compiler::with_file_resolver(Resolver(opened));
    for file in files {
        compiler.open_file(&file.name).map_err(|error| error.to_string())?;
    }
    Ok(Arc::new(Types::new(compiler.descriptor_pool())))
}
