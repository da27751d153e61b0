//! The timeline of a call as the page asks for it: over the wire format of the worker, of the example with all four kinds.
#![cfg(test)] // tells clippy that helpers here are tests too

use wirelens::{
    analysis::Input,
    engine::{
        Engine,
        calls::data::{Ask, Opened, Play, Played, Row, Told, Tone, Window},
        view::{Body, Change, Request},
    },
    examples,
    rpc::{
        Micros,
        script::{Answer, HalfClose, Script, Send},
        status::Code,
    },
    session::calls::by_hand,
    text::Span,
};

/// What a page has of a call: the engine, and what it was told last.
struct Page {
    engine: Engine,
    played: Played,
}

/// The rows a page asks for first.
const ROWS: Span = Span { start: 0, end: 64 };

fn told(engine: &mut Engine, ask: Ask) -> Told {
    let sent = postcard::to_stdvec(&Request::Calls(Box::new(ask))).unwrap();
    let body = engine.answer(postcard::from_bytes(&sent).unwrap());
    match postcard::from_bytes(&postcard::to_stdvec(&body).unwrap()).unwrap() {
        Body::Calls(told) => *told,
        other => panic!("{other:?}"),
    }
}

impl Page {
    fn new(script: &Script) -> Page {
        let mut engine = Engine::default();
        let input = Input::from(examples::find("four-kinds").unwrap());
        engine.answer(Request::Analyze(Change::between(None, &input)));
        let mut page = Page { engine, played: Played::default() };
        page.play(script);
        page
    }

    fn play(&mut self, script: &Script) {
        let play = Play { number: 3, script: script.clone(), rows: ROWS };
        let Told::Played(played) = told(&mut self.engine, Ask::Play(Box::new(play))) else { panic!() };
        assert_eq!((played.number, &played.problems), (3, &Vec::new()));
        self.played = *played;
    }

    fn total(&self) -> u32 {
        self.played.gaps.len() as u32
    }

    fn window(&mut self, rows: Span) -> Window {
        let Told::Window(window) = told(&mut self.engine, Ask::Window(rows)) else { panic!() };
        window
    }

    fn rows(&mut self) -> Vec<Row> {
        self.window(Span { start: 0, end: u32::MAX }).rows
    }

    fn open(&mut self, event: u32) -> Opened {
        let Told::Opened(Some(opened)) = told(&mut self.engine, Ask::Open(event, Span { start: 0, end: 4096 })) else {
            panic!()
        };
        *opened
    }

    /// How the call ended at the client and at the server.
    fn codes(&self) -> (Option<Code>, Option<Code>) {
        let call = &self.played.calls[0];
        (call.at_client.as_ref().map(|it| it.code), call.at_server.last().map(|it| it.code))
    }
}

