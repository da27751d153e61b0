//! Which file needs which: imports that lead nowhere, that are written twice or go in a circle, and the order to compile in.
//!
//! The Google files that come with Wirelens are found first, as protoc's own are: a tree's second `descriptor.proto` would
//! otherwise stand against the one the options are read with. Knows only names, no declarations.

use std::collections::HashMap;

use super::google::BUNDLED;
use crate::diagnostic::{Diagnostic, Label, Place};
use crate::suggest::closest;
use crate::text::Span;

/// How many file names a help lists.
const LISTED: usize = 8;

/// How many missing imports get a help; finding one costs a look at every name.
const MAX_HELPS: usize = 100;

/// A file and what it imports, as far as this module needs to know.
pub(super) struct Node<'a> {
    /// Its name.
    pub name: &'a str,
    /// The imported names and the places of their statements.
    pub imports: Vec<(&'a str, Span)>,
    /// Whether it can be compiled at all.
    pub readable: bool,
}

/// The order to compile in.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The files whose imports, and theirs, are all there: each behind what it imports.
    pub order: Vec<usize>,
    /// What is wrong with the imports.
    pub diagnostics: Vec<Diagnostic>,
}

enum Target {
    Bundled,
    File(usize),
    Missing,
}

/// Resolves the imports of `nodes`, which are the user's files in their order. Of two files of one name the first is meant.
pub(super) fn plan(nodes: &[Node<'_>]) -> Plan {
    let mut by_name = HashMap::new();
    for (index, node) in nodes.iter().enumerate() {
        by_name.entry(node.name).or_insert(index);
    }
    let target = |name: &str| match by_name.get(name) {
        _ if BUNDLED.contains(&name) => Target::Bundled,
        Some(&index) => Target::File(index),
        None => Target::Missing,
    };

    let mut plan = Plan::default();
    let mut usable: Vec<bool> = nodes.iter().map(|node| node.readable).collect();
    let mut edges = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let mut needs = Vec::new();
        for &(name, span) in &node.imports {
            if let Some(&first) = seen.get(name) {
                usable[index] = false;
                plan.diagnostics.push(repeated(index, name, first, span));
                continue;
            }
            seen.insert(name, span);
            match target(name) {
                Target::Bundled => {}
                Target::File(other) => needs.push((other, span)),
                Target::Missing => {
                    usable[index] = false;
                    let helped = plan.diagnostics.len() < MAX_HELPS;
                    plan.diagnostics.push(missing(index, name, span, if helped { nodes } else { &[] }));
                }
            }
        }
        edges.push(needs);
    }
    visit(nodes, &edges, &mut usable, &mut plan);
    plan
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Walks the imports depth first with a stack of its own, for a chain of imports may be as long as there are files.
fn visit(nodes: &[Node<'_>], edges: &[Vec<(usize, Span)>], usable: &mut [bool], plan: &mut Plan) {
    let mut marks = vec![Mark::New; nodes.len()];
    for start in 0..nodes.len() {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::Open;
        let mut stack = vec![(start, 0)];
        while let Some(top) = stack.last_mut() {
            let file = top.0;
            if let Some(&(needed, span)) = edges[file].get(top.1) {
                top.1 += 1;
                match marks[needed] {
                    Mark::New => {
                        marks[needed] = Mark::Open;
                        stack.push((needed, 0));
                    }
                    Mark::Open => {
                        usable[file] = false;
                        let way = stack.iter().map(|&(index, _)| index).skip_while(|&index| index != needed);
                        let way: Vec<&str> = way.map(|index| nodes[index].name).collect();
                        plan.diagnostics.push(cycle(file, &way, span));
                    }
                    Mark::Done => {}
                }
            } else {
                usable[file] = usable[file] && edges[file].iter().all(|&(needed, _)| usable[needed]);
                if usable[file] {
                    plan.order.push(file);
                }
                marks[file] = Mark::Done;
                stack.pop();
            }
        }
    }
}

fn repeated(index: usize, name: &str, first: Span, span: Span) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::error("proto-import", Place::file(index, span), format!("'{name}' is imported twice"))
            .with_help("remove one of the two imports");
    diagnostic.labels.push(Label { place: Place::file(index, first), message: "first imported here".to_owned() });
    diagnostic
}

fn missing(index: usize, name: &str, span: Span, nodes: &[Node<'_>]) -> Diagnostic {
    let message = format!("imported file '{name}' was not found");
    Diagnostic::error("proto-import", Place::file(index, span), message).with_help(missing_help(index, name, nodes))
}

fn missing_help(index: usize, name: &str, nodes: &[Node<'_>]) -> String {
    let others = || nodes.iter().enumerate().filter(|&(at, _)| at != index).map(|(_, node)| node.name);
    let last_part = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let wanted = last_part(name);
    let same_last_part = others().chain(BUNDLED).find(|other| last_part(other) == wanted);
    if let Some(meant) = same_last_part.or_else(|| closest(name, others().chain(BUNDLED))) {
        return format!("did you mean '{meant}'?");
    }
    let listed: Vec<String> = others().take(LISTED).map(|name| format!("'{name}'")).collect();
    let more = others().count().saturating_sub(LISTED);
    match (listed.is_empty(), more) {
        (true, _) => format!("add a file named '{name}'; only Google's own files come with Wirelens"),
        (_, 0) => format!("add a file named '{name}', or import one of {}", listed.join(", ")),
        _ => format!("add a file named '{name}', or import one of {} and {more} more", listed.join(", ")),
    }
}

/// `way` leads from the imported file to the importing one.
fn cycle(index: usize, way: &[&str], span: Span) -> Diagnostic {
    let name = way.first().copied().unwrap_or_default();
    let message = match way {
        [_] => format!("'{name}' imports itself"),
        // A circle of a thousand files is no help to anyone.
        [first, second, .., last] if way.len() > LISTED => {
            format!("imports go in a circle: {first} → {second} → … ({} files) → {last} → {first}", way.len())
        }
        _ => format!("imports go in a circle: {} → {name}", way.join(" → ")),
    };
    Diagnostic::error("proto-import", Place::file(index, span), message)
        .with_help("remove one of the imports, or move what both files need into a third")
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    /// Files as `name: import import`, one a line; `!` before the name for an unreadable one.
    fn check(files: &str, expect: Expect) {
        let nodes: Vec<Node<'_>> = files
            .lines()
            .map(|line| {
                let (name, imports) = line.trim().split_once(':').unwrap();
                let imports = imports.split_whitespace().enumerate().map(|(at, name)| (name, Span::at(at))).collect();
                Node { name: name.trim_start_matches('!'), imports, readable: !name.starts_with('!') }
            })
            .collect();
        let plan = plan(&nodes);
        let mut shown = format!("{:?}\n", plan.order.iter().map(|&index| nodes[index].name).collect::<Vec<_>>());
        for diagnostic in plan.diagnostics {
            let help = diagnostic.help.unwrap_or_default();
            shown += &format!("{:?} {}\n    {help}\n", diagnostic.place, diagnostic.message);
        }
        expect.assert_eq(&shown);
    }

    #[test]
    fn imported_files_come_first() {
        check(
            "a: b c\nb: c google/protobuf/any.proto\nc:",
            expect![[r#"
            ["c", "b", "a"]
        "#]],
        );
    }

    #[test]
    fn files_that_need_a_broken_one_are_left_out_in_silence() {
        check(
            "a: b\nb: c\n!c:\nd:",
            expect![[r#"
            ["d"]
        "#]],
        );
    }

    #[test]
    fn missing_files_are_named_each() {
        check(
            "a: usr.proto far/away.proto\nuser.proto: google/protobuf/timestmp.proto any.proto",
            expect![[r#"
            []
            Place { source: File(0), span: Span { start: 0, end: 0 } } imported file 'usr.proto' was not found
                did you mean 'user.proto'?
            Place { source: File(0), span: Span { start: 1, end: 1 } } imported file 'far/away.proto' was not found
                add a file named 'far/away.proto', or import one of 'user.proto'
            Place { source: File(1), span: Span { start: 0, end: 0 } } imported file 'google/protobuf/timestmp.proto' was not found
                did you mean 'google/protobuf/timestamp.proto'?
            Place { source: File(1), span: Span { start: 1, end: 1 } } imported file 'any.proto' was not found
                did you mean 'google/protobuf/any.proto'?
        "#]],
        );
        check(
            "a: x/y.proto",
            expect![[r#"
            []
            Place { source: File(0), span: Span { start: 0, end: 0 } } imported file 'x/y.proto' was not found
                add a file named 'x/y.proto'; only Google's own files come with Wirelens
        "#]],
        );
    }

    #[test]
    fn circles_and_repetitions_are_located() {
        check(
            "a: a\nb: c c\nc: d\nd: e b\ne:",
            expect![[r#"
            ["e"]
            Place { source: File(1), span: Span { start: 1, end: 1 } } 'c' is imported twice
                remove one of the two imports
            Place { source: File(0), span: Span { start: 0, end: 0 } } 'a' imports itself
                remove one of the imports, or move what both files need into a third
            Place { source: File(3), span: Span { start: 1, end: 1 } } imports go in a circle: b → c → d → b
                remove one of the imports, or move what both files need into a third
        "#]],
        );
    }

    #[test]
    fn long_chains_do_not_recurse() {
        let names: Vec<String> = (0..20_000).map(|at| format!("f{at}")).collect();
        let nodes: Vec<Node<'_>> = (0..names.len())
            .map(|at| Node {
                name: &names[at],
                imports: vec![(names[(at + 1) % names.len()].as_str(), Span::at(0))],
                readable: true,
            })
            .collect();
        let plan = plan(&nodes);
        assert!(plan.order.is_empty());
        assert_eq!(plan.diagnostics.len(), 1);
        assert!(plan.diagnostics[0].message.len() < 100, "{}", plan.diagnostics[0].message);
    }
}
