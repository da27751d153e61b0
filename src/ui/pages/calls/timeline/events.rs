//! The events, a row each: as a sequence diagram, or as a table that says the same. Draws only the rows on screen and a margin.
//!
//! A row is as wide as the list, so that arrows go from column to column; how long one took is told beside it, and the picture of
//! the whole is true to scale.

use yew::prelude::*;

use super::time_text;
use crate::{
    engine::calls::data::{Row, Tone},
    session::{
        calls::player::{Player, Turn},
        grid,
    },
    text::Span,
    ui::{
        dom::{number_around, use_width},
        parts::{grouped, use_rows},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub player: Player,
    pub parties: Vec<String>,
    pub as_table: bool,
    pub turn: Callback<Turn>,
    /// What the ids of the rows begin with.
    #[prop_or(AttrValue::Static("calls"))]
    pub id: AttrValue,
}

/// What the keys for pages move by.
const PAGE: u32 = 10;

/// The class of a tone's colour.
pub fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Transport => "t-transport",
        Tone::Control => "t-control",
        Tone::Headers => "t-headers",
        Tone::Data => "t-data",
        Tone::Local => "t-local",
        Tone::Good => "t-good",
        Tone::Bad => "t-bad",
    }
}

/// The list.
#[component]
pub fn Events(props: &Props) -> Html {
    let Props { player, parties, as_table, turn, id } = props;
    let total = player.total();
    let list = use_node_ref();
    let width = use_width(list.clone());
    let (first, rows) = (player.rows.first, &player.rows.rows);
    let scroll = use_rows(list.clone(), total, first);

    // While it is played the newest event stays in sight; else what is chosen does.
    let shown = if player.is_playing { player.done.checked_sub(1) } else { player.chosen };
    use_effect_with((shown, *as_table), {
        let scroll = scroll.clone();
        move |&(shown, _)| {
            if let Some(row) = shown {
                scroll.show(row);
            }
        }
    });
    let onscroll = {
        let (scroll, turn, wanted) = (scroll.clone(), turn.clone(), player.wanted_rows());
        Callback::from(move |_: Event| {
            let (top, bottom) = scroll.scrolled();
            if !wanted.covers(Span::new(top as usize, bottom.min(total) as usize)) {
                turn.emit(Turn::LookRows(grid::around(top, bottom, 1, total)));
            }
        })
    };
    let onclick = {
        let turn = turn.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(row) = number_around(event.target(), "data-event") {
                turn.emit(Turn::Choose(row));
            }
        })
    };
    let onkeydown = {
        let (turn, chosen) = (turn.clone(), player.chosen);
        Callback::from(move |event: KeyboardEvent| {
            let last = total.saturating_sub(1);
            let to = match event.key().as_str() {
                "ArrowDown" => chosen.map_or(0, |at| at + 1),
                "ArrowUp" => chosen.map_or(0, |at| at.saturating_sub(1)),
                "PageDown" => chosen.unwrap_or_default() + PAGE,
                "PageUp" => chosen.unwrap_or_default().saturating_sub(PAGE),
                "Home" => 0,
                "End" => last,
                " " => {
                    event.prevent_default();
                    return turn.emit(Turn::Toggle);
                }
                _ => return,
            };
            event.prevent_default();
            turn.emit(Turn::Choose(to.min(last)));
        })
    };
    let active = player.chosen.filter(|chosen| (first..first + rows.len() as u32).contains(chosen));
    let row = |(index, row): (u32, &Row)| {
        let look = Look {
            is_past: index < player.done,
            is_now: index + 1 == player.done,
            is_chosen: player.chosen == Some(index),
        };
        html! { <EventRow key={index} id={row_id(id, index)} {index} row={row.clone()} {look} width={(!as_table).then_some(width)} parties={parties.clone()} /> }
    };
    let (role, class) = if *as_table { ("grid", "events table") } else { ("listbox", "events") };
    html! {
        <>
            { if *as_table { table_head() } else { diagram_head(parties, width) } }
            <div key={role} {class} {role} aria-label="Events" tabindex="0" ref={list}
                aria-rowcount={as_table.then(|| (total + 1).to_string())}
                aria-activedescendant={active.map(|at| row_id(id, at))} {onclick} {onkeydown} {onscroll}>
                <div class="space" role="presentation" ref={&scroll.space}>
                    <div role="presentation" ref={&scroll.block}>{ for (first..).zip(rows).map(row) }</div>
                </div>
            </div>
        </>
    }
}

