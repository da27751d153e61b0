//! What a .proto file says of its place among others: its imports and its package. Read off the tokens, so that a file with
//! errors says as much as it can.

/// Imports and package of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// What it imports, in order.
    pub imports: Vec<String>,
    /// Its package; empty without one.
    pub package: String,
}

impl Head {
    /// Reads a file's text.
    pub fn read(text: &str) -> Head {
        let mut head = Head::default();
        let mut depth = 0usize;
        // The statement's words so far, and its string.
        let mut words: Vec<&str> = Vec::new();
        let mut string = None;
        for token in tokens(text) {
            match token {
                "{" => depth += 1,
                "}" => depth = depth.saturating_sub(1),
                ";" if depth == 0 => match (words.as_slice(), string) {
                    (["import"] | ["import", "public" | "weak" | "option"], Some(path)) => {
                        head.imports.push(str::to_owned(path));
                    }
                    (["package", parts @ ..], None) if head.package.is_empty() => head.package = parts.concat(),
                    _ => {}
                },
                _ if depth > 0 => {}
                quoted if quoted.starts_with(['"', '\'']) => string = Some(quoted.trim_matches(['"', '\''])),
                word => words.push(word),
            }
            if matches!(token, "{" | "}" | ";") {
                words.clear();
                string = None;
            }
        }
        head
    }
}

/// The tokens as far as statements need them: words, strings with their quotes, and single characters.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim_start_matches('\u{feff}');
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            if let Some(comment) = rest.strip_prefix("//") {
                rest = comment.split_once('\n').map_or("", |(_, after)| after);
            } else if let Some(comment) = rest.strip_prefix("/*") {
                rest = comment.split_once("*/").map_or("", |(_, after)| after);
            } else {
                let first = rest.chars().next()?;
                let word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.');
                let end = match first {
                    '"' | '\'' => quoted(rest, first),
                    first if word(first) => rest.find(|character| !word(character)).unwrap_or(rest.len()),
                    first => first.len_utf8(),
                };
                let (token, after) = rest.split_at(end);
                rest = after;
                return Some(token);
            }
        }
    })
}

/// Where a string ends: behind its quote, or at the end of the line.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_and_package_are_found_wherever_they_stand() {
        let text =
            "\u{feff}import 'first.proto';// import \"no.proto\";\nsyntax = \"proto3\";/* package no; */ package a . b;
            option (x) = { import: \"no.proto\"; };
            import\n'a.proto' ; import public \"b\\\"c.proto\";import weak \"d.proto\"; import option \"e.proto\"
            ; message import { string a = 1; import \"no.proto\"; }
            import \"last.proto\";";
        let head = Head::read(text);
        assert_eq!(head.imports, ["first.proto", "a.proto", "b\\\"c.proto", "d.proto", "e.proto", "last.proto"]);
        assert_eq!(head.package, "a.b");
    }

    #[test]
    fn what_is_broken_is_passed_over() {
        for text in ["import", "import \"a", "import \"a\n", "/*", "\"", "}}}} {", "package ;", "import ;", "é;'"] {
            assert_eq!(Head::read(text), Head::default(), "{text}");
        }
        assert_eq!(Head::read("message { import \"a\"; }\n}\nimport \"b\";").imports, ["b"]);
    }
}
