//! Code in texts compiles, or is refused where it is said to be, or stands in an example; JSON is JSON.
//!
//! Behind the fence: `proto`, `proto example=<slug>` (its lines stand in one file of that example, in this order),
//! `proto wrong` (the compiler refuses it), `json`.

use wirelens::{examples, learn::live::Contract, message::minify};

use crate::{
    sources::Sources,
    support::Problems,
    texts::{Code, Shown},
};

/// Every block of code of a file.
pub fn check(shown: &Shown, sources: &Sources, problems: &mut Problems) {
    for code in &shown.codes {
        let place = format!("code in {}", code.place);
        let proto = || Contract { proto: code.text.clone(), ..Contract::default() };
        match code.info.split(' ').collect::<Vec<_>>()[..] {
            ["proto", "wrong"] => {
                problems
                    .demand(proto().compile().is_err(), &place, || "the compiler accepts it; drop `wrong`".to_owned());
            }
            ["proto", of] if of.starts_with("example=") => {
                let slug = of.trim_start_matches("example=");
                let Some(example) = examples::find(slug) else {
                    problems.add(&place, format!("there is no example `{slug}`"));
                    continue;
                };
                let is_there = example.files.iter().any(|(_, text)| has_lines(text, &code.text));
                problems.demand(is_there, &place, || format!("these lines stand in no file of the example `{slug}`"));
            }
            ["proto"] => {
                if !is_pinned(code, sources)
                    && let Err(error) = proto().compile()
                {
                    let help = "say `proto wrong`, or `proto example=<slug>` where it is a part of one";
                    problems.add(&place, format!("it does not compile: {error}; {help}"));
                }
            }
            ["proto", ..] => problems.add(&place, format!("expected `wrong` or `example=…`, found `{}`", code.info)),
            ["json"] => {
                let json = serde_json::from_str::<serde_json::Value>(&code.text);
                problems.demand(json.is_ok(), &place, || "this is no JSON; fence it as `text`".to_owned());
            }
            _ => {}
        }
    }
}

/// Whether a change of any digit would be noticed: the same text is run elsewhere in the file, or stands in an example.
pub fn is_pinned(code: &Code, sources: &Sources) -> bool {
    match code.info.split(' ').next() {
        Some("proto") if code.info.contains("example=") => true,
        Some("proto") => sources.protos.iter().any(|text| has_lines(text, &code.text)),
        Some("json") => {
            let same = |text: &String| minify(text).is_some_and(|it| Some(it) == minify(&code.text));
            sources.jsons.iter().any(same)
        }
        // An option that is a piece of code has a proof, or words.
        _ => false,
    }
}

/// Whether all lines stand in a text, in this order, one behind the other but for what is between.
fn has_lines(text: &str, lines: &str) -> bool {
    let mut rest = text.lines().map(str::trim);
    lines.lines().map(str::trim).filter(|it| !it.is_empty()).all(|line| rest.any(|it| it == line))
}
