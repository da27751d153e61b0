//! Goals about what a schema declares.
//!
//! Knows neither messages nor texts.

use super::words::code;
use crate::{
    learn::goal::{FieldGoal, Goal, MethodGoal},
    schema::{
        Method, Root, Schema,
        model::Range,
        types::{Field, Kind, Shape, Types},
    },
    suggest,
};

/// How many reserved numbers and names are told.
const MAX_NAMED: usize = 6;

/// What is declared instead of what a goal demands; nothing if it is met.
pub(super) fn unmet(goal: &Goal, schema: &Schema) -> Option<String> {
    match goal {
        Goal::Message(name) => message(schema, name).err(),
        Goal::Field(goal) => match message(schema, &goal.of) {
            Ok(root) => field(goal, &root),
            Err(error) => Some(error),
        },
        Goal::Method(goal) => method(goal, schema),
        Goal::Value(goal) => value(goal, schema),
        Goal::Reserved(goal) => reserved(goal, schema),
        Goal::Gone(goal) => gone(goal, schema),
        _ => None,
    }
}

fn message(schema: &Schema, name: &str) -> Result<Root, String> {
    let types = schema.message_types();
    if types.iter().any(|it| it == name) {
        return schema.root(name).ok_or_else(|| format!("Something that {} needs is broken.", code(name)));
    }
    let near = suggest::closest(name, types.iter().map(String::as_str));
    let near = near.map(|it| format!(" There is {}.", code(it))).unwrap_or_default();
    Err(format!("There is no message {}.{near}", code(name)))
}

fn field(goal: &FieldGoal, root: &Root) -> Option<String> {
    let (types, fields) = (root.types(), root.message().fields());
    let own = || code(short(&goal.of));
    let fits = |it: &Field| misfit(goal, it, root).is_none();
    if goal.name.is_empty() {
        if fields.iter().any(fits) {
            return None;
        }
        let at_number = fields.iter().find(|it| goal.number > 0 && it.number == goal.number);
        return Some(match at_number {
            Some(it) => misfit(goal, it, root)?,
            None if goal.number > 0 => format!("{} has no field with number {}.", own(), goal.number),
            None => format!("No field of {} is like that.", own()),
        });
    }
    match fields.iter().find(|it| *it.name == *goal.name) {
        Some(found) => misfit(goal, found, root),
        None => {
            let near = suggest::closest(&goal.name, fields.iter().map(|it| &*it.name));
            let there = fields.iter().find(|it| goal.number > 0 && it.number == goal.number);
            let instead = match (there, near) {
                (Some(it), _) => format!(" Number {} is {} {}.", it.number, code(&word(it, types)), code(&it.name)),
                (None, Some(near)) => format!(" There is {}.", code(near)),
                (None, None) => String::new(),
            };
            Some(format!("{} has no field {}.{instead}", own(), code(&goal.name)))
        }
    }
}

