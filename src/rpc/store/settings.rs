//! What can be chosen for both lanes of the store. Plain data; knows nothing of what comes of it.

use serde::{Deserialize, Serialize};

use crate::rpc::Micros;

/// Under which conditions the order is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Time there and back, between any two services.
    pub round_trip: Micros,
    /// Each way, in bits a second.
    pub bandwidth: u64,
    /// How many items are ordered.
    pub items: u16,
    /// How the goods are reserved.
    pub reserving: Reserving,
    /// How long each service works on a call.
    pub work: Micros,
    /// How many connections a REST client keeps to a service at a time.
    pub connections: u16,
    /// Whether there are connections already.
    pub connected: bool,
    /// Whether they are encrypted.
    pub tls: bool,
    /// Which service fails.
    pub failing: Option<Service>,
    /// How.
    pub failure: Failure,
    /// How long the order may take.
    pub deadline: Option<Micros>,
    /// Whether checkout's own calls have no more time than the order has left. REST has no header to tell it by.
    pub passes_deadline: bool,
    /// How often each client tries a call; 1 is once.
    pub attempts: u8,
}

/// A service that checkout calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Service {
    /// Who the customer is.
    Users,
    /// What is in stock.
    Inventory,
    /// Who pays.
    Payment,
}

impl Service {
    /// All of them, in the order they are called.
    pub const ALL: [Service; 3] = [Service::Users, Service::Inventory, Service::Payment];

    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Service::Users => "Users",
            Service::Inventory => "Inventory",
            Service::Payment => "Payment",
        }
    }
}

/// How a service fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// Nothing answers.
    Down,
    /// It takes [`SLOW`] longer.
    Slow,
    /// Its machine refuses connections.
    #[default]
    Refused,
}

impl Failure {
    /// All of them.
    pub const ALL: [Failure; 3] = [Failure::Down, Failure::Slow, Failure::Refused];

    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Failure::Down => "down",
            Failure::Slow => "slow",
            Failure::Refused => "refused",
        }
    }
}

/// How goods are reserved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reserving {
    /// A call for each item, all at once.
    #[default]
    Each,
    /// One call for all items.
    Together,
    /// As each is mostly designed: gRPC asks once for all, REST once for each, as for a resource.
    Habit,
}

impl Reserving {
    /// All of them.
    pub const ALL: [Reserving; 3] = [Reserving::Each, Reserving::Together, Reserving::Habit];
}

/// How much longer a slow service takes.
pub const SLOW: Micros = 2_000_000;

/// The longest round trip: through a satellite.
pub const MAX_ROUND_TRIP: Micros = 600_000;

/// The least and the largest bandwidth: a bad mobile connection, and a fast network of a data centre.
pub const BANDWIDTHS: (u64, u64) = (100_000, 10_000_000_000);

/// The most items.
pub const MAX_ITEMS: u16 = 100;

/// The longest that a service works.
pub const MAX_WORK: Micros = 1_000_000;

/// The most connections of a REST client to one service.
pub const MAX_CONNECTIONS: u16 = 32;

/// The deadlines there can be.
pub const DEADLINES: (Micros, Micros) = (1_000, 60_000_000);

/// The most attempts a policy of gRPC allows (gRFC A6, `maxAttempts`).
pub const MAX_ATTEMPTS: u8 = 5;

impl Default for Settings {
    /// Three items, in one data centre whose services have talked before.
    fn default() -> Settings {
        Settings {
            round_trip: 500,
            bandwidth: 1_000_000_000,
            items: 3,
            reserving: Reserving::default(),
            work: 2_000,
            // As many as Apache's client for Java keeps to a host unless told otherwise.
            connections: 5,
            connected: true,
            tls: false,
            failing: None,
            failure: Failure::default(),
            deadline: None,
            passes_deadline: true,
            attempts: 1,
        }
    }
}

impl Settings {
    /// The nearest settings that there can be: what is saved and shared may hold any number.
    #[must_use]
    pub fn within(self) -> Settings {
        Settings {
            round_trip: self.round_trip.min(MAX_ROUND_TRIP),
            bandwidth: self.bandwidth.clamp(BANDWIDTHS.0, BANDWIDTHS.1),
            items: self.items.clamp(1, MAX_ITEMS),
            work: self.work.min(MAX_WORK),
            connections: self.connections.clamp(1, MAX_CONNECTIONS),
            deadline: self.deadline.map(|deadline| deadline.clamp(DEADLINES.0, DEADLINES.1)),
            attempts: self.attempts.clamp(1, MAX_ATTEMPTS),
            ..self
        }
    }
}
