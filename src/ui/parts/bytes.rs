//! The bytes as a grid: hue = field, the line under a byte = its role. Draws only the rows on screen and a margin.
//!
//! Tells what is done in it; what comes of that is up to who shows it.

use std::rc::Rc;

use yew::prelude::*;

use super::rows::use_rows;
use crate::{
    engine::view::{Cell, CellRole, Marks, Views},
    session::{Cursor, Move, Stroke, grid, strokes},
    text::Span,
    ui::dom::{self, number_around, use_width},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub views: Rc<Views>,
    /// The bytes that were asked for.
    pub window: Span,
    pub selected: Rc<Marks>,
    pub hovered: Rc<Marks>,
    pub cursor: Cursor,
    /// Whether the keys change bytes, so that there is a place behind the last one.
    pub editable: bool,
    /// Something is done in it.
    pub on_touch: Callback<ByteTouch>,
}

/// What is done in the grid.
#[derive(Clone, Debug, PartialEq)]
pub enum ByteTouch {
    /// It gets the focus, or loses it.
    Focus(bool),
    /// A key, or a click.
    Strike(Stroke),
    /// Something that is no bytes is pasted.
    Misfit,
    /// Other bytes are on screen, and these are wanted.
    Look(Span),
    /// A byte is pointed at, or none any more.
    Hover(Option<u32>),
    /// An offset to go to is to be asked for.
    Go,
}

/// The grid's id: where the focus goes back to.
pub const GRID: &str = "bytes";

/// The id of what describes it.
pub const HELP: &str = "bytes-help";

