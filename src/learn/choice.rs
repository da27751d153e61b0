//! Options: their order on the page, and what choosing them is worth. Runs on the page, without the engine.

use super::{
    asked::Choice,
    task::Answer,
    verdict::{Remark, Verdict},
};
use crate::chance::Chance;

/// The seed of the page: options are in the same order at every visit, so that a learner finds them again.
pub const SEED: u64 = 1;

/// The order in which `count` options of a question are shown: indices, each once.
///
/// The same seed gives the same order, so a reload changes nothing; the question's id takes part, so that one seed does
/// not put every answer in the same place.
pub fn order(id: &str, count: usize, seed: u64) -> Vec<usize> {
    let mut chance = id.bytes().fold(Chance::new(seed), |chance, byte| chance.split(u64::from(byte)));
    let mut order: Vec<usize> = (0..count).collect();
    // Fisher and Yates.
    for last in (1..order.len()).rev() {
        order.swap(last, chance.below(last + 1));
    }
    order
}

/// What choosing one option is worth; nothing if there is no such option.
pub fn grade_one(options: &[Choice], answer: &Answer) -> Option<Verdict> {
    let [id] = answer.as_slice() else { return None };
    let chosen = options.iter().find(|it| it.id == *id)?;
    Some(Verdict { right: chosen.correct, remarks: vec![remark(chosen, 0)], goals: Vec::new() })
}

/// What choosing these options is worth: right if they are exactly those that fit. Wrong, it says why the first that does
/// not fit does not, or that one is missing, without giving it away.
pub fn grade_several(options: &[Choice], answer: &Answer) -> Verdict {
    let is_chosen = |it: &Choice| answer.contains(&it.id);
    let wrong = options.iter().find(|it| is_chosen(it) && !it.correct);
    let missing = options.iter().filter(|it| it.correct && !is_chosen(it)).count();
    let remarks = match (wrong, missing) {
        (Some(wrong), _) => vec![remark(wrong, 0)],
        (None, 0) => options.iter().filter(|it| it.correct).map(|it| remark(it, 0)).collect(),
        (None, _) if answer.is_empty() => vec![said("Nothing is chosen yet.")],
        (None, 1) => vec![said("What is chosen fits, and one more does.")],
        (None, more) => vec![said(&format!("What is chosen fits, and {more} more do."))],
    };
    Verdict { right: wrong.is_none() && missing == 0, remarks, goals: Vec::new() }
}

fn remark(option: &Choice, part: u32) -> Remark {
    Remark { text: option.why.clone(), part, span: None }
}

fn said(text: &str) -> Remark {
    Remark { text: vec![super::markdown::Inline::Text(text.to_owned())], ..Remark::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::markdown::{Inline, plain};
    use proptest::prelude::*;

    fn option(id: &str, correct: bool) -> Choice {
        let text = |text: String| vec![Inline::Text(text)];
        Choice { id: id.into(), text: text(id.into()), code: false, correct, why: text(format!("why {id}")) }
    }

    fn options() -> [Choice; 4] {
        [option("a", true), option("b", false), option("c", true), option("d", true)]
    }

    #[test]
    fn one_option_says_whether_and_why() {
        let verdict =
            |id: &str| grade_one(&options(), &vec![id.to_owned()]).map(|it| (it.right, plain(&it.remarks[0].text)));
        assert_eq!(verdict("a"), Some((true, "why a".into())));
        assert_eq!(verdict("b"), Some((false, "why b".into())));
        assert_eq!(verdict("z"), None);
    }

    #[test]
    fn several_options_are_right_together_only() {
        let verdict = |ids: &[&str]| {
            let it = grade_several(&options(), &ids.iter().map(|&id| id.to_owned()).collect());
            (it.right, plain(&it.remarks[0].text))
        };
        assert_eq!(verdict(&["d", "a", "c"]), (true, "why a".into()));
        assert_eq!(verdict(&["a", "b"]), (false, "why b".into()));
        assert_eq!(verdict(&["a", "c"]), (false, "What is chosen fits, and one more does.".into()));
        assert_eq!(verdict(&["a"]), (false, "What is chosen fits, and 2 more do.".into()));
        assert_eq!(verdict(&[]), (false, "Nothing is chosen yet.".into()));
    }

    #[test]
    fn every_option_comes_first_about_equally_often() {
        let mut first = [0; 3];
        for seed in 0..3_000 {
            first[order("q", 3, seed)[0]] += 1;
        }
        assert!(first.iter().all(|&count| (900..1_100).contains(&count)), "{first:?}");
    }

    proptest! {
        #[test]
        fn an_order_has_each_option_once_and_stays(seed: u64, count in 0usize..9) {
            let shown = order("q", count, seed);
            prop_assert_eq!(&shown, &order("q", count, seed));
            let mut sorted = shown;
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..count).collect::<Vec<_>>());
        }
    }
}
