//! Tasks are graded as their authors say: the solution is right, the start is not, near misses are not, equivalents are.
//!
//! And keys that the engine computes stand in the texts: the answer that people read is the one that is right.

use wirelens::learn::{
    contract::FILE,
    grade::grade,
    live::Sheet,
    markdown::{inline, plain},
    question::Start,
    run::{Ask, Run},
    source::QuestionFile,
    task::{Answer, Choice, Options, PLACE, Task},
};

use crate::{
    digits::tells,
    support::{Problems, World},
};

/// Everything about a question's task.
pub fn check(world: &World, file: &QuestionFile, problems: &mut Problems) {
    if let Task::Choice(options) | Task::Several(options) = &file.task {
        proof(world, options, problems);
    }
    key_is_told(world, file, problems);
    tried(world, file, problems);
    grading(world, file, problems);
}

/// The right answer, as a learner would give it.
pub fn solution(world: &World, task: &Task) -> Result<Answer, String> {
    Ok(match task {
        Task::Choice(options) | Task::Several(options) => {
            options.options.iter().filter(|it| it.correct).map(|it| it.id.clone()).collect()
        }
        Task::Trace(trace) => match (&trace.run, world.run(&trace.run)?) {
            (Run::Call(call), key) if matches!(call.ask, Ask::Order(_)) => key.split(' ').map(str::to_owned).collect(),
            (_, key) => vec![key],
        },
        Task::Bytes(sheet) => vec![world.run(&Run::Encode(sheet.clone()))?],
        Task::Mend(editing) | Task::Write(editing) => editing.solution.clone(),
        Task::Change(change) => change.options.iter().filter(|it| it.correct).map(|it| it.id.clone()).collect(),
        Task::Dump(reading) => reading.fields.iter().map(|it| world.run(&it.run)).collect::<Result<_, _>>()?,
    })
}

/// What a task is called in its file.
pub fn kind(task: &Task) -> &'static str {
    match task {
        Task::Choice(_) => "choice",
        Task::Several(_) => "several",
        Task::Trace(_) => "trace",
        Task::Bytes(_) => "bytes",
        Task::Mend(_) => "mend",
        Task::Write(_) => "write",
        Task::Change(_) => "change",
        Task::Dump(_) => "dump",
    }
}

/// Answers that are wrong without anybody's doing: each wrong option, the text one begins with.
fn wrong(task: &Task) -> Vec<Answer> {
    match task {
        Task::Choice(options) => {
            options.options.iter().filter(|it| !it.correct).map(|it| vec![it.id.clone()]).collect()
        }
        Task::Several(options) => vec![Vec::new(), options.options.iter().map(|it| it.id.clone()).collect()],
        Task::Change(change) => change.options.iter().filter(|it| !it.correct).map(|it| vec![it.id.clone()]).collect(),
        Task::Mend(editing) | Task::Write(editing) => {
            let first = editing.files.first().map(|it| it.text.clone()).filter(|_| !editing.only_message);
            let json = Some(editing.json.clone()).filter(|json| editing.only_message || !json.is_empty());
            vec![first.into_iter().chain(json).collect()]
        }
        Task::Trace(trace) => trace.guesses.iter().map(|it| vec![it.answer.clone()]).collect(),
        Task::Bytes(_) | Task::Dump(_) => vec![vec![String::new()]],
    }
}

fn grading(world: &World, file: &QuestionFile, problems: &mut Problems) {
    let right = match solution(world, &file.task) {
        Ok(right) => right,
        Err(error) => return problems.add("task", format!("there is no key: {error}")),
    };
    let mut demand = |place: String, answer: &Answer, is_right: bool, says: &str| {
        let verdict = grade(&file.task, answer);
        let told: Vec<String> = verdict.remarks.iter().map(|it| plain(&it.text)).collect();
        problems.demand(verdict.right == is_right, &place, || {
            format!("expected it to be {}, told: {}", if is_right { "right" } else { "wrong" }, told.join(" "))
        });
        problems.demand(is_right || !told.is_empty(), &place, || "wrong, and nobody says why".to_owned());
        problems.demand(says.is_empty() || told.iter().any(|it| it.contains(says)), &place, || {
            format!("expected a remark that says `{says}`, told: {}", told.join(" "))
        });
    };
    demand("solution".to_owned(), &right, true, "");
    wrong(&file.task).iter().for_each(|answer| demand(format!("wrong answer {answer:?}"), answer, false, ""));
    file.near.iter().for_each(|it| demand(format!("near {:?}", it.answer), &it.answer, false, &it.says));
    file.also.iter().for_each(|it| demand(format!("also {:?}", it.answer), &it.answer, true, &it.says));
}

