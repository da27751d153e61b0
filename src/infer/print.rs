//! A concluded message type → .proto text, with the evidence in comments.
//!
//! proto3, unless there are groups: those are proto2's. Names are made of numbers, for bytes have none.

use super::conclude::{Field, Kind, Label, Message};

/// The name of the outermost message.
pub(super) const ROOT: &str = "Message";

const INDENT: &str = "  ";

/// How many fields that no declaration fits are listed in one message.
const MAX_LEFT_OUT: usize = 20;

/// The file.
pub(super) fn print(package: &str, head: &[String], message: &Message) -> String {
    let has_groups = message.any(|kind| matches!(kind, Kind::Group(_)));
    let mut out = String::new();
    for line in head {
        out.push_str(&format!("// {line}\n"));
    }
    let syntax = if has_groups { "proto2" } else { "proto3" };
    out.push_str(&format!("syntax = \"{syntax}\";\n\npackage {package};\n\n"));
    if message.any(|kind| matches!(kind, Kind::Timestamp)) {
        out.push_str("import \"google/protobuf/timestamp.proto\";\n\n");
    }
    let mut printer = Printer { out, is_proto2: has_groups };
    printer.line(0, &format!("message {ROOT} {{"));
    printer.body(message, 1, ROOT);
    printer.line(0, "}");
    printer.out
}

struct Printer {
    out: String,
    is_proto2: bool,
}

impl Printer {
    fn line(&mut self, depth: usize, text: &str) {
        self.out.push_str(&INDENT.repeat(depth));
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// The fields, then the types that are declared for them.
    fn body(&mut self, message: &Message, depth: usize, path: &str) {
        for (at, field) in message.fields.iter().enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            self.field(field, depth, path);
        }
        let shown = message.left_out.iter().take(MAX_LEFT_OUT);
        let more = message.left_out.len().saturating_sub(MAX_LEFT_OUT);
        let lines = shown.map(|(number, why)| format!("// Field {number} is not declared: {why}."));
        let more = (more > 0).then(|| format!("// Nor are {more} others."));
        let cut = message.is_cut.then(|| "// There are more fields than are declared here.".to_owned());
        for (at, line) in lines.chain(more).chain(cut).enumerate() {
            if at == 0 && !message.fields.is_empty() {
                self.out.push('\n');
            }
            self.line(depth, &line);
        }
        for field in &message.fields {
            let inner = match &field.kind {
                Kind::Message(inner) => inner,
                Kind::Map(value) => match &**value {
                    Kind::Message(inner) => inner,
                    _ => continue,
                },
                _ => continue,
            };
            self.out.push('\n');
            let name = type_name(field.number);
            self.line(depth, &format!("message {name} {{"));
            self.body(inner, depth + 1, &format!("{path}.{name}"));
            self.line(depth, "}");
        }
    }

    fn field(&mut self, field: &Field, depth: usize, path: &str) {
        let Field { number, kind, .. } = field;
        let comment: Vec<&str> = field.occurrence.iter().chain(&field.evidence).map(String::as_str).collect();
        self.line(depth, &format!("// {}", comment.join("; ")));
        let label = match field.label {
            Label::Many => "repeated ",
            Label::Optional => "optional ",
            Label::One if self.is_proto2 && !matches!(kind, Kind::Map(_)) => "optional ",
            Label::One => "",
        };
        if let Kind::Group(message) = kind {
            let name = type_name(*number);
            self.line(depth, &format!("{label}group {name} = {number} {{"));
            self.body(message, depth + 1, &format!("{path}.{name}"));
            return self.line(depth, "}");
        }
        let options = match field.packed {
            Some(packed) if packed == self.is_proto2 => format!(" [packed = {packed}]"),
            _ => String::new(),
        };
        let name = match kind {
            // By its path: a type in it may have its name.
            Kind::Itself => path.to_owned(),
            Kind::Map(value) => format!("map<string, {}>", value_type(value, *number)),
            kind => value_type(kind, *number),
        };
        self.line(depth, &format!("{label}{name} field_{number} = {number}{options};"));
    }
}

fn value_type(kind: &Kind, number: u32) -> String {
    match kind {
        Kind::Scalar(scalar) => scalar.name().to_owned(),
        Kind::Text => "string".to_owned(),
        Kind::Bytes => "bytes".to_owned(),
        Kind::Timestamp => "google.protobuf.Timestamp".to_owned(),
        // Maps are in no map, and groups and what recurs are named where they are declared.
        Kind::Message(_) | Kind::Group(_) | Kind::Map(_) | Kind::Itself => type_name(number),
    }
}

fn type_name(number: u32) -> String {
    format!("Field{number}")
}
