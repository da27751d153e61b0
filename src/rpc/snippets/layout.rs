//! The layout of nested literals: in one line where they fit, else an item a line.
//!
//! Knows no language: brackets, separators and indents come in.

/// A text, perhaps with parts.
#[derive(Clone, Debug)]
pub(super) enum Doc {
    /// A text in one line.
    Atom(String),
    /// Items between brackets.
    Block(Block),
}

/// Items between brackets.
#[derive(Clone, Debug)]
pub(super) struct Block {
    open: String,
    /// Each behind what leads it, `name: `.
    items: Vec<(String, Doc)>,
    close: String,
    style: &'static Style,
    /// Its length in one line.
    width: usize,
}

/// How the items of a block are put.
#[derive(Debug)]
pub(super) struct Style {
    /// Between two items in one line; without the blank at the end of a line.
    pub separator: &'static str,
    /// Inside the brackets, in one line.
    pub pad: &'static str,
    /// Behind the last item, where each has its line.
    pub trailing: &'static str,
    /// Whether what closes is indented as the items are.
    pub is_chain: bool,
    /// Whether items in one line each, one below the other, begin in one column behind what leads them.
    pub is_aligned: bool,
}

/// `f(a, b)`, with a comma behind the last one where that has a line of its own.
pub(super) static COMMAS: Style = Style { separator: ", ", pad: "", trailing: ",", is_chain: false, is_aligned: false };
/// `T { a, b }`
pub(super) static PADDED: Style = Style { pad: " ", ..COMMAS };
/// `a.b().c()`
pub(super) static CHAIN: Style = Style { separator: "", pad: "", trailing: "", is_chain: true, is_aligned: false };

impl Doc {
    /// Items between brackets; none make `open` and `close` alone.
    pub fn block(open: String, items: Vec<(String, Doc)>, close: &str, style: &'static Style) -> Doc {
        if items.is_empty() {
            return Doc::Atom(open + close);
        }
        let inner: usize = items.iter().map(|(lead, doc)| lead.len() + doc.width()).sum();
        let width = open.len() + close.len() + inner + style.separator.len() * (items.len() - 1) + 2 * style.pad.len();
        Doc::Block(Block { open, items, close: close.to_owned(), style, width })
    }

    /// It between two texts.
    pub fn within(self, before: &str, after: &str) -> Doc {
        match self {
            Doc::Atom(text) => Doc::Atom([before, &text, after].concat()),
            Doc::Block(block) => Doc::Block(Block {
                open: [before, &block.open].concat(),
                close: [&block.close, after].concat(),
                width: block.width + before.len() + after.len(),
                ..block
            }),
        }
    }

    /// Bytes, in one line.
    fn width(&self) -> usize {
        match self {
            Doc::Atom(text) => text.len(),
            Doc::Block(block) => block.width,
        }
    }

    /// The text behind `used` columns of a line that is indented by `depth` times `unit`. What is too long for its line, with
    /// something to follow, has a line for each item. Recurses as deep as the message is nested.
    pub fn text(&self, unit: &str, depth: usize, used: usize) -> String {
        let mut out = String::new();
        self.write(unit, depth, used, &mut out);
        out
    }

    fn write(&self, unit: &str, depth: usize, used: usize, out: &mut String) {
        let block = match self {
            Doc::Atom(text) => return out.push_str(text),
            Doc::Block(block) => block,
        };
        let fits = depth * columns(unit) + used + block.width < MAX_COLUMNS;
        out.push_str(&block.open);
        let Style { separator, pad, trailing, is_chain, is_aligned } = block.style;
        let last = block.items.len() - 1;
        if fits {
            out.push_str(pad);
            for (at, (lead, doc)) in block.items.iter().enumerate() {
                out.push_str(lead);
                doc.write(unit, depth, 0, out);
                out.push_str(if at == last { pad } else { separator });
            }
        } else {
            let texts: Vec<String> =
                block.items.iter().map(|(lead, doc)| doc.text(unit, depth + 1, lead.chars().count())).collect();
            let pads = if *is_aligned { pads(&block.items, &texts) } else { vec![0; texts.len()] };
            for (at, ((lead, _), (text, pad))) in block.items.iter().zip(texts.iter().zip(pads)).enumerate() {
                line(unit, depth + 1, out);
                out.push_str(lead);
                out.extend(std::iter::repeat_n(' ', pad));
                out.push_str(text);
                out.push_str(if at == last { trailing } else { separator.trim_end() });
            }
            line(unit, depth + usize::from(*is_chain), out);
        }
        out.push_str(&block.close);
    }
}

