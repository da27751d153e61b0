//! What the fields can be declared as: the likeliest types that fit all their values, each with its evidence.
//!
//! Fitting comes first: a type is only chosen if every value can be read by it and is written by it again, and a field that no
//! type fits is left out with the reason. Bytes do not tell names, nor `int32` from `sint32`, `enum` or `uint32`.

use super::evidence;
use super::len::{LenKind, looks_meaningful};
use super::observe::{FieldSeen, Numbers, Place, Seen, observe};
use super::recursion::{self, Work};
use crate::annotate::Scalar;
use crate::wire::WireType;

/// How deep messages are declared in each other; protoc takes 31 levels. What is deeper stays bytes.
const MAX_DEPTH: usize = 24;

/// How many fields are declared in all.
const MAX_FIELDS: usize = 2000;

/// The numbers protobuf keeps for itself: "Assigning Field Numbers" in the language guide.
const RESERVED: std::ops::Range<u32> = 19_000..20_000;

/// A message type.
#[derive(Debug, Default)]
pub(super) struct Message {
    /// By number.
    pub fields: Vec<Field>,
    /// The numbers of fields that no declaration fits, and why.
    pub left_out: Vec<(u32, String)>,
    /// Whether there were too many fields to declare all.
    pub is_cut: bool,
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    pub number: u32,
    pub label: Label,
    pub kind: Kind,
    /// What the numbers of a repeated field have in common: behind one tag, or a tag each; nothing where both occur.
    pub packed: Option<bool>,
    /// How often it occurs; nothing where that is once.
    pub occurrence: Option<String>,
    /// Why it is declared so, in parts of a sentence.
    pub evidence: Vec<String>,
}

/// How many values there can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// One.
    One,
    /// One, of which zero is told from none.
    Optional,
    /// Any number.
    Many,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum Kind {
    Scalar(Scalar),
    Text,
    Bytes,
    Timestamp,
    Message(Message),
    Group(Message),
    /// The message that it is in.
    Itself,
    /// From text to this.
    Map(Box<Kind>),
}

/// The payloads, and how much may still be done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conclusions<'a> {
    pub payloads: &'a [&'a [u8]],
    room: usize,
    work: Work,
}

impl Message {
    /// Whether there is such a type in it or in what is in it.
    pub fn any(&self, is: fn(&Kind) -> bool) -> bool {
        self.fields.iter().any(|field| field.kind.any(is))
    }
}

impl Kind {
    fn any(&self, is: fn(&Kind) -> bool) -> bool {
        is(self)
            || match self {
                Kind::Message(message) | Kind::Group(message) => message.any(is),
                Kind::Map(value) => value.any(is),
                _ => false,
            }
    }
}

impl<'a> Conclusions<'a> {
    pub fn new(payloads: &'a [&'a [u8]]) -> Conclusions<'a> {
        Conclusions { payloads, room: MAX_FIELDS, work: Work::default() }
    }

    /// The type of messages, `depth` others around them.
    pub fn message(&mut self, messages: &[Place], depth: usize) -> Message {
        let mut seen = observe(self.payloads, messages);
        let recursive = recursion::unfold(self.payloads, messages, &seen, &mut self.work);
        let recursive = recursive.map(|(all, number)| {
            seen = observe(self.payloads, &all);
            number
        });
        let mut message = Message { is_cut: seen.is_cut, ..Message::default() };
        for (&number, field) in &seen.fields {
            if self.room == 0 {
                message.is_cut = true;
                break;
            }
            self.room -= 1;
            let declared = if recursive == Some(number) {
                Ok(itself(number, field, seen.messages))
            } else {
                self.field(number, field, &seen, depth)
            };
            match declared {
                Ok(field) => message.fields.push(field),
                Err(why) => message.left_out.push((number, why)),
            }
        }
        message
    }

    fn field(&mut self, number: u32, seen: &FieldSeen, of: &Seen, depth: usize) -> Result<Field, String> {
        if RESERVED.contains(&number) {
            return Err("the numbers from 19000 to 19999 can't be declared".to_owned());
        }
        let mut field = match *seen.wires().as_slice() {
            [WireType::Len] => self.len(number, seen, depth)?,
            [WireType::SGroup] => self.group(number, seen, depth)?,
            [wire] => numbers(number, seen, wire),
            [one, other] if one == WireType::Len || other == WireType::Len => {
                let wire = if one == WireType::Len { other } else { one };
                self.mixed(number, seen, wire)?
            }
            _ => return Err(conflict(seen)),
        };
        field.occurrence = evidence::occurrence(seen, of.messages);
        Ok(field)
    }

    fn len(&mut self, number: u32, seen: &FieldSeen, depth: usize) -> Result<Field, String> {
        let many = seen.most > 1;
        let (kind, evidence) = self.len_kind(seen, depth < MAX_DEPTH, |own, sub| own.message(sub, depth + 1));
        let (kind, packed, is_presence) = match kind {
            LenKind::Packed(scalar) => (Kind::Scalar(scalar), Some(true), false),
            LenKind::Text => (Kind::Text, None, true),
            LenKind::Bytes => (Kind::Bytes, None, true),
            LenKind::Timestamp => (Kind::Timestamp, None, false),
            LenKind::Message(message) => (Kind::Message(message), None, false),
            LenKind::Map(value) => (Kind::Map(Box::new(value)), None, false),
        };
        let mut evidence = evidence;
        let label = match kind {
            Kind::Map(_) => Label::One,
            _ if many || packed.is_some() => Label::Many,
            _ if is_presence && seen.empty > 0 => {
                evidence.push("an empty one is written, so it is told from none".to_owned());
                Label::Optional
            }
            _ => Label::One,
        };
        Ok(Field { number, label, kind, packed, occurrence: None, evidence })
    }

    fn group(&mut self, number: u32, seen: &FieldSeen, depth: usize) -> Result<Field, String> {
        if depth >= MAX_DEPTH {
            return Err(format!("groups are declared {MAX_DEPTH} levels deep at most"));
        }
        let kind = Kind::Group(self.message(&seen.groups, depth + 1));
        let label = if seen.most > 1 { Label::Many } else { Label::One };
        Ok(Field {
            number,
            label,
            kind,
            packed: None,
            occurrence: None,
            evidence: vec!["start and end tags: a group".to_owned()],
        })
    }

    /// Some numbers have a tag of their own, others are runs.
    fn mixed(&self, number: u32, seen: &FieldSeen, wire: WireType) -> Result<Field, String> {
        let Some(numbers) = seen.numbers(wire) else { return Err(conflict(seen)) };
        let mut all = numbers.clone();
        // Every ASCII text is a run of varints, but none that somebody meant.
        let are_runs = seen.lens.iter().all(|place| all.add_run(wire, place.of(self.payloads)));
        if !are_runs || looks_meaningful(self.payloads, &seen.lens) {
            return Err(conflict(seen));
        }
        let (scalar, mut evidence) = scalar(wire, &all);
        evidence.push("both packed and not".to_owned());
        Ok(Field { number, label: Label::Many, kind: Kind::Scalar(scalar), packed: None, occurrence: None, evidence })
    }
}

