//! The content security policy, read out of the page's own meta element, so that it is written down once.

/// What a meta element can't say and a header can: nobody may show the page in a frame.
const HEADER_ONLY: &str = "frame-ancestors 'none'";

/// The value of the header for a page: its meta element's policy and [`HEADER_ONLY`]. None when the page has no such element.
#[must_use]
pub fn header(html: &str) -> Option<String> {
    let policy = elements(html, "meta")
        .find(|tag| attribute(tag, "http-equiv").is_some_and(|it| it.eq_ignore_ascii_case("content-security-policy")))
        .and_then(|tag| attribute(tag, "content"))?;
    let policy = policy.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!("{}; {HEADER_ONLY}", policy.trim_end_matches([';', ' '])))
}

/// The start tags of that name, without `<name` and `>`. A quoted `>` doesn't end a tag.
fn elements<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.split('<').filter_map(move |piece| {
        let rest = piece.strip_prefix(name)?;
        if !rest.starts_with(char::is_whitespace) {
            return None;
        }
        let mut quote = None;
        let end = rest.char_indices().find(|(_, letter)| match (quote, letter) {
            (None, '>') => true,
            (None, '"' | '\'') => {
                quote = Some(*letter);
                false
            }
            (Some(open), letter) if open == *letter => {
                quote = None;
                false
            }
            _ => false,
        });
        rest.get(..end?.0)
    })
}

/// The value of an attribute in quotes, its character references for quotes and ampersand resolved.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, next) = after.strip_prefix(quote)?.split_once(quote)?;
        if key.split_whitespace().next_back()?.eq_ignore_ascii_case(name) {
            return Some(value.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&"));
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_the_meta_elements_policy_and_frame_ancestors() {
        let html = r#"<!doctype html><meta charset="utf-8"><metadata http-equiv="Content-Security-Policy" content="no">
            <meta content="default-src 'none';
                           script-src 'self' &#39;wasm-unsafe-eval&#39;;" http-equiv="content-security-policy">"#;
        assert_eq!(
            header(html).as_deref(),
            Some("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'")
        );
    }

    #[test]
    fn a_page_without_policy_has_no_header() {
        assert_eq!(header("<meta name=\"viewport\" content=\"width=device-width\">"), None);
        assert_eq!(header("<meta http-equiv=\"Content-Security-Policy\">"), None);
        assert_eq!(header("<meta http-equiv=\"Content-Security-Policy\" content=\"unclosed"), None);
        assert_eq!(header(""), None);
    }
}