/// How a row stands to the time and to what is chosen.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    is_past: bool,
    is_now: bool,
    is_chosen: bool,
}

#[derive(PartialEq, Properties)]
struct RowProps {
    id: String,
    index: u32,
    row: Row,
    look: Look,
    /// Of the list, where it is a diagram.
    width: Option<u32>,
    parties: Vec<String>,
}

/// One row; its own component, so that only rows that change are drawn again.
#[component]
fn EventRow(props: &RowProps) -> Html {
    let RowProps { id, index, row, look, width, parties } = props;
    let class = classes!(
        "erow",
        (!look.is_past).then_some("future"),
        look.is_now.then_some("now"),
        look.is_chosen.then_some("chosen"),
    );
    let id = id.clone();
    let event = index.to_string();
    let selected = look.is_chosen.to_string();
    let Some(width) = width else {
        let cell = |class: &'static str, text: String| html! { <span {class} role="gridcell">{ text }</span> };
        return html! {
            <div {class} role="row" {id} data-event={event} aria-selected={selected} aria-rowindex={(index + 2).to_string()}>
                { cell("num", time_text(row.at)) }
                { cell("", way(row, parties)) }
                <span role="gridcell"><span class={classes!("sw", tone_class(row.tone))} aria-hidden="true"></span>{ row.title.clone() }</span>
                { cell("note", row.note.clone()) }
                { cell("num", row.size.map(|size| grouped(size as usize)).unwrap_or_default()) }
                { cell("num", row.arrives.map(time_text).unwrap_or_default()) }
            </div>
        };
    };
    html! {
        <div {class} role="option" {id} data-event={event} aria-selected={selected}
            aria-posinset={(index + 1).to_string()}>
            <span class="sr">{ spoken(row, parties) }</span>
            <span class="at mono" aria-hidden="true">{ time_text(row.at) }</span>
            { drawing(row, Columns::new(*width, parties.len())) }
        </div>
    }
}

fn row_id(id: &str, index: u32) -> String {
    format!("{id}-event-{index}")
}

/// Who sends it to whom, or where it happens.
pub fn way(row: &Row, parties: &[String]) -> String {
    let name = |party: u16| parties.get(usize::from(party)).map_or("?", String::as_str);
    if row.party == row.peer {
        name(row.party).to_owned()
    } else {
        format!("{} → {}", name(row.party), name(row.peer))
    }
}

fn spoken(row: &Row, parties: &[String]) -> String {
    let mut text = format!("{}, {}: {}", time_text(row.at), way(row, parties), row.title);
    if !row.note.is_empty() {
        text.push_str(", ");
        text.push_str(&row.note);
    }
    match row.arrives {
        Some(at) => text.push_str(&format!(", there at {}", time_text(at))),
        None if row.party != row.peer => text.push_str(", never arrives"),
        None => {}
    }
    text
}

/// Where the columns of the parties are.
#[derive(Clone, Copy)]
struct Columns {
    width: u32,
    count: u32,
}

/// What the times at the left take.
const GUTTER: u32 = 84;
/// How far the outer columns keep from the edges.
const EDGE: u32 = 40;
/// Height of a row, and of what is in it, in pixels.
const HEIGHT: u32 = crate::ui::parts::ROW;
/// What a label has at least, even if it lies over another column then.
const LEAST: u32 = 90;
/// The width of a letter of the labels, in tenths of a pixel.
const LETTER: u32 = 68;

impl Columns {
    fn new(width: u32, parties: usize) -> Columns {
        Columns { width: width.saturating_sub(GUTTER + 16).max(160), count: (parties as u32).max(2) }
    }

    fn x(self, party: u16) -> u32 {
        EDGE + u32::from(party).min(self.count - 1) * (self.width - 2 * EDGE) / (self.count - 1)
    }
}

fn number(number: u32) -> String {
    number.to_string()
}

