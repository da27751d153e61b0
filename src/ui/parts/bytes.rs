//! The bytes as a grid: hue = field, the line under a byte = its role. Draws only the rows on screen and a margin.

use std::rc::Rc;

use yew::prelude::*;

use super::rows::use_rows;
use crate::{
    engine::view::{At, Cell, CellRole, Marks, Point, Request, Views},
    session::{Action, grid},
    text::Span,
    ui::{
        app::use_reach,
        dom::{number_around, use_width},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub views: Rc<Views>,
    /// The bytes that were asked for.
    pub window: Span,
    pub selected: Rc<Marks>,
    pub hovered: Rc<Marks>,
}

/// The grid.
#[component]
pub fn ByteGrid(props: &Props) -> Html {
    let reach = use_reach();
    let views = &props.views;
    let total = views.byte_total;
    let list = use_node_ref();
    let columns = grid::columns(use_width(list.clone()));
    let rows = total.div_ceil(columns);
    let first = views.first_byte.div_ceil(columns);
    let scroll = use_rows(list.clone(), rows, first);
    let cursor = use_state_eq(|| 0u32);
    let anchor = use_mut_ref(|| 0u32);

    let loaded = views.first_byte + views.cells.len() as u32;
    let last = if loaded >= total { rows } else { loaded / columns };
    let last = last.max(first);
    let drawn = first * columns..(last * columns).min(total);

    // What is chosen elsewhere is where the cursor goes.
    use_effect_with(props.selected.focus, {
        let (cursor, scroll) = (cursor.setter(), scroll.clone());
        move |focus| {
            if let Some(focus) = focus {
                cursor.set(focus.start);
                scroll.show(focus.start / columns);
            }
        }
    });
    let onscroll = {
        let (scroll, act, loaded) = (scroll.clone(), reach.act.clone(), props.window);
        Callback::from(move |_: Event| {
            let (top, bottom) = scroll.scrolled();
            let needed = Span::new((top * columns) as usize, (bottom * columns).min(total) as usize);
            if !loaded.covers(needed) {
                act.emit(Action::LookBytes(grid::around(top, bottom, columns, total)));
            }
        })
    };
    let choose = {
        let (ask, cursor, anchor, scroll) = (reach.ask.clone(), cursor.setter(), anchor.clone(), scroll.clone());
        move |offset: u32, extend: bool| {
            cursor.set(offset);
            scroll.show(offset / columns);
            let at = if extend {
                let from = *anchor.borrow();
                At::Bytes(Span::new(from.min(offset) as usize, from.max(offset) as usize + 1))
            } else {
                *anchor.borrow_mut() = offset;
                At::Byte(offset)
            };
            ask.emit(Request::Point(Point { at, hold: true }));
        }
    };
    let onclick = {
        let choose = choose.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(offset) = number_around(event.target(), "data-offset") {
                choose(offset, event.shift_key());
            }
        })
    };
    let onkeydown = {
        let (cursor, page) = (*cursor, 8 * columns);
        Callback::from(move |event: KeyboardEvent| {
            let Some(end) = total.checked_sub(1) else { return };
            let whole = event.ctrl_key() || event.meta_key();
            let to = match event.key().as_str() {
                "ArrowLeft" => cursor.saturating_sub(1),
                "ArrowRight" => cursor + 1,
                "ArrowUp" => cursor.checked_sub(columns).unwrap_or(cursor),
                "ArrowDown" if cursor + columns > end => cursor,
                "ArrowDown" => cursor + columns,
                "PageUp" => cursor.saturating_sub(page),
                "PageDown" => cursor.saturating_add(page),
                "Home" if whole => 0,
                "Home" => cursor - cursor % columns,
                "End" if whole => end,
                "End" => cursor - cursor % columns + columns - 1,
                "Enter" | " " => cursor,
                _ => return,
            };
            event.prevent_default();
            choose(to.min(end), event.shift_key());
        })
    };
    let hover = |at: fn(u32) -> At| {
        let ask = reach.ask.clone();
        Callback::from(move |event: PointerEvent| {
            let at = number_around(event.target(), "data-offset").map_or(At::Nowhere, at);
            ask.emit(Request::Point(Point { at, hold: false }));
        })
    };
    let row = |row: u32| {
        let start = row * columns;
        let cells = &views.cells[(start - views.first_byte) as usize..];
        let cells = cells[..cells.len().min(columns as usize)].to_vec();
        let cursor = cursor.checked_sub(start).filter(|&at| at < columns);
        html! {
            <ByteRow key={row} {row} {start} {columns} selected={grid::mask(&props.selected.bytes, start, columns)}
                hovered={grid::mask(&props.hovered.bytes, start, columns)} found={grid::mask(&views.found, start, columns)} {cursor} {cells} />
        }
    };
    html! {
        <div class="bytes" role="grid" aria-label="Bytes" aria-multiselectable="true" tabindex="0" ref={list}
            aria-rowcount={rows.to_string()} aria-colcount={columns.to_string()}
            aria-activedescendant={drawn.contains(&*cursor).then(|| format!("byte-{}", *cursor))}
            {onclick} {onkeydown} {onscroll} onpointerover={hover(At::Byte)} onpointerleave={hover(|_| At::Nowhere)}>
            <div class="space" role="presentation" ref={&scroll.space}>
                <div role="presentation" ref={&scroll.block}>{ for (first..last).map(row) }</div>
            </div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct RowProps {
    row: u32,
    start: u32,
    columns: u32,
    selected: u32,
    hovered: u32,
    found: u32,
    cursor: Option<u32>,
    cells: Vec<Cell>,
}

/// One row; its own component, so that only rows whose marks change are drawn again.
#[component]
fn ByteRow(props: &RowProps) -> Html {
    let cell = |(column, cell): (usize, &Cell)| {
        let (column, offset) = (column as u32, props.start + column as u32);
        let (chosen, hovered) = (props.selected >> column & 1 == 1, props.hovered >> column & 1 == 1);
        let role = match cell.role {
            CellRole::Tag => "tag",
            CellRole::Length => "len",
            CellRole::Payload => "load",
            CellRole::Junk => "junk",
        };
        let class = classes!(
            "b",
            role,
            HUES[(cell.hue % 5) as usize],
            chosen.then_some("chosen"),
            hovered.then_some("hover"),
            (props.found >> column & 1 == 1).then_some("found"),
            (props.cursor == Some(column)).then_some("cursor"),
        );
        html! {
            <span {class} role="gridcell" id={format!("byte-{offset}")} data-offset={offset.to_string()}
                aria-selected={chosen.to_string()} aria-colindex={(column + 1).to_string()}
                aria-roledescription={cell.role.word()}>{ format!("{:02x}", cell.byte) }</span>
        }
    };
    html! {
        <div class="brow" role="row" aria-rowindex={(props.row + 1).to_string()}>
            <span class="off" aria-hidden="true">{ format!("{:04x}", props.start) }</span>
            <span class="hx" role="presentation">{ for props.cells.iter().enumerate().map(cell) }</span>
            <span class="asc" aria-hidden="true">{ props.cells.iter().map(|cell| printable(cell.byte)).collect::<String>() }</span>
        </div>
    }
}

/// Classes of the five hues.
pub const HUES: [&str; 5] = ["h0", "h1", "h2", "h3", "h4"];

fn printable(byte: u8) -> char {
    if (b' '..0x7f).contains(&byte) { byte as char } else { '·' }
}
