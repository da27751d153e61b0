//! What happens when one team changes the contract: a compile error here, a surprise at run time there.

use yew::prelude::*;

use crate::{
    rpc::store::mismatch::{Change, Complaint, Mismatch, Outcome, Reading},
    session::calls::store::{Shop, ShopAct},
    ui::{
        dom,
        parts::{capital, prose},
    },
};

/// The section.
pub fn mismatch(shop: &Shop, act: &Callback<ShopAct>) -> Html {
    let onchange = act.reform(|event: Event| {
        let at: usize = dom::value(event.target()).parse().unwrap_or_default();
        ShopAct::Change(Change::ALL.get(at).copied().unwrap_or_default())
    });
    let option = |(at, change): (usize, Change)| {
        html! { <option value={at.to_string()} selected={change == shop.change}>{ change.word() }</option> }
    };
    let body = match &shop.mismatch {
        None => html! { <p class="dim" role="status">{ "Compiling…" }</p> },
        Some((_, Err(why))) => html! { <p role="alert">{ why.clone() }</p> },
        Some((change, Ok(found))) => html! {
            <div class={classes!((*change != shop.change).then_some("stale"))}>{ tried(*change, found) }</div>
        },
    };
    html! {
        <section class="mismatch" aria-label="When the contract changes">
            <h2>{ "When the contract changes" }</h2>
            <p>{ prose("The team of the inventory changes the field `quantity` of an item. Checkout goes on as it was, and asks for two blue mugs. The compiler and both readers are the real ones of this page.") }</p>
            <label class="choice"><span>{ "They" }</span>
                <select aria-label="Change of the field quantity" {onchange}>{ for Change::ALL.into_iter().enumerate().map(option) }</select>
            </label>
            { body }
        </section>
    }
}

fn tried(change: Change, found: &Mismatch) -> Html {
    let (file, before, after) = &found.edit;
    html! {
        <>
            <pre aria-label={format!("Change of {file}")}>
                <code>{ format!("  {file}\n") }<span class="bad">{ format!("- {before}\n") }</span><span class="good">{ format!("+ {after}") }</span></code>
            </pre>
            <div class="outcomes">
                { compiled(found) }
                { read("JSON, at run time", &found.json, &text(&found.json.sent)) }
                { read("Protobuf, at run time", &found.proto, &hex(&found.proto.sent)) }
            </div>
            <p>{ prose(change.lesson()) }</p>
            <p class="dim">{ "A generated client has the same help for REST, where there is an OpenAPI description and all generate from it; most write it by hand." }</p>
        </>
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn hex(bytes: &[u8]) -> String {
    let bytes: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(" ")
}

fn badge(good: bool, word: &str) -> Html {
    let mark = if good { "✓ " } else { "✕ " };
    html! { <span class={if good { "good" } else { "bad" }}>{ mark }{ word.to_owned() }</span> }
}

fn compiled(found: &Mismatch) -> Html {
    let complaint = |complaint: &Complaint| {
        let Complaint { file, place: (line, column), message, help } = complaint;
        html! {
            <li>
                <code>{ format!("{file}:{line}:{column}") }</code>{ " " }{ prose(message) }
                if let Some(help) = help { <span class="dim">{ "; " }{ prose(help) }</span> }
            </li>
        }
    };
    let (caller, code) = &found.caller;
    html! {
        <section class="card" aria-label="The compiler">
            <h3>{ "The compiler" }</h3>
            if found.compiled.is_empty() {
                <p>{ badge(false, "has nothing to say") }</p>
                <p>{ "Checkout compiles with the new contract as it did with the old one." }</p>
            } else {
                <p>{ badge(true, "tells before anything runs") }</p>
                <ul aria-label="Errors of the compiler">{ for found.compiled.iter().map(complaint) }</ul>
            }
            <details>
                <summary>{ "What uses the contract" }</summary>
                <p>{ prose(&format!("Checkout's code in the one language that is compiled here: `{caller}` sets a request as generated code would, as the value of an option.")) }</p>
                <pre tabindex="0" aria-label={caller.clone()}><code>{ code.clone() }</code></pre>
            </details>
        </section>
    }
}

fn read(name: &'static str, reading: &Reading, sent: &str) -> Html {
    let (good, word) = match reading.outcome {
        Outcome::Right => (true, "is read as it was meant"),
        Outcome::Lost => (false, "is lost, and nobody is told"),
        Outcome::Wrong => (false, "is read as another value, and nobody is told"),
        Outcome::Refused => (false, "is refused"),
    };
    let said = match &reading.read {
        Ok(json) => html! { <pre><code>{ json.clone() }</code></pre> },
        Err(why) => html! { <p>{ capital(why) }</p> },
    };
    html! {
        <section class="card" aria-label={name}>
            <h3>{ name }</h3>
            <p>{ badge(good, word) }</p>
            <p class="dim">{ "Checkout sends" }</p>
            <pre><code>{ sent.to_owned() }</code></pre>
            <p class="dim">{ "Inventory has" }</p>
            { said }
        </section>
    }
}
