//! One question: what is asked, what the learner does, a check, a hint, the solution. Wrong tries cost nothing.
//!
//! Options are graded here; all else is asked of the engine, which may still be on its way. A file a kind of answer.

mod bytes;
mod change;
mod choice;
mod code;
mod edit;
mod order;
mod verdict;
mod written;

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use crate::{
    engine::{
        learn::{Ask, Packet},
        view::Request,
    },
    learn::{
        asked::Asked,
        choice::{grade_one, grade_several},
        live::Live,
        question::{Code, Question, Start},
        task::Answer,
        verdict::Verdict,
    },
    session::{
        Action, Standing,
        learn::{Act, Deed, Help, Learn, Paper, Worth},
    },
    text::Span,
    ui::{
        app::use_reach,
        dom,
        pages::{blocks, inline},
        route,
    },
};

/// The question with this number in its lesson, and what the learner has of it.
pub fn quiz(packet: &Rc<Packet>, index: usize, learn: &Learn) -> Html {
    let Some(question) = packet.unit.questions.get(index) else { return Html::default() };
    let paper = learn.papers.get(&question.id).cloned().unwrap_or_default();
    let standing = learn.record.log.standing(&question.id);
    html! { <Quiz key={question.id.clone()} packet={packet.clone()} {index} {paper} {standing} /> }
}

#[derive(PartialEq, Properties)]
struct Props {
    packet: Rc<Packet>,
    index: usize,
    paper: Rc<Paper>,
    standing: Standing,
}

/// What the views of answers are given.
struct Desk<'a> {
    question: &'a Question,
    paper: &'a Paper,
    /// The answer as it was drawn.
    answer: &'a Answer,
    /// The answer as it stands: a key may come before what the one before it did is drawn.
    latest: Rc<RefCell<Answer>>,
    /// Makes this the answer.
    write: Callback<Answer>,
    /// Checks it.
    check: Callback<()>,
    /// Where in the answer one is to be, and a number that tells two wishes apart.
    target: Option<(u32, u32, Span)>,
}

impl Desk<'_> {
    /// The id of the element that has this part of the answer.
    fn id(&self, part: usize) -> String {
        part_id(&self.question.id, part)
    }

    /// A part of the answer.
    fn part(&self, part: usize) -> &str {
        self.answer.get(part).map(String::as_str).unwrap_or_default()
    }

    /// Makes a text a part of the answer.
    fn write_part(&self, part: usize) -> Callback<String> {
        let (latest, write) = (self.latest.clone(), self.write.clone());
        Callback::from(move |text: String| {
            let mut answer = latest.borrow().clone();
            if let Some(old) = answer.get_mut(part) {
                *old = text;
                write.emit(answer);
            }
        })
    }

    /// What was said of the answer, if it still is what it was then.
    fn verdict(&self) -> Option<&Verdict> {
        match self.paper.checked.as_ref() {
            Some(checked) if checked.answer == *self.answer => match &checked.worth {
                Worth::Told(verdict) => Some(verdict),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether something is wrong with a part of the answer.
    fn is_wrong(&self, part: usize) -> bool {
        let verdict = self.verdict().filter(|it| !it.right);
        verdict.is_some_and(|it| it.remarks.iter().any(|remark| remark.part as usize == part))
    }
}

fn part_id(question: &str, part: usize) -> String {
    format!("answer-{question}-{part}")
}

#[component]
fn Quiz(props: &Props) -> Html {
    let reach = use_reach();
    let target = use_state_eq(|| None::<(u32, u32, Span)>);
    let latest = use_mut_ref(Answer::new);
    let Props { packet, index, paper, standing } = props;
    let Some(question) = packet.unit.questions.get(*index) else { return Html::default() };
    let answer = paper.answer.clone().unwrap_or_else(|| question.asked.start(&question.id));
    let deed = {
        let (act, id) = (reach.act.clone(), question.id.clone());
        Callback::from(move |deed: Deed| act.emit(Action::Learn(Act::Did(id.clone(), deed))))
    };
    latest.borrow_mut().clone_from(&answer);
    let check = {
        let (deed, ask, packet, index, latest) =
            (deed.clone(), reach.ask.clone(), packet.clone(), *index, latest.clone());
        Callback::from(move |()| {
            let Some(question) = packet.unit.questions.get(index) else { return };
            let answer = latest.borrow().clone();
            if is_blank(&question.asked, &answer) {
                return deed.emit(Deed::Refuse(answer, "Nothing is typed yet.".to_owned()));
            }
            match grade(question, &answer) {
                Some(verdict) => deed.emit(Deed::Grade(answer.clone(), verdict, dom::now())),
                None => {
                    deed.emit(Deed::Ask(answer.clone(), dom::now()));
                    let (id, task) = (question.id.clone(), question.task.clone());
                    let grade = Ask::Grade { question: id, task, answer: answer.clone() };
                    ask.emit(Request::Learn(Box::new(grade)));
                }
            }
        })
    };
    let onsubmit = {
        let check = check.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            check.emit(());
        })
    };
    let show = {
        let (target, question) = (target.clone(), question.id.clone());
        Callback::from(move |(part, span): (u32, Span)| {
            dom::select_range(&part_id(&question, part as usize), span);
            let number = target.as_ref().map_or(0, |it| it.0) + 1;
            target.set(Some((number, part, span)));
        })
    };
    let desk = Desk {
        question,
        paper,
        answer: &answer,
        write: {
            let (deed, latest) = (deed.clone(), latest.clone());
            Callback::from(move |answer: Answer| {
                latest.borrow_mut().clone_from(&answer);
                deed.emit(Deed::Write(answer));
            })
        },
        latest,
        check: check.clone(),
        target: *target,
    };
    let open = |help: Help, is_open: bool| deed.reform(move |_: MouseEvent| Deed::Open(help, !is_open));
    let no_live = |_: &Live| Html::default();
    // Where one types, Enter may come before the button is drawn anew.
    let is_unchosen = answer.is_empty() && is_blank(&question.asked, &answer);
    html! {
        <form class="ask" {onsubmit}>
            <fieldset class="quiz" id={format!("question-{}", question.id)}>
                <legend>{ question.title.clone() }</legend>
                <p class="meta">
                    <span class="badge">{ question.about.clone() }</span>{ " " }
                    { state(*standing) }
                </p>
                { blocks(&question.prompt, &no_live) }
                if let Some(Code { text, .. }) = &question.code { { code::code(None, text) } }
                { body(&desk) }
                <div class="row">
                    <button type="submit" class="btn primary" disabled={is_unchosen}>{ "Check" }</button>
                    if let Some(start) = &question.start { { try_it(question, start, &reach.act) } }
                    <button type="button" class="btn" aria-expanded={paper.hint.to_string()} onclick={open(Help::Hint, paper.hint)}>{ "Hint" }</button>
                    <button type="button" class="btn" aria-expanded={paper.solution.to_string()} onclick={open(Help::Solution, paper.solution)}>
                        { if paper.solution { "Hide solution" } else { "Show solution" } }
                    </button>
                    { again(&desk, &deed) }
                </div>
                <div role="status">
                    { verdict::verdict(&desk, &show) }
                    if paper.hint { <div class="verdict"><p><strong>{ "Hint. " }</strong>{ inline(&question.hint) }</p></div> }
                    if paper.solution { { verdict::solution(&desk, &deed) } }
                </div>
            </fieldset>
        </form>
    }
}

