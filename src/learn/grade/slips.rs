//! Why a record is not the one that is meant: its tag, its length, its value; the usual mistakes by name.
//!
//! What somebody wrote is compared with what each mistake would have made of the record. Values of numbers are the business
//! of [`super::numbers`]. Bytes are counted from 1, as people do.

use super::{
    bytes::{self, Read},
    numbers,
    records::Slip,
    words::{code, count, hex},
};
use crate::{
    annotate::{Kind, Node, NodeId},
    message::json,
    text::Span,
    wire::{
        Part, WireType, scan,
        scan::{Records, WIRE_TYPE_BITS},
        varint::{self, Varint},
    },
};

/// A record that is meant, and where it should be.
pub(super) struct Place<'a> {
    pub expected: &'a Read,
    pub meant: NodeId,
    pub found: &'a Read,
    /// Where in the found bytes it should begin.
    pub at: usize,
    /// Where the message around it ends there.
    pub end: usize,
}

impl<'a> Place<'a> {
    pub fn node(&self) -> Option<Node> {
        self.expected.nodes.get(self.meant)
    }

    /// What is meant, a part of it.
    pub fn part(&self, span: Span) -> &'a [u8] {
        span.of(&self.expected.bytes)
    }

    /// What is found from so many bytes behind the beginning on.
    pub fn rest(&self, skip: usize) -> &'a [u8] {
        self.found.bytes.get(self.at + skip..self.end).unwrap_or_default()
    }

    /// The field's name as code.
    pub fn name(&self) -> String {
        code(&self.expected.nodes.name_text(&self.expected.bytes, self.meant))
    }

    /// The field's type as code.
    pub fn declared(&self) -> String {
        code(&self.expected.nodes.type_text(self.meant))
    }

    /// The value that is meant, as code.
    pub fn value(&self) -> String {
        code(&self.expected.nodes.value_text(&self.expected.bytes, self.meant))
    }

    pub fn slip(&self, skip: usize, len: usize, text: String) -> Slip {
        let start = (self.at + skip).min(self.end);
        Slip { text, span: Span::new(start, (start + len).min(self.end.max(start))) }
    }

    /// What the scan has to say of the record that begins here.
    pub fn fault(&self) -> Option<Slip> {
        let mut records = Records::new(&self.found.bytes, Span::new(self.at, self.end));
        let fault = match records.next()? {
            Part::Junk(junk) => junk.fault,
            Part::Broken(_, fault) => fault,
            Part::Record(_) => return None,
        };
        let (text, span) = bytes::fault(fault);
        Some(Slip { text, span })
    }
}

/// In what the record at this place differs.
pub(super) fn record(place: &Place<'_>) -> Slip {
    let Some(node) = place.node() else { return place.slip(0, 0, String::new()) };
    if let Some(slip) = tag(place, &node) {
        return slip;
    }
    let behind_tag = varint::read(place.rest(0), 0).map_or(node.tag().len(), |it| usize::from(it.len));
    match place.expected.nodes.wire(place.meant) {
        WireType::Len => length(place).unwrap_or_else(|| payload(place, &node, behind_tag)),
        WireType::SGroup | WireType::EGroup => place.fault().unwrap_or_else(|| other_value(place, behind_tag)),
        WireType::Varint | WireType::I64 | WireType::I32 => {
            numbers::slip(&Place { at: place.at + behind_tag, ..*place })
        }
    }
}

