//! How to mend the errors of the linker: names that are not there or are there twice, numbers, imports.
//!
//! Works on the words of prost-reflect's messages; where it recognises nothing, the message stays as it is.

use prost_reflect::DescriptorPool;
use prost_reflect::prost_types::DescriptorProto;

use super::hints::{SCALARS, Sheet};
use super::old_report::Link;
use crate::diagnostic::{Diagnostic, Fix, Place, Source};
use crate::suggest::closest;
use crate::text::Span;

/// Names that other languages have for Protocol Buffers' types.
const FOREIGN: [(&str, &str); 22] = [
    ("int", "int32"),
    ("integer", "int32"),
    ("int16", "int32"),
    ("int8", "int32"),
    ("short", "int32"),
    ("long", "int64"),
    ("uint", "uint32"),
    ("ulong", "uint64"),
    ("uint8", "uint32"),
    ("uint16", "uint32"),
    ("byte", "bytes"),
    ("binary", "bytes"),
    ("blob", "bytes"),
    ("boolean", "bool"),
    ("str", "string"),
    ("text", "string"),
    ("char", "string"),
    ("number", "double"),
    ("decimal", "double"),
    ("real", "double"),
    ("float32", "float"),
    ("float64", "double"),
];

/// Improves what the linker says.
pub(super) fn link(mut diagnostic: Diagnostic, sheet: &Sheet<'_>, file: &Link<'_>) -> Diagnostic {
    let message = diagnostic.message.clone();
    let at = sheet.index(diagnostic.place.span.start);
    let quoted = |start: &str, end: &str| message.strip_prefix(start)?.strip_suffix(end).map(str::to_owned);
    let help = if let Some(name) = quoted("name '", "' is not defined") {
        undefined(&mut diagnostic, &name, sheet, at, file)
    } else if message.starts_with("field number '") && message.ends_with("is already used") {
        Some(format!("give each field a number of its own; the next free one is {}", sheet.next_number(at)))
    } else if message.starts_with("field number '") && message.contains("reserved range") {
        let number = sheet.next_number(at);
        Some(format!("choose another number, such as {number}; old messages may still carry a reserved one"))
    } else if message.starts_with("the first value for proto3 enums must be 0") {
        Some("add a first value for \"not set\", such as `UNSPECIFIED = 0;`".to_owned())
    } else if message.starts_with("name '") && message.ends_with("is defined twice") {
        let inside = sheet.depths.get(at).is_some_and(|&depth| depth > 0);
        let enums = if inside { "; an enum's values share the scope that is around the enum" } else { "" };
        Some(format!("rename one of them{enums}"))
    } else if message.starts_with("camel-case name of field") {
        Some("rename one of them; in JSON both would have the same name".to_owned())
    } else if message.starts_with("name '") && message.contains("is already defined in file") {
        Some("rename one of them, or give the files different packages".to_owned())
    } else if message.starts_with("enums must have at least one value") {
        Some("add a value, such as `UNSPECIFIED = 0;`".to_owned())
    } else {
        None
    };
    if diagnostic.help.is_none() {
        diagnostic.help = help;
    }
    diagnostic
}

