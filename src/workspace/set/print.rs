//! Descriptors as .proto text that compiles to the same descriptors.
//!
//! Knows nothing of whether what it prints is right: that is the compiler's matter.

use super::{
    comments::Places,
    names::{Names, join},
    options::{REPEATED, Setting, kind, quoted, settings},
    read::{self, Enum, EnumValue, Field, Message, Method, Options, Proto, Range, Service},
    weave::{Item, Oneof, Scope, Tags, oneof_of, owned, weave},
    words::{default_value, json_name, numbers, visibility, word},
};

const REQUIRED: i32 = 2;

/// Lists of options that would make a line longer than this are broken.
const WIDTH: usize = 100;

/// Field numbers of descriptor.proto, of which `SourceCodeInfo` makes paths.
pub mod tag {
    pub const FILE_PACKAGE: i32 = 2;
    pub const FILE_IMPORT: i32 = 3;
    pub const FILE_MESSAGE: i32 = 4;
    pub const FILE_ENUM: i32 = 5;
    pub const FILE_SERVICE: i32 = 6;
    pub const FILE_EXTENSION: i32 = 7;
    pub const FILE_OPTIONS: i32 = 8;
    pub const FILE_SYNTAX: i32 = 12;
    pub const FILE_EDITION: i32 = 14;
    pub const FILE_OPTION_IMPORT: i32 = 15;
    pub const MESSAGE_FIELD: i32 = 2;
    pub const MESSAGE_MESSAGE: i32 = 3;
    pub const MESSAGE_ENUM: i32 = 4;
    pub const MESSAGE_RANGE: i32 = 5;
    pub const MESSAGE_EXTENSION: i32 = 6;
    pub const MESSAGE_OPTIONS: i32 = 7;
    pub const MESSAGE_ONEOF: i32 = 8;
    pub const ONEOF_OPTIONS: i32 = 2;
    pub const ENUM_VALUE: i32 = 2;
    pub const ENUM_OPTIONS: i32 = 3;
    pub const SERVICE_METHOD: i32 = 2;
    pub const SERVICE_OPTIONS: i32 = 3;
    pub const METHOD_OPTIONS: i32 = 4;
}

/// The text of a file.
pub fn print(file: &Proto<'_>, names: &Names<'_>) -> String {
    let flavor = match (file.syntax, file.edition) {
        ("editions", _) => Flavor::Edition,
        ("proto3", _) => Flavor::Proto3,
        ("" | "proto2", 0) => Flavor::Proto2,
        (_, 0) => Flavor::Proto2,
        _ => Flavor::Edition,
    };
    let mut printer = Printer { names, places: Places::new(file), flavor, out: String::new(), indent: 0 };
    printer.file(file);
    printer.out
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flavor {
    Proto2,
    Proto3,
    Edition,
}

struct Printer<'a> {
    names: &'a Names<'a>,
    places: Places<'a>,
    flavor: Flavor,
    out: String,
    indent: usize,
}

impl<'a> Printer<'a> {
    fn line(&mut self, text: &str) {
        if !text.is_empty() {
            for _ in 0..self.indent {
                self.out.push_str("  ");
            }
            self.out.push_str(text);
        }
        self.out.push('\n');
    }

    fn lines(&mut self, lines: Vec<String>) {
        for line in lines {
            self.line(&line);
        }
    }

    /// An empty line, unless there is one or a block has just begun.
    fn gap(&mut self) {
        if !(self.out.is_empty() || self.out.ends_with("\n\n") || self.out.ends_with("{\n")) {
            self.out.push('\n');
        }
    }

    /// A statement with the comments of its path.
    fn statement(&mut self, path: &[i32], text: &str) {
        self.lines(self.places.above(path));
        self.ended(path, text);
    }

    /// A statement with the comment behind it.
    fn ended(&mut self, path: &[i32], text: &str) {
        let mut behind = self.places.behind(path);
        if behind.len() == 1 && !text.contains('\n') {
            self.line(&format!("{text} {}", behind.remove(0)));
        } else {
            self.line(text);
            let any = !behind.is_empty();
            self.lines(behind);
            if any {
                // Else it would belong to what comes next.
                self.out.push('\n');
            }
        }
    }

    /// The head of a block with its comments; what is inside is printed by `body`.
    fn block(&mut self, path: &[i32], head: &str, body: impl FnOnce(&mut Self)) {
        self.lines(self.places.above(path));
        self.opened(path, head, body);
    }

