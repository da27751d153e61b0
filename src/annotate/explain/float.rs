//! Binary floating-point numbers of IEEE 754: sign, exponent and mantissa, and what they come to.

use super::bits::{self, BitRole, Saying};
use super::{About, Part, Rule, superscript};
use crate::annotate::value::Value;

/// The parts of a number.
struct Layout {
    mantissa: u32,
    exponent: u32,
    bias: i32,
}

const FLOAT: Layout = Layout { mantissa: 23, exponent: 8, bias: 127 };
const DOUBLE: Layout = Layout { mantissa: 52, exponent: 11, bias: 1023 };

/// A `float` or `double` whose bits are those of `raw`; `sentences` are what was said before.
pub(super) fn float(about: &About, raw: u64, mut sentences: Vec<String>) -> Part {
    let span = about.node.payload();
    let layout = if span.len() == 4 { FLOAT } else { DOUBLE };
    let sign_bit = layout.mantissa + layout.exponent;
    sentences.push(format!(
        "Read from the last byte: 1 bit of sign, {} of exponent (less {}), {} of mantissa.",
        layout.exponent, layout.bias, layout.mantissa
    ));
    let sign = if raw >> sign_bit & 1 == 1 { "-" } else { "+" };
    let all_ones = (1u64 << layout.exponent) - 1;
    let exponent = raw >> layout.mantissa & all_ones;
    let mantissa = raw & ((1u64 << layout.mantissa) - 1);
    // Exact: a double holds every mantissa of either format.
    let fraction = mantissa as f64 / (1u64 << layout.mantissa) as f64;
    let shown = about.nodes.value(about.bytes, about.id).map(|it| it.to_string()).unwrap_or_default();
    let width = layout.exponent as usize;
    let parts = |power: i32, head: &str| {
        let digits = superscript(layout.mantissa as i32);
        format!(
            "sign {}; exponent {exponent:0width$b} = {exponent}, less {}: {power}; mantissa {head}{mantissa} / 2{digits}",
            raw >> sign_bit & 1,
            layout.bias,
        )
    };
    let steps = match (exponent, mantissa) {
        (0, 0) => vec![format!("exponent and mantissa are 0 = {shown}")],
        // Subnormal: no 1 before the point, and the exponent of the smallest number that has one.
        (0, _) => {
            let power = 1 - layout.bias;
            vec![
                format!("exponent 0: the 1 before the point is missing, and the power is {power}"),
                format!("{sign}{} × 2{} = {shown}", Value::F64(fraction), superscript(power)),
            ]
        }
        (it, 0) if it == all_ones => vec![format!("exponent all ones, mantissa 0 = {shown}")],
        (it, _) if it == all_ones => vec![format!("exponent all ones, mantissa not 0 = {shown}")],
        (it, _) => {
            let power = it as i32 - layout.bias;
            vec![parts(power, "1 + "), format!("{sign}{} × 2{} = {shown}", 1.0 + fraction, superscript(power))]
        }
    };
    let say = |bit, on| say(&layout, bit, on);
    Part { sentences, bits: bits::backwards(about.bytes, span, &say), steps, rule: Some(Rule::Float) }
}

fn say(layout: &Layout, bit: u32, on: bool) -> Saying {
    if bit == layout.mantissa + layout.exponent {
        return (BitRole::Sign, if on { "is the sign, negative" } else { "is the sign, not negative" }.to_owned());
    }
    if let Some(bit) = bit.checked_sub(layout.mantissa) {
        let of = format!("the exponent, of which {} are taken away", layout.bias);
        return (BitRole::Exponent, bits::adds(bit, on, &of));
    }
    let power = bit as i32 - layout.mantissa as i32;
    let verb = if on { "adds" } else { "would add" };
    let worth = Value::F64(2f64.powi(power));
    (BitRole::Mantissa, format!("{verb} 2{} = {worth} to the mantissa", superscript(power)))
}
