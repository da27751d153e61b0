//! What people drop onto the workspace: files, folders, archives, descriptor sets, good and bad; and what they take away.
#![cfg(test)] // tells clippy that helpers here are tests too

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use wirelens::{
    text::File,
    workspace::{
        Imported, Picked, import,
        zip::{self, ZipError},
    },
};
use zip_judge::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

const SET: &[u8] = include_bytes!("sets/all.binpb");
const BUNDLED: &[u8] = include_bytes!("bundled.binpb");

/// Encoded files of a set.
fn split(set: &[u8]) -> Vec<Vec<u8>> {
    let (mut at, mut files) = (0, Vec::new());
    while at < set.len() {
        let length = wirelens::wire::varint::read(set, at + 1).unwrap();
        let start = at + 1 + usize::from(length.len);
        at = start + length.value as usize;
        files.push(set[start..at].to_vec());
    }
    files
}

/// Picks files as the page does, each of which the user pointed at.
fn pick(files: &[(&str, &[u8])]) -> Picked {
    let mut picked = Picked::default();
    for (path, content) in files {
        if picked.wants(path, content.len() as u64, true) {
            picked.add((*path).to_owned(), Some(content.to_vec()));
        }
    }
    picked
}

fn read(files: &[(&str, &[u8])]) -> Imported {
    import(pick(files), &Vec::new(), &split(BUNDLED))
}

fn names(imported: &Imported) -> Vec<&str> {
    imported.files.iter().map(|file| file.name.as_str()).collect()
}

/// An archive as another program writes it.
fn archive(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_directory("folder/", SimpleFileOptions::default()).unwrap();
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.set_comment("a comment").unwrap();
    writer.finish().unwrap().into_inner()
}

const A: &[u8] = b"syntax = \"proto3\";\npackage acme.v1;\nimport \"acme/v1/b.proto\";\nmessage A { B b = 1; }\n";
const B: &[u8] = b"syntax = \"proto3\";\npackage acme.v1;\nmessage B {}\n";

#[test]
fn a_folder_and_an_archive_of_it_give_the_same_files() {
    let tree: [(&str, &[u8]); 5] = [
        ("repo-main/README.md", b"# Readme"),
        ("repo-main/proto/acme/v1/a.proto", A),
        ("repo-main/proto/acme/v1/b.proto", B),
        ("repo-main/.git/c.proto", b"no"),
        ("__MACOSX/repo-main/._a.proto", b"no"),
    ];
    let mut folder = Picked::default();
    for (path, content) in tree {
        if folder.wants(path, content.len() as u64, false) {
            folder.add(path.to_owned(), Some(content.to_vec()));
        }
    }
    let folder = import(folder, &Vec::new(), &[]);
    assert_eq!(names(&folder), ["acme/v1/a.proto", "acme/v1/b.proto"]);
    assert_eq!(folder.notes, ["repo-main/README.md is no .proto file and was left out."]);
    assert_eq!(folder.origin, "repo-main");
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let zipped = read(&[("repo.zip", &archive(&tree, method))]);
        assert_eq!((&zipped.files, &zipped.notes), (&folder.files, &folder.notes));
        assert_eq!(zipped.origin, "repo.zip");
    }
}

#[test]
fn a_descriptor_set_becomes_files_and_what_is_built_in_is_left_out() {
    let imported = read(&[("image.binpb", SET)]);
    assert_eq!(names(&imported), ["all.proto", "dep.proto", "edition.proto", "p3.proto"]);
    assert_eq!(imported.notes, Vec::<String>::new());
    // By any name, if it is all there is; inside an archive too.
    let zipped = archive(&[("x/what.ever", SET)], CompressionMethod::Deflated);
    for picked in [read(&[("what.ever", SET)]), read(&[("a.zip", &zipped)])] {
        assert_eq!(picked.files, imported.files);
    }
    let all = read(&[("bundled.binpb", BUNDLED)]);
    assert_eq!(names(&all), [""; 0]);
    assert_eq!(
        all.notes,
        [
            "google/api/http.proto, google/protobuf/descriptor.proto, google/api/annotations.proto and 47 more were left out: they are built in."
        ]
    );
}

#[test]
fn names_that_are_no_names_are_mended_or_refused() {
    let hostile: [(&str, &[u8]); 7] = [
        ("../../etc/one.proto", b"// 1"),
        ("C:\\protos\\two.proto", b"// 2"),
        ("/three.proto", b"// 3"),
        ("__proto__.proto", b"// 4"),
        ("constructor/toString.proto", b"// 5"),
        ("a\0.proto", b"// 6"),
        ("x/..\\../four.proto", b"// 7"),
    ];
    let imported = read(&hostile);
    assert_eq!(
        names(&imported),
        [
            "__proto__.proto",
            "constructor/toString.proto",
            "etc/one.proto",
            "four.proto",
            "protos/two.proto",
            "three.proto"
        ]
    );
    assert_eq!(
        imported.notes,
        [
            "../../etc/one.proto, C:\\protos\\two.proto, /three.proto and 1 more have other names here: an import has no `..`, no backslash and no drive.",
            "\"a\\0.proto\" was left out: no import can have that name.",
        ]
    );
}