/// How long a line gets where its parts allow it.
const MAX_COLUMNS: usize = 92;

fn columns(unit: &str) -> usize {
    if unit == "\t" { 4 } else { unit.len() }
}

/// How many blanks each item needs before it: as gofmt has it, in runs of items in one line each.
fn pads(items: &[(String, Doc)], texts: &[String]) -> Vec<usize> {
    let mut pads = Vec::with_capacity(items.len());
    let is_short = |at: usize| texts.get(at).is_some_and(|text| !text.contains('\n'));
    while pads.len() < items.len() {
        let start = pads.len();
        let mut end = start + 1;
        while is_short(start) && is_short(end) {
            end += 1;
        }
        let run = items.get(start..end).unwrap_or_default();
        let widths: Vec<usize> = run.iter().map(|(lead, _)| lead.chars().count()).collect();
        let widest = widths.iter().copied().max().unwrap_or_default();
        pads.extend(widths.into_iter().map(|width| widest - width));
    }
    pads
}

fn line(unit: &str, depth: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str(unit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atoms(texts: &[&str]) -> Vec<(String, Doc)> {
        texts.iter().map(|text| (String::new(), Doc::Atom((*text).to_owned()))).collect()
    }

    #[test]
    fn what_fits_is_in_one_line() {
        let inner = Doc::block("[".to_owned(), atoms(&["1", "2"]), "]", &COMMAS);
        let outer = Doc::block("T {".to_owned(), vec![("a: ".to_owned(), inner)], "}", &PADDED);
        assert_eq!(outer.text("  ", 1, 8), "T { a: [1, 2] }");
        assert_eq!(Doc::block("T {".to_owned(), Vec::new(), "}", &PADDED).text("  ", 0, 0), "T {}");
    }

    #[test]
    fn what_does_not_has_an_item_a_line() {
        let long = "x".repeat(60);
        let inner = Doc::block("[".to_owned(), atoms(&[&long, &long]), "]", &COMMAS).within("f(", ")");
        let outer = Doc::block("T {".to_owned(), vec![("a: ".to_owned(), inner)], "}", &PADDED);
        let expected = format!("T {{\n\ta: f([\n\t\t{long},\n\t\t{long},\n\t]),\n}}");
        assert_eq!(outer.text("\t", 0, 0), expected);
        let runs = [("a: ", "1"), ("long: ", "2"), ("b: ", &*format!("{long}\n")), ("c: ", "3")];
        let items = runs.iter().map(|(lead, text)| ((*lead).to_owned(), Doc::Atom((*text).to_owned())));
        static ALIGNED: Style = Style { is_aligned: true, ..COMMAS };
        let aligned = Doc::block("{".to_owned(), items.chain(atoms(&[&long])).collect(), "}", &ALIGNED);
        assert!(aligned.text("\t", 0, 0).starts_with("{\n\ta:    1,\n\tlong: 2,\n\tb: x"));
        let chain = Doc::block("b()".to_owned(), atoms(&[&format!(".{long}"), &format!(".{long}")]), ".c()", &CHAIN);
        assert_eq!(chain.text("  ", 0, 0), format!("b()\n  .{long}\n  .{long}\n  .c()"));
    }
}
