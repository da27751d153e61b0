//! A payload as Markdown, for an issue or a note: a table of the fields, the bytes, and a link that opens both.
//!
//! The dialect is GitHub's: tables, and fences around the bytes.

use crate::{
    analysis::Content,
    annotate::{NodeId, Nodes, Problem, TOP},
    text::Span,
    wire::input,
};

/// How many rows are written; an issue with more is not read.
const MAX_ROWS: usize = 100;

/// How many bytes are written.
const MAX_BYTES: usize = 1024;

/// The longest link that is written, in characters: beyond it sites cut the text around it.
const MAX_LINK: usize = 16 << 10;

/// The part of a payload that `spans` are, of a message of the type `root`; `link` opens the workspace.
pub(super) fn write(content: &Content, root: Option<&str>, spans: &[Span], link: Option<&str>) -> String {
    let total: usize = spans.iter().map(|span| span.len()).sum();
    let mut text = match root {
        Some(root) => format!("**{}**, ", code(root)),
        None => String::new(),
    };
    let count = content.bytes.len();
    if total == count {
        text.push_str(&format!("{count} bytes\n\n"));
    } else {
        text.push_str(&format!("{total} of {count} bytes\n\n"));
    }
    text.push_str(&table(content, spans));
    text.push_str(&dump(&content.bytes, spans));
    match link.filter(|link| link.len() <= MAX_LINK) {
        Some(link) => text.push_str(&format!("\n[Open in Wirelens]({link})\n")),
        None => text.push_str("\nThe workspace is too large for a link.\n"),
    }
    text
}

fn table(content: &Content, spans: &[Span]) -> String {
    let (nodes, bytes) = (&content.nodes, content.bytes.as_slice());
    let mut text = String::from("| Bytes | Field | Type | Value |\n|--:|---|---|---|\n");
    let mut rows = 0;
    let mut more = 0usize;
    for &span in spans {
        let inside = (first(nodes, span)..).map_while(|id| Some((id, nodes.get(id)?)));
        let inside = inside.take_while(|(_, node)| node.span.start < span.end);
        for (id, node) in inside.filter(|(_, node)| span.covers(node.span)) {
            if rows == MAX_ROWS {
                more += 1;
                continue;
            }
            rows += 1;
            let guess = if node.guessed && nodes.has_schema() { " (guessed)" } else { "" };
            let problem = problem(nodes, bytes, id, node.problem);
            text.push_str(&format!(
                "| {} | {} | {}{guess} | {}{problem} |\n",
                range(node.span),
                code(&nodes.path(bytes, id)),
                code(&nodes.type_text(id)),
                code(&nodes.value_text(bytes, id)),
            ));
        }
    }
    if more > 0 {
        text.push_str(&format!("\n… and {more} more\n"));
    }
    text
}

/// The first node that may lie in `span`: the outermost of those around its first byte that does.
fn first(nodes: &Nodes, span: Span) -> NodeId {
    let Some(leaf) = nodes.leaf_at(span.start as usize) else { return TOP };
    let parent = |&id: &NodeId| nodes.get(id).map(|node| node.parent).filter(|&id| id != TOP);
    let around = std::iter::successors(Some(leaf.node), parent);
    let inside = around.take_while(|&id| nodes.get(id).is_some_and(|node| span.covers(node.span)));
    inside.last().unwrap_or(leaf.node)
}

fn problem(nodes: &Nodes, bytes: &[u8], id: NodeId, problem: Option<Problem>) -> String {
    let diagnostic = problem.and_then(|_| nodes.diagnostic(bytes, id));
    diagnostic.map_or_else(String::new, |it| format!(" **{}**: {}", it.severity.word(), plain(&it.message)))
}

/// The bytes with their offsets, each selected part from its own.
fn dump(bytes: &[u8], spans: &[Span]) -> String {
    let mut text = String::from("\n```text\n");
    let mut left = MAX_BYTES;
    for span in spans {
        let shown = Span::new(span.start as usize, (span.start as usize + left).min(span.end as usize));
        left -= shown.len();
        let mut at = shown.start;
        for line in input::hex(shown.of(bytes)).lines() {
            text.push_str(&format!("{at:04x}  {line}\n"));
            at += 16;
        }
    }
    let total: usize = spans.iter().map(|span| span.len()).sum();
    if total > MAX_BYTES {
        text.push_str(&format!("… and {} more\n", total - MAX_BYTES));
    }
    text.push_str("```\n");
    text
}

/// The offsets of the first and the last byte.
fn range(span: Span) -> String {
    match span.len() {
        0 | 1 => span.start.to_string(),
        _ => format!("{}–{}", span.start, span.end - 1),
    }
}

/// A text as code in a cell of a table: behind more backticks than are in it, and without what ends the cell.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{ticks}{space}{}{space}{ticks}", cell(text))
}

/// A sentence in a cell of a table; what would be markup in it is none.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in cell(text).chars() {
        if matches!(char, '<' | '>' | '*' | '_' | '[' | ']' | '&' | '#') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// Without what ends the cell or the line.
fn cell(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect::<String>().replace('|', "\\|")
}