fn drawing(row: &Row, columns: Columns) -> Html {
    let busy = |party: u16| {
        let x = columns.x(party);
        if row.active >> party & 1 == 1 {
            html! { <rect class="busy" x={number(x - 4)} y="0" width="8" height={number(HEIGHT)} /> }
        } else {
            html! { <line class="life" x1={number(x)} y1="0" x2={number(x)} y2={number(HEIGHT)} /> }
        }
    };
    let lives = (0..columns.count.min(u32::BITS) as u16).map(busy);
    let crossing = if row.party == row.peer { local(row, columns) } else { arrow(row, columns) };
    html! {
        <svg class={tone_class(row.tone)} width={number(columns.width)} height={number(HEIGHT)} aria-hidden="true">
            { for lives }{ crossing }
        </svg>
    }
}

/// An arrow from column to column; one that never arrives ends on the way, with a cross.
fn arrow(row: &Row, columns: Columns) -> Html {
    let (from, to) = (columns.x(row.party), columns.x(row.peer));
    let is_right = to > from;
    let (from, to) = if is_right { (from + 5, to - 6) } else { (from - 5, to + 6) };
    let (y, end_y) = (HEIGHT - 9, HEIGHT - 5);
    let (to, head) = match row.arrives {
        Some(_) => {
            let back = if is_right { to - 6 } else { to + 6 };
            (to, format!("M{to} {end_y}L{back} {}L{back} {}Z", end_y - 4, end_y + 4))
        }
        None => {
            let to = from.midpoint(to);
            (to, format!("M{} {}l8 8m0 -8l-8 8", to - 4, end_y - 4))
        }
    };
    let room = from.abs_diff(to).saturating_sub(8);
    let label = label(row, room);
    html! {
        <>
            <line class="way" x1={number(from)} y1={number(y)} x2={number(to)} y2={number(end_y)} />
            <path class="head" d={head} />
            <text x={number(from.midpoint(to))} y="12" text-anchor="middle">{ label }</text>
        </>
    }
}

/// Something that crosses nothing: a mark on the column, and what it is beside it.
fn local(row: &Row, columns: Columns) -> Html {
    let x = columns.x(row.party);
    let is_last = u32::from(row.party) + 1 >= columns.count;
    let (text_x, anchor, end) = match is_last {
        true => (x - 12, "end", columns.x(row.party.saturating_sub(1))),
        false => (x + 12, "start", columns.x(row.party + 1)),
    };
    let room = text_x.abs_diff(end).saturating_sub(8).max(LEAST);
    let middle = HEIGHT / 2;
    html! {
        <>
            <path class="dot" d={format!("M{x} {}l5 5l-5 5l-5 -5z", middle - 5)} />
            <text x={number(text_x)} y={number(middle + 4)} text-anchor={anchor}>{ label(row, room) }</text>
        </>
    }
}

/// Title and note, as far as there is room for them.
fn label(row: &Row, room: u32) -> Html {
    let letters = (room * 10 / LETTER) as usize;
    let title = cut(&row.title, letters);
    let left = letters.saturating_sub(title.chars().count() + 1);
    let note = if left < 4 { String::new() } else { cut(&row.note, left) };
    html! { <><tspan class="title">{ title }</tspan>if !note.is_empty() { <tspan class="note" dx="6">{ note }</tspan> }</> }
}

/// A text of so many letters at most.
fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

fn diagram_head(parties: &[String], width: u32) -> Html {
    let columns = Columns::new(width, parties.len());
    let room = (columns.width / columns.count) * 10 / LETTER;
    let name = |(party, name): (u16, &String)| {
        let x = columns.x(party);
        let anchor = match party {
            0 => "start",
            last if u32::from(last) + 1 == columns.count => "end",
            _ => "middle",
        };
        let x = match anchor {
            "start" => x - EDGE.min(x),
            "end" => x + EDGE,
            _ => x,
        };
        html! { <text x={number(x)} y="17" text-anchor={anchor}>{ cut(name, room as usize) }</text> }
    };
    html! {
        <div class="ehead" aria-hidden="true">
            <span class="at">{ "Time" }</span>
            <svg width={number(columns.width)} height={number(HEIGHT)}>{ for (0..).zip(parties).map(name) }</svg>
        </div>
    }
}

fn table_head() -> Html {
    let names = ["Time", "From and to", "What", "In it", "Bytes", "Arrives"];
    html! {
        <div class="ehead table" aria-hidden="true">{ for names.map(|name| html! { <span>{ name }</span> }) }</div>
    }
}
