//! What every file of the page weighs, and whether it keeps its budgets. A kilobyte (KB) is 1000 bytes here.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::stamp::{Hash, files_below};

/// When the page needs a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// Before one can type.
    Start,
    /// Until everything on the Playground route works.
    Playground,
    /// When another route or the size lab is opened.
    Later,
    /// Never by the page: for people who look into the folder.
    Never,
}

/// Files by the start of their path in `dist/`; the first match counts. What is not here counts as [`Class::Start`], so
/// that a new file can't slip past the budgets.
const CLASSES: [(&str, Class); 9] = [
    ("live", Class::Later),
    ("squeeze", Class::Later),
    ("search", Class::Later),
    ("worker", Class::Playground),
    ("examples/", Class::Playground),
    ("learn/", Class::Later),
    ("LICENSE", Class::Never),
    ("licenses", Class::Never),
    ("editor.LICENSES", Class::Never),
];

/// A limit on the sum of brotli sizes of all files up to a class, in bytes.
struct Budget {
    name: &'static str,
    up_to: Class,
    bytes: u64,
}

/// What the page did before it had a compiler of its own fitted into 350 and 600 KB. The compiler with its language services came to
/// about 270 KB; the notations, layers, exports, searches, surveys and breakages of payloads, and their interface, to 130 more; the
/// form, the JSON editor's services, samples, absent fields, the text format and the size lab, with their interface, to 180. Calls,
/// simulated over HTTP/2 and HTTP/1.1 and written as programs, came to 270, of which 105 are their page: it is part of the program
/// that starts, since what is written there is saved, shared and undone with all else. Learning, with parts that run, eight kinds of
/// question, review and search, came to 105 in the program that starts and 95 in the engine, which grades: lessons, questions and
/// the playground share the editor, the bytes and what is kept of the user.
const BUDGETS: [Budget; 2] = [
    Budget { name: "to start typing", up_to: Class::Start, bytes: 690_000 },
    Budget { name: "playground complete", up_to: Class::Playground, bytes: 1_690_000 },
];

/// One file's sizes, in bytes.
#[derive(Clone, Debug)]
struct Weight {
    path: String,
    class: Class,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the sizes of all files in the folder and holds them against the budgets. Compressed sizes are remembered in
/// `memory` by content.
///
/// # Errors
/// When a budget is exceeded, after the table is printed, or a file can't be read.
pub fn check(dist: &Path, memory: &Path) -> Result<()> {
    let mut weights = Vec::new();
    for file in files_below(dist, &|_| true)? {
        let path = file.strip_prefix(dist).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        weights.push(weigh(path, &file, memory)?);
    }
    weights.sort_by(|a, b| (a.class, b.brotli, &a.path).cmp(&(b.class, a.brotli, &b.path)));
    print!("{}", table(&weights));
    match exceeded(&weights).as_slice() {
        [] => Ok(()),
        complaints => bail!("{}", complaints.join("; ")),
    }
}

fn class_of(path: &str) -> Class {
    CLASSES.iter().find(|(start, _)| path.starts_with(start)).map_or(Class::Start, |(_, class)| *class)
}

fn weigh(path: String, file: &Path, memory: &Path) -> Result<Weight> {
    let bytes = fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
    let mut hash = Hash::default();
    hash.add(&bytes);
    let (gzip, brotli) = remembered(&memory.join(hash.hex()), || Ok((gzip_size(&bytes)?, brotli_size(&bytes)?)))?;
    Ok(Weight { class: class_of(&path), path, raw: bytes.len() as u64, gzip, brotli })
}

/// Two numbers from a file, or computed and written there.
fn remembered(file: &PathBuf, compute: impl FnOnce() -> Result<(u64, u64)>) -> Result<(u64, u64)> {
    let known = fs::read_to_string(file).ok().and_then(|text| {
        let (a, b) = text.split_once(' ')?;
        Some((a.parse().ok()?, b.parse().ok()?))
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let (a, b) = compute()?;
    crate::stamp::set(file, &format!("{a} {b}"))?;
    Ok((a, b))
}

fn gzip_size(bytes: &[u8]) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len() as u64)
}

/// Quality 11 and a 4 MiB window, the strongest that browsers accept without negotiation and static hosts use.
fn brotli_size(bytes: &[u8]) -> Result<u64> {
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out.len() as u64)
}

fn sum(weights: &[Weight], up_to: Class, size: impl Fn(&Weight) -> u64) -> u64 {
    weights.iter().filter(|weight| weight.class <= up_to).map(size).sum()
}