/// A field of messages of the type it is in.
fn itself(number: u32, seen: &FieldSeen, messages: u32) -> Field {
    Field {
        number,
        label: if seen.most > 1 { Label::Many } else { Label::One },
        kind: Kind::Itself,
        packed: None,
        occurrence: evidence::occurrence(seen, messages),
        evidence: vec!["the same fields as in the message around it, and again in those".to_owned()],
    }
}

/// A field of numbers, each with its tag.
fn numbers(number: u32, seen: &FieldSeen, wire: WireType) -> Field {
    let none = Numbers::default();
    let numbers = seen.numbers(wire).unwrap_or(&none);
    let (scalar, mut evidence) = scalar(wire, numbers);
    let many = seen.most > 1;
    let label = match many {
        true => Label::Many,
        false if numbers.zeros > 0 => {
            evidence.push("a zero is written, so it is told from none".to_owned());
            Label::Optional
        }
        false => Label::One,
    };
    Field { number, label, kind: Kind::Scalar(scalar), packed: many.then_some(false), occurrence: None, evidence }
}

fn conflict(seen: &FieldSeen) -> String {
    let names: Vec<&str> = seen.wires().iter().map(|wire| wire.name()).collect();
    format!("it occurs as {}, and no type is written so", names.join(" and as "))
}

/// How large a negative number is at most; below, it is rather an unsigned one with the top bit set, as hashes have.
const LEAST: i64 = -(1 << 56);

/// How many bits a fixed number has that was chosen by people.
const USUAL_BITS: [u32; 2] = [24, 48];

/// The type of numbers that all are of one wire type.
pub(super) fn scalar(wire: WireType, numbers: &Numbers) -> (Scalar, Vec<String>) {
    let (least, most) = numbers.signed;
    let range = evidence::range(numbers);
    match wire {
        WireType::I32 | WireType::I64 => {
            let is_four = wire == WireType::I32;
            let [float, signed, unsigned] = match is_four {
                true => [Scalar::Float, Scalar::Sfixed32, Scalar::Fixed32],
                false => [Scalar::Double, Scalar::Sfixed64, Scalar::Fixed64],
            };
            let others = numbers.count - numbers.zeros;
            // Three in four: infinities and very small numbers occur.
            if u64::from(numbers.usual) * 4 >= u64::from(others) * 3 {
                let why = if others == 0 { "only zero".to_owned() } else { evidence::floats(numbers, is_four) };
                return (float, vec![why]);
            }
            let bits = USUAL_BITS[usize::from(!is_four)];
            if least < 0 && least >= -(1 << bits) && most < 1 << bits {
                return (signed, vec![range, "negative ones, and none of the size of floats".to_owned()]);
            }
            (unsigned, vec![evidence::unsigned(numbers, is_four), "not of the size of floats".to_owned()])
        }
        _ => {
            let ten = || "ten bytes long, as negative numbers are".to_owned();
            let fits = i32::try_from(least).is_ok() && i32::try_from(most).is_ok();
            match (least, most) {
                (..0, _) if fits => (Scalar::Int32, vec![range, ten()]),
                (LEAST..0, _) => (Scalar::Int64, vec![range, ten()]),
                (..0, _) => (Scalar::Uint64, vec!["numbers of all 64 bits, such as hashes".to_owned()]),
                (0, 0) if numbers.count > 1 => (Scalar::Bool, vec!["only 0: a bool or any number".to_owned()]),
                (_, ..=1) if numbers.count > 1 => (Scalar::Bool, vec![evidence::bools(numbers)]),
                _ => {
                    let remark = evidence::likely_enum(numbers).or_else(|| evidence::instants(numbers));
                    let wide = (!fits).then(|| "beyond 32 bits".to_owned());
                    let scalar = if fits { Scalar::Int32 } else { Scalar::Int64 };
                    (scalar, std::iter::once(range).chain(wide).chain(remark).collect())
                }
            }
        }
    }
}
