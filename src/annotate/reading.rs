//! What a record is taken for: by its declared field, where that fits, else by what it looks like.
//!
//! Knows one record and the message it is in; the walk is in `build`.

use super::build::Builder;
use super::frame::Frame;
use super::guess;
use super::node::{FieldId, Kind};
use super::problem::Problem;
use super::table::{MessageId, Scalar, Shape};
use crate::text::Span;
use crate::wire::varint::{self, Varint};
use crate::wire::{Fault, FaultKind, Part, Record, Records, WireType, scan};

const ANY_TYPE_URL: u32 = 1;
const ANY_VALUE: u32 = 2;

/// What a record is taken for.
pub(super) struct Reading {
    pub kind: Kind,
    pub guessed: bool,
    pub problem: Option<Problem>,
    pub message: Option<MessageId>,
}

impl Reading {
    fn declared(kind: Kind, problem: Option<Problem>) -> Reading {
        Reading { kind, guessed: false, problem, message: None }
    }
}

impl Builder<'_> {
    pub fn read(&mut self, frame: &mut Frame, field: Option<FieldId>, record: &Record, is_broken: bool) -> Reading {
        let Some((id, declared)) = field.and_then(|id| Some((id, self.table.field(id)?))) else {
            return self.without_schema(record, None, is_broken);
        };
        match declared.shape {
            Shape::Scalar(scalar) if scalar.wire() == record.wire => {
                let problem = self.number_problem(id, scalar, record.payload);
                Reading::declared(number_kind(record.wire), problem)
            }
            // Parsers accept packed and unpacked values of any packable field, whatever is declared.
            Shape::Scalar(_) if record.wire == WireType::Len && declared.is_list => {
                Reading::declared(Kind::Packed, None)
            }
            Shape::Text if record.wire == WireType::Len => {
                let problem = match std::str::from_utf8(record.payload.of(self.bytes)) {
                    Ok(_) => return Reading::declared(Kind::Text, None),
                    // The cut may go through a character.
                    Err(error) if is_broken && error.error_len().is_none() => None,
                    Err(_) if declared.is_strict => Some(Problem::NotUtf8),
                    Err(_) => Some(Problem::NotUtf8Proto2),
                };
                let guessed = problem == Some(Problem::NotUtf8);
                Reading { kind: Kind::Bytes, guessed, problem, message: None }
            }
            Shape::Bytes if record.wire == WireType::Len => self.bytes_or_any(frame, record),
            Shape::Message if record.wire == WireType::Len => {
                let kind = if declared.is_map { Kind::MapEntry } else { Kind::Message };
                self.message(id, kind, record, is_broken)
            }
            Shape::Group if record.wire == WireType::SGroup => {
                let message = self.table.message_of(id);
                Reading { message, ..Reading::declared(Kind::Group, None) }
            }
            _ => self.without_schema(record, Some(Problem::WireMismatch), is_broken),
        }
    }

    fn message(&mut self, id: FieldId, kind: Kind, record: &Record, is_broken: bool) -> Reading {
        let is_clean = scan::is_clean(self.bytes, record.payload);
        let is_text = || guess::likeliest(self.bytes, record.payload) == Kind::Text;
        let has_record = || Records::new(self.bytes, record.payload).any(|it| !matches!(it, Part::Junk(_)));
        if !is_clean && (is_text() || !has_record()) {
            return self.without_schema(record, Some(Problem::NotMessage), is_broken);
        }
        // A message that breaks off is shown up to where it does: that place is what one looks for.
        let problem = if is_clean { None } else { Some(Problem::BrokenInside) };
        let message = self.table.message_of(id);
        Reading { message, ..Reading::declared(kind, problem) }
    }

    fn bytes_or_any(&mut self, frame: &mut Frame, record: &Record) -> Reading {
        if record.number != ANY_VALUE || !frame.open.message.is_some_and(|it| self.table.is_any(it)) {
            return Reading::declared(Kind::Bytes, None);
        }
        let named = *frame.any.get_or_insert_with(|| {
            let url = type_url(self.bytes, frame.open.payload)?;
            self.table.named(url.rsplit('/').next()?)
        });
        match named {
            None => Reading::declared(Kind::Bytes, None),
            Some(_) if !scan::is_clean(self.bytes, record.payload) => {
                Reading::declared(Kind::Bytes, Some(Problem::AnyBroken))
            }
            message => Reading { message, ..Reading::declared(Kind::Message, None) },
        }
    }

    fn without_schema(&self, record: &Record, problem: Option<Problem>, is_broken: bool) -> Reading {
        let kind = match record.wire {
            WireType::SGroup => Kind::Group,
            WireType::Len if is_broken => guess::likeliest_beginning(self.bytes, record.payload),
            WireType::Len => guess::likeliest(self.bytes, record.payload),
            number => number_kind(number),
        };
        let mut problem = problem;
        if kind == Kind::Varint {
            self.check_varint(&mut problem, record.payload);
        }
        Reading { kind, guessed: true, problem, message: None }
    }

    pub fn number_problem(&self, id: FieldId, scalar: Scalar, payload: Span) -> Option<Problem> {
        let varint = match scalar.wire() {
            WireType::Varint => varint::read(self.bytes, payload.start as usize).ok()?,
            _ => return None,
        };
        let mut problem = None;
        let value = varint.value;
        match scalar {
            Scalar::Enum => {
                let is_known = |it: &prost_reflect::EnumDescriptor| it.get_value(value as i32).is_some();
                if !self.table.field(id).and_then(|it| it.enumeration()).is_some_and(is_known) {
                    note(&mut problem, Problem::UnknownEnumValue);
                }
            }
            Scalar::Int32 if i32::try_from(value as i64).is_err() => note(&mut problem, Problem::Narrowed),
            Scalar::Uint32 | Scalar::Sint32 if u32::try_from(value).is_err() => note(&mut problem, Problem::Narrowed),
            Scalar::Bool if value > 1 => note(&mut problem, Problem::Narrowed),
            _ => {}
        }
        varint_problem(&mut problem, varint);
        problem
    }

    pub fn check_varint(&self, slot: &mut Option<Problem>, span: Span) {
        // One byte is the least there is, and the most frequent.
        if span.len() > 1
            && let Ok(varint) = varint::read(self.bytes, span.start as usize)
        {
            varint_problem(slot, varint);
        }
    }
}