/// What is wrong with the tag.
fn tag(place: &Place<'_>, node: &Node) -> Option<Slip> {
    let (rest, meant) = (place.rest(0), place.part(node.tag()));
    let wire = place.expected.nodes.wire(place.meant);
    let name = place.name();
    let bytes = match meant.len() {
        1 => format!("Byte {} is", place.at + 1),
        len => format!("Bytes {} to {} are", place.at + 1, place.at + len),
    };
    let here = format!("{bytes} the tag of field {}, {name}: {}", node.number, hex(meant));
    let behind = [place.part(node.length()), place.part(node.payload())].concat();
    let found = match varint::read(rest, 0) {
        Ok(found) if rest.starts_with(meant) || found.value == value_of(meant) => {
            return (found.len > scan::MAX_TAG_LEN).then(|| place.fault()).flatten();
        }
        found => found.ok(),
    };
    let len = found.map_or(rest.len(), |it| usize::from(it.len));
    let slip = |text: String| Some(place.slip(0, len, text));
    if rest.is_empty() {
        return slip(format!("Field {}, {name}, is missing: {}.", node.number, place.value()));
    }
    if behind.len() > 1 && rest.starts_with(&behind) || rest == behind {
        return slip(format!("{here}. You wrote the value at once; each record begins with its tag."));
    }
    let is_message = matches!(node.kind, Kind::Message | Kind::MapEntry);
    if is_message && node.payload().len() > 1 && rest.starts_with(place.part(node.payload())) {
        return slip(format!(
            "{here}. You wrote what is inside {name} at once; a message inside another has a tag and a length before it."
        ));
    }
    let written = hex(rest.get(..len).unwrap_or(rest));
    let Some(Varint { value, .. }) = found else {
        return place.fault();
    };
    let (number, bits) = (value >> WIRE_TYPE_BITS, (value & ((1 << WIRE_TYPE_BITS) - 1)) as u8);
    let found_wire = WireType::from_bits(bits);
    if value == u64::from(node.number) {
        return slip(format!(
            "{here}. You wrote {written}, the number by itself; a tag is the number × 8 plus the wire type, here `{} × 8 + {}`.",
            node.number, wire as u8
        ));
    }
    if number == u64::from(node.number) {
        let (found, is) = (wire_words(found_wire, bits), place.declared());
        return slip(format!(
            "{bytes} the tag of field {number}, {name}. You wrote {written}, which says {found}; the wire type of {is} is {} ({}).",
            wire.name(),
            wire as u8
        ));
    }
    if number == 0 {
        return slip(format!("{here}. You wrote {written}, which would be field 0; numbers begin at 1."));
    }
    let wire_too = if found_wire == Some(wire) { String::new() } else { format!(", {}", wire_words(found_wire, bits)) };
    slip(format!("{here}. You wrote {written}, which is field {number}{wire_too}."))
}

fn wire_words(wire: Option<WireType>, bits: u8) -> String {
    wire.map_or_else(|| format!("wire type {bits}, which is none"), |it| format!("{} ({bits})", it.name()))
}

fn value_of(bytes: &[u8]) -> u64 {
    varint::read(bytes, 0).map_or(0, |it| it.value)
}

/// What is wrong with the length of a LEN record whose tag is right.
pub(super) fn length(place: &Place<'_>) -> Option<Slip> {
    let node = place.node()?;
    let tag = usize::from(varint::read(place.rest(0), 0).ok()?.len);
    if place.expected.nodes.wire(place.meant) != WireType::Len
        || value_of(place.rest(0)) != value_of(place.part(node.tag()))
    {
        return None;
    }
    let (rest, payload) = (place.rest(tag), place.part(node.payload()));
    let right = payload.len();
    let at = place.at + tag + 1;
    let length = format!("Byte {at} is the length of {}", place.name());
    let slip = |len: usize, text: String| Some(place.slip(tag, len, text));
    let says = varint::read(rest, 0).map(|it| it.value);
    if right > 1 && rest.starts_with(payload) && says != Ok(right as u64) {
        let text = format!(
            "The length of {} is missing: behind the tag comes the number of bytes, here {right}.",
            place.name()
        );
        return slip(1, text);
    }
    let Ok(found) = varint::read(rest, 0) else {
        return if rest.is_empty() {
            slip(0, format!("{length}: {}. Here the bytes end.", count(right, "byte")))
        } else {
            place.fault()
        };
    };
    let len = usize::from(found.len);
    let behind = rest.get(len..).unwrap_or_default();
    let announced = found.value;
    if announced == right as u64 {
        return (behind.len() < right).then(|| place.fault()).flatten();
    }
    // Where something else is in it, its own length may well be right.
    let fits = announced <= behind.len() as u64;
    let is_followed = behind.starts_with(payload) && !(payload.is_empty() && fits && announced > 0);
    if !is_followed {
        return if fits { None } else { place.fault() };
    }
    let because = match node.kind == Kind::Text && announced == right as u64 + 1 && behind.get(right) == Some(&0) {
        true => " A string has no zero byte at its end.".to_owned(),
        false => why_length(place, &node, announced, tag as u64),
    };
    let (shown, follow) = (hex(rest.get(..len)?), count(right, "byte"));
    slip(len, format!("{length}. You wrote {shown}, which says {announced}; {follow} follow.{because}"))
}

/// What a wrong length counts, where that can be told.
fn why_length(place: &Place<'_>, node: &Node, announced: u64, tag: u64) -> String {
    let payload = place.part(node.payload());
    let (right, prefix) = (payload.len() as u64, node.length().len() as u64);
    let elements = place.expected.nodes.children(place.meant).count() as u64;
    let text = std::str::from_utf8(payload).ok().filter(|_| node.kind == Kind::Text);
    if text.is_some_and(|it| it.chars().count() as u64 == announced) {
        " It counts bytes, not characters: some take more than one in UTF-8.".to_owned()
    } else if node.kind == Kind::Packed && announced == elements {
        " It counts bytes, not values.".to_owned()
    } else if is_hex_of(announced, right) {
        format!(" You wrote {right} as if the digits were hex; {right} is `{right:02x}`.")
    } else if announced == right + prefix || announced == right + prefix + tag {
        " It counts what follows it, neither itself nor the tag.".to_owned()
    } else if announced == 2 * right {
        " It counts bytes, and a byte is two hex digits.".to_owned()
    } else {
        String::new()
    }
}

