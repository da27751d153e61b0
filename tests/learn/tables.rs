//! Tables with heads that are known are recomputed, row by row.

use wirelens::{
    annotate::annotate,
    diagnostic::Severity,
    learn::{
        live::{Contract, Sheet},
        run::Run,
    },
    rpc::status::{Code, to_http},
    wire::{WireType, input},
};

use crate::{
    digits::uncovered,
    support::{Problems, World},
    texts::{Shown, Table},
};

/// What a row of a table says, by the table's head.
type Row = fn(&World, &[&str]) -> Result<(), String>;

/// The heads that are known, as their first cells. Cells beyond are words.
const KNOWN: [(&[&str], Row); 8] = [
    (&["Declaration", "JSON", "Bytes"], encoded),
    (&["Bytes", "What is wrong"], refused),
    (&["Wire type", "Name"], wire_type),
    (&["Number", "Zigzag"], |world, cells| gives(world, &Run::Zigzag(cells[0].to_owned()), cells[1])),
    (&["Number", "Varint"], |world, cells| gives(world, &Run::Varint(cells[0].to_owned()), cells[1])),
    (&["Tag", "Bytes"], |world, cells| gives(world, &Run::Tag(cells[0].to_owned()), cells[1])),
    (&["Status", "Number", "HTTP"], |_, cells| status(cells[0], cells[1], Some(cells[2]))),
    (&["Status", "Number"], |_, cells| status(cells[0], cells[1], None)),
];

fn row_of(table: &Table) -> Option<(usize, Row)> {
    let fits = |head: &[&str]| head.len() <= table.head.len() && head.iter().zip(&table.head).all(|(a, b)| a == b);
    KNOWN.iter().find(|(head, _)| fits(head)).map(|(head, row)| (head.len(), *row))
}

/// Whether each digit of the cells that are known takes part in what is recomputed, and the other cells have none.
pub fn is_known(table: &Table) -> bool {
    let no_digits = |cells: &[String]| cells.iter().all(|it| uncovered(it, &[], &[]).is_empty());
    row_of(table).is_some_and(|(known, _)| table.rows.iter().all(|row| row.get(known..).is_none_or(no_digits)))
}

/// Every known table of a file; the number of rows that were recomputed.
pub fn check(world: &World, shown: &Shown, problems: &mut Problems) -> usize {
    let mut rows = 0;
    for table in &shown.tables {
        let Some((_, row)) = row_of(table) else { continue };
        for cells in &table.rows {
            rows += 1;
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            if let Err(error) = row(world, &cells) {
                problems.add(&format!("table in {}", table.place), format!("row `{}`: {error}", cells.join(" | ")));
            }
        }
    }
    rows
}

fn gives(world: &World, run: &Run, said: &str) -> Result<(), String> {
    let found = world.run(run)?;
    if found == said { Ok(()) } else { Err(format!("the engine says `{found}`")) }
}

/// A field's declaration, its JSON value, and the message's bytes.
fn encoded(world: &World, cells: &[&str]) -> Result<(), String> {
    let &[declaration, json, bytes, ..] = cells else { return Err("expected three cells".to_owned()) };
    let name = declaration.split(" = ").next().and_then(|it| it.rsplit(' ').next()).ok_or("expected a declaration")?;
    let of = Contract { proto: format!("message M {{ {declaration}; }}"), ..Contract::default() };
    gives(world, &Run::Encode(Sheet { of, json: format!("{{\"{name}\": {json}}}") }), bytes)
}

/// Bytes that no parser takes.
fn refused(_: &World, cells: &[&str]) -> Result<(), String> {
    let payload = input::read(cells[0]).bytes;
    let is_refused = annotate(&payload, None).problems().any(|(_, it)| it.severity() == Severity::Error);
    if is_refused { Ok(()) } else { Err("a parser accepts these bytes".to_owned()) }
}

fn wire_type(_: &World, cells: &[&str]) -> Result<(), String> {
    let found = WireType::from_name(cells[1]).ok_or_else(|| format!("there is no wire type `{}`", cells[1]))?;
    if (found as u8).to_string() == cells[0] { Ok(()) } else { Err(format!("{} is {}", cells[1], found as u8)) }
}

fn status(name: &str, number: &str, http: Option<&str>) -> Result<(), String> {
    let code = Code::from_name(name).ok_or_else(|| format!("there is no status `{name}`"))?;
    let same = |found: String, said: &str| if found == said { Ok(()) } else { Err(format!("{name} is {found}")) };
    same(code.number().to_string(), number)?;
    http.map_or(Ok(()), |http| same(to_http(code).to_string(), http))
}
