//! The laws of timelines, for any scene at all. The tests and the fuzz target hold them.

use std::collections::{BTreeMap, BTreeSet};

use wirelens::{
    rpc::{
        Micros,
        grpc::gunzip,
        http2::{
            frame::{HEADER_SIZE, kind},
            read::{self, Reading},
            settings::{DEFAULT_WINDOW, INITIAL_WINDOW_SIZE},
        },
        scene::{Call, Message, Protocol, Scene, Start},
        script::HalfClose,
        simulate::simulate,
        timeline::{Connection, Event, Kind, Local, MAX_EVENTS, Timeline},
    },
    text::Span,
};

use super::scenes;

/// All of them.
pub fn hold(bytes: &[u8]) {
    let scene = scenes::scene(bytes);
    let timeline = simulate(&scene);
    assert!(timeline == simulate(&scene), "the same scene has two timelines");
    is_in_order(&timeline);
    has_places(&timeline);
    ends_once(&scene, &timeline);
    keeps_deadlines(&scene, &timeline);
    delivers_what_was_sent(&scene, &timeline);
    the_past_stays(&scene, &timeline, bytes.last().copied().unwrap_or_default());
    for (at, connection) in timeline.connections.iter().enumerate() {
        let events = [false, true].map(|is_back| crossing(&timeline, at as u16, is_back));
        are_all_bytes(&events[0], &connection.to_server);
        are_all_bytes(&events[1], &connection.to_client);
        if connection.protocol == Protocol::Grpc {
            let (there, back) = read(connection);
            is_read(&timeline, &there, &events[0], &connection.to_server);
            is_read(&timeline, &back, &events[1], &connection.to_client);
            keeps_windows(connection, &there, &back, &events);
        }
    }
}

/// Time never runs backwards, and nothing happens after the end.
fn is_in_order(timeline: &Timeline) {
    assert!(timeline.events.is_sorted_by_key(|it| it.at));
    assert!(timeline.events.len() <= MAX_EVENTS);
    for event in &timeline.events {
        let arrives = event.arrives.unwrap_or(event.at);
        assert!(event.at <= arrives && arrives <= timeline.end, "{event:?}");
    }
}

/// What is named by its index is there.
fn has_places(timeline: &Timeline) {
    let parties = timeline.parties.len();
    for event in &timeline.events {
        assert!(usize::from(event.party) < parties && usize::from(event.peer) < parties);
        if let Some(call) = event.call {
            let call = &timeline.calls[usize::from(call)];
            assert!(
                [call.client, call.server].contains(&event.party) && [call.client, call.server].contains(&event.peer)
            );
            assert!(event.attempt < call.attempts.max(1), "{event:?}");
        }
        let (connection, headers, message) = match &event.kind {
            Kind::Transport(connection, _) | Kind::Preface(connection, _) => (Some(*connection), None, None),
            Kind::Frame(it) => (Some(it.connection), it.headers, it.message),
            Kind::Http1(it) => (Some(it.connection), it.headers, it.message),
            Kind::Local(Local::Delivered(message)) => (None, None, Some(*message)),
            Kind::Local(_) => (None, None, None),
        };
        assert!(connection.is_none_or(|it| usize::from(it) < timeline.connections.len()));
        assert!(headers.is_none_or(|it| (it as usize) < timeline.headers.len()));
        assert!(message.is_none_or(|it| Some(timeline.messages[it as usize].call) == event.call));
    }
}

/// A call ends at most once each time it is made, a handler once; and whatever has ended at the client has at the server.
fn ends_once(scene: &Scene, timeline: &Timeline) {
    for (at, call) in timeline.calls.iter().enumerate() {
        let about = |is_client: bool| {
            timeline.events.iter().filter(move |it| {
                it.call == Some(at as u16) && it.party == (if is_client { call.client } else { call.server })
            })
        };
        let ended = |it: &&Event| matches!(it.kind, Kind::Local(Local::Ended(_)));
        let made = about(true).filter(|it| it.kind == Kind::Local(Local::Called)).count();
        let over = about(true).filter(ended).count();
        assert!(over <= made, "{over} ends of {made} calls");
        assert!(matches!(scene.calls[at].start, Start::In { .. }) || made <= 1);
        assert_eq!(call.at_client.is_some(), over > 0);
        assert_eq!(call.end.is_some(), over > 0);
        assert_eq!(call.start.is_some(), made > 0);
        let last = about(true).rfind(ended).map(|it| it.at);
        assert_eq!(call.end, last);
        if timeline.is_cut {
            continue;
        }
        let mut handled = BTreeSet::new();
        for event in about(false) {
            let is_handled = event.kind == Kind::Local(Local::Handled);
            assert!(!is_handled || handled.insert(event.attempt), "attempt {} is handled twice", event.attempt);
        }
        let mut ends = BTreeMap::new();
        about(false).filter(ended).for_each(|it| *ends.entry(it.attempt).or_insert(0) += 1);
        assert!(ends.values().all(|&it| it == 1), "{ends:?}");
        assert_eq!(call.at_server.len(), ends.len());
        if over == made {
            assert!(handled.iter().all(|it| ends.contains_key(it)), "{handled:?} {ends:?}");
        }
    }
}

