//! Bytes that somebody reads: each thing that is asked by itself.
//!
//! Knows nothing of how a line is compared ([`super::text`]).

use super::{part, text::judge};
use crate::learn::{
    task::{Answer, Reading},
    verdict::Verdict,
};

/// What was read off the bytes is worth; `goals` of the verdict says of each thing whether it is right.
pub(super) fn grade(reading: &Reading, answer: &Answer) -> Verdict {
    let blanks = reading.fields.iter().enumerate();
    let judged: Vec<_> = blanks.map(|(at, it)| judge(&it.run, &it.guesses, part(answer, at), at as u32)).collect();
    let goals: Vec<bool> = judged.iter().map(|it| it.right).collect();
    let right = goals.iter().all(|&it| it);
    // Where something is wrong, that is what there is to say.
    let remarks = judged.into_iter().filter(|it| right || !it.right).map(|it| it.remark).collect();
    Verdict { right, remarks, goals }
}
