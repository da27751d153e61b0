//! The laws of the fuzz targets, held for their seeds and for what becomes of them after a few edits: what `cargo fuzz` does
//! for hours, for a moment, the same every time, and with a stable compiler.
#![cfg(test)]

#[path = "laws/bytes.rs"]
mod bytes;
#[path = "laws/compile.rs"]
mod compile;
#[path = "laws/form.rs"]
mod form;
#[path = "laws/grade.rs"]
mod grade;
#[path = "laws/http1.rs"]
mod http1;
#[path = "laws/http2.rs"]
mod http2;
#[path = "laws/input.rs"]
mod input;
#[path = "laws/json.rs"]
mod json;
#[path = "laws/protoscope.rs"]
mod protoscope;
#[path = "laws/scenes.rs"]
mod scenes;
#[path = "laws/simulate.rs"]
mod simulate;
#[path = "laws/stable.rs"]
mod stable;
#[path = "laws/text.rs"]
mod text;
#[path = "laws/textproto.rs"]
mod textproto;
#[path = "laws/web.rs"]
mod web;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A target, its law, and how many edited inputs it is held for.
type Target = (&'static str, fn(&[u8]), usize);

const TARGETS: [Target; 18] = [
    ("annotate", bytes::is_annotated, 1500),
    ("compile", compile::follows_edits, 40),
    ("form", form::is_safe, 400),
    ("format", |it| drop(text::keeps_meaning(&String::from_utf8_lossy(it))), 200),
    ("grade", grade::is_graded, 40),
    ("grpc_web", web::is_read, 1000),
    ("http1", http1::is_read, 1500),
    ("http2", http2::is_read, 1000),
    ("input", |it| input::is_read(&String::from_utf8_lossy(it)), 1500),
    ("json_reader", |it| json::is_read(&String::from_utf8_lossy(it)), 1500),
    ("json_stable", |it| stable::is_stable(&String::from_utf8_lossy(it)), 600),
    ("layers", input::is_peeled, 3000),
    ("parse", |it| text::is_a_tree(&String::from_utf8_lossy(it)), 200),
    ("protoscope_print", protoscope::bytes_come_back, 300),
    ("protoscope_text", |it| protoscope::text_is_read(&String::from_utf8_lossy(it)), 600),
    ("scan", bytes::is_scanned, 6000),
    ("simulate", simulate::hold, 60),
    ("textproto", |it| textproto::is_read(&String::from_utf8_lossy(it)), 600),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name)
}

/// Names below a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let names: BTreeSet<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.into_iter().collect()
}

#[test]
fn every_target_is_here_and_has_seeds() {
    let targets: Vec<String> =
        names(&folder("fuzz_targets")).iter().map(|it| it.trim_end_matches(".rs").to_owned()).collect();
    assert_eq!(TARGETS.map(|(name, ..)| name).as_slice(), targets);
    assert_eq!(names(&folder("seeds")), targets);
}

/// Numbers that are the same in every run: Marsaglia's xorshift.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// Bytes that decide something: the ends of varints, tags, the ends of groups, what is no UTF-8, and what texts are made of.
const TELLING: &[u8] =
    b"\x00\x01\x02\x07\x08\x0a\x0b\x0c\x0d\x0e\x0f\x12\x13\x14\x7f\x80\x81\xc3\xed\xff\" ,:\\x=-|{};09afz\n";

/// A seed after up to six edits; some take a piece of another seed.
fn edited(seed: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(bytes.len() + 1);
        let end = (at + 1 + numbers.below(8)).min(bytes.len());
        let telling = TELLING[numbers.below(TELLING.len())];
        match numbers.below(8) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, telling),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            4 => {
                let from = numbers.below(other.len());
                let to = (from + numbers.below(32)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            _ if at == bytes.len() => {}
            5 => bytes[at] = telling,
            6 => bytes[at] ^= 1 << numbers.below(8),
            _ => bytes[at] = bytes[at].wrapping_add(1),
        }
    }
    bytes
}

/// Says which input it was, if the law panics.
struct Witness<'a>(&'a str, &'a [u8]);

impl Drop for Witness<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}: {:02x?}\n{}", self.0, self.1, String::from_utf8_lossy(self.1));
        }
    }
}

#[test]
fn laws_hold_for_seeds_and_for_what_becomes_of_them() {
    for (target, law, count) in TARGETS {
        let folder = folder("seeds").join(target);
        let seeds: Vec<Vec<u8>> = names(&folder).iter().map(|it| fs::read(folder.join(it)).unwrap()).collect();
        let hold = |input: &[u8]| {
            let _witness = Witness(target, input);
            law(input);
        };
        seeds.iter().for_each(|seed| hold(seed));
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        for at in 0..count {
            let other = &seeds[numbers.below(seeds.len())];
            hold(&edited(&seeds[at % seeds.len()], other, &mut numbers));
        }
    }
}