/// How the question stands.
fn state(standing: Standing) -> Html {
    match (standing.right, standing.tries) {
        (true, _) => html! { <span class="badge done">{ "✓ answered" }</span> },
        (false, 0) => Html::default(),
        _ => html! { <span class="badge">{ "tried" }</span> },
    }
}

/// What the learner does.
fn body(desk: &Desk<'_>) -> Html {
    match &desk.question.asked {
        Asked::One(options) => choice::one(desk, options),
        Asked::Several(options) => choice::several(desk, options),
        Asked::Status => choice::status(desk),
        Asked::Typed(label) => written::text(desk, label),
        Asked::Bytes { of, json } => html! { <bytes::Bytes ..bytes::props(desk, of, json) /> },
        Asked::Dump { of, hex, fields, .. } => written::dump(desk, of.as_ref(), hex, fields),
        Asked::Order(steps) => html! { <order::Order ..order::props(desk, steps) /> },
        Asked::Edit(edit) => edit::edit(desk, edit),
        Asked::Change { old, options } => change::change(desk, old, options),
    }
}

/// Whether there is nothing to check yet.
fn is_blank(asked: &Asked, answer: &Answer) -> bool {
    match asked {
        Asked::One(_) | Asked::Change { .. } | Asked::Status => answer.is_empty(),
        Asked::Typed(_) | Asked::Bytes { .. } | Asked::Dump { .. } => answer.iter().all(|it| it.trim().is_empty()),
        Asked::Several(_) | Asked::Order(_) | Asked::Edit(_) => false,
    }
}

/// What needs no engine.
fn grade(question: &Question, answer: &Answer) -> Option<Verdict> {
    match &question.asked {
        Asked::One(options) => grade_one(options, answer),
        Asked::Several(options) => Some(grade_several(options, answer)),
        _ => None,
    }
}

fn try_it(question: &Question, start: &Start, act: &Callback<Action>) -> Html {
    let (act, title, start) = (act.clone(), question.title.clone(), start.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(input) = start.input() {
            act.emit(Action::Load(title.clone(), Box::new(input)));
            route::go(if matches!(start, Start::Call(_)) { "#/calls" } else { "#/" });
        }
    });
    html! { <button type="button" class="btn" {onclick}>{ "Try it" }</button> }
}

/// Begins anew, or takes that back.
fn again(desk: &Desk<'_>, deed: &Callback<Deed>) -> Html {
    let Desk { question, paper, answer, .. } = desk;
    if paper.before.is_some() {
        let onclick = deed.reform(|_: MouseEvent| Deed::PutBack);
        return html! { <button type="button" class="btn" {onclick}>{ "Back to my answer" }</button> };
    }
    let is_begun = paper.answer.is_some() && **answer != question.asked.start(&question.id);
    let now = (*answer).clone();
    let onclick = deed.reform(move |_: MouseEvent| Deed::Put(None, now.clone()));
    html! {
        if is_begun { <button type="button" class="btn quiet" {onclick}>{ "Reset" }</button> }
    }
}