#[test]
fn two_files_of_one_name_are_both_kept() {
    let a: &[u8] = b"package a; import \"common.proto\";";
    let imported = read(&[
        ("r/one/a.proto", a),
        ("r/one/common.proto", b"// one"),
        ("r/two/b.proto", b"import \"common.proto\";"),
        ("r/two/common.proto", b"// two"),
        ("r/three/common.proto", b"// one"),
        ("r/buf.work.yaml", b"directories: [one, two, three]"),
    ]);
    assert_eq!(names(&imported), ["a.proto", "b.proto", "common.proto", "r/two/common.proto"]);
    assert_eq!(
        imported.notes,
        [
            "r/one/common.proto and r/two/common.proto would both be imported as common.proto; the second is r/two/common.proto here."
        ]
    );
}

#[test]
fn what_is_no_text_is_located() {
    let imported =
        read(&[("a.proto", b"syntax = \"proto3\";\n// caf\xe9\n"), ("b.proto", b"\0\0"), ("c.proto", b"\xff\xfea\0")]);
    assert_eq!(imported.files[0].text, "syntax = \"proto3\";\n// caf�\n");
    assert_eq!(imported.files[1].text, "\0\0");
    assert_eq!(imported.files[2].text, "a");
    assert_eq!(
        imported.notes,
        [
            "a.proto is not UTF-8 at 2:7, where it has e9; it is shown as �.",
            "c.proto was UTF-16, which compilers refuse; here it is UTF-8.",
        ]
    );
    assert_eq!(imported.look, Some((0, wirelens::text::Span::new(25, 26))));
}

#[test]
fn what_is_of_no_use_is_a_sentence() {
    let cases: [(&str, &[u8], &str); 5] = [
        (
            "a.bin",
            b"\x08\x96\x01",
            "a.bin is neither a .proto file nor a zip archive nor a descriptor set: its field 1 has another wire type than a descriptor's.",
        ),
        (
            "photo.jpg",
            b"\xff\xd8\xff\xe0",
            "photo.jpg is neither a .proto file nor a zip archive nor a descriptor set: its bytes are no records.",
        ),
        (
            "empty.pb",
            b"",
            "empty.pb is neither a .proto file nor a zip archive nor a descriptor set: its bytes are no records.",
        ),
        ("cut.zip", b"PK\x03\x04 and no more", "cut.zip was not opened: it is no zip archive, or was cut short."),
        ("no.zip", b"", "no.zip was not opened: it is no zip archive, or was cut short."),
    ];
    for (name, content, note) in cases {
        let imported = read(&[(name, content)]);
        assert_eq!((imported.files, imported.notes), (vec![], vec![note.to_owned()]));
    }
    assert_eq!(names(&read(&[("empty.proto", b"")])), ["empty.proto"]);
}

