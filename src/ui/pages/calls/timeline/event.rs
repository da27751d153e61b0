//! All of the chosen event: what it is, its bytes with what each says, the header list, the message.

use std::rc::Rc;

use yew::prelude::*;

use super::{events::way, time_text};
use crate::{
    engine::{
        calls::data::{FrameBytes, HeaderRow, MessageView, Opened},
        view::{Marks, Views},
    },
    learn::more,
    session::calls::player::{Player, Turn},
    text::Span,
    ui::{
        parts::{BYTES_HELP, ByteGrid, ByteTouch, bytes_text, more_link, part_told, prose},
        route,
    },
    wire,
};

/// The region; it is there before anything is chosen.
pub fn event(player: &Player, parties: &[String], turn: &Callback<Turn>) -> Html {
    let body = match &player.opened {
        Some(opened) if player.chosen.is_some() => opened_event(player, opened, parties, turn),
        _ => html! { <p class="dim">{ "Choose an event to see its bytes, its headers and its message." }</p> },
    };
    html! { <section class="event" role="region" aria-label="Event" tabindex="0">{ body }</section> }
}

fn opened_event(player: &Player, opened: &Opened, parties: &[String], turn: &Callback<Turn>) -> Html {
    let row = &opened.row;
    let when = match row.arrives {
        Some(at) => format!("{} – {}", time_text(row.at), time_text(at)),
        None => time_text(row.at),
    };
    html! {
        <>
            <div aria-live="polite">
                <h3>{ row.title.clone() }</h3>
                <p class="sub dim">{ way(row, parties) }{ " · " }{ when }if !row.note.is_empty() { { " · " }{ row.note.clone() } }</p>
                <p>{ prose(&opened.sentence) }{ for opened.frame.as_ref().map(|_| html! { <>{ " " }{ more_link(more::frame(&row.title)) }</> }) }</p>
            </div>
            if let Some(frame) = &opened.frame {
                { frame_bytes(player, frame, turn) }
            }
            if !opened.headers.is_empty() {
                { headers(&opened.headers, turn) }
            }
            if let Some(message) = &opened.message {
                { message_view(message, opened.frame.is_none(), turn) }
            }
        </>
    }
}

fn frame_bytes(player: &Player, frame: &FrameBytes, turn: &Callback<Turn>) -> Html {
    let here = player.cursor.at;
    let part = frame.parts.iter().find(|part| part.span.contains(here as usize));
    let chosen = if player.cursor.is_run() { Some(player.cursor.run(frame.total)) } else { part.map(|part| part.span) };
    let selected = Marks { bytes: chosen.into_iter().collect(), ..Marks::default() };
    let views =
        Views { byte_total: frame.total, first_byte: frame.first, cells: frame.cells.clone(), ..Views::default() };
    let on_touch = {
        let turn = turn.clone();
        Callback::from(move |touch: ByteTouch| match touch {
            ByteTouch::Strike(stroke) => turn.emit(Turn::Strike(stroke)),
            ByteTouch::Look(bytes) => turn.emit(Turn::LookBytes(bytes)),
            ByteTouch::Focus(_) | ByteTouch::Misfit | ByteTouch::Hover(_) | ByteTouch::Go => {}
        })
    };
    let bytes = bytes_text(frame.total as usize);
    let before = bytes_text(usize::try_from(frame.before).unwrap_or(usize::MAX));
    html! {
        <>
            <h4>{ "Bytes" }<span class="dim">{ format!(" {bytes}, after {before} of this side's on the connection") }</span></h4>
            <ByteGrid views={Rc::new(views)} window={player.wanted_bytes()} selected={Rc::new(selected)} hovered={Rc::<Marks>::default()}
                cursor={player.cursor.clone()} editable={false} {on_touch} />
            <p class="sr" id={BYTES_HELP}>{ "arrow keys move from byte to byte, what each says is told below" }</p>
            <div class="part" role="region" aria-label="Explanation" aria-live="polite" tabindex="0">{ part.map(part_told) }</div>
        </>
    }
}

fn headers(list: &[HeaderRow], turn: &Callback<Turn>) -> Html {
    let row = |header: &HeaderRow| {
        let bytes = match header.bytes.filter(|span| !span.is_empty()) {
            Some(span) => {
                let onclick = turn.reform(move |_: MouseEvent| Turn::Strike(choose(span)));
                let name = format!("{} B, show them", header.size);
                html! { <button type="button" class="btn link" aria-label={name} {onclick}>{ bytes_text(header.size as usize) }</button> }
            }
            None => html! { { bytes_text(header.size as usize) } },
        };
        html! {
            <tr>
                <th scope="row" class="mono">{ header.name.clone() }</th>
                <td class="mono">{ header.value.clone() }</td>
                <td>{ header.form.clone() }</td>
                <td class="num">{ bytes }</td>
            </tr>
        }
    };
    html! {
        <>
            <h4>{ "Headers" }</h4>
            <div class="wide" role="region" aria-label="Header table" tabindex="0">
                <table aria-label="Headers">
                    <thead><tr>{ for ["Name", "Value", "Written as", "Bytes"].map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                    <tbody>{ for list.iter().map(row) }</tbody>
                </table>
            </div>
        </>
    }
}

/// The first byte of a span becomes the one that is explained.
fn choose(span: Span) -> crate::session::Stroke {
    crate::session::Stroke::Walk { way: crate::session::Move::To(span.start), extend: false, columns: 1 }
}

/// How many bytes of a message are shown as hex where no frame has them.
const MAX_HEX: usize = 1024;

fn message_view(message: &MessageView, as_hex: bool, turn: &Callback<Turn>) -> Html {
    let what = if message.is_response { "Response" } else { "Request" };
    let take = turn.reform(|_: MouseEvent| {
        route::go("#/");
        Turn::Take
    });
    let can_take = message.is_proto && !message.kind.is_empty() && message.bytes.len() == message.size as usize;
    html! {
        <>
            <h4>
                { format!("{what} message {} ", message.index + 1) }
                if !message.kind.is_empty() { <code>{ message.kind.clone() }</code> }
                <span class="dim">{ format!(" {}{}", bytes_text(message.size as usize), if message.is_compressed { ", crossed compressed" } else { "" }) }</span>
            </h4>
            { match &message.json {
                Ok(json) => html! { <pre tabindex="0" aria-label="Message as JSON">{ json.clone() }</pre> },
                Err(why) => html! { <p class="told warning">{ prose(why) }</p> },
            } }
            if as_hex && (1..=MAX_HEX).contains(&message.bytes.len()) {
                <pre class="hex" tabindex="0" aria-label="Message as hex">{ wire::input::hex(&message.bytes) }</pre>
            }
            if can_take {
                <button type="button" class="btn" onclick={take}>{ "Open in playground" }</button>
            }
        </>
    }
}
