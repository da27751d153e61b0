//! What comes of a call: played, as a picture of the whole, as a sequence diagram or a table, with all of the chosen event.
//!
//! - `clock`: lets the time go by
//! - `deck`: the picture of the whole with the slider and the buttons
//! - `events`: the events, a row each, as a diagram or a table
//! - `event`: all of one
//! - `ending`: how the call ended at both sides
//! - `by_hand`: what can be done while it runs
//!
//! The worker has the timeline; here are the rows and bytes on screen.

mod by_hand;
mod clock;
mod deck;
mod ending;
mod event;
mod events;

pub use self::{clock::use_clock, deck::deck, ending::endings, events::Events};

use yew::prelude::*;

use self::{by_hand::ByHand, event::event};
use crate::{
    engine::{
        calls::data::{Ask, Play},
        view::Request,
    },
    session::{
        Action, State,
        calls::{
            Act,
            player::{Player, Turn},
        },
    },
    ui::{
        app::use_reach,
        parts::{Tab, TabList, grouped},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    /// Without what changes with each moment that is played.
    pub state: State,
    pub player: Player,
}

/// The two ways to see the events.
const VIEWS: [&str; 2] = ["Diagram", "Table"];

/// The id of what the tabs show.
const PANEL: &str = "events-panel";

/// The timeline.
#[component]
pub fn Timeline(props: &Props) -> Html {
    let Props { state, player } = props;
    let act = use_reach().act;
    let view = use_state_eq(|| 0usize);
    use_questions(state, player);
    use_clock(player.is_playing, &act.reform(|passed| Action::Calls(Act::Turn(Turn::Tick(passed)))));
    let Some(played) = &player.played else {
        return html! {};
    };
    let turn = act.reform(|turn: Turn| Action::Calls(Act::Turn(turn)));
    let stale = played.is_old || played.number != state.calls.changes;
    let tabs: Vec<Tab> = VIEWS.iter().map(|&label| Tab { label: label.into(), ..Tab::default() }).collect();
    let on_choose = {
        let view = view.setter();
        Callback::from(move |index| view.set(index))
    };
    html! {
        <section class={classes!("timeline", stale.then_some("stale"))} aria-label="Timeline">
            { endings(played) }
            { deck(player, played, &turn) }
            <ByHand state={state.clone()} at={player.at} call={played.calls.first().cloned().unwrap_or_default()}
                takes_stream={played.streams.client} act={act.clone()} />
            <div class="events-head">
                <TabList label="Events as" controls={PANEL} {tabs} active={*view} {on_choose} />
                <span class="dim">{ counted(player) }</span>
            </div>
            if played.is_cut {
                <p class="told warning"><strong>{ "cut off: " }</strong>{ format!("only the first {} events are simulated.", grouped(player.total() as usize)) }</p>
            }
            <div class="stage">
                <div id={PANEL} role="tabpanel" aria-label={VIEWS[*view]} class="events-panel">
                    <Events player={player.clone()} parties={played.parties.clone()} as_table={*view == 1} turn={turn.clone()} />
                </div>
                { event(player, &played.parties, &turn) }
            </div>
        </section>
    }
}

/// How many events have happened.
fn counted(player: &Player) -> String {
    let (done, total) = (player.done as usize, player.total() as usize);
    match total {
        1 => "1 event".to_owned(),
        _ if done == total => format!("{} events", grouped(total)),
        _ => format!("{} of {} events", grouped(done), grouped(total)),
    }
}

/// Asks the engine: for the timeline where the script or the schema is another one, then for what is on screen of it.
#[hook]
fn use_questions(state: &State, player: &Player) {
    let reach = use_reach();
    let asks = reach.ask.reform(|ask: Ask| Request::Calls(Box::new(ask)));
    use_effect_with((state.reported, state.calls.changes), {
        let (asks, script, rows) = (asks.clone(), state.script().cloned(), player.wanted_rows());
        move |&(reported, number)| {
            if let Some(script) = script.filter(|_| reported > 0) {
                asks.emit(Ask::Play(Box::new(Play { number, script, rows })));
            }
        }
    });
    use_effect_with(player.wanted, {
        let asks = asks.clone();
        move |&rows| {
            if let Some(rows) = rows {
                asks.emit(Ask::Window(rows));
            }
        }
    });
    // Of another timeline the event is another one, too.
    let played = player.played.as_ref().map(|played| played.number);
    use_effect_with((player.chosen, player.wanted_bytes(), played, state.reported), move |&(chosen, bytes, ..)| {
        if let Some(event) = chosen {
            asks.emit(Ask::Open(event, bytes));
        }
    });
}

/// A time on a timeline.
pub fn time_text(micros: u64) -> String {
    match micros {
        0..1000 => format!("{micros} µs"),
        1000..10_000_000 => format!("{}.{:03} ms", grouped((micros / 1000) as usize), micros % 1000),
        _ => format!("{}.{:03} s", grouped((micros / 1_000_000) as usize), micros / 1000 % 1000),
    }
}