/// Whether somebody wrote the decimal digits of one number as if they were hex, which gave the other.
pub(super) fn is_hex_of(found: u64, meant: u64) -> bool {
    meant > 9 && u64::from_str_radix(&meant.to_string(), 16) == Ok(found)
}

/// What is wrong with what a right length is followed by.
fn payload(place: &Place<'_>, node: &Node, tag: usize) -> Slip {
    if let Some(slip) = place.fault() {
        return slip;
    }
    let Some(Part::Record(record)) = Records::new(&place.found.bytes, Span::new(place.at, place.end)).next() else {
        return other_value(place, tag);
    };
    let (found, meant) = (record.payload.of(&place.found.bytes), place.part(node.payload()));
    let slip = |text: String| Slip { text, span: record.payload };
    let name = place.name();
    if node.kind == Kind::Text {
        let text = std::str::from_utf8(meant).unwrap_or_default();
        let latin: Option<Vec<u8>> = text.chars().map(|it| u8::try_from(u32::from(it)).ok()).collect();
        let units: Vec<u16> = text.encode_utf16().collect();
        let wide = |order: fn(u16) -> [u8; 2]| units.iter().copied().flat_map(order).collect::<Vec<u8>>();
        let why = if found == [meant, &[0]].concat() {
            "A string has no zero byte at its end; its length says where it ends."
        } else if found == [b"\"", meant, b"\""].concat() {
            "The quotes are JSON's; a string has none on the wire."
        } else if latin.is_some_and(|it| it == found) {
            "A string is written in UTF-8, in which characters beyond ASCII take more than one byte."
        } else if found == wide(u16::to_be_bytes) || found == wide(u16::to_le_bytes) {
            "A string is written in UTF-8, one byte for each character of ASCII."
        } else {
            ""
        };
        if !why.is_empty() {
            return slip(why.to_owned());
        }
        if let Ok(text) = std::str::from_utf8(found) {
            return slip(format!("{name} reads {}; {} is expected.", code(&json::quoted(text)), place.value()));
        }
        return slip(format!("{name} is no UTF-8: {}. {} is expected.", hex(found), place.value()));
    }
    if node.kind == Kind::Packed {
        return run(place, record.payload);
    }
    let entry = match node.kind {
        Kind::MapEntry => " An entry of a map is a message: the key is field 1, the value field 2.",
        Kind::Message => " A message inside another is made of records, too: each value has its tag.",
        _ => "",
    };
    slip(format!("{name} has the bytes {}; {} is expected.{entry}", hex(found), place.value()))
}

/// A packed run behind the tag of a single value.
pub(super) fn unmarked_run(place: &Place<'_>) -> Option<Slip> {
    let node = place.node()?;
    let tag = usize::from(varint::read(place.rest(0), 0).ok()?.len);
    let run = [place.part(node.length()), place.part(node.payload())].concat();
    place.rest(tag).starts_with(&run).then(|| record(place))
}

/// Which value of a packed run is not the one that is meant.
fn run(place: &Place<'_>, found: Span) -> Slip {
    let mut at = found.start as usize;
    for meant in place.expected.nodes.children(place.meant) {
        let value = Place { meant, at, end: found.end as usize, ..*place };
        let bytes = value.node().map_or(&[][..], |it| value.part(it.payload()));
        if !value.rest(0).starts_with(bytes) {
            return numbers::slip(&value);
        }
        at += bytes.len();
    }
    let text = format!("{} has more values than are expected.", place.name());
    Slip { text, span: Span::new(at, found.end as usize) }
}

/// What is wrong where a list that somebody did not pack should go on.
pub(super) fn next_value(place: &Place<'_>) -> Slip {
    let value = place.node().map_or(&[][..], |it| place.part(it.payload()));
    let text = match place.rest(0).starts_with(value) {
        true => format!("{}: the value has no tag. Values that are not packed have a tag each.", place.name()),
        false => format!("{} is missing before byte {}: {}.", place.name(), place.at + 1, place.value()),
    };
    place.slip(0, 1, text)
}

/// Where no mistake has a name.
pub(super) fn other_value(place: &Place<'_>, skip: usize) -> Slip {
    place.slip(skip, place.rest(skip).len(), format!("{} should be {} here.", place.name(), place.value()))
}
