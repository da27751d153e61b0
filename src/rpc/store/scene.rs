//! Placing an order, as a scene: the gateway calls checkout, checkout the three services.
//!
//! Checkout asks users, then reserves the goods, then charges the customer, as its contract says: nobody is charged for what is
//! not there. Knows neither how a scene is simulated nor how it is shown.

use super::{
    order::{Exchange, Order},
    settings::{Failure, Reserving, SLOW, Service, Settings},
};
use crate::rpc::{
    scene::{Call, Caller, Handler, Link, MAX_MESSAGE, Protocol, Reaction, Scene, Start, Streams},
    script::{Fault, HalfClose, Network, Retry},
    status::Code,
};

/// The parties, from left to right; the services behind checkout in the order of [`Service::ALL`].
pub const PARTIES: [&str; 5] = ["Gateway", "Checkout", "Users", "Inventory", "Payment"];

const GATEWAY: u16 = 0;

/// The first party that is called.
pub const CHECKOUT: u16 = 1;

/// The link between gateway and checkout; those to the services follow.
pub const FRONT: u16 = 0;

/// The call that places the order; checkout's follow.
pub const PLACE: u16 = 0;

/// The ports that servers mostly have: gRPC's, and HTTP's for those who may not use port 80.
const PORTS: (u16, u16) = (50_051, 8080);

/// The first wait before another attempt, the longest, and what it grows by in hundredths.
const BACKOFF: (u64, u64, u32) = (50_000, 1_000_000, 200);

impl Service {
    /// Its index among the parties.
    pub fn party(self) -> u16 {
        CHECKOUT + 1 + self as u16
    }

    /// The index of checkout's link to it.
    fn link(self) -> u16 {
        FRONT + 1 + self as u16
    }
}

/// An order, placed over gRPC or REST.
pub fn scene(settings: &Settings, order: &Order, protocol: Protocol) -> Scene {
    let settings = settings.within();
    let is_rest = protocol != Protocol::Grpc;
    let mut calls = vec![call(&settings, FRONT, "PlaceOrder", &order.place, Start::At(0))];
    let mut add = |service: Service, name: &str, exchange: &Exchange| {
        let step = Start::In { call: PLACE, step: service as u16 };
        let mut made = call(&settings, service.link(), name, exchange, step);
        // REST has no header that tells how long a caller will wait.
        made.client.inherits_deadline = settings.passes_deadline && !is_rest;
        made.client.deadline = None;
        calls.push(made);
    };
    add(Service::Users, "GetCustomer", &order.customer);
    let is_together = match settings.reserving {
        Reserving::Each => false,
        Reserving::Together => true,
        Reserving::Habit => !is_rest,
    };
    if is_together {
        add(Service::Inventory, "Reserve", &order.reserve);
    } else {
        for (at, item) in order.reserve_each.iter().enumerate() {
            add(Service::Inventory, &format!("Reserve {}", at + 1), item);
        }
    }
    add(Service::Payment, "Charge", &order.charge);

    let network = Network {
        round_trip: settings.round_trip,
        bandwidth: settings.bandwidth,
        loss: 0,
        connected: settings.connected,
        tls: settings.tls,
    };
    let link = |client: u16, server: u16, fault: Fault| {
        let name = PARTIES[usize::from(server)].to_ascii_lowercase();
        let port = if is_rest { PORTS.1 } else { PORTS.0 };
        Link { client, server, authority: format!("{name}.internal:{port}"), network, fault, protocol }
    };
    let mut links = vec![link(GATEWAY, CHECKOUT, Fault::None)];
    links.extend(Service::ALL.map(|service| {
        let fault = match (settings.failing == Some(service), settings.failure) {
            (false, _) => Fault::None,
            (true, Failure::Down) => Fault::Down,
            (true, Failure::Slow) => Fault::Slow(SLOW),
            (true, Failure::Refused) => Fault::Refused,
        };
        link(CHECKOUT, service.party(), fault)
    }));
    Scene { parties: PARTIES.map(str::to_owned).to_vec(), links, calls, seed: 0 }
}

fn call(settings: &Settings, link: u16, name: &str, exchange: &Exchange, start: Start) -> Call {
    let (initial_backoff, max_backoff, multiplier) = BACKOFF;
    let retry =
        Retry { attempts: settings.attempts, initial_backoff, max_backoff, multiplier, codes: vec![Code::Unavailable] };
    Call {
        link,
        name: name.to_owned(),
        start,
        path: exchange.path.clone(),
        rest: exchange.rest.clone(),
        streams: Streams::default(),
        requests: vec![exchange.request.clone()],
        handler: Handler {
            latency: settings.work,
            at_end: Reaction { messages: vec![exchange.response.clone()], status: None },
            max_message: MAX_MESSAGE,
            ..Handler::default()
        },
        client: Caller {
            deadline: settings.deadline,
            half_close: HalfClose::WithLast,
            retry: (settings.attempts > 1).then_some(retry),
            max_message: MAX_MESSAGE,
            ..Caller::default()
        },
    }
}
