//! The parts the pages are made of. Each takes plain data and draws it; what needs no memory of its own is a function
//! rather than a component, of which each costs every visitor a kilobyte.

mod bits;
mod break_menu;
mod byte_editor;
mod bytes;
mod copy;
mod explanation;
mod fields;
mod find;
mod floating;
mod form;
mod gutter;
mod header;
mod help;
mod live;
mod menu;
mod notice;
mod palette;
mod part;
mod places;
mod problems;
mod quiz;
mod rows;
mod sample_menu;
mod sizes;
mod strip;
mod survey;
mod tabs;
mod taking;
mod work;

pub use break_menu::break_menu;
pub use byte_editor::ByteEditor;
pub use bytes::{ByteGrid, ByteTouch, HELP as BYTES_HELP, HUES};
pub use copy::CopyMenu;
pub use explanation::explanation_pane;
pub use fields::FieldTree;
pub use find::{FIND_FIELD, FindBar};
pub use floating::{FixMenu, RenameSymbol};
pub use form::{Sheet, form_rows, from_picker};
pub use gutter::Gutter;
pub use header::Header;
pub use help::Help;
pub use live::live_part;
pub use menu::{Menu, MenuItem};
pub use notice::notice_bar;
pub use palette::{Palette, names};
pub use part::part_told;
pub use places::PlaceList;
pub use problems::problem_list;
pub use quiz::quiz;
pub use rows::{ROW, use_rows};
pub use sample_menu::sample_menu;
pub use sizes::{size_lab, size_table};
pub use survey::{survey_menu, survey_panel};
pub use tabs::{Tab, TabList};
pub use taking::{format_menu, layer_strip};
pub use work::work_bar;

use yew::prelude::*;

use crate::learn::more::Link;

/// A text with code in `backticks`, as text and code elements.
pub fn prose(text: &str) -> Html {
    let piece = |(index, piece): (usize, &str)| {
        if index % 2 == 1 {
            html! { <code>{ piece.to_owned() }</code> }
        } else {
            html! { { piece.to_owned() } }
        }
    };
    text.split('`').enumerate().map(piece).collect()
}

/// A link to the lesson that says more.
pub fn more_link(link: Link) -> Html {
    let name = format!("Learn more: {}", link.name);
    html! { <a class="more" href={link.href} aria-label={name.clone()} title={name}>{ "Learn more" }</a> }
}

/// The letter and colour that stand for a kind of symbol, beside its word; the same as in the editor's completions.
pub fn kind_mark(kind: &str) -> Html {
    let (letter, class) = match kind {
        "message" | "group" => ("M", "h3"),
        "enum" => ("E", "h3"),
        "value" => ("C", "h1"),
        "service" => ("S", "h4"),
        "rpc" => ("R", "h4"),
        "oneof" => ("O", "h2"),
        "extension" => ("X", "h0"),
        _ => ("F", "h0"),
    };
    html! { <span class={classes!("mark", class)} aria-hidden="true">{ letter }</span> }
}

/// A word with a capital letter.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A number of bytes, with thin spaces between thousands.
pub fn bytes_text(bytes: usize) -> String {
    format!("{} B", grouped(bytes))
}

/// A number with thin spaces between thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text
}