/// With a right option in its place the run gives what the proof says, with a wrong one something else.
fn proof(world: &World, options: &Options, problems: &mut Problems) {
    let Some(proof) = &options.proof else { return };
    for option in &options.options {
        let gives = with_option(&proof.run, option).and_then(|run| world.run(&run));
        let is_right = gives.as_ref().is_ok_and(|it| *it == proof.gives);
        problems.demand(is_right == option.correct, &format!("proof of {}", option.id), || {
            let found = gives.unwrap_or_else(|error| error);
            format!(
                "expected {}`{}`, the engine says `{found}`",
                if option.correct { "" } else { "anything but " },
                proof.gives
            )
        });
    }
}

/// The run with an option in each place for one.
fn with_option(run: &Run, option: &Choice) -> Result<Run, String> {
    let text = if option.code { option.text.clone() } else { plain(&inline(&option.text)?) };
    let quoted = serde_json::to_string(&text).map_err(|it| it.to_string())?;
    let run = serde_json::to_string(run).map_err(|it| it.to_string())?;
    serde_json::from_str(&run.replace(PLACE, &quoted[1..quoted.len() - 1])).map_err(|it| it.to_string())
}

/// What the engine finds is what the answer says, or the steps on the way to it.
fn key_is_told(world: &World, file: &QuestionFile, problems: &mut Problems) {
    let told: Vec<String> = std::iter::once(&file.answer)
        .chain(&file.steps)
        .filter_map(|it| inline(it).ok())
        .map(|it| plain(&it))
        .collect();
    let keys = match &file.task {
        Task::Trace(trace) if matches!(&trace.run, Run::Call(call) if matches!(call.ask, Ask::Order(_))) => return,
        Task::Trace(_) | Task::Bytes(_) | Task::Dump(_) => solution(world, &file.task).unwrap_or_default(),
        _ => return,
    };
    for key in keys.iter().filter(|key| !key.is_empty()) {
        let is_told = told.iter().any(|it| tells(it, key));
        problems.demand(is_told, "answer", || format!("the key is `{key}`, which neither the answer nor a step says"));
    }
}

/// "Try it" opens what is asked about.
fn tried(world: &World, file: &QuestionFile, problems: &mut Problems) {
    if let Task::Dump(reading) = &file.task {
        let hex = world.run(&Run::Encode(Sheet { of: reading.of.clone(), json: reading.json.clone() }));
        let hex = if reading.hex.is_empty() { hex.unwrap_or_default() } else { reading.hex.clone() };
        for field in &reading.fields {
            let asked = match &field.run {
                Run::Decode(ask) => &ask.hex,
                Run::Parse(dump) | Run::Protoscope(dump) => &dump.hex,
                _ => continue,
            };
            problems.demand(hex.contains(asked.as_str()), "task", || {
                format!("`{}` is asked of `{asked}`, not of the task's bytes", field.label)
            });
        }
    }
    let Some(start) = &file.start else { return };
    let Some(input) = start.input() else {
        return problems.add("try", "there is no example of that name");
    };
    match (&file.task, start) {
        (_, Start::Example(_)) | (Task::Choice(_) | Task::Several(_) | Task::Change(_), _) => {}
        (Task::Bytes(sheet), Start::Message(tried)) => problems.demand(sheet.input() == tried.input(), "try", || {
            "expected the message of the task, found another one".to_owned()
        }),
        (Task::Mend(editing) | Task::Write(editing), Start::Message(_)) => {
            let texts =
                |files: &[wirelens::text::File]| files.iter().map(|it| it.text.trim().to_owned()).collect::<Vec<_>>();
            problems.demand(texts(&editing.files) == texts(&input.files), "try", || {
                format!("expected the files of the task, found others (`of.proto` is called `{FILE}`)")
            });
        }
        (Task::Dump(reading), Start::Bytes(dump)) if !reading.hex.is_empty() => {
            problems
                .demand(reading.hex == dump.hex, "try", || "expected the bytes of the task, found others".to_owned());
        }
        (Task::Trace(trace), Start::Call(stage)) => {
            if let Run::Call(call) = &trace.run {
                problems
                    .demand(call.stage == *stage, "try", || "expected the call of the task, found another".to_owned());
            }
        }
        _ => {}
    }
}
