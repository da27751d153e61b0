//! A long list of rows of equal height, of which only those on screen are drawn: how far it is scrolled, and where those are.
//!
//! Knows nothing of what a row shows. The list is an element that scrolls, the space in it as high as all rows (or as browsers
//! can lay out), and the block in that holds the rows that are drawn.

use std::{cell::RefCell, rc::Rc};

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::session::Scroll;

/// Height of a row in CSS pixels; `--row` in the style sheet.
pub const ROW: u32 = 26;

/// The elements of a list, and how far it is scrolled.
#[derive(Clone)]
pub struct Rows {
    list: NodeRef,
    /// As high as all rows.
    pub space: NodeRef,
    /// Holds the rows that are drawn.
    pub block: NodeRef,
    scroll: Rc<RefCell<Scroll>>,
    first: Rc<RefCell<u32>>,
}

/// The element `list` as a list of `total` rows, of which those from `first` on are drawn.
#[hook]
pub fn use_rows(list: NodeRef, total: u32, first: u32) -> Rows {
    let rows = Rows {
        list,
        space: use_node_ref(),
        block: use_node_ref(),
        scroll: use_mut_ref(Scroll::default),
        first: use_mut_ref(|| 0),
    };
    use_effect_with(total, {
        let rows = rows.clone();
        move |&total| {
            let seen = rows.seen();
            let place = rows.scroll.borrow_mut().resize(pixels(total), seen);
            let height = rows.scroll.borrow().height();
            set(&rows.space, "height", &format!("{height}px"));
            rows.put(place);
        }
    });
    use_effect_with(first, {
        let rows = rows.clone();
        move |&first| {
            *rows.first.borrow_mut() = first;
            rows.draw();
        }
    });
    rows
}

impl Rows {
    /// Follows the element, after the user has scrolled it; returns the first row on screen and the one behind the last.
    pub fn scrolled(&self) -> (u32, u32) {
        let seen = self.seen();
        if let Some(list) = self.list.cast::<HtmlElement>() {
            let drawn_at = self.scroll.borrow().drawn_at(0);
            let back = self.scroll.borrow_mut().moved(u64::from(list.scroll_top().unsigned_abs()));
            if let Some(place) = back {
                self.put(place);
            } else if drawn_at != self.scroll.borrow().drawn_at(0) {
                self.draw();
            }
        }
        let top = self.scroll.borrow().top();
        let row = |pixel: u64| u32::try_from(pixel / u64::from(ROW)).unwrap_or(u32::MAX);
        (row(top), row(top + seen).saturating_add(1))
    }

    /// Scrolls just so far that the row is seen.
    pub fn show(&self, row: u32) {
        let seen = self.seen();
        let (from, to) = (pixels(row), pixels(row) + u64::from(ROW));
        let top = self.scroll.borrow().top();
        let wanted = if from < top {
            from
        } else if to > top + seen {
            to.saturating_sub(seen)
        } else {
            return;
        };
        let place = self.scroll.borrow_mut().go(wanted);
        self.put(place);
    }

    /// How many pixels are seen; a window may have changed since it was asked last.
    fn seen(&self) -> u64 {
        let seen = self.list.cast::<HtmlElement>().map_or(0, |list| u64::from(list.client_height().unsigned_abs()));
        self.scroll.borrow_mut().see(seen);
        seen
    }

    fn put(&self, place: u64) {
        if let Some(list) = self.list.cast::<HtmlElement>() {
            list.set_scroll_top(i32::try_from(place).unwrap_or(i32::MAX));
        }
        self.draw();
    }

    fn draw(&self) {
        let at = self.scroll.borrow().drawn_at(pixels(*self.first.borrow()));
        set(&self.block, "transform", &format!("translateY({at}px)"));
    }
}

fn pixels(rows: u32) -> u64 {
    u64::from(rows) * u64::from(ROW)
}

/// The content policy forbids style attributes, so geometry goes through the object model.
fn set(element: &NodeRef, property: &str, value: &str) {
    if let Some(element) = element.cast::<HtmlElement>() {
        let _ = element.style().set_property(property, value);
    }
}
