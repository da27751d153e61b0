//! Edits of a JSON text that leave alone what they are not about: its lines, its blanks, its order, its comments.
//!
//! What comes in is laid out as what is beside it: on a line of its own with the same indentation, or on the same line.
//! What stands between values must be understood, blanks, comments and the one comma; else there is no edit. Knows JSON only.

use super::super::json::quoted;
use super::super::json::tree::{Kind, NodeId, Tree};
use super::layout::{Fragment, Style};
use crate::text::Span;

/// Replacements in ascending order, none overlapping.
pub(super) type Edits = Vec<(Span, String)>;

/// What stands between the brackets of an array or object.
struct Joints {
    /// Behind the opening bracket.
    open: usize,
    /// Where the closing bracket is.
    close: usize,
    children: Vec<NodeId>,
    /// The comma behind each child; behind the last one there may be one, though JSON has none there.
    commas: Vec<usize>,
}

/// Nothing where it is not closed, or where something is in it that is none of its children.
fn joints(tree: &Tree<'_>, container: NodeId) -> Option<Joints> {
    let text = tree.text();
    let closing = match tree.kind(container) {
        Kind::Array => b']',
        Kind::Object => b'}',
        _ => return None,
    };
    let span = tree.span(container);
    let (open, close) = (span.start as usize + 1, (span.end as usize).checked_sub(1)?);
    if close < open || text.as_bytes().get(close) != Some(&closing) {
        return None;
    }
    let mut joints = Joints { open, close, children: Vec::new(), commas: Vec::new() };
    let mut at = open;
    for child in tree.children(container) {
        let comma = comma(text.get(at..start(tree, child))?)?;
        match (joints.children.is_empty(), comma) {
            (true, None) => {}
            (false, Some(comma)) => joints.commas.push(at + comma),
            _ => return None,
        }
        at = end(tree, child);
        joints.children.push(child);
    }
    let last = comma(text.get(at..close)?)?;
    if joints.children.is_empty() && last.is_some() {
        return None;
    }
    joints.commas.extend(last.map(|comma| at + comma));
    Some(joints)
}

/// Whether an array or object can be edited.
pub(super) fn is_regular(tree: &Tree<'_>, container: NodeId) -> bool {
    joints(tree, container).is_some()
}

/// Writes the first value of a text that has none.
pub(super) fn begin(tree: &Tree<'_>, style: &Style<'_>, fragment: &Fragment) -> Edits {
    let text = tree.text();
    let mut out = String::new();
    if comma(text).is_some() && !is_blank(text) && !text.ends_with('\n') {
        // Behind a comment.
        out.push_str(style.newline);
    }
    fragment.write(style, Some(""), &mut out);
    let span = if is_blank(text) { Span::new(0, text.len()) } else { Span::at(text.len()) };
    vec![(span, out)]
}

/// Replaces a value.
pub(super) fn replace(tree: &Tree<'_>, style: &Style<'_>, value: NodeId, fragment: &Fragment) -> Edits {
    let indent = own_line(tree, holder(tree, value));
    let new = style.laid_out(None, fragment, indent);
    // A value that was missing, right behind its colon.
    let is_bare =
        tree.span(value).is_empty() && tree.text().get(..start(tree, value)).is_some_and(|it| it.ends_with(':'));
    vec![(tree.span(value), if is_bare && !style.is_tight { format!(" {new}") } else { new })]
}

/// Replaces a member, its key and its value.
pub(super) fn replace_member(
    tree: &Tree<'_>,
    style: &Style<'_>,
    member: NodeId,
    key: &str,
    fragment: &Fragment,
) -> Edits {
    vec![(tree.span(member), style.laid_out(Some(key), fragment, own_line(tree, member)))]
}

/// Replaces the key of a member.
pub(super) fn replace_key(tree: &Tree<'_>, member: NodeId, key: &str) -> Edits {
    vec![(tree.key_span(member), quoted(key))]
}

/// Exchanges two children, the earlier one first. What stands between them stays.
pub(super) fn exchange(tree: &Tree<'_>, one: NodeId, other: NodeId) -> Edits {
    vec![(tree.span(one), tree.raw(other).to_owned()), (tree.span(other), tree.raw(one).to_owned())]
}

