//! What must not reach the compiler: texts that are too large, brackets that are nested too deep, names that are too long, too
//! many ranges, editions.
//!
//! protox and prost-reflect read nested literals and dotted names by recursion; a thousand levels overflow the stack of a wasm
//! instance, and every later call on it fails. They keep the full name of every declaration several times, and compare each
//! reserved range with each field. Knows no grammar beyond brackets and names.

use super::tokens::{Kind, Token, tokens};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// The longest text of a file that is compiled, in bytes.
pub const MAX_FILE_BYTES: usize = 4 << 20;
/// How deep `{`, `[` and `<` may be nested. protoc allows 31 levels of messages; literals in options need no more.
pub const MAX_NESTING: usize = 64;

/// How long a full name may be, in bytes: with the package and the messages around it.
pub const MAX_FULL_NAME: usize = 1000;
/// How many parts a dotted name may have.
pub const MAX_NAME_PARTS: usize = 64;
/// How many ranges the `reserved` and `extensions` statements of a file may have together.
pub const MAX_RANGES: usize = 2000;

/// The reason not to compile the text of file `index`, if there is one.
pub(super) fn check(index: usize, text: &str) -> Option<Diagnostic> {
    if text.len() > MAX_FILE_BYTES {
        let message = format!("expected at most {} MiB of text, found {} bytes", MAX_FILE_BYTES >> 20, text.len());
        let help = "split the file; a smaller one can import the other";
        return Some(Diagnostic::error("proto-limit", Place::file(index, Span::at(0)), message).with_help(help));
    }
    too_deep(index, text)
        .or_else(|| names(index, text))
        .or_else(|| ranges(index, text))
        .or_else(|| edition(index, text))
}

/// The brackets that are open at the end of the text, innermost last. A closing one that fits none is passed over.
pub(super) fn open_brackets(tokens: &[Token]) -> Vec<Token> {
    let mut open = Vec::new();
    for &token in tokens {
        step(&mut open, token);
    }
    open
}

/// Follows one token. `<` is a bracket in literals and in `map<…>`.
fn step(open: &mut Vec<Token>, token: Token) {
    let opening = match token.kind {
        Kind::Mark(b'{' | b'[' | b'<') => return open.push(token),
        Kind::Mark(b'}') => b'{',
        Kind::Mark(b']') => b'[',
        Kind::Mark(b'>') => b'<',
        _ => return,
    };
    // A brace closes whatever was left open inside of it; the other brackets close only their own kind.
    match open.last() {
        Some(last) if last.kind == Kind::Mark(opening) => {
            open.pop();
        }
        Some(_) if opening == b'{' => {
            if let Some(at) = open.iter().rposition(|token| token.kind == Kind::Mark(b'{')) {
                open.truncate(at);
            }
        }
        _ => {}
    }
}

fn too_deep(index: usize, text: &str) -> Option<Diagnostic> {
    let mut open = Vec::new();
    for token in tokens(text) {
        step(&mut open, token);
        if open.len() > MAX_NESTING {
            let message = format!("brackets are nested more than {MAX_NESTING} levels deep");
            let help = "close the brackets that are open here, or write the value with fewer levels";
            let place = Place::file(index, token.span);
            return Some(Diagnostic::error("proto-limit", place, message).with_help(help));
        }
    }
    None
}

/// A dotted name of too many parts, or one that is too long with what is around it.
fn names(index: usize, text: &str) -> Option<Diagnostic> {
    // How long the names around each open brace are together.
    let mut scopes: Vec<usize> = Vec::new();
    let (mut package, mut is_package) = (0, false);
    let (mut length, mut parts) = (0, 0);
    let mut last = None;
    for token in tokens(text) {
        let scope = scopes.last().copied().unwrap_or(package);
        match token.kind {
            Kind::Word if last == Some(Kind::Mark(b'.')) => {
                length += 1 + token.span.len();
                parts += 1;
            }
            Kind::Word => {
                is_package |= scopes.is_empty() && starts_statement(last) && token.text(text) == "package";
                (length, parts) = (token.span.len(), 1);
            }
            Kind::Mark(b'{') => scopes.push(scope + 1 + length),
            Kind::Mark(b'}') => {
                scopes.pop();
            }
            Kind::Mark(b';') if is_package => {
                package = length;
                is_package = false;
            }
            _ => {}
        }
        last = Some(token.kind);
        let message = if parts > MAX_NAME_PARTS {
            format!("expected a name of at most {MAX_NAME_PARTS} parts, found more")
        } else if scope + 1 + length > MAX_FULL_NAME {
            format!("expected full names of at most {MAX_FULL_NAME} bytes, found a longer one")
        } else {
            continue;
        };
        let help = "a full name is made of the package, the messages around and the name itself; shorten one of them";
        return Some(Diagnostic::error("proto-limit", Place::file(index, token.span), message).with_help(help));
    }
    None
}

fn starts_statement(before: Option<Kind>) -> bool {
    matches!(before, None | Some(Kind::Mark(b';' | b'{' | b'}')))
}

