//! Why a number's bytes are not those of the value that is meant: the usual mistakes by name.
//!
//! What somebody wrote is compared with what each mistake would have made of the value. Knows no tags and no lengths.

use super::{
    bytes,
    records::Slip,
    slips::{Place, is_hex_of, other_value},
    words::{code, count, hex},
};
use crate::{
    annotate::{Scalar, Value},
    wire::{
        Fault, FaultKind, WireType,
        varint::{self, BITS, MORE, Varint, VarintFault},
    },
};

/// The low seven bits.
const GROUP: u8 = MORE - 1;

/// In what the number at this place differs from the one that is meant.
pub(super) fn slip(place: &Place<'_>) -> Slip {
    let Some(node) = place.node() else { return other_value(place, 0) };
    let rest = place.rest(0);
    if rest.is_empty() {
        let text = format!("The value of {} is missing: {}. Here the bytes end.", place.name(), place.value());
        return place.slip(0, 0, text);
    }
    let wire = place.expected.nodes.wire(place.meant);
    let written = Written { place, meant: place.part(node.payload()), rest, name: place.name() };
    let named = match wire {
        WireType::Varint => varint_slip(&written),
        _ => fixed_slip(&written),
    };
    named.or_else(|| plain_slip(place, wire, rest)).unwrap_or_else(|| other_value(place, 0))
}

/// What somebody wrote where a number is meant.
struct Written<'a> {
    place: &'a Place<'a>,
    /// The number's bytes.
    meant: &'a [u8],
    /// What stands there, up to the end of the message.
    rest: &'a [u8],
    /// The field's name as code.
    name: String,
}

impl Written<'_> {
    /// Whether what is written begins with bytes that are not those that are meant.
    fn begins(&self, bytes: &[u8]) -> bool {
        !bytes.is_empty() && bytes != self.meant && self.rest.starts_with(bytes)
    }

    /// The same in either order.
    fn begins_either_way(&self, bytes: &[u8]) -> bool {
        let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
        self.begins(bytes) || self.begins(&reversed)
    }

    /// So many bytes of it as code.
    fn shown(&self, len: usize) -> String {
        hex(self.rest.get(..len).unwrap_or(self.rest))
    }

    fn say(&self, len: usize, text: &str) -> Option<Slip> {
        Some(self.place.slip(0, len, format!("{}{text}", self.name)))
    }
}

/// Mistakes with a varint.
fn varint_slip(written: &Written<'_>) -> Option<Slip> {
    let number = varint::read(written.meant, 0).ok()?.value;
    let spelt = if written.meant.len() > 1 { groups(written, number) } else { None };
    spelt.or_else(|| spelling(written, number)).or_else(|| match varint::read(written.rest, 0) {
        Ok(found) => meaning(written, number, found),
        Err(fault) => Some(broken(written.place, fault)),
    })
}

/// Groups of seven bits in another order, or with other top bits.
fn groups(written: &Written<'_>, number: u64) -> Option<Slip> {
    let len = written.meant.len();
    let reversed: Vec<u8> = written.meant.iter().rev().copied().collect();
    if written.begins(&reversed) || written.begins(&marked(&reversed, len)) {
        let text = format!(
            ": {} has the groups of seven bits in the wrong order. A varint begins with the lowest seven bits.",
            written.shown(len)
        );
        return written.say(len, &text);
    }
    let all_marked: Vec<u8> = written.meant.iter().map(|it| it | MORE).collect();
    if written.begins(&all_marked) {
        let text = format!(
            ": the top bit of byte {} says that another byte follows; the last byte of a varint has it clear.",
            written.place.at + len
        );
        return written.say(len, &text);
    }
    let unmarked: Vec<u8> = written.meant.iter().map(|it| it & GROUP).collect();
    if written.begins(&unmarked) {
        let text = format!(
            ": the top bit of each byte but the last says that another one follows. In {} it is clear, so the varint ends \
             after the first byte.",
            written.shown(len)
        );
        return written.say(len, &text);
    }
    let whole: Vec<u8> = number.to_le_bytes().into_iter().take(plain_len(number)).collect();
    // Eight bytes of a negative number are how its varint begins, too.
    if whole.len() < size_of::<u64>() && written.begins_either_way(&whole) {
        let text = format!(
            ": {} is the number as whole bytes. A varint has {BITS} bits of it in each byte, the lowest first, and the top bit \
             says whether another byte follows.",
            written.shown(whole.len())
        );
        return written.say(whole.len(), &text);
    }
    None
}

/// A number that is written as something else than a varint.
fn spelling(written: &Written<'_>, number: u64) -> Option<Slip> {
    if written.meant.len() == 1 && written.begins(&[number as u8 | MORE]) {
        let text = format!(
            ": the top bit of byte {} says that another byte follows, and the number ends there. Leave it clear.",
            written.place.at + 1
        );
        return written.say(1, &text);
    }
    let digits = value(written.place).map(|it| it.to_string()).unwrap_or_default();
    if digits.len() > 1 && written.begins(digits.as_bytes()) {
        let shown = written.shown(digits.len());
        return written
            .say(digits.len(), &format!(": {shown} are the digits as text. A varint holds the number itself."));
    }
    let fixed = (number as u32).to_le_bytes();
    if written.begins_either_way(&fixed) {
        let (shown, declared) = (written.shown(fixed.len()), written.place.declared());
        return written
            .say(fixed.len(), &format!(": {shown} is four bytes, as of a `fixed32`; {declared} is a varint."));
    }
    None
}