/// In what a field is not as demanded.
fn misfit(goal: &FieldGoal, field: &Field, root: &Root) -> Option<String> {
    let name = code(&field.name);
    if goal.number > 0 && field.number != goal.number {
        return Some(format!("{name} has number {}, not {}.", field.number, goal.number));
    }
    let word = word(field, root.types());
    if !goal.r#type.is_empty() && !is_named(&word, &goal.r#type) {
        return Some(format!("{name} is of type {}, not {}.", code(&word), code(&goal.r#type)));
    }
    let number_list = field.shape == Shape::List && field.kind.is_packable();
    let (meets, is) = match goal.label.as_str() {
        "" => return None,
        "optional" => (
            field.shape == Shape::Single && field.has_presence && !field.is_required && field.oneof.is_none(),
            match field.shape {
                Shape::Single if field.is_required => "is required",
                Shape::Single if field.oneof.is_some() => "is in a oneof",
                Shape::Single => "does not tell whether it is set",
                _ => "is repeated",
            },
        ),
        "required" => (field.is_required, "is not required"),
        "repeated" => (field.shape == Shape::List, "is not repeated"),
        "packed" => (number_list && field.is_packed, "is not packed"),
        "expanded" => {
            (number_list && !field.is_packed, if number_list { "is packed" } else { "is no list of numbers" })
        }
        label => {
            let wanted = label.strip_prefix("oneof ").unwrap_or(label);
            let full = field.oneof.and_then(|it| root.message().oneofs.get(it as usize));
            (
                full.is_some_and(|it| short(it) == wanted),
                if full.is_some() { "is in another oneof" } else { "is in no oneof" },
            )
        }
    };
    (!meets).then(|| format!("{name} {is}."))
}

/// The type as one writes it.
fn word(field: &Field, types: &Types) -> String {
    let entry = field.kind.message().filter(|_| field.shape == Shape::Map).and_then(|it| types.message(it).entry());
    match entry {
        Some((key, value)) => format!("map<{}, {}>", types.word(key.kind), types.word(value.kind)),
        None => match field.kind {
            Kind::Group(id) => format!("group {}", types.message(id).full_name()),
            kind => types.word(kind).to_owned(),
        },
    }
}

/// Whether a type is the one a goal names, by its full name or its last part.
fn is_named(found: &str, wanted: &str) -> bool {
    let plain = |it: &str| it.split_whitespace().collect::<String>();
    let (found, wanted) = (plain(found), plain(wanted));
    let is_one = |found: &str, wanted: &str| {
        found == wanted || found.strip_suffix(wanted).is_some_and(|it| it.ends_with('.') || it.ends_with("group"))
    };
    match (found.split_once(','), wanted.split_once(',')) {
        (Some((key, value)), Some((wanted_key, wanted))) => key == wanted_key && is_one(value, wanted),
        _ => is_one(&found, &wanted),
    }
}

fn method(goal: &MethodGoal, schema: &Schema) -> Option<String> {
    let services = schema.services();
    let Some(service) = services.iter().find(|it| it.full_name == goal.of) else {
        let near = services.first().map(|it| format!(" There is {}.", code(&it.full_name))).unwrap_or_default();
        return Some(format!("There is no service {}.{near}", code(&goal.of)));
    };
    let fits = |it: &Method| (it.name == goal.name || goal.name.is_empty()) && wrong_method(goal, it).is_none();
    if service.methods.iter().any(fits) {
        return None;
    }
    match service.methods.iter().find(|it| it.name == goal.name || goal.name.is_empty()) {
        Some(found) => wrong_method(goal, found),
        None => {
            let near = suggest::closest(&goal.name, service.methods.iter().map(|it| it.name.as_str()));
            let near = near.map(|it| format!(" There is {}.", code(it))).unwrap_or_default();
            Some(format!("{} has no method {}.{near}", code(short(&goal.of)), code(&goal.name)))
        }
    }
}

fn wrong_method(goal: &MethodGoal, found: &Method) -> Option<String> {
    let name = code(&found.name);
    let kind = match (found.client_streaming, found.server_streaming) {
        (false, false) => "unary",
        (false, true) => "server streaming",
        (true, false) => "client streaming",
        (true, true) => "bidirectional",
    };
    if !goal.request.is_empty() && !is_named(&found.request, &goal.request) {
        Some(format!("{name} takes {}, not {}.", code(&found.request), code(&goal.request)))
    } else if !goal.response.is_empty() && !is_named(&found.response, &goal.response) {
        Some(format!("{name} returns {}, not {}.", code(&found.response), code(&goal.response)))
    } else if !goal.kind.is_empty() && goal.kind != kind {
        Some(format!("{name} is {kind}, not {}.", goal.kind))
    } else {
        None
    }
}

/// `demo.Color.RED = 1`.
fn value(goal: &str, schema: &Schema) -> Option<String> {
    let (name, number) = goal.split_once('=').map(|(name, number)| (name.trim(), number.trim()))?;
    let (of, name) = name.rsplit_once('.').unwrap_or(("", name));
    let pool = schema.pool();
    let Some(found) = pool.get_enum_by_name(of) else { return Some(format!("There is no enum {}.", code(of))) };
    let by_name = found.values().find(|it| it.name() == name);
    let by_number = number.parse().ok().and_then(|it| found.get_value(it));
    match (by_name, by_number) {
        (Some(it), _) if it.number().to_string() == number => None,
        (Some(it), _) => Some(format!("{} has number {}, not {number}.", code(name), it.number())),
        (None, Some(it)) => {
            Some(format!("Number {number} of {} is {}, not {}.", code(short(of)), code(it.name()), code(name)))
        }
        (None, None) => Some(format!("{} has no value {}.", code(short(of)), code(name))),
    }
}

fn reserved(goal: &str, schema: &Schema) -> Option<String> {
    let (of, what) = goal.split_once(' ')?;
    let world = schema.world();
    let mut symbols = world.own().flat_map(|unit| unit.symbols.iter()).filter(|it| world.full_name(it) == of);
    let found = symbols.find_map(|symbol| match (world.message(symbol), world.enumeration(symbol)) {
        (Some(it), _) => Some((&it.reserved_ranges, &it.reserved_names)),
        (None, Some(it)) => Some((&it.reserved_ranges, &it.reserved_names)),
        (None, None) => None,
    });
    let Some((ranges, names)) = found else { return Some(format!("There is no message {}.", code(of))) };
    let is_reserved = match what.parse::<i64>() {
        Ok(number) => ranges.iter().any(|it| (it.start.value..=it.end.value).contains(&number)),
        Err(_) => names.iter().any(|it| it.name.text == what),
    };
    let number = |range: &Range| match (range.start.value, range.end.value) {
        (start, end) if start == end => code(&start.to_string()),
        (start, end) => code(&format!("{start} to {end}")),
    };
    let all = ranges.iter().map(number).chain(names.iter().map(|it| code(&it.name.text)));
    let all: Vec<String> = all.take(MAX_NAMED).collect();
    let all = if all.is_empty() { "nothing".to_owned() } else { all.join(", ") };
    (!is_reserved).then(|| format!("{} does not reserve {}; it reserves {all}.", code(short(of)), code(what)))
}

fn gone(goal: &str, schema: &Schema) -> Option<String> {
    let (of, what) = goal.split_once(' ')?;
    let root = match message(schema, of) {
        Ok(root) => root,
        Err(error) => return Some(error),
    };
    let number = what.parse::<u32>().ok();
    let found =
        root.message().fields().iter().find(|it| number.map_or(*it.name == *what, |number| it.number == number))?;
    let own = code(short(of));
    Some(match number {
        Some(number) => format!("Number {number} of {own} is still in use, by {}.", code(&found.name)),
        None => format!("{own} still has a field {}.", code(&found.name)),
    })
}

/// A full name's last part.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
