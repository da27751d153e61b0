//! `grpcurl` and `buf curl`: a call by one command, the messages as JSON.
//!
//! Both read the .proto files; neither serves.

use super::plan::Plan;
use super::{Listing, Side, listing, quote};
use crate::message::{self, JsonOptions, Layout};
use crate::schema::types::Root;

pub(super) fn write(plan: &Plan<'_>, side: Side) -> Vec<Listing> {
    match side {
        Side::Client => vec![listing("grpcurl.sh", grpcurl(plan)), listing("buf.sh", buf(plan))],
        Side::Server => Vec::new(),
    }
}

/// A word that shells take as it is, or else between quotes.
pub(super) fn word(it: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "/._-:=,@%+".contains(it);
    if !it.is_empty() && it.chars().all(is_plain) { it.to_owned() } else { quote::shell(it) }
}

/// Up to so many bytes a message is in one line.
const SHORT: usize = 80;

/// The messages as JSON, one behind the other.
fn json(plan: &Plan<'_>) -> Vec<String> {
    let one = |root: &Root, bytes: &[u8]| {
        let json = message::json_of(root, bytes, JsonOptions::default(), Layout::Lines);
        let json = json.map_or_else(|_| "{}".to_owned(), |json| json.text.trim_end().to_owned());
        message::minify(&json).filter(|it| it.len() <= SHORT).unwrap_or(json)
    };
    let is_one = !plan.method().client_streams;
    let sent: Vec<&[u8]> = plan.call.requests.iter().map(Vec::as_slice).collect();
    let sent = if is_one { vec![sent.first().copied().unwrap_or_default()] } else { sent };
    sent.into_iter().map(|bytes| one(&plan.request, bytes)).collect()
}

/// What both are given after the options of their own.
fn tail(plan: &Plan<'_>, before: &[String], stdin: &str, target: &str) -> String {
    let messages = json(plan);
    let mut out = String::new();
    for option in before {
        out += &format!("{option} \\\n  ");
    }
    for (name, value) in &plan.call.metadata {
        out += &format!("-H {} \\\n  ", quote::shell(&format!("{name}: {value}")));
    }
    match &messages[..] {
        [one] => out + &format!("-d {} \\\n  {target}\n", quote::shell(one)),
        several => out + &format!("-d {stdin} \\\n  {target} <<'JSON'\n{}\nJSON\n", several.join("\n")),
    }
}

fn grpcurl(plan: &Plan<'_>) -> String {
    let mut options = vec![format!("grpcurl -plaintext -import-path . -proto {}", word(&plan.file.file.name))];
    if let Some(deadline) = plan.call.deadline {
        options.push(format!("-max-time {}", super::seconds(deadline)));
    }
    let target = format!("{} {}/{}", word(&plan.call.address), plan.full_service(), plan.method().name);
    tail(plan, &options, "@", &target)
}

fn buf(plan: &Plan<'_>) -> String {
    let mut options = vec!["buf curl --schema . --protocol grpc --http2-prior-knowledge".to_owned()];
    if let Some(deadline) = plan.call.deadline {
        // It has no deadline; the header is what a deadline is.
        options.push(format!("-H 'grpc-timeout: {deadline}u'"));
    }
    let target = word(&format!("http://{}/{}/{}", plan.call.address, plan.full_service(), plan.method().name));
    tail(plan, &options, "@-", &target)
}