/// A call of one of the four, with so many requests, which are answered by so many messages each.
fn script(method: &str, requests: u32, replies: u32) -> Script {
    let (request, reply) = match method {
        "GetParcel" => (r#"{"parcelId": "P-1"}"#, r#"{"id": "P-1", "recipient": "Mrs Berg"}"#),
        "Track" => (r#"{"parcelId": "P-1", "count": 3}"#, r#"{"latitude": 59.91, "stopsBefore": 2}"#),
        "ReportStops" => (r#"{"parcelId": "P-1", "outcome": "OUTCOME_DELIVERED"}"#, r#"{"delivered": 3}"#),
        _ => (r#"{"author": "Ida", "text": "here?"}"#, r#"{"author": "Ola", "text": "soon"}"#),
    };
    let send = |wait, json: &str| Send { wait, json: json.to_owned() };
    let mut script = Script { method: format!("/delivery.DeliveryService/{method}"), ..Script::default() };
    script.requests = (0..requests).map(|index| send(if index == 0 { 0 } else { 2000 }, request)).collect();
    script.server.otherwise = Answer::Messages((0..replies).map(|_| send(1000, reply)).collect());
    script
}

fn four() -> [Script; 4] {
    [script("GetParcel", 1, 1), script("Track", 1, 3), script("ReportStops", 3, 1), script("Chat", 3, 1)]
}

#[test]
fn each_kind_is_told_row_by_row_and_ends_well() {
    for script in four() {
        let mut page = Page::new(&script);
        let rows = page.rows();
        assert_eq!(rows.len() as u32, page.total());
        let mut at = 0;
        for (row, gap) in rows.iter().zip(page.played.gaps.clone()) {
            at += gap;
            assert_eq!(row.at, at, "{}", row.title);
            assert!(!row.title.is_empty());
        }
        assert_eq!(page.codes(), (Some(Code::Ok), Some(Code::Ok)), "{}", script.method);
        assert!(rows.iter().any(|row| row.note.starts_with(&format!("POST {}", script.method))));
        assert!(rows.iter().any(|row| row.note.starts_with("trailers: grpc-status 0 OK")));
        let is_told = |tone| rows.iter().any(|row| row.tone == tone);
        assert!(
            [Tone::Transport, Tone::Control, Tone::Headers, Tone::Data, Tone::Local, Tone::Good]
                .into_iter()
                .all(is_told)
        );
        let ended = page.played.calls[0].at_client.as_ref().unwrap();
        assert_eq!((ended.name.as_str(), ended.http), ("OK", 200));
    }
}

#[test]
fn each_event_opens_and_each_byte_is_in_one_part() {
    for script in four() {
        let mut page = Page::new(&script);
        let (mut requests, mut replies) = (0, 0);
        for event in 0..page.total() {
            let opened = page.open(event);
            assert!(!opened.sentence.is_empty());
            if let Some(frame) = &opened.frame {
                assert_eq!(opened.row.size, Some(frame.total));
                assert_eq!(frame.cells.len() as u32, frame.total);
                let mut end = 0;
                for part in &frame.parts {
                    assert_eq!(part.span.start, end, "{}: {}", opened.row.title, part.title);
                    assert!(!part.title.is_empty() && !part.sentence.is_empty(), "{}: {part:?}", opened.row.title);
                    end = part.span.end;
                }
                assert_eq!(end, frame.total, "{}", opened.row.title);
                let mut fields = opened.headers.iter().filter_map(|header| header.bytes);
                assert!(fields.all(|span| span.end <= frame.total));
            }
            if let (Some(message), "DATA") = (&opened.message, opened.row.title.as_str()) {
                let json: serde_json::Value = serde_json::from_str(message.json.as_ref().unwrap()).unwrap();
                if message.is_response {
                    replies += 1;
                } else {
                    let sent: serde_json::Value =
                        serde_json::from_str(&script.requests[message.index as usize].json).unwrap();
                    assert_eq!(json, sent);
                    requests += 1;
                }
                assert!(message.is_proto && message.kind.starts_with("delivery."));
                // The fields of the message are among the parts.
                let titles = opened.frame.unwrap().parts;
                assert!(titles.iter().any(|part| part.title.contains("parcel_id")
                    || part.title.contains("author")
                    || part.title.contains("recipient")
                    || part.title.contains("delivered")
                    || part.title.contains("latitude")));
            }
        }
        assert_eq!(requests, script.requests.len());
        assert!(replies > 0);
    }
}

#[test]
fn rows_beyond_the_end_are_not_there() {
    let mut page = Page::new(&four()[0]);
    let total = page.total();
    let window = page.window(Span { start: total - 2, end: total + 40 });
    assert_eq!((window.first, window.rows.len()), (total - 2, 2));
    assert_eq!(page.window(Span { start: total + 9, end: total + 40 }), Window { first: total, rows: Vec::new() });
    assert_eq!(told(&mut page.engine, Ask::Open(total, ROWS)), Told::Opened(None));
    assert_eq!(told(&mut Engine::default(), Ask::Window(ROWS)), Told::Window(Window::default()));
}

/// What is done by hand at a time.
type Deed = fn(&Script, Micros) -> Script;

#[test]
fn what_is_done_by_hand_leaves_the_past_as_it_was() {
    let mut open = script("Chat", 1, 1);
    open.client.half_close = HalfClose::Never;
    let mut page = Page::new(&open);
    assert_eq!(page.codes().0, None, "nobody ends it");
    let mut script = open;
    let mut past = page.rows();
    let start = page.played.calls[0].start.unwrap();
    let deeds: [(Micros, Deed); 3] = [
        (20_000, |script, at| by_hand::send(script, at, r#"{"author": "Ida", "text": "hello?"}"#.to_owned())),
        (40_000, |script, at| by_hand::send(script, at, r#"{"author": "Ida", "text": "bye"}"#.to_owned())),
        (60_000, by_hand::half_close),
    ];
    for (at, deed) in deeds {
        script = deed(&script, at);
        page.play(&script);
        let rows = page.rows();
        let before = |rows: &[Row]| {
            rows.iter().filter(|row| row.at < start + at).map(|row| row.title.clone()).collect::<Vec<_>>()
        };
        assert_eq!(before(&rows), before(&past), "up to {at} µs");
        assert!(rows.len() > past.len());
        past = rows;
    }
    assert_eq!(page.codes(), (Some(Code::Ok), Some(Code::Ok)));
    page.play(&by_hand::cancel(&by_hand::keep_open(&script), 50_000));
    assert_eq!(page.codes().0, Some(Code::Cancelled));
}

#[test]
fn a_deadline_is_told_at_both_sides() {
    let mut script = script("GetParcel", 1, 1);
    script.client.deadline = Some(5000);
    script.server.latency = 50_000;
    let mut page = Page::new(&script);
    assert_eq!(page.codes().0, Some(Code::DeadlineExceeded));
    let rows = page.rows();
    assert!(rows.iter().any(|row| row.title == "deadline" && row.tone == Tone::Bad));
    let ending = page.played.calls[0].at_client.as_ref().unwrap();
    assert_eq!((ending.name.as_str(), ending.http, ending.at), ("DEADLINE_EXCEEDED", 504, 5000));
    assert!(!ending.meaning.is_empty() && !ending.retry.is_empty());
}

#[test]
fn a_long_call_is_told_in_short() {
    let mut script = script("Track", 1, 0);
    script.server.otherwise = Answer::Generate { count: 10_000, wait: 100 };
    let mut page = Page::new(&script);
    let total = page.total();
    assert!(total > 20_000, "{total}");
    assert!(page.played.flights.len() <= 600, "{} strokes", page.played.flights.len());
    assert_eq!(page.played.window.rows.len(), 64);
    let window = page.window(Span { start: total / 2, end: total / 2 + 40 });
    assert_eq!((window.first, window.rows.len()), (total / 2, 40));
    let frame = (total / 2..).find(|&event| page.open(event).row.title == "DATA").unwrap();
    let opened = page.open(frame);
    assert!(
        opened
            .frame
            .unwrap()
            .parts
            .iter()
            .any(|part| part.title == "message length" || part.sentence.contains("length"))
    );
    assert!(opened.message.unwrap().json.is_ok());
}
