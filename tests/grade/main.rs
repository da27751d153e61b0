//! What answers are worth and what is said of them, as a learner reads it: one line a remark, and the part of the answer it
//! points at.
#![cfg(test)] // tells clippy that helpers here are tests too

mod bytes;
mod change;
mod edit;
mod laws;
mod trace;

use wirelens::learn::{
    grade::grade,
    live::{Contract, Sheet},
    markdown::Inline,
    task::{Answer, Task},
};

/// A contract of one message `M` with these fields, and whatever else.
fn contract(proto: &str) -> Contract {
    Contract { proto: proto.to_owned(), ..Contract::default() }
}

fn sheet(proto: &str, json: &str) -> Sheet {
    Sheet { of: contract(proto), json: json.to_owned() }
}

/// The line's text, code between backticks.
fn text(line: &[Inline]) -> String {
    let part = |it: &Inline| match it {
        Inline::Code(code) => format!("`{code}`"),
        Inline::Text(text) => text.clone(),
        other => format!("{other:?}"),
    };
    line.iter().map(part).collect()
}

/// The answer, then what is said of it.
fn told(task: &Task, answer: &Answer) -> String {
    let verdict = grade(task, answer);
    let mut lines = format!("{} {}\n", if verdict.right { "✓" } else { "✗" }, answer.join(" | ").replace('\n', "⏎"));
    for remark in &verdict.remarks {
        lines.push_str(&format!("    {}", text(&remark.text)));
        if let Some(span) = remark.span {
            let part = answer.get(remark.part as usize).map_or("", String::as_str);
            lines.push_str(&format!("  [{}:{}..{} {:?}]", remark.part, span.start, span.end, span.of_str(part)));
        }
        lines.push('\n');
    }
    if !verdict.goals.is_empty() {
        let goals: String = verdict.goals.iter().map(|&it| if it { " ✓" } else { " ✗" }).collect();
        lines.push_str(&format!("    goals:{goals}\n"));
    }
    assert!(verdict.right || !verdict.remarks.is_empty(), "nothing is said of {answer:?}");
    lines
}
