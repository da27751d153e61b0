//! The bundled .proto files against protoc: the same descriptors as those of the originals, byte for byte.
#![cfg(test)] // tells clippy that helpers here are tests too

use std::collections::BTreeMap;

use wirelens::{bundled, schema::known, wire::varint};

/// The originals, compiled by protoc.
const ORIGINALS: &[u8] = include_bytes!("bundled.binpb");

/// The payload of the LEN record that the bytes begin with, and what follows it.
fn payload(bytes: &[u8]) -> (&[u8], &[u8]) {
    let length = varint::read(bytes, 1).unwrap();
    let start = 1 + usize::from(length.len);
    bytes[start..].split_at(length.value as usize)
}

fn named(file: &[u8]) -> (String, Vec<u8>) {
    let (name, _) = payload(file);
    (String::from_utf8(name.to_vec()).unwrap(), file.to_vec())
}

#[test]
fn descriptors_are_those_of_the_originals() {
    let mut originals = BTreeMap::new();
    let mut rest = ORIGINALS;
    while !rest.is_empty() {
        let (file, after) = payload(rest);
        originals.extend([named(file)]);
        rest = after;
    }
    let ours: BTreeMap<_, _> = known().iter().map(|file| named(file)).collect();
    assert!(ours.keys().map(String::as_str).eq(bundled::names()));
    assert!(ours.keys().eq(originals.keys()));
    for (name, ours) in &ours {
        assert!(ours == &originals[name], "{name} differs");
    }
}
