//! Message types for tests that read bytes, compiled by protox alone.

#![allow(dead_code)] // each test uses a part of it

use prost_reflect::{DescriptorPool, MessageDescriptor};
use protox::file::{ChainFileResolver, File, FileResolver, GoogleFileResolver};
use wirelens::schema::Root;
use wirelens::wire::input;

/// One file, whatever it is called.
struct Only(String);

impl FileResolver for Only {
    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        match name {
            "test.proto" => File::from_source(name, &self.0),
            _ => Err(protox::Error::file_not_found(name)),
        }
    }
}

pub fn compile(text: &str) -> DescriptorPool {
    let mut resolver = ChainFileResolver::new();
    resolver.add(GoogleFileResolver::new());
    resolver.add(Only(text.to_owned()));
    let mut compiler = protox::Compiler::with_file_resolver(resolver);
    match compiler.include_imports(true).open_file("test.proto") {
        Ok(compiler) => compiler.descriptor_pool(),
        Err(error) => panic!("{error:?}"),
    }
}

pub fn message(text: &str) -> Root {
    let pool = compile(text);
    let first = pool.get_file_by_name("test.proto").and_then(|it| it.messages().next());
    let Some(first) = first else { panic!("no message") };
    root(&first)
}

pub fn root(message: &MessageDescriptor) -> Root {
    Root::of(message).unwrap_or_else(|| panic!("{} is not in its own pool", message.full_name()))
}

pub fn bytes_of(hex: &str) -> Vec<u8> {
    let payload = input::read(hex);
    assert_eq!(payload.diagnostics, []);
    payload.bytes
}

pub const USER: &str = r#"
    syntax = "proto3";
    package demo;
    message User {
        string name = 1;
        int32 age = 2;
        repeated string roles = 3;
        Address home = 4;
        repeated int32 scores = 5;
        map<string, int32> counts = 6;
        map<int32, Address> places = 7;
        Role role = 8;
        oneof contact { string mail = 9; int64 phone = 10; }
        repeated double weights = 11;
        bool active = 12;
        sint32 delta = 13;
        bytes photo = 14;
        repeated Role more = 15;
        fixed32 crc = 16;
        float ratio = 17;
    }
    message Address { string city = 1; Address next = 2; }
    enum Role { NONE = 0; ADMIN = 1; }
"#;

pub const OLD: &str = r#"
    syntax = "proto2";
    package demo;
    message Search {
        repeated group Result = 1 { optional string url = 2; repeated group Part = 3 { optional int32 n = 1; } }
        optional string raw = 4;
        extensions 100 to 200;
    }
    extend Search { optional int32 rank = 100; repeated string tags = 101; }
"#;

pub const KINDS: [&str; 14] = [
    "double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
    "sfixed64", "bool", "E",
];

/// Every scalar kind: alone from 1, packed from 21, not packed from 41; other fields from 61.
pub fn everything() -> Root {
    let mut fields = String::new();
    for (at, kind) in KINDS.iter().enumerate() {
        fields += &format!("{kind} a{at} = {};", at + 1);
        fields += &format!("repeated {kind} b{at} = {} [packed = true];", at + 21);
        fields += &format!("repeated {kind} c{at} = {} [packed = false];", at + 41);
    }
    fields += "string text = 61; bytes data = 62; All all = 63; repeated All more = 64; map<string, All> map = 65;";
    message(&format!("syntax = \"proto3\"; message All {{ {fields} }} enum E {{ ZERO = 0; ONE = 1; }}"))
}