    fn opened(&mut self, path: &[i32], head: &str, body: impl FnOnce(&mut Self)) {
        let start = self.out.len();
        self.indent += 1;
        self.ended(path, &format!("{head} {{"));
        // The head itself is not inside.
        self.out.drain(start..start + 2);
        let inside = self.out.len();
        body(self);
        self.indent -= 1;
        if self.out.ends_with("\n\n") {
            self.out.pop();
        }
        if self.out.len() == inside && self.out.ends_with("{\n") {
            self.out.truncate(inside - 1);
            self.out.push_str("}\n");
        } else {
            self.line("}");
        }
    }

    fn file(&mut self, file: &'a Proto<'a>) {
        let edition = match file.edition {
            1000 => "2023".to_owned(),
            1001 => "2024".to_owned(),
            1002 => "2026".to_owned(),
            9999 => "UNSTABLE".to_owned(),
            other => other.to_string(),
        };
        match self.flavor {
            Flavor::Edition => self.statement(&[tag::FILE_EDITION], &format!("edition = \"{edition}\";")),
            Flavor::Proto3 => self.statement(&[tag::FILE_SYNTAX], "syntax = \"proto3\";"),
            Flavor::Proto2 => self.statement(&[tag::FILE_SYNTAX], "syntax = \"proto2\";"),
        }
        if !file.package.is_empty() {
            self.gap();
            self.statement(&[tag::FILE_PACKAGE], &format!("package {};", word(file.package)));
        }
        self.gap();
        for (index, import) in file.imports.iter().enumerate() {
            let at = index as i32;
            let how = match (file.public.contains(&at), file.weak.contains(&at)) {
                (true, _) => "public ",
                (_, true) => "weak ",
                _ => "",
            };
            self.statement(&[tag::FILE_IMPORT, at], &format!("import {how}{};", quoted(import.as_bytes())));
        }
        for (index, import) in file.option_imports.iter().enumerate() {
            let text = format!("import option {};", quoted(import.as_bytes()));
            self.statement(&[tag::FILE_OPTION_IMPORT, index as i32], &text);
        }
        self.gap();
        self.options(&file.options, "FileOptions", file.package, &[tag::FILE_OPTIONS]);
        let tags = Tags { message: tag::FILE_MESSAGE, kind: tag::FILE_ENUM, extension: tag::FILE_EXTENSION };
        self.scope(&Scope {
            name: file.package,
            path: &[],
            fields: &[],
            oneofs: Vec::new(),
            messages: &file.messages,
            enums: &file.enums,
            services: &file.services,
            extensions: &file.extensions,
            owned: owned(file.package, &[], &file.extensions, &file.messages),
            tags,
        });
        if self.out.ends_with("\n\n") {
            self.out.pop();
        }
    }

    /// Option statements; what can't be said is told.
    fn options(&mut self, options: &Options<'_>, kind: &str, scope: &str, path: &[i32]) {
        for Setting { number, text } in settings(self.names, options, &format!("google.protobuf.{kind}"), scope) {
            match text {
                Ok(text) => self.statement(&push(path, number as i32), &format!("option {text};")),
                Err(text) => self.line(&format!("// {text}")),
            }
        }
    }

    /// Options in brackets, with those before them that are no options to a descriptor; what can't be said is told above.
    fn bracketed(&mut self, mut first: Vec<String>, options: &Options<'_>, kind: &str, scope: &str) -> String {
        for Setting { text, .. } in settings(self.names, options, &format!("google.protobuf.{kind}"), scope) {
            match text {
                Ok(text) => first.push(text),
                Err(text) => self.line(&format!("// {text}")),
            }
        }
        let length: usize = first.iter().map(|text| text.len() + 2).sum();
        match first.len() {
            0 => String::new(),
            2.. if length > WIDTH => {
                let indent = "  ".repeat(self.indent);
                format!(" [\n{indent}  {}\n{indent}]", first.join(&format!(",\n{indent}  ")))
            }
            _ => format!(" [{}]", first.join(", ")),
        }
    }

    fn message(&mut self, message: &'a Message<'a>, scope: &str, path: &[i32]) {
        self.gap();
        let head = format!("{}message {}", visibility(message.visibility), word(message.name));
        self.block(path, &head, |printer| printer.body(message, &join(scope, message.name), path));
        self.gap();
    }