fn exceeded(weights: &[Weight]) -> Vec<String> {
    let over = |budget: &&Budget| sum(weights, budget.up_to, |weight| weight.brotli) > budget.bytes;
    let complaint = |budget: &Budget| {
        let sum = sum(weights, budget.up_to, |weight| weight.brotli);
        format!("“{}” takes {} KB with brotli, more than its budget of {} KB", budget.name, kb(sum), kb(budget.bytes))
    };
    BUDGETS.iter().filter(over).map(complaint).collect()
}

/// The files, then the sums, in KB.
fn table(weights: &[Weight]) -> String {
    let width = weights.iter().map(|weight| weight.path.len()).chain([24]).max().unwrap_or(0);
    let mut out =
        format!("   {:width$}  {:>9} {:>9} {:>9}  needed\n", "sizes in KB (1000 bytes)", "raw", "gzip -9", "brotli 11");
    for Weight { path, class, raw, gzip, brotli } in weights {
        let class = match class {
            Class::Start => "to start typing",
            Class::Playground => "by the playground",
            Class::Later => "later",
            Class::Never => "never",
        };
        writeln!(out, "   {path:width$}  {:>9} {:>9} {:>9}  {class}", kb(*raw), kb(*gzip), kb(*brotli)).ok();
    }
    for Budget { name, up_to, bytes } in BUDGETS {
        let [raw, gzip, brotli] =
            [|w: &Weight| w.raw, |w: &Weight| w.gzip, |w: &Weight| w.brotli].map(|size| kb(sum(weights, up_to, size)));
        writeln!(out, "   {:width$}  {raw:>9} {gzip:>9} {brotli:>9}  budget {}", format!("= {name}"), kb(bytes)).ok();
    }
    out
}

/// Kilobytes with one decimal, rounded up: a sum shown as its budget keeps it.
fn kb(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(files: &[(&str, u64)]) -> Vec<Weight> {
        let weight = |&(path, brotli): &(&str, u64)| {
            let class = class_of(path);
            Weight { path: path.into(), class, raw: brotli * 3, gzip: brotli * 2, brotli }
        };
        files.iter().map(weight).collect()
    }

    #[test]
    fn the_worker_comes_after_the_page_and_the_unknown_counts_at_once() {
        assert_eq!(class_of("worker_bg.wasm"), Class::Playground);
        assert_eq!(class_of("squeeze_bg.wasm"), Class::Later);
        assert_eq!(class_of("app_bg.wasm"), Class::Start);
        assert_eq!(class_of("snippets/a/editor.js"), Class::Start);
        assert_eq!(class_of("something-new.bin"), Class::Start);
        assert_eq!(class_of("learn/questions.json"), Class::Later);
    }

    #[test]
    fn a_budget_may_be_reached_and_not_exceeded() {
        let mut files = vec![("app_bg.wasm", 690_000), ("worker_bg.wasm", 1_000_000), ("learn/all.json", 900_000)];
        assert_eq!(exceeded(&weights(&files)), Vec::<String>::new());
        files.push(("worker.js", 1));
        assert_eq!(
            exceeded(&weights(&files)),
            ["“playground complete” takes 1690.1 KB with brotli, more than its budget of 1690.0 KB"]
        );
        files.push(("new.js", 1));
        assert_eq!(exceeded(&weights(&files)).len(), 2);
    }

    #[test]
    fn the_table_sums_what_the_budgets_count() {
        let table = table(&weights(&[("app.js", 1_000), ("worker.js", 2_000), ("learn/a", 5_000)]));
        let sums: Vec<Vec<&str>> =
            table.lines().filter(|line| line.contains('=')).map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(sums[0][4..], ["3.0", "2.0", "1.0", "budget", "690.0"]);
        assert_eq!(sums[1][3..], ["9.0", "6.0", "3.0", "budget", "1690.0"]);
    }

    #[test]
    fn sizes_are_those_of_the_real_formats() {
        let text = b"tag, length, payload; ".repeat(100);
        let mut unpacked = Vec::new();
        let mut packed = Vec::new();
        let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        brotli::BrotliCompress(&mut &*text, &mut packed, &params).unwrap();
        brotli::BrotliDecompress(&mut &*packed, &mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        assert!(brotli_size(&text).unwrap() < 60 && gzip_size(&text).unwrap() < 80);
    }

    #[test]
    fn kilobytes_round_up() {
        assert_eq!([0, 1, 100, 350_000, 350_001].map(kb), ["0.0", "0.1", "0.1", "350.0", "350.1"]);
    }
}
