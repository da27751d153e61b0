//! What messages of a size come to: so many a second are so much bandwidth, and so much a day and a month.
//!
//! Units are decimal, as networks and bills have them. Headers of HTTP/2, TCP and IP are not counted.

/// The most messages a second that are reckoned with.
pub const MAX_RATE: u32 = 100_000_000;

const DAY: f64 = 86_400.0;
const MONTH: f64 = 30.0 * DAY;
const BITS: f64 = 8.0;

/// What messages come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Traffic {
    /// In bits a second.
    pub bandwidth: f64,
    /// Bytes a day.
    pub day: f64,
    /// Bytes in thirty days.
    pub month: f64,
}

/// Messages of so many bytes, so many a second.
pub fn traffic(bytes: usize, per_second: u32) -> Traffic {
    let a_second = bytes as f64 * f64::from(per_second);
    Traffic { bandwidth: a_second * BITS, day: a_second * DAY, month: a_second * MONTH }
}

/// A bandwidth in words, such as `3.28 Mbit/s`.
pub fn bandwidth_text(bits: f64) -> String {
    scaled(bits, "bit/s")
}

/// An amount of bytes in words, such as `35.4 GB`.
pub fn amount_text(bytes: f64) -> String {
    scaled(bytes, "B")
}

fn scaled(amount: f64, unit: &str) -> String {
    const PREFIXES: [&str; 7] = ["", "k", "M", "G", "T", "P", "E"];
    let mut amount = amount;
    let mut prefix = 0;
    // What would be rounded to a thousand is one of the next unit.
    while amount >= 999.5 && prefix + 1 < PREFIXES.len() {
        amount /= 1000.0;
        prefix += 1;
    }
    // Three digits say enough.
    let decimals = match amount {
        _ if prefix == 0 => 0,
        _ if amount < 9.995 => 2,
        _ if amount < 99.95 => 1,
        _ => 0,
    };
    format!("{amount:.decimals$} {}{unit}", PREFIXES.get(prefix).unwrap_or(&""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_bandwidth_and_amounts() {
        let Traffic { bandwidth, day, month } = traffic(410, 1000);
        assert_eq!(bandwidth_text(bandwidth), "3.28 Mbit/s");
        assert_eq!([day, month].map(amount_text), ["35.4 GB", "1.06 TB"]);
        assert_eq!(traffic(0, MAX_RATE), Traffic::default());
        assert!(amount_text(traffic(usize::MAX, MAX_RATE).month).ends_with(" EB"));
    }

    #[test]
    fn three_digits_and_the_right_unit() {
        let cases = [0.0, 7.0, 999.0, 999.6, 1000.0, 9_994.0, 9_996.0, 99_960.0, 999_600.0];
        assert_eq!(
            cases.map(amount_text).join(", "),
            "0 B, 7 B, 999 B, 1.00 kB, 1.00 kB, 9.99 kB, 10.0 kB, 100 kB, 1.00 MB"
        );
    }
}
