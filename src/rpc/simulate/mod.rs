//! What happens in a scene: every event at its time, at both sides.
//!
//! ```text
//! client, server      the code: calls, deadlines, retries; handlers
//!    │ ▲
//! endpoint            gRPC over HTTP/2, REST over HTTP/1.1: bytes and what they mean
//!    │ ▲
//! net, tcp, open      the clock, packets, connections, the timeline
//! ```
//!
//! Discrete events: what is due next happens, and makes other things due later. All numbers are whole ones, and chance is drawn from
//! the scene's seed in the order of time; so a scene has one timeline, and what is added to it at some time changes nothing before.

mod client;
mod endpoint;
mod grpc;
mod net;
mod open;
mod pipe;
mod queue;
mod rest;
mod server;
mod tcp;

use self::{
    client::Client,
    endpoint::{AttemptId, Endpoint, Told},
    grpc::Grpc,
    net::{Due, Net, News},
    rest::Rest,
    server::Handler,
};
use super::{
    Micros,
    scene::{Protocol, Scene, Start},
    timeline::{self, Connection, Kind, Timeline},
};
use crate::text::Span;

/// A time or a while within a simulation, in nanoseconds: on a fast line a packet takes less than a microsecond.
type Nanos = u64;

/// Nanoseconds in a microsecond.
const NANOS: Nanos = 1000;
/// Microseconds in a millisecond.
const MICROS_A_MILLI: Micros = 1000;

/// What happens in a scene.
///
/// Calls that name a link, links that name a party that the scene has not are not made; so is a call in a call that is never
/// handled. The timeline is cut off at [`timeline::MAX_EVENTS`], and at 64 MiB of HTTP.
pub fn simulate(scene: &Scene) -> Timeline {
    let mut world = World::new(scene);
    world.run();
    world.finish()
}

/// What the code at both sides does by itself at some time.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// A call of the scene is made.
    Call(u16),
    /// A client sends its next message.
    Send(u32),
    /// A client half-closes.
    HalfClose(u32),
    /// A client's deadline passes.
    Deadline(u32),
    /// A client gives up.
    Cancel(u32),
    /// A client tries again.
    Retry(u32),
    /// A handler does what it has waited with.
    Go(u32),
    /// A handler's deadline passes.
    Expire(u32),
}

struct World<'s> {
    net: Net<'s>,
    /// One a link.
    endpoints: Vec<Box<dyn Endpoint<'s> + 's>>,
    clients: Vec<Client<'s>>,
    handlers: Vec<Handler<'s>>,
    /// Of each attempt the client, and the handler once there is one.
    attempts: Vec<(u32, Option<u32>)>,
    /// Of each call those its handler makes, by step.
    nested: Vec<Vec<(u16, u16)>>,
}

