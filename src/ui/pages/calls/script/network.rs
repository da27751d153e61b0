//! What is between client and server, and what goes wrong there.

use yew::prelude::*;

use super::fields::{Hand, micros, millis};
use crate::{
    rpc::script::{Fault, Network, Script},
    ui::dom,
};

/// Networks with a name: time there and back, bits a second, packets lost of a thousand.
const PRESETS: [(&str, u64, u64, u16); 5] = [
    ("the same machine", 50, 10_000_000_000, 0),
    ("one data centre", 500, 1_000_000_000, 0),
    ("across a continent", 40_000, 200_000_000, 0),
    ("across an ocean", 150_000, 100_000_000, 1),
    ("a phone on the move", 90_000, 8_000_000, 15),
];

/// Sliders go by powers: so many steps a power of ten.
const STEPS: f64 = 10.0;

const STEP: &str = "Changed the network";

/// The faults, in the order of [`index`].
const FAULTS: [&str; 11] = [
    "nothing",
    "nothing answers at the address",
    "the connection is refused",
    "the server is slow",
    "the connection breaks",
    "the server goes away (GOAWAY)",
    "the server refuses the stream",
    "a proxy answers",
    "the schemas differ",
    "the server lacks the method",
    "the handler crashes",
];

fn index(fault: Fault) -> usize {
    match fault {
        Fault::None => 0,
        Fault::Down => 1,
        Fault::Refused => 2,
        Fault::Slow(_) => 3,
        Fault::Breaks(_) => 4,
        Fault::GoesAway => 5,
        Fault::RefusesStream => 6,
        Fault::Proxy(_) => 7,
        Fault::Mismatch => 8,
        Fault::NoMethod => 9,
        Fault::Crash => 10,
    }
}

fn fault(index: usize) -> Fault {
    match index {
        1 => Fault::Down,
        2 => Fault::Refused,
        3 => Fault::Slow(2_000_000),
        4 => Fault::Breaks(1),
        5 => Fault::GoesAway,
        6 => Fault::RefusesStream,
        7 => Fault::Proxy(502),
        8 => Fault::Mismatch,
        9 => Fault::NoMethod,
        10 => Fault::Crash,
        _ => Fault::None,
    }
}

/// The part of the form that is about neither side.
pub fn network(hand: &Hand) -> Html {
    let Network { round_trip, bandwidth, loss, connected, tls } = hand.script.network;
    let preset = PRESETS.iter().position(|&(_, time, bits, lost)| (time, bits, lost) == (round_trip, bandwidth, loss));
    let mut names = PRESETS.map(|(name, ..)| name).to_vec();
    names.push("as set below");
    let choose = Box::new(|script: &mut Script, index: usize| {
        if let Some(&(_, round_trip, bandwidth, loss)) = PRESETS.get(index) {
            script.network = Network { round_trip, bandwidth, loss, ..script.network };
        }
    });
    let now = hand.script.fault;
    html! {
        <section class="between" aria-label="Between them">
            <h3>{ "Between them" }</h3>
            <div class="fields">
                { hand.choice("Network".into(), &names, preset.unwrap_or(PRESETS.len()), STEP, choose) }
                { slider(hand, "Round trip", round_trip as f64, [1.0, 6.0], duration(round_trip), |it, value| it.round_trip = value as u64) }
                { slider(hand, "Bandwidth", bandwidth as f64, [4.0, 11.0], rate(bandwidth), |it, value| it.bandwidth = value as u64) }
                { hand.number("Packets lost of a thousand".into(), loss.to_string().into(), "‰", STEP,
                    Box::new(|script, text| script.network.loss = text.parse::<u16>().unwrap_or(0).min(1000))) }
                { hand.tick("There is a connection already", connected, STEP, |script| script.network.connected ^= true) }
                { hand.tick("Encrypted (TLS 1.3)", tls, STEP, |script| script.network.tls ^= true) }
                { hand.choice("What goes wrong".into(), &FAULTS, index(now), "Changed what goes wrong",
                    Box::new(|script, chosen| if chosen != index(script.fault) { script.fault = fault(chosen) })) }
                { match now {
                    Fault::Slow(wait) => hand.number("Slower by".into(), millis(wait).into(), "ms", "Changed what goes wrong",
                        Box::new(|script, text| script.fault = Fault::Slow(micros(text).unwrap_or_default()))),
                    Fault::Breaks(after) => hand.number("Breaks behind the server's message".into(), after.to_string().into(), "", "Changed what goes wrong",
                        Box::new(|script, text| script.fault = Fault::Breaks(text.parse().unwrap_or_default()))),
                    Fault::Proxy(status) => hand.number("HTTP status of the proxy".into(), status.to_string().into(), "", "Changed what goes wrong",
                        Box::new(|script, text| script.fault = Fault::Proxy(text.parse().unwrap_or(502).clamp(100, 599)))),
                    _ => Html::default(),
                } }
            </div>
        </section>
    }
}

/// A slider over powers of ten, from one exponent to another.
fn slider(
    hand: &Hand,
    label: &'static str,
    value: f64,
    [least, most]: [f64; 2],
    text: String,
    put: fn(&mut Network, f64),
) -> Html {
    let oninput = {
        let hand = hand.clone();
        Callback::from(move |event: InputEvent| {
            let step = dom::value(event.target()).parse::<f64>().unwrap_or_default();
            hand.write(STEP, |script| put(&mut script.network, rounded(10f64.powf(step / STEPS))));
        })
    };
    let at = (value.max(1.0).log10() * STEPS).round().clamp(least * STEPS, most * STEPS);
    html! {
        <label class="field"><span>{ label }</span>
            <span class="unit">
                <input type="range" min={(least * STEPS).to_string()} max={(most * STEPS).to_string()} value={at.to_string()}
                    aria-valuetext={text.clone()} {oninput} />
                <output>{ text }</output>
            </span>
        </label>
    }
}

/// Two digits are enough for a slider.
fn rounded(value: f64) -> f64 {
    let unit = 10f64.powf(value.log10().floor() - 1.0).max(1.0);
    (value / unit).round() * unit
}

fn duration(micros: u64) -> String {
    if micros < 1000 { format!("{micros} µs") } else { format!("{} ms", micros as f64 / 1000.0) }
}

fn rate(bits: u64) -> String {
    match bits {
        0..1_000_000 => format!("{} kbit/s", bits as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{} Mbit/s", bits as f64 / 1e6),
        _ => format!("{} Gbit/s", bits as f64 / 1e9),
    }
}