/// Nothing happens in a client's code after the deadline of its call, and of the call that was made for.
fn keeps_deadlines(scene: &Scene, timeline: &Timeline) {
    for (at, call) in scene.calls.iter().enumerate().filter(|(_, it)| matches!(it.start, Start::At(_))) {
        let Some(limit) = call.client.deadline else { continue };
        let told = &timeline.calls[at];
        let latest = told.start.unwrap_or_default().saturating_add(limit);
        let own = timeline.events.iter().filter(|it| it.call == Some(at as u16) && it.party == told.client);
        for event in own.filter(|it| matches!(it.kind, Kind::Local(_))) {
            assert!(event.at <= latest, "{event:?} is after {latest}");
        }
        assert!(timeline.is_cut || told.end.is_some() || told.start.is_none());
    }
}

/// What is delivered are the scene's messages, in their order, none twice and none left out.
fn delivers_what_was_sent(scene: &Scene, timeline: &Timeline) {
    let mut next = BTreeMap::new();
    for event in &timeline.events {
        let Kind::Local(Local::Delivered(message)) = event.kind else { continue };
        let message = &timeline.messages[message as usize];
        let next = next.entry((event.call, event.attempt, message.is_response)).or_insert(0);
        assert_eq!(message.index, *next);
        *next += 1;
        let call = &scene.calls[usize::from(message.call)];
        let told = &timeline.calls[usize::from(message.call)];
        assert_eq!(event.party, if message.is_response { told.client } else { told.server });
        let sent = |it: &Message| [&it.json, &it.proto].contains(&&message.content);
        if message.is_response {
            assert!(responses(call).any(sent));
        } else {
            assert!(sent(&call.requests[message.index as usize]));
        }
    }
}

/// What is added to a call at some time changes nothing before.
fn the_past_stays(scene: &Scene, timeline: &Timeline, choice: u8) {
    let Some((at, call)) = scene.calls.iter().enumerate().find(|(_, it)| matches!(it.start, Start::At(_))) else {
        return;
    };
    let Start::At(start) = call.start else { return };
    let spoken = call.requests.iter().map(|it| it.wait).fold(start, Micros::saturating_add);
    let from = timeline.end / 256 * Micros::from(choice);
    let mut scene = scene.clone();
    let added = &mut scene.calls[at];
    let from = match call.client.half_close {
        HalfClose::Never if call.streams.client && choice.is_multiple_of(3) => {
            let from = from.max(spoken);
            added.requests.push(Message { wait: from - spoken, proto: vec![7; 3000], json: Vec::new() });
            from
        }
        HalfClose::Never if call.streams.client && choice % 3 == 1 => {
            let from = from.max(spoken);
            added.client.half_close = HalfClose::After(from - spoken);
            from
        }
        _ => {
            let from = from.max(start);
            let cancel = added.client.cancel.get_or_insert(Micros::MAX);
            *cancel = (*cancel).min(from - start);
            start.saturating_add(*cancel)
        }
    };
    let past = |timeline: &Timeline| -> Vec<Event> {
        let past = timeline.events.iter().take_while(|it| it.at < from).cloned();
        let known = past.map(|mut it| {
            it.arrives = it.arrives.filter(|&at| at < from);
            // How much of it will leave is not decided yet.
            match &mut it.kind {
                Kind::Frame(frame) if it.arrives.is_none() => frame.bytes.end = frame.bytes.start,
                Kind::Http1(http1) if it.arrives.is_none() => (http1.bytes.end, http1.body) = (http1.bytes.start, 0),
                _ => {}
            }
            it
        });
        known.collect()
    };
    let after = simulate(&scene);
    let differs = past(timeline).into_iter().zip(past(&after)).find(|(before, after)| before != after);
    assert!(differs.is_none(), "what is done at {from} changes the past: {differs:?}");
    assert_eq!(past(timeline).len(), past(&after).len());
}

fn responses(call: &Call) -> impl Iterator<Item = &Message> {
    call.handler.reactions.iter().chain([&call.handler.at_end]).flat_map(|it| &it.messages)
}

/// What crossed a connection in a direction, and where it stands in its bytes.
fn crossing(timeline: &Timeline, connection: u16, is_back: bool) -> Vec<(&Event, Span)> {
    let about = &timeline.connections[usize::from(connection)];
    let from = if is_back { about.server } else { about.client };
    let spans = timeline.events.iter().filter_map(|event| {
        let (at, span) = match &event.kind {
            Kind::Preface(at, span) => (*at, *span),
            Kind::Frame(frame) => (frame.connection, frame.bytes),
            Kind::Http1(it) => (it.connection, it.bytes),
            _ => return None,
        };
        (at == connection && event.party == from).then_some((event, span))
    });
    spans.collect()
}

