//! The records as a tree of fields. Draws only the rows on screen and a margin.

use std::rc::Rc;

use yew::prelude::*;

use super::{bytes::HUES, rows::use_rows};
use crate::{
    engine::view::{At, Marks, Point, Request, Row, Views},
    session::{Action, grid},
    text::Span,
    ui::{app::use_reach, dom::number_around},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub views: Rc<Views>,
    /// The rows that were asked for.
    pub window: Span,
    pub selected: Rc<Marks>,
    pub hovered: Rc<Marks>,
}

/// Deeper nesting is drawn as deep as this.
const DEEPEST: u16 = 8;

/// The tree and its column heads.
#[component]
pub fn FieldTree(props: &Props) -> Html {
    let reach = use_reach();
    let cursor = use_state_eq(|| 0u32);
    let views = &props.views;
    let total = views.row_total;
    let (first, loaded) = (views.first_row, views.first_row + views.rows.len() as u32);
    let list = use_node_ref();
    let scroll = use_rows(list.clone(), total, first);

    use_effect_with(props.selected.row, {
        let (cursor, scroll) = (cursor.setter(), scroll.clone());
        move |row| {
            if let Some(row) = *row {
                cursor.set(row);
                scroll.show(row);
            }
        }
    });
    let onscroll = {
        let (scroll, act, window) = (scroll.clone(), reach.act.clone(), props.window);
        Callback::from(move |_: Event| {
            let (top, bottom) = scroll.scrolled();
            if !window.covers(Span::new(top as usize, bottom.min(total) as usize)) {
                act.emit(Action::LookRows(grid::around(top, bottom, 1, total)));
            }
        })
    };
    let onclick = {
        let ask = reach.ask.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(node) = number_around(event.target(), "data-toggle") {
                ask.emit(Request::Toggle(node));
            } else if let Some(node) = number_around(event.target(), "data-node") {
                ask.emit(Request::Point(Point { at: At::Node(node), hold: true }));
            }
        })
    };
    let onkeydown = {
        let (views, ask, at, scroll, cursor) =
            (views.clone(), reach.ask.clone(), *cursor, scroll.clone(), cursor.setter());
        Callback::from(move |event: KeyboardEvent| {
            let row = |index: u32| views.rows.get(index.checked_sub(views.first_row)? as usize);
            let Some(own) = row(at) else { return };
            let end = total.saturating_sub(1);
            let to = match (event.key().as_str(), own.open) {
                ("ArrowDown", _) => at + 1,
                ("ArrowUp", _) => at.saturating_sub(1),
                ("PageDown", _) => at + 10,
                ("PageUp", _) => at.saturating_sub(10),
                ("Home", _) => 0,
                ("End", _) => end,
                ("ArrowRight", Some(false)) | ("ArrowLeft", Some(true)) => {
                    event.prevent_default();
                    return ask.emit(Request::Toggle(own.node));
                }
                ("ArrowRight", Some(true)) => at + 1,
                ("ArrowLeft", _) => {
                    let parent = |&index: &u32| row(index).is_some_and(|other| other.depth < own.depth);
                    (views.first_row..at).rev().find(parent).unwrap_or(at)
                }
                ("Enter" | " ", _) => at,
                _ => return,
            };
            event.prevent_default();
            let to = to.min(end);
            cursor.set(to);
            scroll.show(to);
            if let Some(row) = row(to) {
                ask.emit(Request::Point(Point { at: At::Node(row.node), hold: true }));
            }
        })
    };
    let hover = |at: fn(u32) -> At| {
        let ask = reach.ask.clone();
        Callback::from(move |event: PointerEvent| {
            let at = number_around(event.target(), "data-node").map_or(At::Nowhere, at);
            ask.emit(Request::Point(Point { at, hold: false }));
        })
    };
    let row = |(index, row): (usize, &Row)| {
        let index = first + index as u32;
        let chosen = props.selected.nodes.binary_search(&row.node).is_ok();
        let hovered = props.hovered.nodes.binary_search(&row.node).is_ok();
        html! { <FieldRow key={row.node} {index} row={row.clone()} {chosen} {hovered} cursor={*cursor == index} /> }
    };
    html! {
        <>
            <div class="cols head" aria-hidden="true">
                <span>{ "Field" }</span><span>{ "Value" }</span><span>{ "Type" }</span><span>{ "Bytes" }</span>
            </div>
            <div class="tree" role="tree" aria-label="Fields" tabindex="0" ref={list}
                aria-activedescendant={(first..loaded).contains(&*cursor).then(|| format!("row-{}", *cursor))}
                {onclick} {onkeydown} {onscroll} onpointerover={hover(At::Node)} onpointerleave={hover(|_| At::Nowhere)}>
                <div class="space" role="presentation" ref={&scroll.space}>
                    <div role="presentation" ref={&scroll.block}>{ for views.rows.iter().enumerate().map(row) }</div>
                </div>
            </div>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct RowProps {
    index: u32,
    row: Row,
    chosen: bool,
    hovered: bool,
    cursor: bool,
}

/// One row; its own component, so that only rows whose marks change are drawn again.
#[component]
fn FieldRow(props: &RowProps) -> Html {
    let row = &props.row;
    let indent = INDENTS[row.depth.min(DEEPEST) as usize];
    let twist = row.open.map(|open| {
        // The row itself says whether it is open, and the arrow keys open it.
        html! { <span class="twist" data-toggle={row.node.to_string()} aria-hidden="true">{ if open { "▾" } else { "▸" } }</span> }
    });
    let class = classes!(
        "trow",
        "cols",
        props.chosen.then_some("chosen"),
        props.hovered.then_some("hover"),
        row.found.then_some("found"),
        row.absent.then_some("absent"),
        props.cursor.then_some("cursor"),
    );
    html! {
        <div {class} role="treeitem" id={format!("row-{}", props.index)} data-node={row.node.to_string()}
            aria-level={(row.depth + 1).to_string()} aria-selected={props.chosen.to_string()}
            aria-expanded={row.open.map(|open| open.to_string())}
            aria-posinset={row.position.0.to_string()} aria-setsize={row.position.1.to_string()}
            title={row.problem.clone()}>
            <span class={indent}>
                <span class={classes!("sw", HUES[(row.hue % 5) as usize])} aria-hidden="true"></span>
                { twist }{ row.name.clone() }
                if let Some(number) = row.number { <span class="faint">{ format!(" {number}") }</span> }
            </span>
            if let Some(problem) = &row.problem {
                <span class="prob">{ format!("{} ", row.value) }<span>{ problem.clone() }</span></span>
            } else {
                <span class={classes!("val", row.open.is_some().then_some("group"))}>{ row.value.clone() }</span>
            }
            <span class={classes!("kind", row.guessed.then_some("guess"))}>{ row.kind.clone() }{ if row.guessed { "?" } else { "" } }</span>
            <span class="at">
                if row.absent { <span aria-hidden="true">{ "–" }</span><span class="sr">{ "not on the wire" }</span> } else { { range(row.span) } }
            </span>
        </div>
    }
}

const INDENTS: [&str; 9] = ["d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8"];

/// The offsets of the first and the last byte.
fn range(span: Span) -> String {
    match span.len() {
        0 | 1 => span.start.to_string(),
        _ => format!("{}–{}", span.start, span.end - 1),
    }
}
