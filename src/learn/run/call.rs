//! Calls: simulated, and asked for statuses, messages, bytes, times and the order of events.
//!
//! Knows no question; what events are called is [`words`]'s.

use super::{Ask, CallAsk, Step, message};
use crate::{
    learn::live::Stage,
    rpc::{
        compare::totals,
        http2::frame::{kind, kind_name},
        method::Method,
        prepare::prepare,
        rest::twin,
        scene::Scene,
        simulate::simulate,
        status::Status,
        timeline::{Call, Event, Kind, Local, Timeline},
        words::words,
    },
    schema::Schema,
};

/// What is said where there is none.
const NONE: &str = "none";

/// Frames of the connection itself, which come when they come.
const OF_CONNECTION: [u8; 3] = [kind::SETTINGS, kind::WINDOW_UPDATE, kind::PING];

/// Answers what is asked of a call.
pub fn call(ask: &CallAsk) -> Result<String, String> {
    let schema = ask.stage.of.compile()?;
    let (scene, method) = scene(&ask.stage, &schema)?;
    if ask.ask == Ask::RestBytes {
        let timeline = simulate(&twin(&scene, &method));
        return Ok(totals(&timeline, 0).http().to_string());
    }
    let timeline = simulate(&scene);
    let told = Told { timeline: &timeline, call: timeline.calls.first().ok_or("there is no call")? };
    Ok(match &ask.ask {
        Ask::ClientStatus => status(told.call.at_client.as_ref()),
        Ask::ServerStatus => status(told.call.at_server.last()),
        Ask::Reply(nth) => match (nth.checked_sub(1)).and_then(|it| told.replies().nth(it as usize)) {
            Some(bytes) => {
                let root = schema.root(&method.response).ok_or("the response's type can't be read")?;
                message::read(&root, bytes)?
            }
            None => NONE.to_owned(),
        },
        Ask::Replies => told.replies().count().to_string(),
        Ask::Attempts => told.locals().filter(|local| matches!(local, Local::Handled)).count().to_string(),
        Ask::Bytes | Ask::RestBytes => totals(&timeline, 0).http().to_string(),
        Ask::Micros => totals(&timeline, 0).end.map_or_else(|| NONE.to_owned(), |it| it.to_string()),
        Ask::Frames => told.frames(),
        Ask::Order(steps) => told.order(steps)?,
    })
}

/// The call as what is simulated.
fn scene(stage: &Stage, schema: &Schema) -> Result<(Scene, Method), String> {
    let prepared = prepare(&stage.script, schema);
    match (prepared.scene, prepared.method) {
        (Some(scene), Some(method)) => Ok((scene, method)),
        _ => Err(prepared.problems.into_iter().next().map(|it| it.diagnostic.message).unwrap_or_default()),
    }
}

fn status(status: Option<&Status>) -> String {
    status.map_or(NONE, |it| it.code.name()).to_owned()
}

/// A timeline and the call on it that is asked about.
struct Told<'a> {
    timeline: &'a Timeline,
    call: &'a Call,
}

impl<'a> Told<'a> {
    fn locals(&self) -> impl Iterator<Item = &'a Local> {
        self.timeline.events.iter().filter_map(|event| match &event.kind {
            Kind::Local(local) => Some(local),
            _ => None,
        })
    }

    /// The messages that the client's code is given.
    fn replies(&self) -> impl Iterator<Item = &'a [u8]> {
        let messages = &self.timeline.messages;
        self.locals()
            .filter_map(|local| match local {
                Local::Delivered(index) => messages.get(*index as usize).filter(|it| it.is_response),
                _ => None,
            })
            .map(|it| it.content.as_slice())
    }

    fn frames(&self) -> String {
        let frames = self.timeline.events.iter().filter_map(|event| match &event.kind {
            Kind::Frame(frame) if !OF_CONNECTION.contains(&frame.kind) => {
                Some(format!("{} {}", self.side(event), kind_name(frame.kind)?))
            }
            _ => None,
        });
        frames.collect::<Vec<_>>().join(", ")
    }

    fn side(&self, event: &Event) -> &'static str {
        if event.party == self.call.client { "client" } else { "server" }
    }

    /// The steps' ids in the order of the events they stand for.
    fn order(&self, steps: &[Step]) -> Result<String, String> {
        let mut places = steps.iter().map(|step| Ok((self.place(step)?, step))).collect::<Result<Vec<_>, String>>()?;
        places.sort_by_key(|&(place, _)| place);
        if let Some([(_, one), (_, other)]) = places.array_windows().find(|[one, other]| one.0 == other.0) {
            return Err(format!("expected two events, found that `{}` and `{}` are one", one.id, other.id));
        }
        let ids: Vec<&str> = places.iter().map(|(_, step)| step.id.as_str()).collect();
        Ok(ids.join(" "))
    }

    /// The index of the event that a step stands for.
    fn place(&self, step: &Step) -> Result<usize, String> {
        let party = |index: u16| self.timeline.parties.get(usize::from(index)).map_or("", String::as_str);
        let fits = |event: &Event| {
            let (title, note) = words(self.timeline, event);
            let is_there = step.who == self.side(event) || step.who == party(event.party);
            is_there && format!("{title} {note}").contains(&step.says)
        };
        let fitting = self.timeline.events.iter().enumerate().filter(|(_, event)| fits(event));
        let nth = step.nth.max(1) as usize - 1;
        fitting.map(|(index, _)| index).nth(nth).ok_or_else(|| {
            format!(
                "expected an event of {} that says `{}` for the step `{}`, found none",
                step.who, step.says, step.id
            )
        })
    }
}
