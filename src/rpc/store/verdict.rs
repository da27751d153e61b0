//! What two lanes show, in sentences: measured, and as fair to one as to the other.
//!
//! Knows nothing of how the lanes were made.

use super::{
    lane::Lane,
    scene::PLACE,
    settings::{Failure, Reserving, Service, Settings},
    words::{bytes_text, time_text},
};
use crate::rpc::status::Code;

/// What is as good as equal, in percent.
const CLOSE: u64 = 5;

/// The sentences, the most telling first; code in backticks.
pub fn verdict(settings: &Settings, [grpc, rest]: [&Lane; 2]) -> Vec<String> {
    let mut said = vec![outcome(settings, grpc, rest)];
    said.extend(storm(settings, grpc, rest));
    said.extend(late(settings, grpc, rest));
    said.extend(undone(settings, grpc, rest));
    said.push(bytes(grpc, rest));
    said.extend(around(grpc, rest));
    if settings.reserving == Reserving::Habit && settings.items > 1 {
        said.push(format!(
            "Inventory was asked once over gRPC and {} times over REST. That is how each is mostly designed, and no matter of \
             the protocol: a REST service can take all items at once, too. Reserve them the same way in both lanes to see what \
             the protocol alone does.",
            settings.items
        ));
    }
    said.push(
        "What REST is better at can't be seen here: its GET of the customer may be answered by a cache on the way, everybody can read \
         what crosses, and a browser makes the calls by itself."
            .to_owned(),
    );
    said
}

/// How it ended, and how long it took.
fn outcome(settings: &Settings, grpc: &Lane, rest: &Lane) -> String {
    let times = (grpc.totals.time, rest.totals.time);
    let [one, other] = [grpc, rest].map(|lane| lane.status.as_ref().map_or(Code::Unknown, |status| status.code));
    let failing = match settings.failing {
        Some(service) => format!("{} {}. ", service.word(), failure(settings.failure)),
        None => String::new(),
    };
    if one == Code::Ok && other == Code::Ok {
        return failing + &faster(grpc, rest);
    }
    let (in_grpc, in_rest) = (time_text(times.0), time_text(times.1));
    if one == other {
        let name = one.name();
        if is_close(times.0, times.1) {
            return format!(
                "{failing}Either way the order fails as `{name}`, and the gateway knows it after {in_grpc}."
            );
        }
        return format!(
            "{failing}Either way the order fails as `{name}`: over gRPC the gateway knows it after {in_grpc}, over REST after \
             {in_rest}."
        );
    }
    format!(
        "{failing}Over gRPC the order ends as `{}` after {in_grpc}, over REST as `{}` after {in_rest}.",
        one.name(),
        other.name()
    )
}

fn failure(failure: Failure) -> &'static str {
    match failure {
        Failure::Down => "is down: nothing answers there",
        Failure::Slow => "is slow",
        Failure::Refused => "refuses connections",
    }
}

fn faster(grpc: &Lane, rest: &Lane) -> String {
    let (in_grpc, in_rest) = (grpc.totals.time, rest.totals.time);
    if is_close(in_grpc, in_rest) {
        return format!(
            "Both take about as long: {} over gRPC, {} over REST. Round trips and the work of the services decide here, not \
             what the messages look like.",
            time_text(in_grpc),
            time_text(in_rest)
        );
    }
    let (quick, slow) = if in_grpc < in_rest { ("gRPC", "REST") } else { ("REST", "gRPC") };
    let why = match rest.totals.counted.waits {
        _ if in_rest < in_grpc => "The bytes do not decide that, but when each could leave".to_owned(),
        0 if rest.totals.counted.connections > grpc.totals.counted.connections => format!(
            "REST had to open {} connections, since each carries one call at a time, gRPC {}",
            rest.totals.counted.connections, grpc.totals.counted.connections
        ),
        0 => "Fewer bytes are through the wire sooner".to_owned(),
        waiting => format!(
            "{waiting} of REST's calls waited for a connection that was occupied; gRPC has all of them on one connection at once"
        ),
    };
    let (less, more) = (in_grpc.min(in_rest), in_grpc.max(in_rest));
    format!("{quick} has the answer after {}, {slow} after {}. {why}.", time_text(less), time_text(more))
}