impl<'s> World<'s> {
    fn new(scene: &'s Scene) -> World<'s> {
        let mut net = Net::new(scene);
        let endpoints = (0..).zip(&scene.links).map(|(at, link)| -> Box<dyn Endpoint<'s> + 's> {
            match link.protocol {
                Protocol::Grpc => Box::new(Grpc::new(at)),
                Protocol::Rest { connections } => Box::new(Rest::new(at, connections)),
            }
        });
        let endpoints = endpoints.collect();
        let mut nested: Vec<Vec<(u16, u16)>> = scene.calls.iter().map(|_| Vec::new()).collect();
        for (at, call) in (0..=u16::MAX).zip(&scene.calls) {
            let link = scene.links.get(usize::from(call.link));
            net.timeline.calls.push(timeline::Call {
                name: call.name.clone(),
                client: link.map_or(0, |it| it.client),
                server: link.map_or(0, |it| it.server),
                ..timeline::Call::default()
            });
            match call.start {
                Start::At(time) => net.queue.push(time.saturating_mul(NANOS), Due::Code(Deed::Call(at))),
                Start::In { call, step } => {
                    if let (Some(within), Some(_)) = (nested.get_mut(usize::from(call)), link) {
                        within.push((step, at));
                    }
                }
            }
        }
        nested.iter_mut().for_each(|it| it.sort_unstable());
        World { net, endpoints, clients: Vec::new(), handlers: Vec::new(), attempts: Vec::new(), nested }
    }

    fn run(&mut self) {
        loop {
            while let Some(news) = self.net.news.pop_front() {
                self.hear(news);
            }
            self.net.flush();
            if !self.net.news.is_empty() {
                continue;
            }
            if self.net.is_full() {
                return;
            }
            let Some((at, due)) = self.net.queue.pop() else { return };
            self.net.now = at;
            self.happen(due);
        }
    }

    fn happen(&mut self, due: Due) {
        match due {
            Due::Open(connection, step, tries) => self.net.open(connection, step, tries),
            Due::Arrive(connection, from, packet) => self.net.arrive(connection, from, packet),
            Due::Again(connection, from, packet, tries) => self.net.again(connection, from, packet, tries),
            Due::Pump(connection, from) => self.net.pump_due(connection, from),
            Due::Line(link, from) => self.net.line_due(link, from),
            Due::Lost(connection, side, why) => self.net.lose(connection, side, why),
            Due::Code(deed) => match deed {
                Deed::Call(call) => self.call(call, None),
                Deed::Send(client) => self.send(client),
                Deed::HalfClose(client) => self.half_close(client),
                Deed::Deadline(client) => self.deadline(client),
                Deed::Cancel(client) => self.cancel(client, "the client gave up"),
                Deed::Retry(client) => self.attempt(client),
                Deed::Go(handler) => self.go(handler),
                Deed::Expire(handler) => self.expire(handler),
            },
        }
    }

    fn hear(&mut self, news: News) {
        let of_connection =
            |it: &World<'s>, connection: u16| it.net.wires.get(usize::from(connection)).map(|it| it.link);
        match news {
            News::Told(told) => self.told(told),
            News::Opened(connection, side) => {
                if let Some(link) = of_connection(self, connection)
                    && let Some(endpoint) = self.endpoints.get_mut(usize::from(link))
                {
                    endpoint.opened(&mut self.net, connection, side);
                }
            }
            News::Arrived(connection, at) => {
                if let Some(link) = of_connection(self, connection)
                    && let Some(endpoint) = self.endpoints.get_mut(usize::from(link))
                {
                    endpoint.arrived(&mut self.net, connection, at);
                }
            }
            News::Lost(connection, side, why) => {
                if let Some(link) = of_connection(self, connection)
                    && let Some(endpoint) = self.endpoints.get_mut(usize::from(link))
                {
                    endpoint.lost(&mut self.net, connection, side, why);
                }
            }
        }
    }

    fn told(&mut self, told: Told) {
        match told {
            Told::Handled(attempt, patience) => self.handled(attempt, patience),
            Told::Request(attempt, message) => self.requested(attempt, message),
            Told::HalfClosed(attempt) => self.half_closed(attempt),
            Told::Gone(attempt, status) => self.gone(attempt, status),
            Told::Head(attempt) => self.committed(attempt),
            Told::Response(attempt, message) => self.responded(attempt, message),
            Told::Status(attempt, status, seen) => self.concluded(attempt, status, seen),
        }
    }

    /// The endpoint of an attempt's link, and what it stands on.
    fn endpoint(&mut self, attempt: AttemptId) -> Option<(&mut (dyn Endpoint<'s> + 's), &mut Net<'s>)> {
        let (call, _) = self.net.call(attempt)?;
        let endpoint = self.endpoints.get_mut(usize::from(call.link))?;
        Some((&mut **endpoint, &mut self.net))
    }

    fn finish(mut self) -> Timeline {
        let wires = std::mem::take(&mut self.net.wires);
        let mut timeline = self.net.timeline;
        for (at, mut wire) in (0..=u16::MAX).zip(wires) {
            wire.settle();
            let Some(link) = self.net.scene.links.get(usize::from(wire.link)) else { continue };
            let mut bytes = |side| {
                let mut bytes =
                    self.endpoints.get_mut(usize::from(wire.link)).map(|it| it.bytes(at, side)).unwrap_or_default();
                // What was still waiting when the connection was lost has never left.
                bytes.truncate(usize::try_from(wire.pipe(side).sent).unwrap_or(usize::MAX));
                bytes
            };
            timeline.connections.push(Connection {
                to_server: bytes(endpoint::Side::Client),
                to_client: bytes(endpoint::Side::Server),
                link: wire.link,
                client: wire.client,
                server: wire.server,
                protocol: link.protocol,
                overhead: wire.overhead,
                packets: wire.packets,
            });
        }
        clip(&mut timeline);
        let last = timeline.events.iter().map(|it| it.arrives.unwrap_or(it.at).max(it.at)).max();
        timeline.end = last.unwrap_or_default();
        timeline
    }
}

/// Of what had left in part when its connection was lost, there is no more than that part.
fn clip(timeline: &mut Timeline) {
    let Timeline { events, connections, .. } = timeline;
    for event in events {
        let connection = match &event.kind {
            Kind::Frame(frame) => frame.connection,
            Kind::Http1(http1) => http1.connection,
            _ => continue,
        };
        let Some(connection) = connections.get(usize::from(connection)) else { continue };
        let sent = if event.party == connection.client { &connection.to_server } else { &connection.to_client };
        let clipped = |bytes: Span| Span::new(bytes.start as usize, (bytes.end as usize).min(sent.len()));
        match &mut event.kind {
            Kind::Frame(frame) => frame.bytes = clipped(frame.bytes),
            Kind::Http1(http1) => {
                http1.bytes = clipped(http1.bytes);
                http1.body = http1.body.min(http1.bytes.end as usize);
            }
            _ => {}
        }
    }
}