/// Adds a member (with a key) or an element before the child with that index, or behind the last one.
pub(super) fn insert(
    tree: &Tree<'_>,
    style: &Style<'_>,
    container: NodeId,
    at: usize,
    key: Option<&str>,
    fragment: &Fragment,
) -> Option<Edits> {
    let text = tree.text();
    let joints = joints(tree, container)?;
    let Some(&beside) = joints.children.get(at.saturating_sub(1)) else {
        return Some(vec![first(tree, style, container, &joints, key, fragment)]);
    };
    let indent = own_line(tree, beside);
    let new = style.laid_out(key, fragment, indent);
    let lead = |indent: &str| [style.newline, indent].concat();
    if at == 0 {
        return Some(vec![match indent {
            Some(indent) => (Span::at(behind_comment(text, joints.open)), [&lead(indent), &new, ","].concat()),
            None => (Span::at(start(tree, beside)), [&new, style.comma()].concat()),
        }]);
    }
    let gap = |comma: usize| {
        let is_spaced = text.get(comma + 1..).is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']));
        if is_spaced { " " } else { "" }
    };
    let is_last = at >= joints.children.len();
    let behind = if is_last { "" } else { "," };
    Some(match (joints.commas.get(at - 1), indent) {
        (Some(&comma), Some(indent)) => {
            let place = behind_comment(text, comma + 1);
            vec![(Span::at(place), [&lead(indent), &new, behind].concat())]
        }
        (Some(&comma), None) => vec![(Span::at(comma + 1), [gap(comma), &new, behind].concat())],
        (None, Some(indent)) => {
            let (end, new) = (end(tree, beside), [&lead(indent), new.as_str()].concat());
            match behind_comment(text, end) {
                place if place == end => vec![(Span::at(end), format!(",{new}"))],
                place => vec![(Span::at(end), ",".to_owned()), (Span::at(place), new)],
            }
        }
        (None, None) => {
            let comma =
                joints.commas.first().map_or(style.comma(), |&comma| if gap(comma).is_empty() { "," } else { ", " });
            vec![(Span::at(end(tree, beside)), [comma, &new].concat())]
        }
    })
}

/// The only child.
fn first(
    tree: &Tree<'_>,
    style: &Style<'_>,
    container: NodeId,
    joints: &Joints,
    key: Option<&str>,
    fragment: &Fragment,
) -> (Span, String) {
    let text = tree.text();
    let inside = text.get(joints.open..joints.close).unwrap_or_default();
    let has_comment = !is_blank(inside);
    let is_spread = tree.parent(container).is_none() && !style.is_tight
        || own_line(tree, holder(tree, container)).is_some() && (key.is_some() || fragment.is_compound());
    if !has_comment && !inside.contains('\n') && !is_spread {
        return (Span::new(joints.open, joints.close), style.laid_out(key, fragment, None));
    }
    let around = line_indent(text, start(tree, container));
    let indent = [around, style.unit].concat();
    let new = style.laid_out(key, fragment, Some(&indent));
    let from = joints.open + inside.trim_end_matches([' ', '\t', '\r', '\n']).len();
    (Span::new(from, joints.close), [style.newline, &indent, &new, style.newline, around].concat())
}

/// Takes out a member or an element with the comma that belongs to it, and its line where nothing else is on it.
pub(super) fn remove(tree: &Tree<'_>, container: NodeId, child: NodeId) -> Option<Edits> {
    let text = tree.text();
    let Joints { open, close, children, commas } = joints(tree, container)?;
    let at = children.iter().position(|&other| other == child)?;
    let (start, end) = (start(tree, child), end(tree, child));
    let blank = |from: usize, to: usize| text.get(from..to).is_some_and(is_blank);
    let nothing = |span: Span| (span, String::new());
    if children.len() == 1 && commas.is_empty() && blank(open, start) && blank(end, close) {
        return Some(vec![nothing(Span::new(open, close))]);
    }
    Some(
        match (commas.get(at), at.checked_sub(1).and_then(|before| Some((children.get(before)?, *commas.get(before)?))))
        {
            (Some(&comma), _) if blank(end, comma) => vec![nothing(with_line(text, start, comma + 1))],
            (Some(&comma), _) => vec![nothing(Span::new(start, end)), nothing(Span::new(comma, comma + 1))],
            (None, Some((&before, comma))) if blank(comma + 1, start) => {
                let before = self::end(tree, before);
                vec![nothing(Span::new(if blank(before, comma) { before } else { comma }, end))]
            }
            (None, Some((_, comma))) => {
                vec![nothing(Span::new(comma, comma + 1)), nothing(with_line(text, start, end))]
            }
            (None, None) => vec![nothing(with_line(text, start, end))],
        },
    )
}

