//! The rules of shape a [`Question`] keeps, whatever it asks.
//!
//! Knows nothing of whether a question is true; the tests of the content do, which run the engine.

use std::collections::BTreeSet;

use super::markdown::{Block, Inline, plain};
use super::question::{PLACE, Question, Start, Text};

/// The least number of options a question has.
pub const MIN_OPTIONS: usize = 3;

/// What is wrong with a question's shape, a sentence each; a good one has nothing.
pub fn problems(question: &Question) -> Vec<String> {
    let mut found = Vec::new();
    let mut rule = |holds: bool, text: &str| {
        if !holds {
            found.push(text.to_owned());
        }
    };
    let texts = |texts: &[Text]| !texts.is_empty() && texts.iter().all(|text| !is_blank(text));

    rule(is_id(&question.id), "the id is made of a-z, 0-9 and hyphens");
    rule(!question.title.trim().is_empty(), "the title is not empty");
    rule(!question.concept.trim().is_empty(), "the concept is not empty");
    rule(!question.prompt.is_empty(), "the prompt is not empty");
    for (text, name) in [
        (&question.hint, "hint"),
        (&question.answer, "answer"),
        (&question.check, "check"),
        (&question.source, "source"),
    ] {
        rule(!is_blank(text), &format!("the {name} is not empty"));
    }
    rule(texts(&question.steps), "there are steps, none of them empty");
    rule(texts(&question.mistakes), "there are mistakes, none of them empty");

    let options = &question.options;
    let ids: BTreeSet<_> = options.iter().map(|option| &option.id).collect();
    let said: BTreeSet<_> = options.iter().map(|option| plain(&option.text).to_lowercase()).collect();
    rule(options.len() >= MIN_OPTIONS, "there are at least three options");
    rule(options.iter().filter(|option| option.correct).count() == 1, "exactly one option is correct");
    rule(options.iter().all(|option| is_id(&option.id)), "option ids are made of a-z, 0-9 and hyphens");
    rule(ids.len() == options.len(), "option ids are unique");
    rule(said.len() == options.len(), "options say different things");
    rule(options.iter().all(|option| !is_blank(&option.text)), "no option is empty");
    rule(options.iter().all(|option| !is_blank(&option.why)), "every option says why");
    rule(!said.iter().any(|text| text.contains("of the above")), "no option speaks of those above");

    let asked = words(&question.prompt);
    rule(!asked.iter().any(|word| is_negative(word)), "the prompt asks for what is so, not for what is not");
    if let Some(template) = &question.template {
        rule(template.matches(PLACE).count() == 1, "the template has one place for the option");
        rule(options.iter().all(|option| option.code), "options put in a template are code");
    }
    if let Some(Start::Workspace(start)) = &question.start {
        let names: BTreeSet<_> = start.files.iter().map(|file| &file.name).collect();
        rule(!names.is_empty() && names.len() == start.files.len(), "what is tried has files with distinct names");
        rule(!start.root.is_empty() && !start.json.trim().is_empty(), "what is tried has a root type and a message");
    }
    found
}

fn is_blank(text: &[Inline]) -> bool {
    plain(text).trim().is_empty()
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The words of a prompt's paragraphs, in lower case.
fn words(prompt: &[Block]) -> Vec<String> {
    let mut words = Vec::new();
    for block in prompt {
        if let Block::Paragraph(line) = block {
            words.extend(plain(line).split_whitespace().map(str::to_lowercase));
        }
    }
    words
}

fn is_negative(word: &str) -> bool {
    let word = word.trim_matches(|character: char| !character.is_alphanumeric());
    matches!(word, "not" | "except" | "never" | "cannot") || word.ends_with("n't")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::markdown;
    use crate::learn::question::{Workspace, tests::good};
    use crate::text::File;
    use expect_test::{Expect, expect};

    /// Breaks a good question and lists what is wrong with it.
    fn check(spoil: impl FnOnce(&mut Question), expected: Expect) {
        let mut question = good();
        spoil(&mut question);
        expected.assert_eq(&problems(&question).join("\n"));
    }

    #[test]
    fn a_good_question_has_no_problems() {
        check(|_| (), expect![""]);
    }

    #[test]
    fn exactly_one_option_is_correct() {
        check(|question| question.options[0].correct = true, expect!["exactly one option is correct"]);
        check(|question| question.options[1].correct = false, expect!["exactly one option is correct"]);
    }

    #[test]
    fn options_differ_and_say_something() {
        check(|question| question.options.truncate(2), expect!["there are at least three options"]);
        check(|question| question.options[2].id = "a".into(), expect!["option ids are unique"]);
        check(
            |question| question.options[2].text = question.options[0].text.clone(),
            expect!["options say different things"],
        );
        check(|question| question.options[0].why.clear(), expect!["every option says why"]);
        check(
            |question| question.options[2].text = vec![Inline::Text("All of the Above".into())],
            expect!["no option speaks of those above"],
        );
    }

    #[test]
    fn nothing_is_empty() {
        check(
            |question| {
                let empty = [&mut question.hint, &mut question.answer, &mut question.check, &mut question.source];
                empty.into_iter().for_each(Vec::clear);
                question.steps.clear();
                question.mistakes.push(Vec::new());
                question.prompt.clear();
                (question.id, question.title, question.concept) = (String::new(), " ".into(), String::new());
            },
            expect![[r#"
                the id is made of a-z, 0-9 and hyphens
                the title is not empty
                the concept is not empty
                the prompt is not empty
                the hint is not empty
                the answer is not empty
                the check is not empty
                the source is not empty
                there are steps, none of them empty
                there are mistakes, none of them empty"#]],
        );
    }

    #[test]
    fn a_prompt_asks_for_what_is_so() {
        for prompt in ["Which is *not* one?", "What isn't so?", "All of them, except:"] {
            let mut question = good();
            question.prompt = markdown::blocks(prompt).unwrap();
            assert_eq!(problems(&question), ["the prompt asks for what is so, not for what is not"], "{prompt}");
        }
    }

    #[test]
    fn templates_and_workspaces_are_whole() {
        check(
            |question| question.template = Some("message A {}".into()),
            expect![[r#"
            the template has one place for the option
            options put in a template are code"#]],
        );
        let start = Workspace { files: vec![File::default(); 2], root: String::new(), json: " ".into() };
        check(
            |question| question.start = Some(Start::Workspace(start)),
            expect![[r#"
            what is tried has files with distinct names
            what is tried has a root type and a message"#]],
        );
    }
}
