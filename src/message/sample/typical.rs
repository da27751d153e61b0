//! Values people would expect of a field by its kind and name, as JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost_reflect::{EnumDescriptor, Kind};

use super::super::json::quoted;
use super::super::scalar::NULL_VALUE;
use super::super::time::{self, Time};
use super::person::About;
use super::topic::{Topic, topic, words};
use crate::chance::Chance;

/// Where a value is, and what it is about.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    /// The field's name.
    pub field: &'a str,
    /// The simple name of the message it is in.
    pub message: &'a str,
    /// Whom and where the message is about.
    pub about: About,
    /// Where the value is drawn from.
    pub chance: Chance,
}

/// A number in decimal: `digits` with so many behind the point.
struct Decimal {
    digits: i64,
    places: u32,
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// A scalar or an enum, as JSON.
pub(super) fn value(kind: &Kind, scene: Scene<'_>) -> String {
    let topic = topic(scene.field, scene.message);
    let mut chance = scene.chance;
    match kind {
        Kind::Bool => chance.happens(3, 4).to_string(),
        Kind::String => quoted(&text(topic, scene)),
        Kind::Bytes => quoted(&STANDARD.encode(bytes(topic, scene))),
        Kind::Enum(found) => enumerated(found, chance),
        Kind::Double | Kind::Float => fraction(number(topic, scene)),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => whole(topic, scene, i64::from(i32::MAX)).to_string(),
        Kind::Uint32 | Kind::Fixed32 => whole(topic, scene, i64::from(u32::MAX)).unsigned_abs().to_string(),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => quoted(&whole(topic, scene, i64::MAX).to_string()),
        Kind::Uint64 | Kind::Fixed64 => quoted(&whole(topic, scene, i64::MAX).unsigned_abs().to_string()),
        Kind::Message(_) => "{}".to_owned(),
    }
}

/// A key of a map, which JSON has in quotes; that with the index `at` of one map is like no other.
pub(super) fn key(kind: &Kind, scene: Scene<'_>, at: usize) -> String {
    let mut chance = scene.chance;
    match kind {
        Kind::Bool => at.is_multiple_of(2).to_string(),
        Kind::String => {
            let keys: &[&str] = match topic(scene.field, scene.message) {
                Some(Topic::Header) => &["accept", "cache-control", "x-request-id", "content-language"],
                Some(Topic::Quantity | Topic::Score | Topic::Price) => &["monday", "tuesday", "wednesday", "thursday"],
                Some(Topic::Locale | Topic::Language | Topic::Sentence | Topic::Title) => &["en", "de", "fr", "sv"],
                _ => &["env", "region", "team", "release"],
            };
            keys[(chance.below(keys.len()) + at) % keys.len()].to_owned()
        }
        _ => (chance.within(1, 90) + 100 * at as i64).to_string(),
    }
}

fn enumerated(found: &EnumDescriptor, mut chance: Chance) -> String {
    if found.full_name() == NULL_VALUE {
        return "null".to_owned();
    }
    let says = |name: &str| !name.ends_with("UNSPECIFIED") && !name.ends_with("UNKNOWN");
    let mut names: Vec<_> = found.values().take(MOST_VALUES).filter(|value| says(value.name())).collect();
    if names.iter().any(|value| value.number() != 0) {
        names.retain(|value| value.number() != 0);
    }
    names.get(chance.below(names.len())).map_or_else(|| first(found), of_enum)
}

/// Of how many values of an enum one is chosen.
const MOST_VALUES: usize = 64;
/// A name that is longer is not written, but its number.
const LONGEST_NAME: usize = 80;

/// A value of an enum as JSON.
pub(super) fn of_enum(value: &prost_reflect::EnumValueDescriptor) -> String {
    if value.name().len() > LONGEST_NAME { value.number().to_string() } else { quoted(value.name()) }
}

/// The first value of an enum, which is its default.
pub(super) fn first(found: &EnumDescriptor) -> String {
    if found.full_name() == NULL_VALUE { "null".to_owned() } else { of_enum(&found.default_value()) }
}

/// When something of that name happens: what is updated or over comes later than what is created.
pub(super) fn second(scene: Scene<'_>) -> i64 {
    let mut chance = scene.chance;
    let words = words(scene.field);
    let has = |some: &[&str]| words.iter().any(|word| some.contains(&word.as_str()));
    let day = scene.about.second;
    if has(&["birth", "birthday", "birthdate", "dob", "born"]) {
        day - day % DAY - chance.within(20 * 365, 70 * 365) * DAY
    } else if has(&["expires", "expiry", "expire", "until", "due", "deadline"]) {
        day - day % HOUR + chance.within(2, 90) * DAY
    } else if has(&["end", "ended", "updated", "modified", "changed", "finished", "completed", "delivered", "closed"]) {
        day + chance.within(1, 40) * HOUR + chance.within(0, HOUR - 1)
    } else {
        day
    }
}

fn timestamp(seconds: i64) -> String {
    time::timestamp_text(Time { seconds, nanos: 0 }).unwrap_or_default()
}

fn text(topic: Option<Topic>, scene: Scene<'_>) -> String {
    let (About { person, place, .. }, mut chance) = (scene.about, scene.chance);
    let text = match topic {
        Some(Topic::FirstName) => person.first,
        Some(Topic::LastName) => person.last,
        Some(Topic::FullName) => return format!("{} {}", person.first, person.last),
        Some(Topic::Login) => person.login,
        Some(Topic::Email) => return format!("{}@example.com", person.login),
        Some(Topic::Phone) => return phone(scene),
        Some(Topic::Company) => chance.pick(&["Northwind Tools", "Blue Harbour Ltd", "Lumen & Sons", "Kestrel Labs"]),
        Some(Topic::Job) => chance.pick(&["engineer", "nurse", "translator", "carpenter"]),
        Some(Topic::Gender) => chance.pick(&["female", "male", "non-binary"]),
        Some(Topic::Street) => place.street,
        Some(Topic::City) => place.city,
        Some(Topic::Region) => place.region,
        Some(Topic::Country) => place.country,
        Some(Topic::CountryCode) => place.code,
        Some(Topic::PostalCode) => place.post,
        Some(Topic::Locale) => place.locale,
        Some(Topic::Language) => place.locale.split('-').next().unwrap_or_default(),
        Some(Topic::TimeZone) => place.zone,
        Some(Topic::Currency) => scene.about.home.currency,
        Some(Topic::Url) => return format!("https://example.com/{}", slug(chance)),
        Some(Topic::Image) => return format!("https://example.com/images/{}.png", slug(chance)),
        Some(Topic::Domain) => chance.pick(&["example.com", "shop.example.com", "example.org"]),
        Some(Topic::Host) => {
            return format!("{}-{}", chance.pick(&["web", "db", "cache", "edge"]), chance.within(1, 24));
        }
        Some(Topic::Address) => return format!("192.0.2.{}", chance.within(1, 254)),
        Some(Topic::Method) => chance.pick(&["GET", "POST", "PUT", "DELETE"]),
        Some(Topic::MediaType) => chance.pick(&["application/json", "text/html", "image/png", "application/grpc"]),
        Some(Topic::UserAgent) => "ExampleApp/3.2 (Linux; arm64)",
        Some(Topic::Header) => chance.pick(&["gzip", "no-cache", "keep-alive"]),
        Some(Topic::Path) => {
            return format!("/{}/{}", chance.pick(&["orders", "users", "reports"]), chance.within(1, 999));
        }
        Some(Topic::FileName) => return format!("{}.{}", slug(chance), chance.pick(&["pdf", "png", "csv", "txt"])),
        Some(Topic::Id) => return identifier(scene),
        Some(Topic::Uuid) => return uuid(chance),
        Some(Topic::Hash) => return hex(chance, 32),
        Some(Topic::Trace) => return hex(chance, if scene.field.starts_with('t') { 16 } else { 8 }),
        Some(Topic::Token) => return hex(chance, 12),
        Some(Topic::Code) => {
            return format!("{}-{:04}", chance.pick(&["KX", "NW", "TR", "AB"]), chance.within(1, 9999));
        }
        Some(Topic::Version) => {
            return format!("{}.{}.{}", chance.within(1, 5), chance.within(0, 20), chance.within(0, 9));
        }
        Some(Topic::Key) => chance.pick(&["env", "region", "team", "theme", "plan"]),
        Some(Topic::Product) => {
            chance.pick(&["Desk lamp", "Coffee grinder", "Rain jacket", "Notebook A5", "Bike bell"])
        }
        // A card number that card companies keep for tests.
        Some(Topic::Card) => "4242424242424242",
        Some(Topic::Title) => chance.pick(&["Northern Lights", "Monday plan", "A short history of tea", "Open water"]),
        Some(Topic::Sentence) => chance.pick(&[
            "Please ring twice; the bell is quiet.",
            "Arrived on time, all parts complete.",
            "Second attempt after a timeout.",
            "The quick brown fox jumps over the lazy dog.",
            "Naïve café, 20 °C, ready by noon.",
        ]),
        Some(Topic::Query) => chance.pick(&["desk lamp", "status:open", "coffee near me"]),
        Some(Topic::Label) => chance.pick(&["admin", "editor", "beta", "urgent", "blue-team", "prod"]),
        Some(Topic::Status) => chance.pick(&["active", "pending", "shipped", "done"]),
        Some(Topic::Category) => chance.pick(&["standard", "outdoor", "books", "premium"]),
        Some(Topic::Act) => chance.pick(&["login", "purchase", "update", "export"]),
        Some(Topic::Colour) => chance.pick(&["#1f6feb", "#e4572e", "#2a9d8f"]),
        Some(Topic::Level) => chance.pick(&["info", "warning", "high", "low"]),
        Some(Topic::Unit) => chance.pick(&["kg", "pieces", "litres"]),
        Some(Topic::Time) => return timestamp(second(scene)),
        Some(Topic::Date) => return timestamp(second(scene)).chars().take("2026-01-05".len()).collect(),
        Some(Topic::Clock) => return format!("{:02}:{:02}", chance.within(7, 21), 5 * chance.within(0, 11)),
        Some(Topic::Span) => return format!("{}s", chance.within(1, 90)),
        Some(Topic::Name) | None => chance.pick(&["alpha", "birch", "copper", "delta", "ember", "fjord", "granite"]),
        Some(_) => return fraction(number(topic, scene)),
    };
    text.to_owned()
}

fn slug(mut chance: Chance) -> String {
    let first = chance.pick(&["spring", "autumn", "weekly", "first", "green"]);
    format!("{first}-{}", chance.pick(&["report", "offer", "journey", "garden", "notes"]))
}

fn phone(scene: Scene<'_>) -> String {
    let mut chance = scene.chance;
    format!("{}{:02}", scene.about.place.phone, chance.within(0, 99))
}

/// `order-4821` for `order_id`, and for the `id` of an Order.
fn identifier(scene: Scene<'_>) -> String {
    let mut chance = scene.chance;
    let own = words(scene.field);
    let of = words(scene.message);
    let what = own.iter().rev().nth(1).or_else(|| of.last()).map_or("item", String::as_str);
    format!("{what}-{}", chance.within(1000, 99_999))
}

/// Version 4 of RFC 9562.
fn uuid(mut chance: Chance) -> String {
    let (high, low) = (chance.bits(), chance.bits());
    let (version, variant) = (0x4000 | high & 0xfff, 0x8000 | low >> 48 & 0x3fff);
    format!(
        "{:08x}-{:04x}-{version:04x}-{variant:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        low & 0xffff_ffff_ffff
    )
}

fn hex(chance: Chance, bytes: usize) -> String {
    random(chance, bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn random(mut chance: Chance, count: usize) -> Vec<u8> {
    (0..count).map(|_| chance.bits() as u8).collect()
}

fn bytes(topic: Option<Topic>, scene: Scene<'_>) -> Vec<u8> {
    let mut chance = scene.chance;
    match topic {
        Some(Topic::Hash) => random(chance, 32),
        Some(Topic::Uuid | Topic::Trace) => random(chance, 16),
        Some(Topic::Token | Topic::Id | Topic::Key) => random(chance, 16),
        // Of a picture its first bytes: PNG's signature, and the length and name of the chunk behind it.
        Some(Topic::Image | Topic::FileName) => b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
        Some(Topic::Address) => vec![192, 0, 2, 1],
        _ => chance.pick(&["hello, world", "open sesame", "ping", "0123456789"]).as_bytes().to_vec(),
    }
}

/// A number of at most `most`; where what the name promises is more, another one.
fn whole(topic: Option<Topic>, scene: Scene<'_>, most: i64) -> i64 {
    let mut chance = scene.chance;
    let words = words(scene.field);
    let has = |some: &[&str]| words.iter().any(|word| some.contains(&word.as_str()));
    let number = match topic {
        Some(Topic::Time) => {
            let second = second(scene);
            let scale = match () {
                () if has(&["nanos", "ns", "nano"]) => 1_000_000_000,
                () if has(&["micros", "us", "usec"]) => 1_000_000,
                () if has(&["millis", "ms", "msec"]) => 1_000,
                () => 1,
            };
            second * scale
        }
        Some(Topic::Span) if has(&["ms", "millis", "us", "micros"]) => chance.within(2, 900),
        Some(Topic::Price) if has(&["micros"]) => chance.within(1, 9_999) * 10_000,
        Some(Topic::Price) if has(&["units"]) => chance.within(1, 499),
        Some(Topic::Price) => chance.within(199, 19_999),
        Some(Topic::Phone) => phone(scene).trim_start_matches('+').parse().unwrap_or(most),
        Some(Topic::PostalCode) => chance.within(10_000, 99_999),
        Some(Topic::Rating) => chance.within(1, 5),
        Some(Topic::Latitude | Topic::Longitude) => {
            // Without a fraction: in ten-millionths of a degree, as maps have it.
            number(topic, scene).digits * 1000
        }
        _ => {
            let Decimal { digits, places } = number(topic, scene);
            digits / 10_i64.pow(places)
        }
    };
    if (-most..=most).contains(&number) { number } else { chance.within(1, 100) }
}

fn fraction(Decimal { digits, places }: Decimal) -> String {
    let scale = 10_u64.pow(places);
    let (sign, size) = (if digits < 0 { "-" } else { "" }, digits.unsigned_abs());
    let text = format!("{sign}{}.{:0width$}", size / scale, size % scale, width = places as usize);
    if places == 0 { format!("{sign}{size}") } else { text }
}

fn number(topic: Option<Topic>, scene: Scene<'_>) -> Decimal {
    let (place, mut chance) = (scene.about.place, scene.chance);
    let (digits, places) = match topic {
        Some(Topic::Id | Topic::Key) => (chance.within(1_000, 99_999), 0),
        Some(Topic::Latitude) => (place.latitude, 4),
        Some(Topic::Longitude) => (place.longitude, 4),
        Some(Topic::Price) => (chance.within(2, 199) * 100 + [0, 49, 50, 95, 99][chance.below(5)], 2),
        Some(Topic::Nanos) => (chance.within(1, 99) * 10_000_000, 0),
        Some(Topic::Quantity) => (chance.within(1, 12), 0),
        Some(Topic::Port) => ([443, 8080, 50_051, 5432][chance.below(4)], 0),
        Some(Topic::HttpStatus) => ([200, 201, 204, 404][chance.below(4)], 0),
        Some(Topic::Percent) => (chance.within(1, 100), 0),
        Some(Topic::Ratio | Topic::Channel) => (chance.within(1, 99), 2),
        Some(Topic::Delta) => (chance.within(-64, 64), 0),
        Some(Topic::Rating) => (chance.within(20, 50), 1),
        Some(Topic::Score) => (chance.within(10, 999), 1),
        Some(Topic::Age) => (chance.within(18, 85), 0),
        Some(Topic::Index | Topic::Level | Topic::Version) => (chance.within(1, 9), 0),
        Some(Topic::Bytes) => (chance.within(1_000, 9_999_999), 0),
        Some(Topic::Pixels) => ([320, 640, 1280, 1920][chance.below(4)], 0),
        Some(Topic::Metres | Topic::Kilograms) => (chance.within(5, 900), 1),
        Some(Topic::Celsius) => (chance.within(-80, 320), 1),
        Some(Topic::Time) => (second(scene), 0),
        Some(Topic::Year) => (chance.within(1995, 2026), 0),
        Some(Topic::Month) => (chance.within(1, 12), 0),
        Some(Topic::Day) => (chance.within(1, 28), 0),
        Some(Topic::Hour) => (chance.within(0, 23), 0),
        Some(Topic::Minute) => (chance.within(0, 59), 0),
        Some(Topic::Span) => (chance.within(1, 90) * 10, 1),
        _ => (chance.within(4, 400) * 25, 2),
    };
    Decimal { digits, places }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let shown = |digits, places| fraction(Decimal { digits, places });
        assert_eq!([shown(1999, 2), shown(-5, 2), shown(-1_276, 4), shown(7, 0)], ["19.99", "-0.05", "-0.1276", "7"]);
    }

    #[test]
    fn a_message_is_about_one_person() {
        let about = About::new(Chance::new(3));
        let scene = |field| Scene { field, message: "User", about, chance: Chance::new(1) };
        let [name, first, mail] = ["name", "first_name", "email"].map(|field| value(&Kind::String, scene(field)));
        assert!(name.starts_with(first.trim_end_matches('"')), "{name} {first}");
        assert_eq!(mail, format!("\"{}@example.com\"", about.person.login));
    }

    #[test]
    fn what_does_not_fit_a_kind_is_another_number() {
        let about = About::new(Chance::new(3));
        for seed in 0..50 {
            let scene = |field| Scene { field, message: "A", about, chance: Chance::new(seed) };
            for field in ["created_at_nanos", "phone", "longitude", "temperature", "id"] {
                assert!(value(&Kind::Int32, scene(field)).parse::<i32>().is_ok(), "{field}");
                assert!(value(&Kind::Uint32, scene(field)).parse::<u32>().is_ok(), "{field}");
                assert!(value(&Kind::Uint64, scene(field)).trim_matches('"').parse::<u64>().is_ok(), "{field}");
            }
        }
    }
}