/// The range that is one too many.
fn ranges(index: usize, text: &str) -> Option<Diagnostic> {
    let (mut count, mut is_ranges) = (0, false);
    let mut last = None;
    for token in tokens(text) {
        match token.kind {
            Kind::Word if starts_statement(last) => {
                is_ranges = matches!(token.text(text), "reserved" | "extensions");
                count += usize::from(is_ranges);
            }
            Kind::Mark(b',') if is_ranges => count += 1,
            _ => {}
        }
        last = Some(token.kind);
        if count > MAX_RANGES {
            let message = format!("expected at most {MAX_RANGES} reserved and extension ranges in a file, found more");
            let help = "join neighbouring numbers, such as `reserved 1 to 9;`";
            return Some(Diagnostic::error("proto-limit", Place::file(index, token.span), message).with_help(help));
        }
    }
    None
}

/// protox knows `syntax` only, and prost-reflect panics on a descriptor of an edition.
fn edition(index: usize, text: &str) -> Option<Diagnostic> {
    let mut tokens = tokens(text);
    let word = tokens.next().filter(|token| token.text(text) == "edition")?;
    tokens.next().filter(|token| token.kind == Kind::Mark(b'='))?;
    let mut end = word.span.end;
    let mut value = "";
    for token in tokens.take(2) {
        match token.kind {
            Kind::Text => value = token.text(text),
            Kind::Mark(b';') => {}
            _ => break,
        }
        end = token.span.end;
    }
    let span = Span::new(word.span.start as usize, end as usize);
    let message = if value.is_empty() {
        "editions are not supported yet by this build".to_owned()
    } else {
        format!("editions are not supported yet by this build, found edition {value}")
    };
    let help = "write `syntax = \"proto3\";` instead";
    Some(Diagnostic::error("proto-edition", Place::file(index, span), message).with_help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check_limits(text: &str, expect: Expect) {
        let shown = check(0, text).map(|found| {
            let end = found.place.span.end.min(found.place.span.start + 40);
            format!("{:?} {}", &text[found.place.span.start as usize..end as usize], found.message)
        });
        expect.assert_eq(&shown.unwrap_or_default());
    }

    #[test]
    fn texts_within_the_limits_pass() {
        check_limits("syntax = \"proto3\";\nmessage A { map<string, string> m = 1; }", expect![""]);
        check_limits(&"message A { map<string, string x = 1; }\n".repeat(100), expect![""]);
        check_limits(&"{".repeat(MAX_NESTING), expect![""]);
        check_limits(&"// {{{\n/* {{{ */ \"{{{\"".repeat(100), expect![""]);
    }

    #[test]
    fn deep_nesting_is_located() {
        let text = format!("option (a) = {}{};", "{ a ".repeat(70), "}".repeat(70));
        check_limits(&text, expect![[r#""{" brackets are nested more than 64 levels deep"#]]);
        check_limits(&"[<{".repeat(30), expect![[r#""<" brackets are nested more than 64 levels deep"#]]);
    }

    #[test]
    fn long_names_are_located() {
        check_limits(
            &format!("package a.{};", "b".repeat(998)),
            expect![[
                r#""bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" expected full names of at most 1000 bytes, found a longer one"#
            ]],
        );
        let nested =
            |name: &str| format!("package {};\nmessage A {{ message B {{ int32 {name} = 1; }} }}", "p".repeat(900));
        check_limits(&nested(&"c".repeat(90)), expect![[""]]);
        check_limits(
            &nested(&"c".repeat(100)),
            expect![[
                r#""cccccccccccccccccccccccccccccccccccccccc" expected full names of at most 1000 bytes, found a longer one"#
            ]],
        );
        check_limits(&"message A { int32 package = 1; }\n".repeat(1000), expect![[""]]);
        check_limits(&format!("option (a){} = 1;", ".b".repeat(63)), expect![[""]]);
        check_limits(
            &format!("option (a){} = 1;", ".b".repeat(64)),
            expect![[r#""b" expected a name of at most 64 parts, found more"#]],
        );
    }

    #[test]
    fn many_ranges_are_located() {
        let ranges = |count: usize| format!("message A {{ reserved {}1; extensions 9, 10; }}", "2, ".repeat(count));
        check_limits(&ranges(1997), expect![[""]]);
        check_limits(
            &ranges(1998),
            expect![[r#""," expected at most 2000 reserved and extension ranges in a file, found more"#]],
        );
        check_limits(
            &"message A { reserved 1; }".repeat(2001),
            expect![[r#""reserved" expected at most 2000 reserved and extension ranges in a file, found more"#]],
        );
    }

    #[test]
    fn large_texts_are_refused() {
        let text = " ".repeat(MAX_FILE_BYTES + 1);
        check_limits(&text, expect![[r#""" expected at most 4 MiB of text, found 4194305 bytes"#]]);
    }

    #[test]
    fn editions_are_refused() {
        check_limits(
            "// edition = 1\nedition = \"2023\"; message A {}",
            expect![[r#""edition = \"2023\";" editions are not supported yet by this build, found edition "2023""#]],
        );
        check_limits("edition =", expect![[r#""edition" editions are not supported yet by this build"#]]);
        check_limits("message edition {}", expect![""]);
    }
}
