//! A call that is written by hand while it runs: what happens at a time goes into the script at that time, so that what was
//! before stays as it was.
//!
//! Pure functions of a script. Times are since the call was made. Knows no timeline.

use crate::rpc::{
    Micros,
    script::{HalfClose, Script, Send},
};

/// When each request is sent, by the script.
fn times(script: &Script) -> impl Iterator<Item = Micros> {
    script.requests.iter().scan(0u64, |at, send| {
        *at = at.saturating_add(send.wait);
        Some(*at)
    })
}

/// How many requests have been sent by then, and when the last of them was.
fn sent(script: &Script, at: Micros) -> (usize, Micros) {
    times(script).take_while(|time| *time <= at).fold((0, 0), |(count, _), time| (count + 1, time))
}

/// Whether the client has said by then that no more messages follow.
pub fn is_half_closed(script: &Script, at: Micros) -> bool {
    let last = times(script).last().unwrap_or_default();
    match script.client.half_close {
        HalfClose::WithLast => last <= at,
        HalfClose::After(wait) => last.saturating_add(wait) <= at,
        HalfClose::Never => false,
    }
}

/// Whether the client has given up by then.
pub fn is_cancelled(script: &Script, at: Micros) -> bool {
    script.client.cancel.is_some_and(|cancel| cancel <= at)
}

/// The message that is sent next: the script's own next one, or else once more the last.
pub fn next(script: &Script, at: Micros) -> Option<&str> {
    let (count, _) = sent(script, at);
    let next = script.requests.get(count).or(script.requests.last());
    next.map(|send| send.json.as_str())
}

/// The same with a message sent then: the script's next one comes earlier and says this, or there is one more.
pub fn send(script: &Script, at: Micros, json: String) -> Script {
    let mut script = script.clone();
    let (count, last) = sent(&script, at);
    let own = Send { wait: at.saturating_sub(last), json };
    match script.requests.get_mut(count) {
        Some(next) => *next = own,
        None => script.requests.push(own),
    }
    script
}

/// The same, with no messages from then on.
pub fn half_close(script: &Script, at: Micros) -> Script {
    let mut script = script.clone();
    let (count, last) = sent(&script, at);
    script.requests.truncate(count);
    script.client.half_close = HalfClose::After(at.saturating_sub(last));
    script
}

/// The same, given up then.
pub fn cancel(script: &Script, at: Micros) -> Script {
    let mut script = script.clone();
    script.client.cancel = Some(at);
    script
}

/// The same, with the stream left open for messages to come.
pub fn keep_open(script: &Script) -> Script {
    let mut script = script.clone();
    script.client.half_close = HalfClose::Never;
    script.client.cancel = None;
    script
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::script::Client;

    fn script(waits: &[Micros], half_close: HalfClose) -> Script {
        let requests = waits.iter().map(|&wait| Send { wait, json: format!("{{\"wait\": {wait}}}") }).collect();
        let client = Client { half_close, ..Client::default() };
        Script { requests, client, ..Script::default() }
    }

    fn waits(script: &Script) -> Vec<Micros> {
        script.requests.iter().map(|send| send.wait).collect()
    }

    #[test]
    fn the_next_message_comes_now_and_the_past_stays() {
        let open = script(&[0, 100, 300], HalfClose::Never);
        assert_eq!(next(&open, 150), Some("{\"wait\": 300}"));
        let sent = send(&open, 150, "{}".to_owned());
        assert_eq!(waits(&sent), [0, 100, 50]);
        assert_eq!(sent.requests[2].json, "{}");
        // Behind the last there is one more.
        assert_eq!(next(&sent, 900), Some("{}"));
        assert_eq!(waits(&send(&sent, 900, String::new())), [0, 100, 50, 750]);
        assert_eq!(waits(&send(&script(&[], HalfClose::Never), 7, String::new())), [7]);
    }

    #[test]
    fn half_closing_and_giving_up_end_what_was_to_come() {
        let open = script(&[0, 100, 300], HalfClose::WithLast);
        assert!(!is_half_closed(&open, 399) && is_half_closed(&open, 400));
        let closed = half_close(&open, 150);
        assert_eq!((waits(&closed), closed.client.half_close), (vec![0, 100], HalfClose::After(50)));
        assert!(!is_half_closed(&closed, 149) && is_half_closed(&closed, 150));
        let cancelled = cancel(&open, 150);
        assert!(!is_cancelled(&cancelled, 149) && is_cancelled(&cancelled, 150));
        let open = keep_open(&cancelled);
        assert!(!is_half_closed(&open, Micros::MAX) && !is_cancelled(&open, Micros::MAX));
    }
}
