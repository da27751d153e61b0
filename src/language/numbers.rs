//! Numbers that are free: read off the tree, so that a broken field keeps its own.

use crate::syntax::ast::{self, Range};
use crate::syntax::{Kind, Node, literal};
use crate::wire::fault::MAX_FIELD_NUMBER;

/// The first number that the documentation of custom options leaves to each organization.
pub(super) const FIRST_OPTION: i64 = 50_000;

/// The numbers that the implementation keeps for itself (`FieldDescriptor::kFirstReservedNumber` and the last).
const OWN: (i64, i64) = (19_000, 19_999);

/// The greatest field number.
const MAX: i64 = MAX_FIELD_NUMBER as i64;

/// All fields of a message, those of its oneofs included.
pub(super) fn fields(message: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let body = ast::members(message).flat_map(|node| {
        let inside = (node.kind() == Kind::Oneof).then(|| ast::members(node));
        std::iter::once(node).chain(inside.into_iter().flatten())
    });
    body.filter(|node| ast::Field::cast(*node).is_some())
}

/// The value of a Number; none where it is beyond 64 bits or broken.
pub(super) fn value(number: Node<'_>) -> Option<i64> {
    let value = i64::try_from(literal::int(number.part(Kind::Int)?.text())?).ok()?;
    Some(if number.part(Kind::Minus).is_some() { -value } else { value })
}

/// The number of a field or a value, unless it is the one that is typed at `offset`.
fn number(node: Node<'_>, offset: usize) -> Option<i64> {
    let number = node.part(Kind::Number)?;
    let span = number.span();
    let is_typed = span.contains(offset) || span.end as usize == offset;
    if is_typed { None } else { value(number) }
}

/// The greatest number of some fields, but the one that is typed at `offset`.
pub(super) fn greatest<'t>(fields: impl Iterator<Item = Node<'t>>, offset: usize) -> Option<i64> {
    fields.filter_map(|field| number(field, offset)).max()
}

/// The next number for a field of a message, and the lowest free one if it is another.
pub(super) fn free_fields(message: Node<'_>, offset: usize) -> (i64, Option<i64>) {
    let mut taken: Vec<(i64, i64)> = vec![OWN];
    for node in ast::members(message) {
        if matches!(node.kind(), Kind::Reserved | Kind::Extensions) {
            taken.extend(ranges(node, MAX));
        }
    }
    let used: Vec<i64> = fields(message).filter_map(|field| number(field, offset)).collect();
    taken.extend(used.iter().map(|&number| (number, number)));
    taken.sort_unstable();
    let next = free(&taken, used.iter().max().map_or(1, |&last| last.saturating_add(1)));
    let lowest = free(&taken, 1);
    if next > MAX { (lowest, None) } else { (next, Some(lowest).filter(|&lowest| lowest < next)) }
}

/// The next number for a value of an enum.
pub(super) fn next_value(node: Node<'_>, offset: usize) -> i64 {
    let values = || ast::members(node).filter(|part| part.kind() == Kind::EnumValue);
    let reserved = ast::members(node).filter(|part| part.kind() == Kind::Reserved);
    let mut taken: Vec<(i64, i64)> = reserved.flat_map(|part| ranges(part, i64::from(i32::MAX))).collect();
    taken.sort_unstable();
    free(&taken, greatest(values(), offset).map_or(0, |last| last.saturating_add(1)))
}

/// The first number that a message sets aside for extensions.
pub(super) fn first_extension(message: Node<'_>) -> Option<i64> {
    let extensions = ast::members(message).filter(|part| part.kind() == Kind::Extensions);
    extensions.flat_map(|part| ranges(part, MAX)).map(|(start, _)| start).min()
}

/// The ranges of a statement, both ends included.
fn ranges(statement: Node<'_>, max: i64) -> Vec<(i64, i64)> {
    let range = |range: Range<'_>| {
        let start = value(range.start()?)?;
        let end = match range.end() {
            Some(end) if end.kind() == Kind::Keyword => max,
            Some(end) => value(end).unwrap_or(start),
            None => start,
        };
        Some((start, end))
    };
    statement.nodes().filter_map(Range::cast).filter_map(range).collect()
}

/// The first number from `start` on that is in none of the ranges, which are in ascending order.
fn free(taken: &[(i64, i64)], start: i64) -> i64 {
    taken.iter().fold(start, |at, &(first, last)| if first <= at && at <= last { last.saturating_add(1) } else { at })
}