/// Each byte of a connection is one event's, in the order of their times; and what arrives, arrives in that order.
fn are_all_bytes(events: &[(&Event, Span)], bytes: &[u8]) {
    let mut end = 0;
    for (event, span) in events {
        assert_eq!(span.start, end, "{event:?}");
        end = span.end;
    }
    assert_eq!(end as usize, bytes.len());
    let arrived: Vec<_> = events.iter().map(|it| it.0.arrives).collect();
    let first_lost = arrived.iter().position(Option::is_none).unwrap_or(arrived.len());
    assert!(arrived[..first_lost].is_sorted() && arrived[first_lost..].iter().all(Option::is_none));
}

/// Both directions by our reader. A connection that was there before has no preface.
fn read(connection: &Connection) -> (Reading, Reading) {
    let Connection { to_server, to_client, .. } = connection;
    if to_server.starts_with(b"PRI") || to_server.is_empty() {
        read::read_both(to_server, to_client)
    } else {
        (read::read(to_server, read::Side::Server, &[]), read::read(to_client, read::Side::Server, &[]))
    }
}

/// The bytes say what the timeline says: the same frames, header lists and messages, and nothing that is against the rules.
fn is_read(timeline: &Timeline, reading: &Reading, events: &[(&Event, Span)], bytes: &[u8]) {
    let is_whole = events.last().is_none_or(|(event, span)| match &event.kind {
        Kind::Frame(_) => reading.frames.last().is_some_and(|it| it.layout.is_some() && it.bytes == *span),
        _ => true,
    });
    if is_whole {
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    }
    for (event, span) in events {
        let Kind::Frame(told) = &event.kind else { continue };
        // Of the last one there may be less than its head.
        if span.len() < HEADER_SIZE {
            continue;
        }
        let read = &reading.frames[reading.frame_at(span.start).unwrap()];
        assert_eq!(read.bytes, *span);
        assert_eq!((read.head.kind, read.head.flags, read.head.stream), (told.kind, told.flags, told.stream));
        if let Some(headers) = told.headers.filter(|_| is_whole) {
            let list = &reading.lists[read.list.unwrap() as usize];
            assert_eq!(list.headers(), timeline.headers[headers as usize]);
        }
    }
    // Of each stream, the messages in the order of their last bytes.
    let mut told: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (event, _) in events {
        if let Kind::Frame(frame) = &event.kind
            && let Some(message) = frame.message
        {
            let list = told.entry(frame.stream).or_default();
            if list.last() != Some(&message) {
                list.push(message);
            }
        }
    }
    for message in reading.messages(bytes) {
        let Some(list) = told.get_mut(&message.stream) else { continue };
        let told = &timeline.messages[list.remove(0) as usize];
        assert_eq!(message.is_compressed, told.is_compressed);
        let content = if message.is_compressed { gunzip(&message.content, 4 << 20).unwrap() } else { message.content };
        assert!(content == told.content);
    }
}

/// Nobody sends more than the other side has allowed by what it has sent until then.
fn keeps_windows(connection: &Connection, there: &Reading, back: &Reading, events: &[Vec<(&Event, Span)>; 2]) {
    if !connection.to_server.starts_with(b"PRI") {
        return;
    }
    let readings = [(there, &connection.to_server), (back, &connection.to_client)];
    for (from, to) in [(0, 1), (1, 0)] {
        let announced = readings[to].0.settings(readings[to].1);
        let window = announced.iter().find(|it| it.id == INITIAL_WINDOW_SIZE).map_or(DEFAULT_WINDOW, |it| it.value);
        // Windows that are opened and used, by the time at the receiver; what opens one comes first.
        let mut acts = Vec::new();
        for (event, span) in &events[to] {
            let Kind::Frame(frame) = &event.kind else { continue };
            let bytes = span.of(readings[to].1);
            if let (kind::WINDOW_UPDATE, Some(more)) = (frame.kind, bytes.last_chunk::<4>()) {
                acts.push((event.at, 0, frame.stream, i64::from(u32::from_be_bytes(*more))));
            }
        }
        for (event, span) in &events[from] {
            let Kind::Frame(frame) = &event.kind else { continue };
            if let (kind::DATA, Some(arrives)) = (frame.kind, event.arrives) {
                acts.push((arrives, 1, frame.stream, 9 - span.len() as i64));
            }
        }
        acts.sort_by_key(|it| (it.0, it.1));
        let mut left = BTreeMap::from([(0, i64::from(DEFAULT_WINDOW))]);
        for (at, _, stream, change) in acts {
            let own = left.entry(stream).or_insert(i64::from(window));
            *own += change;
            assert!(*own >= 0, "stream {stream} has {own} at {at}");
            if change < 0 {
                let all = left.get_mut(&0).unwrap();
                *all += change;
                assert!(*all >= 0, "the connection has {all} at {at}");
            }
        }
    }
}