/// The text with edits made; they are in ascending order.
pub(super) fn edited(text: &str, edits: &[(Span, String)]) -> String {
    let mut out = String::with_capacity(text.len() + edits.iter().map(|(_, new)| new.len()).sum::<usize>());
    let mut at = 0;
    for (span, new) in edits {
        out.push_str(text.get(at..span.start as usize).unwrap_or_default());
        out.push_str(new);
        at = span.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// The one edit that makes a text another one.
pub(super) fn difference(before: &str, after: &str) -> Edits {
    let same = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
    let start = crate::text::floor_boundary(before, same);
    let rest = |text: &str| text.len() - start;
    let most = rest(before).min(rest(after));
    let ends = before.bytes().rev().zip(after.bytes().rev()).take(most);
    let mut behind = ends.take_while(|(one, other)| one == other).count();
    while !before.is_char_boundary(before.len() - behind) {
        behind -= 1;
    }
    if before == after {
        return Vec::new();
    }
    let new = after.get(start..after.len() - behind).unwrap_or_default();
    vec![(Span::new(start, before.len() - behind), new.to_owned())]
}

/// Where a node begins.
pub(super) fn start(tree: &Tree<'_>, node: NodeId) -> usize {
    tree.span(node).start as usize
}

fn end(tree: &Tree<'_>, node: NodeId) -> usize {
    tree.span(node).end as usize
}

/// The member that a value is of, or the value itself.
fn holder(tree: &Tree<'_>, value: NodeId) -> NodeId {
    tree.parent(value).filter(|&parent| tree.kind(parent) == Kind::Member).unwrap_or(value)
}

/// The indentation of what begins a line.
fn own_line<'a>(tree: &Tree<'a>, node: NodeId) -> Option<&'a str> {
    indent_of(tree.text(), start(tree, node))
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line| line + 1)
}

/// What stands before an offset on its line, if that is only blanks.
pub(super) fn indent_of(text: &str, at: usize) -> Option<&str> {
    text.get(line_start(text, at)..at).filter(|before| is_blank(before))
}

/// The blanks that the line of an offset begins with.
pub(super) fn line_indent(text: &str, at: usize) -> &str {
    let line = text.get(line_start(text, at)..at).unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..blanks).unwrap_or_default()
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// Where the comma is in what stands between two values; nothing where more is there than blanks, comments and one comma.
#[expect(clippy::option_option, reason = "whether it is understood, and whether there is one")]
fn comma(gap: &str) -> Option<Option<usize>> {
    let mut found = None;
    let mut at = 0;
    while let Some(rest) = gap.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(length) = comment(rest) {
            at += length;
        } else {
            match rest.as_bytes().first() {
                Some(b' ' | b'\t' | b'\r' | b'\n') => {}
                Some(b',') if found.is_none() => found = Some(at),
                _ => return None,
            }
            at += 1;
        }
    }
    Some(found)
}

/// How long the comment at the start of a text is, without the end of its line.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") || text.starts_with('#') {
        let line = text.find('\n').unwrap_or(text.len());
        return Some(text.get(..line)?.trim_end_matches('\r').len());
    }
    let inside = text.strip_prefix("/*")?;
    Some(inside.find("*/")? + "/**/".len())
}

/// The end of the last comment from an offset on, if nothing but comments is on the rest of the line; else the offset.
fn behind_comment(text: &str, from: usize) -> usize {
    let (mut at, mut last) = (from, from);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
        at += blanks;
        let rest = text.get(at..).unwrap_or_default();
        if rest.is_empty() || rest.starts_with('\n') {
            return last;
        }
        match comment(rest).filter(|&length| !rest.get(..length).unwrap_or_default().contains('\n')) {
            Some(length) => at += length,
            None => return from,
        }
        last = at;
    }
}

/// A piece of text to be taken out, with its line if it is alone on it, else with the blanks that would be too many.
fn with_line(text: &str, start: usize, end: usize) -> Span {
    let rest = text.get(end..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
    if !text.get(end + blanks..).unwrap_or_default().starts_with('\n') {
        return Span::new(start, end + rest.len() - rest.trim_start_matches([' ', '\t']).len());
    }
    let before = text.get(..start).unwrap_or_default().trim_end_matches([' ', '\t']);
    // The end of the line before goes, and this line's stays.
    let before = before.strip_suffix('\n').map_or(before, |before| before.strip_suffix('\r').unwrap_or(before));
    let blanks = blanks - usize::from(rest.get(..blanks).is_some_and(|rest| rest.ends_with('\r')));
    Span::new(before.len(), end + blanks)
}
