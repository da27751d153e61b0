//! Random messages of any type, by its descriptor.

use std::collections::HashMap;

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, Value};
use wirelens::message::encode;
use wirelens::schema::dialect::is_closed;

/// How deep messages are nested in each other.
const DEPTH: u32 = 4;
/// How many fields one message is given at most.
const FIELDS: u64 = 12;
/// The whole seconds of the years 1 to 9999, and of the longest Duration: `timestamp.proto`, `duration.proto`.
const TIMESTAMP_SECONDS: (i64, i64) = (-62_135_596_800, 253_402_300_799);
const DURATION_SECONDS: i64 = 315_576_000_000;

/// The message of a seed; `budget` limits how many fields it has in all.
pub fn message(root: &MessageDescriptor, seed: u64, budget: u64) -> DynamicMessage {
    Chance { state: seed, budget }.message(root, DEPTH)
}

/// Numbers that look random: splitmix64.
struct Chance {
    state: u64,
    budget: u64,
}

impl Chance {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize].clone()
    }

    /// A number of any magnitude.
    fn bits(&mut self) -> u64 {
        let shift = self.below(64);
        let bits = self.next() >> shift;
        self.pick(&[bits, bits, bits.wrapping_neg(), 0, 1, u64::MAX, i64::MAX as u64, i64::MIN as u64])
    }

    fn message(&mut self, descriptor: &MessageDescriptor, depth: u32) -> DynamicMessage {
        let mut message = DynamicMessage::new(descriptor.clone());
        if self.known(&mut message, descriptor, depth) {
            return message;
        }
        let fits = |it: &FieldDescriptor| depth > 0 || it.kind().as_message().is_none();
        let fields: Vec<FieldDescriptor> = descriptor.fields().filter(fits).collect();
        let count = self.below(FIELDS.min(self.budget) + 1);
        for _ in 0..if fields.is_empty() { 0 } else { count } {
            self.budget = self.budget.saturating_sub(1);
            let field = self.pick(&fields);
            let value = self.field(&field.kind(), field.is_list(), depth);
            message.set_field(&field, value);
        }
        // The items of a message set have another encoding than other extensions.
        let extensions: Vec<_> = descriptor.extensions().filter(|it| fits_extension(it.kind(), depth)).collect();
        if !extensions.is_empty() && descriptor.fields().len() > 0 && self.below(4) == 0 {
            let extension = self.pick(&extensions);
            let value = self.field(&extension.kind(), extension.is_list(), depth);
            message.set_extension(&extension, value);
        }
        message
    }

    /// The types with a JSON form of their own take only some values.
    fn known(&mut self, message: &mut DynamicMessage, descriptor: &MessageDescriptor, depth: u32) -> bool {
        let mut set = |name: &str, value: Value| message.set_field_by_name(name, value);
        let nanos = self.below(1_000_000_000) as i32;
        let nanos = self.pick(&[nanos, 0, 1_000_000, 999_999_999]);
        match descriptor.full_name() {
            "google.protobuf.Timestamp" => {
                let (first, last) = TIMESTAMP_SECONDS;
                let seconds = first + self.below((last - first) as u64 + 1) as i64;
                set("seconds", Value::I64(self.pick(&[seconds, 0, first, last])));
                set("nanos", Value::I32(nanos));
            }
            "google.protobuf.Duration" => {
                let seconds = self.below(DURATION_SECONDS as u64) as i64;
                let sign = self.pick(&[1, -1]);
                set("seconds", Value::I64(self.pick(&[seconds, 0]) * sign));
                set("nanos", Value::I32(nanos * sign as i32));
            }
            "google.protobuf.FieldMask" => {
                let paths = ["foo", "foo_bar", "a.b_c"].map(|it| Value::String(it.to_owned()));
                let count = self.below(4) as usize;
                set("paths", Value::List(paths[..count.min(3)].to_vec()));
            }
            "google.protobuf.Any" => {
                let pool = descriptor.parent_pool();
                let name = self.pick(&[
                    "protobuf_test_messages.proto3.ForeignMessage",
                    "google.protobuf.Duration",
                    "google.protobuf.Any",
                    "google.protobuf.Empty",
                ]);
                if let Some(held) = pool.get_message_by_name(name).filter(|_| depth > 0) {
                    let bytes = encode(&self.message(&held, depth - 1));
                    set("type_url", Value::String(format!("type.googleapis.com/{name}")));
                    set("value", Value::Bytes(bytes.into()));
                }
            }
            "google.protobuf.Value" => {
                let number = self.float();
                let text = self.text();
                match self.below(if depth > 0 { 6 } else { 4 }) {
                    0 => set("null_value", Value::EnumNumber(0)),
                    1 => set("bool_value", Value::Bool(true)),
                    2 => set("string_value", Value::String(text)),
                    // JSON has no NaN and no infinity.
                    3 => set("number_value", Value::F64(if number.is_finite() { number } else { 0.5 })),
                    at => {
                        let name = if at == 4 { "struct_value" } else { "list_value" };
                        let kind = descriptor.get_field_by_name(name).unwrap().kind();
                        set(name, self.value(&kind, depth));
                    }
                }
            }
            _ => return false,
        }
        true
    }

    fn field(&mut self, kind: &Kind, is_list: bool, depth: u32) -> Value {
        if is_list {
            let count = self.below(4);
            return Value::List((0..count).map(|_| self.value(kind, depth)).collect());
        }
        let Some(entry) = kind.as_message().filter(|it| it.is_map_entry()) else { return self.value(kind, depth) };
        let (key, value) = (entry.map_entry_key_field().kind(), entry.map_entry_value_field().kind());
        let entries = (0..self.below(4)).map(|_| (self.key(&key), self.value(&value, depth)));
        Value::Map(entries.collect::<HashMap<_, _>>())
    }

    fn key(&mut self, kind: &Kind) -> MapKey {
        self.value(kind, 0).into_map_key().unwrap()
    }

    fn value(&mut self, kind: &Kind, depth: u32) -> Value {
        let bits = self.bits();
        match kind {
            Kind::Double => Value::F64(self.float()),
            Kind::Float => Value::F32(self.float() as f32),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(bits as i32),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(bits as i64),
            Kind::Uint32 | Kind::Fixed32 => Value::U32(bits as u32),
            Kind::Uint64 | Kind::Fixed64 => Value::U64(bits),
            Kind::Bool => Value::Bool(bits & 1 == 1),
            Kind::String => Value::String(self.text()),
            Kind::Bytes => Value::Bytes(bits.to_le_bytes()[..self.below(9) as usize].to_vec().into()),
            // Its JSON is null, whatever the number.
            Kind::Enum(it) if it.full_name() == "google.protobuf.NullValue" => Value::EnumNumber(0),
            Kind::Enum(it) => {
                let declared: Vec<i32> = it.values().map(|it| it.number()).collect();
                let is_open = !is_closed(it);
                let number = self.pick(&declared);
                Value::EnumNumber(if is_open && self.below(8) == 0 { bits as i32 } else { number })
            }
            Kind::Message(it) => Value::Message(self.message(it, depth.saturating_sub(1))),
        }
    }

    fn float(&mut self) -> f64 {
        let any = f64::from_bits(self.next());
        // Of all that are not a number the texts have one.
        let any = if any.is_nan() { f64::NAN } else { any };
        let small = self.below(2000) as f64 / 8.0 - 100.0;
        self.pick(&[any, small, 0.0, -0.0, f64::MAX, f64::MIN_POSITIVE, f64::INFINITY, f64::NEG_INFINITY, f64::NAN])
    }

    fn text(&mut self) -> String {
        let pieces = ["", "a", "Zoë", "😀", "__proto__", "constructor", "\"\\\n\u{0}\u{7f}", "\u{2028}", "12"];
        (0..self.below(4)).map(|_| self.pick(&pieces)).collect()
    }
}

fn fits_extension(kind: Kind, depth: u32) -> bool {
    depth > 0 || kind.as_message().is_none()
}