    /// What is inside a message's or a group's braces.
    fn body(&mut self, message: &'a Message<'a>, name: &str, path: &[i32]) {
        self.options(&message.options, "MessageOptions", name, &push(path, tag::MESSAGE_OPTIONS));
        self.reserved(&message.reserved, &message.reserved_names, 1);
        let oneof =
            |oneof: &'a read::Oneof<'a>| Oneof { name: oneof.name, options: &oneof.options, fields: Vec::new() };
        let mut oneofs: Vec<_> = message.oneofs.iter().map(oneof).collect();
        for (at, field) in message.fields.iter().enumerate() {
            if let Some(oneof) = oneof_of(field).and_then(|index| oneofs.get_mut(index)) {
                oneof.fields.push(at);
            }
        }
        self.scope(&Scope {
            name,
            path,
            fields: &message.fields,
            oneofs,
            messages: &message.messages,
            enums: &message.enums,
            services: &[],
            extensions: &message.extensions,
            owned: owned(name, &message.fields, &message.extensions, &message.messages),
            tags: Tags { message: tag::MESSAGE_MESSAGE, kind: tag::MESSAGE_ENUM, extension: tag::MESSAGE_EXTENSION },
        });
        for (index, range) in message.extension_ranges.iter().enumerate() {
            let options = self.bracketed(Vec::new(), &range.options, "ExtensionRangeOptions", name);
            let path = [path, &[tag::MESSAGE_RANGE, index as i32]].concat();
            self.statement(&path, &format!("extensions {}{options};", numbers(range, 1)));
        }
    }

