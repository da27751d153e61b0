//! A call, played: the picture of the whole, the buttons, the events, and how it ended at both sides.

use std::rc::Rc;

use yew::prelude::*;

use super::super::prose;
use crate::{
    engine::learn::Call,
    session::calls::player::{Player, Turn},
    ui::pages::{Events, deck, endings, use_clock},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    /// What the ids begin with.
    pub id: AttrValue,
    pub call: Call,
}

/// The player as Yew keeps it.
#[derive(PartialEq)]
struct Desk(Player);

impl Reducible for Desk {
    type Action = Turn;

    fn reduce(self: Rc<Self>, turn: Turn) -> Rc<Self> {
        let mut player = self.0.clone();
        player.turn(&turn);
        Rc::new(Desk(player))
    }
}

/// The call.
#[component]
pub fn CallBench(props: &Props) -> Html {
    let Props { id, call } = props;
    let desk = use_reducer(|| Desk(Player::of(call.played.clone())));
    let turn = {
        let dispatch = desk.dispatcher();
        use_callback((), move |turn: Turn, ()| dispatch.dispatch(turn))
    };
    let player = &desk.0;
    use_clock(player.is_playing, &turn.reform(Turn::Tick));
    let Some(played) = &player.played else { return Html::default() };
    let told = player.chosen.and_then(|at| Some((at, call.sentences.get(at as usize)?)));
    html! {
        <div class="timeline">
            { deck(player, played, &turn) }
            <div class="events-panel">
                <Events id={id.clone()} player={player.clone()} parties={played.parties.clone()} as_table={false} turn={turn.clone()} />
            </div>
            <div class="part" aria-live="polite">
                { match told {
                    Some((at, sentence)) => html! { <p><strong>{ format!("Event {}. ", at + 1) }</strong>{ prose(sentence) }</p> },
                    None => html! { <p class="dim">{ "Choose an event, or go step by step, to see what each is for." }</p> },
                } }
            </div>
            { endings(played) }
        </div>
    }
}
