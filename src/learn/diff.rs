//! Two texts → the lines that went, came and stayed, for people to read. Knows nothing of what the lines mean.

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in both.
    Stayed,
    /// It is in the old text only.
    Went,
    /// It is in the new text only.
    Came,
}

/// The most lines whose common ones are looked for, on each side, behind those that both begin and end with. Longer texts
/// are taken to have none, so that the table stays small.
const MOST: usize = 400;

/// The lines of both texts in order; what went stands before what came in its place.
pub fn lines<'a>(old: &'a str, new: &'a str) -> Vec<(Fate, &'a str)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (mid_old, mid_new) = (&old[head..], &new[head..]);
    let tail = mid_old.iter().rev().zip(mid_new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (mid_old, mid_new) = (&mid_old[..mid_old.len() - tail], &mid_new[..mid_new.len() - tail]);
    let all = |fate: Fate, lines: &[&'a str]| lines.iter().map(|line| (fate, *line)).collect::<Vec<_>>();
    let mut told = all(Fate::Stayed, &old[..head]);
    told.extend(middle(mid_old, mid_new));
    told.extend(all(Fate::Stayed, &old[old.len() - tail..]));
    told
}

/// By the longest common subsequence.
fn middle<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Fate, &'a str)> {
    let width = new.len() + 1;
    let mut common = vec![0u16; 0];
    if old.len() <= MOST && new.len() <= MOST {
        // common[a * width + b]: how many lines old[a..] and new[b..] have in common.
        common = vec![0; (old.len() + 1) * width];
        for a in (0..old.len()).rev() {
            for b in (0..new.len()).rev() {
                common[a * width + b] = match old[a] == new[b] {
                    true => common[(a + 1) * width + b + 1] + 1,
                    false => common[(a + 1) * width + b].max(common[a * width + b + 1]),
                };
            }
        }
    }
    let count = |a: usize, b: usize| common.get(a * width + b).copied().unwrap_or_default();
    let (mut a, mut b) = (0, 0);
    let mut told = Vec::with_capacity(old.len() + new.len());
    while a < old.len() || b < new.len() {
        if a < old.len() && b < new.len() && old[a] == new[b] && count(a, b) > 0 {
            told.push((Fate::Stayed, old[a]));
            (a, b) = (a + 1, b + 1);
        } else if b == new.len() || a < old.len() && count(a + 1, b) >= count(a, b + 1) {
            told.push((Fate::Went, old[a]));
            a += 1;
        } else {
            told.push((Fate::Came, new[b]));
            b += 1;
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(old: &str, new: &str, expected: Expect) {
        let sign = |fate: &Fate| match fate {
            Fate::Stayed => ' ',
            Fate::Went => '-',
            Fate::Came => '+',
        };
        let shown: String = lines(old, new).iter().map(|(fate, line)| format!("{}{line}\n", sign(fate))).collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn what_went_stands_before_what_came() {
        check(
            "message M {\n  int32 a = 1;\n  string b = 2;\n}\n",
            "message M {\n  reserved 1;\n  string b = 2;\n  bool c = 3;\n}\n",
            expect![[r"
                 message M {
                -  int32 a = 1;
                +  reserved 1;
                   string b = 2;
                +  bool c = 3;
                 }
            "]],
        );
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_off(old in "[ab\n]{0,30}", new in "[ab\n]{0,30}") {
            let told = lines(&old, &new);
            let of = |not: Fate| told.iter().filter(|(fate, _)| *fate != not).map(|(_, line)| *line).collect::<Vec<_>>();
            prop_assert_eq!(of(Fate::Came), old.lines().collect::<Vec<_>>());
            prop_assert_eq!(of(Fate::Went), new.lines().collect::<Vec<_>>());
        }
    }

    #[test]
    fn long_texts_are_told_apart_without_a_large_table() {
        let text = |word: &str| (0..2_000).map(|line| format!("{word} {line}\n")).collect::<String>();
        let (old, new) = (text("a"), text("b"));
        assert_eq!(lines(&old, &new).len(), 4_000);
    }
}