/// What retries at more than one layer make of a single order.
fn storm(settings: &Settings, grpc: &Lane, rest: &Lane) -> Option<String> {
    let service = settings.failing?;
    let attempts = settings.attempts;
    let called = |lane: &Lane| {
        let orders = lane.calls.get(usize::from(PLACE)).map_or(0, |place| place.attempts.len());
        let calls = lane.calls.iter().filter(|bar| bar.server == service.party());
        (orders, calls.map(|bar| bar.attempts.len()).sum::<usize>())
    };
    let (orders, calls) = called(grpc).max(called(rest));
    (orders > 1 && calls > orders).then(|| {
        format!(
            "A storm: with {attempts} attempts in each of two layers, {} was called {calls} times for one order. Each further \
             layer multiplies that again, while the service is down. Let one layer try again, or give each client a budget \
             (gRPC's `retryThrottling`).",
            service.word()
        )
    })
}

/// Work that nobody waits for.
fn late(settings: &Settings, grpc: &Lane, rest: &Lane) -> Option<String> {
    settings.deadline?;
    let [one, other] = [grpc.totals.late, rest.totals.late];
    if one.max(other) <= settings.round_trip {
        return None;
    }
    let told = if settings.passes_deadline {
        "gRPC tells each service in `grpc-timeout` how long its caller will still wait; HTTP has no such header, so REST services \
         need one of their own."
    } else {
        "The deadline is not passed on here, so no service knows how long its caller will wait."
    };
    Some(format!(
        "After the gateway had given up, services went on with the order for {} over gRPC and for {} over REST. {told}",
        time_text(one),
        time_text(other)
    ))
}

/// What stays done of an order that failed.
fn undone(settings: &Settings, grpc: &Lane, rest: &Lane) -> Option<String> {
    let fails = |lane: &Lane| lane.status.as_ref().is_some_and(|status| status.code != Code::Ok);
    let pays = settings.failing == Some(Service::Payment);
    (pays && (fails(grpc) || fails(rest))).then(|| match settings.failure {
        Failure::Slow => {
            "The goods stay reserved, and the customer may have been charged all the same: nobody who gave up knows. \
                          No protocol undoes that; the order's `idempotency_key` makes it safe to ask again."
                .to_owned()
        }
        Failure::Down | Failure::Refused => {
            "The goods stay reserved, though nobody paid. No protocol undoes that: checkout \
                                             has to take it back, or reservations have to expire."
                .to_owned()
        }
    })
}

fn bytes(grpc: &Lane, rest: &Lane) -> String {
    let (one, other) = (grpc.totals.counted, rest.totals.counted);
    let all = (one.all(), other.all());
    let messages = format!(
        "of that the messages are {} of Protobuf and {} of JSON",
        bytes_text(one.messages),
        bytes_text(other.messages)
    );
    if is_close(all.0, all.1) {
        return format!(
            "With headers and all layers below, both move about as much: {} and {}; {messages}.",
            bytes_text(all.0),
            bytes_text(all.1)
        );
    }
    let (few, many) = (all.0.min(all.1), all.0.max(all.1));
    let (less, more) = if all.0 < all.1 { ("gRPC", "REST") } else { ("REST", "gRPC") };
    let times = 100 * many / few.max(1);
    format!(
        "With headers and all layers below, {less} moves {} and {more} {}, {}.{:02} times as much; {messages}.",
        bytes_text(few),
        bytes_text(many),
        times / 100,
        times % 100
    )
}

/// Where what is around is the most of it.
fn around(grpc: &Lane, rest: &Lane) -> Option<String> {
    let (one, other) = (grpc.totals.counted, rest.totals.counted);
    let sizes = [one, other].map(|totals| totals.headers + totals.framing);
    (sizes[1] > other.messages).then(|| {
        format!(
            "What is around weighs more than what is said: {} of HTTP around {} of JSON, {} around {} of Protobuf. HTTP/2 has a \
             table of headers that were sent before on the connection, so what comes again takes a byte each; REST over HTTP/2 \
             would have that, too.",
            bytes_text(sizes[1]),
            bytes_text(other.messages),
            bytes_text(sizes[0]),
            bytes_text(one.messages)
        )
    })
}

fn is_close(one: u64, other: u64) -> bool {
    let (less, more) = (one.min(other), one.max(other));
    (more - less) * 100 <= more * CLOSE
}
