//! Takes the bodies out of functions that are linked and never called.
//!
//! The linker keeps what some code names, though it may never get there; where that code is another's, only the finished wasm
//! can be changed. A snipped function traps, and wasm-opt then drops what only it used.

use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};

/// Sections and subsections of the WebAssembly binary format, by their numbers.
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;
const FUNCTION_NAMES: u8 = 1;

/// Magic number and version.
const HEADER: usize = 8;

/// No locals, `unreachable`, `end`.
const TRAP: [u8; 3] = [0x00, 0x00, 0x0b];

/// Puts traps in the place of functions, which are named by their paths as wasm-bindgen leaves them, without the hash behind.
///
/// # Errors
/// When a path is no function's, or the bytes are no wasm with names.
pub fn snip(wasm: &[u8], paths: &[&str]) -> Result<Vec<u8>> {
    let sections = sections(wasm)?;
    let imported = imported_functions(wasm, &sections)?;
    let names = function_names(wasm, &sections)?;
    let mut snipped = Vec::new();
    for path in paths {
        let is_it = |name: &str| name.strip_prefix(path).is_some_and(|hash| hash.is_empty() || hash.starts_with("::h"));
        let found = names.iter().filter(|(_, name)| is_it(name));
        let found: Vec<usize> = found.filter_map(|(index, _)| index.checked_sub(imported)).collect();
        ensure!(!found.is_empty(), "the wasm has no function {path}");
        snipped.extend(found);
    }

    let mut out = wasm.get(..HEADER).context("no wasm")?.to_vec();
    for section in sections {
        let body = wasm.get(section.body).context("no wasm")?;
        let body = if section.id == CODE { without(body, &snipped)? } else { body.to_vec() };
        out.push(section.id);
        put_number(body.len(), &mut out);
        out.extend(body);
    }
    Ok(out)
}

struct Section {
    id: u8,
    body: Range<usize>,
}

fn sections(wasm: &[u8]) -> Result<Vec<Section>> {
    ensure!(wasm.starts_with(b"\0asm"), "no wasm");
    let mut reader = Reader { bytes: wasm, at: HEADER };
    let mut sections = Vec::new();
    while reader.at < wasm.len() {
        let id = reader.byte()?;
        let length = reader.number()?;
        let start = reader.at;
        reader.take(length)?;
        sections.push(Section { id, body: start..reader.at });
    }
    Ok(sections)
}

/// Functions are counted from the imported ones on.
fn imported_functions(wasm: &[u8], sections: &[Section]) -> Result<usize> {
    let Some(section) = sections.iter().find(|section| section.id == IMPORT) else { return Ok(0) };
    let mut reader = Reader { bytes: &wasm[section.body.clone()], at: 0 };
    let mut functions = 0;
    for _ in 0..reader.number()? {
        reader.name()?;
        reader.name()?;
        match reader.byte()? {
            0 => {
                functions += 1;
                reader.number()?;
            }
            1 => {
                reader.byte()?;
                reader.limits()?;
            }
            2 => reader.limits()?,
            3 => {
                reader.take(2)?;
            }
            kind => bail!("an import of the unknown kind {kind}"),
        }
    }
    Ok(functions)
}

fn function_names<'a>(wasm: &'a [u8], sections: &[Section]) -> Result<Vec<(usize, &'a str)>> {
    for section in sections.iter().filter(|section| section.id == CUSTOM) {
        let mut reader = Reader { bytes: &wasm[section.body.clone()], at: 0 };
        if reader.name()? != "name" {
            continue;
        }
        while reader.at < reader.bytes.len() {
            let id = reader.byte()?;
            let length = reader.number()?;
            if id != FUNCTION_NAMES {
                reader.take(length)?;
                continue;
            }
            return (0..reader.number()?).map(|_| Ok((reader.number()?, reader.name()?))).collect();
        }
    }
    bail!("the wasm has no names")
}

/// The code section with traps in the place of some functions.
fn without(code: &[u8], snipped: &[usize]) -> Result<Vec<u8>> {
    let mut reader = Reader { bytes: code, at: 0 };
    let count = reader.number()?;
    let mut out = Vec::with_capacity(code.len());
    put_number(count, &mut out);
    for index in 0..count {
        let length = reader.number()?;
        let body = reader.take(length)?;
        let body = if snipped.contains(&index) { &TRAP } else { body };
        put_number(body.len(), &mut out);
        out.extend(body);
    }
    Ok(out)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let taken = self.bytes.get(self.at..).and_then(|rest| rest.get(..count)).context("the wasm is cut off")?;
        self.at += count;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// LEB128, up to 32 bits.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        bail!("a number of more than 32 bits")
    }

    fn name(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        Ok(str::from_utf8(self.take(length)?)?)
    }

    fn limits(&mut self) -> Result<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Ok(())
    }
}

fn put_number(mut number: usize, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: u8, body: &[u8]) -> Vec<u8> {
        let mut bytes = vec![id];
        put_number(body.len(), &mut bytes);
        [bytes, body.to_vec()].concat()
    }

    /// An imported function, a memory, and two functions: `a::keep` and `a::drop`.
    fn module(drop: &[u8]) -> Vec<u8> {
        let types = section(1, &[1, 0x60, 0, 0]);
        let imports = section(IMPORT, b"\x02\x01m\x01f\x00\x00\x01m\x01g\x02\x01\x01\xff\x01");
        let functions = section(3, &[2, 0, 0]);
        let mut code = vec![2, 3, 0, 0x01, 0x0b];
        put_number(drop.len(), &mut code);
        code.extend(drop);
        let names = [b"\x02\x01\x0b".as_slice(), b"a::keep::h1", b"\x02\x0b", b"a::drop::h2"].concat();
        let names = [b"\x04name".to_vec(), section(0, b"\x01m"), section(FUNCTION_NAMES, &names)].concat();
        [b"\0asm\x01\0\0\0".to_vec(), types, imports, functions, section(CODE, &code), section(CUSTOM, &names)].concat()
    }

    #[test]
    fn only_the_named_function_traps() {
        let long = [vec![0], vec![0x01; 300], vec![0x0b]].concat();
        assert_eq!(snip(&module(&long), &["a::drop"]).unwrap(), module(&TRAP));
    }

    #[test]
    fn a_function_that_is_not_there_is_an_error() {
        let refusal = |wasm: &[u8]| snip(wasm, &["a::drop", "a::gone"]).unwrap_err().to_string();
        assert_eq!(refusal(&module(&TRAP)), "the wasm has no function a::gone");
        assert_eq!(refusal(b"\0asm\x01\0\0\0"), "the wasm has no names");
        assert_eq!(refusal(b"text"), "no wasm");
        let whole = module(&TRAP);
        for length in HEADER + 1..whole.len() {
            assert!(snip(&whole[..length], &["a::keep"]).is_err(), "{length}");
        }
    }
}