/// A varint that says another number.
fn meaning(written: &Written<'_>, number: u64, found: Varint) -> Option<Slip> {
    let (len, place) = (usize::from(found.len), written.place);
    let (shown, declared, value) = (written.shown(len), place.declared(), place.value());
    let scalar = place.expected.nodes.scalar(place.meant);
    let (meant, read_as) = (varint::unzigzag(number), varint::unzigzag(found.value));
    let is_signed = matches!(scalar, Some(Scalar::Sint32 | Scalar::Sint64));
    let is_narrow = scalar == Some(Scalar::Sint32) && found.value == u64::from(meant as u32);
    if is_signed && (found.value as i64 == meant || is_narrow) {
        let text = format!(
            ": {shown} is the number as an `int32` has it. {declared} is zigzag: 0, -1, 1, -2 become 0, 1, 2, 3, so {value} \
             becomes {number}."
        );
        return written.say(len, &text);
    }
    if is_signed && read_as == meant.wrapping_neg() {
        let text = format!(
            " reads {}; {value} is expected. With zigzag a number that is not negative becomes its double, a negative one an \
             odd number.",
            code(&read_as.to_string())
        );
        return written.say(len, &text);
    }
    let is_plain = matches!(scalar, Some(Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64));
    if is_plain && found.value == varint::zigzag(number as i64) {
        let reads = read(place, written.rest.get(..len)?)?;
        let text = format!(
            " reads {reads}; {value} is expected. {shown} is that in zigzag, which only `sint32` and `sint64` have."
        );
        return written.say(len, &text);
    }
    if is_hex_of(found.value, number) {
        let text = format!(": you wrote {number} as if its digits were hex, and it reads {}.", found.value);
        return written.say(len, &text);
    }
    None
}

/// Mistakes with four or eight bytes.
fn fixed_slip(written: &Written<'_>) -> Option<Slip> {
    let width = written.meant.len();
    let (declared, takes) = (written.place.declared(), count(width, "byte"));
    let reversed: Vec<u8> = written.meant.iter().rev().copied().collect();
    if written.begins(&reversed) {
        let shown = written.shown(width);
        let text = format!(": {shown} has the highest byte first. A {declared} is written with the lowest byte first.");
        return written.say(width, &text);
    }
    let value = value(written.place)?;
    let other_width: Vec<u8> = match value {
        Value::F64(number) => (number as f32).to_le_bytes().to_vec(),
        Value::F32(number) => f64::from(number).to_le_bytes().to_vec(),
        _ => Vec::new(),
    };
    let len = other_width.len();
    if written.begins_either_way(&other_width) {
        let other = if len < width { "float" } else { "double" };
        return written.say(len, &format!(": {} is a `{other}`; {declared} takes {takes}.", written.shown(len)));
    }
    let as_whole: Vec<u8> = match value {
        Value::F64(number) => (number as i64).to_le_bytes().to_vec(),
        Value::F32(number) => (number as i32).to_le_bytes().to_vec(),
        _ => Vec::new(),
    };
    if written.begins_either_way(&as_whole) {
        let shown = written.shown(width);
        let text = format!(": {shown} is the whole number. {declared} is IEEE 754: sign, exponent and fraction.");
        return written.say(width, &text);
    }
    if written.rest.len() >= width {
        return None;
    }
    let mut as_varint = Vec::new();
    if let Some(number) = whole(value) {
        varint::write(number, &mut as_varint);
    }
    if written.begins(&as_varint) {
        let shown = written.shown(as_varint.len());
        let text = format!(": {shown} is a varint. {declared} takes {takes} whatever its value.");
        return written.say(as_varint.len(), &text);
    }
    let kind = FaultKind::FixedCutShort { width: width as u8, left: written.rest.len() as u8 };
    let (text, span) = bytes::fault(Fault { kind, at: written.place.at as u32 });
    Some(Slip { text, span })
}

/// What the bytes read as, and what is expected.
fn plain_slip(place: &Place<'_>, wire: WireType, rest: &[u8]) -> Option<Slip> {
    let len = match wire {
        WireType::Varint => usize::from(varint::read(rest, 0).ok()?.len),
        wire => wire.width()?,
    };
    let text = format!(
        "{} reads {} in {}; {} is expected.",
        place.name(),
        read(place, rest.get(..len)?)?,
        hex(rest.get(..len)?),
        place.value()
    );
    Some(place.slip(0, len, text))
}

/// What the bytes of a value read as, as code.
fn read(place: &Place<'_>, bytes: &[u8]) -> Option<String> {
    let value = place.expected.nodes.scalar(place.meant)?.read(bytes)?;
    Some(code(&value.to_string()))
}

/// A varint that can't be read.
fn broken(place: &Place<'_>, fault: VarintFault) -> Slip {
    let kind = match fault {
        VarintFault::Truncated => FaultKind::VarintTruncated,
        VarintFault::TooLong => FaultKind::VarintTooLong,
    };
    let (text, span) = bytes::fault(Fault { kind, at: place.at as u32 });
    Slip { text, span }
}

fn value<'a>(place: &Place<'a>) -> Option<Value<'a>> {
    place.expected.nodes.value(&place.expected.bytes, place.meant)
}

/// A whole number as 64 bits.
fn whole(value: Value<'_>) -> Option<u64> {
    Some(match value {
        Value::U32(it) => it.into(),
        Value::U64(it) => it,
        Value::I32(it) => i64::from(it) as u64,
        Value::I64(it) => it as u64,
        _ => return None,
    })
}

/// Groups of seven bits with the top bits of a varint of that length.
fn marked(groups: &[u8], len: usize) -> Vec<u8> {
    groups.iter().enumerate().map(|(at, it)| if at + 1 < len { it | MORE } else { it & GROUP }).collect()
}

/// How many bytes a number takes as it is.
fn plain_len(number: u64) -> usize {
    (u64::BITS - number.leading_zeros()).div_ceil(u8::BITS).max(1) as usize
}
