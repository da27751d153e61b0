//! The conditions: sliders, choices and switches, the same for both lanes.

use yew::prelude::*;

use crate::{
    rpc::{
        Micros,
        store::{
            Failure, Reserving, Service, Settings,
            settings::{MAX_ATTEMPTS, MAX_CONNECTIONS, MAX_ITEMS},
            words::time_text,
        },
    },
    session::calls::store::ShopAct,
    size::traffic::bandwidth_text,
    ui::dom,
};

/// The stops of sliders whose steps grow.
const ROUND_TRIPS: [Micros; 14] =
    [50, 100, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000, 80_000, 150_000, 300_000, 600_000];
const BANDWIDTHS: [u64; 9] =
    [100_000, 300_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000, 100_000_000, 1_000_000_000, 10_000_000_000];
const WORKS: [Micros; 12] = [0, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];
/// Behind the last one there is none.
const DEADLINES: [Micros; 12] = [
    10_000, 20_000, 50_000, 100_000, 200_000, 300_000, 500_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000,
    60_000_000,
];

/// A slider: its name, where it stands, where it ends, what that says, and the settings at another place.
struct Slider {
    name: &'static str,
    at: usize,
    ends: (usize, usize),
    says: String,
    moved: fn(&Settings, usize) -> Settings,
}

/// The place of a value among stops: the first that is not less.
fn place(stops: &[u64], value: u64) -> usize {
    stops.iter().position(|&stop| stop >= value).unwrap_or(stops.len().saturating_sub(1))
}

fn stop(stops: &[u64], at: usize) -> u64 {
    stops.get(at).or(stops.last()).copied().unwrap_or_default()
}