    /// `reserved` statements; `behind` is 1 where a range's end is not in it.
    fn reserved(&mut self, ranges: &[Range<'_>], names: &[&str], behind: i32) {
        if !ranges.is_empty() {
            let ranges: Vec<_> = ranges.iter().map(|range| numbers(range, behind)).collect();
            self.line(&format!("reserved {};", ranges.join(", ")));
        }
        if !names.is_empty() {
            let edition = self.flavor == Flavor::Edition;
            let name = |name: &&str| if edition { word(name) } else { quoted(name.as_bytes()) };
            self.line(&format!("reserved {};", names.iter().map(name).collect::<Vec<_>>().join(", ")));
        }
    }

    fn scope(&mut self, scope: &Scope<'_, 'a>) {
        for item in weave(scope, &self.places) {
            self.item(scope, item);
        }
    }

    fn item(&mut self, scope: &Scope<'_, 'a>, item: Item) {
        let path = |tag: i32, index: usize| [scope.path, &[tag, index as i32]].concat();
        match item {
            Item::Field(index) => {
                self.field(scope, index, &path(tag::MESSAGE_FIELD, index), true);
            }
            Item::Oneof(index) => {
                let oneof = &scope.oneofs[index];
                let own = path(tag::MESSAGE_ONEOF, index);
                self.gap();
                self.block(&own, &format!("oneof {}", word(oneof.name)), |printer| {
                    printer.options(oneof.options, "OneofOptions", scope.name, &push(&own, tag::ONEOF_OPTIONS));
                    for &field in &oneof.fields {
                        printer.field(scope, field, &path(tag::MESSAGE_FIELD, field), false);
                    }
                });
                self.gap();
            }
            Item::Message(index) => {
                self.message(&scope.messages[index], scope.name, &path(scope.tags.message, index));
            }
            Item::Enum(index) => self.enum_type(&scope.enums[index], scope.name, &path(scope.tags.kind, index)),
            Item::Service(index) => {
                self.service(&scope.services[index], scope.name, &path(tag::FILE_SERVICE, index));
            }
            Item::Extend(start, end) => {
                self.gap();
                let extendee = self.names.type_name(scope.extensions[start].extendee, scope.name);
                // All blocks of a scope share one path; the comments are told once.
                let own = if start == 0 { push(scope.path, scope.tags.extension) } else { Vec::new() };
                self.block(&own, &format!("extend {}", word(&extendee)), |printer| {
                    for index in start..end {
                        let own = path(scope.tags.extension, index);
                        printer.field(scope, scope.fields.len() + index, &own, true);
                    }
                });
                self.gap();
            }
        }
    }

    /// A field, or, counted behind them, an extension; `labelled` outside a oneof.
    fn field(&mut self, scope: &Scope<'_, 'a>, at: usize, path: &[i32], labelled: bool) {
        let extensions = scope.fields.len();
        let field = scope.fields.get(at).unwrap_or_else(|| &scope.extensions[at - extensions]);
        self.lines(self.places.above(path));
        let owned = scope.owned[at];
        let map = owned.filter(|_| field.kind == kind::MESSAGE).map(|index| &scope.messages[index]);
        let label = match (field.label, self.flavor) {
            _ if !labelled || map.is_some() => "",
            (REPEATED, _) => "repeated ",
            (REQUIRED, Flavor::Proto2) => "required ",
            (_, Flavor::Proto2) => "optional ",
            _ if field.proto3_optional => "optional ",
            _ => "",
        };
        let kind = match map {
            Some(entry) => {
                let [key, value] = [1, 2].map(|number| entry.fields.iter().find(|field| field.number == number));
                let part = |field: Option<&Field<'_>>| field.map(|field| self.kind(field, scope.name));
                format!("map<{}, {}>", part(key).unwrap_or_default(), part(value).unwrap_or_default())
            }
            None => self.kind(field, scope.name),
        };
        let mut first = Vec::new();
        first.extend(field.default.map(|default| format!("default = {}", default_value(field.kind, default))));
        let own_name = |name: &&str| field.extendee.is_empty() && *name != json_name(field.name);
        first.extend(field.json_name.filter(own_name).map(|name| format!("json_name = {}", quoted(name.as_bytes()))));
        let options = self.bracketed(first, &field.options, "FieldOptions", scope.name);
        let number = field.number;
        match owned.filter(|_| field.kind == kind::GROUP) {
            Some(index) => {
                let message = &scope.messages[index];
                let head = format!("{label}group {} = {number}{options}", word(message.name));
                let own = [scope.path, &[scope.tags.message, index as i32]].concat();
                self.opened(path, &head, |printer| printer.body(message, &join(scope.name, message.name), &own));
            }
            None => self.ended(path, &format!("{label}{kind} {} = {number}{options};", word(field.name))),
        }
    }

    /// The type of a field as it is written.
    fn kind(&self, field: &Field<'_>, scope: &str) -> String {
        match field.kind {
            kind::DOUBLE => "double",
            kind::FLOAT => "float",
            kind::INT64 => "int64",
            kind::UINT64 => "uint64",
            kind::INT32 => "int32",
            kind::FIXED64 => "fixed64",
            kind::FIXED32 => "fixed32",
            kind::BOOL => "bool",
            kind::STRING => "string",
            kind::BYTES => "bytes",
            kind::UINT32 => "uint32",
            kind::SFIXED32 => "sfixed32",
            kind::SFIXED64 => "sfixed64",
            kind::SINT32 => "sint32",
            kind::SINT64 => "sint64",
            // Of what was parsed and not linked, nobody knows whether it is a message or an enum.
            _ => return word(&self.names.type_name(field.type_name, scope)),
        }
        .to_owned()
    }

    fn enum_type(&mut self, kind: &'a Enum<'a>, scope: &str, path: &[i32]) {
        self.gap();
        let name = join(scope, kind.name);
        self.block(path, &format!("{}enum {}", visibility(kind.visibility), word(kind.name)), |printer| {
            printer.options(&kind.options, "EnumOptions", &name, &push(path, tag::ENUM_OPTIONS));
            printer.reserved(&kind.reserved, &kind.reserved_names, 0);
            for (index, value) in kind.values.iter().enumerate() {
                let EnumValue { name: own, number, options } = value;
                let path = [path, &[tag::ENUM_VALUE, index as i32]].concat();
                printer.lines(printer.places.above(&path));
                // A value is declared beside its enum, not inside it.
                let options = printer.bracketed(Vec::new(), options, "EnumValueOptions", scope);
                printer.ended(&path, &format!("{} = {number}{options};", word(own)));
            }
        });
        self.gap();
    }

    fn service(&mut self, service: &'a Service<'a>, scope: &str, path: &[i32]) {
        self.gap();
        let name = join(scope, service.name);
        self.block(path, &format!("service {}", word(service.name)), |printer| {
            printer.options(&service.options, "ServiceOptions", &name, &push(path, tag::SERVICE_OPTIONS));
            for (index, method) in service.methods.iter().enumerate() {
                printer.method(method, &name, &[path, &[tag::SERVICE_METHOD, index as i32]].concat());
            }
        });
        self.gap();
    }

    fn method(&mut self, method: &'a Method<'a>, service: &str, path: &[i32]) {
        let kind = |stream: bool, name: &str| {
            let stream = if stream { "stream " } else { "" };
            format!("{stream}{}", word(&self.names.type_name(name, service)))
        };
        let input = kind(method.client_streaming, method.input);
        let output = kind(method.server_streaming, method.output);
        let head = format!("rpc {}({input}) returns ({output})", word(method.name));
        if method.options.is_empty() {
            self.statement(path, &format!("{head};"));
        } else {
            let name = join(service, method.name);
            self.block(path, &head, |printer| {
                printer.options(&method.options, "MethodOptions", &name, &push(path, tag::METHOD_OPTIONS));
            });
        }
    }
}

fn push(path: &[i32], last: i32) -> Vec<i32> {
    [path, &[last]].concat()
}
