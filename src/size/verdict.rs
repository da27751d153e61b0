//! The sizes in a sentence or two, whichever way they turn out.

use std::cmp::Ordering;

use super::Sizes;

/// What the sizes say, in full sentences: protobuf against JSON, then what gzip changes about it.
pub fn verdict(sizes: &Sizes) -> String {
    if sizes.protobuf == 0 {
        return format!("A message of nothing but defaults takes no byte at all; as JSON it takes {} B.", sizes.json);
    }
    let mut sentences = format!("{} {}", against_json(sizes), with_gzip(sizes));
    if let Some(first) = sentences.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentences
}

fn against_json(sizes: &Sizes) -> String {
    match sizes.protobuf.cmp(&sizes.json) {
        Ordering::Less => format!("{} smaller than JSON.", percent(sizes.protobuf, sizes.json)),
        Ordering::Equal => "Exactly as large as JSON.".to_owned(),
        Ordering::Greater => format!("{} larger than JSON.", percent(sizes.protobuf, sizes.json)),
    }
}

fn with_gzip(sizes: &Sizes) -> String {
    let (json, protobuf) = (sizes.json_gzip, sizes.protobuf_gzip);
    match json.cmp(&sizes.json) {
        Ordering::Greater => return "Gzip makes this JSON larger: it is too short.".to_owned(),
        Ordering::Equal => return "Gzip does not make this JSON smaller.".to_owned(),
        Ordering::Less => {}
    }
    let as_well = match protobuf.cmp(&sizes.protobuf) {
        Ordering::Less => format!("gzipped as well, protobuf takes {protobuf} B"),
        _ => "gzip does not make the protobuf smaller".to_owned(),
    };
    match json.cmp(&sizes.protobuf) {
        Ordering::Greater => {
            let more = percent(json, sizes.protobuf);
            format!("Gzip brings the JSON to {json} B, still {more} more than protobuf; {as_well}.")
        }
        Ordering::Equal => format!("Gzip brings the JSON to {json} B, as little as protobuf; {as_well}."),
        Ordering::Less => {
            format!("Gzip brings the JSON to {json} B, less than the {} B of protobuf; {as_well}.", sizes.protobuf)
        }
    }
}

/// By how much `size` differs from `base`, which is not 0, in whole percent.
fn percent(size: usize, base: usize) -> String {
    let difference = size.abs_diff(base) as f64 / base as f64 * 100.0;
    let whole = difference.round();
    if difference > 0.0 && whole == 0.0 {
        "less than 1 %".to_owned()
    } else if whole == 100.0 && size < base {
        "more than 99 %".to_owned()
    } else {
        format!("{whole} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(protobuf: usize, json: usize, protobuf_gzip: usize, json_gzip: usize) -> String {
        verdict(&Sizes { protobuf, json, protobuf_gzip, json_gzip, grpc_frame: protobuf + 5 })
    }

    #[test]
    fn every_way_it_turns_out() {
        let verdicts = [
            of(30, 73, 50, 87),
            of(0, 2, 20, 22),
            of(90, 90, 110, 90),
            of(101, 100, 120, 110),
            of(300, 1000, 250, 400),
            of(300, 1000, 320, 300),
            of(900, 1000, 90, 120),
            of(999, 1000, 1010, 1012),
            of(1, 1000, 21, 30),
        ];
        expect_test::expect![[r#"
            59 % smaller than JSON. Gzip makes this JSON larger: it is too short.
            A message of nothing but defaults takes no byte at all; as JSON it takes 2 B.
            Exactly as large as JSON. Gzip does not make this JSON smaller.
            1 % larger than JSON. Gzip makes this JSON larger: it is too short.
            70 % smaller than JSON. Gzip brings the JSON to 400 B, still 33 % more than protobuf; gzipped as well, protobuf takes 250 B.
            70 % smaller than JSON. Gzip brings the JSON to 300 B, as little as protobuf; gzip does not make the protobuf smaller.
            10 % smaller than JSON. Gzip brings the JSON to 120 B, less than the 900 B of protobuf; gzipped as well, protobuf takes 90 B.
            Less than 1 % smaller than JSON. Gzip makes this JSON larger: it is too short.
            More than 99 % smaller than JSON. Gzip brings the JSON to 30 B, still 2900 % more than protobuf; gzip does not make the protobuf smaller."#]].assert_eq(&verdicts.join("\n"));
    }
}
