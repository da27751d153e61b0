//! The services of the workspace and their methods, as the contract states them.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    engine::view::{Method, Report, Service},
    session::Action,
    ui::{app::use_reach, route},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub report: Option<Rc<Report>>,
}

/// The list.
#[component]
pub fn Methods(props: &Props) -> Html {
    let act = use_reach().act;
    let edit = Callback::from(move |root: String| {
        act.emit(Action::SelectRoot(root));
        route::go("#/");
    });
    let body = match &props.report {
        None => html! { <p class="dim" role="status">{ "Loading the compiler…" }</p> },
        Some(report) if report.services.is_empty() => html! {
            <p>{ "The workspace declares no service. " }<a href="#/">{ "Add one in the playground" }</a>{ ", or load the example of the online store." }</p>
        },
        Some(report) => report.services.iter().map(|item| service(item, &edit)).collect(),
    };
    html! {
        <>
            <p class="lead">{ "What the services of your workspace offer: each method's path in HTTP/2, its kind, and the messages that go in and come out." }</p>
            if props.report.as_ref().is_some_and(|report| report.schema_is_old) {
                <p role="status">{ "The schema has errors, so this is what it said before them." }</p>
            }
            { body }
        </>
    }
}

fn service(item: &Service, edit: &Callback<String>) -> Html {
    html! {
        <section class="card" aria-label={item.name.clone()}>
            <h2 class="method">{ item.name.clone() }</h2>
            if !item.doc.is_empty() { <p>{ item.doc.clone() }</p> }
            { for item.methods.iter().map(|item| method(item, edit)) }
        </section>
    }
}

fn method(item: &Method, edit: &Callback<String>) -> Html {
    let button = |root: &String| {
        let name = root.clone();
        let onclick = edit.reform(move |_: MouseEvent| name.clone());
        html! { <button type="button" class="btn link mono" title="Make it the message of the playground" {onclick}>{ root.clone() }</button> }
    };
    html! {
        <>
            <h3><span class="method">{ item.name.clone() }</span>{ " " }<span class="badge">{ item.kind.clone() }</span></h3>
            if !item.doc.is_empty() { <p>{ item.doc.clone() }</p> }
            <table>
                <tbody>
                    <tr><th scope="row">{ "Path" }</th><td><code>{ item.path.clone() }</code></td></tr>
                    <tr><th scope="row">{ "Request" }</th><td>{ button(&item.request) }</td></tr>
                    <tr><th scope="row">{ "Response" }</th><td>{ button(&item.response) }</td></tr>
                </tbody>
            </table>
        </>
    }
}
