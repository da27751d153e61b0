//! A timeline as text: a line an event.

use std::fmt::Write;

use wirelens::rpc::{
    http2::frame,
    timeline::{Kind, Local, Timeline},
};

/// All that happens, and how calls end.
pub fn timeline(timeline: &Timeline) -> String {
    let mut told = String::new();
    for event in &timeline.events {
        let arrives = event.arrives.map(|it| format!("{it:>6}")).unwrap_or_else(|| "      ".to_owned());
        let party = |at: u16| timeline.parties.get(usize::from(at)).map_or("?", String::as_str);
        let way = if event.party == event.peer {
            party(event.party).to_owned()
        } else {
            format!("{} → {}", party(event.party), party(event.peer))
        };
        let attempt = if event.attempt > 0 { format!(" (attempt {})", event.attempt) } else { String::new() };
        let what = what(timeline, &event.kind);
        let _ = writeln!(told, "{:>6} {arrives} {way:17} {what}{attempt}", event.at);
    }
    for connection in &timeline.connections {
        let (there, back) = (connection.to_server.len(), connection.to_client.len());
        let _ = writeln!(told, "{there} B, {back} B, {} packets, {} B below", connection.packets, connection.overhead);
    }
    for call in &timeline.calls {
        let status = |it: &wirelens::rpc::status::Status| format!("{} {}", it.code.name(), it.message);
        let client = call.at_client.as_ref().map_or("goes on".to_owned(), status);
        let server: Vec<_> = call.at_server.iter().map(status).collect();
        let _ = writeln!(told, "{}: {client} | {} ({} attempts)", call.name, server.join(", "), call.attempts);
    }
    told
}

fn what(timeline: &Timeline, kind: &Kind) -> String {
    match kind {
        Kind::Transport(_, transport) => format!("{transport:?}"),
        Kind::Preface(_, span) => format!("preface {span:?}"),
        Kind::Frame(it) => {
            let name = frame::kind_name(it.kind).unwrap_or("?");
            let flags = frame::flag_names(it.kind, it.flags).join(" ");
            let stream = if it.stream > 0 { format!(" {}", it.stream) } else { String::new() };
            let message = it.message.map(|at| format!(" message {at}")).unwrap_or_default();
            let headers = it.headers.and_then(|at| timeline.headers.get(at as usize));
            let headers = headers.map(|it| format!(" {} fields", it.len())).unwrap_or_default();
            format!("{name}{stream} {} B {flags}{headers}{message}", it.bytes.len())
        }
        Kind::Http1(it) => format!("HTTP/1.1 {} B", it.bytes.len()),
        Kind::Local(Local::Ended(status)) => format!("ended: {} {}", status.code.name(), status.message),
        Kind::Local(local) => format!("{local:?}"),
    }
}
