//! Samples of the types of `google/protobuf` that have a JSON form of their own.

use prost_reflect::{Kind, MessageDescriptor};

use super::super::json::quoted;
use super::super::mask;
use super::super::time::{self, Time};
use super::super::wellknown::{Form, WRAPPED_NUMBER};
use super::extreme;
use super::typical::{self, Scene};
use crate::chance::Chance;

/// How many levels of messages the samples of Struct, Value and ListValue have at most.
pub(super) const DYNAMIC_LEVELS: usize = 9;

/// The least value.
pub(super) fn minimal(form: Form, message: &MessageDescriptor) -> String {
    match form {
        Form::Timestamp => "\"1970-01-01T00:00:00Z\"".to_owned(),
        Form::Duration => "\"0s\"".to_owned(),
        Form::Mask => "\"\"".to_owned(),
        Form::Struct => "{}".to_owned(),
        Form::List => "[]".to_owned(),
        Form::Value => "null".to_owned(),
        Form::Wrapper => least(&wrapped(message)),
    }
}

/// The least value of a scalar, which is its default where the field names none.
pub(super) fn least(kind: &Kind) -> String {
    match kind {
        Kind::Bool => "false".to_owned(),
        Kind::String | Kind::Bytes => "\"\"".to_owned(),
        Kind::Enum(found) => typical::first(found),
        Kind::Message(_) => "{}".to_owned(),
        _ => "0".to_owned(),
    }
}

/// What people would expect.
pub(super) fn typical(
    form: Form,
    message: &MessageDescriptor,
    around: Option<&MessageDescriptor>,
    scene: Scene<'_>,
) -> String {
    let mut chance = scene.chance;
    match form {
        Form::Timestamp => {
            let nanos = if chance.happens(1, 4) { 1_000_000 * chance.within(1, 999) as i32 } else { 0 };
            of_text(time::timestamp_text(Time { seconds: typical::second(scene), nanos }), form, message)
        }
        Form::Duration => {
            let (seconds, half) = (chance.within(1, 90), chance.happens(1, 3));
            let time = Time { seconds, nanos: if half { 500_000_000 } else { 0 } };
            of_text(time::duration_text(time), form, message)
        }
        Form::Mask => masked(around, chance, 2),
        Form::Wrapper => typical::value(&wrapped(message), scene),
        Form::Struct => format!("{{\"theme\": \"dark\", \"retries\": {}, \"beta\": true}}", chance.within(1, 9)),
        Form::List => format!("[\"{}\", {}, true]", chance.pick(&["red", "green", "blue"]), chance.within(1, 99)),
        Form::Value => match chance.below(3) {
            0 => quoted(chance.pick(&["on", "auto", "compact"])),
            1 => format!("{}.5", chance.within(1, 99)),
            _ => "{\"enabled\": true}".to_owned(),
        },
    }
}

/// The ends of what there is.
pub(super) fn extreme(
    form: Form,
    message: &MessageDescriptor,
    around: Option<&MessageDescriptor>,
    chance: Chance,
) -> String {
    let mut draw = chance;
    let mut of = |values: &[&'static str]| draw.pick(values).to_owned();
    match form {
        Form::Timestamp => of(&[
            "\"9999-12-31T23:59:59.999999999Z\"",
            "\"0001-01-01T00:00:00Z\"",
            "\"1969-12-31T23:59:59.000000001Z\"",
        ]),
        Form::Duration => of(&["\"-315576000000s\"", "\"315576000000s\"", "\"-0.000000001s\""]),
        Form::Mask => masked(around, chance, usize::MAX),
        Form::Wrapper => extreme::single(&wrapped(message), chance),
        Form::Struct => {
            "{\"\": null, \"__proto__\": {\"deep\": [[], {}, [false]]}, \"\u{1f680}\": -1.7976931348623157e308}"
                .to_owned()
        }
        Form::List => "[null, [], {}, [[\"\"]], 5e-324, 9007199254740991]".to_owned(),
        Form::Value => of(&["1.7976931348623157e308", "null", "[{\"\": [null]}]", "\"\\u0000\"", "false"]),
    }
}

fn of_text(text: Result<String, String>, form: Form, message: &MessageDescriptor) -> String {
    text.map_or_else(|_| minimal(form, message), |text| quoted(&text))
}

fn wrapped(message: &MessageDescriptor) -> Kind {
    message.get_field(WRAPPED_NUMBER).map_or(Kind::String, |field| field.kind())
}

/// How many fields of a message are looked at for a mask.
const MOST_PATHS: usize = 12;

/// A mask of at most so many fields: of what is beside it in the message around it, else of that itself.
fn masked(around: Option<&MessageDescriptor>, mut chance: Chance, most: usize) -> String {
    let is_own =
        |message: &MessageDescriptor| !message.full_name().starts_with("google.protobuf.") && !message.is_map_entry();
    let beside = around.and_then(|around| {
        around.fields().find_map(|field| field.kind().as_message().filter(|it| is_own(it)).cloned())
    });
    let names: Vec<String> = beside.as_ref().or(around).map_or_else(
        || vec!["name".to_owned()],
        |message| message.fields().take(MOST_PATHS).map(|field| field.name().to_owned()).collect(),
    );
    let first = if most < names.len() { chance.below(names.len()) } else { 0 };
    let chosen = (0..names.len().min(most)).map(|at| &names[(first + at) % names.len()]);
    // Not every name has a form in JSON that leads back to it.
    let paths = chosen.filter(|name| mask::text([name.as_str()].into_iter()).is_ok());
    quoted(&mask::text(paths.map(String::as_str)).unwrap_or_default())
}
