//! Single numbers as bytes and back: varints, zigzag, tags, fixed widths, bits.
//!
//! Numbers are texts in decimal, bytes in hex. Knows no schema.

use crate::{
    schema::MAX_FIELD_NUMBER,
    wire::{
        Format, WireType,
        input::{hex, read_as},
        scan::WIRE_TYPE_BITS,
        varint,
    },
};

/// Bytes of hex.
///
/// # Errors
/// What is wrong with it.
pub fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let payload = read_as(text, Some(Format::Hex));
    match payload.diagnostics.into_iter().next() {
        Some(diagnostic) => Err(diagnostic.message),
        None => Ok(payload.bytes),
    }
}

/// The shortest varint of an `int64` or `uint64`.
pub fn varint(number: &str) -> Result<String, String> {
    let value = number.parse::<u64>().or_else(|_| number.parse::<i64>().map(|it| it as u64));
    Ok(varint_of(value.map_err(|_| format!("expected a number of 64 bits, found `{number}`"))?))
}

/// The unsigned number that a varint is, whole.
pub fn read_varint(text: &str) -> Result<u64, String> {
    let bytes = bytes(text)?;
    match varint::read(&bytes, 0) {
        Ok(read) if usize::from(read.len) == bytes.len() => Ok(read.value),
        Ok(read) => Err(format!("expected one varint, found {} bytes behind it", bytes.len() - usize::from(read.len))),
        Err(varint::VarintFault::Truncated) => Err("expected another byte, found the end".to_owned()),
        Err(varint::VarintFault::TooLong) => Err(format!("expected at most {} bytes, found more", varint::MAX_LEN)),
    }
}

/// The unsigned number that zigzag makes of a `sint64`.
pub fn zigzag(number: &str) -> Result<String, String> {
    Ok(varint::zigzag(parse(number, "a sint64")?).to_string())
}

/// The `sint64` behind an unsigned number.
pub fn unzigzag(number: &str) -> Result<String, String> {
    Ok(varint::unzigzag(parse(number, "an unsigned number of 64 bits")?).to_string())
}

/// The bytes of a tag such as `1 VARINT`.
pub fn tag(text: &str) -> Result<String, String> {
    let (number, wire) = text.split_once(' ').ok_or_else(|| format!("expected `1 VARINT`, found `{text}`"))?;
    let number: u64 = parse(number, "a field number")?;
    if !(1..=MAX_FIELD_NUMBER as u64).contains(&number) {
        return Err(format!("expected a field number from 1 to {MAX_FIELD_NUMBER}, found {number}"));
    }
    let wire = WireType::from_name(wire).ok_or_else(|| format!("expected a wire type, found `{wire}`"))?;
    Ok(varint_of(number << WIRE_TYPE_BITS | wire as u64))
}

/// A tag's bytes as `1 VARINT`.
pub fn read_tag(text: &str) -> Result<String, String> {
    let value = read_varint(text)?;
    let bits = (value & ((1 << WIRE_TYPE_BITS) - 1)) as u8;
    let wire = WireType::from_bits(bits).ok_or_else(|| format!("expected a wire type from 0 to 5, found {bits}"))?;
    Ok(format!("{} {}", value >> WIRE_TYPE_BITS, wire.name()))
}

/// The bytes of a number of fixed width, such as `float 1.5`.
pub fn fixed(text: &str) -> Result<String, String> {
    let (kind, number) = text.split_once(' ').ok_or_else(|| format!("expected `float 1.5`, found `{text}`"))?;
    let bytes = match kind {
        "fixed32" => parse::<u32>(number, kind)?.to_le_bytes().to_vec(),
        "fixed64" => parse::<u64>(number, kind)?.to_le_bytes().to_vec(),
        "sfixed32" => parse::<i32>(number, kind)?.to_le_bytes().to_vec(),
        "sfixed64" => parse::<i64>(number, kind)?.to_le_bytes().to_vec(),
        "float" => parse::<f32>(number, kind)?.to_le_bytes().to_vec(),
        "double" => parse::<f64>(number, kind)?.to_le_bytes().to_vec(),
        _ => return Err(format!("expected a type of fixed width, found `{kind}`")),
    };
    Ok(hex(&bytes))
}

/// Bytes as bits, eight a byte, a blank between bytes.
pub fn bits(text: &str) -> Result<String, String> {
    let bits: Vec<String> = bytes(text)?.iter().map(|byte| format!("{byte:08b}")).collect();
    Ok(bits.join(" "))
}

fn varint_of(value: u64) -> String {
    let mut bytes = Vec::new();
    varint::write(value, &mut bytes);
    hex(&bytes)
}

fn parse<T: std::str::FromStr>(number: &str, what: &str) -> Result<T, String> {
    number.parse().map_err(|_| format!("expected {what}, found `{number}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specification_s_own_numbers() {
        assert_eq!((varint("150").as_deref(), varint("-2").unwrap().len()), (Ok("96 01"), 29));
        assert_eq!((read_varint("96 01"), zigzag("-2").as_deref()), (Ok(150), Ok("3")));
        assert_eq!((unzigzag("4294967295").as_deref(), tag("1 VARINT").as_deref()), (Ok("-2147483648"), Ok("08")));
        assert_eq!((read_tag("82 01").as_deref(), fixed("float 1.5").as_deref()), (Ok("16 LEN"), Ok("00 00 c0 3f")));
        assert_eq!(bits("96 01").as_deref(), Ok("10010110 00000001"));
    }

    #[test]
    fn what_is_none() {
        let told = [varint("x"), read_tag("0e"), tag("0 LEN"), fixed("int32 1"), bits("9")];
        for (result, expected) in told.into_iter().zip(["64 bits", "found 6", "from 1", "`int32`", "expected"]) {
            assert!(result.as_ref().is_err_and(|it| it.contains(expected)), "{result:?}");
        }
        assert!(read_varint("96 01 00").is_err() && read_varint("96").is_err());
    }
}
