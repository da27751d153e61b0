//! Numbers with a fraction, decimal or hex, as bits of IEEE 754. Signs are the caller's.

/// A binary format of IEEE 754.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    /// Its width.
    pub bits: u32,
    /// How many bits of the mantissa are stored.
    mantissa: u32,
}

/// `float`
pub(super) const BINARY32: Format = Format { bits: 32, mantissa: f32::MANTISSA_DIGITS - 1 };

/// `double`
pub(super) const BINARY64: Format = Format { bits: 64, mantissa: f64::MANTISSA_DIGITS - 1 };

impl Format {
    /// The bits of infinity.
    pub fn infinity(self) -> u64 {
        self.exponents() << self.mantissa
    }

    /// The exponent's bits, all set.
    fn exponents(self) -> u64 {
        (1 << (self.bits - 1 - self.mantissa)) - 1
    }

    fn bias(self) -> i64 {
        (self.exponents() >> 1) as i64
    }
}

/// `1.5`, `9.423e-2`: the bits, infinity where it is too large; nothing where the text is none of these.
pub(super) fn decimal(text: &str, format: Format) -> Option<u64> {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = number.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let fine =
        digits(whole) && digits(fraction) && exponent.is_none_or(|it| digits(it.strip_prefix('-').unwrap_or(it)));
    if !fine {
        return None;
    }
    // Read in its own width: by way of the wider one it would be rounded twice.
    match format {
        BINARY32 => text.parse::<f32>().ok().map(|it| u64::from(it.to_bits())),
        _ => text.parse::<f64>().ok().map(f64::to_bits),
    }
}

/// `1.8p5`, the `0x` left out: as [`decimal`].
pub(super) fn hex(text: &str, format: Format) -> Option<u64> {
    let (number, exponent) = match text.split_once(['p', 'P']) {
        Some((number, exponent)) => (number, exponent),
        None => (text, "0"),
    };
    let (whole, fraction) = number.split_once('.')?;
    let exponent_digits = exponent.strip_prefix('-').unwrap_or(exponent);
    let fine = !whole.is_empty()
        && !fraction.is_empty()
        && !exponent_digits.is_empty()
        && exponent_digits.bytes().all(|byte| byte.is_ascii_digit());
    if !fine {
        return None;
    }
    let mut mantissa = 0u64;
    let mut lost = false;
    // No text is so long that its digits outweigh this.
    let mut power =
        exponent.parse::<i64>().unwrap_or(if exponent.starts_with('-') { FAR } else { -FAR }).clamp(FAR, -FAR);
    for digit in whole.chars() {
        let digit = u64::from(digit.to_digit(16)?);
        if mantissa >> (u64::BITS - HEX_BITS) == 0 {
            mantissa = mantissa << HEX_BITS | digit;
        } else {
            lost |= digit != 0;
            power += i64::from(HEX_BITS);
        }
    }
    for digit in fraction.chars() {
        let digit = u64::from(digit.to_digit(16)?);
        if mantissa >> (u64::BITS - HEX_BITS) == 0 {
            mantissa = mantissa << HEX_BITS | digit;
            power -= i64::from(HEX_BITS);
        } else {
            lost |= digit != 0;
        }
    }
    Some(round(mantissa, lost, power, format))
}

/// An exponent beyond all others, which still can be counted from.
const FAR: i64 = -(1 << 40);

const HEX_BITS: u32 = 4;

/// `mantissa · 2^power`, and a little more where something was `lost`, to the nearest number, of two to the even one.
fn round(mantissa: u64, lost: bool, power: i64, format: Format) -> u64 {
    if mantissa == 0 {
        return 0;
    }
    let top = i64::from(u64::BITS - 1 - mantissa.leading_zeros());
    let stored = i64::from(format.mantissa);
    // Below the smallest normal exponent the steps do not get smaller any more.
    let exponent = (power + top).max(1 - format.bias());
    if exponent > format.bias() {
        return format.infinity();
    }
    let drop = exponent - stored - power;
    let kept = if drop < 0 {
        // Room is left: the mantissa has fewer bits than are stored.
        mantissa << drop.unsigned_abs()
    } else if drop > i64::from(u64::BITS) {
        0
    } else {
        let wide = u128::from(mantissa);
        let (kept, rest) = (wide >> drop, wide & ((1u128 << drop) - 1));
        let half = (1u128 << drop) >> 1;
        let up = drop > 0 && (rest > half || rest == half && (lost || kept & 1 == 1));
        (kept + u128::from(up)) as u64
    };
    // The hidden bit adds one to the exponent, and so does a carry; without it the number is subnormal.
    let biased = (exponent + format.bias() - 1) as u64;
    (biased << format.mantissa) + kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn double(text: &str) -> f64 {
        f64::from_bits(hex(text, BINARY64).unwrap())
    }

    fn single(text: &str) -> f32 {
        f32::from_bits(hex(text, BINARY32).unwrap() as u32)
    }

    #[test]
    fn hex_is_exact() {
        assert_eq!(double("1.8p5"), 48.0);
        assert_eq!(double("f.f"), 15.9375);
        assert_eq!(double("1.ffp52"), 8_989_607_068_696_576.0);
        assert_eq!(double("0.0p99999999999999999999"), 0.0);
        assert_eq!(single("0.8p1"), 1.0);
        assert_eq!(double("1.fffffffffffffp1023"), f64::MAX);
        assert_eq!(double("0.0000000000001p-1022"), f64::from_bits(1));
        assert_eq!(single("1.fffffep127"), f32::MAX);
        assert_eq!(single("1.0p-149"), f32::from_bits(1));
    }

    #[test]
    fn halves_go_to_the_even_one_and_a_little_more_goes_up() {
        assert_eq!(single("1.0000010"), 1.0);
        assert_eq!(single("1.0000030"), f32::from_bits(1.0f32.to_bits() + 2));
        assert_eq!(single("1.00000100000000000000000000000001"), f32::from_bits(1.0f32.to_bits() + 1));
        assert_eq!(single("1.ffffffp127"), f32::INFINITY);
        assert_eq!(single("1.0p-150"), 0.0);
        assert_eq!(single("1.8p-150"), f32::from_bits(1));
        assert_eq!(double("1.0p-9999999999999999999999"), 0.0);
        assert_eq!(double("1.0p9999999999999999999999"), f64::INFINITY);
    }

    #[test]
    fn what_is_none() {
        for text in ["1", "1.", ".1", "1.0p", "1.0p-", "g.0", "1.0p0x1", "1.0p+1"] {
            assert_eq!(hex(text, BINARY64), None, "{text}");
        }
        for text in ["1", "1.", ".1", "1.0e", "1.0e+1", "inf.0", "1.0.0", "nan"] {
            assert_eq!(decimal(text, BINARY64), None, "{text}");
        }
    }
}
