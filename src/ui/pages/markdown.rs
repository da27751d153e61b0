//! A lesson's blocks as elements. Text stays text: nothing here can become markup.

use yew::prelude::*;

use crate::learn::{
    live::Live,
    markdown::{Block, Inline},
};

/// Blocks; `live` draws the places where the engine's numbers stand.
pub fn blocks(blocks: &[Block], live: &dyn Fn(&Live) -> Html) -> Html {
    blocks.iter().map(|item| block(item, live)).collect()
}

fn block(item: &Block, live: &dyn Fn(&Live) -> Html) -> Html {
    match item {
        Block::Heading { level: 1 | 2, id, inline: line } => html! { <h2 id={id.clone()}>{ inline(line) }</h2> },
        Block::Heading { id, inline: line, .. } => html! { <h3 id={id.clone()}>{ inline(line) }</h3> },
        Block::Paragraph(line) => html! { <p>{ inline(line) }</p> },
        Block::List { ordered, items } => {
            let items = items.iter().map(|item| html! { <li>{ blocks(item, live) }</li> }).collect::<Html>();
            if *ordered {
                html! { <ol>{ items }</ol> }
            } else {
                html! { <ul>{ items }</ul> }
            }
        }
        Block::Code { text, .. } => html! { <pre tabindex="0"><code>{ text.clone() }</code></pre> },
        Block::Table { head, rows } => html! {
            <table>
                <thead><tr>{ for head.iter().map(|cell| html! { <th scope="col">{ inline(cell) }</th> }) }</tr></thead>
                <tbody>
                    { for rows.iter().map(|row| html! { <tr>{ for row.iter().map(|cell| html! { <td>{ inline(cell) }</td> }) }</tr> }) }
                </tbody>
            </table>
        },
        Block::Quote(inner) => html! { <blockquote>{ blocks(inner, live) }</blockquote> },
        Block::Live(place) => live(place),
    }
}

/// The parts of a line.
pub fn inline(line: &[Inline]) -> Html {
    line.iter()
        .map(|part| match part {
            Inline::Text(text) => html! { { text.clone() } },
            Inline::Code(text) => html! { <code>{ text.clone() }</code> },
            Inline::Strong(inner) => html! { <strong>{ inline(inner) }</strong> },
            Inline::Emphasis(inner) => html! { <em>{ inline(inner) }</em> },
            Inline::Link { href, children } => {
                html! { <a href={href.clone()} rel="noreferrer">{ inline(children) }</a> }
            }
        })
        .collect()
}