/// What was chosen rather than measured has no more digits than it needs: `2 ms`, not `2.00 ms`.
fn exactly(text: &str) -> String {
    match text.split_once(' ') {
        Some((number, unit)) if number.contains('.') => {
            format!("{} {unit}", number.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => text.to_owned(),
    }
}

fn sliders(settings: &Settings) -> [Slider; 7] {
    [
        Slider {
            name: "Items",
            at: usize::from(settings.items),
            ends: (1, usize::from(MAX_ITEMS)),
            says: settings.items.to_string(),
            moved: |settings, at| Settings { items: u16::try_from(at).unwrap_or(MAX_ITEMS), ..*settings },
        },
        Slider {
            name: "Round trip",
            at: place(&ROUND_TRIPS, settings.round_trip),
            ends: (0, ROUND_TRIPS.len() - 1),
            says: exactly(&time_text(settings.round_trip)),
            moved: |settings, at| Settings { round_trip: stop(&ROUND_TRIPS, at), ..*settings },
        },
        Slider {
            name: "Bandwidth",
            at: place(&BANDWIDTHS, settings.bandwidth),
            ends: (0, BANDWIDTHS.len() - 1),
            says: exactly(&bandwidth_text(settings.bandwidth as f64)),
            moved: |settings, at| Settings { bandwidth: stop(&BANDWIDTHS, at), ..*settings },
        },
        Slider {
            name: "Work of each service",
            at: place(&WORKS, settings.work),
            ends: (0, WORKS.len() - 1),
            says: exactly(&time_text(settings.work)),
            moved: |settings, at| Settings { work: stop(&WORKS, at), ..*settings },
        },
        Slider {
            name: "Deadline",
            at: settings.deadline.map_or(DEADLINES.len(), |deadline| place(&DEADLINES, deadline)),
            ends: (0, DEADLINES.len()),
            says: settings.deadline.map_or_else(|| "none".to_owned(), |deadline| exactly(&time_text(deadline))),
            moved: |settings, at| Settings { deadline: DEADLINES.get(at).copied(), ..*settings },
        },
        Slider {
            name: "Attempts of each client",
            at: usize::from(settings.attempts),
            ends: (1, usize::from(MAX_ATTEMPTS)),
            says: match settings.attempts {
                1 => "1, no retry".to_owned(),
                attempts => attempts.to_string(),
            },
            moved: |settings, at| Settings { attempts: u8::try_from(at).unwrap_or(MAX_ATTEMPTS), ..*settings },
        },
        Slider {
            name: "REST connections to a service",
            at: usize::from(settings.connections),
            ends: (1, usize::from(MAX_CONNECTIONS)),
            says: settings.connections.to_string(),
            moved: |settings, at| Settings { connections: u16::try_from(at).unwrap_or(MAX_CONNECTIONS), ..*settings },
        },
    ]
}

/// The form.
pub fn controls(settings: &Settings, act: &Callback<ShopAct>) -> Html {
    let slider = |slider: Slider| {
        let Slider { name, at, ends: (from, to), says, moved } = slider;
        let settings = *settings;
        let oninput = act.reform(move |event: InputEvent| {
            ShopAct::Settings(moved(&settings, dom::value(event.target()).parse().unwrap_or(at)))
        });
        html! {
            <label class="slider">
                <span>{ name }</span><span class="num" aria-hidden="true">{ says.clone() }</span>
                <input type="range" min={from.to_string()} max={to.to_string()} value={at.to_string()}
                    aria-label={name} aria-valuetext={says} {oninput} />
            </label>
        }
    };
    html! {
        <form class="conditions" aria-label="Conditions" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <div class="sliders">{ for sliders(settings).into_iter().map(slider) }</div>
            <div class="choices">
                { failing(settings, act) }
                { reserving(settings, act) }
                { for SWITCHES.iter().map(|switch| switched(settings, switch, act)) }
            </div>
            <div class="acts">
                <button type="button" class="btn" disabled={*settings == Settings::default()}
                    onclick={act.reform(|_| ShopAct::Settings(Settings::default()))}>{ "Reset" }</button>
                <span class="dim">{ "REST's connections are its own matter: gRPC has one to each service." }</span>
            </div>
        </form>
    }
}

/// What fails, and how: one choice, since neither means anything without the other.
fn failing(settings: &Settings, act: &Callback<ShopAct>) -> Html {
    let all = Service::ALL.into_iter().flat_map(|service| Failure::ALL.map(|failure| (service, failure)));
    let choices: Vec<_> = all.collect();
    let chosen = choices
        .iter()
        .position(|&(service, failure)| settings.failing == Some(service) && settings.failure == failure)
        .map_or(0, |at| at + 1);
    let now = *settings;
    let onchange = {
        let choices = choices.clone();
        act.reform(move |event: Event| {
            let at: usize = dom::value(event.target()).parse().unwrap_or_default();
            let choice = at.checked_sub(1).and_then(|at| choices.get(at));
            ShopAct::Settings(match choice {
                Some(&(service, failure)) => Settings { failing: Some(service), failure, ..now },
                None => Settings { failing: None, ..now },
            })
        })
    };
    let option = |(at, name): (usize, String)| {
        html! { <option value={at.to_string()} selected={at == chosen}>{ name }</option> }
    };
    let names = choices.iter().map(|(service, failure)| match failure {
        Failure::Refused => format!("{} refuses connections", service.word()),
        Failure::Down | Failure::Slow => format!("{} is {}", service.word(), failure.word()),
    });
    html! {
        <label class="choice"><span>{ "Failure" }</span>
            <select aria-label="Failure" {onchange}>
                { for std::iter::once("none".to_owned()).chain(names).enumerate().map(option) }
            </select>
        </label>
    }
}

fn reserving(settings: &Settings, act: &Callback<ShopAct>) -> Html {
    let now = *settings;
    let onchange = act.reform(move |event: Event| {
        let at: usize = dom::value(event.target()).parse().unwrap_or_default();
        ShopAct::Settings(Settings { reserving: Reserving::ALL.get(at).copied().unwrap_or_default(), ..now })
    });
    let name = |reserving: Reserving| match reserving {
        Reserving::Each => "a call for each, all at once",
        Reserving::Together => "one call for all",
        Reserving::Habit => "gRPC one call, REST one for each",
    };
    let option = |(at, reserving): (usize, Reserving)| {
        html! { <option value={at.to_string()} selected={reserving == settings.reserving}>{ name(reserving) }</option> }
    };
    html! {
        <label class="choice"><span>{ "Reserving the items" }</span>
            <select aria-label="Reserving the items" {onchange}>{ for Reserving::ALL.into_iter().enumerate().map(option) }</select>
        </label>
    }
}

/// A switch: its name, whether it is on, and the settings with it turned.
type Switch = (&'static str, fn(&Settings) -> bool, fn(&Settings) -> Settings);

const SWITCHES: [Switch; 3] = [
    (
        "Connections are open already",
        |settings| settings.connected,
        |settings| Settings { connected: !settings.connected, ..*settings },
    ),
    ("TLS", |settings| settings.tls, |settings| Settings { tls: !settings.tls, ..*settings }),
    (
        "gRPC passes the deadline on",
        |settings| settings.passes_deadline,
        |settings| Settings { passes_deadline: !settings.passes_deadline, ..*settings },
    ),
];

fn switched(settings: &Settings, &(name, is_on, turned): &Switch, act: &Callback<ShopAct>) -> Html {
    let other = turned(settings);
    html! {
        <label class="switch">
            <input type="checkbox" checked={is_on(settings)} onchange={act.reform(move |_| ShopAct::Settings(other))} />
            { name }
        </label>
    }
}
