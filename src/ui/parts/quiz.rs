//! One question: options as native radio buttons, a check, a hint, the solution. Wrong tries cost nothing.

use yew::prelude::*;

use crate::{
    analysis::{Input, Payload},
    examples,
    learn::{
        asked::{Asked, Choice},
        choice::{grade_one, order},
        live::Live,
        markdown::Inline,
        question::{Code, Question, Start},
    },
    session::{
        Action, Standing,
        learn::{Act, Deed},
    },
    ui::{
        app::use_reach,
        dom,
        pages::{blocks, inline},
        route,
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub question: Question,
    pub standing: Standing,
}

/// The order of options is the same at every visit, so that a learner finds them again.
const SEED: u64 = 1;

/// The question.
#[component]
pub fn Quiz(props: &Props) -> Html {
    let act = use_reach().act;
    let chosen = use_state_eq(|| props.standing.last.clone());
    // What was checked last; another choice takes the verdict away.
    let checked = use_state_eq(|| props.standing.last.clone());
    let hint = use_state_eq(|| false);
    let solution = use_state_eq(|| false);
    let question = &props.question;

    let onchoose = {
        let (chosen, checked) = (chosen.setter(), checked.setter());
        Callback::from(move |id: String| {
            chosen.set(id);
            checked.set(String::new());
        })
    };
    let option = |index: usize| options(question).get(index).map(|item| option(question, item, &chosen, &onchoose));
    let oncheck = {
        let (act, chosen, checked, question) = (act.clone(), chosen.clone(), checked.setter(), question.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(verdict) = grade_one(options(&question), &vec![(*chosen).clone()]) {
                checked.set((*chosen).clone());
                let deed = Deed::Grade(vec![(*chosen).clone()], verdict, dom::now());
                act.emit(Action::Learn(Act::Did(question.id.clone(), deed)));
            }
        })
    };
    let toggle = |shown: &UseStateHandle<bool>| {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let ontry = question.start.as_ref().and_then(input).map(|input| {
        let (act, title) = (act.clone(), question.title.clone());
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::Load(title.clone(), Box::new(input.clone())));
            route::go("#/");
        })
    });
    let state = match (props.standing.right, props.standing.tries) {
        (true, _) => Some("answered"),
        (false, 0) => None,
        _ => Some("tried"),
    };
    let no_live = |_: &Live| Html::default();
    html! {
        <fieldset class="quiz" id={format!("question-{}", question.id)}>
            <legend>{ question.title.clone() }</legend>
            <p class="meta">
                <span class="badge">{ question.concept.clone() }</span>{ " " }
                if let Some(state) = state { <span class={classes!("badge", props.standing.right.then_some("done"))}>{ if props.standing.right { "✓ " } else { "" } }{ state }</span> }
            </p>
            { blocks(&question.prompt, &no_live) }
            if let Some(Code { text, .. }) = &question.code { <pre tabindex="0"><code>{ text.clone() }</code></pre> }
            { for order(&question.id, options(question).len(), SEED).into_iter().filter_map(option) }
            <div class="row">
                <button type="button" class="btn primary" disabled={chosen.is_empty()} onclick={oncheck}>{ "Check" }</button>
                if let Some(ontry) = ontry { <button type="button" class="btn" onclick={ontry}>{ "Try it" }</button> }
                <button type="button" class="btn" aria-expanded={hint.to_string()} onclick={toggle(&hint)}>{ "Hint" }</button>
                <button type="button" class="btn" aria-expanded={solution.to_string()} onclick={toggle(&solution)}>
                    { if *solution { "Hide solution" } else { "Show solution" } }
                </button>
            </div>
            <div role="status">
                { verdict(question, &checked) }
                if *hint { <div class="verdict"><p><strong>{ "Hint. " }</strong>{ inline(&question.hint) }</p></div> }
                if *solution { { self::solution(question) } }
            </div>
        </fieldset>
    }
}

fn options(question: &Question) -> &[Choice] {
    match &question.asked {
        Asked::One(options) | Asked::Several(options) => options,
        _ => &[],
    }
}

fn option(question: &Question, item: &Choice, chosen: &str, onchoose: &Callback<String>) -> Html {
    let id = item.id.clone();
    let onchange = onchoose.reform(move |_: Event| id.clone());
    let text = match (item.code, item.text.as_slice()) {
        (true, [Inline::Code(text)]) => html! { <pre><code>{ text.clone() }</code></pre> },
        _ => html! { <span>{ inline(&item.text) }</span> },
    };
    html! {
        <label class="option" key={item.id.clone()}>
            <input type="radio" name={question.id.clone()} value={item.id.clone()} checked={item.id == chosen} {onchange} />
            { text }
        </label>
    }
}

fn verdict(question: &Question, checked: &str) -> Html {
    let Some(verdict) = grade_one(options(question), &vec![checked.to_owned()]) else { return Html::default() };
    let (class, word) = if verdict.right { ("right", "✓ Right. ") } else { ("wrong", "✗ Not yet. ") };
    html! { <div class={classes!("verdict", class)}><p><strong>{ word }</strong>{ for verdict.remarks.iter().map(|it| inline(&it.text)) }</p></div> }
}

fn solution(question: &Question) -> Html {
    html! {
        <div class="verdict">
            <p><strong>{ "Step by step" }</strong></p>
            <ol>{ for question.steps.iter().map(|step| html! { <li>{ inline(step) }</li> }) }</ol>
            <p><strong>{ "Answer. " }</strong>{ inline(&question.answer) }</p>
            <p><strong>{ "Quick check. " }</strong>{ inline(&question.check) }</p>
            <p><strong>{ "Common mistakes" }</strong></p>
            <ul>{ for question.mistakes.iter().map(|mistake| html! { <li>{ inline(mistake) }</li> }) }</ul>
            <p class="dim">{ "Source: " }{ inline(&question.source) }</p>
        </div>
    }
}

fn input(start: &Start) -> Option<Input> {
    match start {
        Start::Example(slug) => examples::find(slug).map(Input::from),
        Start::Message(sheet) => Some(Input {
            files: sheet.of.files.iter().cloned().collect(),
            root: sheet.of.root.clone(),
            payload: Payload::Json(sheet.json.clone()),
            ..Input::default()
        }),
        _ => None,
    }
}
