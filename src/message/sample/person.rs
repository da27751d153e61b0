//! Whom and where a message is about, so that its fields fit each other: a name and the address made of it, a city and its
//! country, currency and telephone numbers.
//!
//! None of them is real: the domains are those of RFC 2606, the addresses of RFC 5737, the telephone numbers those that the
//! countries' authorities keep free for fiction.

use crate::chance::Chance;

/// The people and the place of a message, and its day.
#[derive(Clone, Copy, Debug)]
pub(super) struct About {
    /// Who.
    pub person: &'static Person,
    /// Where.
    pub place: &'static Place,
    /// Where the whole message is from: it has one currency, though people and places in it differ.
    pub home: &'static Place,
    /// When, in seconds since 1970.
    pub second: i64,
}

/// Somebody.
#[derive(Debug)]
pub(super) struct Person {
    /// The given name.
    pub first: &'static str,
    /// The family name.
    pub last: &'static str,
    /// What both are in an address.
    pub login: &'static str,
}

/// A city and what holds there.
#[derive(Debug)]
pub(super) struct Place {
    /// Its name.
    pub city: &'static str,
    /// Its state or province.
    pub region: &'static str,
    /// A street of it, and a house.
    pub street: &'static str,
    /// A postal code.
    pub post: &'static str,
    /// The country.
    pub country: &'static str,
    /// The country's code, ISO 3166-1.
    pub code: &'static str,
    /// Its language and country, BCP 47.
    pub locale: &'static str,
    /// The code of its currency, ISO 4217.
    pub currency: &'static str,
    /// The time zone.
    pub zone: &'static str,
    /// The beginning of a telephone number, E.164; two digits follow.
    pub phone: &'static str,
    /// Ten thousandths of a degree north.
    pub latitude: i64,
    /// Ten thousandths of a degree east.
    pub longitude: i64,
}

/// 2026-01-05T06:00:00Z, and how many seconds later a message's day may be.
const FIRST_SECOND: i64 = 1_767_592_800;
const SECONDS: i64 = 300 * 24 * 3600;

impl About {
    /// Somebody somewhere.
    pub fn new(mut chance: Chance) -> About {
        let person = &PEOPLE[chance.below(PEOPLE.len())];
        let place = &PLACES[chance.below(PLACES.len())];
        About { person, place, home: place, second: FIRST_SECOND + chance.within(0, SECONDS) }
    }

    /// Somebody else, of the same message.
    pub fn other(self, chance: Chance) -> About {
        About { home: self.home, ..About::new(chance) }
    }
}

const fn person(first: &'static str, last: &'static str, login: &'static str) -> Person {
    Person { first, last, login }
}

static PEOPLE: [Person; 12] = [
    person("Alice", "Moreau", "alice.moreau"),
    person("Jonas", "Lindqvist", "jonas.lindqvist"),
    person("Zoë", "Okafor", "zoe.okafor"),
    person("Mateo", "Fernández", "mateo.fernandez"),
    person("Priya", "Raman", "priya.raman"),
    person("Hana", "Sato", "hana.sato"),
    person("Liam", "O’Connor", "liam.oconnor"),
    person("Amina", "Diallo", "amina.diallo"),
    person("Jürgen", "Weiß", "juergen.weiss"),
    person("Sofia", "Rossi", "sofia.rossi"),
    person("Noah", "Taylor", "noah.taylor"),
    person("Ewa", "Nowak", "ewa.nowak"),
];

static PLACES: [Place; 6] = [
    Place {
        city: "London",
        region: "England",
        street: "12 Harbour Lane",
        post: "SE1 7TY",
        country: "United Kingdom",
        code: "GB",
        locale: "en-GB",
        currency: "GBP",
        zone: "Europe/London",
        phone: "+4420794609",
        latitude: 515_072,
        longitude: -1_276,
    },
    Place {
        city: "Berlin",
        region: "Berlin",
        street: "Lindenweg 7",
        post: "10115",
        country: "Germany",
        code: "DE",
        locale: "de-DE",
        currency: "EUR",
        zone: "Europe/Berlin",
        phone: "+49302312501",
        latitude: 525_200,
        longitude: 134_050,
    },
    Place {
        city: "Seattle",
        region: "Washington",
        street: "480 Cedar Street",
        post: "98101",
        country: "United States",
        code: "US",
        locale: "en-US",
        currency: "USD",
        zone: "America/Los_Angeles",
        phone: "+120655501",
        latitude: 476_062,
        longitude: -1_223_321,
    },
    Place {
        city: "Paris",
        region: "Île-de-France",
        street: "3 rue des Tilleuls",
        post: "75011",
        country: "France",
        code: "FR",
        locale: "fr-FR",
        currency: "EUR",
        zone: "Europe/Paris",
        phone: "+331990012",
        latitude: 488_566,
        longitude: 23_522,
    },
    Place {
        city: "Göteborg",
        region: "Västra Götaland",
        street: "Ängsgatan 21",
        post: "411 04",
        country: "Sweden",
        code: "SE",
        locale: "sv-SE",
        currency: "SEK",
        zone: "Europe/Stockholm",
        phone: "+46313906",
        latitude: 577_089,
        longitude: 119_746,
    },
    Place {
        city: "Sydney",
        region: "New South Wales",
        street: "88 Wattle Road",
        post: "2000",
        country: "Australia",
        code: "AU",
        locale: "en-AU",
        currency: "AUD",
        zone: "Australia/Sydney",
        phone: "+612555012",
        latitude: -338_688,
        longitude: 1_512_093,
    },
];
