//! What protobuf does not save, and why: the cases where compressed JSON is as small, told by what was measured.

use serde::{Deserialize, Serialize};

use super::breakdown::Breakdown;

/// What is as good as equal, in percent.
const CLOSE: usize = 10;

/// From this share on something is a reason, in percent.
const LARGE: usize = 30;

/// One clothing of a message, in bytes; nothing where it was not measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Squeezed {
    /// As it is.
    pub plain: usize,
    /// With gzip, as hard as it can.
    pub gzip: Option<usize>,
    /// With brotli.
    pub brotli: Option<usize>,
}

/// What is to be said in all honesty about a message, in sentences.
pub fn honest(breakdown: &Breakdown, protobuf: Squeezed, json: Squeezed) -> Vec<String> {
    let mut said = Vec::new();
    let mut is_close = false;
    for (name, one, other) in [("gzip", protobuf.gzip, json.gzip), ("brotli", protobuf.brotli, json.brotli)] {
        let (Some(one), Some(other)) = (one, other) else { continue };
        let (sentence, close) = compared(name, protobuf.plain, one, other);
        is_close |= close;
        said.push(sentence);
    }
    if is_close {
        said.extend(reasons(breakdown));
    }
    if let Some(gzip) = protobuf.gzip.filter(|&gzip| gzip > protobuf.plain) {
        let more = gzip - protobuf.plain;
        said.push(format!(
            "Gzip makes this protobuf {more} B larger: its header and trailer alone take 18 B. One message by itself is often \
             too short to be compressed; a stream of them is not."
        ));
    }
    if breakdown.json.keys > 0 {
        said.push(format!(
            "Names and order make no difference to protobuf: the {} B of keys are in the JSON only, and a record is as long \
             wherever it stands.",
            breakdown.json.keys
        ));
    }
    said
}

/// A sentence, and whether it is a case where JSON does as well.
fn compared(name: &str, plain: usize, protobuf: usize, json: usize) -> (String, bool) {
    let best = plain.min(protobuf);
    if json < best {
        return (format!("With {name} the JSON is smaller than the protobuf: {json} B against {best} B."), true);
    }
    if json == best {
        return (format!("With {name} both take {json} B."), true);
    }
    if json <= plain {
        let sentence = format!(
            "With {name} the JSON takes {json} B, no more than the {plain} B of protobuf as it is; {name} brings that to {protobuf} B."
        );
        return (sentence, true);
    }
    let more = 100 * (json - best) / best.max(1);
    match more {
        0..=CLOSE => (
            format!("With {name} the JSON is within {} % of the protobuf: {json} B against {best} B.", more.max(1)),
            true,
        ),
        _ => (format!("With {name} the JSON still takes {more} % more: {json} B against {best} B."), false),
    }
}

/// Why there is so little to save.
fn reasons(breakdown: &Breakdown) -> Vec<String> {
    let Breakdown { wire, json, contents, .. } = breakdown;
    let share = |part: usize, whole: usize| 100 * part / whole.max(1);
    let mut said = Vec::new();
    let text = share(contents.text, wire.sum());
    if text >= LARGE {
        said.push(format!(
            "{text} % of the protobuf are texts: both carry them letter for letter, and they compress alike."
        ));
    }
    let frame = share(json.keys + json.quotes + json.punctuation, json.sum());
    if frame >= LARGE {
        said.push(format!(
            "{frame} % of the JSON are keys, quotes and punctuation, which compression takes away where they repeat."
        ));
    }
    let fixed = share(contents.fixed, wire.sum());
    if fixed >= LARGE {
        said.push(format!("{fixed} % of the protobuf are numbers of a fixed size, which take four or eight bytes even where a few digits would do."));
    }
    let bytes = share(contents.bytes, wire.sum());
    if bytes >= LARGE {
        said.push(format!("{bytes} % of the protobuf are bytes: base64 makes a third more of them, and compression takes most of that back."));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::size::breakdown::{Contents, Json, Wire};

    fn check(protobuf: [usize; 3], json: [usize; 3], text: usize, keys: usize) -> String {
        let of = |[plain, gzip, brotli]: [usize; 3]| Squeezed { plain, gzip: Some(gzip), brotli: Some(brotli) };
        let breakdown = Breakdown {
            wire: Wire { payload: protobuf[0], ..Wire::default() },
            json: Json { keys, text: json[0] - keys, ..Json::default() },
            contents: Contents { text, ..Contents::default() },
            ..Breakdown::default()
        };
        honest(&breakdown, of(protobuf), of(json)).join("\n")
    }

    #[test]
    fn every_way_it_turns_out() {
        let told = [
            check([100, 90, 80], [300, 140, 120], 10, 90),
            check([100, 115, 80], [300, 85, 80], 60, 120),
            check([100, 90, 80], [300, 95, 110], 0, 0),
        ];
        expect_test::expect![[r#"
            With gzip the JSON still takes 55 % more: 140 B against 90 B.
            With brotli the JSON still takes 50 % more: 120 B against 80 B.
            Names and order make no difference to protobuf: the 90 B of keys are in the JSON only, and a record is as long wherever it stands.
            ---
            With gzip the JSON is smaller than the protobuf: 85 B against 100 B.
            With brotli both take 80 B.
            60 % of the protobuf are texts: both carry them letter for letter, and they compress alike.
            40 % of the JSON are keys, quotes and punctuation, which compression takes away where they repeat.
            Gzip makes this protobuf 15 B larger: its header and trailer alone take 18 B. One message by itself is often too short to be compressed; a stream of them is not.
            Names and order make no difference to protobuf: the 120 B of keys are in the JSON only, and a record is as long wherever it stands.
            ---
            With gzip the JSON takes 95 B, no more than the 100 B of protobuf as it is; gzip brings that to 90 B.
            With brotli the JSON still takes 37 % more: 110 B against 80 B."#]].assert_eq(&told.join("\n---\n"));
    }

    #[test]
    fn what_was_not_measured_is_not_spoken_of() {
        assert_eq!(honest(&Breakdown::default(), Squeezed::default(), Squeezed::default()), Vec::<String>::new());
    }
}