#[test]
fn too_much_is_not_unpacked() {
    let large = vec![b'/'; (8 << 20) + 1];
    let bomb = archive(&[("bomb.proto", &large), ("a.proto", b"")], CompressionMethod::Deflated);
    assert!(bomb.len() < 32 << 10);
    let imported = read(&[("bomb.zip", &bomb)]);
    assert_eq!(names(&imported), ["a.proto"]);
    assert_eq!(imported.notes, ["bomb.proto was left out: a file may have 8 MiB, and all together 16 MiB."]);

    let full = vec![b'/'; 8 << 20];
    let many: Vec<(String, &[u8])> = (0..9).map(|at| (format!("f{at}.proto"), full.as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    let imported = read(&[("many.zip", &archive(&many, CompressionMethod::Deflated))]);
    assert_eq!(names(&imported), ["f0.proto", "f1.proto"]);

    let small: Vec<String> = (0..1200).map(|at| format!("f{at:04}.proto")).collect();
    let small: Vec<(&str, &[u8])> = small.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let imported = read(&[("small.zip", &archive(&small, CompressionMethod::Stored))]);
    assert_eq!(imported.files.len(), 1000);
    assert_eq!(imported.notes, ["200 more files were left out: a workspace has room for 1000."]);
}

/// Each is small enough, and damaged only at its end; all of them share their bytes.
#[test]
fn entries_that_overlap_are_not_unpacked_for_ever() {
    let one = archive(&[("a.proto", &vec![b'/'; 4 << 20])], CompressionMethod::Deflated);
    let central = one.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    let end = one.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let mut entry = one[central..end].to_vec();
    entry[16] ^= 1;
    let count = 10_000u16;
    let mut many = one[..central].to_vec();
    many.extend(entry.repeat(count.into()));
    let size = (many.len() - central) as u32;
    many.extend(&one[end..]);
    let end = many.len() - (one.len() - end);
    many[end + 8..end + 10].copy_from_slice(&count.to_le_bytes());
    many[end + 10..end + 12].copy_from_slice(&count.to_le_bytes());
    many[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
    let imported = read(&[("many.zip", &many)]);
    assert_eq!(imported.files, []);
    assert!(
        imported.notes.iter().any(|note| note.contains("a.proto was left out: it is damaged.")),
        "{:?}",
        imported.notes
    );
    assert!(
        imported.notes.iter().any(|note| note.contains("more were left out: a file may have")),
        "{:?}",
        imported.notes
    );
}

/// An entry that says it is small, and is not.
#[test]
fn a_size_that_lies_is_damage() {
    let mut lying = archive(&[("a.proto", &vec![b'/'; 1 << 20])], CompressionMethod::Deflated);
    let central = lying.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    lying[central + 24..central + 28].copy_from_slice(&10u32.to_le_bytes());
    let entries = zip::entries(&lying).unwrap();
    assert_eq!(entries[0].read(&lying, 1 << 30), Err(ZipError::Damaged));
}

#[test]
fn kinds_of_archives_not_read_say_so() {
    let zipped = archive(&[("a.proto", B)], CompressionMethod::Stored);
    let central = zipped.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    let with = |at: usize, bytes: &[u8]| {
        let mut changed = zipped.clone();
        changed[central + at..central + at + bytes.len()].copy_from_slice(bytes);
        zip::entries(&changed).and_then(|entries| entries[0].read(&changed, 1 << 20))
    };
    assert_eq!(with(8, &[1, 0]), Err(ZipError::Encrypted));
    assert_eq!(with(10, &[14, 0]), Err(ZipError::Method(14)));
    assert_eq!(with(24, &[0xff; 4]), Err(ZipError::Zip64));
    assert_eq!(with(42, &[9, 9, 9, 0]), Err(ZipError::Damaged));
    assert_eq!(with(16, &[0; 4]), Err(ZipError::Damaged));
    assert_eq!(with(16, &[]), Ok(B.to_vec()));
    // A program in front, as in an archive that unpacks itself.
    let shifted = [&[0; 100][..], &zipped].concat();
    let entries = zip::entries(&shifted).unwrap();
    assert_eq!(entries[0].read(&shifted, 1 << 20), Ok(B.to_vec()));
}

proptest! {
    #[test]
    fn another_program_reads_what_is_written(files in prop::collection::btree_map("[a-zé/_]{1,20}", prop::collection::vec(any::<u8>(), 0..300), 0..6)) {
        let written = zip::write(files.iter().map(|(name, content)| (name.as_str(), content.as_slice()))).unwrap();
        let mut judge = ZipArchive::new(Cursor::new(&written)).unwrap();
        prop_assert_eq!(judge.len(), files.len());
        for (at, (name, content)) in files.iter().enumerate() {
            let mut entry = judge.by_index(at).unwrap();
            prop_assert_eq!(entry.name().unwrap(), name.as_str());
            let mut read = Vec::new();
            entry.read_to_end(&mut read).unwrap();
            prop_assert_eq!(&read, content);
        }
        let kept = files.iter().filter(|(name, _)| !name.ends_with('/'));
        let ours = zip::entries(&written).unwrap();
        prop_assert_eq!(ours.len(), kept.clone().count());
        for (entry, (_, content)) in ours.iter().zip(kept) {
            prop_assert_eq!(entry.read(&written, 1 << 20), Ok(content.clone()));
        }
    }

    #[test]
    fn no_archive_panics(at in 0usize..600, byte: u8, cut in 0usize..600) {
        let mut zipped = archive(&[("a.proto", A), ("b.proto", B)], CompressionMethod::Deflated);
        let at = at % zipped.len();
        zipped[at] = byte;
        let _ = read(&[("a.zip", &zipped)]);
        let _ = read(&[("a.zip", &zipped[..cut.min(zipped.len())])]);
    }

    #[test]
    fn whatever_is_picked_can_be_a_workspace(paths in prop::collection::vec("([a.b]|C:|[/\\\\]){0,8}(\\.proto|\\.zip|\\.pb|)", 0..8), text in "(import \"[ab/]{0,4}\\.proto\";|package [ab.]{0,4};){0,3}") {
        let files: Vec<(&str, &[u8])> = paths.iter().map(|path| (path.as_str(), text.as_bytes())).collect();
        let imported = read(&files);
        let names: std::collections::BTreeSet<&str> = imported.files.iter().map(|File { name, .. }| name.as_str()).collect();
        prop_assert_eq!(names.len(), imported.files.len());
        for name in names {
            prop_assert_eq!(wirelens::workspace::name_fault(name), None);
        }
    }
}
