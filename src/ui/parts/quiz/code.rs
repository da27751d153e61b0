//! Texts that are shown as they are: files, and the bytes of a dump.

use yew::prelude::*;

use crate::{learn::live::Contract, text::File};

/// How many bytes stand in a row of a dump; so many are to be seen on a phone.
const ROW: usize = 8;

/// A piece of code, with the name of what it is.
pub fn code(name: Option<&str>, text: &str) -> Html {
    html! {
        <figure class="code">
            if let Some(name) = name { <figcaption>{ name.to_owned() }</figcaption> }
            <pre tabindex="0"><code>{ text.trim_end().to_owned() }</code></pre>
        </figure>
    }
}

/// .proto files.
pub fn files(files: &[File]) -> Html {
    files.iter().map(|file| code(Some(&file.name), &file.text)).collect()
}

/// A contract's files.
pub fn contract(of: &Contract) -> Html {
    files(&of.files())
}

/// Bytes in rows, with their offsets, and what they are as ASCII.
pub fn dump(hex: &str) -> Html {
    let bytes: Vec<&str> = hex.split_whitespace().collect();
    let row = |(index, row): (usize, &[&str])| {
        let shown = row.iter().map(|it| u8::from_str_radix(it, 16).map_or('·', printable)).collect::<String>();
        html! {
            <>
                <span class="faint">{ format!("{:04x}  ", index * ROW) }</span>
                { format!("{:<width$}  ", row.join(" "), width = ROW * 3 - 1) }
                <span class="dim">{ shown }</span>
                { "\n" }
            </>
        }
    };
    html! {
        <figure class="code">
            <figcaption>{ format!("{} bytes: offset, hex, ASCII", bytes.len()) }</figcaption>
            <pre class="dump" tabindex="0"><code>{ for bytes.chunks(ROW).enumerate().map(row) }</code></pre>
        </figure>
    }
}

fn printable(byte: u8) -> char {
    if (b' '..0x7f).contains(&byte) { byte as char } else { '·' }
}
