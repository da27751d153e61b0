//! The conditions of the online store in the saved form.
//!
//! ```proto
//! message Shop { uint64 round_trip = 1; uint64 bandwidth = 2; uint32 items = 3; uint32 reserving = 4; uint64 work = 5;
//!                uint32 connections = 6; bool connected = 7; bool tls = 8; optional uint32 failing = 9; uint32 failure = 10;
//!                optional uint64 deadline = 11; bool passes_deadline = 12; uint32 attempts = 13; }
//! ```
//!
//! Knows neither what else is saved nor where.

use crate::rpc::store::{Failure, Reserving, Service, Settings};

/// The conditions.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Shop {
    #[prost(uint64, tag = "1")]
    round_trip: u64,
    #[prost(uint64, tag = "2")]
    bandwidth: u64,
    #[prost(uint32, tag = "3")]
    items: u32,
    #[prost(uint32, tag = "4")]
    reserving: u32,
    #[prost(uint64, tag = "5")]
    work: u64,
    #[prost(uint32, tag = "6")]
    connections: u32,
    #[prost(bool, tag = "7")]
    connected: bool,
    #[prost(bool, tag = "8")]
    tls: bool,
    #[prost(uint32, optional, tag = "9")]
    failing: Option<u32>,
    #[prost(uint32, tag = "10")]
    failure: u32,
    #[prost(uint64, optional, tag = "11")]
    deadline: Option<u64>,
    #[prost(bool, tag = "12")]
    passes_deadline: bool,
    #[prost(uint32, tag = "13")]
    attempts: u32,
}

impl From<&Settings> for Shop {
    fn from(settings: &Settings) -> Shop {
        Shop {
            round_trip: settings.round_trip,
            bandwidth: settings.bandwidth,
            items: settings.items.into(),
            reserving: settings.reserving as u32,
            work: settings.work,
            connections: settings.connections.into(),
            connected: settings.connected,
            tls: settings.tls,
            failing: settings.failing.map(|service| service as u32),
            failure: settings.failure as u32,
            deadline: settings.deadline,
            passes_deadline: settings.passes_deadline,
            attempts: settings.attempts.into(),
        }
    }
}

/// What it says, within bounds: it may have been written by anybody.
impl From<Shop> for Settings {
    fn from(shop: Shop) -> Settings {
        Settings {
            round_trip: shop.round_trip,
            bandwidth: shop.bandwidth,
            items: u16::try_from(shop.items).unwrap_or(u16::MAX),
            reserving: chosen(&Reserving::ALL, shop.reserving).unwrap_or_default(),
            work: shop.work,
            connections: u16::try_from(shop.connections).unwrap_or(u16::MAX),
            connected: shop.connected,
            tls: shop.tls,
            failing: shop.failing.and_then(|service| chosen(&Service::ALL, service)),
            failure: chosen(&Failure::ALL, shop.failure).unwrap_or_default(),
            deadline: shop.deadline,
            passes_deadline: shop.passes_deadline,
            attempts: u8::try_from(shop.attempts).unwrap_or(u8::MAX),
        }
        .within()
    }
}

fn chosen<T: Copy>(all: &[T], number: u32) -> Option<T> {
    all.get(number as usize).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use prost::Message;

    use super::*;

    proptest! {
        #[test]
        fn what_anybody_wrote_is_within_bounds_and_stays(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(shop) = Shop::decode(bytes.as_slice()) {
                let settings = Settings::from(shop);
                prop_assert_eq!(settings, settings.within());
                prop_assert_eq!(Settings::from(Shop::from(&settings)), settings);
            }
        }
    }

    #[test]
    fn all_of_them_are_kept() {
        let all = Reserving::ALL.into_iter().zip(Service::ALL).zip(Failure::ALL);
        for ((reserving, service), failure) in all {
            let failing = Some(service);
            let settings = Settings { reserving, failing, failure, deadline: Some(300_000), ..Settings::default() };
            assert_eq!(Settings::from(Shop::from(&settings)), settings);
        }
    }
}
