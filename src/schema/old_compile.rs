//! The compiler: reads every file, orders them by their imports and links them into one descriptor pool.
//!
//! protox's own `Compiler` stops at the first file with an error, so only its parser and its linker are used: each file is
//! read by itself and linked behind what it imports. Knows no message and no byte.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use prost_reflect::prost_types::{FileDescriptorProto, SourceCodeInfo};
use prost_reflect::{DescriptorError, DescriptorPool};
use protox::file::File as Source;

use super::google::{self, BUNDLED};
use super::old_imports::{Node, Plan};
use super::old_report::{self as report, Report};
use super::places::{Lines, Places, locations, tag};
use super::{Compiled, Inner, Schema, limits};
use crate::diagnostic::{Diagnostic, Label, Place};
use crate::text::{File, Files, Span};

/// A byte order mark: protoc passes over it, protox does not.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// After so many files that fail to link the others are left unchecked: each costs a new pool.
const MAX_FAILURES: usize = 50;

/// How many bytes of text may be linked again because of such failures.
const MAX_RELINKED: usize = 4 << 20;

/// A file that was read.
struct Unit<'a> {
    /// The text as protox saw it: as long as the original.
    text: Cow<'a, str>,
    /// Without source code info. With it, prost-reflect's work on options is quadratic.
    descriptor: FileDescriptorProto,
    info: SourceCodeInfo,
}

/// Compiles all files and reports what is wrong with each of them.
///
/// A file that imports one with an error is not linked, and nothing is said about it: its own errors, if there are any, could
/// as well be the other's.
pub fn compile(files: &Files) -> Compiled {
    let mut report = Report::default();
    let units = read(files, &mut report);
    let plan = plan(files, &units, &mut report);

    let mut pool = google::pool();
    let mut linked: Vec<usize> = Vec::new();
    let mut failed: HashSet<&str> = HashSet::new();
    let (mut failures, mut relinked) = (0, 0);
    for index in plan.order {
        let Some(unit) = &units[index] else { continue };
        if unit.descriptor.dependency.iter().any(|name| failed.contains(name.as_str())) {
            failed.insert(&files[index].name);
            continue;
        }
        match pool.add_file_descriptor_proto(unit.descriptor.clone()) {
            Ok(()) => linked.push(index),
            Err(error) => {
                failed.insert(&files[index].name);
                failures += 1;
                pool = relink(&linked, &units);
                report_link(index, unit, &error, &pool, &mut report);
                relinked += linked.iter().filter_map(|&at| units[at].as_ref()).map(|it| it.text.len()).sum::<usize>();
                if failures == MAX_FAILURES || relinked > MAX_RELINKED {
                    let text = "other files are checked once the errors so far are mended";
                    report.push(Diagnostic::info("proto-more", Place::file(index, Span::at(0)), text));
                    break;
                }
            }
        }
    }

    let pool = settled(&linked, &units, pool);
    // In the order of the files, not in that of their imports.
    linked.sort_unstable();
    let mut places = Places::default();
    let mut messages = Vec::new();
    for &index in &linked {
        if let Some(unit) = &units[index] {
            messages.extend(places.add(index, &unit.text, &unit.descriptor, &unit.info));
        }
    }
    let schema =
        (files.is_empty() || !linked.is_empty()).then(|| Schema { inner: Arc::new(Inner { pool, messages, places }) });
    Compiled { schema, diagnostics: report.finish() }
}

/// Reads each file by itself.
fn read<'a>(files: &'a Files, report: &mut Report) -> Vec<Option<Unit<'a>>> {
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut units = Vec::with_capacity(files.len());
    for (index, file) in files.iter().enumerate() {
        let first = *names.entry(file.name.as_str()).or_insert(index);
        if let Some(diagnostic) = name_problem(index, first, file) {
            report.push(diagnostic);
            units.push(None);
            continue;
        }
        let text = blanked(&file.text);
        if let Some(diagnostic) = limits::check(index, &text) {
            report.push(diagnostic);
            units.push(None);
            continue;
        }
        match Source::from_source(&file.name, &text) {
            Ok(source) => {
                let mut descriptor = FileDescriptorProto::from(source);
                let info = descriptor.source_code_info.take().unwrap_or_default();
                units.push(Some(Unit { text, descriptor, info }));
            }
            Err(error) => {
                report::syntax(index, &text, &error, report);
                units.push(None);
            }
        }
    }
    units
}

