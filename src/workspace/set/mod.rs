//! Descriptor sets as .proto files: what protoc writes with `--descriptor_set_out` and Buf as an image, back to text that
//! compiles to the same descriptors.

mod comments;
mod names;
mod options;
mod print;
mod read;
mod weave;
mod words;

use crate::text::File;
use names::Names;
use read::Proto;

pub use read::Fault;

/// What a descriptor set says, as .proto files in its order. `known` are encoded files that define options the set may lack:
/// descriptor.proto before all.
///
/// # Errors
/// Where the bytes are neither a `FileDescriptorSet` nor a `FileDescriptorProto`.
pub fn to_files(bytes: &[u8], known: &[Vec<u8>]) -> Result<Vec<File>, Fault> {
    let files = read::read_set(bytes)?;
    let known: Vec<Proto<'_>> = known.iter().filter_map(|bytes| Proto::read(bytes).ok()).collect();
    let names = Names::new(files.iter().chain(&known)).ok_or(Fault::TooMuch)?;
    Ok(files.iter().map(|file| File { name: file.name.to_owned(), text: print::print(file, &names) }).collect())
}
