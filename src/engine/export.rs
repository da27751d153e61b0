//! The workspace as a file to take away.

use super::view::{Download, Export};
use crate::{schema, text::Files, wire, workspace::zip};

/// The files, packed.
///
/// # Errors
/// A sentence for the user.
pub fn export(what: Export, files: &Files) -> Result<Download, String> {
    match what {
        Export::Zip => {
            let contents = files.iter().map(|file| (file.name.as_str(), file.text.as_bytes()));
            let bytes = zip::write(contents).map_err(|error| format!("There is no zip archive: {error}."))?;
            Ok(Download { name: "protos.zip".to_owned(), kind: "application/zip".to_owned(), bytes })
        }
        Export::Set => {
            let descriptors = schema::descriptors(files)
                .ok_or("There is no descriptor set while the schema has errors: protoc would not write one either.")?;
            let bytes = set(descriptors.iter().map(Vec::as_slice));
            Ok(Download { name: "protos.binpb".to_owned(), kind: "application/x-protobuf".to_owned(), bytes })
        }
    }
}

/// A `FileDescriptorSet`: each file is a LEN of field 1.
fn set<'a>(files: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    const FILE: u64 = 1 << wire::scan::WIRE_TYPE_BITS | wire::scan::WireType::Len as u64;
    let mut set = Vec::new();
    for file in files {
        wire::varint::write(FILE, &mut set);
        wire::varint::write(file.len() as u64, &mut set);
        set.extend(file);
    }
    set
}