fn name_problem(index: usize, first: usize, file: &File) -> Option<Diagnostic> {
    let place = Place::file(index, Span::at(0));
    if file.name.trim().is_empty() {
        let diagnostic = Diagnostic::error("proto-file", place, "the file has no name");
        return Some(diagnostic.with_help("name it as other files import it, such as 'user.proto'"));
    }
    if BUNDLED.contains(&file.name.as_str()) {
        let message = format!("'{}' comes with Wirelens, so this file is not used", file.name);
        return Some(Diagnostic::warning("proto-file", place, message).with_help("rename or remove the file"));
    }
    (first != index).then(|| {
        let message = format!("there are two files named '{}', so this one is not used", file.name);
        let mut diagnostic = Diagnostic::error("proto-file", place, message).with_help("rename one of them");
        let label = Label { place: Place::file(first, Span::at(0)), message: "the other file".to_owned() };
        diagnostic.labels.push(label);
        diagnostic
    })
}

/// The text with blanks in place of a byte order mark, so that offsets stay what they are.
fn blanked(text: &str) -> Cow<'_, str> {
    match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => Cow::Owned(format!("{}{rest}", " ".repeat(BYTE_ORDER_MARK.len()))),
        None => Cow::Borrowed(text),
    }
}

fn plan(files: &Files, units: &[Option<Unit<'_>>], report: &mut Report) -> Plan {
    let nodes: Vec<Node<'_>> = files
        .iter()
        .zip(units)
        .map(|(file, unit)| Node {
            name: &file.name,
            imports: unit.as_ref().map(import_places).unwrap_or_default(),
            readable: unit.is_some(),
        })
        .collect();
    let mut plan = super::old_imports::plan(&nodes);
    for diagnostic in plan.diagnostics.drain(..) {
        report.push(diagnostic);
    }
    plan
}

fn import_places<'a>(unit: &'a Unit<'_>) -> Vec<(&'a str, Span)> {
    if unit.descriptor.dependency.is_empty() {
        return Vec::new();
    }
    let (lines, locations) = (Lines::new(&unit.text), locations(&unit.info));
    let span = |at: usize| lines.span(locations.get([tag::FILE_DEPENDENCY, at as i32].as_slice())?);
    let names = unit.descriptor.dependency.iter().enumerate();
    names.map(|(at, name)| (name.as_str(), span(at).unwrap_or_default())).collect()
}

/// A pool with the files that are known to link. A failed one leaves names of extensions behind in its pool (prost-reflect's
/// `rollback` compares an extension's index with the number of messages), so that pool is thrown away.
fn relink(linked: &[usize], units: &[Option<Unit<'_>>]) -> DescriptorPool {
    let mut pool = google::pool();
    for unit in linked.iter().filter_map(|&index| units[index].as_ref()) {
        // It linked before, in the same order.
        let _ = pool.add_file_descriptor_proto(unit.descriptor.clone());
    }
    pool
}

/// The same pool made of descriptors whose options are resolved. Linking, prost-reflect decides whether a field is packed
/// before it has read `[packed = …]`; it decides nothing else by options, so a text without the word needs no second linking.
fn settled(linked: &[usize], units: &[Option<Unit<'_>>], pool: DescriptorPool) -> DescriptorPool {
    let mut texts = linked.iter().filter_map(|&index| units[index].as_ref()).map(|unit| &unit.text);
    if !texts.any(|text| text.contains("packed")) {
        return pool;
    }
    let mut settled = google::pool();
    for unit in linked.iter().filter_map(|&index| units[index].as_ref()) {
        let file = pool.get_file_by_name(unit.descriptor.name());
        let Some(bytes) = file.map(|file| file.encode_to_vec()) else { return pool };
        if settled.decode_file_descriptor_proto(bytes.as_slice()).is_err() {
            return pool;
        }
    }
    settled
}

/// Reports why a file does not link; `pool` is one it is not in.
fn report_link(index: usize, unit: &Unit<'_>, bare: &DescriptorError, pool: &DescriptorPool, report: &mut Report) {
    let context = report::Link { index, text: &unit.text, descriptor: &unit.descriptor, info: &unit.info, pool };
    report::link(&context, bare, report);
}
