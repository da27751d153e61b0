//! Times and sizes as people say them.

use crate::rpc::Micros;

/// A while with three digits: `1.25 ms`.
pub fn time_text(micros: Micros) -> String {
    let (unit, per) = match micros {
        0..1_000 => return format!("{micros} µs"),
        1_000..1_000_000 => ("ms", 1_000),
        _ => ("s", 1_000_000),
    };
    let whole = micros / per;
    let hundredths = (micros % per) * 100 / per;
    match whole {
        0..10 => format!("{whole}.{hundredths:02} {unit}"),
        10..100 => format!("{whole}.{} {unit}", hundredths / 10),
        _ => format!("{whole} {unit}"),
    }
}

/// A number of bytes, with thin spaces between thousands.
pub fn bytes_text(bytes: u64) -> String {
    let digits = bytes.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text + " B"
}