/// The grid.
#[component]
pub fn ByteGrid(props: &Props) -> Html {
    let touch = &props.on_touch;
    let (views, cursor) = (&props.views, &props.cursor);
    let total = views.byte_total;
    let places = total + u32::from(props.editable);
    let list = use_node_ref();
    let columns = grid::columns(use_width(list.clone()));
    let rows = places.div_ceil(columns);
    let first = views.first_byte.div_ceil(columns);
    let scroll = use_rows(list.clone(), rows, first);

    let loaded = views.first_byte + views.cells.len() as u32;
    let last = if loaded >= total { rows } else { loaded / columns };
    let last = last.max(first);
    let drawn = first * columns..(last * columns).min(places);

    use_effect_with(cursor.shown, {
        let (scroll, row) = (scroll.clone(), cursor.at / columns);
        move |_| scroll.show(row)
    });
    let onscroll = {
        let (scroll, touch, loaded) = (scroll.clone(), touch.clone(), props.window);
        Callback::from(move |_: Event| {
            let (top, bottom) = scroll.scrolled();
            let needed = Span::new((top * columns) as usize, (bottom * columns).min(total) as usize);
            if !loaded.covers(needed) {
                touch.emit(ByteTouch::Look(grid::around(top, bottom, columns, total)));
            }
        })
    };
    let onclick = {
        let touch = touch.clone();
        Callback::from(move |event: MouseEvent| {
            let place = |attribute| number_around(event.target(), attribute);
            if let Some(offset) = place("data-offset").or_else(|| place("data-end")) {
                let way = Move::To(offset);
                touch.emit(ByteTouch::Strike(Stroke::Walk { way, extend: event.shift_key(), columns }));
            }
        })
    };
    let onkeydown = {
        let touch = touch.clone();
        Callback::from(move |event: KeyboardEvent| {
            let whole = event.ctrl_key() || event.meta_key();
            let key = event.key();
            if event.alt_key() {
            } else if key == "g" && !whole {
                event.prevent_default();
                touch.emit(ByteTouch::Go);
            } else if let Some(stroke) = strokes::stroke(&key, whole, event.shift_key(), columns) {
                event.prevent_default();
                touch.emit(ByteTouch::Strike(stroke));
            }
        })
    };
    let onpaste = {
        let touch = touch.clone();
        Callback::from(move |event: Event| {
            let Some(text) = dom::pasted_text(&event) else { return };
            event.prevent_default();
            let bytes = strokes::pasted(&text);
            touch.emit(bytes.map_or(ByteTouch::Misfit, |bytes| ByteTouch::Strike(Stroke::Paste(bytes))));
        })
    };
    let onpointerover =
        touch.reform(|event: PointerEvent| ByteTouch::Hover(number_around(event.target(), "data-offset")));
    let onpointerleave = touch.reform(|_: PointerEvent| ByteTouch::Hover(None));
    let focus = |is: bool| touch.reform(move |_: FocusEvent| ByteTouch::Focus(is));
    let row = |row: u32| {
        let start = row * columns;
        let cells = &views.cells[(start - views.first_byte) as usize..];
        let cells = cells[..cells.len().min(columns as usize)].to_vec();
        let here = |offset: u32| offset.checked_sub(start).filter(|&at| at < columns);
        let caret = if cursor.is_half_typed {
            "cursor half"
        } else if cursor.inserts {
            "cursor inserts"
        } else {
            "cursor"
        };
        html! {
            <ByteRow key={row} {row} {start} selected={grid::mask(&props.selected.bytes, start, columns)}
                hovered={grid::mask(&props.hovered.bytes, start, columns)} {cells}
                found={grid::mask(&views.found, start, columns)}
                cursor={here(cursor.at).map(|at| (at, caret))} end={here(total).filter(|_| props.editable)} />
        }
    };
    html! {
        <div class="bytes" id={GRID} role="grid" aria-label="Bytes" aria-describedby={HELP} aria-multiselectable="true" tabindex="0"
            aria-rowcount={rows.to_string()} aria-colcount={columns.to_string()} aria-readonly={(!props.editable).to_string()}
            aria-activedescendant={drawn.contains(&cursor.at).then(|| format!("byte-{}", cursor.at))} ref={list}
            onfocus={focus(true)} onblur={focus(false)} {onclick} {onkeydown} {onpaste} {onscroll} {onpointerover} {onpointerleave}>
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
    selected: u32,
    hovered: u32,
    found: u32,
    /// The column of the cursor and its look.
    cursor: Option<(u32, &'static str)>,
    /// The column of the place behind the last byte.
    end: Option<u32>,
    cells: Vec<Cell>,
}

/// One row; its own component, so that only rows whose marks change are drawn again.
#[component]
fn ByteRow(props: &RowProps) -> Html {
    let caret = |column: u32| props.cursor.filter(|&(at, _)| at == column).map(|(_, look)| look);
    let cell = |(column, cell): (usize, &Cell)| {
        let (column, offset) = (column as u32, props.start + column as u32);
        let (chosen, hovered) = (props.selected >> column & 1 == 1, props.hovered >> column & 1 == 1);
        let role = look(cell.role);
        let class = classes!(
            "b",
            role,
            HUES[(cell.hue % 5) as usize],
            chosen.then_some("chosen"),
            hovered.then_some("hover"),
            (props.found >> column & 1 == 1).then_some("found"),
            caret(column),
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
            <span class="hx" role="presentation">
                { for props.cells.iter().enumerate().map(cell) }
                if let Some(column) = props.end {
                    <span class={classes!("b", "end", caret(column))} role="gridcell" id={format!("byte-{}", props.start + column)}
                        data-end={(props.start + column).to_string()} aria-selected="false" aria-label="end of the bytes"
                        aria-colindex={(column + 1).to_string()}></span>
                }
            </span>
            <span class="asc" aria-hidden="true">{ props.cells.iter().map(|cell| printable(cell.byte)).collect::<String>() }</span>
        </div>
    }
}

/// The class of a byte's look.
pub fn look(role: CellRole) -> &'static str {
    match role {
        CellRole::Tag => "tag",
        CellRole::Length => "len",
        CellRole::Payload => "load",
        CellRole::Junk => "junk",
    }
}

/// Classes of the five hues.
pub const HUES: [&str; 5] = ["h0", "h1", "h2", "h3", "h4"];

fn printable(byte: u8) -> char {
    if (b' '..0x7f).contains(&byte) { byte as char } else { '·' }
}