/// A type that is not there: misspelt, of another language, or in a file that is not imported.
fn undefined(diagnostic: &mut Diagnostic, name: &str, sheet: &Sheet<'_>, at: usize, file: &Link<'_>) -> Option<String> {
    let bare = name.trim_start_matches('.');
    if let Some(path) = declaring_file(file.pool, bare).filter(|_| diagnostic.help.is_some()) {
        // prost-reflect says which file it is.
        diagnostic.fixes.push(import(path, sheet, diagnostic.place.source));
        diagnostic.help = Some(format!("'{bare}' is declared in '{path}'; add `import \"{path}\";`"));
        return None;
    }
    let replace = |diagnostic: &mut Diagnostic, by: &str| {
        let edits = vec![(diagnostic.place, by.to_owned())];
        diagnostic.fixes.push(Fix { title: format!("replace by `{by}`"), edits });
    };
    let folded = bare.to_ascii_lowercase();
    if let Some(&(_, scalar)) = FOREIGN.iter().find(|(foreign, _)| *foreign == folded) {
        replace(diagnostic, scalar);
        return Some(format!("did you mean `{scalar}`?"));
    }
    if SCALARS.contains(&folded.as_str()) {
        replace(diagnostic, &folded);
        return Some(format!("the built-in type is written `{folded}`"));
    }
    let own = declared(file);
    let known: Vec<String> = types(file.pool);
    // `Timestamp` for `google.protobuf.Timestamp`.
    let tail = format!(".{bare}");
    if let Some(full) = known.iter().find(|full| full.ends_with(&tail)) {
        let path = declaring_file(file.pool, full).unwrap_or_default();
        let imported = file.descriptor.dependency.iter().any(|import| import == path);
        replace(diagnostic, full);
        if !imported {
            let fix = import(path, sheet, diagnostic.place.source);
            diagnostic.fixes[0].edits.extend(fix.edits);
        }
        let import = if imported { String::new() } else { format!(" it needs `import \"{path}\";`") };
        return Some(format!("did you mean `{full}`?{import}"));
    }
    let short: Vec<&str> = own.iter().map(|full| full.rsplit('.').next().unwrap_or(full)).collect();
    let visible = known.iter().map(String::as_str).filter(|full| !full.starts_with("google.protobuf."));
    let candidates = SCALARS.into_iter().chain(short).chain(own.iter().map(String::as_str)).chain(visible);
    let meant = closest(bare, candidates)
        .map(str::to_owned)
        .or_else(|| closest(bare, known.iter().map(String::as_str)).map(str::to_owned));
    match meant {
        Some(meant) => {
            replace(diagnostic, &meant);
            Some(format!("did you mean `{meant}`?"))
        }
        // The name of an option, whose place is the whole option.
        None if sheet.word(at) == "option" || sheet.is_mark(at, b'(') => Some(format!(
            "declare it in an `extend google.protobuf.…Options {{ … {bare} = 50000; }}`, or import the file that does"
        )),
        None => Some(format!("declare `message {bare} {{ … }}`, or import the file that does")),
    }
}

/// The file of the pool that declares a message or an enum.
fn declaring_file<'a>(pool: &'a DescriptorPool, full_name: &str) -> Option<&'a str> {
    let message = pool.get_message_by_name(full_name).map(|message| message.parent_file().index());
    let index = message.or_else(|| pool.get_enum_by_name(full_name).map(|found| found.parent_file().index()))?;
    let file = pool.file_descriptor_protos().nth(index)?;
    Some(file.name())
}

fn types(pool: &DescriptorPool) -> Vec<String> {
    let messages =
        pool.all_messages().filter(|message| !message.is_map_entry()).map(|message| message.full_name().to_owned());
    messages.chain(pool.all_enums().map(|found| found.full_name().to_owned())).collect()
}

/// The full names of the messages and enums of the file itself.
fn declared(file: &Link<'_>) -> Vec<String> {
    fn nested(scope: &str, messages: &[DescriptorProto], names: &mut Vec<String>) {
        for message in messages {
            let name = if scope.is_empty() { message.name().to_owned() } else { format!("{scope}.{}", message.name()) };
            names.extend(message.enum_type.iter().map(|found| format!("{name}.{}", found.name())));
            nested(&name, &message.nested_type, names);
            names.push(name);
        }
    }
    let package = file.descriptor.package();
    let mut names = Vec::new();
    nested(package, &file.descriptor.message_type, &mut names);
    let dot = if package.is_empty() { "" } else { "." };
    names.extend(file.descriptor.enum_type.iter().map(|found| format!("{package}{dot}{}", found.name())));
    names
}

/// Inserts an import behind the last one, else behind the package, else behind the syntax.
fn import(path: &str, sheet: &Sheet<'_>, source: Source) -> Fix {
    let starts = |word: &str| {
        let mut top = (0..sheet.tokens.len()).filter(|&at| sheet.depths[at] == 0 && sheet.word(at) == word);
        top.rfind(|&at| sheet.statement(at) == at)
    };
    let end = ["import", "package", "syntax"].iter().find_map(|word| {
        let at = starts(word)?;
        let end = (at..sheet.tokens.len()).find(|&at| sheet.is_mark(at, b';'))?;
        Some(sheet.tokens[end].span.end as usize)
    });
    let (offset, text) = match end {
        Some(end) => (end, format!("\nimport \"{path}\";")),
        None => (0, format!("import \"{path}\";\n")),
    };
    Fix { title: format!("import '{path}'"), edits: vec![(Place { source, span: Span::at(offset) }, text)] }
}