/// Keeps the gravest problem, of equally grave ones the first.
pub(super) fn note(slot: &mut Option<Problem>, problem: Problem) {
    if slot.is_none_or(|it| problem.severity() < it.severity()) {
        *slot = Some(problem);
    }
}

fn varint_problem(slot: &mut Option<Problem>, varint: Varint) {
    if varint.overflow {
        note(slot, Problem::Overflow);
    } else if varint.is_overlong() {
        note(slot, Problem::Overlong);
    }
}

/// What is said of a record that parsers refuse: it is broken itself, or something inside it.
pub(super) fn broken(record: &Record, fault: Fault) -> Problem {
    match fault.kind {
        FaultKind::LengthPastEnd { .. } if record.wire == WireType::Len => Problem::CutShort,
        FaultKind::GroupUnclosed(_) if fault.at == record.tag.start => Problem::Unclosed,
        FaultKind::GroupMismatch { .. } if fault.at == record.end_tag.start => Problem::Unclosed,
        _ => Problem::BrokenInside,
    }
}

pub(super) fn number_kind(wire: WireType) -> Kind {
    match wire {
        WireType::I64 => Kind::I64,
        WireType::I32 => Kind::I32,
        _ => Kind::Varint,
    }
}

/// The type URL of an Any; the last one counts, as everywhere.
fn type_url(bytes: &[u8], any: Span) -> Option<&str> {
    let urls = Records::new(bytes, any).filter_map(|part| match part {
        Part::Record(it) if it.number == ANY_TYPE_URL && it.wire == WireType::Len => Some(it.payload),
        _ => None,
    });
    std::str::from_utf8(urls.last()?.of(bytes)).ok()
}
